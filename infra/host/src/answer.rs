//! What the host itself says: problem details (RFC 9457) in both languages, when no guest could answer.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use serde_json::json;
use wasmtime_wasi_http::WasiBody;

/// Seconds after which a refused client may try again.
const RETRY_AFTER_SECONDS: &str = "1";

/// A problem of the host.
#[derive(Clone, Copy)]
pub enum Problem {
    /// No route leads there.
    NotFound,
    /// The request is no HTTP that a guest could be given.
    BadRequest,
    /// The host's own pages are only read.
    MethodNotAllowed,
    /// The body is larger than the component takes.
    TooLarge,
    /// All places are taken and the queue is full.
    Busy,
    /// The guest took too long.
    TimedOut,
    /// The guest failed.
    Failed,
}

impl Problem {
    #[rustfmt::skip]
    fn facts(self) -> (StatusCode, &'static str, [&'static str; 2], [&'static str; 2]) {
        match self {
            Problem::NotFound => (StatusCode::NOT_FOUND, "no-such-route",
                ["Không có trang này", "No such page"],
                ["Kiểm tra lại đường dẫn, hoặc bắt đầu từ trang chủ.", "Check the address, or start from the home page."]),
            Problem::BadRequest => (StatusCode::BAD_REQUEST, "bad-request",
                ["Yêu cầu không hợp lệ", "Bad request"],
                ["Kiểm tra lại tiêu đề Host và đường dẫn.", "Check the Host header and the address."]),
            Problem::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed",
                ["Phương thức không được phép", "Method not allowed"],
                ["Dùng GET.", "Use GET."]),
            Problem::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large",
                ["Dữ liệu gửi lên quá lớn", "The body is too large"],
                ["Chia nhỏ dữ liệu rồi gửi lại.", "Send it in smaller pieces."]),
            Problem::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy",
                ["Hệ thống đang bận", "The portal is busy"],
                ["Chưa có gì được lưu. Thử lại sau ít giây.", "Nothing was saved. Try again in a few seconds."]),
            Problem::TimedOut => (StatusCode::GATEWAY_TIMEOUT, "timed-out",
                ["Xử lý quá lâu", "It took too long"],
                ["Thử lại; yêu cầu đã ghi nhận sẽ không bị ghi hai lần.", "Try again; what was recorded is not recorded twice."]),
            Problem::Failed => (StatusCode::INTERNAL_SERVER_ERROR, "failed",
                ["Có lỗi ở phía cổng", "Something failed on our side"],
                ["Thử lại; nếu vẫn lỗi, báo cho đường dây nóng.", "Try again; if it fails again, tell the hotline."]),
        }
    }

    /// The answer.
    pub fn response(self) -> Response<WasiBody> {
        let (status, kind, title, action) = self.facts();
        let body = json!({
            "type": format!("/problems/{kind}"), "status": status.as_u16(), "title": title[0], "action": action[0],
            "translations": { "en": { "title": title[1], "action": action[1] } },
        });
        let mut response = with(status, "application/problem+json", body.to_string());
        match self {
            Problem::Busy => response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS)),
            Problem::MethodNotAllowed => response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD")),
            _ => None,
        };
        response
    }
}

/// A whole answer of one piece.
pub fn with(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Response<WasiBody> {
    let body = Full::new(body.into()).map_err(|never| match never {}).boxed_unsync();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
