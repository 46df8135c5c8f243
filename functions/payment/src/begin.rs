//! `POST /api/payments/<gateway>/orders`: what has to be paid for a dossier, and where. The fee comes from the rules.

use http::{HeaderValue, StatusCode, header::LOCATION};
use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;
use motcua_edge::{json, refusal};
use motcua_record::id::PublicId;
use motcua_record::note::Note;
use motcua_record::random;
use motcua_reference::problem::of_fault;
use motcua_rules::dossier::{Act, Claim, Text};
use motcua_rules::money::Dong;
use motcua_rules::payment::order::{self, Event, Input};
use motcua_rules::payment::schedule::Times;
use motcua_rules::payment::{Owed, State};
use serde::Deserialize;

use crate::Body;
use crate::asked::{Asked, JSON};
use crate::booked::{Facts, Next, at_gateway, event, facts, read, sealed, state, unchanged, written, wrote};
use crate::dossier::Case;
use crate::gateway::{self, Beginning, Terms};
use crate::problem::{self, of_refusal};
use crate::send::send;
use crate::store::casework::Step;
use crate::store::orders::{self, Change, NewOrder, Order, Refusal};
use crate::store::types;
use crate::view;

const BODY_BYTES_MAX: usize = 4 * 1024;
/// Numbers are drawn by chance; that so many in a row are taken does not happen.
const DRAWS_MAX: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    dossier: String,
}

/// Opens an order and says where to pay.
pub async fn begin(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let bytes = asked.body(body, BODY_BYTES_MAX, JSON).await?;
    let wanted: Wanted = json::read(&bytes)?;
    let request = asked.needed_request(&bytes)?;
    let case = Case::opened(asked, &wanted.dossier).await?;
    let order = opened(asked, &case, request).await?;
    let mut answer = answer::json(StatusCode::CREATED, asked.language, &view::begun(asked, &order).await?)?;
    let place = format!("/api/payments/{}/orders/{}-{}", asked.settings.gateway, order.agency, order.id);
    answer.headers_mut().extend(HeaderValue::try_from(place).ok().map(|place| (LOCATION, place)));
    Ok(answer)
}

/// The order of this request, with the place to pay; the first one where the request comes again.
pub async fn opened(asked: &Asked, case: &Case, request: types::Request) -> Result<Order, Problem> {
    let terms = gateway::agreed().await.map_err(of_refusal)?;
    let (amount, claim) = match case.owed() {
        Owed::Due { amount, claim } => (amount, claim),
        nothing => return known(asked, case, request).await?.ok_or_else(|| problem::nothing_due(nothing)),
    };
    if let Some(open) = open_order(asked, case, claim).await? {
        if let Some(this) = known(asked, case, request).await? {
            return Ok(this);
        }
        // Its answer may have got lost before the payer was sent anywhere: then whoever reads it finds where to pay.
        let open = sent(asked, open).await?;
        return Err(problem::order_open(&format!("{}-{}", open.agency, open.id)));
    }
    if !(terms.amount_min..=terms.amount_max).contains(&amount.dong()) {
        return Err(problem::amount_not_taken(terms.amount_min, terms.amount_max));
    }
    for _ in 0..DRAWS_MAX {
        let new = new_order(asked, case, (amount, claim), &terms, request.clone()).await?;
        let agency = new.agency.clone();
        match orders::open(new).await {
            Ok(id) => return sent(asked, read(&agency, &id).await?).await,
            Err(Refusal::Taken) => {}
            Err(why) => return Err(not_opened(why)),
        }
    }
    Err(refusal::store_unavailable())
}

/// The order of a request that came before; nothing where it did not. Only the store knows: it is asked with a step that no
/// dossier can take, so that it opens nothing.
async fn known(asked: &Asked, case: &Case, request: types::Request) -> Result<Option<Order>, Problem> {
    let event = event(asked.now, Event::Opened, "", "");
    let mut new = bare(asked, case, request, event);
    new.step = Some(impossible(asked, case));
    let agency = new.agency.clone();
    match orders::open(new).await {
        Ok(id) => sent(asked, read(&agency, &id).await?).await.map(Some),
        Err(Refusal::DossierChanged | Refusal::Taken) => Ok(None),
        Err(why) => Err(not_opened(why)),
    }
}

