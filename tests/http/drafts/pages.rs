//! `/nop-ho-so/…`: the same life by pages, as a browser without scripts lives it.

use motcua_rules::dossier::Actor;
use motcua_tests::answers::{answers, form};
use motcua_tests::samples::pdf;
use motcua_tests::{Answer, Ask, Scene};
use serde_json::{Value, json};

use super::{PLACE, STAY};

const FORM: &str = "application/x-www-form-urlencoded";

/// A browser at a draft's page.
struct Browser<'a> {
    scene: &'a Scene,
    page: String,
    cookie: String,
}

/// Inputs as a browser sends them.
fn encoded(pairs: &[(String, String)]) -> String {
    let plain = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    pairs.iter().map(|(name, value)| format!("{}={}", plain(name), plain(value))).collect::<Vec<_>>().join("&")
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn location(answer: &Answer) -> String {
    answer.header("location").unwrap_or_else(|| panic!("{answer:?}")).to_owned()
}

impl Browser<'_> {
    fn begun(scene: &Scene) -> Browser<'_> {
        let inputs = encoded(&[pair("place", PLACE), pair("as", "new")]);
        let begun = post(scene, &format!("/nop-ho-so/{STAY}"), &inputs).expect(303);
        let cookie = begun.header("set-cookie").expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Browser { scene, page: location(&begun), cookie }
    }

    /// The same with every question answered. A page asks first what decides what else is asked.
    fn filled(scene: &Scene) -> Browser<'_> {
        let browser = Browser::begun(scene);
        for _ in 0..3 {
            browser.send("save", &browser.version(), &inputs()).expect(303);
        }
        browser
    }

    fn read(&self) -> String {
        self.scene.portal.get(&self.page).header("cookie", &self.cookie).expect(200).text()
    }

    fn version(&self) -> String {
        let page = self.read();
        let (_, rest) = page.split_once("name=\"version\" value=\"").expect("a version");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// Sends the form with these inputs on this version.
    fn send(&self, act: &str, version: &str, inputs: &[(String, String)]) -> Ask {
        let all = [&[pair("version", version), pair("do", act)], inputs].concat();
        post(self.scene, &self.page, &encoded(&all)).header("cookie", &self.cookie)
    }
}

impl Browser<'_> {
    /// Sends a file as a browser does, with what its name shall begin with.
    fn upload(&self, slot: &str, before: &str, bytes: &[u8]) -> Ask {
        let field = |name: &str, value: &str| {
            format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"hợp đồng.pdf\"\r\n\r\n";
        let head = format!("{}{}{file}", field("slot", slot), field("before", before));
        let body = [head.as_bytes(), bytes, b"\r\n--XX--\r\n"].concat();
        let upload = self.scene.portal.ask("POST", &format!("{}/tep", self.page)).header("cookie", &self.cookie);
        upload.header("content-type", "multipart/form-data; boundary=XX").body(body)
    }
}

fn post(scene: &Scene, path: &str, body: &str) -> Ask {
    scene.portal.ask("POST", path).header("content-type", FORM).body(body)
}

/// All answers as the page's inputs.
fn inputs() -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    answers(&form(STAY), &json!({})).iter().map(|(name, value)| pair(&format!("a/{name}"), &text(value))).collect()
}

#[test]
fn a_dossier_is_filed_by_buttons_alone() {
    let scene = Scene::at("2026-03-02T09:00");
    let browser = Browser::filled(&scene);
    let checked = browser.send("check", &browser.version(), &inputs()).expect(200).text();
    assert!(!checked.contains("id=\"errors\""), "{checked}");
    let filed = browser.send("submit", &browser.version(), &inputs()).expect(303);
    let dossier = location(&filed);
    assert!(dossier.starts_with("/ho-so/H26."), "{dossier}");
    assert_eq!(location(&scene.portal.get(&browser.page).header("cookie", &browser.cookie).expect(303)), dossier);
    let shown = scene.portal.get(&dossier).header("cookie", &browser.cookie).expect(200).text();
    assert!(shown.contains("Đăng ký tạm trú"), "{shown}");
    scene.portal.get(&format!("{dossier}/bien-nhan")).header("cookie", &browser.cookie).expect(200);
}

