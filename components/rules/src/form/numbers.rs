//! The numbers and addresses that a form asks for, read by the rules that know them. The only place that says which.

use super::Kind;
use crate::person::{Email, PersonalNumber, Phone, Refusal, TaxCode};

/// The normal form of what was written, or why it is none; nothing for a kind that no such rule knows.
pub(super) fn read(kind: &Kind, text: &str) -> Option<Result<String, Refusal>> {
    Some(match kind {
        Kind::PersonNumber => PersonalNumber::read(text).map(|number| number.as_str().into()),
        Kind::TaxCode => TaxCode::read(text).map(|code| code.as_str().into()),
        Kind::Phone => Phone::read(text).map(|phone| phone.as_str().into()),
        Kind::Email => Email::read(text).map(|email| email.as_str().into()),
        _ => return None,
    })
}
