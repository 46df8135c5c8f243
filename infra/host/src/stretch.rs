//! For how long a guest has been computing without a pause.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::engine::TICK;

/// What one instance has computed since it last waited for something.
///
/// A guest that computes has a turn until the epoch moves, then yields to others and has another. What it waits for its
/// next turn is not counted: with many guests computing that is most of the time, and neither the end of a stretch.
#[derive(Clone, Default)]
pub struct Stretch(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    computed: Duration,
    /// When the current turn began; nothing before the first yield.
    turn: Option<Instant>,
    is_yielding: bool,
}

impl Stretch {
    /// Counts the turn that now ends, and says how long the stretch is.
    pub fn tick(&self) -> Duration {
        let mut state = self.state();
        // A longer turn is not the guest's doing: the host waited for a disk, or the machine did something else.
        let turn = state.turn.map_or(Duration::ZERO, |turn| turn.elapsed().min(TICK));
        state.computed = state.computed.saturating_add(turn);
        state.computed
    }

    /// Lets others have their turn.
    pub fn turn_over(&self) -> impl Future<Output = ()> + Send + Sync + 'static {
        let stretch = self.clone();
        poll_fn(move |context| {
            let mut state = stretch.state();
            state.is_yielding = !state.is_yielding;
            if state.is_yielding {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            state.turn = Some(Instant::now());
            Poll::Ready(())
        })
    }

    /// To be told when the instance has nothing to do now: the guest waits for something, if not for its turn.
    pub fn rest(&self) {
        if !self.state().is_yielding {
            self.end();
        }
    }

    /// Ends the stretch.
    pub fn end(&self) {
        let mut state = self.state();
        state.computed = Duration::ZERO;
        state.turn = None;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
