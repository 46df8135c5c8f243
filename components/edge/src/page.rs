//! Lists, a page at a time.

use serde::Serialize;

/// A page of a list: `{"items": […], "next": cursor or null}`.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    /// What is on the page.
    pub items: Vec<T>,
    /// What `cursor` has to be to get the page behind this one. Nothing on the last page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The first `limit` of `items`. Whoever fetched one more than `limit` learns from it that there is another page.
    ///
    /// `cursor` names the place behind an item by what the item is (its code), never by its number, so that a cursor
    /// survives whatever is published between two pages.
    pub fn cut(mut items: Vec<T>, limit: usize, cursor: impl Fn(&T) -> String) -> Page<T> {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Page { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_pages_make_up_the_list(items in proptest::collection::btree_set(any::<u16>(), 0..50), limit in 1usize..10) {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let rest = items.iter().copied().filter(|item| after.is_none_or(|after| *item > after));
                let page = Page::cut(rest.take(limit + 1).collect(), limit, u16::to_string);
                seen.extend(page.items);
                after = match page.next { Some(next) => next.parse().ok(), None => break };
            }
            prop_assert_eq!(seen, items.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_list_reads_as_the_manners_say() {
        let page = Page::cut(vec![1, 2, 3], 2, i32::to_string);
        assert_eq!(serde_json::to_string(&page).unwrap(), r#"{"items":[1,2],"next":"2"}"#);
    }
}
