//! Counts for everybody, without the small ones: who knows that a commune had two items of a kind may know whose.
//!
//! Primary suppression hides what is small; complementary suppression hides more, so that a total minus what is shown does
//! not give it back. Readers know these rules, so the hidden cells must be several and different: of cells that are all
//! alike, one, or two ones, the sum tells each.

/// A count from 1 to one less is small.
pub const SMALL: u64 = 5;

/// The cells of a group as they may be shown beside their [`total`]; `None` is hidden. A zero stays a zero.
///
/// Hidden are the small ones; and if their sum could still tell one of them, all cells of the next smallest number too: all,
/// since which of two equal cells was taken would tell something.
///
/// ```
/// # use motcua_rules::feedback::figures::suppress;
/// assert_eq!(suppress(&[0, 12, 40]), [Some(0), Some(12), Some(40)]);
/// assert_eq!(suppress(&[2, 3, 40]), [None, None, Some(40)]);
/// assert_eq!(suppress(&[3, 12, 40]), [None, None, Some(40)], "12 is hidden for the sake of 3");
/// ```
pub fn suppress(cells: &[u64]) -> Vec<Option<u64>> {
    let limit = limit(cells);
    cells.iter().map(|cell| Some(*cell).filter(|cell| *cell == 0 || *cell >= limit)).collect()
}

/// The total of a group as it may be shown beside its cells; `None` when it is small itself, or would tell a hidden cell
/// because nothing is left to hide with it.
///
/// ```
/// # use motcua_rules::feedback::figures::total;
/// assert_eq!(total(&[3, 12, 40]), Some(55));
/// assert_eq!(total(&[3, 0, 0]), None);
/// ```
pub fn total(cells: &[u64]) -> Option<u64> {
    let sum = cells.iter().fold(0_u64, |sum, cell| sum.saturating_add(*cell));
    (sum == 0 || sum >= SMALL && !tells(cells, limit(cells))).then_some(sum)
}

/// What is hidden is smaller than this, and not zero.
fn limit(cells: &[u64]) -> u64 {
    let next = cells.iter().copied().filter(|cell| *cell >= SMALL).min();
    match next {
        Some(next) if tells(cells, SMALL) => next.saturating_add(1),
        _ => SMALL,
    }
}

/// Whether the sum of what is hidden below a limit tells a hidden cell, or is a small number itself.
fn tells(cells: &[u64], limit: u64) -> bool {
    let mut hidden = cells.iter().copied().filter(|cell| (1..limit).contains(cell));
    let Some(first) = hidden.next() else { return false };
    let (alike, sum) =
        hidden.fold((true, first), |(alike, sum), cell| (alike && cell == first, sum.saturating_add(cell)));
    alike || sum < SMALL
}
