//! Counts for the statistics, kept with what they count.

use crate::bindings::exports::motcua::store::intake::Tally;
use crate::{Database, Fault};

const COUNT: &str = "INSERT INTO feedback_counts (agency, month, field, measure, amount) VALUES (?1, ?2, ?3, ?4, ?5) \
     ON CONFLICT (agency, month, field, measure) DO UPDATE SET amount = feedback_counts.amount + ?5";

/// Counts, inside a transaction. In one order for everybody: two who count the same things wait for each other only one way.
pub async fn write<D: Database>(database: &D, agency: &str, tallies: &[Tally]) -> Result<(), Fault> {
    let mut ordered: Vec<&Tally> = tallies.iter().collect();
    ordered.sort_unstable_by(|one, other| {
        (&one.month, &one.field, &one.measure).cmp(&(&other.month, &other.field, &other.measure))
    });
    for tally in ordered {
        let parameters = vec![
            agency.into(),
            tally.month.as_str().into(),
            tally.field.as_str().into(),
            tally.measure.as_str().into(),
            tally.change.into(),
        ];
        database.run(COUNT, parameters).await?;
    }
    Ok(())
}
