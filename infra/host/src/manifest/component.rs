//! `[component.<id>]`: what a component is, and what it may touch.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::application::{self, Application};
use super::dependency::{self, DependencyName, Draft as DependencyDraft};
use super::profile::Overrides;
use super::schedule::{self, Scheduled};
use super::section::{Item, Section, Spot};
use super::{DEFAULT_LABEL, Dependency, Error, Settings, is_identifier};
use crate::allowed_hosts::AllowedHosts;
use crate::variables::{Declaration, Template};

/// One component. What it is not given here, it does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// The Wasm file, relative to the manifest.
    pub source: PathBuf,
    /// What it is for.
    pub description: Option<String>,
    /// What it sees of the application's variables. Every name in the templates is declared.
    pub variables: BTreeMap<String, Template>,
    /// Its environment variables.
    pub environment: BTreeMap<String, String>,
    /// The files it may read.
    pub files: Vec<Mount>,
    /// Glob patterns of files that it may not read in spite of [`Component::files`].
    pub exclude_files: Vec<String>,
    /// Labels, each of which is `default` or in [`super::App::databases`].
    pub sqlite_databases: Vec<String>,
    /// Labels: at most `default`.
    pub key_value_stores: Vec<String>,
    /// Where it may call; see [`AllowedHosts::resolve`]. Entries without a template are valid.
    pub allowed_outbound_hosts: Vec<Template>,
    /// What is plugged into its imports, by name.
    pub dependencies: Vec<Dependency>,
    /// How it is built; nothing to the host.
    pub build: Option<Build>,
    /// The application's settings with its own over them.
    pub settings: Settings,
    /// `tool.motcua.schedule`: its paths that the host calls by itself, while it serves.
    pub schedule: Vec<Scheduled>,
}

/// An entry of `files`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mount {
    /// A file, a folder or a glob pattern, which the guest sees under the same path.
    Pattern(String),
    /// A file or folder that the guest sees elsewhere.
    Placed {
        /// Relative to the manifest.
        source: String,
        /// As the guest sees it, with a slash in front.
        destination: String,
    },
}

/// `build`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Build {
    /// Run one after the other.
    pub commands: Vec<String>,
    /// Where, relative to the manifest.
    pub workdir: Option<String>,
    /// Glob patterns of sources.
    pub watch: Vec<String>,
}

/// A component before its profile is chosen.
pub(super) struct Draft {
    pub(super) component: Component,
    pub(super) dependencies: BTreeMap<DependencyName, DependencyDraft>,
    /// `dependencies_inherit_configuration`
    pub(super) inherit_all: Option<bool>,
    pub(super) profiles: BTreeMap<String, Overrides>,
    pub(super) spot: Spot,
}

impl Draft {
    pub(super) fn read(
        item: Item<'_>,
        application: &Application,
        variables: &BTreeMap<String, Declaration>,
    ) -> Result<Draft, Error> {
        let id = item.key.clone();
        if !is_identifier(&id, '-') {
            return Err(item.invalid(format!("'{id}' is no id of a component: write words joined by '-'")));
        }
        let owner = format!("component '{id}'");
        let mut section = item.into_section(owner.as_str())?;
        check_unsupported(&mut section)?;
        let (settings, schedule) = read_ours(&mut section, application, &owner)?;
        let component = Component {
            source: read_source(section.need("source")?)?,
            description: section.string("description")?,
            variables: read_variables(&mut section, &owner, variables)?,
            environment: section.texts("environment")?,
            files: read_files(&mut section)?,
            exclude_files: section.strings("exclude_files")?,
            sqlite_databases: read_databases(&mut section, &application.databases)?,
            key_value_stores: read_stores(&mut section)?,
            allowed_outbound_hosts: read_hosts(&mut section, variables)?,
            dependencies: Vec::new(),
            build: section.section("build", format!("{owner} build"))?.map(read_build).transpose()?,
            settings,
            schedule,
        };
        let draft = Draft {
            component,
            dependencies: dependency::read_all(&mut section, &owner)?,
            inherit_all: section.boolean("dependencies_inherit_configuration")?,
            profiles: Overrides::read_all(&mut section, &owner)?,
            spot: section.spot(),
        };
        section.finish()?;
        Ok(draft)
    }
}

/// Settles the dependencies, once the profile is applied.
pub(super) fn finish(drafts: BTreeMap<String, Draft>) -> Result<BTreeMap<String, Component>, Error> {
    let mut components = BTreeMap::new();
    for (id, draft) in &drafts {
        let mut component = draft.component.clone();
        component.dependencies = dependency::settle(draft, &drafts)?;
        components.insert(id.clone(), component);
    }
    Ok(components)
}

fn check_unsupported(section: &mut Section<'_>) -> Result<(), Error> {
    if let Some(item) = section.take("ai_models") {
        let refusal = item.unsupported("'ai_models'".to_owned(), "remove it");
        if !item.into_list()?.is_empty() {
            return Err(refusal);
        }
    }
    // What `spin build` checks against; it changes nothing when running.
    section.take("targets");
    section.refuse("allowed_http_hosts", "write allowed_outbound_hosts")
}