/// A browser whose dossier is filed, and its code.
fn filed(scene: &Scene) -> (Browser<'_>, String) {
    let browser = Browser::filled(scene);
    let filed = browser.send("submit", &browser.version(), &inputs()).expect(303);
    let code = location(&filed).rsplit('/').next().unwrap_or_default().to_owned();
    (browser, code)
}

#[test]
fn what_is_asked_for_later_is_brought_by_a_page() {
    let scene = Scene::at("2026-03-02T09:00");
    let (browser, code) = filed(&scene);
    scene.official().ask_for(&code, Actor::Desk, &["Hợp đồng thuê nhà"], "Thiếu trang 2");
    let steps = format!("{}/buoc", browser.page);
    let ask = |act: &str| post(&scene, &steps, &format!("do={act}")).header("cookie", &browser.cookie);
    ask("supplement").expect(422);
    let page = scene.portal.get(&steps).header("cookie", &browser.cookie).expect(200).text();
    assert!(page.contains("1. Hợp đồng thuê nhà"), "{page}");
    browser.upload("supplement", "1. ", &pdf(3)).expect(303);
    assert_eq!(location(&ask("supplement").expect(303)), format!("/ho-so/{code}"));
    let dossier = scene.portal.get(&format!("/ho-so/{code}")).header("cookie", &browser.cookie).expect(200).text();
    assert!(dossier.contains(&steps), "{dossier}");
    ask("withdraw").expect(303);
    ask("withdraw").expect(409);
}

#[test]
fn what_was_refused_is_prepared_again_by_a_page() {
    let scene = Scene::at("2026-03-02T09:00");
    let (browser, code) = filed(&scene);
    scene.official().refuse(&code, "Không thuộc thẩm quyền");
    let steps = format!("{}/buoc", browser.page);
    let again = post(&scene, &steps, "do=resubmit").header("cookie", &browser.cookie).expect(303);
    let cookie = again.header("set-cookie").and_then(|line| line.split(';').next()).expect("a cookie").to_owned();
    let page = scene.portal.get(&location(&again)).header("cookie", &cookie).expect(200).text();
    assert!(page.contains("Nguyễn Thị Ánh"), "{page}");
}

#[test]
fn what_is_wrong_is_listed_and_linked() {
    let scene = Scene::at("2026-03-02T09:00");
    let browser = Browser::begun(&scene);
    let page = browser.send("submit", "1", &[pair("a/applicant_phone", "12")]).expect(422).text();
    assert!(page.contains("href=\"#a-applicant_phone\"") && page.contains("id=\"a-applicant_phone-error\""), "{page}");
    assert!(page.contains("value=\"12\""), "what was typed stays");
}

#[test]
fn a_draft_that_was_changed_elsewhere_shows_both_versions() {
    let scene = Scene::at("2026-03-02T09:00");
    let browser = Browser::begun(&scene);
    browser.send("save", "1", &[pair("a/applicant_name", "Trần Văn Bình")]).expect(303);
    let page = browser.send("save", "1", &[pair("a/applicant_name", "Lê Thị Chi")]).expect(412).text();
    assert!(page.contains("Trần Văn Bình") && page.contains("Lê Thị Chi"), "{page}");
    assert!(browser.read().contains("value=\"Trần Văn Bình\""));
}

#[test]
fn a_paper_goes_up_in_one_piece_and_comes_out_again() {
    let scene = Scene::at("2026-03-02T09:00");
    let browser = Browser::filled(&scene);
    browser.upload("dwelling_proof", "", &pdf(1)).expect(303);
    let page = browser.read();
    let (_, rest) = page.split_once(&format!("action=\"{}/tep/", browser.page)).expect("a button that removes it");
    assert!(page.contains("hợp đồng.pdf"), "{page}");
    let file = rest.split('"').next().unwrap_or_default();
    post(&scene, &format!("{}/tep/{file}", browser.page), "").header("cookie", &browser.cookie).expect(303);
    assert!(!browser.read().contains("hợp đồng.pdf"));
}

#[test]
fn only_the_browser_that_began_it_opens_a_draft() {
    let scene = Scene::at("2026-03-02T09:00");
    let (mine, other) = (Browser::begun(&scene), Browser::begun(&scene));
    scene.portal.get(&mine.page).expect(404);
    scene.portal.get(&mine.page).header("cookie", &other.cookie).expect(404);
    post(&scene, &mine.page, "version=1&do=submit").header("cookie", &other.cookie).expect(404);
}
