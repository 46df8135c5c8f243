//! Applications made for one test, and what tests ask of them.

use std::ops::Deref;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use motcua_host::{Clock, Options};
use motcua_tests::{Answer, Ask, Running, compiled, root, start};
use serde_json::Value;
use tempfile::TempDir;

/// Nothing that a test waits for takes this long unless it hangs.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// An application in a folder of its own, not yet started.
pub struct Given {
    folder: TempDir,
    options: Options,
}

/// An application with this manifest. What stands before its first table are settings of `[application.tool.motcua]`.
pub fn given(manifest: &str) -> Given {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for wasm in ["probe.wasm", "part.wasm", "old.wasm"] {
        let built = root().join("target/components").join(wasm);
        assert!(built.is_file(), "{} is missing: run cargo xtask build", built.display());
        symlink(built, folder.path().join(wasm)).expect("a link to a guest");
    }
    let head = "spin_manifest_version = 2
        [application]
        name = \"probes\"
        version = \"1.2.3\"
        [application.tool.motcua]
        instances_max = 4
        idle_seconds = 60\n";
    let path = folder.path().join("spin.toml");
    std::fs::write(&path, format!("{head}{manifest}")).expect("a manifest");
    let options = Options { cache: Some(compiled()), ..Options::new(path) };
    Given { folder, options }
}

/// A probe at `/<id>/...` with its part, which inherits nothing; `more` are further lines of its table.
pub fn probe(id: &str, more: &str) -> String {
    probe_with_part(id, "", more)
}

/// The same, with the keys of the dependency that say what the part inherits.
pub fn probe_with_part(id: &str, inherit: &str, more: &str) -> String {
    format!(
        "[[trigger.http]]
        route = \"/{id}/...\"
        component = \"{id}\"
        [component.{id}]
        source = \"probe.wasm\"
        dependencies = {{ \"probe:part\" = {{ path = \"part.wasm\"{inherit} }} }}
        {more}\n"
    )
}

impl Given {
    pub fn profile(mut self, profile: &str) -> Given {
        self.options.profile = Some(profile.to_owned());
        self
    }

    /// Sets a variable of the host's environment.
    pub fn environment(mut self, name: &str, value: &str) -> Given {
        self.options.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Gives guests another clock than the machine's.
    pub fn clock(mut self, clock: Clock) -> Given {
        self.options.clock = clock;
        self
    }

    /// Leaves it to the test to call what is on the schedule.
    pub fn without_schedules(mut self) -> Given {
        self.options.schedules = false;
        self
    }

    /// Writes a file beside the manifest.
    pub fn file(self, path: &str, text: &str) -> Given {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
        self
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn manifest(&self) -> PathBuf {
        self.options.manifest.clone()
    }

    pub fn start(self) -> Started {
        let running = start(&self.options).unwrap_or_else(|error| panic!("it does not start: {error:#}"));
        Started { running, given: self }
    }

    /// Why it does not start, which is one line.
    #[track_caller]
    pub fn refusal(self) -> String {
        let error = match start(&self.options) {
            Ok(_) => panic!("it starts"),
            Err(error) => format!("{error:#}"),
        };
        assert_eq!(error.lines().count(), 1, "{error}");
        error
    }
}

/// An application that runs.
pub struct Started {
    running: Running,
    given: Given,
}

impl Deref for Started {
    type Target = Running;

    fn deref(&self) -> &Running {
        &self.running
    }
}

impl Started {
    /// A request with a query.
    pub fn query(&self, path: &str, query: &[(&str, &str)]) -> Ask {
        let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.get(&format!("{path}?{}", query.join("&")))
    }

    /// What an operation of a probe answers.
    #[track_caller]
    pub fn does(&self, path: &str, query: &[(&str, &str)]) -> Value {
        self.query(path, query).expect(200).json()
    }

    /// The error that an operation of a probe meets.
    #[track_caller]
    pub fn fails(&self, path: &str, query: &[(&str, &str)]) -> String {
        let answer = self.does(path, query);
        answer["error"].as_str().unwrap_or_else(|| panic!("{path} did not fail: {answer}")).to_owned()
    }

    /// The value of a metric, by its whole name with labels.
    pub fn metric(&self, name: &str) -> u64 {
        let text = self.get("/metrics").expect(200).text();
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.unwrap_or_else(|| panic!("no {name} in\n{text}")).parse().expect("a number")
    }

    /// Waits until a metric has a value.
    #[track_caller]
    pub fn await_metric(&self, name: &str, value: u64) {
        until(name, || self.metric(name) == value);
    }

    /// Stops it and starts it again on the same state.
    pub fn restart(self) -> Started {
        let Started { running, given } = self;
        running.wait_for_end();
        given.start()
    }

    /// Both halves, for what happens at the end.
    pub fn apart(self) -> (Running, Given) {
        (self.running, self.given)
    }
}

/// Waits for something that must come.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "not yet: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Sends a request while the test goes on.
pub fn meanwhile(ask: Ask) -> JoinHandle<Answer> {
    std::thread::spawn(move || ask.send())
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
