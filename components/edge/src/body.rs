//! The body of a request: as a whole up to a bound, or piece by piece as it comes.

use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::Poll;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::encoding::{Malformed, lines_decoded};
use crate::problem::Problem;
use crate::refusal;

/// Reads the whole body, of at most `bytes_max` bytes. What says that it is longer is not read at all.
pub async fn whole<B>(headers: &HeaderMap, body: B, bytes_max: usize) -> Result<Bytes, Problem>
where
    B: Body<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > bytes_max) {
        return Err(refusal::body_too_large(bytes_max));
    }
    match Limited::new(body, bytes_max).collect().await {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(refusal::body_too_large(bytes_max)),
        Err(_) => Err(refusal::body_broken()),
    }
}

/// The media type of a form that a browser sends.
pub const FORM: &[&str] = &["application/x-www-form-urlencoded"];

/// More inputs than this no page has.
const PAIRS_MAX: usize = 4_000;

/// The inputs of a form that a browser sent, in their order, empty ones too. Values may have several lines.
pub fn pairs(form: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let text = core::str::from_utf8(form).map_err(|_| refusal::bad_encoding("body", Malformed::Utf8))?;
    let pieces: Vec<&str> = text.split('&').filter(|piece| !piece.is_empty()).collect();
    if pieces.len() > PAIRS_MAX {
        return Err(refusal::body_too_large(PAIRS_MAX));
    }
    let decoded = |part: &str| lines_decoded(part).map_err(|malformed| refusal::bad_encoding("body", malformed));
    let pair = |piece: &&str| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        Ok((decoded(name)?, decoded(value)?))
    };
    pieces.iter().map(pair).collect()
}

/// After so many pauses in which nothing came the other side is taken for gone.
const PAUSES_MAX: usize = 6;

/// A body as it comes, in pieces that are worth keeping one by one.
pub struct Pieces<B, P> {
    body: B,
    held: Vec<u8>,
    bytes_max: usize,
    pause: P,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Ended,
    Broken,
}

impl<B, P, F> Pieces<B, P>
where
    B: Body<Data = Bytes> + Unpin,
    P: Fn() -> F,
    F: Future<Output = ()>,
{
    /// Pieces of `bytes_max` bytes, and of fewer where a pause has gone by since the last one: on a slow line a broken
    /// connection costs no more than what came in that time. `pause` waits that long.
    pub fn of(body: B, bytes_max: usize, pause: P) -> Pieces<B, P> {
        Pieces { body, held: Vec::new(), bytes_max, pause, state: State::Open }
    }

    /// The next piece, never an empty one; `None` at the end. What came before the body broke off is a piece like any other:
    /// the problem comes behind it. A body of which nothing comes for some pauses is broken, for it would hold its place
    /// among those that are served.
    pub async fn next(&mut self) -> Option<Result<Vec<u8>, Problem>> {
        let (mut pause, mut pauses) = (pin!((self.pause)()), 0usize);
        while self.state == State::Open && self.held.len() < self.bytes_max {
            match before(self.body.frame(), pause.as_mut()).await {
                Some(Some(Ok(frame))) => self.held.extend_from_slice(frame.data_ref().map_or(&[], Bytes::as_ref)),
                Some(Some(Err(_))) => self.state = State::Broken,
                Some(None) => self.state = State::Ended,
                None if !self.held.is_empty() => break,
                None => {
                    pauses = pauses.saturating_add(1);
                    if pauses == PAUSES_MAX {
                        self.state = State::Broken;
                    }
                    pause.set((self.pause)());
                }
            }
        }
        if !self.held.is_empty() {
            let rest = self.held.split_off(self.held.len().min(self.bytes_max));
            return Some(Ok(core::mem::replace(&mut self.held, rest)));
        }
        let is_broken = core::mem::replace(&mut self.state, State::Ended) == State::Broken;
        is_broken.then(|| Err(refusal::body_broken()))
    }
}

