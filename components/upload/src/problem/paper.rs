//! Why a file is not taken once all of it is there, and what would do.

use http::StatusCode;
use motcua_edge::both::{Both, both};
use motcua_edge::problem::Problem;
use motcua_paper::{Flaw, Foreign, Kind, Refused};
use motcua_rules::form::Accepted;

const UNREADABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// 422: what was found in a file.
pub fn of_paper(refused: Refused) -> Problem {
    match refused {
        Refused::Empty => empty(),
        Refused::Foreign(foreign) => {
            let (what, action) = foreign_words(foreign);
            refusal("file-kind", both("Không nhận loại tệp này", "This kind of file is not taken"), what, action)
        }
        Refused::Flawed(kind, flaw) => {
            let (what, action) = flaw_words(kind, flaw);
            let title = both("Tệp không dùng được", "The file cannot be used");
            let problem = refusal("file-unusable", title, what, action).with("media_type", kind.media_type());
            match flaw {
                Flaw::Broken(offset) => problem.with("offset", offset),
                _ => problem,
            }
        }
    }
}

/// 422: there is nothing in it.
pub fn empty() -> Problem {
    refusal(
        "file-empty",
        both("Tệp rỗng", "Empty file"),
        both("Tệp không có nội dung.", "There is nothing in the file."),
        both("Mở tệp để kiểm tra rồi chọn lại.", "Open the file to check it, then choose again."),
    )
}

/// 422: it is a good file, and another kind than its slot takes.
pub fn not_accepted(kind: Kind, accepted: &[Accepted]) -> Problem {
    let kinds = |name: fn(&Accepted) -> &'static str| accepted.iter().map(name).collect::<Vec<_>>().join(", ");
    let vi = kinds(|one| match one {
        Accepted::Pdf => "PDF",
        Accepted::Image => "ảnh JPEG hoặc PNG",
        Accepted::Xml => "XML có chữ ký số",
    });
    let en = kinds(|one| match one {
        Accepted::Pdf => "PDF",
        Accepted::Image => "a JPEG or PNG picture",
        Accepted::Xml => "signed XML",
    });
    let name = kind_name(kind);
    refusal(
        "file-not-for-slot",
        both("Mục này không nhận loại tệp đó", "The slot takes other kinds"),
        both(format!("Tệp là {name}; mục này nhận: {vi}."), format!("The file is {name}; what is taken here: {en}.")),
        both("Chuyển sang một trong các loại đó rồi tải lên lại.", "Turn it into one of those and upload it again."),
    )
    .with("media_type", kind.media_type())
    .with("accepts", accepted)
}

/// 422: it came in more pieces than can be read back.
pub fn too_many_pieces() -> Problem {
    refusal(
        "too-many-pieces",
        both("Gửi thành quá nhiều mảnh", "Too many pieces"),
        both("Tệp được gửi thành hàng nghìn mảnh rất nhỏ.", "The file came in thousands of very small pieces."),
        both("Tải lên lại với mảnh từ 256 KB trở lên.", "Upload it again in pieces of 256 KB or more."),
    )
}

fn refusal(kind: &'static str, title: Both, what: Both, action: Both) -> Problem {
    Problem::new(UNREADABLE, kind, title, what, action)
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Pdf => "PDF",
        Kind::Jpeg => "JPEG",
        Kind::Png => "PNG",
        Kind::Xml => "XML",
    }
}

/// What a file is that is of no kind of ours, and what would do.
fn foreign_words(foreign: Foreign) -> (Both, Both) {
    let as_jpeg = || {
        both(
            "Mở ảnh, lưu thành JPEG hoặc PNG rồi tải lên.",
            "Open the picture, save it as JPEG or PNG, and upload that.",
        )
    };
    let as_pdf = || {
        both(
            "Mở tệp, chọn “Lưu thành PDF” hoặc “In ra PDF”, rồi tải PDF lên.",
            "Open it, choose “Save as PDF” or “Print to PDF”, and upload the PDF.",
        )
    };
    match foreign {
        Foreign::Heif => (
            both(
                "Tệp là ảnh HEIC của iPhone hoặc máy ảnh; nơi nhận có thể không mở được.",
                "The file is a HEIC picture of an iPhone or a camera; whoever receives it may not be able to open it.",
            ),
            both(
                "Trên iPhone: Cài đặt → Camera → Định dạng → “Tương thích nhất”, rồi chụp lại; hoặc xuất ảnh thành JPEG.",
                "On an iPhone: Settings → Camera → Formats → “Most Compatible”, and take it again; or export the picture as JPEG.",
            ),
        ),
        Foreign::WebPicture => (both("Tệp là ảnh WebP hoặc AVIF.", "The file is a WebP or AVIF picture."), as_jpeg()),
        Foreign::Gif => (both("Tệp là ảnh GIF.", "The file is a GIF picture."), as_jpeg()),
        Foreign::Tiff => (
            both("Tệp là ảnh TIFF hoặc ảnh thô của máy ảnh.", "The file is a TIFF or a camera's raw picture."),
            both("Quét thành PDF, hoặc lưu ảnh thành JPEG.", "Scan it into a PDF, or save the picture as JPEG."),
        ),
        Foreign::Bitmap => (both("Tệp là ảnh BMP.", "The file is a BMP picture."), as_jpeg()),
        Foreign::Film => (
            both("Tệp là phim hoặc ghi âm.", "The file is a film or a recording."),
            both("Chụp ảnh giấy tờ, hoặc quét thành PDF.", "Take a photograph of the paper, or scan it into a PDF."),
        ),
        Foreign::Document => (
            both(
                "Tệp là văn bản Word, Excel hoặc tương tự, còn sửa được.",
                "The file is a Word, Excel or similar document, which can still be changed.",
            ),
            as_pdf(),
        ),
        Foreign::Archive => (
            both("Tệp là tệp nén (ZIP, RAR, 7z…).", "The file is an archive (ZIP, RAR, 7z…)."),
            both("Giải nén rồi tải từng tệp lên.", "Unpack it and upload each file by itself."),
        ),
        Foreign::Program => (
            both("Tệp là một chương trình.", "The file is a program."),
            both(
                "Tải giấy tờ lên dưới dạng PDF hoặc ảnh. Nếu không chủ ý chọn tệp này, hãy quét virus máy của bạn.",
                "Upload the paper as a PDF or a picture. If you did not mean to choose this file, check your machine for viruses.",
            ),
        ),
        Foreign::WebPage => (both("Tệp là một trang web.", "The file is a web page."), as_pdf()),
        Foreign::Drawing => (both("Tệp là hình vẽ SVG.", "The file is an SVG drawing."), as_pdf()),
        Foreign::Text => (both("Tệp là văn bản thường.", "The file is plain text."), as_pdf()),
        Foreign::Unknown => (
            both(
                "Không nhận ra loại tệp này; có thể tệp bị hỏng.",
                "Nobody knows what kind of file this is; it may be damaged.",
            ),
            both(
                "Mở tệp để kiểm tra, rồi lưu thành PDF hoặc JPEG.",
                "Open the file to check it, then save it as PDF or JPEG.",
            ),
        ),
    }
}

