//! The only place where a function learns what time it is. Everything below the edge is told.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Vietnam's time of day, the same since 1975 and without summer time (Decision 134/2002/QĐ-TTg).
const VIETNAM: Offset = Offset::constant(7);

/// Now, in milliseconds since 1970-01-01T00:00:00Z. A clock before 1970 reads as 0.
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// What a clock on a wall in Vietnam shows at an instant. Instants beyond the year 9999 read as the last one.
pub fn civil(instant_ms: u64) -> DateTime {
    let instant = i64::try_from(instant_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    instant.map_or(DateTime::MAX, |instant| VIETNAM.to_datetime(instant))
}

/// An instant for data: ISO 8601 with Vietnam's offset.
pub fn iso(instant_ms: u64) -> String {
    format!("{}+07:00", civil(instant_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_vietnam_begins_seven_hours_earlier() {
        assert_eq!(civil(0).to_string(), "1970-01-01T07:00:00");
        assert_eq!(civil(1_751_302_800_000).to_string(), "2025-07-01T00:00:00");
        assert_eq!(civil(1_751_302_799_999).date().to_string(), "2025-06-30");
        assert_eq!(iso(1_751_302_800_000), "2025-07-01T00:00:00+07:00");
        assert_eq!(civil(u64::MAX), DateTime::MAX);
        assert!(civil(now_ms()).year() >= 2025);
    }
}
