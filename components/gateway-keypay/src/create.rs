//! Opening a payment.

use motcua_gateway::json::Object;
use motcua_gateway::{Order, Refusal, Request, Response, Step, malformed, post_json};
use serde_json::{Value, json};

use crate::account::Account;
use crate::sign::{CHECK_SUM, check_sum};

/// The protocol.
const VERSION: &str = "3.0";
/// Opens a payment, and is said again in its callback.
pub const PAY: &str = "PAY";
/// We add nothing to the fee (post, for one).
const NO_ADDITION: &str = "0";
/// The platform's number for fees and charges, among all that can be paid over it.
const FEES: &str = "2";
/// Where the address of the platform's page stands. Portals read the first; the second is recalled (r).
const ADDRESSES: [&str; 2] = ["payment_url", "redirect_url"];

/// The call that opens it.
pub fn request(account: &Account, order: &Order) -> Request {
    let amount = order.amount.to_string();
    let covered = [NO_ADDITION, &account.client, PAY, &amount, &order.reference, VERSION];
    let body = json!({
        "client_id": account.client,
        "transaction_id": order.reference,
        "trans_amount": amount,
        "command": PAY,
        "version": VERSION,
        "description": order.purpose,
        "locale": if order.language == "en" { "en" } else { "vn" },
        "country_code": "vi",
        "currency_code": "VND",
        // A browser, not an app.
        "environment": "1",
        "return_url": order.return_url,
        "addition_fee": NO_ADDITION,
        "bill_info": bill(account, order),
        CHECK_SUM: check_sum(account, &covered),
    });
    post_json(&account.api_url, &body)
}

/// What the fee is for. Who pays it is empty on purpose: the platform asks the payer, and we do not tell.
fn bill(account: &Account, order: &Order) -> Value {
    let (bill, receiver) = (&order.bill, &account.receiver);
    json!({
        "MaDichVu": FEES,
        "TKThuHuong": receiver.account,
        "MaNHThuHuong": receiver.bank,
        "TenTKThuHuong": receiver.holder,
        "PhiLePhi": [{
            "LoaiPhiLePhi": FEES,
            "MaPhiLePhi": FEES,
            "TenPhiLePhi": order.purpose,
            "SoTien": order.amount.to_string(),
        }],
        "MaDonVi": bill.agency,
        "TenDonVi": bill.agency_name,
        "MaHoSo": bill.dossier,
        "MaTTHC": bill.procedure,
        "TenTTHC": bill.procedure_name,
        // We know the service by its procedure (r): the platform's suffix of it is not in the order.
        "MaDVC": bill.procedure,
        "TenDVC": bill.procedure_name,
        "NoiDungThanhToan": order.purpose,
        "HoTenNguoiNop": "",
        "SoCMNDNguoiNop": "",
        "DiaChiNguoiNop": "",
        "MaCoQuanQD": bill.agency,
        "TenCoQuanQD": bill.agency_name,
        "DSKhoanNop": [{ "NoiDung": order.purpose, "SoTien": order.amount.to_string() }],
    })
}

/// What the response leads to: the platform's page.
pub fn step(response: &Response) -> Result<Step, Refusal> {
    let answer = Object::read(&response.body)?;
    if let Some(code) = answer.scalar("error")?.filter(|code| code != "0") {
        return Err(Refusal::Declined(code));
    }
    for name in ADDRESSES {
        if let Some(address) = answer.text(name)? {
            // Nothing else than a page: a payer's browser goes there.
            let is_page = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
            return if is_page { Ok(Step::Go(address)) } else { Err(malformed(name)) };
        }
    }
    Err(malformed(ADDRESSES[0]))
}
