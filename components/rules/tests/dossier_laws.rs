//! The legal clock over lives that chance made: what holds of every one.
#![allow(clippy::unwrap_used, clippy::panic)]

mod dossier_acts;

use dossier_acts::any;
use jiff::ToSpan;
use jiff::civil::date;
use motcua_rules::calendar::Calendar;
use motcua_rules::clock::{Since, due};
use motcua_rules::dossier::clock::{Clock, Late, Life};
use motcua_rules::dossier::{Entry, State, Status, Verb, apply, open};
use motcua_rules::language::Language;
use motcua_rules::term::Term;
use proptest::prelude::*;

/// A life of random acts, each at a random distance from the one before.
fn lives() -> impl Strategy<Value = (Vec<Entry>, State)> {
    let step = (any_number(), 0i64..6_000);
    (0i64..200, any_number(), prop::collection::vec(step, 0..14)).prop_map(|(day, first, steps)| {
        let mut at = date(2025, 1, 1).checked_add(day.days()).unwrap().at(9, 0, 0, 0);
        let (mut state, mut history) = (None, Vec::new());
        for (choice, minutes) in core::iter::once((first, 0)).chain(steps) {
            at = at.checked_add(minutes.minutes()).unwrap();
            let lines: Vec<_> = open(state).collect();
            let Some(line) = choice.checked_rem(lines.len()).map(|index| lines[index]) else { break };
            let step = apply(state, line.who[0], any(line.act), at).unwrap();
            history.push(Entry {
                new_date: step.entry().new_date.map(|_| at.date().checked_add(20.days()).unwrap()),
                ..step.entry()
            });
            state = Some(step.to);
        }
        (history, state.unwrap())
    })
}

fn any_number() -> impl Strategy<Value = usize> {
    0usize..10_000
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_life_has_its_dates((history, state) in lives(), days in 1u16..20, more in 0i64..60_000) {
        let calendar = Calendar::built_in();
        let life = Life::read(&history).unwrap().unwrap();
        let clock = Clock { life: &life, term: Term::WorkingDays(days), calendar: &calendar };
        prop_assert_eq!(life.state, state);
        prop_assert_eq!(life.waiting.is_some(), state.stage().wait().is_some());
        prop_assert_eq!(life.ended.is_some(), state.is_final() || state.status() == Status::Processed);
        prop_assert!(life.new_date.is_none() || state.is_reappointed());

        let now = history.last().unwrap().at.checked_add(more.minutes()).unwrap();
        let (appointed, forecast) = (clock.appointed().unwrap(), clock.forecast(now).unwrap());
        for deadline in [&appointed, &forecast].into_iter().flatten() {
            prop_assert!(calendar.day(deadline.date).unwrap().is_worked());
            if deadline.since == Since::Receipt {
                prop_assert!(deadline.date >= due(deadline.received, clock.term, &calendar).unwrap().date);
                prop_assert!(deadline.received >= history[0].at);
            }
        }
        if let (Some(appointed), Some(forecast)) = (&appointed, &forecast) {
            prop_assert!(appointed.date <= forecast.date);
        }
        if let (Some(appointed), None) = (&appointed, life.new_date) {
            prop_assert!(clock.apology_by().unwrap().unwrap() < appointed.date);
        }
        let late = clock.late(now).unwrap();
        prop_assert_eq!(late.iter().any(|late| matches!(late, Late::AskedAgain { .. })), history.iter().any(|it| it.event.is_late()));
        if let Some(waiting) = life.waiting {
            prop_assert_eq!(&late, &clock.late(waiting.since).unwrap(), "waiting makes nothing late");
        }
        clock.say(now, Language::Vi).unwrap();
    }

    #[test]
    fn the_later_a_supplement_the_later_the_date((history, _) in lives(), days in 1u16..20, one in 0i64..60_000, more in 0i64..60_000) {
        let calendar = Calendar::built_in();
        let life = Life::read(&history).unwrap().unwrap();
        let clock = Clock { life: &life, term: Term::WorkingDays(days), calendar: &calendar };
        let done = life.received.checked_add(one.minutes()).unwrap();
        let (early, later) = (clock.forecast(done).unwrap(), clock.forecast(done.checked_add(more.minutes()).unwrap()).unwrap());
        prop_assert!(early.map(|it| it.date) <= later.map(|it| it.date));
    }

    #[test]
    fn what_is_late_stays_late_unless_it_goes_back_in_time((history, _) in lives(), days in 1u16..20) {
        let calendar = Calendar::built_in();
        let mut before: Vec<Late> = Vec::new();
        let mut given_back = 0;
        for count in 1..=history.len() {
            let life = Life::read(&history[..count]).unwrap().unwrap();
            let clock = Clock { life: &life, term: Term::WorkingDays(days), calendar: &calendar };
            let now = clock.late(history[count - 1].at).unwrap();
            let back_late = now.iter().any(|late| matches!(late, Late::GivenBackLate { .. }));
            let anew = life.given_back.len() > given_back && !back_late;
            for late in before {
                let stays = now.iter().any(|now| match (late, now) {
                    (Late::AfterDate { date, .. }, Late::AfterDate { date: same, .. }) => date == *same,
                    _ => late == *now,
                });
                prop_assert!(stays || anew || matches!(late, Late::NotAnswered { .. }), "{late:?} {:?}", &history[..count]);
            }
            (before, given_back) = (now, life.given_back.len());
        }
    }

    #[test]
    fn a_date_given_by_acceptance_is_never_taken_back((history, _) in lives(), days in 1u16..20) {
        let calendar = Calendar::built_in();
        let mut before = None;
        for count in 1..=history.len() {
            let life = Life::read(&history[..count]).unwrap().unwrap();
            let clock = Clock { life: &life, term: Term::WorkingDays(days), calendar: &calendar };
            let now = clock.appointed().unwrap().map(|it| it.date);
            // A new date may be set earlier than the old one only by an official whom nobody asked whether he may.
            if let (Some(before), Some(now), None) = (before, now, life.new_date) {
                prop_assert!(before <= now, "{:?}", &history[..count]);
            }
            before = now;
        }
    }
}

#[test]
fn every_kind_of_act_has_a_sample() {
    assert!(Verb::ALL.iter().all(|verb| any(*verb).verb() == *verb));
}
