//! `multipart/form-data` (RFC 7578), as browsers send one file and some words with it.
//!
//! Ours because the crates that read it stream, guess charsets and bring their tables: here the body is bounded and whole.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// More parts than this no page sends.
const PARTS_MAX: usize = 48;
/// Longer than any header of a part that a browser writes.
const HEAD_BYTES_MAX: usize = 2_048;

/// A part of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'b> {
    /// The input's name.
    pub name: &'b str,
    /// What the browser says that the file is called; nothing where it is no file.
    pub file_name: Option<&'b str>,
    /// What it holds.
    pub content: &'b [u8],
}

/// The parts of a body; `None` for what is not well-formed.
pub fn parts<'b>(headers: &HeaderMap, body: &'b [u8]) -> Option<Vec<Part<'b>>> {
    let boundary = boundary(headers.get(CONTENT_TYPE)?.to_str().ok()?)?;
    let (first, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let mut rest = body.strip_prefix(first.as_bytes())?;
    let mut parts = Vec::new();
    while let Some(inside) = rest.strip_prefix(b"\r\n") {
        let end = find(inside, between.as_bytes())?;
        parts.push(part(inside.get(..end)?)?);
        rest = inside.get(end.checked_add(between.len())?..)?;
        if parts.len() > PARTS_MAX {
            return None;
        }
    }
    rest.starts_with(b"--").then_some(parts)
}

fn boundary(content_type: &str) -> Option<&str> {
    let (essence, parameters) = content_type.split_once(';')?;
    let value = parameters.split(';').find_map(|one| one.trim().strip_prefix("boundary="))?.trim_matches('"');
    let fits = (1..=70).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic());
    (essence.trim().eq_ignore_ascii_case("multipart/form-data") && fits).then_some(value)
}

fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let end = find(bytes.get(..bytes.len().min(HEAD_BYTES_MAX))?, b"\r\n\r\n")?;
    let head = core::str::from_utf8(bytes.get(..end)?).ok()?;
    let line = head.split("\r\n").find(|line| {
        line.split_once(':').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"))
    })?;
    let content = bytes.get(end.checked_add(4)?..)?;
    Some(Part { name: quoted(line, "; name=\"")?, file_name: quoted(line, "; filename=\""), content })
}

/// What stands in quotes behind `key`. Browsers write a quote within as `%22`.
fn quoted<'h>(line: &'h str, key: &str) -> Option<&'h str> {
    line.split_once(key)?.1.split_once('"').map(|(value, _)| value)
}

/// Where `wanted` begins, in time that grows with the bytes and not with their square: its last byte is looked for, which in
/// a boundary no two places share by chance.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0_usize;
    loop {
        let at = from.checked_add(bytes.get(from..)?.iter().position(|byte| *byte == first)?)?;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        from = at.checked_add(1)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn headers(content_type: &str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_TYPE, content_type.parse().unwrap())])
    }

    fn form(content: &[u8]) -> Vec<u8> {
        let head = "--XX\r\nContent-Disposition: form-data; name=\"slot\"\r\n\r\ncard\r\n--XX\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"ảnh.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
        [head.as_bytes(), content, b"\r\n--XX--\r\n"].concat()
    }

    #[test]
    fn the_parts_are_what_the_browser_sent() {
        let body = form(b"\r\n--X\r\n");
        let read = parts(&headers("multipart/form-data; boundary=XX"), &body).unwrap();
        assert_eq!(read[0], Part { name: "slot", file_name: None, content: b"card" });
        assert_eq!(read[1], Part { name: "file", file_name: Some("ảnh.jpg"), content: b"\r\n--X\r\n" });
        assert!(parts(&headers("multipart/form-data; boundary=\"XX\""), &body).is_some());
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        let body = form(b"x");
        for wrong in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "text/plain; boundary=XX",
            "multipart/form-data; boundary=YY",
        ] {
            assert_eq!(parts(&headers(wrong), &body), None, "{wrong}");
        }
        let right = headers("multipart/form-data; boundary=XX");
        for cut in 0..body.len() - 4 {
            assert_eq!(parts(&right, &body[..cut]), None, "{cut}");
        }
        let many =
            format!("--XX{}--", "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--XX".repeat(PARTS_MAX + 1));
        assert_eq!(parts(&right, many.as_bytes()), None);
    }

    proptest! {
        #[test]
        fn any_content_comes_through(content in prop::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'-'), any::<u8>()], 0..200)) {
            prop_assume!(!content.windows(4).any(|four| four == b"--XX"));
            let body = form(&content);
            let read = parts(&headers("multipart/form-data; boundary=XX"), &body).unwrap();
            prop_assert_eq!(read[1].content, &content[..]);
        }

        #[test]
        fn nothing_that_is_sent_makes_it_panic(body in prop::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'-'), Just(b'X'), any::<u8>()], 0..200)) {
            let _ = parts(&headers("multipart/form-data; boundary=XX"), &body);
        }
    }
}
