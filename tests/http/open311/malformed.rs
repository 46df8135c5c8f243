//! What is refused, and how: in the protocol's document, in the format that was asked for.

use motcua_tests::Scene;

use super::{ADDRESS, DESCRIPTION, MORNING, errors, get, post, report};

#[test]
fn each_flaw_of_a_form_is_told() {
    let scene = Scene::at(MORNING);
    let long = "x".repeat(10_001);
    for (form, status, word) in [
        (("lat", "21,03"), 400, "lat"),
        (("lat", "91"), 400, "lat"),
        (("lat", "21.03"), 400, "long"),
        (("service_code", "khong-co"), 404, "service_code"),
        (("description", long.as_str()), 400, "description"),
        (("address_string", &long[..301]), 400, "address_string"),
        (("media_url", "javascript:alert(1)"), 400, "media_url"),
        (("email", "nobody"), 400, "email"),
        (("phone", "12"), 400, "phone"),
        (("attribute[about]", "weather"), 400, "about"),
        (("attribute[about]", "dossier"), 400, "object"),
        (("attribute[kind]", "x"), 400, "kind"),
        (("attribute[identity]", "confidential"), 400, "name"),
        (("attribute[place]", "Không Đâu Cả"), 422, "attribute[place]"),
    ] {
        let told = errors(&post(&scene, "requests.json", &report(&[form])).expect(status));
        assert!(told.len() <= 2 && told.iter().any(|one| one.contains(word)), "{form:?}: {told:?}");
    }
    let all = errors(&post(&scene, "requests.json", &[("lat", "x"), ("long", "y")]).expect(400));
    assert_eq!(all.len(), 4, "{all:?}");
    let without = [("description", DESCRIPTION), ("address_string", ADDRESS)];
    assert!(errors(&post(&scene, "requests.json", &without).expect(400))[0].contains("service_code"));
    let nowhere = [("service_code", "other"), ("description", DESCRIPTION)];
    assert!(errors(&post(&scene, "requests.json", &nowhere).expect(400))[0].contains("address_string"));
    // Whoever asks first makes the tables.
    get(&scene, "requests.json").expect(200);
    let counts = scene.kept_feedback().rows("SELECT count(*) FROM feedback");
    assert_eq!(counts[0][0].integer(), 0);
}

#[test]
fn a_body_that_is_no_form_is_refused() {
    let scene = Scene::at(MORNING);
    let ask = |kind: &str, body: &str| {
        scene.portal.ask("POST", "/open311/v2/requests.json").header("content-type", kind).body(body)
    };
    errors(&ask("application/json", "{}").expect(415));
    errors(&ask("application/x-www-form-urlencoded", "description=%zz").expect(400));
    errors(&ask("application/x-www-form-urlencoded", "description=%ff").expect(400));
    errors(&ask("application/x-www-form-urlencoded", "").expect(400));
    let large = ask("application/x-www-form-urlencoded", &"a".repeat(300_000));
    errors(&large.header("expect", "100-continue").expect(413));
}

#[test]
fn a_refusal_is_in_the_format_that_was_asked_for() {
    let scene = Scene::at(MORNING);
    for path in ["services.yaml", "services", "requests/PA.H26-260302-0001", "services.json/x", ""] {
        let answer = get(&scene, path).expect(404);
        assert_eq!(answer.header("content-type"), Some("text/xml; charset=utf-8"), "{path}");
        assert!(answer.text().contains("<errors><error><code>404</code><description>"), "{path}: {}", answer.text());
    }
    for path in [
        "nothing.json",
        "services/khong-co.json",
        "requests/PA.H26-260302-0001.json",
        "requests/x.json",
        "tokens/x.json",
    ] {
        errors(&get(&scene, path).expect(404));
    }
    for path in ["requests.json?page=0", "requests.json?start_date=soon", "requests.json?status=fixed"] {
        errors(&get(&scene, path).expect(400));
    }
    errors(&get(&scene, "requests.json?service_code=khong-co").expect(404));
    for (method, path, allow) in [
        ("POST", "services.json", "GET, HEAD"),
        ("POST", "requests/x.json", "GET, HEAD"),
        ("PUT", "requests.json", "GET, HEAD, POST"),
        ("DELETE", "tokens/x.json", "GET, HEAD"),
    ] {
        let refused = scene.portal.ask(method, &format!("/open311/v2/{path}")).body("").expect(405);
        assert_eq!(refused.header("allow"), Some(allow), "{method} {path}");
        assert_eq!(refused.header("access-control-allow-origin"), None);
        errors(&refused);
    }
}

#[test]
fn what_is_public_may_be_kept_and_shown_by_pages_of_others() {
    let scene = Scene::at(MORNING);
    for path in
        ["discovery.xml", "services.json", "services/other.xml", "requests.json?jurisdiction_id=x&api_key=y&z=1"]
    {
        let answer = get(&scene, path).expect(200);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
        let tag = answer.header("etag").expect("a tag");
        get(&scene, path).header("if-none-match", tag).expect(304);
        let head = scene.portal.ask("HEAD", &format!("/open311/v2/{path}")).expect(200);
        assert_eq!((head.header("etag"), head.body.len()), (Some(tag), 0), "{path}");
    }
    let discovery = get(&scene, "discovery.json").expect(200).json();
    assert_eq!(discovery["endpoints"][0]["specification"], "http://wiki.open311.org/GeoReport_v2");
    let filed = post(&scene, "requests.json", &report(&[])).expect(200);
    assert_eq!((filed.header("cache-control"), filed.header("etag")), (Some("no-store"), None));
    assert_eq!(filed.header("access-control-allow-origin"), None);
}
