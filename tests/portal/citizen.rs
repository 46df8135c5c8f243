//! A citizen at the portal: drafts, uploads, files, asks. What is said here in one call is one request or a few, each
//! insisting on the answer that a citizen hopes for; who wants another answer asks with [`Draft::ask`].

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_rules::form::Answers;
use serde_json::{Value, json};

use crate::client::{Answer, Ask};

/// Somebody at a portal, with a feed once there is one.
pub struct Citizen {
    url: String,
    feed: Option<String>,
}

/// A draft that is open to whoever holds this.
#[derive(Clone, Debug)]
pub struct Draft {
    url: String,
    /// `H26-0f3a…`
    pub id: String,
    /// What opens it.
    pub secret: String,
    /// The token of the feed that its dossier will stand in; empty where nobody said it again.
    pub feed: String,
    /// As it was last answered.
    pub version: u64,
    /// The files that were uploaded, in order: slot and id.
    pub files: Vec<(String, String)>,
}

/// A dossier that is open to whoever holds this.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The draft that it was.
    pub draft: Draft,
    /// `H26.109-260302-0001`
    pub code: String,
    /// The spoken reference.
    pub reference: String,
    /// What the filing was answered with.
    pub filed: Value,
}

/// A key that no other request of any test has.
pub fn key() -> String {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    format!("test-{:08x}-{:032x}", std::process::id(), MADE.fetch_add(1, Relaxed))
}

impl Citizen {
    /// Somebody new at the portal of this address.
    pub fn new(url: &str) -> Citizen {
        Citizen { url: url.to_owned(), feed: None }
    }

    /// Somebody who has a feed.
    pub fn with_feed(url: &str, feed: &str) -> Citizen {
        Citizen { url: url.to_owned(), feed: Some(feed.to_owned()) }
    }

    /// Asks for a draft, under a key of its own.
    pub fn ask_for_draft(&self, procedure: &str, place: &str) -> Ask {
        self.ask("POST", "/api/drafts")
            .header("idempotency-key", &key())
            .json(&json!({"procedure": procedure, "place": place}))
    }

    /// Begins a draft.
    #[track_caller]
    pub fn drafts(&self, procedure: &str, place: &str) -> Draft {
        Draft::read(&self.url, &self.ask_for_draft(procedure, place).expect(201))
    }

    /// The dossiers of the feed, the last one first.
    #[track_caller]
    pub fn dossiers(&self) -> Vec<Value> {
        let answer = self.ask("GET", "/api/dossiers").expect(200).json();
        answer["items"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
    }

    /// A request that shows the feed's token, where there is one.
    pub fn ask(&self, method: &str, path: &str) -> Ask {
        let ask = Ask::new(method, &format!("{}{path}", self.url));
        self.feed.iter().fold(ask, |ask, feed| ask.bearer(feed))
    }
}

impl Draft {
    /// The draft that an answer brought, 201 to `POST /api/drafts` or to a re-submission.
    #[track_caller]
    pub fn read(url: &str, answer: &Answer) -> Draft {
        let begun = answer.json();
        Draft {
            url: url.to_owned(),
            id: text(&begun, "id"),
            secret: text(&begun, "secret"),
            feed: begun["feed"].as_str().unwrap_or_default().to_owned(),
            version: begun["version"].as_u64().expect("a version"),
            files: Vec::new(),
        }
    }

    /// A request about the draft: `ask("POST", "/check")`.
    pub fn ask(&self, method: &str, below: &str) -> Ask {
        Ask::new(method, &format!("{}/api/drafts/{}{below}", self.url, self.id)).bearer(&self.secret)
    }

    /// Saves answers over those that are there.
    #[track_caller]
    pub fn answers(mut self, answers: &Answers) -> Draft {
        let saved = self.save(&Value::Object(answers.clone())).expect(200).json();
        self.version = saved["version"].as_u64().unwrap_or_else(|| panic!("{saved}"));
        self
    }

    /// The same draft, known at the version at which the portal has it.
    #[track_caller]
    pub fn refreshed(&self) -> Draft {
        let restored = self.restored();
        let version = restored["version"].as_u64().unwrap_or_else(|| panic!("{restored}"));
        Draft { version, ..self.clone() }
    }

    /// A request that merges this into the answers of the version that is known here.
    pub fn save(&self, patch: &Value) -> Ask {
        self.ask("PATCH", "").header("if-match", &format!("\"{}\"", self.version)).json(patch)
    }

