//! The interface `register`: what was published, found by its terms, and what was counted.

use crate::bindings::exports::motcua::store::handling::Publication;
use crate::bindings::exports::motcua::store::register::{Entry, Figure, Grouping, Guest};
use crate::database::{on, read};
use crate::events::Place;
use crate::places::insert;
use crate::{Database, Fault, Row, Store, Value};

/// The longest list of entries that one call answers with.
const ENTRIES: u32 = 100;

/// The most terms that one call looks for.
const TERMS: usize = 8;

const READ: &str = "SELECT agency, code, published, content FROM feedback_entries WHERE agency = ?1 AND code = ?2";

const PUT: &str = "INSERT INTO feedback_entries (agency, code, published, content) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (agency, code) DO UPDATE SET content = excluded.content RETURNING published";

const FORGET: &str = "DELETE FROM feedback_terms WHERE code = ?1 AND agency = ?2";

const TERM_COLUMNS: [&str; 4] = ["term", "published", "code", "agency"];

impl<D: Database> Guest for Store<D> {
    async fn found(terms: Vec<String>, after: Option<(u64, String)>, limit: u32) -> Result<Vec<Entry>, Fault> {
        let Some(sql) = search(terms.len().min(TERMS)) else { return Ok(Vec::new()) };
        // After all instants.
        let (published, code) = after.map_or((Value::from(i64::MAX), String::new()), |(at, code)| (at.into(), code));
        let page = vec![published, code.into(), limit.min(ENTRIES).into()];
        let parameters = [page, terms.into_iter().take(TERMS).map(Value::from).collect()].concat();
        on(true, async |database: &D| entries(database, &sql, parameters.clone()).await).await
    }

    async fn read(agency: String, code: String) -> Result<Option<Entry>, Fault> {
        let rows = read::<D>(READ, vec![agency.into(), code.into()]).await?;
        rows.into_iter().next().map(entry).transpose()
    }

    async fn figures(grouping: Grouping, first: String, last: String) -> Result<Vec<Figure>, Fault> {
        let column = match grouping {
            Grouping::Agency => "agency",
            Grouping::Field => "field",
            Grouping::Month => "month",
        };
        // Thousands of counts may be summed up, and a sum of integers is a decimal number in Postgres.
        let sql = format!(
            "SELECT {column}, measure, CAST(sum(amount) AS BIGINT) FROM feedback_counts \
             WHERE month >= ?1 AND month <= ?2 GROUP BY {column}, measure ORDER BY {column}, measure"
        );
        let months = vec![Value::from(first), last.into()];
        let rows = on(true, async |database: &D| database.run(&sql, months.clone()).await).await?;
        rows.into_iter().map(figure).collect()
    }
}

/// Which entries have each of so many terms: those of the first, in order, each looked up among those of the others, by a
/// subquery of one value, for Postgres would make a join of an `EXISTS` and begin with the commonest. Nothing for no term.
fn search(terms: usize) -> Option<String> {
    let also = |number: usize| {
        format!(
            " AND t.code = (SELECT o.code FROM feedback_terms o WHERE o.term = ?{number} AND o.published = t.published \
             AND o.code = t.code AND o.agency = t.agency)"
        )
    };
    let others: String = (5..4usize.checked_add(terms)?).map(also).collect();
    (terms > 0).then(|| {
        format!(
            "SELECT t.agency, t.code FROM feedback_terms t WHERE t.term = ?4 AND (t.published, t.code) < (?1, ?2){others} \
             ORDER BY t.published DESC, t.code DESC LIMIT ?3"
        )
    })
}

/// The entries that a search finds. Each is read by its agency, so that Postgres needs no other partition's lock.
async fn entries<D: Database>(database: &D, sql: &str, parameters: Vec<Value>) -> Result<Vec<Entry>, Fault> {
    let mut found = Vec::new();
    for row in database.rows(sql, parameters).await? {
        let rows = database.rows(READ, row.rest().collect()).await?;
        found.extend(rows.into_iter().next().map(entry).transpose()?);
    }
    Ok(found)
}

/// Puts an item's entry into the register in the place of what stood there, inside a transaction. It keeps the time of its
/// first publication.
pub async fn put<D: Database>(
    database: &D,
    place: &Place<'_>,
    publication: &Publication,
    at: u64,
) -> Result<(), Fault> {
    let parameters = vec![place.agency.into(), place.code.into(), at.into(), publication.content.as_str().into()];
    let put = database.run(PUT, parameters).await?.into_iter().next();
    let published = put.ok_or_else(|| Fault::Damaged("an entry was not put".to_owned()))?.unsigned()?;
    database.run(FORGET, vec![place.code.into(), place.agency.into()]).await?;
    let row = |term: &String| vec![term.as_str().into(), published.into(), place.code.into(), place.agency.into()];
    insert(database, "feedback_terms", &TERM_COLUMNS, publication.terms.iter().map(row).collect()).await
}

fn entry(mut row: Row) -> Result<Entry, Fault> {
    Ok(Entry { agency: row.text()?, code: row.text()?, published: row.unsigned()?, content: row.text()? })
}

fn figure(mut row: Row) -> Result<Figure, Fault> {
    // What is taken back in another month than it was counted in leaves less than nothing there.
    let (group, measure, amount) = (row.text()?, row.text()?, row.integer()?);
    Ok(Figure { group, measure, amount: amount.max(0).unsigned_abs() })
}
