//! Officials: their steps by the rules, written through the store's contract. Their pages come later; the law that they
//! act under is here already.

use jiff::civil::{Date, DateTime};
use motcua_record::history;
use motcua_record::keys::Sealing;
use motcua_record::note::Note;
use motcua_record::seal::{Bound, Purpose};
use motcua_rules::calendar::{Calendar, read_date};
use motcua_rules::clock::VIETNAM;
use motcua_rules::dossier::clock::{Clock, Life};
use motcua_rules::dossier::{Act, Actor, Apology, Claim, NotAllowed, Papers, Text, apply};
use motcua_rules::money::Dong;
use motcua_rules::procedure::Channel;
use motcua_rules::term::{Term, Unit};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::Ask;
use crate::run::test_variables;

/// The officials of a portal at a moment.
pub struct Official<'a> {
    /// Where the guest `driver` listens.
    pub url: &'a str,
    /// The moment of Vietnam's time at which they act.
    pub now: DateTime,
}

/// A dossier as the store has it.
#[derive(Debug, Deserialize)]
pub struct Case {
    /// The province or ministry.
    pub agency: String,
    /// Its code.
    pub code: String,
    /// The draft that it was.
    pub draft: String,
    /// The number of its last event.
    pub version: u32,
    /// The word of its state.
    pub state: String,
    /// Its appointed day.
    pub appointed: Option<String>,
    /// What the public may know, as JSON.
    pub facts: String,
}

/// A step of its history, as far as the rules look at it.
#[derive(Debug, Deserialize)]
struct Happened {
    event: String,
    at: u64,
    day: Option<String>,
}

