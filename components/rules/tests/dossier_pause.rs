//! Waiting for the applicant moves a date, by example and by law.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};
use motcua_rules::calendar::{BeyondCalendar, Calendar};
use motcua_rules::clock::{Deadline, Pause, Since, Spent, Wait, What, Why, due, due_paused, due_set, worked_days};
use motcua_rules::language::Language;
use motcua_rules::term::Term;
use proptest::prelude::*;

fn pause(from: &str, until: &str) -> Pause {
    Pause { from: from.parse().unwrap(), until: until.parse().unwrap(), wait: Wait::Supplement }
}

fn paused(received: &str, term: Term, pauses: &[Pause]) -> Deadline {
    due_paused(received.parse().unwrap(), term, pauses, &Calendar::built_in()).unwrap()
}

fn end(deadline: &Deadline) -> DateTime {
    deadline.date.to_datetime(deadline.time.unwrap_or(Time::MAX))
}

#[test]
fn examples() {
    use Term::*;
    #[rustfmt::skip]
    let table = [
        // received            term            asked               brought             due
        ("2025-07-07T09:00", WorkingDays(5), "2025-07-08T10:00", "2025-07-10T10:00", "2025-07-16"), // two days: Wednesday, Thursday
        ("2025-07-07T09:00", WorkingDays(5), "2025-07-08T10:00", "2025-07-08T14:00", "2025-07-14"), // within the day: nothing
        ("2025-07-07T09:00", WorkingDays(5), "2025-07-08T10:00", "2025-07-08T15:01", "2025-07-15"), // after 15:00: as if on Wednesday
        ("2025-07-07T09:00", WorkingDays(5), "2025-07-11T16:00", "2025-07-12T09:00", "2025-07-15"), // brought on Saturday: as if on Monday
        ("2025-07-07T09:00", WorkingDays(5), "2025-07-14T16:00", "2025-07-16T09:00", "2025-07-16"), // asked on the last day
        ("2025-07-07T09:00", WorkingDays(5), "2025-07-15T09:00", "2025-07-25T09:00", "2025-07-14"), // asked too late
        ("2025-07-07T09:00", WorkingDays(5), "2025-07-08T00:00", "2025-07-09T00:00", "2025-07-15"), // midnight is the new day
        ("2025-07-07T09:00", WorkingDays(5), "2025-07-07T23:59", "2025-07-08T00:00", "2025-07-15"),
        ("2025-12-30T09:00", WorkingDays(3), "2025-12-31T10:00", "2026-01-05T10:00", "2026-01-07"), // over New Year: one working day
        ("2026-02-09T09:00", WorkingDays(4), "2026-02-12T09:00", "2026-02-16T09:00", "2026-02-24"), // brought in Tết: as if on the 23rd
        ("2025-01-23T09:00", WorkingDays(1), "2025-01-24T16:00", "2025-02-03T09:00", "2025-02-03"),
        ("2025-07-07T16:00", WorkingDays(1), "2025-07-07T17:00", "2025-07-08T10:00", "2025-07-09"), // before the count begins
        ("2025-07-07T09:00", Days(20),       "2025-07-10T09:00", "2025-07-15T09:00", "2025-08-01"), // five days of the calendar
        ("2025-07-07T09:00", Days(5),        "2025-07-12T09:00", "2025-07-14T09:00", "2025-07-14"), // ends on Saturday, asked then
        ("2025-01-31T09:00", Months(1),      "2025-02-10T09:00", "2025-02-12T09:00", "2025-03-05"), // in Tết: from 3 February
        ("2026-01-30T09:00", Months(1),      "2026-02-27T09:00", "2026-02-27T10:00", "2026-03-02"), // the end of February
        ("2025-07-07T09:00", WithinTheDay,   "2025-07-07T10:00", "2025-07-09T14:00", "2025-07-09"),
        ("2025-07-07T09:00", WithinTheDay,   "2025-07-07T10:00", "2025-07-07T14:00", "2025-07-07"),
    ];
    for (received, term, asked, brought, day) in table {
        let deadline = paused(received, term, &[pause(asked, brought)]);
        assert_eq!(deadline.date.to_string(), day, "{received} {term:?} {asked} {brought}");
    }
}

