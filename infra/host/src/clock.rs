//! The time of day that guests see.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use wasmtime_wasi::{HostWallClock, WasiCtxBuilder};

/// Whose time of day the guests of an application see, through every version of WASI.
///
/// Only a program that holds [`crate::Options`] in its hands can choose: neither the command line nor the manifest nor
/// an environment variable knows this word, so that nobody moves a deadline by starting the portal differently. What
/// measures durations, the monotonic clock, is always the machine's.
#[derive(Clone, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// What the number says: milliseconds since 1970-01-01T00:00:00Z. It stands still until somebody sets it.
    Given(Arc<AtomicU64>),
}

impl Clock {
    /// Gives this clock to the instance that is being made.
    pub fn lend(&self, instance: &mut WasiCtxBuilder) {
        if let Clock::Given(milliseconds) = self {
            instance.wall_clock(Given(milliseconds.clone()));
        }
    }
}

struct Given(Arc<AtomicU64>);

impl HostWallClock for Given {
    fn resolution(&self) -> Duration {
        Duration::from_millis(1)
    }

    fn now(&self) -> Duration {
        Duration::from_millis(self.0.load(Relaxed))
    }
}
