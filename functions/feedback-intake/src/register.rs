//! `GET /api/feedback/register`: what was published, with its answers, by words and filters.

use motcua_edge::answer::{self, Answer};
use motcua_edge::both::both;
use motcua_edge::clock::iso;
use motcua_edge::page::Page;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::refusal::{bad_cursor, malformed_parameter};
use motcua_record::feedback::Entry;
use motcua_reference::place;
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::agency::Id;
use motcua_rules::cursor::Cursor;
use motcua_rules::feedback::terms::wanted;
use motcua_rules::feedback::{Field, Kind, Number, Satisfaction};
use motcua_rules::resolve::Meant;
use serde::Serialize;

use crate::asked::Asked;
use crate::problem::not_published;
use crate::store::register::{self, Entry as Kept};
use crate::view::{self, Word};

const LIMIT: u64 = 20;
const LIMIT_MAX: u64 = 50;
const TEXT_CHARS_MAX: usize = 200;

/// The parameters of a list.
pub const KNOWN: [&str; 7] = ["q", "province", "field", "kind", "satisfaction", "cursor", "limit"];

/// A published item.
#[derive(Serialize)]
pub struct Shown {
    /// Its code.
    pub code: String,
    /// What it is about in a line.
    pub title: String,
    /// What was said, as the desk wrote it down for everybody.
    pub text: String,
    /// What was answered.
    pub answer: String,
    /// About a rule or about conduct.
    pub kind: Word,
    /// What it points at.
    pub about: Word,
    /// The field.
    pub field: Word,
    /// The code of the unit.
    pub place: String,
    /// What the unit is called.
    pub place_name: String,
    /// The agency that answered.
    pub desk: String,
    /// When it was received.
    pub received: String,
    /// When it was answered.
    pub answered: String,
    /// When it was published.
    pub published: String,
    /// What the sender thinks of the answer.
    pub satisfaction: Option<Word>,
    /// How many others said the same.
    pub supporters: u32,
    /// Whether the sender had it reopened, and there is no other answer yet.
    pub is_reopened: bool,
}

/// A page of the register.
pub async fn list(asked: &Asked) -> Result<Answer, Problem> {
    asked.only_read()?;
    let page = found(asked, &asked.query(&KNOWN)?).await?;
    answer::public_json(&asked.parts.headers, asked.language, &page)
}

/// One published item.
pub async fn read(asked: &Asked, code: &str) -> Result<Answer, Problem> {
    asked.only_read()?;
    asked.no_query()?;
    answer::public_json(&asked.parts.headers, asked.language, &one(asked, code).await?)
}

/// The published item of this code.
pub async fn one(asked: &Asked, code: &str) -> Result<Shown, Problem> {
    shown(asked, kept(code).await?.ok_or_else(not_published)?)
}

/// The entry of this code, where it is published.
pub async fn kept(code: &str) -> Result<Option<Kept>, Problem> {
    let Some(number) = Number::parse(code) else { return Ok(None) };
    register::read(number.agency().top().to_owned(), code.to_owned()).await.map_err(of_fault)
}

/// What a query finds, the last published first.
pub async fn found(asked: &Asked, query: &Query) -> Result<Page<Shown>, Problem> {
    let terms = terms(asked, query).await?;
    let limit = query.integer("limit", 1..=LIMIT_MAX)?.unwrap_or(LIMIT);
    let after = match query.text("cursor", TEXT_CHARS_MAX)? {
        Some(cursor) => Some(position(cursor).ok_or_else(bad_cursor)?),
        None => None,
    };
    let more = u32::try_from(limit).unwrap_or(u32::MAX).saturating_add(1);
    let entries = register::found(terms, after, more).await.map_err(of_fault)?;
    let page = Page::cut(entries, usize::try_from(limit).unwrap_or(usize::MAX), cursor);
    let items = page.items.into_iter().map(|entry| shown(asked, entry)).collect::<Result<_, Problem>>()?;
    Ok(Page { items, next: page.next })
}

/// The terms of a query: its words, which are rarer, before its filters; all there is where it has none.
async fn terms(asked: &Asked, query: &Query) -> Result<Vec<String>, Problem> {
    let mut terms = query.text("q", TEXT_CHARS_MAX)?.map(wanted).unwrap_or_default();
    if let Some(province) = query.text("province", TEXT_CHARS_MAX)? {
        terms.push(format!("province:{}", agency(asked, province).await?));
    }
    let fields: Vec<(&str, &str)> = Field::ALL.iter().map(|one| (one.as_str(), one.as_str())).collect();
    let kinds: Vec<(&str, &str)> = Kind::ALL.iter().map(|one| (one.as_str(), one.as_str())).collect();
    let opinions = Satisfaction::ALL.iter().map(|one| one.as_str()).chain(["none"]);
    let opinions: Vec<(&str, &str)> = opinions.map(|word| (word, word)).collect();
    for (name, words) in [("field", fields), ("kind", kinds), ("satisfaction", opinions)] {
        terms.extend(query.one_of(name, &words)?.map(|word| format!("{name}:{word}")));
    }
    if terms.is_empty() {
        terms.push("all:".to_owned());
    }
    Ok(terms)
}

/// The code of a province's agency, of a unit's code, or of its name.
async fn agency(asked: &Asked, text: &str) -> Result<String, Problem> {
    if let Some(id) = Id::parse(text) {
        return Ok(id.top().to_owned());
    }
    let settled = place::settle(text, Meant::New, &asked.today().to_string()).await;
    let agency = settled.map_err(|problem| problem.field("province"))?.place.province.agency;
    let expected = both("Mã hoặc tên tỉnh, thành phố.", "The code or name of a province.");
    agency.map(|agency| agency.id.top().to_owned()).ok_or_else(|| malformed_parameter("province", text, expected))
}

/// What an entry shows to everybody.
pub fn entry(kept: &Kept) -> Result<Entry, Problem> {
    serde_json::from_str(&kept.content).map_err(|_| damaged("an entry cannot be read"))
}

fn shown(asked: &Asked, kept: Kept) -> Result<Shown, Problem> {
    let entry = entry(&kept)?;
    let language = asked.language;
    Ok(Shown {
        code: kept.code,
        title: entry.title,
        text: entry.text,
        answer: entry.answer,
        kind: view::kind(&entry.kind, language),
        about: view::about(&entry.about, language),
        field: view::field(&entry.field, language),
        place_name: language.pick(&entry.place_vi, &entry.place_en).to_owned(),
        place: entry.place,
        desk: entry.desk,
        received: iso(entry.received),
        answered: iso(entry.answered),
        published: iso(kept.published),
        satisfaction: entry.satisfaction.map(|word| view::satisfaction(&word, language)),
        supporters: entry.supporters,
        is_reopened: entry.reopened,
    })
}

fn cursor(entry: &Kept) -> String {
    Cursor::Code(format!("{} {}", entry.published, entry.code)).encode()
}

fn position(cursor: &str) -> Option<(u64, String)> {
    let Ok(Cursor::Code(text)) = Cursor::decode(cursor) else { return None };
    let (published, code) = text.split_once(' ')?;
    Some((published.parse().ok()?, code.to_owned()))
}
