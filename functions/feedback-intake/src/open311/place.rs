//! Where it is, in the words of an application that knows our communes by no list: whatever of an address leads to one place.

use motcua_rules::fold::fold;
use motcua_rules::resolve::Meant;

use super::form::Filed;
use crate::about;
use crate::asked::Asked;

/// So many of the last parts of an address are looked at: in front of commune, district and province stands what no list of
/// units has.
const PARTS_MAX: usize = 6;

/// How a unit's kind is shortened on a sign or an envelope.
const KINDS: [(&str, &str); 7] = [
    ("tp", "thành phố"),
    ("tx", "thị xã"),
    ("tt", "thị trấn"),
    ("p", "phường"),
    ("x", "xã"),
    ("q", "quận"),
    ("h", "huyện"),
];

/// What leads to one place; empty where nothing does, or nothing can be looked up. Nobody is asked which place is meant: a
/// report without one goes to the national desk, which reads the address.
pub async fn found(asked: &Asked, filed: &Filed) -> String {
    let address = filed.address_string.as_deref().map(ends).unwrap_or_default();
    for text in filed.address_id.iter().cloned().chain(address) {
        match about::place(asked, &text, Meant::New).await {
            Ok(Some(_)) => return text,
            Ok(None) => break,
            Err(_) => {}
        }
    }
    String::new()
}

/// The ends of an address, the longest first: `phường Thanh Xuân, Hà Nội`, then `Hà Nội`. What stands behind a name says which
/// of several it is, so the longest end that names a place names the narrowest one.
fn ends(address: &str) -> Vec<String> {
    let parts: Vec<&str> = address.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let whole = parts.len() == 1;
    let parts: Vec<String> = parts.into_iter().filter(|part| whole || is_name(part)).map(spelled).collect();
    let last = parts.get(parts.len().saturating_sub(PARTS_MAX)..).unwrap_or_default();
    (0..last.len()).filter_map(|from| last.get(from..)).map(|end| end.join(", ")).collect()
}

/// Whether a part may name a unit: it is neither a postcode nor the country, which maps put at the end.
fn is_name(part: &str) -> bool {
    let folded = fold(part);
    !folded.bytes().all(|byte| byte.is_ascii_digit()) && !matches!(folded.as_str(), "viet nam" | "vietnam")
}

/// The part with its kind in full: `P. Thanh Xuân`, `TP Hà Nội`.
fn spelled(part: &str) -> String {
    let kind = part.split_once(['.', ' ']).and_then(|(short, name)| {
        let kind = KINDS.iter().find(|(known, _)| short.eq_ignore_ascii_case(known));
        kind.map(|(_, kind)| format!("{kind} {}", name.trim()))
    });
    kind.unwrap_or_else(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_in_names() {
        let address = "Trước số nhà 12, đường Nguyễn Trãi, P. Thanh Xuân, TP.Hà Nội, 11400, Việt Nam";
        assert_eq!(
            ends(address),
            [
                "Trước số nhà 12, đường Nguyễn Trãi, phường Thanh Xuân, thành phố Hà Nội",
                "đường Nguyễn Trãi, phường Thanh Xuân, thành phố Hà Nội",
                "phường Thanh Xuân, thành phố Hà Nội",
                "thành phố Hà Nội",
            ]
        );
    }

    #[test]
    fn one_part_is_what_it_is() {
        assert_eq!(ends("00118"), ["00118"]);
        assert_eq!(ends(" Phường Bồ Đề "), ["Phường Bồ Đề"]);
        assert_eq!(ends(", ,").len(), 0);
    }

    #[test]
    fn an_endless_address_asks_for_few_lookups() {
        assert_eq!(ends(&"a,".repeat(500)).len(), PARTS_MAX);
    }
}
