//! The end of a load.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// Tells others to end when it is dropped: also when a test fails meanwhile, or they would go on for ever.
pub struct Whistle<'a>(pub &'a AtomicBool);

impl Drop for Whistle<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}
