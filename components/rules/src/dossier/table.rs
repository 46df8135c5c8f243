//! Every legal step of a dossier, a line each. What is not here is not allowed.
//!
//! Sources are cited by act. `r` marks what was recalled and not confirmed in a source: that the step exists is certain
//! from the ten statuses, that this act orders it so is not. Who may act inside an authority is its own order of work (r).

use super::Stage::*;
use super::{Actor, Effect, Event, Stage, State, Verb};
use crate::language::{Language, words};
use crate::source::{CIRCULAR_01, DECREE_61, Source};

/// One legal step. Only this module writes one, so that no state is made beside the table.
#[non_exhaustive]
#[derive(Debug, PartialEq, Eq)]
pub struct Transition {
    /// Where the dossier stands; `None` before it is filed.
    pub from: Option<Stage>,
    /// What must be true besides.
    pub when: When,
    /// What is done.
    pub act: Verb,
    /// Who may do it.
    pub who: &'static [Actor],
    /// What it leaves in the history.
    pub event: Event,
    /// Where the dossier stands afterwards.
    pub to: Stage,
    /// What it does to the legal clock.
    pub clock: Effect,
    /// What goes with it.
    pub attached: Attached,
    /// By what right.
    pub right: Right,
}

/// What must be true besides the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// Nothing.
    Always,
    /// No supplement was asked for before.
    FirstRequest,
    /// A supplement was asked for before.
    FurtherRequest,
    /// No new date was set before.
    FirstReappointment,
}

#[rustfmt::skip]
words! { When:
    Always             "always"              "luôn"                            "always",
    FirstRequest       "first_request"       "chưa yêu cầu bổ sung lần nào"    "no supplement asked before",
    FurtherRequest     "further_request"     "đã yêu cầu bổ sung trước đó"     "a supplement asked before",
    FirstReappointment "first_reappointment" "chưa hẹn lại lần nào"            "no new date set before",
}

/// What must go with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attached {
    /// Nothing.
    Nothing,
    /// The form and the documents, each verified.
    Documents,
    /// Receipt and appointment (giấy tiếp nhận hồ sơ và hẹn trả kết quả).
    Form01,
    /// Request for a supplement (phiếu yêu cầu bổ sung, hoàn thiện hồ sơ).
    Form02,
    /// Refusal (phiếu từ chối tiếp nhận giải quyết hồ sơ).
    Form03,
    /// Apology and new date (phiếu xin lỗi và hẹn lại ngày trả kết quả).
    Form04,
    /// What is to be paid, and for what.
    Claim,
    /// The receipt for the money.
    Receipt,
    /// Why, in writing.
    Reason,
    /// The papers that are the result.
    Result,
}

#[rustfmt::skip]
words! { Attached:
    Nothing   "nothing"   "không"                     "nothing",
    Documents "documents" "hồ sơ, giấy tờ"            "documents",
    Form01    "form_01"   "mẫu số 01"                 "form 01",
    Form02    "form_02"   "mẫu số 02"                 "form 02",
    Form03    "form_03"   "mẫu số 03"                 "form 03",
    Form04    "form_04"   "mẫu số 04"                 "form 04",
    Claim     "claim"     "thông báo nộp tiền"        "claim",
    Receipt   "receipt"   "biên lai"                  "receipt",
    Reason    "reason"    "lý do bằng văn bản"        "reason in writing",
    Result    "result"    "kết quả giải quyết"        "result",
}

/// By what right a step is taken, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Right {
    /// The act.
    pub source: Source,
    /// Whether it was recalled and not confirmed: `(r)`.
    pub recalled: bool,
}

const fn law(source: Source) -> Right {
    Right { source, recalled: false }
}

const fn r(source: Source) -> Right {
    Right { source, recalled: true }
}

const APPLICANT: &[Actor] = &[Actor::Applicant];
const DESK: &[Actor] = &[Actor::Desk];
const HANDLER: &[Actor] = &[Actor::Handler];
const SUPERVISOR: &[Actor] = &[Actor::Supervisor];
const HANDLER_UP: &[Actor] = &[Actor::Handler, Actor::Supervisor];
const DESK_OR_SYSTEM: &[Actor] = &[Actor::Desk, Actor::System];
const HANDLER_OR_SYSTEM: &[Actor] = &[Actor::Handler, Actor::System];

