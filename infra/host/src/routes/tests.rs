use super::*;

fn routes(patterns: &[&str]) -> Routes {
    Routes::new(patterns.iter().map(|raw| Pattern::parse(raw).unwrap()).enumerate())
}

/// The route that answers each path, `-` for none.
fn expect(patterns: &[&str], answers: &[(&str, &str)]) {
    let orders = [patterns.to_vec(), patterns.iter().rev().copied().collect()];
    for order in orders {
        let routes = routes(&order);
        for (path, answer) in answers {
            let found = routes.find(path).map_or("-", |found| found.route());
            assert_eq!(found, *answer, "{path} among {order:?}");
        }
    }
}

#[test]
fn text_matches_itself_only() {
    expect(
        &["/foo", "/foo/bar"],
        &[
            ("/foo", "/foo"),
            ("/foo/bar", "/foo/bar"),
            ("/foobar", "-"),
            ("/", "-"),
            ("/foo/bar/baz", "-"),
            ("/FOO", "-"),
        ],
    );
}

#[test]
fn slashes_at_either_end_do_not_count() {
    expect(&["/foo"], &[("/foo/", "/foo"), ("//foo//", "/foo"), ("/foo//", "/foo")]);
    expect(&["foo/"], &[("/foo", "foo/"), ("/foo/", "foo/")]);
    expect(&["/a//b"], &[("/a/b", "/a//b"), ("/a//b", "-")]);
}

#[test]
fn a_trailing_wildcard_matches_its_prefix_and_all_below() {
    expect(&["/a/..."], &[("/a", "/a/..."), ("/a/", "/a/..."), ("/a/b/c", "/a/..."), ("/ab", "-"), ("/", "-")]);
    expect(&["/..."], &[("/", "/..."), ("/a/b/", "/..."), ("*", "-"), ("", "-")]);
    expect(&["/a/*"], &[("/a", "/a/*"), ("/a/b", "/a/*")]);
}

#[test]
fn the_more_specific_wins_whatever_the_order() {
    expect(
        &["/...", "/", "/one", "/one/...", "/one/two/...", "/one/:id", "/:any", "/:any/..."],
        &[
            ("/", "/"),
            ("/one", "/one"),
            ("/two", "/:any"),
            ("/one/x", "/one/:id"),
            ("/one/two", "/one/two/..."),
            ("/one/two/three", "/one/two/..."),
            ("/one/x/y", "/one/..."),
            ("/two/x", "/:any/..."),
        ],
    );
}

#[test]
fn the_left_decides_before_the_length() {
    expect(&["/a/...", "/:x/b/c"], &[("/a/b/c", "/a/..."), ("/z/b/c", "/:x/b/c")]);
    expect(&["/a/:x/c", "/a/b/..."], &[("/a/b/c", "/a/b/..."), ("/a/z/c", "/a/:x/c")]);
}

#[test]
fn a_segment_may_end_at_a_dot() {
    expect(
        &["/:name.json", "/:name", "/v1.:minor", "/v1.0"],
        &[
            ("/a.json", "/:name.json"),
            ("/a.txt", "/:name"),
            ("/v1.7", "/v1.:minor"),
            ("/v1.0", "/v1.0"),
            ("/a/b.json", "-"),
        ],
    );
    let routes = routes(&["/:name.:format"]);
    let found = routes.find("/list.tar.gz").unwrap();
    assert_eq!(found.segments(), [("spin-path-match-name", "list"), ("spin-path-match-format", "tar.gz")]);
}

#[test]
fn a_first_segment_may_begin_with_a_dot() {
    // DIFFERENCE: in Spin, a catch-all written after it takes such a route over. Ours does not depend on the order.
    expect(&["/...", "/.well-known/acme"], &[("/.well-known/acme", "/.well-known/acme"), ("/.well-known", "/...")]);
}

#[test]
fn a_later_trigger_takes_over_the_same_route() {
    let routes = routes(&["/", "/foo", "/foo", "/..."]);
    assert_eq!(routes.find("/foo").unwrap().trigger(), Some(2));
    assert_eq!(routes.replaced(), [Replaced { route: "/foo".into(), earlier: 1, later: 2 }]);
    assert_eq!(routes.iter().collect::<Vec<_>>(), [("/foo", 2), ("/", 0), ("/...", 3)]);
}

#[test]
fn of_routes_that_differ_in_names_or_slashes_the_first_wins() {
    let routes = routes(&["/:a", "/:b", "/x/", "/x"]);
    assert_eq!(routes.find("/y").unwrap().trigger(), Some(0));
    assert_eq!(routes.find("/x").unwrap().trigger(), Some(2));
    assert!(routes.replaced().is_empty());
}

