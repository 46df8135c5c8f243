//! `[component.<id>.profile.<name>]`: what a component is instead, when that profile is asked for.
//!
//! As in Spin 4, a profile replaces the source and the build command and adds to environment and dependencies, replacing those
//! of the same name. It changes no permission. A component without the profile stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::component::{self, Draft};
use super::dependency::{self, DependencyName, Draft as DependencyDraft};
use super::section::Section;
use super::{Error, names};

/// One profile of one component.
pub(super) struct Overrides {
    source: Option<PathBuf>,
    environment: BTreeMap<String, String>,
    dependencies: BTreeMap<DependencyName, DependencyDraft>,
    commands: Option<Vec<String>>,
}

impl Overrides {
    /// All are read, whichever is asked for: a mistake in one should not wait for its day.
    pub(super) fn read_all(section: &mut Section<'_>, owner: &str) -> Result<BTreeMap<String, Overrides>, Error> {
        let Some(profiles) = section.section("profile", format!("{owner} profile"))? else {
            return Ok(BTreeMap::new());
        };
        let mut all = BTreeMap::new();
        for item in profiles.into_items() {
            let name = item.key.clone();
            let owner = format!("{owner} profile '{name}'");
            all.insert(name, Overrides::read(item.into_section(owner.as_str())?, &owner)?);
        }
        Ok(all)
    }

    fn read(mut section: Section<'_>, owner: &str) -> Result<Overrides, Error> {
        let overrides = Overrides {
            source: section.take("source").map(component::read_source).transpose()?,
            environment: section.texts("environment")?,
            dependencies: dependency::read_all(&mut section, owner)?,
            commands: section.section("build", format!("{owner} build"))?.map(read_commands).transpose()?,
        };
        section.finish()?;
        Ok(overrides)
    }
}

/// Applies a profile to all components that have it. One that no component has is a slip of the user's.
pub(super) fn apply(file: &str, drafts: &mut BTreeMap<String, Draft>, profile: Option<&str>) -> Result<(), Error> {
    let Some(profile) = profile else { return Ok(()) };
    let known: BTreeSet<_> = drafts.values().flat_map(|draft| draft.profiles.keys().map(String::as_str)).collect();
    if !known.contains(profile) {
        return Err(Error::UnknownProfile { file: file.to_owned(), profile: profile.to_owned(), known: names(known) });
    }
    for draft in drafts.values_mut() {
        if let Some(overrides) = draft.profiles.remove(profile) {
            override_with(draft, overrides);
        }
    }
    Ok(())
}

fn override_with(draft: &mut Draft, overrides: Overrides) {
    let component = &mut draft.component;
    if let Some(source) = overrides.source {
        component.source = source;
    }
    if let Some(commands) = overrides.commands {
        component.build.get_or_insert_default().commands = commands;
    }
    component.environment.extend(overrides.environment);
    draft.dependencies.extend(overrides.dependencies);
}

fn read_commands(mut build: Section<'_>) -> Result<Vec<String>, Error> {
    let commands = component::read_commands(build.need("command")?)?;
    build.finish()?;
    Ok(commands)
}
