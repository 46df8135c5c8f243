//! Connections to Postgres that something between has forgotten: nothing comes any more, not even an end.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use motcua_tests::{database, postgres};
use serde_json::json;

use crate::gate::Gate;
use crate::given::{Started, given, meanwhile, probe};
use crate::postgres::{BOTH, rows, steps};

/// Longer than a connection that was idle is trusted.
const DISTRUST: Duration = Duration::from_millis(1200);

/// What lies between the host and the tests' server.
struct Between {
    address: String,
    /// Whether what is connected from now on is forgotten.
    is_forgotten: Arc<Mutex<Arc<AtomicBool>>>,
}

impl Between {
    fn new() -> Between {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let own = listener.local_addr().expect("an address");
        let server = postgres().host().split_once("://").expect("a host").1.to_owned();
        let address = database().replace(&server, &own.to_string());
        let is_forgotten: Arc<Mutex<Arc<AtomicBool>>> = Arc::default();
        let of_next = is_forgotten.clone();
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                let is_forgotten = of_next.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let far = TcpStream::connect(&server).expect("a server");
                let back = (far.try_clone().expect("a stream"), near.try_clone().expect("a stream"));
                let forgotten = is_forgotten.clone();
                std::thread::spawn(move || forward(near, far, &is_forgotten));
                std::thread::spawn(move || forward(back.0, back.1, &forgotten));
            }
        });
        Between { address, is_forgotten }
    }

    /// Forgets all connections that there are.
    fn forget(&self) {
        let mut is_forgotten = self.is_forgotten.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *is_forgotten).store(true, SeqCst);
    }
}

fn forward(mut from: TcpStream, mut to: TcpStream, is_forgotten: &AtomicBool) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if !is_forgotten.load(SeqCst) && to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    if !is_forgotten.load(SeqCst) {
        let _ = to.shutdown(std::net::Shutdown::Write);
    } else {
        // Held, since an end would be a sign.
        std::mem::forget(to);
    }
}

fn with_connections(connections_max: usize) -> Started {
    let everywhere = "allowed_outbound_hosts = [\"*://*:*\"]";
    let settings = format!("postgres_connections_max = {connections_max}\n");
    given(&[&*settings, &probe("a", everywhere), &probe("b", everywhere)].concat()).start()
}

#[test]
fn forgotten_connections_that_were_idle_are_replaced_at_the_price_of_one_proof() {
    let (application, between) = (with_connections(12), Between::new());
    for path in [BOTH[0], "/b/postgres/async"] {
        let twelve = [("address", &*between.address); 11];
        steps(&application, BOTH[1], &between.address, &twelve);
        std::thread::sleep(DISTRUST);
        between.forget();
        // Twelve proofs, one after another, would take longer than a guest waits.
        assert_eq!(rows(&application, path, &between.address, &["SELECT 1 AS x"]), json!([[{ "int32": 1 }]]));
    }
}

#[test]
fn a_connection_that_is_forgotten_while_a_guest_holds_it_gives_its_place_back() {
    let (application, between, gate) = (with_connections(1), Between::new(), Gate::new());
    for way in BOTH {
        let held = [("address", &*between.address), ("sql", "BEGIN"), ("wait", &gate.url)];
        let holder = meanwhile(application.query(way, &held));
        let visitor = gate.visitor();
        between.forget();
        visitor.pass();
        holder.join().expect("an answer");
        assert_eq!(rows(&application, way, &between.address, &["SELECT 1 AS x"]), json!([[{ "int32": 1 }]]));
    }
}
