//! What people say on the telephone: some 600 characters, the same ones in another order each time, so that every item costs the same
//! and none is another's.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use motcua_tests::{OPERATOR, key};
use serde_json::json;

use crate::dossiers::PLACE;

const SENTENCES: [&str; 8] = [
    "Rác sinh hoạt ở đầu ngõ đã bốn ngày không có xe đến thu gom, ruồi nhặng bay đầy.",
    "Nước rỉ rác chảy tràn ra lòng đường, mỗi khi trời mưa lại ngập vào sân nhà chúng tôi.",
    "Ban đêm có xe tải nhỏ chở phế thải xây dựng đến đổ trộm cạnh trạm biến áp.",
    "Khói đốt rác bay vào lớp học của trường mầm non bên cạnh, các cháu ho nhiều.",
    "Cây xà cừ già trước cổng chợ bị mục gốc, cành khô rơi xuống vỉa hè tuần trước.",
    "Loa kéo của quán ăn đối diện mở đến gần nửa đêm, người già không ngủ được.",
    "Chúng tôi đã báo tổ trưởng dân phố hai lần nhưng chưa thấy ai đến kiểm tra.",
    "Đề nghị phường cho người đến xem và trả lời để bà con được biết.",
];

static SPOKEN: AtomicUsize = AtomicUsize::new(0);

/// So many requests, each with a key and a text of its own.
pub fn spoken(count: usize) -> Vec<String> {
    (0..count).map(|_| request(SPOKEN.fetch_add(1, Relaxed))).collect()
}

fn request(number: usize) -> String {
    let text: Vec<&str> =
        SENTENCES.iter().copied().cycle().skip(number % SENTENCES.len()).take(SENTENCES.len()).collect();
    let text = format!("Cuộc gọi {number:08}. {}", text.join(" "));
    let item = json!({"channel": "hotline", "about": "place", "place": PLACE, "field": "environment", "text": text});
    let (body, key) = (item.to_string(), key());
    format!(
        "POST /api/feedback/items HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {OPERATOR}\r\nidempotency-key: {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len(),
    )
}
