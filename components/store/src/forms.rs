//! The interface `forms`: the forms of procedures, one in force on each day.

use crate::bindings::exports::motcua::store::forms::{Form, Guest};
use crate::database::read;
use crate::{Database, Fault, Row, Store};

const READ: &str = "SELECT procedure_code, from_day, body FROM forms \
     WHERE procedure_code = ?1 AND from_day <= ?2 AND ?2 < until_day";

impl<D: Database> Guest for Store<D> {
    async fn read(procedure: String, as_of: String) -> Result<Option<Form>, Fault> {
        let rows = read::<D>(READ, vec![procedure.into(), as_of.into()]).await?;
        rows.into_iter().next().map(form).transpose()
    }
}

fn form(mut row: Row) -> Result<Form, Fault> {
    Ok(Form { procedure: row.text()?, start: row.text()?, body: row.text()? })
}
