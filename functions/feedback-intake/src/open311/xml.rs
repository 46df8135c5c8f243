//! XML, as much of it as GeoReport v2 has: elements and text, no attributes, no namespaces, UTF-8.
//!
//! Nothing is indented: XML keeps the blanks around a text, and clients show them.

use super::tree::Tree;

/// The root must be preceded by this, with this encoding (GeoReport v2, "Encoding").
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// A document with `tree` in the element `root`.
pub fn document(root: &'static str, tree: &Tree) -> String {
    let mut out = String::from(DECLARATION);
    element(&mut out, root, tree);
    out
}

fn element(out: &mut String, name: &'static str, tree: &Tree) {
    let start = out.len();
    for piece in ["<", name, ">"] {
        out.push_str(piece);
    }
    let inside = out.len();
    match tree {
        Tree::Nothing => {}
        Tree::Text(words) => text(out, words),
        Tree::Truth(is_so) => out.push_str(if *is_so { "true" } else { "false" }),
        Tree::Number(digits) => out.push_str(digits.text()),
        Tree::List(each, trees) => trees.iter().for_each(|tree| element(out, each, tree)),
        Tree::Fields(fields) => fields.iter().for_each(|(name, tree)| element(out, name, tree)),
    }
    if out.len() == inside {
        out.truncate(start);
        for piece in ["<", name, "/>"] {
            out.push_str(piece);
        }
    } else {
        for piece in ["</", name, ">"] {
            out.push_str(piece);
        }
    }
}

/// Words as they stand in an element. `>` is escaped too, for `]]>` may not stand there; so is `\r`, which would be read as
/// `\n`.
fn text(out: &mut String, words: &str) {
    for one in words.chars().filter(|&one| is_permitted(one)) {
        match one {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            one => out.push(one),
        }
    }
}

/// Whether a document may have the character at all, be it escaped (XML 1.0, production 2, `Char`).
fn is_permitted(one: char) -> bool {
    matches!(one, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &str) -> String {
        document("a", &Tree::Text(words.to_owned()))
    }

    #[test]
    fn a_document_says_its_encoding_first() {
        assert_eq!(written("Ổ gà 🕳"), "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a>Ổ gà 🕳</a>");
    }

    #[test]
    fn what_has_a_meaning_in_xml_is_escaped() {
        assert!(written("<b>&amp;]]>\"'").ends_with("<a>&lt;b&gt;&amp;amp;]]&gt;\"'</a>"));
        assert!(written("một\r\n\thai").ends_with("<a>một&#13;\n\thai</a>"));
    }

    #[test]
    fn what_no_document_may_have_is_dropped() {
        let illegal: String = ('\0'..=' ').chain(['\u{FFFE}', '\u{FFFF}', '\u{7F}', '\u{85}']).collect();
        assert!(written(&illegal).ends_with("<a>\t\n&#13; \u{7F}\u{85}</a>"));
    }

    #[test]
    fn an_element_without_content_is_one_tag() {
        assert!(written("\0").ends_with("\n<a/>"));
        assert!(document("a", &Tree::List("b", vec![Tree::Nothing])).ends_with("\n<a><b/></a>"));
    }
}
