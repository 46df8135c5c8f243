//! What a citizen is told about an order.

use super::order::State;
use crate::language::Language;

/// What a citizen has to know of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// Where it stands.
    pub state: State,
    /// What the gateway is called.
    pub gateway: &'a str,
    /// Whether the gateway has stopped waiting.
    pub is_over: bool,
    /// Whether what came counts as the fee: a second payment does not, nor does one for a dossier that has ended.
    pub is_fee: bool,
    /// Whether more has come than is due, and is not given back yet.
    pub has_surplus: bool,
    /// Whether all that came was given back.
    pub is_refunded: bool,
}

impl Said<'_> {
    /// One sentence or two: what is known, and what to do.
    pub fn say(&self, language: Language) -> String {
        let Said { gateway, .. } = self;
        let (vi, en) = match self.state {
            State::Paid if self.is_refunded => (
                "Đã nộp và đã được hoàn tiền.".to_owned(),
                "Paid, and given back.".to_owned(),
            ),
            State::Paid if !self.is_fee => (
                "Đã nhận tiền, nhưng khoản phí này đã được nộp trước đó hoặc không còn phải nộp; tiền sẽ được hoàn lại, bạn không cần làm gì thêm.".to_owned(),
                "The money has come, but this fee was paid before or is not due any more; it will be given back, you need not do anything.".to_owned(),
            ),
            State::Paid if self.has_surplus => (
                "Đã nộp. Cổng nhận được nhiều hơn một lần thanh toán; phần dư sẽ được hoàn lại, bạn không cần làm gì thêm.".to_owned(),
                "Paid. More than one payment came; the rest will be given back, you need not do anything.".to_owned(),
            ),
            State::Paid => ("Đã nộp. Hồ sơ tự động được chuyển tiếp.".to_owned(), "Paid. The dossier moves on by itself.".to_owned()),
            _ if self.has_surplus => (
                "Đã nhận một số tiền khác số phải nộp. Tiền được giữ an toàn, cán bộ sẽ liên hệ; xin đừng chuyển thêm.".to_owned(),
                "Another amount than was due has come. The money is safe and somebody will get in touch; please do not transfer more.".to_owned(),
            ),
            State::Initiated | State::Pending if !self.is_over => (
                format!("Đã lập lệnh, chưa nộp. Hãy hoàn tất thanh toán tại {gateway}."),
                format!("Submitted, not yet paid. Please complete the payment at {gateway}."),
            ),
            State::Initiated | State::Pending => (
                format!("Đang hỏi {gateway} về khoản này. Nếu tài khoản đã bị trừ tiền, xin đừng nộp lại; kết quả sẽ tự cập nhật."),
                format!("We are asking {gateway} about it. If your account was debited, do not pay again; the result will appear by itself."),
            ),
            State::Failed => (
                format!("{gateway} báo thanh toán không thành công. Bạn có thể nộp lại; nếu tài khoản đã bị trừ tiền, tiền sẽ được ghi nhận hoặc hoàn lại."),
                format!("{gateway} says that the payment failed. You may pay again; if your account was debited, it will be counted or given back."),
            ),
            State::Expired => (
                "Lệnh đã hết hạn, chưa có tiền về. Bạn có thể lập lệnh mới.".to_owned(),
                "The order has expired, and no money came. You may open another one.".to_owned(),
            ),
            State::Review => (
                format!("{gateway} đang xác minh giao dịch. Xin đừng nộp lại; kết quả sẽ tự cập nhật."),
                format!("{gateway} is verifying the payment. Please do not pay again; the result will appear by itself."),
            ),
        };
        match language {
            Language::Vi => vi,
            Language::En => en,
        }
    }
}
