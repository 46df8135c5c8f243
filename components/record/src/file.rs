//! What is known of a file.

use serde::{Deserialize, Serialize};

/// What is known of a file, sealed as [`crate::seal::Purpose::File`] with the file's id as place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// While it arrives: what the citizen said.
    Named(Named),
    /// Once it is finished: what it is.
    Known(Known),
}

/// What a citizen says of a file as it is announced.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name that it has on the citizen's machine.
    pub name: String,
    /// The media type that the citizen's machine says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<String>,
}

/// What was found of a whole file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The name that the citizen gave it.
    pub name: String,
    /// The media type by its content: `application/pdf`.
    pub media_type: String,
    /// In bytes, as it is kept.
    pub size: u64,
    /// SHA-256 of it as it is kept, in hexadecimal digits.
    pub sha256: String,
    /// Whether something was taken out of it: where and with what a picture was taken.
    pub stripped: bool,
}

masked!(About, Named, Known);
