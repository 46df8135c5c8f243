//! Our own settings, which Spin ignores: `[application.tool.motcua]` and `[component.<id>.tool.motcua]`.
//!
//! What is no number stands there too: the application's `databases`, and a component's `schedule`, of
//! `{ path = "/sweep", every_seconds = 60 }`; see [`super::App::databases`] and [`super::Component::schedule`].

use super::Error;
use super::section::Section;

/// Limits of the host. The application's hold for all components; a component may set its own, but for those of the whole
/// server: headers are read before the route is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The largest request body; more is answered with 413.
    pub body_bytes_max: usize,
    /// How long a request may take from its last header to the last byte of its answer.
    pub request_seconds_max: u64,
    /// How long a client may take to send its headers. The whole server's.
    pub header_seconds_max: u64,
    /// The size of all headers together; more is answered with 431. The whole server's.
    pub header_bytes_max: usize,
    /// The linear memory of one instance; a guest that asks for more is refused it.
    pub memory_bytes_max: usize,
    /// How many instances of one component may live at once; further requests queue.
    pub instances_max: usize,
    /// How many requests an instance serves before it is dropped.
    pub requests_per_instance: usize,
    /// How many of them at once.
    pub concurrent_per_instance: usize,
    /// How long an instance without a request is kept.
    pub idle_seconds: u64,
    /// How many requests may wait for an instance; one more is answered with 503 and `Retry-After`.
    pub queue_max: usize,
    /// How long the guest's own code may run without waiting for anything; then it is ended.
    pub cpu_ms_max: u64,
    /// How many connections to Postgres all components together may have; who wants one more waits. The whole server's.
    pub postgres_connections_max: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            body_bytes_max: 1 << 20,
            request_seconds_max: 30,
            header_seconds_max: 10,
            header_bytes_max: 32 << 10,
            memory_bytes_max: 64 << 20,
            instances_max: 64,
            requests_per_instance: 128,
            concurrent_per_instance: 16,
            idle_seconds: 1,
            queue_max: 256,
            cpu_ms_max: 1000,
            postgres_connections_max: 24,
        }
    }
}

/// Whose setting it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Server,
    Component,
}

type Setter = fn(&mut Settings, usize);

/// Every setting, under the name that it has in the manifest.
#[rustfmt::skip]
const SETTINGS: &[(&str, Scope, Setter)] = &[
    ("body_bytes_max",            Scope::Component, |s, n| s.body_bytes_max = n),
    ("request_seconds_max",       Scope::Component, |s, n| s.request_seconds_max = n as u64),
    ("header_seconds_max",        Scope::Server,    |s, n| s.header_seconds_max = n as u64),
    ("header_bytes_max",          Scope::Server,    |s, n| s.header_bytes_max = n),
    ("memory_bytes_max",          Scope::Component, |s, n| s.memory_bytes_max = n),
    ("instances_max",             Scope::Component, |s, n| s.instances_max = n),
    ("requests_per_instance",     Scope::Component, |s, n| s.requests_per_instance = n),
    ("concurrent_per_instance",   Scope::Component, |s, n| s.concurrent_per_instance = n),
    ("idle_seconds",              Scope::Component, |s, n| s.idle_seconds = n as u64),
    ("queue_max",                 Scope::Component, |s, n| s.queue_max = n),
    ("cpu_ms_max",                Scope::Component, |s, n| s.cpu_ms_max = n as u64),
    ("postgres_connections_max",  Scope::Server,    |s, n| s.postgres_connections_max = n),
];

impl Settings {
    /// Takes the application's settings from their section; what else stands there is for the caller.
    pub(super) fn of_application(section: &mut Section<'_>) -> Result<Settings, Error> {
        let mut settings = Settings::default();
        for (key, _, set) in SETTINGS {
            settings.take(section, key, *set)?;
        }
        Ok(settings)
    }

    /// These settings with a component's own over them; what else stands in its section is for the caller.
    pub(super) fn over(mut self, section: &mut Section<'_>) -> Result<Settings, Error> {
        for (key, scope, set) in SETTINGS {
            match scope {
                Scope::Component => self.take(section, key, *set)?,
                Scope::Server => refuse_server_setting(section, key)?,
            }
        }
        Ok(self)
    }

    fn take(&mut self, section: &mut Section<'_>, key: &'static str, set: Setter) -> Result<(), Error> {
        let Some(item) = section.take(key) else { return Ok(()) };
        // Nought would switch a limit off or shut a component; nobody who wants either writes it so.
        let refusal = item.invalid(format!("'{key}' must be at least 1: leave it out for the usual value"));
        match usize::try_from(item.into_integer()?) {
            Ok(value) if value > 0 => set(self, value),
            _ => return Err(refusal),
        }
        Ok(())
    }
}

fn refuse_server_setting(section: &mut Section<'_>, key: &'static str) -> Result<(), Error> {
    match section.take(key) {
        Some(item) => {
            Err(item.invalid(format!("'{key}' holds for the whole server: write it under [application.tool.motcua]")))
        }
        None => Ok(()),
    }
}
