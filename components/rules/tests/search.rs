//! What citizens type, and what they must find: on all 2,642 published procedures.

#![allow(clippy::unwrap_used)]

mod catalogue;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use catalogue::{entries, queries};
use motcua_rules::cursor::Cursor;
use motcua_rules::fold::canonical;
use motcua_rules::procedure::{Audience, Channel, Code, Level};
use motcua_rules::search::{Entry, Found, How, Index, LIMIT_MAX, Position, Query};
use proptest::prelude::*;

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(entries()));

fn search(text: &str) -> Found<'static> {
    INDEX.search(&Query { text, limit: 10, ..Query::default() })
}

fn codes(found: &Found<'_>) -> Vec<String> {
    found.hits.iter().map(|hit| hit.entry.code.to_string()).collect()
}

fn first(text: &str) -> String {
    codes(&search(text)).first().cloned().unwrap_or_default()
}

#[test]
fn citizens_find_what_they_mean() {
    let queries = queries();
    let place = |text: &str, wanted: &[String]| codes(&search(text)).iter().position(|code| wanted.contains(code));
    let places: Vec<_> = queries.iter().map(|(text, wanted)| place(text, wanted)).collect();
    for ((text, wanted), place) in queries.iter().zip(&places).filter(|(_, place)| !matches!(place, Some(0..=2))) {
        println!("{text}: wanted {wanted:?}, at {place:?}; got {:?}", &codes(&search(text)));
    }
    let share =
        |n: usize| 1000 * places.iter().filter(|place| matches!(place, Some(at) if *at < n)).count() / places.len();
    println!("of {} queries: top 1 {} ‰, top 3 {} ‰", queries.len(), share(1), share(3));
    assert!(queries.len() >= 150 && share(3) >= 950);
}

#[test]
fn birth_registration_is_first() {
    for text in
        ["dang ky khai sinh", "Đăng ký khai sinh", "đăng kí khai sinh", "thủ tục đăng ký khai sinh", "dang ky khai si"]
    {
        assert_eq!(first(text), "1.001193", "{text}");
    }
}

#[test]
fn a_code_wins_over_words() {
    assert_eq!(codes(&search("1.001193")), ["1.001193"]);
    assert_eq!(codes(&search("1.001193.01")), ["1.001193"]);
    assert_eq!(codes(&search("mã 1.004222 là đăng ký khai sinh?")), ["1.004222"]);
    let some = search("3.00034");
    assert!(some.hits.len() == 10 && codes(&some).iter().all(|code| code.starts_with("3.00034")));
    assert!(search("9.9").hits.is_empty() && !search("9.9").suggestions.is_empty());
}

#[test]
fn every_procedure_is_found_by_its_code_and_by_its_name() {
    for entry in entries() {
        let code = entry.code.to_string();
        assert_eq!(first(&code), code);
        let found = INDEX.search(&Query { text: &entry.name_vi, limit: LIMIT_MAX, ..Query::default() });
        assert!(codes(&found).contains(&code), "{code} {}", entry.name_vi);
    }
}

#[test]
fn the_answer_says_what_it_understood() {
    let how =
        |text: &str| search(text).understood.iter().map(|word| (word.taken_as.clone(), word.how)).collect::<Vec<_>>();
    assert_eq!(
        how("tôi muốn làm khai sinhh")[2..],
        [(String::new(), How::Ignored), ("khai".to_owned(), How::Exact), ("sinh".to_owned(), How::Typo),]
    );
    assert_eq!(how("giấy độc thân"), [("giay xac nhan tinh trang hon nhan".to_owned(), How::Synonym)]);
    assert_eq!(how("đổi gplx"), [("doi".to_owned(), How::Exact), ("giay phep lai xe".to_owned(), How::Synonym),]);
    assert_eq!(how("Đổi giấy ph").last(), Some(&("ph…".to_owned(), How::Prefix)));
    assert_eq!(how("sơ đồ").first().map(|word| word.1), Some(How::Exact));
}

#[test]
fn nothing_found_comes_with_suggestions() {
    for text in ["qwrtz plkjh", "火事", "zzzz zzzz zzzz khai"] {
        let found = search(text);
        assert!(found.hits.is_empty() && found.next.is_none() && found.total == 0, "{text}");
        assert!(!found.suggestions.is_empty(), "{text}");
    }
    let abroad =
        INDEX.search(&Query { text: "đăng ký khai sinh", field: Some("Thuế"), limit: 3, ..Query::default() });
    assert_eq!((abroad.total, abroad.suggestions[0].code.to_string().as_str()), (0, "1.001193"));
}

