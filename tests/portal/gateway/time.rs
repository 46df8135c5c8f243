//! Times as gateways write them: in Vietnam, seven hours ahead of UTC.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::offset;

/// The machine's time, in milliseconds since 1970.
pub fn machine() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
    u64::try_from(since.as_millis()).expect("a time within the type")
}

fn civil(ms: u64) -> DateTime {
    offset(7).to_datetime(Timestamp::from_millisecond(ms.cast_signed()).expect("an instant"))
}

/// `20261121153045`.
pub fn fourteen(ms: u64) -> String {
    spaced(ms).chars().filter(char::is_ascii_digit).collect()
}

/// `2026-11-21 15:30:45`.
pub fn spaced(ms: u64) -> String {
    let at = civil(ms);
    let (date, time) = (at.date(), at.time());
    format!("{date} {:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// `261121`.
pub fn six(ms: u64) -> String {
    fourteen(ms)[2..8].to_owned()
}

/// Reads `20261121153045`.
pub fn read_fourteen(text: &str) -> Option<u64> {
    let digits: Vec<i16> = text.chars().map(|one| one.to_digit(10).map(|digit| digit as i16)).collect::<Option<_>>()?;
    let [y1, y2, y3, y4, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits[..] else { return None };
    let two = |high: i16, low: i16| i8::try_from(10 * high + low).ok();
    let year = 1000 * y1 + 100 * y2 + 10 * y3 + y4;
    let at = DateTime::new(year, two(m1, m2)?, two(d1, d2)?, two(h1, h2)?, two(n1, n2)?, two(s1, s2)?, 0).ok()?;
    let instant = offset(7).to_timestamp(at).ok()?;
    u64::try_from(instant.as_millisecond()).ok()
}

/// `2026-11-21T08:30:45.123Z`.
pub fn utc(ms: u64) -> String {
    Timestamp::from_millisecond(ms.cast_signed()).expect("an instant").to_string()
}
