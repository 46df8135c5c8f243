//! The write-ahead log of a database, put on disk for many commits at once.
//!
//! With `synchronous=FULL` every commit syncs the log by itself, one after the other, under the lock of the only
//! writer. Here connections commit with `NORMAL`, which writes the log and does not sync it, and the host syncs it
//! before it tells the guest: one sync is for all commits that ended before it began, and the next writer works
//! meanwhile. What an acknowledged commit needs to survive a power cut is then on disk, because
//! * a sync through one descriptor is for the whole file, whoever wrote to it;
//! * the log is read back up to the first frame that is damaged or of another generation (`walIndexRecover`), so what
//!   was lost of later commits costs no earlier one;
//! * it starts again from its beginning (`walRestartLog`), is cut or removed only once all of it was copied to the
//!   database, with the log synced before (`walCheckpoint`) and the database after: whoever comes too late to sync his
//!   frames finds them there. `NORMAL` syncs at these places; a guest cannot choose `OFF` (see `authorize`);
//! * SQLite syncs the header of a new log, and with it the folder that names the file (`UNIXFILE_DIRSYNC`).
//!
//! A commit waits for all that was committed before it, also one that wrote nothing: a repeated request that found its
//! first answer says nothing that a power cut could take back. Who only reads does not wait, and may for some
//! milliseconds see what is not yet on disk; what follows from it outside is done by those who write first.
//!
//! A sync that fails is the end of writing: the kernel tells an error once and forgets the pages, so that a second sync
//! would succeed and mean nothing. The file stays open from one sync to the next for the same reason: an error that
//! struck between two of them is told to those who had it open. (No descriptor of the database itself or its `-shm` may
//! be opened here: to close it would drop SQLite's locks.)

use std::fs::{File, metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::bindings::spin::sqlite::sqlite::Error;
use crate::metrics;

/// The log of one database and how far it is on disk.
pub struct Journal {
    path: PathBuf,
    state: Mutex<State>,
    /// Told at the end of each sync.
    synced: Notify,
    /// The file as of the last sync; only who syncs has it.
    file: Mutex<Option<File>>,
    meter: Arc<metrics::Database>,
}

#[derive(Default)]
struct State {
    /// How many transactions have ended.
    commits: u64,
    /// How many of them are on disk.
    on_disk: u64,
    is_syncing: bool,
    /// Why there is no more writing.
    failure: Option<String>,
}

/// The number of a commit, counted from the start of this process.
#[derive(Clone, Copy)]
pub struct Commit(u64);

/// How it stands with a commit.
pub enum Standing {
    /// It is on disk, or never will be.
    Settled(Result<(), Error>),
    /// Somebody syncs; ask again afterwards.
    Waits,
    /// Nobody syncs: whoever asked must now call [`Journal::sync`].
    Yours,
}

impl Journal {
    /// The log of the database at `path`.
    pub fn of(path: &Path, meter: Arc<metrics::Database>) -> Journal {
        let mut path = path.as_os_str().to_owned();
        path.push("-wal");
        let (state, synced, file) = (Mutex::default(), Notify::new(), Mutex::default());
        Journal { path: path.into(), state, synced, file, meter }
    }

    /// Counts a transaction that has just ended, in a connection that stays open until the commit is settled: while one
    /// is open, SQLite does not remove the log.
    pub fn committed(&self) -> Commit {
        self.meter.commits.inc();
        let mut state = self.state();
        state.commits = state.commits.saturating_add(1);
        Commit(state.commits)
    }

    /// How it stands with `commit`; see there what the answer obliges to.
    pub fn standing(&self, commit: Commit) -> Standing {
        let mut state = self.state();
        if state.on_disk >= commit.0 {
            return Standing::Settled(Ok(()));
        }
        if let Some(failure) = &state.failure {
            return Standing::Settled(Err(refusal(failure)));
        }
        if state.is_syncing {
            return Standing::Waits;
        }
        state.is_syncing = true;
        Standing::Yours
    }

    /// Resolves at the end of the first sync that ends after this call.
    pub fn next_sync(&self) -> impl Future<Output = ()> + '_ {
        self.synced.notified()
    }

    /// An error when a sync has failed: nothing may be written any more.
    pub fn soundness(&self) -> Result<(), Error> {
        self.state().failure.as_deref().map_or(Ok(()), |failure| Err(refusal(failure)))
    }

    /// Puts on disk what was committed until now. Blocks.
    pub fn sync(&self) {
        let commits = self.state().commits;
        let synced = self.sync_file();
        self.meter.syncs.inc();
        let mut state = self.state();
        state.is_syncing = false;
        match synced {
            Ok(()) => state.on_disk = commits,
            Err(error) => {
                tracing::error!(log = %self.path.display(), "cannot sync, nothing is written any more: {error}");
                state.failure = Some(error.to_string());
            }
        }
        drop(state);
        self.synced.notify_waiters();
    }

    fn sync_file(&self) -> io::Result<()> {
        let mut kept = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let current = identity(&metadata(&self.path)?);
        // A number cannot have been given to another file while this one is open.
        let is_current = |file: &File| file.metadata().is_ok_and(|kept| identity(&kept) == current);
        let file = match kept.take().filter(is_current) {
            Some(file) => file,
            None => File::open(&self.path)?,
        };
        kept.insert(file).sync_data()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn identity(file: &std::fs::Metadata) -> (u64, u64) {
    (file.dev(), file.ino())
}

fn refusal(failure: &str) -> Error {
    Error::Io(format!("cannot sync to disk, nothing is written until the portal starts again: {failure}"))
}
