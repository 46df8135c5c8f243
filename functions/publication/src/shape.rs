//! A row read into a type of the rules: what does not fit is named by its place, and why, in both languages.
//!
//! `serde_json` would say it in English, by line and column of a text that nobody sees.

use std::fmt;

use motcua_edge::both::{Both, both};
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserialize, Deserializer, Expected, IntoDeserializer, Unexpected, Visitor};

use crate::grammar::one_of;
use crate::json::{Fields, Value};
use crate::row::{missing, unknown};

/// Where a value does not fit, and why. Boxed because it travels in every `Result` that a type is read through, and the
/// code of those is most of what reading a type weighs.
#[derive(Debug)]
pub struct Misfit(Box<Facts>);

#[derive(Debug)]
struct Facts {
    at: String,
    /// Whether `at` starts at the row. A type says only which name in its object it means.
    is_placed: bool,
    why: Why,
}

#[derive(Clone, Copy, Debug)]
enum Why {
    NoText,
    NoTruth,
    NoWhole,
    NoList,
    NoObject,
    NoWord,
    OutOfRange,
    WrongLength,
    Missing,
    /// None of these words.
    OtherWord(&'static [&'static str]),
    /// None of these names.
    OtherName(&'static [&'static str]),
    /// A value that has no sense there at all.
    Senseless,
}

/// The fields of a row as a `T`, or the first that does not fit.
pub fn read<'de, T: Deserialize<'de>>(fields: &'de Fields<'de>) -> Result<T, Misfit> {
    T::deserialize(MapDeserializer::new(members(fields, ""))).map_err(|misfit| misfit.placed(""))
}

impl Misfit {
    fn new(at: &str, why: Why) -> Misfit {
        Misfit(Box::new(Facts { at: at.to_owned(), is_placed: false, why }))
    }

    fn placed(mut self, within: &str) -> Misfit {
        if !self.0.is_placed {
            self.0.at = joined(within, &self.0.at);
            self.0.is_placed = true;
        }
        self
    }

    /// `sections[0].fields[2].kind`; empty for the whole row.
    pub fn at(&self) -> &str {
        &self.0.at
    }

    /// Why it does not fit.
    #[rustfmt::skip]
    pub fn reason(&self) -> Both {
        match self.0.why {
            Why::NoText => both("Phải là chuỗi ký tự.", "It must be a text."),
            Why::NoTruth => one_of(["true", "false"].into_iter()),
            Why::NoWhole => both("Phải là số nguyên.", "It must be a whole number."),
            Why::NoList => both("Phải là một danh sách.", "It must be a list."),
            Why::NoObject => both("Phải là một đối tượng.", "It must be an object."),
            Why::NoWord => both("Phải là một từ, hoặc một đối tượng có đúng một tên.", "It must be a word, or an object with one name."),
            Why::OutOfRange => both("Số nằm ngoài khoảng cho phép.", "The number is out of range."),
            Why::WrongLength => both("Số lượng giá trị trong danh sách không đúng.", "The list has too few values, or too many."),
            Why::Missing => missing(),
            Why::OtherWord(words) => one_of(words.iter().copied()),
            Why::OtherName(names) => unknown(names),
            Why::Senseless => both("Giá trị không dùng được ở đây.", "No such value can stand here."),
        }
    }
}

struct Reader<'de> {
    value: &'de Value<'de>,
    at: String,
}

type Str<'de> = BorrowedStrDeserializer<'de, Misfit>;

fn members<'de>(fields: &'de Fields<'de>, at: &str) -> impl Iterator<Item = (Str<'de>, Reader<'de>)> {
    fields.iter().map(move |(name, value)| (Str::new(name), Reader { value, at: joined(at, name) }))
}

