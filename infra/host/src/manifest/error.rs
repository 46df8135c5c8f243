//! What may be wrong with a manifest, each as one line: where, whose, what, and what to do.

use std::fmt;

/// A line of the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As the user named it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Why the manifest cannot be run. `owner` is the part of it that the sentence is about, as `component 'x'`.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the message says it")]
pub enum Error {
    #[error("{file}: cannot be read: {why}: name the spin.toml to run")]
    Unreadable { file: String, why: std::io::Error },
    #[error("{place}: not valid TOML: {message}")]
    Syntax { place: Place, message: String },
    #[error("{place}: {owner}: unknown key '{key}': known are {known}")]
    UnknownKey { place: Place, owner: String, key: String, known: String },
    #[error("{place}: {owner}: '{key}' is missing: add it")]
    Missing { place: Place, owner: String, key: &'static str },
    #[error("{place}: {owner}: '{key}' must be {expected}, not {found}")]
    Type { place: Place, owner: String, key: String, expected: &'static str, found: &'static str },
    #[error("{place}: {owner}: {what} is not supported by this host: {instead}")]
    Unsupported { place: Place, owner: String, what: String, instead: &'static str },
    #[error("{place}: {owner}: {why}")]
    Invalid { place: Place, owner: String, why: String },
    #[error("{file}: no component has the profile '{profile}': there are {known}")]
    UnknownProfile { file: String, profile: String, known: String },
    #[error("component '{component}': {path} not found: run cargo xtask build")]
    NoWasm { component: String, path: String },
}
