//! `GET /api/feedback/desks/{agency}?below=`: what is due at a desk, the earliest first; with `below=1` at all below it too, desk
//! by desk.

use motcua_edge::answer::{self, Answer};
use motcua_edge::clock::iso;
use motcua_edge::page::Page;
use motcua_edge::problem::Problem;
use motcua_edge::refusal::{bad_cursor, unauthorized};
use motcua_reference::problem::of_fault;
use motcua_rules::cursor::Cursor;
use serde::Serialize;

use crate::asked::Asked;
use crate::life;
use crate::opened::{desk, is_over};
use crate::store::feedback::{self, Line};
use crate::view::{self, Word};

const LIMIT: u64 = 50;
const LIMIT_MAX: u64 = 99;
const CURSOR_CHARS_MAX: usize = 200;

#[derive(Serialize)]
struct Item {
    code: String,
    kind: Word,
    about: Word,
    field: Word,
    place: String,
    desk: String,
    state: Word,
    version: u32,
    received: String,
    due: Option<String>,
    supporters: u32,
}

/// A page of the list.
pub async fn list(asked: &Asked, agency: &str) -> Result<Answer, Problem> {
    asked.only_read()?;
    let query = asked.query(&["below", "cursor", "limit"])?;
    if !desk(asked).is_some_and(|desk| is_over(&desk, agency)) {
        return Err(unauthorized());
    }
    let limit = query.integer("limit", 1..=LIMIT_MAX)?.unwrap_or(LIMIT);
    let after = match query.text("cursor", CURSOR_CHARS_MAX)? {
        Some(cursor) => Some(place(cursor).ok_or_else(bad_cursor)?),
        None => None,
    };
    let more = u32::try_from(limit).unwrap_or(u32::MAX).saturating_add(1);
    let lines = if query.one_of("below", &[("0", false), ("1", true)])?.unwrap_or(false) {
        feedback::from_desk(agency.to_owned(), after, more).await
    } else {
        feedback::of_desk(agency.to_owned(), after.map(|(_, due, code)| (due, code)), more).await
    };
    let lines = lines.map_err(of_fault)?;
    let page = Page::cut(lines, usize::try_from(limit).unwrap_or(usize::MAX), cursor);
    let items = page.items.into_iter().map(|line| item(asked, line)).collect();
    answer::private_json(&asked.parts.headers, asked.language, &Page { items, next: page.next })
}

fn item(asked: &Asked, line: Line) -> Item {
    Item {
        kind: view::kind(&line.kind, asked.language),
        about: view::about(&line.about, asked.language),
        field: view::field(&line.field, asked.language),
        state: view::state(&line.state, asked.language),
        code: line.code,
        place: line.place,
        desk: line.desk,
        version: line.version,
        received: iso(line.received),
        due: life::told(line.due),
        supporters: line.supporters,
    }
}

fn cursor(line: &Line) -> String {
    Cursor::Code(format!("{} {} {}", line.desk, line.due, line.code)).encode()
}

fn place(cursor: &str) -> Option<(String, String, String)> {
    let Ok(Cursor::Code(text)) = Cursor::decode(cursor) else { return None };
    let (desk, rest) = text.split_once(' ')?;
    let (due, code) = rest.split_once(' ')?;
    Some((desk.to_owned(), due.to_owned(), code.to_owned()))
}
