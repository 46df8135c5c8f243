//! A million rows for each table, in SQL that both databases understand.

/// The rows of each large table. Codes come twice, once for each of two periods, as after a reform.
pub const ROWS: usize = 1_000_000;

/// How each table is filled from the numbers `i` of 0 to a million.
pub const TABLES: &[(&str, &str)] = &[
    (
        "units",
        "SELECT 'u' || (i / 2), CASE i % 2 WHEN 0 THEN '' ELSE '2025-07-01' END,
            CASE i % 2 WHEN 0 THEN '2025-07-01' ELSE '9999-12-31' END, 'l', 1, NULL, 'h',
            CASE WHEN i < 2000 THEN 'province' WHEN i < 20000 THEN 'district' ELSE 'commune' END, 'xa',
            'Tên ' || (i / 2), NULL, 'ten ' || (i / 2), 't' || (i / 2), 'u' || (i / 2000), NULL, NULL, NULL, NULL, NULL, NULL",
    ),
    (
        "successions",
        "SELECT 'u' || i || '>u' || (i / 2), '2025-07-01', '9999-12-31', 'l', 1, NULL, 'h', 'u' || i, 'Tên ' || i,
            'u' || (i / 20), 'u' || (i / 2), 'merge', ''",
    ),
    (
        "procedures",
        "SELECT 'p' || (i / 2), CASE i % 2 WHEN 0 THEN '' ELSE '2025-07-01' END,
            CASE i % 2 WHEN 0 THEN '2025-07-01' ELSE '9999-12-31' END, 'l', 1, NULL, 'h', 'd', '{}', '{}'",
    ),
    (
        "centres",
        "SELECT 'u' || (i / 2), CASE i % 2 WHEN 0 THEN '' ELSE '2025-07-01' END,
            CASE i % 2 WHEN 0 THEN '2025-07-01' ELSE '9999-12-31' END, 'l', 1, NULL, 'h', NULL, NULL, NULL, NULL",
    ),
    ("publications", "SELECT i, 'units', 'l' || i, 'p', 'd', '2025-07-01', '9999-12-31', 0, 0, 0, 0, 0"),
    ("answers", "SELECT CASE i % 3 WHEN 0 THEN 'H26' WHEN 1 THEN 'H29' ELSE '' END, 'publication/p', 'k' || i, 'r', 'a', 0"),
    (
        "forms",
        "SELECT 'p' || (i / 2), CASE i % 2 WHEN 0 THEN '' ELSE '2025-07-01' END,
            CASE i % 2 WHEN 0 THEN '2025-07-01' ELSE '9999-12-31' END, 'l', 1, NULL, 'h', '{}'",
    ),
    // A third of them were filed, and each that was not has ended at an instant of its own.
    (
        "drafts",
        "SELECT CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'd' || i, 's', 'p', 'u', CAST('' AS BYTEA), 0,
            CASE i % 3 WHEN 0 THEN 253402300799999 ELSE i END, 1, CASE i % 3 WHEN 0 THEN 1 ELSE 0 END",
    ),
    (
        "files",
        "SELECT CASE i / 4 % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'd' || (i / 4), 'f' || i, i % 4, 's', 4, 4,
            CAST('' AS BYTEA), 0, i % 2, 0",
    ),
    // A file of forty chunks is ten megabytes.
    (
        "chunks",
        "SELECT CASE i / 40 % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'd' || (i / 40), 'f' || (i / 40), i % 40 * 256, 256, 'h',
            CAST('' AS BYTEA)",
    ),
    ("code_counters", "SELECT CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'c' || i || '-', 9"),
    (
        "dossiers",
        "SELECT CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'c' || i, 'r' || i, 'd' || i, 's', 'p', 'u', 'filed', 1, 4, i,
            i, NULL, '{}', CAST('' AS BYTEA), '[]'",
    ),
    (
        "events",
        "SELECT CASE i / 4 % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'c' || (i / 4), i % 4 + 1, i, 'e', 'a', NULL,
            CAST('' AS BYTEA), 'p', 'h'",
    ),
    ("spoken", "SELECT 'r' || i, CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'c' || i"),
    // Half of all dossiers are one owner's: a bank files for its customers.
    (
        "owners",
        "SELECT CASE WHEN i % 4 < 2 THEN 'bank' ELSE 'o' || i END, i, 'c' || i,
            CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END",
    ),
    (
        "outbox",
        "SELECT CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'm' || i, 'k', 'c' || i, 1, CAST('' AS BYTEA), i",
    ),
    ("attempts", "SELECT 'a' || i, i, 1"),
    (
        "payment_orders",
        "SELECT CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'o' || i, 'vnpay', 'r' || i, i, 'c' || (i / 4), 1, 8000, 'p',
            's', 4, i, i, i, NULL, 0, NULL, NULL, 0, 0, '{}'",
    ),
    // A tenth of them wait for something.
    (
        "payment_names",
        "SELECT 'vnpay', 'r' || i, i, CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'o' || i,
            CASE i % 10 WHEN 0 THEN i ELSE NULL END",
    ),
    (
        "payment_events",
        "SELECT CASE i / 4 % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'o' || (i / 4), i % 4 + 1, i, 'e', 's', NULL, NULL, '', 'p',
            'h'",
    ),
    (
        "payment_entries",
        "SELECT CASE i / 4 % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'o' || (i / 4), i % 4 / 2 + 2, i % 2 + 1, 'a', 0",
    ),
    (
        "payment_bookings",
        "SELECT 'vnpay', 't' || i, 'payment', CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'o' || i, 8000, i, 0",
    ),
    // Half of them are never dealt with: the worst that can be.
    (
        "payment_calls",
        "SELECT 'vnpay', 'k' || i, i, 'h', CAST('' AS BYTEA), CASE i % 2 WHEN 0 THEN '' ELSE 'paid' END, NULL",
    ),
    (
        "payment_refunds",
        "SELECT CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'f' || i, 'o' || i, 't' || i, 1, 'w', 'm', NULL, 's', 4, i, i,
            NULL, NULL, ''",
    ),
    ("payment_statements", "SELECT 'vnpay', 'd' || i, 'gateway', 'p', i"),
    (
        "payment_lines",
        "SELECT 'vnpay', 'd' || (i / 200), 'gateway', 't' || i, 'payment', 'r', 8000, 1100",
    ),
    // A tenth of them are open.
    (
        "payment_cases",
        "SELECT 'vnpay', 'x' || i, 'k', NULL, NULL, 'r', 't', NULL, i, NULL,
            CASE i % 10 WHEN 0 THEN 9223372036854775807 ELSE i END, NULL, 1",
    ),
    // Half of them are about one thing in one town, and at one desk; a third is not due.
    (
        "feedback",
        "SELECT CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'c' || i, 'd' || i, 's', 'k', 'a', 'f', '',
            CASE WHEN i % 4 < 2 THEN 'town' ELSE 'u' || (i / 200) END,
            CASE WHEN i % 4 < 2 THEN 'desk' ELSE 'k' || (i / 1000) END, 's', 4, i, i,
            CASE i % 3 WHEN 0 THEN NULL ELSE 'd' || (1000000 + i) END, '{}', CAST('' AS BYTEA), CAST('' AS BYTEA),
            CAST('' AS BYTEA), 0",
    ),
    // Five hundred of them support one item: Postgres, which plans for an item of one, looks through them.
    (
        "feedback_supporters",
        "SELECT 'H29', CASE i % 2000 WHEN 0 THEN 'c125001' ELSE 'c' || i END, 'w' || i, 's' || i, 's', CAST('' AS BYTEA), i",
    ),
    ("feedback_entries", "SELECT CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'c' || i, i, '{}'"),
    // Each entry has a term that all have, one that half have, one that ten have and one of its own.
    (
        "feedback_terms",
        "SELECT CASE i % 4 WHEN 0 THEN 'all' WHEN 1 THEN CASE i / 4 % 2 WHEN 0 THEN 'half' ELSE 'other' END
                WHEN 2 THEN 'r' || (i / 40) ELSE 'u' || (i / 4) END,
            i / 4, 'c' || (i / 4), CASE i / 4 % 2 WHEN 0 THEN 'H26' ELSE 'H29' END",
    ),
    // Twenty counts a month and agency: in truth there are thousands, and a table holds years of them.
    (
        "feedback_counts",
        "SELECT CASE i % 2 WHEN 0 THEN 'H26' ELSE 'H29' END, 'm' || (i / 40), 'f' || (i / 2 % 4), 'n' || (i / 8 % 5), i",
    ),
];

/// Tables that stay small, or that nobody reads yet.
pub const SMALL: &[&str] = &["editions", "replaced", "migrations"];

/// The statement that fills a table.
pub fn filling(table: &str, select: &str) -> String {
    let last = ROWS - 1;
    format!(
        "INSERT INTO {table} WITH RECURSIVE numbers(i) AS \
         (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < {last}) {select} FROM numbers"
    )
}
