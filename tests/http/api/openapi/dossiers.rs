//! Dossiers, for whoever has the secret, a second factor or a feed: what the portal answers is what the document says.

use motcua_rules::dossier::Actor;
use motcua_tests::samples::pdf;
use motcua_tests::{Ask, Citizen, key};
use serde_json::{Value, json};

use super::document::{assert_valid, operation};
use super::drafts::{ready, scene};

/// The last four digits of the applicant's telephone.
const PHONE: &str = "5678";

#[test]
fn a_dossier_is_followed_as_documented() {
    let scene = scene();
    let read = operation("read_dossier");
    let dossier = ready(&scene.citizen()).submit();
    for (ask, is_whole) in [
        (&(|| dossier.ask("GET", "")) as &dyn Fn() -> Ask, true),
        (&|| dossier.stranger("GET", "").header("second-factor", PHONE), false),
    ] {
        for language in ["vi", "en"] {
            let answer = read.answers(ask().header("accept-language", language), 200);
            assert_eq!(answer.json().get("reference").is_some(), is_whole);
            let tag = answer.header("etag").expect("a tag").to_owned();
            let known = || ask().header("accept-language", language).header("if-none-match", &tag);
            assert_eq!(read.answers(known(), 304).header("preference-applied"), None);
            let waited = read.answers(known().header("prefer", "wait=1"), 304);
            assert_eq!(waited.header("preference-applied"), Some("wait=1"));
        }
    }
    let by_reference = scene.citizen().ask("GET", &format!("/api/dossiers/{}", dossier.reference));
    read.answers(by_reference.header("second-factor", PHONE), 200);
    read.refuses(dossier.stranger("GET", ""), 401, "second-factor-needed");
    read.refuses(dossier.stranger("GET", "").header("second-factor", "five"), 400, "malformed-factor");
    read.refuses(dossier.stranger("GET", "").bearer("nobody's"), 404, "no-such-dossier");
    let guess = || dossier.stranger("GET", "").header("second-factor", "0000");
    for _ in 0..10 {
        read.refuses(guess(), 404, "no-such-dossier");
    }
    read.refuses(guess(), 429, "too-many-attempts");
}

#[test]
fn a_feed_is_read_as_documented() {
    let scene = scene();
    let list = operation("list_dossiers");
    let first = ready(&scene.citizen()).submit();
    let citizen = Citizen::with_feed(&scene.portal.url, &first.draft.feed);
    let second = ready(&citizen).submit();
    let ask = |query: &str| citizen.ask("GET", &format!("/api/dossiers{query}"));
    let page = list.answers(ask("?limit=1"), 200).json();
    let next = page["next"].as_str().expect("a second page");
    let rest = list.answers(ask(&format!("?limit=1&cursor={next}")), 200).json();
    let codes = [&page, &rest].map(|page| page["items"][0]["code"].clone());
    assert_eq!((codes, &rest["next"]), ([json!(second.code), json!(first.code)], &Value::Null));
    let tag = list.answers(ask(""), 200).header("etag").expect("a tag").to_owned();
    list.answers(ask("").header("if-none-match", &tag), 304);
    list.refuses(scene.citizen().ask("GET", "/api/dossiers"), 401, "feed-needed");
}

#[test]
fn a_receipt_is_read_as_documented() {
    let scene = scene();
    let receipt = operation("read_receipt");
    let dossier = ready(&scene.citizen()).submit();
    let answer = receipt.answers(dossier.ask("GET", "/receipt"), 200);
    let tag = answer.header("etag").expect("a tag");
    receipt.answers(dossier.ask("GET", "/receipt").header("if-none-match", tag), 304);
    receipt.refuses(dossier.stranger("GET", "/receipt"), 401, "second-factor-needed");
    receipt.refuses(dossier.stranger("GET", "/receipt").bearer("nobody's"), 404, "no-such-dossier");
}

