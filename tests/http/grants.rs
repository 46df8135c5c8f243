//! What each function may do with dossiers and money: it imports no more of the store than its work needs, nothing of the
//! machine beside, and sees no other function's secrets. (That a variable which a component was not given is undefined to it, the
//! host's suite proves.)

use std::collections::BTreeSet;
use std::path::PathBuf;

use motcua_host::manifest::{self, Inherit};
use motcua_tests::{profile, root};
use wasmparser::component_types::ComponentEntityType;
use wasmparser::{Validator, WasmFeatures};

/// A gateway's component, and what it may touch.
const PAYMENT: &str = "payment-";
/// What of the store is about money.
const MONEY: [&str; 4] = ["orders", "calls", "refunds", "settlements"];
/// What of a dossier is read and not written.
const READS: [&str; 2] = ["dossiers.read", "dossiers.events"];
const GATEWAYS: [&str; 8] = ["keypay", "vnpay", "momo", "zalopay", "onepay", "payos", "vietqr", "shopeepay"];

fn bytes(component: &str) -> Vec<u8> {
    let file = root().join(format!("target/components/{component}.wasm"));
    std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The operations that a component imports: `motcua:store/drafts.save`, without versions.
fn imported(component: &str) -> BTreeSet<String> {
    let bytes = bytes(component);
    let types = Validator::new_with_features(WasmFeatures::all()).validate_all(&bytes).expect("a component");
    let types = types.as_ref();
    let mut operations = BTreeSet::new();
    for name in names(&bytes) {
        let Some(ComponentEntityType::Instance(instance)) = types.component_item_for_import(&name).map(|item| item.ty)
        else {
            continue;
        };
        let interface = name.split('@').next().unwrap_or_default();
        for (operation, item) in &types[instance].exports {
            if matches!(item.ty, ComponentEntityType::Func(_)) {
                operations.insert(format!("{interface}.{operation}"));
            }
        }
    }
    operations
}

/// The names of all imports.
fn names(component: &[u8]) -> Vec<String> {
    let sections = wasmparser::Parser::new(0).parse_all(component);
    let imports = sections.take_while(|payload| {
        // What is nested has imports of its own.
        !matches!(payload, Ok(wasmparser::Payload::ComponentSection { .. }))
    });
    let mut names = Vec::new();
    for payload in imports {
        if let wasmparser::Payload::ComponentImportSection(section) = payload.expect("a component") {
            names.extend(section.into_iter().map(|import| import.expect("an import").name.name.to_owned()));
        }
    }
    names
}

/// The operations of the store among them: `drafts.save`.
fn of_store(component: &str) -> BTreeSet<String> {
    imported(component).iter().filter_map(|name| Some(name.strip_prefix("motcua:store/")?.to_owned())).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// The interfaces of operations.
fn interfaces(operations: &BTreeSet<String>) -> BTreeSet<String> {
    operations.iter().filter_map(|name| Some(name.split_once('.')?.0.to_owned())).collect()
}

#[test]
fn who_receives_dossiers_cannot_publish() {
    let operations = of_store("dossier_submission");
    let allowed = set(&["units", "procedures", "forms", "drafts", "files", "filing", "dossiers", "casework"]);
    assert!(interfaces(&operations).is_subset(&allowed), "{operations:?}");
    assert!(operations.contains("filing.file") && operations.contains("drafts.save"));
}

#[test]
fn who_shows_dossiers_cannot_write_them() {
    let operations = of_store("status_query");
    assert!(interfaces(&operations).is_subset(&set(&["files", "dossiers", "attempts"])), "{operations:?}");
    let reads = ["files.read", "files.of-draft", "files.chunks"];
    let counts = ["attempts.failed", "attempts.count"];
    for operation in operations.iter().filter(|name| !name.starts_with("dossiers.")) {
        assert!(reads.contains(&operation.as_str()) || counts.contains(&operation.as_str()), "{operation}");
    }
}

#[test]
fn who_publishes_and_who_looks_up_see_no_dossier() {
    for component in ["publication", "procedure_lookup"] {
        let operations = of_store(component);
        let allowed = set(&["units", "procedures", "publication", "forms"]);
        assert!(interfaces(&operations).is_subset(&allowed), "{component}: {operations:?}");
    }
    assert!(!interfaces(&of_store("procedure_lookup")).contains("publication"));
}

#[test]
fn who_takes_money_writes_no_drafts_and_nobody_else_touches_the_books() {
    // The step that a payment makes a dossier take is written with the order's: `casework` lends the words for it.
    let operations = of_store("payment");
    assert_eq!(interfaces(&operations), set(&[&MONEY[..], &["dossiers"]].concat()), "{operations:?}");
    assert!(operations.iter().all(|name| !name.starts_with("dossiers.") || READS.contains(&name.as_str())));
    for component in ["dossier_submission", "status_query", "publication", "procedure_lookup", "web"] {
        let interfaces = interfaces(&of_store(component));
        assert!(interfaces.is_disjoint(&set(&MONEY)), "{component}: {interfaces:?}");
    }
}

#[test]
fn who_takes_feedback_sees_no_dossier_and_no_money() {
    let operations = of_store("feedback_intake");
    let allowed = ["units", "procedures", "drafts", "files", "attempts", "feedback", "intake", "handling", "register"];
    assert!(interfaces(&operations).is_subset(&set(&allowed)), "{operations:?}");
    for component in ["dossier_submission", "status_query", "publication", "procedure_lookup", "payment", "web"] {
        let interfaces = interfaces(&of_store(component));
        assert!(interfaces.is_disjoint(&set(&["feedback", "intake", "handling", "register"])), "{component}");
    }
}

#[test]
fn a_gateways_part_reads_its_variables_and_reaches_nothing() {
    for gateway in GATEWAYS {
        for name in names(&bytes(&format!("gateway_{gateway}"))) {
            let is_outward =
                ["wasi:http/", "wasi:sockets/", "wasi:keyvalue/"].iter().any(|start| name.starts_with(start));
            let is_allowed = name.starts_with("spin:variables/") || name.starts_with("wasi:");
            assert!(is_allowed && !is_outward, "{gateway}: {name}");
        }
    }
}

#[test]
fn no_function_reaches_a_database_or_the_network_by_itself() {
    for component in
        ["dossier_submission", "status_query", "publication", "procedure_lookup", "payment", "feedback_intake"]
    {
        for name in imported(component) {
            let is_outward = ["spin:sqlite", "spin:postgres", "wasi:sockets", "wasi:filesystem", "fermyon:spin"];
            // The standard library of a component names files; none is mounted into these.
            let is_files = name.starts_with("wasi:filesystem");
            assert!(is_files || !is_outward.iter().any(|word| name.starts_with(word)), "{component}: {name}");
        }
    }
}

#[test]
fn each_function_sees_the_secrets_that_its_work_needs_and_no_others() {
    let app = manifest::read(&root().join("spin.toml"), profile().as_deref()).expect("the manifest");
    let secrets = ["sealing_keys", "lookup_key", "receipt_keys", "publishers", "feedback_desks", "feedback_operators"];
    let seen = |function: &str| -> Vec<&str> {
        let variables = &app.components[function].variables;
        secrets.into_iter().filter(|name| variables.contains_key(*name)).collect()
    };
    assert_eq!(seen("dossier-submission"), ["sealing_keys", "lookup_key"]);
    assert_eq!(seen("status-query"), ["sealing_keys", "lookup_key", "receipt_keys"]);
    assert_eq!(seen("publication"), ["publishers"]);
    assert_eq!(seen("feedback-intake"), ["sealing_keys", "lookup_key", "feedback_desks", "feedback_operators"]);
    assert_eq!(seen("procedure-lookup").len() + seen("web").len(), 0);
    for (name, component) in &app.components {
        assert!(component.files.is_empty() && component.key_value_stores.is_empty(), "{name}");
        let is_payment = name.starts_with(PAYMENT);
        for part in &component.dependencies {
            let is_gateway = is_payment && part.name == "motcua:payment-gateway";
            let is_store = part.name.split('/').next() == Some("motcua:store");
            assert!(is_gateway || is_store, "{name}: {}", part.name);
        }
        let has_gateway = component.dependencies.iter().any(|part| part.name == "motcua:payment-gateway");
        assert_eq!(has_gateway, is_payment, "{name}");
    }
}

#[test]
fn each_gateway_sees_its_own_secrets_and_calls_its_own_host() {
    let app = manifest::read(&root().join("spin.toml"), profile().as_deref()).expect("the manifest");
    let here: BTreeSet<&str> = app.components.keys().filter_map(|name| name.strip_prefix(PAYMENT)).collect();
    assert_eq!(here, GATEWAYS.into_iter().collect());
    let shared = [
        "gateway",
        "sealing_keys",
        "receipt_keys",
        "portal_url",
        "trusted_proxies",
        "cashiers",
        "sweepers",
        "postgres",
    ];
    for gateway in here {
        let component = &app.components[&format!("{PAYMENT}{gateway}")];
        let own = format!("{gateway}_");
        // By what a variable is called inside, and by what its value is made of.
        for (name, value) in &component.variables {
            let is_known = |name: &str| name.starts_with(&own) || shared.contains(&name);
            assert!(is_known(name) && value.names().all(is_known), "{gateway}: {name} = {value}");
            assert_eq!(name.starts_with(&own), value.names().any(|name| name.starts_with(&own)), "{gateway}: {name}");
        }
        for name in shared {
            assert!(component.variables.contains_key(name), "{gateway} is not given {name}");
        }
        assert_eq!(component.variables["gateway"].to_string(), gateway);
        let secrets = app.variables.iter().filter(|(name, declared)| declared.secret && name.starts_with(&own));
        for (secret, _) in secrets {
            assert!(component.variables.contains_key(secret), "{gateway} is not given {secret}");
        }
        let host = format!("{own}host");
        for allowed in &component.allowed_outbound_hosts {
            let words = allowed.to_string();
            assert!(
                ["{{ postgres_host }}".to_owned(), format!("{{{{ {host} }}}}")].contains(&words),
                "{gateway}: {words}"
            );
        }
        assert_eq!(
            component.allowed_outbound_hosts.len(),
            1 + usize::from(app.variables.contains_key(&host)),
            "{gateway}"
        );
        let part = component.dependencies.iter().find(|part| part.name == "motcua:payment-gateway").expect("its part");
        assert_eq!(part.path, PathBuf::from(format!("target/components/gateway_{gateway}.wasm")));
        // Its part sees the variables, and nothing else of it: no database, no network.
        assert_eq!(part.inherit, Inherit::Some(set(&["variables"])), "{gateway}");
    }
    // And nobody else sees any of them.
    for (name, component) in app.components.iter().filter(|(name, _)| !name.starts_with(PAYMENT)) {
        let seen = component.variables.values().flat_map(|value| value.names());
        let is_money = |seen: &&str| {
            ["cashiers", "sweepers"].contains(seen)
                || GATEWAYS.iter().any(|gateway| seen.starts_with(&format!("{gateway}_")))
        };
        assert_eq!(seen.filter(is_money).collect::<Vec<_>>(), Vec::<&str>::new(), "{name}");
    }
}
