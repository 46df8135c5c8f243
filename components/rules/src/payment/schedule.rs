//! When a gateway is asked about an order, and when we stop waiting. Callbacks get lost, so asking is part of every payment.

/// Instants and spans in milliseconds.
const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

/// We wait so much longer than the gateway does: a payment in its last second is still on its way to us.
const GRACE: u64 = 5 * MINUTE;
/// While the payer may be paying, the gateway is asked so often, or as seldom as it wants.
const PATIENCE: u64 = 5 * MINUTE;
/// After the gateway has stopped waiting: when it is asked, counted from there.
const AFTERWARDS: [u64; 7] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR];

/// The times of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// When it was opened.
    pub created: u64,
    /// When the gateway stops taking the payment.
    pub expires: u64,
    /// How long to wait between two questions; `None` where the gateway answers none.
    pub gap: Option<u64>,
}

impl Times {
    /// The times of an order that is opened now, at a gateway that waits so many minutes and wants so many seconds between two
    /// questions.
    pub const fn of(created: u64, minutes: u32, gap_seconds: Option<u32>) -> Times {
        let gap = match gap_seconds {
            Some(seconds) => Some(seconds as u64 * 1000),
            None => None,
        };
        Times { created, expires: created.saturating_add(minutes as u64 * MINUTE), gap }
    }

    /// When we stop waiting.
    pub const fn closes(&self) -> u64 {
        self.expires.saturating_add(GRACE)
    }

    /// When something has to be done about the order next, after it was asked about now or just opened: the gateway to be asked, or
    /// the order to be closed. `None` when everything was tried.
    pub fn next(&self, now: u64) -> Option<u64> {
        let Some(gap) = self.gap else { return Some(self.closes()).filter(|&closes| closes > now) };
        let earliest = now.saturating_add(gap);
        if now < self.expires {
            let soon = now.saturating_add(PATIENCE.max(gap));
            return Some(soon.min(self.expires.saturating_add(MINUTE)).max(earliest));
        }
        let late = AFTERWARDS.into_iter().map(|after| self.expires.saturating_add(after));
        late.filter(|&at| at > now).map(|at| at.max(earliest)).next()
    }
}
