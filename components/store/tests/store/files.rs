//! Files: they grow at their end, are finished once, and never change then.

use motcua_store::bindings::exports::motcua::store::files::{Chunk, File, Guest as Files, NewFile, Refusal};
use motcua_store::bindings::exports::motcua::store::filing::{Filing, Guest as Filings};
use motcua_store::bindings::exports::motcua::store::types::{Fault, Request};

use crate::database::{Native, connection, fresh, wait};
use crate::people::{agency, begin, chunk, filing, new_file, request, upload};

fn start(file: NewFile, max: u32, request: Option<Request>) -> Result<String, Refusal> {
    wait(Native::begin(agency(), "d".to_owned(), file, max, request))
}

fn append(file: &str, chunk: Chunk) -> Result<u64, Refusal> {
    wait(<Native as Files>::append(agency(), "d".to_owned(), file.to_owned(), chunk))
}

fn finish(file: &str, sealed: &[u8], chunks: Option<Vec<Chunk>>) -> Result<(), Refusal> {
    wait(Native::finish(agency(), "d".to_owned(), file.to_owned(), sealed.to_vec(), chunks))
}

fn remove(file: &str) -> Result<(), Refusal> {
    wait(Native::remove(agency(), "d".to_owned(), file.to_owned()))
}

fn read(file: &str) -> Option<File> {
    wait(<Native as Files>::read(agency(), "d".to_owned(), file.to_owned())).expect("a read")
}

fn chunks(file: &str, offset: u64, limit: u32) -> Result<Vec<Chunk>, Fault> {
    wait(Native::chunks(agency(), "d".to_owned(), file.to_owned(), offset, limit))
}

#[test]
fn a_file_grows_at_its_end_until_it_is_whole() {
    fresh();
    begin("d");
    assert_eq!(start(new_file("f", 10), 60, None), Ok("f".to_owned()));
    assert_eq!(append("f", chunk(1, b"early")), Err(Refusal::Offset(0)));
    assert_eq!(append("f", chunk(0, b"0123")), Ok(4));
    assert_eq!(append("f", chunk(4, b"beyond it")), Err(Refusal::Offset(4)));
    assert_eq!(finish("f", b"known", None), Err(Refusal::Offset(4)));
    assert_eq!(append("f", chunk(4, b"456789")), Ok(10));
    assert_eq!(append("f", chunk(10, b"x")), Err(Refusal::Offset(10)));
    let whole = File {
        id: "f".to_owned(),
        slot: "birth".to_owned(),
        length: 10,
        offset: 10,
        sealed: b"name".to_vec(),
        created: new_file("f", 10).created,
        finished: false,
    };
    assert_eq!(read("f"), Some(whole.clone()));
    assert_eq!(finish("f", b"known", None), Ok(()));
    assert_eq!(read("f"), Some(File { sealed: b"known".to_vec(), finished: true, ..whole }));
    assert_eq!(chunks("f", 0, 8), Ok(vec![chunk(0, b"0123"), chunk(4, b"456789")]));
    assert_eq!(chunks("f", 4, 8), Ok(vec![chunk(4, b"456789")]));
    assert_eq!(append("g", chunk(0, b"x")), Err(Refusal::Gone));
    assert_eq!(finish("g", b"", None), Err(Refusal::Gone));
}

#[test]
fn a_chunk_that_comes_again_is_known() {
    fresh();
    begin("d");
    start(new_file("f", 6), 60, None).expect("a file");
    for _ in 0..2 {
        assert_eq!(append("f", chunk(0, b"ab")), Ok(2));
    }
    assert_eq!(append("f", chunk(2, b"cd")), Ok(4));
    assert_eq!(append("f", chunk(0, b"ab")), Ok(2), "although the file went on");
    assert_eq!(append("f", chunk(0, b"xy")), Err(Refusal::Offset(4)), "other bytes");
    assert_eq!(append("f", chunk(0, b"abc")), Err(Refusal::Offset(4)), "another length");
    assert_eq!(append("f", chunk(4, b"")), Ok(4), "nothing");
    assert_eq!(append("f", chunk(3, b"")), Err(Refusal::Offset(4)), "nothing elsewhere");
    assert_eq!(append("f", chunk(4, b"ef")), Ok(6), "nothing left no trace");
    assert_eq!(append("f", chunk(u64::MAX, b"x")), Err(Refusal::Offset(6)));
    assert_eq!(chunks("f", 0, 8).map(|chunks| chunks.len()), Ok(3));
}

#[test]
fn a_file_of_nothing_is_whole_at_once() {
    fresh();
    begin("d");
    start(new_file("f", 0), 60, None).expect("a file");
    assert_eq!(finish("f", b"known", None), Ok(()));
    assert_eq!(chunks("f", 0, 8), Ok(Vec::new()));
}

#[test]
fn a_finished_file_does_not_change() {
    fresh();
    begin("d");
    upload("d", "f", b"content");
    assert_eq!(finish("f", b"known", None), Ok(()), "the same once more");
    assert_eq!(finish("f", b"else", None), Err(Refusal::Finished));
    assert_eq!(finish("f", b"else", Some(vec![chunk(0, b"else")])), Err(Refusal::Finished));
    assert_eq!(append("f", chunk(7, b"more")), Err(Refusal::Finished));
    assert_eq!(chunks("f", 0, 8), Ok(vec![chunk(0, b"content")]));
}

