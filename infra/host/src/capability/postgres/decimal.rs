//! `numeric`, exactly: digits in text, as people write them, and in groups of four, as Postgres sends them.
//!
//! A type of a fixed size, as in Spin, would round what has more than 28 digits and not say so.

use bytes::{BufMut, BytesMut};

use super::failure::Fault;

const NEGATIVE: u16 = 0x4000;
/// What has no digits: its sign, and its name.
const SPECIAL: [(u16, &str); 3] = [(0xC000, "NaN"), (0xD000, "Infinity"), (0xF000, "-Infinity")];
/// The most digits that Postgres takes before and after the point.
const WHOLE_MAX: usize = 131_072;
const FRACTION_MAX: usize = 16_383;

/// The text of a `numeric`.
pub fn text(raw: &[u8]) -> Result<String, Fault> {
    let malformed = || Fault::from("a malformed numeric");
    let (head, groups) = raw.split_first_chunk::<8>().ok_or_else(malformed)?;
    let [c0, c1, w0, w1, s0, s1, d0, d1] = *head;
    let (count, weight) = (u16::from_be_bytes([c0, c1]), i16::from_be_bytes([w0, w1]));
    let (sign, scale) = (u16::from_be_bytes([s0, s1]), usize::from(u16::from_be_bytes([d0, d1])));
    if let Some((_, name)) = SPECIAL.iter().find(|(known, _)| *known == sign) {
        return Ok((*name).to_owned());
    }
    let (groups, rest) = groups.as_chunks::<2>();
    if !rest.is_empty() || groups.len() != usize::from(count) || scale > FRACTION_MAX {
        return Err(malformed());
    }
    // The group of this power of 10,000; those that are not sent are nought.
    let group = |power: i32| {
        let index = usize::try_from(i32::from(weight) - power).ok();
        index.and_then(|index| groups.get(index)).map_or(0, |group| u16::from_be_bytes(*group))
    };
    let mut text = String::from(if sign == NEGATIVE { "-" } else { "" });
    let first = i32::from(weight).max(0);
    text.push_str(&group(first).to_string());
    for power in (0..first).rev() {
        text.push_str(&format!("{:04}", group(power)));
    }
    if scale > 0 {
        text.push('.');
        let end = text.len() + scale;
        let mut power = -1;
        while text.len() < end {
            text.push_str(&format!("{:04}", group(power)));
            power -= 1;
        }
        text.truncate(end);
    }
    Ok(text)
}

/// Writes a `numeric`: an optional sign, digits, and perhaps a point with more digits.
pub fn write(text: &str, out: &mut BytesMut) -> Result<(), Fault> {
    if let Some((sign, _)) = SPECIAL.iter().find(|(_, name)| *name == text) {
        put(out, &[], 0, *sign, 0);
        return Ok(());
    }
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !are_digits(whole) || !are_digits(fraction) {
        return Err(format!("'{}' is no decimal number", text.chars().take(40).collect::<String>()).into());
    }
    let whole = whole.trim_start_matches('0');
    if whole.len() > WHOLE_MAX || fraction.len() > FRACTION_MAX {
        return Err("the number has more digits than Postgres takes".into());
    }
    let (groups, weight) = grouped(whole, fraction);
    let sign = if is_negative && !groups.is_empty() { NEGATIVE } else { 0 };
    put(out, &groups, weight, sign, fraction.len());
    Ok(())
}

/// The groups from the first that is not nought to the last, and the power of 10,000 of the first.
fn grouped(whole: &str, fraction: &str) -> (Vec<u16>, usize) {
    let missing = |length: usize| "000".get(..(4 - length % 4) % 4).unwrap_or_default();
    let digits = [missing(whole.len()), whole, fraction, missing(fraction.len())].concat();
    let (chunks, _) = digits.as_bytes().as_chunks::<4>();
    let value = |chunk: &[u8; 4]| chunk.iter().fold(0, |value, digit| value * 10 + u16::from(digit - b'0'));
    let mut groups: Vec<u16> = chunks.iter().map(value).collect();
    while groups.last() == Some(&0) {
        groups.pop();
    }
    let leading = groups.iter().take_while(|group| **group == 0).count();
    groups.drain(..leading);
    (groups, whole.len().div_ceil(4).wrapping_sub(1).wrapping_sub(leading))
}

#[allow(clippy::cast_possible_truncation, reason = "the numbers of digits are bounded")]
fn put(out: &mut BytesMut, groups: &[u16], weight: usize, sign: u16, scale: usize) {
    out.put_u16(groups.len() as u16);
    out.put_u16(if groups.is_empty() { 0 } else { weight as u16 });
    out.put_u16(sign);
    out.put_u16(scale as u16);
    for group in groups {
        out.put_u16(*group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn there_and_back(number: &str) -> String {
        let mut out = BytesMut::new();
        write(number, &mut out).unwrap();
        text(&out).unwrap()
    }

    #[test]
    fn numbers_keep_every_digit() {
        let long = format!("{}.{}", "9".repeat(WHOLE_MAX), "0123456789".repeat(1_638));
        for number in [
            "0",
            "1",
            "-1",
            "10",
            "9999",
            "10000",
            "12345678",
            "100000000",
            "0.1",
            "-0.0001",
            "0.00000001",
            "1.50",
            "0.000",
            "12345.678900",
            "-98765432109876543210.0123456789012345678901234567890",
            "NaN",
            "Infinity",
            "-Infinity",
            &long,
        ] {
            assert_eq!(there_and_back(number), number);
        }
        for (number, expected) in [("+1", "1"), ("-0", "0"), ("007", "7"), (".5", "0.5"), ("5.", "5"), ("-0.0", "0.0")]
        {
            assert_eq!(there_and_back(number), expected);
        }
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        let long = "1".repeat(WHOLE_MAX + 1);
        let fine = format!("0.{}", "1".repeat(FRACTION_MAX + 1));
        for number in ["", ".", "-", "1e5", "1_000", "1,5", " 1", "0x1", "--1", "1.2.3", "nan", "٣", &long, &fine] {
            assert!(write(number, &mut BytesMut::new()).is_err(), "{number}");
        }
        for raw in
            [&[][..], &[0; 7], &[0, 1, 0, 0, 0, 0, 0, 0], &[0, 0, 0, 0, 0, 0, 0, 0, 1], &[0, 0, 0, 0, 0, 0, 255, 255]]
        {
            assert!(text(raw).is_err(), "{raw:?}");
        }
    }
}
