//! What filing fixed and tells nothing about a person: the store keeps it open, and whoever has a code and a second factor
//! may see it.

use motcua_rules::term::{NoTerm, Term, Unit};
use serde::{Deserialize, Serialize};

/// What was true of a dossier as it was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The procedure as it was in force then.
    pub procedure: Procedure,
    /// Who received it.
    pub receiving: Desk,
    /// Who decides about it; missing where nobody can say yet.
    #[serde(default)]
    pub deciding: Option<Desk>,
    /// The word for how it gets from the one to the other (`motcua_rules::desk::Passage`).
    pub passage: String,
    /// Why it was received there, in Vietnamese.
    pub why_vi: String,
    /// The same in English.
    pub why_en: String,
    /// The time limit as published; missing where none was.
    #[serde(default)]
    pub term: Option<Published>,
    /// The appointed date that was told at filing; missing where none could be counted.
    #[serde(default)]
    pub appointed: Option<Appointed>,
    /// Why there is no date.
    #[serde(default)]
    pub appointed_missing: Option<Both>,
    /// The fee; missing where the amount was not known.
    #[serde(default)]
    pub fee: Option<Fee>,
    /// Why there is no amount.
    #[serde(default)]
    pub fee_missing: Option<Both>,
    /// The word for how it came (`motcua_rules::procedure::Channel`).
    pub channel: String,
    /// The first day of the form's version; empty for before all records.
    pub form_start: String,
    /// How many files came with it.
    pub files_count: u32,
    /// The dossier that was refused before.
    #[serde(default)]
    pub former: Option<String>,
}

/// A procedure, as far as a dossier shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// `1.001193`.
    pub code: String,
    /// Its name.
    pub name_vi: String,
    /// Its name in English; missing where none was published.
    #[serde(default)]
    pub name_en: Option<String>,
    /// The decision that published it.
    pub decision: String,
    /// The first day of that version; missing for before all records.
    #[serde(default)]
    pub since: Option<String>,
}

/// A desk or an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Its name.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
    /// The code of the unit that it is of; missing for a ministry's.
    #[serde(default)]
    pub unit: Option<String>,
    /// Its identification code: `H29.101`.
    #[serde(default)]
    pub agency: Option<String>,
}

/// A time limit as it was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The number.
    #[serde(default)]
    pub time: Option<u32>,
    /// The word for what it counts (`motcua_rules::term::Unit`).
    #[serde(default)]
    pub unit: Option<String>,
}

/// The end of a time limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointed {
    /// `2025-07-08`.
    pub date: String,
    /// `10:30`, for a time limit in hours.
    #[serde(default)]
    pub time: Option<String>,
}

/// What is to be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// In đồng.
    pub amount: u64,
    /// Why so much, in Vietnamese.
    pub reason_vi: String,
    /// The same in English.
    pub reason_en: String,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Facts {
    /// As the store keeps it.
    pub fn to_json(&self) -> String {
        // Text, numbers and nothing else: JSON can say all of it.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Facts::to_json`] wrote. A key that a later version added is passed over.
    pub fn read(json: &str) -> Result<Facts, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The time limit to count with.
    pub fn term(&self) -> Result<Term, NoTerm> {
        let published = self.term.as_ref().ok_or(NoTerm::Unpublished)?;
        Term::read(published.time, published.unit.as_deref().and_then(Unit::parse))
    }
}

impl Published {
    /// A time limit in the words of the database.
    pub fn of(time: u32, unit: Unit) -> Published {
        Published { time: Some(time), unit: Some(unit.as_str().into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        let desk = |name: &str| Desk { name_vi: name.into(), name_en: name.into(), unit: None, agency: None };
        Facts {
            procedure: Procedure {
                code: "1.001193".into(),
                name_vi: "Đăng ký khai sinh".into(),
                name_en: None,
                decision: "1".into(),
                since: None,
            },
            receiving: desk("a"),
            deciding: Some(desk("b")),
            passage: "stays".into(),
            why_vi: "v".into(),
            why_en: "e".into(),
            term: Some(Published::of(1, Unit::Other)),
            appointed: Some(Appointed { date: "2025-07-08".into(), time: None }),
            appointed_missing: None,
            fee: Some(Fee { amount: 0, reason_vi: "v".into(), reason_en: "e".into() }),
            fee_missing: None,
            channel: "online".into(),
            form_start: "".into(),
            files_count: 2,
            former: None,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Facts::read(&facts().to_json()).unwrap(), facts());
        assert!(Facts::read("{}").is_err());
        let later = facts().to_json().replacen('{', r#"{"later":1,"#, 1);
        assert_eq!(Facts::read(&later).unwrap(), facts());
    }

    #[test]
    fn the_term_is_counted_as_it_was_published() {
        assert_eq!(facts().term(), Ok(Term::WithinTheDay));
        assert_eq!(Facts { term: None, ..facts() }.term(), Err(NoTerm::Unpublished));
        let unclear = Facts { term: Some(Published::of(120, Unit::Other)), ..facts() };
        assert_eq!(unclear.term(), Err(NoTerm::Unclear { number: 120 }));
    }
}
