use std::collections::BTreeSet;

use super::*;

fn entry(component: &str, path: &str, seconds: u64) -> Entry {
    let calls = Metrics::default().scheduled(component, path);
    Entry { component: component.to_owned(), path: path.to_owned(), every: Duration::from_secs(seconds), calls }
}

#[test]
fn first_calls_are_spread_over_the_second_half_of_a_period() {
    let mut firsts = BTreeSet::new();
    for component in ["a", "b", "dossier-submission", "status-query"] {
        for path in ["/sweep", "/send", "/"] {
            let first = entry(component, path, 60).first();
            assert!(
                first > Duration::from_secs(30) && first <= Duration::from_secs(60),
                "{component}{path}: {first:?}"
            );
            assert_eq!(first, entry(component, path, 60).first());
            firsts.insert(first);
        }
    }
    assert_eq!(firsts.len(), 12);
}

#[test]
fn the_longest_period_and_the_shortest_are_spread_too() {
    for seconds in [1, 86_400] {
        let (first, every) = (entry("a", "/sweep", seconds).first(), Duration::from_secs(seconds));
        assert!(first > every / 2 && first <= every, "{first:?}");
    }
}

#[test]
fn a_path_is_called_by_its_component_with_an_empty_post() {
    for path in ["/", "/sweep", "//x", "/gui/l%E1%BA%A1i;v=1"] {
        let request = request("status-query", path).expect("a request");
        let uri = request.uri();
        assert_eq!((request.method().as_str(), uri.scheme_str(), uri.path()), ("POST", Some("http"), path));
        assert_eq!((uri.host(), uri.query()), (Some("status-query.spin.internal"), None));
    }
}
