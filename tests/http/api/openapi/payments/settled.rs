//! Days that are settled, the sweep, and whom all of that is not for.

use motcua_tests::{Answer, Ask};
use serde_json::{Value, json};

use super::{gateways, stage};
use crate::api::openapi::document::{NOBODYS_TOKEN, Operation, assert_valid, example, operation, operations};
use crate::payments::{AN, BINH, SWEEPER};

#[test]
fn a_day_is_settled_as_documented() {
    let stage = stage();
    let [put, compare, settle] = ["bring_statement", "compare_statements", "settle_day"].map(operation);
    let media = &put.value["requestBody"]["content"]["text/csv"];
    let csv = example(media);
    let mut rows = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let names = rows.next().expect("a header");
    for row in rows {
        let row: serde_json::Map<String, Value> =
            names.iter().cloned().zip(row.into_iter().map(Value::String)).collect();
        assert_valid(&media["x-row"], &Value::Object(row), "a row");
    }
    let path = put.bare();
    let ask = |path: &str, body: &str| stage.ask(&put, path, AN).header("content-type", "text/csv").body(body);
    for _ in 0..2 {
        assert_eq!(put.answers(ask(&path, &csv), 200).json()["lines"], 1);
    }
    let early = compare.answers(stage.ask(&compare, &compare.bare(), AN), 200).json();
    assert_eq!((&early["has_treasury"], early.get("settled")), (&json!(false), None));
    let treasury = path.replace("gateway", "treasury");
    put.answers(ask(&treasury, &csv.replace("7000,70", "6930,0")), 200);
    let settled = [(); 2].map(|()| settle.answers(stage.ask(&settle, &settle.bare(), BINH), 200).json());
    assert_eq!((&settled[0]["settled"], &settled[1]["settled"]), (&json!(1), &json!(0)), "once");
    compare.answers(stage.ask(&compare, &compare.bare(), AN), 200);

    for (body, row, column) in [
        (csv.replace("7000", "7.000"), 2, "amount"),
        (csv.replace("payment", "gift"), 2, "kind"),
        (csv.replace("payment", "transfer"), 2, "kind"),
        (format!("{csv}{}", csv.lines().last().unwrap_or_default()), 3, "transaction"),
        (csv.replace("fee\n", "fees\n"), 1, "transaction"),
        (format!("{csv}\""), 3, "transaction"),
        (String::new(), 1, "transaction"),
        (
            format!("{}{}", csv.lines().next().unwrap_or_default(), "\na,payment,,1,0".repeat(20_001)),
            20_002,
            "transaction",
        ),
    ] {
        let flaws = put.refuses(ask(&path, &body), 422, "flawed-statement")["flaws"].clone();
        assert_eq!((&flaws[0]["row"], &flaws[0]["column"]), (&json!(row), &json!(column)), "{flaws}");
    }
    put.refuses(
        stage.ask(&put, &path, AN).header("content-type", "application/json").body("{}"),
        415,
        "unsupported-media-type",
    );
    let large = stage.ask(&put, &path, AN).header("content-type", "text/csv").header("expect", "100-continue");
    put.refuses(large.body(vec![b'a'; (4 << 20) + 1]), 413, "body-too-large");
    // Days of other centuries are none.
    for day in ["1899-12-31", "2200-01-01"] {
        put.refuses(ask(&path.replace("2026-03-02", day), &csv), 404, "not-found");
    }
}

#[test]
fn the_sweep_is_done_as_documented() {
    let (stage, sweep) = (stage(), operation("sweep_payments"));
    for gateway in gateways() {
        let path = sweep.bare().replace("vnpay", gateway);
        sweep.answers(stage.ask(&sweep, &path, SWEEPER), 200);
        sweep.refuses(stage.ask(&sweep, &path, AN), 401, "unauthorized");
    }
}

#[test]
fn nobody_else_is_let_at_the_money_as_documented() {
    let stage = stage();
    let guarded: Vec<Operation> = operations()
        .into_iter()
        .filter(|one| one.path.starts_with("/api/payments/") && one.value["responses"].get("401").is_some())
        .filter(|one| !one.is_in_words_of_others())
        .collect();
    assert!(guarded.len() > 10);
    for operation in guarded {
        let asks: [Ask; 3] = [
            stage.scene.portal.ask(&operation.method, &operation.bare()),
            stage.ask(&operation, &operation.bare(), NOBODYS_TOKEN),
            stage.ask(&operation, &operation.bare(), &stage.dossier.draft.secret),
        ];
        for ask in asks {
            let answer: Answer = if operation.method == "GET" { ask } else { ask.body("") }.expect(401);
            operation.check(&answer);
            answer.problem("unauthorized");
        }
    }
}
