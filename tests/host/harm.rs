//! Guests that trap, compute for ever, or eat memory: they are ended, and it costs others nothing.

use crate::gate::Gate;
use crate::given::{given, meanwhile, probe};

const ALONE: &str = "allowed_outbound_hosts = [\"http://127.0.0.1:*\"]\ntool.motcua.concurrent_per_instance = 1\n";

#[test]
fn a_guest_that_traps_costs_its_own_request_and_no_other() {
    let gate = Gate::new();
    let application = given(&probe("a", ALONE)).start();
    let other = meanwhile(application.query("/a/get", &[("url", &gate.url)]));
    let visitor = gate.visitor();
    for harm in ["trap", "panic"] {
        application.get(&format!("/a/{harm}")).expect(500).problem("failed");
        application.does("/a/count", &[]);
    }
    visitor.pass();
    assert_eq!(other.join().expect("an answer").status, 200);
    application.await_metric("motcua_instance_failures_total{component=\"a\"}", 2);
}

#[test]
fn a_trap_after_a_pause_is_a_failure_too() {
    let gate = Gate::new();
    let application = given(&probe("a", ALONE)).start();
    let harmed = meanwhile(application.query("/a/trap", &[("wait", &gate.url)]));
    gate.visitor().pass();
    harmed.join().expect("an answer").problem("failed");
    application.does("/a/count", &[]);
}

#[test]
fn a_guest_that_computes_for_ever_is_ended_while_others_are_answered() {
    let limits = format!("{ALONE}tool.motcua.cpu_ms_max = 2_000");
    let application = given(&[probe("a", &limits), probe("b", "")].concat()).start();
    let endless = meanwhile(application.get("/a/loop"));
    application.await_metric("motcua_requests_in_flight{component=\"a\"}", 1);
    for _ in 0..10 {
        application.does("/b/count", &[]);
        application.does("/a/count", &[]);
    }
    assert!(!endless.is_finished());
    let answer = endless.join().expect("an answer");
    assert_eq!(answer.status, 500);
    answer.problem("failed");
}

#[test]
fn many_guests_that_compute_for_ever_are_ended_one_and_all() {
    let limits = format!("{ALONE}tool.motcua.cpu_ms_max = 100\ntool.motcua.instances_max = 12");
    let application = given(&[probe("a", &limits), probe("b", "")].concat()).start();
    // More than the machine has threads, so that each waits for the others between two of its turns.
    let endless = [(); 12].map(|()| meanwhile(application.get("/a/loop")));
    application.await_metric("motcua_instance_failures_total{component=\"a\"}", 12);
    for answer in endless {
        answer.join().expect("an answer").problem("failed");
    }
    application.does("/a/count", &[]);
    application.does("/b/count", &[]);
}

#[test]
fn a_guest_that_computes_for_ever_after_a_pause_is_ended() {
    let gate = Gate::new();
    let application = given(&probe("a", &format!("{ALONE}tool.motcua.cpu_ms_max = 100"))).start();
    let endless = meanwhile(application.query("/a/loop", &[("wait", &gate.url)]));
    gate.visitor().pass();
    endless.join().expect("an answer").problem("failed");
    application.does("/a/count", &[]);
}

#[test]
fn a_guest_that_is_merely_busy_is_left_alone() {
    let limits =
        "tool.motcua.cpu_ms_max = 400\ntool.motcua.instances_max = 1\ntool.motcua.requests_per_instance = 1_000";
    let application = given(&probe("a", limits)).start();
    // Together they compute far longer than one request may, and the instance hardly ever rests.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..20).for_each(|_| _ = application.does("/a/compute", &[("ms", "20")])));
        }
    });
    assert_eq!(application.metric("motcua_instance_failures_total{component=\"a\"}"), 0);
}

#[test]
fn a_guest_gets_no_more_memory_than_its_limit() {
    let small = "tool.motcua.memory_bytes_max = 16_777_216";
    let application = given(&[probe("a", small), probe("b", "")].concat()).start();
    let got = |component: &str, mib: &str| {
        application.does(&format!("/{component}/memory"), &[("mib", mib)]).as_u64().expect("a number")
    };
    assert!((8..16).contains(&got("a", "1000")), "{}", got("a", "1000"));
    assert_eq!(got("a", "4"), 4);
    // The limit is the component's own: another has the usual one.
    assert!((32..64).contains(&got("b", "1000")), "{}", got("b", "1000"));
}