#[test]
fn hours_stand_still_from_the_request_to_the_answer() {
    let moment =
        |asked, brought| end(&paused("2025-07-07T09:00", Term::Hours(8), &[pause(asked, brought)])).to_string();
    assert_eq!(moment("2025-07-07T10:00", "2025-07-07T12:30"), "2025-07-07T19:30:00");
    assert_eq!(moment("2025-07-07T10:00", "2025-07-07T16:00"), "2025-07-08T15:00:00");
    assert_eq!(moment("2025-07-07T10:00", "2025-07-09T09:15"), "2025-07-09T16:15:00");
    assert_eq!(moment("2025-07-07T17:00", "2025-07-08T09:00"), "2025-07-08T09:00:00");
    assert_eq!(moment("2025-07-07T17:01", "2025-07-08T09:00"), "2025-07-07T17:00:00");
    assert_eq!(moment("2025-07-07T08:00", "2025-07-07T10:00"), "2025-07-07T18:00:00");
    let two = [pause("2025-07-07T10:00", "2025-07-07T11:00"), pause("2025-07-07T10:30", "2025-07-07T12:00")];
    assert_eq!(end(&paused("2025-07-07T09:00", Term::Hours(8), &two)).to_string(), "2025-07-07T19:00:00");
}

#[test]
fn hours_that_end_at_midnight_end_with_their_day() {
    let calendar = Calendar::built_in();
    let friday = due("2025-07-04T14:00".parse().unwrap(), Term::Hours(10), &calendar).unwrap();
    assert_eq!(end(&friday).to_string(), "2025-07-04T23:59:59");
    let longer = due("2025-07-04T14:00".parse().unwrap(), Term::Hours(11), &calendar).unwrap();
    assert_eq!(end(&longer).to_string(), "2025-07-07T01:00:00");
    let waited = paused("2025-07-04T13:00", Term::Hours(10), &[pause("2025-07-04T13:30", "2025-07-04T14:30")]);
    assert_eq!(end(&waited).to_string(), "2025-07-04T23:59:59");
}

#[test]
fn the_days_of_waiting_are_explained() {
    let mut deadline = paused(
        "2025-07-10T09:00",
        Term::WorkingDays(2),
        &[Pause { wait: Wait::Payment, ..pause("2025-07-11T09:00", "2025-07-14T09:00") }],
    );
    let lines: Vec<String> = deadline.steps.iter().map(|step| step.say(Language::En)).collect();
    assert_eq!(
        lines,
        [
            "2025-07-10: day of receipt, not counted",
            "2025-07-11: day 1",
            "2025-07-12: Weekend, not counted",
            "2025-07-13: Weekend, not counted",
            "2025-07-14: Waiting for the applicant's payment, not counted",
            "2025-07-15: day 2",
        ]
    );
    let sources: Vec<String> = deadline.sources().iter().map(ToString::to_string).collect();
    assert_eq!(sources.last().unwrap(), "Quyết định 766/QĐ-TTg");
    deadline.steps.retain(|step| !matches!(step.what, What::Skipped(Why::Waiting(_))));
    assert!(!deadline.sources().iter().any(|source| source.to_string().contains("766")));
}

#[test]
fn a_date_that_was_set_is_kept_and_moved_by_later_waiting() {
    let set = |at: &str, day: &str, pauses: &[Pause]| {
        due_set(at.parse().unwrap(), day.parse().unwrap(), pauses, &Calendar::built_in())
    };
    let kept = set("2025-07-10T16:00", "2025-07-21", &[]).unwrap();
    assert_eq!((kept.date, kept.since, kept.term), (date(2025, 7, 21), Since::Reappointment, Term::WorkingDays(7)));
    assert_eq!(kept.say(Language::En), "New date for the result: 2025-07-21, as set on 2025-07-10");
    let waited = [pause("2025-07-15T09:00", "2025-07-17T09:00")];
    assert_eq!(set("2025-07-10T16:00", "2025-07-21", &waited).unwrap().date, date(2025, 7, 23));
    assert_eq!(set("2025-07-10T16:00", "2025-07-20", &[]).unwrap().date, date(2025, 7, 21), "a Sunday");
    assert_eq!(set("2025-07-12T16:00", "2025-07-01", &[]).unwrap().date, date(2025, 7, 14), "in the past");
    assert_eq!(set("2025-12-31T16:00", "2027-01-04", &[]), Err(BeyondCalendar { day: date(2027, 1, 4) }));
}

#[test]
fn beyond_the_calendar_nothing_is_guessed() {
    let ask = |asked, brought| {
        let received = date(2026, 12, 28).at(9, 0, 0, 0);
        due_paused(received, Term::WorkingDays(2), &[pause(asked, brought)], &Calendar::built_in()).map(|it| it.date)
    };
    assert_eq!(ask("2026-12-29T09:00", "2026-12-30T09:00"), Ok(date(2026, 12, 31)));
    assert_eq!(ask("2026-12-29T09:00", "2026-12-31T09:00"), Err(BeyondCalendar { day: date(2027, 1, 1) }));
    assert_eq!(ask("2026-12-29T09:00", "2027-01-04T09:00"), Err(BeyondCalendar { day: date(2027, 1, 4) }));
}