fn items<'de>(values: &'de [Value<'de>], at: &str) -> impl Iterator<Item = Reader<'de>> {
    values.iter().enumerate().map(move |(place, value)| Reader { value, at: format!("{at}[{place}]") })
}

fn joined(at: &str, name: &str) -> String {
    if at.is_empty() || name.is_empty() { format!("{at}{name}") } else { format!("{at}.{name}") }
}

impl<'de> Reader<'de> {
    fn misfit(&self, why: Why) -> Misfit {
        Misfit::new("", why).placed(&self.at)
    }

    fn text(&self) -> Result<&'de str, Misfit> {
        match self.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.misfit(Why::NoText)),
        }
    }

    fn truth(&self) -> Result<bool, Misfit> {
        match self.value {
            Value::Bare(word) => word.parse().map_err(|_| self.misfit(Why::NoTruth)),
            _ => Err(self.misfit(Why::NoTruth)),
        }
    }

    fn whole(&self) -> Result<i64, Misfit> {
        match self.value {
            Value::Bare(digits) => digits.parse().map_err(|_| self.misfit(Why::NoWhole)),
            _ => Err(self.misfit(Why::NoWhole)),
        }
    }

    fn list(&self) -> Result<&'de [Value<'de>], Misfit> {
        match self.value {
            Value::List(values) => Ok(values),
            _ => Err(self.misfit(Why::NoList)),
        }
    }

    fn object(&self) -> Result<&'de Fields<'de>, Misfit> {
        match self.value {
            Value::Object(fields) => Ok(fields),
            _ => Err(self.misfit(Why::NoObject)),
        }
    }

    /// `{"text": …}`: an object with one name.
    fn tagged(&self) -> Result<&'de Fields<'de>, Misfit> {
        match self.value {
            Value::Object(fields) if fields.len() == 1 => Ok(fields),
            _ => Err(self.misfit(Why::NoWord)),
        }
    }
}

impl<'de> IntoDeserializer<'de, Misfit> for Reader<'de> {
    type Deserializer = Reader<'de>;

    fn into_deserializer(self) -> Reader<'de> {
        self
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Misfit;

    /// No type of the rules asks for whatever there is.
    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Misfit> {
        Err(self.misfit(Why::Senseless))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_bool(self.truth()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_i64(self.whole()?).map_err(|misfit: Misfit| misfit.placed(&self.at))
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_i64(self.whole()?).map_err(|misfit: Misfit| misfit.placed(&self.at))
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if *self.value == Value::Nothing { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let mut items = SeqDeserializer::new(items(self.list()?, &self.at));
        let list = visitor.visit_seq(&mut items).and_then(|list| items.end().map(|()| list));
        list.map_err(|misfit: Misfit| misfit.placed(&self.at))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let members = members(self.object()?, &self.at);
        visitor.visit_map(MapDeserializer::new(members)).map_err(|misfit: Misfit| misfit.placed(&self.at))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    /// `"phone"`, or `{"text": …}`.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let read = match self.value {
            Value::Text(word) => visitor.visit_enum(Str::new(word)),
            _ => {
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(members(self.tagged()?, &self.at))))
            }
        };
        read.map_err(|misfit: Misfit| misfit.placed(&self.at))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u32 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple_struct
        identifier ignored_any
    }
}

/// What the types of the rules say; the places are added where they are read.
impl de::Error for Misfit {
    fn custom<T: fmt::Display>(_text: T) -> Misfit {
        Misfit::new("", Why::Senseless)
    }

    fn invalid_type(_unexpected: Unexpected<'_>, _expected: &dyn Expected) -> Misfit {
        Misfit::new("", Why::Senseless)
    }

    fn invalid_value(_unexpected: Unexpected<'_>, _expected: &dyn Expected) -> Misfit {
        Misfit::new("", Why::OutOfRange)
    }

    fn invalid_length(_length: usize, _expected: &dyn Expected) -> Misfit {
        Misfit::new("", Why::WrongLength)
    }

    fn unknown_variant(_word: &str, words: &'static [&'static str]) -> Misfit {
        Misfit::new("", Why::OtherWord(words))
    }

    fn unknown_field(name: &str, names: &'static [&'static str]) -> Misfit {
        Misfit::new(name, Why::OtherName(names))
    }

    fn missing_field(name: &'static str) -> Misfit {
        Misfit::new(name, Why::Missing)
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.at)
    }
}