#[test]
fn path_info_keeps_one_slash_at_either_end() {
    for (route, path, info) in [
        ("/...", "/", "/"),
        ("/...", "/1/2/3", "/1/2/3"),
        ("/...", "//1", "/1"),
        ("/test/...", "/test", ""),
        ("/test/...", "/test/", "/"),
        ("/test/...", "/test//", "/"),
        ("/test/...", "/test/hello", "/hello"),
        ("/test/...", "/test/hello/", "/hello/"),
        ("/test/...", "/test/hello//", "/hello/"),
        ("/test/...", "/test//hello", "//hello"),
        ("/test/:x/...", "/test/hello/there", "/there"),
        ("/test", "/test/", ""),
        ("/:x", "/test", ""),
    ] {
        assert_eq!(routes(&[route]).find(path).unwrap().path_info(), info, "{path} on {route}");
    }
}

#[test]
fn segments_are_captured_as_sent() {
    let routes = routes(&["/1/:two/:Long_Name/..."]);
    let found = routes.find("/1/%C4%91/3/4/").unwrap();
    assert_eq!(found.segments(), [("spin-path-match-two", "%C4%91"), ("spin-path-match-long-name", "3")]);
    // An empty segment in the middle is a segment, as in Spin.
    assert_eq!(routes.find("/1//3").unwrap().segments()[0].1, "");
    assert!(routes.find("/1/2").is_none());
}

#[test]
fn a_route_that_can_mean_nothing_is_refused() {
    for (route, error) in [
        ("/thủ-tục", Error::Character('ủ')),
        ("/a b", Error::Character(' ')),
        ("/a?b=c", Error::Character('?')),
        ("/a/:", Error::Unnamed),
        ("/a/:x:y", Error::Name("x:y".into())),
        ("/:a_b/:A-B", Error::NamedTwice("A-B".into())),
        ("/.../a", Error::Wildcard("...".into())),
        ("/a...", Error::Wildcard("a...".into())),
        ("/a/*/b", Error::Wildcard("*".into())),
        ("/a*", Error::Wildcard("a*".into())),
        ("/a/.b", Error::LeadingDot(".b".into())),
        ("/.well-known/spin/...", Error::Reserved),
        ("/.well-known/spin/health", Error::Reserved),
    ] {
        assert_eq!(Pattern::parse(route), Err(error), "{route}");
    }
    assert!(Pattern::parse("/.well-known/spindle/...").is_ok());
}

#[test]
fn the_host_answers_below_well_known_itself() {
    assert_eq!(well_known("/.well-known/spin/health"), Some(WellKnown::Health));
    assert_eq!(well_known("/.well-known/spin/info"), Some(WellKnown::Info));
    assert_eq!(well_known("/.well-known/spin/"), Some(WellKnown::Unknown));
    assert_eq!(well_known("/.well-known/spin"), None);
}

fn told(route: &str, path: &str) -> Vec<String> {
    let routes = routes(&[route]);
    let origin = Origin {
        scheme: "https",
        host: "motcua.example:3000",
        path_and_query: &format!("{path}?q=1"),
        client: "127.0.0.1:8777".parse().unwrap(),
    };
    let found = routes.find(path).unwrap();
    headers(&found, &origin).into_iter().map(|(name, value)| format!("{name}: {value}")).collect()
}

#[test]
fn a_guest_is_told_its_route_as_spin_tells_it() {
    assert_eq!(
        told("/foo/:userid/...", "/foo/42/bar"),
        [
            "spin-path-info: /bar",
            "spin-full-url: https://motcua.example:3000/foo/42/bar?q=1",
            "spin-matched-route: /foo/:userid/...",
            "spin-base-path: /",
            "spin-raw-component-route: /foo/:userid/...",
            "spin-component-route: /foo/:userid",
            "spin-client-addr: 127.0.0.1:8777",
            "spin-path-match-userid: 42",
        ]
    );
}

#[test]
fn the_root_and_a_catch_all_are_told_as_spin_tells_them() {
    for (route, lines) in [
        ("/", ["spin-matched-route: ", "spin-raw-component-route: /", "spin-component-route: /"]),
        ("/...", ["spin-matched-route: /...", "spin-raw-component-route: /...", "spin-component-route: "]),
        ("...", ["spin-matched-route: /...", "spin-raw-component-route: ...", "spin-component-route: ..."]),
    ] {
        let told = told(route, "/");
        assert!(lines.iter().all(|line| told.iter().any(|has| has == line)), "{route}: {told:?}");
    }
}

#[test]
fn a_chained_request_has_its_whole_path_as_path_info() {
    let routes = routes(&["/other"]);
    let found = routes.chained("/a/b/");
    assert_eq!((found.trigger(), found.route(), found.path_info()), (None, "/...", "/a/b/"));
}

#[test]
fn a_client_may_not_speak_for_the_host() {
    for name in ["spin-path-info", "Spin-Client-Addr", "SPIN-path-match-id", "spin-"] {
        assert!(is_spin_header(name), "{name}");
    }
    for name in ["spinner", "x-spin-a", "spin", "", "đặng"] {
        assert!(!is_spin_header(name), "{name}");
    }
}
