//! Who we are at payOS.

use motcua_gateway::{Refusal, Terms, settings};

/// The channel, its keys, and where payOS is.
pub struct Account {
    /// `x-client-id`.
    pub client: String,
    /// `x-api-key`.
    pub api_key: String,
    /// The checksum keys: the first signs, all verify.
    pub secrets: Vec<String>,
    /// Where the gateway is, without a path: `https://api-merchant.payos.vn`.
    pub api_url: String,
}

impl Account {
    /// Reads the variables of the part.
    pub async fn read() -> Result<Account, Refusal> {
        Ok(Account {
            client: settings::text("payos_client").await?,
            api_key: settings::text("payos_api_key").await?,
            secrets: settings::secrets("payos_secrets").await?,
            api_url: settings::address("payos_api_url").await?,
        })
    }

    /// The secret that signs now.
    pub fn secret(&self) -> &str {
        self.secrets.first().map_or("", String::as_str)
    }

    /// By what payOS knows us in every request.
    pub fn headers(&self) -> [(String, String); 2] {
        [("x-client-id".to_owned(), self.client.clone()), ("x-api-key".to_owned(), self.api_key.clone())]
    }
}

/// What holds at payOS: all of it ours (r). The amounts are those of a transfer that arrives at once; a transfer made late arrives
/// all the same.
pub fn terms() -> Terms {
    Terms {
        name_vi: "Chuyển khoản (payOS)".to_owned(),
        name_en: "Bank transfer (payOS)".to_owned(),
        amount_min: 2_000,
        amount_max: 499_999_999,
        minutes: 15,
        question_gap: Some(60),
        refunds: false,
    }
}
