//! Rows that wait in the host until their guest reads them.
//!
//! A guest may start many statements and read the rows of none: the limit of its own memory does not hold for these.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::vec::IntoIter;

use wasmtime::StoreContextMut;
use wasmtime::component::{Destination, StreamProducer, StreamResult, VecBuffer};

use crate::bindings::spin::postgres::postgres::Row;

/// What may wait for one instance of a component, in bytes.
pub const UNREAD_BYTES_MAX: usize = 128 << 20;

/// How many bytes wait for one instance.
#[derive(Default)]
pub struct Unread(AtomicUsize);

/// The room that one result takes of them, until dropped.
pub struct Room {
    unread: Arc<Unread>,
    bytes: usize,
}

impl Room {
    /// No room yet.
    pub fn new(unread: &Arc<Unread>) -> Room {
        Room { unread: unread.clone(), bytes: 0 }
    }

    /// How much it is.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes more, if there is more.
    pub fn grow(&mut self, bytes: usize) -> bool {
        let more = |unread: usize| unread.checked_add(bytes).filter(|unread| *unread <= UNREAD_BYTES_MAX);
        let has_grown = self.unread.0.fetch_update(Relaxed, Relaxed, more).is_ok();
        if has_grown {
            self.bytes += bytes;
        }
        has_grown
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.unread.0.fetch_sub(self.bytes, Relaxed);
    }
}

/// The rows of a result, which take their room until the last has been read.
pub struct Rows {
    rows: IntoIter<Row>,
    _room: Room,
}

impl Rows {
    /// All of them, unread.
    pub fn new(rows: Vec<Row>, room: Room) -> Rows {
        Rows { rows: rows.into_iter(), _room: room }
    }
}

impl<D> StreamProducer<D> for Rows {
    type Item = Row;
    type Buffer = VecBuffer<Row>;

    /// Hands over what the guest has asked for and no more: what lies in `to` is not counted any longer.
    fn poll_produce<'a>(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        store: StoreContextMut<'a, D>,
        mut to: Destination<'a, Row, VecBuffer<Row>>,
        _: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        let wanted = to.remaining(store).unwrap_or(usize::MAX);
        let rows: Vec<Row> = self.rows.by_ref().take(wanted).collect();
        to.set_buffer(rows.into());
        let is_end = self.rows.as_slice().is_empty();
        Poll::Ready(Ok(if is_end { StreamResult::Dropped } else { StreamResult::Completed }))
    }
}
