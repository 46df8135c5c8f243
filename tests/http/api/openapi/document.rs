//! The document itself: its operations, and what it says of a request and an answer.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jsonschema::Validator;
use motcua_tests::{Answer, Ask, DESK_H26, OPERATOR, Portal, TOKEN, portal};
use serde_json::{Map, Value, json};

use super::{feedback, payments};
use crate::payments::{AN, SWEEPER};

/// As long as a token of the portal, and none.
pub const NOBODYS_TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// An operation of the document.
pub struct Operation {
    pub name: String,
    pub method: String,
    pub path: String,
    pub value: Value,
}

impl Operation {
    /// Whether nobody has to say who asks.
    pub fn is_public(&self) -> bool {
        self.schemes().next().is_none()
    }

    /// The ways in which somebody may say who asks.
    fn schemes(&self) -> impl Iterator<Item = &str> {
        let ways = self.value["security"].as_array().into_iter().flatten().filter_map(Value::as_object);
        ways.flat_map(Map::keys).map(String::as_str)
    }

    /// Its parameters that stand in `place`: `path`, `query`, `header`.
    pub fn parameters<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'a Value> {
        self.value["parameters"].as_array().into_iter().flatten().map(resolved).filter(move |one| one["in"] == place)
    }

    /// Where it is asked: fees are paid at a portal of their own, which has gateways, and people who answer for the money; and
    /// feedback at one where something was published.
    pub fn portal(&self) -> &'static Portal {
        match self.path.split('/').nth(2) {
            Some("payments") => &payments::stage().scene.portal,
            Some("feedback") => &feedback::stage().scene.portal,
            _ => portal(),
        }
    }

    /// Whether whoever calls says what he likes, and is answered in his own words: a gateway.
    pub fn is_in_words_of_others(&self) -> bool {
        self.parameters("query").any(|one| one["schema"]["type"] == "object")
    }

    /// A request to `path` with all headers that have to be there.
    pub fn ask(&self, portal: &Portal, path: &str) -> Ask {
        let ask = portal.ask(&self.method, path);
        let ask = self.headers().iter().fold(ask, |ask, (name, value)| ask.header(name, value));
        if ["POST", "PUT", "PATCH"].contains(&self.method.as_str()) { ask.body("") } else { ask }
    }

    /// The same with the first body that the document gives, where one has to be there.
    pub fn ask_with_body(&self, portal: &Portal, path: &str) -> Ask {
        let ask = self.ask(portal, path);
        let body = &self.value["requestBody"];
        match body["content"].as_object().and_then(|content| content.iter().next()) {
            Some((kind, media)) if body["required"] == true => {
                let body = if media["examples"].is_object() { example(media) } else { String::new() };
                ask.header("content-type", kind).body(body)
            }
            _ => ask,
        }
    }

    /// The headers that have to be there, and a token: one that the operator handed to somebody, who may, or else one that was
    /// handed to nobody.
    pub fn headers(&self) -> Vec<(String, String)> {
        let required = self.parameters("header").filter(|one| one["required"] == true);
        let token = self.schemes().next().map(|scheme| match scheme {
            "publisher" => TOKEN,
            "cashier" => AN,
            "sweeper" => SWEEPER,
            "feedback_desk" => DESK_H26,
            "feedback_operator" => OPERATOR,
            _ => NOBODYS_TOKEN,
        });
        let token = token.map(|token| ("authorization".to_owned(), format!("Bearer {token}")));
        required.map(|one| (text(&one["name"]), example(one))).chain(token).collect()
    }

    /// The addresses that the examples make, one a name.
    pub fn calls(&self) -> Vec<String> {
        let parameters = || self.parameters("path").chain(self.parameters("query"));
        let names = parameters().filter_map(|one| one["examples"].as_object()).flat_map(Map::keys);
        let names: BTreeSet<&str> =
            names.map(String::as_str).chain(parameters().next().is_none().then_some("")).collect();
        names.into_iter().map(|name| self.call(name)).collect()
    }

    pub fn call(&self, name: &str) -> String {
        let of_name = |one: &Value| one["examples"].get(name).map(|example| text(&example["value"]));
        let query = self.parameters("query").flat_map(|one| {
            // Many parameters in one: those of a gateway.
            if let Some(many) = one["examples"][name]["value"].as_object() {
                return many.iter().map(|(name, value)| (name.clone(), text(value))).collect();
            }
            let value = of_name(one).or_else(|| (one["required"] == true).then(|| example(one)));
            value.map(|value| (text(&one["name"]), value)).into_iter().collect::<Vec<_>>()
        });
        let query: Vec<String> = query.map(|(name, value)| format!("{name}={}", encoded(&value))).collect();
        let path = self.parameters("path").fold(self.path.clone(), |path, one| {
            filled(&path, one, &encoded(&of_name(one).unwrap_or_else(|| example(one))))
        });
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    /// The shortest address: what is required and nothing else.
    pub fn bare(&self) -> String {
        self.call("no example has this name")
    }

    /// The shortest address with another segment for a parameter of the path.
    pub fn at(&self, parameter: &Value, segment: &str) -> String {
        let path = filled(&self.path, parameter, segment);
        self.parameters("path").fold(path, |path, one| filled(&path, one, &encoded(&example(one))))
    }

    /// The shortest address with one parameter more, or another value for it.
    pub fn with(&self, name: &str, value: &str) -> String {
        let bare = self.bare();
        let (path, query) = bare.split_once('?').unwrap_or((&bare, ""));
        let others = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(&format!("{name}=")));
        let query: Vec<String> = others.map(str::to_owned).chain([format!("{name}={}", encoded(value))]).collect();
        format!("{path}?{}", query.join("&"))
    }

    /// Insists that an answer is one of those that the document describes. Its body, where it has one.
    #[track_caller]
    pub fn check(&self, answer: &Answer) -> Value {
        let what = format!("{} {}: {}", self.name, answer.status, answer.text());
        let response = resolved(&self.value["responses"][answer.status.to_string()]);
        assert!(response.is_object(), "not documented: {what}");
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            let header = resolved(header);
            let Some(value) = answer.header(&name.to_lowercase()) else {
                assert!(header["required"] != true, "no {name}: {what}");
                continue;
            };
            let value = value.parse::<u64>().map_or_else(|_| value.into(), Value::from);
            assert_valid(&header["schema"], &value, name);
        }
        // What answers HEAD has no body, whatever the same answer to GET would have.
        let Some(content) = response["content"].as_object().filter(|_| self.method != "HEAD") else {
            assert!(answer.body.is_empty(), "{what}");
            return Value::Null;
        };
        let kind = answer.header("content-type").unwrap_or_default();
        // What some gateways are told without words.
        if response["x-may-be-empty"] == true && kind.is_empty() {
            assert!(answer.body.is_empty(), "{what}");
            return Value::Null;
        }
        let media = content.get(kind).unwrap_or_else(|| panic!("another type: {what}"));
        let body = if kind.ends_with("json") { answer.json() } else { answer.text().into() };
        // A file is of no schema.
        if let Some(schema) = media.get("schema") {
            assert_valid(schema, &body, &what);
        }
        if kind == "application/problem+json" {
            assert_eq!(body["status"], answer.status, "{what}");
            let kind = problem_types().iter().find(|kind| kind["const"] == body["type"]).expect("a documented kind");
            assert!(text(&kind["title"]).starts_with(&answer.status.to_string()), "{what}");
        }
        body
    }

    /// Sends a request, and insists on the status and on an answer that the document describes.
    #[track_caller]
    pub fn answers(&self, ask: Ask, status: u16) -> Answer {
        let answer = ask.expect(status);
        self.check(&answer);
        answer
    }

    /// The same for a refusal of a kind.
    #[track_caller]
    pub fn refuses(&self, ask: Ask, status: u16, kind: &str) -> Value {
        self.answers(ask, status).problem(kind)
    }
}

pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| portal().get("/api/openapi.json").expect(200).json())
}

pub fn operations() -> Vec<Operation> {
    let paths = map(&document()["paths"]).iter();
    let all = paths.flat_map(|(path, methods)| map(methods).iter().map(move |(method, value)| (path, method, value)));
    all.map(|(path, method, value)| Operation {
        name: text(&value["operationId"]),
        method: method.to_uppercase(),
        path: path.clone(),
        value: value.clone(),
    })
    .collect()
}

#[track_caller]
pub fn operation(name: &str) -> Operation {
    operations().into_iter().find(|operation| operation.name == name).expect("an operation")
}

#[track_caller]
pub fn operation_of(path: &str, method: &str) -> Operation {
    operations().into_iter().find(|one| one.path == path && one.method == method).expect("an operation")
}

pub fn problem_types() -> &'static [Value] {
    document()["components"]["schemas"]["problem_type"]["oneOf"].as_array().expect("a list")
}

/// What a reference leads to, or the value itself.
pub fn resolved(value: &Value) -> &Value {
    let target = value["$ref"].as_str().and_then(|reference| document().pointer(reference.trim_start_matches('#')));
    target.unwrap_or(value)
}

pub fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(list) => list.iter().for_each(|one| references(one, found)),
        _ => {}
    }
}

/// A schema with all that its references lead to, ready to be used.
pub fn validator(schema: &Value) -> Validator {
    let whole = json!({ "allOf": [schema], "components": document()["components"] });
    jsonschema::draft202012::options().should_validate_formats(true).build(&whole).expect("a schema")
}

#[track_caller]
pub fn assert_valid(schema: &Value, value: &Value, what: &str) {
    let errors: Vec<String> =
        validator(schema).iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

fn filled(path: &str, parameter: &Value, segment: &str) -> String {
    path.replace(&format!("{{{}}}", text(&parameter["name"])), segment)
}

/// The first example of a parameter or a body.
pub fn example(parameter: &Value) -> String {
    let first = parameter["examples"].as_object().and_then(|examples| examples.values().next());
    text(&first.expect("an example")["value"])
}

pub fn map(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
