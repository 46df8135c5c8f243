//! The two languages that the portal answers in.

/// What a sentence is wanted in. Data that exists only in Vietnamese stays Vietnamese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Vietnamese: the language of every legal text here, and of an answer when nothing else was asked for.
    #[default]
    Vi,
    /// English: a help for foreigners, without legal force.
    En,
}

impl Language {
    /// The tag as HTTP writes it: `vi`, `en`.
    pub const fn as_str(self) -> &'static str {
        self.pick("vi", "en")
    }

    /// The one of two words, Vietnamese first, that this language wants.
    pub const fn pick<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Vi => vi,
            Language::En => en,
        }
    }
}

/// A closed list of words: the value, the word that data and URLs use, and how a person reads it.
macro_rules! words {
    ($name:ident: $($value:ident $word:literal $vi:literal $en:literal,)*) => {
        impl $name {
            /// Every value, in the order in which the portal lists them.
            pub const ALL: &[$name] = &[$($name::$value),*];

            /// The word that data and URLs use.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$value => $word),* }
            }

            /// The value of a word of data or URLs, exactly as [`Self::as_str`] writes it.
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($word => Some($name::$value),)* _ => None }
            }

            /// How a person reads it.
            pub const fn label(self, language: Language) -> &'static str {
                match self { $($name::$value => language.pick($vi, $en)),* }
            }
        }
    };
}
pub(crate) use words;
