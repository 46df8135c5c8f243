//! XML 1.0: well-formed, UTF-8, without definitions of its own, and nothing that a browser would run.
//!
//! `roxmltree` parses it: small, without a dependency that matters, iterative, so that depth costs no stack, and without
//! definitions there is nothing that it expands. It compares each attribute of an element with all others, and hands each
//! namespace down to all that stand within: so both are counted before it begins.

use memchr::memmem;
use roxmltree::{Document, Error, Node, ParsingOptions};

use crate::{Flaw, Foreign, Kind, Refused, xml_signature};

/// How many elements and texts a document may have. A signed tax return has some thousands.
const NODES_MAX: u32 = 300_000;
/// How many attributes an element may have, and how many namespaces a document.
const NAMES_MAX: usize = 256;

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";

/// Whether it is a document that only says, and whose signatures are whole.
pub fn check(bytes: &[u8]) -> Result<(), Refused> {
    let flawed = |flaw| Refused::Flawed(Kind::Xml, flaw);
    let text = core::str::from_utf8(bytes).map_err(|_| flawed(Flaw::NotUtf8))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if declared(text).is_some_and(|encoding| !encoding.eq_ignore_ascii_case("utf-8")) {
        return Err(flawed(Flaw::NotUtf8));
    }
    if !is_plain(text) {
        return Err(flawed(Flaw::TooComplex));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| flawed(broken(text, &error)))?;
    match document.root_element().tag_name().namespace() {
        Some(SVG) => return Err(Refused::Foreign(Foreign::Drawing)),
        Some(XHTML) => return Err(Refused::Foreign(Foreign::WebPage)),
        _ => {}
    }
    for node in document.descendants() {
        if is_active(node) {
            return Err(flawed(Flaw::Active));
        }
        xml_signature::check(node).map_err(flawed)?;
    }
    Ok(())
}

/// Whether it is quickly parsed. No value has the sign `<` in it, so what stands up to the next one has all of an element's
/// attributes.
fn is_plain(text: &str) -> bool {
    let attributes =
        |piece: &str| piece.split('=').skip(1).filter(|rest| rest.trim_start().starts_with(['"', '\''])).count();
    let namespaces = memmem::find_iter(text.as_bytes(), b"xmlns").count();
    namespaces <= NAMES_MAX && text.split('<').all(|piece| attributes(piece) <= NAMES_MAX)
}

/// The encoding that the first line names: `<?xml version="1.0" encoding="UTF-8"?>`.
fn declared(text: &str) -> Option<&str> {
    let line = text.strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = line.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.get(1..)?.split_once(quote).map(|(encoding, _)| encoding)
}

fn broken(text: &str, error: &Error) -> Flaw {
    match error {
        Error::DtdDetected | Error::UnknownEntityReference(..) => Flaw::Doctype,
        Error::UnclosedRootNode | Error::UnexpectedEndOfStream => Flaw::Incomplete,
        Error::NodesLimitReached => Flaw::TooComplex,
        // Where its line begins: the parser counts lines and characters.
        error => {
            let lines = usize::try_from(error.pos().row).unwrap_or_default().saturating_sub(1);
            Flaw::Broken(text.split_inclusive('\n').take(lines).map(str::len).sum())
        }
    }
}

/// A browser runs scripts in any XML that has them, and takes one from a style sheet that it names.
fn is_active(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().namespace(), Some(XHTML | SVG))
        || node.pi().is_some_and(|pi| pi.target == "xml-stylesheet")
}

#[cfg(test)]
mod tests;
