//! What nobody waits for: calls that were kept and not judged, orders and refunds that are due.

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::clock::now_ms;
use motcua_edge::problem::Problem;
use motcua_reference::problem::of_fault;
use motcua_rules::payment::State;
use serde::Serialize;

use crate::asked::Asked;
use crate::booked::state;
use crate::store::{calls, orders};
use crate::{callback, inquiry, refunds};

/// A call that came just now is being judged by whoever took it.
const WAITED_MS: u64 = 10_000;
/// So many at once.
const LIMIT: u32 = 50;
/// After so long the rest is left for the next time.
const BUDGET_MS: u64 = 20_000;

/// What was done.
#[derive(Default, Serialize)]
struct Done {
    calls: u32,
    orders: u32,
    failed: u32,
}

/// Does what is due. One thing that fails keeps nothing else waiting.
pub async fn sweep(asked: &Asked) -> Result<Answer, Problem> {
    asked.no_query()?;
    let (gateway, mut done) = (&asked.settings.gateway, Done::default());
    let began = now_ms();
    let is_over = || now_ms().saturating_sub(began) > BUDGET_MS;
    let waiting =
        calls::waiting(gateway.clone(), asked.now.saturating_sub(WAITED_MS), LIMIT).await.map_err(of_fault)?;
    for call in waiting {
        if is_over() {
            break;
        }
        done.calls = done.calls.saturating_add(1);
        done.failed = done.failed.saturating_add(u32::from(judged(asked, &call).await.is_err()));
    }
    for (_, agency, id) in orders::due(gateway.clone(), asked.now, LIMIT).await.map_err(of_fault)? {
        if is_over() {
            break;
        }
        done.orders = done.orders.saturating_add(1);
        done.failed = done.failed.saturating_add(u32::from(followed(asked, agency, id).await.is_err()));
    }
    answer::json(StatusCode::OK, asked.language, &done)
}

async fn judged(asked: &Asked, kept: &calls::Call) -> Result<(), Problem> {
    let call = callback::opened(asked, kept)?;
    callback::judge(asked, &kept.id, &call).await.map(drop)
}

async fn followed(asked: &Asked, agency: String, id: String) -> Result<(), Problem> {
    let Some(order) = orders::read(agency, id).await.map_err(of_fault)? else { return Ok(()) };
    if state(&order)? == State::Paid { refunds::follow(asked, order).await } else { inquiry::about(asked, order).await }
}
