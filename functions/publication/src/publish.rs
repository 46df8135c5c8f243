//! `PUT /api/publications/{kind}/{list}`: a list is read, published and counted.

use http::StatusCode;
use motcua_edge::answer::{self, Answer};
use motcua_edge::both::both;
use motcua_edge::language::Language;
use motcua_edge::problem::Problem;
use motcua_edge::query::{Query, required};
use motcua_edge::{auth, body, clock, idempotency, refusal};
use spin_sdk::http::Request;
use spin_sdk::variables;

use crate::store::publication::{self, Counts, Heading};
use crate::store::types as store;
use crate::table::{Format, Table};
use crate::{Kind, centres, forms, problem, procedures, units, view};

/// The longest body. The host has the same bound; Spin has none.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

const NAME_CHARS_MAX: usize = 64;
const DECISION_CHARS_MAX: usize = 100;

/// Publishes the list in the body. Repeating it changes nothing and is counted as unchanged; with an `Idempotency-Key`, it
/// is counted as it was the first time.
pub async fn publish(request: Request, kind: Kind, list: &str, language: Language) -> Result<Answer, Problem> {
    let holder = auth::bearer(request.headers(), &publishers().await?)?;
    let publisher = entitled(&holder, kind, list).ok_or_else(problem::not_yours)?.to_owned();
    let heading = heading(request.uri().query(), list, publisher)?;
    let format = Format::of(body::media_type(request.headers(), media_types(kind))?);
    let (parts, body) = request.into_parts();
    let key = idempotency::key(&parts)?;
    let bytes = body::whole(&parts.headers, body, BODY_BYTES_MAX).await?;
    let repeatable = key.map(|key| store::Request { key, hash: idempotency::hash(&parts, &bytes) });
    let heading = Heading { request: repeatable, ..heading };

    let text = std::str::from_utf8(&bytes).map_err(|error| problem::not_utf8(error.valid_up_to()))?;
    let counts = publish_text(kind, format, text, heading.clone()).await?;
    answer::json(StatusCode::OK, language, &view::Publication::of(kind, &heading, counts))
}

async fn publish_text(kind: Kind, format: Format, text: &str, heading: Heading) -> Result<Counts, Problem> {
    let table = Table::read(format, text, columns(kind, format))?;
    let published = match kind {
        Kind::Units => publication::publish_units(heading, table.records(units::unit)?).await,
        Kind::Successions => publication::publish_successions(heading, table.records(units::succession)?).await,
        Kind::Procedures => publication::publish_procedures(heading, table.records(procedure(format))?).await,
        Kind::Centres => publication::publish_centres(heading, table.records(centres::centre)?).await,
        Kind::Forms => publication::publish_forms(heading, table.records(forms::form)?).await,
    };
    published.map_err(|refusal| problem::of_refusal(refusal, &table))
}

/// What a list of this kind may be written in. Nobody writes a form as a line of a table.
fn media_types(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Forms => &[Format::JSON],
        Kind::Units | Kind::Successions | Kind::Procedures | Kind::Centres => &[Format::CSV, Format::JSON],
    }
}

fn columns(kind: Kind, format: Format) -> &'static [crate::table::Column] {
    match (kind, format) {
        (Kind::Units, _) => units::UNIT_COLUMNS,
        (Kind::Successions, _) => units::SUCCESSION_COLUMNS,
        (Kind::Procedures, Format::Csv) => procedures::SUMMARY_COLUMNS,
        (Kind::Procedures, Format::Json) => procedures::WHOLE_COLUMNS,
        (Kind::Centres, _) => centres::COLUMNS,
        (Kind::Forms, _) => forms::COLUMNS,
    }
}

/// A procedure with its papers needs a nested row, so its JSON is whole and its CSV the summary.
fn procedure(format: Format) -> fn(&mut crate::row::Row<'_>) -> Option<crate::store::procedures::Procedure> {
    match format {
        Format::Csv => procedures::summary,
        Format::Json => procedures::whole,
    }
}

/// The publisher's name, if the list is one of his. `name` may publish every list, `name:units/communes,centres/communes`
/// those and no others.
fn entitled<'a>(holder: &'a str, kind: Kind, list: &str) -> Option<&'a str> {
    let Some((name, lists)) = holder.split_once(':') else { return Some(holder) };
    let wanted = format!("{}/{list}", kind.as_str());
    lists.split(',').any(|one| one == wanted).then_some(name)
}

/// Who may publish. A variable that is not set is an empty list: then nobody may.
async fn publishers() -> Result<String, Problem> {
    match variables::get("publishers").await {
        Ok(list) => Ok(list),
        Err(variables::Error::Undefined(_)) => Ok(String::new()),
        Err(error) => {
            eprintln!("the variable `publishers` cannot be read: {error}");
            Err(refusal::out_of_order())
        }
    }
}

