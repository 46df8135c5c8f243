//! `GET /api/dossiers?cursor=&limit=`: the dossiers of whoever bears a feed's token, the last filed first.

use motcua_edge::answer::Answer;
use motcua_edge::page::Page;
use motcua_edge::problem::Problem;
use motcua_edge::refusal::bad_cursor;
use motcua_reference::problem::{damaged, of_fault};
use motcua_rules::cursor::Cursor;

use crate::asked::Asked;
use crate::problem::feed_needed;
use crate::store::dossiers::{self, Line};
use crate::view;

const LIMIT: u64 = 20;
/// One fewer than the store hands out at once: the next one says whether there are more.
const LIMIT_MAX: u64 = 99;
const CURSOR_CHARS_MAX: usize = 200;

/// A page of the feed. Nobody knows a token that was never handed out, so an unknown one has an empty feed.
pub async fn read(asked: &Asked) -> Result<Answer, Problem> {
    let query = asked.query(&["cursor", "limit"])?;
    let token = asked.bearer().ok_or_else(feed_needed)?;
    let after = match query.text("cursor", CURSOR_CHARS_MAX)? {
        Some(cursor) => Some(place(cursor).ok_or_else(bad_cursor)?),
        None => None,
    };
    let limit = query.integer("limit", 1..=LIMIT_MAX)?.unwrap_or(LIMIT);
    let one_more = u32::try_from(limit).unwrap_or(u32::MAX).saturating_add(1);
    let owner = asked.settings.lookup.feed(token);
    let lines = dossiers::of_owner(owner, after, one_more).await.map_err(of_fault)?;
    let page = Page::cut(lines, usize::try_from(limit).unwrap_or(usize::MAX), cursor);
    let shown = page.items.into_iter().map(|line| {
        let code = line.code.clone();
        view::line(line, asked.language).ok_or_else(|| damaged(&format!("dossier {code}: its line is unreadable")))
    });
    asked.json(&Page { items: shown.collect::<Result<_, _>>()?, next: page.next })
}

/// Behind a line: when it was filed, and its code.
fn cursor(line: &Line) -> String {
    Cursor::Code(format!("{} {}", line.filed, line.code)).encode()
}

fn place(cursor: &str) -> Option<(u64, String)> {
    let Ok(Cursor::Code(text)) = Cursor::decode(cursor) else { return None };
    let (filed, code) = text.split_once(' ')?;
    Some((filed.parse().ok()?, code.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_feed_goes_on_where_it_ended(filed: u64, number in 1u32..) {
            let code = format!("H29.101.222.333-20260609-{number:010}");
            let line = Line {
                agency: "H29".into(), code: code.clone(), reference: String::new(), procedure: String::new(),
                state: String::new(), status: 1, version: 1, filed, updated: filed, appointed: None, facts: String::new(),
            };
            prop_assert_eq!(place(&cursor(&line)), Some((filed, code)));
        }

        #[test]
        fn any_cursor_is_read(text in ".{0,40}") {
            place(&text);
        }
    }
}
