//! What the host itself says: problem details (RFC 9457) in both languages, when no guest could answer.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use motcua_edge::both::both;
use motcua_edge::language::Language;
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

/// Title, detail and action, in one language.
type Texts = [&'static str; 3];

impl Problem {
    #[rustfmt::skip]
    fn facts(self) -> (StatusCode, &'static str, Texts, Texts) {
        match self {
            Problem::NotFound => (StatusCode::NOT_FOUND, "no-such-route",
                ["Không có trang này", "Địa chỉ này không có trên cổng dịch vụ.",
                    "Kiểm tra lại đường dẫn, hoặc bắt đầu từ trang chủ."],
                ["No such page", "There is nothing at this address.",
                    "Check the address, or start from the home page."]),
            Problem::BadRequest => (StatusCode::BAD_REQUEST, "bad-request",
                ["Yêu cầu không hợp lệ", "Không đọc được tiêu đề Host hoặc đường dẫn.",
                    "Kiểm tra lại tiêu đề Host và đường dẫn."],
                ["Bad request", "The Host header or the address cannot be read.",
                    "Check the Host header and the address."]),
            Problem::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed",
                ["Phương thức không được phép", "Địa chỉ này chỉ để đọc.", "Dùng GET."],
                ["Method not allowed", "This address can only be read.", "Use GET."]),
            Problem::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large",
                ["Dữ liệu gửi lên quá lớn", "Nội dung lớn hơn mức mà địa chỉ này nhận.", "Giảm bớt nội dung, hoặc hỏi người vận hành cổng."],
                ["The body is too large", "It is larger than this address takes.", "Send less, or ask the portal's operator."]),
            Problem::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy",
                ["Hệ thống đang bận", "Có quá nhiều yêu cầu cùng lúc; chưa có gì được lưu.", "Thử lại sau ít giây."],
                ["The portal is busy", "Too many requests at once; nothing was saved.", "Try again in a few seconds."]),
            Problem::TimedOut => (StatusCode::GATEWAY_TIMEOUT, "timed-out",
                ["Xử lý quá lâu", "Yêu cầu chưa được trả lời trong thời gian cho phép.",
                    "Thử lại; yêu cầu đã ghi nhận sẽ không bị ghi hai lần."],
                ["It took too long", "The request was not answered in the time that it may take.",
                    "Try again; what was recorded is not recorded twice."]),
            Problem::Failed => (StatusCode::INTERNAL_SERVER_ERROR, "failed",
                ["Có lỗi ở phía cổng", "Lỗi do hệ thống, không phải do yêu cầu của bạn.",
                    "Thử lại; nếu vẫn lỗi, báo cho đường dây nóng."],
                ["Something failed on our side", "The fault is ours, not your request's.",
                    "Try again; if it fails again, tell the hotline."]),
        }
    }

    /// The answer in `language`, in the shape in which functions refuse.
    pub fn response(self, language: Language) -> Response<WasiBody> {
        let (status, kind, vi, en) = self.facts();
        let [title, detail, action] = [0, 1, 2].map(|text| both(vi[text], en[text]));
        let problem = motcua_edge::problem::Problem::new(status, kind, title, detail, action);
        let problem = match self {
            Problem::Busy => problem.header(RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS)),
            Problem::MethodNotAllowed => problem.header(ALLOW, HeaderValue::from_static("GET, HEAD")),
            _ => problem,
        };
        problem.answer(language).map(whole)
    }
}

fn whole(body: Bytes) -> WasiBody {
    Full::new(body).map_err(|never| match never {}).boxed_unsync()
}

/// A whole answer of one piece.
pub fn with(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Response<WasiBody> {
    let mut response = Response::new(whole(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
