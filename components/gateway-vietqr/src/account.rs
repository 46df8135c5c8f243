//! The account that the money goes to, and the secrets of those who tell that it came.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_gateway::{Refusal, Terms, settings};

/// The longest account number of NAPAS.
const ACCOUNT_MAX: usize = 19;
/// What `vietqr_required_components` says where a signature may leave out whatever it wants.
const NOTHING: &str = "none";

/// Whose account it is, and who may tell of it.
pub struct Account {
    /// The BIN of the receiving bank: six digits.
    pub bank_bin: String,
    /// The name of the bank.
    pub bank_name: String,
    /// The number of the account.
    pub number: String,
    /// The name of its holder.
    pub holder: String,
    /// Who may tell.
    pub secrets: Secrets,
    /// What a signature after RFC 9421 has to cover.
    pub required: Vec<String>,
}

/// The secrets, each for the scheme that it was made for: one that leaks out of one scheme signs nothing in another.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Of Standard Webhooks, decoded.
    pub standard: Vec<Vec<u8>>,
    /// Of `Stripe-Signature`: the text itself is the key.
    pub stripe: Vec<Vec<u8>>,
    /// Of RFC 9421: the key's id and the key. An id may stand here twice while its key is replaced.
    pub message: Vec<(String, Vec<u8>)>,
}

impl Account {
    /// Reads the variables of the part.
    pub async fn read() -> Result<Account, Refusal> {
        Ok(Account {
            bank_bin: bin(settings::text("vietqr_bank_bin").await?)?,
            bank_name: settings::text("vietqr_bank_name").await?,
            number: number(settings::text("vietqr_account").await?)?,
            holder: settings::text("vietqr_holder").await?,
            secrets: secrets(&settings::secrets("vietqr_secrets").await?)?,
            required: required(&settings::text("vietqr_required_components").await?),
        })
    }
}

/// Refuses what is no BIN.
pub fn bin(text: String) -> Result<String, Refusal> {
    let fits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(text) } else { Err(settings::unusable("vietqr_bank_bin")) }
}

/// Refuses what is no number of an account. Some have letters.
pub fn number(text: String) -> Result<String, Refusal> {
    let fits = (1..=ACCOUNT_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { Ok(text) } else { Err(settings::unusable("vietqr_account")) }
}

/// Sorts secrets by the scheme that they say they are for.
pub fn secrets(all: &[String]) -> Result<Secrets, Refusal> {
    let unusable = || settings::unusable("vietqr_secrets");
    let decode = |text: &str| STANDARD.decode(text).ok().filter(|key| !key.is_empty()).ok_or_else(unusable);
    let mut secrets = Secrets::default();
    for secret in all {
        if let Some(key) = secret.strip_prefix("whsec_") {
            secrets.standard.push(decode(key)?);
        } else if let Some(key) = secret.strip_prefix("stripe:").filter(|key| !key.is_empty()) {
            secrets.stripe.push(key.as_bytes().to_vec());
        } else if let Some((id, key)) = secret.strip_prefix("rfc9421:").and_then(|rest| rest.rsplit_once(':')) {
            secrets.message.push((id.to_owned(), decode(key)?));
        } else {
            return Err(unusable());
        }
    }
    Ok(secrets)
}

/// Reads what has to be covered: names with spaces between them.
pub fn required(text: &str) -> Vec<String> {
    if text == NOTHING { Vec::new() } else { text.split_whitespace().map(str::to_owned).collect() }
}

/// What holds for a transfer by NAPAS 24/7: less than 500 million đồng at once, and a day to make it.
pub fn terms() -> Terms {
    Terms {
        name_vi: "Chuyển khoản VietQR".to_owned(),
        name_en: "Bank transfer (VietQR)".to_owned(),
        amount_min: 1_000,
        amount_max: 499_999_999,
        minutes: 24 * 60,
        question_gap: None,
        refunds: false,
    }
}
