//! How alike two reports are: measured on pairs as people write them.
#![allow(clippy::unwrap_used, clippy::panic)]

use motcua_rules::feedback::likeness::{ALIKE, Signature, likeness};
use proptest::prelude::*;

fn alike(one: &str, other: &str) -> u8 {
    likeness(&Signature::of(one), &Signature::of(other))
}

/// One thing reported twice: in other words, without diacritics, shorter, longer.
#[rustfmt::skip]
const SAME: &[(&str, &str)] = &[
    ("Đèn đường trước số nhà 25 phố Hàng Bông bị hỏng hai tuần nay, buổi tối rất tối.",
     "den duong truoc so nha 25 pho Hang Bong bi hong, buoi toi toi om"),
    ("Ổ gà lớn trên đường Nguyễn Trãi, đoạn gần cổng trường tiểu học Kim Liên, xe máy dễ ngã.",
     "Đường Nguyễn Trãi đoạn cổng trường tiểu học Kim Liên có ổ gà rất to, nhiều xe máy bị ngã"),
    ("Rác thải chất đống ở ngõ 120 Định Công ba ngày không ai thu gom, bốc mùi hôi thối.",
     "Ngõ 120 Định Công rác chất đống, bốc mùi, ba ngày rồi chưa thu gom"),
    ("Quán karaoke số 8 Lê Lợi hát ồn đến 1 giờ sáng, cả khu phố mất ngủ.",
     "quan karaoke so 8 le loi on ao den 1 gio sang ca khu khong ngu duoc"),
    ("Mất nước sinh hoạt ở tổ dân phố 5 phường Tân Mai từ hôm qua đến nay.",
     "Tổ dân phố 5 phường Tân Mai mất nước từ hôm qua, đề nghị cấp nước lại"),
    ("Nhà số 14 ngõ 35 Cát Linh xây thêm tầng không phép, cơi nới ra ngõ.",
     "Công trình nhà 14 ngõ 35 Cát Linh xây dựng không phép, cơi nới lấn ra ngõ"),
    ("Nắp cống trước chợ Hôm bị vỡ, rất nguy hiểm cho người đi bộ.",
     "Nắp cống vỡ ngay trước chợ Hôm, nguy hiểm cho người đi bộ và xe đạp"),
    ("Cán bộ tư pháp phường yêu cầu nộp thêm giấy tờ ngoài quy định khi đăng ký khai sinh.",
     "Khi đăng ký khai sinh, cán bộ tư pháp phường bắt nộp thêm giấy tờ ngoài quy định"),
    ("Cây xà cừ trước số 40 Phan Đình Phùng bị nghiêng, có nguy cơ đổ vào nhà dân.",
     "Cay xa cu truoc so 40 Phan Dinh Phung nghieng sap do vao nha dan"),
    ("Bếp ăn bán trú trường mầm non Hoa Sen dùng thực phẩm không rõ nguồn gốc.",
     "Trường mầm non Hoa Sen dùng thực phẩm không rõ nguồn gốc cho bếp ăn bán trú, phụ huynh lo lắng"),
    ("Ngập nước sâu 40 cm ở ngã tư Phan Bội Châu - Lý Thường Kiệt mỗi khi mưa.",
     "Cứ mưa là ngã tư Phan Bội Châu Lý Thường Kiệt ngập sâu, xe chết máy"),
    ("Xe tải đỗ kín vỉa hè đường Trần Phú, người đi bộ phải xuống lòng đường.",
     "Vỉa hè đường Trần Phú bị xe tải đỗ kín, người đi bộ phải đi xuống lòng đường"),
    ("Hồ sơ cấp sổ đỏ của tôi quá hạn một tháng chưa có kết quả, không ai trả lời.",
     "Hồ sơ cấp sổ đỏ quá hạn 1 tháng mà chưa có kết quả, gọi điện không ai trả lời"),
    ("Cột điện nghiêng ở thôn Đông, dây điện sà xuống gần mặt đường.",
     "thon Dong co cot dien nghieng, day dien sa xuong gan mat duong nguy hiem"),
    ("Trang nộp hồ sơ báo lỗi khi thanh toán bằng thẻ ngân hàng, bấm mấy lần không được.",
     "Thanh toán bằng thẻ ngân hàng trên trang nộp hồ sơ báo lỗi"),
    ("Lò gạch xã Tân Lập xả khói đen suốt đêm.",
     "Lò gạch ở xã Tân Lập đêm nào cũng xả khói đen"),
];

