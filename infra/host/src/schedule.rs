//! The schedule: paths of components that the host itself calls, again and again, while it serves.
//!
//! What nobody asks for must still be done: something is swept, sent on, forgotten. A function does it at a path of its own
//! that no route leads to, and the host calls it there as one component calls another, under the same limits.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use http::Request;
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::application::Application;
use crate::manifest::App;
use crate::metrics::{Calls, Metrics};

/// A path of a component, and how often it is called.
pub struct Entry {
    component: String,
    path: String,
    every: Duration,
    calls: Calls,
}

impl Entry {
    /// What the manifest asks for.
    pub fn all(app: &App, metrics: &Metrics) -> Vec<Arc<Entry>> {
        let mut entries = Vec::new();
        for (id, component) in &app.components {
            for scheduled in &component.schedule {
                entries.push(Arc::new(Entry {
                    component: id.clone(),
                    path: scheduled.path.clone(),
                    every: Duration::from_secs(scheduled.every_seconds),
                    calls: metrics.scheduled(id, &scheduled.path),
                }));
            }
        }
        entries
    }

    /// How long after the start the first call is made: between half a period and a whole one, by the entry's name.
    ///
    /// Entries with one period would else be called in one moment for ever, and a start has enough to do without them.
    fn first(&self) -> Duration {
        let [high, low, ..]: [u8; 32] = Sha256::digest(format!("{}{}", self.component, self.path)).into();
        let share = u32::from(u16::from_be_bytes([high, low]));
        self.every.saturating_sub(self.every / 2 * share / 65_536)
    }

    /// One call after the other, until told to stop.
    async fn keep(self: Arc<Entry>, application: Arc<Application>, mut stop: watch::Receiver<()>) {
        let mut pause = self.first();
        loop {
            tokio::select! {
                // Whoever is told to stop when the time has come stops.
                biased;
                _ = stop.changed() => return,
                () = sleep(pause) => {}
            }
            self.call(&application).await;
            pause = self.every;
        }
    }

    async fn call(&self, application: &Application) {
        let (component, path, seconds) = (&*self.component, &*self.path, self.every.as_secs());
        match application.post(component, path).await {
            Ok(status) if status.is_success() => {
                self.calls.ok.inc();
                return;
            }
            Ok(status) => {
                let status = status.as_u16();
                tracing::warn!(component, path, status, "a scheduled call failed: it is made again in {seconds} s");
            }
            Err(error) => {
                tracing::warn!(component, path, "a scheduled call failed: it is made again in {seconds} s: {error:#}");
            }
        }
        self.calls.failed.inc();
    }
}

/// What a path is called with: as service chaining would, and no body.
pub fn request(component: &str, path: &str) -> http::Result<Request<()>> {
    Request::post(format!("http://{component}.spin.internal{path}")).body(())
}

/// The calls of an application that serves. Dropped, it cuts them off.
pub struct Scheduler {
    entries: JoinSet<()>,
    /// Nothing is ever sent: entries are told to stop by its going.
    stop: watch::Sender<()>,
}

impl Scheduler {
    /// Starts the time of each entry.
    pub fn start(application: &Arc<Application>) -> Scheduler {
        let (stop, told) = watch::channel(());
        let mut entries = JoinSet::new();
        for entry in &application.schedule {
            entries.spawn(entry.clone().keep(application.clone(), told.clone()));
        }
        Scheduler { entries, stop }
    }

    /// Begins no further call, and finishes those in flight.
    pub async fn finish(self) {
        let Scheduler { mut entries, stop } = self;
        drop(stop);
        while entries.join_next().await.is_some() {}
    }
}
