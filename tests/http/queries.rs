//! What citizens type, through the portal: the table of the search's own suite, asked over HTTP.

use motcua_tests::{portal, root};

#[test]
fn ninety_five_in_a_hundred_find_it_among_the_first_three() {
    let mut reader = csv::Reader::from_path(root().join("components/rules/tests/queries.csv")).expect("the table");
    let rows: Vec<(String, String)> =
        reader.records().map(|row| row.expect("a row")).map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
    assert!(rows.len() >= 120);
    let misses: Vec<&String> =
        rows.iter().filter(|(query, codes)| !is_found(query, codes)).map(|(query, _)| query).collect();
    assert!(misses.len() * 100 <= rows.len() * 5, "{} of {} missed: {misses:?}", misses.len(), rows.len());
}

fn is_found(query: &str, codes: &str) -> bool {
    let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let found = portal().get(&format!("/api/procedures?limit=3&q={encoded}")).expect(200).json();
    let items = found["items"].as_array().expect("items");
    items.iter().any(|item| codes.split('|').any(|code| item["code"] == code))
}
