//! The receipt for the fee, to be printed.

use http::StatusCode;
use maud::html;
use motcua_edge::answer::Answer;
use motcua_edge::clock::civil;
use motcua_edge::problem::Problem;
use motcua_pages::{fact, qr};
use motcua_rules::clock::say_date;

use super::{address, link, shown};
use crate::asked::Asked;
use crate::booked::dong;
use crate::receipt::made_out;
use crate::store::orders::Order;

/// The receipt, for the browser that keeps the dossier's secret.
pub async fn show(asked: &Asked, order: &Order) -> Result<Answer, Problem> {
    let receipt = made_out(asked, order).await?;
    let signed = asked.settings.signing.sign(&receipt);
    let language = asked.language;
    let row = |vi, en, value: &str| fact(language.pick(vi, en), html! { (value) });
    let paid = civil(order.paid.unwrap_or(order.updated));
    let paid = format!("{:02}:{:02}, {}", paid.hour(), paid.minute(), say_date(paid.date(), language));
    let page = format!("{}{}", asked.settings.portal_url, address(asked, order));
    let body = html! {
        div.heads {
            p { strong { (receipt.agency_name) } }
            p lang="vi" { strong { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" } br; "Độc lập – Tự do – Hạnh phúc" }
        }
        div.receipt {
            div.marks {
                dl {
                    (row("Số biên lai", "Number", &receipt.number))
                    (row("Mã hồ sơ", "Dossier", &receipt.dossier))
                    (row("Ngày nộp", "Paid", &paid))
                }
                (qr(&page, language.pick("Mã QR dẫn đến trang của lệnh nộp", "QR code of the order's page")))
            }
            dl {
                @if let Some(payer) = &receipt.payer { (row("Người nộp", "Payer", payer)) }
                (row("Nộp cho thủ tục", "For the procedure", &format!("{} – {}", receipt.procedure, receipt.procedure_name)))
                (row("Số tiền", "Amount", &dong(receipt.amount)?.say(language)))
                (row("Bằng chữ", "In words", &receipt.amount_in_words))
                (row("Nộp qua", "Paid through", &format!("{} – {}", receipt.gateway, receipt.transaction)))
                @if receipt.refunded > 0 { (row("Đã hoàn lại", "Given back", &dong(receipt.refunded)?.say(language))) }
            }
            details {
                summary { (language.pick("Chữ ký số của cổng", "The portal's signature")) }
                p.code { (signed.jws) }
            }
        }
        p.screen { a href=(link(&address(asked, order), language)) { (language.pick("Về lệnh nộp", "Back to the order")) } }
    };
    Ok(shown(asked, StatusCode::OK, language.pick("Biên lai thu phí, lệ phí", "Receipt for the fee"), body))
}
