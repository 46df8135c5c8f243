//! `/api/drafts/…`: drafting, uploading and filing, whoever does it how often and in which order.

mod forms;
mod many;
mod pages;
mod repeated;
mod resumed;

use motcua_tests::answers::{answers, form};
use motcua_tests::{Draft, Scene};
use serde_json::json;

/// Registration of a temporary stay, for which no file is required.
const STAY: &str = "1.004194";
/// Phường Bồ Đề, Hà Nội.
const PLACE: &str = "00118";
/// A working hour.
const MORNING: &str = "2026-03-02T09:00";

/// A draft with all that is required.
fn ready(scene: &Scene) -> Draft {
    scene.citizen().drafts(STAY, PLACE).answers(&answers(&form(STAY), &json!({})))
}
