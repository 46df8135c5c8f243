//! Publishes the reference data through the same door as every authority.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::shell::{root, step};

/// A list of `infra/data`.
pub struct List {
    /// What it is published as: `units/communes`.
    pub at: &'static str,
    /// Where it lies below `infra/data`.
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
];

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
        put(&agent, &format!("{url}?decision={}&{}", encoded(list.decision), list.days), list.file, token)?;
    }
    Ok(())
}

fn put(agent: &ureq::Agent, url: &str, file: &str, token: &str) -> Result<()> {
    let path = root().join("infra/data").join(file);
    let body = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let content_type = if file.ends_with(".json") { "application/json" } else { "text/csv; charset=utf-8" };
    let answer = agent
        .put(url)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", content_type)
        .send(&body[..])?;
    let status = answer.status();
    let text = answer.into_body().read_to_string()?;
    if status != 200 {
        bail!("publishing {file}: {status}: {text}");
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
