//! What nobody waits for: calls that were kept and not judged, orders and refunds that are due.

use futures::future::join_all;
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
/// So many of them side by side: what takes time is the gateway's answer.
const SIDE_BY_SIDE: usize = 8;
/// After so long the rest is left for the next time, of the calls and of the orders each.
const BUDGET_MS: u64 = 20_000;

/// A call that was refused is kept so long, in case somebody asks why. Anybody may send such calls, so not for ever.
const REFUSED_MS: u64 = 7 * 86_400_000;
/// So many of each kind at once.
const FORGOTTEN: u32 = 500;

/// What was done.
#[derive(Default, Serialize)]
struct Done {
    calls: u32,
    orders: u32,
    forgotten: u32,
    failed: u32,
}

/// Does what is due. One thing that fails keeps nothing else waiting.
pub async fn sweep(asked: &Asked) -> Result<Answer, Problem> {
    asked.no_query()?;
    let (gateway, mut done) = (&asked.settings.gateway, Done::default());
    let before = asked.now.saturating_sub(WAITED_MS);
    let waiting = calls::waiting(gateway.clone(), before, LIMIT).await.map_err(of_fault)?;
    let (count, failed) = side_by_side(&waiting, |call| judged(asked, call)).await;
    (done.calls, done.failed) = (count, failed);
    let due = orders::due(gateway.clone(), asked.now, LIMIT).await.map_err(of_fault)?;
    let (count, failed) = side_by_side(&due, |(_, agency, id)| followed(asked, agency, id)).await;
    (done.orders, done.failed) = (count, done.failed.saturating_add(failed));
    for word in callback::REFUSED {
        let before = asked.now.saturating_sub(REFUSED_MS);
        let gone = calls::forget(gateway.clone(), word.to_owned(), before, FORGOTTEN).await.map_err(of_fault)?;
        done.forgotten = done.forgotten.saturating_add(gone);
    }
    answer::json(StatusCode::OK, asked.language, &done)
}

/// Does all of it, several at a time, until the budget is spent: how many were tried, and how many failed.
async fn side_by_side<'a, T, F>(all: &'a [T], one: impl Fn(&'a T) -> F) -> (u32, u32)
where
    F: Future<Output = Result<(), Problem>>,
{
    let (began, mut tried, mut failed) = (now_ms(), 0_u32, 0_u32);
    for some in all.chunks(SIDE_BY_SIDE) {
        if now_ms().saturating_sub(began) > BUDGET_MS {
            break;
        }
        for outcome in join_all(some.iter().map(&one)).await {
            tried = tried.saturating_add(1);
            failed = failed.saturating_add(u32::from(outcome.is_err()));
        }
    }
    (tried, failed)
}

/// Judges a call. One that cannot be opened any more would fail each time, and keep others waiting: a person looks.
async fn judged(asked: &Asked, kept: &calls::Call) -> Result<(), Problem> {
    match callback::opened(asked, kept) {
        Ok(call) => callback::judge(asked, &kept.id, &call).await.map(drop),
        Err(_) => callback::given_up(asked, &kept.id).await,
    }
}

async fn followed(asked: &Asked, agency: &str, id: &str) -> Result<(), Problem> {
    let Some(order) = orders::read(agency.to_owned(), id.to_owned()).await.map_err(of_fault)? else { return Ok(()) };
    if state(&order)? != State::Paid {
        inquiry::about(asked, order).await?;
    }
    // Money may have to go back of an order that is not paid, too: of another amount, or of a doubt.
    match orders::read(agency.to_owned(), id.to_owned()).await.map_err(of_fault)? {
        Some(order) if order.returned > 0 || state(&order)? == State::Paid => refunds::follow(asked, order).await,
        _ => Ok(()),
    }
}
