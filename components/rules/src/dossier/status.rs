//! The ten official statuses (trạng thái hồ sơ), as systems exchange them and as the public sees them.

use crate::language::{Language, words};

/// An official status. Its number is the one that other systems know it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 1: filed, and nobody has looked at it yet.
    Registered = 1,
    /// 2: a desk accepted it.
    Accepted = 2,
    /// 3: a desk refused it, with a reason.
    NotAccepted = 3,
    /// 4: an official works on it.
    InProcess = 4,
    /// 5: the applicant has to bring papers.
    SupplementRequested = 5,
    /// 6: the applicant has to pay.
    PaymentRequested = 6,
    /// 7: the applicant took it back.
    Withdrawn = 7,
    /// 8: the authority stopped, with a reason.
    Stopped = 8,
    /// 9: the result is there.
    Processed = 9,
    /// 10: the applicant has the result.
    Returned = 10,
}

#[rustfmt::skip]
words! { Status:
    Registered          "registered"           "Mới đăng ký"                             "Newly registered",
    Accepted            "accepted"             "Được tiếp nhận"                          "Accepted",
    NotAccepted         "not_accepted"         "Không được tiếp nhận"                    "Not accepted",
    InProcess           "in_process"           "Đang xử lý"                              "In process",
    SupplementRequested "supplement_requested" "Yêu cầu bổ sung giấy tờ"                 "Supplement requested",
    PaymentRequested    "payment_requested"    "Yêu cầu thực hiện nghĩa vụ tài chính"    "Payment obligation requested",
    Withdrawn           "withdrawn"            "Công dân yêu cầu rút hồ sơ"              "Withdrawn by the applicant",
    Stopped             "stopped"              "Dừng xử lý"                              "Processing stopped",
    Processed           "processed"            "Đã xử lý xong"                           "Processed",
    Returned            "returned"             "Đã trả kết quả"                          "Result returned",
}

impl Status {
    /// The number in exchanged data (`TrangThaiHoSo`), 1 to 10.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The status of a number.
    pub fn of(number: u8) -> Option<Status> {
        Status::ALL.iter().copied().find(|status| status.number() == number)
    }
}
