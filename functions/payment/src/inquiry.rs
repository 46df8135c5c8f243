//! Asking the gateway what became of an order.

use motcua_edge::problem::Problem;
use motcua_record::random;
use motcua_reference::problem::of_fault;
use motcua_rules::payment::order::{self, Event, Input};
use motcua_rules::payment::{State, Trouble};

use crate::asked::Asked;
use crate::booked::{About, Facts, at_gateway, case, event, facts, read, state, times, unchanged, wrote};
use crate::gateway::{self, inquiry};
use crate::send::send;
use crate::settle::{Source, is_on_the_books, settle};
use crate::store::orders::{self, Change, Order};

/// What a question brought.
enum Answer {
    /// A word about the payment.
    Notice(gateway::Notice),
    /// The gateway knows of nothing.
    Nothing,
    /// No answer that could be believed.
    Silence,
}

/// Asks about an order because of a word that has to be confirmed, unless it was asked about just now: whoever repeats that word
/// makes no question of each. Whatever comes of it, the order is due afterwards.
pub async fn at_once(asked: &Asked, agency: &str, id: &str) -> Result<(), Problem> {
    let Some(order) = orders::read(agency.to_owned(), id.to_owned()).await.map_err(of_fault)? else { return Ok(()) };
    let gap = facts(&order)?.gap.unwrap_or_default();
    if order.asked > 0 && asked.now < order.updated.saturating_add(gap) {
        return Ok(());
    }
    about(asked, order).await
}

/// Asks about an order, writes down what the gateway says, and closes the order when its time is over.
///
/// Several hosts sweep at once, and a gateway counts our questions: whoever writes first that he asks, asks.
pub async fn about(asked: &Asked, order: Order) -> Result<(), Problem> {
    let (facts, id) = (facts(&order)?, random::hex_id());
    if facts.gap.is_none() {
        return close(asked, &order, &facts, true).await;
    }
    if !is_ours(asked, &order, &facts, &id).await? {
        return Ok(());
    }
    let answer = ask(asked, &order, &facts, id).await;
    let order = read(&order.agency, &order.id).await?;
    let is_certain = match answer {
        Answer::Nothing => true,
        Answer::Silence => false,
        // Each transfer came by itself and was not what was due; nobody has paid beside that.
        Answer::Notice(notice) if is_on_the_books(&order, &notice)? => true,
        Answer::Notice(notice) => {
            let is_certain = notice.meaning == gateway::Meaning::Failed;
            settle(asked, order.clone(), &notice, Source { word: "query", call: None }).await?;
            is_certain
        }
    };
    close(asked, &read(&order.agency, &order.id).await?, &facts, is_certain).await
}

/// Whether this question is ours to ask: it is written down before, with the time of the next.
async fn is_ours(asked: &Asked, order: &Order, facts: &Facts, id: &str) -> Result<bool, Problem> {
    let times = times(order, facts);
    // After the last question the order is due once more, so that somebody closes it should this process end.
    let due = times.next(asked.now).or_else(|| times.gap.map(|gap| asked.now.saturating_add(gap)));
    let change = Change {
        due,
        asked: order.asked.saturating_add(1),
        // The question's own id: no two who ask at the same moment write the same.
        ..unchanged(order, event(asked.now, Event::Asked, "query", id))
    };
    wrote(change).await
}

async fn ask(asked: &Asked, order: &Order, facts: &Facts, id: String) -> Answer {
    let known = at_gateway(&asked.settings, order, facts, "127.0.0.1");
    let request = match inquiry::ask(known.clone(), id, asked.now).await {
        Ok(Some(request)) => request,
        // Its terms promised otherwise.
        Ok(None) => return Answer::Silence,
        Err(why) => return silence(order, &why),
    };
    let Some(response) = send(request).await else { return Answer::Silence };
    match inquiry::hear(known, response, asked.now).await {
        Ok(inquiry::Finding::Notice(notice)) if notice.reference == order.reference => Answer::Notice(notice),
        Ok(inquiry::Finding::Notice(_)) => silence(order, &gateway::Refusal::Malformed("reference".to_owned())),
        Ok(inquiry::Finding::Nothing) => Answer::Nothing,
        Err(why) => silence(order, &why),
    }
}

/// The order's id is no personal datum, and an operator has to find it.
fn silence(order: &Order, why: &gateway::Refusal) -> Answer {
    eprintln!("the gateway's answer about order {} cannot be used: {why:?}", order.id);
    Answer::Silence
}

/// Closes an order whose time is over, as soon as it is certain that nobody paid, or when everything was tried.
async fn close(asked: &Asked, order: &Order, facts: &Facts, is_certain: bool) -> Result<(), Problem> {
    let state = state(order)?;
    let next = times(order, facts).next(asked.now);
    let is_over = asked.now >= order.closes && (is_certain || next.is_none());
    if state == State::Paid || !is_over {
        return Ok(());
    }
    // What is doubted to the end is a person's to decide.
    let closing = order::take(state, Input::Expired).filter(|_| is_certain || state != State::Review);
    let is_undecided = next.is_none() && !is_certain;
    if closing.is_none() && next.is_some() {
        return Ok(());
    }
    let change = Change {
        due: next,
        state: closing.map_or_else(|| order.state.clone(), |step| step.to.as_str().to_owned()),
        cases: if is_undecided { vec![undecided(asked, order)] } else { Vec::new() },
        ..unchanged(order, event(asked.now, closing.map_or(Event::Asked, |step| step.event), "query", "closed"))
    };
    // Where somebody else was faster, he has said when it is due.
    wrote(change).await.map(drop)
}

fn undecided(asked: &Asked, order: &Order) -> crate::store::orders::NewCase {
    case(&asked.settings.gateway, Trouble::Undecided, &About::of(order, "", Some(order.amount)), asked.now)
}
