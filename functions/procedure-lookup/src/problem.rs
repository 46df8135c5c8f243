//! What a look-up may be refused for, besides what every function that reads reference data is (`motcua_reference::problem`).

use http::StatusCode;
use motcua_edge::both::both;
use motcua_edge::problem::Problem;

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
