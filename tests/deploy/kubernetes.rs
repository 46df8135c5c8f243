//! The manifests for Kubernetes: each by its schema, and all by one another.
//!
//! Kubernetes' own types are checked with Kubernetes' own schemas. SpinKube's are in no registry: `spinkube.schema.json` has
//! what is known of them, and refuses what is not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use motcua_tests::root;
use serde_json::Value;

use crate::tools::{said, tool};

/// YAML as JSON, a document a line.
const AS_JSON: &str = "import json, sys, yaml
for document in yaml.safe_load_all(open(sys.argv[1])): print(json.dumps(document))";

fn files() -> Vec<PathBuf> {
    let folder = root().join("infra/deploy/kubernetes");
    let inside = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
    };
    let files: Vec<_> = inside(&folder).iter().filter(|path| path.is_dir()).flat_map(|folder| inside(folder)).collect();
    assert!(!files.is_empty());
    files
}

fn documents(file: &Path) -> Vec<Value> {
    let output = tool("python").args(["-c", AS_JSON]).arg(file).output().expect("python runs");
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn all() -> Vec<Value> {
    files().iter().flat_map(|file| documents(file)).collect()
}

fn is_of_spinkube(document: &Value) -> bool {
    document["apiVersion"].as_str().is_some_and(|version| version.starts_with("core.spinkube.dev/"))
}

fn spin_apps() -> Vec<Value> {
    all().into_iter().filter(|document| document["kind"] == "SpinApp").collect()
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Every object somewhere inside that is called `name`.
fn called<'a>(name: &str, value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            if key == name {
                found.push(value);
            }
            called(name, value, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| called(name, item, found)),
        _ => {}
    }
}

/// The lines of a table of `spin.toml`.
fn table(header: &str) -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join("spin.toml")).expect("the manifest");
    let lines = manifest.lines().skip_while(|line| *line != header).skip(1);
    lines.take_while(|line| !line.starts_with('[')).map(str::to_owned).collect()
}

#[test]
fn kubernetes_knows_every_field() {
    for file in files() {
        let output = tool("kubernetes-validate").arg("--strict").arg(&file).output().expect("the validator runs");
        let said = said(&output);
        assert!(output.status.success(), "{said}");
        // It passes over types that it does not know.
        let unknown = said.lines().filter(|line| line.starts_with("WARN")).count();
        assert_eq!(unknown, documents(&file).iter().filter(|document| is_of_spinkube(document)).count(), "{said}");
    }
}

#[test]
fn spinkube_knows_every_field() {
    let schema = serde_json::from_str(include_str!("spinkube.schema.json")).expect("JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    let documents: Vec<Value> = all().into_iter().filter(is_of_spinkube).collect();
    assert!(!documents.is_empty());
    for document in documents {
        let errors: Vec<String> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", document["metadata"]["name"]);
    }
}

#[test]
fn each_component_runs_in_one_group() {
    let manifest = std::fs::read_to_string(root().join("spin.toml")).expect("the manifest");
    let headers = manifest.lines().filter_map(|line| line.strip_prefix("[component.")?.strip_suffix(']'));
    let components: BTreeSet<&str> = headers.filter(|name| !name.contains('.')).collect();
    let apps = spin_apps();
    let grouped: Vec<&str> = apps.iter().flat_map(|app| texts(&app["spec"]["components"])).collect();
    assert_eq!(grouped.iter().copied().collect::<BTreeSet<_>>(), components);
    assert_eq!(grouped.len(), components.len());
}

#[test]
fn variables_are_those_of_the_manifest() {
    let known: BTreeSet<String> = table("[variables]")
        .iter()
        .filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()))
        .filter(|name| !name.starts_with('#'))
        .collect();
    let documents = all();
    let mut lists = Vec::new();
    documents.iter().for_each(|document| called("env", document, &mut lists));
    let names =
        lists.into_iter().filter_map(Value::as_array).flatten().filter_map(|variable| variable["name"].as_str());
    let of_hosts = names.map(|name| name.strip_prefix("SPIN_VARIABLE_").expect(name).to_ascii_lowercase());
    let apps = spin_apps();
    let of_spin = apps.iter().flat_map(|app| app["spec"]["variables"].as_array().into_iter().flatten());
    let of_spin = of_spin.filter_map(|variable| variable["name"].as_str().map(str::to_owned));
    let used: BTreeSet<String> = of_hosts.chain(of_spin).collect();
    assert!(!used.is_empty() && used.is_subset(&known), "{used:?} of {known:?}");
}

#[test]
fn what_is_referred_to_is_there() {
    let documents = all();
    let mut keys: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for document in &documents {
        let name = document["metadata"]["name"].as_str().expect("a name");
        for (kind, member) in [("Secret", "stringData"), ("ConfigMap", "data")] {
            let members = document[member].as_object().filter(|_| document["kind"] == kind).into_iter().flatten();
            keys.entry(kind).or_default().extend(members.map(|(key, _)| (name, key.as_str())));
        }
    }
    for (kind, reference) in [("Secret", "secretKeyRef"), ("ConfigMap", "configMapKeyRef")] {
        let mut references = Vec::new();
        documents.iter().for_each(|document| called(reference, document, &mut references));
        assert!(!references.is_empty());
        for reference in references {
            let wanted = (reference["name"].as_str().expect("a name"), reference["key"].as_str().expect("a key"));
            assert!(keys[kind].contains(&wanted), "{wanted:?} of {kind}");
        }
    }
    let names = |kinds: &[&str]| -> BTreeSet<&str> {
        let of_kind = documents.iter().filter(|document| kinds.iter().any(|kind| document["kind"] == *kind));
        of_kind.filter_map(|document| document["metadata"]["name"].as_str()).collect()
    };
    // The operator makes a Deployment and a Service of a SpinApp's name.
    let (deployments, services) = (names(&["Deployment", "SpinApp"]), names(&["Service", "SpinApp"]));
    for (document, kind, known) in [("scaleTargetRef", "name", deployments), ("service", "name", services)] {
        let mut references = Vec::new();
        documents.iter().for_each(|one| called(document, one, &mut references));
        for reference in references {
            assert!(reference[kind].as_str().is_some_and(|name| known.contains(name)), "{reference}");
        }
    }
    let executors = names(&["SpinAppExecutor"]);
    assert!(
        spin_apps().iter().all(|app| app["spec"]["executor"].as_str().is_some_and(|name| executors.contains(name)))
    );
}

#[test]
fn no_secret_is_real() {
    for secret in all().iter().filter(|document| document["kind"] == "Secret") {
        for (key, value) in secret["stringData"].as_object().expect("its values") {
            assert!(value.as_str().is_some_and(|value| value.contains("REPLACE-ME")), "{key}");
        }
    }
}
