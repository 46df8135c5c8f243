//! SQLite against Postgres, and one portal against three on one Postgres.

use anyhow::Result;
use motcua_tests::TOKEN;

use crate::load::{Load, Run, Server};
use crate::servers::{OnPostgres, Servers};

const READS: &[(&str, &str)] = &[
    ("read by code", "/api/procedures/1.000010"),
    ("read a unit", "/api/units/00118"),
    ("search", "/api/procedures?q=dang+ky+khai+sinh"),
    ("resolve", "/api/units/resolve?code=00118&as=old"),
];

/// A list of one row, published under another name each time: one transaction, one sync.
const LIST: &str = "/api/publications/units/bench-{}?decision=B&effective=2026-01-01";
const ROW: &str = "code,kind,name_vi,parent\n9{},xa,Xã Thử,01\n";
const WRITES: usize = 800;

/// Prints processor time of a request, in the portal and in Postgres, and how many requests a second that makes here.
pub fn compare(servers: &Servers, requests: usize) -> Result<()> {
    let postgres = OnPostgres::start()?;
    let stores = [servers.ours(), postgres.hosts(1)?, postgres.hosts(3)?];
    println!("\n{:<18}{:>14}{:>26}{:>26}", "", "SQLite", "Postgres, one host", "Postgres, three hosts");
    for (name, path) in READS {
        let load = |server: &Server| Load::new(server.clone(), path, requests / 3).run();
        row(name, &stores, load)?;
    }
    row("publish one row", &stores, |server| Load::new(server.clone(), LIST, WRITES / 3).putting(TOKEN, ROW).run())
}

fn row(name: &str, stores: &[Server; 3], load: impl Fn(&Server) -> Result<Run>) -> Result<()> {
    let mut runs = [Run::default(), Run::default(), Run::default()];
    for _ in 0..3 {
        for (run, server) in runs.iter_mut().zip(stores) {
            run.add(load(server)?);
        }
    }
    let [sqlite, one, three] = &runs;
    let of = |run: &Run| format!("{:.0}+{:.0} µs {:>6.0}/s", run.cpu_us(), run.store_us(), run.rate());
    let ratio = (one.cpu_us() + one.store_us()) / sqlite.cpu_us();
    let spread = (three.cpu_us() + three.store_us()) / (one.cpu_us() + one.store_us());
    println!(
        "{name:<18}{:>7.0} µs {:>5.0}/s{:>26}{:>26}   Postgres costs {ratio:.1}×, three hosts {spread:.2}× of one",
        sqlite.cpu_us(),
        sqlite.rate(),
        of(one),
        of(three),
    );
    Ok(())
}
