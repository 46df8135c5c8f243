//! How alike two texts are, so that a second report of one thing can be shown beside the first.
//!
//! A text is a set: its folded words and each two that follow one another. A signature keeps for each of 32 orders of all
//! sets the smallest member (min-hash, Broder 1997); two signatures agree in the share of places in which the sets do. It
//! does not give the text back, and has one size, so the store keeps it beside what is sealed.
//!
//! Likeness is a hint for people and never a decision: items that are alike, about the same and at the same place within
//! [`WINDOW_DAYS`] are shown to whoever writes and to the desk.

use super::terms;

/// From this likeness on two texts may say the same.
///
/// Measured in `tests/feedback_likeness.rs`: of pairs that say the same 15 of 16 reach it (the other, told in wholly other
/// words, has 34), of pairs that do not, often about one house or crossing, none of 21 (at most 40).
pub const ALIKE: u8 = 45;

/// Items are compared with those received so many days before.
pub const WINDOW_DAYS: u16 = 30;

/// Orders that a signature keeps.
const ORDERS: usize = 32;

/// The largest prime below 2³²: products of two numbers below it fit 64 bits, so nothing here wraps.
const PRIME: u64 = (1 << 32) - 5;

/// What makes the orders: for each `a` and `b`, twice.
const FACTORS: [[u64; 4]; ORDERS] = factors();

/// What stands where a set has no member; no member hashes to it.
const NOTHING: u32 = u32::MAX;

/// What is kept of a text to compare it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Signature([u32; ORDERS]);

impl Signature {
    /// The length of its bytes.
    pub const BYTES: usize = 4 * ORDERS;

    /// The signature of a text. Diacritics, case and punctuation do not matter, nor what people say around the thing.
    ///
    /// ```
    /// # use motcua_rules::feedback::likeness::{ALIKE, Signature, likeness};
    /// let of = Signature::of;
    /// assert_eq!(likeness(&of("Đèn đường Lê Lợi hỏng!"), &of("den duong le loi hong")), 100);
    /// assert!(likeness(&of("Đèn hỏng"), &of("Đường ngập")) < ALIKE);
    /// ```
    pub fn of(text: &str) -> Signature {
        let mut smallest = [NOTHING; ORDERS];
        for member in members(text) {
            for (kept, place) in smallest.iter_mut().zip(orders(member)) {
                *kept = place.min(*kept);
            }
        }
        Signature(smallest)
    }

    /// As the store keeps it: 128 bytes, each number with its highest byte first.
    pub fn to_bytes(&self) -> [u8; Signature::BYTES] {
        let mut bytes = [0; Signature::BYTES];
        for (to, byte) in bytes.iter_mut().zip(self.0.iter().flat_map(|kept| kept.to_be_bytes())) {
            *to = byte;
        }
        bytes
    }

    /// Reads what [`Signature::to_bytes`] wrote; `None` for another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Signature> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        let kept: Vec<u32> = numbers.iter().map(|number| u32::from_be_bytes(*number)).collect();
        kept.try_into().ok().filter(|_| rest.is_empty()).map(Signature)
    }
}

/// How alike two texts are, 0 to 100: the share of their words, and of each two in a row, that both have, to some 8 either
/// way. A text without words is like nothing, not even another such.
pub fn likeness(one: &Signature, other: &Signature) -> u8 {
    let same = one.0.iter().zip(other.0).filter(|(one, other)| **one == *other && **one != NOTHING).count();
    u8::try_from(same * 100 / ORDERS).unwrap_or(100)
}

/// The set that a text is.
fn members(text: &str) -> Vec<u64> {
    let words: Vec<u64> = terms::bare(text).iter().map(|word| hash(0, word.bytes())).collect();
    let pairs = words.windows(2).filter_map(|two| match two {
        [first, second] => Some(hash(*first, second.to_be_bytes().into_iter())),
        _ => None,
    });
    let pairs: Vec<u64> = pairs.collect();
    words.into_iter().chain(pairs).collect()
}

/// A polynomial in the bytes: below [`PRIME`].
fn hash(start: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(start, |hash, byte| modulo(hash * 65_599 + u64::from(byte) + 1))
}

/// The places of a member in the orders: twice `a x + b` modulo the prime (Carter and Wegman 1979) with the bits folded in
/// between, since once is not enough for sets of three.
fn orders(member: u64) -> impl Iterator<Item = u32> {
    FACTORS.iter().map(move |[a, b, c, d]| {
        let once = modulo(a * member + b);
        let place = modulo(c * (once ^ (once >> 15)) + d);
        u32::try_from(place).unwrap_or(NOTHING)
    })
}

/// The rest by [`PRIME`], without a division: a text has some ten thousand of these, and 2³² leaves 5.
const fn modulo(number: u64) -> u64 {
    const fn folded(number: u64) -> u64 {
        (number >> 32) * 5 + (number & 0xffff_ffff)
    }
    let rest = folded(folded(number));
    if rest < PRIME { rest } else { rest - PRIME }
}

/// From the generator of Park and Miller (1988), whose state stays below 2³¹.
const fn factors() -> [[u64; 4]; ORDERS] {
    let (mut all, mut state, mut at) = ([[0; 4]; ORDERS], 20_080_214_u64, 0);
    while at < 4 * ORDERS {
        state = state * 48_271 % 2_147_483_647;
        all[at / 4][at % 4] = state;
        at += 1;
    }
    all
}
