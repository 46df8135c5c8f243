//! Feedback is sent, taken up and answered while the host is killed.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use motcua_tests::checker::{Kept, in_order};
use motcua_tests::{Ask, Chance, DESK_H26, OPERATOR, SCALE_OUT, key};
use serde_json::{Value, json};

use crate::persistent::until_answered;
use crate::while_killed;

/// Fewer than for dossiers: the store beneath is the same.
const KILLS_ON_SQLITE: usize = 80;
const KILLS_ON_POSTGRES: usize = 40;

/// An item as its sender was told of it.
struct Item {
    url: String,
    key: String,
    body: Value,
    received: Value,
    /// The version after the last step that was acknowledged.
    version: u64,
}

#[test]
fn no_item_is_lost_or_doubled_on_sqlite() {
    killed(None, KILLS_ON_SQLITE);
}

#[test]
fn no_item_is_lost_or_doubled_on_postgres() {
    killed(Some(SCALE_OUT), KILLS_ON_POSTGRES);
}

fn killed(profile: Option<&str>, kills: usize) {
    let done = while_killed(profile, kills, send_until, |stage, items| {
        items.iter().for_each(Item::is_there);
        let mut kept = stage.kept_feedback();
        let versions: u64 = items.iter().map(|item| item.version).sum();
        assert_eq!(count(&mut kept, "SELECT count(*) FROM feedback"), items.len() as u64);
        assert_eq!(count(&mut kept, "SELECT count(*) FROM events"), versions);
        let received = "SELECT CAST(sum(amount) AS BIGINT) FROM feedback_counts WHERE measure = 'received'";
        assert_eq!(count(&mut kept, received), items.len() as u64);
        in_order(&mut kept);
    });
    assert!(done > kills / 4, "only {done} items were sent between {kills} kills");
}

fn count(kept: &mut Kept, sql: &str) -> u64 {
    kept.rows(sql)[0][0].integer().cast_unsigned()
}

fn send_until(url: &str, mut chance: Chance, is_over: &AtomicBool) -> Vec<Item> {
    let mut items = Vec::new();
    while !is_over.load(SeqCst) {
        let text = format!("Ý kiến số {}", chance.number());
        let body = json!({"about": "place", "place": "00118", "field": "other", "text": text, "channel": "hotline"});
        let (url, key) = (url.to_owned(), key());
        let received = until_answered(201, || Item::request(&url, &key, &body)).json();
        let mut item = Item { url, key, body, received, version: 1 };
        if chance.below(2) == 0 {
            item.step(&json!({"verb": "take_up", "version": 1}));
            item.step(&json!({"verb": "answer", "version": 2, "text": "Đã xong."}));
        }
        items.push(item);
    }
    items
}

impl Item {
    fn request(url: &str, key: &str, body: &Value) -> Ask {
        let ask = Ask::new("POST", &format!("{url}/api/feedback/items"));
        ask.header("idempotency-key", key).bearer(OPERATOR).json(body)
    }

    fn code(&self) -> &str {
        self.received["code"].as_str().expect("a code")
    }

    fn step(&mut self, body: &Value) {
        let (key, url) = (key(), format!("{}/api/feedback/items/{}/steps", self.url, self.code()));
        let ask = || Ask::new("POST", &url).header("idempotency-key", &key).bearer(DESK_H26).json(body);
        let shown = until_answered(200, ask).json();
        self.version = shown["version"].as_u64().expect("a version");
    }

    /// It is as it was acknowledged, and the same request again, long after, is told the same.
    fn is_there(&self) {
        let secret = self.received["secret"].as_str().expect("a secret");
        let url = format!("{}/api/feedback/items/{}", self.url, self.code());
        let shown = Ask::new("GET", &url).bearer(secret).expect(200).json();
        assert_eq!((&shown["said"]["text"], shown["version"].as_u64()), (&self.body["text"], Some(self.version)));
        let again = Item::request(&self.url, &self.key, &self.body).expect(201).json();
        assert_eq!((&again["code"], &again["secret"]), (&self.received["code"], &self.received["secret"]));
    }
}
