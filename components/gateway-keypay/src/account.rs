//! Who we are at the platform.

use motcua_gateway::{Refusal, Terms, settings};

/// The client, its keys, where the platform is, and whose account the fees go to.
pub struct Account {
    /// `client_id`.
    pub client: String,
    /// `hash_key_1`: what we send is signed with the first.
    pub request_keys: Vec<String>,
    /// `hash_key_2`: what we receive is signed with one of them.
    pub callback_keys: Vec<String>,
    /// Where the platform listens.
    pub api_url: String,
    /// Where the money goes.
    pub receiver: Receiver,
}

/// A bank account of the agency (tài khoản thụ hưởng).
#[derive(Debug, PartialEq, Eq)]
pub struct Receiver {
    /// `TKThuHuong`.
    pub account: String,
    /// `MaNHThuHuong`, the platform's code of the bank.
    pub bank: String,
    /// `TenTKThuHuong`.
    pub holder: String,
}

impl Account {
    /// Reads the variables of the part.
    pub async fn read() -> Result<Account, Refusal> {
        Ok(Account {
            client: settings::text("keypay_client").await?,
            request_keys: settings::secrets("keypay_request_keys").await?,
            callback_keys: settings::secrets("keypay_callback_keys").await?,
            api_url: settings::address("keypay_api_url").await?,
            receiver: receiver(&settings::text("keypay_account").await?)?,
        })
    }
}

/// Reads `account|bank code|holder`.
pub fn receiver(text: &str) -> Result<Receiver, Refusal> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    match parts.as_slice() {
        [account, bank, holder] if parts.iter().all(|part| !part.is_empty()) => {
            Ok(Receiver { account: (*account).to_owned(), bank: (*bank).to_owned(), holder: (*holder).to_owned() })
        }
        _ => Err(settings::unusable("keypay_account")),
    }
}

/// What holds at the platform (r): nothing of it is published, so these are the limits of what it is built on.
pub fn terms() -> Terms {
    Terms {
        name_vi: "Nền tảng thanh toán quốc gia".to_owned(),
        name_en: "National payment platform".to_owned(),
        amount_min: 1_000,
        amount_max: 499_999_999,
        minutes: 30,
        question_gap: Some(300),
        refunds: false,
    }
}