/// What comes of `wanted`, unless `end` comes before it.
async fn before<T>(wanted: impl Future<Output = T>, mut end: Pin<&mut impl Future<Output = ()>>) -> Option<T> {
    let mut wanted = pin!(wanted);
    poll_fn(|context| match wanted.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        // Only what has not ended yet is asked: whoever gets `None` begins another one.
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Which of `accepted` (`text/csv`, in lower case) the body is. A `charset` other than UTF-8 is refused; other parameters
/// mean nothing to us.
pub fn media_type(headers: &HeaderMap, accepted: &[&'static str]) -> Result<&'static str, Problem> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let value = match (values.next().map(|value| value.to_str()), values.next()) {
        (Some(Ok(value)), None) => value,
        _ => return Err(refusal::unsupported_media_type(accepted)),
    };
    let mut parts = value.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let found = accepted.iter().find(|one| one.eq_ignore_ascii_case(essence));
    found.filter(|_| parts.all(is_utf8)).copied().ok_or_else(|| refusal::unsupported_media_type(accepted))
}

/// Whether a parameter of a media type is anything but another charset than UTF-8.
fn is_utf8(parameter: &str) -> bool {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let value = value.trim().trim_matches('"');
    !name.trim().eq_ignore_ascii_case("charset") || ["utf-8", "utf8"].iter().any(|one| value.eq_ignore_ascii_case(one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::Full;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// Nothing here has to wait, so one poll is the whole run.
    fn run<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("it waits"),
        }
    }

    /// Nothing comes for a while.
    const PAUSE: Result<&str, &str> = Ok("…");

    struct Frames(Vec<Result<&'static str, &'static str>>);

    impl Body for Frames {
        type Data = Bytes;
        type Error = Box<dyn std::error::Error + Send + Sync>;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            let frame = self.0.pop();
            if frame == Some(PAUSE) {
                return Poll::Pending;
            }
            Poll::Ready(frame.map(|frame| frame.map(|data| http_body::Frame::data(data.into())).map_err(Into::into)))
        }
    }

    fn read(frames: &[Result<&'static str, &'static str>]) -> Result<Bytes, &'static str> {
        let frames = Frames(frames.iter().rev().copied().collect());
        run(whole(&HeaderMap::new(), frames, 6)).map_err(|problem| problem.kind())
    }

    #[test]
    fn a_body_is_read_up_to_its_bound() {
        assert_eq!(read(&[]).unwrap(), "");
        assert_eq!(read(&[Ok("abc"), Ok("def")]).unwrap(), "abcdef");
        assert_eq!(read(&[Ok("abc"), Ok("defg")]), Err("body-too-large"));
        assert_eq!(read(&[Ok("abc"), Err("gone")]), Err("body-broken"));
        let announced = HeaderMap::from_iter([(CONTENT_LENGTH, "7".parse().unwrap())]);
        let problem = run(whole(&announced, Full::new(Bytes::new()), 6)).unwrap_err();
        assert_eq!(problem.status(), 413);
    }

    /// What a body comes in, of `…` as often as nothing came for a pause.
    fn pieces(frames: &[Result<&'static str, &'static str>]) -> Vec<Result<String, &'static str>> {
        let frames = Frames(frames.iter().rev().copied().collect());
        let mut pieces = Pieces::of(frames, 4, || core::future::ready(()));
        let mut all = Vec::new();
        while let Some(piece) = run(pieces.next()) {
            all.push(piece.map(|bytes| String::from_utf8(bytes).unwrap()).map_err(|problem| problem.kind()));
        }
        all
    }

    #[test]
    fn a_body_comes_in_pieces_and_what_came_before_it_broke_is_there() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(pieces(&[]), []);
        assert_eq!(pieces(&[Ok(""), Ok("a"), Ok("bc"), Ok("defghijk"), Ok("l")]), ["abcd", "efgh", "ijkl"].map(ok));
        assert_eq!(pieces(&[Ok("a"), Ok("bcdef"), Err("gone"), Ok("x")]), [ok("abcd"), ok("ef"), Err("body-broken")]);
        assert_eq!(pieces(&[Err("gone")]), [Err("body-broken")]);
    }

    #[test]
    fn what_came_before_a_pause_is_a_piece_and_who_falls_silent_is_gone() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(pieces(&[Ok("a"), PAUSE, Ok("b"), Ok("c")]), [ok("a"), ok("bc")]);
        assert_eq!(pieces(&[&[PAUSE; 5][..], &[Ok("a")], &[PAUSE; 6]].concat()), [ok("a")]);
        assert_eq!(pieces(&[&[Ok("a")][..], &[PAUSE; 9], &[Ok("b")]].concat()), [ok("a"), Err("body-broken")]);
    }

    #[test]
    fn a_body_is_of_an_accepted_type_and_utf8() {
        let accepted = &["text/csv", "application/json"];
        let read =
            |text: &str| media_type(&HeaderMap::from_iter([(CONTENT_TYPE, text.parse().unwrap())]), accepted).ok();
        for good in [
            "text/csv",
            "Text/CSV; charset=UTF-8",
            "text/csv;header=present",
            "text/csv; charset=\"utf-8\"",
            "text/csv;",
        ] {
            assert_eq!(read(good), Some("text/csv"), "{good}");
        }
        for bad in [
            "",
            "text/html",
            "text/csv2",
            "text/csv; charset=windows-1258",
            "text/csv; charset",
            "application/xml, text/csv",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(media_type(&HeaderMap::new(), accepted).unwrap_err().status(), 415);
    }
}
