//! Where an order stands, and where to pay it.

use http::{HeaderValue, StatusCode, header::REFRESH};
use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::clock::civil;
use motcua_edge::problem::Problem;
use motcua_pages::{fact, gateway_name, note, qr};
use motcua_rules::clock::say_date;
use motcua_rules::payment::State;

use super::{address, link, shown};
use crate::asked::Asked;
use crate::booked::{Next, books, dong, facts, state, step};
use crate::store::orders::Order;
use crate::view::said;

/// A page of which something is waited for asks again after so many seconds.
const REFRESH_SECONDS: &str = "15";

/// The order as it stands.
pub async fn show(asked: &Asked, order: &Order) -> Result<Answer, Problem> {
    let (state, facts, language) = (state(order)?, facts(order)?, asked.language);
    let books = books(order).await?;
    let said = said(asked, order, state, &facts, &books);
    let until = civil(facts.expires);
    let until = format!("{:02}:{:02}, {}", until.hour(), until.minute(), say_date(until.date(), language));
    let row = |vi, en, value: &str| fact(language.pick(vi, en), html! { (value) });
    let is_payable = state.is_open() && asked.now < facts.expires;
    let step = step(&asked.settings, order, &facts)?;
    let body = html! {
        p.standing { span.badge { (state.label(language)) } }
        p role="status" { (said.say(language)) }
        dl {
            (row("Số tiền", "Amount", &dong(order.amount)?.say(language)))
            (row("Nơi nộp", "Paid at", gateway_name(&order.gateway)))
            (row("Số lệnh", "Order", &order.number.to_string()))
            @if is_payable { (row("Nộp trước", "Pay by", &until)) }
        }
        @if is_payable { @if let Some(step) = &step { (place(asked, step)) } }
        p.actions {
            @if books.is_fee {
                a href=(link(&format!("{}/bien-lai", address(asked, order)), language)) { (language.pick("Xem và in biên lai", "See and print the receipt")) }
                " "
            }
            a href=(link(&format!("/ho-so/{}", order.dossier), language)) { (language.pick("Về trang hồ sơ", "To the dossier")) }
        }
    };
    let title = language.pick("Nộp phí, lệ phí", "Pay the fee");
    let mut answer = shown(asked, StatusCode::OK, title, body);
    if !matches!(state, State::Paid | State::Expired | State::Failed) {
        answer.headers_mut().insert(REFRESH, HeaderValue::from_static(REFRESH_SECONDS));
    }
    Ok(answer)
}

/// Where to pay.
fn place(asked: &Asked, step: &Next) -> Markup {
    let language = asked.language;
    match step {
        Next::Redirect { url } => html! {
            p.actions { a.button href=(url) rel="noreferrer" { (language.pick("Đến trang thanh toán", "Go and pay")) } }
        },
        Next::Form { action, fields } => html! {
            form method="post" action=(action) {
                @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                div.actions { button type="submit" { (language.pick("Đến trang thanh toán", "Go and pay")) } }
            }
        },
        Next::Transfer { qr: payload, bank, account, holder, amount, text, .. } => {
            let row = |vi, en, value: &str| fact(language.pick(vi, en), html! { strong { (value) } });
            let words = dong(*amount).map(|amount| amount.say(language)).unwrap_or_default();
            html! {
                h2 { (language.pick("Chuyển khoản", "Transfer")) }
                div.transfer { (qr(payload, language.pick("Mã VietQR của lệnh chuyển khoản", "VietQR code of the transfer"))) }
                dl {
                    (row("Ngân hàng", "Bank", bank))
                    (row("Số tài khoản", "Account", account))
                    (row("Chủ tài khoản", "Holder", holder))
                    (row("Số tiền", "Amount", &words))
                    (row("Nội dung", "Text", text))
                }
                (note(language.pick(
                    "Giữ nguyên nội dung chuyển khoản: nhờ đó hệ thống nhận ra khoản nộp của bạn.",
                    "Keep the text of the transfer as it is: by it the payment is recognised.",
                )))
            }
        }
    }
}
