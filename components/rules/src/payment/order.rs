//! The life of an order (lệnh thanh toán) as a table. What is not here changes nothing.

use super::Trouble;
use crate::language::{Language, words};

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Written down; the payer was not sent anywhere yet.
    Initiated,
    /// The payer was sent to the gateway.
    Pending,
    /// The gateway has the money. It never leaves this state: what is said later is told beside it.
    Paid,
    /// The gateway will not have it.
    Failed,
    /// Nobody paid in time. A payment that comes all the same still counts.
    Expired,
    /// The payer's money has moved, and the gateway doubts it.
    Review,
}

#[rustfmt::skip]
words! { State:
    Initiated "initiated" "Đã lập lệnh"           "Opened",
    Pending   "pending"   "Đang chờ thanh toán"   "Waiting for payment",
    Paid      "paid"      "Đã nộp"                "Paid",
    Failed    "failed"    "Thanh toán không thành công" "Payment failed",
    Expired   "expired"   "Hết hạn"               "Expired",
    Review    "review"    "Đang xác minh"         "Being verified",
}

/// What comes to an order from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// The payer was told where to pay.
    Sent,
    /// The gateway has the money, by a number that is not on the books.
    Paid,
    /// The gateway will not have it.
    Failed,
    /// The gateway doubts it.
    Doubted,
    /// The time is over, and the gateway knows of no payment but what is on the books as another amount.
    Expired,
}

#[rustfmt::skip]
words! { Input:
    Sent    "sent"    "gửi người nộp đi thanh toán" "payer sent to pay",
    Paid    "paid"    "báo đã nộp"                  "told that it is paid",
    Failed  "failed"  "báo thất bại"                "told that it failed",
    Doubted "doubted" "báo nghi ngờ"                "told that it is doubted",
    Expired "expired" "hết thời gian"               "time is over",
}

/// What is written down of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// The order was opened.
    Opened,
    /// The payer was told where to pay.
    Sent,
    /// The gateway was asked and knew nothing new.
    Asked,
    /// It was paid.
    Paid,
    /// It was paid after it had failed or expired.
    PaidLate,
    /// It was paid once more.
    PaidAgain,
    /// It was paid with another amount.
    PaidOther,
    /// The gateway will not have it.
    Failed,
    /// The gateway doubts it.
    Doubted,
    /// Nobody paid in time.
    Expired,
    /// Something was said against a certain payment.
    Contradicted,
    /// A refund was proposed.
    RefundProposed,
    /// A refund was rejected by whoever checked it.
    RefundRejected,
    /// The gateway was asked for a refund.
    RefundAsked,
    /// The gateway refused a refund.
    RefundRefused,
    /// Money was given back.
    Refunded,
    /// The gateway paid the treasury.
    Settled,
}

#[rustfmt::skip]
words! { Event:
    Opened         "opened"          "Lập lệnh thanh toán"               "Order opened",
    Sent           "sent"            "Chuyển người nộp đến nơi thanh toán" "Payer sent to pay",
    Asked          "asked"           "Hỏi cổng thanh toán, chưa có kết quả" "Gateway asked, nothing new",
    Paid           "paid"            "Đã nhận thanh toán"                "Payment received",
    PaidLate       "paid_late"       "Nhận thanh toán muộn"              "Payment received late",
    PaidAgain      "paid_again"      "Nhận thêm một lần thanh toán"      "Paid once more",
    PaidOther      "paid_other"      "Nhận số tiền khác số phải nộp"     "Another amount received",
    Failed         "failed"          "Thanh toán không thành công"       "Payment failed",
    Doubted        "doubted"         "Giao dịch cần xác minh"            "Payment doubted",
    Expired        "expired"         "Hết hạn thanh toán"                "Expired",
    Contradicted   "contradicted"    "Báo trái với khoản đã nộp"         "Contradicted",
    RefundProposed "refund_proposed" "Đề nghị hoàn tiền"                 "Refund proposed",
    RefundRejected "refund_rejected" "Không duyệt hoàn tiền"             "Refund rejected",
    RefundAsked    "refund_asked"    "Yêu cầu cổng thanh toán hoàn tiền" "Refund asked for",
    RefundRefused  "refund_refused"  "Cổng thanh toán từ chối hoàn tiền" "Refund refused",
    Refunded       "refunded"        "Đã hoàn tiền"                      "Refunded",
    Settled        "settled"         "Tiền đã về kho bạc"                "Settled with the treasury",
}

