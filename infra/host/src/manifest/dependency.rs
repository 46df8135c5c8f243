//! `[component.<id>.dependencies]`: what is plugged into a component's imports, and what of its rights goes with it.

mod name;

pub(super) use name::DependencyName;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::component::Draft as ComponentDraft;
use super::section::{Item, Section, Spot};
use super::{Component, Error, names};

/// A component that satisfies imports of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// `ns:package`, `ns:package@version`, `ns:package/interface`, `ns:package/interface@version`, or a `plain-name`.
    pub name: String,
    /// The Wasm file, relative to the manifest.
    pub path: PathBuf,
    /// The export to use; if none, the one with the name of the import.
    pub export: Option<String>,
    /// What it may use of the rights of the component that it is plugged into.
    pub inherit: Inherit,
}

impl Dependency {
    /// Whether it is meant for an import, by its name in the component.
    pub fn is_for(&self, import: &str) -> bool {
        DependencyName::parse(&self.name).is_some_and(|name| name.matches(import))
    }
}

/// The rights that a dependency inherits. By default none: each call of the host is denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inherit {
    /// `true`
    All,
    /// The keys of rights, each of them one of [`RIGHTS`].
    Some(BTreeSet<String>),
}

impl Inherit {
    /// Whether the right under this key is inherited.
    pub fn includes(&self, key: &str) -> bool {
        match self {
            Inherit::All => true,
            Inherit::Some(keys) => keys.contains(key),
        }
    }
}

/// The keys of a component that grant it something.
pub const RIGHTS: &[&str] =
    &["allowed_outbound_hosts", "environment", "files", "key_value_stores", "sqlite_databases", "variables"];

/// A dependency before its profile is chosen: a component that it names may have another file then.
#[derive(Clone)]
pub(super) struct Draft {
    source: Source,
    export: Option<String>,
    inherit: Option<Inherit>,
    spot: Spot,
}

#[derive(Clone)]
enum Source {
    Path(PathBuf),
    Component(String),
}

pub(super) fn read_all(section: &mut Section<'_>, owner: &str) -> Result<BTreeMap<DependencyName, Draft>, Error> {
    let Some(dependencies) = section.section("dependencies", format!("{owner} dependencies"))? else {
        return Ok(BTreeMap::new());
    };
    let mut all = BTreeMap::new();
    for item in dependencies.into_items() {
        let name = DependencyName::parse(&item.key).ok_or_else(|| {
            item.invalid(format!(
                "'{}' is no import: write ns:package, ns:package/interface@version, or a plain-name",
                item.key
            ))
        })?;
        all.insert(name.clone(), read(item, &name, owner)?);
    }
    Ok(all)
}

fn read(item: Item<'_>, name: &DependencyName, owner: &str) -> Result<Draft, Error> {
    const INSTEAD: &str = "download it and write { path = \"…\" }";
    if item.is_string() {
        return Err(item.unsupported(format!("a version for '{}'", item.key), INSTEAD));
    }
    let mut section = item.into_section(format!("{owner} dependency '{name}'"))?;
    let spot = section.spot();
    for key in ["version", "registry", "package", "url", "digest"] {
        section.refuse(key, INSTEAD)?;
    }
    let source = match (section.string("path")?, section.string("component")?) {
        (Some(path), None) => Source::Path(path.into()),
        (None, Some(id)) => Source::Component(id),
        _ => return Err(section.invalid("must have either a path or a component: write { path = \"…\" }")),
    };
    let export = section.string("export")?;
    if export.is_some() && name.is_whole_package() {
        return Err(section
            .invalid("an 'export' cannot stand for a whole package: name the interface, as ns:package/interface"));
    }
    let inherit = section.take("inherit_configuration").map(read_inherit).transpose()?;
    section.finish()?;
    Ok(Draft { source, export, inherit, spot })
}

fn read_inherit(item: Item<'_>) -> Result<Inherit, Error> {
    if item.is_boolean() {
        return Ok(if item.into_boolean()? { Inherit::All } else { Inherit::Some(BTreeSet::new()) });
    }
    let mut keys = BTreeSet::new();
    for item in item.into_list()? {
        let spot = item.spot();
        let key = item.into_string()?;
        if !RIGHTS.contains(&key.as_str()) {
            // Spin passes over a word that it does not know, and the part is then denied what it needs.
            return Err(
                spot.invalid(format!("'{key}' cannot be inherited: there are {}", names(RIGHTS.iter().copied())))
            );
        }
        keys.insert(key);
    }
    Ok(Inherit::Some(keys))
}

/// The dependencies of a component, once the profile is applied to all.
pub(super) fn settle(draft: &ComponentDraft, all: &BTreeMap<String, ComponentDraft>) -> Result<Vec<Dependency>, Error> {
    if draft.inherit_all.is_some() && draft.dependencies.values().any(|dependency| dependency.inherit.is_some()) {
        let why = "has dependencies_inherit_configuration and a dependency's inherit_configuration: keep one of them";
        return Err(draft.spot.clone().invalid(why));
    }
    let mut settled = Vec::new();
    let mut names: Vec<&DependencyName> = Vec::new();
    for (name, dependency) in &draft.dependencies {
        let invalid = |why| dependency.spot.clone().invalid(why);
        if let Some(other) = names.iter().find(|other| name.overlaps(other)) {
            return Err(invalid(format!("is for the same imports as '{other}': name interfaces or versions")));
        }
        let path = match &dependency.source {
            Source::Path(path) => path.clone(),
            Source::Component(other) => source_of(other, all).map_err(invalid)?,
        };
        let inherit = match (draft.inherit_all, &dependency.inherit) {
            (Some(true), _) => Inherit::All,
            (_, Some(inherit)) => inherit.clone(),
            (_, None) => Inherit::Some(BTreeSet::new()),
        };
        settled.push(Dependency { name: name.to_string(), path, export: dependency.export.clone(), inherit });
        names.push(name);
    }
    Ok(settled)
}

/// The file of a component that another uses as a dependency. What else is written about it would silently not hold.
fn source_of(id: &str, all: &BTreeMap<String, ComponentDraft>) -> Result<PathBuf, String> {
    let Some(draft) = all.get(id) else {
        return Err(format!("there is no component '{id}': there are {}", names(all.keys().map(String::as_str))));
    };
    let Component {
        source,
        variables,
        environment,
        files,
        sqlite_databases,
        key_value_stores,
        allowed_outbound_hosts,
        ..
    } = &draft.component;
    let own = [
        ("variables", variables.is_empty()),
        ("environment", environment.is_empty()),
        ("files", files.is_empty()),
        ("sqlite_databases", sqlite_databases.is_empty()),
        ("key_value_stores", key_value_stores.is_empty()),
        ("allowed_outbound_hosts", allowed_outbound_hosts.is_empty()),
        ("dependencies", draft.dependencies.is_empty()),
    ];
    match own.iter().find(|(_, is_empty)| !is_empty) {
        Some((key, _)) => {
            Err(format!("component '{id}' cannot be a dependency, for its own '{key}' would not hold: remove it there"))
        }
        None => Ok(source.clone()),
    }
}
