//! A server of the test's own: guests call it, and it answers when the test wants it to. So tests need no pauses.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};

use crate::given::PATIENCE;

pub struct Gate {
    pub url: String,
    pub port: u16,
    arrivals: Mutex<Receiver<Visitor>>,
}

/// A guest that waits for its answer.
pub struct Visitor {
    stream: TcpStream,
    /// The request line as it came.
    pub request: String,
}

impl Gate {
    pub fn new() -> Gate {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (arrived, arrivals) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if arrived.send(Visitor::new(stream)).is_err() {
                    break;
                }
            }
        });
        Gate { url: format!("http://127.0.0.1:{port}/"), port, arrivals: Mutex::new(arrivals) }
    }

    /// Waits until a guest has come.
    #[track_caller]
    pub fn visitor(&self) -> Visitor {
        self.arrivals.lock().expect("a lock").recv_timeout(PATIENCE).expect("a guest at the gate")
    }
}

impl Visitor {
    fn new(stream: TcpStream) -> Visitor {
        let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
        let request = lines.next().unwrap_or_default();
        // To the end of the head: an answer before it would be one to half a request.
        lines.by_ref().take_while(|line| !line.is_empty()).for_each(drop);
        Visitor { stream, request }
    }

    /// Lets the guest go on.
    pub fn pass(mut self) {
        let _ = self.stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\npassed");
    }
}
