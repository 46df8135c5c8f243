//! How many places one component may take, so that others find one.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

/// The places that a component may take: none until it asks for its first.
pub struct Share {
    places: Arc<Semaphore>,
    has_asked: AtomicBool,
}

impl Default for Share {
    fn default() -> Share {
        Share { places: Arc::new(Semaphore::new(0)), has_asked: AtomicBool::new(false) }
    }
}

impl Share {
    /// A place of the share, if one is free.
    pub fn try_place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().try_acquire_owned().ok()
    }

    /// A place of the share. Who waits gets one in turn.
    pub async fn place(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        self.places.clone().acquire_owned().await
    }
}

/// The shares of all components that have ever asked: all places but one for each of the others, and never none.
pub struct Shares {
    places_max: usize,
    asked: Mutex<Vec<Arc<Semaphore>>>,
}

impl Shares {
    /// Nobody has asked yet.
    pub fn new(places_max: usize) -> Shares {
        Shares { places_max: places_max.min(Semaphore::MAX_PERMITS), asked: Mutex::default() }
    }

    /// Gives a component its share when it asks for the first time, and takes one place from that of every other.
    pub fn admit(&self, share: &Share) {
        if share.has_asked.load(Relaxed) {
            return;
        }
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if share.has_asked.swap(true, Relaxed) {
            return;
        }
        if asked.len() < self.places_max {
            asked.iter().for_each(shrink);
        }
        share.places.add_permits(self.places_max.saturating_sub(asked.len()).max(1));
        asked.push(share.places.clone());
    }
}

/// Takes a place away: as soon as it comes back, when all are taken.
fn shrink(places: &Arc<Semaphore>) {
    if places.forget_permits(1) == 0 {
        let place = places.clone().acquire_owned();
        tokio::spawn(async { place.await.map(OwnedSemaphorePermit::forget) });
    }
}
