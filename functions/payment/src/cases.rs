//! What a person has to look into: who does, and why it could be closed.

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::both::both;
use motcua_edge::page::Page;
use motcua_edge::problem::Problem;
use motcua_edge::{json, refusal};
use motcua_reference::problem::of_fault;
use serde::Deserialize;

use crate::Body;
use crate::asked::{Asked, JSON};
use crate::problem::{changed_meanwhile, no_case};
use crate::store::settlements::{self, Refusal};
use crate::view;

const LIMIT: usize = 50;
const BODY_BYTES_MAX: usize = 16 * 1024;
const REASON_CHARS_MAX: usize = 1_000;

/// `GET …/cases`: the open ones, the oldest first; all of them with `all=1`.
pub async fn list(asked: &Asked) -> Result<Answer, Problem> {
    asked.cashier()?;
    let query = asked.query(&["all", "cursor"])?;
    let all = query.integer("all", 0..=1)? == Some(1);
    let after = query.text("cursor", 100)?.map(|text| place(text).ok_or_else(refusal::bad_cursor)).transpose()?;
    // One more than is shown says whether there is another page.
    let limit = u32::try_from(LIMIT.saturating_add(1)).unwrap_or(u32::MAX);
    let found = settlements::cases(asked.settings.gateway.clone(), all, after, limit).await.map_err(of_fault)?;
    let page = Page::cut(found, LIMIT, |case| format!("{}-{}", case.opened, case.id));
    let items = page.items.iter().map(|case| view::case(asked, case)).collect();
    answer::json(StatusCode::OK, asked.language, &Page { items, next: page.next })
}

/// `1795250445000-0f3a…`: when a case was opened, and its id.
fn place(cursor: &str) -> Option<(u64, String)> {
    let (opened, id) = cursor.split_once('-')?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    opened.parse().ok().filter(|_| is_id).map(|opened| (opened, id.to_owned()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The version that was read.
    version: u32,
    /// Why it is closed; missing where somebody only takes it.
    #[serde(default)]
    reason: Option<String>,
}

/// `POST …/cases/{id}`: takes a case, or closes it with a reason.
pub async fn change(asked: &Asked, id: &str, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let who = asked.cashier()?;
    let wanted: Wanted = json::read(&asked.body(body, BODY_BYTES_MAX, JSON).await?)?;
    let reason = wanted.reason.as_deref().map(reason).transpose()?;
    let (gateway, id) = (asked.settings.gateway.clone(), id.to_owned());
    let changed =
        settlements::change_case(gateway.clone(), id.clone(), wanted.version, who.clone(), reason.clone(), asked.now)
            .await;
    match changed {
        Ok(_) => {}
        Err(Refusal::Unknown) => return Err(no_case()),
        // Sent again, it changed what it wanted to change already.
        Err(Refusal::Changed(case)) if case.owner.as_ref() == Some(&who) && case.reason == reason => {}
        Err(Refusal::Changed(case)) => return Err(changed_meanwhile().with("case", view::case(asked, &case))),
        Err(Refusal::Failed(fault)) => return Err(of_fault(fault)),
    }
    let case = settlements::case_of(gateway, id).await.map_err(of_fault)?.ok_or_else(no_case)?;
    answer::json(StatusCode::OK, asked.language, &view::case(asked, &case))
}

fn reason(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let fits = (1..=REASON_CHARS_MAX).contains(&text.chars().count()) && !text.contains('\0');
    let expected = both(
        format!("Một lý do, tối đa {REASON_CHARS_MAX} ký tự."),
        format!("A reason of at most {REASON_CHARS_MAX} characters."),
    );
    if fits { Ok(text.to_owned()) } else { Err(refusal::malformed_parameter("reason", text, expected)) }
}
