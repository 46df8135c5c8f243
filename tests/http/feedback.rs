//! `/api/feedback/…`: items are sent, followed, handled, published, whatever else is broken.

mod alone;
mod effort;
mod files;
mod handled;
mod pages;
mod published;
mod repeated;
mod routed;
mod seen;
mod supported;

use motcua_tests::{Answer, Ask, DESK_H26, Scene, key};
use serde_json::{Value, json};

/// Phường Bồ Đề, Hà Nội: its agency is `H26.…`.
const PLACE: &str = "00118";
/// A working hour of a Monday.
const MORNING: &str = "2026-03-02T09:00";
const TEXT: &str = "Rác thải ở đầu ngõ 12 phố Bồ Đề không được thu gom đã ba ngày, mùi hôi nồng nặc.";

/// An item about a place.
fn item() -> Value {
    json!({"about": "place", "place": PLACE, "field": "environment", "text": TEXT})
}

/// The same with other members.
fn with(change: Value) -> Value {
    let mut item = item();
    let members = change.as_object().expect("members").clone();
    item.as_object_mut().expect("an item").extend(members);
    item
}

fn post(scene: &Scene, path: &str, body: &Value) -> Ask {
    scene.portal.ask("POST", &format!("/api/feedback{path}")).header("idempotency-key", &key()).json(body)
}

/// Sends an item: its code and its secret.
#[track_caller]
fn sent(scene: &Scene, item: &Value) -> Sent {
    Sent::read(&post(scene, "/items", item).expect(201))
}

struct Sent {
    code: String,
    secret: String,
    answer: Value,
}

impl Sent {
    #[track_caller]
    fn read(answer: &Answer) -> Sent {
        let answer = answer.json();
        let text = |name: &str| answer[name].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        Sent { code: text("code"), secret: text("secret"), answer }
    }

    fn path(&self, below: &str) -> String {
        format!("/items/{}{below}", self.code)
    }

    /// The item as its sender sees it.
    #[track_caller]
    fn shown(&self, scene: &Scene) -> Value {
        scene.portal.get(&format!("/api/feedback{}", self.path(""))).bearer(&self.secret).expect(200).json()
    }

    /// What the sender does, on the version that stands.
    #[track_caller]
    fn acts(&self, scene: &Scene, act: &str, body: Value) -> Ask {
        let mut body = body;
        body["version"] = self.shown(scene)["version"].clone();
        post(scene, &self.path(&format!("/{act}")), &body).bearer(&self.secret)
    }

    /// What the desk of Hà Nội does, on the version that stands.
    #[track_caller]
    fn step(&self, scene: &Scene, verb: &str, body: Value) -> Ask {
        self.step_of(scene, DESK_H26, verb, body)
    }

    #[track_caller]
    fn step_of(&self, scene: &Scene, desk: &str, verb: &str, body: Value) -> Ask {
        let mut body = body;
        body["version"] = self.shown(scene)["version"].clone();
        body["verb"] = verb.into();
        post(scene, &self.path("/steps"), &body).bearer(desk)
    }

    /// Takes it up and answers it.
    #[track_caller]
    fn answered(&self, scene: &Scene) {
        self.step(scene, "take_up", json!({})).expect(200);
        self.step(scene, "answer", json!({"text": "Đã thu gom sáng nay."})).expect(200);
    }

    /// Publishes what was answered.
    #[track_caller]
    fn published(&self, scene: &Scene, title: &str) {
        self.step(scene, "propose_publication", json!({})).expect(200);
        let body = json!({"title": title, "public_text": "Nội dung phản ánh đã được cơ quan ghi lại."});
        self.step(scene, "publish", body).expect(200);
    }
}
