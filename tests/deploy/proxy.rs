//! `infra/deploy/nginx`: what it lets through, what it repeats, and what it says itself.

use std::fs;
use std::process::Command;

use motcua_tests::{TOKEN, fresh, portal};

use crate::nginx::{Nginx, configured, verdict};
use crate::tools::said;
use crate::upstream::{Upstream, answer};

/// A host that answers, behind one that is always asked first.
fn before(first: &Upstream, second: &Upstream) -> Nginx {
    Nginx::start(&format!("server {} max_fails=0;\nserver {} backup;\n", first.address, second.address))
}

fn well() -> Upstream {
    Upstream::start(|head| Some(answer("200 OK", head)))
}

fn dying() -> Upstream {
    Upstream::start(|_| None)
}

#[test]
fn nginx_accepts_both_ways_to_listen() {
    let plain = configured(&[]);
    let verdict_of_plain = verdict(plain.path());
    assert!(verdict_of_plain.status.success(), "{}", said(&verdict_of_plain));

    let with_tls = fs::read_to_string(plain.path().join("listen-tls.conf")).expect("the other way");
    let tls = configured(&[("listen.conf", &with_tls)]);
    let folder = tls.path().join("tls");
    fs::create_dir(&folder).expect("a folder");
    let mut certificate = Command::new("openssl");
    certificate.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=motcua.example", "-keyout"]);
    certificate.arg(folder.join("key.pem")).arg("-out").arg(folder.join("certificate.pem"));
    let made = certificate.output().expect("openssl is missing: run 'sudo apt-get install openssl'");
    assert!(made.status.success(), "{}", said(&made));
    let verdict_of_tls = verdict(tls.path());
    assert!(verdict_of_tls.status.success(), "{}", said(&verdict_of_tls));
}

#[test]
fn what_a_host_left_undone_another_does() {
    for method in ["GET", "PUT"] {
        let (first, second) = (dying(), well());
        let nginx = before(&first, &second);
        nginx.ask(method, "/").body("list").expect(200);
        assert_eq!((first.seen().len(), second.seen().len()), (1, 1), "{method}");
    }
}

#[test]
fn a_post_that_was_sent_is_not_repeated() {
    let (first, second) = (dying(), well());
    let nginx = before(&first, &second);
    let refusal = nginx.ask("POST", "/").body("dossier").expect(502);
    refusal.problem("unreachable");
    assert!(refusal.header("retry-after").is_some());
    assert_eq!((first.seen().len(), second.seen().len()), (1, 0));
}

#[test]
fn a_post_that_was_not_sent_goes_to_another() {
    let second = well();
    // Nobody listens on port 1.
    let nginx = Nginx::start(&format!("server 127.0.0.1:1 max_fails=0;\nserver {} backup;\n", second.address));
    nginx.ask("POST", "/").body("dossier").expect(200);
    assert_eq!(second.seen().len(), 1);
}

#[test]
fn a_busy_host_is_not_a_broken_one() {
    let busy = Upstream::start(|_| Some(answer("503 Busy\r\nretry-after: 1", "busy")));
    let other = well();
    let nginx = before(&busy, &other);
    for _ in 0..10 {
        let refusal = nginx.ask("GET", "/").expect(503);
        assert_eq!((refusal.text().as_str(), refusal.header("retry-after")), ("busy", Some("1")));
    }
    assert_eq!((busy.seen().len(), other.seen().len()), (10, 0));
}

#[test]
fn without_a_host_there_is_still_an_answer() {
    let nginx = Nginx::start("server 127.0.0.1:1;\n");
    nginx.ask("GET", "/").expect(502).problem("unreachable");
}

