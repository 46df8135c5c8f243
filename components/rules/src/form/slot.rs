//! The papers that go with a form.

use serde::{Deserialize, Serialize};

use super::{Condition, Words, is_default};

/// A place for one paper of the procedure: its files are uploaded into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Snake case, stable, unique among the slots.
    pub name: String,
    /// What it is, in words that a citizen understands.
    pub label: Words,
    /// How the line of the procedure's list of papers begins that asks for it. The lists are published without numbers,
    /// so their words are all that can be referred to; the linter holds them against the list. None where the list was
    /// not published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Whether a dossier cannot do without it, wherever it is shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// When it is asked for; always where nothing stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Condition>,
    /// What kinds of files it takes.
    pub accepts: Vec<Accepted>,
    /// How large each of them may be.
    pub size: Size,
    /// How many files: a photographed paper has as many as it has pages.
    #[serde(default = "super::one", skip_serializing_if = "super::is_one")]
    pub files_max: u16,
}

/// A kind of file. Told by its content, never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accepted {
    /// A PDF document, signed or not.
    Pdf,
    /// A photograph or a scan: JPEG, PNG.
    Image,
    /// A signed XML document.
    Xml,
}

/// How large a file may be; an operator says how many bytes each of them is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// A photograph of a card.
    Small,
    /// A paper of some pages.
    Medium,
    /// Drawings, contracts, files of many pages.
    Large,
}

/// A paper of the procedure's list that is not uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotAsked {
    /// How its line begins.
    pub paper: String,
    /// Why not.
    pub because: Because,
}

/// Why a paper of the list is not asked for here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// It is the declaration that this form takes the place of.
    ThisForm,
    /// It is shown at the desk, by those who come in person.
    AtTheDesk,
    /// It explains, and asks for nothing, though it was published with a number of copies.
    Explanation,
}
