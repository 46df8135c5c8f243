//! All that a publication may be refused for.

use http::StatusCode;
use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_reference::problem::of_fault;

use crate::flaw::Flaws;
use crate::store::publication::{Reason, Refusal};
use crate::table::Table;

const UNREADABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// 422: these values are wrong, and nothing was written.
pub fn flawed(flaws: Flaws) -> Problem {
    let count = flaws.count;
    Problem::new(
        UNREADABLE,
        "flawed-list",
        both("Danh sách có lỗi", "Flawed list"),
        both(
            format!("Có {count} giá trị sai; chưa có gì được ghi."),
            format!("{count} values are wrong; nothing was written."),
        ),
        both(
            "Sửa các giá trị nêu trong “errors” (tối đa 100 lỗi đầu tiên) rồi gửi lại cả danh sách.",
            "Mend the values in “errors” (the first 100 at most) and send the whole list again.",
        ),
    )
    .with("count", count)
    .with("errors", flaws.first)
}

/// 403: the token is good, but for other lists.
pub fn not_yours() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "not-your-list",
        both("Không được công bố danh sách này", "Not your list"),
        both("Mã truy cập này dành cho các danh sách khác.", "This token is for other lists."),
        both(
            "Gửi vào danh sách của cơ quan bạn, hoặc đề nghị người vận hành cổng cấp quyền.",
            "Publish to your own list, or ask the portal's operator for the right.",
        ),
    )
}

/// 422: there is nothing in the list.
pub fn no_rows() -> Problem {
    Problem::new(
        UNREADABLE,
        "no-rows",
        both("Danh sách rỗng", "Empty list"),
        both("Danh sách không có dòng dữ liệu nào.", "The list has no rows."),
        both(
            "Gửi cả danh sách: những gì không có trong danh sách sẽ hết hiệu lực.",
            "Send the whole list: what is missing from it ends.",
        ),
    )
}

/// 422: there is more in the list than any list has.
pub fn too_many_rows(rows_max: usize) -> Problem {
    Problem::new(
        UNREADABLE,
        "too-many-rows",
        both("Quá nhiều dòng", "Too many rows"),
        both(format!("Danh sách có hơn {rows_max} dòng."), format!("The list has more than {rows_max} rows.")),
        both("Chia thành nhiều danh sách với tên khác nhau.", "Split it into lists with names of their own."),
    )
}

/// 400: the body is not UTF-8 from this byte on.
pub fn not_utf8(offset: usize) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "not-utf8",
        both("Không phải UTF-8", "Not UTF-8"),
        both(
            format!("Nội dung không phải UTF-8 từ byte thứ {offset}."),
            format!("The body is not UTF-8 from byte {offset} on."),
        ),
        both("Lưu tệp với bảng mã UTF-8 rồi gửi lại.", "Save the file as UTF-8 and send it again."),
    )
    .with("offset", offset)
}

/// 400: the body is not a JSON array, or has a name twice in an object, at this place.
pub fn not_json(line: usize, position: usize) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "not-json",
        both("JSON sai", "Malformed JSON"),
        both(
            format!("Nội dung không phải một mảng JSON hợp lệ, tại dòng {line}, vị trí {position}."),
            format!("The body is not a valid JSON array, at line {line}, position {position}."),
        ),
        both(
            "Gửi một mảng các đối tượng; mỗi tên chỉ một lần trong đối tượng.",
            "Send an array of objects with each name once.",
        ),
    )
    .with("line", line)
    .with("position", position)
}

/// 400: no list can have this name.
pub fn bad_list_name() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "bad-list-name",
        both("Tên danh sách sai", "Malformed list name"),
        both("Tên danh sách trong địa chỉ không hợp lệ.", "The name of the list in the address is not valid."),
        both(
            "Dùng 1–64 chữ thường không dấu, chữ số và gạch nối.",
            "Use 1 to 64 lower-case letters, digits and hyphens.",
        ),
    )
    .field("list")
}

/// 404: no list of that kind and name was ever published.
pub fn unpublished() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "unpublished",
        both("Chưa được công bố", "Not published"),
        both("Chưa có danh sách nào với loại và tên này.", "No list of this kind and name was ever published."),
        both("Công bố danh sách bằng PUT tại chính địa chỉ này.", "Publish it with PUT at this same address."),
    )
}

/// What the store refused, in the words of a publisher.
pub fn of_refusal(refused: Refusal, table: &Table<'_>) -> Problem {
    match refused {
        Refusal::Failed(fault) => of_fault(fault),
        Refusal::Conflict => refusal::key_of_another_request(),
        Refusal::Flawed(found) => {
            let mut flaws = Flaws::default();
            for flaw in found {
                // The contract counts rows from 0.
                let row = usize::try_from(flaw.row).unwrap_or(usize::MAX).saturating_add(1);
                let shown = table.shown(row, &flaw.column);
                flaws.note(row, flaw.column, reason(flaw.reason), shown);
            }
            flawed(flaws)
        }
    }
}

fn reason(reason: Reason) -> Both {
    match reason {
        Reason::Duplicate => both("Đã có ở một dòng trước.", "It stands in an earlier row already."),
        Reason::HeldByAnotherList => both(
            "Một danh sách khác đang công bố mã này; danh sách đó phải kết thúc nó trước.",
            "Another list publishes this; that list has to end it first.",
        ),
        Reason::UnknownUnit => both(
            "Không có đơn vị nào mang mã này vào ngày hiệu lực của danh sách.",
            "No unit has this code on the day from which the list holds.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::publication::Flaw;
    use crate::table::{Format, needed};

    #[test]
    fn a_flaw_of_the_store_reads_like_one_of_ours() {
        let table = Table::read(Format::Csv, "unit_code\n00004\n00004\n", &[needed("unit_code")]).unwrap();
        let flaw = Flaw { row: 1, column: "unit_code".into(), reason: Reason::Duplicate };
        let answer = of_refusal(Refusal::Flawed(vec![flaw]), &table).answer(Default::default());
        let document: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
        assert_eq!((answer.status().as_u16(), &document["type"]), (422, &"/problems/flawed-list".into()));
        let error = &document["errors"][0];
        assert_eq!(
            (&error["row"], &error["column"], &error["value"]),
            (&2.into(), &"unit_code".into(), &"00004".into())
        );
        assert!(error["reason"]["vi"].is_string() && error["reason"]["en"].is_string());
    }
}
