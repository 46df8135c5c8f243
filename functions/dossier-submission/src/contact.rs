//! Who is told of what happens to a dossier, and who may ask about it.

use motcua_record::keys::Lookup;
use motcua_record::seal::{Bound, Purpose};
use motcua_rules::form::{Answers, Form, Role};
use motcua_rules::person::{PersonalNumber, Phone};
use serde::Serialize;

use crate::asked::Asked;
use crate::store::outbox::NewMessage;

/// A message as whoever sends it will read it. What it is about stands in the outbox itself: the dossier and the event.
#[derive(Serialize)]
struct Message<'a> {
    phone: Option<&'a str>,
    email: Option<&'a str>,
    /// The language that the citizen used last.
    language: &'static str,
}

/// The answers of all fields with a role, in the order of the form. None of them stands in a group.
pub fn answered<'a>(form: &'a Form, answers: &'a Answers, role: Role) -> impl Iterator<Item = &'a str> {
    let fields = form.fields().map(|(_, field)| field).filter(move |field| field.role == Some(role));
    fields.filter_map(|field| answers.get(&field.name)?.as_str())
}

/// The message of this kind about an event, to the phone and e-mail that the applicant gave; none where there is neither.
pub fn message(
    asked: &Asked,
    (agency, draft, event): (&str, &str, u32),
    kind: &str,
    (form, answers): (&Form, &Answers),
) -> Vec<NewMessage> {
    let first = |role| answered(form, answers, role).next();
    let message = Message {
        phone: first(Role::ApplicantPhone),
        email: first(Role::ApplicantEmail),
        language: asked.language.as_str(),
    };
    if message.phone.is_none() && message.email.is_none() {
        return Vec::new();
    }
    let bound = Bound { purpose: Purpose::Message, agency, draft, place: &event.to_string() };
    vec![NewMessage { kind: kind.to_owned(), sealed: asked.settings.sealing.seal_json(&bound, &message) }]
}

/// What a citizen may ask with besides the code: the last four digits of the applicant's phones and personal numbers.
pub fn factors(lookup: &Lookup, (agency, draft): (&str, &str), form: &Form, answers: &Answers) -> Vec<String> {
    let phones = answered(form, answers, Role::ApplicantPhone).filter_map(|text| Phone::read(text).ok());
    let four = phones.map(|phone| phone.last_four()).chain(numbers(form, answers).map(|number| number.last_four()));
    let mut factors: Vec<String> = four.map(|four| lookup.factor(agency, draft, &four)).collect();
    factors.sort_unstable();
    factors.dedup();
    factors
}

/// Whose dossier it is: the feed that the draft was begun with, and the person who applies.
pub fn owners(lookup: &Lookup, feed: Option<String>, form: &Form, answers: &Answers) -> Vec<String> {
    feed.into_iter().chain(numbers(form, answers).map(|number| lookup.person(&number))).collect()
}

fn numbers<'a>(form: &'a Form, answers: &'a Answers) -> impl Iterator<Item = PersonalNumber> + 'a {
    answered(form, answers, Role::ApplicantNumber).filter_map(|text| PersonalNumber::read(text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_rules::form::common;
    use motcua_rules::person::LastFour;
    use motcua_rules::procedure::Code;

    fn birth() -> Form {
        Form::read(include_str!("../../../infra/data/forms/1.001193.json")).unwrap()
    }

    fn answers(json: &str) -> Answers {
        serde_json::from_str(json).unwrap()
    }

    fn lookup() -> Lookup {
        Lookup::read(&"b2".repeat(32)).unwrap()
    }

    #[test]
    fn whoever_applies_is_asked_for_and_nobody_else() {
        let answers = answers(
            r#"{"applicant_phone": "+84912345678", "applicant_number": "001090000001", "father_number": "001090000002"}"#,
        );
        let (lookup, form) = (lookup(), birth());
        let factor = |digits: &str| lookup.factor("H26", "d", &LastFour::read(digits).unwrap());
        let mut expected = vec![factor("5678"), factor("0001")];
        expected.sort_unstable();
        assert_eq!(factors(&lookup, ("H26", "d"), &form, &answers), expected);
        let person = lookup.person(&PersonalNumber::read("001090000001").unwrap());
        assert_eq!(owners(&lookup, Some("feed".into()), &form, &answers), ["feed".to_owned(), person]);
    }

    #[test]
    fn the_first_phone_that_was_answered_is_called() {
        let form = birth();
        let phone = |json: &str| answered(&form, &answers(json), Role::ApplicantPhone).next().map(str::to_owned);
        assert_eq!(phone(r#"{"applicant_phone_abroad": "+84912345678"}"#).as_deref(), Some("+84912345678"));
        assert_eq!(phone("{}"), None);
    }

    #[test]
    fn a_common_form_has_something_to_ask_with() {
        let form = common::form(Code::parse("1.001193").unwrap(), &[], &[]);
        let fields = form.fields().filter(|(_, field)| field.required && field.role == Some(Role::ApplicantPhone));
        assert_eq!(fields.count(), 1);
    }
}
