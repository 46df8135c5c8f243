//! A handler of WASI 0.2, as components were built before 0.3: says what it was asked, how often it was, and when if
//! the path ends in `/now`.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use wasip2::http::types::{Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam};

static REQUESTS: AtomicU64 = AtomicU64::new(0);

struct Old;

impl wasip2::exports::http::incoming_handler::Guest for Old {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let path = request.path_with_query().unwrap_or_default();
        let count = REQUESTS.fetch_add(1, Relaxed) + 1;
        let response = OutgoingResponse::new(Fields::new());
        let Ok(body) = response.body() else { return };
        ResponseOutparam::set(out, Ok(response));
        if let Ok(mut stream) = body.write() {
            let _ = write!(stream, "0.2 {path} {count}");
            if path.ends_with("/now") {
                let now = wasip2::clocks::wall_clock::now();
                let _ = write!(stream, " {}", now.seconds * 1_000 + u64::from(now.nanoseconds / 1_000_000));
            }
        }
        let _ = OutgoingBody::finish(body, None);
    }
}

wasip2::http::proxy::export!(Old);
