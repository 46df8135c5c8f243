//! The home page: one field, and what most people come for.

use maud::html;
use motcua_edge::language::Language;
use motcua_pages::{Page, layout, search_form};

/// Procedures that most people look for, by code, as they say it.
const ERRANDS: [(&str, &str, &str); 10] = [
    ("1.001193", "Khai sinh cho con", "Register a birth"),
    ("1.000894", "Đăng ký kết hôn", "Register a marriage"),
    ("1.004873", "Giấy xác nhận độc thân", "Certificate of marital status"),
    ("2.000815", "Chứng thực bản sao", "Certified copies"),
    ("1.004222", "Nhập hộ khẩu, thường trú", "Permanent residence"),
    ("1.004194", "Đăng ký tạm trú", "Temporary residence"),
    ("1.014063", "Đổi thẻ căn cước", "Exchange an ID card"),
    ("3.000347", "Đổi bằng lái xe", "Renew a driving licence"),
    ("3.000333", "Lý lịch tư pháp", "Criminal record certificate"),
    ("1.001612", "Mở hộ kinh doanh", "Start a household business"),
];

/// The page.
pub fn page(language: Language) -> String {
    let lang = language.pick("", "?lang=en");
    let body = html! {
        (search_form(language, ""))
        p { a href={ "/ho-so/" (lang) } { (language.pick("Hồ sơ của tôi đến đâu rồi?", "Where does my dossier stand?")) } }
        p { a href={ "/phan-anh/" (lang) } { (language.pick("Gửi phản ánh, kiến nghị", "Complain or recommend something")) } }
        h2 { (language.pick("Nhiều người cần", "What most people need")) }
        ul.errands {
            @for (code, vi, en) in ERRANDS {
                li { a href={ "/thu-tuc/" (code) (lang) } { (language.pick(vi, en)) } }
            }
        }
        h2 { (language.pick("Nơi ở của tôi nay thuộc đâu?", "What is my old commune called now?")) }
        form.search action="/dia-ban/" {
            label for="place" { (language.pick("Tên hoặc mã xã, phường trước 1/7/2025", "Name or code of a commune before 1 July 2025")) }
            div.field {
                input #place type="search" name="q" maxlength="200" autocomplete="off";
                @if language == Language::En { input type="hidden" name="lang" value="en"; }
                button type="submit" { (language.pick("Tra cứu", "Look up")) }
            }
        }
    };
    let title = language.pick("Làm thủ tục ở một nơi", "All procedures through one door");
    layout(&Page { language, title, other: language.pick("/?lang=en", "/?lang=vi"), body })
}
