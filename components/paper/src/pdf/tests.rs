use proptest::prelude::*;

use super::*;

/// A document with this in its catalogue.
fn document(catalogue: &str) -> Vec<u8> {
    let body = format!("%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R {catalogue}>>\nendobj\n");
    [body.as_bytes(), b"4 0 obj\n<</Length 9>>\nstream\n/JS \xFF\0\xFE>>\nendstream\nendobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"].concat()
}

/// A document whose signature covers all of it. `signature` is what stands between its brackets.
fn signed(signature: &str) -> Vec<u8> {
    let head = "%PDF-1.7\n1 0 obj <</Type /Sig /ByteRange [0 ------- ------- -------] /Contents ";
    let tail = " >> endobj\nstartxref\n9\n%%EOF";
    let container = format!("<{signature}>");
    let behind = head.len() + container.len();
    let numbers = format!("[0 {:07} {:07} {:07}]", head.len(), behind, tail.len());
    format!("{}{container}{tail}", head.replace("[0 ------- ------- -------]", &numbers)).into_bytes()
}

#[test]
fn a_document_that_only_shows_is_taken() {
    assert_eq!(check(&document("")), Ok(()));
    assert_eq!(check(&document("/Encrypted 1 /JSON 2 /Launcher 3")), Ok(()));
    assert_eq!(check(&[document(""), b"\r\n\0\0".to_vec()].concat()), Ok(()));
}

#[test]
fn what_does_something_where_it_is_opened_is_refused() {
    for (catalogue, flaw) in [
        ("/Encrypt 7 0 R", Flaw::Locked),
        ("/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>", Flaw::Active),
        ("/OpenAction <</S/#4aava#53cript>>", Flaw::Active),
        ("/A <</S/Launch/F(cmd.exe)>>", Flaw::Active),
        ("/Names <</EmbeddedFiles 8 0 R>>", Flaw::Attached),
    ] {
        assert_eq!(check(&document(catalogue)), Err(flaw), "{catalogue}");
    }
}

#[test]
fn a_document_begins_and_ends() {
    let whole = document("");
    assert_eq!(check(&whole[..whole.len() - 8]), Err(Flaw::Incomplete));
    assert_eq!(check(b"%PDF-9.1\n%%EOF"), Err(Flaw::Broken(5)));
    assert_eq!(check(b"%PDF-"), Err(Flaw::Broken(5)));
    assert_eq!(check(&[whole, vec![b'x'; END_BYTES]].concat()), Err(Flaw::Incomplete));
}

#[test]
fn a_signature_covers_its_revision() {
    assert_eq!(check(&signed("308201aB 0000")), Ok(()));
    assert_eq!(check(&[signed("3080"), b"\n5 0 obj <</Type /DSS>> endobj\n%%EOF\n".to_vec()].concat()), Ok(()));
    for broken in ["", "0000", "30zz", "31"] {
        assert_eq!(check(&signed(broken)), Err(Flaw::BrokenSignature), "{broken}");
    }
    // Saved again: what was signed is no longer where it was.
    let moved = [b"%PDF-1.7\n% again\n".to_vec(), signed("3080")[9..].to_vec()].concat();
    assert_eq!(check(&moved), Err(Flaw::BrokenSignature));
    for never in [
        "[0 /********** /**********]",
        "[0 1 2]",
        "[0 1 2 3 4]",
        "[0 5 9 99999999]",
        "[0 9 5 1]",
        "[0 0 18446744073709551615 1]",
        "7 0 R",
    ] {
        assert_eq!(check(&document(&format!("/ByteRange {never}"))), Err(Flaw::BrokenSignature), "{never}");
    }
    let many = "/ByteRange [0 1 2 3]".repeat(SIGNATURES_MAX + 1);
    assert!(check(&document(&many)).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = check(&[b"%PDF-1.4\n", &bytes[..], b"%%EOF"].concat());
    }

    #[test]
    fn any_words_are_read(words in prop::collection::vec("stream\n|endstream|>>|/ByteRange|\\[0 [0-9]{1,3} [0-9]{1,3} 2\\]|<30>|/J#5|#|%%EOF| ", 0..40)) {
        let _ = check(format!("%PDF-1.4\n{}%%EOF", words.concat()).as_bytes());
    }

    #[test]
    fn a_signed_document_that_was_cut_is_noticed(cut in 1..60usize) {
        let whole = signed("3080");
        prop_assert!(check(&whole[..whole.len() - cut]).is_err());
    }
}
