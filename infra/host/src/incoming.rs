//! The body of a request, heard to its end even when nobody wants it.
//!
//! A client that still sends when its answer is ready would find the connection closed in the midst of its words, and might
//! lose the answer over it. A proxy would take that for a host that has died: a few refused uploads, and it sends nothing
//! more here.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::header::EXPECT;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, SizeHint};
use tokio::runtime::Handle;
use tokio::time::timeout;

/// So much is heard and thrown away; more than any function takes.
const UNHEARD_BYTES_MAX: usize = 16 << 20;
/// For so long.
const UNHEARD_MAX: Duration = Duration::from_secs(10);

/// A request's body. What is left of it when this is dropped is heard and thrown away.
pub struct Incoming {
    body: Option<hyper::body::Incoming>,
    /// A client that waits for leave to send is not given it by us: its answer comes first.
    is_sent: bool,
}

impl Incoming {
    /// The request with such a body.
    pub fn of(request: Request<hyper::body::Incoming>) -> Request<Incoming> {
        let is_sent = !request.headers().contains_key(EXPECT);
        request.map(|body| Incoming { body: Some(body), is_sent })
    }
}

impl Body for Incoming {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.is_sent = true;
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let unheard = self.body.take().filter(|body| self.is_sent && !body.is_end_stream());
        if let (Some(body), Ok(runtime)) = (unheard, Handle::try_current()) {
            runtime.spawn(timeout(UNHEARD_MAX, throw_away(body)));
        }
    }
}

async fn throw_away(mut body: hyper::body::Incoming) {
    let mut heard = 0;
    while let Some(Ok(frame)) = body.frame().await {
        heard += frame.data_ref().map_or(0, Bytes::len);
        if heard > UNHEARD_BYTES_MAX {
            return;
        }
    }
}
