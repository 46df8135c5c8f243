//! How a gateway is reached, and what befalls its answers.

use std::net::TcpListener;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use tokio::runtime::Runtime;

use super::Shared;
use super::dialect::{Asked, Reply};

/// More no portal sends.
const BYTES_MAX: usize = 1 << 20;

/// What befalls the answers to the portal's requests, each so often in a thousand times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Api {
    /// The connection breaks before anything is done.
    pub deaf: usize,
    /// The connection breaks when all is done.
    pub dropped: usize,
    /// It fails with 500 when all is done.
    pub failed: usize,
    /// What comes back is not readable, when all is done.
    pub garbled: usize,
    /// What comes back is signed by somebody else, where it is signed.
    pub forged: usize,
}

impl Api {
    /// Nothing befalls them.
    pub const NONE: Api = Api { deaf: 0, dropped: 0, failed: 0, garbled: 0, forged: 0 };
    /// A bad day: one answer in four does not arrive as it should.
    pub const BAD_DAY: Api = Api { deaf: 50, dropped: 60, failed: 50, garbled: 50, forged: 50 };
}

/// What befalls one answer.
enum Fate {
    Arrives,
    Deaf,
    Dropped,
    Failed,
    Garbled,
    Forged,
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("gateway").enable_all().build().expect("a runtime")
    })
}

/// A free port, and its address.
pub fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a socket");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, url)
}

/// Serves as long as the process lives.
pub fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let _inside = runtime().enter();
    let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
    let router = Router::new().fallback(answer).with_state(shared);
    runtime().spawn(async move { axum::serve(listener, router).await });
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    // A portal that is killed in the middle of a request has asked for nothing.
    let Ok(body) = to_bytes(body, BYTES_MAX).await else { broken() };
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let asked = Asked {
        method: head.method.to_string(),
        path: head.uri.to_string(),
        headers: head.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    match replied(&shared, &asked) {
        Some(reply) => response(reply),
        None => broken(),
    }
}

/// Breaks the connection: whoever ends its task closes it. Nothing is printed, for no hook sees it.
fn broken() -> ! {
    std::panic::resume_unwind(Box::new("the connection breaks"))
}

/// The reply that goes out; nothing where the connection breaks.
fn replied(shared: &Shared, asked: &Asked) -> Option<Reply> {
    let mut books = shared.books();
    let fate = fate(&mut books);
    if matches!(fate, Fate::Deaf) {
        return None;
    }
    books.is_forged = matches!(fate, Fate::Forged);
    let reply = shared.dialect.serve(&mut books, &shared.url, asked);
    books.is_forged = false;
    let failed =
        |status, body: &str| Reply { status, content_type: "text/html", headers: Vec::new(), body: body.into() };
    match fate {
        Fate::Arrives | Fate::Forged => Some(reply),
        Fate::Deaf | Fate::Dropped => None,
        Fate::Failed => Some(failed(500, "<h1>Internal Server Error</h1>")),
        Fate::Garbled => {
            let half = reply.body.chars().take(reply.body.chars().count() / 2).collect();
            Some(Reply { body: half, ..reply })
        }
    }
}

fn fate(books: &mut super::books::Books) -> Fate {
    let Api { deaf, dropped, failed, garbled, forged } = books.api;
    let mut drawn = books.chance.below(1000);
    for (often, fate) in [
        (deaf, Fate::Deaf),
        (dropped, Fate::Dropped),
        (failed, Fate::Failed),
        (garbled, Fate::Garbled),
        (forged, Fate::Forged),
    ] {
        if drawn < often {
            return fate;
        }
        drawn -= often;
    }
    Fate::Arrives
}

fn response(reply: Reply) -> Response {
    let mut builder = Response::builder().status(reply.status).header("content-type", reply.content_type);
    for (name, value) in reply.headers {
        builder = builder.header(name, value);
    }
    builder.body(Body::from(reply.body)).expect("a response")
}
