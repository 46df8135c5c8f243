//! The same without scripts: a form, a receipt, a page to follow it.

use motcua_tests::{Answer, Scene};

use super::{MORNING, TEXT, item, sent};

/// What stands between two marks of a page.
fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before}: {page}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after}: {rest}")).0
}

fn posted(scene: &Scene, path: &str, fields: &[(&str, &str)]) -> Answer {
    let escaped = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    let ask = scene.portal.ask("POST", path).header("content-type", "application/x-www-form-urlencoded");
    ask.body(body.join("&")).send()
}

/// The form as a browser sends it, with other fields in the place of its own.
fn form<'a>(key: &'a str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    let said = [("about", "place"), ("place", "00118"), ("field", "environment"), ("kind", "conduct")];
    [&said[..], &[("identity", "anonymous"), ("key", key), ("text", text)]].concat()
}

#[test]
fn an_item_is_sent_and_followed_by_forms() {
    let scene = Scene::at(MORNING);
    let start = scene.portal.get("/phan-anh/").expect(200);
    assert!(start.header("set-cookie").is_some_and(|cookie| cookie.contains("HttpOnly")));
    let page = start.text();
    let key = between(&page, "name=\"key\" value=\"", "\"");
    let empty = posted(&scene, "/phan-anh/gui", &form(key, ""));
    assert!((400..500).contains(&empty.status) && empty.text().contains("id=\"errors\""), "{}", empty.text());
    let script = "Rác <script>alert(1)</script> ở ngõ 12";
    let receipt = posted(&scene, "/phan-anh/gui", &form(key, script));
    assert_eq!(receipt.status, 201, "{}", receipt.text());
    assert_eq!(receipt.header("cache-control"), Some("no-store"));
    // Sent again, as a browser does that reloads, it is the same.
    assert_eq!(posted(&scene, "/phan-anh/gui", &form(key, script)).body, receipt.body);
    let page = receipt.text();
    let code = format!("PA.{}", between(&page, "PA.", "<"));
    let secret = between(&page, "name=\"secret\" value=\"", "\"");
    let followed = posted(&scene, "/phan-anh/theo-doi", &[("code", &code), ("secret", secret)]);
    assert_eq!(followed.status, 200, "{}", followed.text());
    assert!(followed.text().contains("&lt;script&gt;") && !followed.text().contains("<script>alert"));
    let wrong = posted(&scene, "/phan-anh/theo-doi", &[("code", &code), ("secret", "x")]);
    assert_eq!(wrong.status, 404);
}

#[test]
fn whoever_says_what_others_said_may_join_them() {
    let scene = Scene::at(MORNING);
    let before = sent(&scene, &item());
    let key = motcua_tests::key();
    let told = posted(&scene, "/phan-anh/gui", &form(&key, TEXT));
    assert!(told.text().contains(&before.code) && !told.text().contains(&before.secret), "{}", told.text());
    let page = told.text();
    let invitation = between(&page, "name=\"invitation\" value=\"", "\"");
    let path = format!("/phan-anh/{}/cung-y-kien", before.code);
    assert_eq!(posted(&scene, &path, &[("key", &key)]).status, 404);
    let joined = posted(&scene, &path, &[("key", &key), ("invitation", invitation)]);
    assert_eq!(joined.status, 201, "{}", joined.text());
    assert_eq!(before.shown(&scene)["supporters"], 1);
    let mut anyway = form(&key, TEXT);
    anyway.push(("sure", "1"));
    assert_eq!(posted(&scene, "/phan-anh/gui", &anyway).status, 201);
}

#[test]
fn what_is_published_is_shown_to_everybody() {
    let scene = Scene::at(MORNING);
    let sent = sent(&scene, &item());
    sent.answered(&scene);
    sent.published(&scene, "Thu gom rác phường Bồ Đề");
    let list = scene.portal.get("/phan-anh/cong-khai?q=thu+gom").expect(200).text();
    assert!(list.contains("Thu gom rác phường Bồ Đề"), "{list}");
    let entry = scene.portal.get(&format!("/phan-anh/cong-khai/{}", sent.code)).expect(200).text();
    assert!(entry.contains("Đã thu gom sáng nay.") && !entry.contains(TEXT), "{entry}");
    let table = scene.portal.get("/phan-anh/thong-ke?by=field&lang=en").expect(200).text();
    assert!(table.contains("<table") && table.contains("lang=\"en\""), "{table}");
    assert_eq!(scene.portal.get("/phan-anh/cong-khai/PA.H26-260302-0099").send().status, 404);
}
