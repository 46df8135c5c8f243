//! The path of a request, segment by segment.

use crate::encoding::decoded;
use crate::problem::Problem;
use crate::refusal;

/// The longest path that is read. Ours stay below a hundred bytes.
const BYTES_MAX: usize = 2048;

/// The segments of a path behind the prefix that a function owns, percent-decoded.
pub struct Path(Vec<String>);

impl Path {
    /// Reads what stands behind `prefix` (`/api/units`). One slash at the end makes no difference.
    ///
    /// Refuses a path outside of the prefix and one with an empty segment as not found; broken escapes, bytes that are not
    /// UTF-8 and control characters as malformed. An encoded slash is part of its segment.
    pub fn after(prefix: &str, path: &str) -> Result<Path, Problem> {
        if path.len() > BYTES_MAX {
            return Err(refusal::address_too_long(BYTES_MAX));
        }
        let rest = path.strip_prefix(prefix).ok_or_else(refusal::not_found)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.is_empty() {
            return Ok(Path(Vec::new()));
        }
        let rest = rest.strip_prefix('/').ok_or_else(refusal::not_found)?;
        rest.split('/').map(segment).collect::<Result<_, _>>().map(Path)
    }

    /// The segments, to be matched: `match path.parts().as_slice() { [code, "centre"] => …`.
    pub fn parts(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

fn segment(raw: &str) -> Result<String, Problem> {
    match decoded(raw, b'+') {
        Ok(text) if text.is_empty() => Err(refusal::not_found()),
        Ok(text) => Ok(text.into_owned()),
        Err(malformed) => Err(refusal::bad_path(malformed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(path: &str) -> Result<Vec<String>, u16> {
        Path::after("/api/units", path).map(|path| path.0).map_err(|problem| problem.status().as_u16())
    }

    #[test]
    fn segments_are_what_stands_behind_the_prefix() {
        assert_eq!(parts("/api/units"), Ok(vec![]));
        assert_eq!(parts("/api/units/"), Ok(vec![]));
        assert_eq!(parts("/api/units/00118/centre"), Ok(vec!["00118".into(), "centre".into()]));
        assert_eq!(parts("/api/units/a%2Fb+c"), Ok(vec!["a/b+c".into()]));
        for (path, status) in [
            ("/api/unitsx", 404),
            ("/api", 404),
            ("/api/units//", 404),
            ("/api/units//a", 404),
            ("/api/units/%zz", 400),
            ("/api/units/%FF", 400),
            ("/api/units/%0a", 400),
        ] {
            assert_eq!(parts(path), Err(status), "{path}");
        }
        assert_eq!(parts(&format!("/api/units/{}", "a".repeat(3000))), Err(414));
    }

    proptest! {
        #[test]
        fn reading_never_panics(rest in ".{0,100}") {
            let _ = parts(&format!("/api/units{rest}"));
        }

        #[test]
        fn segments_are_read_back(segments in proptest::collection::vec("\\PC{1,10}", 0..5)) {
            let encode = |text: &String| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
            let path: String = segments.iter().map(|segment| format!("/{}", encode(segment))).collect();
            prop_assert_eq!(parts(&format!("/api/units{path}")), Ok(segments));
        }
    }
}
