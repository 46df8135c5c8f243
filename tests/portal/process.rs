//! A portal in a process of its own, which can be killed.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::client::Ask;
use crate::run::compiled;

/// What to run.
pub struct ProcessOptions {
    /// The application's manifest.
    pub manifest: PathBuf,
    /// The profile to apply.
    pub profile: Option<String>,
    /// Where databases and files are kept.
    pub state: PathBuf,
    /// Environment variables beside this process's own.
    pub environment: HashMap<String, String>,
    /// Words before the command, such as `unshare --user`; usually none.
    pub within: Vec<String>,
}

/// A running portal. It is killed when dropped.
pub struct Process {
    options: ProcessOptions,
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// `http://127.0.0.1:…`
    pub url: String,
}

impl Process {
    /// Starts it on a free port, and returns when it serves.
    pub fn start(options: ProcessOptions) -> Process {
        let (child, address) = spawn(&options, "127.0.0.1:0");
        Process { options, child, address, url: format!("http://{address}") }
    }

    /// Ends it with SIGKILL: it gets no chance to finish anything.
    pub fn kill(&mut self) {
        self.child.kill().expect("a process to kill");
        self.child.wait().expect("its end");
    }

    /// Starts it again after [`Process::kill`], on the same port and state.
    pub fn start_again(&mut self) {
        (self.child, _) = spawn(&self.options, &self.address.to_string());
    }

    /// A request to this portal.
    pub fn ask(&self, method: &str, path: &str) -> Ask {
        Ask::new(method, &format!("{}{path}", self.url))
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command lies beside the test that cargo built.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this test");
    let folders = test.ancestors().skip(1).take(2);
    let mut programs = folders.map(|folder| folder.join("motcua-host"));
    programs.find(|program| program.is_file()).expect("motcua-host beside the tests: run cargo xtask test")
}

fn spawn(options: &ProcessOptions, listen: &str) -> (Child, SocketAddr) {
    let mut words = options.within.clone();
    words.push(program().to_string_lossy().into_owned());
    let (first, rest) = words.split_first().expect("a command");
    let mut command = Command::new(first);
    command.args(rest).args(["--listen", listen, "--from"]).arg(&options.manifest);
    command.arg("--state-dir").arg(&options.state).arg("--cache-dir").arg(compiled());
    if let Some(profile) = &options.profile {
        command.args(["--profile", profile]);
    }
    command.envs(&options.environment).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command runs");
    let mut lines = BufReader::new(child.stderr.take().expect("its stderr")).lines().map_while(Result::ok);
    let mut said = Vec::new();
    let address = lines.by_ref().find_map(|line| {
        let address = line.strip_prefix("serving http://").and_then(|address| address.parse().ok());
        said.push(line);
        address
    });
    // Somebody has to read on, or it would stop at a full pipe.
    std::thread::spawn(move || lines.for_each(|line| eprintln!("{line}")));
    (child, address.unwrap_or_else(|| panic!("the portal did not start: {}", said.join("\n"))))
}
