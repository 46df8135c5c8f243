//! A dossier as it was filed: who received it, when the answer is due and why then, what it costs and where that is paid.

use motcua_edge::both::{Both, both};
use motcua_edge::clock::civil;
use motcua_record::facts::{Appointed, Desk, Facts, Procedure};
use motcua_record::filed::{Filed, FiledFile};
use motcua_reference::quote::CALENDAR;
use motcua_rules::clock::{Deadline, due};
use motcua_rules::language::Language;
use motcua_rules::money::Dong;
use serde::Serialize;

use super::instant;
use crate::facts;
use crate::store::dossiers::Dossier;

/// What a citizen gets for filing.
#[derive(Serialize)]
pub struct View<'a> {
    code: &'a str,
    reference: &'a str,
    filed: String,
    procedure: &'a Procedure,
    receiving: &'a Desk,
    deciding: Option<&'a Desk>,
    passage: &'a str,
    why: &'a str,
    appointed: Option<AppointedView<'a>>,
    appointed_missing: Option<&'a str>,
    fee: Option<FeeView<'a>>,
    fee_missing: Option<&'a str>,
    how_to_pay: Option<Payment>,
    files: Vec<FileView<'a>>,
    former: Option<&'a str>,
    status: String,
    receipt: String,
}

#[derive(Serialize)]
struct AppointedView<'a> {
    #[serde(flatten)]
    date: &'a Appointed,
    /// A sentence.
    say: Option<String>,
    /// Each day on the way, and what it was.
    explanation: Vec<String>,
}

#[derive(Serialize)]
struct FeeView<'a> {
    amount_dong: u64,
    text: Option<String>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Payment {
    way: &'static str,
    message: Both,
}

#[derive(Serialize)]
struct FileView<'a> {
    id: &'a str,
    slot: &'a str,
    name: &'a str,
    media_type: &'a str,
    size: u64,
    sha256: &'a str,
}

/// Shows a dossier by what was kept of its filing, never by the moment's clock: whoever repeats the request reads the same.
pub fn dossier<'a>(dossier: &'a Dossier, facts: &'a Facts, filed: &'a Filed, language: Language) -> View<'a> {
    let say = |both: &'a motcua_record::facts::Both| language.pick(&both.vi, &both.en);
    View {
        code: &dossier.code,
        reference: &dossier.reference,
        filed: instant(dossier.filed),
        procedure: &facts.procedure,
        receiving: &facts.receiving,
        deciding: facts.deciding.as_ref(),
        passage: &facts.passage,
        why: language.pick(&facts.why_vi, &facts.why_en),
        appointed: facts.appointed.as_ref().map(|date| appointed(dossier, facts, date, language)),
        appointed_missing: facts.appointed_missing.as_ref().map(say),
        fee: fee(facts, language),
        fee_missing: facts.fee_missing.as_ref().map(say),
        how_to_pay: how_to_pay(facts),
        files: filed.files.iter().map(file).collect(),
        former: facts.former.as_deref(),
        status: format!("/api/dossiers/{}", dossier.code),
        receipt: format!("/api/dossiers/{}/receipt", dossier.code),
    }
}

fn appointed<'a>(dossier: &Dossier, facts: &Facts, date: &'a Appointed, language: Language) -> AppointedView<'a> {
    // A calendar that was corrected since then would explain another date.
    let counted = counted(dossier, facts).filter(|deadline| facts::appointed(deadline) == *date);
    AppointedView {
        date,
        say: counted.as_ref().map(|deadline| deadline.say(language)),
        explanation: counted.iter().flat_map(|deadline| &deadline.steps).map(|step| step.say(language)).collect(),
    }
}

fn counted(dossier: &Dossier, facts: &Facts) -> Option<Deadline> {
    let term = facts.term().ok()?;
    CALENDAR.with(|calendar| due(civil(dossier.filed), term, calendar)).ok()
}

fn fee(facts: &Facts, language: Language) -> Option<FeeView<'_>> {
    facts.fee.as_ref().map(|fee| FeeView {
        amount_dong: fee.amount,
        text: Dong::new(fee.amount).map(|amount| amount.say(language)),
        reason: language.pick(&fee.reason_vi, &fee.reason_en),
    })
}

/// Where the fee is paid; nothing where there is none to pay.
fn how_to_pay(facts: &Facts) -> Option<Payment> {
    let message = both(
        "Chưa phải nộp gì khi nộp hồ sơ. Bộ phận một cửa tiếp nhận thông báo số tiền và thu tại quầy.",
        "Nothing is paid with the filing. The desk that receives says how much, and takes it there.",
    );
    let is_free = facts.fee.as_ref().is_some_and(|fee| fee.amount == 0);
    (!is_free).then_some(Payment { way: "desk", message })
}

fn file(file: &FiledFile) -> FileView<'_> {
    FileView {
        id: &file.id,
        slot: &file.slot,
        name: &file.name,
        media_type: &file.media_type,
        size: file.size,
        sha256: &file.sha256,
    }
}
