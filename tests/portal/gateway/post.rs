//! A gateway's calls to the portal: when they are made, and what befalls them on the way.

use super::books::{Books, Says};
use super::dialect::{About, Dialect, Heard, Message};
use super::{Shared, Simulator};
use crate::chance::Chance;

/// After a payment that the portal knows of, a failure is told of it so much later at most, in milliseconds.
const LATE_MS: usize = 600_000;
/// Calls that are delayed come so much later at most, in milliseconds.
const DELAY_MS: usize = 1_800_000;
/// What has to come again until it is taken is not lost more often than so.
const LOST_MAX: u32 = 6;

/// A call that the portal waits for.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What the gateway calls the order.
    pub reference: String,
    /// What it says.
    pub says: Says,
    /// The payment it is about.
    pub payment: Option<usize>,
    /// What it is called in all of its tries.
    pub id: String,
    /// How often it was tried.
    pub tries: u32,
    /// When it is to be sent, in milliseconds since 1970.
    pub due: u64,
}

/// What befalls calls, each so often in a thousand times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Faults {
    /// It does not arrive.
    pub lost: usize,
    /// It arrives, and the answer does not.
    pub unheard: usize,
    /// It comes later.
    pub delayed: usize,
    /// It comes twice.
    pub doubled: usize,
    /// It comes after one that was written later.
    pub overtaken: usize,
    /// Before it comes one in which a letter is another: that must never be believed.
    pub spoilt: usize,
    /// After a success that was heard comes a failure of the same order.
    pub contradicted: usize,
}

impl Faults {
    /// All arrive.
    pub const NONE: Faults =
        Faults { lost: 0, unheard: 0, delayed: 0, doubled: 0, overtaken: 0, spoilt: 0, contradicted: 0 };
    /// A bad day.
    pub const BAD_DAY: Faults =
        Faults { lost: 200, unheard: 120, delayed: 150, doubled: 150, overtaken: 300, spoilt: 150, contradicted: 60 };
}

/// What became of the calls of one delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Calls that arrived.
    pub calls: usize,
    /// Those that were taken.
    pub taken: usize,
    /// Those that the portal wants again.
    pub again: usize,
    /// Spoilt ones, all of which were refused.
    pub spoilt: usize,
    /// Those that nobody answered.
    pub silent: usize,
}

impl std::ops::AddAssign for Delivered {
    fn add_assign(&mut self, other: Delivered) {
        self.calls += other.calls;
        self.taken += other.taken;
        self.again += other.again;
        self.spoilt += other.spoilt;
        self.silent += other.silent;
    }
}

impl Simulator {
    /// Makes the calls that are due.
    pub fn deliver(&self, portal: &str, faults: &Faults) -> Delivered {
        self.send(portal, faults, false)
    }

    /// Makes all calls now, due or not.
    pub fn deliver_all(&self, portal: &str, faults: &Faults) -> Delivered {
        self.send(portal, faults, true)
    }

    /// How many calls are still to be made.
    pub fn pending(&self) -> usize {
        self.shared.books().letters.len()
    }

    /// Takes the calls that are due out of the post, as they would be made.
    pub fn take(&self) -> Vec<Message> {
        let mut books = self.shared.books();
        let letters: Vec<Letter> = books.letters.drain(..).collect();
        let dialect = self.shared.dialect.as_ref();
        letters
            .iter()
            .filter(|letter| dialect.tells(letter.says))
            .map(|one| written(dialect, &books, one, None))
            .collect()
    }

    /// What the gateway makes of an answer.
    pub fn heard(&self, answer: &crate::client::Answer) -> Heard {
        self.shared.dialect.heard(answer)
    }

    fn send(&self, portal: &str, faults: &Faults, hurry: bool) -> Delivered {
        let mut delivered = Delivered::default();
        for letter in due(&self.shared, faults, hurry) {
            self.bring(portal, faults, letter, &mut delivered);
        }
        delivered
    }

