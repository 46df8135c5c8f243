//! Many callers at one moment.

use std::sync::Barrier;
use std::thread;

/// What each of so many callers is answered, all of them calling at once.
pub fn at_once<T: Send>(callers: usize, call: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (barrier, call) = (Barrier::new(callers), &call);
    thread::scope(|scope| {
        let caller = |number| {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                call(number)
            })
        };
        let callers: Vec<_> = (0..callers).map(caller).collect();
        callers.into_iter().map(|caller| caller.join().expect("an answer")).collect()
    })
}
