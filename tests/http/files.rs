//! `/api/drafts/{id}/files`: files go up in pieces, are looked at, and come back.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_tests::samples::{jpeg, jpeg_with_place, pdf, pdf_of, png};
use motcua_tests::{Answer, Citizen, Draft, id_of, key, portal, reset};
use serde_json::Value;

/// A procedure with a slot that takes ten PDFs or pictures of medium size, and the unit of a desk.
const PROCEDURE: &str = "1.001193";
const PLACE: &str = "00118";
const SLOT: &str = "birth_certificate";
const MEDIUM: usize = 10_485_760;

fn draft() -> Draft {
    Citizen::new(&portal().url).drafts(PROCEDURE, PLACE)
}

fn announced(draft: &Draft, name: &str, length: usize) -> String {
    id_of(&draft.announce(SLOT, name, length).expect(201))
}

fn standing(draft: &Draft, file: &str) -> Answer {
    draft.tus("HEAD", &format!("/files/{file}")).expect(200)
}

fn offset(answer: &Answer) -> usize {
    answer.header("upload-offset").and_then(|offset| offset.parse().ok()).expect("an offset")
}

fn download(draft: &Draft, file: &str) -> Answer {
    draft.ask("GET", &format!("/files/{file}")).expect(200)
}

/// What the draft says of a file.
fn shown(draft: &Draft, file: &str) -> Value {
    let files = draft.restored()["files"].clone();
    let found = files.as_array().and_then(|files| files.iter().find(|one| one["id"] == file));
    found.unwrap_or_else(|| panic!("no {file}: {files}")).clone()
}

/// Uploads a file that is refused, and answers with the problem. Nothing of it is left.
#[track_caller]
fn refused(draft: &Draft, bytes: &[u8], kind: &str) -> Value {
    let file = announced(draft, "giấy.pdf", bytes.len());
    let problem = draft.send(&file, 0, bytes).expect(422).problem(kind);
    draft.tus("HEAD", &format!("/files/{file}")).expect(404);
    problem
}

#[test]
fn what_of_the_protocol_there_is_is_told_to_everybody() {
    let answer = portal().ask("OPTIONS", &format!("/api/drafts/H29-{}/files", "0".repeat(32))).expect(204);
    for (header, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation,expiration,checksum,termination"),
        ("tus-checksum-algorithm", "sha256,sha1"),
        ("tus-max-size", "20971520"),
    ] {
        assert_eq!(answer.header(header), Some(value), "{header}");
    }
}

#[test]
fn a_file_goes_up_in_pieces_and_comes_back_as_it_was() {
    let (draft, bytes) = (draft(), pdf_of(700_000, 1));
    let created = draft.announce(SLOT, "../Giấy chứng sinh.pdf", bytes.len()).expect(201);
    assert!(created.header("upload-expires").is_some_and(|date| date.ends_with(" GMT")), "{created:?}");
    assert_eq!(created.header("tus-resumable"), Some("1.0.0"));
    let file = id_of(&created);
    for (start, end) in [(0, 1), (1, 300_000), (300_000, 300_000), (300_000, bytes.len())] {
        assert_eq!(offset(&standing(&draft, &file)), start);
        assert_eq!(shown(&draft, &file)["finished"], false);
        let sent = draft.send(&file, start, &bytes[start..end]).expect(204);
        assert_eq!((offset(&sent), sent.header("upload-expires")), (end, created.header("upload-expires")));
    }
    let head = standing(&draft, &file);
    assert_eq!((offset(&head), head.header("cache-control")), (bytes.len(), Some("no-store")));
    assert_eq!(head.header("upload-length"), Some("700000"));
    let name = STANDARD.encode("Giấy chứng sinh.pdf");
    assert!(head.header("upload-metadata").is_some_and(|said| said.contains(&format!("filename {name}"))), "{head:?}");

    let known = shown(&draft, &file);
    assert_eq!((&known["finished"], &known["media_type"]), (&true.into(), &"application/pdf".into()));
    assert_eq!((&known["name"], &known["size"]), (&"Giấy chứng sinh.pdf".into(), &700_000.into()));
    let back = download(&draft, &file);
    assert!(back.body == bytes);
    assert_eq!(back.header("content-type"), Some("application/pdf"));
    assert_eq!(back.header("x-content-type-options"), Some("nosniff"));
    let disposition = "attachment; filename*=UTF-8''Gi%E1%BA%A5y%20ch%E1%BB%A9ng%20sinh.pdf";
    assert_eq!(back.header("content-disposition"), Some(disposition));
}