#[test]
fn what_was_looked_at_may_take_the_place_of_what_came() {
    fresh();
    begin("d");
    start(new_file("f", 12), 60, None).expect("a file");
    append("f", chunk(0, b"with ")).expect("a chunk");
    append("f", chunk(5, b"a place")).expect("a chunk");
    let torn = vec![chunk(0, b"with"), chunk(5, b"out")];
    assert!(matches!(finish("f", b"known", Some(torn)), Err(Refusal::Failed(Fault::Damaged(_)))));
    // More than one statement holds.
    let clean: Vec<Chunk> = (0..19).map(|number| chunk(number, &[b'a' + number as u8])).collect();
    assert_eq!(finish("f", b"known", Some(clean.clone())), Ok(()));
    assert_eq!(finish("f", b"known", Some(clean.clone())), Ok(()), "the same once more");
    let found = read("f").expect("the file");
    assert_eq!((found.length, found.offset, found.finished), (19, 19, true));
    let pages = [0, 8, 16].map(|offset| chunks("f", offset, 100).expect("chunks"));
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [8, 8, 3]);
    assert_eq!(pages.concat(), clean);
    assert_eq!(chunks("f", 0, 2).map(|chunks| chunks.len()), Ok(2));
}

#[test]
fn a_draft_has_no_more_files_than_it_may() {
    fresh();
    begin("d");
    assert_eq!(start(new_file("a", 1), 2, request("k", "a")), Ok("a".to_owned()));
    assert_eq!(start(new_file("b", 1), 2, None), Ok("b".to_owned()));
    assert_eq!(start(new_file("c", 1), 2, request("l", "c")), Err(Refusal::TooMany));
    assert_eq!(start(new_file("b", 1), 2, None), Ok("b".to_owned()), "known by itself");
    assert_eq!(start(new_file("z", 1), 2, request("k", "a")), Ok("a".to_owned()), "known by its request");
    assert_eq!(start(new_file("z", 1), 2, request("k", "b")), Err(Refusal::Conflict));
    assert!(matches!(start(new_file("b", 2), 2, None), Err(Refusal::Failed(Fault::Damaged(_)))));
    assert_eq!(remove("a"), Ok(()));
    assert_eq!(start(new_file("c", 1), 2, request("l", "c")), Ok("c".to_owned()), "a refusal was not kept");
    let ids = |files: Vec<File>| files.into_iter().map(|file| file.id).collect::<Vec<_>>();
    assert_eq!(wait(Native::of_draft(agency(), "d".to_owned())).map(ids), Ok(vec!["b".to_owned(), "c".to_owned()]));
    assert_eq!(wait(Native::begin(agency(), "e".to_owned(), new_file("f", 1), 2, None)), Err(Refusal::Gone));
}

#[test]
fn a_file_is_removed_with_its_chunks_unless_it_was_filed() {
    fresh();
    begin("d");
    upload("d", "f", b"content");
    upload("d", "g", b"content");
    assert_eq!(remove("f"), Ok(()));
    assert_eq!(remove("f"), Ok(()), "there is none any more");
    assert_eq!((read("f"), chunks("f", 0, 8)), (None, Ok(Vec::new())));
    wait(<Native as Filings>::file(Filing { files: vec!["g".to_owned()], ..filing("d") })).expect("a dossier");
    assert_eq!(remove("g"), Err(Refusal::Finished));
    assert_eq!(chunks("g", 0, 8), Ok(vec![chunk(0, b"content")]));
    assert_eq!(start(new_file("later", 1), 60, None), Ok("later".to_owned()), "a supplement");
    assert_eq!(append("later", chunk(0, b"x")), Ok(1));
}

#[test]
fn a_damaged_chunk_is_never_handed_out() {
    fresh();
    begin("d");
    upload("d", "f", b"content of Nguyen");
    for damage in ["sealed = substr(sealed, 2)", "sealed = x'00'", "hash = 'another'", "sealed = 'text'"] {
        connection().execute(&format!("UPDATE chunks SET {damage}"), []).expect("damage");
        let Err(Fault::Damaged(text)) = chunks("f", 0, 8) else { panic!("{damage} went unnoticed") };
        assert!(!text.contains("Nguyen") && !text.contains("tag"), "{text}");
    }
}

/// Whatever is tried, in whatever order: what was taken is the beginning of what was meant, and its end is the offset.
#[test]
fn a_file_is_always_a_beginning_of_what_was_meant() {
    fresh();
    begin("d");
    let meant: Vec<u8> = (0..200).collect();
    start(new_file("f", 200), 60, None).expect("a file");
    let mut chance = 7_u64;
    for _ in 0..2_000 {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let before = read("f").expect("the file").offset;
        // Near the end, where it may fit.
        let (from, length) =
            ((before + (chance >> 33) % 9).saturating_sub(4).min(200) as usize, (chance >> 45) as usize % 12);
        let end = (from + length).min(200);
        match append("f", chunk(from as u64, &meant[from..end])) {
            Ok(answered) => assert_eq!(answered, end as u64),
            Err(refusal) => assert_eq!(refusal, Refusal::Offset(before)),
        }
    }
    let (mut content, offset) = (Vec::<u8>::new(), read("f").expect("the file").offset);
    while (content.len() as u64) < offset {
        for chunk in chunks("f", content.len() as u64, 8).expect("chunks") {
            assert_eq!(chunk.offset, content.len() as u64);
            content.extend(&chunk.sealed[..chunk.length as usize]);
        }
    }
    assert!(offset == 200, "chance was of no use");
    assert_eq!(content, meant[..content.len()]);
}
