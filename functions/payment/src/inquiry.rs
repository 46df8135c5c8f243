//! Asking the gateway what became of an order.

use motcua_edge::problem::Problem;
use motcua_record::random;
use motcua_reference::problem::of_fault;
use motcua_rules::payment::order::{self, Event, Input};
use motcua_rules::payment::{State, Trouble};

use crate::asked::Asked;
use crate::booked::{About, Facts, at_gateway, case, event, facts, state, times, unchanged};
use crate::gateway::{self, inquiry};
use crate::send::send;
use crate::settle::{Source, again, settle};
use crate::store::orders::{self, Change, Order, Refusal};

/// What a question brought.
enum Answer {
    /// A word about the payment.
    Notice(gateway::Notice),
    /// The gateway knows of nothing.
    Nothing,
    /// No answer that could be believed.
    Silence,
    /// This gateway answers no questions.
    Mute,
}

/// Asks about an order because of a word that has to be confirmed. Whatever comes of it, the order is due afterwards.
pub async fn at_once(asked: &Asked, agency: &str, id: &str) -> Result<(), Problem> {
    match orders::read(agency.to_owned(), id.to_owned()).await.map_err(of_fault)? {
        Some(order) => about(asked, order).await,
        None => Ok(()),
    }
}

/// Asks about an order, writes down what the gateway says, and closes the order when its time is over.
pub async fn about(asked: &Asked, order: Order) -> Result<(), Problem> {
    let facts = facts(&order)?;
    let answer = ask(asked, &order, &facts).await;
    if let Answer::Notice(notice) = &answer {
        settle(asked, order.clone(), notice, Source { word: "query", call: None }).await?;
    }
    let is_certain = matches!(answer, Answer::Nothing | Answer::Mute);
    follow(asked, &again(&order).await?, &facts, is_certain).await
}

async fn ask(asked: &Asked, order: &Order, facts: &Facts) -> Answer {
    let known = at_gateway(&asked.settings, order, facts, "127.0.0.1");
    let request = match inquiry::ask(known.clone(), random::hex_id(), asked.now).await {
        Ok(Some(request)) => request,
        Ok(None) => return Answer::Mute,
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

/// Says when the order is due next, or closes it.
async fn follow(asked: &Asked, order: &Order, facts: &Facts, is_certain: bool) -> Result<(), Problem> {
    let state = state(order)?;
    if state == State::Paid {
        return Ok(());
    }
    let next = times(order, facts).next(asked.now);
    let is_over = asked.now >= order.closes && (is_certain || next.is_none());
    let closing = order::take(state, Input::Expired).filter(|_| is_over);
    let change = Change {
        due: next,
        asked: order.asked.saturating_add(1),
        state: closing.map_or_else(|| order.state.clone(), |step| step.to.as_str().to_owned()),
        cases: if next.is_none() && !is_certain { vec![undecided(asked, order)] } else { Vec::new() },
        ..unchanged(order, event(asked.now, closing.map_or(Event::Asked, |step| step.event), "query", ""))
    };
    match orders::append(change).await {
        // Somebody else was faster: he has said when it is due.
        Ok(_) | Err(Refusal::Changed(_)) => Ok(()),
        Err(Refusal::Failed(fault)) => Err(of_fault(fault)),
        Err(_) => Err(motcua_edge::refusal::out_of_order()),
    }
}

fn undecided(asked: &Asked, order: &Order) -> crate::store::orders::NewCase {
    let about = About {
        reference: &order.reference,
        transaction: "",
        amount: Some(order.amount),
        order: Some((order.agency.clone(), order.id.clone())),
    };
    case(&asked.settings.gateway, Trouble::Undecided, &about, asked.now)
}
