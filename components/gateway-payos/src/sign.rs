//! What payOS signs, with HMAC-SHA-256: the members of `data` by their names, `name=value` with `&` between them, as its own
//! library for JavaScript prints them.

use motcua_gateway::json::{self, Object};
use motcua_gateway::{Refusal, mac, malformed};
use serde_json::value::RawValue;
use serde_json::{Deserializer, from_str, to_string};

use crate::account::Account;

/// Larger than this no number of JavaScript's is exact.
const INTEGER_MAX: u64 = (1 << 53) - 1;
/// What its library makes of an object in `data`. None has been met there; its other signature prints one as JSON.
const SOME_OBJECT: &str = "[object Object]";

/// The signature over a text by the secret that signs now.
pub fn signature(account: &Account, text: &str) -> String {
    mac::hex(&mac::sha256(account.secret().as_bytes(), text.as_bytes()))
}

/// The object `data` of a message, when payOS signed it.
pub fn check(account: &Account, message: &Object) -> Result<Object, Refusal> {
    let data = message.object("data")?;
    let texts = [text(&data, sorted)?, text(&data, |_| Ok(SOME_OBJECT.to_owned()))?];
    let given = message.text("signature")?.ok_or(Refusal::Unsigned)?;
    // Every secret is tried with every text, whichever fits.
    let tries = account.secrets.iter().flat_map(|secret| texts.iter().map(move |text| (secret, text)));
    let is_ours = tries.fold(false, |found, (secret, text)| {
        mac::is_hex(&given, &mac::sha256(secret.as_bytes(), text.as_bytes())) | found
    });
    if is_ours { Ok(data) } else { Err(Refusal::NotAuthentic) }
}

/// A member that has to be a number and whole: a text with the same digits signs the same.
pub fn integer(data: &Object, name: &str) -> Result<u64, Refusal> {
    let raw = data.raw_of(name).unwrap_or_default();
    let is_plain = raw.bytes().all(|byte| byte.is_ascii_digit()) && (raw == "0" || !raw.starts_with('0'));
    let number = if is_plain { raw.parse().ok() } else { None };
    number.filter(|number| *number <= INTEGER_MAX).ok_or_else(|| malformed(name))
}

/// The signed text. A number stands as it is written: a whole one is written the same by everybody, and no other is signed.
pub fn text(data: &Object, object: impl Fn(&str) -> Result<String, Refusal>) -> Result<String, Refusal> {
    let value = |name: &str, raw: &str| match raw.as_bytes().first() {
        Some(b'[') => list(raw).ok_or_else(|| malformed(name)),
        Some(b'{') => object(raw),
        _ => json::scalar(raw).map(plain).ok_or_else(|| malformed(name)),
    };
    let pairs = in_order(data).into_iter().map(|(name, raw)| Ok(format!("{name}={}", value(name, raw)?)));
    Ok(pairs.collect::<Result<Vec<String>, Refusal>>()?.join("&"))
}

/// Nothing, `null` and `undefined` are signed as empty, in letters too.
fn plain(value: Option<String>) -> String {
    value.filter(|text| !matches!(text.as_str(), "null" | "undefined")).unwrap_or_default()
}

/// The members by the UTF-16 of their names, which is the order of JavaScript.
fn in_order(object: &Object) -> Vec<(&str, &str)> {
    let mut members: Vec<(&str, &str)> = object.raw().collect();
    members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
    members
}

/// A list as JSON, the members of its objects in order.
fn list(raw: &str) -> Option<String> {
    let values: Vec<Box<RawValue>> = from_str(raw).ok()?;
    let one = |value: &RawValue| match value.get() {
        raw if raw.starts_with('{') => sorted(raw).ok(),
        raw => printed(raw),
    };
    let values = values.iter().map(|value| one(value)).collect::<Option<Vec<_>>>()?;
    Some(format!("[{}]", values.join(",")))
}

/// An object as JSON, its members in order.
pub fn sorted(raw: &str) -> Result<String, Refusal> {
    let object = Object::read(raw.as_bytes())?;
    let one = |(name, raw): (&str, &str)| Some(format!("{}:{}", to_string(name).ok()?, printed(raw)?));
    let members =
        in_order(&object).into_iter().map(one).collect::<Option<Vec<_>>>().ok_or_else(|| malformed("data"))?;
    Ok(format!("{{{}}}", members.join(",")))
}

/// JSON as `JSON.stringify` writes what it read: no space between, no escape that is not needed, the order as it was.
fn printed(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(letter) = rest.chars().next() {
        if letter == '"' {
            let mut texts = Deserializer::from_str(rest).into_iter::<String>();
            out.push_str(&to_string(&texts.next()?.ok()?).ok()?);
            rest = rest.get(texts.byte_offset()..)?;
        } else {
            out.extend((!letter.is_ascii_whitespace()).then_some(letter));
            rest = rest.get(letter.len_utf8()..)?;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed_text(data: &str) -> String {
        text(&Object::read(data.as_bytes()).unwrap(), sorted).unwrap()
    }

    /// What `@payos/node` 2.0.5 makes of the same, but for the object and for what stands in a list and is none.
    #[test]
    fn values_are_printed_as_javascript_does() {
        let data = r#"{ "b" : null, "a":"N\u1ed9p & l\u1ec7=\u0001", "d":true, "c":"undefined", "B":15, "e":"",
            "l":[ {"y":"\u00e9\/\u001f", "x":[ 1, {"q":1, "p":null} ]}, "t", 2, null ], "m":[], "o":{"y":1, "x":"\""} }"#;
        let wanted = "B=15&a=Nộp & lệ=\u{1}&b=&c=&d=true&e=\
            &l=[{\"x\":[1,{\"q\":1,\"p\":null}],\"y\":\"é/\\u001f\"},\"t\",2,null]&m=[]&o={\"x\":\"\\\"\",\"y\":1}";
        assert_eq!(signed_text(data), wanted);
    }

    #[test]
    fn names_stand_in_the_order_of_utf_16() {
        assert_eq!(signed_text("{\"\u{ff5e}\":1,\"\u{1f600}\":2}"), "\u{1f600}=2&\u{ff5e}=1");
    }

    #[test]
    fn only_a_whole_number_is_an_integer() {
        let data = br#"{"a":15,"b":"15","c":15.0,"d":1e3,"e":-1,"f":9007199254740992,"g":0,"h":9007199254740991}"#;
        let data = Object::read(data).unwrap();
        assert_eq!((integer(&data, "a"), integer(&data, "g")), (Ok(15), Ok(0)));
        assert_eq!(integer(&data, "h"), Ok(INTEGER_MAX));
        for name in ["b", "c", "d", "e", "f", "z"] {
            assert_eq!(integer(&data, name), Err(malformed(name)));
        }
    }
}
