//! All that the function may refuse.

use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_rules::language::Language;
use motcua_rules::money::Dong;
use motcua_rules::payment::Owed;
use motcua_rules::payment::refund::{self, Refusal as Refund};

use crate::gateway;

/// 503: a variable of the gateway's part is missing, so that nobody can pay here. Anything else is a part that is broken.
pub fn of_refusal(why: gateway::Refusal) -> Problem {
    eprintln!("the gateway's part cannot work: {why:?}");
    match why {
        gateway::Refusal::Unusable(_) => not_offered(),
        _ => refusal::out_of_order(),
    }
}

fn not_offered() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "gateway-not-offered",
        both("Cổng thanh toán chưa được mở", "Gateway not offered"),
        both("Cổng thanh toán này chưa được cấu hình trên cổng dịch vụ.", "This gateway is not set up here."),
        both("Chọn một cổng thanh toán khác.", "Choose another gateway."),
    )
}

/// 404: no dossier for whoever asks. It does not say whether there is one.
pub fn no_dossier() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-dossier",
        both("Không có hồ sơ này", "No such dossier"),
        both(
            "Không có hồ sơ nào mang mã này, hoặc mã bí mật kèm theo không phải của hồ sơ.",
            "There is no dossier with this code, or the secret with it is not its own.",
        ),
        both(
            "Kiểm tra mã hồ sơ, và gửi mã bí mật đã nhận khi soạn hồ sơ (“Authorization: Bearer …”).",
            "Check the code, and send the secret that came with the draft (“Authorization: Bearer …”).",
        ),
    )
    .field("dossier")
}

/// 404: no order of this name at this gateway.
pub fn no_order() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-order",
        both("Không có lệnh thanh toán này", "No such order"),
        both("Cổng thanh toán này không có lệnh nào mang mã đó.", "This gateway has no order of that id."),
        both("Dùng đúng “id” đã nhận khi lập lệnh.", "Use the “id” that you got when the order was opened."),
    )
    .field("id")
}

/// 409: nothing is to be paid now; why, in a sentence.
pub fn nothing_due(owed: Owed) -> Problem {
    let (kind, vi, en) = match owed {
        Owed::Free => ("nothing-due", "Thủ tục này không thu phí, lệ phí.", "This procedure is free."),
        Owed::Paid => ("already-paid", "Phí của hồ sơ này đã được nộp.", "The fee of this dossier is paid."),
        Owed::Ended => {
            ("nothing-due", "Hồ sơ đã kết thúc, không còn khoản phải nộp.", "The dossier has ended; nothing is due.")
        }
        Owed::Unknown => (
            "fee-unknown",
            "Chưa xác định được số tiền phải nộp; cán bộ sẽ thông báo.",
            "What is to be paid is not known yet; an official will tell.",
        ),
        Owed::NotNow | Owed::Due { .. } => (
            "nothing-due",
            "Hiện chưa có khoản nào phải nộp; cán bộ sẽ thông báo khi đến lúc.",
            "Nothing is due now; an official will tell when it is.",
        ),
    };
    Problem::new(
        StatusCode::CONFLICT,
        kind,
        both("Không có khoản phải nộp", "Nothing to pay"),
        both(vi, en),
        both(
            "Xem trạng thái hồ sơ; không cần làm gì thêm.",
            "See where the dossier stands; there is nothing else to do.",
        ),
    )
}

/// 409: an order for the same fee is open at this gateway.
pub fn order_open(id: &str) -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "order-open",
        both("Đã có lệnh đang chờ nộp", "An order is open already"),
        both(
            "Khoản phí này đã có một lệnh đang chờ thanh toán tại đây.",
            "An order for this fee waits to be paid here already.",
        ),
        both(
            "Thanh toán lệnh trong “order”, hoặc chờ lệnh hết hạn.",
            "Pay the order named in “order”, or wait until it expires.",
        ),
    )
    .with("order", id)
}

/// 422: the gateway takes no such amount.
pub fn amount_not_taken(least: u64, most: u64) -> Problem {
    let say = |amount: u64, language| Dong::new(amount).unwrap_or(Dong::MAX).say(language);
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "amount-not-taken",
        both("Số tiền ngoài hạn mức", "Amount not taken"),
        both(
            format!("Cổng này nhận từ {} đến {}.", say(least, Language::Vi), say(most, Language::Vi)),
            format!("This gateway takes {} to {}.", say(least, Language::En), say(most, Language::En)),
        ),
        both("Chọn một cổng thanh toán khác.", "Choose another gateway."),
    )
}

