//! What a publisher is told.

use serde::Serialize;

use crate::Kind;
use crate::store::publication::{Counts, Heading};

/// That a list was published.
#[derive(Serialize)]
pub struct Published {
    pub published: bool,
}

/// What a publication did, and under which heading.
#[derive(Serialize)]
pub struct Publication<'a> {
    new: u32,
    changed: u32,
    unchanged: u32,
    ended: u32,
    kind: &'static str,
    list: &'a str,
    decision: &'a str,
    effective: Option<&'a str>,
    until: Option<&'a str>,
}

impl Publication<'_> {
    /// The answer for a list that was published.
    pub fn of(kind: Kind, heading: &Heading, counts: Counts) -> Publication<'_> {
        Publication {
            new: counts.new,
            changed: counts.changed,
            unchanged: counts.unchanged,
            ended: counts.ended,
            kind: kind.as_str(),
            list: &heading.name,
            decision: &heading.decision,
            effective: heading.effective.as_deref(),
            until: heading.until.as_deref(),
        }
    }
}