#[test]
fn papers_are_brought_as_documented() {
    let scene = scene();
    let [supplement, read] = ["supplement_dossier", "read_dossier"].map(operation);
    let dossier = ready(&scene.citizen()).submit();
    let media = &supplement.value["requestBody"]["content"]["application/json"];
    let mut body = media["examples"]["contract"]["value"].clone();
    assert_valid(&media["schema"], &body, "a supplement");
    let paper = body["papers"][0]["paper"].as_str().expect("a paper").to_owned();
    let ask = |body: &Value| dossier.ask("POST", "/supplements").header("idempotency-key", &key()).json(body);
    supplement.refuses(ask(&body), 409, "not-allowed-now");

    scene.official().ask_for(&dossier.code, Actor::Desk, &[&paper], "Thiếu hợp đồng");
    supplement.refuses(ask(&body), 422, "file-not-usable");
    supplement.refuses(ask(&json!({"papers": []})), 422, "no-papers");
    supplement.refuses(ask(&json!({"papers": [{"paper": "Sổ đỏ", "files": []}]})), 422, "paper-not-asked");
    supplement.refuses(ask(&json!({"papers": [{"paper": paper, "files": []}]})), 422, "incomplete-supplement");
    supplement.refuses(ask(&json!({"papers": paper})), 400, "malformed-body");
    supplement.refuses(dossier.ask("POST", "/supplements").json(&body), 400, "missing-key");
    let plain = dossier.ask("POST", "/supplements").header("idempotency-key", &key()).body("a");
    supplement.refuses(plain, 415, "unsupported-media-type");
    supplement.refuses(
        dossier.stranger("POST", "/supplements").header("idempotency-key", &key()).json(&body),
        404,
        "no-such-dossier",
    );

    body["papers"][0]["files"][0] = dossier.draft.put("supplement", "hợp đồng.pdf", &pdf(3)).into();
    let key = key();
    let ask = || dossier.ask("POST", "/supplements").header("idempotency-key", &key).json(&body);
    let [first, again] = [(); 2].map(|()| supplement.answers(ask(), 201).json());
    assert_eq!((&first, &first["version"]), (&again, &json!(3)));
    let timeline = read.answers(dossier.ask("GET", ""), 200).json()["timeline"].clone();
    assert_eq!((&timeline[1]["missing"], &timeline[2]["papers"]), (&json!([paper]), &body["papers"]));
}

#[test]
fn a_dossier_is_taken_back_as_documented() {
    let scene = scene();
    let withdraw = operation("withdraw_dossier");
    let dossier = ready(&scene.citizen()).submit();
    let body = &withdraw.value["requestBody"]["content"]["application/json"]["examples"]["reason"]["value"];
    let ask = |key: &str| dossier.ask("POST", "/withdrawal").header("idempotency-key", key);
    withdraw.refuses(ask(&key()).json(&json!({"reason": " "})), 400, "malformed-parameter");
    withdraw.refuses(ask(&key()).body("a"), 415, "unsupported-media-type");
    let key_of_first = key();
    withdraw.answers(ask(&key_of_first).json(body), 201);
    withdraw.answers(ask(&key_of_first).json(body), 201);
    withdraw.refuses(ask(&key_of_first), 409, "key-of-another-request");
    withdraw.refuses(ask(&key()), 409, "not-allowed-now");
    operation("read_dossier").answers(dossier.ask("GET", ""), 200);
}

#[test]
fn what_was_refused_is_filed_again_as_documented() {
    let scene = scene();
    let [resubmit, submit, read] = ["resubmit_dossier", "submit_draft", "read_dossier"].map(operation);
    let dossier = ready(&scene.citizen()).submit();
    let ask = |key: &str| dossier.ask("POST", "/resubmission").header("idempotency-key", key);
    resubmit.refuses(ask(&key()), 409, "not-allowed-now");
    resubmit.refuses(dossier.ask("POST", "/resubmission"), 400, "missing-key");
    scene.official().refuse(&dossier.code, "Không thuộc thẩm quyền");
    let key_of_first = key();
    let [begun, again] = [(); 2].map(|()| resubmit.answers(ask(&key_of_first), 201).json());
    assert_eq!((&begun, &begun["feed"]), (&again, &Value::Null));
    let word = |name: &str| begun[name].as_str().expect("a word").to_owned();
    let path = format!("/api/drafts/{}/submit", word("id"));
    let ask = scene.citizen().ask("POST", &path).bearer(&word("secret")).header("idempotency-key", &key());
    let filed = submit.answers(ask, 201).json();
    assert_eq!(filed["former"], dossier.code);
    let path = filed["status"].as_str().expect("an address");
    read.answers(scene.citizen().ask("GET", path).bearer(&word("secret")), 200);
    read.answers(dossier.ask("GET", ""), 200);
}
