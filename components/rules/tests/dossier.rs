//! The table of steps: complete, unambiguous, and as printed.
#![allow(clippy::unwrap_used, clippy::panic)]

mod dossier_acts;

use dossier_acts::{any, papers, text};
use jiff::civil::{DateTime, date};
use motcua_rules::code::Code;
use motcua_rules::dossier::print::{diagram, table};
use motcua_rules::dossier::{
    Act, Actor, Broken, Claim, Effect, Event, Former, NotAllowed, Papers, Stage, State, Status, Text, Verb, apply,
    fold, open,
};
use motcua_rules::dossier::{TRANSITIONS, table::Attached, table::When};
use motcua_rules::language::Language;
use motcua_rules::money::Dong;
use proptest::prelude::*;

const AT: DateTime = date(2025, 7, 4).at(9, 0, 0, 0);

/// The state after these acts, each by the first who may.
fn after(verbs: &[Verb]) -> State {
    let step = |state: Option<State>, verb: &Verb| {
        let line = open(state).find(|line| line.act == *verb).unwrap_or_else(|| panic!("{verb:?} in {state:?}"));
        Some(apply(state, line.who[0], any(*verb), AT).unwrap().to)
    };
    verbs.iter().fold(None, step).unwrap()
}

fn everywhere() -> Vec<Option<State>> {
    core::iter::once(None).chain(State::all().into_iter().map(Some)).collect()
}

#[test]
fn the_table_is_the_one_that_is_printed_for_lawyers() {
    let page = include_str!("dossier.md");
    for language in [Language::Vi, Language::En] {
        let picture = format!("```mermaid\n{}```\n", diagram(language));
        assert!(page.contains(&picture), "tests/dossier.md should have\n{picture}");
        let lines = format!("\n\n{}", table(language));
        assert!(page.contains(&lines), "tests/dossier.md should have\n{lines}");
    }
    let printed = page.lines().filter(|line| line.starts_with('|')).count();
    assert_eq!(printed, 2 * (TRANSITIONS.len() + 2), "tests/dossier.md has lines that the table has not");
}

#[test]
fn whatever_may_be_done_leads_to_one_state_only() {
    for state in everywhere() {
        for (&actor, &verb) in Actor::ALL.iter().flat_map(|actor| Verb::ALL.iter().map(move |verb| (actor, verb))) {
            let lines = open(state).filter(|line| line.act == verb && line.who.contains(&actor)).count();
            assert!(lines <= 1, "{state:?} {actor:?} {verb:?}");
        }
        for &event in Event::ALL {
            let lines = open(state).filter(|line| line.event == event).count();
            assert!(lines <= 1, "{state:?} {event:?}");
        }
    }
}

#[test]
fn an_event_does_one_thing_to_the_clock() {
    for line in TRANSITIONS {
        assert_eq!(line.event.effect(), line.clock, "{line:?}");
        assert_eq!(line.event.is_late(), line.when == When::FurtherRequest, "{line:?}");
        assert_eq!(line.to.wait().is_some(), line.clock == Effect::Pauses, "{line:?}");
        assert!(!line.who.is_empty());
    }
}

#[test]
fn every_word_stands_in_the_table() {
    for stage in Stage::ALL {
        assert!(TRANSITIONS.iter().any(|line| line.to == *stage), "{stage:?}");
    }
    assert!(Verb::ALL.iter().all(|verb| TRANSITIONS.iter().any(|line| line.act == *verb)));
    assert!(Event::ALL.iter().all(|event| TRANSITIONS.iter().any(|line| line.event == *event)));
    assert!(Effect::ALL.iter().all(|effect| TRANSITIONS.iter().any(|line| line.clock == *effect)));
    assert!(Actor::ALL.iter().all(|actor| TRANSITIONS.iter().any(|line| line.who.contains(actor))));
    assert!(Attached::ALL.iter().all(|paper| TRANSITIONS.iter().any(|line| line.attached == *paper)));
    assert!(When::ALL.iter().all(|when| TRANSITIONS.iter().any(|line| line.when == *when)));
    assert!(Status::ALL.iter().all(|status| Stage::ALL.iter().any(|stage| stage.status() == *status)));
}

#[test]
fn statuses_have_the_numbers_that_systems_exchange() {
    let numbers: Vec<u8> = Status::ALL.iter().map(|status| status.number()).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<u8>>());
    assert_eq!(Status::of(7), Some(Status::Withdrawn));
    assert_eq!((Status::of(0), Status::of(11)), (None, None));
    assert_eq!(Status::PaymentRequested.label(Language::Vi), "Yêu cầu thực hiện nghĩa vụ tài chính");
}

