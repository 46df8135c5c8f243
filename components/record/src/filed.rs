//! What a dossier keeps sealed.

use motcua_rules::form::Answers;
use serde::{Deserialize, Serialize};

/// What was filed, sealed as [`crate::seal::Purpose::Filed`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// What was answered.
    pub answers: Answers,
    /// The form that asked.
    pub form: FormVersion,
    /// SHA-256 of the answers as canonical JSON ([`crate::digest::of_json`]).
    pub form_sha256: String,
    /// The files, in the order in which they came to it.
    pub files: Vec<FiledFile>,
    /// Who applies, where the form asks for a name.
    #[serde(default)]
    pub applicant: Option<String>,
    /// The word for how it came (`motcua_rules::procedure::Channel`).
    pub channel: String,
    /// The feed that it stands in, as in [`crate::draft::Prepared`]: a dossier that takes the place of this one joins it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
}

/// Which form: its procedure and the first day of its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormVersion {
    /// The procedure's code.
    pub procedure: String,
    /// The first day on which the form holds; empty for before all records.
    pub start: String,
}

/// A file of a dossier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiledFile {
    /// Its id: 32 hexadecimal digits.
    pub id: String,
    /// The name of the form's slot that it is for.
    pub slot: String,
    /// The name that the citizen gave it.
    pub name: String,
    /// The media type by its content.
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// In hexadecimal digits.
    pub sha256: String,
}

masked!(Filed, FiledFile);
