//! One route: read from the manifest, matched against a path.

use super::WELL_KNOWN;

/// A route pattern, as `/api/:kind/...`.
///
/// Equality is that of the text: `/a` and `/a/` match the same paths, but are two routes to Spin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    raw: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Text within a path segment.
    Text(String),
    /// The dot after a `:segment`, as in `/:name.json`, or in front of the whole route. Elsewhere a dot is text.
    Dot,
    Slash,
    /// A `:segment`, by the name of its header.
    Segment(String),
    /// A trailing `/...` or `/*`.
    Rest,
}

/// What is wrong with a route, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A path never contains this as such.
    #[error("has the character {0:?}, which no path contains: write it percent-encoded")]
    Character(char),
    /// `/:`
    #[error("has a ':' without a name: write ':name'")]
    Unnamed,
    /// The name becomes part of a header's name.
    #[error("names a segment ':{0}': use only ASCII letters, digits, '-' and '_'")]
    Name(String),
    /// Two headers of one name.
    #[error("names two segments ':{0}': give each a name of its own")]
    NamedTwice(String),
    /// `...` or `*` elsewhere than at the end.
    #[error("has '{0}' where it means nothing: a wildcard is '/...' at the end")]
    Wildcard(String),
    /// Spin glues such a segment to the one before it.
    #[error("has a segment '{0}' that begins with a dot, which Spin misreads: only the first segment may")]
    LeadingDot(String),
    /// The host answers there.
    #[error("lies below {WELL_KNOWN}, which the host answers itself: choose another path")]
    Reserved,
}

impl Pattern {
    /// Reads a route. A missing slash in front is added, as Spin does.
    pub fn parse(raw: &str) -> Result<Pattern, Error> {
        let unroutable = |c: &char| !c.is_ascii_graphic() || matches!(c, '?' | '#');
        if let Some(character) = raw.chars().find(unroutable) {
            return Err(Error::Character(character));
        }
        let path = raw.trim_matches('/');
        if path.starts_with(WELL_KNOWN.trim_start_matches('/')) {
            return Err(Error::Reserved);
        }
        let mut pieces = Vec::new();
        let mut segments = path.split('/').filter(|segment| !segment.is_empty()).peekable();
        while let Some(segment) = segments.next() {
            if !pieces.is_empty() {
                pieces.push(Piece::Slash);
            }
            match segment {
                "..." | "*" if segments.peek().is_none() => pieces.push(Piece::Rest),
                _ => read_segment(segment, &mut pieces)?,
            }
        }
        Ok(Pattern { raw: raw.to_owned(), pieces })
    }

    /// `/...`
    pub(super) fn everything() -> Pattern {
        Pattern { raw: "/...".to_owned(), pieces: vec![Piece::Rest] }
    }

    /// The route as written.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// How specific the route is from left to right: less comes first and wins. Two texts rank alike, for they never
    /// match one path. The end ranks too: `/a` goes before `/a/...`, but `/:name.json` before `/:name`.
    pub(super) fn ranks(&self) -> impl Iterator<Item = u8> {
        let ranks = self.pieces.iter().map(|piece| match piece {
            Piece::Text(_) => 0,
            Piece::Dot => 1,
            Piece::Segment(_) => 2,
            Piece::Rest => 4,
            Piece::Slash => 5,
        });
        ranks.chain([3])
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        self.walk(path.trim_matches('/'), |_, _| ()).is_some()
    }

    /// The header names and the values of all `:segment`s of a path that matches.
    pub(super) fn captures<'a>(&'a self, path: &'a str) -> Vec<(&'a str, &'a str)> {
        let mut captures = Vec::new();
        self.walk(path.trim_matches('/'), |header, value| captures.push((header, value)));
        captures
    }

    /// What the trailing wildcard stands for in a path that matches. Spin keeps one slash at either end of it.
    pub(super) fn rest_of<'a>(&self, path: &'a str) -> &'a str {
        if self.pieces.last() != Some(&Piece::Rest) {
            return "";
        }
        let rest = self.walk(path.trim_matches('/'), |_, _| ()).unwrap_or_default();
        let end = path.trim_end_matches('/').len();
        match (rest, path.ends_with('/')) {
            ("", false) => "",
            ("", true) => "/",
            (_, false) => &path[end - rest.len() - 1..],
            (_, true) => &path[end - rest.len() - 1..end + 1],
        }
    }

    /// Compares piece by piece and gives what is left for the wildcard, nothing if the path does not match.
    fn walk<'a>(&'a self, mut path: &'a str, mut capture: impl FnMut(&'a str, &'a str)) -> Option<&'a str> {
        for (index, piece) in self.pieces.iter().enumerate() {
            let next = self.pieces.get(index + 1);
            path = match piece {
                Piece::Text(text) => path.strip_prefix(text.as_str())?,
                Piece::Dot => path.strip_prefix('.')?,
                // The wildcard stands for nothing too: `/a/...` matches `/a`.
                Piece::Slash if path.is_empty() && next == Some(&Piece::Rest) => path,
                Piece::Slash => path.strip_prefix('/')?,
                Piece::Segment(_) if path.is_empty() => return None,
                Piece::Segment(header) => {
                    let end = segment_end(path, next == Some(&Piece::Dot))?;
                    capture(header, &path[..end]);
                    &path[end..]
                }
                Piece::Rest => return Some(path),
            };
        }
        path.is_empty().then_some("")
    }
}

/// Where a `:segment` ends: at a slash, at the end, or at the first dot if the route goes on with one.
fn segment_end(path: &str, at_dot: bool) -> Option<usize> {
    if !at_dot {
        return Some(path.find('/').unwrap_or(path.len()));
    }
    path.find(['.', '/']).filter(|&end| path[end..].starts_with('.'))
}

/// Takes one path segment apart: `:name.json` is a capture, a dot and a text.
fn read_segment(segment: &str, pieces: &mut Vec<Piece>) -> Result<(), Error> {
    if segment.contains("...") || segment.contains('*') {
        return Err(Error::Wildcard(segment.to_owned()));
    }
    if segment.starts_with('.') && !pieces.is_empty() {
        return Err(Error::LeadingDot(segment.to_owned()));
    }
    for (index, section) in segment.split('.').enumerate() {
        if index > 0 {
            match pieces.last_mut() {
                Some(Piece::Text(text)) => text.push('.'),
                _ => pieces.push(Piece::Dot),
            }
        }
        match section.strip_prefix(':') {
            Some(name) => pieces.push(read_name(name, pieces)?),
            None if section.is_empty() => {}
            None => pieces.push(Piece::Text(section.to_owned())),
        }
    }
    Ok(())
}

fn read_name(name: &str, pieces: &[Piece]) -> Result<Piece, Error> {
    if name.is_empty() {
        return Err(Error::Unnamed);
    }
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return Err(Error::Name(name.to_owned()));
    }
    let header = format!("spin-path-match-{}", name.to_ascii_lowercase().replace('_', "-"));
    let segment = Piece::Segment(header);
    if pieces.contains(&segment) {
        return Err(Error::NamedTwice(name.to_owned()));
    }
    Ok(segment)
}
