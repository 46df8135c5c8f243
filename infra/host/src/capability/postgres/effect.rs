//! What a statement does to its connection, told from its first words.
//!
//! The driver hides whether a transaction is open, and asking the server costs a round trip. One statement is sent at a
//! time, so its first words say enough; where they do not, the connection is rolled back, which harms nobody.

/// What a statement may leave behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// No open transaction, if there was none.
    Nothing,
    /// Perhaps an open transaction.
    Begins,
    /// No transaction, once it has succeeded.
    Ends,
    /// Perhaps a setting, a lock or a table of the session.
    Marks,
    /// Anything that a session can do, unseen.
    Hides,
    /// Names of the session that outlive a cleaning, or the loss of those that we count on.
    Spoils,
    /// A server that waits for data which this interface has no means to send.
    Copies,
}

#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "MERGE", "TABLE", "ALTER", "DROP", "TRUNCATE", "SHOW", "RESET",
    "EXPLAIN", "ANALYZE", "VACUUM", "LOCK", "GRANT", "REVOKE", "COMMENT", "FETCH", "MOVE", "CLOSE", "SAVEPOINT", "RELEASE",
    "UNLISTEN", "NOTIFY", "REFRESH", "REINDEX", "COPY",
];
const MARKING: &[&str] = &["SET", "CREATE", "DECLARE", "LISTEN"];
const HIDING: &[&str] = &["CALL", "DO"];
/// Part of the names of the functions that take the locks of a session, which would keep others waiting.
const LOCKING: &[u8] = b"advisory";

/// What `sql` does.
pub fn effect(sql: &str) -> Effect {
    let (first, rest) = word(sql);
    let is = |names: &[&str]| names.iter().any(|name| first.eq_ignore_ascii_case(name));
    if is(&["COPY"]) && rest.to_ascii_uppercase().contains("STDIN") {
        Effect::Copies
    } else if is(HIDING) {
        Effect::Hides
    } else if is(MARKING) || is_locking(sql) {
        Effect::Marks
    } else if first.is_empty() || is(HARMLESS) {
        Effect::Nothing
    } else if is(&["COMMIT", "END", "ROLLBACK", "ABORT"]) && is_whole(rest) {
        Effect::Ends
    } else if is(&["PREPARE", "DEALLOCATE", "DISCARD", "LOAD"]) {
        Effect::Spoils
    } else {
        Effect::Begins
    }
}

fn is_locking(sql: &str) -> bool {
    sql.as_bytes().windows(LOCKING.len()).any(|part| part.eq_ignore_ascii_case(LOCKING))
}

/// True when nothing follows that makes it another command: `ROLLBACK TO`, `COMMIT AND CHAIN`, `COMMIT PREPARED`.
fn is_whole(rest: &str) -> bool {
    let (noise, rest) = word(rest);
    let is_noise = ["", "WORK", "TRANSACTION"].iter().any(|word| noise.eq_ignore_ascii_case(word));
    is_noise && skipped(rest).is_empty()
}

/// The first word, empty if something else comes first, and what follows it.
fn word(sql: &str) -> (&str, &str) {
    let sql = skipped(sql);
    let end = sql.find(|c: char| !c.is_ascii_alphabetic() && c != '_').unwrap_or(sql.len());
    sql.split_at(end)
}

/// What comes after blanks, comments and the semicolons of empty statements.
fn skipped(mut sql: &str) -> &str {
    loop {
        sql = sql.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        if let Some(comment) = sql.strip_prefix("--") {
            sql = comment.split_once(['\n', '\r']).map_or("", |(_, rest)| rest);
        } else if let Some(comment) = sql.strip_prefix("/*") {
            sql = after_comment(comment);
        } else {
            return sql;
        }
    }
}

/// What comes after a comment that has been opened. Comments nest in Postgres.
fn after_comment(mut sql: &str) -> &str {
    let mut depth = 1_usize;
    while depth > 0 {
        let Some(at) = sql.find(['*', '/']) else { return "" };
        let here = sql.get(at..).unwrap_or_default();
        let (change, length) = if here.starts_with("*/") {
            (depth - 1, 2)
        } else if here.starts_with("/*") {
            (depth + 1, 2)
        } else {
            (depth, 1)
        };
        depth = change;
        sql = here.get(length..).unwrap_or_default();
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_tell_what_a_statement_leaves_behind() {
        #[rustfmt::skip]
        let cases: &[(Effect, &[&str])] = &[
            (Effect::Nothing, &["", "SELECT 1", "select 'BEGIN'", "(SELECT 1)", "/* BEGIN */ SELECT 1", "-- BEGIN\nSELECT 1",
                "/* a /* b */ BEGIN */ VALUES (1)", ";;SELECT 1", "COPY t TO '/x'", "SAVEPOINT a", "\n\tWITH x AS (SELECT 1) TABLE x"]),
            (Effect::Begins, &["BEGIN", "begin isolation level serializable", "START TRANSACTION", "--\rBEGIN", "/**/BEGIN", "/***/BEGIN",
                "/*/*/**/*/*/BEGIN", ";BEGIN", "ROLLBACK TO a", "ROLLBACK AND CHAIN", "COMMIT WORK AND CHAIN", "COMMIT PREPARED 'x'",
                "beginning", "EXECUTE x", "IMPORT x"]),
            (Effect::Ends, &["COMMIT", "commit;", "END", "ROLLBACK WORK", "ABORT TRANSACTION ; -- done", "/* */ rollback /* x */"]),
            (Effect::Spoils, &["PREPARE x AS SELECT 1", "DEALLOCATE ALL", "discard all"]),
            (Effect::Marks, &["SET x = 1", "create temp table t ()", "SELECT pg_advisory_lock(1)", "SELECT PG_ADVISORY_LOCK(1)"]),
            (Effect::Hides, &["DO $$ $$", "call p()", "do $$ pg_advisory_lock $$"]),
            (Effect::Copies, &["COPY t FROM STDIN", "copy t (a) from/**/stdin with csv"]),
        ];
        for (expected, statements) in cases {
            for sql in *statements {
                assert_eq!(effect(sql), *expected, "{sql:?}");
            }
        }
    }
}