fn heading(query: Option<&str>, list: &str, publisher: String) -> Result<Heading, Problem> {
    if !is_name(list) {
        return Err(problem::bad_list_name());
    }
    let query = Query::parse(query, &["decision", "effective", "until"])?;
    let decision = required("decision", query.text("decision", DECISION_CHARS_MAX)?)?.trim();
    let (effective, until) = (query.day("effective")?, query.day("until")?);
    if decision.is_empty() {
        return Err(refusal::missing_parameter("decision"));
    }
    if let Some(until) = until.filter(|until| effective.is_some_and(|effective| effective >= *until)) {
        let expected = both("Một ngày sau ngày “effective”.", "A day after “effective”.");
        return Err(refusal::malformed_parameter("until", &until.to_string(), expected));
    }
    Ok(Heading {
        name: list.to_owned(),
        publisher,
        decision: decision.to_owned(),
        effective: effective.map(|day| day.to_string()),
        until: until.map(|day| day.to_string()),
        received: clock::now_ms(),
        request: None,
    })
}

/// Whether it is the name of a list: lower-case letters, digits and hyphens, at most 64.
pub fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=NAME_CHARS_MAX).contains(&text.len()) && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T>(kind: Kind, format: Format, text: &str, record: fn(&mut crate::row::Row<'_>) -> Option<T>) -> usize {
        let answer = |problem: Problem| String::from_utf8(problem.answer(Language::En).body().to_vec()).unwrap();
        assert!(text.len() <= BODY_BYTES_MAX);
        let table = Table::read(format, text, columns(kind, format)).map_err(answer).unwrap();
        table.records(record).map_err(answer).unwrap().len()
    }

    #[test]
    fn all_that_the_portal_publishes_at_first_is_well_formed() {
        let units = |text| read(Kind::Units, Format::Csv, text, units::unit);
        assert_eq!(units(include_str!("../../../infra/data/units/provinces.csv")), 34);
        assert_eq!(units(include_str!("../../../infra/data/units/communes.csv")), 3_321);
        assert_eq!(units(include_str!("../../../infra/data/units/old-provinces.csv")), 63);
        assert_eq!(units(include_str!("../../../infra/data/units/old-districts.csv")), 696);
        assert_eq!(units(include_str!("../../../infra/data/units/old-communes.csv")), 10_035);
        let successions = |text| read(Kind::Successions, Format::Csv, text, units::succession);
        assert_eq!(successions(include_str!("../../../infra/data/units/successions.csv")), 10_571);
        assert_eq!(successions(include_str!("../../../infra/data/units/province-successions.csv")), 63);
        let summaries = include_str!("../../../infra/data/procedures/summaries.csv");
        assert_eq!(read(Kind::Procedures, Format::Csv, summaries, procedures::summary), 2_603);
        let whole = include_str!("../../../infra/data/procedures/full.json");
        assert_eq!(read(Kind::Procedures, Format::Json, whole, procedures::whole), 39);
        let centres = include_str!("../../../infra/data/centres/communes.csv");
        assert_eq!(read(Kind::Centres, Format::Csv, centres, centres::centre), 3_321);
        let written = std::fs::read_dir("../../infra/data/forms").unwrap();
        let written: Vec<String> = written.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
        assert_eq!(read(Kind::Forms, Format::Json, &format!("[{}]", written.join(",")), forms::form), 14);
    }

    fn kind_of(query: &str, list: &str) -> Result<Heading, &'static str> {
        heading(Some(query), list, "gso".to_owned()).map_err(|problem| problem.kind())
    }

    #[test]
    fn a_heading_says_who_what_by_which_right_and_from_when() {
        let heading = kind_of("decision=19%2F2025%2FQ%C4%90-TTg&effective=2025-07-01", "communes").unwrap();
        assert_eq!((heading.name.as_str(), heading.publisher.as_str()), ("communes", "gso"));
        assert_eq!((heading.decision.as_str(), heading.effective.as_deref()), ("19/2025/QĐ-TTg", Some("2025-07-01")));
        assert_eq!(heading.until, None);
        for (query, list, problem) in [
            ("", "communes", "missing-parameter"),
            ("decision=+", "communes", "missing-parameter"),
            (&format!("decision={}", "x".repeat(101)), "communes", "malformed-parameter"),
            ("decision=1&effective=2025-13-01", "communes", "malformed-parameter"),
            ("decision=1&effective=2025-07-01&until=2025-07-01", "communes", "malformed-parameter"),
            ("decision=1&when=2025-07-01", "communes", "unknown-parameter"),
            ("decision=1", "Communes", "bad-list-name"),
            ("decision=1", "a/b", "bad-list-name"),
            ("decision=1", &"a".repeat(65), "bad-list-name"),
        ] {
            assert_eq!(kind_of(query, list).err(), Some(problem), "{query} {list}");
        }
    }
}
