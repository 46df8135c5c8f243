//! What a component gets of WASI: its environment, the time of day, and its files, which it may read and never write.

use std::fs;
use std::io;
use std::path::{Component as Step, Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder};

use super::logs::Output;
use crate::clock::Clock;
use crate::manifest::{Component, Mount};

/// What one component gets of WASI.
#[derive(Clone)]
pub struct Grant {
    component: Arc<str>,
    environment: Arc<Vec<(String, String)>>,
    /// Folders of the host and where the guest sees them.
    folders: Arc<Vec<(PathBuf, String)>>,
    clock: Clock,
}

impl Grant {
    /// `folders` must be there when an instance is made.
    pub fn new(
        component: &str,
        environment: Vec<(String, String)>,
        folders: Vec<(PathBuf, String)>,
        clock: Clock,
    ) -> Grant {
        Grant { component: component.into(), environment: environment.into(), folders: folders.into(), clock }
    }

    /// The context of a new instance: no network, no arguments, no stdin.
    pub fn context(&self) -> wasmtime::Result<WasiCtx> {
        let mut builder = WasiCtxBuilder::new();
        builder.envs(&self.environment);
        self.clock.lend(&mut builder);
        builder.stdout(Output::stdout(&self.component)).stderr(Output::stderr(&self.component));
        for (folder, seen_as) in self.folders.iter() {
            builder.preopened_dir(folder, seen_as, FsPerms::ReadOnly)?;
        }
        Ok(builder.build())
    }
}

/// Lays a component's files out in `folder` and says what to mount where. A folder that has a place of its own is
/// mounted as it is; the rest is copied, for patterns pick single files.
pub fn mounted(component: &Component, manifest: &Path, folder: &Path) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut mounts = Vec::new();
    let mut copies = Vec::new();
    for mount in &component.files {
        match mount {
            Mount::Placed { source, destination }
                if manifest.join(source).is_dir() && component.exclude_files.is_empty() =>
            {
                mounts.push((manifest.join(source), destination.clone()));
            }
            Mount::Placed { source, destination } => copies.push((manifest.join(source), inside(destination))),
            Mount::Pattern(pattern) => copies.extend(matching(manifest, pattern)?),
        }
    }
    if copies.is_empty() {
        return Ok(mounts);
    }
    let excluded = excluded(component)?;
    let _ = fs::remove_dir_all(folder);
    for (from, to) in copies {
        if !excluded.iter().any(|pattern| pattern.matches_path(&to)) {
            copy(&from, &folder.join(to)).with_context(|| format!("cannot read {}", from.display()))?;
        }
    }
    mounts.push((folder.to_owned(), "/".to_owned()));
    Ok(mounts)
}

fn excluded(component: &Component) -> anyhow::Result<Vec<glob::Pattern>> {
    Ok(component.exclude_files.iter().map(|pattern| glob::Pattern::new(pattern)).collect::<Result<_, _>>()?)
}

/// The files that a pattern picks, with their path as the guest sees it; a folder stands for all in it.
fn matching(manifest: &Path, pattern: &str) -> anyhow::Result<Vec<(PathBuf, PathBuf)>> {
    let escaped = glob::Pattern::escape(&manifest.to_string_lossy());
    let all = if manifest.join(pattern).is_dir() { format!("{pattern}/**/*") } else { pattern.to_owned() };
    let mut files = Vec::new();
    for found in glob::glob(&format!("{escaped}/{all}"))? {
        let found = found?;
        if found.is_file() {
            let seen = inside(&found.strip_prefix(manifest)?.to_string_lossy());
            files.push((found, seen));
        }
    }
    Ok(files)
}

/// A path that stays below the folder it is joined to.
fn inside(path: &str) -> PathBuf {
    Path::new(path).components().filter(|step| matches!(step, Step::Normal(_))).collect()
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map(drop)
}
