//! The dossiers of one feed.

use motcua_tests::answers::{answers, form};
use motcua_tests::{Citizen, Scene};
use serde_json::{Value, json};

use super::{PLACE, STAY, filed};

#[test]
fn a_feed_has_the_dossiers_that_were_filed_with_it_and_no_others() {
    let scene = Scene::at("2026-03-02T09:00");
    let given = answers(&form(STAY), &json!({}));
    let first = scene.citizen().drafts(STAY, PLACE).answers(&given).submit();
    let me = Citizen::with_feed(&scene.portal.url, &first.draft.feed);
    scene.now("2026-03-02T09:05");
    let second = me.drafts(STAY, PLACE).answers(&given);
    assert_eq!(second.feed, first.draft.feed);
    let second = second.submit();
    let stranger = filed(&scene);

    let codes = |dossiers: &[Value]| dossiers.iter().map(|one| one["code"].clone()).collect::<Vec<_>>();
    assert_eq!(codes(&me.dossiers()), [second.code.as_str(), first.code.as_str()]);
    let his = Citizen::with_feed(&scene.portal.url, &stranger.draft.feed);
    assert_eq!(codes(&his.dossiers()), [stranger.code.as_str()]);
    // What happens to a dossier is seen in the feed.
    scene.official().accept(&first.code);
    let seen = me.dossiers();
    assert_eq!(seen[1]["status"]["number"], 2, "{seen:?}");
    assert_eq!(seen[0]["status"]["number"], 1, "{seen:?}");
    // A secret is not a feed, a feed is not a secret, and a guess is neither.
    for token in [&first.draft.secret, &"A".repeat(43)] {
        assert_eq!(Citizen::with_feed(&scene.portal.url, token).dossiers().len(), 0);
    }
    first.stranger("GET", "").bearer(&first.draft.feed).expect(404).problem("no-such-dossier");
}

#[test]
fn a_feed_is_read_page_by_page() {
    let scene = Scene::at("2026-03-02T09:00");
    let given = answers(&form(STAY), &json!({}));
    let first = scene.citizen().drafts(STAY, PLACE).answers(&given).submit();
    let me = Citizen::with_feed(&scene.portal.url, &first.draft.feed);
    // All at one instant, so that only the code tells them apart.
    for _ in 0..4 {
        me.drafts(STAY, PLACE).answers(&given).submit();
    }
    let mut codes: Vec<String> = Vec::new();
    let mut path = "/api/dossiers?limit=2".to_owned();
    loop {
        let page = me.ask("GET", &path).expect(200).json();
        let items = page["items"].as_array().expect("items").iter();
        codes.extend(items.map(|item| item["code"].as_str().expect("a code").to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/dossiers?limit=2&cursor={next}");
        assert!(codes.len() < 6, "it never ends: {codes:?}");
    }
    let mut sorted = codes.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((codes.len(), sorted.len()), (5, 5), "{codes:?}");
}
