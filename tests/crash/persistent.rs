//! A citizen who does not give up: what is not answered is sent again, under the same key.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use motcua_rules::form::Answers;
use motcua_tests::answers::{answers, form};
use motcua_tests::samples::pdf_of;
use motcua_tests::{Answer, Ask, Chance, Citizen, Dossier, Draft, id_of, key};
use serde_json::{Value, json};

/// Registration of a temporary stay, for which no file is required.
const PROCEDURE: &str = "1.004194";
/// Desks in three provinces.
const PLACES: [&str; 3] = ["00118", "00004", "26737"];
/// How long somebody tries before he says that it hangs.
const PATIENCE: Duration = Duration::from_secs(60);
/// How soon he tries again.
const PAUSE: Duration = Duration::from_millis(5);

/// A dossier that was acknowledged.
pub struct Filed {
    pub dossier: Dossier,
    /// Under which key.
    pub key: String,
    /// Its files: id and content.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The citizen.
pub struct Persistent {
    citizen: Citizen,
    url: String,
    chance: Chance,
    answers: Answers,
}

impl Persistent {
    /// Somebody at this portal whose files and pieces are decided by chance.
    pub fn new(url: &str, chance: Chance) -> Persistent {
        let answers = answers(&form(PROCEDURE), &json!({}));
        Persistent { citizen: Citizen::new(url), url: url.to_owned(), chance, answers }
    }

    /// Files one dossier after the other, and finishes what was begun.
    pub fn file_until(mut self, is_over: &AtomicBool) -> Vec<Filed> {
        let mut filed = Vec::new();
        while !is_over.load(SeqCst) {
            filed.push(self.file());
        }
        filed
    }

    fn file(&mut self) -> Filed {
        let body = json!({"procedure": PROCEDURE, "place": self.chance.one(&PLACES)});
        let begin = key();
        let begun = until_answered(201, || {
            self.citizen.ask("POST", "/api/drafts").header("idempotency-key", &begin).json(&body)
        });
        let mut draft = Draft::read(&self.url, &begun);
        self.save(&mut draft);
        let files = (0..self.chance.below(3)).map(|_| self.upload(&draft)).collect();
        let key = key();
        let dossier = Dossier::read(&draft, &until_answered(201, || draft.submission(&key)));
        Filed { dossier, key, files }
    }

    /// Saves the answers. Whether a save that was not answered was one, the draft itself says.
    fn save(&self, draft: &mut Draft) {
        let wanted = Value::Object(self.answers.clone());
        let limit = Instant::now() + PATIENCE;
        loop {
            let is_saved = draft.save(&wanted).attempt().is_ok_and(|answer| {
                assert!(matches!(answer.status, 200 | 412), "{}", answer.text());
                answer.status == 200
            });
            let restored = until_answered(200, || draft.ask("GET", "")).json();
            draft.version = restored["version"].as_u64().expect("a version");
            if restored["answers"] == wanted {
                return;
            }
            assert!(!is_saved, "a save was acknowledged and is not there: {restored}");
            assert!(Instant::now() < limit, "not saved within {PATIENCE:?}");
        }
    }

    /// Uploads a file in pieces, and goes on where the portal says.
    fn upload(&mut self, draft: &Draft) -> (String, Vec<u8>) {
        let length = *self.chance.one(&[700, 40_000, 400_000]);
        let (bytes, key) = (pdf_of(length, self.chance.number()), key());
        let announced = until_answered(201, || {
            draft.announce("dwelling_proof", "nhà.pdf", bytes.len()).header("idempotency-key", &key)
        });
        let file = id_of(&announced);
        let limit = Instant::now() + PATIENCE;
        let mut here = 0;
        loop {
            let end = (here + 1 + self.chance.below(bytes.len())).min(bytes.len());
            if let Ok(answer) = draft.send(&file, here, &bytes[here..end]).attempt() {
                assert!(matches!(answer.status, 204 | 409), "{}", answer.text());
            }
            let head = until_answered(200, || draft.tus("HEAD", &format!("/files/{file}")));
            here = head.header("upload-offset").expect("an offset").parse().expect("a number");
            // All of it may be here and not looked at yet: an empty last piece asks for that.
            if here == bytes.len() && self.is_finished(draft, &file) {
                return (file, bytes);
            }
            assert!(Instant::now() < limit, "not uploaded within {PATIENCE:?}");
        }
    }

    fn is_finished(&self, draft: &Draft, file: &str) -> bool {
        let restored = until_answered(200, || draft.ask("GET", "")).json();
        let files = restored["files"].as_array().expect("files");
        files.iter().any(|one| one["id"] == file && one["finished"] == true)
    }
}

/// Sends a request until it is answered, and insists on the status. A host that was killed is silent; whatever it says
/// otherwise is meant.
pub fn until_answered(status: u16, ask: impl Fn() -> Ask) -> Answer {
    let started = Instant::now();
    loop {
        match ask().attempt() {
            Ok(answer) => {
                assert_eq!(answer.status, status, "{}", answer.text());
                return answer;
            }
            Err(error) => assert!(started.elapsed() < PATIENCE, "nobody answers: {error}"),
        }
        thread::sleep(PAUSE);
    }
}