/// 409: the dossier was changed while this was decided.
pub fn changed_meanwhile() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "changed-meanwhile",
        both("Đã thay đổi trong lúc xử lý", "Changed meanwhile"),
        both("Có thay đổi khác vừa được ghi.", "Another change was written just now."),
        both("Đọc lại rồi gửi lại nếu vẫn cần.", "Read it again, and send this again if it is still wanted."),
    )
}

/// 502: the gateway does not answer. Nothing is lost: the same request goes on from there.
pub fn gateway_silent() -> Problem {
    Problem::new(
        StatusCode::BAD_GATEWAY,
        "gateway-silent",
        both("Cổng thanh toán không trả lời", "The gateway does not answer"),
        both(
            "Lệnh đã được ghi, nhưng chưa nhận được địa chỉ thanh toán.",
            "The order is kept, but where to pay is not known yet.",
        ),
        both(
            "Gửi lại đúng yêu cầu này với cùng “Idempotency-Key”, hoặc chọn cổng khác.",
            "Send this request again with the same “Idempotency-Key”, or choose another gateway.",
        ),
    )
    .header(RETRY_AFTER, HeaderValue::from_static("5"))
}

/// 502: the gateway takes no payment for this order.
pub fn gateway_declined(code: &str) -> Problem {
    Problem::new(
        StatusCode::BAD_GATEWAY,
        "gateway-declined",
        both("Cổng thanh toán từ chối", "The gateway declines"),
        both("Cổng thanh toán không nhận lệnh này.", "The gateway does not take this order."),
        both("Lập lệnh mới, hoặc chọn cổng thanh toán khác.", "Open another order, or choose another gateway."),
    )
    .with("code", code)
}

/// 409: there is no receipt before the payment.
pub fn not_paid() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "not-paid",
        both("Chưa nộp", "Not paid"),
        both(
            "Lệnh này chưa được thanh toán nên chưa có biên lai.",
            "The order is not paid, so there is no receipt yet.",
        ),
        both("Xem lại sau khi đã nộp.", "Look again when it is paid."),
    )
}

/// 409: the payment was not the fee.
pub fn no_receipt() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "no-receipt",
        both("Không có biên lai", "No receipt"),
        both(
            "Khoản này không được tính là phí của hồ sơ và sẽ được hoàn lại.",
            "This payment did not count as the dossier's fee and will be given back.",
        ),
        both("Xem biên lai của lệnh đã thanh toán phí.", "See the receipt of the order that paid the fee."),
    )
}

/// 404: no such refund.
pub fn no_refund() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-refund",
        both("Không có lệnh hoàn tiền này", "No such refund"),
        both("Không có lệnh hoàn tiền nào mang mã đó.", "There is no refund of that id."),
        both("Xem danh sách tại …/orders/{id}/refunds.", "See …/orders/{id}/refunds."),
    )
    .field("id")
}

/// Why a refund is not possible.
pub fn of_refund(why: Refund) -> Problem {
    match why {
        Refund::Nothing => Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "nothing-to-refund",
            both("Không có gì để hoàn", "Nothing to give back"),
            both(
                "Số tiền hoàn phải lớn hơn 0 và lệnh phải có giao dịch đã nhận tiền.",
                "The amount has to be more than nought, and money has to have come.",
            ),
            both("Kiểm tra số tiền và số giao dịch.", "Check amount and transaction."),
        )
        .field("amount"),
        Refund::TooMuch(left) => Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "refund-too-large",
            both("Hoàn nhiều hơn số còn lại", "More than is left"),
            both(
                format!("Chỉ còn {} có thể hoàn.", left.say(Language::Vi)),
                format!("Only {} is left to be given back.", left.say(Language::En)),
            ),
            both("Đề nghị không quá số còn lại.", "Propose no more than that."),
        )
        .field("amount")
        .with("available", left.dong()),
        Refund::SamePerson => Problem::new(
            StatusCode::FORBIDDEN,
            "same-person",
            both("Cần người thứ hai", "A second person is needed"),
            both("Người đề nghị không được tự duyệt.", "Who proposed it may not approve it."),
            both("Nhờ một người khác duyệt.", "Have somebody else approve it."),
        ),
        Refund::NotNow(state) => Problem::new(
            StatusCode::CONFLICT,
            "refund-not-now",
            both("Không thực hiện được lúc này", "Not possible now"),
            both(
                format!("Lệnh hoàn tiền đang ở trạng thái “{}”.", refund::State::label(state, Language::Vi)),
                format!("The refund is “{}”.", refund::State::label(state, Language::En)),
            ),
            both("Đọc lại lệnh hoàn tiền.", "Read the refund again."),
        ),
    }
}

