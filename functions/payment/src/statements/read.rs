//! A statement as CSV: `transaction,kind,reference,amount,fee`, amounts in đồng.

use std::collections::BTreeSet;

use motcua_edge::csv::{self, Record};
use motcua_edge::problem::Problem;
use motcua_rules::money::Dong;
use motcua_rules::payment::settlement::Kind;

use crate::problem::flawed;
use crate::store::settlements::Line;

const HEADER: [&str; 5] = ["transaction", "kind", "reference", "amount", "fee"];
/// A busier day at one gateway is cut into several days by nobody; the bound keeps the transaction short.
const ROWS_MAX: usize = 20_000;
const TEXT_BYTES_MAX: usize = 200;

/// A row's column, and what is wrong there.
type Flaw = (&'static str, &'static str);

/// The lines of a statement, or every row that is wrong by its number, the header being 1.
pub fn lines(bytes: &[u8]) -> Result<Vec<Line>, Problem> {
    let text = core::str::from_utf8(bytes).map_err(|_| flawed(&[(1, "transaction", "not UTF-8")]))?;
    let records = csv::records(text, ROWS_MAX + 2).map_err(|broken| {
        flawed(&[(broken.record.saturating_add(1), HEADER.get(broken.field).copied().unwrap_or("fee"), "not CSV")])
    })?;
    if records.len() > ROWS_MAX + 1 {
        return Err(flawed(&[(ROWS_MAX + 2, "transaction", "more than 20,000 rows")]));
    }
    let mut rows = records.iter();
    if rows.next().is_none_or(|header| header.iter().map(AsRef::as_ref).ne(HEADER)) {
        return Err(flawed(&[(1, "transaction", "the header is not transaction,kind,reference,amount,fee")]));
    }
    let (mut lines, mut flaws, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (number, row) in (2..).zip(rows) {
        match line(row) {
            Ok(line) if !seen.insert((line.transaction.clone(), line.kind.clone())) => {
                flaws.push((number, "transaction", "stands there twice"));
            }
            Ok(line) => lines.push(line),
            Err((column, reason)) => flaws.push((number, column, reason)),
        }
    }
    if flaws.is_empty() { Ok(lines) } else { Err(flawed(&flaws)) }
}

fn line(row: &Record<'_>) -> Result<Line, Flaw> {
    let [transaction, kind, reference, amount, fee] = row.as_slice() else { return Err(("fee", "not five values")) };
    let text = |column, text: &str, may_be_empty: bool| {
        let fits = (may_be_empty || !text.is_empty()) && text.len() <= TEXT_BYTES_MAX && !text.contains('\0');
        if fits { Ok(text.to_owned()) } else { Err((column, "empty or too long")) }
    };
    let (amount, fee) = (dong("amount", amount)?, dong("fee", fee)?);
    if fee > amount {
        return Err(("fee", "more than the amount"));
    }
    Ok(Line {
        transaction: text("transaction", transaction, false)?,
        // A transfer by hand is on no statement.
        kind: Kind::parse(kind)
            .filter(|kind| *kind != Kind::Transfer)
            .ok_or(("kind", "not payment or refund"))?
            .as_str()
            .to_owned(),
        reference: text("reference", reference, true)?,
        amount,
        fee,
    })
}

/// Digits and nothing else: no sign, no separator, no fraction.
fn dong(column: &'static str, text: &str) -> Result<u64, Flaw> {
    let is_plain = (1..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let amount = Some(text).filter(|_| is_plain).and_then(|text| text.parse().ok()).and_then(Dong::new);
    amount.map(Dong::dong).ok_or((column, "not a whole number of đồng"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEAD: &str = "transaction,kind,reference,amount,fee\n";

    #[test]
    fn a_statement_is_read_to_the_letter() {
        let read = lines(format!("{HEAD}14226112,payment,2611,150000,1650\nR1,refund,,1000,0\n").as_bytes()).unwrap();
        assert_eq!(read.iter().map(|line| (line.amount, line.fee)).collect::<Vec<_>>(), [(150_000, 1_650), (1_000, 0)]);
        for wrong in ["", "a,b\n", "transaction,kind,reference,amount,fee,x\n"] {
            assert_eq!(lines(wrong.as_bytes()).unwrap_err().kind(), "flawed-statement", "{wrong}");
        }
        for row in [
            "a,payment,r,1.5,0",
            "a,payment,r,-1,0",
            "a,gift,r,1,0",
            "a,transfer,r,1,0",
            ",payment,r,1,0",
            "a,payment,r,1,2",
            "a,payment,r,1",
        ] {
            assert!(lines(format!("{HEAD}{row}\n").as_bytes()).is_err(), "{row}");
        }
        assert!(lines(format!("{HEAD}a,payment,,1,0\na,payment,,1,0\n").as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,80}") {
            let _ = (lines(text.as_bytes()).is_ok(), lines(format!("{HEAD}{text}").as_bytes()).is_ok());
        }
    }
}
