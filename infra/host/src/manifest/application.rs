//! `spin_manifest_version`, `[application]` and `[variables]`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::section::{Item, Section};
use super::{Error, Settings, is_identifier};
use crate::variables::{Declaration, Value};

/// What stands under `[application]`.
pub(super) struct Application {
    pub(super) name: String,
    pub(super) version: Option<String>,
    pub(super) description: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) settings: Settings,
    pub(super) databases: BTreeMap<String, PathBuf>,
}

pub(super) fn check_version(root: &mut Section<'_>) -> Result<(), Error> {
    let item = root.need("spin_manifest_version")?;
    let refusal = item.unsupported("this manifest version".to_owned(), "write spin_manifest_version = 2");
    match item.into_integer() {
        Ok(2) => Ok(()),
        _ => Err(refusal),
    }
}

pub(super) fn read(root: &mut Section<'_>) -> Result<Application, Error> {
    let mut section = root.need("application")?.into_section("application")?;
    // What `spin build` checks against; it changes nothing when running.
    section.take("targets");
    let mut application = Application {
        name: section.need("name")?.into_string()?,
        version: section.string("version")?,
        description: section.string("description")?,
        authors: section.strings("authors")?,
        settings: Settings::default(),
        databases: BTreeMap::new(),
    };
    check_triggers(&mut section)?;
    if let Some(mut ours) = our_section(&mut section, "application.tool.motcua")? {
        application.settings = Settings::of_application(&mut ours)?;
        application.databases = read_databases(&mut ours)?;
        ours.finish()?;
    }
    section.finish()?;
    Ok(application)
}

/// `tool.motcua` of the application or of a component. Tables of other tools are theirs.
pub(super) fn our_section<'a>(section: &mut Section<'a>, owner: &str) -> Result<Option<Section<'a>>, Error> {
    let Some(mut tools) = section.section("tool", owner)? else { return Ok(None) };
    tools.section("motcua", owner)
}

pub(super) fn read_variables(root: &mut Section<'_>) -> Result<BTreeMap<String, Declaration>, Error> {
    let Some(section) = root.section("variables", "variables")? else { return Ok(BTreeMap::new()) };
    section.into_items().map(|item| Ok((item.key.clone(), read_variable(item)?))).collect()
}

/// Names must survive being an environment variable and back.
pub(super) fn check_variable_name(item: &Item<'_>) -> Result<(), Error> {
    let name = &item.key;
    if is_identifier(name, '_') && !name.contains(|c: char| c.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(item.invalid(format!("'{name}' is no name of a variable: write lower-case words joined by '_'")))
}

fn read_variable(item: Item<'_>) -> Result<Declaration, Error> {
    check_variable_name(&item)?;
    let owner = format!("variable '{}'", item.key);
    let mut section = item.into_section(owner)?;
    let declaration = Declaration {
        description: section.string("description")?,
        default: section.string("default")?.map(Value::new),
        secret: section.boolean("secret")?.unwrap_or(false),
    };
    let is_required = section.boolean("required")?.unwrap_or(false);
    if is_required == declaration.default.is_some() {
        return Err(section.invalid("must have either required = true or a default: write one of them"));
    }
    section.finish()?;
    Ok(declaration)
}

/// `[application.trigger.<type>]`. Of HTTP, Spin 4 knows the base path only to refuse it.
fn check_triggers(application: &mut Section<'_>) -> Result<(), Error> {
    let Some(triggers) = application.section("trigger", "application.trigger")? else { return Ok(()) };
    for item in triggers.into_items() {
        if item.key != "http" {
            return Err(item.unsupported(format!("the trigger '{}'", item.key), "remove it, only 'http' is"));
        }
        let mut http = item.into_section("application.trigger.http")?;
        if let Some(base) = http.take("base") {
            let refusal = base.unsupported("a 'base' path".to_owned(), "write it in front of each route");
            if base.into_string()? != "/" {
                return Err(refusal);
            }
        }
        http.finish()?;
    }
    Ok(())
}

/// `label = "path"`. Spin has a runtime configuration for this, apart from the manifest.
fn read_databases(ours: &mut Section<'_>) -> Result<BTreeMap<String, PathBuf>, Error> {
    let owner = "application.tool.motcua.databases";
    let Some(section) = ours.section("databases", owner)? else { return Ok(BTreeMap::new()) };
    let mut databases = BTreeMap::new();
    for item in section.into_items() {
        let label = item.key.clone();
        if !is_identifier(&label, '-') && !is_identifier(&label, '_') {
            return Err(item.invalid(format!("'{label}' is no label: write words joined by '-' or '_'")));
        }
        databases.insert(label, PathBuf::from(item.into_string()?));
    }
    Ok(databases)
}
