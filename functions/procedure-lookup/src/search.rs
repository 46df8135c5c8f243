//! `GET /api/procedures?q=&field=&level=&channel=&audience=&cursor=&limit=`

use std::rc::Rc;

use motcua_edge::answer::Answer;
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::query::Query;
use motcua_edge::refusal::bad_cursor;
use motcua_rules::language::Language;
use motcua_rules::procedure::{Audience, Channel, Level};
use motcua_rules::search::{self, Position};

use crate::catalogue::{self, Catalogue};
use crate::{Asked, view};

/// Every parameter; `lang` only on the page.
const KNOWN: &[&str] = &["q", "field", "level", "channel", "audience", "cursor", "limit"];
const TEXT_MAX: usize = 200;
const LIMIT: u64 = 20;
const LIMIT_MAX: u64 = 100;

/// Searches, as JSON.
pub async fn search(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let wanted = Wanted::read(&Query::parse(asked.query, KNOWN)?)?;
    let catalogue = catalogue::today(asked.today()).await?;
    asked.json(&view::search::found(&catalogue, &wanted.find(&catalogue), asked.language))
}

/// What somebody looks for.
pub struct Wanted {
    /// The words.
    pub text: String,
    field: Option<String>,
    level: Option<Level>,
    channel: Option<Channel>,
    audience: Option<Audience>,
    after: Option<Position>,
    limit: usize,
}

impl Wanted {
    /// Reads the parameters.
    pub fn read(query: &Query) -> Result<Wanted, Problem> {
        let limit = query.integer("limit", 1..=LIMIT_MAX)?.unwrap_or(LIMIT);
        let after = match query.text("cursor", TEXT_MAX)? {
            Some(cursor) => Some(Position::read(cursor).map_err(|_| bad_cursor())?),
            None => None,
        };
        Ok(Wanted {
            text: query.text("q", TEXT_MAX)?.unwrap_or_default().to_owned(),
            field: query.text("field", TEXT_MAX)?.map(str::to_owned),
            level: word(query, "level", Level::ALL, Level::as_str)?,
            channel: word(query, "channel", Channel::ALL, Channel::as_str)?,
            audience: word(query, "audience", Audience::ALL, Audience::as_str)?,
            after,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
        })
    }

    /// Looks in the catalogue.
    pub fn find<'a>(&self, catalogue: &'a Rc<Catalogue>) -> search::Found<'a> {
        catalogue.index.search(&search::Query {
            text: &self.text,
            field: self.field.as_deref(),
            level: self.level,
            channel: self.channel,
            audience: self.audience,
            after: self.after,
            limit: self.limit,
        })
    }
}

/// One of a closed list, by the word that URLs use.
pub fn word<T: Copy>(
    query: &Query,
    name: &'static str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<Option<T>, Problem> {
    let list = all.iter().map(|one| word(*one)).collect::<Vec<_>>().join(", ");
    let expected = both(format!("Một trong: {list}."), format!("One of: {list}."));
    query.read(name, expected, |value| all.iter().copied().find(|one| word(*one) == value))
}

/// The page's parameters: those of the search, and the language.
pub fn on_page(asked: &Asked<'_>) -> Result<(Wanted, Language), Problem> {
    let query = Query::parse(asked.query, &[KNOWN, &["lang"]].concat())?;
    let language = motcua_edge::language::of_page(asked.headers, query.text("lang", 2)?);
    Ok((Wanted::read(&query)?, language))
}
