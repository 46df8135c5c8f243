//! A draft that was changed elsewhere: both versions beside each other, and a button for each.

use http::StatusCode;
use maud::html;
use motcua_edge::answer::Answer;
use motcua_rules::form::Answers;
use serde_json::Value;

use super::draft::Opened;
use super::names::name_of;
use super::{link, shown};
use crate::asked::Asked;

/// Shows what stands there and what was sent, where they differ. Nothing was saved.
pub fn page(asked: &Asked, id: &str, opened: &Opened, current: &Answers, yours: &Answers) -> Answer {
    let say = |vi, en| asked.language.pick(vi, en);
    let form = &opened.basis.version.form;
    let differs =
        form.fields().map(|(_, field)| field).filter(|field| current.get(&field.name) != yours.get(&field.name));
    let mut kept = Vec::new();
    yours.iter().for_each(|(name, value)| inputs(name, value, &mut kept));
    let address = link(&format!("/nop-ho-so/{id}"), asked.language);
    let body = html! {
        p { (say(
            "Bản nháp đã được sửa ở nơi khác sau khi bạn mở trang này. Chưa có gì bị ghi đè: hãy chọn bản muốn giữ.",
            "The draft was changed elsewhere after you opened this page. Nothing was overwritten: choose what to keep.",
        )) }
        table {
            thead { tr {
                th scope="col" { (say("Câu hỏi", "Question")) }
                th scope="col" { (say("Đang lưu", "Saved")) }
                th scope="col" { (say("Bạn vừa gửi", "Yours")) }
            } }
            tbody {
                @for field in differs {
                    tr {
                        th scope="row" { (field.label.say(asked.language)) }
                        td { (text(current.get(&field.name))) }
                        td { (text(yours.get(&field.name))) }
                    }
                }
            }
        }
        form method="post" action=(address) {
            input type="hidden" name="version" value=(opened.draft.version);
            @for (name, value) in &kept { input type="hidden" name=(name) value=(value); }
            div.actions {
                button type="submit" name="do" value="save" { (say("Giữ bản của tôi", "Keep mine")) }
                a href=(address) { (say("Dùng bản đang lưu", "Use what is saved")) }
            }
        }
    };
    shown(asked, StatusCode::PRECONDITION_FAILED, say("Đã được sửa ở nơi khác", "Changed elsewhere"), body)
}

/// An answer for reading.
fn text(answer: Option<&Value>) -> String {
    match answer {
        None | Some(Value::Null) => "–".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().map(|item| text(Some(item))).collect::<Vec<_>>().join("; "),
        Some(Value::Object(item)) => item.values().map(|value| text(Some(value))).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    }
}

/// An answer as the page of the form would send it.
fn inputs(at: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                match item {
                    Value::Object(member) => {
                        member.iter().for_each(|(name, value)| inputs(&format!("{at}/{index}/{name}"), value, found));
                    }
                    one => inputs(at, one, found),
                }
            }
        }
        Value::String(text) => found.push((name_of(at), text.clone())),
        Value::Null | Value::Object(_) => {}
        other => found.push((name_of(at), other.to_string())),
    }
}
