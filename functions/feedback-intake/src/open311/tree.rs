//! An answer before it has a format.
//!
//! The specification has the JSON made from the XML by rule ("the Spark Convention"): the root has no name, a list of
//! elements is an array, an empty element is `null`. So we say each answer once, and both formats are written from that.

use super::degrees::{LONGITUDE_MAX, degrees};
use super::format::Format;
use super::xml;

/// A part of an answer. Names are ours, never a stranger's.
pub enum Tree {
    /// Nothing is known, or it may not be said.
    Nothing,
    /// Words of anybody's.
    Text(String),
    /// Yes or no.
    Truth(bool),
    /// A number.
    Number(Digits),
    /// Equal things; each is an element of this name.
    List(&'static str, Vec<Tree>),
    /// Things with names, in the order of the specification.
    Fields(Vec<(&'static str, Tree)>),
}

/// A number as JSON and XML both write it.
pub struct Digits(String);

impl Digits {
    /// Its text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl Tree {
    /// Words, if there are any.
    pub fn text(text: Option<&str>) -> Tree {
        text.filter(|text| !text.is_empty()).map_or(Tree::Nothing, |text| Tree::Text(text.to_owned()))
    }

    /// A whole number.
    pub fn whole(number: u16) -> Tree {
        Tree::Number(Digits(number.to_string()))
    }

    /// Degrees, digit for digit, if they are known. What is no number of degrees is not said.
    pub fn degrees(text: Option<&str>) -> Tree {
        let number = text.and_then(|text| degrees(text, LONGITUDE_MAX));
        number.map_or(Tree::Nothing, |number| Tree::Number(Digits(number)))
    }

    /// The whole answer; `root` is the outermost element, which only XML has.
    pub fn written(&self, root: &'static str, format: Format) -> String {
        match format {
            Format::Xml => xml::document(root, self),
            Format::Json => {
                let mut out = String::new();
                self.json(&mut out);
                out
            }
        }
    }

    fn json(&self, out: &mut String) {
        match self {
            Tree::Nothing => out.push_str("null"),
            Tree::Text(text) => out.push_str(&quoted(text)),
            Tree::Truth(is_so) => out.push_str(if *is_so { "true" } else { "false" }),
            Tree::Number(digits) => out.push_str(digits.text()),
            Tree::List(_, trees) => between(out, ['[', ']'], trees, |out, tree| tree.json(out)),
            Tree::Fields(fields) => between(out, ['{', '}'], fields, |out, (name, tree)| {
                out.push_str(&quoted(name));
                out.push(':');
                tree.json(out);
            }),
        }
    }
}

/// A text has a JSON form, always; `serde_json` knows how to escape it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn between<T>(out: &mut String, [open, close]: [char; 2], items: &[T], write: impl Fn(&mut String, &T)) {
    out.push(open);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn tree() -> Tree {
        let value = |key: &str| Tree::Fields(vec![("key", Tree::text(Some(key))), ("order", Tree::whole(1))]);
        Tree::Fields(vec![
            ("said", Tree::text(Some("\"Ổ gà\"\n\\ & <b>\u{1}"))),
            ("unsaid", Tree::text(None)),
            ("empty", Tree::text(Some(""))),
            ("is_so", Tree::Truth(true)),
            ("lat", Tree::degrees(Some("21.0280"))),
            ("long", Tree::degrees(Some("[1]"))),
            ("values", Tree::List("value", vec![value("a"), value("b")])),
            ("none", Tree::List("value", Vec::new())),
        ])
    }

    #[test]
    fn json_has_no_root_and_keeps_each_digit() {
        let written = tree().written("answer", Format::Json);
        assert!(written.contains(r#""lat":21.0280,"long":null"#), "{written}");
        let read: Value = serde_json::from_str(&written).unwrap();
        let wanted = json!({
            "said": "\"Ổ gà\"\n\\ & <b>\u{1}", "unsaid": null, "empty": null, "is_so": true, "lat": 21.028, "long": null,
            "values": [{"key": "a", "order": 1}, {"key": "b", "order": 1}], "none": [],
        });
        assert_eq!(read, wanted);
    }

    #[test]
    fn xml_says_the_same() {
        let wanted = "<answer><said>\"Ổ gà\"\n\\ &amp; &lt;b&gt;</said><unsaid/><empty/><is_so>true</is_so>\
             <lat>21.0280</lat><long/><values><value><key>a</key><order>1</order></value>\
             <value><key>b</key><order>1</order></value></values><none/></answer>";
        assert!(tree().written("answer", Format::Xml).ends_with(wanted));
    }
}