/// `tool.motcua`
fn read_ours(
    section: &mut Section<'_>,
    application: &Application,
    owner: &str,
) -> Result<(Settings, Vec<Scheduled>), Error> {
    let Some(mut ours) = application::our_section(section, &format!("{owner} tool.motcua"))? else {
        return Ok((application.settings, Vec::new()));
    };
    let settings = application.settings.over(&mut ours)?;
    let schedule = schedule::read_all(&mut ours)?;
    ours.finish()?;
    Ok((settings, schedule))
}

pub(super) fn read_source(item: Item<'_>) -> Result<PathBuf, Error> {
    if !item.is_table() {
        return item.into_string().map(PathBuf::from);
    }
    let owner = item.owner.clone();
    let mut section = item.into_section(owner)?;
    section.refuse("url", "download the file and write source = \"path\"")?;
    section.refuse("registry", "download the package and write source = \"path\"")?;
    section.refuse("package", "download the package and write source = \"path\"")?;
    Err(section.invalid("'source' must be a path: write source = \"path\""))
}

fn read_variables(
    section: &mut Section<'_>,
    owner: &str,
    declared: &BTreeMap<String, Declaration>,
) -> Result<BTreeMap<String, Template>, Error> {
    let Some(variables) = section.section("variables", format!("{owner} variables"))? else {
        return Ok(BTreeMap::new());
    };
    let mut templates = BTreeMap::new();
    for item in variables.into_items() {
        application::check_variable_name(&item)?;
        templates.insert(item.key.clone(), read_template(item, declared)?.0);
    }
    Ok(templates)
}

/// A template whose names are all declared, with its text.
fn read_template(item: Item<'_>, declared: &BTreeMap<String, Declaration>) -> Result<(Template, String), Error> {
    let spot = item.spot();
    let text = item.into_string()?;
    let template = match Template::parse(&text) {
        Ok(template) => template,
        Err(error) => return Err(spot.invalid(format!("'{text}': {error}"))),
    };
    if let Some(name) = template.names().find(|name| !declared.contains_key(*name)) {
        let why = format!("'{text}' names the variable '{name}', which is not declared: add it to [variables]");
        return Err(spot.invalid(why));
    }
    Ok((template, text))
}

fn read_hosts(section: &mut Section<'_>, declared: &BTreeMap<String, Declaration>) -> Result<Vec<Template>, Error> {
    let Some(item) = section.take("allowed_outbound_hosts") else { return Ok(Vec::new()) };
    let mut templates = Vec::new();
    for item in item.into_list()? {
        let spot = item.spot();
        let (template, text) = read_template(item, declared)?;
        if template.is_literal() {
            AllowedHosts::parse(&[text]).map_err(|error| spot.invalid(error.to_string()))?;
        }
        templates.push(template);
    }
    Ok(templates)
}

fn read_files(section: &mut Section<'_>) -> Result<Vec<Mount>, Error> {
    let Some(item) = section.take("files") else { return Ok(Vec::new()) };
    item.into_list()?.into_iter().map(read_mount).collect()
}

fn read_mount(item: Item<'_>) -> Result<Mount, Error> {
    if item.is_table() {
        let owner = format!("{} files", item.owner);
        let mut section = item.into_section(owner)?;
        let source = section.need("source")?.into_string()?;
        let destination = section.need("destination")?.into_string()?;
        if !destination.starts_with('/') || destination.split('/').any(|part| part == "..") {
            return Err(
                section.invalid(format!("destination '{destination}' must begin with '/' and not contain '..'"))
            );
        }
        section.finish()?;
        return Ok(Mount::Placed { source, destination });
    }
    let refusal = item.invalid("an entry of 'files' cannot end in '.' or '..': write { source = …, destination = … }");
    let pattern = item.into_string()?;
    match pattern.rsplit('/').next() {
        Some("." | "..") => Err(refusal),
        _ => Ok(Mount::Pattern(pattern)),
    }
}

fn read_databases(section: &mut Section<'_>, databases: &BTreeMap<String, PathBuf>) -> Result<Vec<String>, Error> {
    let is_known = |label: &str| label == DEFAULT_LABEL || databases.contains_key(label);
    read_labels(
        section,
        "sqlite_databases",
        is_known,
        "is no known database: add it to [application.tool.motcua.databases]",
    )
}

fn read_stores(section: &mut Section<'_>) -> Result<Vec<String>, Error> {
    let is_known = |label: &str| label == DEFAULT_LABEL;
    read_labels(section, "key_value_stores", is_known, "is no known key-value store: use 'default', there is no other")
}

fn read_labels(
    section: &mut Section<'_>,
    key: &'static str,
    is_known: impl Fn(&str) -> bool,
    why: &str,
) -> Result<Vec<String>, Error> {
    let Some(item) = section.take(key) else { return Ok(Vec::new()) };
    let label = |item: Item<'_>| {
        let spot = item.spot();
        let label = item.into_string()?;
        if is_known(&label) { Ok(label) } else { Err(spot.invalid(format!("'{label}' {why}"))) }
    };
    item.into_list()?.into_iter().map(label).collect()
}

fn read_build(mut section: Section<'_>) -> Result<Build, Error> {
    let build = Build {
        commands: read_commands(section.need("command")?)?,
        workdir: section.string("workdir")?,
        watch: section.strings("watch")?,
    };
    section.finish()?;
    Ok(build)
}

/// One command or several.
pub(super) fn read_commands(item: Item<'_>) -> Result<Vec<String>, Error> {
    if item.is_string() { Ok(vec![item.into_string()?]) } else { item.into_strings() }
}
