//! What ShopeePay signs: the body to the byte, with HMAC-SHA-256 in base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_gateway::json::Object;
use motcua_gateway::{Refusal, Request, Response, mac, post_json};
use serde_json::Value;

use crate::account::Account;

/// The header that holds the signature.
pub const SIGNATURE: &str = "x-airpay-req-h";
/// The header that says whose secret it is. It is not signed.
pub const CLIENT: &str = "x-airpay-clientid";
/// `errcode` of a response that did what was asked.
const SUCCESS: &str = "0";
/// `errcode`s that say nothing about what was asked: their connection broke, their server erred.
const UNDECIDED: [&str; 3] = ["-2", "-1", "1800"];

/// A request, signed by the secret that signs now.
pub fn request(account: &Account, path: &str, body: &Value) -> Request {
    let mut request = post_json(&format!("{}{path}", account.api_url), body);
    let secret = account.secrets.first().map_or("", String::as_str);
    let signature = STANDARD.encode(mac::sha256(secret.as_bytes(), &request.body));
    request.headers.push((CLIENT.to_owned(), account.client.clone()));
    request.headers.push((SIGNATURE.to_owned(), signature));
    request
}

/// Checks the signature of a body.
pub fn check(account: &Account, given: &str, body: &[u8]) -> Result<(), Refusal> {
    // Every secret is tried, whichever fits.
    let is_signed = account
        .secrets
        .iter()
        .fold(false, |found, secret| mac::is_base64(given, &mac::sha256(secret.as_bytes(), body)) | found);
    if is_signed { Ok(()) } else { Err(Refusal::NotAuthentic) }
}

/// What a response says that did what was asked, or its `errcode`. It comes over a connection that we opened; where ShopeePay
/// signs it all the same (r), the signature has to be right.
pub fn answer(account: &Account, response: &Response) -> Result<Result<Object, String>, Refusal> {
    for (name, value) in &response.headers {
        if name.eq_ignore_ascii_case(SIGNATURE) {
            check(account, value, &response.body)?;
        }
    }
    let answer = Object::read(&response.body)?;
    let code = answer.need("errcode")?;
    if UNDECIDED.contains(&code.as_str()) {
        return Err(motcua_gateway::malformed("errcode"));
    }
    Ok(if code == SUCCESS { Ok(answer) } else { Err(code) })
}
