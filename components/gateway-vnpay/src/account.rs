//! Who we are at VNPay.

use motcua_gateway::{Refusal, Terms, settings};

/// The terminal, its secrets, and where VNPay is.
pub struct Account {
    /// `vnp_TmnCode`.
    pub terminal: String,
    /// The hash secrets: the first signs, all verify.
    pub secrets: Vec<String>,
    /// The page that payers are sent to.
    pub pay_url: String,
    /// Where orders are asked about and refunds asked for.
    pub api_url: String,
}

impl Account {
    /// Reads the variables of the part.
    pub async fn read() -> Result<Account, Refusal> {
        Ok(Account {
            terminal: settings::text("vnpay_terminal").await?,
            secrets: settings::secrets("vnpay_secrets").await?,
            pay_url: settings::address("vnpay_pay_url").await?,
            api_url: settings::address("vnpay_api_url").await?,
        })
    }

    /// The secret that signs now.
    pub fn secret(&self) -> &str {
        self.secrets.first().map_or("", String::as_str)
    }
}

/// What holds at VNPay: 15 minutes to pay, and one question about an order in five minutes.
pub fn terms() -> Terms {
    Terms {
        name_vi: "VNPay".to_owned(),
        name_en: "VNPay".to_owned(),
        amount_min: 5_000,
        amount_max: 9_999_999_999,
        minutes: 15,
        question_gap: Some(300),
        refunds: true,
    }
}
