//! The legal clock over whole lives.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::civil::{Date, DateTime, date};
use motcua_rules::calendar::{BeyondCalendar, Calendar, Day};
use motcua_rules::clock::{Since, Spent, Wait};
use motcua_rules::dossier::clock::{Clock, Late, Life, NoNewDate, Waiting};
use motcua_rules::dossier::{Actor, Broken, Entry, Event, Status};
use motcua_rules::language::Language;
use motcua_rules::term::Term;

/// A history, an event a line: `2025-07-04T09:00 registered`; a new date stands behind its event.
fn history(lines: &[&str]) -> Vec<Entry> {
    let read = |line: &&str| {
        let words: Vec<&str> = line.split(' ').collect();
        let new_date = words.get(2).map(|day| day.parse().unwrap());
        Entry { event: Event::parse(words[1]).unwrap(), at: words[0].parse().unwrap(), new_date }
    };
    lines.iter().map(read).collect()
}

fn life(lines: &[&str]) -> Life {
    Life::read(&history(lines)).unwrap().unwrap()
}

/// Asks the clock of a life with a term of five working days.
fn ask<T>(lines: &[&str], question: impl FnOnce(Clock<'_>) -> T) -> T {
    question(Clock { life: &life(lines), term: Term::WorkingDays(5), calendar: &Calendar::built_in() })
}

fn appointed(lines: &[&str]) -> Option<Date> {
    ask(lines, |clock| clock.appointed().unwrap().map(|deadline| deadline.date))
}

fn forecast(lines: &[&str], done: &str) -> Option<Date> {
    ask(lines, |clock| clock.forecast(moment(done)).unwrap().map(|deadline| deadline.date))
}

fn late(lines: &[&str], now: &str) -> Vec<Late> {
    ask(lines, |clock| clock.late(moment(now)).unwrap())
}

fn moment(text: &str) -> DateTime {
    text.parse().unwrap()
}

const FILED: &str = "2025-07-07T09:00 registered"; // Monday; five working days end on Monday 14 July
const ACCEPTED: &str = "2025-07-08T09:00 accepted";
const STARTED: &str = "2025-07-08T10:00 processing_started";
const ASKED: &str = "2025-07-09T10:00 supplement_requested";

#[test]
fn straight_through_in_time() {
    let done = [FILED, ACCEPTED, STARTED, "2025-07-14T23:59 finished", "2025-07-30T09:00 result_returned"];
    assert_eq!(appointed(&done), Some(date(2025, 7, 14)));
    assert_eq!(late(&done, "2025-08-30T09:00"), []);
    assert_eq!(ask(&done, |clock| clock.spent(moment("2025-08-30T09:00"))), Ok(Some(Spent::Days { used: 5, left: 0 })));
    assert_eq!(appointed(&[FILED]), Some(date(2025, 7, 14)), "what an acceptance will confirm");
}

#[test]
fn what_ends_after_midnight_is_late() {
    let missed = Late::AfterDate { date: date(2025, 7, 14), days: 1 };
    assert_eq!(late(&[FILED, ACCEPTED, STARTED, "2025-07-15T00:00 finished"], "2025-08-30T09:00"), [missed]);
    assert_eq!(late(&[FILED, ACCEPTED, STARTED], "2025-07-14T23:59"), []);
    assert_eq!(late(&[FILED, ACCEPTED, STARTED], "2025-07-15T00:00"), [missed]);
    assert_eq!(
        late(&[FILED, ACCEPTED, STARTED], "2025-07-21T08:00"),
        [Late::AfterDate { date: date(2025, 7, 14), days: 5 }]
    );
    assert_eq!(missed.say(Language::En), "1 working day after the appointed date 2025-07-14");
    let unanswered = [Late::NotAnswered { by: date(2025, 7, 10) }];
    assert_eq!(late(&[FILED], "2025-07-21T08:00"), unanswered, "without acceptance there is no date to miss");
}

#[test]
fn a_desk_that_accepts_late_has_used_the_authoritys_time() {
    let slow = [FILED, "2025-07-16T09:00 accepted"];
    assert_eq!(late(&slow, "2025-07-16T09:00"), [Late::AfterDate { date: date(2025, 7, 14), days: 2 }]);
    let by = ask(&slow, |clock| clock.back_by().unwrap());
    assert_eq!((by.date, by.term), (date(2025, 7, 10), Term::WorkingDays(3)));
    let evening = ["2025-07-04T15:01 registered"];
    assert_eq!(ask(&evening, |clock| clock.back_by().unwrap().date), date(2025, 7, 10));
}

#[test]
fn a_supplement_pauses_and_the_rest_runs_on() {
    let waits = [FILED, ACCEPTED, STARTED, ASKED];
    let waiting = Waiting { since: moment("2025-07-09T10:00"), wait: Wait::Supplement };
    assert_eq!(life(&waits).waiting, Some(waiting));
    assert_eq!(life(&waits).state.stage().turn(), Some(Actor::Applicant));
    assert_eq!(appointed(&waits), Some(date(2025, 7, 14)));
    assert_eq!(forecast(&waits, "2025-07-11T10:00"), Some(date(2025, 7, 16)));
    assert_eq!(forecast(&waits, "2025-07-11T15:30"), Some(date(2025, 7, 17)));
    assert_eq!(forecast(&waits, "2025-07-01T10:00"), Some(date(2025, 7, 14)), "never before the request");
    assert_eq!(late(&waits, "2025-12-01T10:00"), [], "the applicant is waited for");
    let spent = |now| ask(&waits, |clock| clock.spent(moment(now)).unwrap().unwrap());
    assert_eq!(spent("2025-12-01T10:00"), Spent::Days { used: 2, left: 3 });
    assert_eq!(
        ask(&waits, |clock| clock.say(moment("2025-07-11T10:00"), Language::En)).unwrap(),
        "Waiting for the applicant's papers since 2025-07-09; if it is done now, the result is due 2025-07-16"
    );
    let back = [FILED, ACCEPTED, STARTED, ASKED, "2025-07-11T10:00 supplemented"];
    assert_eq!(appointed(&back), Some(date(2025, 7, 16)));
    assert_eq!(forecast(&back, "2025-07-30T10:00"), Some(date(2025, 7, 16)), "nothing is waited for");
    assert_eq!(late(&back, "2025-07-16T23:00"), []);
    assert_eq!(late(&back, "2025-07-17T00:00").len(), 1);
}

#[test]
fn asking_after_the_date_does_not_heal_it() {
    let asked = [FILED, ACCEPTED, STARTED, "2025-07-16T10:00 supplement_requested"];
    assert_eq!(late(&asked, "2025-07-30T10:00"), [Late::AfterDate { date: date(2025, 7, 14), days: 2 }]);
    let back = [FILED, ACCEPTED, STARTED, "2025-07-16T10:00 supplement_requested", "2025-07-23T10:00 supplemented"];
    assert_eq!(appointed(&back), Some(date(2025, 7, 14)));
    assert_eq!(late(&back, "2025-07-24T10:00"), [Late::AfterDate { date: date(2025, 7, 14), days: 3 }]);
}

#[test]
fn a_payment_pauses_before_acceptance_and_during_work() {
    let owed = [FILED, "2025-07-07T09:01 payment_requested"];
    assert_eq!(life(&owed).waiting.unwrap().wait, Wait::Payment);
    assert_eq!(forecast(&owed, "2025-07-07T10:00"), Some(date(2025, 7, 14)), "paid at once");
    assert_eq!(forecast(&owed, "2025-07-09T10:00"), Some(date(2025, 7, 16)));
    let paid = [FILED, "2025-07-07T09:01 payment_requested", "2025-07-09T10:00 payment_received"];
    assert_eq!(appointed(&paid), Some(date(2025, 7, 16)));
    let twice = [
        FILED,
        "2025-07-07T09:01 payment_requested",
        "2025-07-09T10:00 payment_received",
        "2025-07-09T11:00 accepted",
        "2025-07-09T12:00 processing_started",
        "2025-07-10T10:00 payment_requested",
        "2025-07-11T10:00 payment_received",
    ];
    assert_eq!(appointed(&twice), Some(date(2025, 7, 17)));
}

#[test]
fn an_incomplete_dossier_counts_anew_when_it_is_complete() {
    let given_back = [FILED, ACCEPTED, "2025-07-09T10:00 returned_incomplete"];
    assert_eq!(appointed(&given_back), None);
    assert_eq!(forecast(&given_back, "2025-07-14T10:00"), Some(date(2025, 7, 21)));
    assert_eq!(forecast(&given_back, "2025-07-01T10:00"), Some(date(2025, 7, 16)), "never before the request");
    assert_eq!(ask(&given_back, |clock| clock.spent(moment("2025-07-14T10:00"))), Ok(None));
    assert_eq!(ask(&given_back, |clock| clock.apology_by()), Ok(None));
    let complete = [FILED, ACCEPTED, "2025-07-09T10:00 returned_incomplete", "2025-07-14T15:30 completed"];
    assert_eq!(appointed(&complete), Some(date(2025, 7, 22)), "after 15:00: from the next day");
    assert_eq!((life(&complete).accepted, life(&complete).state.status()), (None, Status::Registered));
}

/// Overdue since 14 July, and given back on the 30th.
const OVERDUE: [&str; 3] = [FILED, ACCEPTED, "2025-07-30T10:00 returned_incomplete"];

#[test]
fn giving_back_an_overdue_dossier_does_not_heal_it() {
    let missed = |days| Late::AfterDate { date: date(2025, 7, 14), days };
    let back = Late::GivenBackLate { by: date(2025, 7, 10), at: moment("2025-07-30T10:00") };
    assert_eq!(late(&[FILED, ACCEPTED], "2025-07-30T09:00"), [missed(12)]);
    assert_eq!(late(&OVERDUE, "2025-08-30T09:00"), [missed(12), back], "the applicant is waited for");
    assert_eq!(
        (appointed(&OVERDUE), forecast(&OVERDUE, "2025-08-01T10:00")),
        (Some(date(2025, 7, 14)), Some(date(2025, 7, 14)))
    );
    let complete = [&OVERDUE[..], &["2025-08-01T10:00 completed"]].concat();
    assert_eq!(late(&complete, "2025-08-04T09:00"), [missed(13), back], "Thursday and Friday were the applicant's");
    assert_eq!(appointed(&complete), Some(date(2025, 7, 14)));
    let again = [&complete[..], &["2025-08-04T10:00 returned_again", "2025-08-05T10:00 completed"]].concat();
    assert_eq!(
        late(&again, "2025-08-05T11:00"),
        [missed(13), back, Late::AskedAgain { at: moment("2025-08-04T10:00") }]
    );
    let refused = [&OVERDUE[..], &["2025-08-01T10:00 refused"]].concat();
    assert_eq!(late(&refused, "2025-08-30T09:00"), [missed(12), back]);
    assert_eq!(back.say(Language::Vi), "Trả lại hồ sơ để hoàn thiện ngày 30/07/2025, quá hạn ngày 10/07/2025");
}

#[test]
fn what_goes_back_too_late_gets_no_new_term() {
    let late_back = [FILED, "2025-07-11T10:00 returned_incomplete", "2025-07-15T10:00 completed"];
    assert_eq!(appointed(&late_back), Some(date(2025, 7, 16)), "two days of waiting, and the rest runs on");
    let back = Late::GivenBackLate { by: date(2025, 7, 10), at: moment("2025-07-11T10:00") };
    assert_eq!(late(&late_back, "2025-07-16T09:00"), [back]);
    let in_time = [FILED, "2025-07-10T23:00 returned_incomplete", "2025-07-15T10:00 completed"];
    assert_eq!((appointed(&in_time), late(&in_time, "2025-07-16T09:00")), (Some(date(2025, 7, 22)), vec![]));
}

#[test]
fn the_time_for_giving_back_stands_still_while_a_fee_is_due() {
    let paid = [FILED, "2025-07-07T10:00 payment_requested", "2025-07-09T10:00 payment_received"];
    assert_eq!(ask(&paid, |clock| clock.back_by().unwrap().date), date(2025, 7, 14));
    let back = [&paid[..], &["2025-07-14T10:00 returned_incomplete"]].concat();
    assert_eq!(late(&back, "2025-07-30T09:00"), []);
}

#[test]
fn a_dossier_that_nobody_looks_at_is_late() {
    let by = date(2025, 7, 10);
    assert_eq!(
        (late(&[FILED], "2025-07-10T23:59"), late(&[FILED], "2025-07-11T00:00")),
        (vec![], vec![Late::NotAnswered { by }])
    );
    assert_eq!(
        late(&[FILED, "2025-07-08T09:00 payment_requested"], "2025-07-30T09:00"),
        [],
        "the applicant is waited for"
    );
    assert_eq!(Late::NotAnswered { by }.say(Language::En), "The desk has not answered; it had to by 2025-07-10");
    let say = |lines: &[&str], now, language| ask(lines, |clock| clock.say(moment(now), language)).unwrap();
    assert_eq!(
        say(&[FILED], "2025-07-14T09:00", Language::En),
        "Result due 2025-07-14, counted from receipt on 2025-07-07"
    );
    assert_eq!(say(&[FILED], "2025-07-30T09:00", Language::Vi), "Đã quá ngày hẹn trả kết quả 14/07/2025");
    let asked = [FILED, ACCEPTED, STARTED, "2025-07-16T10:00 supplement_requested"];
    assert_eq!(
        say(&asked, "2025-07-30T09:00", Language::En),
        "Waiting for the applicant's papers since 2025-07-16. The date for the result, 2025-07-14, has passed"
    );
}

#[test]
fn a_new_date_does_not_undo_a_missed_one() {
    let set = [FILED, ACCEPTED, STARTED, "2025-07-16T09:00 reappointed 2025-07-21"];
    let first = Late::AfterDate { date: date(2025, 7, 14), days: 2 };
    assert_eq!(late(&set, "2025-07-18T09:00"), [first]);
    assert_eq!(late(&set, "2025-07-22T09:00"), [first, Late::AfterDate { date: date(2025, 7, 21), days: 1 }]);
}

#[test]
fn where_the_calendar_begins_no_apology_is_in_time() {
    let first = life(&["2025-01-01T09:00 registered"]);
    let clock = Clock { life: &first, term: Term::WithinTheDay, calendar: &Calendar::built_in() };
    assert_eq!(clock.apology_by(), Ok(None));
}

#[test]
fn a_second_request_is_late_whatever_the_date() {
    let again = [
        FILED,
        "2025-07-07T10:00 returned_incomplete",
        "2025-07-08T10:00 completed",
        "2025-07-08T11:00 accepted",
        "2025-07-08T11:00 processing_started",
        "2025-07-09T10:00 supplement_requested_again",
        "2025-07-10T10:00 supplemented",
    ];
    let at = moment("2025-07-09T10:00");
    assert_eq!(Late::AskedAgain { at }.source().to_string(), "Nghị định 61/2018/NĐ-CP");
    assert_eq!(late(&again, "2025-07-10T11:00"), [Late::AskedAgain { at }]);
    assert_eq!(late(&again, "2025-08-10T11:00").len(), 2);
    assert_eq!(Late::AskedAgain { at }.say(Language::Vi), "Yêu cầu bổ sung quá một lần, lần hai ngày 09/07/2025");
}

#[test]
fn a_new_date_is_set_once_with_an_apology_a_day_before() {
    let running = [FILED, ACCEPTED, STARTED];
    assert_eq!(ask(&running, |clock| clock.apology_by()), Ok(Some(date(2025, 7, 11))), "the Friday before Monday");
    let may = |lines: &[&str], day: &str| {
        ask(lines, |clock| {
            clock.may_reappoint(moment("2025-07-11T09:00"), day.parse().unwrap()).map(|permit| permit.date())
        })
    };
    assert_eq!(may(&running, "2025-07-21"), Ok(date(2025, 7, 21)));
    assert_eq!(may(&running, "2025-07-14"), Err(NoNewDate::NotLater { than: date(2025, 7, 14) }));
    assert_eq!(may(&running, "2025-07-20"), Err(NoNewDate::Closed(Day::Weekend)));
    let beyond = BeyondCalendar { day: date(2027, 7, 20) };
    assert_eq!(may(&running, "2027-07-20"), Err(NoNewDate::Beyond(beyond)));
    assert_eq!(may(&[FILED], "2025-07-21"), Err(NoNewDate::NothingRuns));
    let overdue = ask(&running, |clock| clock.may_reappoint(moment("2025-07-17T09:00"), date(2025, 7, 16)));
    assert_eq!(overdue, Err(NoNewDate::NotLater { than: date(2025, 7, 17) }), "in the past");

    let set = [FILED, ACCEPTED, STARTED, "2025-07-11T16:00 reappointed 2025-07-21"];
    assert_eq!(may(&set, "2025-07-28"), Err(NoNewDate::Again));
    assert_eq!(NoNewDate::Again.say(Language::Vi), "Chỉ được hẹn lại một lần");
    assert_eq!(ask(&set, |clock| clock.apologised_in_time()), Ok(Some(true)));
    assert_eq!(ask(&set, |clock| clock.appointed()).unwrap().unwrap().since, Since::Reappointment);
    assert_eq!((appointed(&set), late(&set, "2025-07-21T12:00")), (Some(date(2025, 7, 21)), vec![]));
    assert_eq!(late(&set, "2025-07-22T12:00"), [Late::AfterDate { date: date(2025, 7, 21), days: 1 }]);
    let sorry = [FILED, ACCEPTED, STARTED, "2025-07-14T09:00 reappointed 2025-07-21"];
    assert_eq!(ask(&sorry, |clock| clock.apologised_in_time()), Ok(Some(false)));
    assert_eq!(ask(&running, |clock| clock.apologised_in_time()), Ok(None));
}

#[test]
fn waiting_after_a_new_date_moves_it_and_waiting_before_does_not() {
    let both = [
        FILED,
        ACCEPTED,
        STARTED,
        ASKED,
        "2025-07-11T10:00 supplemented",
        "2025-07-14T09:00 reappointed 2025-07-21",
        "2025-07-15T09:00 payment_requested",
        "2025-07-17T09:00 payment_received",
    ];
    assert_eq!(appointed(&both), Some(date(2025, 7, 23)));
    let at_once = [
        FILED,
        ACCEPTED,
        STARTED,
        "2025-07-10T09:00 reappointed 2025-07-21",
        "2025-07-10T09:00 payment_requested",
        "2025-07-11T09:00 payment_received",
    ];
    assert_eq!(appointed(&at_once), Some(date(2025, 7, 22)));
    assert_eq!(ask(&at_once, |clock| clock.apology_by()), Ok(Some(date(2025, 7, 11))));
    assert_eq!(ask(&both, |clock| clock.apology_by()), Ok(Some(date(2025, 7, 15))), "the counted date was 16 July");
}

#[test]
fn the_end_is_the_end() {
    let refused = [FILED, "2025-07-08T09:00 refused"];
    assert_eq!((appointed(&refused), late(&refused, "2026-07-08T09:00")), (None, vec![]));
    let say = |lines: &[&str]| ask(lines, |clock| clock.say(moment("2025-07-30T09:00"), Language::En)).unwrap();
    assert_eq!(say(&refused), "Not accepted: no date stands");
    let withdrawn = [FILED, ACCEPTED, STARTED, ASKED, "2025-07-30T09:00 withdrawn"];
    assert_eq!((late(&withdrawn, "2026-07-08T09:00"), say(&withdrawn)), (vec![], "Withdrawn: no date stands".into()));
    let stopped = [FILED, ACCEPTED, "2025-07-15T09:00 stopped"];
    assert_eq!(late(&stopped, "2026-07-08T09:00"), [Late::AfterDate { date: date(2025, 7, 14), days: 1 }]);
    assert_eq!(say(&[FILED, ACCEPTED]), "The date for the result, 2025-07-14, has passed");
    let done = [FILED, ACCEPTED, STARTED, "2025-07-14T09:00 finished"];
    assert_eq!(say(&done), "Result due 2025-07-14, counted from receipt on 2025-07-07");
}

#[test]
fn over_new_year_tet_and_the_end_of_a_month() {
    let year = ["2025-12-30T23:59 registered", "2025-12-31T09:00 accepted"];
    assert_eq!(appointed(&year), Some(date(2026, 1, 9)), "received on the 31st, and Friday 2 January is off");
    assert_eq!(ask(&year, |clock| clock.apology_by()), Ok(Some(date(2026, 1, 8))));
    let tet = [
        "2026-02-10T09:00 registered",
        "2026-02-10T10:00 accepted",
        "2026-02-10T11:00 processing_started",
        "2026-02-13T09:00 supplement_requested",
    ];
    assert_eq!(forecast(&tet, "2026-02-17T09:00"), Some(date(2026, 2, 25)), "the first day of Tết: as if on the 23rd");
    assert_eq!(forecast(&tet, "2026-02-23T09:00"), Some(date(2026, 2, 25)));
    assert_eq!(forecast(&tet, "2026-02-23T15:30"), Some(date(2026, 2, 26)));
    assert_eq!(
        ask(&tet, |clock| clock.forecast(moment("2027-02-23T15:30"))),
        Err(BeyondCalendar { day: date(2027, 2, 23) })
    );
    let month = life(&["2025-01-24T09:00 registered", "2025-01-24T10:00 accepted"]);
    let clock = Clock { life: &month, term: Term::Months(1), calendar: &Calendar::built_in() };
    assert_eq!(clock.appointed().unwrap().unwrap().date, date(2025, 2, 24));
    assert_eq!(clock.apology_by(), Ok(Some(date(2025, 2, 21))));
}

#[test]
fn a_history_is_read_in_its_order() {
    assert_eq!(Life::read(&[]), Ok(None));
    let hosts = life(&["2025-07-07T09:00:02 registered", "2025-07-07T09:00:01 payment_requested"]);
    assert_eq!(hosts.waiting.unwrap().since, moment("2025-07-07T09:00:02"), "another host's clock was behind");
    let dateless = history(&[FILED, ACCEPTED, "2025-07-11T16:00 reappointed"]);
    let broken = Life::read(&dateless).unwrap_err();
    assert_eq!((broken.event, broken.state.unwrap().status()), (Event::Reappointed, Status::Accepted));
    assert_eq!(Life::read(&history(&[ACCEPTED])), Err(Broken { state: None, event: Event::Accepted }));
}
