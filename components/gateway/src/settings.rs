//! The part's own variables: who we are at the gateway, our secrets, its addresses.

use self::bindings::spin::variables::variables;
use crate::Refusal;

#[allow(missing_docs, clippy::all)]
mod bindings {
    wit_bindgen::generate!({
        inline: "
            package motcua:gateway-settings;
            world settings { import spin:variables/variables@3.0.0; }
        ",
        path: "../../wit/deps/spin-variables@3.0.0",
        generate_all,
    });
}

/// A variable that has to be set.
pub async fn text(name: &str) -> Result<String, Refusal> {
    let value = variables::get(name.to_owned()).await.unwrap_or_default();
    match value.trim() {
        "" => Err(unusable(name)),
        value => Ok(value.to_owned()),
    }
}

/// An address without a slash at the end.
pub async fn address(name: &str) -> Result<String, Refusal> {
    Ok(text(name).await?.trim_end_matches('/').to_owned())
}

/// Secrets with spaces between them, at least one: the first signs, all verify.
pub async fn secrets(name: &str) -> Result<Vec<String>, Refusal> {
    Ok(text(name).await?.split_whitespace().map(str::to_owned).collect())
}

/// Refuses a variable by its name: its value may be a secret.
pub fn unusable(name: &str) -> Refusal {
    Refusal::Unusable(name.to_owned())
}
