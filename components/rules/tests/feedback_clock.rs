//! The clock of an item: by when what is owed, over examples and over lives that chance made.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use motcua_rules::calendar::Calendar;
use motcua_rules::clock::{due, worked_days};
use motcua_rules::feedback::clock::{Due, Duty, Life, REOPEN_DAYS, ask_by, duties, late, next_due, resolved_in_time};
use motcua_rules::feedback::{Event, Stage, State, open, step};
use motcua_rules::language::Language;
use motcua_rules::term::Term;
use proptest::prelude::*;

use Event::*;

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn life(history: &[(Event, &str)]) -> Life {
    Life::read(&history.iter().map(|(event, when)| (*event, at(when))).collect::<Vec<_>>()).unwrap()
}

/// What is owed where the calendar reaches all of it.
fn dated(life: &Life, calendar: &Calendar) -> Vec<Due> {
    let duties = duties(life, calendar);
    assert_eq!(duties.undated, []);
    duties.dated
}

fn of(life: &Life, duty: Duty) -> Vec<(String, Option<DateTime>)> {
    let all = dated(life, &Calendar::built_in());
    all.into_iter().filter(|due| due.duty == duty).map(|due| (due.deadline.date.to_string(), due.done)).collect()
}

fn day(life: &Life, duty: Duty) -> String {
    of(life, duty).pop().unwrap().0
}

fn late_at(life: &Life, now: &str) -> Vec<Duty> {
    late(life, at(now), &Calendar::built_in()).into_iter().map(|due| due.duty).collect()
}

fn next(life: &Life) -> Option<(Duty, String)> {
    next_due(life, &Calendar::built_in()).unwrap().map(|due| (due.duty, due.deadline.date.to_string()))
}

#[test]
fn what_comes_on_friday_evening_counts_from_monday() {
    let early = life(&[(Received, "2025-07-04T15:00")]);
    assert_eq!((day(&early, Duty::PassOn), day(&early, Duty::Resolve)), ("2025-07-08".into(), "2025-07-25".into()));
    let evening = life(&[(Received, "2025-07-04T15:01")]);
    assert_eq!((day(&evening, Duty::PassOn), day(&evening, Duty::Resolve)), ("2025-07-09".into(), "2025-07-28".into()));
    assert_eq!(next(&evening), Some((Duty::PassOn, "2025-07-09".into())));
    assert_eq!(ask_by(&evening, &Calendar::built_in()).unwrap().date, date(2025, 7, 14));
    assert_eq!(of(&evening, Duty::AskSupplement), [], "nobody has to ask");
}

#[test]
fn who_takes_it_up_owes_an_answer_and_then_its_publication() {
    let mut history = vec![(Received, "2025-07-04T09:00"), (TakenUp, "2025-07-07T09:00")];
    assert_eq!(next(&life(&history)), Some((Duty::Resolve, "2025-07-25".into())));
    history.push((Answered, "2025-07-18T16:00"));
    assert_eq!(next(&life(&history)), Some((Duty::Publish, "2025-07-23".into())), "after 15:00 on a Friday");
    history.extend([(PublicationProposed, "2025-07-21T09:00"), (Published, "2025-07-22T09:00")]);
    assert_eq!(next(&life(&history)), None);
    assert_eq!(late_at(&life(&history), "2026-01-05T09:00"), []);
}

#[test]
fn what_is_not_done_becomes_late_the_day_after() {
    let received = life(&[(Received, "2025-07-04T09:00")]);
    assert_eq!(late_at(&received, "2025-07-08T23:59"), []);
    assert_eq!(late_at(&received, "2025-07-09T00:01"), [Duty::PassOn]);
    assert_eq!(late_at(&received, "2025-07-26T00:01"), [Duty::PassOn, Duty::Resolve]);
    let refused = life(&[(Received, "2025-07-04T09:00"), (Refused, "2025-07-10T09:00")]);
    assert_eq!(late_at(&refused, "2025-12-01T09:00"), [Duty::PassOn], "done late stays late, done is done");
}

