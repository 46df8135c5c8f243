//! The command itself, as a user runs it: its exit code, its one line, its logs, its end.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use motcua_tests::Ask;
use serde_json::{Value, json};

use crate::given::{Given, PATIENCE, given, probe};

/// The command lies beside the test that cargo built.
fn command(application: &Given, listen: &str) -> Command {
    let test = std::env::current_exe().expect("this test");
    let program: PathBuf = test.ancestors().nth(2).expect("a folder").join("motcua-host");
    assert!(program.is_file(), "{} is missing: run cargo build --release -p motcua-host", program.display());
    let mut command = Command::new(program);
    command.args(["--listen", listen, "--log-format", "json"]).arg("--from").arg(application.manifest());
    command.arg("--cache-dir").arg(motcua_tests::compiled()).env_remove("MOTCUA_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// What it said when it did not start.
fn refusal(command: &mut Command) -> String {
    let output = command.output().expect("the command runs");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr).expect("text")
}

struct Portal {
    child: Child,
    lines: Receiver<String>,
    url: String,
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Portal {
    fn start(application: &Given) -> Portal {
        let mut child = command(application, "127.0.0.1:0").spawn().expect("the command runs");
        let stderr = child.stderr.take().expect("its stderr");
        let (said, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let _ = said.send(line);
            }
        });
        let mut started = Portal { child, lines, url: String::new() };
        started.url = started.line("serving ").trim_start_matches("serving ").to_owned();
        started
    }

    /// The next line with these words in it.
    fn line(&self, words: &str) -> String {
        std::iter::from_fn(|| self.lines.recv_timeout(PATIENCE).ok()).find(|line| line.contains(words)).expect(words)
    }
}

#[test]
fn a_start_that_fails_is_one_line_and_an_exit_code() {
    let unknown = given("bodies = 1\n[trigger]\nhttp = []\n");
    let said = refusal(&mut command(&unknown, "127.0.0.1:0"));
    assert!(said.starts_with("error: ") && said.contains("spin.toml:8") && said.contains("'bodies'"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");

    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let application = given(&probe("a", ""));
    let said = refusal(&mut command(&application, &address));
    assert!(said.contains(&address), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn what_guests_print_is_logged_under_their_name() {
    let application = given(&[probe("a", ""), probe("b", "")].concat());
    let started = Portal::start(&application);
    Ask::new("GET", &format!("{}/a/log?out=thu+tuc&err=xin+loi", started.url)).expect(200);
    Ask::new("GET", &format!("{}/b/log?out=dia+ban", started.url)).expect(200);
    for (words, component, level) in [("thu tuc", "a", "INFO"), ("xin loi", "a", "WARN"), ("dia ban", "b", "INFO")] {
        let line: Value = serde_json::from_str(&started.line(words)).expect("JSON");
        assert_eq!(line["fields"]["component"], component, "{line}");
        assert_eq!(line["level"], level, "{line}");
        assert_eq!(line["fields"]["message"], words, "{line}");
    }
    Ask::new("GET", &format!("{}/b/panic", started.url)).expect(500);
    let line: Value = serde_json::from_str(&started.line("as asked")).expect("JSON");
    assert_eq!(line["fields"]["component"], "b", "{line}");
}

#[test]
fn a_scheduled_call_that_fails_is_logged() {
    let schedule = "tool.motcua.schedule = [{ path = \"/panic\", every_seconds = 1 }]";
    let application = given(&probe("a", schedule));
    let started = Portal::start(&application);
    let line: Value = serde_json::from_str(&started.line("a scheduled call failed")).expect("JSON");
    assert_eq!(line["level"], "WARN", "{line}");
    let fields = &line["fields"];
    assert_eq!((&fields["component"], &fields["path"]), (&json!("a"), &json!("/panic")), "{line}");
    assert_eq!(fields["status"], 500, "{line}");
}

#[test]
fn told_to_stop_it_ends_well() {
    for signal in ["-TERM", "-INT"] {
        let application = given(&probe("a", ""));
        let mut started = Portal::start(&application);
        Ask::new("GET", &format!("{}/a/count", started.url)).expect(200);
        let told = Command::new("kill").args([signal, &started.child.id().to_string()]).status();
        assert!(told.expect("kill runs").success());
        assert_eq!(started.child.wait().expect("an end").code(), Some(0), "{signal}");
    }
}

#[test]
fn nobody_sets_the_clock_of_a_portal_that_is_run_as_a_command() {
    let application = given(&probe("a", ""));
    for words in ["--clock=0", "--clock-ms=0", "--time=0", "--now=0"] {
        let output = command(&application, "127.0.0.1:0").arg(words).output().expect("the command runs");
        assert_eq!(output.status.code(), Some(2), "{words}: {output:?}");
    }
    let help =
        command(&application, "127.0.0.1:0").arg("--help").stdout(Stdio::piped()).output().expect("the command runs");
    let help = String::from_utf8(help.stdout).expect("text").to_lowercase();
    assert!(
        help.contains("--listen") && !["clock", "--time", "--now"].iter().any(|word| help.contains(word)),
        "{help}"
    );
}
