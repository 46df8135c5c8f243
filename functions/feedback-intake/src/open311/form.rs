//! What somebody files: the form of `POST requests`, read into the fields of the specification.
//!
//! An empty field is one that was not sent ("A null parameter should be treated as equivalent to a non-declared
//! parameter"), a field that we do not know is passed over, and everything that is wrong is said at once.

use super::degrees::{LATITUDE_MAX, LONGITUDE_MAX, degrees};
use super::flaw::Flaw;

/// The specification has 4,000. FixMyStreet puts a title and a link around a text of any length.
pub const DESCRIPTION_CHARS_MAX: usize = 10_000;
/// A field of one line, unless its row says otherwise.
const LINE_CHARS_MAX: usize = 200;
/// As much as an item keeps of it.
const ADDRESS_CHARS_MAX: usize = 300;
/// Two of them and a blank are an item's name.
const NAME_CHARS_MAX: usize = 149;
/// RFC 5321, 4.5.3.1.3, without the brackets.
const EMAIL_CHARS_MAX: usize = 254;
const URL_CHARS_MAX: usize = 2_000;
/// FixMyStreet sends each picture's link as one more `media_url`.
const MEDIA_MAX: usize = 10;
const ATTRIBUTES_MAX: usize = 100;

/// A report as it was sent.
#[cfg_attr(test, derive(Debug, PartialEq, Eq))]
pub struct Filed {
    /// What is asked for; whether there is such a service is not known here.
    pub service_code: String,
    /// The report. It may have several lines.
    pub description: String,
    /// Degrees of latitude as decimal text; never without the other.
    pub lat: Option<String>,
    /// Degrees of longitude as decimal text; never without the other.
    pub long: Option<String>,
    /// Where, in words.
    pub address_string: Option<String>,
    /// Where, in a register of addresses.
    pub address_id: Option<String>,
    /// Whom to answer.
    pub email: Option<String>,
    /// From which device.
    pub device_id: Option<String>,
    /// From which account.
    #[allow(dead_code, reason = "accepted, and nothing follows from it")]
    pub account_id: Option<String>,
    /// The given name. FixMyStreet cuts at the first blank: `Nguyễn`, then `Văn An`.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// Whom to call.
    pub phone: Option<String>,
    /// Links to pictures. Nobody has looked whether there is anything behind them.
    pub media_url: Vec<String>,
    /// For whom it is.
    #[allow(dead_code, reason = "accepted, and nothing follows from it")]
    pub jurisdiction_id: Option<String>,
    /// Who sent it for the citizen.
    #[allow(dead_code, reason = "accepted, and nothing follows from it")]
    pub api_key: Option<String>,
    /// Code and value, one pair a value, in the order of the form. They may be of no question of ours.
    pub attributes: Vec<(String, String)>,
}

/// Reads a form's decoded pairs.
pub fn read(pairs: &[(String, String)]) -> Result<Filed, Vec<Flaw>> {
    let mut form = Form { pairs, flaws: Vec::new() };
    let filed = Filed {
        service_code: form.required("service_code", LINE_CHARS_MAX),
        description: form.required("description", DESCRIPTION_CHARS_MAX),
        lat: form.degrees("lat", LATITUDE_MAX),
        long: form.degrees("long", LONGITUDE_MAX),
        address_string: form.line("address_string", ADDRESS_CHARS_MAX),
        address_id: form.line("address_id", LINE_CHARS_MAX),
        email: form.line("email", EMAIL_CHARS_MAX),
        // FixMyStreet's name for it has no underscore.
        device_id: form.line("device_id", LINE_CHARS_MAX).or_else(|| form.line("deviceid", LINE_CHARS_MAX)),
        account_id: form.line("account_id", LINE_CHARS_MAX),
        first_name: form.line("first_name", NAME_CHARS_MAX),
        last_name: form.line("last_name", NAME_CHARS_MAX),
        phone: form.line("phone", LINE_CHARS_MAX),
        media_url: form.media(),
        jurisdiction_id: form.line("jurisdiction_id", LINE_CHARS_MAX),
        api_key: form.line("api_key", LINE_CHARS_MAX),
        attributes: form.attributes(),
    };
    form.place();
    if form.flaws.is_empty() { Ok(filed) } else { Err(form.flaws) }
}

struct Form<'a> {
    pairs: &'a [(String, String)],
    flaws: Vec<Flaw>,
}