#[test]
fn waiting_for_the_sender_is_not_counted() {
    let asked =
        [(Received, "2025-07-04T09:00"), (TakenUp, "2025-07-07T09:00"), (SupplementRequested, "2025-07-08T09:00")];
    let waiting = life(&asked);
    assert_eq!(next(&waiting), Some((Duty::Resolve, "2025-07-25".into())), "as it stood when it was asked");
    assert_eq!(late_at(&waiting, "2025-12-01T09:00"), [], "nobody is late who waits");
    let came = life(&[asked.as_slice(), &[(Supplemented, "2025-07-15T09:00")]].concat());
    assert_eq!(day(&came, Duty::Resolve), "2025-08-01", "five working days later");
    assert_eq!(of(&came, Duty::AskSupplement), [("2025-07-11".into(), Some(at("2025-07-08T09:00")))]);
}

#[test]
fn a_request_after_five_days_is_late_and_pauses_all_the_same() {
    let history = [
        (Received, "2025-07-04T09:00"),
        (TakenUp, "2025-07-07T09:00"),
        (SupplementRequested, "2025-07-14T09:00"),
        (Supplemented, "2025-07-21T09:00"),
    ];
    assert_eq!(late_at(&life(&history), "2025-07-21T09:00"), [Duty::AskSupplement]);
    assert_eq!(day(&life(&history), Duty::Resolve), "2025-08-01");
}

#[test]
fn what_a_locality_gives_back_has_the_days_that_are_left() {
    let history = [
        (Received, "2025-07-04T09:00"),
        (PassedOn, "2025-07-07T09:00"),
        (Returned, "2025-07-16T09:00"),
        (PassedOn, "2025-07-17T09:00"),
        (TakenUp, "2025-07-18T09:00"),
    ];
    let life = life(&history);
    assert_eq!(
        (life.state.to_string().as_str(), day(&life, Duty::Resolve)),
        ("handled_at_locality+local", "2025-07-25".into())
    );
    assert_eq!(of(&life, Duty::PassOn), [("2025-07-08".into(), Some(at("2025-07-07T09:00")))]);
}

#[test]
fn what_is_reopened_runs_on_and_does_not_begin_again() {
    let mut history =
        vec![(Received, "2025-07-04T09:00"), (TakenUp, "2025-07-07T09:00"), (Answered, "2025-07-14T09:00")];
    let answered = life(&history);
    assert_eq!((answered.ended, answered.reopen_until()), (Some(at("2025-07-14T09:00")), Some(date(2025, 8, 13))));
    history.push((Reopened, "2025-08-13T09:00"));
    let reopened = life(&history);
    // Six of fifteen days were used up.
    assert_eq!(worked_days(date(2025, 8, 13), date(2025, 8, 26), &[], &Calendar::built_in()), Ok(9));
    assert_eq!(next(&reopened), Some((Duty::Resolve, "2025-08-26".into())));
    assert_eq!((reopened.ended, of(&reopened, Duty::Publish)), (None, vec![]));
    history.push((Answered, "2025-08-20T09:00"));
    assert_eq!(of(&life(&history), Duty::Publish), [("2025-08-22".into(), None)]);
    assert_eq!(late_at(&life(&history), "2025-08-22T09:00"), []);
}

#[test]
fn an_answer_is_reopened_within_its_days() {
    assert_eq!(REOPEN_DAYS, 30);
    let answered =
        life(&[(Received, "2025-07-04T09:00"), (TakenUp, "2025-07-07T09:00"), (Answered, "2025-07-14T16:00")]);
    assert!(answered.may_reopen(at("2025-08-13T23:59")) && !answered.may_reopen(at("2025-08-14T00:00")));
    let refused = life(&[(Received, "2025-07-04T09:00"), (Refused, "2025-07-07T09:00")]);
    assert_eq!((refused.reopen_until(), refused.may_reopen(at("2025-07-07T10:00"))), (None, false));
}

