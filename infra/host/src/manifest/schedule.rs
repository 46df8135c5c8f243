//! `schedule` in `[component.<id>.tool.motcua]`: paths of a component that the host calls by itself.

use super::Error;
use super::section::{Item, Section};

/// More paths than this are one function too many.
const ENTRIES_MAX: usize = 8;
/// A day.
const SECONDS_MAX: u64 = 86_400;

/// An entry of `schedule`. No two of a component have the same path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    /// With a slash in front and without a query. No route needs to lead there.
    pub path: String,
    /// How long after the end of one call the next begins.
    pub every_seconds: u64,
}

/// Takes the schedule from a component's section; what else stands there is for the caller.
pub(super) fn read_all(ours: &mut Section<'_>) -> Result<Vec<Scheduled>, Error> {
    let Some(item) = ours.take("schedule") else { return Ok(Vec::new()) };
    let refusal = item.invalid(format!("'schedule' must have 1 to {ENTRIES_MAX} entries: leave it out for none"));
    let owner = format!("{} schedule", item.owner);
    let mut schedule: Vec<Scheduled> = Vec::new();
    for item in item.into_list()? {
        let section = item.into_section(owner.as_str())?;
        let spot = section.spot();
        let entry = read(section)?;
        if schedule.iter().any(|other| other.path == entry.path) {
            return Err(spot.invalid(format!("'{}' has two entries: keep one of them", entry.path)));
        }
        schedule.push(entry);
    }
    if schedule.is_empty() || schedule.len() > ENTRIES_MAX { Err(refusal) } else { Ok(schedule) }
}

fn read(mut section: Section<'_>) -> Result<Scheduled, Error> {
    let entry = Scheduled {
        path: read_path(section.need("path")?)?,
        every_seconds: read_seconds(section.need("every_seconds")?)?,
    };
    section.finish()?;
    Ok(entry)
}

fn read_path(item: Item<'_>) -> Result<String, Error> {
    let spot = item.spot();
    let path = item.into_string()?;
    // What may stand in a path (RFC 3986), and so neither a query nor a fragment.
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte);
    if path.starts_with('/') && path.bytes().all(is_allowed) {
        return Ok(path);
    }
    Err(spot.invalid(format!("'{path}' is no path: begin with '/', and write neither query nor fragment")))
}

fn read_seconds(item: Item<'_>) -> Result<u64, Error> {
    let refusal = item.invalid(format!("'every_seconds' must be 1 to {SECONDS_MAX}"));
    match u64::try_from(item.into_integer()?) {
        Ok(seconds @ 1..=SECONDS_MAX) => Ok(seconds),
        _ => Err(refusal),
    }
}
