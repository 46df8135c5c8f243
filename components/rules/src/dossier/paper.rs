//! What an act carries: words that say something, lists that are not empty, amounts that are owed.

use core::fmt;

pub use sealed::{Apology, Claim, Former, Papers, Text};

mod sealed {
    use jiff::civil::Date;

    use crate::code::Code;
    use crate::dossier::clock::Permit;
    use crate::dossier::{Stage, State};
    use crate::money::Dong;

    /// Words of a person to a person: not blank, without space around them, at most [`Text::CHARACTERS_MAX`] characters.
    #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Text(String);

    impl Text {
        /// The longest text. Enough for a page of reasons; a limit that no law sets.
        pub const CHARACTERS_MAX: usize = 4_000;

        /// Takes a text; `None` when it says nothing or is too long.
        pub fn new(text: &str) -> Option<Text> {
            let text = text.trim();
            let says = text.chars().any(char::is_alphanumeric) && text.chars().count() <= Text::CHARACTERS_MAX;
            says.then(|| Text(text.into()))
        }

        /// The words.
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }

    /// Papers by name or number, at least one, in order, none twice.
    #[derive(Clone, PartialEq, Eq, Hash)]
    pub struct Papers(Vec<Text>);

    impl Papers {
        /// Takes a list; `None` when it is empty or has one twice.
        pub fn new(papers: impl IntoIterator<Item = Text>) -> Option<Papers> {
            let papers: Vec<Text> = papers.into_iter().collect();
            let mut sorted: Vec<&Text> = papers.iter().collect();
            sorted.sort();
            let twice = sorted.windows(2).any(|pair| matches!(pair, [one, other] if one == other));
            (!papers.is_empty() && !twice).then_some(Papers(papers))
        }

        /// The papers in order.
        pub fn as_slice(&self) -> &[Text] {
            &self.0
        }
    }

    /// What the applicant has to pay, and for what.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub struct Claim {
        amount: Dong,
        purpose: Text,
    }

    impl Claim {
        /// A claim; `None` for no đồng, which nobody can pay.
        pub fn new(amount: Dong, purpose: Text) -> Option<Claim> {
            (amount > Dong::ZERO).then_some(Claim { amount, purpose })
        }

        /// How much.
        pub const fn amount(&self) -> Dong {
            self.amount
        }

        /// For what.
        pub const fn purpose(&self) -> &Text {
            &self.purpose
        }
    }

    /// A dossier that was refused, and may be filed again.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub struct Former(Code);

    impl Former {
        /// The dossier of this code; `None` unless its state is a refusal.
        pub fn new(code: Code, state: State) -> Option<Former> {
            (state.stage() == Stage::NotAccepted).then_some(Former(code))
        }

        /// Its code.
        pub const fn code(&self) -> &Code {
            &self.0
        }
    }

    /// What goes with a new date (phiếu xin lỗi và hẹn lại ngày trả kết quả, form 04).
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub struct Apology {
        words: Text,
        reason: Text,
        new_date: Date,
    }

    impl Apology {
        /// An apology for a date that the clock allows ([`crate::dossier::clock::Clock::may_reappoint`]): there is none for
        /// another date.
        pub const fn new(words: Text, reason: Text, permit: Permit) -> Apology {
            Apology { words, reason, new_date: permit.date() }
        }

        /// The apology, in writing.
        pub const fn words(&self) -> &Text {
            &self.words
        }

        /// Why the first date cannot be kept.
        pub const fn reason(&self) -> &Text {
            &self.reason
        }

        /// The new date.
        pub const fn new_date(&self) -> Date {
            self.new_date
        }
    }
}

/// Words of a person are for people: `Debug` says only what kind of thing it is, so that no log gets them by accident.
impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Text(…)")
    }
}

/// As for [`Text`]: how many, and no word of them.
impl fmt::Debug for Papers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Papers({})", self.as_slice().len())
    }
}
