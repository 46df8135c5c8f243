//! nginx with our configuration, in a folder of its own.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use motcua_tests::{Ask, root};
use tempfile::TempDir;
use xtask::shell::is_root;

/// How long a start may take.
const START_MAX: Duration = Duration::from_secs(20);
/// Ends nginx and its workers when whoever holds the other end of the standard input is gone, however he went.
const KEEPER: &str = r#"
    exec 3<&0
    "$@" 3<&- & nginx=$!
    (cat <&3 > /dev/null; kill -TERM $nginx 2> /dev/null) & watcher=$!
    wait $nginx; kill $watcher 2> /dev/null"#;

/// A running nginx. It stops when dropped.
pub struct Nginx {
    keeper: Child,
    folder: TempDir,
    /// `http://127.0.0.1:…`
    pub url: String,
}

/// A folder with the configuration as it is in the checkout, but for what differs by place: files by name, and their text.
pub fn configured(places: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir(root().join("infra/deploy/nginx")).expect("the configuration") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "conf") {
            fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    for (file, text) in places {
        assert!(!["nginx.conf", "problems.conf"].contains(file));
        fs::write(folder.path().join(file), text).expect("a file");
    }
    folder
}

/// What nginx says of a configuration.
pub fn verdict(folder: &Path) -> Output {
    let mut command = Command::new(program());
    command.arg("-t").args(words(folder)).output().expect("nginx runs")
}

impl Nginx {
    /// Starts it on a free port before these hosts: lines of `hosts.conf`.
    pub fn start(hosts: &str) -> Nginx {
        Nginx::start_with(hosts, &[])
    }

    /// The same with other files in the place of those in the checkout.
    pub fn start_with(hosts: &str, places: &[(&str, &str)]) -> Nginx {
        let started = Instant::now();
        // Between the search for a free port and the start somebody else may take it.
        while started.elapsed() < START_MAX {
            let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
            let port = free.local_addr().expect("its address").port();
            drop(free);
            let listen = format!("listen 127.0.0.1:{port};\nserver_name motcua.example;\n");
            let folder = configured(&[&[("hosts.conf", hosts), ("listen.conf", listen.as_str())], places].concat());
            let keeper = spawn(folder.path());
            let mut nginx = Nginx { keeper, folder, url: format!("http://127.0.0.1:{port}") };
            if nginx.wait(port, started) {
                return nginx;
            }
        }
        panic!("nginx did not start");
    }

    /// A request through it.
    pub fn ask(&self, method: &str, path: &str) -> Ask {
        Ask::new(method, &format!("{}{path}", self.url))
    }

    /// Ends it and gives what it wrote of each request, a JSON object a line.
    pub fn log(mut self) -> String {
        self.stop();
        fs::read_to_string(self.folder.path().join("access.log")).expect("its log")
    }

    fn wait(&mut self, port: u16, started: Instant) -> bool {
        while started.elapsed() < START_MAX && matches!(self.keeper.try_wait(), Ok(None)) {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return true;
            }
            sleep(Duration::from_millis(5));
        }
        false
    }

    fn stop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        self.stop();
    }
}

fn spawn(folder: &Path) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", KEEPER, "sh"]).arg(program()).args(words(folder));
    command.stdin(Stdio::piped()).spawn().expect("nginx starts")
}

/// The prefix is the folder of the configuration too, so that everything goes with it.
fn words(folder: &Path) -> Vec<String> {
    let folder = folder.to_string_lossy();
    // Started by root, its workers would be somebody who may not enter the folder.
    let user = if is_root() { " user root root;" } else { "" };
    ["-p", &format!("{folder}/"), "-c", &format!("{folder}/nginx.conf"), "-e", "stderr", "-g"]
        .into_iter()
        .map(str::to_owned)
        .chain([format!("daemon off; pid nginx.pid;{user}")])
        .collect()
}

fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let output = Command::new(root().join("infra/deploy/nginx/install"))
            .env("CARGO_TARGET_DIR", xtask::shell::target())
            .output()
            .expect("the installer runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("a path").trim().into()
    })
}
