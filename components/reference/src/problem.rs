//! What every function that reads reference data may be refused for.

use http::StatusCode;
use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_edge::refusal;

use crate::store::types::Fault;

/// Why the store could not be used. What an operator has to mend goes to the log.
pub fn of_fault(fault: Fault) -> Problem {
    match fault {
        Fault::Unavailable => refusal::store_unavailable(),
        Fault::InDoubt => refusal::store_in_doubt(),
        Fault::Full => refusal::storage_full(),
        Fault::OutdatedSchema => out_of_order("its tables are of another version than this one needs; migrate them"),
        Fault::Denied => out_of_order("the manifest does not grant it"),
        Fault::Damaged(what) => damaged(&what),
    }
}

/// What the store holds cannot be what was published.
pub fn damaged(what: &str) -> Problem {
    out_of_order(&format!("damaged: {what}"))
}

fn out_of_order(what: &str) -> Problem {
    eprintln!("the store cannot be used: {what}");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_the_status_by_which_one_acts() {
        for (fault, status) in [
            (Fault::Unavailable, 503),
            (Fault::InDoubt, 503),
            (Fault::Full, 507),
            (Fault::OutdatedSchema, 500),
            (Fault::Denied, 500),
            (Fault::Damaged("row 7".into()), 500),
        ] {
            let answer = of_fault(fault).answer(Default::default());
            assert_eq!(answer.status().as_u16(), status);
            assert!(!answer.body().windows(5).any(|part| part == b"row 7"));
        }
    }
}
