//! A walk over the manifest's tree that keeps the lines and leaves no key unread.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Error, Place, names};

/// The manifest as text.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    file: &'a str,
    text: &'a str,
}

impl<'a> Text<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Text<'a> {
        Text { file, text }
    }

    /// The whole manifest as one section.
    pub(super) fn parse(self) -> Result<Section<'a>, Error> {
        let table = DeTable::parse(self.text).map_err(|error| Error::Syntax {
            place: self.place(error.span().map_or(0, |span| span.start)),
            message: error.message().replace('\n', " "),
        })?;
        Ok(Section::new(self, "manifest".to_owned(), 0, table.into_inner()))
    }

    fn place(self, offset: usize) -> Place {
        let before = self.text.as_bytes().iter().take(offset);
        Place { file: self.file.to_owned(), line: 1 + before.filter(|byte| **byte == b'\n').count() }
    }
}

/// Where something stands and whose it is, for an error that is found out later.
#[derive(Clone)]
pub(super) struct Spot {
    place: Place,
    owner: String,
}

impl Spot {
    pub(super) fn invalid(self, why: impl Into<String>) -> Error {
        Error::Invalid { place: self.place, owner: self.owner, why: why.into() }
    }
}

/// A table that is being read. What was asked for is known; what is left at [`Section::finish`] is an error.
pub(super) struct Section<'a> {
    text: Text<'a>,
    owner: String,
    at: usize,
    table: DeTable<'a>,
    known: Vec<&'static str>,
}

/// A key with its value.
pub(super) struct Item<'a> {
    text: Text<'a>,
    pub(super) owner: String,
    pub(super) key: String,
    at: usize,
    value: DeValue<'a>,
}

impl<'a> Section<'a> {
    fn new(text: Text<'a>, owner: String, at: usize, table: DeTable<'a>) -> Section<'a> {
        Section { text, owner, at, table, known: Vec::new() }
    }

    pub(super) fn take(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.known.push(key);
        let (key, value) = self.table.remove_entry(key)?;
        Some(Item {
            text: self.text,
            owner: self.owner.clone(),
            at: key.span().start,
            key: key.into_inner().into_owned(),
            value: value.into_inner(),
        })
    }

    pub(super) fn need(&mut self, key: &'static str) -> Result<Item<'a>, Error> {
        match self.take(key) {
            Some(item) => Ok(item),
            None => Err(Error::Missing { place: self.text.place(self.at), owner: self.owner.clone(), key }),
        }
    }

    pub(super) fn string(&mut self, key: &'static str) -> Result<Option<String>, Error> {
        self.take(key).map(Item::into_string).transpose()
    }

    pub(super) fn strings(&mut self, key: &'static str) -> Result<Vec<String>, Error> {
        self.take(key).map_or(Ok(Vec::new()), Item::into_strings)
    }

    pub(super) fn boolean(&mut self, key: &'static str) -> Result<Option<bool>, Error> {
        self.take(key).map(Item::into_boolean).transpose()
    }

    /// A table of strings.
    pub(super) fn texts(&mut self, key: &'static str) -> Result<BTreeMap<String, String>, Error> {
        let owner = format!("{} {key}", self.owner);
        let Some(section) = self.section(key, owner)? else { return Ok(BTreeMap::new()) };
        section.into_items().map(|item| Ok((item.key.clone(), item.into_string()?))).collect()
    }

    pub(super) fn section(
        &mut self,
        key: &'static str,
        owner: impl Into<String>,
    ) -> Result<Option<Section<'a>>, Error> {
        self.take(key).map(|item| item.into_section(owner)).transpose()
    }

    /// A table whose keys the author chooses.
    pub(super) fn into_items(self) -> impl Iterator<Item = Item<'a>> {
        let Section { text, owner, table, .. } = self;
        table.into_iter().map(move |(key, value)| Item {
            text,
            owner: owner.clone(),
            at: key.span().start,
            key: key.into_inner().into_owned(),
            value: value.into_inner(),
        })
    }

    /// Refuses a key that Spin knows and this host does not run.
    pub(super) fn refuse(&mut self, key: &'static str, instead: &'static str) -> Result<(), Error> {
        match self.take(key) {
            Some(item) => Err(item.unsupported(format!("'{key}'"), instead)),
            None => Ok(()),
        }
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        let Some((key, _)) = self.table.iter().min_by_key(|(key, _)| key.span().start) else { return Ok(()) };
        Err(Error::UnknownKey {
            place: self.text.place(key.span().start),
            owner: self.owner,
            key: key.get_ref().clone().into_owned(),
            known: names(self.known),
        })
    }

    pub(super) fn spot(&self) -> Spot {
        Spot { place: self.text.place(self.at), owner: self.owner.clone() }
    }

    pub(super) fn invalid(&self, why: impl Into<String>) -> Error {
        self.spot().invalid(why)
    }
}

impl<'a> Item<'a> {
    pub(super) fn into_string(self) -> Result<String, Error> {
        match self.value {
            DeValue::String(text) => Ok(text.into_owned()),
            _ => Err(self.wrong_type("a string")),
        }
    }

    pub(super) fn into_strings(self) -> Result<Vec<String>, Error> {
        self.into_list()?.into_iter().map(Item::into_string).collect()
    }

    pub(super) fn into_boolean(self) -> Result<bool, Error> {
        self.value.as_bool().ok_or_else(|| self.wrong_type("true or false"))
    }

    pub(super) fn into_integer(self) -> Result<i64, Error> {
        let integer = self.value.as_integer();
        let number = integer.and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok());
        number.ok_or_else(|| self.wrong_type("a whole number"))
    }

    pub(super) fn into_section(self, owner: impl Into<String>) -> Result<Section<'a>, Error> {
        match self.value {
            DeValue::Table(table) => Ok(Section::new(self.text, owner.into(), self.at, table)),
            _ => Err(self.wrong_type("a table")),
        }
    }

    /// The elements of an array, each under the array's key.
    pub(super) fn into_list(self) -> Result<Vec<Item<'a>>, Error> {
        let Item { text, owner, key, at, value } = self;
        let DeValue::Array(array) = value else {
            return Err(Item { text, owner, key, at, value }.wrong_type("an array"));
        };
        let item = |value: Spanned<DeValue<'a>>| Item {
            text,
            owner: owner.clone(),
            key: key.clone(),
            at: value.span().start,
            value: value.into_inner(),
        };
        Ok(array.into_iter().map(item).collect())
    }

    pub(super) fn is_string(&self) -> bool {
        self.value.is_str()
    }

    pub(super) fn is_table(&self) -> bool {
        self.value.is_table()
    }

    pub(super) fn is_boolean(&self) -> bool {
        self.value.is_bool()
    }

    pub(super) fn spot(&self) -> Spot {
        Spot { place: self.text.place(self.at), owner: self.owner.clone() }
    }

    pub(super) fn invalid(&self, why: impl Into<String>) -> Error {
        self.spot().invalid(why)
    }

    pub(super) fn unsupported(&self, what: String, instead: &'static str) -> Error {
        Error::Unsupported { place: self.text.place(self.at), owner: self.owner.clone(), what, instead }
    }

    pub(super) fn wrong_type(&self, expected: &'static str) -> Error {
        let found = match &self.value {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        Error::Type {
            place: self.text.place(self.at),
            owner: self.owner.clone(),
            key: self.key.clone(),
            expected,
            found,
        }
    }
}