#[test]
fn a_history_that_cannot_be_is_no_life() {
    assert_eq!(Life::read(&[]), None);
    for history in
        [vec![TakenUp], vec![Received, Answered], vec![Received, Refused, Reopened], vec![Received, Received]]
    {
        let events: Vec<_> = history.into_iter().map(|event| (event, at("2025-07-04T09:00"))).collect();
        assert_eq!(Life::read(&events), None, "{events:?}");
    }
}

#[test]
fn a_duty_is_said_with_its_day() {
    let all = dated(&life(&[(Received, "2025-07-04T09:00")]), &Calendar::built_in());
    let said: Vec<String> = all.iter().map(|due: &Due| due.say(Language::Vi)).collect();
    assert_eq!(said[1], "Xử lý và trả lời: 25/07/2025");
    let terms = Duty::ALL.iter().map(|duty| duty.term());
    assert!(terms.eq([2, 5, 15, 2].map(Term::WorkingDays)));
    assert!(Duty::ALL.iter().all(|duty| duty.source().signed < date(2022, 1, 1)));
}

#[test]
fn where_the_calendar_ends_each_duty_stands_by_itself() {
    let calendar = Calendar::built_in();
    let mut history = vec![(Received, "2026-12-14T09:00")];
    assert_eq!(next(&life(&history)), Some((Duty::PassOn, "2026-12-16".into())));
    assert_eq!(late_at(&life(&history), "2026-12-17T09:00"), [Duty::PassOn]);
    history.push((TakenUp, "2026-12-15T09:00"));
    assert_eq!(next_due(&life(&history), &calendar).unwrap_err().day, date(2027, 1, 1));
    assert_eq!(resolved_in_time(&life(&history), &calendar), None, "not ended");
    let answered = |when| life(&[history.clone(), vec![(Answered, when)]].concat());
    // The fifteenth day is one of January, whichever.
    assert_eq!(resolved_in_time(&answered("2026-12-28T09:00"), &calendar), Some(true));
    assert_eq!(resolved_in_time(&answered("2027-01-12T09:00"), &calendar), None);
    // What was received before all that is known has no day and is not late.
    let old = life(&[(Received, "2024-11-01T09:00"), (TakenUp, "2024-11-04T09:00"), (Answered, "2024-11-05T09:00")]);
    assert_eq!((late_at(&old, "2026-03-02T09:00"), resolved_in_time(&old, &calendar)), (vec![], None));
}

#[test]
fn an_answer_is_in_time_until_its_day_is_over() {
    let answered = |when| life(&[(Received, "2025-07-04T09:00"), (TakenUp, "2025-07-07T09:00"), (Answered, when)]);
    let in_time = |when| resolved_in_time(&answered(when), &Calendar::built_in());
    assert_eq!((in_time("2025-07-25T23:59"), in_time("2025-07-26T00:00")), (Some(true), Some(false)));
}

/// A life of random steps, each at a random distance from the one before.
fn lives() -> impl Strategy<Value = (Vec<(Event, DateTime)>, State)> {
    let choice = || 0usize..10_000;
    (0i64..200, 0i64..1_440, prop::collection::vec((choice(), 0i64..8_000), 0..14)).prop_map(|(day, minute, steps)| {
        let start = date(2025, 1, 1).checked_add(day.days()).unwrap().at(0, 0, 0, 0);
        let mut at = start.checked_add(minute.minutes()).unwrap();
        let (mut state, mut history) = (None, Vec::new());
        for (choice, minutes) in core::iter::once((0, 0)).chain(steps) {
            at = at.checked_add(minutes.minutes()).unwrap();
            let lines: Vec<_> = open(state).collect();
            let Some(line) = choice.checked_rem(lines.len()).map(|index| lines[index]) else { break };
            let taken = step(state, line.verb, line.who[0]).unwrap();
            history.push((taken.event, at));
            state = Some(taken.to);
        }
        (history, state.unwrap())
    })
}

