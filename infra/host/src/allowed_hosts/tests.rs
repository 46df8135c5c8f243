use super::*;
use crate::variables::{Declaration, Value};
use std::collections::BTreeMap;

type Call = (&'static str, &'static str, u16);
/// Entries, the calls that they allow, and calls that they do not.
type Case = (&'static [&'static str], &'static [Call], &'static [Call]);

#[rustfmt::skip]
const CASES: &[Case] = &[
    (&[], &[], &[("http", "a.vn", 80), ("http", "self", 80)]),
    (&["http://a.vn"],
        &[("http", "a.vn", 80), ("http", "A.VN", 80)],
        &[("https", "a.vn", 443), ("http", "a.vn", 81), ("http", "b.a.vn", 80), ("http", "xa.vn", 80), ("http", "a.vn.", 80)]),
    (&["https://a.vn/"], &[("https", "a.vn", 443)], &[("http", "a.vn", 80)]),
    (&["http://a.vn:"], &[("http", "a.vn", 80)], &[("http", "a.vn", 8080)]),
    (&["  postgres://db:5433 "], &[("postgres", "db", 5433)], &[("postgres", "db", 5432)]),
    (&["*://a.vn:8080/"], &[("redis", "a.vn", 8080)], &[("redis", "a.vn", 8081)]),
    (&["http://a.vn:*"], &[("http", "a.vn", 1)], &[("http", "b.vn", 1)]),
    (&["http://a.vn:8000..8002"], &[("http", "a.vn", 8000), ("http", "a.vn", 8001)], &[("http", "a.vn", 8002), ("http", "a.vn", 7999)]),
    (&["*://*:*"], &[("x", "a.vn", 1), ("http", "::1", 80), ("http", "127.1", 80)], &[]),
    (&["http://*"], &[("http", "a.vn", 80), ("http", "127.0.0.1", 80)], &[("http", "a.vn", 81), ("https", "a.vn", 443)]),
    (&["http://*.A.vn"],
        &[("http", "b.a.vn", 80), ("http", "c.B.a.VN", 80)],
        &[("http", "a.vn", 80), ("http", ".a.vn", 80), ("http", "ba.vn", 80), ("http", "b.a.vn", 81)]),
    (&["http://127.0.0.1"], &[("http", "127.0.0.1", 80)], &[("http", "127.1", 80), ("http", "0x7f000001", 80), ("http", "localhost", 80)]),
    (&["*://127.0.0.1/24:63551"], &[("tcp", "127.0.0.9", 63551)], &[("tcp", "127.0.1.1", 63551), ("tcp", "127.0.0.9", 80)]),
    (&["http://0.0.0.0/0"], &[("http", "9.9.9.9", 80)], &[("http", "[::1]", 80), ("http", "a.vn", 80)]),
    (&["http://[::1]"], &[("http", "[::1]", 80), ("http", "::1", 80), ("http", "[0:0::1]", 80)], &[("http", "[::2]", 80), ("http", "[::1]", 81)]),
    (&["http://[2001:db8::1]:8000..9000"], &[("http", "[2001:db8::1]", 8999)], &[("http", "[2001:db8::1]", 80)]),
    (&["http://2001:db8::/32"], &[("http", "[2001:db8:abcd::1]", 80)], &[("http", "[2001:db9::1]", 80)]),
    (&["http://2001:db8::/32:443"], &[("http", "[2001:db8::1]", 443)], &[("http", "[2001:db8::1]", 80)]),
    (&["http://::/0"], &[("http", "[2001:db8::1]", 80)], &[("http", "1.2.3.4", 80)]),
    (&["http://lookup.spin.internal"], &[("http", "lookup.spin.internal", 80)], &[("http", "other.spin.internal", 80)]),
    (&["http://*.spin.internal"], &[("http", "lookup.spin.internal", 80)], &[("http", "a.b.spin.internal", 80), ("http", "spin.internal", 80)]),
    (&["http://self"], &[], &[("http", "self", 80), ("http", "localhost", 80)]),
    (&["http://a.vn", "http://b.vn"], &[("http", "a.vn", 80), ("http", "b.vn", 80)], &[("http", "c.vn", 80)]),
];

#[test]
fn what_is_written_is_allowed_and_nothing_else() {
    for (entries, allowed, denied) in CASES {
        let hosts = AllowedHosts::parse(entries).unwrap();
        for (scheme, host, port) in *allowed {
            assert!(hosts.allows(scheme, host, Some(*port)), "{scheme}://{host}:{port} by {entries:?}");
        }
        for (scheme, host, port) in *denied {
            assert!(!hosts.allows(scheme, host, Some(*port)), "{scheme}://{host}:{port} by {entries:?}");
        }
    }
}

