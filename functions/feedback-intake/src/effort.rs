//! Nobody sends a hundred items in an hour without an effort: items are counted by address and by device, and beyond what
//! people do by hand each costs a little work of the sender's machine, or a wait.
//!
//! A ticket says what is asked. It is made for one request (by its key) and needs no memory of ours: it carries its own
//! numbers and a keyed hash of them.

use motcua_edge::client::address;
use motcua_edge::problem::Problem;
use motcua_reference::problem::of_fault;
use motcua_rules::feedback::effort::{Effort, effort};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::asked::Asked;
use crate::problem::{effort_wanted, too_many};
use crate::store::attempts;

const SPAN_MS: u64 = 3_600_000;
/// So long a ticket holds.
const TICKET_MS: u64 = 3_600_000;
const NONCE_BYTES_MAX: usize = 64;

/// What comes with a request that was asked for an effort.
pub struct Proof<'a> {
    /// The ticket, as it was given.
    pub ticket: &'a str,
    /// What makes the SHA-256 of ticket and nonce begin with so many zero bits; empty for whoever waited.
    pub nonce: &'a str,
}

/// Who is counted for what is sent, and the effort that was asked.
pub struct Counted<'a> {
    /// Who sends it.
    pub sender: Sender,
    /// The effort.
    pub proof: Proof<'a>,
}

/// Who sends, as what is counted by: keyed hashes.
pub struct Sender {
    subjects: Vec<String>,
    has_device: bool,
}

impl Sender {
    /// The sender of a request, by the address it came from and by what its device calls itself.
    pub fn of(asked: &Asked, device: Option<&str>) -> Sender {
        let lookup = &asked.settings.lookup;
        let address = address(&asked.parts.headers, &asked.settings.proxies).unwrap_or_default();
        let by_address = lookup.subject("feedback-address", &address);
        let by_device = device.map(|device| lookup.subject("feedback-device", device));
        Sender { has_device: by_device.is_some(), subjects: [by_address].into_iter().chain(by_device).collect() }
    }

    /// Who it is when the same is not to be counted twice: the device, or the address where there is none.
    pub fn who(&self) -> &str {
        self.subjects.last().map_or("", String::as_str)
    }

    /// Refuses a request that too many came before, unless it brings the effort that is asked. `key` is what the ticket is for.
    pub async fn may_send(&self, asked: &Asked, key: &str, proof: &Proof<'_>) -> Result<(), Problem> {
        let counts = attempts::failed(self.subjects.clone(), span(asked.now)).await.map_err(of_fault)?;
        let by_address = counts.first().copied().unwrap_or_default();
        let by_device = counts.get(1).copied().filter(|_| self.has_device).unwrap_or_default();
        match effort(by_address, by_device) {
            Effort::None => Ok(()),
            Effort::TooMany => Err(too_many(until_next(asked.now))),
            Effort::Work { bits, wait_seconds } => match Ticket::read(asked, proof.ticket, key) {
                Some(ticket) if ticket.is_paid(asked.now, proof) => Ok(()),
                Some(ticket) => Err(effort_wanted(proof.ticket, ticket.bits, ticket.left(asked.now))),
                None => Err(effort_wanted(&Ticket::issue(asked, key, bits, wait_seconds), bits, wait_seconds)),
            },
        }
    }

    /// Counts one item. That it cannot be counted keeps nobody's item from being taken.
    pub async fn sent(&self, asked: &Asked) {
        let span = span(asked.now);
        let counted = attempts::count(self.subjects.clone(), span, span.saturating_sub(SPAN_MS)).await;
        counted.inspect_err(|fault| eprintln!("an item is not counted: {fault:?}")).ok();
    }
}

const fn span(now: u64) -> u64 {
    now.saturating_sub(now % SPAN_MS)
}

fn until_next(now: u64) -> u64 {
    SPAN_MS.saturating_sub(now % SPAN_MS).div_ceil(1_000)
}

struct Ticket {
    issued: u64,
    bits: u8,
    wait_seconds: u32,
}

impl Ticket {
    fn issue(asked: &Asked, key: &str, bits: u8, wait_seconds: u32) -> String {
        let head = format!("{}.{bits}.{wait_seconds}", asked.now);
        format!("{head}.{}", mac(asked, &head, key))
    }

    /// A ticket of ours for this key that still holds.
    fn read(asked: &Asked, text: &str, key: &str) -> Option<Ticket> {
        let (head, mac) = text.rsplit_once('.')?;
        bool::from(self::mac(asked, head, key).as_bytes().ct_eq(mac.as_bytes())).then_some(())?;
        let mut parts = head.split('.');
        let ticket = Ticket {
            issued: parts.next()?.parse().ok()?,
            bits: parts.next()?.parse().ok()?,
            wait_seconds: parts.next()?.parse().ok()?,
        };
        (asked.now.saturating_sub(ticket.issued) <= TICKET_MS).then_some(ticket)
    }

    fn is_paid(&self, now: u64, proof: &Proof<'_>) -> bool {
        self.left(now) == 0 || is_solved(proof, self.bits)
    }

    /// Seconds that are still to be waited.
    fn left(&self, now: u64) -> u32 {
        let waited = now.saturating_sub(self.issued) / 1_000;
        self.wait_seconds.saturating_sub(u32::try_from(waited).unwrap_or(u32::MAX))
    }
}

fn mac(asked: &Asked, head: &str, key: &str) -> String {
    asked.settings.lookup.subject("feedback-ticket", &format!("{head}.{key}"))
}

/// Whether the SHA-256 of ticket and nonce begins with so many zero bits.
fn is_solved(proof: &Proof<'_>, bits: u8) -> bool {
    if proof.nonce.is_empty() || proof.nonce.len() > NONCE_BYTES_MAX {
        return false;
    }
    let hash = Sha256::new().chain_update(proof.ticket).chain_update(proof.nonce).finalize();
    let zeros = hash.iter().scan(true, |goes_on, byte| {
        let counted = goes_on.then(|| byte.leading_zeros());
        *goes_on = *byte == 0;
        counted
    });
    zeros.sum::<u32>() >= bits.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_proven_by_zeros() {
        let solved = |bits: u8| {
            let nonce = (0u32..)
                .map(|nonce| nonce.to_string())
                .find(|nonce| is_solved(&Proof { ticket: "1.8.10.ab", nonce }, bits));
            nonce.unwrap_or_default()
        };
        let nonce = solved(12);
        assert!(is_solved(&Proof { ticket: "1.8.10.ab", nonce: &nonce }, 12));
        assert!(!is_solved(&Proof { ticket: "1.8.10.ac", nonce: &nonce }, 12));
        assert!(!is_solved(&Proof { ticket: "1.8.10.ab", nonce: "" }, 0));
        assert!(!is_solved(&Proof { ticket: "1.8.10.ab", nonce: &"0".repeat(NONCE_BYTES_MAX + 1) }, 0));
    }
}
