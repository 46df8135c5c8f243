//! Centres, row by row.

use motcua_edge::both::both;

use crate::grammar;
use crate::row::Row;
use crate::store::publication::CentreRow;
use crate::table::{Column, needed, optional};
use crate::units::{code, position};

const ADDRESS_CHARS_MAX: usize = 500;

/// The columns of a list of centres.
pub const COLUMNS: &[Column] =
    &[needed("unit_code"), needed("address"), optional("lat"), optional("lon"), optional("hotline")];

/// A centre. What its authority has not published yet is missing, and stays so.
pub fn centre(row: &mut Row<'_>) -> Option<CentreRow> {
    let unit_code = row.must("unit_code", code);
    let address = row.may("address", |value| grammar::name(value, ADDRESS_CHARS_MAX));
    let position = position(row);
    let expected = || {
        both(
            "Phải là số điện thoại: chữ số, dấu cách, “+ . - ( )”.",
            "It must be a telephone number: digits, spaces, “+ . - ( )”.",
        )
    };
    let hotline = row.may("hotline", |value| grammar::read(value, expected(), telephone));
    Some(CentreRow { unit_code: unit_code?.to_string(), address, position, hotline })
}

/// Three to twenty digits, written as people write them.
fn telephone(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_plain = text.chars().all(|char| char.is_ascii_digit() || " +.-()".contains(char));
    (is_plain && (3..=20).contains(&digits) && text.len() <= 40).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::tests::flaws_of;

    #[test]
    fn a_centre_is_checked_value_by_value() {
        assert_eq!(
            flaws_of(r#"{"unit_code":"00004","address":"Số 2, phố Trúc Bạch","hotline":"024 3823.1234"}"#, centre),
            [""; 0]
        );
        assert_eq!(flaws_of(r#"{"unit_code":"00004"}"#, centre), [""; 0]);
        assert_eq!(
            flaws_of(r#"{"unit_code":"4","lat":"105.8","lon":"21","hotline":"gọi 113"}"#, centre),
            ["unit_code", "lat", "lon", "hotline"]
        );
    }
}
