//! What people ask of the portal about payments at one gateway.

use std::thread;
use std::time::{Duration, Instant};

use motcua_tests::answers::{answers, form};
use motcua_tests::gateway::Simulator;
use motcua_tests::{Answer, Ask, Citizen, Dossier};
use serde_json::{Value, json};

use crate::{CRON, PLACE, PROCEDURE};

/// How long somebody asks a portal that is being killed before he says that it hangs.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(10);

/// A portal and a gateway.
pub struct Desk<'a> {
    pub url: String,
    pub gateway: &'a Simulator,
    /// Whether nobody can wait here until minutes are over.
    pub has_no_time: bool,
}

impl Desk<'_> {
    /// A request below `/api/payments/<gateway>`.
    pub fn ask(&self, method: &str, below: &str) -> Ask {
        Ask::new(method, &format!("{}/api/payments/{}{below}", self.url, self.gateway.kind.word()))
    }

    /// A dossier that was filed just now, and whose fee nobody has asked for.
    pub fn file(&self) -> Dossier {
        let answers = answers(&form(PROCEDURE), &json!({}));
        Citizen::new(&self.url).drafts(PROCEDURE, PLACE).answers(&answers).submit()
    }

    /// A request for an order.
    pub fn order(&self, dossier: &Dossier, key: &str) -> Ask {
        self.ask("POST", "/orders")
            .bearer(&dossier.draft.secret)
            .header("idempotency-key", key)
            .json(&json!({"dossier": dossier.code}))
    }

    /// How an order stands.
    pub fn standing(&self, id: &str) -> Value {
        let answer = until_answered(|| self.ask("GET", &format!("/orders/{id}")));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Has done what is due, and says how much that was.
    pub fn sweep(&self) -> u64 {
        let answer = until_answered(|| self.ask("POST", "/sweep").bearer(CRON));
        let done = answer.json();
        assert_eq!((answer.status, done["failed"].as_u64()), (200, Some(0)), "{done}");
        done["calls"].as_u64().expect("a count") + done["orders"].as_u64().expect("a count")
    }

    /// The page that a payer's browser is led back to.
    pub fn returned_to(&self, address: &str) -> Option<Answer> {
        let path = address.find("/nop-phi/").map(|at| &address[at..])?;
        Some(until_answered(|| Ask::new("GET", &format!("{}{path}", self.url))))
    }
}

/// Asks until somebody answers: a portal that was killed is silent, and a store that somebody else holds is unavailable.
pub fn until_answered(ask: impl Fn() -> Ask) -> Answer {
    let started = Instant::now();
    loop {
        match ask().attempt() {
            Ok(answer) if answer.status != 503 => return answer,
            Ok(answer) => assert!(started.elapsed() < PATIENCE, "{}", answer.text()),
            Err(error) => assert!(started.elapsed() < PATIENCE, "nobody answers: {error}"),
        }
        thread::sleep(PAUSE);
    }
}