/// What is wrong with a file of one of our kinds, and what to do.
fn flaw_words(kind: Kind, flaw: Flaw) -> (Both, Both) {
    let name = kind_name(kind);
    let again = || {
        both(
            "Mở tệp để kiểm tra, lưu hoặc quét lại rồi tải lên.",
            "Open the file to check it, save or scan it again, and upload that.",
        )
    };
    let print = || {
        both(
            "Mở tệp, chọn “In ra PDF”, rồi tải PDF mới lên.",
            "Open it, choose “Print to PDF”, and upload the new PDF.",
        )
    };
    match flaw {
        Flaw::Incomplete => (
            both(
                format!("Tệp {name} bị cụt: phần cuối không có."),
                format!("The {name} file is cut off: its end is missing."),
            ),
            again(),
        ),
        Flaw::Broken(_) => (
            both(
                format!("Tệp {name} bị hỏng, không đọc được đến cuối."),
                format!("The {name} file is damaged and cannot be read to its end."),
            ),
            again(),
        ),
        Flaw::NotAlone => (
            both(
                format!("Trong tệp {name} có giấu một tệp nén."),
                format!("There is an archive hidden in the {name} file."),
            ),
            again(),
        ),
        Flaw::TooManyPixels(width, height) => (
            both(
                format!("Ảnh có {width} × {height} điểm, lớn hơn 100 triệu điểm."),
                format!("The picture has {width} × {height} pixels, more than 100 million."),
            ),
            both(
                "Chụp hoặc quét lại với độ phân giải thấp hơn; 300 dpi là đủ.",
                "Take or scan it again with fewer pixels; 300 dpi will do.",
            ),
        ),
        Flaw::TooComplex => (
            both(
                format!("Tệp {name} phức tạp hơn mức mà giấy tờ cần."),
                format!("The {name} file is more complex than any paper."),
            ),
            both(
                "Xuất lại tệp từ phần mềm đã tạo ra nó, hoặc dùng PDF.",
                "Export it again from the program that made it, or use a PDF.",
            ),
        ),
        Flaw::Locked => (
            both(
                "PDF bị khoá: cần mật khẩu, hoặc bị cấm in hay sao chép.",
                "The PDF is locked: it needs a password, or forbids printing or copying.",
            ),
            both(
                "Bỏ mật khẩu và hạn chế của PDF, hoặc in ra một PDF mới không khoá.",
                "Take the password and the restrictions off, or print it to a new PDF without a lock.",
            ),
        ),
        Flaw::Active => (
            both(
                format!("Tệp {name} có chương trình chạy khi mở."),
                format!("There is a program in the {name} file that runs when it is opened."),
            ),
            print(),
        ),
        Flaw::Attached => (
            both("Trong PDF có đính kèm tệp khác.", "Other files are attached to the PDF."),
            both(
                "Tải từng tệp lên riêng, và PDF không có tệp đính kèm.",
                "Upload each of them by itself, and the PDF without attachments.",
            ),
        ),
        Flaw::NotUtf8 => (
            both("Tệp XML không dùng bảng mã UTF-8.", "The XML file is not in UTF-8."),
            both("Xuất lại tệp với bảng mã UTF-8 trước khi ký.", "Export it again as UTF-8, before it is signed."),
        ),
        Flaw::Doctype => (
            both(
                "Tệp XML có khai báo DOCTYPE hoặc thực thể riêng.",
                "The XML file has a DOCTYPE or entities of its own.",
            ),
            both(
                "Xuất lại tệp không có DOCTYPE trước khi ký.",
                "Export it again without a DOCTYPE, before it is signed.",
            ),
        ),
        Flaw::BrokenSignature => (
            both(
                format!("Chữ ký số trong tệp {name} chưa xong, bị cụt, hoặc tệp đã bị lưu lại sau khi ký."),
                format!(
                    "The signature in the {name} file is unfinished or cut, or the file was saved again after it was signed."
                ),
            ),
            both(
                "Ký lại và tải lên đúng tệp vừa ký, không mở ra lưu lại.",
                "Sign it again and upload the very file that was signed, without saving it anew.",
            ),
        ),
    }
}