#[test]
fn final_states_are_the_four_of_the_law_and_accept_no_act() {
    let last: Vec<Status> = State::all().into_iter().filter(|state| state.is_final()).map(State::status).collect();
    let expected = [Status::NotAccepted, Status::Withdrawn, Status::Stopped, Status::Returned];
    assert!(expected.iter().all(|status| last.contains(status)) && last.iter().all(|it| expected.contains(it)));
    for state in State::all().into_iter().filter(|state| state.is_final()) {
        assert_eq!(state.stage().turn(), None);
        for (&actor, &verb) in Actor::ALL.iter().flat_map(|actor| Verb::ALL.iter().map(move |verb| (actor, verb))) {
            let refused = NotAllowed { state: Some(state), act: verb, actor };
            assert_eq!(apply(Some(state), actor, any(verb), AT), Err(refused));
        }
    }
}

#[test]
fn every_state_can_end_and_whose_turn_it_is_can_act() {
    for state in State::all().into_iter().filter(|state| !state.is_final()) {
        let mut seen = vec![state];
        let mut reached = 0;
        while let Some(next) = seen.get(reached).copied() {
            reached += 1;
            for lead in open(Some(next)).filter_map(|line| line.lead(Some(next))) {
                if !seen.contains(&lead) {
                    seen.push(lead);
                }
            }
        }
        assert!(seen.iter().any(|state| state.is_final()), "{state}");
        assert!(!state.choices(state.stage().turn().unwrap()).is_empty(), "{state}");
    }
}

#[test]
fn a_state_has_a_word_and_no_other_word_is_a_state() {
    for state in State::all() {
        assert_eq!(State::parse(&state.to_string()), Some(state));
    }
    let late = after(&[Verb::Register, Verb::Accept, Verb::StartProcessing, Verb::AskSupplement, Verb::Supplement]);
    assert_eq!(late.to_string(), "in_process+asked");
    for word in ["", "in_process+", "asked", "in_process+reappointed+asked", "registered+reappointed", "In_process"] {
        assert_eq!(State::parse(word), None, "{word}");
    }
}

#[test]
fn a_dossier_goes_straight_through() {
    use Verb::*;
    let mut state = None;
    let mut seen = Vec::new();
    for (actor, verb) in [
        (Actor::Applicant, Register),
        (Actor::System, RequestPayment),
        (Actor::System, PaymentReceived),
        (Actor::Desk, Accept),
        (Actor::Handler, StartProcessing),
        (Actor::Handler, Finish),
        (Actor::System, ReturnResult),
    ] {
        let step = apply(state, actor, any(verb), AT).unwrap();
        assert_eq!((step.from, step.at, step.entry().event), (state, AT, step.by.event));
        seen.push(step.to.status().number());
        state = Some(step.to);
    }
    assert_eq!(seen, [1, 6, 1, 2, 4, 9, 10]);
}

#[test]
fn what_is_not_in_the_table_is_refused_by_name() {
    use Verb::*;
    let refused = |state: State, actor, verb| {
        let refusal = apply(Some(state), actor, any(verb), AT).unwrap_err();
        assert_eq!((refusal.state, refusal.actor, refusal.act), (Some(state), actor, verb));
        refusal
    };
    let filed = after(&[Register]);
    assert_eq!(refused(filed, Actor::Applicant, Accept).who_may(), [Actor::Desk]);
    assert_eq!(refused(filed, Actor::Handler, Finish).who_may(), []);
    let early = refused(filed, Actor::Handler, Finish);
    assert_eq!(early.say(Language::Vi), "Không thể thực hiện “Hoàn thành xử lý” khi hồ sơ ở bước “Mới đăng ký”");
    assert_eq!(
        refused(filed, Actor::System, Accept).say(Language::En),
        "“Accept” while the dossier is “Newly registered” is for: Desk official"
    );
    let unfiled = apply(None, Actor::Applicant, Act::Withdraw, AT).unwrap_err();
    assert_eq!(unfiled.say(Language::En), "“Withdraw” is not possible while the dossier is “Not filed”");
    refused(after(&[Register, Accept, StartProcessing, Finish]), Actor::Applicant, Withdraw);
    refused(after(&[Register, Accept, StartProcessing, Reappoint]), Actor::Supervisor, Reappoint);
}

#[test]
fn a_further_supplement_needs_a_supervisor_and_is_late() {
    use Verb::*;
    for asked in [
        &[Register, AskSupplement, Supplement][..],
        &[Register, AskSupplement, Supplement, Accept],
        &[Register, Accept, StartProcessing, AskSupplement, Supplement],
    ] {
        let state = after(asked);
        for actor in [Actor::Desk, Actor::Handler] {
            let refusal = apply(Some(state), actor, any(AskSupplement), AT).unwrap_err();
            assert_eq!(refusal.who_may(), [Actor::Supervisor]);
        }
        let step = apply(Some(state), Actor::Supervisor, any(AskSupplement), AT).unwrap();
        assert!(step.by.event.is_late());
        assert_eq!(step.to.status(), Status::SupplementRequested);
    }
}

