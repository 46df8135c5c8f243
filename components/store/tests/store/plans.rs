//! Every read finds its rows by an index.

use std::collections::BTreeSet;

use motcua_store::bindings::exports::motcua::store::procedures::Guest as Procedures;
use motcua_store::bindings::exports::motcua::store::publication::Guest as Publication;
use motcua_store::bindings::exports::motcua::store::units::{Filter, Guest as Units, Level};

use crate::database::{Native, connection, fresh, reads, wait};

fn read_everything() {
    let word = || "x".to_owned();
    for level in [None, Some(Level::Commune)] {
        for parent in [None, Some(word())] {
            for name in [None, Some(word())] {
                let filter = Filter { level, parent: parent.clone(), name, as_of: word() };
                wait(Native::listed(filter, None, 10)).expect("an answer");
            }
        }
    }
    wait(<Native as Units>::read(word(), word())).expect("an answer");
    wait(Native::readings(word())).expect("an answer");
    wait(Native::named(word())).expect("an answer");
    wait(Native::successors(word())).expect("an answer");
    wait(Native::successors_of_district(word())).expect("an answer");
    wait(Native::predecessors(word())).expect("an answer");
    wait(Native::centre_of(word(), word())).expect("an answer");
    wait(<Native as Procedures>::read(word(), word())).expect("an answer");
    wait(Native::versions(word())).expect("an answer");
    wait(Native::catalogue_of(word(), None)).expect("an answer");
    wait(Native::is_published(word(), word())).expect("an answer");
}

#[test]
fn every_read_uses_an_index() {
    fresh();
    read_everything();
    let reads: BTreeSet<String> = reads().into_iter().collect();
    assert_eq!(reads.len(), 19);
    let connection = connection();
    for read in reads {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {read}")).expect("a plan");
        let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3)).collect::<Result<Vec<_>, _>>();
        let steps = steps.expect("steps");
        println!("{}\n    {}", &read[read.find(" FROM ").unwrap_or(0)..], steps.join("\n    "));
        assert!(steps.iter().all(|step| !step.starts_with("SCAN")), "{read}\n{steps:?}");
    }
}
