//! The tables, version by version. How a database remembers its version is the part's business.

/// The migrations in their order: the first makes version 1 of an empty database.
///
/// One that was released is never edited; a change is a new file.
pub const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001-reference-data.sql")];

/// The version that the statements of this crate are written for.
pub const VERSION: usize = MIGRATIONS.len();

/// The statements of a migration, since a host prepares one at a time: in these files a semicolon ends a line exactly
/// when it ends a statement.
pub fn statements(migration: &str) -> impl Iterator<Item = &str> {
    migration.split(";\n").map(str::trim).filter(|statement| !statement.is_empty())
}
