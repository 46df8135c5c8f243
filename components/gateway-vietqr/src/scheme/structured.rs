//! As much of structured fields (RFC 9651) as signatures need: dictionaries of lists, of byte sequences and of their parameters.
//!
//! A value keeps the text that it was written as, for that text is signed. A name that stands twice, which the RFC would read as
//! its last, is refused: another reader may take the first.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// More members, items or parameters no signer has. Each is compared with all before it, and strangers send these headers.
const MOST: usize = 32;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Integer(i64),
    Bytes(Vec<u8>),
    /// One that no signature decides by: a token, a truth value, a decimal number.
    Other,
}

/// A value with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'text> {
    pub raw: &'text str,
    pub value: Value,
    pub parameters: Vec<(&'text str, Parameter<'text>)>,
}

/// A parameter's value; its text is empty where it only stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter<'text> {
    pub raw: &'text str,
    pub value: Value,
}

/// A list with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<'text> {
    pub items: Vec<Item<'text>>,
    pub parameters: Vec<(&'text str, Parameter<'text>)>,
}

impl List<'_> {
    /// What a parameter says.
    pub fn parameter(&self, name: &str) -> Option<&Value> {
        self.parameters.iter().find(|(given, _)| *given == name).map(|(_, parameter)| &parameter.value)
    }

    /// As the RFC wants it written: one space between two items, none elsewhere.
    pub fn written(&self) -> String {
        let items = self.items.iter().map(|item| format!("{}{}", item.raw, written(&item.parameters)));
        format!("({}){}", items.collect::<Vec<_>>().join(" "), written(&self.parameters))
    }
}

fn written(parameters: &[(&str, Parameter)]) -> String {
    let one = |(name, parameter): &(&str, Parameter)| match parameter.raw {
        "" | "?1" => format!(";{name}"),
        raw => format!(";{name}={raw}"),
    };
    parameters.iter().map(one).collect()
}

/// A dictionary of lists: `Signature-Input`. `None` for anything else.
pub fn lists(text: &str) -> Option<Vec<(&str, List<'_>)>> {
    dictionary(text, Reader::list)
}

/// A dictionary of byte sequences: `Signature`, `Content-Digest`. `None` for anything else.
pub fn bytes(text: &str) -> Option<Vec<(&str, Vec<u8>)>> {
    dictionary(text, |reader| match reader.item()?.value {
        Value::Bytes(bytes) => Some(bytes),
        Value::Text(_) | Value::Integer(_) | Value::Other => None,
    })
}

fn dictionary<'text, T>(
    text: &'text str,
    member: impl Fn(&mut Reader<'text>) -> Option<T>,
) -> Option<Vec<(&'text str, T)>> {
    let mut reader = Reader(text.trim_matches(' '));
    let mut members: Vec<(&str, T)> = Vec::new();
    loop {
        let name = reader.key()?;
        reader.eat("=")?;
        let value = member(&mut reader)?;
        if members.len() == MOST || members.iter().any(|(known, _)| *known == name) {
            return None;
        }
        members.push((name, value));
        reader.skip(&[' ', '\t']);
        if reader.0.is_empty() {
            return Some(members);
        }
        reader.eat(",")?;
        reader.skip(&[' ', '\t']);
    }
}

/// What is still to be read.
struct Reader<'text>(&'text str);

impl<'text> Reader<'text> {
    fn eat(&mut self, wanted: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(wanted)?;
        Some(())
    }

    fn skip(&mut self, letters: &[char]) {
        self.0 = self.0.trim_start_matches(letters);
    }

    /// The letters up to the first that does not fit.
    fn take(&mut self, fits: impl Fn(char) -> bool) -> &'text str {
        let end = self.0.find(|letter| !fits(letter)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn key(&mut self) -> Option<&'text str> {
        let begins = self.0.starts_with(|letter: char| letter.is_ascii_lowercase() || letter == '*');
        let fits = |letter: char| {
            letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '_' | '-' | '.' | '*')
        };
        if begins { Some(self.take(fits)) } else { None }
    }

    fn list(&mut self) -> Option<List<'text>> {
        self.eat("(")?;
        let mut items = Vec::new();
        loop {
            self.skip(&[' ']);
            if self.eat(")").is_some() {
                return Some(List { items, parameters: self.parameters()? });
            }
            items.push(self.item()?);
            // Two items have a space between them.
            if items.len() > MOST || !self.0.starts_with([' ', ')']) {
                return None;
            }
        }
    }

    fn item(&mut self) -> Option<Item<'text>> {
        let Parameter { raw, value } = self.bare()?;
        Some(Item { raw, value, parameters: self.parameters()? })
    }

    fn parameters(&mut self) -> Option<Vec<(&'text str, Parameter<'text>)>> {
        let mut parameters: Vec<(&str, Parameter)> = Vec::new();
        while self.eat(";").is_some() {
            self.skip(&[' ']);
            let name = self.key()?;
            let bare = match self.eat("=") {
                Some(()) => self.bare()?,
                None => Parameter { raw: "", value: Value::Other },
            };
            if parameters.len() == MOST || parameters.iter().any(|(known, _)| *known == name) {
                return None;
            }
            parameters.push((name, bare));
        }
        Some(parameters)
    }

    /// A value without parameters.
    fn bare(&mut self) -> Option<Parameter<'text>> {
        let from = self.0;
        let value = match from.chars().next()? {
            '"' => Value::Text(self.text()?),
            ':' => Value::Bytes(self.sequence()?),
            '?' => {
                self.eat("?0").or_else(|| self.eat("?1"))?;
                Value::Other
            }
            '-' | '0'..='9' => self.number()?,
            letter if letter.is_ascii_alphabetic() || letter == '*' => {
                self.take(|letter| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(letter));
                Value::Other
            }
            _ => return None,
        };
        let raw = from.get(..from.len().checked_sub(self.0.len())?)?;
        Some(Parameter { raw, value })
    }

    fn text(&mut self) -> Option<String> {
        self.eat("\"")?;
        let mut text = String::new();
        loop {
            text.push_str(self.take(|letter| matches!(letter, ' '..='~') && !matches!(letter, '"' | '\\')));
            if self.eat("\"").is_some() {
                return Some(text);
            }
            self.eat("\\")?;
            let escaped = self.0.chars().next().filter(|letter| matches!(letter, '"' | '\\'))?;
            self.0 = self.0.get(1..)?;
            text.push(escaped);
        }
    }

    fn sequence(&mut self) -> Option<Vec<u8>> {
        self.eat(":")?;
        let base64 = self.take(|letter| letter != ':');
        self.eat(":")?;
        STANDARD.decode(base64).ok()
    }

    fn number(&mut self) -> Option<Value> {
        let text = self.take(|letter| matches!(letter, '-' | '.' | '0'..='9'));
        let digits = text.strip_prefix('-').unwrap_or(text);
        if let Some((whole, fraction)) = digits.split_once('.') {
            let fits =
                |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            return if fits(whole, 12) && fits(fraction, 3) { Some(Value::Other) } else { None };
        }
        if digits.len() <= 15 { text.parse().ok().map(Value::Integer) } else { None }
    }
}