#[test]
fn what_is_used_and_left_stands_beside_the_deadline() {
    let days = paused("2025-07-07T09:00", Term::WorkingDays(5), &[pause("2025-07-08T10:00", "2025-07-10T10:00")]);
    let spent = |moment: &str| days.spent(moment.parse().unwrap());
    assert_eq!(spent("2025-07-07T10:00"), Spent::Days { used: 0, left: 5 });
    assert_eq!(spent("2025-07-10T10:00"), Spent::Days { used: 1, left: 4 });
    assert_eq!(spent("2025-07-16T23:00"), Spent::Days { used: 5, left: 0 });
    assert_eq!(spent("2025-08-16T23:00"), Spent::Days { used: 5, left: 0 });
    let hours = paused("2025-07-07T09:00", Term::Hours(8), &[pause("2025-07-07T10:00", "2025-07-07T12:30")]);
    let spent = |moment: &str| hours.spent(moment.parse().unwrap());
    assert_eq!(spent("2025-07-07T08:00"), Spent::Seconds { used: 0, left: 8 * 3600 });
    assert_eq!(spent("2025-07-07T11:00"), Spent::Seconds { used: 3600, left: 7 * 3600 });
    assert_eq!(spent("2025-07-07T13:00"), Spent::Seconds { used: 5400, left: 23_400 });
    assert_eq!(spent("2025-07-08T00:00"), Spent::Seconds { used: 8 * 3600, left: 0 });
}

fn moments() -> impl Strategy<Value = DateTime> {
    (0i64..360, 0i8..24, 0i8..60)
        .prop_map(|(days, hour, minute)| date(2025, 1, 1).checked_add(days.days()).unwrap().at(hour, minute, 0, 0))
}

fn terms() -> impl Strategy<Value = Term> {
    prop_oneof![
        Just(Term::WithinTheDay),
        (1u16..100).prop_map(Term::Hours),
        (1u16..40).prop_map(Term::WorkingDays),
        (1u16..90).prop_map(Term::Days),
        (1u16..4).prop_map(Term::Months),
    ]
}

/// Times of waiting as minutes from a moment on, and how long; they may overlap.
fn waits(max: usize) -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0i64..60_000, 0i64..15_000), 0..=max)
}

fn from(start: DateTime, waits: &[(i64, i64)]) -> Vec<Pause> {
    let later = |moment: DateTime, minutes: i64| moment.checked_add(minutes.minutes()).unwrap();
    let one = |&(after, long): &(i64, i64)| {
        let from = later(start, after);
        Pause { from, until: later(from, long), wait: Wait::Supplement }
    };
    waits.iter().map(one).collect()
}

