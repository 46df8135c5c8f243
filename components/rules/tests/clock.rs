//! The legal clock, by example and by law.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::civil::{Date, DateTime, Time, date};
use motcua_rules::calendar::{BeyondCalendar, Calendar};
use motcua_rules::clock::{Deadline, What, due, in_vietnam};
use motcua_rules::language::Language;
use motcua_rules::term::Term;
use proptest::prelude::*;

fn at(moment: &str, term: Term) -> Deadline {
    due(moment.parse().unwrap(), term, &Calendar::built_in()).unwrap()
}

fn end(deadline: &Deadline) -> (Date, Time) {
    (deadline.date, deadline.time.unwrap_or(Time::MAX))
}

#[test]
fn examples() {
    use Term::*;
    #[rustfmt::skip]
    let table = [
        // received             term             due
        ("2025-07-04T09:00", WorkingDays(1),  "2025-07-07"), // Friday, in time
        ("2025-07-04T15:00", WorkingDays(1),  "2025-07-07"), // 15:00 itself is not after 15:00
        ("2025-07-04T15:01", WorkingDays(1),  "2025-07-08"), // counts from Monday
        ("2025-07-05T09:00", WorkingDays(1),  "2025-07-08"), // Saturday: the same
        ("2025-07-07T09:00", WithinTheDay,    "2025-07-07"),
        ("2025-07-07T16:00", WithinTheDay,    "2025-07-08"),
        ("2025-07-04T16:00", WithinTheDay,    "2025-07-07"),
        ("2025-04-25T09:00", WithinTheDay,    "2025-04-25"),
        ("2025-04-25T16:00", WithinTheDay,    "2025-04-26"), // the Saturday worked for 2 May
        ("2025-04-29T16:00", WithinTheDay,    "2025-05-05"), // four days off and a weekend
        ("2025-01-24T09:00", WorkingDays(3),  "2025-02-05"), // over Tết
        ("2026-02-13T09:00", WorkingDays(7),  "2026-03-03"),
        ("2026-04-24T09:00", WorkingDays(1),  "2026-04-28"), // Hùng Kings on a Sunday: Monday in lieu
        ("2025-12-31T09:00", WorkingDays(2),  "2026-01-06"), // over New Year, with Friday exchanged
        ("2025-07-07T09:00", Days(20),        "2025-07-28"), // Sunday 27 July moves to Monday
        ("2025-08-20T09:00", Days(10),        "2025-09-03"), // Saturday 30 August: after National Day
        ("2025-07-31T09:00", Months(1),       "2025-09-03"), // Sunday 31 August
        ("2026-01-30T09:00", Months(1),       "2026-03-02"), // 28 February is a Saturday
        ("2025-03-31T09:00", Months(3),       "2025-06-30"), // June has no 31st
        ("2025-07-04T14:00", Hours(24),       "2025-07-07"),
    ];
    for (received, term, day) in table {
        assert_eq!(at(received, term).date.to_string(), day, "{received} {term:?}");
    }
}

#[test]
fn hours_run_by_the_clock_on_working_days() {
    let moment = |received, hours| {
        end(&at(received, Term::Hours(hours))).0.to_datetime(end(&at(received, Term::Hours(hours))).1).to_string()
    };
    assert_eq!(moment("2025-07-07T09:30", 1), "2025-07-07T10:30:00");
    assert_eq!(moment("2025-07-07T06:00", 1), "2025-07-07T09:00:00");
    assert_eq!(moment("2025-07-07T15:30", 1), "2025-07-08T09:00:00");
    assert_eq!(moment("2025-07-04T14:00", 24), "2025-07-07T14:00:00");
}

#[test]
fn a_deadline_explains_each_day() {
    let deadline = at("2025-04-29T15:30", Term::WorkingDays(1));
    let lines: Vec<String> = deadline.steps.iter().map(|step| step.say(Language::En)).collect();
    assert_eq!(
        lines,
        [
            "2025-04-29: Received after 15:00, counts from the next working day",
            "2025-04-30: Reunification Day, counts from the next working day",
            "2025-05-01: International Workers' Day, counts from the next working day",
            "2025-05-02: Off in exchange for Saturday 26 April 2025, counts from the next working day",
            "2025-05-03: Weekend, counts from the next working day",
            "2025-05-04: Weekend, counts from the next working day",
            "2025-05-05: day of receipt, not counted",
            "2025-05-06: day 1",
        ]
    );
    assert_eq!(deadline.say(Language::Vi), "Hẹn trả kết quả ngày 06/05/2025, tính từ hồ sơ nhận ngày 05/05/2025");
    let sources: Vec<String> = deadline.sources().iter().map(ToString::to_string).collect();
    assert!(sources.contains(&"Bộ luật Lao động 45/2019/QH14, Điều 112".into()), "{sources:?}");
}