/// 409: the bank's number of a transfer stands on the books for another refund.
pub fn number_booked() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "number-booked",
        both("Số giao dịch đã được ghi", "Number booked already"),
        both(
            "Số giao dịch này đã được ghi cho một lần hoàn tiền khác; chưa có gì được ghi.",
            "This number is booked for another refund already; nothing was written.",
        ),
        both("Kiểm tra số giao dịch của ngân hàng rồi gửi lại.", "Check the bank's number and send it again."),
    )
    .field("number")
}

/// 404: no such case.
pub fn no_case() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-case",
        both("Không có vụ việc này", "No such case"),
        both("Không có vụ việc nào mang mã đó.", "There is no case of that id."),
        both("Xem danh sách tại …/cases.", "See …/cases."),
    )
    .field("id")
}

/// 404: there is no statement of that day.
pub fn no_statement(day: &str) -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-statement",
        both("Chưa có bảng kê", "No statement"),
        both(
            format!("Chưa có bảng kê của cổng thanh toán cho ngày {day}."),
            format!("The gateway's statement of {day} was not brought yet."),
        ),
        both("Gửi bảng kê bằng PUT …/statements/{day}/gateway.", "Bring it by PUT …/statements/{day}/gateway."),
    )
    .field("day")
}

/// 422: a statement with rows that cannot be read, each by its number, column and reason.
pub fn flawed(flaws: &[(usize, &'static str, &'static str)]) -> Problem {
    #[derive(serde::Serialize)]
    struct Flaw {
        row: usize,
        column: &'static str,
        reason: &'static str,
    }
    let shown: Vec<Flaw> = flaws.iter().take(100).map(|&(row, column, reason)| Flaw { row, column, reason }).collect();
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "flawed-statement",
        both("Bảng kê có lỗi", "Flawed statement"),
        both(
            format!("Có {} dòng không đọc được; chưa có gì được ghi.", flaws.len()),
            format!("{} rows cannot be read; nothing was written.", flaws.len()),
        ),
        both(
            "Sửa các dòng trong “flaws” rồi gửi lại cả bảng kê.",
            "Mend the rows in “flaws” and send the whole statement again.",
        ),
    )
    .with("flaws", shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_status_and_both_languages() {
        let all = [
            (of_refusal(gateway::Refusal::Unusable(String::new())), 503),
            (no_dossier(), 404),
            (no_order(), 404),
            (nothing_due(Owed::Free), 409),
            (nothing_due(Owed::Paid), 409),
            (nothing_due(Owed::Ended), 409),
            (nothing_due(Owed::Unknown), 409),
            (nothing_due(Owed::NotNow), 409),
            (order_open("H29-0f"), 409),
            (amount_not_taken(1, 2), 422),
            (changed_meanwhile(), 409),
            (gateway_silent(), 502),
            (gateway_declined("99"), 502),
            (not_paid(), 409),
            (no_receipt(), 409),
            (no_refund(), 404),
            (of_refund(Refund::Nothing), 422),
            (of_refund(Refund::TooMuch(Dong::ZERO)), 422),
            (of_refund(Refund::SamePerson), 403),
            (of_refund(Refund::NotNow(refund::State::Done)), 409),
            (number_booked(), 409),
            (no_case(), 404),
            (no_statement("2026-11-21"), 404),
            (flawed(&[(1, "amount", "x")]), 422),
        ];
        for (problem, status) in all {
            assert_eq!(problem.status().as_u16(), status, "{}", problem.kind());
            let (vi, en) = (problem.texts(Language::Vi), problem.texts(Language::En));
            assert!(
                vi.iter().zip(en).all(|(vi, en)| !vi.is_empty() && !en.is_empty() && *vi != en),
                "{}",
                problem.kind()
            );
        }
    }
}
