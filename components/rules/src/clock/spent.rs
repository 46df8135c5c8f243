//! How much of a term has been used at a moment.

use jiff::civil::DateTime;

use super::walk::second_of_day;
use super::{Deadline, What};

/// Time used and left, in what the term counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spent {
    /// Days that count: working days, or days of the calendar for a term in days or months. Today is used.
    Days {
        /// Days up to and with today.
        used: u32,
        /// Days after today; 0 on the last day, and when it is over.
        left: u32,
    },
    /// Seconds that count, for a term in hours.
    Seconds {
        /// Seconds up to the moment.
        used: u32,
        /// Seconds after it.
        left: u32,
    },
}

impl Deadline {
    /// What is used of the term at a moment of Vietnam's time, and what is left.
    pub fn spent(&self, now: DateTime) -> Spent {
        let (mut used, mut left) = (0_u32, 0_u32);
        if self.time.is_none() {
            for step in self.steps.iter().filter(|step| matches!(step.what, What::Counted(_))) {
                let side = if step.date <= now.date() { &mut used } else { &mut left };
                *side = side.saturating_add(1);
            }
            return Spent::Days { used, left };
        }
        for stretch in &self.ran {
            let moment = match stretch.date.cmp(&now.date()) {
                core::cmp::Ordering::Less => stretch.until,
                core::cmp::Ordering::Equal => second_of_day(now.time()).clamp(stretch.from, stretch.until),
                core::cmp::Ordering::Greater => stretch.from,
            };
            used = used.saturating_add(moment.saturating_sub(stretch.from));
            left = left.saturating_add(stretch.until.saturating_sub(moment));
        }
        Spent::Seconds { used, left }
    }
}
