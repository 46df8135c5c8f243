//! How many connections there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use prometheus_client::metrics::gauge::Gauge;
use tokio::runtime::Handle;
use tokio::sync::Notify;

/// Counts connections from before they are opened until their socket is closed.
#[derive(Default)]
pub struct Census {
    connections: AtomicUsize,
    changed: Notify,
    is_watched: AtomicBool,
}

impl Census {
    /// Counts one more, if there may be.
    pub fn admit(self: &Arc<Self>, connections_max: usize) -> Option<Counted> {
        let more = |count: usize| count.checked_add(1).filter(|count| *count <= connections_max);
        self.connections.fetch_update(Relaxed, Relaxed, more).ok().map(|_| Counted(self.clone()))
    }

    /// Waits until a connection has come back or is gone.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Says that a connection has come back or is gone.
    pub fn tell(&self) {
        self.changed.notify_one();
    }

    /// Starts `watch`, once.
    pub fn watch<F: Future<Output = ()> + Send + 'static>(&self, runtime: &Handle, watch: impl FnOnce() -> F) {
        if !self.is_watched.swap(true, Relaxed) {
            runtime.spawn(watch());
        }
    }
}

/// A connection that is counted, until dropped.
pub struct Counted(Arc<Census>);

impl Counted {
    /// Says that the connection is gone. One that could not be opened goes without a word: those who wait because the
    /// server is full would wake one another.
    pub fn closed(self) {
        let census = self.0.clone();
        drop(self);
        census.tell();
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Relaxed);
    }
}

/// Something that a gauge counts, until dropped.
pub struct Gauged(Gauge);

impl Gauged {
    /// Counts one more.
    pub fn new(gauge: &Gauge) -> Gauged {
        gauge.inc();
        Gauged(gauge.clone())
    }
}

impl Drop for Gauged {
    fn drop(&mut self) {
        self.0.dec();
    }
}
