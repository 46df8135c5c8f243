//! Why a report is not taken: the facts, and their words.

use super::shape::Error;

/// What is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A required field is not there, or empty.
    Missing(&'static str),
    /// A field is longer than we keep.
    TooLong {
        /// Which.
        field: &'static str,
        /// How long it may be.
        chars_max: usize,
    },
    /// A field has more values than we keep.
    TooMany {
        /// Which.
        field: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// No decimal number of degrees, or beyond the end.
    NotDegrees {
        /// Which.
        field: &'static str,
        /// The end, on both sides of zero.
        most: u16,
    },
    /// No link to the web.
    NotWeb(&'static str),
    /// Nothing says where.
    NoPlace,
}

impl Flaw {
    /// The error that tells it. It names the field, and is a 400, as "any other error where the request can not be
    /// fulfilled as expected".
    pub fn error(&self) -> Error {
        let (vi, en) = match self {
            Flaw::Missing(field) => (format!("Thiếu trường {field}."), format!("The field {field} is missing.")),
            Flaw::TooLong { field, chars_max } => (
                format!("Trường {field} dài quá {chars_max} ký tự."),
                format!("The field {field} has more than {chars_max} characters."),
            ),
            Flaw::TooMany { field, most } => (
                format!("Trường {field} có quá {most} giá trị."),
                format!("The field {field} has more than {most} values."),
            ),
            Flaw::NotDegrees { field, most } => (
                format!("Trường {field} phải là số thập phân từ -{most} đến {most}, dùng dấu chấm, ví dụ 21.028511."),
                format!("The field {field} must be a decimal from -{most} to {most} with a point, such as 21.028511."),
            ),
            Flaw::NotWeb(field) => (
                format!("Trường {field} phải là liên kết bắt đầu bằng https:// hoặc http://."),
                format!("The field {field} must be a link that starts with https:// or http://."),
            ),
            Flaw::NoPlace => (
                "Chưa có địa điểm: hãy gửi lat và long, hoặc address_string, hoặc address_id.".to_owned(),
                "There is no place: send lat and long, or address_string, or address_id.".to_owned(),
            ),
        };
        Error::new(400, &vi, &en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_its_field_in_both_languages() {
        let error = Flaw::TooLong { field: "description", chars_max: 10_000 }.error();
        let wanted = "Trường description dài quá 10000 ký tự. / The field description has more than 10000 characters.";
        assert_eq!((error.code, error.description.as_str()), (400, wanted));
    }
}