    /// Brings one, or not.
    fn bring(&self, portal: &str, faults: &Faults, letter: Letter, delivered: &mut Delivered) {
        let dialect = self.shared.dialect.as_ref();
        let fate = Fate::draw(&mut self.shared.books(), faults, &letter);
        if fate.delay > 0 {
            let mut books = self.shared.books();
            let due = books.now + fate.delay;
            books.letters.push(Letter { due, ..letter });
            return;
        }
        if let Some(mut chance) = fate.spoilt {
            let message = written(dialect, &self.shared.books(), &letter, Some(&mut chance));
            self.bring_spoilt(portal, &message, delivered);
        }
        let mut heard = None;
        for _ in 0..fate.copies {
            let message = written(dialect, &self.shared.books(), &letter, None);
            heard = self.bring_once(portal, &letter, &message, delivered);
        }
        let heard = heard.filter(|_| !fate.is_unheard);
        self.note(letter, heard, faults);
    }

    fn bring_once(&self, portal: &str, letter: &Letter, message: &Message, delivered: &mut Delivered) -> Option<Heard> {
        let Ok(answer) = message.to(portal, self.kind).attempt() else {
            delivered.silent += 1;
            return None;
        };
        let heard = self.shared.dialect.heard(&answer);
        delivered.calls += 1;
        match heard {
            Heard::Taken => delivered.taken += 1,
            Heard::Again => delivered.again += 1,
            Heard::Refused | Heard::Nonsense => {
                let (status, text) = (answer.status, answer.text());
                let what = format!("{heard:?} to a true call: {status} {text}\n{letter:?}\n{message:?}");
                self.shared.books().violation(what);
            }
        }
        Some(heard)
    }

    fn bring_spoilt(&self, portal: &str, message: &Message, delivered: &mut Delivered) {
        let Ok(answer) = message.to(portal, self.kind).attempt() else { return };
        delivered.spoilt += 1;
        if self.shared.dialect.heard(&answer) == Heard::Taken {
            let text = answer.text();
            self.shared.books().violation(format!("a spoilt call was taken: {} {text}: {message:?}", answer.status));
        }
    }

    /// What follows from an answer, or from none.
    fn note(&self, letter: Letter, heard: Option<Heard>, faults: &Faults) {
        let mut books = self.shared.books();
        if heard == Some(Heard::Taken) {
            if let Some(payment) = letter.payment.filter(|_| letter.says == Says::Paid) {
                books.payments[payment].is_told = true;
                if books.happens(faults.contradicted) {
                    books.tell(&letter.reference, Says::Failed, None);
                    let later = books.now + 1 + books.chance.below(LATE_MS) as u64;
                    books.letters.last_mut().expect("a letter").due = later;
                }
            }
            return;
        }
        let tries = letter.tries + 1;
        if let Some(wait) = self.shared.dialect.patience(tries) {
            let due = books.now + wait;
            books.letters.push(Letter { tries, due, ..letter });
        }
    }
}

/// The calls that are to be made now, out of the post.
fn due(shared: &Shared, faults: &Faults, hurry: bool) -> Vec<Letter> {
    let mut books = shared.books();
    let now = books.now;
    let all: Vec<Letter> = books.letters.drain(..).filter(|letter| shared.dialect.tells(letter.says)).collect();
    let (mut due, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|letter| hurry || letter.due <= now);
    books.letters = rest;
    due.sort_by_key(|letter| letter.due);
    for place in 1..due.len() {
        if books.happens(faults.overtaken) {
            due.swap(place - 1, place);
        }
    }
    due
}

fn written(dialect: &dyn Dialect, books: &Books, letter: &Letter, spoilt: Option<&mut Chance>) -> Message {
    let about = About { reference: &letter.reference, says: letter.says, payment: letter.payment, id: &letter.id };
    dialect.message(books, &about, spoilt)
}

/// What befalls one call.
struct Fate {
    /// Milliseconds; 0 where it is sent now.
    delay: u64,
    /// How often it arrives.
    copies: usize,
    is_unheard: bool,
    spoilt: Option<Chance>,
}

impl Fate {
    fn draw(books: &mut Books, faults: &Faults, letter: &Letter) -> Fate {
        let may_be_lost = letter.tries < LOST_MAX;
        let is_delayed = books.happens(faults.delayed);
        let delay = if is_delayed { 1 + books.chance.below(DELAY_MS) as u64 } else { 0 };
        let is_lost = books.happens(faults.lost) && may_be_lost;
        let is_doubled = books.happens(faults.doubled);
        let is_unheard = books.happens(faults.unheard) && may_be_lost;
        let spoilt = if books.happens(faults.spoilt) { Some(Chance::of(books.chance.number())) } else { None };
        let copies = usize::from(!is_lost) * (1 + usize::from(is_doubled));
        Fate { delay, copies, is_unheard, spoilt }
    }
}