/// Two things: near one another, of one kind, or in the same phrases.
#[rustfmt::skip]
const OTHER: &[(&str, &str)] = &[
    ("Đèn đường trước số nhà 25 phố Hàng Bông bị hỏng hai tuần nay, buổi tối rất tối.",
     "Rác thải chất đống trước số nhà 25 phố Hàng Bông, bốc mùi hôi thối."),
    ("Ổ gà lớn trên đường Nguyễn Trãi, đoạn gần cổng trường tiểu học Kim Liên, xe máy dễ ngã.",
     "Đường Nguyễn Trãi thường xuyên tắc vào giờ cao điểm, đề nghị lắp đèn tín hiệu."),
    ("Rác thải chất đống ở ngõ 120 Định Công ba ngày không ai thu gom, bốc mùi hôi thối.",
     "Ngõ 120 Định Công mất nước ba ngày nay."),
    ("Quán karaoke số 8 Lê Lợi hát ồn đến 1 giờ sáng, cả khu phố mất ngủ.",
     "Quán bia số 30 Lê Lợi lấn chiếm vỉa hè để bàn ghế."),
    ("Mất nước sinh hoạt ở tổ dân phố 5 phường Tân Mai từ hôm qua đến nay.",
     "Đề nghị lắp thêm đèn chiếu sáng ở tổ dân phố 12 phường Tân Mai."),
    ("Nhà số 14 ngõ 35 Cát Linh xây thêm tầng không phép, cơi nới ra ngõ.",
     "Hộ kinh doanh ở ngõ 35 Cát Linh gây ồn ban đêm."),
    ("Nắp cống trước chợ Hôm bị vỡ, rất nguy hiểm cho người đi bộ.",
     "Chợ Hôm bán thịt không có dấu kiểm dịch."),
    ("Cán bộ tư pháp phường yêu cầu nộp thêm giấy tờ ngoài quy định khi đăng ký khai sinh.",
     "Đăng ký kết hôn ở phường phải đi lại ba lần, cán bộ hẹn rồi không có mặt."),
    ("Cây xà cừ trước số 40 Phan Đình Phùng bị nghiêng, có nguy cơ đổ vào nhà dân.",
     "Vỉa hè đường Phan Đình Phùng bong gạch, đề nghị sửa chữa."),
    ("Bếp ăn bán trú trường mầm non Hoa Sen dùng thực phẩm không rõ nguồn gốc.",
     "Trường mầm non Hoa Sen thu thêm nhiều khoản tiền ngoài quy định."),
    ("Ngập nước sâu 40 cm ở ngã tư Phan Bội Châu - Lý Thường Kiệt mỗi khi mưa.",
     "Đèn tín hiệu ngã tư Phan Bội Châu - Lý Thường Kiệt không hoạt động."),
    ("Xe tải đỗ kín vỉa hè đường Trần Phú, người đi bộ phải xuống lòng đường.",
     "Đường Trần Phú nhiều xe tải chạy quá tốc độ ban đêm."),
    ("Hồ sơ cấp sổ đỏ của tôi quá hạn một tháng chưa có kết quả, không ai trả lời.",
     "Hồ sơ đăng ký kinh doanh của tôi bị trả lại hai lần, mỗi lần một lý do."),
    ("Cột điện nghiêng ở thôn Đông, dây điện sà xuống gần mặt đường.",
     "Thôn Đông thường xuyên mất điện vào buổi trưa."),
    ("Trang nộp hồ sơ báo lỗi khi thanh toán bằng thẻ ngân hàng, bấm mấy lần không được.",
     "Trang nộp hồ sơ không cho tải lên tệp PDF lớn hơn 5 MB."),
    ("Kính gửi Ủy ban nhân dân phường, tôi xin phản ánh việc đèn đường hỏng.",
     "Kính gửi Ủy ban nhân dân phường, tôi xin phản ánh việc rác không được thu gom."),
    ("Đèn hỏng", "Đường hỏng"),
    ("Mất điện", "Mất nước"),
    ("Ồn", "Bẩn"),
    ("", ""),
    ("!!!", "???"),
];

fn measured(pairs: &[(&str, &str)]) -> Vec<u8> {
    pairs.iter().map(|(one, other)| alike(one, other)).collect()
}

#[test]
fn what_says_the_same_is_found() {
    let found = measured(SAME).iter().filter(|likeness| **likeness >= ALIKE).count();
    assert!(found >= SAME.len() - 1, "{:?}", measured(SAME));
}

#[test]
fn what_says_something_else_is_not() {
    for (one, other) in OTHER {
        let likeness = alike(one, other);
        assert!(likeness < ALIKE, "{likeness}: {one} / {other}");
    }
}

#[test]
fn no_two_of_the_other_matters_are_alike() {
    let firsts: Vec<&str> = SAME.iter().map(|(one, _)| *one).collect();
    for (index, one) in firsts.iter().enumerate() {
        for other in &firsts[index + 1..] {
            assert!(alike(one, other) < ALIKE, "{one} / {other}");
        }
    }
}

#[test]
fn diacritics_case_and_politeness_do_not_matter() {
    let plain = "den duong ngo 5 hong";
    for same in
        ["Đèn đường ngõ 5 hỏng!", "ĐÈN ĐƯỜNG: NGÕ 5 HỎNG", "Kính gửi Ủy ban nhân dân, đèn đường ngõ 5 bị hỏng ạ"]
    {
        assert_eq!(alike(plain, same), 100, "{same}");
    }
}

#[test]
fn only_its_own_length_is_a_signature() {
    let bytes = Signature::of("Đèn hỏng").to_bytes();
    assert_eq!(bytes.len(), Signature::BYTES);
    for wrong in [&bytes[..0], &bytes[..124], &bytes[..127]] {
        assert_eq!(Signature::from_bytes(wrong), None);
    }
    assert_eq!(Signature::from_bytes(&[bytes.as_slice(), &[0]].concat()), None);
}

proptest! {
    #[test]
    fn a_signature_is_read_as_it_was_written(text in "\\PC{0,80}") {
        let signature = Signature::of(&text);
        prop_assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature));
    }

    #[test]
    fn a_text_is_like_itself_and_likeness_has_no_direction(one in "[a-zđàạ ]{0,60}", other in "[a-zđàạ ]{0,60}") {
        let (first, second) = (Signature::of(&one), Signature::of(&other));
        prop_assert_eq!(likeness(&first, &second), likeness(&second, &first));
        prop_assert!(matches!(likeness(&first, &first), 0 | 100));
    }
}