/// One step that changes an order.
#[non_exhaustive]
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// Where the order stands.
    pub from: State,
    /// What comes.
    pub input: Input,
    /// Where the order stands afterwards.
    pub to: State,
    /// What is written down.
    pub event: Event,
    /// What a person has to look into, if anything.
    pub trouble: Option<Trouble>,
}

const fn step(from: State, input: Input, to: State, event: Event) -> Step {
    Step { from, input, to, event, trouble: None }
}

const fn alarm(from: State, input: Input, to: State, event: Event, trouble: Trouble) -> Step {
    Step { from, input, to, event, trouble: Some(trouble) }
}

use State::{Expired, Failed, Initiated, Paid, Pending, Review};

/// Every step. What a gateway repeats, or says too late to matter, has no line.
#[rustfmt::skip]
pub const STEPS: &[Step] = &[
    //    while      comes           makes it  and is written down
    step (Initiated, Input::Sent,    Pending,  Event::Sent),
    step (Initiated, Input::Paid,    Paid,     Event::Paid),
    step (Pending,   Input::Paid,    Paid,     Event::Paid),
    step (Review,    Input::Paid,    Paid,     Event::Paid),
    alarm(Failed,    Input::Paid,    Paid,     Event::PaidLate,     Trouble::LatePayment),
    alarm(Expired,   Input::Paid,    Paid,     Event::PaidLate,     Trouble::LatePayment),
    alarm(Paid,      Input::Paid,    Paid,     Event::PaidAgain,    Trouble::DoublePayment),

    step (Initiated, Input::Failed,  Failed,   Event::Failed),
    step (Pending,   Input::Failed,  Failed,   Event::Failed),
    step (Review,    Input::Failed,  Failed,   Event::Failed),
    alarm(Paid,      Input::Failed,  Paid,     Event::Contradicted, Trouble::Contradiction),

    alarm(Initiated, Input::Doubted, Review,   Event::Doubted,      Trouble::Doubted),
    alarm(Pending,   Input::Doubted, Review,   Event::Doubted,      Trouble::Doubted),
    alarm(Failed,    Input::Doubted, Review,   Event::Doubted,      Trouble::Doubted),
    alarm(Expired,   Input::Doubted, Review,   Event::Doubted,      Trouble::Doubted),
    alarm(Paid,      Input::Doubted, Paid,     Event::Contradicted, Trouble::Contradiction),

    step (Initiated, Input::Expired, Expired,  Event::Expired),
    step (Pending,   Input::Expired, Expired,  Event::Expired),
    step (Review,    Input::Expired, Expired,  Event::Expired),
];

/// The step for what comes; `None` where it changes nothing.
pub fn take(from: State, input: Input) -> Option<&'static Step> {
    STEPS.iter().find(|step| step.from == from && step.input == input)
}

impl Event {
    /// Whether money came or went with it, under a number of the gateway.
    pub const fn moves_money(self) -> bool {
        matches!(self, Event::Paid | Event::PaidLate | Event::PaidAgain | Event::PaidOther | Event::Refunded)
    }
}

impl State {
    /// Whether the payer may still be waited for.
    pub const fn is_open(self) -> bool {
        matches!(self, State::Initiated | State::Pending)
    }

    /// Whether nothing is known for certain yet: the gateway has to be asked.
    pub const fn is_asked_about(self) -> bool {
        !matches!(self, State::Paid)
    }
}
