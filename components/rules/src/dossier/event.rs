//! What happened to a dossier, and what that did to its clock.

use super::TRANSITIONS;
use crate::language::{Language, words};

/// What a step leaves behind. The word of an event is in stored histories: it may be added to, never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// Filed.
    Registered,
    /// Filed again after a refusal.
    Resubmitted,
    /// Given back for completion before work began.
    ReturnedIncomplete,
    /// Given back a further time: late, whatever the date.
    ReturnedAgain,
    /// Completed by the applicant.
    Completed,
    /// Money was asked for.
    PaymentRequested,
    /// Money came.
    PaymentReceived,
    /// Accepted with an appointed date.
    Accepted,
    /// Refused with a reason.
    Refused,
    /// Work began.
    ProcessingStarted,
    /// Papers were asked for during the work.
    SupplementRequested,
    /// Papers were asked for a further time: late, whatever the date.
    SupplementRequestedAgain,
    /// The papers came.
    Supplemented,
    /// A new date was set with an apology.
    Reappointed,
    /// The work was stopped with a reason.
    Stopped,
    /// The work ended with a result.
    Finished,
    /// The applicant got the result.
    ResultReturned,
    /// The applicant took the dossier back.
    Withdrawn,
}

#[rustfmt::skip]
words! { Event:
    Registered               "registered"                 "Đã nộp hồ sơ"                             "Filed",
    Resubmitted              "resubmitted"                "Đã nộp lại sau khi bị từ chối"            "Filed again after a refusal",
    ReturnedIncomplete       "returned_incomplete"        "Đã trả lại để hoàn thiện"                 "Given back for completion",
    ReturnedAgain            "returned_again"             "Đã trả lại để hoàn thiện thêm lần nữa"    "Given back for completion again",
    Completed                "completed"                  "Đã hoàn thiện hồ sơ"                      "Completed",
    PaymentRequested         "payment_requested"          "Đã yêu cầu nộp tiền"                      "Payment requested",
    PaymentReceived          "payment_received"           "Đã nhận đủ tiền"                          "Payment received",
    Accepted                 "accepted"                   "Đã tiếp nhận"                             "Accepted",
    Refused                  "refused"                    "Đã từ chối tiếp nhận"                     "Refused",
    ProcessingStarted        "processing_started"         "Đã bắt đầu xử lý"                         "Processing started",
    SupplementRequested      "supplement_requested"       "Đã yêu cầu bổ sung"                       "Supplement requested",
    SupplementRequestedAgain "supplement_requested_again" "Đã yêu cầu bổ sung thêm lần nữa"          "Supplement requested again",
    Supplemented             "supplemented"               "Đã bổ sung giấy tờ"                       "Supplement received",
    Reappointed              "reappointed"                "Đã xin lỗi và hẹn lại ngày trả"           "Apology and new date",
    Stopped                  "stopped"                    "Đã dừng xử lý"                            "Processing stopped",
    Finished                 "finished"                   "Đã xử lý xong"                            "Processed",
    ResultReturned           "result_returned"            "Đã trả kết quả"                           "Result returned",
    Withdrawn                "withdrawn"                  "Người nộp đã rút hồ sơ"                   "Withdrawn by the applicant",
}

/// What a step does to the legal clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// The dossier is received. The term will count from here, once it is accepted.
    Received,
    /// The term binds the authority, counted from the receipt: the desk's own time is not the applicant's.
    Starts,
    /// Nothing is counted until the applicant has done what was asked.
    Pauses,
    /// The rest of the term runs on.
    Resumes,
    /// The dossier counts as received now; what was counted before is void. Only where it was given back in time: otherwise
    /// the rest of the term runs on ([`super::clock`]).
    Restarts,
    /// The clock goes on as it did, or stands as it stood.
    Keeps,
    /// A new date takes the place of the counted one.
    Reappoints,
    /// The count is over.
    Stops,
    /// There is no term: the dossier was not accepted.
    NeverRuns,
}

#[rustfmt::skip]
words! { Effect:
    Received   "received"   "nhận"            "receives",
    Starts     "starts"     "bắt đầu tính"    "starts",
    Pauses     "pauses"     "tạm dừng"        "pauses",
    Resumes    "resumes"    "tính tiếp"       "resumes",
    Restarts   "restarts"   "tính lại từ đầu" "restarts",
    Keeps      "keeps"      "giữ nguyên"      "keeps",
    Reappoints "reappoints" "hẹn lại"         "reappoints",
    Stops      "stops"      "dừng hẳn"        "stops",
    NeverRuns  "never_runs" "không tính"      "never runs",
}

impl Event {
    /// What it does to the clock, as the table says. Each event does one thing wherever it stands there.
    pub fn effect(self) -> Effect {
        TRANSITIONS.iter().find(|line| line.event == self).map_or(Effect::Keeps, |line| line.clock)
    }

    /// Whether it makes the dossier late by itself: papers may be asked for once.
    pub const fn is_late(self) -> bool {
        matches!(self, Event::ReturnedAgain | Event::SupplementRequestedAgain)
    }
}
