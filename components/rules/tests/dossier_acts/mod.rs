//! One act of each kind, as good as any.
#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use motcua_rules::calendar::Calendar;
use motcua_rules::clock::due;
use motcua_rules::code::Code;
use motcua_rules::dossier::clock::{Clock, Life};
use motcua_rules::dossier::{Act, Actor, Apology, Claim, Entry, Event, Former, Papers, Text, Verb, apply};
use motcua_rules::money::Dong;
use motcua_rules::procedure::Channel;
use motcua_rules::term::Term;

pub fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

pub fn papers() -> Papers {
    Papers::new([text("Tờ khai"), text("Giấy chứng sinh")]).unwrap()
}

pub fn refused() -> Former {
    let at = date(2025, 7, 4).at(9, 0, 0, 0);
    let filed = apply(None, Actor::Applicant, any(Verb::Register), at).unwrap().to;
    let refused = apply(Some(filed), Actor::Desk, any(Verb::Refuse), at).unwrap().to;
    Former::new(Code::parse("H29.24-250704-0001").unwrap(), refused).unwrap()
}

/// For 21 July 2025, as the clock of an accepted dossier allows it.
pub fn apology() -> Apology {
    let at = date(2025, 7, 4).at(9, 0, 0, 0);
    let entry = |event| Entry { event, at, new_date: None };
    let life = Life::read(&[entry(Event::Registered), entry(Event::Accepted)]).unwrap().unwrap();
    let clock = Clock { life: &life, term: Term::WorkingDays(5), calendar: &Calendar::built_in() };
    Apology::new(text("Xin lỗi"), text("Chờ xác minh"), clock.may_reappoint(at, date(2025, 7, 21)).unwrap())
}

pub fn any(verb: Verb) -> Act {
    let received = date(2025, 7, 4).at(9, 0, 0, 0);
    let appointed = due(received, Term::WorkingDays(5), &Calendar::built_in()).unwrap();
    let amount = Dong::new(8_000).unwrap();
    match verb {
        Verb::Register => Act::Register { papers: papers() },
        Verb::Resubmit => Act::Resubmit { papers: papers(), former: refused() },
        Verb::Accept => Act::Accept { appointed },
        Verb::Refuse => Act::Refuse { reason: text("Không thuộc thẩm quyền") },
        Verb::AskSupplement => Act::AskSupplement { missing: papers(), reason: text("Thiếu") },
        Verb::Supplement => Act::Supplement { papers: papers() },
        Verb::RequestPayment => Act::RequestPayment { claim: Claim::new(amount, text("Lệ phí")).unwrap() },
        Verb::PaymentReceived => Act::PaymentReceived { amount, receipt: text("BL 0000001") },
        Verb::StartProcessing => Act::StartProcessing,
        Verb::Reappoint => Act::Reappoint { apology: apology() },
        Verb::Stop => Act::Stop { reason: text("Không bổ sung") },
        Verb::Finish => Act::Finish { result: papers() },
        Verb::ReturnResult => Act::ReturnResult { channel: Channel::Online },
        Verb::Withdraw => Act::Withdraw,
    }
}