#[test]
fn a_line_leads_nowhere_from_where_it_is_not_open() {
    let end = TRANSITIONS.last().unwrap();
    assert_eq!((end.to, end.lead(None)), (Stage::Returned, None));
    for state in everywhere() {
        for line in TRANSITIONS {
            assert_eq!(line.lead(state).is_some(), open(state).any(|open| open == line), "{line:?} {state:?}");
        }
    }
}

#[test]
fn the_words_of_a_person_stay_out_of_logs() {
    let secret = Text::new("Nguyễn Văn A").unwrap();
    assert_eq!(format!("{secret:?}"), "Text(…)");
    assert_eq!(format!("{:?}", Papers::new([secret.clone()]).unwrap()), "Papers(1)");
    let claim = Claim::new(Dong::new(1).unwrap(), secret.clone()).unwrap();
    let acts = [
        Act::Register { papers: Papers::new([secret.clone()]).unwrap() },
        Act::AskSupplement { missing: Papers::new([secret.clone()]).unwrap(), reason: secret.clone() },
        Act::RequestPayment { claim },
        Act::PaymentReceived { amount: Dong::new(1).unwrap(), receipt: secret },
    ];
    assert!(acts.iter().all(|act| !format!("{act:?}").contains("Nguyễn")));
    let step = apply(None, Actor::Applicant, any(Verb::Register), AT).unwrap();
    assert!(!format!("{step:?} {:?}", any(Verb::Reappoint)).contains("Xin lỗi"));
    assert!(!format!("{step:?}").contains("chứng sinh"));
}

#[test]
fn a_history_that_the_table_cannot_have_made_is_broken() {
    assert_eq!(fold([]), Ok(None));
    let filed = after(&[Verb::Register]);
    assert_eq!(fold([Event::Registered]), Ok(Some(filed)));
    let broken = Broken { state: Some(filed), event: Event::Finished };
    assert_eq!(fold([Event::Registered, Event::Finished]), Err(broken));
    assert_eq!(broken.say(Language::En), "The event “finished” cannot follow in the state “registered”");
    assert_eq!(fold([Event::Accepted]), Err(Broken { state: None, event: Event::Accepted }));
}

#[test]
fn only_a_refused_dossier_is_filed_again() {
    let code = Code::parse("H29.24-250704-0001").unwrap();
    for state in State::all() {
        assert_eq!(Former::new(code.clone(), state).is_some(), state.status() == Status::NotAccepted, "{state}");
    }
    let step = apply(None, Actor::Applicant, any(Verb::Resubmit), AT).unwrap();
    assert_eq!((step.to, step.by.event), (after(&[Verb::Register]), Event::Resubmitted));
}

#[test]
fn what_says_nothing_has_no_value() {
    assert!(["", "  ", "\n\t", "…", "- -"].iter().all(|nothing| Text::new(nothing).is_none()));
    assert_eq!(text("  Thiếu giấy chứng sinh \n").as_str(), "Thiếu giấy chứng sinh");
    assert!(Text::new(&"ế".repeat(Text::CHARACTERS_MAX)).is_some());
    assert!(Text::new(&"ế".repeat(Text::CHARACTERS_MAX + 1)).is_none());
    assert_eq!(Papers::new([]), None);
    assert_eq!(Papers::new([text("một"), text("hai"), text("một")]), None);
    assert_eq!(papers().as_slice().len(), 2);
    assert_eq!(Claim::new(Dong::ZERO, text("Lệ phí")), None);
    let claim = Claim::new(Dong::new(1).unwrap(), text("Lệ phí")).unwrap();
    assert_eq!((claim.amount().dong(), claim.purpose().as_str()), (1, "Lệ phí"));
}

fn attempts() -> impl Strategy<Value = Vec<(Actor, Verb)>> {
    let one = (0..Actor::ALL.len(), 0..Verb::ALL.len()).prop_map(|(actor, verb)| (Actor::ALL[actor], Verb::ALL[verb]));
    prop::collection::vec(one, 0..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_tried_the_dossier_has_one_of_ten_statuses(attempts in attempts()) {
        let (mut state, mut history) = (None, Vec::new());
        for (actor, verb) in attempts {
            match apply(state, actor, any(verb), AT) {
                Ok(step) => {
                    prop_assert!(!state.is_some_and(State::is_final));
                    history.push(step.entry());
                    state = Some(step.to);
                }
                Err(refusal) => prop_assert_eq!(refusal, NotAllowed { state, act: verb, actor }),
            }
        }
        prop_assert_eq!(fold(history.iter().map(|entry| entry.event)), Ok(state));
        prop_assert!(state.is_none_or(|state| State::all().contains(&state) && (1..=10).contains(&state.status().number())));
        let count = |event| history.iter().filter(|entry| entry.event == event).count();
        prop_assert!(count(Event::Reappointed) <= 1);
        prop_assert!(count(Event::SupplementRequested) + count(Event::ReturnedIncomplete) <= 1);
        prop_assert!(history.iter().all(|entry| entry.new_date.is_some() == (entry.event == Event::Reappointed)));
    }
}
