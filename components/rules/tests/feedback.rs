//! Feedback: the table of steps, complete and unambiguous; numbers, reasons, words and what sending costs.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::civil::{Date, date};
use motcua_rules::agency::Id;
use motcua_rules::dossier::Effect;
use motcua_rules::feedback::effort::{Effort, effort};
use motcua_rules::feedback::terms::{terms, wanted};
use motcua_rules::feedback::{
    About, Actor, Channel, Event, Field, Identity, Kind, NotAllowed, Number, Reason, Satisfaction, Stage, State,
    TRANSITIONS, Verb, choices, follow, needs_reason, open, step,
};
use motcua_rules::language::Language;
use proptest::prelude::*;

fn state(word: &str) -> State {
    State::parse(word).unwrap_or_else(|| panic!("{word}"))
}

fn every() -> impl Iterator<Item = Option<State>> {
    core::iter::once(None).chain(State::all().into_iter().map(Some))
}

#[test]
fn every_stage_is_reached_and_every_line_is_used() {
    let reached: Vec<Stage> = State::all().into_iter().map(State::stage).collect();
    assert!(Stage::ALL.iter().all(|stage| reached.contains(stage)));
    for line in TRANSITIONS {
        assert!(every().any(|state| line.is_open(state)), "{line:?}");
        assert!(!line.who.is_empty());
    }
}

#[test]
fn a_state_and_an_act_or_an_event_name_one_line() {
    for state in every() {
        for verb in Verb::ALL {
            assert!(open(state).filter(|line| line.verb == *verb).count() <= 1, "{state:?} {verb:?}");
        }
        for event in Event::ALL {
            assert!(open(state).filter(|line| line.event == *event).count() <= 1, "{state:?} {event:?}");
        }
    }
}

#[test]
fn what_is_allowed_is_what_stands_in_the_table() {
    for (state, verb, actor) in every()
        .flat_map(|state| Verb::ALL.iter().map(move |verb| (state, *verb)))
        .flat_map(|(state, verb)| Actor::ALL.iter().map(move |actor| (state, verb, *actor)))
    {
        match step(state, verb, actor) {
            Ok(taken) => {
                assert!(choices(state, actor).contains(&verb));
                assert_eq!(follow(state, taken.event), Some(taken.to));
                assert_eq!((taken.by.verb, taken.by.event, taken.by.to), (verb, taken.event, taken.to.stage()));
            }
            Err(refusal) => {
                assert_eq!(refusal, NotAllowed { state, verb, actor });
                assert!(!choices(state, actor).contains(&verb) && !refusal.who_may().contains(&actor));
                assert!(!refusal.say(Language::Vi).is_empty() && !refusal.say(Language::En).is_empty());
            }
        }
    }
}

/// Who may do what in each state, written down a second time: a change of the table that was not meant shows here.
const MAY: &str = include_str!("feedback/may.txt");

#[test]
fn every_state_offers_what_was_agreed() {
    let mut lines = String::new();
    for state in every() {
        let name = state.map_or("-".into(), |state| state.to_string());
        for actor in Actor::ALL {
            let verbs: Vec<&str> = choices(state, *actor).into_iter().map(Verb::as_str).collect();
            if !verbs.is_empty() {
                lines.push_str(&format!("{name} {}: {}\n", actor.as_str(), verbs.join(" ")));
            }
        }
    }
    assert_eq!(lines, MAY, "\n{lines}");
}

#[test]
fn refused_and_given_back_to_the_sender_is_the_end_and_nothing_else() {
    for one in State::all() {
        let ends = match one.stage() {
            Stage::Refused => true,
            Stage::Returned => !one.is_local(),
            _ => false,
        };
        assert_eq!(one.is_final(), ends, "{one}");
    }
}

#[test]
fn nobody_is_asked_twice() {
    for one in State::all().into_iter().filter(|one| one.is_asked()) {
        assert!(!choices(Some(one), Actor::Desk).contains(&Verb::AskSupplement), "{one}");
        assert!(open(Some(one)).all(|line| line.lead(Some(one)).unwrap().is_asked()), "it is never forgotten");
    }
}

#[test]
fn what_is_reopened_goes_to_the_desk_that_answered() {
    for one in State::all() {
        let Ok(answered) = step(Some(one), Verb::Answer, Actor::Desk) else { continue };
        let proposed = step(Some(answered.to), Verb::ProposePublication, Actor::System).unwrap().to;
        let published = step(Some(proposed), Verb::Publish, Actor::Desk).unwrap().to;
        for closed in [answered.to, proposed, published] {
            let reopened = step(Some(closed), Verb::Reopen, Actor::Sender).unwrap();
            assert_eq!((reopened.event, reopened.to), (Event::Reopened, one));
            assert_eq!(reopened.to.is_at_locality(), closed.is_at_locality());
        }
    }
}

