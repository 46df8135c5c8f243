//! What a part may do: nothing of its function's, but what it inherits by name. Each permission has its twin, the denial.

use crate::gate::Gate;
use crate::given::{Started, given, probe_with_part};

/// A right: its key, what is tried with what, how the denial begins.
#[rustfmt::skip]
const RIGHTS: [(&str, &str, &str, &str); 5] = [
    ("sqlite_databases", "sqlite",      "default",        "Error::AccessDenied"),
    ("key_value_stores", "key-value",   "default",        "Error::AccessDenied"),
    ("variables",        "variable",    "place",          "Error::Undefined"),
    ("environment",      "environment", "PLACE",          "environment variable not found"),
    ("files",            "files",       "/docs/one.txt",  ""),
];

/// All that a function can be given; its part gets what `inherit` says.
fn function(id: &str, inherit: &str) -> String {
    let rights = r#"sqlite_databases = ["default"]
        key_value_stores = ["default"]
        variables = { place = "Huế" }
        environment = { PLACE = "Huế" }
        files = [{ source = "assets", destination = "/docs" }]
        allowed_outbound_hosts = ["http://127.0.0.1:*"]"#;
    probe_with_part(id, inherit, rights)
}

fn started(manifest: &str) -> Started {
    given(manifest).file("assets/one.txt", "Huế").start()
}

fn part(application: &Started, function: &str, what: &str, about: &str) -> String {
    let answer = application.does(&format!("/{function}/part"), &[("what", what), ("about", about)]);
    answer.as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

#[test]
fn a_part_is_denied_what_its_function_has() {
    let application = started(&function("a", ""));
    for (right, what, about, denial) in RIGHTS {
        let said = part(&application, "a", what, about);
        assert!(said.starts_with(denial) && said != "opened" && said != "Huế", "{right}: {said}");
    }
    let gate = Gate::new();
    assert_eq!(part(&application, "a", "get", &gate.url), "ErrorCode::HttpRequestDenied");
    // The function itself has all of it.
    for path in ["/a/sqlite/sync", "/a/sqlite/async", "/a/key-value/keys"] {
        let answer = application.does(path, &[("label", "default"), ("sql", "SELECT 1")]);
        assert!(answer.get("error").is_none(), "{path}: {answer}");
    }
    assert_eq!(application.does("/a/variable", &[("name", "place")]), "Huế");
    assert_eq!(application.does("/a/environment", &[])["PLACE"], "Huế");
    assert_eq!(application.does("/a/read", &[("path", "/docs/one.txt")]), "Huế");
}

#[test]
fn a_part_has_the_right_that_it_inherits_by_name_and_no_other() {
    let id = |right: &str| right.replace('_', "-");
    let functions = RIGHTS.map(|(right, ..)| function(&id(right), &format!(", inherit_configuration = [\"{right}\"]")));
    let application = started(&functions.concat());
    for (inherited, ..) in RIGHTS {
        for (right, what, about, denial) in RIGHTS {
            let said = part(&application, &id(inherited), what, about);
            let has = said == "opened" || said == "Huế";
            assert_eq!(has, right == inherited, "with {inherited}, {what}: {said}");
            assert!(has || said.starts_with(denial), "with {inherited}, {what}: {said}");
        }
    }
}

#[test]
fn a_part_calls_out_when_it_inherits_the_allow_list() {
    let gate = Gate::new();
    let application = started(&function("a", ", inherit_configuration = [\"allowed_outbound_hosts\"]"));
    let url = gate.url.clone();
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| part(&application, "a", "get", &url));
        gate.visitor().pass();
        assert_eq!(asked.join().expect("an answer"), "passed");
    });
    assert_eq!(part(&application, "a", "get", "http://example.com/"), "ErrorCode::HttpRequestDenied");
}

#[test]
fn a_part_that_inherits_all_has_all_of_its_functions_and_nothing_beyond() {
    let all = ", inherit_configuration = true";
    let application = started(&[function("a", all), probe_with_part("b", all, "")].concat());
    for (right, what, about, denial) in RIGHTS {
        let said = part(&application, "a", what, about);
        assert!(said == "opened" || said == "Huế", "{right}: {said}");
        assert!(part(&application, "b", what, about).starts_with(denial), "{right}");
    }
}

#[test]
fn a_part_that_traps_ends_one_request() {
    let application = started(&function("a", ""));
    application.query("/a/part", &[("what", "trap")]).expect(500).problem("failed");
    application.does("/a/count", &[]);
}
