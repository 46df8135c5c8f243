//! `cargo xtask bench`: the portal against a native axum + rusqlite server with the same queries on the same file, in
//! one run. Server on one core, client on the other; what counts is the processor time of a request and the ratio.

#![allow(
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "a benchmark that cannot go on ends, and ratios are no money"
)]

mod dossiers;
mod feedback;
mod filing;
mod load;
mod native;
mod payments;
mod servers;
mod stores;

use std::process::ExitCode;

use load::{Load, Run};
use servers::Servers;

/// What is measured: a name, the address, and how many times native time it may take.
#[rustfmt::skip]
const CASES: &[(&str, &str, Option<f64>)] = &[
    ("read by code (summary)", "/api/procedures/1.000010",             Some(3.0)),
    ("read by code (whole)",   "/api/procedures/1.001193",             Some(3.0)),
    ("read a unit",            "/api/units/00118",                     None),
    ("search",                 "/api/procedures?q=dang+ky+khai+sinh",  Some(1.5)),
    ("search, typo",           "/api/procedures?q=giay+phep+xay+dugn", Some(1.5)),
    ("resolve",                "/api/units/resolve?code=00118&as=old", None),
    ("home page (no store)",   "/",                                    None),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["native", "feedback", port, file] => feedback::serve(port, file),
        ["native", port, file] => native::serve(port, file),
        [] => compare(15_000),
        ["dossiers"] => Servers::start().and_then(|servers| dossiers::compare(&servers)),
        ["payments"] => Servers::start().and_then(|servers| payments::compare(&servers)),
        ["feedback"] => Servers::start().and_then(|servers| feedback::compare(&servers)),
        [requests] => requests.parse().map_err(Into::into).and_then(compare),
        _ => Err(anyhow::anyhow!("usage: bench [REQUESTS | dossiers | payments | feedback]")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn compare(requests: usize) -> anyhow::Result<()> {
    let servers = Servers::start()?;
    println!(
        "idle portal: {} MiB resident, {} MiB of it its own\n",
        servers.resident_mib("VmRSS")?,
        servers.resident_mib("RssAnon")?
    );
    println!("{:<24}{:>12}{:>12}{:>9}{:>16}{:>16}", "", "ours", "native", "ratio", "ours p50/p99", "native p50/p99");
    for (name, path, goal) in CASES {
        // Rounds alternate, so that a busy neighbour slows both.
        let (mut ours, mut native) = (Run::default(), Run::default());
        for _ in 0..3 {
            ours.add(Load::new(servers.ours(), path, requests / 3).run()?);
            native.add(Load::new(servers.native(), path, requests / 3).run()?);
        }
        let ratio = ours.cpu_us() / native.cpu_us();
        let verdict = match goal {
            Some(goal) if ratio > *goal => format!("  misses the goal of {goal}"),
            Some(goal) => format!("  goal {goal}"),
            None => String::new(),
        };
        println!(
            "{name:<24}{:>9.1} µs{:>9.1} µs{ratio:>8.2}×{:>16}{:>16}{verdict}",
            ours.cpu_us(),
            native.cpu_us(),
            ours.latency(),
            native.latency(),
        );
    }
    payments::compare(&servers)?;
    feedback::compare(&servers)?;
    dossiers::compare(&servers)?;
    breakdown(&servers, requests)?;
    stores::compare(&servers, requests)
}

/// Where the time of a read goes: each step does what the one before it does, and more.
fn breakdown(servers: &Servers, requests: usize) -> anyhow::Result<()> {
    println!("\nof a read by code, ours:");
    let mut before = 0.0;
    for (step, path) in [
        ("the host: HTTP and routing", "/healthz"),
        ("an instance, without the store", "/static/style.css"),
        ("the store, the rules and JSON", "/api/procedures/1.000010"),
    ] {
        let cost = Load::new(servers.ours(), path, requests).run()?.cpu_us();
        println!("{step:<36}{:>9.1} µs", cost - before);
        before = cost;
    }
    Ok(())
}
