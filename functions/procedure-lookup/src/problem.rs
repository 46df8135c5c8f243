//! All that a look-up may be refused for.

use http::StatusCode;
use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_edge::refusal;

use crate::store::types::Fault;

/// The store could not be used.
pub fn of_fault(fault: Fault) -> Problem {
    match fault {
        // Who only reads is never in doubt.
        Fault::Unavailable | Fault::InDoubt => refusal::store_unavailable(),
        Fault::Full => refusal::storage_full(),
        Fault::OutdatedSchema | Fault::Denied => {
            eprintln!("the store cannot be used: {fault:?}");
            refusal::out_of_order()
        }
        Fault::Damaged(what) => damaged(&what),
    }
}

/// What the store holds cannot be what was published.
pub fn damaged(what: &str) -> Problem {
    eprintln!("the store is damaged: {what}");
    refusal::out_of_order()
}

/// 404: no such procedure, or none on that day.
pub fn no_procedure(code: &str, day: &str) -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-procedure",
        both("Không có thủ tục này", "No such procedure"),
        both(
            format!("Cổng không biết thủ tục nào mang mã “{code}” vào ngày {day}."),
            format!("The portal knows of no procedure with the code “{code}” on {day}."),
        ),
        both(
            "Kiểm tra lại mã (dạng 1.001193), hoặc tìm theo tên tại /api/procedures?q=…",
            "Check the code (like 1.001193), or search by name at /api/procedures?q=…",
        ),
    )
    .field("code")
}

/// 404: no such unit, or none on that day.
pub fn no_unit(code: &str, day: &str) -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-unit",
        both("Không có đơn vị hành chính này", "No such unit"),
        both(
            format!("Ngày {day} không có đơn vị hành chính nào mang mã “{code}”."),
            format!("On {day} no unit has the code “{code}”."),
        ),
        both(
            "Mã cũ (trước 1/7/2025) được tra tại /api/units/resolve?code=…",
            "Codes from before 1 July 2025 are looked up at /api/units/resolve?code=…",
        ),
    )
    .field("code")
}

/// 404: the unit is known, its centre is not published.
pub fn no_centre(code: &str) -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-centre",
        both("Chưa công bố trung tâm phục vụ", "No centre published"),
        both(
            format!("Chưa có trung tâm phục vụ hành chính công nào được công bố cho “{code}”."),
            format!("No public service centre is published for “{code}”."),
        ),
        both(
            "Hỏi Ủy ban nhân dân nơi đó; hồ sơ được nộp ở bất kỳ bộ phận một cửa nào.",
            "Ask the People's Committee there; a dossier may be filed at any one-stop desk.",
        ),
    )
    .field("code")
}

/// 400: the cursor did not come from this list.
pub fn bad_cursor() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "bad-cursor",
        both("Con trỏ không hợp lệ", "Bad cursor"),
        both("Giá trị “cursor” không do danh sách này cấp.", "This “cursor” did not come from this list."),
        both("Bắt đầu lại từ trang đầu, không có “cursor”.", "Start again from the first page, without “cursor”."),
    )
    .field("cursor")
}

/// 422: the place has to be said more exactly. `question` says how.
pub fn which_place(question: Both, choices: impl serde::Serialize) -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "which-place",
        both("Cần chọn địa bàn", "Which place?"),
        question,
        both(
            "Chọn một mã trong “units” rồi gửi lại với “place”.",
            "Choose a code from “units” and send it again as “place”.",
        ),
    )
    .field("place")
    .with("units", choices)
}
