//! What an item of feedback is made of, as it is kept.

use serde::{Deserialize, Serialize};

use crate::filed::FiledFile;

/// What somebody said, sealed as [`crate::seal::Purpose::Feedback`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The text.
    pub text: String,
    /// Where, in the sender's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Degrees of latitude as decimal text; never without the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<String>,
    /// Degrees of longitude as decimal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long: Option<String>,
    /// The files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FiledFile>,
}

/// Who said it, sealed as [`crate::seal::Purpose::Identity`], apart from what was said.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What goes with a step of an item's history, sealed as [`crate::seal::Purpose::Event`] with the event's number as place.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    /// What was written: a question, an answer, what was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The word for why it was refused or given back (`motcua_rules::feedback::Reason`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The agency that it was passed or given back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk: Option<String>,
    /// What the sender thinks of the answer (`motcua_rules::feedback::Satisfaction`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<String>,
    /// The files that were brought.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FiledFile>,
}

/// What the public register shows of an item: what its sender and its desk let everybody read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What it is about in a line.
    pub title: String,
    /// What was said, without what tells who said it.
    pub text: String,
    /// What was answered.
    pub answer: String,
    /// The rules' words.
    pub kind: String,
    /// What it points at.
    pub about: String,
    /// The field.
    pub field: String,
    /// The code of the unit, or empty.
    pub place: String,
    /// What the unit is called, in Vietnamese and in English; empty where there is none.
    pub place_vi: String,
    /// In English.
    pub place_en: String,
    /// The agency that answered.
    pub desk: String,
    /// When it was received, in milliseconds since 1970-01-01T00:00:00Z.
    pub received: u64,
    /// When it was answered last.
    pub answered: u64,
    /// What the sender thinks of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<String>,
    /// How many others said the same.
    pub supporters: u32,
    /// Whether the sender did not take that for an answer, and there is no other yet.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub reopened: bool,
}

/// What is known of an item and tells nothing about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The rules' word for how it came.
    pub channel: String,
    /// The rules' word for whether anybody knows who said it.
    pub identity: String,
    /// The rules' word for why its first desk has it.
    pub why: String,
    /// The desk that it was received for: what a locality gives back goes there.
    pub first_desk: String,
    /// The desks that it was passed or given back to since, each once: they may still read it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later_desks: Vec<String>,
    /// What the unit is called, in Vietnamese and in English; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place_vi: String,
    /// In English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place_en: String,
    /// Who brought it in for somebody else, as the operator calls them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// What the sender thinks of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<String>,
}

masked!(Said, Who, Words);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_said_shows_itself() {
        let who = Who { name: Some("secret".into()), ..Who::default() };
        let words = Words { text: Some("secret".into()), ..Words::default() };
        assert_eq!(format!("{who:?}{words:?}"), "Who(…)Words(…)");
    }
}
