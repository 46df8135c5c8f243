//! What is called by chance outside: a draft, a payment order. `H29-0f3a…`: the part of the store it lives in, its name there.

use core::fmt;

use motcua_rules::agency::Id;

/// How many hexadecimal digits name a draft, a file or an order.
const DIGITS: usize = 32;

/// A name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicId {
    /// The province or ministry: `H29`.
    pub agency: String,
    /// 32 hexadecimal digits.
    pub id: String,
}

impl PublicId {
    /// Reads a name; `None` for what is none.
    pub fn read(text: &str) -> Option<PublicId> {
        let (agency, id) = text.split_once('-')?;
        let is_top = Id::parse(agency).is_some_and(|agency| agency.depth() == 1);
        (is_top && is_hex_id(id)).then(|| PublicId { agency: agency.to_owned(), id: id.to_owned() })
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.agency, self.id)
    }
}

/// Whether it is a name in the store.
pub fn is_hex_id(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written_and_no_other_way() {
        let text = "H29-0123456789abcdef0123456789abcdef";
        assert_eq!(PublicId::read(text).map(|id| id.to_string()).as_deref(), Some(text));
        for wrong in [
            "",
            "H29",
            "H29-",
            "H29-0123",
            "H29.101-0123456789abcdef0123456789abcdef",
            "h29-0123456789abcdef0123456789abcdef",
            "H29-0123456789ABCDEF0123456789ABCDEF",
            "H29-0123456789abcdef0123456789abcdef-",
            "-0123456789abcdef0123456789abcdef",
            "H29-0123456789abcdef0123456789abcdeg",
        ] {
            assert_eq!(PublicId::read(wrong), None, "{wrong}");
        }
    }
}