#[test]
fn a_call_without_a_port_means_the_usual_one() {
    let hosts = AllowedHosts::parse(&["https://a.vn", "tcp://a.vn:*", "udp://a.vn:1..9"]).unwrap();
    assert!(hosts.allows("https", "a.vn", None));
    assert!(hosts.allows("tcp", "a.vn", None));
    assert!(!hosts.allows("udp", "a.vn", None));
}

#[test]
fn itself_may_be_called_by_self_or_by_any_host() {
    for (entry, http, https) in [
        ("http://self", true, false),
        ("*://self.alt:*", true, true),
        ("https://*", false, true),
        ("http://a.vn", false, false),
    ] {
        let hosts = AllowedHosts::parse(&[entry]).unwrap();
        assert_eq!((hosts.allows_self("http"), hosts.allows_self("https")), (http, https), "{entry}");
    }
}

#[test]
fn a_chained_name_says_its_component() {
    assert_eq!(chained_component("unit-lookup.spin.internal"), Some("unit-lookup"));
    assert_eq!(chained_component("a.b.spin.internal"), None);
    assert_eq!(chained_component("spin.internal"), None);
    assert_eq!(chained_component("a.spin.internal.vn"), None);
}

#[test]
fn what_is_not_understood_is_refused() {
    for (entry, why) in [
        ("insecure:allow-all", Why::AllowAll),
        ("*", Why::NoScheme),
        ("", Why::NoScheme),
        ("a.vn:80", Why::NoScheme),
        ("[::1]:8080", Why::NoScheme),
        ("{http,https}://a.vn", Why::List),
        ("HTTP://a.vn", Why::Scheme),
        ("h2://a.vn:80", Why::Scheme),
        ("://a.vn:80", Why::Scheme),
        ("http://{a,b}", Why::List),
        ("http://a.vn:{80,81}", Why::List),
        ("*://a.vn", Why::NoPort),
        ("tcp://a.vn", Why::NoPort),
        ("http://a.vn:http", Why::Port),
        ("http://a.vn:99999", Why::Port),
        ("http://a.vn:+80", Why::Port),
        ("http://a.vn:80..", Why::Port),
        ("http://a.vn:90..80", Why::Port),
        ("http://[::1]:99999", Why::Port),
        ("http://*.a.vn:8O8O", Why::Port),
        ("http://a.vn/path", Why::Path),
        ("http://a.vn//", Why::Path),
        ("http://a.vn:80/path", Why::Path),
        ("http://127.0.0.0/24/p", Why::Path),
        ("http://127.0.0.0/33", Why::Path),
        ("http://a.*.vn", Why::Wildcard),
        ("http://*.*.vn", Why::Wildcard),
        ("http://*.127.0.0.1", Why::Host),
        ("http://*.", Why::Host),
        ("http://", Why::Host),
        ("http://[::1", Why::Host),
        ("http://::1", Why::Host),
        ("http://dịch-vụ.vn", Why::Host),
        ("http://a%20b.vn", Why::Host),
        ("http://127.1", Why::Host),
        ("http://0x7f000001", Why::Host),
    ] {
        let error = AllowedHosts::parse(&["http://ok.vn", entry]).unwrap_err();
        assert_eq!(error, Error { entry: entry.into(), why }, "{error}");
        assert_eq!(error.to_string().lines().count(), 1);
    }
}

fn variables() -> Variables {
    let declare = |name: &str, value: &str| {
        let default = Some(Value::new(value));
        (name.to_owned(), Declaration { default, secret: true, ..Declaration::default() })
    };
    let declared = BTreeMap::from([declare("empty", ""), declare("host", "db.vn"), declare("broken", "hunter2 !")]);
    Variables::resolve(&declared, |_| None, "").unwrap()
}

fn resolve(entries: &[&str]) -> Result<AllowedHosts, Error> {
    let entries: Vec<_> = entries.iter().map(|entry| Template::parse(entry).unwrap()).collect();
    AllowedHosts::resolve(&entries, &variables())
}

#[test]
fn templates_are_filled_in_and_an_optional_service_falls_away() {
    let hosts =
        resolve(&["postgres://{{ host }}:{{empty}}", "https://{{ empty }}", "{{ empty }}", "http://a.vn"]).unwrap();
    assert_eq!(hosts, AllowedHosts::parse(&["postgres://db.vn", "http://a.vn"]).unwrap());
    assert_eq!(resolve(&["https://"]).unwrap_err().why, Why::Host);
    assert_eq!(resolve(&["redis://{{ empty }}"]).unwrap_err().why, Why::Host);
}

#[test]
fn an_error_shows_the_template_and_not_what_it_holds() {
    let error = resolve(&["http://{{broken}}"]).unwrap_err();
    assert!(
        error.to_string().starts_with("'http://{{ broken }}' in allowed_outbound_hosts: the host must be"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("hunter2"));
}
