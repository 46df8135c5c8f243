//! `/phan-anh`: where it begins: what can be done here, and the form that sends an item.

use http::StatusCode;
use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::problem::Problem;
use motcua_pages::{link, note};
use motcua_rules::language::Language;

use super::entry::Entry;
use super::flaw::Flaw;
use super::questions::{NAMES, Questions};
use super::{LANGUAGE, ROOT, device, private, with_device};
use super::{follow, register, statistics};
use crate::asked::Asked;
use crate::said::Wanted;

const CHARS_MAX: usize = 300;

/// The empty form, or one in which another page's link filled in what it is about.
pub fn show(asked: &Asked) -> Result<Answer, Problem> {
    let query = asked.query(&["about", "object", "place", "field", LANGUAGE])?;
    let text = |name| Ok::<_, Problem>(query.text(name, CHARS_MAX)?.unwrap_or_default().to_owned());
    let mut entry = Entry::new(device(asked, ""));
    let device = core::mem::take(&mut entry.wanted.device);
    entry.wanted = Wanted {
        about: text("about")?,
        object: text("object")?,
        place: text("place")?,
        field: text("field")?,
        device,
        ..entry.wanted
    };
    Ok(page(asked, StatusCode::OK, &entry, None))
}

/// The form again, with what is wrong.
pub fn again(asked: &Asked, entry: &Entry, problem: &Problem) -> Answer {
    let flaw = Flaw::of(problem, &NAMES, asked.language);
    page(asked, problem.status(), entry, Some(&flaw))
}

fn page(asked: &Asked, status: StatusCode, entry: &Entry, flaw: Option<&Flaw>) -> Answer {
    let language = asked.language;
    let body = html! {
        @if flaw.is_none() { (ways(language)) }
        section aria-labelledby="send" {
            h2 #send { (language.pick("Gửi phản ánh, kiến nghị", "Send feedback")) }
            (Questions { entry, flaw, language }.form())
        }
        (note(language.pick(
            "Không cần đăng nhập. Sau khi gửi, bạn nhận mã và mã bí mật để theo dõi.",
            "No account is needed. Once it is sent you get a code and a secret to follow it by.",
        )))
    };
    let title = language.pick("Phản ánh, kiến nghị", "Feedback");
    with_device(asked, &entry.wanted.device, private(asked, status, ROOT, title, body))
}

fn ways(language: Language) -> Markup {
    let ways = [
        ("#send", language.pick("Gửi phản ánh, kiến nghị", "Send feedback")),
        (follow::PATH, language.pick("Theo dõi phản ánh đã gửi", "Follow what you sent")),
        (register::PATH, language.pick("Kết quả công khai", "What was answered, for everybody to read")),
        (statistics::PATH, language.pick("Thống kê", "Statistics")),
    ];
    let place = |place: &str| if place.starts_with('#') { place.to_owned() } else { link(place, language) };
    html! {
        nav aria-label=(language.pick("Phản ánh, kiến nghị", "Feedback")) {
            ul { @for (path, name) in ways { li { a href=(place(path)) { (name) } } } }
        }
    }
}
