//! Where a statement runs.

use crate::bindings::spin::sqlite::sqlite::Error;

/// Where what waits for a disk is done.
#[derive(Clone, Copy)]
pub enum Place {
    /// On this thread, which has moved its other work away.
    Here,
    /// On a thread made for waiting.
    Elsewhere,
}

impl Place {
    /// Does the work there.
    pub async fn run<R: Send + 'static>(
        self,
        work: impl FnOnce() -> Result<R, Error> + Send + 'static,
    ) -> Result<R, Error> {
        match self {
            Place::Here => work(),
            Place::Elsewhere => match tokio::task::spawn_blocking(work).await {
                Ok(result) => result,
                Err(error) => Err(Error::Io(error.to_string())),
            },
        }
    }
}