impl<'a> Form<'a> {
    /// All values of a field that are not empty, without blanks around them.
    fn all(&self, name: &'static str) -> impl Iterator<Item = &'a str> + use<'a> {
        let values = self.pairs.iter().filter(move |pair| pair.0 == name);
        values.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    fn is_given(&self, name: &'static str) -> bool {
        self.all(name).next().is_some()
    }

    /// `value`, if it is no longer than that.
    fn bounded(&mut self, field: &'static str, value: &str, chars_max: usize) -> Option<String> {
        if value.chars().count() <= chars_max {
            return Some(value.to_owned());
        }
        self.flaws.push(Flaw::TooLong { field, chars_max });
        None
    }

    /// A text that must be there; it may have several lines.
    fn required(&mut self, name: &'static str, chars_max: usize) -> String {
        let Some(value) = self.all(name).next() else {
            self.flaws.push(Flaw::Missing(name));
            return String::new();
        };
        self.bounded(name, &lines(value), chars_max).unwrap_or_default()
    }

    /// A text of one line. Of several the first counts.
    fn line(&mut self, name: &'static str, chars_max: usize) -> Option<String> {
        let value = self.all(name).next()?;
        self.bounded(name, &one_line(value), chars_max)
    }

    fn degrees(&mut self, name: &'static str, most: u16) -> Option<String> {
        let value = self.all(name).next()?;
        let degrees = degrees(value, most);
        if degrees.is_none() {
            self.flaws.push(Flaw::NotDegrees { field: name, most });
        }
        degrees
    }

    /// "A full location parameter must be submitted": `lat` and `long`, or `address_string`, or `address_id`.
    fn place(&mut self) {
        match (self.is_given("lat"), self.is_given("long")) {
            (true, false) => self.flaws.push(Flaw::Missing("long")),
            (false, true) => self.flaws.push(Flaw::Missing("lat")),
            (true, true) => {}
            (false, false) => {
                if !self.is_given("address_string") && !self.is_given("address_id") {
                    self.flaws.push(Flaw::NoPlace);
                }
            }
        }
    }

    fn media(&mut self) -> Vec<String> {
        let given: Vec<&str> = self.all("media_url").collect();
        if given.len() > MEDIA_MAX {
            self.flaws.push(Flaw::TooMany { field: "media_url", most: MEDIA_MAX });
            return Vec::new();
        }
        given.into_iter().filter_map(|link| self.link(link)).collect()
    }

    /// Somebody at the desk may follow it, so it is of the web or nothing.
    fn link(&mut self, link: &str) -> Option<String> {
        let is_web = ["https://", "http://"].iter().any(|scheme| {
            let (start, rest) = (link.get(..scheme.len()), link.get(scheme.len()..));
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && rest.is_some_and(|rest| !rest.is_empty())
        });
        if !is_web || link.chars().any(|one| one.is_whitespace() || one.is_control()) {
            self.flaws.push(Flaw::NotWeb("media_url"));
            return None;
        }
        self.bounded("media_url", link, URL_CHARS_MAX)
    }

    fn attributes(&mut self) -> Vec<(String, String)> {
        let given = self.pairs.iter().filter_map(|(name, value)| Some((attribute(name)?, value.trim())));
        let given: Vec<(&str, &str)> = given.filter(|(_, value)| !value.is_empty()).collect();
        if given.len() > ATTRIBUTES_MAX {
            self.flaws.push(Flaw::TooMany { field: "attribute", most: ATTRIBUTES_MAX });
            return Vec::new();
        }
        let mut attributes = Vec::new();
        for (code, value) in given {
            let code = self.bounded("attribute", &one_line(code), LINE_CHARS_MAX);
            let value = self.bounded("attribute", &lines(value), DESCRIPTION_CHARS_MAX);
            attributes.extend(code.zip(value));
        }
        attributes
    }
}

/// The code in `attribute[code]`, and in `attribute[code][]` of a question with several answers.
fn attribute(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("attribute[")?;
    let code = rest.strip_suffix("][]").or_else(|| rest.strip_suffix(']'))?.trim();
    (!code.is_empty() && !code.contains(['[', ']'])).then_some(code)
}

/// The lines of a form end in `\r\n`; ours in `\n`.
fn lines(value: &str) -> String {
    value.replace("\r\n", "\n").replace('\r', "\n")
}

fn one_line(value: &str) -> String {
    value.chars().map(|one| if one.is_control() { ' ' } else { one }).collect()
}

#[cfg(test)]
mod tests;
