//! What a draft keeps sealed.

use motcua_rules::form::Answers;
use serde::{Deserialize, Serialize};

/// A dossier that somebody prepares, sealed as [`crate::seal::Purpose::Draft`].
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prepared {
    /// What was answered so far.
    pub answers: Answers,
    /// The code of the dossier that was refused and is filed again with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<String>,
    /// The feed that the dossier will stand in: the owner's keyed hash ([`crate::keys::Lookup`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
}

masked!(Prepared);
