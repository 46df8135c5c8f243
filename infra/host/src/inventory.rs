//! What a manifest would run under a profile: every component and part with the hash of its bytes, so that an operator
//! can see that two deployments run the same functions.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::manifest;

/// One file that would run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The component's id.
    pub component: String,
    /// The dependency that the file satisfies; none for the component itself.
    pub part_for: Option<String>,
    /// Where the file is, as the manifest says it.
    pub path: PathBuf,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Everything that would run, by component.
pub fn inventory(manifest: &Path, profile: Option<&str>) -> Result<Vec<Item>> {
    let app = manifest::read(manifest, profile)?;
    let folder = manifest.parent().unwrap_or(Path::new("."));
    let mut items = Vec::new();
    for (id, component) in &app.components {
        let own = (None, &component.source);
        let parts = component.dependencies.iter().map(|part| (Some(part.name.clone()), &part.path));
        for (part_for, path) in std::iter::once(own).chain(parts) {
            let bytes = std::fs::read(folder.join(path)).with_context(|| format!("cannot read {}", path.display()))?;
            let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            items.push(Item { component: id.clone(), part_for, path: path.clone(), sha256 });
        }
    }
    Ok(items)
}
