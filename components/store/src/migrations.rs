//! The tables, version by version. How a database remembers its version is the part's business.
//!
//! One text serves both databases. What only Postgres understands stands in it as a comment and is taken out of it by
//! [`for_postgres`]: tables that grow are partitioned by the province's agency code, which their keys start with.

/// One step from a version to the next.
pub struct Migration {
    /// The statements.
    pub text: &'static str,
    /// The oldest version of this crate that may still work on these tables, so that hosts can be replaced one by one.
    pub serves: usize,
}

/// The migrations in their order: the first makes version 1 of an empty database.
///
/// One that was released is never edited; a change is a new file.
pub const MIGRATIONS: &[Migration] = &[
    Migration { text: include_str!("../migrations/0001-reference-data.sql"), serves: 1 },
    Migration { text: include_str!("../migrations/0002-answers.sql"), serves: 1 },
    // These only add tables, which nothing older reads or writes: it goes on with what it knows.
    Migration { text: include_str!("../migrations/0003-forms.sql"), serves: 1 },
    Migration { text: include_str!("../migrations/0004-dossiers.sql"), serves: 1 },
    Migration { text: include_str!("../migrations/0005-payments.sql"), serves: 1 },
    Migration { text: include_str!("../migrations/0006-feedback.sql"), serves: 1 },
    // Another index for the same question.
    Migration { text: include_str!("../migrations/0007-feedback-due.sql"), serves: 1 },
];

/// The version that the statements of this crate are written for.
pub const VERSION: usize = MIGRATIONS.len();

/// How a table that grows ends in a migration. SQLite skips the comment.
const PARTITIONED: &str = "/* PARTITION BY LIST (agency) */";

/// The statements of a migration, since a host prepares one at a time: in these files a semicolon ends a line exactly
/// when it ends a statement.
pub fn statements(migration: &str) -> impl Iterator<Item = &str> {
    migration.split(";\n").map(str::trim).filter(|statement| !statement.is_empty())
}

/// A statement as Postgres shall run it: a table that grows is cut into a partition for each of these `agencies` and one
/// for the rest (ministries, what has no agency, provinces yet to come).
pub fn for_postgres<'a>(statement: &str, agencies: impl Iterator<Item = &'a str>) -> Vec<String> {
    let Some(table) = partitioned_table(statement) else { return vec![statement.to_owned()] };
    let whole = statement.replace(PARTITIONED, PARTITIONED.trim_matches(['/', '*', ' ']));
    let parts = agencies.map(|agency| {
        let name = agency.to_ascii_lowercase();
        format!("CREATE TABLE {table}_{name} PARTITION OF {table} FOR VALUES IN ('{agency}')")
    });
    let rest = format!("CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT");
    [whole].into_iter().chain(parts).chain([rest]).collect()
}

fn partitioned_table(statement: &str) -> Option<&str> {
    let (head, _) = statement.split_once(PARTITIONED)?;
    head.split_once("CREATE TABLE ")?.1.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_grows_is_cut_by_agency() {
        let statement = format!("-- why\nCREATE TABLE notes (\n    agency TEXT NOT NULL\n) {PARTITIONED}");
        let made = for_postgres(&statement, ["H26", "H29"].into_iter());
        assert!(made[0].ends_with(") PARTITION BY LIST (agency)"), "{}", made[0]);
        assert_eq!(made[1], "CREATE TABLE notes_h26 PARTITION OF notes FOR VALUES IN ('H26')");
        assert_eq!(made[3], "CREATE TABLE notes_rest PARTITION OF notes DEFAULT");
        assert_eq!(for_postgres("CREATE INDEX x ON notes (agency)", ["H26"].into_iter()).len(), 1);
    }
}
