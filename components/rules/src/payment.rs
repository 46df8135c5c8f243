//! Fees paid through intermediaries: the life of an order, what a gateway's word does to it, what goes into the ledger.
//!
//! Money is never lost, doubled or invented. So a payment is believed only when its amount is the order's and its gateway's number is
//! new; a paid order stays paid whatever is said later; a second payment is kept and given back; and each of these is a line of
//! [`order::STEPS`] or of [`judge`], with the entries that [`ledger`] makes of it. What a rule cannot settle is a [`Trouble`]
//! that a person looks into.
//!
//! What this does not know: gateways and their codes (their parts say what they mean), signatures, where an order is kept.

pub mod judge;
pub mod ledger;
pub mod order;
mod owed;
pub mod refund;
mod say;
pub mod schedule;
pub mod settlement;

pub use judge::{Claim, Judgement, Meaning, Notice, Outcome, judge};
pub use ledger::{Account, Entry};
pub use order::{Event, Input, State};
pub use owed::{Owed, owed};
pub use say::Said;

use crate::language::{Language, words};

/// What a person has to look into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// Paid after the order had failed or expired. The payment counts; somebody should know that the gateway is late.
    LatePayment,
    /// Paid a second time. To be given back.
    DoublePayment,
    /// Paid for a dossier that was withdrawn, refused or stopped. To be given back, or to be decided.
    PaidForNothing,
    /// Another amount was paid than was due. The money is kept; the fee is not paid.
    OtherAmount,
    /// What the gateway gives back of the order is not what we sent.
    OtherOrder,
    /// Money for an order that is not ours.
    UnknownOrder,
    /// The gateway's number stands on the books for another order.
    NumberOfAnother,
    /// The gateway doubts the payment, or says two things at once.
    Doubted,
    /// The gateway says that a payment failed which is certain.
    Contradiction,
    /// The gateway never said what became of an order.
    Undecided,
    /// The gateway does not say what became of a refund.
    RefundUnknown,
    /// An authentic message that nobody can read.
    Unreadable,
    /// Settlement: on the gateway's statement and not on our books.
    MissingHere,
    /// Settlement: on our books and not on the gateway's statement.
    MissingThere,
    /// Settlement: on the gateway's statement and not at the treasury.
    MissingAtTreasury,
    /// Settlement: at the treasury and not on the gateway's statement.
    OnlyAtTreasury,
    /// Settlement: two amounts for one number.
    AmountDiffers,
    /// Settlement: what the treasury got is not the amount less the fee.
    FeeDiffers,
}

#[rustfmt::skip]
words! { Trouble:
    LatePayment       "late_payment"        "nộp sau khi lệnh đã hết hạn hoặc thất bại"       "paid after the order had expired or failed",
    DoublePayment     "double_payment"      "nộp hai lần cho một khoản"                        "paid twice for one fee",
    PaidForNothing    "paid_for_nothing"    "nộp cho hồ sơ đã rút hoặc đã dừng"                "paid for a dossier that has ended",
    OtherAmount       "other_amount"        "số tiền nộp khác số phải nộp"                     "another amount than was due",
    OtherOrder        "other_order"         "nội dung lệnh trả về khác nội dung đã gửi"        "other contents than were sent",
    UnknownOrder      "unknown_order"       "tiền về không rõ lệnh nào"                        "money for an unknown order",
    NumberOfAnother   "number_of_another"   "số giao dịch đã ghi cho lệnh khác"                "number booked for another order",
    Doubted           "doubted"             "cổng thanh toán nghi ngờ giao dịch"               "doubted by the gateway",
    Contradiction     "contradiction"       "báo thất bại cho khoản đã nộp"                    "failure told of a certain payment",
    Undecided         "undecided"           "cổng thanh toán không cho biết kết quả"           "never decided by the gateway",
    RefundUnknown     "refund_unknown"      "không rõ kết quả hoàn tiền"                       "outcome of a refund unknown",
    Unreadable        "unreadable"          "thông báo xác thực nhưng không đọc được"          "authentic and unreadable",
    MissingHere       "missing_here"        "có ở cổng thanh toán, không có ở cổng dịch vụ"    "at the gateway and not here",
    MissingThere      "missing_there"       "có ở cổng dịch vụ, không có ở cổng thanh toán"    "here and not at the gateway",
    MissingAtTreasury "missing_at_treasury" "có ở cổng thanh toán, không có ở kho bạc"         "at the gateway and not at the treasury",
    OnlyAtTreasury    "only_at_treasury"    "có ở kho bạc, không có ở cổng thanh toán"         "at the treasury and not at the gateway",
    AmountDiffers     "amount_differs"      "số tiền hai bên khác nhau"                        "amounts differ",
    FeeDiffers        "fee_differs"         "phí trung gian khác nhau"                         "fees differ",
}
