//! Cookies (RFC 6265): how a browser keeps a secret that no address and no script may have.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// The value of a cookie. Two of the same name are none: which of them counts is anybody's guess.
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(one, _)| *one == name).map(|(_, value)| value);
    values.next().filter(|_| values.next().is_none())
}

/// A `Set-Cookie` for a secret: until the browser closes, for this portal's own pages, out of reach of scripts, and over
/// TLS only where `is_secure`. `None` for a value that is not of visible characters without `;`, `,`, `"` and a backslash.
pub fn secret(name: &'static str, value: &str, is_secure: bool) -> Option<HeaderValue> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b';' | b',' | b'"' | b'\\');
    let secure = if is_secure { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}");
    if value.bytes().all(fits) { HeaderValue::try_from(line).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(lines: &[&str]) -> HeaderMap {
        lines.iter().map(|line| (COOKIE, line.parse().unwrap())).collect()
    }

    #[test]
    fn a_cookie_is_read_by_its_name() {
        assert_eq!(value(&of(&["a=1; b=x.y=z;c="]), "b"), Some("x.y=z"));
        assert_eq!(value(&of(&["a=1", "b=2"]), "b"), Some("2"));
        assert_eq!(value(&of(&["a=1; c="]), "c"), Some(""));
        for none in ["", "b", "ab=1", "B=1", "b=1; b=1"] {
            assert_eq!(value(&of(&[none]), "b"), None, "{none}");
        }
    }

    #[test]
    fn a_secret_stays_out_of_reach() {
        let line = |value, is_secure| secret("s", value, is_secure).map(|line| line.to_str().unwrap().to_owned());
        assert_eq!(line("a.b", false).as_deref(), Some("s=a.b; Path=/; HttpOnly; SameSite=Strict"));
        assert!(line("a", true).unwrap().ends_with("; Secure"));
        for wrong in ["a;b", "a b", "a,b", "a\nb", "\"a\"", "đ"] {
            assert_eq!(line(wrong, false), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read(text in "[ -~]{0,60}") {
            value(&of(&[&text]), "a");
        }
    }
}
