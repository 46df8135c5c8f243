//! Cases: what a person has to look into. They are opened with a change of an order or by a settlement.

use crate::bindings::exports::motcua::store::orders::NewCase;
use crate::bindings::exports::motcua::store::settlements::{Case, Refusal};
use crate::database::{on, read};
use crate::places::insert_new;
use crate::{Database, Fault, Row, Value};

/// The longest list that one call answers with.
const LIMIT: u32 = 100;

/// When a case was closed that is open: after all instants.
const OPEN: i64 = i64::MAX;

const COLUMNS: [&str; 11] = [
    "gateway",
    "id",
    "kind",
    "agency",
    "order_id",
    "reference",
    "transaction_no",
    "amount",
    "opened",
    "closed",
    "version",
];

/// The columns that [`case`] reads.
macro_rules! cases_where {
    ($condition:literal) => {
        concat!(
            "SELECT gateway, id, kind, agency, order_id, reference, transaction_no, amount, opened, owner, closed, reason, \
             version FROM payment_cases WHERE ",
            $condition
        )
    };
}

const READ: &str = cases_where!("gateway = ?1 AND id = ?2");

const ALL: &str = cases_where!("gateway = ?1 AND (opened, id) > (?2, ?3) ORDER BY opened, id LIMIT ?4");

const OPEN_ONES: &str =
    cases_where!("gateway = ?1 AND closed = ?5 AND (opened, id) > (?2, ?3) ORDER BY opened, id LIMIT ?4");

const CHANGE: &str = "UPDATE payment_cases SET owner = ?4, closed = ?5, reason = ?6, version = version + 1 \
     WHERE gateway = ?1 AND id = ?2 AND version = ?3 AND closed = ?7 RETURNING version";

/// What somebody does with a case.
pub struct Decision {
    pub gateway: String,
    pub id: String,
    /// The version that he has seen.
    pub expected: u32,
    pub owner: String,
    /// Why it can be closed; missing where it stays open.
    pub reason: Option<String>,
    pub at: u64,
}

/// Opens cases inside a transaction; those that are there already stay as they are.
pub async fn open<D: Database>(database: &D, cases: &[NewCase]) -> Result<(), Fault> {
    // In one order for everybody: two who open the same cases wait for each other only one way.
    let mut cases: Vec<&NewCase> = cases.iter().collect();
    cases.sort_unstable_by_key(|case| (&case.gateway, &case.id));
    let row = |case: &NewCase| {
        let (agency, order) = case.order.clone().unzip();
        vec![
            case.gateway.as_str().into(),
            case.id.as_str().into(),
            case.kind.as_str().into(),
            agency.into(),
            order.into(),
            case.reference.as_str().into(),
            case.transaction.as_str().into(),
            case.amount.into(),
            case.opened.into(),
            OPEN.into(),
            Value::from(1),
        ]
    };
    insert_new(database, "payment_cases", &COLUMNS, cases.into_iter().map(row).collect()).await
}

/// A page of a gateway's cases, open or all.
pub async fn listed<D: Database>(
    gateway: String,
    all: bool,
    after: Option<(u64, String)>,
    limit: u32,
) -> Result<Vec<Case>, Fault> {
    // Before all instants.
    let (opened, id) = after.map_or((Value::from(-1), String::new()), |(opened, id)| (opened.into(), id));
    let mut parameters = vec![gateway.into(), opened, id.into(), limit.min(LIMIT).into()];
    let sql = if all {
        ALL
    } else {
        parameters.push(OPEN.into());
        OPEN_ONES
    };
    read::<D>(sql, parameters).await?.into_iter().map(case).collect()
}

/// The case with this id.
pub async fn of<D: Database>(gateway: String, id: String) -> Result<Option<Case>, Fault> {
    read::<D>(READ, vec![gateway.into(), id.into()]).await?.into_iter().next().map(case).transpose()
}

/// Writes down what somebody does with a case. Answers with the new version.
pub async fn decide<D: Database>(decision: Decision) -> Result<u32, Refusal> {
    let key = || vec![decision.gateway.as_str().into(), decision.id.as_str().into()];
    let closed = decision.reason.as_ref().map(|_| decision.at);
    let change = || {
        let closed = closed.map_or(Value::from(OPEN), Value::from);
        vec![
            decision.expected.into(),
            decision.owner.as_str().into(),
            closed,
            decision.reason.clone().into(),
            OPEN.into(),
        ]
    };
    // The next version that says the same is what a repetition finds.
    on(true, async |database: &D| {
        if let Some(mut row) = database.write(CHANGE, [key(), change()].concat()).await?.into_iter().next() {
            return Ok(row.number()?);
        }
        let found = database.rows(READ, key()).await?.into_iter().next().ok_or(Refusal::Unknown)?;
        let found = case(found)?;
        let is_next = found.version.checked_sub(1) == Some(decision.expected);
        let says_the_same = found.owner.as_ref() == Some(&decision.owner) && found.reason == decision.reason;
        let is_own = is_next && says_the_same && found.closed == closed;
        if is_own { Ok(found.version) } else { Err(Refusal::Changed(found)) }
    })
    .await
}

fn case(mut row: Row) -> Result<Case, Fault> {
    Ok(Case {
        gateway: row.text()?,
        id: row.text()?,
        kind: row.text()?,
        order: row.optional_text()?.zip(row.optional_text()?),
        reference: row.text()?,
        transaction: row.text()?,
        amount: row.optional_unsigned()?,
        opened: row.unsigned()?,
        owner: row.optional_text()?,
        closed: Some(row.integer()?).filter(|closed| *closed != OPEN).map(i64::cast_unsigned),
        reason: row.optional_text()?,
        version: row.number()?,
    })
}
