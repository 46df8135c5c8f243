//! A draft on another device, a file on a line that breaks.

use std::io::Write;
use std::net::TcpStream;

use motcua_tests::samples::{jpeg, jpeg_with_place, pdf_of, png};
use motcua_tests::{Scene, id_of};
use serde_json::json;

use super::{MORNING, ready};

#[test]
fn a_draft_is_restored_on_another_device_with_its_secret_alone() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene).upload("dwelling_proof", "Nhà của tôi.pdf", &pdf_of(2_000, 1));
    let restored = draft.restored();
    assert_eq!(restored["answers"]["applicant_name"], "Nguyễn Thị Ánh");
    assert_eq!(restored["files"][0]["name"], "Nhà của tôi.pdf");
    assert_eq!((&restored["files"][0]["size"], &restored["files"][0]["finished"]), (&json!(2_000), &json!(true)));
    assert_eq!(restored["dossier"], json!(null));
    let version = draft.version.to_string();
    assert_eq!(draft.ask("GET", "").expect(200).header("etag"), Some(format!("\"{version}\"").as_str()));
}

#[test]
fn a_file_goes_on_where_the_line_broke() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene);
    let bytes = pdf_of(900_000, 3);
    let file = id_of(&draft.announce("dwelling_proof", "nhà.pdf", bytes.len()).expect(201));
    let mut stream = TcpStream::connect(scene.portal.address).expect("a connection");
    let head = format!(
        "PATCH /api/drafts/{}/files/{file} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {}\r\ntus-resumable: 1.0.0\r\n\
         upload-offset: 0\r\ncontent-type: application/offset+octet-stream\r\ncontent-length: {}\r\n\r\n",
        draft.id,
        draft.secret,
        bytes.len()
    );
    stream.write_all(head.as_bytes()).expect("the head");
    stream.write_all(&bytes[..600_000]).expect("some of it");
    motcua_tests::reset(stream);
    // Some of it may be here, at a boundary that the portal chose; the rest follows, piece by piece.
    let offset = || -> usize {
        let head = draft.tus("HEAD", &format!("/files/{file}")).expect(200);
        head.header("upload-offset").expect("an offset").parse().expect("a number")
    };
    let mut here = offset();
    while here < bytes.len() {
        let end = (here + 250_000).min(bytes.len());
        // What the broken line brought may still be on its way into the store.
        let answer = draft.send(&file, here, &bytes[here..end]).send();
        assert!(answer.status == 204 || answer.status == 409, "{}", answer.text());
        here = offset();
    }
    assert_eq!(draft.ask("GET", &format!("/files/{file}")).expect(200).body, bytes);
}

#[test]
fn a_photograph_does_not_tell_where_it_was_taken() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene).upload("dwelling_proof", "nhà.jpg", &jpeg_with_place(1));
    let kept = draft.ask("GET", &format!("/files/{}", draft.files[0].1)).expect(200);
    assert_ne!(kept.body, jpeg_with_place(1));
    // The place is an entry of the picture's own directory: 0x8825. That it lies on its side stays: 0x0112.
    let has = |tag: [u8; 2]| kept.body.windows(2).any(|two| two == tag);
    assert!(!has([0x88, 0x25]) && has([0x01, 0x12]), "{:02x?}", kept.body);
    assert_eq!(kept.header("content-type"), Some("image/jpeg"));
    assert_eq!(kept.header("x-content-type-options"), Some("nosniff"));
    assert!(kept.header("content-disposition").is_some_and(|how| how.starts_with("attachment")));
}

#[test]
fn what_hangs_behind_a_picture_is_cut_off() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene);
    for (picture, behind) in [(png(1), &b"<html><script>x</script>"[..]), (jpeg(2), b"PK\x03\x04 an archive")] {
        let file = draft.put("dwelling_proof", "nhà", &[&picture[..], behind].concat());
        assert_eq!(draft.ask("GET", &format!("/files/{file}")).expect(200).body, picture);
    }
}

#[test]
fn a_name_that_is_a_path_leads_nowhere() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene).upload("dwelling_proof", "../../../etc/\"passwd\"\r\nset-cookie: a=b", &png(1));
    let kept = draft.ask("GET", &format!("/files/{}", draft.files[0].1)).expect(200);
    let how = kept.header("content-disposition").expect("a disposition").to_owned();
    assert!(how.starts_with("attachment") && !how.contains('/') && kept.header("set-cookie").is_none(), "{how}");
    let name = draft.restored()["files"][0]["name"].as_str().expect("a name").to_owned();
    assert!(!name.contains(['/', '\r', '\n']), "{name}");
}

#[test]
fn a_file_that_is_not_what_its_slot_takes_is_refused_and_removed() {
    let scene = Scene::at(MORNING);
    let draft = ready(&scene);
    let programme = b"MZ\x90\0 this is no document".to_vec();
    let file = id_of(&draft.announce("dwelling_proof", "hợp đồng.pdf", programme.len()).expect(201));
    let before = scene.rows();
    draft.send(&file, 0, &programme).expect(422);
    let rows = scene.rows();
    assert_eq!((before["files"], rows["files"], rows["chunks"]), (1, 0, 0));
    draft.tus("HEAD", &format!("/files/{file}")).expect(404);
}
