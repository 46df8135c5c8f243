//! All that an upload may be refused for.

mod paper;

pub use paper::{empty, not_accepted, of_paper, too_many_pieces};

use http::{HeaderName, HeaderValue, StatusCode};
use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_reference::problem::of_fault;

use crate::VERSION;
use crate::store::files::Refusal;

/// Why the store did not begin, grow, finish or remove a file. `gone` says that there is no such draft any more.
pub fn of_refusal(refused: Refusal, gone: fn() -> Problem) -> Problem {
    match refused {
        Refusal::Gone => gone(),
        Refusal::Offset(offset) => other_offset(offset),
        Refusal::Finished => finished(),
        Refusal::TooMany => draft_full(),
        Refusal::Conflict => refusal::key_of_another_request(),
        Refusal::Failed(fault) => of_fault(fault),
    }
}

/// 404: the draft has no such file, or has it no longer.
pub fn no_file() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "no-such-file",
        both("Không có tệp này", "No such file"),
        both(
            "Bản nháp không có tệp này, hoặc tệp đã bị gỡ bỏ.",
            "The draft has no such file, or the file was removed.",
        ),
        both(
            "Tải tệp lên lại từ đầu, với một khoá mới nếu có.",
            "Upload the file again, under a new key if it had one.",
        ),
    )
}

/// 412: another version of the protocol.
pub fn other_version() -> Problem {
    Problem::new(
        StatusCode::PRECONDITION_FAILED,
        "other-tus-version",
        both("Phiên bản tus khác", "Another version of tus"),
        both("Cổng chỉ nhận tệp theo tus 1.0.0.", "Files are uploaded by tus 1.0.0 only."),
        both("Gửi “Tus-Resumable: 1.0.0”.", "Send “Tus-Resumable: 1.0.0”."),
    )
    .field("Tus-Resumable")
    .header(HeaderName::from_static("tus-version"), VERSION)
}

/// 400: a header of the protocol is not what it should be.
pub fn malformed(header: &'static str) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-header",
        both("Tiêu đề sai", "Malformed header"),
        both(
            format!("“{header}” thiếu, lặp lại hoặc không đọc được."),
            format!("“{header}” is missing, stands there twice or cannot be read."),
        ),
        both("Gửi tiêu đề này như tus 1.0.0 mô tả.", "Send the header as tus 1.0.0 describes it."),
    )
    .field(header)
}

/// 400: nobody knows how long the file will be.
pub fn missing_length() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "missing-upload-length",
        both("Thiếu độ dài tệp", "Missing Upload-Length"),
        both("Cổng cần biết trước tệp dài bao nhiêu byte.", "The portal has to know how many bytes the file has."),
        both(
            "Gửi “Upload-Length” với số byte của tệp; không dùng “Upload-Defer-Length”.",
            "Send “Upload-Length” with the number of bytes; “Upload-Defer-Length” is not taken.",
        ),
    )
    .field("Upload-Length")
}

/// 400: what is said of the file cannot be read.
pub fn malformed_metadata() -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "malformed-upload-metadata",
        both("Thông tin tệp sai", "Malformed Upload-Metadata"),
        both(
            "“Upload-Metadata” quá dài, có khoá lặp lại, hoặc có giá trị không phải base64 của UTF-8.",
            "“Upload-Metadata” is too long, has a key twice, or a value that is no base64 of UTF-8.",
        ),
        both(
            "Gửi “slot <base64>,filename <base64>”, có đủ dấu “=” ở cuối base64.",
            "Send “slot <base64>,filename <base64>”, the base64 with its “=” at the end.",
        ),
    )
    .field("Upload-Metadata")
}

/// 400: something has to be said of the file.
pub fn missing_metadata(key: &'static str) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "missing-upload-metadata",
        both("Thiếu thông tin tệp", "Missing Upload-Metadata"),
        both(format!("“Upload-Metadata” không có “{key}”."), format!("“Upload-Metadata” says nothing of “{key}”.")),
        both(
            "Gửi “slot” (tệp thuộc mục nào) và “filename” (tên tệp).",
            "Send “slot” (what the file belongs to) and “filename”.",
        ),
    )
    .field("Upload-Metadata")
    .with("key", key)
}

/// 422: nothing of that name takes files: the form asks for no such paper.
pub fn unknown_slot(slots: Vec<&str>) -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "unknown-slot",
        both("Không có mục này", "Unknown slot"),
        both("“slot” không phải một mục nhận tệp ở đây.", "“slot” is nothing that takes files here."),
        both("Chọn một trong “slots”.", "Choose one of “slots”."),
    )
    .field("Upload-Metadata")
    .with("slots", slots)
}

