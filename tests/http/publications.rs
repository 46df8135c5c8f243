//! `/api/publications/…`: each test has a portal and a store of its own.

mod forms;

use motcua_tests::{Portal, fresh, profile, root, with_manifest};
use serde_json::{Value, json};

const PROVINCES: &str = "code,kind,name_vi,name_en,agency_code\n01,thanh_pho,Thành phố Hà Nội,Ha Noi City,H26\n04,tinh,Tỉnh Cao Bằng,Cao Bang Province,H14\n";

fn provinces(portal: &Portal, days: &str, csv: &str) -> Value {
    portal.publish(&format!("units/provinces?decision=T1{days}"), "text/csv", csv).expect(200).json()
}

fn counts(answer: &Value) -> [u64; 4] {
    ["new", "changed", "unchanged", "ended"].map(|count| answer[count].as_u64().expect("a count"))
}

#[test]
fn a_list_is_new_and_the_second_time_nothing() {
    let portal = fresh();
    portal.get("/api/publications/units/provinces").expect(404).problem("unpublished");
    assert_eq!(counts(&provinces(&portal, "&effective=2025-07-01", PROVINCES)), [2, 0, 0, 0]);
    assert_eq!(counts(&provinces(&portal, "&effective=2025-07-01", PROVINCES)), [0, 0, 2, 0]);
    portal.get("/api/publications/units/provinces").expect(200);
    assert_eq!(portal.get("/api/units/04").expect(200).json()["name"], "Tỉnh Cao Bằng");
}

#[test]
fn a_change_starts_on_its_day_and_what_is_missing_ends_on_it() {
    let portal = fresh();
    provinces(&portal, "&effective=2025-07-01", PROVINCES);
    let next = "code,kind,name_vi,agency_code\n01,thanh_pho,Thủ đô Hà Nội,H26\n";
    assert_eq!(counts(&provinces(&portal, "&effective=2026-04-30", next)), [0, 1, 0, 1]);
    let name = |code: &str, day: &str| portal.get(&format!("/api/units/{code}?as_of={day}")).send();
    assert_eq!(name("01", "2026-04-29").json()["name"], "Thành phố Hà Nội");
    assert_eq!(name("01", "2026-04-30").json()["name"], "Thủ đô Hà Nội");
    assert_eq!(name("04", "2026-04-29").status, 200);
    assert_eq!(name("04", "2026-04-30").status, 404);
}

#[test]
fn csv_and_json_say_the_same() {
    let portal = fresh();
    provinces(&portal, "&effective=2025-07-01", PROVINCES);
    let rows = json!([
        { "code": "01", "kind": "thanh_pho", "name_vi": "Thành phố Hà Nội", "name_en": "Ha Noi City", "agency_code": "H26" },
        { "code": "04", "kind": "tinh", "name_vi": "Tỉnh Cao Bằng", "name_en": "Cao Bang Province", "agency_code": "H14" },
    ]);
    let list = "units/provinces?decision=T1&effective=2025-07-01";
    let answer = portal.publish(list, "application/json", rows.to_string()).expect(200).json();
    assert_eq!(counts(&answer), [0, 0, 2, 0]);
}

#[test]
fn one_bad_row_changes_nothing_and_is_named() {
    let portal = fresh();
    let bad = format!("{PROVINCES}99x,tinh,Tỉnh Sai,,H99\n");
    let problem = portal.publish("units/provinces?decision=T1", "text/csv", bad).expect(422).problem("flawed-list");
    assert_eq!((&problem["errors"][0]["row"], &problem["errors"][0]["column"]), (&3.into(), &"code".into()));
    assert!(problem["errors"][0]["reason"]["vi"].is_string() && problem["errors"][0]["reason"]["en"].is_string());
    portal.get("/api/units/01").expect(404);
    portal.get("/api/publications/units/provinces").expect(404);
}

#[test]
fn what_the_store_refuses_is_named_like_the_rest() {
    let portal = fresh();
    provinces(&portal, "&effective=2025-07-01", PROVINCES);
    let communes = "code,kind,name_vi,parent\n00004,phuong,Phường Ba Đình,01\n00008,phuong,Phường Ngọc Hà,77\n";
    let list = "units/communes?decision=T1&effective=2025-07-01";
    let problem = portal.publish(list, "text/csv", communes).expect(422).problem("flawed-list");
    assert_eq!((&problem["errors"][0]["row"], &problem["errors"][0]["column"]), (&2.into(), &"parent".into()));
    let twice = format!("{PROVINCES}01,tinh,Tỉnh Khác,,H26\n");
    let problem = portal.publish("units/provinces?decision=T1", "text/csv", twice).expect(422).problem("flawed-list");
    assert_eq!(problem["errors"][0]["column"], "code");
}

