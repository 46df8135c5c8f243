//! `spin.toml`, read into what the host runs.
//!
//! The manifest is read by hand from a tree that knows its lines, not by a derive: every error says where, an unknown key is
//! never passed over, and what Spin knows but this host does not run is refused by its name. Nothing is looked up on disk but
//! the manifest itself; [`find_wasm`] is for the rest.

mod application;
mod component;
mod dependency;
mod error;
mod profile;
mod schedule;
mod section;
mod settings;
#[cfg(test)]
mod tests;
mod trigger;

pub use component::{Build, Component, Mount};
pub use dependency::{Dependency, Inherit, RIGHTS};
pub use error::{Error, Place};
pub use schedule::Scheduled;
pub use settings::Settings;
pub use trigger::{Static, Target, Trigger};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::routes::Routes;
use crate::variables::Declaration;
use component::Draft;
use section::Text;

/// The label of the database and of the key-value store that every application has.
pub const DEFAULT_LABEL: &str = "default";
/// Where Spin keeps the database `default`, in the folder for state (`.spin`): both hosts see the same data.
pub const DATABASE_FILE: &str = "sqlite_db.db";
/// The same for the key-value store.
pub const KEY_VALUE_FILE: &str = "sqlite_key_value.db";

/// An application as its manifest asks for it, with the profile applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// `[application] name`
    pub name: String,
    /// `[application] version`, not interpreted.
    pub version: Option<String>,
    /// `[application] description`
    pub description: Option<String>,
    /// `[application] authors`
    pub authors: Vec<String>,
    /// `[application.tool.motcua]` over the defaults; a component's own stand in [`Component::settings`].
    pub settings: Settings,
    /// `[application.tool.motcua.databases]`: SQLite files of labels, relative to the folder of the state. The label `default` is known
    /// without standing here.
    pub databases: BTreeMap<String, PathBuf>,
    /// `[variables]`
    pub variables: BTreeMap<String, Declaration>,
    /// `[[trigger.http]]`, in the order written.
    pub triggers: Vec<Trigger>,
    /// `[component.<id>]`
    pub components: BTreeMap<String, Component>,
}

impl App {
    /// The public routes; [`crate::routes::Match::trigger`] is an index into [`App::triggers`].
    pub fn routes(&self) -> Routes {
        let public = |(index, trigger): (usize, &Trigger)| Some((index, trigger.route.clone()?));
        Routes::new(self.triggers.iter().enumerate().filter_map(public))
    }
}

/// Reads a manifest, under a profile if one is named.
pub fn read(path: &Path, profile: Option<&str>) -> Result<App, Error> {
    let file = path.display().to_string();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(why) => return Err(Error::Unreadable { file, why }),
    };
    parse(&file, &text, profile)
}

/// Reads the text of a manifest; `file` is what errors call it.
pub fn parse(file: &str, text: &str, profile: Option<&str>) -> Result<App, Error> {
    let text = Text::new(file, text);
    let mut root = text.parse()?;
    application::check_version(&mut root)?;
    let application = application::read(&mut root)?;
    let variables = application::read_variables(&mut root)?;

    let mut drafts = BTreeMap::new();
    if let Some(components) = root.section("component", "components")? {
        for item in components.into_items() {
            let id = item.key.clone();
            drafts.insert(id, Draft::read(item, &application, &variables)?);
        }
    }
    profile::apply(file, &mut drafts, profile)?;
    let components = component::finish(drafts)?;

    let triggers = trigger::read(&mut root, &components)?;
    root.finish()?;
    Ok(App {
        name: application.name,
        version: application.version,
        description: application.description,
        authors: application.authors,
        settings: application.settings,
        databases: application.databases,
        variables,
        triggers,
        components,
    })
}

/// Whether each component and dependency is there. `base` is the folder of the manifest, to which its paths are relative.
pub fn find_wasm(app: &App, base: &Path) -> Result<(), Error> {
    for (id, component) in &app.components {
        let dependencies = component.dependencies.iter().map(|dependency| &dependency.path);
        let missing = std::iter::once(&component.source).chain(dependencies).find(|path| !base.join(path).is_file());
        if let Some(path) = missing {
            return Err(Error::NoWasm { component: id.clone(), path: path.display().to_string() });
        }
    }
    Ok(())
}

/// Spin's identifiers: words of ASCII letters and digits that begin with a letter, each in one case, joined by one sign.
fn is_identifier(text: &str, joined_by: char) -> bool {
    text.split(joined_by).all(|word| {
        let mut letters = word.chars();
        let is_letter = letters.next().is_some_and(|first| first.is_ascii_alphabetic());
        let is_upper = word.starts_with(|first: char| first.is_ascii_uppercase());
        is_letter
            && letters.all(|c| c.is_ascii_digit() || (c.is_ascii_alphabetic() && c.is_ascii_uppercase() == is_upper))
    })
}

/// The identifiers of a map, for an error that says what there is.
fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("'{name}'")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
