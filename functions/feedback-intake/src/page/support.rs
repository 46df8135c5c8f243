//! `POST /phan-anh/{code}/cung-y-kien`: somebody says the same.

use http::StatusCode;
use maud::html;
use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_pages::{fact, link, note};

use super::form::Form;
use super::{LANGUAGE, ROOT, device, follow, private, wait, with_device};
use crate::asked::Asked;
use crate::support::{Supported, Wanted, supported};
use crate::{Body, problem};

/// Where whoever says the same as an item is added.
pub fn address(code: &str) -> String {
    format!("{ROOT}/{code}/cung-y-kien")
}

/// Adds a supporter. Whoever comes twice is the same one.
pub async fn take(asked: &Asked, code: &str, body: Body) -> Result<Answer, Problem> {
    asked.query(&[LANGUAGE])?;
    let form = Form::read(asked, body).await?;
    let value = |name: &str| form.value(name).trim().to_owned();
    let wanted = Wanted {
        name: value("name"),
        phone: value("phone"),
        email: value("email"),
        invitation: value("invitation"),
        device: device(asked, form.value("device")),
        ticket: value("ticket"),
        nonce: String::new(),
    };
    let key = value("key");
    if key.len() < problem::KEY_CHARS_MIN {
        return Err(problem::weak_key());
    }
    let answer = match supported(asked, code, &wanted, &key).await {
        Ok(supported) => receipt(asked, &supported),
        Err(problem) => match wait::ticket(&problem).map(str::to_owned) {
            Some(ticket) => {
                wait::page(asked, &address(code), &problem, &hidden(&Wanted { ticket, ..wanted.clone() }, key))
            }
            None => return Err(problem),
        },
    };
    Ok(with_device(asked, &wanted.device, answer))
}

fn hidden(wanted: &Wanted, key: String) -> Vec<(&'static str, String)> {
    let Wanted { name, phone, email, invitation, device, ticket, .. } = wanted.clone();
    vec![
        ("name", name),
        ("phone", phone),
        ("email", email),
        ("invitation", invitation),
        ("device", device),
        ("ticket", ticket),
        ("key", key),
    ]
}

fn receipt(asked: &Asked, supported: &Supported) -> Answer {
    let language = asked.language;
    let body = html! {
        p { (language.pick(
            "Ý kiến của bạn đã được thêm vào phản ánh này. Hãy ghi lại mã và mã bí mật của riêng bạn để theo dõi.",
            "Yours was added to this item. Write down its code and your own secret, to follow it.",
        )) }
        dl {
            (fact(language.pick("Mã phản ánh", "Code"), html! { strong.code { (supported.code) } }))
            (fact(language.pick("Mã bí mật của bạn", "Your secret"), html! { strong.code.hash { (supported.secret) } }))
        }
        (follow::opener(asked, &supported.code, &supported.secret))
        (note(language.pick(
            "Bạn thấy phản ánh đang ở đâu và câu trả lời; những gì người gửi đã viết thì không.",
            "You see where the item stands and its answer, but not what its sender wrote.",
        )))
        p.screen { a href=(link(ROOT, language)) { (language.pick("Về trang phản ánh, kiến nghị", "Back to feedback")) } }
    };
    private(asked, StatusCode::CREATED, ROOT, language.pick("Đã thêm ý kiến của bạn", "Yours was added"), body)
}
