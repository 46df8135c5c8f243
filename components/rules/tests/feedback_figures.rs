//! What may be shown of small numbers: attacked with everything that a reader can know.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use motcua_rules::feedback::figures::{SMALL, suppress, total};
use proptest::prelude::*;

type Shown = (Vec<Option<u64>>, Option<u64>);

/// All groups of so many cells up to a number.
fn groups(cells: usize, most: u64) -> Vec<Vec<u64>> {
    (0..cells).fold(vec![Vec::new()], |groups, _| {
        groups.iter().flat_map(|group| (0..=most).map(move |cell| [group.as_slice(), &[cell]].concat())).collect()
    })
}

/// A reader who knows the rules looks for all groups that would be shown so. Where they agree about a hidden cell, it was
/// told.
#[test]
fn whoever_knows_the_rules_learns_no_hidden_cell() {
    // A group near the edge of what is tried may have its twin behind it.
    for (cells, most, edge) in [(1, 40, 20), (2, 40, 20), (3, 18, 9), (4, 11, 6)] {
        let mut shown: BTreeMap<Shown, Vec<BTreeSet<u64>>> = BTreeMap::new();
        for group in groups(cells, most) {
            let seen = shown.entry((suppress(&group), total(&group))).or_insert_with(|| vec![BTreeSet::new(); cells]);
            seen.iter_mut().zip(&group).for_each(|(values, cell)| {
                values.insert(*cell);
            });
        }
        for group in groups(cells, edge) {
            let cells = suppress(&group);
            let values = &shown[&(cells.clone(), total(&group))];
            for (cell, values) in cells.iter().zip(values) {
                assert!(cell.is_some() || values.len() > 1, "{group:?} is shown as {cells:?}: {values:?}");
            }
        }
    }
}

#[test]
fn groups_as_they_come() {
    for (cells, shown, sum) in [
        (vec![], vec![], Some(0)),
        (vec![0, 0], vec![Some(0), Some(0)], Some(0)),
        (vec![5, 9], vec![Some(5), Some(9)], Some(14)),
        (vec![1], vec![None], None),
        (vec![4, 0, 0], vec![None, Some(0), Some(0)], None),
        (vec![3, 9, 9, 12], vec![None, None, None, Some(12)], Some(33)),
        (vec![1, 1, 30], vec![None, None, None], Some(32)),
        (vec![1, 2, 30, 40], vec![None, None, None, Some(40)], Some(73)),
        (vec![4, 4, 6, 20], vec![None, None, None, Some(20)], Some(34)),
        (vec![1, 1, 1, 1, 1], vec![None; 5], None),
        (vec![2, 4], vec![None, None], Some(6)),
    ] {
        assert_eq!((suppress(&cells), total(&cells)), (shown, sum), "{cells:?}");
    }
}

fn cells() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(prop_oneof![0u64..8, 0u64..1_000, Just(u64::MAX)], 0..12)
}

proptest! {
    #[test]
    fn nothing_small_is_shown_and_nothing_shown_is_wrong(cells in cells()) {
        let shown = suppress(&cells);
        prop_assert_eq!(shown.len(), cells.len());
        for (cell, shown) in cells.iter().zip(&shown) {
            prop_assert!(shown.is_none_or(|shown| shown == *cell));
            prop_assert!(*cell > 0 || shown.is_some(), "a zero stays a zero");
            prop_assert!(!(1..SMALL).contains(cell) || shown.is_none());
        }
        let hidden: Vec<u64> = cells.iter().zip(&shown).filter(|(_, shown)| shown.is_none()).map(|(cell, _)| *cell).collect();
        if total(&cells).is_some() {
            prop_assert!(hidden.len() != 1, "the total would tell it");
            prop_assert!(hidden.is_empty() || hidden.iter().any(|cell| *cell != hidden[0]), "one number for all of them");
            prop_assert!(hidden.is_empty() || hidden.iter().fold(0, |sum: u64, cell| sum.saturating_add(*cell)) >= SMALL);
        }
    }

    #[test]
    fn the_order_of_cells_tells_nothing(cells in cells(), from in any::<prop::sample::Index>()) {
        prop_assume!(!cells.is_empty());
        let (mut turned, by) = (cells.clone(), from.index(cells.len()));
        turned.rotate_left(by);
        let mut shown = suppress(&cells);
        shown.rotate_left(by);
        prop_assert_eq!(suppress(&turned), shown);
    }
}
