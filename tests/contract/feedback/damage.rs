//! The checker of whole stores finds damage of feedback too.

use motcua_tests::checker::{flaws, in_order};
use serde_json::json;

use super::{append, publication, received, sent, step, support, supporter};
use crate::papers::{filed, finished, id, message};
use crate::rows::with;
use crate::store::Store;

on_each_store![every_damage_of_feedback_is_told,];

/// What somebody might do to the database, or a store that writes half of what it should.
const DAMAGES: [&str; 28] = [
    "UPDATE code_counters SET given = given + 1 WHERE prefix LIKE 'PA%'",
    "UPDATE code_counters SET given = given - 1 WHERE prefix LIKE 'PA%'",
    "DELETE FROM code_counters WHERE prefix LIKE 'PA%'",
    "DELETE FROM feedback WHERE code LIKE '%-0001'",
    "UPDATE feedback SET version = version + 1",
    "UPDATE feedback SET updated = updated + 1",
    "UPDATE feedback SET supporters = supporters + 1",
    "UPDATE feedback SET supporters = 0",
    "UPDATE feedback SET id = '' WHERE code LIKE '%-0001'",
    "UPDATE events SET at = at + 1 WHERE code LIKE 'PA%' AND number = 1",
    "UPDATE events SET actor = 'desk' WHERE code LIKE 'PA%' AND number = 2",
    "UPDATE events SET new_day = '2025-07-01' WHERE code LIKE 'PA%' AND number = 2",
    "UPDATE events SET previous = hash WHERE code LIKE 'PA%' AND number = 1",
    "UPDATE events SET code = 'PA.' || code WHERE code LIKE 'PA%-0002'",
    "DELETE FROM events WHERE code LIKE 'PA%' AND number = 2",
    "UPDATE outbox SET event = 9 WHERE dossier LIKE 'PA%'",
    "UPDATE outbox SET dossier = '' WHERE dossier LIKE 'PA%'",
    "UPDATE drafts SET filed = 0",
    "UPDATE files SET dossier_event = 9",
    "DELETE FROM feedback_supporters WHERE who = 'who is 7'",
    "UPDATE feedback_supporters SET code = '' WHERE who = 'who is 7'",
    "UPDATE feedback_entries SET published = published + 1",
    "UPDATE feedback_entries SET code = ''",
    "DELETE FROM feedback_entries",
    "UPDATE feedback_terms SET published = published + 1 WHERE term = 'a'",
    "UPDATE feedback_terms SET code = '' WHERE term = 'a'",
    "UPDATE feedback_terms SET agency = 'H26' WHERE term = 'a'",
    "UPDATE feedback_counts SET amount = amount - 9",
];

fn every_damage_of_feedback_is_told(store: &Store) {
    filed(store, &id(9));
    let first = sent(store, 1);
    finished(store, &id(1), &id(10), &["one"]);
    let columns = json!({
        "files": [id(10)], "messages": [message("accepted")], "publication": publication("{}", &["a", "b"]),
    });
    append(store, &with(step(&first, 1), columns)).expect("a step");
    received(store, 2, json!({}));
    for number in [7, 8] {
        support(store, &first, &supporter(number)).expect("a supporter");
    }

    let mut kept = store.kept();
    let holdings = in_order(&mut kept);
    assert_eq!((holdings.drafts, holdings.files, holdings.dossiers.len()), (2, 1, 1));
    assert_eq!(holdings.items.into_values().collect::<Vec<_>>(), [2, 1]);
    for damage in DAMAGES {
        kept.execute("BEGIN");
        kept.execute(damage);
        assert!(!flaws(&mut kept).is_empty(), "nobody sees: {damage}");
        kept.execute("ROLLBACK");
    }
    in_order(&mut kept);
}
