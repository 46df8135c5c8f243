//! The task that moves a connection's bytes, and its end.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// How long a driver may take to say goodbye. One that waits for an answer that never comes says none, and would keep
/// its connection's place for as long.
const GOODBYE_MAX: Duration = Duration::from_secs(1);

/// A driver, which ends soon after this is dropped, whatever its server does.
pub struct Driver {
    task: JoinHandle<()>,
    runtime: Handle,
}

impl Driver {
    /// Starts to drive `connection`. `closed` is called when its socket has been.
    pub fn start(
        connection: impl Future<Output = Result<(), tokio_postgres::Error>> + Send + 'static,
        closed: impl FnOnce() + Send + 'static,
    ) -> Driver {
        let runtime = Handle::current();
        Driver { task: runtime.spawn(drive(connection, Closing(Some(closed)))), runtime }
    }

    /// Closes the socket now, without a word to a server that does not answer.
    pub fn abort(&self) {
        self.task.abort();
    }

    /// Waits until the socket is closed, but no longer than `wait_max`.
    pub async fn ended(mut self, wait_max: Duration) {
        if timeout(wait_max, &mut self.task).await.is_err() {
            self.abort();
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !self.task.is_finished() {
            let task = self.task.abort_handle();
            self.runtime.spawn(async move {
                sleep(GOODBYE_MAX).await;
                task.abort();
            });
        }
    }
}

/// `closing` outlives the connection, even when the task is aborted.
async fn drive<F: FnOnce()>(connection: impl Future<Output = Result<(), tokio_postgres::Error>>, closing: Closing<F>) {
    if let Err(error) = connection.await {
        tracing::debug!("a connection to Postgres has ended: {error}");
    }
    drop(closing);
}

struct Closing<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Drop for Closing<F> {
    fn drop(&mut self) {
        if let Some(closed) = self.0.take() {
            closed();
        }
    }
}
