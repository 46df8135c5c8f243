//! A value of a list, whatever it was written in. CSV has only texts; JSON has also lists and objects.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A value. Numbers keep their digits: an amount must not pass through a float.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`, or a field of a CSV with nothing in it.
    Nothing,
    Text(Cow<'a, str>),
    /// What JSON writes without quotes: a number, `true`, `false`.
    Bare(String),
    List(Vec<Value<'a>>),
    Object(Fields<'a>),
}

/// The named values of a row, in the order in which they were written. No name occurs twice.
pub type Fields<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

impl Value<'_> {
    /// What is shown of it when it is wrong.
    pub fn shown(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::Bare(text) => Some(text),
            Value::Nothing | Value::List(_) | Value::Object(_) => None,
        }
    }
}

/// The value called `name`.
pub fn field<'v, 'a>(fields: &'v Fields<'a>, name: &str) -> Option<&'v Value<'a>> {
    fields.iter().find(|(one, _)| one == name).map(|(_, value)| value)
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value<'de>, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Nothing)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bare(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value<'de>, E> {
        Ok(Value::Bare(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value<'de>, E> {
        Ok(Value::Bare(value.to_string()))
    }

    // The shortest digits that name the float are those that were written, as far as a float can hold them.
    fn visit_f64<E>(self, value: f64) -> Result<Value<'de>, E> {
        Ok(Value::Bare(value.to_string()))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let mut fields = Fields::new();
        while let Some((name, value)) = map.next_entry::<Value<'de>, Value<'de>>()? {
            // JSON has no other keys than texts.
            let Value::Text(name) = name else { continue };
            // JSON leaves open which of two is meant; we do not choose.
            if field(&fields, &name).is_some() {
                return Err(A::Error::custom("the same name twice in an object"));
            }
            fields.push((name, value));
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits_and_names_are_single() {
        let read = |text: &'static str| serde_json::from_str::<Value<'static>>(text);
        let Value::List(values) = read(r#"[null, "a", "\u0111", 9007199254740993, -1, 2.97, true]"#).unwrap() else {
            panic!()
        };
        let shown: Vec<_> = values.iter().map(Value::shown).collect();
        assert_eq!(
            shown,
            [None, Some("a"), Some("đ"), Some("9007199254740993"), Some("-1"), Some("2.97"), Some("true")]
        );
        let Value::Object(fields) = read(r#"{"a": 1, "b": {"a": []}}"#).unwrap() else { panic!() };
        assert_eq!(field(&fields, "a"), Some(&Value::Bare("1".into())));
        assert!(read(r#"{"a": 1, "\u0061": 2}"#).is_err());
        assert!(read("[".repeat(1000).leak()).is_err());
    }
}
