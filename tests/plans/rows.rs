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
