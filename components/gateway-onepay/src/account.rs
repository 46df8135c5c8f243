//! Who we are at OnePay.

use motcua_gateway::{Refusal, Terms, mac, settings};

/// The merchant, its keys, its user for questions, and where OnePay is.
pub struct Account {
    /// `vpc_Merchant`.
    pub merchant: String,
    /// `vpc_AccessCode`.
    pub access_code: String,
    /// The hash codes, decoded: the first signs, all verify.
    pub keys: Vec<Vec<u8>>,
    /// `vpc_User`, who may ask about orders.
    pub user: String,
    /// `vpc_Password`.
    pub password: String,
    /// The page that payers are sent to.
    pub pay_url: String,
    /// Where orders are asked about.
    pub api_url: String,
}

impl Account {
    /// Reads the variables of the part.
    pub async fn read() -> Result<Account, Refusal> {
        Ok(Account {
            merchant: settings::text("onepay_merchant").await?,
            access_code: settings::text("onepay_access_code").await?,
            keys: keys(&settings::secrets("onepay_secrets").await?)?,
            user: settings::text("onepay_user").await?,
            password: settings::text("onepay_password").await?,
            pay_url: settings::address("onepay_pay_url").await?,
            api_url: settings::address("onepay_api_url").await?,
        })
    }

    /// The key that signs now.
    pub fn key(&self) -> &[u8] {
        self.keys.first().map_or(&[], Vec::as_slice)
    }
}

/// The keys that the hash codes stand for. OnePay prints a code in hexadecimal digits and signs with the bytes that they mean,
/// not with the digits.
pub fn keys(codes: &[String]) -> Result<Vec<Vec<u8>>, Refusal> {
    let key = |code: &String| mac::from_hex(code).filter(|key| !key.is_empty());
    codes.iter().map(key).collect::<Option<_>>().ok_or_else(|| settings::unusable("onepay_secrets"))
}

/// What holds at OnePay (r): 15 minutes to pay, and one question about an order in five minutes. The largest amount is what
/// twelve digits hold in hundredths.
pub fn terms() -> Terms {
    Terms {
        name_vi: "OnePay".to_owned(),
        name_en: "OnePay".to_owned(),
        amount_min: 1_000,
        amount_max: 9_999_999_999,
        minutes: 15,
        question_gap: Some(300),
        refunds: false,
    }
}