fn impossible(asked: &Asked, case: &Case) -> Step {
    let event =
        types::NewEvent { at: asked.now, event: String::new(), actor: String::new(), day: None, sealed: Vec::new() };
    let (agency, code) = (case.dossier.agency.clone(), case.dossier.code.clone());
    let (state, appointed) = (case.dossier.state.clone(), None);
    let (status, messages, files) = (case.dossier.status, Vec::new(), Vec::new());
    Step {
        agency,
        code,
        expected: 0,
        state,
        status,
        appointed,
        facts: None,
        sealed: None,
        files,
        event,
        messages,
        request: None,
    }
}

fn not_opened(why: Refusal) -> Problem {
    match why {
        Refusal::DossierChanged | Refusal::Changed(_) => problem::changed_meanwhile(),
        Refusal::Conflict => refusal::key_of_another_request(),
        Refusal::Failed(fault) => of_fault(fault),
        Refusal::Unknown | Refusal::Taken | Refusal::Booked(_) => refusal::out_of_order(),
    }
}

/// An order for the same claim that the payer may still pay here.
async fn open_order(asked: &Asked, case: &Case, claim: Option<u32>) -> Result<Option<Order>, Problem> {
    let Some(claim) = claim else { return Ok(None) };
    let (agency, code) = (case.dossier.agency.clone(), case.dossier.code.clone());
    let mut found = orders::of_dossier(agency, code).await.map_err(of_fault)?;
    found.retain(|order| order.claim == claim && may_be_paid(asked, order));
    Ok(found.into_iter().next())
}

/// Whether an order is this gateway's, and still waits for its payment.
pub fn may_be_paid(asked: &Asked, order: &Order) -> bool {
    let is_open = State::parse(&order.state).is_some_and(State::is_open);
    order.gateway == asked.settings.gateway && is_open && order.closes > asked.now
}

/// An order without what it is about.
fn bare(asked: &Asked, case: &Case, request: types::Request, event: orders::NewEvent) -> NewOrder {
    NewOrder {
        agency: case.dossier.agency.clone(),
        id: random::hex_id(),
        gateway: asked.settings.gateway.clone(),
        reference: String::new(),
        number: 0,
        dossier: case.dossier.code.clone(),
        claim: 0,
        amount: 0,
        purpose: String::new(),
        state: State::Initiated.as_str().to_owned(),
        created: asked.now,
        closes: asked.now,
        due: None,
        facts: String::new(),
        event,
        step: None,
        scope: format!("payment/{}/{}", asked.settings.gateway, case.dossier.code),
        request: Some(request),
    }
}

async fn new_order(
    asked: &Asked,
    case: &Case,
    (amount, claim): (Dong, Option<u32>),
    terms: &Terms,
    request: types::Request,
) -> Result<NewOrder, Problem> {
    let number = number(asked);
    let times = Times::of(asked.now, terms.minutes, terms.question_gap);
    let opened = orders::NewEvent { amount: Some(amount.dong()), ..event(asked.now, Event::Opened, "citizen", "") };
    let step = if claim.is_none() { Some(claimed(asked, case, amount)?) } else { None };
    let desk = case.facts.deciding.as_ref().unwrap_or(&case.facts.receiving);
    let facts = Facts {
        expires: times.expires,
        gap: times.gap,
        language: asked.language.as_str().to_owned(),
        procedure: case.facts.procedure.code.clone(),
        procedure_name: case.facts.procedure.name_vi.clone(),
        agency: desk.agency.clone().unwrap_or_default(),
        agency_name: desk.name_vi.clone(),
        step: None,
    };
    Ok(NewOrder {
        reference: gateway::refer(number, asked.now).await,
        number,
        claim: claim.unwrap_or_else(|| case.version().saturating_add(1)),
        amount: amount.dong(),
        purpose: format!("Phi {}", case.dossier.code),
        closes: times.closes(),
        due: times.next(asked.now),
        facts: written(&facts),
        step,
        ..bare(asked, case, request, opened)
    })
}

