//! Answers that are not in memory as a whole.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, StreamBody};

use crate::Answer;

/// The body of any answer.
pub type Body = UnsyncBoxBody<Bytes, Infallible>;

const PIECE: usize = 64 << 10;

/// So many mebibytes of `x`, a piece at a time.
pub fn answer(mib: u64) -> Answer {
    let piece = Bytes::from(vec![b'x'; PIECE]);
    let pieces = (0..mib * 16).map(move |_| Ok::<_, Infallible>(Frame::data(piece.clone())));
    Response::new(StreamBody::new(futures::stream::iter(pieces)).boxed_unsync())
}
