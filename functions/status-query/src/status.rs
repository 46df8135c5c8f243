//! `GET /api/dossiers/{code or reference}`: where a dossier stands.
//!
//! Whoever has the answer already may wait for the next one: `If-None-Match` with `Prefer: wait=30` (RFC 7240) is answered
//! when something happened, or with 304 when the time is over.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use motcua_edge::answer::Answer;
use motcua_edge::clock::{civil, now_ms};
use motcua_edge::problem::Problem;
use motcua_reference::problem::of_fault;

use crate::asked::Asked;
use crate::case::Case;
use crate::opened::{Name, Sight, opened};
use crate::problem::no_dossier;
use crate::store::dossiers::{self, Dossier};
use crate::view;

const PREFER: HeaderName = HeaderName::from_static("prefer");
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");
/// Nobody waits longer than this; who wants to, asks again.
const WAIT_SECONDS_MAX: u64 = 30;
/// How often a waiting request looks.
const LOOK: Duration = Duration::from_secs(1);

/// Answers for whoever brings the secret or a second factor.
pub async fn read(asked: &Asked, name: &str) -> Result<Answer, Problem> {
    asked.query(&[])?;
    let (dossier, sight) = opened(asked, &Name::read(name)?).await?;
    let (agency, code, version) = (dossier.agency.clone(), dossier.code.clone(), dossier.version);
    let answer = shown(asked, dossier, sight, asked.now).await?;
    let Some(seconds) = wait(&asked.parts.headers).filter(|_| answer.status() == StatusCode::NOT_MODIFIED) else {
        return Ok(answer);
    };
    let mut answer = match changed(&agency, &code, version, seconds).await? {
        true => {
            let dossier = dossiers::read(agency, code).await.map_err(of_fault)?;
            shown(asked, dossier.ok_or_else(no_dossier)?, sight, now_ms()).await?
        }
        false => answer,
    };
    let applied = HeaderValue::try_from(format!("wait={seconds}"));
    answer.headers_mut().extend(applied.ok().map(|applied| (PREFERENCE_APPLIED, applied)));
    Ok(answer)
}

async fn shown(asked: &Asked, dossier: Dossier, sight: Sight, now: u64) -> Result<Answer, Problem> {
    let case = Case::read(dossier).await?;
    let contents = match sight {
        Sight::Public => None,
        Sight::Whole => Some(case.open(&asked.settings.sealing)?),
    };
    asked.json(&view::dossier(&case, contents.as_ref(), civil(now), asked.language))
}

/// Waits until a dossier has another version; false when it has not after so many seconds.
async fn changed(agency: &str, code: &str, version: u32, seconds: u64) -> Result<bool, Problem> {
    for _ in 0..seconds {
        spin_sdk::time::sleep(LOOK).await;
        let now = dossiers::version(agency.to_owned(), code.to_owned()).await.map_err(of_fault)?;
        if now != Some(version) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// So many seconds are to be waited. A wish for more is granted as far as it goes; one that says no number, not at all.
fn wait(headers: &HeaderMap) -> Option<u64> {
    let lines = headers.get_all(PREFER).iter().filter_map(|line| line.to_str().ok());
    let mut waits = lines.flat_map(|line| line.split(',')).filter_map(seconds);
    // Of a preference that stands there twice the first one counts (RFC 7240, 2).
    waits.next().filter(|seconds| *seconds > 0).map(|seconds| seconds.min(WAIT_SECONDS_MAX))
}

fn seconds(preference: &str) -> Option<u64> {
    let (name, rest) = preference.split_once('=')?;
    let value = rest.split(';').next().unwrap_or_default().trim().trim_matches('"');
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    // More digits than fit are more seconds than anybody waits.
    (name.trim().eq_ignore_ascii_case("wait") && is_number).then(|| value.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(lines: &[&str]) -> Option<u64> {
        wait(&lines.iter().map(|line| (PREFER, line.parse().unwrap())).collect())
    }

    #[test]
    fn a_wish_to_wait_is_granted_up_to_a_bound() {
        assert_eq!(of(&["wait=10"]), Some(10));
        assert_eq!(of(&["respond-async, Wait = \"7\" ; x=y"]), Some(7));
        assert_eq!(of(&["return=minimal", "wait=30, wait=1"]), Some(30));
        assert_eq!(of(&["wait=99999999999999999999999"]), Some(WAIT_SECONDS_MAX));
        for none in ["", "wait", "wait=", "wait=0", "wait=-1", "wait=+1", "wait=1.5", "waits=5"] {
            assert_eq!(of(&[none]), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read(text in "[ -~]{0,60}") {
            of(&[&text]);
        }
    }
}
