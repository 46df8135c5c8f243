//! Publishes the reference data through the same door as every authority.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::shell::{root, step};

/// A list of `infra/data`.
pub struct List {
    /// What it is published as: `units/communes`.
    pub at: &'static str,
    /// Where it lies below `infra/data`: a file, or a folder of JSON files that are one list together.
    pub file: &'static str,
    /// The number of its decision.
    pub decision: &'static str,
    /// The days between which it holds, as the query says them.
    pub days: &'static str,
}

const DECISION_UNITS: &str = "19/2025/QĐ-TTg";
const BEFORE: &str = "until=2025-07-01";
const SINCE: &str = "effective=2025-07-01";
const SNAPSHOT: &str = "effective=2026-01-01";

/// In the order in which they refer to one another.
#[rustfmt::skip]
pub const LISTS: &[List] = &[
    List { at: "units/old-provinces",            file: "units/old-provinces.csv",        decision: "124/2004/QĐ-TTg",    days: BEFORE },
    List { at: "units/old-districts",            file: "units/old-districts.csv",        decision: "124/2004/QĐ-TTg",    days: BEFORE },
    List { at: "units/old-communes",             file: "units/old-communes.csv",         decision: "124/2004/QĐ-TTg",    days: BEFORE },
    List { at: "units/provinces",                file: "units/provinces.csv",            decision: DECISION_UNITS,       days: SINCE },
    List { at: "units/communes",                 file: "units/communes.csv",             decision: DECISION_UNITS,       days: SINCE },
    List { at: "successions/provinces",          file: "units/province-successions.csv", decision: "202/2025/QH15",      days: SINCE },
    List { at: "successions/communes",           file: "units/successions.csv",          decision: DECISION_UNITS,       days: SINCE },
    List { at: "centres/communes",               file: "centres/communes.csv",           decision: DECISION_UNITS,       days: SINCE },
    List { at: "procedures/national",            file: "procedures/summaries.csv",       decision: "snapshot-2026", days: SNAPSHOT },
    List { at: "procedures/national-whole",      file: "procedures/full.json",           decision: "snapshot-2026", days: SNAPSHOT },
    List { at: "forms/national",                 file: "forms",                          decision: "snapshot-2026", days: SNAPSHOT },
];

impl List {
    /// What is sent: the file as it is, or the files of the folder as one array, in the order of their names.
    pub fn body(&self) -> Result<Vec<u8>> {
        let path = root().join("infra/data").join(self.file);
        let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
        if !path.is_dir() {
            return read(&path);
        }
        let files: std::io::Result<Vec<_>> = fs::read_dir(&path)?.map(|file| Ok(file?.path())).collect();
        let mut files = files?;
        files.sort();
        let rows: Result<Vec<Vec<u8>>> = files.iter().map(|file| read(file)).collect();
        Ok([b"[".as_slice(), &rows?.join(&b","[..]), b"]"].concat())
    }

    /// The media type of what is sent.
    pub fn content_type(&self) -> &'static str {
        if self.file.ends_with(".csv") { "text/csv; charset=utf-8" } else { "application/json" }
    }
}

/// Publishes with the token that the environment names.
pub fn publish_with_token(portal: &str) -> Result<()> {
    let token = std::env::var("MOTCUA_PUBLISHER_TOKEN").context("set MOTCUA_PUBLISHER_TOKEN to a publisher's token")?;
    publish(portal, &token)
}

/// Publishes what the portal does not have yet.
pub fn publish(portal: &str, token: &str) -> Result<()> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(60)))
        .http_status_as_error(false)
        .build()
        .into();
    for list in LISTS {
        let url = format!("{portal}/api/publications/{}", list.at);
        let known = agent.get(&url).call().with_context(|| format!("cannot ask {portal}"))?;
        if known.status() == 200 {
            continue;
        }
        step(&format!("publishing infra/data/{}", list.file));
        put(&agent, &format!("{url}?decision={}&{}", encoded(list.decision), list.days), list, token)?;
    }
    Ok(())
}

fn put(agent: &ureq::Agent, url: &str, list: &List, token: &str) -> Result<()> {
    let answer = agent
        .put(url)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", list.content_type())
        .send(&list.body()?[..])?;
    let status = answer.status();
    let text = answer.into_body().read_to_string()?;
    if status != 200 {
        bail!("publishing infra/data/{}: {status}: {text}", list.file);
    }
    Ok(())
}

/// Percent-encodes what is not plain.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
