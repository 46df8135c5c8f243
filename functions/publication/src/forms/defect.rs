//! What is wrong with a form, in words.

use motcua_edge::both::{Both, both, cut};
use motcua_rules::form::Role;
use motcua_rules::form::lint::Defect;

/// So much of a name that stands in a form is repeated.
const NAME_CHARS_MAX: usize = 60;

/// Why a form with this defect is not published.
#[rustfmt::skip]
pub fn say(defect: &Defect) -> Both {
    match defect {
        Defect::NoProcedure => both("Phải là mã thủ tục, ví dụ 1.001193.", "It must be a procedure's code, such as 1.001193."),
        Defect::NameTaken => both("Tên này đã được dùng ở trước.", "Something before it has the same name."),
        Defect::NameUnfit => both("Tên gồm chữ thường không dấu, chữ số và gạch dưới, tối đa 60 ký tự.", "A name has lower-case letters, digits and single underscores, 60 at most."),
        Defect::WordsMissing => both("Thiếu chữ ở một ngôn ngữ, hoặc có dấu cách ở đầu hay cuối.", "Words are missing in a language, or have spaces at an end."),
        Defect::ExampleRefused => both("Ví dụ sẽ bị chính biểu mẫu từ chối.", "The form would refuse its own example."),
        Defect::UnknownField(name) => of_name(name, "Điều kiện nhắc đến một trường không được hỏi trước đó", "A condition looks at a field that is not asked before"),
        Defect::UnknownChoice(name) => of_name(name, "Điều kiện nhắc đến một lựa chọn không có", "A condition names a choice that there is not"),
        Defect::NeverShown => both("Các điều kiện mâu thuẫn nhau: không ai được hỏi điều này.", "Its conditions contradict each other: nobody is ever asked."),
        Defect::AlwaysHolds => both("Một điều kiện luôn đúng; hãy bỏ điều kiện đó.", "One of its conditions always holds; leave it out."),
        Defect::NothingToChoose => both("Phải có ít nhất hai lựa chọn.", "There must be two choices at least."),
        Defect::Bounds => both("Giới hạn bị thiếu, quá rộng hoặc mâu thuẫn nhau.", "The bounds are missing, too wide, or exclude each other."),
        Defect::NestedGroup => both("Nhóm không được nằm trong nhóm khác.", "A group cannot lie in another."),
        Defect::RoleMissing(role) => of_name(&word(*role), "Không phải ai nộp cũng phải khai điều mà Cổng cần biết", "Not everybody who files must tell what the portal needs to know"),
        Defect::RoleTwice(role) => of_name(&word(*role), "Hai trường có thể cùng hiện ra có một vai trò", "Two fields that can be shown together have one role"),
        Defect::RoleUnfit(role) => of_name(&word(*role), "Loại câu trả lời không hợp với vai trò", "This kind of answer does not fit the role"),
        Defect::NotPersonal => both("Là dữ liệu cá nhân: phải có “personal”: true.", "It is personal data: it needs “personal”: true."),
        Defect::NothingAccepted => both("Phải nhận ít nhất một loại tệp.", "It must take one kind of file at least."),
        Defect::PaperUnknown => both("Thủ tục không có giấy tờ này.", "The procedure has no such paper."),
        Defect::PaperTwice => both("Giấy tờ này đã được yêu cầu ở trước.", "Something before it asks for the same paper."),
        Defect::PaperAmbiguous => both("Có nhiều giấy tờ bắt đầu như vậy.", "Several papers begin so."),
        Defect::PaperForgotten => both("Biểu mẫu không nói gì về giấy tờ này.", "Nothing says what becomes of this paper."),
    }
}

fn of_name(name: &str, vi: &str, en: &str) -> Both {
    let name = cut(name, NAME_CHARS_MAX);
    both(format!("{vi}: “{name}”."), format!("{en}: “{name}”."))
}

/// A role as a form writes it.
fn word(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|word| Some(word.as_str()?.to_owned())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_edge::language::Language;

    #[test]
    fn a_defect_names_what_the_form_names() {
        let text = |defect| say(&defect).in_language(Language::En).to_owned();
        assert!(text(Defect::RoleMissing(Role::ApplicantName)).ends_with(": “applicant_name”."));
        assert!(text(Defect::UnknownField("a\n".repeat(50))).chars().count() < 150);
    }
}
