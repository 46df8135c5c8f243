use super::*;

/// Lines for [application], [component.a] and the end, and the error that they give.
#[rustfmt::skip]
const CASES: &[(&str, &str, &str, &str)] = &[
    // Unknown keys, wherever they are.
    ("nam = 1", "", "", "spin.toml:4: application: unknown key 'nam': known are 'targets', 'name', 'version', 'description', 'authors', 'trigger', 'tool'"),
    ("", "sqlite = []", "", "spin.toml:10: component 'a': unknown key 'sqlite': known are "),
    ("", "", "[server]", "spin.toml:11: manifest: unknown key 'server': known are 'spin_manifest_version', 'application', 'variables', 'component', 'trigger'"),
    ("", "", "[variables]\nx = { default = \"\", secrt = true }", "spin.toml:12: variable 'x': unknown key 'secrt'"),
    ("", "", "[[trigger.http]]\nroute = \"/x\"\ncomponent = \"a\"\nroutes = 1", "spin.toml:14: trigger.http: unknown key 'routes'"),
    ("", "build = { command = \"x\", dir = \"y\" }", "", "spin.toml:10: component 'a' build: unknown key 'dir'"),
    ("", "", "[component.a.profile.p]\nsqlite_databases = []", "spin.toml:12: component 'a' profile 'p': unknown key 'sqlite_databases': known are 'source', 'environment', 'dependencies', 'build'"),
    ("", "dependencies = { \"x:y\" = { path = \"p\", exports = \"e\" } }", "", "spin.toml:10: component 'a' dependency 'x:y': unknown key 'exports'"),
    ("tool.motcua.body_max = 1", "", "", "spin.toml:4: application.tool.motcua: unknown key 'body_max': known are 'body_bytes_max', "),
    ("", "tool.motcua.databases = {}", "", "spin.toml:10: component 'a' tool.motcua: unknown key 'databases'"),
    // What Spin runs and we do not.
    ("", "ai_models = [\"llama\"]", "", "spin.toml:10: component 'a': 'ai_models' is not supported by this host: remove it"),
    ("", "allowed_http_hosts = []", "", "spin.toml:10: component 'a': 'allowed_http_hosts' is not supported by this host: write allowed_outbound_hosts"),
    ("", "", "[component.b]\nsource = { url = \"https://x\", digest = \"sha256:0\" }", "spin.toml:12: component 'b': 'url' is not supported by this host: download the file"),
    ("", "", "[component.b]\nsource = { registry = \"r\", package = \"x:y\", version = \"1.0.0\" }", "spin.toml:12: component 'b': 'registry' is not supported by this host"),
    ("", "dependencies = { \"x:y\" = \">=0.1\" }", "", "spin.toml:10: component 'a' dependencies: a version for 'x:y' is not supported by this host: download it"),
    ("", "dependencies = { \"x:y\" = { version = \"1\", registry = \"r\" } }", "", "spin.toml:10: component 'a' dependency 'x:y': 'version' is not supported"),
    ("", "dependencies = { \"x:y\" = { url = \"u\", digest = \"d\" } }", "", "spin.toml:10: component 'a' dependency 'x:y': 'url' is not supported"),
    ("trigger.http.base = \"/vi\"", "", "", "spin.toml:4: application.trigger.http: a 'base' path is not supported by this host: write it in front of each route"),
    ("trigger.redis.address = \"x\"", "", "", "spin.toml:4: application.trigger: the trigger 'redis' is not supported by this host"),
    ("", "", "[[trigger.cron]]\ncron_expression = \"x\"", "spin.toml:11: trigger: the trigger 'cron' is not supported by this host: remove it, only 'http' is"),
    ("", "", "[[trigger.http]]\nroute = \"/x\"\ncomponent = { source = \"x.wasm\" }", "spin.toml:13: trigger.http: a component within a trigger is not supported by this host"),
    ("", "", "[[trigger.http]]\nroute = \"/x\"\ncomponent = \"a\"\nexecutor = { type = \"wagi\" }", "spin.toml:14: trigger.http executor: this executor is not supported by this host"),
    ("", "", "[[trigger.http]]\nroute = \"/x\"\ncomponent = \"a\"\ndependencies = {}", "spin.toml:14: trigger.http: 'dependencies' is not supported"),
    // What is missing or of the wrong kind.
    ("", "", "[component.b]", "spin.toml:11: component 'b': 'source' is missing: add it"),
    ("", "", "[[trigger.http]]\ncomponent = \"a\"", "spin.toml:11: trigger.http: 'route' is missing"),
    ("version = 1", "", "", "spin.toml:4: application: 'version' must be a string, not a whole number"),
    ("", "files = \"x\"", "", "spin.toml:10: component 'a': 'files' must be an array, not a string"),
    ("", "sqlite_databases = [\"default\",\n1]", "", "spin.toml:11: component 'a': 'sqlite_databases' must be a string, not a whole number"),
    ("", "environment = { A = true }", "", "spin.toml:10: component 'a' environment: 'A' must be a string, not true or false"),
    ("tool.motcua.cpu_ms_max = 1.5", "", "", "spin.toml:4: application.tool.motcua: 'cpu_ms_max' must be a whole number, not a fraction"),
    // Triggers.
    ("", "", "[[trigger.http]]\nroute = \"/x\"\ncomponent = \"b\"", "spin.toml:13: trigger.http: there is no component 'b': there are 'a'"),
    ("", "", "[[trigger.http]]\nroute = \"/a/.../b\"\ncomponent = \"a\"", "spin.toml:12: trigger.http: route '/a/.../b' has '...' where it means nothing: a wildcard is '/...' at the end"),
    ("", "", "[[trigger.http]]\nroute = \"/.well-known/spin/x\"\ncomponent = \"a\"", "spin.toml:12: trigger.http: route '/.well-known/spin/x' lies below /.well-known/spin/"),
    ("", "", "[[trigger.http]]\nroute = { private = false }\ncomponent = \"a\"", "spin.toml:12: trigger.http: 'route' must be a path or { private = true }"),
    ("", "", "[[trigger.http]]\nroute = \"/x\"", "spin.toml:11: trigger.http: must have either a component or a static_response"),
    ("", "", "[[trigger.http]]\nroute = \"/x\"\ncomponent = \"a\"\nstatic_response = {}", "spin.toml:11: trigger.http: must have either"),
    ("", "", "[[trigger.http]]\nroute = \"/x\"\nstatic_response = { status_code = 101 }", "spin.toml:13: trigger.http static_response: 'status_code' must be 200 to 599"),
    ("", "", "[[trigger.http]]\nroute = \"/x\"\nstatic_response = { headers = { \"a b\" = \"c\" } }", "spin.toml:13: trigger.http static_response: 'a b' is no valid header"),
    ("", "", "[[trigger.http]]\nroute = \"/x\"\nstatic_response = { headers = { a = \"b\\nc\" } }", "spin.toml:13: trigger.http static_response: 'a' is no valid header"),
    // Names, labels, hosts, variables.
    ("", "", "[component.b_c]\nsource = \"x\"", "spin.toml:11: components: 'b_c' is no id of a component: write words joined by '-'"),
    ("", "", "[variables]\nA = { default = \"\" }", "spin.toml:12: variables: 'A' is no name of a variable: write lower-case words joined by '_'"),
    ("", "", "[variables]\na-b = { default = \"\" }", "spin.toml:12: variables: 'a-b' is no name of a variable"),
    ("", "", "[variables]\na = {}", "spin.toml:12: variable 'a': must have either required = true or a default"),
    ("", "", "[variables]\na = { required = true, default = \"hunter2\" }", "spin.toml:12: variable 'a': must have either required = true or a default: write one of them"),
    ("", "variables = { a = \"{{ b }}\" }", "", "spin.toml:10: component 'a' variables: '{{ b }}' names the variable 'b', which is not declared: add it to [variables]"),
    ("", "variables = { a = \"{{ b\" }", "", "spin.toml:10: component 'a' variables: '{{ b': a template has '{{' without '}}': close it"),
    ("", "allowed_outbound_hosts = [\n\"http://x\",\n\"x\"]", "", "spin.toml:12: component 'a': 'x' in allowed_outbound_hosts: has no scheme"),
    ("", "allowed_outbound_hosts = [\"insecure:allow-all\"]", "", "spin.toml:10: component 'a': 'insecure:allow-all' in allowed_outbound_hosts: allows everything"),
    ("", "allowed_outbound_hosts = [\"http://{{ h }}\"]", "", "spin.toml:10: component 'a': 'http://{{ h }}' names the variable 'h', which is not declared"),
    ("", "sqlite_databases = [\"archive\"]", "", "spin.toml:10: component 'a': 'archive' is no known database: add it to [application.tool.motcua.databases]"),
    ("", "key_value_stores = [\"cache\"]", "", "spin.toml:10: component 'a': 'cache' is no known key-value store: use 'default', there is no other"),
    ("tool.motcua.databases = { \"a b\" = \"x\" }", "", "", "spin.toml:4: application.tool.motcua.databases: 'a b' is no label"),
    ("", "files = [\"assets/..\"]", "", "spin.toml:10: component 'a': an entry of 'files' cannot end in '.' or '..'"),
    ("", "files = [{ source = \"x\", destination = \"/../etc\" }]", "", "spin.toml:10: component 'a' files: destination '/../etc' must begin with '/'"),
    ("", "files = [{ source = \"x\" }]", "", "spin.toml:10: component 'a' files: 'destination' is missing"),
    // Settings.
    ("tool.motcua.queue_max = 0", "", "", "spin.toml:4: application.tool.motcua: 'queue_max' must be at least 1: leave it out for the usual value"),
    ("", "tool.motcua.idle_seconds = -1", "", "spin.toml:10: component 'a' tool.motcua: 'idle_seconds' must be at least 1"),
    ("", "tool.motcua.header_bytes_max = 1", "", "spin.toml:10: component 'a' tool.motcua: 'header_bytes_max' holds for the whole server: write it under [application.tool.motcua]"),
    // The schedule.
    ("", "tool.motcua.schedule = 60", "", "spin.toml:10: component 'a' tool.motcua: 'schedule' must be an array, not a whole number"),
    ("", "tool.motcua.schedule = []", "", "spin.toml:10: component 'a' tool.motcua: 'schedule' must have 1 to 8 entries: leave it out for none"),
    ("", "tool.motcua.schedule = [\"/sweep\"]", "", "spin.toml:10: component 'a' tool.motcua: 'schedule' must be a table, not a string"),
    ("", "tool.motcua.schedule = [{ path = \"/a\", every_seconds = 1, method = \"GET\" }]", "", "spin.toml:10: component 'a' tool.motcua schedule: unknown key 'method': known are 'path', 'every_seconds'"),
    ("", "tool.motcua.schedule = [{ every_seconds = 1 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: 'path' is missing: add it"),
    ("", "tool.motcua.schedule = [{ path = \"/a\" }]", "", "spin.toml:10: component 'a' tool.motcua schedule: 'every_seconds' is missing: add it"),
    ("", "tool.motcua.schedule = [{ path = \"/a\", every_seconds = \"1\" }]", "", "spin.toml:10: component 'a' tool.motcua schedule: 'every_seconds' must be a whole number, not a string"),
    ("", "tool.motcua.schedule = [{ path = \"/a\", every_seconds = 0 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: 'every_seconds' must be 1 to 86400"),
    ("", "tool.motcua.schedule = [{ path = \"/a\", every_seconds = -1 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: 'every_seconds' must be 1 to 86400"),
    ("", "tool.motcua.schedule = [{ path = \"/a\", every_seconds = 86_401 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: 'every_seconds' must be 1 to 86400"),
    ("", "tool.motcua.schedule = [{ path = \"a\", every_seconds = 1 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: 'a' is no path: begin with '/', and write neither query nor fragment"),
    ("", "tool.motcua.schedule = [{ path = \"\", every_seconds = 1 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: '' is no path"),
    ("", "tool.motcua.schedule = [{ path = \"/a?b\", every_seconds = 1 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: '/a?b' is no path"),
    ("", "tool.motcua.schedule = [{ path = \"/a#b\", every_seconds = 1 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: '/a#b' is no path"),
    ("", "tool.motcua.schedule = [{ path = \"/a b\", every_seconds = 1 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: '/a b' is no path"),
    ("", "tool.motcua.schedule = [{ path = \"/a\", every_seconds = 1 }, { path = \"/a\", every_seconds = 2 }]", "", "spin.toml:10: component 'a' tool.motcua schedule: '/a' has two entries: keep one of them"),
    ("", "tool.motcua.schedule = [{ path = \"/1\", every_seconds = 1 }, { path = \"/2\", every_seconds = 1 }, { path = \"/3\", every_seconds = 1 }, { path = \"/4\", every_seconds = 1 }, { path = \"/5\", every_seconds = 1 }, { path = \"/6\", every_seconds = 1 }, { path = \"/7\", every_seconds = 1 }, { path = \"/8\", every_seconds = 1 }, { path = \"/9\", every_seconds = 1 }]", "", "spin.toml:10: component 'a' tool.motcua: 'schedule' must have 1 to 8 entries"),
    ("tool.motcua.schedule = []", "", "", "spin.toml:4: application.tool.motcua: unknown key 'schedule'"),
    // Dependencies.
    ("", "dependencies = { \"x:y:z\" = { path = \"p\" } }", "", "spin.toml:10: component 'a' dependencies: 'x:y:z' is no import"),
    ("", "dependencies = { \"x:y@1\" = { path = \"p\" } }", "", "spin.toml:10: component 'a' dependencies: 'x:y@1' is no import"),
    ("", "dependencies = { \"x:y\" = {} }", "", "spin.toml:10: component 'a' dependency 'x:y': must have either a path or a component"),
    ("", "dependencies = { \"x:y\" = { path = \"p\", export = \"e\" } }", "", "spin.toml:10: component 'a' dependency 'x:y': an 'export' cannot stand for a whole package"),
    ("", "dependencies = { \"x:y\" = { component = \"b\" } }", "", "spin.toml:10: component 'a' dependency 'x:y': there is no component 'b': there are 'a'"),
    ("", "dependencies = { \"x:y\" = { component = \"b\" } }", "[component.b]\nsource = \"b\"\nfiles = [\"f\"]", "spin.toml:10: component 'a' dependency 'x:y': component 'b' cannot be a dependency, for its own 'files' would not hold"),
    ("", "dependencies = { \"x:y\" = { path = \"p\", inherit_configuration = [\"sqlite\"] } }", "", "spin.toml:10: component 'a' dependency 'x:y': 'sqlite' cannot be inherited: there are 'allowed_outbound_hosts', "),
    ("", "dependencies_inherit_configuration = false\ndependencies = { \"x:y\" = { path = \"p\", inherit_configuration = true } }", "", "spin.toml:8: component 'a': has dependencies_inherit_configuration and"),
    ("", "", "[component.a.dependencies]\n\"x:y\" = { path = \"p\" }\n\"x:y/z\" = { path = \"q\" }", "spin.toml:13: component 'a' dependency 'x:y/z': is for the same imports as 'x:y': name interfaces or versions"),
    ("", "", "[component.a.dependencies]\n\"x:y@1.0.0\" = { path = \"p\" }\n\"x:y@1.2.0\" = { path = \"q\" }", "spin.toml:13: component 'a' dependency 'x:y@1.2.0': is for the same imports as 'x:y@1.0.0'"),
    // TOML itself.
    ("name = \"twice\"", "", "", "spin.toml:4: not valid TOML: duplicate key"),
    ("x = [", "", "", "spin.toml:"),
];