#[test]
fn a_photograph_keeps_how_it_is_turned_and_loses_where_it_was_taken() {
    let draft = draft();
    let came = jpeg_with_place(7);
    let file = draft.put(SLOT, "IMG_0001.jpg", &came);
    let kept = download(&draft, &file).body;
    let has = |what: &[u8]| kept.windows(what.len()).any(|part| part == what);
    assert!(has(b"\x01\x12\0\x03\0\0\0\x01\0\x06") && !has(&[0x88, 0x25]), "{}", kept.escape_ascii());
    assert!(kept.ends_with(jpeg(7).get(20..).unwrap()));
    assert_eq!(standing(&draft, &file).header("upload-length"), Some(kept.len().to_string().as_str()));
    let known = shown(&draft, &file);
    assert_eq!((&known["size"], &known["media_type"]), (&kept.len().into(), &"image/jpeg".into()));

    let plain = draft.put(SLOT, "scan.png", &png(8));
    assert_eq!(download(&draft, &plain).body, png(8));
}

/// Sends the head of a PATCH that announces all of `bytes`, and the first of them.
fn begun(draft: &Draft, file: &str, start: usize, bytes: &[u8], sent: usize, more: &str) -> TcpStream {
    let mut stream = TcpStream::connect(portal().address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let (id, secret, length) = (&draft.id, &draft.secret, bytes.len() - start);
    let head = format!(
        "PATCH /api/drafts/{id}/files/{file} HTTP/1.1\r\nHost: portal\r\nAuthorization: Bearer {secret}\r\n\
         Tus-Resumable: 1.0.0\r\nUpload-Offset: {start}\r\nContent-Type: application/offset+octet-stream\r\n{more}\
         Content-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&bytes[start..sent]).unwrap();
    stream
}

/// The offset once it is at least `least`: what has arrived is kept while nobody waits for an answer.
fn offset_of_at_least(draft: &Draft, file: &str, least: usize) -> usize {
    let begun = Instant::now();
    loop {
        let offset = offset(&standing(draft, file));
        if offset >= least || begun.elapsed() > Duration::from_secs(20) {
            return offset;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn what_arrived_before_the_line_broke_is_kept_and_the_rest_follows() {
    let (draft, bytes) = (draft(), pdf_of(2_000_000, 2));
    let file = announced(&draft, "quét.pdf", bytes.len());
    // Closed, as a telephone does that goes under ground; and reset, as a proxy does that gives up.
    drop(begun(&draft, &file, 0, &bytes, 700_001, ""));
    let first = offset_of_at_least(&draft, &file, 700_001);
    assert_eq!(first, 700_001);
    let second = begun(&draft, &file, first, &bytes, 1_500_000, "");
    assert!(offset_of_at_least(&draft, &file, first + 262_144) > first);
    reset(second);
    // What was sent and not read yet, a reset takes with it.
    let second = offset_of_at_least(&draft, &file, first + 262_144);
    // Whoever believes in an old offset is told the right one.
    let problem = draft.send(&file, first, &bytes[first..]).expect(409);
    assert!(offset(&problem) >= second);
    problem.problem("other-offset");
    // The rest of what arrived before the reset may be kept only now: a client that is told so asks again.
    let sent = (0..20).any(|_| {
        let here = offset(&standing(&draft, &file));
        let answer = draft.send(&file, here, &bytes[here..]).send();
        assert!(matches!(answer.status, 204 | 409), "{}", answer.text());
        answer.status == 204
    });
    assert!(sent, "the file has no end");
    assert!(download(&draft, &file).body == bytes);
}

#[test]
fn a_file_whose_last_answer_was_lost_is_finished_all_the_same() {
    let (draft, bytes) = (draft(), pdf(3));
    let file = announced(&draft, "quét.pdf", bytes.len());
    drop(begun(&draft, &file, 0, &bytes, bytes.len(), ""));
    assert_eq!(offset_of_at_least(&draft, &file, bytes.len()), bytes.len());
    assert_eq!(shown(&draft, &file)["finished"], true);
}

#[test]
fn a_piece_with_a_sum_is_kept_whole_or_not_at_all() {
    let (draft, bytes) = (draft(), pdf(4));
    let file = announced(&draft, "quét.pdf", bytes.len());
    let wrong = "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
    draft.send(&file, 0, &bytes).header("upload-checksum", wrong).expect(460).problem("other-checksum");
    drop(begun(&draft, &file, 0, &bytes, 100, &format!("Upload-Checksum: {wrong}\r\n")));
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(offset(&standing(&draft, &file)), 0);
    draft.send(&file, 0, &bytes).header("upload-checksum", "md5 AAAA").expect(400).problem("unknown-checksum");
    // What every PDF begins with, and its sums.
    let sha256 = "sha256 OFI8CHeW5dXdHPm60fsCZ4GoON2d0s+K9YufZQKkZ3g=";
    let sent = draft.send(&file, 0, &bytes[..5]).header("upload-checksum", sha256).expect(204);
    assert_eq!(offset(&sent), 5);
    draft.send(&file, 5, b"1.4\n").header("upload-checksum", "sha1 Lh1uhSydMhuzfLYBqyptl+MjFT4=").expect(204);
    draft.send(&file, 9, &bytes[9..]).expect(204);
    assert!(download(&draft, &file).body == bytes);
}

#[test]
fn what_is_refused_is_gone_and_what_would_do_is_said() {
    let draft = draft();
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let problem = refused(&draft, heic, "file-kind");
    assert!(problem["translations"]["en"]["action"].as_str().is_some_and(|say| say.contains("JPEG")), "{problem}");
    refused(&draft, b"PK\x03\x04\x14\0\0\0\0\0", "file-kind");
    refused(&draft, b"MZ\0\0PE\0\0", "file-kind");
    refused(&draft, b"<!DOCTYPE html><script>", "file-kind");
    refused(&draft, &pdf_of(5000, 5)[..4000], "file-unusable");
    refused(&draft, b"%PDF-1.4\ntrailer <</Encrypt 1 0 R>>\n%%EOF", "file-unusable");
    refused(&draft, &jpeg(5)[..40], "file-unusable");
    refused(&draft, b"<to-khai/>", "file-not-for-slot");
    assert_eq!(draft.restored()["files"], serde_json::json!([]));
    draft.announce(SLOT, "trống.pdf", 0).expect(422).problem("file-empty");
}

#[test]
fn a_slot_has_its_bounds() {
    let draft = draft();
    let problem = draft.announce(SLOT, "lớn.pdf", MEDIUM + 1).expect(413).problem("file-too-large");
    assert_eq!(problem["bytes_max"], MEDIUM);
    let problem = draft.announce("other", "a.pdf", 9).expect(422).problem("unknown-slot");
    assert!(problem["slots"].as_array().is_some_and(|slots| slots.contains(&SLOT.into())), "{problem}");
    let (same, other) = (key(), key());
    let first = announced(&draft, "1.pdf", 9);
    (2..10).for_each(|number| drop(announced(&draft, &format!("{number}.pdf"), 9)));
    let last = draft.announce(SLOT, "10.pdf", 9).header("idempotency-key", &same).expect(201);
    draft.announce(SLOT, "11.pdf", 9).header("idempotency-key", &other).expect(422).problem("slot-full");
    // A repetition is answered as it was, and takes no place.
    let again = draft.announce(SLOT, "10.pdf", 9).header("idempotency-key", &same).expect(201);
    assert_eq!(again.header("location"), last.header("location"));
    draft.announce(SLOT, "x.pdf", 9).header("idempotency-key", &same).expect(409).problem("key-of-another-request");
    draft.announce(SLOT, "11.pdf", 9).header("idempotency-key", &other).expect(404).problem("no-such-file");
    draft.tus("DELETE", &format!("/files/{first}")).expect(204);
    draft.tus("DELETE", &format!("/files/{first}")).expect(404).problem("no-such-file");
    announced(&draft, "11.pdf", 9);
}

#[test]
fn a_whole_file_of_the_largest_size_is_taken_in_one_request() {
    let (draft, bytes) = (draft(), pdf_of(MEDIUM, 6));
    let file = draft.put(SLOT, "bản vẽ.pdf", &bytes);
    assert!(download(&draft, &file).body == bytes);
}

#[test]
fn the_protocol_is_kept_to() {
    let draft = draft();
    let file = announced(&draft, "a.pdf", 9);
    let at = format!("/files/{file}");
    let stranger =
        |method: &str| portal().ask(method, &format!("/api/drafts/{}{at}", draft.id)).header("tus-resumable", "1.0.0");
    for (ask, status, kind) in [
        (draft.ask("PATCH", &at), 412, "other-tus-version"),
        (draft.ask("PATCH", &at).header("tus-resumable", "0.2.2"), 412, "other-tus-version"),
        (draft.tus("PATCH", &at), 415, "unsupported-media-type"),
        (draft.tus("PATCH", &at).header("content-type", "application/offset+octet-stream"), 400, "malformed-header"),
        (draft.send(&file, 3, b"abc"), 409, "other-offset"),
        (draft.send(&file, 0, b"0123456789"), 400, "beyond-upload-length"),
        (draft.tus("PUT", &at), 405, "method-not-allowed"),
        (draft.tus("PATCH", "/files"), 405, "method-not-allowed"),
        (draft.tus("POST", "/files").header("upload-length", "9"), 400, "missing-upload-metadata"),
        (draft.tus("POST", "/files").header("upload-defer-length", "1"), 400, "missing-upload-length"),
        (draft.tus("PATCH", &format!("/files/{}", "0".repeat(32))), 404, "no-such-file"),
        (draft.ask("GET", &at), 409, "file-unfinished"),
        (stranger("GET"), 404, "no-such-draft"),
        (stranger("DELETE").bearer(&"x".repeat(43)), 404, "no-such-draft"),
    ] {
        let answer = ask.expect(status);
        answer.problem(kind);
        assert_eq!(answer.header("tus-resumable"), Some("1.0.0"));
        assert_eq!(answer.header("tus-version"), (status == 412).then_some("1.0.0"));
    }
    assert_eq!(offset(&standing(&draft, &file)), 0);
    // Networks that let no PATCH through.
    let sent = draft.tus("POST", &at).header("x-http-method-override", "PATCH").header("upload-offset", "0");
    let sent = sent.header("content-type", "application/offset+octet-stream").body("012").expect(204);
    assert_eq!(offset(&sent), 3);
}

#[test]
fn a_body_without_a_length_ends_where_the_file_does() {
    let draft = draft();
    let file = announced(&draft, "a.pdf", 9);
    let mut stream = TcpStream::connect(portal().address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let (id, secret) = (&draft.id, &draft.secret);
    let request = format!(
        "PATCH /api/drafts/{id}/files/{file} HTTP/1.1\r\nHost: portal\r\nAuthorization: Bearer {secret}\r\n\
         Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("beyond-upload-length"), "{answer}");
    assert_eq!(offset(&standing(&draft, &file)), 0);
}
