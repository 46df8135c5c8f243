//! What whoever sent an item takes away: its code, its secret, and what happens next.

use http::StatusCode;
use maud::html;
use motcua_edge::answer::Answer;
use motcua_pages::{fact, link, note};

use super::{ROOT, follow, moment, private};
use crate::asked::Asked;
use crate::receive::Receipt;
use crate::view;

/// The receipt. The same request gets it again.
pub fn page(asked: &Asked, receipt: Receipt) -> Answer {
    let language = asked.language;
    let shown = view::received(asked, receipt);
    let row = |vi, en, value: &str| fact(language.pick(vi, en), html! { (value) });
    let body = html! {
        p { strong { (language.pick(
            "Hãy ghi lại mã và mã bí mật dưới đây: chỉ có chúng mở được phản ánh này, và không ai cấp lại.",
            "Write these down: only they open this item, and nobody can give them out again.",
        )) } }
        dl {
            (fact(language.pick("Mã phản ánh", "Code"), html! { strong.code { (shown.code) } }))
            (fact(language.pick("Mã bí mật", "Secret"), html! { strong.code.hash { (shown.secret) } }))
            (row("Tiếp nhận lúc", "Received", &moment(&shown.received, language)))
            (row("Trạng thái", "State", &shown.state.name))
        }
        h2 { (language.pick("Tiếp theo", "What happens next")) }
        dl {
            (row("Nơi nhận", "Desk", &shown.desk))
            (row("Vì sao", "Why", &shown.why.name))
            @if let Some(due) = &shown.due_text { (row("Hạn", "Due", due)) }
        }
        (follow::opener(asked, &shown.code, &shown.secret))
        (note(language.pick(
            "Khi có trả lời, bạn xem bằng mã và mã bí mật.",
            "You read the answer by code and secret.",
        )))
        p.screen { a href=(link(ROOT, language)) { (language.pick("Về trang phản ánh, kiến nghị", "Back to feedback")) } }
    };
    private(asked, StatusCode::CREATED, ROOT, language.pick("Đã tiếp nhận", "Received"), body)
}
