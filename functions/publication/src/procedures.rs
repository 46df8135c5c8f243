//! Procedures, row by row: summaries with one time and fee, and whole ones with their papers.

use motcua_edge::both::{Both, both};
use motcua_rules::procedure::{self, Audience, Code};

use crate::grammar;
use crate::json::Value;
use crate::row::Row;
use crate::store::procedures::{Channel, Document, DocumentCase, Level, Method, Procedure, TimeUnit};
use crate::store::types::Period;
use crate::table::{Column, needed, optional};

const NAME_CHARS_MAX: usize = 2_000;
const LINE_CHARS_MAX: usize = 300;
const NOTE_CHARS_MAX: usize = 10_000;
const STEPS_CHARS_MAX: usize = 100_000;
const DECISION_CHARS_MAX: usize = 100;
const NUMBER_MAX: u64 = 100_000;
const FEE_MAX: u64 = 1_000_000_000_000_000;

/// The columns of summaries. `levels`, `channels` and `subjects_vi` are lists, separated by `|`.
pub const SUMMARY_COLUMNS: &[Column] = &[
    needed("code"),
    needed("name_vi"),
    optional("name_en"),
    needed("levels"),
    needed("field_vi"),
    optional("type_vi"),
    needed("decision"),
    needed("ministry"),
    optional("subjects_vi"),
    needed("channels"),
    needed("time"),
    needed("time_unit"),
    needed("fee"),
    optional("documents"),
    optional("volume_rank"),
    needed("source"),
];

/// The names of a whole procedure.
pub const WHOLE_COLUMNS: &[Column] = &[
    needed("code"),
    needed("name_vi"),
    optional("name_en"),
    needed("levels"),
    needed("field_vi"),
    optional("type_vi"),
    needed("decision"),
    needed("ministry"),
    optional("subjects_vi"),
    optional("agency_vi"),
    optional("volume_rank"),
    needed("methods"),
    optional("cases"),
    optional("legal_basis"),
    optional("result_codes"),
    optional("conditions_vi"),
    optional("steps_vi"),
    needed("source"),
];

const METHOD: &[&str] = &["channel", "time", "time_unit", "fee", "currency", "note"];
const CASE: &[&str] = &["name", "documents"];
const DOCUMENT: &[&str] = &["name", "originals", "copies"];

const TIME_UNITS: &[(&str, TimeUnit)] = &[
    ("working_day", TimeUnit::WorkingDay),
    ("day", TimeUnit::Day),
    ("hour", TimeUnit::Hour),
    ("month", TimeUnit::Month),
    ("other", TimeUnit::Other),
];

/// A procedure of which only the summary was published: the same time and fee on each channel, and no papers.
pub fn summary(row: &mut Row<'_>) -> Option<Procedure> {
    let head = head(row);
    let channels = row.list("channels", channel);
    let (time, time_unit, fee) = time_and_fee(row);
    let documents_count = row.may("documents", |value| grammar::whole(value, 0..=NUMBER_MAX));
    let method = |channel| Method { channel, time, time_unit, fee, currency: None, note: String::new() };
    let methods = channels.into_iter().map(method).collect();
    Some(Procedure { methods, documents_count, ..head? })
}

/// A procedure with all that was published of it.
pub fn whole(row: &mut Row<'_>) -> Option<Procedure> {
    let head = head(row);
    let agency_vi = line(row, "agency_vi");
    let methods = row.objects("methods", METHOD, method);
    let cases = row.objects("cases", CASE, case);
    let legal_basis = row.list("legal_basis", |value| grammar::name(value, NAME_CHARS_MAX));
    let result_codes = row.list("result_codes", |value| grammar::name(value, DECISION_CHARS_MAX));
    let conditions_vi = prose(row, "conditions_vi", STEPS_CHARS_MAX);
    let steps_vi = prose(row, "steps_vi", STEPS_CHARS_MAX);
    Some(Procedure {
        whole: true,
        agency_vi,
        methods,
        cases,
        legal_basis,
        result_codes,
        conditions_vi,
        steps_vi,
        ..head?
    })
}

