use super::*;
use crate::allowed_hosts::AllowedHosts;
use crate::variables::{Value, Variables};

const WHOLE: &str = r#"
spin_manifest_version = 2

[application]
name = "motcua"
version = "0.1.0"
description = "Cổng dịch vụ công"
authors = ["a@b.vn"]
targets = ["spin-up:4.1"]

[application.trigger.http]
base = "/"

[application.tool.motcua]
body_bytes_max = 2_000_000
cpu_ms_max = 500
databases = { archive = "data/archive.db" }

[application.tool.other]
anything = { goes = true }

[variables]
token = { required = true, secret = true, description = "who may publish" }
mirror = { default = "" }

[[trigger.http]]
id = "lookup"
route = "/api/procedures/..."
component = "procedure-lookup"
executor = { type = "http" }

[[trigger.http]]
route = { private = true }
component = "procedure-lookup"

[[trigger.http]]
route = "/old"
static_response = { status_code = 308, headers = { location = "/api" }, body = "moved" }

[component.procedure-lookup]
source = "target/lookup.wasm"
description = "finds procedures"
environment = { LANG = "vi", LEVEL = "info" }
variables = { bearer = "Bearer {{ token }}" }
files = ["assets/**/*.txt", { source = "infra/data", destination = "/data" }]
exclude_files = ["assets/draft/*"]
sqlite_databases = ["default", "archive"]
key_value_stores = ["default"]
allowed_outbound_hosts = ["https://{{ mirror }}", "http://*.spin.internal"]
ai_models = []
build = { command = "cargo build", workdir = ".", watch = ["src/**/*.rs"] }

[component.procedure-lookup.dependencies]
"motcua:store" = { path = "target/store_sqlite.wasm", inherit_configuration = ["sqlite_databases"] }
"motcua:clock/now@0.1.0" = { component = "clock", export = "motcua:clock/now@0.1.0" }
plain-name = { path = "target/plain.wasm", inherit_configuration = true }

[component.procedure-lookup.tool.motcua]
cpu_ms_max = 2000
schedule = [{ path = "/sweep", every_seconds = 60 }, { path = "/gui/l%E1%BA%A1i", every_seconds = 86_400 }]

[component.procedure-lookup.profile.postgres]
source = "target/lookup_pg.wasm"
environment = { LEVEL = "debug" }
build.command = ["cargo build", "wac plug"]
[component.procedure-lookup.profile.postgres.dependencies]
"motcua:store" = { path = "target/store_postgres.wasm", inherit_configuration = ["allowed_outbound_hosts"] }

[component.clock]
source = "target/clock.wasm"
"#;

fn whole(profile: Option<&str>) -> Component {
    parse("spin.toml", WHOLE, profile).unwrap().components.remove("procedure-lookup").unwrap()
}

fn store(component: &Component) -> (&str, &Inherit) {
    let dependency = component.dependencies.iter().find(|dependency| dependency.name == "motcua:store").unwrap();
    (dependency.path.to_str().unwrap(), &dependency.inherit)
}

#[test]
fn a_manifest_with_everything_is_read() {
    let app = parse("spin.toml", WHOLE, None).unwrap();
    assert_eq!((app.name.as_str(), app.version.as_deref(), app.authors.len()), ("motcua", Some("0.1.0"), 1));
    assert_eq!(app.settings, Settings { body_bytes_max: 2_000_000, cpu_ms_max: 500, ..Settings::default() });
    assert_eq!(app.databases, BTreeMap::from([("archive".into(), PathBuf::from("data/archive.db"))]));
    assert!(app.variables["token"].secret && app.variables["token"].default.is_none());
    assert_eq!(app.variables["mirror"].default, Some(Value::new("")));

    let routes = app.routes();
    assert_eq!(routes.find("/api/procedures/1").unwrap().trigger(), Some(0));
    assert_eq!(routes.find("/old").unwrap().trigger(), Some(2));
    assert_eq!(routes.iter().count(), 2);
    assert_eq!(app.triggers[1].route, None);
    let Target::Static(fixed) = &app.triggers[2].target else { panic!("{:?}", app.triggers[2]) };
    assert_eq!((fixed.status.as_u16(), fixed.body.as_str(), fixed.headers.len()), (308, "moved", 1));
    assert_eq!(fixed.headers["location"], "/api");
}

#[test]
fn a_component_is_read_with_all_it_may_touch() {
    let component = whole(None);
    assert_eq!(component.settings, Settings { body_bytes_max: 2_000_000, cpu_ms_max: 2000, ..Settings::default() });
    assert_eq!(component.sqlite_databases, ["default", "archive"]);
    assert_eq!(component.files[0], Mount::Pattern("assets/**/*.txt".into()));
    assert_eq!(component.files[1], Mount::Placed { source: "infra/data".into(), destination: "/data".into() });
    assert_eq!(component.build.as_ref().unwrap().commands, ["cargo build"]);
    let app = parse("spin.toml", WHOLE, None).unwrap();
    let variables = Variables::resolve(&app.variables, |_| Some("x".into()), "").unwrap();
    assert_eq!(variables.of_component(&component.variables).unwrap()["bearer"].expose(), "Bearer x");
    let hosts = AllowedHosts::resolve(&component.allowed_outbound_hosts, &variables).unwrap();
    assert!(hosts.allows("https", "x", None) && hosts.allows("http", "clock.spin.internal", None));
}

#[test]
fn a_schedule_is_read_in_the_order_written() {
    let entry = |path: &str, every_seconds| Scheduled { path: path.to_owned(), every_seconds };
    assert_eq!(whole(None).schedule, [entry("/sweep", 60), entry("/gui/l%E1%BA%A1i", 86_400)]);
    assert_eq!(whole(Some("postgres")).schedule, whole(None).schedule);
    let more = "[[component.a.tool.motcua.schedule]]\npath = \"/\"\nevery_seconds = 1";
    assert_eq!(app("", "", more).components["a"].schedule, [entry("/", 1)]);
    assert!(app("", "", "").components["a"].schedule.is_empty());
}