#[test]
fn nothing_typed_lists_everything_by_popularity_then_code() {
    for text in ["", "  ", "tôi muốn làm"] {
        let found = search(text);
        assert_eq!((found.total, first(text).as_str()), (2642, "1.001193"));
    }
    let ranks = search("").hits.iter().map(|hit| hit.entry.popularity).collect::<Vec<_>>();
    assert_eq!(ranks, (0..10).map(Some).collect::<Vec<_>>());
}

#[test]
fn pages_give_each_match_exactly_once() {
    for (text, limit) in [("", LIMIT_MAX), ("giấy phép", 7), ("dang ky", 1), ("1.00", 100)] {
        let (mut seen, mut after, mut total) = (Vec::new(), None, 0);
        loop {
            let found = INDEX.search(&Query { text, limit, after, ..Query::default() });
            seen.extend(codes(&found));
            total = total.max(found.total);
            let Some(next) = found.next else { break };
            after = Some(Position::read(&next.cursor().encode()).unwrap());
        }
        assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (total, total), "{text}");
    }
    assert!(Position::read(&Cursor::Code("00118".to_owned()).encode()).is_err());
}

#[test]
fn filters_are_exact() {
    let has = |entry: &Entry| entry.levels.contains(&Level::Commune) && entry.channels.contains(&Channel::Online);
    let query =
        Query { level: Some(Level::Commune), channel: Some(Channel::Online), limit: LIMIT_MAX, ..Query::default() };
    let found = INDEX.search(&query);
    assert!(found.hits.iter().all(|hit| has(hit.entry)));
    assert_eq!(found.total, entries().iter().filter(|entry| has(entry)).count());
    let found = INDEX.search(&Query {
        field: Some("Hộ tịch"),
        audience: Some(Audience::Official),
        limit: 9,
        ..Query::default()
    });
    assert_eq!(codes(&found), ["2.000986", "2.001023"]);
    assert_eq!(INDEX.search(&Query { field: Some("Hộ"), limit: 9, ..Query::default() }).total, 0);
}

#[test]
fn a_facet_tells_what_choosing_its_value_would_give() {
    let asked = Query {
        text: "đăng ký",
        level: Some(Level::Province),
        channel: Some(Channel::Online),
        limit: 1,
        ..Query::default()
    };
    let facets = INDEX.search(&asked).facets;
    assert!(facets.level.len() > 1 && facets.channel.len() > 1 && facets.field.len() > 1);
    for (level, count) in facets.level {
        assert_eq!(INDEX.search(&Query { level: Some(level), ..asked.clone() }).total, count as usize);
    }
    for (channel, count) in facets.channel {
        assert_eq!(INDEX.search(&Query { channel: Some(channel), ..asked.clone() }).total, count as usize);
    }
    for (audience, count) in facets.audience {
        assert_eq!(INDEX.search(&Query { audience: Some(audience), ..asked.clone() }).total, count as usize);
    }
    for (field, count) in facets.field {
        assert_eq!(INDEX.search(&Query { field: Some(field), ..asked.clone() }).total, count as usize);
    }
}

#[test]
fn the_synonyms_are_written_as_they_are_compared() {
    let codes: BTreeSet<_> = entries().iter().map(|entry| entry.code).collect();
    let mut said = BTreeSet::new();
    for row in include_str!("../data/synonyms.csv").lines().skip(1) {
        let cells: Vec<_> = row.split(',').collect();
        assert_eq!(cells.len(), 3, "{row}");
        let (says, means, first) = (cells[0], cells[1], cells[2]);
        assert!(
            said.insert(says) && canonical(says) == says && canonical(means) == means && !means.is_empty(),
            "{row}"
        );
        assert!(first.split_whitespace().all(|code| codes.contains(&Code::parse(code).unwrap())), "{row}");
        let found = search(says);
        assert!(!found.hits.is_empty(), "{row}");
    }
    assert!(said.len() >= 150);
}

#[test]
fn an_index_of_nothing_answers() {
    let empty = Index::new(Vec::new());
    for text in ["", "khai sinh", "1.001193", "1.0"] {
        let found = empty.search(&Query { text, limit: 1, ..Query::default() });
        assert!(found.hits.is_empty() && found.suggestions.is_empty());
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC*", limit in 0_usize..200) {
        let found = INDEX.search(&Query { text: &text, limit, ..Query::default() });
        prop_assert!(found.hits.len() <= LIMIT_MAX);
    }

    #[test]
    fn words_in_any_mixture_are_ordered(text in "(dang|ky|khai|sinh|so|do|1\\.00|giấy|phép|lái xe|zz| ){0,24}") {
        let found = search(&text);
        let order: Vec<_> = found.hits.iter().map(|hit| (std::cmp::Reverse(hit.score), hit.entry.code)).collect();
        prop_assert!(order.is_sorted());
        prop_assert!(found.total > 0 || !found.suggestions.is_empty());
    }
}
