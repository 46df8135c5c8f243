//! `/api/procedures/{code}`

use motcua_tests::portal;
use serde_json::Value;

use crate::table::{rows, whole_procedures};

#[test]
fn a_whole_procedure_shows_all_that_was_published() {
    let birth = portal().get("/api/procedures/1.001193").expect(200).json();
    assert_eq!(birth["name"], "Thủ tục đăng ký khai sinh");
    assert_eq!(birth["levels"], serde_json::json!(["commune"]));
    assert_eq!(birth["decision"], "163/QĐ-BTP");
    assert_eq!(birth["ministry"]["name"], "Bộ Tư pháp");
    assert_eq!(birth["whole"], true);
    assert_eq!(birth["result_codes"], serde_json::json!(["KQ.G15.000031"]));
    assert_eq!(birth["methods"][0]["channel"], "online");
    assert_eq!(
        birth["methods"][0]["time"]["text"],
        "Trong ngày nếu hồ sơ nhận trước 15 giờ; nhận sau 15 giờ thì trong ngày làm việc tiếp theo"
    );
    assert!(birth["legal_basis"].as_array().is_some_and(|acts| acts.contains(&"60/2014/QH13".into())));
    assert!(birth["steps"].as_str().is_some_and(|steps| steps.starts_with("- Nếu lựa chọn")));
}

#[test]
fn a_document_without_originals_and_copies_is_a_note() {
    let birth = portal().get("/api/procedures/1.001193").expect(200).json();
    let (mut documents, mut notes) = (0, 0);
    for case in birth["cases"].as_array().expect("cases") {
        for document in case["documents"].as_array().expect("documents") {
            documents += 1;
            assert!(document["originals"].as_u64().max(document["copies"].as_u64()) > Some(0), "{document}");
        }
        notes += case["notes"].as_array().expect("notes").len();
    }
    assert!(documents > 0 && notes > 0);
}

#[test]
fn the_language_asked_for_is_answered() {
    let birth = portal().get("/api/procedures/1.001193").english().expect(200);
    assert_eq!(birth.header("content-language"), Some("en"));
    let birth = birth.json();
    assert_eq!(birth["name"], "Birth registration");
    assert!(birth["methods"][0]["time"]["text"].as_str().is_some_and(|text| text.starts_with("Within the day")));
}

#[test]
fn every_summary_is_readable() {
    let rows = rows("procedures/summaries.csv");
    assert_eq!(rows.len(), 2_603);
    for row in rows {
        let procedure = portal().get(&format!("/api/procedures/{}", row["code"])).expect(200).json();
        assert_eq!(procedure["whole"], false);
        assert_eq!(procedure["decision"], row["decision"]);
        assert_eq!(procedure["levels"].as_array().map(|levels| levels.len()), Some(split(&row["levels"])), "{row:?}");
        assert_eq!(
            procedure["methods"].as_array().map(|methods| methods.len()),
            Some(split(&row["channels"])),
            "{row:?}"
        );
        let fee = procedure["methods"][0]["fee"]["amount"].as_u64();
        assert!(row["channels"].is_empty() || fee == row["fee"].parse().ok(), "{row:?}");
    }
}

fn split(list: &str) -> usize {
    list.split('|').filter(|one| !one.is_empty()).count()
}

#[test]
fn every_whole_procedure_is_readable() {
    let published = whole_procedures();
    assert_eq!(published.len(), 39);
    for procedure in published {
        let code = procedure["code"].as_str().expect("a code");
        let shown = portal().get(&format!("/api/procedures/{code}")).expect(200).json();
        let count = |value: &Value| value.as_array().map(Vec::len);
        assert_eq!(count(&shown["methods"]), count(&procedure["methods"]), "{code}");
        assert_eq!(count(&shown["cases"]), count(&procedure["cases"]), "{code}");
        assert_eq!(shown["legal_basis"], procedure["legal_basis"], "{code}");
        for (shown, published) in
            shown["cases"].as_array().into_iter().flatten().zip(procedure["cases"].as_array().into_iter().flatten())
        {
            let lines = count(&shown["documents"]).unwrap_or(0) + count(&shown["notes"]).unwrap_or(0);
            assert_eq!(Some(lines), count(&published["documents"]), "{code}");
        }
    }
}

#[test]
fn what_was_not_yet_in_force_is_not_found_on_that_day() {
    portal().get("/api/procedures/1.001193?as_of=2026-01-01").expect(200);
    portal().get("/api/procedures/1.001193?as_of=2025-12-31").expect(404).problem("no-such-procedure");
}

#[test]
fn a_service_code_leads_to_its_procedure() {
    assert_eq!(portal().get("/api/procedures/1.001193.01").expect(200).json()["code"], "1.001193");
}

#[test]
fn what_is_no_code_is_not_found() {
    for code in ["9.999999", "1.00119", "1.0011933", "abc", "1,001193", "%F0%9F%91%B6", "..%2F..%2Fetc%2Fpasswd"] {
        let problem = portal().get(&format!("/api/procedures/{code}")).expect(404).problem("no-such-procedure");
        assert_eq!(problem["field"], "code");
    }
}
