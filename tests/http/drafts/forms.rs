//! Every form that was written for its procedure, and one that was made, filed with real answers and files.

use motcua_tests::answers::{answers, form, required_slots};
use motcua_tests::samples::{jpeg, pdf, png};
use motcua_tests::{Scene, root};
use serde_json::json;

use super::{MORNING, PLACE};

/// Certified copies.
const AT_THE_DESK: &str = "2.000815";

fn written() -> Vec<String> {
    let folder = std::fs::read_dir(root().join("infra/data/forms")).expect("the forms");
    let name =
        |file: std::io::Result<std::fs::DirEntry>| file.expect("a file").file_name().into_string().expect("a name");
    let mut codes: Vec<String> =
        folder.map(name).filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
    codes.sort();
    codes
}

#[test]
fn every_written_form_is_filed_with_real_answers_and_files() {
    let scene = Scene::at(MORNING);
    let mut codes = written();
    // Copies are certified from the original, at a desk.
    codes.retain(|code| code != AT_THE_DESK);
    scene.citizen().ask_for_draft(AT_THE_DESK, PLACE).expect(422).problem("not-offered-online");
    assert!(codes.len() >= 12);
    for (procedure, seed) in codes.iter().zip(1..) {
        let form = form(procedure);
        let given = answers(&form, &json!({}));
        let mut draft = scene.citizen().drafts(procedure, PLACE).answers(&given);
        for (slot, kind) in required_slots(&form, &given).iter().zip((0..3).cycle()) {
            let bytes = [pdf(seed), jpeg(seed), png(seed)][kind].clone();
            draft = draft.upload(slot, "giấy tờ", &bytes);
        }
        let check = draft.ask("POST", "/check").expect(200).json();
        assert_eq!(check["ready"], true, "{procedure}: {check}");
        let dossier = draft.submit();
        assert_eq!(dossier.status("5678")["status"]["number"], 1, "{procedure}");
    }
    assert_eq!(usize::try_from(scene.rows()["dossiers"]), Ok(codes.len()));
}

#[test]
fn a_form_says_all_that_is_missing_at_once_and_where() {
    let scene = Scene::at(MORNING);
    let form = form("1.001193");
    let mut given = answers(&form, &json!({}));
    given.remove("child_name");
    given.insert("applicant_phone".to_owned(), json!("123"));
    let draft = scene.citizen().drafts("1.001193", PLACE).answers(&given);
    let check = draft.ask("POST", "/check").expect(200).json();
    let of = |list: &str, name: &str| -> Vec<String> {
        let list = check[list].as_array().unwrap_or_else(|| panic!("{check}"));
        list.iter().map(|one| one[name].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(check["ready"], false, "{check}");
    assert_eq!(of("errors", "field"), ["applicant_phone", "child_name"], "{check}");
    assert_eq!(of("slots", "slot"), ["birth_certificate"], "{check}");
    let errors = check["errors"].as_array().expect("errors");
    assert!(errors.iter().all(|error| error["message"].to_string().len() > 10), "{check}");
    let refused = draft.submission(&motcua_tests::key()).expect(422).problem("not-ready");
    assert_eq!((&refused["errors"], &refused["slots"]), (&check["errors"], &check["slots"]));
    assert_eq!(scene.rows()["dossiers"], 0);
}
