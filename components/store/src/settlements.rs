//! The interface `settlements`: what gateway and treasury say of a day, and the cases that a person has to close.
//!
//! Who brings a statement holds its row, and the row is changed before the lines: so two who bring the same one come one after the
//! other. What is done with cases stands in `cases`.

use crate::bindings::exports::motcua::store::orders::NewCase;
use crate::bindings::exports::motcua::store::settlements::{Case, Guest, Line, Refusal, Statement};
use crate::cases::{self, Decision};
use crate::database::{in_transaction, on};
use crate::places::insert;
use crate::{Database, Fault, Row, Store, Value};

/// The most lines that one call answers with.
const LINES: u32 = 500;

const COLUMNS: [&str; 8] = ["gateway", "day", "source", "transaction_no", "kind", "reference", "amount", "fee"];

const TAKE: &str = "INSERT INTO payment_statements (gateway, day, source, publisher, received) VALUES (?1, ?2, ?3, ?4, ?5) \
     ON CONFLICT (gateway, day, source) DO UPDATE SET publisher = ?4, received = ?5";

const CLEAR: &str = "DELETE FROM payment_lines WHERE gateway = ?1 AND day = ?2 AND source = ?3";

const IS_THERE: &str = "SELECT received FROM payment_statements WHERE gateway = ?1 AND day = ?2 AND source = ?3";

const LINES_AFTER: &str = "SELECT transaction_no, kind, reference, amount, fee FROM payment_lines \
     WHERE gateway = ?1 AND day = ?2 AND source = ?3 AND (transaction_no, kind) > (?4, ?5) \
     ORDER BY transaction_no, kind LIMIT ?6";

impl<D: Database> Guest for Store<D> {
    async fn put(statement: Statement) -> Result<(), Fault> {
        // Whoever repeats it puts the same in its own place.
        on(true, async |database: &D| in_transaction(database, async || put(database, &statement).await).await).await
    }

    async fn lines(
        gateway: String,
        day: String,
        source: String,
        after: Option<(String, String)>,
    ) -> Result<Option<Vec<Line>>, Fault> {
        let key = vec![gateway.into(), day.into(), source.into()];
        let (transaction, kind) = after.unwrap_or_default();
        let page = [key.clone(), vec![transaction.into(), kind.into(), LINES.into()]].concat();
        on(true, async |database: &D| {
            // First, since a statement that is there stays.
            if database.rows(IS_THERE, key.clone()).await?.is_empty() {
                return Ok(None);
            }
            let rows = database.rows(LINES_AFTER, page.clone()).await?;
            rows.into_iter().map(line).collect::<Result<_, Fault>>().map(Some)
        })
        .await
    }

    async fn open_cases(cases: Vec<NewCase>) -> Result<(), Fault> {
        on(true, async |database: &D| in_transaction(database, async || cases::open(database, &cases).await).await)
            .await
    }

    async fn cases(gateway: String, all: bool, after: Option<(u64, String)>, limit: u32) -> Result<Vec<Case>, Fault> {
        cases::listed::<D>(gateway, all, after, limit).await
    }

    async fn case_of(gateway: String, id: String) -> Result<Option<Case>, Fault> {
        cases::of::<D>(gateway, id).await
    }

    async fn change_case(
        gateway: String,
        id: String,
        expected: u32,
        owner: String,
        reason: Option<String>,
        at: u64,
    ) -> Result<u32, Refusal> {
        cases::decide::<D>(Decision { gateway, id, expected, owner, reason, at }).await
    }
}

async fn put<D: Database>(database: &D, statement: &Statement) -> Result<(), Fault> {
    let key: Vec<Value> =
        vec![statement.gateway.as_str().into(), statement.day.as_str().into(), statement.source.as_str().into()];
    let brought = vec![statement.publisher.as_str().into(), statement.received.into()];
    database.run(TAKE, [key.clone(), brought].concat()).await?;
    database.run(CLEAR, key.clone()).await?;
    let row = |line: &Line| {
        let columns = vec![
            line.transaction.as_str().into(),
            line.kind.as_str().into(),
            line.reference.as_str().into(),
            line.amount.into(),
            line.fee.into(),
        ];
        [key.clone(), columns].concat()
    };
    insert(database, "payment_lines", &COLUMNS, statement.lines.iter().map(row).collect()).await
}

fn line(mut row: Row) -> Result<Line, Fault> {
    Ok(Line {
        transaction: row.text()?,
        kind: row.text()?,
        reference: row.text()?,
        amount: row.unsigned()?,
        fee: row.unsigned()?,
    })
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Failed(fault)
    }
}
