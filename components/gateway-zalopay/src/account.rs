//! Who we are at ZaloPay.

use motcua_gateway::{Refusal, Terms, moment, settings};

/// The application, its two kinds of keys, and where ZaloPay is.
pub struct Account {
    /// `app_id`.
    pub app: String,
    /// `key1`, for what we send: the first signs.
    pub request_keys: Vec<String>,
    /// `key2`, for what ZaloPay sends: all verify.
    pub callback_keys: Vec<String>,
    /// Where the gateway is, without a path: `https://openapi.zalopay.vn`.
    pub api_url: String,
}

impl Account {
    /// Reads the variables of the part.
    pub async fn read() -> Result<Account, Refusal> {
        Ok(Account {
            app: settings::text("zalopay_app").await?,
            request_keys: settings::secrets("zalopay_request_keys").await?,
            callback_keys: settings::secrets("zalopay_callback_keys").await?,
            api_url: settings::address("zalopay_api_url").await?,
        })
    }

    /// The key that signs now.
    pub fn request_key(&self) -> &str {
        self.request_keys.first().map_or("", String::as_str)
    }
}

/// What ZaloPay knows an order by: the day in Vietnam on which it was made, and its number.
pub fn reference(number: u64, created: u64) -> String {
    format!("{}_{number}", moment::six(created))
}

/// What holds at ZaloPay: an order waits 15 minutes. The amounts and a question a minute are ours (r).
pub fn terms() -> Terms {
    Terms {
        name_vi: "ZaloPay".to_owned(),
        name_en: "ZaloPay".to_owned(),
        amount_min: 1_000,
        amount_max: 50_000_000,
        minutes: 15,
        question_gap: Some(60),
        refunds: true,
    }
}