/// So many working days after a day, by the calendar alone.
fn working_days_after(day: Date, count: usize, calendar: &Calendar) -> Date {
    let worked = day.series(1.day()).skip(1).filter(|day| calendar.day(*day).unwrap().is_worked());
    if count == 0 { day } else { worked.take(count).last().unwrap() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn without_waiting_nothing_changes(received in moments(), term in terms()) {
        let calendar = Calendar::built_in();
        let backwards = Pause { from: received, until: received.checked_sub(3.days()).unwrap(), wait: Wait::Payment };
        prop_assert_eq!(due(received, term, &calendar), due_paused(received, term, &[backwards], &calendar));
    }

    #[test]
    fn adding_a_pause_never_makes_a_date_earlier(received in moments(), term in terms(), waits in waits(4)) {
        let calendar = Calendar::built_in();
        let pauses = from(received, &waits);
        for count in 0..pauses.len() {
            let fewer = due_paused(received, term, &pauses[..count], &calendar).unwrap();
            let more = due_paused(received, term, &pauses[..=count], &calendar).unwrap();
            prop_assert!(end(&fewer) <= end(&more), "{pauses:?}");
        }
    }

    #[test]
    fn so_many_working_days_of_waiting_move_a_term_by_as_many(
        received in moments(), count in 1usize..40, begin in 0usize..40, waited in 0usize..30, asked in 0i8..24, brought in 0i8..15,
    ) {
        let calendar = Calendar::built_in();
        let term = Term::WorkingDays(count as u16);
        let plain = due(received, term, &calendar).unwrap();
        // Asked on a working day of the term, at any hour; brought so many working days later, in time of that day.
        let on = working_days_after(plain.counts_from, begin.min(count), &calendar);
        let back = working_days_after(on, waited, &calendar);
        let (asked, brought) = (on.at(asked.min(brought), 0, 0, 0), back.at(brought, 0, 0, 0));
        let pause = Pause { from: asked, until: brought, wait: Wait::Supplement };
        let moved = due_paused(received, term, &[pause], &calendar).unwrap();
        prop_assert_eq!(moved.date, working_days_after(plain.date, waited, &calendar));
        prop_assert_eq!(worked_days(plain.date, moved.date, &[], &calendar).unwrap() as usize, waited);
    }

    #[test]
    fn a_later_receipt_is_never_due_earlier(one in moments(), minutes in 0i64..20_000, term in terms(), waits in waits(3)) {
        let calendar = Calendar::built_in();
        let later = one.checked_add(minutes.minutes()).unwrap();
        // What is asked of the applicant is asked after both were received.
        let counted = due(later, Term::WithinTheDay, &calendar).unwrap().date.to_datetime(calendar.opens()).max(later);
        let pauses = from(counted, &waits);
        let (first, second) = (due_paused(one, term, &pauses, &calendar).unwrap(), due_paused(later, term, &pauses, &calendar).unwrap());
        prop_assert!(end(&first) <= end(&second));
    }

    #[test]
    fn no_deadline_falls_on_a_day_off_or_into_waiting(received in moments(), term in terms(), waits in waits(4)) {
        let calendar = Calendar::built_in();
        let pauses = from(received, &waits);
        let deadline = due_paused(received, term, &pauses, &calendar).unwrap();
        prop_assert!(calendar.day(deadline.date).unwrap().is_worked());
        prop_assert!(pauses.iter().all(|pause| end(&deadline) < pause.from || pause.until <= end(&deadline)), "{deadline:?}");
    }

    #[test]
    fn the_explanation_adds_up(received in moments(), term in terms(), waits in waits(4)) {
        let deadline = due_paused(received, term, &from(received, &waits), &Calendar::built_in()).unwrap();
        let mut days: Vec<Date> = deadline.steps.iter().map(|step| step.date).collect();
        days.dedup();
        let mut through: Vec<Date> = received.date().series(1.day()).take_while(|day| *day <= deadline.date).collect();
        if days.last() != Some(&deadline.date) { through.pop(); }
        prop_assert_eq!(days, through);
        let counted = deadline.steps.iter().filter(|step| matches!(step.what, What::Counted(_))).count();
        let ran: u32 = deadline.steps.iter().map(|step| if let What::Ran { seconds } = step.what { seconds } else { 0 }).sum();
        match term {
            Term::WorkingDays(count) | Term::Days(count) => prop_assert_eq!(counted, usize::from(count)),
            Term::Hours(count) => prop_assert_eq!(ran, u32::from(count) * 3600),
            Term::WithinTheDay => prop_assert_eq!((counted, ran), (0, 0)),
            Term::Months(_) => prop_assert_eq!(ran, 0),
        }
    }

    #[test]
    fn used_and_left_are_the_term(received in moments(), term in terms(), waits in waits(3), minutes in 0i64..90_000) {
        let deadline = due_paused(received, term, &from(received, &waits), &Calendar::built_in()).unwrap();
        let total = |spent| match spent { Spent::Days { used, left } | Spent::Seconds { used, left } => (used, used + left) };
        let (none, all) = total(deadline.spent(received.checked_sub(1.day()).unwrap()));
        prop_assert_eq!(none, 0);
        let now = received.checked_add(minutes.minutes()).unwrap();
        let (used, same) = total(deadline.spent(now));
        prop_assert_eq!(same, all);
        let (more, _) = total(deadline.spent(now.checked_add(1.hour()).unwrap()));
        prop_assert!(used <= more);
        if deadline.is_missed(now) { prop_assert_eq!(used, all); }
    }

    #[test]
    fn a_date_that_was_set_stands_until_somebody_is_waited_for(set in moments(), days in 0i64..90, waits in waits(3)) {
        let calendar = Calendar::built_in();
        let date = set.date().checked_add(days.days()).unwrap();
        let kept = due_set(set, date, &[], &calendar).unwrap().date;
        prop_assert!(kept >= date && calendar.day(kept).unwrap().is_worked());
        if calendar.day(date).unwrap().is_worked() { prop_assert_eq!(kept, date); }
        prop_assert!(due_set(set, date, &from(set, &waits), &calendar).unwrap().date >= kept);
    }
}
