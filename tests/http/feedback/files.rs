//! Photos and documents that come with an item, through the same resumable upload as a dossier's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_tests::samples::{jpeg_with_place, pdf};
use motcua_tests::{DESK_H26, Scene, id_of};
use serde_json::{Value, json};

use super::{MORNING, PLACE, post, sent, with};

struct Draft {
    id: String,
    secret: String,
}

impl Draft {
    fn begin(scene: &Scene) -> Draft {
        let begun = post(scene, "/drafts", &json!({"place": PLACE})).expect(201).json();
        let text = |name: &str| begun[name].as_str().unwrap_or_else(|| panic!("{begun}")).to_owned();
        Draft { id: text("id"), secret: text("secret") }
    }

    fn announce(&self, scene: &Scene, name: &str, length: usize) -> motcua_tests::Ask {
        let (slot, name) = (STANDARD.encode("photo"), STANDARD.encode(name));
        let path = format!("/api/feedback/drafts/{}/files", self.id);
        let ask = scene.portal.ask("POST", &path).bearer(&self.secret).header("tus-resumable", "1.0.0");
        ask.header("upload-length", &length.to_string())
            .header("upload-metadata", &format!("slot {slot},filename {name}"))
    }

    fn piece(&self, scene: &Scene, file: &str, offset: usize, bytes: &[u8]) -> motcua_tests::Ask {
        let path = format!("/api/feedback/drafts/{}/files/{file}", self.id);
        let ask = scene.portal.ask("PATCH", &path).bearer(&self.secret).header("tus-resumable", "1.0.0");
        let ask = ask.header("upload-offset", &offset.to_string());
        ask.header("content-type", "application/offset+octet-stream").body(bytes)
    }

    #[track_caller]
    fn uploaded(&self, scene: &Scene, name: &str, bytes: &[u8]) -> String {
        let file = id_of(&self.announce(scene, name, bytes.len()).expect(201));
        self.piece(scene, &file, 0, bytes).expect(204);
        file
    }

    fn item(&self) -> Value {
        with(json!({"draft": self.id, "draft_secret": self.secret}))
    }
}

#[test]
fn a_photo_goes_up_in_pieces_and_comes_with_its_item() {
    let scene = Scene::at(MORNING);
    let draft = Draft::begin(&scene);
    let photo = jpeg_with_place(1);
    let file = id_of(&draft.announce(&scene, "rác.jpg", photo.len()).expect(201));
    draft.piece(&scene, &file, 0, &photo[..100]).expect(204);
    // Half of it is no photo yet.
    post(&scene, "/items", &draft.item()).expect(422).problem("files-unfinished");
    draft.piece(&scene, &file, 100, &photo[100..]).expect(204);
    let sent = sent(&scene, &draft.item());
    let shown = sent.shown(&scene);
    assert_eq!(shown["said"]["files"][0]["name"], "rác.jpg", "{shown}");
    assert!(sent.code.starts_with("PA.H26."), "{}", sent.code);
    let path = format!("/api/feedback{}", sent.path(&format!("/files/{file}")));
    for token in [sent.secret.as_str(), DESK_H26] {
        let got = scene.portal.get(&path).bearer(token).expect(200);
        assert!(got.body.starts_with(&[0xFF, 0xD8]) && got.body.len() < photo.len(), "where it was taken is taken out");
    }
    scene.portal.get(&path).expect(404).problem("no-such-item");
    let again = post(&scene, "/items", &draft.item()).expect(409).problem("already-sent");
    assert_eq!(again["code"], sent.code.as_str());
}

#[test]
fn an_item_has_five_files_and_a_supplement_brings_more() {
    let scene = Scene::at(MORNING);
    let draft = Draft::begin(&scene);
    for number in 0..6 {
        draft.uploaded(&scene, &format!("{number}.pdf"), &pdf(1));
    }
    let refused = post(&scene, "/items", &draft.item()).expect(422).problem("too-many-files");
    assert_eq!(refused["files_max"], 5);
    let draft = Draft::begin(&scene);
    draft.uploaded(&scene, "một.pdf", &pdf(1));
    let sent = sent(&scene, &draft.item());
    sent.step(&scene, "ask_supplement", json!({"text": "Có ảnh không?"})).expect(200);
    let later = draft.uploaded(&scene, "hai.pdf", &pdf(1));
    let shown = sent.acts(&scene, "supplement", json!({"text": "Đây."})).expect(200).json();
    let last = shown["history"].as_array().and_then(|all| all.last()).expect("a step").clone();
    assert_eq!(last["files"][0]["id"], later.as_str(), "{shown}");
}

#[test]
fn a_stranger_adds_nothing() {
    let scene = Scene::at(MORNING);
    let (draft, other) = (Draft::begin(&scene), Draft::begin(&scene));
    let wrong = Draft { id: draft.id.clone(), secret: other.secret };
    wrong.announce(&scene, "a.pdf", 10).expect(404).problem("no-such-draft");
    post(&scene, "/items", &wrong.item()).expect(404).problem("no-such-draft");
    draft.announce(&scene, "a.exe", 10).expect(201);
    let file = id_of(&draft.announce(&scene, "b.exe", 4).expect(201));
    assert!(draft.piece(&scene, &file, 0, b"MZ\x00\x00").send().status == 422);
}
