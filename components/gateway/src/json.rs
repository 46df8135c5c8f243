//! An object of JSON whose numbers are kept as they are written, and in which no name stands twice.
//!
//! A transaction's number may be larger than what a floating point number holds, and what was signed is often the text of a
//! number: `150000` and `"150000"` sign the same, `150000.0` does not.

use core::fmt;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{Call, Refusal, malformed};

/// More members than this no gateway sends.
const MEMBERS_MAX: usize = 200;
/// What stands before the name in the error of a name that came twice: how it is told from other errors.
const TWICE: &str = "twice: ";

/// The members of an object, each as the text of its value.
#[derive(Clone, Debug)]
pub struct Object(BTreeMap<String, Box<RawValue>>);

impl Object {
    /// Reads an object. Refuses a name that stands twice in it, and whatever is no object.
    pub fn read(bytes: &[u8]) -> Result<Object, Refusal> {
        serde_json::from_slice(bytes).map_err(|error| {
            let words = error.to_string();
            let name =
                words.strip_prefix(TWICE).map(|rest| rest.rsplit_once(" at line").map_or(rest, |(name, _)| name));
            name.map_or_else(|| malformed(""), |name| Refusal::Repeated(name.to_owned()))
        })
    }

    /// Reads the object that a call brings as `application/json`, whatever the parameters of that media type.
    pub fn of(call: &Call) -> Result<Object, Refusal> {
        let mut types = call.headers.iter().filter(|(name, _)| name == "content-type").map(|(_, value)| value.as_str());
        let kind = types.next().and_then(|value| value.split(';').next()).unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case("application/json") || types.next().is_some() {
            return Err(Refusal::OtherMediaType);
        }
        Object::read(&call.body)
    }

    /// The members in the order of their names' bytes, each with the text of its value.
    pub fn raw(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.get()))
    }

    /// The text of a value as it is written; `None` where it is missing.
    pub fn raw_of(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.get())
    }

    /// What a member says: a text, or a number or truth value as it is written. `None` where it is missing or `null`; refused
    /// where it is a list or an object.
    pub fn scalar(&self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(raw) = self.raw_of(name) else { return Ok(None) };
        scalar(raw).ok_or_else(|| malformed(name))
    }

    /// What a member says, that has to be there; an empty text is there.
    pub fn need(&self, name: &str) -> Result<String, Refusal> {
        self.scalar(name)?.ok_or_else(|| malformed(name))
    }

    /// A member that has to be a text and not empty; `None` where it is missing, `null` or empty.
    pub fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.raw_of(name) {
            None | Some("null") => Ok(None),
            Some(raw) if raw.starts_with('"') => self.scalar(name).map(|text| text.filter(|text| !text.is_empty())),
            Some(_) => Err(malformed(name)),
        }
    }

    /// A member that has to be an object.
    pub fn object(&self, name: &str) -> Result<Object, Refusal> {
        let raw = self.raw_of(name).ok_or_else(|| malformed(name))?;
        match Object::read(raw.as_bytes()) {
            Err(Refusal::Malformed(_)) => Err(malformed(name)),
            read => read,
        }
    }

    /// A member that has to be a list of objects; an empty one where it is missing or `null`.
    pub fn objects(&self, name: &str) -> Result<Vec<Object>, Refusal> {
        let Some(raw) = self.raw_of(name).filter(|raw| *raw != "null") else { return Ok(Vec::new()) };
        let values: Vec<Box<RawValue>> = serde_json::from_str(raw).map_err(|_| malformed(name))?;
        values
            .iter()
            .map(|value| match Object::read(value.get().as_bytes()) {
                Err(Refusal::Malformed(_)) => Err(malformed(name)),
                read => read,
            })
            .collect()
    }
}

/// What a value says that is neither list nor object: `Some(None)` for `null`.
pub fn scalar(raw: &str) -> Option<Option<String>> {
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok().filter(|text: &String| !text.contains('\0')).map(Some),
        b'[' | b'{' => None,
        _ if raw == "null" => Some(None),
        _ => Some(Some(raw.to_owned())),
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Object;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Object, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = access.next_entry::<String, Box<RawValue>>()? {
            if members.len() == MEMBERS_MAX {
                return Err(A::Error::custom("too many members"));
            }
            if members.contains_key(&name) {
                return Err(A::Error::custom(format_args!("{TWICE}{name}")));
            }
            members.insert(name, value);
        }
        Ok(Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_what_is_written() {
        let object =
            Object::read(br#"{"a":12345678901234567890123,"b":"1\u00e9","c":null,"d":true,"e":[1],"f":{"g":1.50}}"#)
                .unwrap();
        assert_eq!(object.need("a").unwrap(), "12345678901234567890123");
        assert_eq!(object.need("b").unwrap(), "1é");
        assert_eq!((object.scalar("c"), object.scalar("z")), (Ok(None), Ok(None)));
        assert_eq!(object.need("d").unwrap(), "true");
        assert_eq!(object.need("e"), Err(malformed("e")));
        assert_eq!(object.object("f").unwrap().need("g").unwrap(), "1.50");
        assert_eq!((object.text("b"), object.text("a")), (Ok(Some("1é".to_owned())), Err(malformed("a"))));
    }

    #[test]
    fn a_name_stands_once() {
        let twice = |text: &str| Object::read(text.as_bytes()).unwrap_err();
        assert_eq!(twice(r#"{"a":1,"b":2,"a":1}"#), Refusal::Repeated("a".to_owned()));
        assert_eq!(twice(r#"{"a":1,"\u0061":1}"#), Refusal::Repeated("a".to_owned()));
        let inner = Object::read(br#"{"o":{"a":1,"a":2}}"#).unwrap();
        assert_eq!(inner.object("o").unwrap_err(), Refusal::Repeated("a".to_owned()));
        for text in ["", "{", "[]", "1", "null", "{\"a\":1}x", "{a:1}", "\"a\""] {
            assert_eq!(twice(text), malformed(""), "{text}");
        }
    }

    #[test]
    fn only_json_is_taken_for_json() {
        let call = |types: &[&str]| {
            let headers = types.iter().map(|kind| ("content-type".to_owned(), (*kind).to_owned())).collect();
            let (method, body) = ("POST".to_owned(), b"{\"a\":1}".to_vec());
            Call { method, url: String::new(), query: String::new(), headers, body, now: 0 }
        };
        for kind in ["application/json", "Application/JSON; charset=UTF-8", " application/json ;x"] {
            assert_eq!(Object::of(&call(&[kind])).unwrap().need("a").unwrap(), "1", "{kind}");
        }
        let form = "application/x-www-form-urlencoded";
        for types in [&[][..], &[form], &["text/json"], &["application/json", form], &["application/jsonx"]] {
            assert_eq!(Object::of(&call(types)).unwrap_err(), Refusal::OtherMediaType, "{types:?}");
        }
    }

    #[test]
    fn a_list_of_objects_holds_nothing_else() {
        let object = Object::read(br#"{"a":[{"b":1},{"b":2}],"c":null,"d":[1],"e":{},"f":[{"b":1,"b":2}]}"#).unwrap();
        assert_eq!(object.objects("a").unwrap()[1].need("b").unwrap(), "2");
        assert!(object.objects("c").unwrap().is_empty() && object.objects("z").unwrap().is_empty());
        assert_eq!(object.objects("d").unwrap_err(), malformed("d"));
        assert_eq!(object.objects("e").unwrap_err(), malformed("e"));
        assert_eq!(object.objects("f").unwrap_err(), Refusal::Repeated("b".to_owned()));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = Object::read(&bytes);
        }
    }
}
