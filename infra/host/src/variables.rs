//! The application's variables: what the manifest declares, and where values come from.
//!
//! A value is looked for in the environment (`SPIN_VARIABLE_<NAME>`), then in `.env`, then in the manifest's default. All is
//! looked up once, at start, so that a missing value is found at start and not by a citizen.

mod template;
#[cfg(test)]
mod tests;

pub use template::Template;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// One entry of `[variables]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    /// What it is for.
    pub description: Option<String>,
    /// The value if none is given. Without one, a value is required.
    pub default: Option<Value>,
    /// Whether it must not be shown.
    pub secret: bool,
}

/// A value. `Debug` never shows it, secret or not: a value that is built from a secret looks like any other.
#[derive(Clone, PartialEq, Eq)]
pub struct Value(String);

impl Value {
    /// Takes a text as a value.
    pub fn new(text: impl Into<String>) -> Value {
        Value(text.into())
    }

    /// The text, for the component that asked for it and nobody else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(..)")
    }
}

/// Why the variables could not be resolved. Names, never values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A required variable without a value.
    #[error("variable '{name}' is required and has no value: set {} or write it into .env", environment_name(.name))]
    Missing {
        /// The variable.
        name: String,
    },
    /// A template names a variable that `[variables]` does not declare.
    #[error("variable '{name}' is not declared: add it to [variables]")]
    Unknown {
        /// The variable.
        name: String,
    },
    /// `{{` without `}}`.
    #[error("a template has '{{{{' without '}}}}': close it")]
    Unclosed,
    /// A line that is no `NAME=value`. It may hold a secret, so only its number is told.
    #[error(".env:{line}: not understood: write NAME=value, with quotes around a value that has spaces")]
    DotEnv {
        /// Counted from 1.
        line: usize,
    },
}

/// The environment variable that gives a variable its value.
pub fn environment_name(name: &str) -> String {
    format!("SPIN_VARIABLE_{}", name.to_ascii_uppercase())
}

/// All variables of the application with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, Value>);

impl Variables {
    /// Finds a value for each declared variable.
    ///
    /// `environment` is usually `|name| std::env::var(name).ok()`; `dot_env` is the text of `.env`, empty if there is none.
    pub fn resolve(
        declared: &BTreeMap<String, Declaration>,
        environment: impl Fn(&str) -> Option<String>,
        dot_env: &str,
    ) -> Result<Variables, Error> {
        let dot_env = read_dot_env(dot_env)?;
        let value_of = |(name, declaration): (&String, &Declaration)| {
            let key = environment_name(name);
            let given = environment(&key).or_else(|| dot_env.get(&key).cloned()).map(Value);
            match given.or_else(|| declaration.default.clone()) {
                Some(value) => Ok((name.clone(), value)),
                None => Err(Error::Missing { name: name.clone() }),
            }
        };
        declared.iter().map(value_of).collect::<Result<_, _>>().map(Variables)
    }

    /// Fills in a template.
    pub fn fill(&self, template: &Template) -> Result<Value, Error> {
        let value_of = |name: &str| self.0.get(name).map(Value::expose);
        template.fill(value_of).map(Value)
    }

    /// What one component sees: its own names, with their templates filled in.
    pub fn of_component(&self, templates: &BTreeMap<String, Template>) -> Result<BTreeMap<String, Value>, Error> {
        templates.iter().map(|(name, template)| Ok((name.clone(), self.fill(template)?))).collect()
    }
}

/// Spin reads `.env` with this very crate, so quotes and escapes mean the same.
fn read_dot_env(text: &str) -> Result<HashMap<String, String>, Error> {
    let mut values = HashMap::new();
    for entry in dotenvy::from_read_iter(text.as_bytes()) {
        let (name, value) = entry.map_err(|error| Error::DotEnv { line: line_of(&error, text) })?;
        values.insert(name, value);
    }
    Ok(values)
}

/// The crate says what it stumbled over, not where.
fn line_of(error: &dotenvy::Error, text: &str) -> usize {
    let dotenvy::Error::LineParse(culprit, _) = error else { return 1 };
    let first = culprit.lines().next().unwrap_or_default();
    text.lines().position(|line| line.contains(first)).map_or(1, |index| index + 1)
}
