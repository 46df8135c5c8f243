//! Instants as gateways write them: in Vietnam's time, which is seven hours ahead of UTC all year.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

const VIETNAM: Offset = Offset::constant(7);

/// The civil time in Vietnam; the beginning of 1970 for an instant beyond the calendar, which no order has.
pub fn civil(instant: u64) -> DateTime {
    let timestamp = i64::try_from(instant).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    VIETNAM.to_datetime(timestamp.unwrap_or_default())
}

/// `20261121153045`.
pub fn fourteen(instant: u64) -> String {
    let at = civil(instant);
    format!("{:04}{:02}{:02}{:02}{:02}{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second())
}

/// `261121`.
pub fn six(instant: u64) -> String {
    let at = civil(instant);
    format!("{:02}{:02}{:02}", at.year().rem_euclid(100), at.month(), at.day())
}

/// Reads `20261121153045`; `None` for what is no time of day in Vietnam.
pub fn read_fourteen(text: &str) -> Option<u64> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize| part(from, from + 2).and_then(|part| i8::try_from(part).ok());
    instant(DateTime::new(part(0, 4)?, small(4)?, small(6)?, small(8)?, small(10)?, small(12)?, 0).ok()?)
}

/// Reads `2026-11-21 15:30:45`, with a space or a `T`.
pub fn read_spaced(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let shape: String = text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    let fits = matches!(shape.as_str(), "0000-00-00 00:00:00" | "0000-00-00T00:00:00");
    if fits { read_fourteen(&digits) } else { None }
}

/// Reads milliseconds since 1970, in digits; `None` for an instant beyond the calendar, which nobody can show.
pub fn read_milliseconds(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let milliseconds = text.parse().ok().filter(|_| is_plain)?;
    let timestamp = Timestamp::from_millisecond(milliseconds).ok()?;
    u64::try_from(timestamp.as_millisecond()).ok()
}

fn instant(at: DateTime) -> Option<u64> {
    u64::try_from(VIETNAM.to_timestamp(at).ok()?.as_millisecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_instant_is_written_in_vietnams_time() {
        let at = 1_795_250_445_000;
        assert_eq!((fourteen(at), six(at)), ("20261121154045".to_owned(), "261121".to_owned()));
        assert_eq!(read_fourteen("20261121154045"), Some(at));
        assert_eq!(read_spaced("2026-11-21 15:40:45"), Some(at));
        for text in [
            "",
            "2026112115404",
            "202611211540455",
            "20261321154045",
            "20261121254045",
            "2026112115404x",
            "19690101000000",
        ] {
            assert_eq!(read_fourteen(text), None, "{text}");
        }
        assert_eq!(read_spaced("2026-11-21 03:40:45 PM"), None);
    }

    #[test]
    fn milliseconds_end_with_the_calendar() {
        assert_eq!((read_milliseconds("1795250445123"), read_milliseconds("0")), (Some(1_795_250_445_123), Some(0)));
        assert_eq!(read_milliseconds("253402207200000"), Some(253_402_207_200_000));
        for text in ["", "-1", "+1", "1.0", "253402207201000", "9223372036854775808", "18446744073709551615"] {
            assert_eq!(read_milliseconds(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_time_comes_back(second in 0u64..4_000_000_000) {
            prop_assert_eq!(read_fourteen(&fourteen(second * 1000)), Some(second * 1000));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,30}", instant: u64) {
            let _ = (read_fourteen(&text), read_spaced(&text), read_milliseconds(&text), fourteen(instant));
        }
    }
}
