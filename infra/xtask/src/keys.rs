//! The keys that seal, find and sign: made once for a checkout, kept in `.env`, where every host looks.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result};
use rand::Rng;

use crate::shell::{root, step};

/// The variables that have no default, and how a key of each begins: the name by which what it sealed or signed knows it.
const KEYS: [(&str, &str); 3] = [
    ("SPIN_VARIABLE_SEALING_KEYS", "seal-1="),
    ("SPIN_VARIABLE_LOOKUP_KEY", ""),
    ("SPIN_VARIABLE_RECEIPT_KEYS", "receipt-1="),
];

/// Adds to `.env` each key that neither it nor the environment has. Whoever loses the file loses what was sealed.
pub fn provide() -> Result<()> {
    let file = root().join(".env");
    let missing = missing(&file)?;
    if missing.is_empty() {
        return Ok(());
    }
    step("making keys for personal data and receipts: they stand in .env");
    let mut options = OpenOptions::new();
    let mut out = options.create(true).append(true).mode(0o600).open(&file).context("cannot write .env")?;
    let lines: String = missing.iter().map(|(name, start)| format!("{name}={start}{}\n", random())).collect();
    out.write_all(format!("\n{lines}").as_bytes())?;
    Ok(out.sync_all()?)
}

fn missing(file: &Path) -> Result<Vec<(&'static str, &'static str)>> {
    let kept: Vec<(String, String)> = match dotenvy::from_path_iter(file) {
        Ok(entries) => entries.collect::<Result<_, _>>().context("cannot read .env")?,
        Err(_) => Vec::new(),
    };
    let is_given = |name: &str| std::env::var_os(name).is_some() || kept.iter().any(|(known, _)| known == name);
    Ok(KEYS.into_iter().filter(|(name, _)| !is_given(name)).collect())
}

/// 32 bytes of the system's chance, in hexadecimal digits.
fn random() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
