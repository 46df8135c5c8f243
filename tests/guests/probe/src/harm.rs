//! What a broken, a hostile or merely a busy guest does.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::{Asked, Tried};

/// Does it. A `wait` before it lets the test choose the moment.
#[expect(clippy::panic, reason = "a panic is one of the harms")]
pub async fn harm(what: &str, asked: &Asked) -> Tried {
    if !asked.get("wait").is_empty() {
        crate::get(asked.get("wait")).await?;
    }
    match what {
        "trap" => std::process::abort(),
        "panic" => panic!("as asked"),
        "compute" => compute(Duration::from_millis(asked.number("ms"))),
        "loop" => compute(Duration::MAX),
        _ => memory(asked.number("mib")),
    }
}

fn compute(time: Duration) -> Tried {
    let started = Instant::now();
    let mut number = 0_u64;
    while started.elapsed() < time {
        for _ in 0..10_000 {
            number = black_box(number.wrapping_add(1));
        }
    }
    Ok(json!("computed"))
}

/// Takes memory until it is refused or has enough, and says how much that was.
fn memory(mib_wanted: u64) -> Tried {
    let mut taken: Vec<Vec<u8>> = Vec::new();
    while (taken.len() as u64) < mib_wanted {
        let mut piece = Vec::new();
        if piece.try_reserve_exact(1 << 20).is_err() {
            break;
        }
        piece.resize(1 << 20, 1);
        taken.push(black_box(piece));
    }
    Ok(json!(taken.len()))
}