#[test]
fn only_who_holds_a_token_may_publish() {
    let portal = fresh();
    let put = || {
        portal
            .ask("PUT", "/api/publications/units/provinces?decision=T1")
            .header("content-type", "text/csv")
            .body(PROVINCES)
    };
    for ask in [put(), put().header("authorization", "Bearer wrong"), put().header("authorization", "Basic dGVzdA==")] {
        let answer = ask.expect(401);
        answer.problem("unauthorized");
        assert!(answer.header("www-authenticate").is_some_and(|scheme| scheme.starts_with("Bearer")));
    }
    portal.get("/api/units/01").expect(404);
}

#[test]
fn a_token_may_be_for_some_lists_only() {
    let portal = with_publishers("ha-noi:centres/01,units/01=scoped-token");
    let put = |list: &str| {
        let ask =
            portal.ask("PUT", &format!("/api/publications/{list}?decision=T1")).header("content-type", "text/csv");
        ask.header("authorization", "Bearer scoped-token").body(PROVINCES)
    };
    put("units/provinces").expect(403).problem("not-your-list");
    put("units/01").expect(200);
}

#[test]
fn nobody_overrules_another_list() {
    let portal = fresh();
    provinces(&portal, "&effective=2025-07-01", PROVINCES);
    let bogus = "code,kind,name_vi,agency_code\n01,tinh,Tỉnh Giả,H26\n";
    let list = "units/mine?decision=T1&effective=2026-01-01";
    let problem = portal.publish(list, "text/csv", bogus).expect(422).problem("flawed-list");
    assert_eq!((&problem["errors"][0]["row"], &problem["errors"][0]["column"]), (&1.into(), &"code".into()));
    assert_eq!(portal.get("/api/units/01").expect(200).json()["name"], "Thành phố Hà Nội");
}

#[test]
fn what_is_no_list_is_refused() {
    let portal = fresh();
    let put = |list: &str, kind: &str, body: &str| portal.publish(list, kind, body).send();
    for (answer, status, problem) in [
        (put("units/provinces", "text/csv", PROVINCES), 400, "missing-parameter"),
        (put("units/provinces?decision=T1&effective=soon", "text/csv", PROVINCES), 400, "malformed-parameter"),
        (put("units/provinces?decision=T1", "text/xml", "<a/>"), 415, "unsupported-media-type"),
        (put("units/provinces?decision=T1", "application/json", "{"), 400, "not-json"),
        (put("units/provinces?decision=T1", "text/csv", ""), 422, "flawed-list"),
        (put("units/Provinces?decision=T1", "text/csv", PROVINCES), 400, "bad-list-name"),
        (put("laws/all?decision=T1", "text/csv", PROVINCES), 404, "not-found"),
    ] {
        assert_eq!(answer.status, status, "{}", answer.text());
        if answer.status != 422 {
            answer.problem(problem);
        }
    }
    let bytes = [PROVINCES.as_bytes(), b"\xff\xfe"].concat();
    portal.publish("units/provinces?decision=T1", "text/csv", bytes).expect(400).problem("not-utf8");
    // The client waits for leave to send, or the refusal would cut it off while it does.
    let large = portal.publish("units/provinces?decision=T1", "text/csv", "x".repeat(5 << 20));
    large.header("expect", "100-continue").expect(413).problem("body-too-large");
    portal.ask("DELETE", "/api/publications/units/provinces").expect(405).problem("method-not-allowed");
}

#[test]
fn a_new_version_of_a_procedure_is_found_by_the_next_search() {
    let portal = fresh();
    let publish = |decision: &str, day: &str, name: &str| {
        let csv = format!(
            "code,name_vi,levels,field_vi,type_vi,decision,ministry,channels,time,time_unit,fee,documents,source\n1.001193,{name},commune,Hộ tịch,,{decision},bo-tu-phap,online,1,other,0,2,https://example.vn/1\n"
        );
        portal
            .publish(&format!("procedures/test?decision={decision}&effective={day}"), "text/csv", csv)
            .expect(200)
            .json()
    };
    assert_eq!(counts(&publish("1", "2026-01-01", "Đăng ký khai sinh")), [1, 0, 0, 0]);
    let first =
        |query: &str| portal.get(&format!("/api/procedures?q={query}")).expect(200).json()["items"][0]["name"].clone();
    assert_eq!(first("khai+sinh"), "Đăng ký khai sinh");
    assert_eq!(counts(&publish("2", "2026-02-01", "Khai báo trẻ mới sinh")), [0, 1, 0, 0]);
    assert_eq!(first("tre+moi+sinh"), "Khai báo trẻ mới sinh");
    let old = portal.get("/api/procedures/1.001193?as_of=2026-01-31").expect(200).json();
    assert_eq!((&old["name"], &old["decision"]), (&"Đăng ký khai sinh".into(), &"1".into()));
}

