//! Others may have said the same: their items, and the choice to join one or to send one's own all the same.

use http::StatusCode;
use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_pages::{hidden, link, note};
use motcua_rules::language::Language;

use super::entry::Entry;
use super::send::PATH;
use super::{ROOT, day, private, register, support};
use crate::asked::Asked;
use crate::similar::Suggestion;

/// What was found. Nothing was sent yet.
pub fn page(asked: &Asked, entry: &Entry, found: &[Suggestion]) -> Answer {
    let language = asked.language;
    let body = html! {
        p { (language.pick(
            "Phản ánh của bạn chưa được gửi. Những phản ánh dưới đây có thể nói về cùng một việc: thêm ý kiến vào đó thì bạn cũng nhận được trả lời.",
            "Yours was not sent yet. These may be about the same: if you add yours to one, you hear its answer too.",
        )) }
        ul.results { @for one in found { li { (suggestion(entry, one, language)) } } }
        form method="post" action=(link(PATH, language)) {
            (hidden(&entry.hidden()))
            (hidden(&[("sure", "1")]))
            div.actions { button.quiet type="submit" { (language.pick("Vẫn gửi phản ánh của tôi", "Send mine anyway")) } }
        }
        (note(language.pick(
            "Máy chỉ so sánh câu chữ; quyết định là của bạn. Ảnh đã chọn chỉ đi cùng phản ánh của riêng bạn.",
            "A machine only compared the words; you decide. Photos go with an item of your own only.",
        )))
    };
    private(
        asked,
        StatusCode::OK,
        ROOT,
        language.pick("Đã có người phản ánh việc này", "Somebody reported this already"),
        body,
    )
}

fn suggestion(entry: &Entry, one: &Suggestion, language: Language) -> Markup {
    let wanted = &entry.wanted;
    let inputs = [
        ("invitation", &one.invitation),
        ("name", &wanted.name),
        ("phone", &wanted.phone),
        ("email", &wanted.email),
        ("device", &wanted.device),
        ("key", &entry.key),
    ];
    html! {
        @match &one.title {
            Some(title) => a href=(link(&register::address(&one.code), language)) { (title) },
            None => strong.code { (one.code) },
        }
        p.about {
            @if one.title.is_some() { span.code { (one.code) } " · " }
            (one.state.name) " · " (language.pick("từ ", "since ")) (day(&one.received, language)) " · "
            (one.supporters) (language.pick(" người cùng ý kiến", " others said the same"))
        }
        form.inline method="post" action=(link(&support::address(&one.code), language)) {
            (hidden(&inputs))
            button type="submit" { (language.pick("Thêm ý kiến của tôi", "Add mine")) span.first { " " (one.code) } }
        }
    }
}