#[allow(clippy::too_many_arguments)]
const fn step(
    from: Stage,
    when: When,
    act: Verb,
    who: &'static [Actor],
    event: Event,
    to: Stage,
    clock: Effect,
    attached: Attached,
    right: Right,
) -> Transition {
    Transition { from: Some(from), when, act, who, event, to, clock, attached, right }
}

const fn first(act: Verb, event: Event, right: Right) -> Transition {
    let (clock, attached) = (Effect::Received, Attached::Documents);
    Transition { from: None, when: When::Always, act, who: APPLICANT, event, to: Registered, clock, attached, right }
}

use Attached::{Claim, Documents, Form01, Form02, Form03, Form04, Nothing, Reason, Receipt, Result};
use Effect::{Keeps, NeverRuns, Pauses, Reappoints, Restarts, Resumes, Starts, Stops};
use When::{Always, FirstReappointment, FirstRequest, FurtherRequest};

/// Every legal step, in the order of a dossier's life.
#[rustfmt::skip]
pub const TRANSITIONS: &[Transition] = &[
    // Filing.
    first(Verb::Register, Event::Registered,  law(DECREE_61)),
    first(Verb::Resubmit, Event::Resubmitted, r(DECREE_61)),

    //   while                and                 act                    by                 leaves                           makes it             clock       with       by right of
    // At the desk.
    step(Registered,          Always,             Verb::Accept,          DESK,              Event::Accepted,                 Accepted,            Starts,     Form01,    law(CIRCULAR_01)),
    step(Registered,          Always,             Verb::Refuse,          DESK,              Event::Refused,                  NotAccepted,         NeverRuns,  Form03,    law(CIRCULAR_01)),
    step(Registered,          FirstRequest,       Verb::AskSupplement,   DESK,              Event::ReturnedIncomplete,       Incomplete,          Pauses,     Form02,    law(DECREE_61)),
    step(Registered,          FurtherRequest,     Verb::AskSupplement,   SUPERVISOR,        Event::ReturnedAgain,            Incomplete,          Pauses,     Form02,    law(DECREE_61)),
    step(Registered,          Always,             Verb::RequestPayment,  DESK_OR_SYSTEM,    Event::PaymentRequested,         FeeDue,              Pauses,     Claim,     r(DECREE_61)),
    step(Registered,          Always,             Verb::Withdraw,        APPLICANT,         Event::Withdrawn,                Withdrawn,           Stops,      Nothing,   r(DECREE_61)),
    step(Incomplete,          Always,             Verb::Supplement,      APPLICANT,         Event::Completed,                Registered,          Restarts,   Documents, law(DECREE_61)),
    step(Incomplete,          Always,             Verb::Refuse,          DESK,              Event::Refused,                  NotAccepted,         NeverRuns,  Form03,    r(CIRCULAR_01)),
    step(Incomplete,          Always,             Verb::Withdraw,        APPLICANT,         Event::Withdrawn,                Withdrawn,           Stops,      Nothing,   r(DECREE_61)),
    step(FeeDue,              Always,             Verb::PaymentReceived, DESK_OR_SYSTEM,    Event::PaymentReceived,          Registered,          Resumes,    Receipt,   r(DECREE_61)),
    step(FeeDue,              Always,             Verb::Refuse,          DESK,              Event::Refused,                  NotAccepted,         NeverRuns,  Form03,    r(CIRCULAR_01)),
    step(FeeDue,              Always,             Verb::Withdraw,        APPLICANT,         Event::Withdrawn,                Withdrawn,           Stops,      Nothing,   r(DECREE_61)),

    // Accepted, before the work begins: what is found incomplete now goes back as a whole.
    step(Accepted,            Always,             Verb::StartProcessing, HANDLER,           Event::ProcessingStarted,        InProcess,           Keeps,      Nothing,   r(DECREE_61)),
    step(Accepted,            FirstRequest,       Verb::AskSupplement,   HANDLER,           Event::ReturnedIncomplete,       Incomplete,          Pauses,     Form02,    law(DECREE_61)),
    step(Accepted,            FurtherRequest,     Verb::AskSupplement,   SUPERVISOR,        Event::ReturnedAgain,            Incomplete,          Pauses,     Form02,    law(DECREE_61)),
    step(Accepted,            FirstReappointment, Verb::Reappoint,       HANDLER_UP,        Event::Reappointed,              Accepted,            Reappoints, Form04,    law(DECREE_61)),
    step(Accepted,            Always,             Verb::Stop,            HANDLER_UP,        Event::Stopped,                  Stopped,             Stops,      Reason,    r(DECREE_61)),
    step(Accepted,            Always,             Verb::Withdraw,        APPLICANT,         Event::Withdrawn,                Withdrawn,           Stops,      Nothing,   r(DECREE_61)),

    // In process.
    step(InProcess,           FirstRequest,       Verb::AskSupplement,   HANDLER,           Event::SupplementRequested,      SupplementRequested, Pauses,     Form02,    law(DECREE_61)),
    step(InProcess,           FurtherRequest,     Verb::AskSupplement,   SUPERVISOR,        Event::SupplementRequestedAgain, SupplementRequested, Pauses,     Form02,    law(DECREE_61)),
    step(InProcess,           Always,             Verb::RequestPayment,  HANDLER_OR_SYSTEM, Event::PaymentRequested,         PaymentRequested,    Pauses,     Claim,     r(DECREE_61)),
    step(InProcess,           FirstReappointment, Verb::Reappoint,       HANDLER_UP,        Event::Reappointed,              InProcess,           Reappoints, Form04,    law(DECREE_61)),
    step(InProcess,           Always,             Verb::Stop,            HANDLER_UP,        Event::Stopped,                  Stopped,             Stops,      Reason,    r(DECREE_61)),
    step(InProcess,           Always,             Verb::Finish,          HANDLER,           Event::Finished,                 Processed,           Stops,      Result,    law(DECREE_61)),
    step(InProcess,           Always,             Verb::Withdraw,        APPLICANT,         Event::Withdrawn,                Withdrawn,           Stops,      Nothing,   r(DECREE_61)),
    step(SupplementRequested, Always,             Verb::Supplement,      APPLICANT,         Event::Supplemented,             InProcess,           Resumes,    Documents, law(DECREE_61)),
    step(SupplementRequested, Always,             Verb::Stop,            HANDLER_UP,        Event::Stopped,                  Stopped,             Stops,      Reason,    r(DECREE_61)),
    step(SupplementRequested, Always,             Verb::Withdraw,        APPLICANT,         Event::Withdrawn,                Withdrawn,           Stops,      Nothing,   r(DECREE_61)),
    step(PaymentRequested,    Always,             Verb::PaymentReceived, DESK_OR_SYSTEM,    Event::PaymentReceived,          InProcess,           Resumes,    Receipt,   r(DECREE_61)),
    step(PaymentRequested,    Always,             Verb::Stop,            HANDLER_UP,        Event::Stopped,                  Stopped,             Stops,      Reason,    r(DECREE_61)),
    step(PaymentRequested,    Always,             Verb::Withdraw,        APPLICANT,         Event::Withdrawn,                Withdrawn,           Stops,      Nothing,   r(DECREE_61)),

    // The result is there.
    step(Processed,           Always,             Verb::ReturnResult,    DESK_OR_SYSTEM,    Event::ResultReturned,           Returned,            Keeps,      Result,    law(DECREE_61)),
];

impl Transition {
    /// Whether the step may be taken from this state, by those who may.
    pub fn is_open(&self, state: Option<State>) -> bool {
        let holds = match self.when {
            Always => true,
            FirstRequest => state.is_some_and(|state| !state.is_asked()),
            FurtherRequest => state.is_some_and(State::is_asked),
            FirstReappointment => state.is_some_and(|state| !state.is_reappointed()),
        };
        self.from == state.map(State::stage) && holds
    }
}

impl Right {
    /// The citation as a person reads it, `(r)` where it was recalled.
    pub fn say(&self, language: Language) -> String {
        let mark = if self.recalled { " (r)" } else { "" };
        format!("{}{mark}", self.source.say(language))
    }
}