#[test]
fn thirty_two_at_once_publish_one_list() {
    let portal = fresh();
    let answers: Vec<Value> = std::thread::scope(|scope| {
        let asks: Vec<_> =
            (0..32).map(|_| scope.spawn(|| provinces(&portal, "&effective=2025-07-01", PROVINCES))).collect();
        asks.into_iter().map(|ask| ask.join().expect("an answer")).collect()
    });
    assert_eq!(answers.iter().filter(|answer| counts(answer) == [2, 0, 0, 0]).count(), 1);
    assert_eq!(answers.iter().filter(|answer| counts(answer) == [0, 0, 2, 0]).count(), 31);
}

#[test]
fn a_request_with_a_key_gets_its_first_answer_again() {
    let portal = fresh();
    let put = |key: &str, csv: &str| {
        let list = "units/provinces?decision=T1&effective=2025-07-01";
        portal.publish(list, "text/csv", csv).header("idempotency-key", key).send()
    };
    assert_eq!(counts(&put("first", PROVINCES).json()), [2, 0, 0, 0]);
    assert_eq!(counts(&put("second", PROVINCES).json()), [0, 0, 2, 0]);
    assert_eq!(counts(&put("\"first\"", PROVINCES).json()), [2, 0, 0, 0]);
    let other = put("first", &PROVINCES.replace("Cao Bằng", "Cao Bình"));
    assert_eq!(other.status, 409, "{}", other.text());
    other.problem("key-of-another-request");
    assert_eq!(portal.get("/api/units/04").expect(200).json()["name"], "Tỉnh Cao Bằng");
    put("two words", PROVINCES).problem("malformed-key");
    // What was refused was not answered: the key is still free.
    assert_eq!(put("third", "code\n1\n").status, 422);
    assert_eq!(counts(&put("third", PROVINCES).json()), [0, 0, 2, 0]);
}

#[test]
fn thirty_two_at_once_with_one_key_are_one_request() {
    let portal = fresh();
    let answers: Vec<(u16, String)> = std::thread::scope(|scope| {
        let ask = |number: usize| {
            let csv = if number < 16 { PROVINCES.to_owned() } else { PROVINCES.replace("Cao Bằng", "Cao Bình") };
            let list = "units/provinces?decision=T1&effective=2025-07-01";
            let answer = portal.publish(list, "text/csv", csv).header("idempotency-key", "k").send();
            (answer.status, answer.text())
        };
        let asks: Vec<_> = (0..32).map(|number| scope.spawn(move || ask(number))).collect();
        asks.into_iter().map(|ask| ask.join().expect("an answer")).collect()
    });
    // Whoever came first decides which of the two requests it is.
    let statuses = |status: u16| answers.iter().filter(|(found, _)| *found == status).count();
    assert_eq!((statuses(200), statuses(409)), (16, 16), "{answers:?}");
    for (_, text) in answers.iter().filter(|(status, _)| *status == 200) {
        assert_eq!(counts(&serde_json::from_str(text).expect("JSON")), [2, 0, 0, 0]);
    }
}

/// A portal with these publishers and no others.
fn with_publishers(publishers: &str) -> Portal {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = folder.path().join("spin.toml");
    let text = std::fs::read_to_string(root().join("spin.toml")).expect("the manifest");
    let components = root().join("target/components");
    let text = text.replace("target/components", &components.to_string_lossy());
    std::fs::write(&manifest, text.replace("{{ publishers }} {{ starter }}", publishers)).expect("a manifest");
    with_manifest(&manifest, profile().as_deref())
}

#[test]
fn without_publishers_nobody_may_publish() {
    let portal = with_publishers("");
    portal.publish("units/provinces?decision=T1", "text/csv", PROVINCES).expect(401).problem("unauthorized");
}

#[test]
fn the_whole_reference_data_a_second_time_changes_nothing() {
    let portal = fresh();
    portal.publish_reference_data();
    for list in motcua_tests::LISTS {
        let [new, changed, unchanged, ended] = counts(&portal.publish_list(list));
        assert_eq!((new, changed, ended), (0, 0, 0), "{}", list.at);
        assert!(unchanged > 0, "{}", list.at);
    }
}
