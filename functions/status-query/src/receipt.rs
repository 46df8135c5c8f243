//! `GET /api/dossiers/{code}/receipt` for the owner, and the keys that verify it for everybody.

use bytes::Bytes;
use http::HeaderValue;
use motcua_edge::answer::{self, Answer};
use motcua_edge::clock::iso;
use motcua_edge::problem::Problem;
use motcua_record::filed::FiledFile;
use motcua_record::receipt::{Receipt, ReceiptFile, Signed};
use serde::Serialize;

use crate::asked::Asked;
use crate::case::{Case, Contents};
use crate::opened::{Name, by_secret};
use crate::problem::{no_key, second_factor_needed};
use crate::settings::Settings;

const JWK_SET: HeaderValue = HeaderValue::from_static("application/jwk-set+json");
const PEM: HeaderValue = HeaderValue::from_static("application/x-pem-file");

/// A receipt to be read, and the same signed.
#[derive(Serialize)]
struct View {
    receipt: Receipt,
    #[serde(flatten)]
    signed: Signed,
}

/// The signed receipt, for whoever bears the secret.
pub async fn read(asked: &Asked, name: &str) -> Result<Answer, Problem> {
    asked.query(&[])?;
    let secret = asked.bearer().ok_or_else(second_factor_needed)?;
    let case = Case::read(by_secret(&Name::read(name)?, secret).await?).await?;
    let contents = case.open(&asked.settings.sealing)?;
    let receipt = receipt(&asked.settings, &case, &contents);
    asked.json(&View { signed: asked.settings.signing.sign(&receipt), receipt })
}

/// What the portal confirms of a dossier as it stands: nothing in it depends on when it is asked.
pub fn receipt(settings: &Settings, case: &Case, contents: &Contents) -> Receipt {
    let (dossier, facts) = (&case.dossier, &case.facts);
    let file = |file: &FiledFile| ReceiptFile {
        slot: file.slot.clone(),
        media_type: file.media_type.clone(),
        size: file.size,
        sha256: file.sha256.clone(),
    };
    Receipt {
        portal: settings.portal_url.clone(),
        code: dossier.code.clone(),
        reference: dossier.reference.clone(),
        procedure: facts.procedure.code.clone(),
        procedure_name: facts.procedure.name_vi.clone(),
        desk: facts.receiving.name_vi.clone(),
        agency: facts.receiving.agency.clone(),
        filed: iso(dossier.filed),
        updated: iso(dossier.updated),
        version: dossier.version,
        chain: case.chain().to_owned(),
        status: case.state().status().as_str().to_owned(),
        appointed: dossier.appointed.clone(),
        fee: facts.fee.as_ref().map(|fee| fee.amount),
        form_sha256: contents.filed.form_sha256.clone(),
        files: contents.filed.files.iter().map(file).collect(),
    }
}

/// `GET /.well-known/receipt-keys.json`: all public keys as a JWK set.
pub fn key_set(asked: &Asked) -> Result<Answer, Problem> {
    asked.query(&[])?;
    Ok(public(asked, JWK_SET, asked.settings.signing.jwks()))
}

/// `GET /.well-known/receipt-keys/{kid}.pem`: one of them, as openssl reads it.
pub fn pem(asked: &Asked, file: &str) -> Result<Answer, Problem> {
    asked.query(&[])?;
    let pem = file.strip_suffix(".pem").and_then(|kid| asked.settings.signing.pem(kid));
    Ok(public(asked, PEM, pem.ok_or_else(no_key)?))
}

fn public(asked: &Asked, content_type: HeaderValue, text: String) -> Answer {
    answer::public(&asked.parts.headers, asked.language, content_type, Bytes::from(text))
}
