//! The form of a procedure: what is asked, in which order, when, and which papers go with it. All of it is data.
//!
//! A form is read from JSON ([`Form::read`]) or made for a procedure that has none of its own ([`common`]). From it come
//! the JSON Schema that anybody may validate against ([`schema`]), what to show for given answers ([`Form::shown`]), and
//! the decision ([`check()`]), which names every breach at once, in the order of the form.
//!
//! The decision walks the form and not the schema: a JSON Schema library weighs 2.4 MiB in a component, more than twice
//! what a function may, and says "false schema" where a person needs "this is asked only of those who live abroad". Tests
//! hold both against each other. A form that nobody could fill in is found by [`lint`] before it is published.

pub mod check;
pub mod common;
pub mod condition;
pub mod country;
pub mod kind;
pub mod lint;
mod numbers;
pub mod pattern;
mod say;
pub mod schema;
pub mod slot;
pub mod tidy;
mod value;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use check::{Breach, Checked, Rule, check, shown_in};
pub use condition::Condition;
pub use kind::{Choice, Kind};
pub use pattern::Pattern;
pub use slot::{Accepted, Because, NotAsked, Size, Slot};

use crate::language::Language;

/// Answers by the fields' names. A group's answer is a list of such objects.
pub type Answers = Map<String, Value>;

/// All that is asked for one procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The procedure's code: `1.001193`.
    pub procedure: String,
    /// The legal forms that it asks the fields of; empty for a common form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub law: Vec<Law>,
    /// The parts of the form, in order.
    pub sections: Vec<Section>,
    /// What is uploaded, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<Slot>,
    /// The papers of the procedure that are not uploaded, and why not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_asked: Vec<NotAsked>,
}

/// Where the fields of a form come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// The act, with the form's name or number in it.
    pub act: String,
    /// Whether its fields were written down from memory and not beside the text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub recalled: bool,
}

/// A part of a form under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Snake case, unique among the sections.
    pub name: String,
    /// The heading.
    pub label: Words,
    /// When it is shown; always where nothing stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Condition>,
    /// Its questions, in order.
    pub fields: Vec<Field>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Snake case, stable: answers are kept under it. Unique in the form, or in its group.
    pub name: String,
    /// The question.
    pub label: Words,
    /// What helps to answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Words>,
    /// An answer as it might be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Words>,
    /// What kind of answer it takes, with its bounds.
    pub kind: Kind,
    /// Whether it must be answered wherever it is shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Whether the answer tells something about a living person: it is sealed and never logged.
    #[serde(default, skip_serializing_if = "is_default")]
    pub personal: bool,
    /// What other rules know the answer as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// When it is shown; with its section where nothing stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Condition>,
}

/// The same words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Vietnamese.
    pub vi: String,
    /// English; the Vietnamese words where the authority published no other.
    pub en: String,
}

impl Words {
    /// Words that exist in both languages.
    pub fn new(vi: &str, en: &str) -> Words {
        Words { vi: vi.into(), en: en.into() }
    }

    /// Words that were published in Vietnamese only.
    pub fn untranslated(vi: &str) -> Words {
        Words::new(vi, vi)
    }

    /// The words that this language wants.
    pub fn say(&self, language: Language) -> &str {
        language.pick(&self.vi, &self.en)
    }
}

/// What a field's answer is to the rules that do not know the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Who applies: the person's or the organisation's name.
    ApplicantName,
    /// The applicant's personal number.
    ApplicantNumber,
    /// The applicant's tax code.
    ApplicantTaxCode,
    /// The applicant's date of birth.
    ApplicantBirthDate,
    /// Where messages go by phone.
    ApplicantPhone,
    /// Where messages go by e-mail.
    ApplicantEmail,
    /// The commune where the applicant lives or has its seat.
    ApplicantPlace,
    /// The house number and street within it.
    ApplicantAddress,
    /// The commune that the matter itself lies in: the land, the shop; of a birth where a parent lives, of a death where
    /// the deceased lived last, of a marriage where one of the two lives.
    MatterPlace,
    /// How the result is returned.
    Delivery,
}

impl Form {
    /// Reads a form. Says what is wrong with the text, a key that no form has among it; whether the form makes sense is
    /// the question of [`lint::lint`].
    pub fn read(json: &str) -> Result<Form, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// Every field outside of groups with its section, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&Section, &Field)> {
        self.sections.iter().flat_map(|section| section.fields.iter().map(move |field| (section, field)))
    }

    /// What is asked for these answers: the fields outside of groups and the slots, in order.
    ///
    /// A field that is not shown counts as not answered, whatever was sent, so what depends on it is not shown either.
    /// The answers are taken as they are: what a page sent is made [`tidy`] before.
    pub fn shown(&self, answers: &Answers) -> Shown<'_> {
        let mut fields: Vec<&Field> = Vec::new();
        for (section, field) in self.fields() {
            let holds = |condition: &Option<Condition>| holds(condition.as_ref(), answers, &fields);
            if holds(&section.shown) && holds(&field.shown) {
                fields.push(field);
            }
        }
        let slots = self.slots.iter().filter(|slot| holds(slot.shown.as_ref(), answers, &fields)).collect();
        Shown { fields, slots }
    }

    /// The answers without those that are not asked any more: who takes an answer back has left others behind it, and a
    /// page no longer shows them. What the form does not know stays, so that the check can refuse it.
    ///
    /// The answers come out [`tidy`]: a condition does not know `yes` before it is `true`, and would hide what hangs on it.
    pub fn without_hidden(&self, answers: Answers) -> Answers {
        let mut answers = tidy::tidy(self, answers);
        let shown = self.shown(&answers).fields;
        let all: Vec<&Field> = self.fields().map(|(_, field)| field).collect();
        retain(&all, &shown, &mut answers);
        answers
    }
}

fn retain(all: &[&Field], shown: &[&Field], answers: &mut Answers) {
    let named = |fields: &[&Field], name: &str| fields.iter().any(|field| field.name == name);
    answers.retain(|name, _| named(shown, name) || !named(all, name));
    for field in shown {
        let fields = field.kind.fields();
        let items = answers.get_mut(&field.name).and_then(Value::as_array_mut).into_iter().flatten();
        for item in items.filter_map(Value::as_object_mut) {
            let shown = check::shown_in(fields, item);
            retain(&fields.iter().collect::<Vec<_>>(), &shown, item);
        }
    }
}

/// What is asked for some answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'f> {
    /// The fields outside of groups, in order.
    pub fields: Vec<&'f Field>,
    /// What is to be uploaded, in order.
    pub slots: Vec<&'f Slot>,
}

/// Whether a condition holds where only these fields are shown so far.
pub(crate) fn holds(condition: Option<&Condition>, answers: &Answers, shown: &[&Field]) -> bool {
    let answer = |name: &str| answers.get(name).filter(|_| shown.iter().any(|field| field.name == name));
    condition.is_none_or(|condition| condition.holds(&answer))
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What a number of JavaScript holds exactly.
pub(crate) const NUMBER_MAX: i64 = 9_007_199_254_740_991;

const fn one() -> u16 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
const fn is_one(value: &u16) -> bool {
    *value == 1
}
