//! Settlement: the statement of the gateway and of the treasury for a day, held against our books.

mod read;

use std::collections::BTreeSet;

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::problem::Problem;
use motcua_edge::{body, query, refusal};
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::calendar::read_date;
use motcua_rules::clock::VIETNAM;
use motcua_rules::payment::ledger;
use motcua_rules::payment::order::Event;
use motcua_rules::payment::settlement::{Compared, Kind, Line, Match, Source, compare};
use serde::Serialize;

use crate::Body;
use crate::asked::Asked;
use crate::booked::{self, About, case, dong, event, moved, unchanged};
use crate::problem::no_statement;
use crate::settle::entry;
use crate::store::orders::{self, Change, NewEvent, Refusal};
use crate::store::settlements::{self, Statement};

/// A statement of a busy day.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
const CSV: &[&str] = &["text/csv"];
/// The store gives so many lines at once.
const LINES_AT_ONCE: usize = 500;
const TRIES_MAX: usize = 10;
/// So many days before and after a day are looked at for what a gateway books on another one.
const AROUND: i64 = 3;

/// `PUT …/statements/{day}/{source}`: brings a statement as CSV, in the place of the one before.
pub async fn put(asked: &Asked, day: &str, source: &str, body: Body) -> Result<Answer, Problem> {
    asked.no_query()?;
    let publisher = asked.cashier()?;
    let (day, source) = (read_day(day)?, Source::parse(source).ok_or_else(refusal::not_found)?);
    body::media_type(&asked.parts.headers, CSV)?;
    let bytes = body::whole(&asked.parts.headers, body, BODY_BYTES_MAX).await?;
    let lines = read::lines(&bytes)?;
    let count = lines.len();
    let statement = Statement {
        gateway: asked.settings.gateway.clone(),
        day: day.clone(),
        source: source.as_str().to_owned(),
        publisher,
        received: asked.now,
        lines,
    };
    settlements::put(statement).await.map_err(of_fault)?;
    #[derive(Serialize)]
    struct Put<'a> {
        day: &'a str,
        source: &'a str,
        lines: usize,
    }
    answer::json(StatusCode::OK, asked.language, &Put { day: &day, source: source.as_str(), lines: count })
}

/// What is shown of a comparison.
#[derive(Serialize)]
struct View {
    day: String,
    /// Whether the treasury's statement is there: without it nothing can be settled.
    has_treasury: bool,
    matches: usize,
    differences: Vec<Difference>,
    /// How many were settled by this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    settled: Option<usize>,
}

#[derive(Serialize)]
struct Difference {
    transaction: String,
    kind: &'static str,
    trouble: &'static str,
    say: &'static str,
    amount: u64,
}

/// `GET …/statements/{day}`: what the three say, compared. Nothing is changed.
pub async fn compared(asked: &Asked, day: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    asked.cashier()?;
    let day = read_day(day)?;
    let (compared, has_treasury) = compare_day(asked, &day).await?;
    answer::json(StatusCode::OK, asked.language, &view(asked, day, &compared, has_treasury, None))
}

/// `POST …/statements/{day}/settlement`: settles what all three say, and opens a case for each difference. Repeated, it does what is
/// left.
pub async fn settle(asked: &Asked, day: &str) -> Result<Answer, Problem> {
    asked.no_query()?;
    let who = asked.cashier()?;
    let day = read_day(day)?;
    let (compared, has_treasury) = compare_day(asked, &day).await?;
    let found = compared.differences.iter().map(|difference| {
        let about = About {
            reference: &day,
            transaction: &difference.transaction,
            amount: Some(difference.amount.dong()),
            order: None,
        };
        case(&asked.settings.gateway, difference.trouble, &about, asked.now)
    });
    settlements::open_cases(found.collect()).await.map_err(of_fault)?;
    let mut settled = 0_usize;
    for matched in &compared.matches {
        settled = settled.saturating_add(usize::from(settle_one(asked, matched, &who).await?));
    }
    answer::json(StatusCode::OK, asked.language, &view(asked, day, &compared, has_treasury, Some(settled)))
}

fn view(asked: &Asked, day: String, compared: &Compared, has_treasury: bool, settled: Option<usize>) -> View {
    let difference = |one: &motcua_rules::payment::settlement::Difference| Difference {
        transaction: one.transaction.clone(),
        kind: one.kind.as_str(),
        trouble: one.trouble.as_str(),
        say: one.trouble.label(asked.language),
        amount: one.amount.dong(),
    };
    let differences = compared.differences.iter().map(difference).collect();
    View { day, has_treasury, matches: compared.matches.len(), differences, settled }
}

/// A line of a statement, by its number and what was moved.
type Key = (String, Kind);

fn key(line: &Line) -> Key {
    (line.transaction.clone(), line.kind)
}

async fn compare_day(asked: &Asked, day: &str) -> Result<(Compared, bool), Problem> {
    let gateway = statement(asked, day, Source::Gateway).await?.ok_or_else(|| no_statement(day))?;
    let treasury = statement(asked, day, Source::Treasury).await?;
    let theirs: BTreeSet<Key> = gateway.iter().map(key).collect();
    let mut ours = ours(asked, day).await?;
    let known: BTreeSet<Key> = ours.iter().map(key).collect();
    // What we heard on another day than the gateway books it stands on another day's statement, or on another day of our books.
    let elsewhere = elsewhere(asked, day).await?;
    ours.retain(|line| theirs.contains(&key(line)) || !elsewhere.contains(&key(line)));
    for line in gateway.iter().filter(|line| !known.contains(&key(line))) {
        ours.extend(on_another_day(asked, line).await?);
    }
    Ok((compare(&ours, &gateway, treasury.as_deref()), treasury.is_some()))
}