impl Official<'_> {
    /// The desk accepts.
    pub fn accept(&self, code: &str) -> Case {
        self.take(code, Actor::Desk, Note::default(), |clock| {
            let appointed = clock.appointed().expect("within the calendar").expect("a date");
            Act::Accept { appointed }
        })
    }

    /// The desk refuses.
    pub fn refuse(&self, code: &str, reason: &str) -> Case {
        let note = Note { reason: Some(reason.to_owned()), ..Note::default() };
        self.take(code, Actor::Desk, note, |_| Act::Refuse { reason: text(reason) })
    }

    /// Somebody asks for papers: the desk before it accepts, the handler afterwards, the supervisor a second time.
    pub fn ask_for(&self, code: &str, who: Actor, missing: &[&str], reason: &str) -> Case {
        let words = missing.iter().map(|&paper| paper.to_owned()).collect();
        let note = Note { reason: Some(reason.to_owned()), missing: words, ..Note::default() };
        let missing = papers(missing);
        self.take(code, who, note, |_| Act::AskSupplement { missing, reason: text(reason) })
    }

    /// Somebody asks for money: the desk before it accepts, the handler afterwards.
    pub fn ask_payment(&self, code: &str, who: Actor, amount: u64, purpose: &str) -> Case {
        let note = Note { amount: Some(amount), purpose: Some(purpose.to_owned()), ..Note::default() };
        let claim = Claim::new(dong(amount), text(purpose)).expect("a claim");
        self.take(code, who, note, |_| Act::RequestPayment { claim })
    }

    /// The portal takes the money.
    pub fn take_payment(&self, code: &str, amount: u64, receipt: &str) -> Case {
        let note = Note { amount: Some(amount), receipt: Some(receipt.to_owned()), ..Note::default() };
        let act = Act::PaymentReceived { amount: dong(amount), receipt: text(receipt) };
        self.take(code, Actor::System, note, |_| act)
    }

    /// The handler begins.
    pub fn start(&self, code: &str) -> Case {
        self.take(code, Actor::Handler, Note::default(), |_| Act::StartProcessing)
    }

    /// The handler apologises and sets a new date.
    pub fn reappoint(&self, code: &str, date: Date, words: &str, reason: &str) -> Case {
        let note = Note { reason: Some(reason.to_owned()), apology: Some(words.to_owned()), ..Note::default() };
        self.take(code, Actor::Handler, note, |clock| {
            let permit = clock.may_reappoint(self.now, date).expect("a date that may be set");
            Act::Reappoint { apology: Apology::new(text(words), text(reason), permit) }
        })
    }

    /// The handler stops.
    pub fn stop(&self, code: &str, reason: &str) -> Case {
        let note = Note { reason: Some(reason.to_owned()), ..Note::default() };
        self.take(code, Actor::Handler, note, |_| Act::Stop { reason: text(reason) })
    }

    /// The handler has the result.
    pub fn finish(&self, code: &str, result: &str) -> Case {
        let result = papers(&[result]);
        self.take(code, Actor::Handler, Note::default(), |_| Act::Finish { result })
    }

    /// The desk hands the result over.
    pub fn hand_over(&self, code: &str) -> Case {
        let note = Note { channel: Some(Channel::Online.as_str().to_owned()), ..Note::default() };
        self.take(code, Actor::Desk, note, |_| Act::ReturnResult { channel: Channel::Online })
    }

    /// Insists that the rules do not allow this now.
    #[track_caller]
    pub fn may_not(&self, code: &str, who: Actor, act: Act) -> NotAllowed {
        let life = self.life(&self.case(code));
        apply(Some(life.state), who, act, self.now).expect_err("a step that is not allowed")
    }

    /// The dossier as the store has it.
    #[track_caller]
    pub fn case(&self, code: &str) -> Case {
        let found = self.call("dossiers/read", &json!([agency(code), code]));
        serde_json::from_value(found.clone()).unwrap_or_else(|error| panic!("{error}: {found}"))
    }

    /// Takes a step, and answers with the dossier as it stood before.
    #[track_caller]
    fn take(&self, code: &str, who: Actor, note: Note, act: impl FnOnce(&Clock<'_>) -> Act) -> Case {
        let case = self.case(code);
        let (life, calendar) = (self.life(&case), Calendar::built_in());
        let term = case.term();
        let clock = Clock { life: &life, term: term.unwrap_or(Term::WithinTheDay), calendar: &calendar };
        let step = apply(Some(life.state), who, act(&clock), self.now).expect("an allowed step");
        let at = VIETNAM.to_timestamp(self.now).expect("an instant").as_millisecond();
        let number = (case.version + 1).to_string();
        let bound = Bound { purpose: Purpose::Event, agency: &case.agency, draft: &case.draft, place: &number };
        let event = json!({
            "at": at,
            "event": step.by.event.as_str(),
            "actor": who.as_str(),
            "day": step.entry().new_date.map(|date| date.to_string()),
            "sealed": note.seal(&sealing(), &bound),
        });
        let taken = json!({
            "agency": case.agency,
            "code": case.code,
            "expected": case.version,
            "state": step.to.to_string(),
            "status": step.to.status().number(),
            "appointed": self.appointed_after(&case, &event, term),
            "facts": null,
            "sealed": null,
            "files": [],
            "event": event,
            "messages": [],
            "request": null,
        });
        assert_eq!(self.call("casework/append", &json!([taken])), case.version + 1);
        case
    }

    /// The date as it stands after one more event.
    fn appointed_after(&self, case: &Case, event: &Value, term: Option<Term>) -> Option<String> {
        let mut steps = self.steps(case);
        steps.push(serde_json::from_value(event.clone()).expect("an event"));
        let (life, calendar) = (life(&steps), Calendar::built_in());
        let clock = Clock { life: &life, term: term?, calendar: &calendar };
        clock.appointed().ok().flatten().map(|deadline| deadline.date.to_string())
    }

    fn life(&self, case: &Case) -> Life {
        life(&self.steps(case))
    }

    fn steps(&self, case: &Case) -> Vec<Happened> {
        let steps = self.call("dossiers/events", &json!([case.agency, case.code, 0]));
        serde_json::from_value(steps).expect("a history")
    }

    /// Calls the store, and insists that it does what it is told.
    #[track_caller]
    pub fn call(&self, operation: &str, arguments: &Value) -> Value {
        let mut answer = Ask::new("POST", &format!("{}/{operation}", self.url)).json(arguments).expect(200).json();
        assert!(answer.get("err").is_none(), "{operation}: {answer}");
        answer["ok"].take()
    }
}

impl Case {
    /// The term by which it is counted; `None` where none could be read.
    pub fn term(&self) -> Option<Term> {
        let facts: Value = serde_json::from_str(&self.facts).expect("facts are JSON");
        let number = facts["term"]["time"].as_u64().and_then(|number| u32::try_from(number).ok());
        Term::read(number, facts["term"]["unit"].as_str().and_then(Unit::parse)).ok()
    }

    /// Its appointed day.
    pub fn day(&self) -> Option<Date> {
        self.appointed.as_deref().and_then(read_date)
    }
}

/// The keys of [`test_variables`].
pub fn sealing() -> Sealing {
    Sealing::read(&test_variables()["SPIN_VARIABLE_SEALING_KEYS"]).expect("keys")
}

/// The province or ministry that a code begins with.
pub fn agency(code: &str) -> &str {
    code.split(['.', '-']).next().unwrap_or_default()
}

fn life(steps: &[Happened]) -> Life {
    let words: Vec<_> = steps.iter().map(|step| (step.event.as_str(), step.at, step.day.as_deref())).collect();
    Life::read(&history::entries(&words).expect("a history")).expect("a whole history").expect("a filing")
}

fn text(words: &str) -> Text {
    Text::new(words).expect("words")
}

fn papers(names: &[&str]) -> Papers {
    Papers::new(names.iter().map(|name| text(name))).expect("papers")
}

fn dong(amount: u64) -> Dong {
    Dong::new(amount).expect("an amount")
}