#[test]
fn a_locality_gives_back_to_the_first_desk_and_that_to_the_sender() {
    let back = step(Some(state("passed_on+local")), Verb::Return, Actor::Desk).unwrap();
    assert_eq!(
        (back.to.to_string().as_str(), back.to.is_at_locality(), back.by.clock == Effect::Stops),
        ("returned+local", false, false)
    );
    let again = step(Some(back.to), Verb::PassOn, Actor::Desk).unwrap().to;
    assert_eq!((again.to_string().as_str(), again.is_at_locality()), ("passed_on+local", true));
    let itself = step(Some(back.to), Verb::TakeUp, Actor::Desk).unwrap().to;
    assert_eq!(itself.to_string(), "handled_directly");
    let away = step(Some(back.to), Verb::Return, Actor::Desk).unwrap();
    assert_eq!(
        (away.to.to_string().as_str(), away.to.is_final(), away.by.clock == Effect::Stops),
        ("returned", true, true)
    );
}

#[test]
fn states_are_read_as_they_are_written() {
    for one in State::all() {
        assert_eq!(State::parse(&one.to_string()), Some(one));
    }
    for bad in ["", "received+local", "passed_on", "answered+asked+local", "handled_directly+local", "Received"] {
        assert_eq!(State::parse(bad), None, "{bad}");
    }
}

#[test]
fn refusals_and_returns_have_reasons_and_nothing_else_has() {
    for verb in Verb::ALL {
        let fitting = Reason::ALL.iter().filter(|reason| reason.fits(*verb)).count();
        assert_eq!(fitting > 0, needs_reason(*verb), "{verb:?}");
        assert_eq!(needs_reason(*verb), matches!(verb, Verb::Refuse | Verb::Return));
    }
    assert!(Reason::ALL.iter().all(|reason| reason.fits(Verb::Refuse) || reason.fits(Verb::Return)));
    assert!(!Reason::NotOurCompetence.fits(Verb::Refuse));
}

macro_rules! words_are_read {
    ($($list:ident),*) => {$(
        for value in $list::ALL {
            assert_eq!($list::parse(value.as_str()), Some(*value));
            assert!(!value.label(Language::Vi).is_empty() && !value.label(Language::En).is_empty());
        }
    )*};
}

#[test]
fn every_word_is_read_as_it_is_written() {
    words_are_read!(Kind, About, Identity, Channel, Field, Satisfaction, Stage, Actor, Verb, Event, Reason);
}

#[test]
fn a_number_is_a_code_with_its_mark() {
    let number = Number::parse("PA.H29.101-250701-12345").unwrap();
    assert_eq!((number.agency().as_str(), number.date()), ("H29.101", date(2025, 7, 1)));
    for bad in [
        "",
        "PA.",
        "H29-250701-0001",
        "PA.H29-20250701-0001",
        "PA.H29-250701-001",
        "pa.H29-250701-0001",
        "PA.PA.H29-250701-0001",
    ] {
        assert_eq!(Number::parse(bad), None, "{bad}");
    }
}

fn days() -> impl Strategy<Value = Date> {
    (1990i16..=2110, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

proptest! {
    #[test]
    fn a_beginning_and_a_number_are_an_item_s(agency in "[A-Y][0-9]{2}(\\.[0-9]{1,3}){0,3}", day in days(), sequence in 1u32..) {
        let id = Id::parse(&agency).unwrap();
        let text = format!("{}{sequence:04}", Number::prefix(&id, day));
        let number = Number::parse(&text).unwrap();
        prop_assert_eq!((number.agency(), number.to_string()), (&id, text));
    }

    #[test]
    fn terms_are_few_short_and_each_once(text in "\\PC{0,400}") {
        let all = terms(&text);
        prop_assert!(all.len() <= 200 && wanted(&text).len() <= 4);
        for (index, term) in all.iter().enumerate() {
            prop_assert!((2..=30).contains(&term.chars().count()) && !all[..index].contains(term));
        }
        // Only what is indexed is looked for: otherwise nothing is found by a text itself.
        prop_assert!(wanted(&text).iter().all(|word| all.contains(word)));
    }

    #[test]
    fn more_is_never_cheaper(address in 0u32..1_000, device in 0u32..100, more in 0u32..100) {
        prop_assert!(effort(address, device) <= effort(address + more, device));
        prop_assert!(effort(address, device) <= effort(address, device + more));
    }
}

#[test]
fn a_long_text_has_two_hundred_terms() {
    let text: Vec<String> = (0..1_000).map(|number| format!("tu{number}")).collect();
    assert_eq!(terms(&text.join(" ")).len(), 200);
}

#[test]
fn a_query_finds_with_and_without_diacritics() {
    let indexed = terms("Chợ Hôm: nắp cống bị vỡ, rất nguy hiểm cho người đi bộ");
    for query in ["nắp cống vỡ", "nap cong vo", "NẮP CỐNG ở chợ Hôm", "nguy hiem cho nguoi di bo"] {
        assert!(wanted(query).iter().all(|word| indexed.contains(word)), "{query}: {:?}", wanted(query));
        assert!(!wanted(query).is_empty());
    }
}

#[test]
fn who_writes_by_hand_owes_nothing_and_a_shared_line_gets_through() {
    assert!((0..5).all(|count| effort(count, count) == Effort::None));
    assert!((0..600).all(|count| effort(count, 0) != Effort::TooMany), "a commune's only line");
    assert!(
        (5..30).all(|count| matches!(effort(count, count), Effort::Work { bits: 16..=22, wait_seconds: 10..=300 }))
    );
    assert_eq!((effort(30, 30), effort(600, 0)), (Effort::TooMany, Effort::TooMany));
}
