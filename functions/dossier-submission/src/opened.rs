//! Drafts and dossiers, opened by whoever knows the draft's secret.
//!
//! A wrong secret, a name that nobody bears and a draft that has ended are the same answer, so that nobody learns which
//! drafts there are.

use motcua_edge::problem::Problem;
use motcua_record::draft::Prepared;
use motcua_record::filed::Filed;
use motcua_record::lookup::is_secret;
use motcua_record::seal::{Bound, Purpose};
use motcua_rules::code::Code;

use crate::asked::Asked;
use crate::problem::{damaged, no_dossier, no_draft, of_fault};
use crate::store::dossiers::{self, Dossier};
use crate::store::drafts::{self, Draft};
use motcua_record::id::PublicId;

/// What no secret hashes to: with it, the comparison is the same work where there is nothing to compare with.
const NOBODY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The draft of this public id, for whoever bears its secret. It may be filed by now.
pub async fn draft(asked: &Asked, id: &str) -> Result<Draft, Problem> {
    let secret = asked.secret_of(id);
    let id = PublicId::read(id).ok_or_else(no_draft)?;
    let found = drafts::read(id.agency, id.id, asked.now).await.map_err(of_fault)?;
    let hash = found.as_ref().map_or(NOBODY, |draft| draft.secret_hash.as_str());
    let is_right = secret.is_some_and(|secret| is_secret(secret, hash));
    found.filter(|_| is_right).ok_or_else(no_draft)
}

/// The dossier of this code, for whoever bears the secret of the draft that it was.
pub async fn dossier(asked: &Asked, code: &str) -> Result<Dossier, Problem> {
    let code = Code::parse(code).map_err(|_| no_dossier())?;
    let found = dossiers::read(code.agency().top().to_owned(), code.to_string()).await.map_err(of_fault)?;
    let hash = found.as_ref().map_or(NOBODY, |dossier| dossier.secret_hash.as_str());
    let is_right = asked.bearer().is_some_and(|secret| is_secret(secret, hash));
    found.filter(|_| is_right).ok_or_else(no_dossier)
}

/// What a draft holds. Nothing to open once it is filed: the dossier has it then.
pub fn prepared(asked: &Asked, draft: &Draft) -> Result<Prepared, Problem> {
    let bound = Bound { purpose: Purpose::Draft, agency: &draft.agency, draft: &draft.id, place: "" };
    asked.settings.sealing.open_json(&bound, &draft.sealed).map_err(|_| damaged("a draft cannot be opened"))
}

/// The same, sealed to be kept.
pub fn sealed(asked: &Asked, agency: &str, id: &str, prepared: &Prepared) -> Vec<u8> {
    let bound = Bound { purpose: Purpose::Draft, agency, draft: id, place: "" };
    asked.settings.sealing.seal_json(&bound, prepared)
}

/// What was filed.
pub fn filed(asked: &Asked, dossier: &Dossier) -> Result<Filed, Problem> {
    let bound = Bound { purpose: Purpose::Filed, agency: &dossier.agency, draft: &dossier.draft, place: "" };
    asked.settings.sealing.open_json(&bound, &dossier.sealed).map_err(|_| damaged("a dossier cannot be opened"))
}

/// The dossier that a draft of an agency has become.
pub async fn dossier_of(agency: &str, code: &str) -> Result<Dossier, Problem> {
    let found = dossiers::read(agency.to_owned(), code.to_owned()).await.map_err(of_fault)?;
    found.ok_or_else(|| damaged("a draft was filed, and there is no dossier"))
}
