//! The questions of the form that sends an item.

use maud::{Markup, html};
use motcua_pages::{Question, hidden, link};
use motcua_rules::feedback::{About, FILES_MAX, Field, Identity, Kind};
use motcua_rules::language::Language;

use super::entry::Entry;
use super::files;
use super::flaw::Flaw;
use super::send::PATH;
use crate::said::Wanted;

/// The inputs that a flaw can be told at: each is an id and a name.
pub const NAMES: [&str; 12] =
    ["about", "field", "object", "place", "address", "kind", "text", "files", "identity", "name", "phone", "email"];

/// The form.
pub struct Questions<'a> {
    /// What it holds.
    pub entry: &'a Entry,
    /// What is wrong with that.
    pub flaw: Option<&'a Flaw>,
    /// The language of the page.
    pub language: Language,
}

impl Questions<'_> {
    /// All of it, with what is wrong above it.
    pub fn form(&self) -> Markup {
        let wanted = &self.entry.wanted;
        html! {
            @if let Some(flaw) = self.flaw { (flaw.summary(self.language)) }
            form method="post" action=(link(PATH, self.language)) enctype="multipart/form-data" {
                (hidden(&self.entry.unseen()))
                (self.what(wanted))
                (self.words(wanted))
                (self.who(wanted))
                div.actions { button type="submit" { (self.say("Gửi phản ánh", "Send")) } }
            }
        }
    }

    fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        self.language.pick(vi, en)
    }

    fn question<'q>(&'q self, id: &'q str, label: &'q str, hint: &'q str, is_optional: bool) -> Question<'q> {
        Question {
            id,
            label,
            hint: Some(hint).filter(|hint| !hint.is_empty()),
            error: self.flaw.and_then(|flaw| flaw.with(id)),
            is_optional,
            language: self.language,
        }
    }

    fn what(&self, wanted: &Wanted) -> Markup {
        let about = list(About::ALL, |one| (one.as_str(), one.label(self.language)));
        let fields = list(Field::ALL, |one| (one.as_str(), one.label(self.language)));
        let kinds = list(Kind::ALL, |one| (one.as_str(), one.label(self.language)));
        let object_hint = self.say(
            "Khi phản ánh về một hồ sơ, thủ tục hoặc cơ quan. Ví dụ: H29.101-250701-0001, 1.001193, H29.101.",
            "Where it is about a dossier, a procedure or an agency, such as H29.101-250701-0001, 1.001193, H29.101.",
        );
        html! {
            (self.question("about", self.say("Phản ánh về điều gì?", "What is it about?"), "", false)
                .choices("about", "radio", &about, &[&wanted.about]))
            (self.question("object", self.say("Mã hồ sơ, thủ tục hoặc cơ quan", "Code of the dossier, procedure or agency"), object_hint, true)
                .line("object", &wanted.object, "text", "text", 300))
            (self.place(wanted))
            (self.question("field", self.say("Lĩnh vực", "Field"), "", false).select("field", &fields, &wanted.field))
            (self.question("kind", self.say("Loại phản ánh", "Kind"), "", false)
                .choices("kind", "radio", &kinds, &[or(&wanted.kind, Kind::Conduct.as_str())]))
        }
    }

    fn place(&self, wanted: &Wanted) -> Markup {
        let hint = self.say(
            "Tên hoặc mã xã, phường, đặc khu, tỉnh, cũ hay mới. Ví dụ: Ngọc Thụy. Cần có khi phản ánh về một địa điểm.",
            "Name or code of the commune or province, old or new, such as Ngọc Thụy. Needed where it is about a place.",
        );
        let address_hint =
            self.say("Số nhà, đường, thôn, hoặc mô tả vị trí.", "House, street, hamlet, or how to find it.");
        let places: Vec<(&str, &str)> = self
            .flaw
            .iter()
            .flat_map(|flaw| &flaw.places)
            .map(|(code, label)| (code.as_str(), label.as_str()))
            .collect();
        html! {
            (self.question("place", self.say("Địa bàn", "Place"), hint, true)
                .line("place", &wanted.place, "text", "text", 300))
            @if !places.is_empty() {
                (self.question("place_of", self.say("Có phải một trong những nơi này?", "Is it one of these?"), "", true)
                    .choices("place_of", "radio", &places, &[]))
            }
            (self.question("address", self.say("Địa chỉ cụ thể", "Where exactly"), address_hint, true)
                .line("address", &wanted.address, "text", "text", 300))
        }
    }

    fn words(&self, wanted: &Wanted) -> Markup {
        let text_hint = self.say(
            "Tối đa 10.000 ký tự. Khiếu nại, tố cáo có trình tự riêng theo luật và không gửi ở đây.",
            "At most 10,000 characters. Complaints and denunciations under the law are not sent here.",
        );
        let files_hint = match self.language {
            Language::Vi => format!("Tối đa {FILES_MAX} tệp: ảnh JPEG, PNG hoặc PDF."),
            Language::En => format!("At most {FILES_MAX} files: JPEG, PNG or PDF."),
        };
        let files = self.question("files", self.say("Ảnh hoặc tài liệu", "Photos or documents"), &files_hint, true);
        html! {
            (self.question("text", self.say("Nội dung", "What happened"), text_hint, false).lines("text", &wanted.text, 10_000))
            (files.files("files", files::ACCEPT))
            (files::kept(&self.entry.kept, self.language))
        }
    }

    fn who(&self, wanted: &Wanted) -> Markup {
        let identities = list(Identity::ALL, |one| (one.as_str(), one.label(self.language)));
        let hint = self.say(
            "Ẩn danh: bỏ trống các ô dưới đây; theo dõi bằng mã và mã bí mật.",
            "Anonymous: leave what follows empty; you follow it by its code and secret.",
        );
        html! {
            (self.question("identity", self.say("Bạn muốn gửi như thế nào?", "How do you want to send it?"), hint, false)
                .choices("identity", "radio", &identities, &[or(&wanted.identity, Identity::Anonymous.as_str())]))
            (self.question("name", self.say("Họ và tên", "Name"), "", true).line("name", &wanted.name, "text", "text", 300))
            (self.question("phone", self.say("Điện thoại", "Telephone"), "0912 345 678", true)
                .line("phone", &wanted.phone, "tel", "tel", 20))
            (self.question("email", "E-mail", "", true).line("email", &wanted.email, "email", "email", 254))
        }
    }
}

