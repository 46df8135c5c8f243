//! The receipt for a fee (biên lai thu phí, lệ phí): what the law wants in it, signed like the receipt of a dossier.
//!
//! Contents after Decree 123/2020/NĐ-CP, Art. 32 (r). The payer's name is the applicant's as it was filed, so the receipt is
//! shown only to whoever has the dossier's secret.

use serde::{Deserialize, Serialize};

/// What the portal confirms of a payment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceipt {
    /// The portal that confirms it, as people reach it.
    pub portal: String,
    /// What the paper is called: `Biên lai thu phí, lệ phí`.
    pub title: String,
    /// Its number, given once: the order's.
    pub number: String,
    /// When it was made out: when the payment was written down, with Vietnam's offset.
    pub issued: String,
    /// The agency that collects: its name, and its identification code where it has one.
    pub agency_name: String,
    /// See `agency_name`.
    pub agency: Option<String>,
    /// Who pays; missing where the form named nobody.
    pub payer: Option<String>,
    /// The dossier's code.
    pub dossier: String,
    /// The procedure's code and name: what the fee is for.
    pub procedure: String,
    /// See `procedure`.
    pub procedure_name: String,
    /// In đồng.
    pub amount: u64,
    /// The same in Vietnamese words.
    pub amount_in_words: String,
    /// How it was paid: the intermediary's name.
    pub gateway: String,
    /// Its number of the transaction.
    pub transaction: String,
    /// When it was paid by the intermediary's clock, with Vietnam's offset.
    pub paid: String,
    /// What of it was given back since, in đồng.
    pub refunded: u64,
    /// The hash of the order's last event, which hangs on all before it.
    pub chain: String,
}

masked!(PaymentReceipt);