/// The day in Vietnam and nine digits of chance: `261121123456789`.
fn number(asked: &Asked) -> u64 {
    const SPAN: u64 = 1_000_000_000;
    let today = asked.civil().date();
    let [year, month, day] = [
        today.year().rem_euclid(100).cast_unsigned().into(),
        u64::from(today.month().cast_unsigned()),
        u64::from(today.day().cast_unsigned()),
    ];
    (year * 10_000 + month * 100 + day) * SPAN + u64::from_le_bytes(random::bytes()) % SPAN
}

/// The step with which the portal asks for the fee that filing fixed.
fn claimed(asked: &Asked, case: &Case, amount: Dong) -> Result<Step, Problem> {
    let purpose = case.facts.procedure.name_vi.as_str();
    let note = Note { amount: Some(amount.dong()), purpose: Some(purpose.to_owned()), ..Note::default() };
    let claim = Text::new(purpose).and_then(|purpose| Claim::new(amount, purpose)).ok_or_else(refusal::out_of_order)?;
    case.step(asked, Act::RequestPayment { claim }, &note, None).map_err(|_| problem::changed_meanwhile())
}

/// Sends the payer to the gateway, unless he was before. An order whose answer got lost in between goes on from here, while the
/// gateway's time for it lasts: later the sweep closes it.
pub async fn sent(asked: &Asked, order: Order) -> Result<Order, Problem> {
    let facts = facts(&order)?;
    let is_wanted = facts.step.is_none() && asked.now < facts.expires;
    let Some(step) = order::take(state(&order)?, Input::Sent).filter(|_| is_wanted) else {
        return Ok(order);
    };
    let next = place(asked, &order, &facts).await?;
    let facts = Facts { step: Some(sealed(&asked.settings, &order, &next)), ..facts };
    let change = Change {
        state: step.to.as_str().to_owned(),
        facts: Some(written(&facts)),
        ..unchanged(&order, event(asked.now, step.event, "citizen", ""))
    };
    // Who was slower shows what the faster one wrote.
    wrote(change).await?;
    read(&order.agency, &order.id).await
}

/// Where to pay. Some gateways have to be asked for it.
async fn place(asked: &Asked, order: &Order, facts: &Facts) -> Result<Next, Problem> {
    let known = at_gateway(&asked.settings, order, facts, &asked.payer_address());
    let request = match gateway::begin(known.clone()).await.map_err(of_refusal)? {
        Beginning::Step(step) => return Ok(step.into()),
        Beginning::Ask(request) => request,
    };
    let response = send(request).await.ok_or_else(problem::gateway_silent)?;
    match gateway::begun(known, response).await {
        Ok(step) => Ok(step.into()),
        Err(gateway::Refusal::Declined(code)) => {
            declined(asked, order, &code).await?;
            Err(problem::gateway_declined(&code))
        }
        Err(_) => Err(problem::gateway_silent()),
    }
}

/// The gateway takes no payment for this order: it has failed, and another may be opened.
async fn declined(asked: &Asked, order: &Order, code: &str) -> Result<(), Problem> {
    let Some(step) = order::take(state(order)?, Input::Failed) else { return Ok(()) };
    let change = Change {
        state: step.to.as_str().to_owned(),
        ..unchanged(order, event(asked.now, step.event, "gateway", code))
    };
    wrote(change).await.map(drop)
}

/// The order of this public id.
pub async fn named(id: &str) -> Result<Order, Problem> {
    let id = PublicId::read(id).ok_or_else(problem::no_order)?;
    orders::read(id.agency, id.id).await.map_err(of_fault)?.ok_or_else(problem::no_order)
}
