//! What sending costs whoever sends much: nothing at first, then work for their machine or a wait, at last nothing goes.
//!
//! Items are counted within the last hour, those that were received, the new one not among them: by the network address and
//! by what the browser keeps. Many people share an address, the only line of a commune or a mobile operator's exit, so an
//! address makes work long before it ends anything; a device is one person's, or was told to forget, and then the address
//! counts. The numbers are ours, not the law's: who writes by hand does not send five items in an hour.

/// What is asked before an item is received, from nothing upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effort {
    /// Nothing.
    None,
    /// One of two: work that a page does by itself, or a wait, for those whose browser cannot.
    Work {
        /// So many leading zero bits the hash must have; each more doubles the work. 16 take a telephone under a second.
        bits: u8,
        /// Seconds to wait instead.
        wait_seconds: u32,
    },
    /// Nothing goes before the hour is over.
    TooMany,
}

/// From how many items of the last hour on, what is asked.
type Rung = (u32, Effort);

const fn work(bits: u8, wait_seconds: u32) -> Effort {
    Effort::Work { bits, wait_seconds }
}

#[rustfmt::skip]
const BY_DEVICE: &[Rung] = &[
    ( 0, Effort::None),
    ( 5, work(16, 10)),
    (10, work(18, 30)),
    (20, work(20, 120)),
    (30, Effort::TooMany),
];

#[rustfmt::skip]
const BY_ADDRESS: &[Rung] = &[
    (  0, Effort::None),
    ( 20, work(16, 10)),
    ( 60, work(18, 30)),
    (120, work(20, 120)),
    (240, work(22, 300)),
    (600, Effort::TooMany),
];

/// What is asked of whoever sends the next item: the harder of what address and device have come to.
///
/// ```
/// # use motcua_rules::feedback::effort::{Effort, effort};
/// assert_eq!(effort(0, 0), Effort::None);
/// assert!(matches!(effort(100, 0), Effort::Work { .. }), "a commune's only line");
/// assert_eq!(effort(30, 30), Effort::TooMany);
/// ```
pub fn effort(by_address: u32, by_device: u32) -> Effort {
    reached(BY_ADDRESS, by_address).max(reached(BY_DEVICE, by_device))
}

fn reached(ladder: &[Rung], count: u32) -> Effort {
    ladder.iter().rev().find(|(from, _)| *from <= count).map_or(Effort::None, |(_, effort)| *effort)
}
