//! Hosts that do as the test says, for what a real one does only in bad moments.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::spawn;

/// What it says to a request whose head it was given; nothing: it dies.
type Script = fn(&str) -> Option<String>;

/// A host; it stays until the test ends.
pub struct Upstream {
    /// Where it listens.
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Upstream {
    /// Starts it on a free port.
    pub fn start(script: Script) -> Upstream {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let noted = seen.clone();
        spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let noted = noted.clone();
                spawn(move || serve(stream, script, &noted));
            }
        });
        Upstream { address, seen }
    }

    /// The heads of the requests that it got, in lower case.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("no panic").clone()
    }
}

/// One request a connection is enough.
fn serve(stream: TcpStream, script: Script, seen: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    let head = head.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let _ = reader.read_exact(&mut vec![0; length]);
    seen.lock().expect("no panic").push(head.clone());
    if let Some(answer) = script(&head) {
        let _ = reader.into_inner().write_all(answer.as_bytes());
    }
}

/// A whole answer.
pub fn answer(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}