/// What summaries and whole procedures share; the rest is empty.
fn head(row: &mut Row<'_>) -> Option<Procedure> {
    let expected = || both("Phải là mã thủ tục, ví dụ 1.001193.", "It must be a procedure's code, such as 1.001193.");
    let code = row.must("code", |value| grammar::read(value, expected(), Code::parse));
    let name_vi = row.must("name_vi", |value| grammar::name(value, NAME_CHARS_MAX));
    let name_en = row.may("name_en", |value| grammar::name(value, NAME_CHARS_MAX));
    let levels = row.list("levels", level);
    if levels.is_empty() {
        row.must("levels", |_| Ok(()));
    }
    let field_vi = row.must("field_vi", |value| grammar::name(value, LINE_CHARS_MAX));
    let type_vi = line(row, "type_vi");
    let decision = row.must("decision", |value| grammar::name(value, DECISION_CHARS_MAX));
    let ministry = row.must("ministry", grammar::slug);
    let subjects_vi = row.list("subjects_vi", subject);
    let volume_rank = row.may("volume_rank", |value| grammar::whole(value, 1..=NUMBER_MAX));
    let source = row.must("source", grammar::url);
    Some(Procedure {
        code: code?.to_string(),
        name_vi: name_vi?,
        name_en,
        levels,
        field_vi: field_vi?,
        type_vi,
        decision: decision?,
        ministry: ministry?,
        subjects_vi,
        volume_rank,
        source: source?,
        ..nothing()
    })
}

/// A procedure that says nothing. It never leaves this file.
fn nothing() -> Procedure {
    Procedure {
        code: String::new(),
        name_vi: String::new(),
        name_en: None,
        levels: Vec::new(),
        field_vi: String::new(),
        type_vi: String::new(),
        decision: String::new(),
        ministry: String::new(),
        subjects_vi: Vec::new(),
        agency_vi: String::new(),
        volume_rank: None,
        whole: false,
        methods: Vec::new(),
        cases: Vec::new(),
        documents_count: None,
        legal_basis: Vec::new(),
        result_codes: Vec::new(),
        conditions_vi: String::new(),
        steps_vi: String::new(),
        source: String::new(),
        holds: Period { start: None, end: None },
    }
}

fn method(row: &mut Row<'_>) -> Option<Method> {
    let channel = row.must("channel", channel);
    let (time, time_unit, fee) = time_and_fee(row);
    let expected = || both("Phải là ba chữ hoa, ví dụ VND.", "It must be three capitals, such as VND.");
    let currency = row.may("currency", |value| grammar::read(value, expected(), currency));
    let note = prose(row, "note", NOTE_CHARS_MAX);
    Some(Method { channel: channel?, time, time_unit, fee, currency, note })
}

fn case(row: &mut Row<'_>) -> Option<DocumentCase> {
    let name = prose(row, "name", NOTE_CHARS_MAX);
    let documents = row.objects("documents", DOCUMENT, document);
    Some(DocumentCase { name, documents })
}

fn document(row: &mut Row<'_>) -> Option<Document> {
    let name = row.must("name", |value| grammar::prose(value, NOTE_CHARS_MAX));
    let originals = row.must("originals", |value| grammar::whole(value, 0..=NUMBER_MAX));
    let copies = row.must("copies", |value| grammar::whole(value, 0..=NUMBER_MAX));
    Some(Document { name: name?, originals: originals?, copies: copies? })
}

fn time_and_fee(row: &mut Row<'_>) -> (Option<u32>, Option<TimeUnit>, Option<u64>) {
    let time = row.may("time", |value| grammar::whole(value, 0..=NUMBER_MAX));
    let time_unit = row.may("time_unit", |value| grammar::word(value, TIME_UNITS));
    let fee = row.may("fee", |value| grammar::whole(value, 0..=FEE_MAX));
    (time, time_unit, fee)
}

fn line(row: &mut Row<'_>, column: &str) -> String {
    row.may(column, |value| grammar::name(value, LINE_CHARS_MAX)).unwrap_or_default()
}

