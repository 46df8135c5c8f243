//! A form as JSON Schema 2020-12, for whoever validates before sending.
//!
//! What meets it and is refused here all the same, for an expression or a library cannot say it:
//! - numbers of no province or century, tax codes that fail their check digit or branch `000`, addresses that
//!   [`Email`](crate::person::Email) knows to reach nobody;
//! - days that no month has (30 February, where `format` is not asserted), before [`YEAR_MIN`](super::kind::YEAR_MIN) or
//!   after [`YEAR_MAX`](super::kind::YEAR_MAX), or on the wrong side of today;
//! - a required group of no members, which counts as not answered, and one that has too few once the empty ones at its
//!   end are taken away;
//! - text that is too short once it is [`tidy`](super::tidy): spaces are single, marks on their letters.
//!
//! Whether there is such a commune is asked of the store, by neither. What is accepted here meets the schema once it is
//! tidy: people may type more freely than machines.

use serde_json::{Map, Value, json};

use super::tidy::from_line;
use super::{Condition, Field, Form, Kind, Words, country, pattern};
use crate::language::Language;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
const DAY: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const PHONE: &str = r"^(0|\+84)([35789][0-9]{8}|2[0-9]{9})$";
const PARTIAL_DAY: &str = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";

/// The schema of a form's answers, with its words in one language.
///
/// The order of the questions is the form's: a schema has none.
pub fn schema(form: &Form, language: Language) -> Value {
    let fields = form.fields().map(|(section, field)| {
        let conditions = section.shown.iter().chain(&field.shown).collect();
        (field, conditions)
    });
    let mut schema = object(&fields.collect::<Vec<_>>(), language);
    schema.insert("$schema".into(), DIALECT.into());
    if form.fields().any(|(_, field)| has_country(field)) {
        schema.insert("$defs".into(), json!({"country": {"enum": country::countries().collect::<Vec<_>>()}}));
    }
    Value::Object(schema)
}

fn has_country(field: &Field) -> bool {
    field.kind == Kind::Country || field.kind.fields().iter().any(has_country)
}

/// An object with these fields, each under its conditions.
fn object(fields: &[(&Field, Vec<&Condition>)], language: Language) -> Map<String, Value> {
    let properties: Map<String, Value> =
        fields.iter().map(|(field, _)| (field.name.clone(), property(field, language))).collect();
    let always = fields.iter().filter(|(field, conditions)| field.required && conditions.is_empty());
    let required: Vec<&str> = always.map(|(field, _)| field.name.as_str()).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    schema.insert("required".into(), required.into());
    schema.insert("additionalProperties".into(), false.into());
    let branches = branches(fields);
    if !branches.is_empty() {
        schema.insert("allOf".into(), branches.into());
    }
    schema
}

/// One `if` for each run of fields under the same conditions.
fn branches(fields: &[(&Field, Vec<&Condition>)]) -> Vec<Value> {
    let runs = fields.chunk_by(|(_, one), (_, other)| one == other);
    runs.filter(|run| run.first().is_some_and(|(_, conditions)| !conditions.is_empty())).map(branch).collect()
}

fn branch(run: &[(&Field, Vec<&Condition>)]) -> Value {
    let conditions = run.first().map(|(_, conditions)| conditions.as_slice()).unwrap_or_default();
    let required: Vec<&str> =
        run.iter().filter(|(field, _)| field.required).map(|(field, _)| field.name.as_str()).collect();
    let absent: Map<String, Value> = run.iter().map(|(field, _)| (field.name.clone(), false.into())).collect();
    let mut branch = Map::new();
    branch.insert("if".into(), all(conditions.iter().copied()));
    if !required.is_empty() {
        branch.insert("then".into(), json!({"required": required}));
    }
    branch.insert("else".into(), json!({"properties": absent}));
    Value::Object(branch)
}

fn all<'a>(conditions: impl Iterator<Item = &'a Condition>) -> Value {
    let mut all: Vec<Value> = conditions.map(condition).collect();
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            all.extend(last);
            json!({"allOf": all})
        }
    }
}

fn condition(condition: &Condition) -> Value {
    let (field, wanted) = match condition {
        Condition::Is(field, value) => (field, json!({"const": value})),
        Condition::OneOf(field, values) => (field, json!({"enum": values})),
        Condition::Not(field, value) => (field, json!({"not": {"const": value}})),
        Condition::Has(field, values) => (field, json!({"contains": {"enum": values}})),
        Condition::Yes(field) => (field, json!({"const": true})),
        Condition::No(field) => (field, json!({"const": false})),
        Condition::All(conditions) => return all(conditions.iter()),
    };
    json!({"properties": {field: wanted}, "required": [field]})
}

fn property(field: &Field, language: Language) -> Value {
    let mut property = kind(&field.kind, language);
    let words = [("title", Some(&field.label)), ("description", field.hint.as_ref())];
    for (key, words) in words {
        property.extend(words.map(|words: &Words| (key.into(), words.say(language).into())));
    }
    let example = field.example.as_ref().map(|example| from_line(&field.kind, example.say(language).into()));
    property.extend(example.map(|example| ("examples".into(), json!([example]))));
    Value::Object(property)
}

fn kind(kind: &Kind, language: Language) -> Map<String, Value> {
    let one = |choice: &super::Choice| json!({"const": choice.value, "title": choice.label.say(language)});
    let schema = match kind {
        Kind::Text { min, max, pattern: None } => text(*min, usize::from(*max), &pattern::line_expression()),
        Kind::Text { min, max, pattern: Some(pattern) } => {
            let mut schema = text(*min, usize::from(*max), pattern.expression());
            schema["allOf"] = json!([{"pattern": pattern::line_expression()}]);
            schema
        }
        Kind::LongText { max } => text(1, usize::from(*max), &pattern::lines_expression()),
        Kind::Choice { choices } => json!({"type": "string", "oneOf": choices.iter().map(one).collect::<Vec<_>>()}),
        Kind::Several { choices } => {
            let items = json!({"oneOf": choices.iter().map(one).collect::<Vec<_>>()});
            json!({"type": "array", "items": items, "uniqueItems": true, "minItems": 1})
        }
        Kind::YesNo => json!({"type": "boolean"}),
        Kind::Agreement => json!({"const": true}),
        Kind::Date { partial: false, .. } => json!({"type": "string", "format": "date", "pattern": DAY}),
        Kind::Date { partial: true, .. } => json!({"type": "string", "pattern": PARTIAL_DAY}),
        Kind::Number { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        Kind::Money { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        Kind::Place => json!({"type": "string", "pattern": "^[0-9]{5}$"}),
        Kind::PersonNumber => json!({"type": "string", "pattern": "^[0-9]{12}$"}),
        Kind::TaxCode => json!({"type": "string", "pattern": "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"}),
        Kind::Phone => json!({"type": "string", "pattern": PHONE}),
        Kind::Email => json!({"type": "string", "format": "idn-email", "maxLength": 320, "pattern": "^[^@ ]+@[^@ ]+$"}),
        Kind::Country => json!({"$ref": "#/$defs/country"}),
        Kind::Group { min, max, fields } => group((*min, *max), fields, language),
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}

fn text(min: u16, max: usize, expression: &str) -> Value {
    json!({"type": "string", "minLength": min, "maxLength": max, "pattern": expression})
}

fn group((min, max): (u16, u16), fields: &[Field], language: Language) -> Value {
    let fields: Vec<(&Field, Vec<&Condition>)> =
        fields.iter().map(|field| (field, field.shown.iter().collect())).collect();
    json!({"type": "array", "minItems": min, "maxItems": max, "items": object(&fields, language)})
}
