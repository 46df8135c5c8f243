//! Who we are at ShopeePay.

use motcua_gateway::{Refusal, Terms, settings};

/// The client, its secrets, the store that sells, and where ShopeePay is.
pub struct Account {
    /// `X-Airpay-ClientId`.
    pub client: String,
    /// The secret keys: the first signs, all verify.
    pub secrets: Vec<String>,
    /// `merchant_ext_id`.
    pub merchant: String,
    /// `store_ext_id`.
    pub store: String,
    /// Where it listens: `https://api.wallet.airpay.vn` in Vietnam.
    pub api_url: String,
}

impl Account {
    /// Reads the variables of the part.
    pub async fn read() -> Result<Account, Refusal> {
        Ok(Account {
            client: settings::text("shopeepay_client").await?,
            secrets: settings::secrets("shopeepay_secrets").await?,
            merchant: settings::text("shopeepay_merchant").await?,
            store: settings::text("shopeepay_store").await?,
            api_url: settings::address("shopeepay_api_url").await?,
        })
    }
}

/// What holds at ShopeePay (r): a wallet's limit, and 15 minutes, which we ask for ourselves. It may be asked every five
/// seconds at first; we need not.
pub fn terms() -> Terms {
    Terms {
        name_vi: "ShopeePay".to_owned(),
        name_en: "ShopeePay".to_owned(),
        amount_min: 1_000,
        amount_max: 100_000_000,
        minutes: 15,
        question_gap: Some(300),
        refunds: true,
    }
}