    /// Announces a file.
    pub fn announce(&self, slot: &str, name: &str, length: usize) -> Ask {
        let (slot, name) = (STANDARD.encode(slot), STANDARD.encode(name));
        self.tus("POST", "/files")
            .header("upload-length", &length.to_string())
            .header("upload-metadata", &format!("slot {slot},filename {name}"))
    }

    /// Sends a piece of a file.
    pub fn send(&self, file: &str, offset: usize, bytes: &[u8]) -> Ask {
        self.tus("PATCH", &format!("/files/{file}"))
            .header("upload-offset", &offset.to_string())
            .header("content-type", "application/offset+octet-stream")
            .body(bytes)
    }

    /// A request of the upload protocol.
    pub fn tus(&self, method: &str, below: &str) -> Ask {
        self.ask(method, below).header("tus-resumable", "1.0.0")
    }

    /// Uploads a file in one piece.
    #[track_caller]
    pub fn upload(mut self, slot: &str, name: &str, bytes: &[u8]) -> Draft {
        let file = self.put(slot, name, bytes);
        self.files.push((slot.to_owned(), file));
        self
    }

    /// Uploads a file in one piece, and answers with its id.
    #[track_caller]
    pub fn put(&self, slot: &str, name: &str, bytes: &[u8]) -> String {
        let file = id_of(&self.announce(slot, name, bytes.len()).header("idempotency-key", &key()).expect(201));
        let sent = self.send(&file, 0, bytes).expect(204);
        assert_eq!(sent.header("upload-offset"), Some(bytes.len().to_string().as_str()));
        file
    }

    /// Asks to file it, under a key.
    pub fn submission(&self, key: &str) -> Ask {
        self.ask("POST", "/submit").header("idempotency-key", key)
    }

    /// Files it.
    #[track_caller]
    pub fn submit(&self) -> Dossier {
        Dossier::read(self, &self.submission(&key()).expect(201))
    }

    /// The draft as the portal has it.
    #[track_caller]
    pub fn restored(&self) -> Value {
        self.ask("GET", "").expect(200).json()
    }
}

/// The id of the file that an announcement was answered with.
#[track_caller]
pub fn id_of(announced: &Answer) -> String {
    let location = announced.header("location").unwrap_or_else(|| panic!("no location: {announced:?}"));
    location.rsplit('/').next().unwrap_or_default().to_owned()
}

impl Dossier {
    /// The dossier that an answer to a submission brought.
    #[track_caller]
    pub fn read(draft: &Draft, answer: &Answer) -> Dossier {
        let filed = answer.json();
        let (code, reference) = (text(&filed, "code"), text(&filed, "reference"));
        assert_eq!(answer.header("location"), Some(format!("/api/dossiers/{code}").as_str()));
        Dossier { draft: draft.clone(), code, reference, filed }
    }

    /// A request about the dossier by whoever holds its secret: `ask("GET", "/receipt")`.
    pub fn ask(&self, method: &str, below: &str) -> Ask {
        self.stranger(method, below).bearer(&self.draft.secret)
    }

    /// A request about the dossier by whoever knows its code only.
    pub fn stranger(&self, method: &str, below: &str) -> Ask {
        Ask::new(method, &format!("{}/api/dossiers/{}{below}", self.draft.url, self.code))
    }

    /// What the public is told, with the last four digits of a number.
    #[track_caller]
    pub fn status(&self, factor: &str) -> Value {
        self.stranger("GET", "").header("second-factor", factor).expect(200).json()
    }

    /// All of it.
    #[track_caller]
    pub fn whole(&self) -> Value {
        self.ask("GET", "").expect(200).json()
    }

    /// Asks to bring papers: each by the name it was asked by, with the ids of its files.
    pub fn supplement(&self, papers: &[(&str, &[String])]) -> Ask {
        let papers: Vec<Value> = papers.iter().map(|(paper, files)| json!({"paper": paper, "files": files})).collect();
        self.step("/supplements", &json!({"papers": papers}))
    }

    /// Asks to take it back.
    pub fn withdrawal(&self, reason: &str) -> Ask {
        self.step("/withdrawal", &json!({"reason": reason}))
    }

    /// Asks to file again what was refused.
    pub fn resubmission(&self) -> Ask {
        self.step("/resubmission", &json!({}))
    }

    /// A new draft of what was refused.
    #[track_caller]
    pub fn again(&self) -> Draft {
        Draft::read(&self.draft.url, &self.resubmission().expect(201))
    }

    fn step(&self, below: &str, body: &Value) -> Ask {
        self.ask("POST", below).header("idempotency-key", &key()).json(body)
    }
}

#[track_caller]
fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name}: {value}")).to_owned()
}
