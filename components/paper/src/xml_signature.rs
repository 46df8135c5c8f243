//! The signatures of an XML document (W3C XML Signature 1.1, 4), as far as their form goes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;

use crate::Flaw;

const SIGNATURES: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Checks that a node, where it is a signature, has all that one needs: how and of what it was made, at least one thing that
/// it signs with its digest, and the value; and that a certificate is whole. Whether the signature is right is for whoever has
/// the certificates of the roots.
pub fn check(node: Node<'_, '_>) -> Result<(), Flaw> {
    let is_whole = match node.tag_name().name() {
        "Signature" if is(node, "Signature") => is_whole(node).is_some(),
        "X509Certificate" if is(node, "X509Certificate") => is_base64(node),
        _ => true,
    };
    if is_whole { Ok(()) } else { Err(Flaw::BrokenSignature) }
}

fn is_whole(signature: Node<'_, '_>) -> Option<()> {
    let info = child(signature, "SignedInfo")?;
    child(info, "CanonicalizationMethod")?.attribute("Algorithm")?;
    child(info, "SignatureMethod")?.attribute("Algorithm")?;
    is_base64(child(signature, "SignatureValue")?).then_some(())?;
    let mut references = info.children().filter(|node| is(*node, "Reference")).peekable();
    references.peek()?;
    for reference in references {
        child(reference, "DigestMethod")?.attribute("Algorithm")?;
        is_base64(child(reference, "DigestValue")?).then_some(())?;
    }
    Some(())
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((SIGNATURES, name))
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|node| is(*node, name))
}

/// Whether an element holds bytes as base64, with whatever space between them.
fn is_base64(node: Node<'_, '_>) -> bool {
    let text: String = node.children().filter_map(|node| node.text()).collect();
    let text: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(text).is_ok_and(|bytes| !bytes.is_empty())
}