impl std::error::Error for Misfit {}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_edge::language::Language;
    use motcua_rules::form::Form;
    use proptest::prelude::*;
    use serde_json::json;

    const WRITTEN: &str = include_str!("../../../infra/data/forms/1.001193.json");

    fn misfit(text: &str) -> Option<(String, String)> {
        let Value::Object(fields) = serde_json::from_str(text).unwrap() else { panic!("{text}") };
        let misfit = read::<Form>(&fields).err()?;
        Some((misfit.at().to_owned(), misfit.reason().in_language(Language::En).to_owned()))
    }

    #[test]
    fn what_fits_is_what_the_reader_of_the_rules_reads() {
        let Value::Object(fields) = serde_json::from_str(WRITTEN).unwrap() else { panic!() };
        assert_eq!(read::<Form>(&fields).unwrap(), Form::read(WRITTEN).unwrap());
    }

    #[test]
    fn what_does_not_fit_is_named_by_its_place() {
        let whole: serde_json::Value = serde_json::from_str(WRITTEN).unwrap();
        let field = "/sections/0/fields/0";
        for (pointer, name, value, at, why) in [
            ("", "sections", json!(5), "sections", "It must be a list."),
            ("", "colour", json!(5), "colour", "There is no such name; the names are"),
            ("/sections/0", "label", json!("Tên"), "sections[0].label", "It must be an object."),
            ("/sections/0/label", "en", json!(null), "sections[0].label.en", "It must be a text."),
            (field, "kind", json!("fone"), "sections[0].fields[0].kind", "It must be one of: text, long_text"),
            (field, "kind", json!({"txt": {}}), "sections[0].fields[0].kind", "It must be one of: text, long_text"),
            (field, "kind", json!({"text": {}}), "sections[0].fields[0].kind.text.max", "The value is missing."),
            (field, "kind", json!({"text": {"max": -1}}), "sections[0].fields[0].kind.text.max", "The number is out"),
            (field, "kind", json!({"text": {"max": "9"}}), "sections[0].fields[0].kind.text.max", "It must be a whole"),
            (field, "kind", json!("text"), "sections[0].fields[0].kind", "No such value can stand here."),
            (field, "kind", json!({}), "sections[0].fields[0].kind", "It must be a word, or an object"),
            (field, "required", json!(1), "sections[0].fields[0].required", "It must be one of: true, false."),
            (field, "shown", json!({"is": ["a"]}), "sections[0].fields[0].shown.is", "The list has too few values"),
            (field, "shown", json!({"is": ["a", "b", "c"]}), "sections[0].fields[0].shown.is", "The list has too few"),
            (
                field,
                "shown",
                json!({"all": [{"yes": 1}]}),
                "sections[0].fields[0].shown.all[0].yes",
                "It must be a text.",
            ),
        ] {
            let mut broken = whole.clone();
            broken.pointer_mut(pointer).unwrap()[name] = value;
            assert!(Form::read(&broken.to_string()).is_err(), "{at}");
            let (found, reason) = misfit(&broken.to_string()).unwrap();
            assert_eq!(found, at);
            assert!(reason.starts_with(why), "{at}: {reason}");
        }
        assert_eq!(misfit(r#"{"sections":[]}"#).unwrap().0, "procedure");
    }

    proptest! {
        #[test]
        fn what_is_read_here_is_what_the_rules_read(place in 0..WRITTEN.len(), other in "[]\"{}:,0a ]") {
            let mut text: Vec<char> = WRITTEN.chars().collect();
            let place = place % text.len();
            text[place] = other.chars().next().unwrap();
            let text: String = text.into_iter().collect();
            if let Ok(Value::Object(fields)) = serde_json::from_str(&text) {
                prop_assert_eq!(read::<Form>(&fields).ok(), Form::read(&text).ok());
            }
        }
    }
}