#[test]
fn dependencies_inherit_what_is_written_and_nothing_else() {
    let component = whole(None);
    assert_eq!(component.dependencies.len(), 3);
    let (path, inherit) = store(&component);
    assert_eq!(path, "target/store_sqlite.wasm");
    assert!(inherit.includes("sqlite_databases") && !inherit.includes("variables"));
    let by_name = |import| component.dependencies.iter().find(|dependency| dependency.is_for(import)).unwrap();
    assert_eq!(by_name("plain-name").inherit, Inherit::All);
    assert_eq!(by_name("motcua:clock/now@0.1.0").path, PathBuf::from("target/clock.wasm"));
    assert_eq!(by_name("motcua:clock/now@0.1.0").inherit, Inherit::Some([].into()));
}

#[test]
fn a_profile_replaces_the_source_and_adds_to_the_rest() {
    let component = whole(Some("postgres"));
    assert_eq!(component.source, PathBuf::from("target/lookup_pg.wasm"));
    assert_eq!(component.environment["LEVEL"], "debug");
    assert_eq!(component.environment["LANG"], "vi");
    assert_eq!(component.dependencies.len(), 3);
    assert_eq!(
        store(&component),
        ("target/store_postgres.wasm", &Inherit::Some(["allowed_outbound_hosts".to_owned()].into()))
    );
    let build = component.build.clone().unwrap();
    assert_eq!((build.commands.len(), build.workdir.as_deref()), (2, Some(".")));
    assert_eq!(component.sqlite_databases, whole(None).sqlite_databases);
}

#[test]
fn a_component_without_the_profile_stays_as_it_is() {
    let clock = |profile| parse("spin.toml", WHOLE, profile).unwrap().components.remove("clock");
    assert_eq!(clock(Some("postgres")), clock(None));
}

#[test]
fn an_unknown_profile_is_told_with_those_there_are() {
    let error = parse("spin.toml", WHOLE, Some("postgers")).unwrap_err().to_string();
    assert_eq!(error, "spin.toml: no component has the profile 'postgers': there are 'postgres'");
}

#[test]
fn a_dependency_on_a_component_follows_its_profile() {
    let more = "[component.a.dependencies]\n\"x:y\" = { component = \"b\" }\n[component.b]\nsource = \"b.wasm\"\n\
                [component.b.profile.debug]\nsource = \"b_debug.wasm\"";
    let app = parse("spin.toml", &manifest("", "", more), Some("debug")).unwrap();
    let paths: Vec<_> = app.components["a"].dependencies.iter().map(|dependency| dependency.path.clone()).collect();
    assert_eq!(paths, [PathBuf::from("b_debug.wasm")]);
}

#[test]
fn all_dependencies_may_inherit_everything_at_once() {
    let app =
        app("", "dependencies_inherit_configuration = true\ndependencies = { \"x:y\" = { path = \"y.wasm\" } }", "");
    assert!(app.components["a"].dependencies.iter().all(|dependency| dependency.inherit == Inherit::All));
}

#[test]
fn dependencies_match_imports_as_in_spin() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("x:y/z@0.1.0", &["x:y/z@0.1.0"], &["x:y/z", "x:y/z@0.1.1"]),
        ("x:y/z", &["x:y/z@0.1.0", "x:y/z"], &["x:y/w", "x:y/z-w", "x:yy/z"]),
        ("x:y", &["x:y/z@0.1.0", "x:y/w"], &["x:w/z", "x:y"]),
        ("x:y@0.1.0", &["x:y/z@0.1.0"], &["x:y/z"]),
        ("x-y", &["x-y"], &["x:y/z"]),
    ];
    for (name, matching, others) in cases {
        let text = manifest("", &format!("dependencies = {{ \"{name}\" = {{ path = \"p\" }} }}"), "");
        let app = read(&text).unwrap();
        let dependency = &app.components["a"].dependencies[0];
        assert!(matching.iter().all(|import| dependency.is_for(import)), "{name}");
        assert!(!others.iter().any(|import| dependency.is_for(import)), "{name}");
    }
}

#[test]
fn several_triggers_may_name_a_component_and_some_components_none() {
    let more = "[[trigger.http]]\nroute = \"/b\"\ncomponent = \"a\"\n[component.unused]\nsource = \"u.wasm\"";
    let app = app("", "", more);
    assert_eq!((app.triggers.len(), app.components.len()), (2, 2));
}

#[test]
fn missing_wasm_is_told_with_what_to_do() {
    let base = std::env::temp_dir().join(format!("motcua-manifest-{}", std::process::id()));
    std::fs::create_dir_all(&base).unwrap();
    std::fs::write(base.join("a.wasm"), "").unwrap();
    let alone = app("", "", "");
    let with_part = app("", "dependencies = { \"x:y\" = { path = \"parts/y.wasm\" } }", "");
    assert!(find_wasm(&alone, &base).is_ok());
    let error = find_wasm(&with_part, &base).unwrap_err().to_string();
    assert_eq!(error, "component 'a': parts/y.wasm not found: run cargo xtask build");
    std::fs::remove_dir_all(&base).unwrap();
}

#[test]
fn a_manifest_that_is_not_there_is_told_by_its_path() {
    let error = super::super::read(Path::new("/nowhere/spin.toml"), None).unwrap_err().to_string();
    assert!(error.starts_with("/nowhere/spin.toml: cannot be read: "), "{error}");
}