#[test]
fn beyond_the_calendar_nothing_is_guessed() {
    let calendar = Calendar::built_in();
    let ask = |received: &str, term| due(received.parse().unwrap(), term, &calendar).map(|deadline| deadline.date);
    assert_eq!(ask("2026-12-30T09:00", Term::WorkingDays(1)), Ok(date(2026, 12, 31)));
    assert_eq!(ask("2026-12-30T09:00", Term::WorkingDays(2)), Err(BeyondCalendar { day: date(2027, 1, 1) }));
    assert_eq!(ask("2026-12-31T15:30", Term::WithinTheDay), Err(BeyondCalendar { day: date(2027, 1, 1) }));
    assert!(ask("2026-06-01T09:00", Term::Months(u16::MAX)).unwrap_err().day.year() > 2026);
    assert_eq!(ask("2024-06-01T09:00", Term::Days(1)), Err(BeyondCalendar { day: date(2024, 6, 1) }));
    assert_eq!(due(DateTime::MAX, Term::WorkingDays(1), &calendar).unwrap_err().day, Date::MAX);
    assert!(due(date(2025, 7, 7).at(9, 0, 0, 0), Term::Days(1), &Calendar::default()).is_err());
}

#[test]
fn an_instant_is_read_in_vietnam() {
    let instant: jiff::Timestamp = "2025-06-30T17:30:00Z".parse().unwrap();
    assert_eq!(in_vietnam(instant).to_string(), "2025-07-01T00:30:00");
}

fn moments() -> impl Strategy<Value = DateTime> {
    (0i64..540, 0i8..24, 0i8..60, 0i8..60).prop_map(|(days, hour, minute, second)| {
        date(2025, 1, 1).checked_add(jiff::ToSpan::days(days)).unwrap().at(hour, minute, second, 0)
    })
}

fn terms() -> impl Strategy<Value = Term> {
    prop_oneof![
        Just(Term::WithinTheDay),
        (1u16..200).prop_map(Term::Hours),
        (1u16..60).prop_map(Term::WorkingDays),
        (1u16..120).prop_map(Term::Days),
        (1u16..5).prop_map(Term::Months),
    ]
}

fn longer(term: Term) -> Term {
    match term {
        Term::WithinTheDay => Term::WorkingDays(1),
        Term::Hours(count) => Term::Hours(count + 1),
        Term::WorkingDays(count) => Term::WorkingDays(count + 1),
        Term::Days(count) => Term::Days(count + 1),
        Term::Months(count) => Term::Months(count + 1),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_deadline_falls_on_a_day_off(received in moments(), term in terms()) {
        let calendar = Calendar::built_in();
        let deadline = due(received, term, &calendar).unwrap();
        prop_assert!(calendar.day(deadline.date).unwrap().is_worked());
        prop_assert!(deadline.date.to_datetime(deadline.time.unwrap_or(Time::MAX)) >= received);
    }

    #[test]
    fn a_later_receipt_is_never_due_earlier(one in moments(), minutes in 0i64..20_000, term in terms()) {
        let calendar = Calendar::built_in();
        let later = one.checked_add(jiff::ToSpan::minutes(minutes)).unwrap();
        prop_assert!(end(&due(one, term, &calendar).unwrap()) <= end(&due(later, term, &calendar).unwrap()));
    }

    #[test]
    fn a_longer_term_is_never_due_earlier(received in moments(), term in terms()) {
        let calendar = Calendar::built_in();
        prop_assert!(end(&due(received, term, &calendar).unwrap()) <= end(&due(received, longer(term), &calendar).unwrap()));
    }

    #[test]
    fn the_explanation_adds_up(received in moments(), term in terms()) {
        let deadline = due(received, term, &Calendar::built_in()).unwrap();
        let days: Vec<Date> = deadline.steps.iter().map(|step| step.date).collect();
        // Each day once and in order, from the receipt to the deadline; a term in hours may run on the day of receipt.
        let mut calendar_days: Vec<Date> = received.date().series(jiff::ToSpan::days(1)).take_while(|day| *day <= deadline.date).collect();
        let mut unique = days.clone();
        unique.dedup();
        let ended_on_receipt = unique.last() == Some(&deadline.date);
        if !ended_on_receipt { calendar_days.pop(); }
        prop_assert_eq!(&unique, &calendar_days);

        let counted: Vec<u32> = deadline.steps.iter().filter_map(|step| if let What::Counted(number) = step.what { Some(number) } else { None }).collect();
        let ran: u64 = deadline.steps.iter().map(|step| if let What::Ran { seconds } = step.what { seconds.into() } else { 0u64 }).sum();
        prop_assert!(counted.iter().copied().eq(1..=counted.len() as u32));
        match term {
            Term::WithinTheDay => prop_assert_eq!((counted.len(), ran), (0, 0)),
            Term::WorkingDays(count) | Term::Days(count) => prop_assert_eq!(counted.len(), usize::from(count)),
            Term::Months(count) => prop_assert!((28 * usize::from(count)..=31 * usize::from(count)).contains(&counted.len())),
            Term::Hours(count) => prop_assert_eq!(ran, u64::from(count) * 3600),
        }
    }
}