#[test]
fn each_mistake_is_one_line_that_says_where_and_what() {
    for (application, component, more, expected) in CASES {
        let error = match read(&manifest(application, component, more)) {
            Ok(_) => panic!("accepted: {application} {component} {more}"),
            Err(error) => error.to_string(),
        };
        assert!(error.starts_with(expected), "\n   said {error}\nexpected {expected}");
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn dependencies_on_other_interfaces_or_versions_do_not_overlap() {
    for (one, other) in [
        ("x:y/a", "x:y/b"),
        ("x:y@0.1.0", "x:y@0.2.0"),
        ("x:y@0.0.1", "x:y@0.0.2"),
        ("x:y@1.0.0-rc", "x:y@1.0.0"),
        ("x:y", "x:z"),
    ] {
        let dependencies =
            format!("dependencies = {{ \"{one}\" = {{ path = \"p\" }}, \"{other}\" = {{ path = \"q\" }} }}");
        assert_eq!(app("", &dependencies, "").components["a"].dependencies.len(), 2);
    }
}

#[test]
fn only_manifest_version_2_is_read() {
    for (text, expected) in [
        ("", "spin.toml:1: manifest: 'spin_manifest_version' is missing: add it"),
        (
            "spin_manifest_version = \"1\"",
            "spin.toml:1: manifest: this manifest version is not supported by this host: write spin_manifest_version = 2",
        ),
        ("\nspin_manifest_version = 3", "spin.toml:2: manifest: this manifest version is not supported"),
        ("spin_manifest_version = 2", "spin.toml:1: manifest: 'application' is missing"),
        ("spin_manifest_version = 2\n[application]", "spin.toml:2: application: 'name' is missing"),
        ("spin_manifest_version = 2\n[application]\nname = \"x\"", "spin.toml:1: manifest: 'trigger' is missing"),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "\n   said {error}\nexpected {expected}");
    }
}
