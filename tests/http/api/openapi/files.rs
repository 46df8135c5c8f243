//! Files of a draft, for whoever has its secret: what the portal answers is what the document says.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_tests::samples::{jpeg, pdf, png};
use motcua_tests::{Draft, id_of, key};

use super::document::{example, operation};
use super::drafts::{PLACE, STAY, ready, scene};

const SLOT: &str = "dwelling_proof";

fn begun() -> Draft {
    scene().citizen().drafts(STAY, PLACE)
}

#[test]
fn a_file_is_announced_as_documented() {
    let draft = begun();
    let announce = operation("announce_file");
    let headers = || announce.headers().into_iter().filter(|(name, _)| name != "authorization");
    announce.answers(headers().fold(draft.ask("POST", "/files"), |ask, (name, value)| ask.header(&name, &value)), 201);
    for (operation_name, below) in [("describe_uploads", "/files"), ("describe_upload", "/files/0")] {
        operation(operation_name).answers(draft.ask("OPTIONS", below), 204);
    }

    for (slot, length, status, kind) in
        [(SLOT, 0, 422, "file-empty"), (SLOT, 1 << 30, 413, "file-too-large"), ("nothing", 5, 422, "unknown-slot")]
    {
        announce.refuses(draft.announce(slot, "nhà.pdf", length), status, kind);
    }
    let ask = || draft.tus("POST", "/files");
    announce.refuses(ask(), 400, "missing-upload-length");
    announce.refuses(ask().header("upload-length", "+5"), 400, "malformed-header");
    let sized = || ask().header("upload-length", "5");
    announce.refuses(sized(), 400, "missing-upload-metadata");
    announce.refuses(sized().header("upload-metadata", "slot ?"), 400, "malformed-upload-metadata");
    announce.refuses(draft.ask("POST", "/files"), 412, "other-tus-version");
    let key = key();
    let [one, same] =
        [(); 2].map(|()| announce.answers(draft.announce(SLOT, "a", 5).header("idempotency-key", &key), 201));
    assert_eq!(id_of(&one), id_of(&same));
    let other = draft.announce(SLOT, "a", 6).header("idempotency-key", &key);
    announce.refuses(other, 409, "key-of-another-request");
    // The slot takes ten; two are there.
    for _ in 0..8 {
        announce.answers(draft.announce(SLOT, "a", 5), 201);
    }
    announce.refuses(draft.announce(SLOT, "a", 5), 422, "slot-full");
}

#[test]
fn a_file_goes_up_and_comes_back_as_documented() {
    let draft = begun();
    let [send, offset, download, remove] = ["send_piece", "ask_offset", "download_file", "remove_file"].map(operation);
    for (bytes, kind) in [(pdf(1), "application/pdf"), (jpeg(1), "image/jpeg"), (png(1), "image/png")] {
        let file = id_of(&draft.announce(SLOT, "nhà", bytes.len()).expect(201));
        let at = format!("/files/{file}");
        download.refuses(draft.ask("GET", &at), 409, "file-unfinished");
        send.answers(draft.send(&file, 0, &bytes[..9]), 204);
        assert_eq!(offset.answers(draft.tus("HEAD", &at), 200).header("upload-offset"), Some("9"));
        send.answers(draft.send(&file, 9, &bytes[9..]), 204);
        offset.answers(draft.tus("HEAD", &at), 200);
        let whole = download.answers(draft.ask("GET", &at), 200);
        assert_eq!((whole.header("content-type"), &whole.body), (Some(kind), &bytes));
        let tag = whole.header("etag").expect("a tag");
        download.answers(draft.ask("GET", &at).header("if-none-match", tag), 304);
        remove.answers(draft.tus("DELETE", &at), 204);
        remove.refuses(draft.tus("DELETE", &at), 404, "no-such-file");
        download.refuses(draft.ask("GET", &at), 404, "no-such-file");
        offset.answers(draft.tus("HEAD", &at), 404);
    }
}

#[test]
fn a_piece_that_is_not_taken_is_refused_as_documented() {
    let draft = begun();
    let [send, offset, remove] = ["send_piece", "ask_offset", "remove_file"].map(operation);
    let file = id_of(&draft.announce(SLOT, "nhà.pdf", 20).expect(201));
    let at = format!("/files/{file}");
    let refused = send.refuses(draft.send(&file, 3, b"a"), 409, "other-offset");
    assert_eq!(refused["offset"], 0);
    send.refuses(draft.send(&file, 0, &[b'a'; 21]), 400, "beyond-upload-length");
    send.refuses(draft.tus("PATCH", &at).body("a"), 415, "unsupported-media-type");
    send.refuses(draft.ask("PATCH", &at).body("a"), 412, "other-tus-version");
    offset.answers(draft.ask("HEAD", &at), 412);
    remove.refuses(draft.ask("DELETE", &at), 412, "other-tus-version");
    send.refuses(draft.send(&file, 0, b"a").header("upload-checksum", "md5 YQ=="), 400, "unknown-checksum");
    let checksum = send.parameters("header").find(|one| one["name"] == "Upload-Checksum").map(example);
    let with_sum =
        |bytes: &[u8]| draft.send(&file, 0, bytes).header("upload-checksum", checksum.as_deref().expect("a sum"));
    send.refuses(with_sum(b"abd"), 460, "other-checksum");
    assert_eq!(send.answers(with_sum(b"abc"), 204).header("upload-offset"), Some("3"));
}

#[test]
fn a_file_that_is_not_taken_is_refused_as_documented() {
    let draft = begun();
    let send = operation("send_piece");
    for (bytes, kind) in [
        (b"PK\x03\x04 and so on".to_vec(), "file-kind"),
        (pdf(1)[..40].to_vec(), "file-unusable"),
        (b"<?xml version=\"1.0\"?><a/>".to_vec(), "file-not-for-slot"),
    ] {
        let file = id_of(&draft.announce(SLOT, "nhà.pdf", bytes.len()).expect(201));
        send.refuses(draft.send(&file, 0, &bytes), 422, kind);
    }
}

#[test]
fn a_filed_file_stays_as_documented() {
    let draft = ready(&scene().citizen());
    draft.submit();
    let at = format!("/files/{}", draft.files[0].1);
    operation("remove_file").refuses(draft.tus("DELETE", &at), 409, "file-finished");
    // It does not end any more.
    let standing = operation("ask_offset").answers(draft.tus("HEAD", &at), 200);
    assert_eq!(standing.header("upload-expires"), None);
    let said = format!("slot {},filename {}", STANDARD.encode(SLOT), STANDARD.encode("nhà.pdf"));
    assert!(standing.header("upload-metadata").is_some_and(|metadata| metadata.starts_with(&said)));
    operation("announce_file").answers(draft.announce("supplement", "bổ sung.pdf", 10), 201);
}
