//! What whoever sends much is asked for.

use motcua_tests::{Answer, OPERATOR, Scene, key};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::stage::{Item, NOW, asked, done, street};
use crate::api::openapi::document::{operation, text};

const DEVICE: &str = "0123456789abcdef0123456789abcdef";
/// So many go from one device within an hour.
const MOST: usize = 30;

#[test]
fn an_effort_is_wanted_as_documented() {
    // A portal of its own: it is waited for here.
    let scene = Scene::at(NOW);
    let [begin, send, join] = ["begin_feedback_draft", "send_feedback", "support_feedback"].map(operation);
    let alike = operation("find_similar_feedback");
    let draft = |key: &str, ticket: &str, nonce: &str| {
        let body = json!({"device": DEVICE, "ticket": ticket, "nonce": nonce});
        asked(&scene, &begin, &begin.bare()).header("idempotency-key", key).json(&body)
    };
    let mut wanted = 0;
    for _ in 0..MOST {
        let key = key();
        let answer = draft(&key, "", "").send();
        let problem = begin.check(&answer);
        if answer.status == 201 {
            continue;
        }
        answer.problem("effort-wanted");
        assert_eq!(answer.header("retry-after"), Some(&*problem["wait_seconds"].to_string()));
        let ticket = text(&problem["ticket"]);
        begin.refuses(draft(&key, &ticket, ""), 429, "effort-wanted");
        wanted += 1;
        if wanted == 1 {
            begin.answers(draft(&key, &ticket, &solved(&ticket, problem["bits"].as_u64().expect("bits"))), 201);
            continue;
        }
        scene.later(problem["wait_seconds"].as_u64().expect("a time").div_ceil(60));
        begin.answers(draft(&key, &ticket, ""), 201);
    }
    assert!((1..MOST).contains(&wanted));
    begin.refuses(draft(&key(), "", ""), 429, "too-many-items");

    let hotline = asked(&scene, &send, &send.bare()).bearer(OPERATOR).header("idempotency-key", &key());
    let sent: Answer = send.answers(hotline.json(&street(&json!({"channel": "hotline"}))), 201);
    let item = Item { code: text(&sent.json()["code"]), secret: text(&sent.json()["secret"]) };
    let ask = asked(&scene, &send, &send.bare()).header("idempotency-key", &key());
    send.refuses(ask.json(&street(&json!({"device": DEVICE}))), 429, "too-many-items");
    let found = alike.answers(asked(&scene, &alike, &alike.bare()).json(&street(&json!({}))), 200).json();
    let body = json!({"device": DEVICE, "invitation": found["items"][0]["invitation"]});
    join.refuses(done(&scene, &join, &item, "nobody's", &body), 429, "too-many-items");
    assert_eq!(item.secret.len(), 43);
}

/// A nonce that makes the hash of ticket and nonce begin with so many zero bits.
fn solved(ticket: &str, bits: u64) -> String {
    let zeros = |nonce: &String| {
        let hash = Sha256::new().chain_update(ticket).chain_update(nonce).finalize();
        let first = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
        u64::from(first.leading_zeros())
    };
    (0_u32..).map(|number| number.to_string()).find(|nonce| zeros(nonce) >= bits).expect("a nonce")
}