#[test]
fn who_asks_is_said_by_nginx() {
    let host = well();
    let nginx = Nginx::start(&format!("server {};\n", host.address));
    let mut ask = nginx.ask("GET", "/thu-tuc/?q=a%2Fb");
    let claims = ["forwarded", "x-real-ip", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];
    let of_hosts = ["path-info", "full-url", "matched-route", "base-path", "raw-component-route", "component-route"];
    for name in claims {
        ask = ask.header(name, "forged");
    }
    for name in of_hosts.iter().chain(&["client-addr"]) {
        ask = ask.header(&format!("spin-{name}"), "forged");
    }
    let heard = ask.header("accept-language", "en").expect(200).text();
    assert!(heard.starts_with("get /thu-tuc/?q=a%2fb http/1.1\r\n"), "{heard}");
    assert!(!heard.contains("forged") && heard.contains("accept-language: en\r\n"), "{heard}");
    assert!(
        heard.contains("x-forwarded-for: 127.0.0.1\r\n") && heard.contains("x-forwarded-proto: http\r\n"),
        "{heard}"
    );
}

#[test]
fn bodies_may_be_as_large_as_the_hosts_take_them() {
    let portal = fresh();
    let nginx = Nginx::start(&format!("server {};\n", portal.address));
    let list = "/api/publications/units/provinces?decision=T1";
    let publish = |bytes: usize| {
        let ask = nginx.ask("PUT", list).header("authorization", &format!("Bearer {TOKEN}"));
        ask.header("content-type", "text/csv").header("expect", "100-continue").body("x".repeat(bytes))
    };
    publish(4 << 20).expect(422).problem("flawed-list");
    publish((4 << 20) + 1).expect(413).problem("body-too-large");
    let elsewhere =
        |bytes: usize| nginx.ask("POST", "/api/procedures").header("expect", "100-continue").body("x".repeat(bytes));
    elsewhere(1 << 20).expect(405).problem("method-not-allowed");
    elsewhere((1 << 20) + 1).expect(413).problem("body-too-large");
}

/// A host that closed its connection in the midst of such a body would look dead, and a stranger could take all away so.
#[test]
fn refused_uploads_do_not_make_a_host_look_dead() {
    let portal = fresh();
    // nginx spares a host that stands alone; with a second one it counts failures.
    let nginx =
        Nginx::start(&format!("server {} max_fails=3 fail_timeout=5s;\nserver 127.0.0.1:1 backup;\n", portal.address));
    for _ in 0..20 {
        let forged = nginx.ask("PUT", "/api/publications/units/provinces?decision=T1");
        let forged = forged.header("authorization", "Bearer wrong").header("content-type", "text/csv");
        forged.body("x".repeat(4 << 20)).expect(401).problem("unauthorized");
        nginx.ask("POST", "/nothing").body("x".repeat(1 << 20)).expect(404);
    }
    nginx.ask("GET", "/").expect(200);
}

#[test]
fn pages_come_with_headers_that_protect_their_readers() {
    let nginx = Nginx::start(&format!("server {};\n", portal().address));
    let page = nginx.ask("GET", "/").expect(200);
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'self'")));
    assert_eq!(page.header("referrer-policy"), Some("same-origin"));
    let sniff = page.headers.iter().filter(|(name, _)| name == "x-content-type-options").count();
    assert_eq!(sniff, 1, "{:?}", page.headers);
    assert!(page.header("retry-after").is_none());
}

#[test]
fn what_a_host_tells_its_operators_is_not_for_the_public() {
    let nginx = Nginx::start(&format!("server {};\n", portal().address));
    for path in ["/metrics", "/.well-known/spin/info"] {
        nginx.ask("GET", path).expect(404).problem("no-such-route");
    }
    nginx.ask("GET", "/healthz").expect(200);
}

#[test]
fn who_asks_too_often_is_told_so() {
    let host = well();
    let nginx = Nginx::start_with(&format!("server {};\n", host.address), &[("unlimited.conf", "")]);
    let mut answers = (0..5_000).map(|_| nginx.ask("GET", "/").send());
    let refusal = answers.find(|answer| answer.status != 200).expect("an end of patience");
    assert_eq!((refusal.status, refusal.header("retry-after")), (429, Some("1")));
    refusal.problem("too-many-requests");
    assert!(host.seen().len() > 200, "{}", host.seen().len());
}
