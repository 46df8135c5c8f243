//! What the host measures, by component or database, in the Prometheus text format at `/metrics`.

use std::fmt::Error;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// The upper bounds of the latency histogram, in seconds.
const BUCKETS: [f64; 14] =
    [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Labels {
    component: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct AnswerLabels {
    component: String,
    status: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ConnectionLabels {
    component: String,
    state: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct DatabaseLabels {
    database: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct CallLabels {
    component: String,
    path: String,
    result: &'static str,
}

/// All metrics.
pub struct Metrics {
    registry: Registry,
    answers: Family<AnswerLabels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
    instances: Family<Labels, Gauge>,
    in_flight: Family<Labels, Gauge>,
    queued: Family<Labels, Gauge>,
    shed: Family<Labels, Counter>,
    failures: Family<Labels, Counter>,
    scheduled_calls: Family<CallLabels, Counter>,
    postgres: Family<ConnectionLabels, Gauge>,
    postgres_waiting: Family<Labels, Gauge>,
    postgres_opened: Family<Labels, Counter>,
    postgres_refused: Family<Labels, Counter>,
    sqlite_commits: Family<DatabaseLabels, Counter>,
    sqlite_syncs: Family<DatabaseLabels, Counter>,
    sqlite_waiting: Family<DatabaseLabels, Gauge>,
}

/// One component's metrics, looked up once.
pub struct Meter {
    /// The component.
    pub component: Arc<str>,
    /// Live instances.
    pub instances: Gauge,
    /// Requests that an instance is working on.
    pub in_flight: Gauge,
    /// Requests that wait for a place.
    pub queued: Gauge,
    /// Requests refused because the queue was full.
    pub shed: Counter,
    /// Instances that ended by a trap, a limit or a fault.
    pub failures: Counter,
    seconds: Histogram,
    answers: [Counter; 5],
}

/// The calls of one path on the schedule.
pub struct Calls {
    /// Those answered with 2xx.
    pub ok: Counter,
    /// Those answered otherwise or not at all.
    pub failed: Counter,
}

/// One component's connections to Postgres.
pub struct Connections {
    /// Those that a guest holds.
    pub in_use: Gauge,
    /// Those that it used last, kept for the next.
    pub idle: Gauge,
    /// Guests that wait for one.
    pub waiting: Gauge,
    /// Connections opened.
    pub opened: Counter,
    /// Guests that waited in vain.
    pub refused: Counter,
}

/// One SQLite database and its log.
pub struct Database {
    /// Writers that wait for their turn.
    pub waiting: Gauge,
    /// Write transactions that ended.
    pub commits: Counter,
    /// Times that the log was put on disk for them; what SQLite syncs at a checkpoint is not counted.
    pub syncs: Counter,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let seconds: fn() -> Histogram = || Histogram::new(BUCKETS);
        let mut metrics = Metrics {
            registry: Registry::with_prefix("motcua"),
            answers: Family::default(),
            seconds: Family::new_with_constructor(seconds),
            instances: Family::default(),
            in_flight: Family::default(),
            queued: Family::default(),
            shed: Family::default(),
            failures: Family::default(),
            scheduled_calls: Family::default(),
            postgres: Family::default(),
            postgres_waiting: Family::default(),
            postgres_opened: Family::default(),
            postgres_refused: Family::default(),
            sqlite_commits: Family::default(),
            sqlite_syncs: Family::default(),
            sqlite_waiting: Family::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("requests", "Requests answered, by status class", self.answers.clone());
        registry.register("request_seconds", "Time to the response's head", self.seconds.clone());
        registry.register("instances", "Live instances", self.instances.clone());
        registry.register("requests_in_flight", "Requests in an instance", self.in_flight.clone());
        registry.register("requests_queued", "Requests waiting for an instance", self.queued.clone());
        registry.register("requests_shed", "Requests refused with 503, the queue being full", self.shed.clone());
        registry.register("instance_failures", "Instances ended by a trap or a limit", self.failures.clone());
        registry.register("scheduled_calls", "Calls of scheduled paths, by result", self.scheduled_calls.clone());
        registry.register("postgres_connections", "Connections to Postgres, by state", self.postgres.clone());
        registry.register("postgres_waiting", "Guests waiting for a connection", self.postgres_waiting.clone());
        registry.register("postgres_opened", "Connections opened", self.postgres_opened.clone());
        registry.register("postgres_refused", "Guests that waited in vain", self.postgres_refused.clone());
        registry.register("sqlite_commits", "Write transactions that ended", self.sqlite_commits.clone());
        registry.register("sqlite_waiting", "Writers waiting for their turn", self.sqlite_waiting.clone());
        registry.register("sqlite_syncs", "Syncs that these took, beside checkpoints", self.sqlite_syncs.clone());
    }

    /// The metrics of one component.
    pub fn meter(&self, component: &str) -> Arc<Meter> {
        let labels = Labels { component: component.to_owned() };
        let answers = ["1xx", "2xx", "3xx", "4xx", "5xx"].map(|status| {
            self.answers.get_or_create(&AnswerLabels { component: component.to_owned(), status }).clone()
        });
        Arc::new(Meter {
            component: component.into(),
            instances: self.instances.get_or_create(&labels).clone(),
            in_flight: self.in_flight.get_or_create(&labels).clone(),
            queued: self.queued.get_or_create(&labels).clone(),
            shed: self.shed.get_or_create(&labels).clone(),
            failures: self.failures.get_or_create(&labels).clone(),
            seconds: self.seconds.get_or_create(&labels).clone(),
            answers,
        })
    }

    /// The metrics of one path on the schedule.
    pub fn scheduled(&self, component: &str, path: &str) -> Calls {
        let of = |result| CallLabels { component: component.to_owned(), path: path.to_owned(), result };
        Calls {
            ok: self.scheduled_calls.get_or_create_owned(&of("ok")),
            failed: self.scheduled_calls.get_or_create_owned(&of("failed")),
        }
    }

    /// The metrics of one component's connections to Postgres.
    pub fn postgres(&self, component: &str) -> Connections {
        let labels = Labels { component: component.to_owned() };
        let of = |state| ConnectionLabels { component: component.to_owned(), state };
        Connections {
            // Owned: two guards on one family in one expression would wait for each other.
            in_use: self.postgres.get_or_create_owned(&of("in_use")),
            idle: self.postgres.get_or_create_owned(&of("idle")),
            waiting: self.postgres_waiting.get_or_create(&labels).clone(),
            opened: self.postgres_opened.get_or_create(&labels).clone(),
            refused: self.postgres_refused.get_or_create(&labels).clone(),
        }
    }

    /// The metrics of one database.
    pub fn database(&self, database: &str) -> Arc<Database> {
        let labels = DatabaseLabels { database: database.to_owned() };
        Arc::new(Database {
            waiting: self.sqlite_waiting.get_or_create(&labels).clone(),
            commits: self.sqlite_commits.get_or_create(&labels).clone(),
            syncs: self.sqlite_syncs.get_or_create(&labels).clone(),
        })
    }

    /// The text that `/metrics` answers with.
    pub fn text(&self) -> Result<String, Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl Meter {
    /// Counts an answer.
    pub fn answered(&self, status: http::StatusCode, took: Duration) {
        self.seconds.observe(took.as_secs_f64());
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        if let Some(counter) = self.answers.get(class) {
            counter.inc();
        }
    }
}