fn prose(row: &mut Row<'_>, column: &str, chars_max: usize) -> String {
    row.may(column, |value| grammar::prose(value, chars_max)).unwrap_or_default()
}

/// A subject that the rules know: one that they do not would be left out of every search for an audience.
fn subject(value: &Value<'_>) -> Result<String, Both> {
    let subject = grammar::name(value, LINE_CHARS_MAX)?;
    match Audience::of_subject(&subject) {
        Some(_) => Ok(subject),
        None => {
            Err(both("Đối tượng này không có trong danh mục.", "This subject is not in the catalogue of subjects."))
        }
    }
}

fn level(value: &Value<'_>) -> Result<Level, Both> {
    let words = procedure::Level::ALL.iter().map(|level| level.as_str());
    Ok(match grammar::read(value, grammar::one_of(words), procedure::Level::parse)? {
        procedure::Level::Ministry => Level::Ministry,
        procedure::Level::Province => Level::Province,
        procedure::Level::Commune => Level::Commune,
        procedure::Level::Other => Level::Other,
    })
}

fn channel(value: &Value<'_>) -> Result<Channel, Both> {
    let words = procedure::Channel::ALL.iter().map(|channel| channel.as_str());
    Ok(match grammar::read(value, grammar::one_of(words), procedure::Channel::parse)? {
        procedure::Channel::Online => Channel::Online,
        procedure::Channel::Postal => Channel::Postal,
        procedure::Channel::Direct => Channel::Direct,
    })
}

fn currency(text: &str) -> Option<String> {
    (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::tests::flaws_of;

    const HEAD: &str = r#""code":"1.001193","name_vi":"A","levels":["commune"],"field_vi":"Hộ tịch","decision":"163/QĐ-BTP","ministry":"bo-tu-phap","source":"https://a.vn/1""#;

    #[test]
    fn a_procedure_is_checked_down_to_its_papers() {
        let row = |rest: &str| format!("{{{HEAD}{rest}}}");
        assert_eq!(
            flaws_of(
                &row(
                    r#","methods":[{"channel":"online","time":1,"time_unit":"day","fee":0,"currency":"VND","note":"x"}]"#
                ),
                whole
            ),
            [""; 0]
        );
        assert_eq!(flaws_of("{}", whole), ["code", "name_vi", "levels", "field_vi", "decision", "ministry", "source"]);
        for (rest, columns) in [
            (
                r#","methods":[{"channel":"fax"},{"fee":-1}]"#,
                &["methods[0].channel", "methods[1].channel", "methods[1].fee"][..],
            ),
            (
                r#","methods":[{"channel":"online","currency":"đồng","time_unit":"week"}]"#,
                &["methods[0].time_unit", "methods[0].currency"],
            ),
            (
                r#","cases":[{"documents":[{"name":"Tờ khai","originals":1.5}]}]"#,
                &["cases[0].documents[0].originals", "cases[0].documents[0].copies"],
            ),
            (r#","cases":[{"title":"A"}],"subjects_vi":["Người ngoài hành tinh"]"#, &["subjects_vi", "cases[0].title"]),
            (r#","volume_rank":0,"legal_basis":[5]"#, &["volume_rank", "legal_basis"]),
        ] {
            assert_eq!(flaws_of(&row(rest), whole), columns, "{rest}");
        }
    }

    #[test]
    fn a_summary_says_the_same_of_each_channel() {
        let json = format!(
            r#"{{{HEAD},"channels":"online|direct","time":"3","time_unit":"working_day","fee":"5000","documents":2}}"#
        );
        let procedure = std::cell::RefCell::new(None);
        let read = |row: &mut Row<'_>| procedure.replace(summary(row));
        assert_eq!(flaws_of(&json, read), [""; 0]);
        let procedure = procedure.take().unwrap();
        assert!(!procedure.whole && procedure.cases.is_empty());
        assert_eq!((procedure.methods.len(), procedure.documents_count), (2, Some(2)));
        assert!(procedure.methods.iter().all(|method| method.time == Some(3) && method.fee == Some(5000)));
    }
}
