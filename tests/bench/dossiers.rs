//! Filing a dossier and following it: ours against the peer on the same file, and among a million other dossiers.

use anyhow::Result;
use motcua_tests::answers::{answers, form};
use motcua_tests::{Citizen, key};
use serde_json::json;

use crate::load::{Run, Server, send_all};
use crate::servers::Servers;

/// A procedure whose form needs no paper, and the desk where it is filed.
pub const PROCEDURE: &str = "1.004194";
pub const PLACE: &str = "00118";
/// The four digits that the samples' phone ends with.
const FACTOR: &str = "5678";
const FILINGS: usize = 240;
const READS: usize = 3_000;
const ROUNDS: usize = 3;
/// How many dossiers the store has besides, first and then.
const CROWDS: [i64; 2] = [10_000, 1_000_000];

/// Prints CPU, rate and latency of both.
pub fn compare(servers: &Servers) -> Result<()> {
    println!("\n{:<24}{:>12}{:>12}{:>9}{:>16}{:>16}", "", "ours", "native", "ratio", "ours p50/p99", "native p50/p99");
    let (mut ours, mut native) = (Run::default(), Run::default());
    for round in 0..=ROUNDS {
        let (run, peer) = (filed(servers, &servers.ours())?, filed(servers, &servers.native())?);
        // The first round warms both up.
        if round > 0 {
            ours.add(run);
            native.add(peer);
        }
    }
    row("file a dossier", &ours, &native, 2.5);
    println!("{:<24}{:>9.0} /s{:>9.0} /s", "", ours.rate(), native.rate());
    let code = servers.a_code()?;
    let (mut ours, mut native) = (Run::default(), Run::default());
    for _ in 0..ROUNDS {
        ours.add(send_all(&servers.ours(), vec![status(&code); READS])?);
        native.add(send_all(&servers.native(), vec![status(&code); READS])?);
    }
    row("read a status", &ours, &native, 3.0);
    crowded(servers, &code)
}

/// The same among ten thousand dossiers and among a million.
fn crowded(servers: &Servers, code: &str) -> Result<()> {
    println!("\namong other dossiers, ours:{:>14}{:>16}{:>16}{:>16}", "file CPU", "p50/p99", "status CPU", "p50/p99");
    for crowd in CROWDS {
        servers.crowd(code, crowd)?;
        let (mut files, mut reads) = (Run::default(), Run::default());
        for round in 0..=ROUNDS {
            let (file, read) =
                (filed(servers, &servers.ours())?, send_all(&servers.ours(), vec![status(code); READS])?);
            if round > 0 {
                files.add(file);
                reads.add(read);
            }
        }
        let cpu = |run: &Run| format!("{:.0} µs", run.cpu_us());
        println!("{crowd:>26}{:>14}{:>16}{:>16}{:>16}", cpu(&files), files.latency(), cpu(&reads), reads.latency());
    }
    Ok(())
}

/// Prepares drafts at the portal and files them at a server.
fn filed(servers: &Servers, server: &Server) -> Result<Run> {
    let url = format!("http://{}", servers.ours().addresses[0]);
    let answers = answers(&form(PROCEDURE), &json!({}));
    let drafts = (0..FILINGS).map(|_| {
        let draft = Citizen::new(&url).drafts(PROCEDURE, PLACE).answers(&answers);
        let head = format!("POST /api/drafts/{}/submit HTTP/1.1\r\nhost: bench\r\n", draft.id);
        let rest = format!("authorization: Bearer {}\r\nidempotency-key: {}\r\n", draft.secret, key());
        format!("{head}{rest}content-length: 0\r\n\r\n")
    });
    send_all(server, drafts.collect())
}

fn status(code: &str) -> String {
    format!("GET /api/dossiers/{code} HTTP/1.1\r\nhost: bench\r\nsecond-factor: {FACTOR}\r\n\r\n")
}

fn row(name: &str, ours: &Run, native: &Run, goal: f64) {
    let ratio = ours.cpu_us() / native.cpu_us();
    let verdict = if ratio > goal { format!("  misses the goal of {goal}") } else { format!("  goal {goal}") };
    println!(
        "{name:<24}{:>9.1} µs{:>9.1} µs{ratio:>8.2}×{:>16}{:>16}{verdict}",
        ours.cpu_us(),
        native.cpu_us(),
        ours.latency(),
        native.latency(),
    );
}
