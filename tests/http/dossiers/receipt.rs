//! The signed receipt, verified as anybody may: offline, with openssl.

use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use motcua_tests::samples::{jpeg, pdf};
use motcua_tests::{Dossier, Scene};
use serde_json::{Value, json};

use super::{filed, stands};

/// A receipt as it was handed out, with the key that it names.
struct Kept {
    header: Value,
    receipt: Value,
    payload: String,
    jws: String,
    pem: String,
}

#[track_caller]
fn kept(scene: &Scene, dossier: &Dossier) -> Kept {
    let told = dossier.ask("GET", "/receipt").expect(200).json();
    let text = |name: &str| told[name].as_str().unwrap_or_else(|| panic!("{told}")).to_owned();
    let (payload, jws) = (text("payload"), text("jws"));
    let receipt: Value = serde_json::from_slice(&decoded(&payload)).expect("a receipt");
    assert_eq!(told["receipt"], receipt);
    let header: Value = serde_json::from_slice(&decoded(jws.split('.').next().expect("a header"))).expect("a header");
    let kid = header["kid"].as_str().expect("a key's id");
    let pem = scene.portal.get(&format!("/.well-known/receipt-keys/{kid}.pem")).expect(200).text();
    Kept { header, receipt, payload, jws, pem }
}

fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Whether openssl finds that the key signed header and payload.
fn openssl_accepts(kept: &Kept) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("a file");
    let [header, payload, signature] = kept.jws.splitn(3, '.').collect::<Vec<_>>()[..] else { panic!("{}", kept.jws) };
    assert_eq!(payload, "", "the signature is detached");
    write("signed", format!("{header}.{}", kept.payload).as_bytes());
    write("signature", &decoded(signature));
    write("key.pem", kept.pem.as_bytes());
    verify(folder.path())
}

fn verify(folder: &Path) -> bool {
    let words = "pkeyutl -verify -pubin -inkey key.pem -rawin -in signed -sigfile signature";
    let mut command = Command::new("openssl");
    command.args(words.split(' ')).current_dir(folder);
    command.output().expect("openssl runs").status.success()
}

fn sha256(folder: &Path, bytes: &[u8]) -> String {
    std::fs::write(folder.join("file"), bytes).expect("a file");
    let said = Command::new("sha256sum").arg(folder.join("file")).output().expect("sha256sum runs").stdout;
    String::from_utf8_lossy(&said).chars().take(64).collect()
}

#[test]
fn anybody_verifies_a_receipt_offline() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let kept = kept(&scene, &dossier);
    assert_eq!(kept.header["alg"], "EdDSA", "{}", kept.header);
    assert!(openssl_accepts(&kept));
    // Nobody changes a letter of it.
    let changed = kept.receipt.to_string().replace("2026-03-05", "2026-03-04");
    assert!(!openssl_accepts(&Kept { payload: URL_SAFE_NO_PAD.encode(changed), ..kept }));
    assert!(scene.portal.get("/.well-known/receipt-keys/nobody.pem").send().status == 404);
}

#[test]
fn a_receipt_says_what_was_filed() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let Kept { receipt, header, pem, .. } = kept(&scene, &dossier);
    for (name, value) in [
        ("code", dossier.code.as_str()),
        ("reference", &dossier.reference),
        ("procedure", "1.004194"),
        ("agency", "H26.109"),
        ("filed", "2026-03-02T09:00:00+07:00"),
        ("appointed", "2026-03-05"),
        ("status", "registered"),
    ] {
        assert_eq!(receipt[name], value, "{receipt}");
    }
    assert_eq!((&receipt["fee"], &receipt["version"]), (&json!(7_000), &json!(1)));
    let folder = tempfile::tempdir().expect("a folder");
    // The photograph had nothing to take away, so it is kept as it came.
    let hashes = [jpeg(1), pdf(2)].map(|bytes| json!(sha256(folder.path(), &bytes)));
    let files = receipt["files"].as_array().expect("files");
    assert_eq!(files.iter().map(|file| file["sha256"].clone()).collect::<Vec<_>>(), hashes);
    assert!(super::PERSONAL.iter().all(|word| !receipt.to_string().contains(word)), "{receipt}");
    // The set of keys has the key, and those that signed before it.
    let set = scene.portal.get("/.well-known/receipt-keys.json").expect(200).json();
    let ids: Vec<&str> = set["keys"].as_array().expect("keys").iter().filter_map(|key| key["kid"].as_str()).collect();
    assert_eq!(ids, ["test-1", "test-0"]);
    assert_eq!(header["kid"], "test-1");
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----"));
}

#[test]
fn each_version_of_a_dossier_has_its_receipt() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    let first = kept(&scene, &dossier);
    assert_eq!(first.jws, kept(&scene, &dossier).jws, "the same is signed the same");
    scene.now("2026-03-03T09:00");
    scene.official().accept(&dossier.code);
    stands(&dossier, "accepted", &["registered", "accepted"]);
    let second = kept(&scene, &dossier);
    assert_eq!((&second.receipt["version"], &second.receipt["status"]), (&json!(2), &json!("accepted")));
    assert_ne!(second.receipt["chain"], first.receipt["chain"]);
    assert!(openssl_accepts(&first) && openssl_accepts(&second));
}

#[test]
fn a_receipt_is_for_whoever_holds_the_secret() {
    let scene = Scene::at("2026-03-02T09:00");
    let dossier = filed(&scene);
    for ask in [
        dossier.stranger("GET", "/receipt").header("second-factor", super::PHONE),
        dossier.stranger("GET", "/receipt").bearer(&filed(&scene).draft.secret),
    ] {
        let answer = ask.send();
        assert!(matches!(answer.status, 401 | 404), "{}", answer.text());
    }
}
