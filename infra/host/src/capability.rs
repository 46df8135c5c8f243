//! What a guest may reach beside its own memory: one file a capability, each of one shape (what was granted, what a
//! call does, how it is linked). The fields of [`Grants`] are the list.

pub mod denied;
pub mod files;
pub mod key_value;
pub mod logs;
pub mod outbound;
pub mod postgres;
pub mod sqlite;
pub mod variables;

/// What one component was granted by its manifest.
#[derive(Clone)]
pub struct Grants {
    /// The databases it may open.
    pub sqlite: sqlite::Grant,
    /// The key-value stores it may open.
    pub key_value: key_value::Grant,
    /// The variables it may read.
    pub variables: variables::Grant,
    /// The hosts it may call.
    pub outbound: outbound::Grant,
    /// The same hosts, as places of databases.
    pub postgres: postgres::Grant,
    /// Its environment and its read-only files.
    pub files: files::Grant,
}
