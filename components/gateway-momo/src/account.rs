//! Who we are at MoMo.

use motcua_gateway::{Order, Refusal, Terms, settings};

/// The partner, its keys, and where MoMo is.
pub struct Account {
    /// `partnerCode`.
    pub partner: String,
    /// `accessKey`: signed in every text, and sent in none.
    pub access_key: String,
    /// The secret keys: the first signs, all verify.
    pub secrets: Vec<String>,
    /// Where the gateway is, without a path: `https://payment.momo.vn`.
    pub api_url: String,
}

impl Account {
    /// Reads the variables of the part.
    pub async fn read() -> Result<Account, Refusal> {
        Ok(Account {
            partner: settings::text("momo_partner").await?,
            access_key: settings::text("momo_access_key").await?,
            secrets: settings::secrets("momo_secrets").await?,
            api_url: settings::address("momo_api_url").await?,
        })
    }

    /// The secret that signs now.
    pub fn secret(&self) -> &str {
        self.secrets.first().map_or("", String::as_str)
    }
}

/// What MoMo knows an order by, and the request that makes it too: a repeated request is the same order.
pub fn reference(number: u64) -> String {
    format!("MC{number}")
}

/// The language of MoMo's pages and messages.
pub fn language(order: &Order) -> &'static str {
    if order.language == "en" { "en" } else { "vi" }
}

/// What holds at MoMo. The amounts are documented; 15 minutes to pay and a question a minute are ours (r): the field that would
/// tell MoMo when an order expires is written in minutes by some and as an instant by others, so that it is left out, and a
/// payment may come late.
pub fn terms() -> Terms {
    Terms {
        name_vi: "Ví MoMo".to_owned(),
        name_en: "MoMo wallet".to_owned(),
        amount_min: 1_000,
        amount_max: 50_000_000,
        minutes: 15,
        question_gap: Some(60),
        refunds: true,
    }
}
