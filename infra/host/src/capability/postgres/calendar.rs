//! Days and times as Postgres sends them, which counts from 2000, and as the interface names them.
//!
//! Postgres knows years from 4713 BC to 294276, more than calendar libraries do, and the interface can name them all: the
//! proleptic Gregorian calendar, with the year 0 before 1. What it cannot name is infinity.

use super::failure::Fault;

/// Year, month, day.
pub type Date = (i32, u8, u8);
/// Hour, minute, second, nanosecond.
pub type Time = (u8, u8, u8, u32);
/// Both.
pub type Datetime = (i32, u8, u8, u8, u8, u8, u32);

const DAY: i64 = 86_400_000_000;
/// From 0000-03-01, where the count of [`days_since_march`] begins, to 2000-01-01.
const DAYS_TO_2000: i64 = 730_425;
const SECONDS_1970_TO_2000: i64 = 946_684_800;

/// The date so many days after 2000-01-01.
pub fn date(days: i32) -> Result<Date, Fault> {
    if matches!(days, i32::MIN | i32::MAX) {
        return Err("an infinite date has no year".into());
    }
    Ok(date_of(i64::from(days)))
}

/// The reverse of [`date`].
pub fn days(date: Date) -> Result<i32, Fault> {
    let days = i32::try_from(days_of(date)?).ok().filter(|days| !matches!(*days, i32::MIN | i32::MAX));
    days.ok_or_else(|| format!("the date {date:?} is out of range").into())
}

/// The time so many microseconds after midnight. Postgres knows 24:00.
pub fn time(micros: i64) -> Result<Time, Fault> {
    if (0..=DAY).contains(&micros) { Ok(time_of(micros)) } else { Err("a time is longer than a day".into()) }
}

/// The reverse of [`time`]; what is shorter than a microsecond is cut off.
pub fn micros(time: Time) -> Result<i64, Fault> {
    match time {
        (0..=23, 0..=59, 0..=59, 0..=999_999_999) | (24, 0, 0, 0) => {
            let (hour, minute, second, nano) = time;
            let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
            Ok(seconds * 1_000_000 + i64::from(nano / 1_000))
        }
        _ => Err(format!("the time {time:?} does not exist").into()),
    }
}

/// The instant so many microseconds after 2000-01-01, in UTC.
pub fn datetime(micros: i64) -> Result<Datetime, Fault> {
    if matches!(micros, i64::MIN | i64::MAX) {
        return Err("an infinite timestamp has no year".into());
    }
    let (year, month, day) = date_of(micros.div_euclid(DAY));
    let (hour, minute, second, nano) = time_of(micros.rem_euclid(DAY));
    Ok((year, month, day, hour, minute, second, nano))
}

/// The reverse of [`datetime`].
pub fn micros_of_datetime(datetime: Datetime) -> Result<i64, Fault> {
    let (year, month, day, hour, minute, second, nano) = datetime;
    let (days, time) = (days_of((year, month, day))?, micros((hour, minute, second, nano))?);
    if hour == 24 {
        return Err(format!("the time {:?} does not exist", (hour, minute, second, nano)).into());
    }
    finite(i64::try_from(i128::from(days) * i128::from(DAY) + i128::from(time)).ok())
}

/// Microseconds since 2000 of an instant in seconds since 1970.
pub fn micros_of_timestamp(seconds: i64) -> Result<i64, Fault> {
    finite(seconds.checked_sub(SECONDS_1970_TO_2000).and_then(|seconds| seconds.checked_mul(1_000_000)))
}

fn finite(micros: Option<i64>) -> Result<i64, Fault> {
    micros
        .filter(|micros| *micros != i64::MIN && *micros != i64::MAX)
        .ok_or_else(|| "the instant is out of range".into())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "each part is smaller than its type")]
fn time_of(micros: i64) -> Time {
    let seconds = micros / 1_000_000;
    let nano = (micros % 1_000_000 * 1_000) as u32;
    ((seconds / 3_600) as u8, (seconds / 60 % 60) as u8, (seconds % 60) as u8, nano)
}

/// The date so many days after 2000-01-01: years counted from March end with the leap day, so that their months have
/// 153 days in five, and 400 of them 146,097 days.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no day that Postgres sends has such a year"
)]
fn date_of(days: i64) -> Date {
    let days = days + DAYS_TO_2000;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    ((era * 400 + year + next) as i32, month as u8, day as u8)
}

/// The reverse of [`date_of`], for days that exist.
fn days_of(date: Date) -> Result<i64, Fault> {
    let (year, month, day) = (i64::from(date.0), i64::from(date.1), i64::from(date.2));
    if !(1..=12).contains(&month) {
        return Err(format!("the date {date:?} does not exist").into());
    }
    let (shifted, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let days =
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + day - 1 - DAYS_TO_2000;
    // The 30th of February would come out as a day in March.
    if date_of(days) == date { Ok(days) } else { Err(format!("the date {date:?} does not exist").into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_one_another_as_in_a_calendar() {
        let mut expected = (-4_800, 1, 1);
        let first = days(expected).unwrap();
        for day in first..first + 5_000_000 {
            assert_eq!(date(day).unwrap(), expected);
            assert_eq!(days(expected).unwrap(), day);
            let (y, m, d) = expected;
            let is_leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
            let length =
                [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::from(m) - 1];
            expected = match (m, d) {
                (12, 31) => (y + 1, 1, 1),
                _ if d == length => (y, m + 1, 1),
                _ => (y, m, d + 1),
            };
            assert!(days((y, m, length + 1)).is_err());
        }
        assert_eq!(date(0).unwrap(), (2000, 1, 1));
        assert_eq!(date(i32::MAX - 1).and_then(days).unwrap(), i32::MAX - 1);
        assert_eq!(date(i32::MIN + 1).and_then(days).unwrap(), i32::MIN + 1);
    }

    #[test]
    fn instants_are_the_same_both_ways() {
        for micros in [0, 1, -1, DAY, -DAY, i64::MAX - 1, i64::MIN + 1, 812_345_678_901_234] {
            assert_eq!(datetime(micros).and_then(micros_of_datetime).unwrap(), micros);
        }
        assert_eq!(datetime(-1).unwrap(), (1999, 12, 31, 23, 59, 59, 999_999_000));
        assert_eq!(micros_of_timestamp(946_684_801).unwrap(), 1_000_000);
        assert_eq!(time(DAY).and_then(micros).unwrap(), DAY);
    }

    #[test]
    fn what_does_not_exist_is_an_error() {
        for date in [
            (2025, 2, 29),
            (2025, 0, 1),
            (2025, 13, 1),
            (2025, 1, 0),
            (1900, 2, 29),
            (i32::MAX, 1, 1),
            (i32::MIN, 1, 1),
        ] {
            assert!(days(date).is_err(), "{date:?}");
        }
        for time in
            [(24, 0, 0, 1), (24, 0, 1, 0), (25, 0, 0, 0), (0, 60, 0, 0), (0, 0, 60, 0), (0, 0, 0, 1_000_000_000)]
        {
            assert!(micros(time).is_err(), "{time:?}");
        }
        assert!(micros_of_datetime((2025, 1, 1, 24, 0, 0, 0)).is_err());
        assert!(micros_of_datetime((i32::MAX, 1, 1, 0, 0, 0, 0)).is_err());
        assert!(date(i32::MAX).is_err() && date(i32::MIN).is_err() && datetime(i64::MAX).is_err() && time(-1).is_err());
        assert!(micros_of_timestamp(i64::MAX).is_err() && micros_of_timestamp(i64::MIN).is_err());
    }
}
