//! `PATCH /api/drafts/{id}`: answers are changed, on the version that whoever changes them has seen.

use http::HeaderMap;
use http::header::IF_MATCH;
use motcua_edge::answer::Answer;
use motcua_edge::json;
use motcua_edge::problem::Problem;
use motcua_record::draft::Prepared;
use motcua_rules::form::{Answers, Form, Rule, check};
use serde_json::json as object;

use crate::asked::Asked;
use crate::basis::Basis;
use crate::merge::merge;
use crate::store::drafts::{self, Draft, Refusal};
use crate::{Body, draft as read, opened, problem};

/// All answers of a draft together, as JSON. The longest published form comes nowhere near.
pub const ANSWERS_BYTES_MAX: usize = 256 * 1024;

const MERGE_PATCH: &[&str] = &["application/merge-patch+json", "application/json"];

/// Applies a merge patch to the answers and answers with the draft. A patch that changes nothing any more was applied before
/// (its answer was lost), so it is answered as if it came for the first time (RFC 9110, 13.1.1).
pub async fn save(asked: &Asked, id: &str, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let wanted = Match::read(&asked.parts.headers)?;
    let draft = opened::draft(asked, id).await?;
    let patch: Answers = json::read(&asked.body(body, ANSWERS_BYTES_MAX, MERGE_PATCH).await?)?;
    if draft.dossier.is_some() {
        return Err(already_filed(&draft).await?);
    }
    let mut prepared = opened::prepared(asked, &draft)?;
    let before = prepared.answers.clone();
    merge(&mut prepared.answers, patch.clone());
    if prepared.answers == before {
        return read::answer(asked, &draft, before, None).await;
    }
    if !wanted.is_met(draft.version) {
        return Err(changed(&draft, before, patch));
    }
    let version = replace(asked, &draft, &before, &prepared, patch).await?;
    let draft = Draft { version, expires: asked.expires(), ..draft };
    read::answer(asked, &draft, prepared.answers, None).await
}

/// Keeps other answers in the place of those `before`, on the version that was read, and answers with the new version. `yours`
/// is what was sent, for whoever is told that somebody else changed the draft meanwhile.
pub async fn replace(
    asked: &Asked,
    draft: &Draft,
    before: &Answers,
    after: &Prepared,
    yours: Answers,
) -> Result<u32, Problem> {
    fits(asked, draft, before, &after.answers).await?;
    let sealed = opened::sealed(asked, &draft.agency, &draft.id, after);
    let (agency, id) = (draft.agency.clone(), draft.id.clone());
    match drafts::save(agency, id, draft.version, sealed, asked.now, asked.expires()).await {
        Ok(version) => Ok(version),
        Err(Refusal::Changed(now)) if now.dossier.is_some() => Err(already_filed(&now).await?),
        Err(Refusal::Changed(now)) => Err(changed(&now, opened::prepared(asked, &now)?.answers, yours)),
        Err(Refusal::Gone | Refusal::Conflict) => Err(problem::no_draft()),
        Err(Refusal::Failed(fault)) => Err(problem::of_fault(fault)),
    }
}

/// The draft was filed: with what it is called now.
pub async fn already_filed(draft: &Draft) -> Result<Problem, Problem> {
    let dossier = read::dossier(draft).await?.ok_or_else(problem::no_draft)?;
    Ok(problem::already_filed(&dossier.code, &dossier.reference))
}

/// The draft stands at another version than was expected.
pub fn changed(now: &Draft, answers: Answers, yours: Answers) -> Problem {
    let current = object!({"version": now.version, "answers": answers});
    problem::changed_elsewhere(current, object!({"answers": yours}))
}

/// Whether the answers are short enough, and answer the form's questions only. What an older form asked may stay until it is
/// taken away.
async fn fits(asked: &Asked, draft: &Draft, before: &Answers, after: &Answers) -> Result<(), Problem> {
    if serde_json::to_vec(after).map_or(0, |json| json.len()) > ANSWERS_BYTES_MAX {
        return Err(problem::answers_too_large(ANSWERS_BYTES_MAX));
    }
    let basis = Basis::of(&draft.procedure, &draft.place, asked.today()).await?;
    let strangers = |answers: &Answers| unknown(&basis.version.form, answers, asked);
    let (known, mut fields) = (strangers(before), strangers(after));
    fields.retain(|field| !known.contains(field));
    if fields.is_empty() { Ok(()) } else { Err(problem::unknown_answers(&fields)) }
}

fn unknown(form: &Form, answers: &Answers, asked: &Asked) -> Vec<String> {
    let breaches = check(form, answers, asked.today()).err().unwrap_or_default();
    breaches.into_iter().filter(|breach| breach.rule == Rule::Unknown).map(|breach| breach.at).collect()
}

/// What `If-Match` says.
#[derive(Debug, PartialEq, Eq)]
enum Match {
    /// Whatever stands there.
    Any,
    /// One of these versions.
    Versions(Vec<u32>),
}

impl Match {
    /// Reads the header. Tags that are well-formed and none of ours match nothing; weak ones never do (RFC 9110, 13.1.1).
    fn read(headers: &HeaderMap) -> Result<Match, Problem> {
        let mut versions = Vec::new();
        for value in headers.get_all(IF_MATCH) {
            for tag in value.to_str().map_err(|_| problem::malformed_match())?.split(',').map(str::trim) {
                let strong = tag.strip_prefix("W/").unwrap_or(tag);
                let inner = strong.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                match inner {
                    _ if tag == "*" => return Ok(Match::Any),
                    None => return Err(problem::malformed_match()),
                    Some(inner) => versions.extend(inner.parse::<u32>().ok().filter(|_| strong == tag)),
                }
            }
        }
        if headers.contains_key(IF_MATCH) { Ok(Match::Versions(versions)) } else { Err(problem::missing_match()) }
    }

    fn is_met(&self, version: u32) -> bool {
        match self {
            Match::Any => true,
            Match::Versions(versions) => versions.contains(&version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&str]) -> Result<Match, &'static str> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IF_MATCH, value.parse().unwrap());
        }
        Match::read(&headers).map_err(|problem| problem.kind())
    }

    #[test]
    fn a_change_names_the_versions_that_it_was_made_on() {
        assert_eq!(read(&["\"3\""]), Ok(Match::Versions(vec![3])));
        assert_eq!(read(&["\"3\", \"4\"", "\"5\""]), Ok(Match::Versions(vec![3, 4, 5])));
        assert_eq!(read(&["W/\"3\", \"x\", \"99999999999\""]), Ok(Match::Versions(vec![])));
        assert_eq!(read(&["*"]), Ok(Match::Any));
        assert_eq!(read(&[]), Err("missing-if-match"));
        for wrong in ["", "3", "\"3", "\"3\",", "\""] {
            assert_eq!(read(&[wrong]), Err("malformed-if-match"), "{wrong}");
        }
        assert!(Match::Versions(vec![3]).is_met(3) && !Match::Versions(vec![3]).is_met(4));
    }
}
