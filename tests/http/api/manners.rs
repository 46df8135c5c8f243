//! What all of the interface keeps to: caching, languages, methods, problems.

use motcua_tests::{portal, raw};

const READS: [&str; 7] = [
    "/api/procedures?q=ho+khau",
    "/api/procedures/1.001193",
    "/api/procedures/1.001193/quote?date=2026-03-02",
    "/api/forms/1.001193",
    "/api/units/00118",
    "/api/units/resolve?code=00118",
    "/api/openapi.json",
];

#[test]
fn a_public_read_may_be_kept_and_asked_again_cheaply() {
    for path in READS {
        let first = portal().get(path).expect(200);
        let tag = first.header("etag").unwrap_or_else(|| panic!("no etag: {path}"));
        assert!(first.header("cache-control").is_some_and(|control| control.starts_with("public, max-age=")), "{path}");
        let second = portal().get(path).header("if-none-match", tag).expect(304);
        assert!(second.body.is_empty());
        assert_eq!(second.header("etag"), Some(tag));
        portal().get(path).header("if-none-match", "\"other\"").expect(200);
    }
}

#[test]
fn each_language_has_its_own_answer() {
    for path in READS {
        let (vi, en) = (portal().get(path).expect(200), portal().get(path).english().expect(200));
        assert_eq!((vi.header("content-language"), en.header("content-language")), (Some("vi"), Some("en")), "{path}");
        assert_eq!(vi.header("vary"), Some("Accept-Language"));
        assert_ne!(vi.header("etag"), en.header("etag"), "{path}");
    }
}

#[test]
fn head_is_get_without_the_body() {
    for path in READS {
        let (get, head) = (portal().get(path).expect(200), portal().ask("HEAD", path).expect(200));
        assert!(head.body.is_empty());
        assert_eq!(get.header("etag"), head.header("etag"), "{path}");
    }
}

#[test]
fn other_methods_are_refused_with_those_that_are_allowed() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = portal().ask(method, "/api/procedures/1.001193").expect(405);
        answer.problem("method-not-allowed");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
}

#[test]
fn a_problem_speaks_the_language_asked_for_and_carries_the_other() {
    let vi = portal().get("/api/procedures/9.999999").expect(404).problem("no-such-procedure");
    let en = portal().get("/api/procedures/9.999999").english().expect(404).problem("no-such-procedure");
    assert_eq!(vi["title"], "Không có thủ tục này");
    assert_eq!(en["title"], "No such procedure");
    assert_eq!((&vi["translations"]["en"]["title"], &en["translations"]["vi"]["title"]), (&en["title"], &vi["title"]));
}

#[test]
fn what_is_no_http_is_no_500() {
    for bytes in [
        &b"GET /api/units/%FF%FE HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"[..],
        b"GET /api/units?q=%C3 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"GET /api/units?q=\xff HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"GET /api/units/../../etc/passwd HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"BREW /api/units HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"GET /api/units HTTP/1.1\r\naccept-language: \xff\xfe\r\nhost: a\r\nconnection: close\r\n\r\n",
    ] {
        let answer = raw(portal().address, bytes);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok());
        assert!(
            status.is_some_and(|status| (200..500).contains(&status)),
            "{}: {answer}",
            String::from_utf8_lossy(bytes)
        );
    }
}
