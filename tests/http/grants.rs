//! What each function may do with dossiers: it imports no more of the store than its work needs, nothing of the machine
//! beside, and sees no other function's secrets. (That a variable which a component was not given is undefined to it, the
//! host's suite proves.)

use std::collections::BTreeSet;

use motcua_host::manifest;
use motcua_tests::{profile, root};
use wasmparser::component_types::ComponentEntityType;
use wasmparser::{Validator, WasmFeatures};

/// The operations that a component imports: `motcua:store/drafts.save`, without versions.
fn imported(component: &str) -> BTreeSet<String> {
    let file = root().join(format!("target/components/{component}.wasm"));
    let bytes = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
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
fn no_function_reaches_a_database_or_the_network_by_itself() {
    for component in ["dossier_submission", "status_query", "publication", "procedure_lookup"] {
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
    let secrets = ["sealing_keys", "lookup_key", "receipt_keys", "publishers"];
    let seen = |function: &str| -> Vec<&str> {
        let variables = &app.components[function].variables;
        secrets.into_iter().filter(|name| variables.contains_key(*name)).collect()
    };
    assert_eq!(seen("dossier-submission"), ["sealing_keys", "lookup_key"]);
    assert_eq!(seen("status-query"), ["sealing_keys", "lookup_key", "receipt_keys"]);
    assert_eq!(seen("publication"), ["publishers"]);
    assert_eq!(seen("procedure-lookup").len() + seen("web").len(), 0);
    for (name, component) in &app.components {
        assert!(component.files.is_empty() && component.key_value_stores.is_empty(), "{name}");
        for part in &component.dependencies {
            assert_eq!(part.name, "motcua:store", "{name}");
        }
    }
}
