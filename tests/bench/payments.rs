//! A gateway's calls: the first about each of many orders, which is paid with it, and the same call again. Ours against the peer,
//! which does the same work, as durably, on the same file.

mod orders;
mod peer;

use anyhow::Result;
use hmac::{Hmac, Mac};
use sha2::Sha512;

pub use peer::callback;

use crate::load::{Run, Server, send_over};
use crate::servers::Servers;
use orders::{Named, Sample};

/// What both are at VNPay.
pub const VARIABLES: [(&str, &str); 2] =
    [("SPIN_VARIABLE_VNPAY_TERMINAL", TERMINAL), ("SPIN_VARIABLE_VNPAY_SECRETS", SECRET)];
const TERMINAL: &str = "DVCTEST1";
const SECRET: &str = "TESTKEYVNPAY0123456789ABCDEFGHIJ";

/// So many connections, each with one call under way.
const CONNECTIONS: [usize; 3] = [1, 8, 64];
/// Calls in a round. The first round warms both up.
const CALLS: usize = 256;
const ROUNDS: usize = 4;
/// How many times native time a call may take.
const GOAL: f64 = 3.0;
/// What VNPay hears of a payment that is written down, and of one that was before.
const RECORDED: &str = r#""RspCode":"00""#;
const KNOWN: &str = r#""RspCode":"02""#;

/// What was measured of one kind of call.
#[derive(Default)]
struct Pair {
    ours: Run,
    native: Run,
}

/// Prints CPU, rate and latency of both.
pub fn compare(servers: &Servers) -> Result<()> {
    let sample = Sample::ordered(servers)?;
    println!("\n{:<26}{:>12}{:>12}{:>9}{:>20}{:>20}", "", "ours", "native", "ratio", "ours p50/p99", "native p50/p99");
    let (mut first, mut again) = (Pair::default(), Pair::default());
    for connections in CONNECTIONS {
        let (paid, repeated) = measured(servers, &sample, connections)?;
        for (name, pair, all) in [("paid", paid, &mut first), ("told again", repeated, &mut again)] {
            row(&format!("{name}, {connections} at once"), &pair);
            println!("{:<26}{:>9.0} /s{:>9.0} /s", "", pair.ours.rate(), pair.native.rate());
            all.ours.add(pair.ours);
            all.native.add(pair.native);
        }
    }
    for (name, all) in [("a call about a new order", &first), ("a call that comes again", &again)] {
        let (ours, native, ratio) = (all.ours.cpu_us(), all.native.cpu_us(), all.ratio());
        let verdict = if ratio > GOAL { format!("misses the goal of {GOAL}") } else { format!("goal {GOAL}") };
        println!("{name:<26}{ours:>9.1} µs{native:>9.1} µs{ratio:>8.2}×  {verdict}");
    }
    Ok(())
}

/// The calls about new orders and the same calls again. Rounds alternate, so that a busy neighbour slows both.
fn measured(servers: &Servers, sample: &Sample, connections: usize) -> Result<(Pair, Pair)> {
    let (mut paid, mut repeated) = (Pair::default(), Pair::default());
    for round in 0..=ROUNDS {
        let (ours, native) = (calls(&sample.opened(CALLS)?), calls(&sample.opened(CALLS)?));
        orders::at_rest();
        let send = |server: &Server, requests, expected| send_over(server, requests, connections, expected);
        let first =
            Pair { ours: send(&servers.ours(), &ours, RECORDED)?, native: send(&servers.native(), &native, RECORDED)? };
        let again =
            Pair { ours: send(&servers.ours(), &ours, KNOWN)?, native: send(&servers.native(), &native, KNOWN)? };
        if round > 0 {
            paid.add(first);
            repeated.add(again);
        }
    }
    Ok((paid, repeated))
}

impl Pair {
    fn add(&mut self, other: Pair) {
        self.ours.add(other.ours);
        self.native.add(other.native);
    }

    fn ratio(&self) -> f64 {
        self.ours.cpu_us() / self.native.cpu_us()
    }
}

fn row(name: &str, pair: &Pair) {
    println!(
        "{name:<26}{:>9.1} µs{:>9.1} µs{:>8.2}×{:>20}{:>20}",
        pair.ours.cpu_us(),
        pair.native.cpu_us(),
        pair.ratio(),
        pair.ours.latency(),
        pair.native.latency(),
    );
}

/// VNPay's calls: each of these orders is paid.
fn calls(orders: &[Named]) -> Vec<String> {
    orders.iter().map(call).collect()
}

fn call(order: &Named) -> String {
    let (reference, number) = (&order.reference, order.number);
    let query = format!(
        "vnp_Amount={}&vnp_BankCode=NCB&vnp_BankTranNo=VNP{number}&vnp_CardType=ATM&vnp_OrderInfo=Le+phi+{}\
         &vnp_PayDate=20261121090000&vnp_ResponseCode=00&vnp_TmnCode={TERMINAL}&vnp_TransactionNo={number}\
         &vnp_TransactionStatus=00&vnp_TxnRef={reference}",
        order.amount * 100,
        order.dossier,
    );
    let signature: String = signed(query.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("GET /api/payments/vnpay/callback?{query}&vnp_SecureHash={signature} HTTP/1.1\r\nhost: bench\r\n\r\n")
}

/// HMAC-SHA-512 under VNPay's secret.
fn signed(text: &[u8]) -> Vec<u8> {
    let mac = <Hmac<Sha512> as Mac>::new_from_slice(SECRET.as_bytes()).expect("a key");
    mac.chain_update(text).finalize().into_bytes().to_vec()
}
