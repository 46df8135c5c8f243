//! A dossier, opened by whoever may know of it.
//!
//! The secret of the draft opens all of it. Whoever has only the code brings four digits, and is told what the public may
//! know. No dossier, wrong digits and a wrong secret are the same answer after the same work.

use motcua_edge::problem::Problem;
use motcua_record::lookup::{is_among, is_secret};
use motcua_reference::problem::of_fault;
use motcua_rules::code::{self, Code, Reference};
use motcua_rules::person::LastFour;

use crate::asked::Asked;
use crate::attempts::Attempt;
use crate::problem::{malformed_factor, no_dossier, of_code, of_reference, second_factor_needed};
use crate::store::dossiers::{self, Dossier};

const SECOND_FACTOR: &str = "second-factor";
/// What nothing hashes to: with it, the comparison is the same work where there is nothing to compare with.
const NOBODY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How much of a dossier somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Where it stands, what happened and what comes next.
    Public,
    /// Also what was filed and what was written.
    Whole,
}

/// How a dossier was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// By its code.
    Code(Code),
    /// By the reference that people say on the telephone.
    Reference(Reference),
}

impl Name {
    /// Reads what somebody typed.
    pub fn read(text: &str) -> Result<Name, Problem> {
        let text = text.trim();
        let code = match Code::parse(&text.to_ascii_uppercase()) {
            Ok(code) => return Ok(Name::Code(code)),
            Err(why) => why,
        };
        let reference = Reference::read(text).map(Name::Reference);
        reference.map_err(|garbled| match code {
            // It began with an agency, so a code was meant.
            code::Refusal::Date | code::Refusal::Sequence => of_code(code),
            code::Refusal::Parts | code::Refusal::Agency => of_reference(garbled),
        })
    }

    async fn find(&self) -> Result<Option<Dossier>, Problem> {
        let found = match self {
            Name::Code(code) => dossiers::read(code.agency().top().to_owned(), code.to_string()).await,
            Name::Reference(reference) => dossiers::referred(reference.to_string()).await,
        };
        found.map_err(of_fault)
    }
}

impl core::fmt::Display for Name {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Name::Code(code) => code.fmt(out),
            Name::Reference(reference) => reference.fmt(out),
        }
    }
}

/// The dossier of this name, by what the request's headers bring: a secret, or else a second factor.
pub async fn opened(asked: &Asked, name: &Name) -> Result<(Dossier, Sight), Problem> {
    if let Some(secret) = asked.bearer() {
        return by_secret(name, secret).await.map(|dossier| (dossier, Sight::Whole));
    }
    let mut values = asked.parts.headers.get_all(SECOND_FACTOR).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(second_factor_needed()) };
    by_factor(asked, name, value.to_str().unwrap_or_default()).await.map(|dossier| (dossier, Sight::Public))
}

/// The dossier of this name, for whoever knows its secret. That has 256 bits: nobody guesses it, so failures are not
/// counted, and nobody who guesses digits can shut an owner out.
pub async fn by_secret(name: &Name, secret: &str) -> Result<Dossier, Problem> {
    let found = name.find().await?;
    let is_right = is_secret(secret, found.as_ref().map_or(NOBODY, |dossier| dossier.secret_hash.as_str()));
    found.filter(|_| is_right).ok_or_else(no_dossier)
}

/// The dossier of this name, for whoever knows four digits of its applicant.
pub async fn by_factor(asked: &Asked, name: &Name, digits: &str) -> Result<Dossier, Problem> {
    let digits = LastFour::read(digits).map_err(malformed_factor)?;
    let found = name.find().await?;
    // By whichever name it is called, its failures are counted together.
    let code = found.as_ref().map_or_else(|| name.to_string(), |dossier| dossier.code.clone());
    let attempt = Attempt::begin(asked, &code).await?;
    let nobody = [NOBODY.to_owned(), NOBODY.to_owned()];
    let (agency, draft, factors) = match &found {
        Some(dossier) => (dossier.agency.as_str(), dossier.draft.as_str(), dossier.factors.as_slice()),
        None => ("", NOBODY, nobody.as_slice()),
    };
    if is_among(&asked.settings.lookup.factor(agency, draft, &digits), factors) {
        return found.ok_or_else(no_dossier);
    }
    attempt.failed().await?;
    Err(no_dossier())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, (&'static str, String)> {
        let read = Name::read(text).map(|name| name.to_string());
        read.map_err(|problem| (problem.kind(), problem.texts(Default::default())[1].to_owned()))
    }

    #[test]
    fn a_dossier_is_called_by_code_or_reference() {
        let reference = Reference::of_random(4711).to_string();
        assert_eq!(read(" h29.101-250701-0001 ").as_deref(), Ok("H29.101-250701-0001"));
        assert_eq!(read(&reference.to_lowercase().replace('-', " ")), Ok(reference));
        for (text, says) in [
            ("H29.101-250732-0001", "ngày"),
            ("H29.101-250701-1", "số thứ tự"),
            ("4T7X-09KM", "11 ký tự"),
            ("đường", "ký tự không hợp lệ"),
        ] {
            let (kind, detail) = read(text).unwrap_err();
            assert!(kind == "malformed-code" && detail.contains(says), "{text}: {detail}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in ".{0,60}") {
            let _ = Name::read(&text);
        }
    }
}
