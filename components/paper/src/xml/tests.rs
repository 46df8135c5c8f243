use proptest::prelude::*;

use super::*;

const NAMESPACE: &str = "xmlns:ds='http://www.w3.org/2000/09/xmldsig#'";

fn signed(value: &str, digest: &str, certificate: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<to-khai {NAMESPACE}><ten>Nguyễn Văn A</ten><ds:Signature><ds:SignedInfo>\
         <ds:CanonicalizationMethod Algorithm='c14n'/><ds:SignatureMethod Algorithm='rsa'/><ds:Reference URI=''>\
         <ds:DigestMethod Algorithm='sha256'/><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>\
         <ds:SignatureValue>{value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}\
         </ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature></to-khai>"
    )
}

fn flaw(text: &str) -> Option<Flaw> {
    match check(text.as_bytes()) {
        Ok(()) => None,
        Err(Refused::Flawed(Kind::Xml, flaw)) => Some(flaw),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_document_that_only_says_is_taken() {
    for good in [
        "<a/>",
        "\u{FEFF}<?xml version='1.0' encoding='utf-8' ?>\n<a b='&lt;&#65;'>&amp;</a>",
        "<a><![CDATA[<script>]]></a>",
    ] {
        assert_eq!(flaw(good), None, "{good}");
    }
    let deep = 100_000;
    assert_eq!(flaw(&format!("{}{}", "<a>".repeat(deep), "</a>".repeat(deep))), None);
}

#[test]
fn what_a_browser_would_run_or_a_parser_would_fetch_is_refused() {
    for (text, is) in [
        ("<a xmlns:h='http://www.w3.org/1999/xhtml'><h:script/></a>", Flaw::Active),
        ("<a><svg xmlns='http://www.w3.org/2000/svg' onload='x'/></a>", Flaw::Active),
        ("<?xml-stylesheet href='x.xsl'?><a/>", Flaw::Active),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", Flaw::Doctype),
        ("<a>&nbsp;</a>", Flaw::Doctype),
        ("<?xml version='1.0' encoding='windows-1258'?><a/>", Flaw::NotUtf8),
        ("<a>\n<b>\n</a>", Flaw::Broken(8)),
        ("<a", Flaw::Broken(0)),
        ("<a><b>", Flaw::Incomplete),
        ("<a/><b/>", Flaw::Broken(0)),
    ] {
        assert_eq!(flaw(text), Some(is), "{text}");
    }
    assert_eq!(check(b"\xFF\xFE<\0a\0/\0>\0"), Err(Refused::Flawed(Kind::Xml, Flaw::NotUtf8)));
    assert_eq!(check(b"<s:svg xmlns:s='http://www.w3.org/2000/svg'/>"), Err(Refused::Foreign(Foreign::Drawing)));
}

#[test]
fn what_keeps_a_reader_busy_is_refused() {
    let attributes: String = (0..=NAMES_MAX).map(|number| format!(" a{number} =\n\"\"")).collect();
    let namespaces: String = (0..=NAMES_MAX).map(|number| format!("<a xmlns:n{number}=''>")).collect();
    for busy in [format!("<a {attributes}/>"), namespaces, format!("<a>{}</a>", "<b/>".repeat(NODES_MAX as usize))] {
        assert_eq!(flaw(&busy), Some(Flaw::TooComplex));
    }
}

#[test]
fn a_signature_has_all_that_one_needs() {
    assert_eq!(flaw(&signed("MIIB\nAA==", "AAAA", "MIIC")), None);
    for (value, digest, certificate) in
        [("", "AAAA", "MIIC"), ("MIIB", "AAA", "MIIC"), ("MIIB", "AAAA", "MII?"), ("MIIB", "", "MIIC")]
    {
        assert_eq!(
            flaw(&signed(value, digest, certificate)),
            Some(Flaw::BrokenSignature),
            "{value} {digest} {certificate}"
        );
    }
    assert_eq!(flaw(&format!("<a {NAMESPACE}><ds:Signature/></a>")), Some(Flaw::BrokenSignature));
    assert_eq!(flaw("<a><Signature/></a>"), None);
}

proptest! {
    #[test]
    fn any_text_is_read(text in ".{0,100}", words in prop::collection::vec("<a|>|</a>|<!--|-->|<\\?|\\?>|<!\\[CDATA\\[|\\]\\]>|=| b|\"|'|&|;|x", 0..30)) {
        let _ = (check(format!("<a>{text}</a>").as_bytes()).is_ok(), check(format!("<{}", words.concat()).as_bytes()).is_ok());
    }

    #[test]
    fn any_cut_is_noticed(cut: prop::sample::Index) {
        let whole = signed("MIIB", "AAAA", "MIIC");
        prop_assert!(check(&whole.as_bytes()[..cut.index(whole.len())]).is_err());
    }
}
