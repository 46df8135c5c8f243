//! Why a file is not taken.

use core::fmt;

use crate::{Foreign, Kind};

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refused {
    /// There is nothing in it.
    Empty,
    /// It is of a kind that is not taken.
    Foreign(Foreign),
    /// It is of a kind that is taken, and something is wrong with it.
    Flawed(Kind, Flaw),
}

/// What is wrong with a file of a kind that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// It ends before its end.
    Incomplete,
    /// From this byte on it is not what its kind is.
    Broken(usize),
    /// It is a file of another kind as well.
    NotAlone,
    /// It has more pixels than [`crate::PIXELS_MAX`]: width and height.
    TooManyPixels(u32, u32),
    /// It is built as no paper is, so that whoever reads it is kept busy: hundreds of attributes in one element, and the like.
    TooComplex,
    /// It is encrypted, or locked against printing or copying.
    Locked,
    /// It has a program in it, or starts one.
    Active,
    /// It has other files in it.
    Attached,
    /// It is text in another encoding than UTF-8.
    NotUtf8,
    /// It brings definitions of its own (DOCTYPE), which may name other files.
    Doctype,
    /// There is a signature on it that no one could verify: unfinished, cut, or not where it says.
    BrokenSignature,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Empty => out.write_str("nothing in it"),
            Refused::Foreign(foreign) => write!(out, "of another kind: {foreign:?}"),
            Refused::Flawed(kind, flaw) => write!(out, "{}: {flaw:?}", kind.media_type()),
        }
    }
}

impl std::error::Error for Refused {}
