//! Uploads by a client that others wrote (tuspy, the reference client of tus for Python).

use motcua_tests::samples::pdf_of;
use motcua_tests::{Citizen, portal};

use crate::tools::{said, tool};

/// Uploads a third of a file, forgets all but its address, and goes on with another client; each piece with its sum.
const SCRIPT: &str = "
import sys
from tusclient.client import TusClient
files, secret, slot, path = sys.argv[1:]
def client(): return TusClient(files, headers={'authorization': 'Bearer ' + secret})
metadata = {'slot': slot, 'filename': 'Giấy chứng sinh.pdf', 'filetype': 'application/pdf'}
first = client().uploader(path, chunk_size=1_000_003, metadata=metadata, upload_checksum=True)
first.upload_chunk()
second = client().uploader(path, chunk_size=700_001, url=first.url, upload_checksum=True)
assert second.offset == 1_000_003, second.offset
second.upload()
print(first.url)
";

#[test]
fn a_client_of_others_uploads_and_resumes() {
    let (draft, bytes) = (Citizen::new(&portal().url).drafts("1.001193", "00118"), pdf_of(3_000_000, 1));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, &bytes).unwrap();
    let files = format!("{}/api/drafts/{}/files", portal().url, draft.id);
    let done =
        tool("python").args(["-c", SCRIPT, &files, &draft.secret, "birth_certificate"]).arg(&path).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    let address = String::from_utf8(done.stdout).unwrap();
    let file = address.trim().rsplit('/').next().unwrap();
    assert!(draft.ask("GET", &format!("/files/{file}")).expect(200).body == bytes);
    assert_eq!(draft.restored()["files"][0]["name"], "Giấy chứng sinh.pdf");
}
