//! What goes with a step of a history for people to read.

use serde::{Deserialize, Serialize};

use crate::keys::Sealing;
use crate::seal::{Bound, Unopened};

/// The words of a step, sealed as [`crate::seal::Purpose::Event`] with the event's number as place. What the step does not
/// have is missing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Note {
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The papers that are asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// What is to be paid or was paid, in đồng.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// What it is to be paid for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The papers that were brought.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<SuppliedPaper>,
    /// The number of the receipt for the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The apology for a date that is not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apology: Option<String>,
    /// The word for how the applicant got the result (`motcua_rules::procedure::Channel`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// A paper that was asked for, and what was brought for it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuppliedPaper {
    /// The paper as it was asked for.
    pub paper: String,
    /// The ids of the files.
    pub files: Vec<String>,
}

masked!(Note, SuppliedPaper);

impl Note {
    /// Sealed for its event; no bytes where there is nothing to say.
    pub fn seal(&self, sealing: &Sealing, bound: &Bound<'_>) -> Vec<u8> {
        if *self == Note::default() { Vec::new() } else { sealing.seal_json(bound, self) }
    }

    /// Opens what [`Note::seal`] sealed.
    pub fn open(sealing: &Sealing, bound: &Bound<'_>, sealed: &[u8]) -> Result<Note, Unopened> {
        if sealed.is_empty() { Ok(Note::default()) } else { sealing.open_json(bound, sealed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::Purpose;

    #[test]
    fn nothing_to_say_is_no_bytes() {
        let sealing = Sealing::read(&format!("k={}", "00".repeat(32))).unwrap();
        let bound = Bound { purpose: Purpose::Event, agency: "H29", draft: "d", place: "2" };
        assert!(Note::default().seal(&sealing, &bound).is_empty());
        assert!(Note::open(&sealing, &bound, &[]).unwrap() == Note::default());
        let paper = SuppliedPaper { paper: "Giấy chứng sinh".into(), files: vec!["f".into()] };
        let note = Note { reason: Some("Thiếu".into()), amount: Some(5), papers: vec![paper], ..Note::default() };
        let sealed = note.seal(&sealing, &bound);
        assert!(Note::open(&sealing, &bound, &sealed).unwrap() == note);
        assert_eq!(Note::open(&sealing, &Bound { place: "3", ..bound }, &sealed).err(), Some(Unopened::NotAuthentic));
        assert_eq!(format!("{note:?}"), "Note(…)");
    }
}
