//! Who does what to a dossier.

use super::paper::{Apology, Claim, Former, Papers, Text};
use crate::clock::Deadline;
use crate::language::{Language, words};
use crate::money::Dong;
use crate::procedure::Channel;

/// In whose right an act is done. Not who types: a desk that files for somebody at the counter files as the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// The citizen or business that files, or who acts for them.
    Applicant,
    /// The official at the one-stop desk (bộ phận một cửa).
    Desk,
    /// The official who works on the matter.
    Handler,
    /// Whoever answers for the two above.
    Supervisor,
    /// The portal itself: payments that come in, results that go out.
    System,
}

#[rustfmt::skip]
words! { Actor:
    Applicant  "applicant"  "Người nộp hồ sơ"      "Applicant",
    Desk       "desk"       "Cán bộ một cửa"       "Desk official",
    Handler    "handler"    "Cán bộ xử lý"         "Handling official",
    Supervisor "supervisor" "Lãnh đạo"             "Supervisor",
    System     "system"     "Hệ thống"             "System",
}

/// What somebody does to a dossier, with all that the law makes the act carry.
///
/// There is no refusal without a reason and no request without the list of what is missing, because there is no value
/// for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Files a dossier.
    Register {
        /// Form and documents, each verified.
        papers: Papers,
    },
    /// Files again after a refusal: a new dossier that refers to the old one.
    Resubmit {
        /// Form and documents, each verified.
        papers: Papers,
        /// The dossier that was refused.
        former: Former,
    },
    /// Accepts it (form 01: receipt and appointment).
    Accept {
        /// When the result will be there, with the count of days.
        appointed: Deadline,
    },
    /// Refuses to accept it (form 03).
    Refuse {
        /// Why.
        reason: Text,
    },
    /// Asks for what is missing, once and completely (form 02).
    AskSupplement {
        /// All that is missing.
        missing: Papers,
        /// Why it is needed.
        reason: Text,
    },
    /// Brings what was missing.
    Supplement {
        /// The documents, each verified.
        papers: Papers,
    },
    /// Asks for money.
    RequestPayment {
        /// How much, and for what.
        claim: Claim,
    },
    /// What was asked for is paid in full.
    PaymentReceived {
        /// How much.
        amount: Dong,
        /// The number of the receipt.
        receipt: Text,
    },
    /// Begins to work on it.
    StartProcessing,
    /// Sets a new date, once, with an apology (form 04).
    Reappoint {
        /// Apology, reason and new date.
        apology: Apology,
    },
    /// Stops the work.
    Stop {
        /// Why.
        reason: Text,
    },
    /// Ends the work with a result.
    Finish {
        /// The papers that are the result.
        result: Papers,
    },
    /// Hands the result over.
    ReturnResult {
        /// How the applicant got it.
        channel: Channel,
    },
    /// Takes the dossier back.
    Withdraw,
}

/// An act without what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// [`Act::Register`].
    Register,
    /// [`Act::Resubmit`].
    Resubmit,
    /// [`Act::Accept`].
    Accept,
    /// [`Act::Refuse`].
    Refuse,
    /// [`Act::AskSupplement`].
    AskSupplement,
    /// [`Act::Supplement`].
    Supplement,
    /// [`Act::RequestPayment`].
    RequestPayment,
    /// [`Act::PaymentReceived`].
    PaymentReceived,
    /// [`Act::StartProcessing`].
    StartProcessing,
    /// [`Act::Reappoint`].
    Reappoint,
    /// [`Act::Stop`].
    Stop,
    /// [`Act::Finish`].
    Finish,
    /// [`Act::ReturnResult`].
    ReturnResult,
    /// [`Act::Withdraw`].
    Withdraw,
}

#[rustfmt::skip]
words! { Verb:
    Register        "register"         "Nộp hồ sơ"                          "File",
    Resubmit        "resubmit"         "Nộp lại sau khi bị từ chối"         "File again after a refusal",
    Accept          "accept"           "Tiếp nhận"                          "Accept",
    Refuse          "refuse"           "Từ chối tiếp nhận"                  "Refuse",
    AskSupplement   "ask_supplement"   "Yêu cầu bổ sung"                    "Ask for a supplement",
    Supplement      "supplement"       "Bổ sung giấy tờ"                    "Bring the supplement",
    RequestPayment  "request_payment"  "Yêu cầu nộp tiền"                   "Ask for payment",
    PaymentReceived "payment_received" "Nhận đủ tiền"                       "Take the payment",
    StartProcessing "start_processing" "Bắt đầu xử lý"                      "Start processing",
    Reappoint       "reappoint"        "Xin lỗi và hẹn lại ngày trả"        "Apologise and set a new date",
    Stop            "stop"             "Dừng xử lý"                         "Stop processing",
    Finish          "finish"           "Hoàn thành xử lý"                   "Finish",
    ReturnResult    "return_result"    "Trả kết quả"                        "Return the result",
    Withdraw        "withdraw"         "Rút hồ sơ"                          "Withdraw",
}

impl Act {
    /// What is done, without what it carries.
    pub const fn verb(&self) -> Verb {
        match self {
            Act::Register { .. } => Verb::Register,
            Act::Resubmit { .. } => Verb::Resubmit,
            Act::Accept { .. } => Verb::Accept,
            Act::Refuse { .. } => Verb::Refuse,
            Act::AskSupplement { .. } => Verb::AskSupplement,
            Act::Supplement { .. } => Verb::Supplement,
            Act::RequestPayment { .. } => Verb::RequestPayment,
            Act::PaymentReceived { .. } => Verb::PaymentReceived,
            Act::StartProcessing => Verb::StartProcessing,
            Act::Reappoint { .. } => Verb::Reappoint,
            Act::Stop { .. } => Verb::Stop,
            Act::Finish { .. } => Verb::Finish,
            Act::ReturnResult { .. } => Verb::ReturnResult,
            Act::Withdraw => Verb::Withdraw,
        }
    }
}
