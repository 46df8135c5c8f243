//! What kinds of answers there are.

use serde::{Deserialize, Serialize};

use super::{Field, Pattern, Words, is_default};

/// The kind of an answer, with its bounds: `{"text": {"max": 100}}`, `"phone"`.
///
/// Every kind is bounded, most by what they are. Lengths count Unicode characters, as JSON Schema does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// One line.
    Text {
        /// The fewest characters.
        #[serde(default = "super::one", skip_serializing_if = "super::is_one")]
        min: u16,
        /// The most characters.
        max: u16,
        /// What it must look like; any printable text where nothing stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern>,
    },
    /// Several lines.
    LongText {
        /// The most characters.
        max: u16,
    },
    /// Exactly one of a list.
    Choice {
        /// What can be chosen.
        choices: Vec<Choice>,
    },
    /// One or more of a list, each once.
    Several {
        /// What can be chosen.
        choices: Vec<Choice>,
    },
    /// Yes or no: `true`, `false`.
    YesNo,
    /// A declaration that only counts when it is made: `true`.
    Agreement,
    /// A day, `2025-07-01`.
    Date {
        /// Where it may lie, seen from today.
        #[serde(default, skip_serializing_if = "is_default")]
        when: When,
        /// Whether `1961` and `1961-08` do too: many who were born before the registers know no more.
        #[serde(default, skip_serializing_if = "is_default")]
        partial: bool,
    },
    /// A whole number.
    Number {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// An amount in đồng.
    Money {
        /// The least.
        #[serde(default, skip_serializing_if = "is_default")]
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// A commune of today by its code, `00118`. Whether there is one is asked of the store.
    Place,
    /// A personal identification number (số định danh cá nhân).
    PersonNumber,
    /// A tax code (mã số thuế).
    TaxCode,
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A country by its two letters: `VN`.
    Country,
    /// The same questions for each of several things.
    Group {
        /// The fewest.
        #[serde(default, skip_serializing_if = "is_default")]
        min: u16,
        /// The most.
        max: u16,
        /// What is asked for each. A condition in here sees the fields of the same one only.
        fields: Vec<Field>,
    },
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Snake case, stable: it is what the answer holds.
    pub value: String,
    /// How a person reads it.
    pub label: Words,
}

/// Where a day may lie, seen from the day of the check in Vietnam. Today is both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Anywhere within [`YEAR_MIN`] and [`YEAR_MAX`].
    #[default]
    Any,
    /// Today or before.
    Past,
    /// Today or after.
    Future,
}

/// The first year that a form takes: no certificate that is still used is older.
pub const YEAR_MIN: i16 = 1850;
/// The last year that a form takes: leases of land run for 99 years.
pub const YEAR_MAX: i16 = 2150;

impl Kind {
    /// What can be chosen; nothing for a kind without choices.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Kind::Choice { choices } | Kind::Several { choices } => choices,
            _ => &[],
        }
    }

    /// The fields of a group; nothing for another kind.
    pub fn fields(&self) -> &[Field] {
        match self {
            Kind::Group { fields, .. } => fields,
            _ => &[],
        }
    }
}
