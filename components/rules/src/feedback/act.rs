//! Who does what to an item, and what that leaves behind.

use crate::language::{Language, words};

/// In whose right a step is taken. An operator who writes down what is said on the telephone does it as the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// Whoever said it, known by name or by the item's secret.
    Sender,
    /// The desk that has it. Which one that is says the history: [`super::State::is_at_locality`].
    Desk,
    /// The portal itself: what other systems bring in, what is published by itself.
    System,
}

#[rustfmt::skip]
words! { Actor:
    Sender "sender" "Người gửi"                "Sender",
    Desk   "desk"   "Cơ quan đang xử lý"       "The desk that has it",
    System "system" "Hệ thống"                 "System",
}

/// What somebody does to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Brings it in.
    Receive,
    /// Passes it to the locality whose matter it is.
    PassOn,
    /// Asks the sender for more, once.
    AskSupplement,
    /// Brings what was asked for.
    Supplement,
    /// Begins to work on it, and so promises an answer.
    TakeUp,
    /// Answers.
    Answer,
    /// Gives it back: a locality to the desk that passed it on, the first desk to the sender. With a reason.
    Return,
    /// Refuses it, with a reason.
    Refuse,
    /// Puts item and answer into the form in which everybody may read them.
    ProposePublication,
    /// Publishes them.
    Publish,
    /// Says that the answer is none.
    Reopen,
}

#[rustfmt::skip]
words! { Verb:
    Receive            "receive"             "Gửi phản ánh, kiến nghị"        "Send",
    PassOn             "pass_on"             "Chuyển địa phương xử lý"        "Pass on to the locality",
    AskSupplement      "ask_supplement"      "Yêu cầu bổ sung thông tin"      "Ask for more information",
    Supplement         "supplement"          "Bổ sung thông tin"              "Add the information",
    TakeUp             "take_up"             "Nhận xử lý"                     "Take up",
    Answer             "answer"              "Trả lời"                        "Answer",
    Return             "return"              "Trả lại"                        "Give back",
    Refuse             "refuse"              "Từ chối"                        "Refuse",
    ProposePublication "propose_publication" "Trình công khai"                "Propose for publication",
    Publish            "publish"             "Công khai"                      "Publish",
    Reopen             "reopen"              "Đề nghị xử lý lại"              "Reopen",
}

/// What a step leaves behind. The word of an event is in stored histories: it may be added to, never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// It came.
    Received,
    /// It was passed to a locality.
    PassedOn,
    /// The sender was asked for more.
    SupplementRequested,
    /// The sender brought more.
    Supplemented,
    /// A desk began to work on it.
    TakenUp,
    /// It was answered.
    Answered,
    /// It was given back with a reason.
    Returned,
    /// It was refused with a reason.
    Refused,
    /// It waits to be published.
    PublicationProposed,
    /// Everybody may read it.
    Published,
    /// The sender does not take the answer for one.
    Reopened,
}

#[rustfmt::skip]
words! { Event:
    Received            "received"             "Đã tiếp nhận"                  "Received",
    PassedOn            "passed_on"            "Đã chuyển địa phương"          "Passed on to the locality",
    SupplementRequested "supplement_requested" "Đã yêu cầu bổ sung thông tin"  "More information requested",
    Supplemented        "supplemented"         "Đã bổ sung thông tin"          "Information added",
    TakenUp             "taken_up"             "Đã nhận xử lý"                 "Taken up",
    Answered            "answered"             "Đã trả lời"                    "Answered",
    Returned            "returned"             "Đã trả lại, có lý do"          "Given back with a reason",
    Refused             "refused"              "Đã từ chối, có lý do"          "Refused with a reason",
    PublicationProposed "publication_proposed" "Đã trình công khai"            "Proposed for publication",
    Published           "published"            "Đã công khai"                  "Published",
    Reopened            "reopened"             "Người gửi đề nghị xử lý lại"   "Reopened by the sender",
}
