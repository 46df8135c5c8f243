//! When something is asked: a condition on the answers to what was asked before it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A condition on answers, written as `{"is": ["marital_status", "married"]}`.
///
/// There is no "or" between fields and no "not" of a whole condition: what a clerk can read aloud, the linter can also
/// prove to be possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The field's answer is this choice or country.
    Is(String, String),
    /// The field's answer is one of these.
    OneOf(String, Vec<String>),
    /// The field is answered, with something else.
    Not(String, String),
    /// The field, of several choices, has one of these among them.
    Has(String, Vec<String>),
    /// The field is answered with yes.
    Yes(String),
    /// The field is answered with no.
    No(String),
    /// All of these.
    All(Vec<Condition>),
}

impl Condition {
    /// Whether it holds. What is not answered fulfils nothing, "not" included.
    pub fn holds<'a>(&self, answer: &dyn Fn(&str) -> Option<&'a Value>) -> bool {
        let text = |field: &String| answer(field).and_then(Value::as_str);
        match self {
            Condition::Is(field, value) => text(field) == Some(value),
            Condition::OneOf(field, values) => text(field).is_some_and(|one| values.iter().any(|value| value == one)),
            Condition::Not(field, value) => text(field).is_some_and(|one| one != value),
            Condition::Has(field, values) => {
                let chosen = answer(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
                chosen.into_iter().any(|one| values.iter().any(|value| value == one))
            }
            Condition::Yes(field) => answer(field) == Some(&Value::Bool(true)),
            Condition::No(field) => answer(field) == Some(&Value::Bool(false)),
            Condition::All(all) => all.iter().all(|one| one.holds(answer)),
        }
    }

    /// The simple conditions that it is made of: those that name a field.
    pub fn simple(&self) -> Vec<&Condition> {
        match self {
            Condition::All(all) => all.iter().flat_map(Condition::simple).collect(),
            simple => vec![simple],
        }
    }

    /// The choices that a simple condition names.
    pub fn values(&self) -> Vec<&str> {
        match self {
            Condition::Is(_, value) | Condition::Not(_, value) => vec![value],
            Condition::OneOf(_, values) | Condition::Has(_, values) => values.iter().map(String::as_str).collect(),
            Condition::Yes(_) | Condition::No(_) | Condition::All(_) => Vec::new(),
        }
    }

    /// The field that a simple condition looks at; `None` for several conditions.
    pub fn field(&self) -> Option<&str> {
        match self {
            Condition::Is(field, _)
            | Condition::OneOf(field, _)
            | Condition::Not(field, _)
            | Condition::Has(field, _)
            | Condition::Yes(field)
            | Condition::No(field) => Some(field),
            Condition::All(_) => None,
        }
    }
}
