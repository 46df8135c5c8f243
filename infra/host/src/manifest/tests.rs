mod accepted;
mod refused;

use super::*;

/// The smallest manifest, with a line put in where a test wants it.
fn manifest(application: &str, component: &str, more: &str) -> String {
    format!(
        r#"spin_manifest_version = 2
[application]
name = "motcua"
{application}
[[trigger.http]]
route = "/..."
component = "a"
[component.a]
source = "a.wasm"
{component}
{more}
"#
    )
}

fn read(text: &str) -> Result<App, Error> {
    parse("spin.toml", text, None)
}

#[track_caller]
fn app(application: &str, component: &str, more: &str) -> App {
    read(&manifest(application, component, more)).unwrap_or_else(|error| panic!("{error}"))
}