/// 413: the file is larger than its slot takes.
pub fn too_large(bytes_max: u64) -> Problem {
    // Tenths of a megabyte of 2²⁰ bytes, rounded down: whoever keeps to what is said is within the bound.
    let tenths = bytes_max.saturating_mul(10) >> 20;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "file-too-large",
        both("Tệp quá lớn", "File too large"),
        both(
            format!("Mục này nhận tệp tối đa {whole},{tenth} MB."),
            format!("Files of {whole}.{tenth} MB at most are taken here."),
        ),
        both(
            "Chụp hoặc quét lại với độ phân giải thấp hơn (300 dpi là đủ), nén PDF, hoặc chia thành nhiều tệp.",
            "Take or scan it again with fewer pixels (300 dpi will do), compress the PDF, or split it into several files.",
        ),
    )
    .field("Upload-Length")
    .with("bytes_max", bytes_max)
}

/// 422: the slot has as many files as it takes.
pub fn slot_full(files_max: u16) -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "slot-full",
        both("Mục này đã đủ tệp", "The slot is full"),
        both(
            format!("Mục này nhận tối đa {files_max} tệp, kể cả tệp đang tải dở."),
            format!("{files_max} files at most are taken here, those not wholly uploaded among them."),
        ),
        both(
            "Xoá một tệp của mục này rồi tải lên lại, hoặc gộp các trang thành một PDF.",
            "Delete one of its files and upload again, or put the pages into one PDF.",
        ),
    )
    .with("files_max", files_max)
}

/// 422: the draft has as many files as a draft may have.
pub fn draft_full() -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "draft-full",
        both("Bản nháp đã đủ tệp", "The draft is full"),
        both("Bản nháp đã có số tệp tối đa.", "The draft has as many files as it may have."),
        both(
            "Xoá tệp không cần, hoặc gộp các trang thành một PDF.",
            "Delete what is not needed, or put the pages into one PDF.",
        ),
    )
}

/// 409: the file ends elsewhere.
pub fn other_offset(offset: u64) -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "other-offset",
        both("Không đúng vị trí", "Another offset"),
        both(
            format!("Tệp đang có {offset} byte; phần gửi lên không nối vào đó."),
            format!("The file has {offset} bytes; what was sent does not begin there."),
        ),
        both("Hỏi lại bằng HEAD rồi gửi tiếp từ “Upload-Offset”.", "Ask with HEAD and continue at “Upload-Offset”."),
    )
    .field("Upload-Offset")
    .with("offset", offset)
    .header(HeaderName::from_static("upload-offset"), HeaderValue::from(offset))
}

/// 400: more came than was announced.
pub fn beyond_end(length: u64) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "beyond-upload-length",
        both("Dài hơn đã báo", "Longer than announced"),
        both(
            format!("Tệp được báo dài {length} byte; phần gửi lên vượt quá."),
            format!("The file was announced with {length} bytes; what was sent goes beyond."),
        ),
        both("Báo lại tệp với độ dài đúng, bằng POST.", "Announce the file anew with its right length, by POST."),
    )
    .with("length", length)
}

/// 409: the file does not change any more.
pub fn finished() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "file-finished",
        both("Tệp không thay đổi được nữa", "The file does not change any more"),
        both("Tệp đã được nhận trọn vẹn hoặc đã được gửi đi.", "The file was taken as a whole, or was sent."),
        both(
            "Tải tệp khác lên với tên của nó; những gì đã gửi chỉ thêm được bằng bổ sung.",
            "Upload another file; to what was sent files are added by a supplement only.",
        ),
    )
}

/// 409: the file is not wholly there, so it is not given back.
pub fn unfinished() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "file-unfinished",
        both("Tệp chưa tải lên xong", "The file is not wholly uploaded"),
        both("Tệp chưa có đủ nên chưa xem lại được.", "The file is not all here, so it cannot be given back."),
        both("Tải nốt phần còn lại rồi thử lại.", "Upload the rest of it, then try again."),
    )
}

/// 400: a sum that the portal cannot make.
pub fn unknown_checksum(algorithms: &'static str) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "unknown-checksum",
        both("Không biết thuật toán này", "Unknown checksum"),
        both(
            "“Upload-Checksum” dùng thuật toán không được hỗ trợ.",
            "“Upload-Checksum” uses an algorithm that is not known.",
        ),
        both(format!("Dùng một trong: {algorithms}."), format!("Use one of: {algorithms}.")),
    )
    .field("Upload-Checksum")
}

/// 460: what came is not what was sent. The protocol gives it this status.
pub fn other_checksum() -> Problem {
    Problem::new(
        StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST),
        "other-checksum",
        both("Dữ liệu bị hỏng trên đường truyền", "Damaged on the way"),
        both(
            "Phần gửi lên không khớp “Upload-Checksum”; không có gì được giữ.",
            "What came does not have its “Upload-Checksum”; nothing of it was kept.",
        ),
        both("Gửi lại phần này.", "Send this piece again."),
    )
    .field("Upload-Checksum")
}

#[cfg(test)]
mod tests;
