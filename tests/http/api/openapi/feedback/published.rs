//! What everybody may read: the register and the statistics.

use motcua_tests::portal;
use serde_json::json;

use super::stage::{asked, stage};
use crate::api::openapi::document::{document, map, operation, text};

#[test]
fn what_was_published_is_found_as_documented() {
    let stage = stage();
    let [search, read] = ["search_feedback_register", "read_published_feedback"].map(operation);
    for name in ["words", "filters"] {
        let found = search.answers(asked(&stage.scene, &search, &search.call(name)), 200).json();
        let items = found["items"].as_array().expect("a list");
        assert!(items.iter().any(|item| item["code"] == *stage.item.code), "{name}: {found}");
        let one = read.answers(asked(&stage.scene, &read, &read.bare()), 200).json();
        assert!(items.contains(&one), "{one}");
    }
    let none = search.answers(asked(&stage.scene, &search, "/api/feedback/register?field=education"), 200);
    assert_eq!(none.json(), json!({"items": [], "next": null}));
    // Where nothing was published, nothing is found.
    let elsewhere = portal().get("/api/feedback/register").expect(200);
    assert_eq!(search.check(&elsewhere)["items"], json!([]));
}

#[test]
fn statistics_are_told_as_documented() {
    let stage = stage();
    let [count, csv] = ["count_feedback", "count_feedback_as_csv"].map(operation);
    for call in count.calls() {
        let told = count.answers(asked(&stage.scene, &count, &call), 200).json();
        let table = csv.answers(asked(&stage.scene, &csv, &call.replace("statistics", "statistics.csv")), 200).text();
        let rows = told["items"].as_array().expect("rows");
        assert_eq!(table.lines().count(), 1 + rows.len(), "{table}");
        let columns: Vec<&str> = table.lines().next().expect("a header").split(',').collect();
        let documented = &document()["components"]["schemas"]["feedback_counts"]["required"];
        assert_eq!(columns[0], text(&told["by"]));
        let [_, _, counts @ .., partial] = columns.as_slice() else { panic!("{columns:?}") };
        assert_eq!((&json!(counts), *partial), (documented, "partial"));
        assert_eq!(map(&told["total"]).len(), counts.len());
    }
}