/// What the gateway's statements of the days around have.
async fn elsewhere(asked: &Asked, day: &str) -> Result<BTreeSet<Key>, Problem> {
    let date = read_date(day).ok_or_else(refusal::not_found)?;
    let mut found = BTreeSet::new();
    for days in (-AROUND..=AROUND).filter(|days| *days != 0) {
        let Ok(other) = date.checked_add(jiff::Span::new().days(days)) else { continue };
        let lines = statement(asked, &other.to_string(), Source::Gateway).await?;
        found.extend(lines.unwrap_or_default().iter().map(key));
    }
    Ok(found)
}

/// The line of our books for a number, whatever day it stands on.
async fn on_another_day(asked: &Asked, line: &Line) -> Result<Option<Line>, Problem> {
    let (gateway, kind) = (asked.settings.gateway.clone(), line.kind.as_str().to_owned());
    let holder = orders::booked(gateway, line.transaction.clone(), kind).await.map_err(of_fault)?;
    let Some((agency, id)) = holder else { return Ok(None) };
    let order = orders::read(agency, id).await.map_err(of_fault)?.ok_or_else(|| damaged("an order is gone"))?;
    let Some(moved) = moved(&order, &line.transaction).await? else { return Ok(None) };
    Ok(Some(Line { amount: dong(moved.amount)?, fee: motcua_rules::money::Dong::ZERO, ..line.clone() }))
}

/// All lines of a statement; nothing where there is none.
async fn statement(asked: &Asked, day: &str, source: Source) -> Result<Option<Vec<Line>>, Problem> {
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let (gateway, source) = (asked.settings.gateway.clone(), source.as_str().to_owned());
        let page = settlements::lines(gateway, day.to_owned(), source, after).await.map_err(of_fault)?;
        let Some(page) = page else { return Ok(None) };
        let is_last = page.len() < LINES_AT_ONCE;
        after = page.last().map(|line| (line.transaction.clone(), line.kind.clone()));
        for line in page {
            lines.push(Line {
                kind: kind(&line.kind)?,
                amount: dong(line.amount)?,
                fee: dong(line.fee)?,
                transaction: line.transaction,
            });
        }
        if is_last {
            return Ok(Some(lines));
        }
    }
}

/// What stands on our books for a day in Vietnam.
async fn ours(asked: &Asked, day: &str) -> Result<Vec<Line>, Problem> {
    let date = read_date(day).ok_or_else(refusal::not_found)?;
    let instant = |date: jiff::civil::Date| {
        let start = VIETNAM.to_timestamp(date.to_datetime(jiff::civil::Time::midnight())).ok()?;
        u64::try_from(start.as_millisecond()).ok()
    };
    let tomorrow = date.tomorrow().ok();
    let (start, end) = instant(date).zip(tomorrow.and_then(instant)).ok_or_else(refusal::not_found)?;
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let gateway = asked.settings.gateway.clone();
        let page = orders::bookings(gateway, start, end, after).await.map_err(of_fault)?;
        let is_last = page.len() < LINES_AT_ONCE;
        after = page.last().map(|(one, ..)| (one.at, one.transaction.clone(), one.kind.clone()));
        // What a person transferred is on no statement of a gateway.
        for (booking, ..) in page.into_iter().filter(|(one, ..)| one.kind != Kind::Transfer.as_str()) {
            lines.push(Line {
                kind: kind(&booking.kind)?,
                amount: dong(booking.amount)?,
                fee: motcua_rules::money::Dong::ZERO,
                transaction: booking.transaction,
            });
        }
        if is_last {
            return Ok(lines);
        }
    }
}

/// Books the arrival of one payment at the treasury, once. Says whether this did it.
async fn settle_one(asked: &Asked, matched: &Match, who: &str) -> Result<bool, Problem> {
    let (gateway, number) = (asked.settings.gateway.clone(), matched.transaction.clone());
    let kind = matched.kind.as_str().to_owned();
    let holder = orders::booked(gateway, number.clone(), kind.clone()).await.map_err(of_fault)?;
    let (agency, id) = holder.ok_or_else(|| damaged("a booking is gone"))?;
    let entries = match matched.kind {
        Kind::Payment => {
            ledger::settled(matched.amount, matched.fee).ok_or_else(|| damaged("a fee above its amount"))?
        }
        Kind::Refund | Kind::Transfer => ledger::settled_refund(matched.amount),
    };
    let found = orders::read(agency, id).await.map_err(of_fault)?;
    let mut order = found.ok_or_else(|| damaged("an order is gone"))?;
    for _ in 0..TRIES_MAX {
        let happened = NewEvent {
            transaction: Some(number.clone()),
            amount: Some(matched.amount.dong()),
            ..event(asked.now, Event::Settled, "settlement", who)
        };
        let change = Change {
            entries: entries.iter().map(entry).collect(),
            settled: Some((number.clone(), kind.clone())),
            ..unchanged(&order, happened)
        };
        match orders::append(change).await {
            Ok(_) => return Ok(true),
            Err(Refusal::Booked(_)) => return Ok(false),
            Err(Refusal::Changed(_)) => order = booked::read(&order.agency, &order.id).await?,
            Err(Refusal::Failed(fault)) => return Err(of_fault(fault)),
            Err(_) => return Err(refusal::out_of_order()),
        }
    }
    Err(refusal::store_unavailable())
}

fn kind(word: &str) -> Result<Kind, Problem> {
    Kind::parse(word).ok_or_else(|| damaged("a line of an unknown kind"))
}

/// A day as everywhere in addresses.
fn read_day(text: &str) -> Result<String, Problem> {
    query::day(text).map(|date| date.to_string()).ok_or_else(refusal::not_found)
}