/// The words of a closed list, and what they are called.
pub fn list<T: Copy>(all: &[T], word: impl Fn(T) -> (&'static str, &'static str)) -> Vec<(&'static str, &'static str)> {
    all.iter().map(|one| word(*one)).collect()
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::said::missing;

    fn page(change: impl FnOnce(&mut Wanted), flaw: Option<&Flaw>) -> String {
        let mut entry = Entry::new("0123456789abcdef".to_owned());
        change(&mut entry.wanted);
        Questions { entry: &entry, flaw, language: Language::En }.form().into_string()
    }

    #[test]
    fn what_was_written_is_text() {
        let page = page(|one| (one.text, one.object) = ("</textarea><script>".into(), "\"><b>".into()), None);
        assert!(!page.contains("<script>") && !page.contains("<b>"), "{page}");
        assert!(page.contains("&lt;/textarea&gt;&lt;script&gt;"), "{page}");
    }

    #[test]
    fn whoever_chooses_nothing_is_anonymous_and_tells_of_conduct() {
        let page = page(|_| (), None);
        assert!(page.contains(r#"value="anonymous" checked"#) && page.contains(r#"value="conduct" checked"#), "{page}");
        assert!(
            page.contains(r#"enctype="multipart/form-data""#)
                && page.contains(r#"name="device" value="0123456789abcdef""#)
        );
    }

    #[test]
    fn every_flaw_has_its_question() {
        for name in NAMES {
            let flaw = Flaw::of(&missing(name), &NAMES, Language::En);
            let page = page(|_| (), Some(&flaw));
            assert!(
                page.contains(&format!(r##"href="#{name}""##)) && page.contains(&format!(r#"id="{name}""#)),
                "{name}"
            );
            assert!(page.contains(&format!(r#"id="{name}-error""#)), "{name}");
        }
    }
}