fn resolve(history: &[(Event, DateTime)]) -> Due {
    let all = dated(&Life::read(history).unwrap(), &Calendar::built_in());
    all.into_iter().find(|due| due.duty == Duty::Resolve).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_life_has_its_dates((history, state) in lives(), more in 0i64..40_000) {
        let calendar = Calendar::built_in();
        let life = Life::read(&history).unwrap();
        prop_assert_eq!(life.state, state);
        prop_assert_eq!(life.waiting.is_some(), state.is_waiting());
        let closed = matches!(state.stage(), Stage::Answered | Stage::WaitingForPublication | Stage::Published);
        prop_assert_eq!(life.ended.is_some(), closed || state.is_final());
        prop_assert_eq!(life.reopen_until().is_some(), closed);

        let all = dated(&life, &calendar);
        for due in &all {
            prop_assert!(calendar.day(due.deadline.date).unwrap().is_worked(), "no deadline on a day off");
            prop_assert!(due.done.is_none_or(|done| done >= history[0].1));
        }
        let first = all.iter().filter(|due| due.done.is_none()).map(|due| due.deadline.date).min();
        prop_assert_eq!(next_due(&life, &calendar).unwrap().map(|due| due.deadline.date), first);

        let now = history.last().unwrap().1.checked_add(more.minutes()).unwrap();
        let missed = late(&life, now, &calendar);
        if let Some(since) = life.waiting {
            prop_assert_eq!(missed, late(&life, since, &calendar), "waiting makes nothing late");
        }
    }

    #[test]
    fn nothing_that_happens_brings_the_answer_forward((history, _) in lives()) {
        let plain = due(history[0].1, Duty::Resolve.term(), &Calendar::built_in()).unwrap();
        let mut before = plain.date;
        for count in 1..=history.len() {
            let now = resolve(&history[..count]).deadline.date;
            prop_assert!(before <= now, "{:?}", &history[..count]);
            before = now;
        }
    }

    #[test]
    fn what_is_late_stays_late((history, _) in lives()) {
        let calendar = Calendar::built_in();
        let mut before: Vec<Due> = Vec::new();
        for count in 1..=history.len() {
            let now = late(&Life::read(&history[..count]).unwrap(), history[count - 1].1, &calendar);
            for was in before {
                // An answer that is reopened before it is published has nothing to publish.
                let stays = now.iter().any(|is| is.duty == was.duty && is.deadline.date == was.deadline.date);
                prop_assert!(stays || was.duty == Duty::Publish, "{was:?} {:?}", &history[..count]);
            }
            before = now;
        }
    }

    #[test]
    fn a_later_receipt_is_never_due_earlier(day in 0i64..300, minute in 0i64..1_440, more in 0i64..10_000) {
        let first = date(2025, 1, 1).checked_add(day.days()).unwrap().at(0, 0, 0, 0).checked_add(minute.minutes()).unwrap();
        let dates = |received: DateTime| -> Vec<_> {
            let life = Life::read(&[(Received, received)]).unwrap();
            dated(&life, &Calendar::built_in()).into_iter().map(|due| due.deadline.date).collect()
        };
        let (early, later) = (dates(first), dates(first.checked_add(more.minutes()).unwrap()));
        prop_assert!(early.iter().zip(&later).all(|(early, later)| early <= later));
    }

    #[test]
    fn a_pause_moves_the_answer_by_its_working_days(asked in 0i64..15, waited in 0i64..60, is_reopening in any::<bool>()) {
        let calendar = Calendar::built_in();
        let received = at("2025-03-03T09:00");
        let after = |days: i64| received.checked_add(days.days()).unwrap();
        let (from, until) = (after(asked), after(asked.saturating_add(waited)));
        prop_assume!(calendar.day(from.date()).unwrap().is_worked());
        let (begins, ends) = if is_reopening { (Answered, Reopened) } else { (SupplementRequested, Supplemented) };
        let plain = resolve(&[(Received, received)]).deadline.date;
        let moved = resolve(&[(Received, received), (TakenUp, received), (begins, from), (ends, until)]).deadline.date;
        // What ends on a day off ends with the next working day.
        let end = due(until, Term::WithinTheDay, &calendar).unwrap().date;
        let pause = if waited == 0 { 0 } else { worked_days(from.date(), end, &[], &calendar).unwrap() };
        prop_assert_eq!(worked_days(plain, moved, &[], &calendar).unwrap(), pause);
    }
}
