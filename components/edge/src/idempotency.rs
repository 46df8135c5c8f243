//! `Idempotency-Key`: how a client says that a request is the one it sent before (draft-ietf-httpapi-idempotency-key-header).

use http::StatusCode;
use http::request::Parts;
use sha2::{Digest, Sha256};

use crate::both::both;
use crate::problem::Problem;
use crate::refusal;

const HEADER: &str = "idempotency-key";
const KEY_BYTES_MAX: usize = 255;

/// The request's key, if it has one: 1 to 255 visible characters of ASCII, with or without the quotes of the draft.
pub fn key(parts: &Parts) -> Result<Option<String>, Problem> {
    let mut values = parts.headers.get_all(HEADER).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().ok().map(str::trim).filter(|_| values.next().is_none());
    let key = text.map(|text| text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text));
    match key {
        Some(key) if is_key(key) => Ok(Some(key.to_owned())),
        _ => Err(refusal::malformed_key(KEY_BYTES_MAX)),
    }
}

/// 400: an operation that must not be done twice came without a key.
pub fn missing() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "missing-key",
        both("Thiếu khoá lặp lại", "Missing Idempotency-Key"),
        both(
            "Thao tác này cần “Idempotency-Key” để không bị thực hiện hai lần.",
            "This operation needs an “Idempotency-Key”, so that it is not done twice.",
        ),
        both(
            "Gửi một khoá ngẫu nhiên, ví dụ một UUID; khi gửi lại đúng yêu cầu này thì dùng lại khoá đó.",
            "Send a random key, such as a UUID, and the same one when you send this very request again.",
        ),
    )
    .field("Idempotency-Key")
}

fn is_key(text: &str) -> bool {
    (1..=KEY_BYTES_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"')
}

/// A hash of all that was asked, by which a key that comes with another request is found.
pub fn hash(parts: &Parts, body: &[u8]) -> String {
    let target = parts.uri.path_and_query().map_or("", |target| target.as_str());
    let mut hasher = Sha256::new();
    for part in [parts.method.as_str().as_bytes(), target.as_bytes(), body] {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;
    use proptest::prelude::*;

    fn parts(target: &str, keys: &[&str]) -> Parts {
        let mut request = Request::put(format!("http://example.vn{target}"));
        for key in keys {
            request = request.header(HEADER, *key);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn read(keys: &[&str]) -> Result<Option<String>, &'static str> {
        key(&parts("/", keys)).map_err(|problem| problem.kind())
    }

    #[test]
    fn a_key_is_what_a_client_may_make_up() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["8e03978e-40d5"]), Ok(Some("8e03978e-40d5".to_owned())));
        assert_eq!(read(&["\"8e03978e-40d5\""]), Ok(Some("8e03978e-40d5".to_owned())));
        assert_eq!(read(&[&"k".repeat(255)]).unwrap().unwrap().len(), 255);
        for wrong in [&[""][..], &["\"\""], &[" "], &["a b"], &["a\"b"], &["\"a"], &["a", "a"], &[&"k".repeat(256)]] {
            assert_eq!(read(wrong), Err("malformed-key"), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn other_requests_have_other_hashes(a in "[a-z]{0,4}", b in "[a-z]{0,4}", c in "[a-z]{0,4}", d in "[a-z]{0,4}") {
            let is_same = (&a, &b) == (&c, &d);
            let hash_of = |target: &str, body: &str| hash(&parts(&format!("/{target}"), &[]), body.as_bytes());
            prop_assert_eq!(hash_of(&a, &b) == hash_of(&c, &d), is_same);
        }
    }
}
