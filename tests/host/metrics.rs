//! `/metrics`: what Prometheus reads.

use crate::given::{Started, given, probe};

const DATABASES: [&str; 3] = ["motcua_sqlite_commits_total", "motcua_sqlite_syncs_total", "motcua_sqlite_waiting"];
const ALL: [&str; 7] = [
    "motcua_requests_total",
    "motcua_request_seconds_bucket",
    "motcua_instances",
    "motcua_requests_in_flight",
    "motcua_requests_queued",
    "motcua_requests_shed_total",
    "motcua_instance_failures_total",
];

/// Name, labels and value of each sample.
fn samples(application: &Started) -> Vec<(String, String, f64)> {
    let answer = application.get("/metrics").expect(200);
    assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("application/openmetrics-text")));
    let text = answer.text();
    assert!(text.ends_with("# EOF\n"), "{text}");
    let sample = |line: &str| {
        let (series, value) = line.rsplit_once(' ').expect("a value");
        let (name, labels) = series.split_once('{').expect("labels");
        let whose = if DATABASES.contains(&name) { "database=\"" } else { "component=\"" };
        assert!(labels.ends_with('}') && labels.contains(whose), "{line}");
        (name.to_owned(), labels.trim_end_matches('}').to_owned(), value.parse().expect("a number"))
    };
    text.lines().filter(|line| !line.starts_with('#')).map(sample).collect()
}

#[test]
fn every_component_and_database_has_every_metric_from_the_start() {
    let application = given(&[probe("a", ""), probe("b", "")].concat()).start();
    let samples = samples(&application);
    for metric in ALL {
        for component in ["a", "b"] {
            let label = format!("component=\"{component}\"");
            let is_there = samples.iter().any(|(name, labels, _)| name == metric && labels.contains(&label));
            assert!(is_there, "{metric} of {component}");
        }
    }
    for metric in DATABASES {
        for database in ["default", "key-value"] {
            assert_eq!(application.metric(&format!("{metric}{{database=\"{database}\"}}")), 0);
        }
    }
}

#[test]
fn answers_are_counted_by_component_and_status_and_their_time_in_buckets() {
    let application = given(&[probe("a", ""), probe("b", "")].concat()).start();
    for _ in 0..3 {
        application.does("/a/count", &[]);
    }
    application.get("/a/trap").expect(500);
    application.get("/nowhere").expect(404);
    assert_eq!(application.metric("motcua_requests_total{component=\"a\",status=\"2xx\"}"), 3);
    assert_eq!(application.metric("motcua_requests_total{component=\"a\",status=\"5xx\"}"), 1);
    assert_eq!(application.metric("motcua_requests_total{component=\"b\",status=\"2xx\"}"), 0);
    let of_a = |name: &str| {
        let samples = samples(&application).into_iter();
        samples.filter(|sample| sample.0 == name && sample.1.contains("\"a\"")).map(|sample| sample.2).collect()
    };
    let buckets: Vec<f64> = of_a("motcua_request_seconds_bucket");
    assert!(buckets.is_sorted() && buckets.last() == Some(&4.0), "{buckets:?}");
    assert_eq!(of_a("motcua_request_seconds_count"), vec![4.0]);
}
