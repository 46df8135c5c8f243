//! From a manifest to an application that can answer: read, grant, compose, compile, link. Nothing runs yet.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use tokio::sync::watch;
use wasmtime::Engine;
use wasmtime::component::{Component as Wasm, Linker};
use wasmtime_wasi_http::handler::ProxyPre;
use wasmtime_wasi_http::{p2, p3};

use crate::allowed_hosts::AllowedHosts;
use crate::application::{Application, Target};
use crate::capability::outbound::Whole;
use crate::capability::sqlite::{Database, Databases};
use crate::capability::{Grants, denied, files, key_value, outbound, postgres, variables as granted};
use crate::clock::Clock;
use crate::compose::{Part, compose};
use crate::engine::{Size, Ticker, engine, linker};
use crate::function::Function;
use crate::guest::Guest;
use crate::manifest::{self, App, Component, DATABASE_FILE, DEFAULT_LABEL, KEY_VALUE_FILE};
use crate::metrics::Metrics;
use crate::schedule::Entry;
use crate::variables::Variables;
use crate::worker::Workshop;

/// What to run, and with what.
pub struct Options {
    /// The application's manifest.
    pub manifest: PathBuf,
    /// The profile to apply.
    pub profile: Option<String>,
    /// Where databases and files are kept; `.spin` beside the manifest if not given.
    pub state: Option<PathBuf>,
    /// Where compiled code is kept; nowhere if not given.
    pub cache: Option<PathBuf>,
    /// Environment variables that may give variables their values.
    pub environment: HashMap<String, String>,
    /// The time of day that guests see.
    pub clock: Clock,
    /// Whether scheduled paths are called; a test that calls them itself says no.
    pub schedules: bool,
}

impl Options {
    /// This application, without a profile, a cache and variables, its state beside its manifest.
    pub fn new(manifest: PathBuf) -> Options {
        let (profile, state, cache) = (None, None, None);
        let (environment, clock) = (HashMap::new(), Clock::System);
        Options { manifest, profile, state, cache, environment, clock, schedules: true }
    }
}

/// Makes the application ready. Every error is one line that says what and where.
pub fn prepare(options: &Options) -> Result<Arc<Application>> {
    let app = manifest::read(&options.manifest, options.profile.as_deref())?;
    let folder = options.manifest.parent().unwrap_or(Path::new("."));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    manifest::find_wasm(&app, folder)?;
    let state = options.state.clone().unwrap_or_else(|| folder.join(".spin"));
    std::fs::create_dir_all(&state).with_context(|| format!("cannot keep state in {}", state.display()))?;
    let whole = Whole::default();
    let metrics = Metrics::default();
    let granted = grant(&app, options, folder, &state, &whole, &metrics)?;
    let engine = engine(&pool(&app), options.cache.as_deref())?;
    let functions = functions(&app, folder, &engine, granted, &metrics)?;
    let application = Arc::new(Application {
        name: app.name.clone(),
        version: app.version.clone(),
        routes: app.routes(),
        targets: targets(&app, &functions)?,
        functions,
        settings: app.settings,
        schedule: if options.schedules { Entry::all(&app, &metrics) } else { Vec::new() },
        metrics,
        ticker: Ticker::start(&engine)?,
    });
    for replaced in application.routes.replaced() {
        tracing::warn!(route = replaced.route, "two triggers have this route: the later one answers");
    }
    // Set once, here: nobody called out before.
    let _ = whole.set(Arc::downgrade(&application));
    Ok(application)
}

/// A request may take an instance, and an instance that finishes overlaps with its successor.
fn pool(app: &App) -> Size {
    let instances: usize =
        app.components.values().map(|component| component.settings.instances_max.saturating_mul(2)).sum();
    let memory = app.components.values().map(|component| component.settings.memory_bytes_max).max().unwrap_or(0);
    Size { instances: u32::try_from(instances).unwrap_or(u32::MAX), memory_bytes_max: memory }
}

/// What each component may touch; everything else is refused.
fn grant(
    app: &App,
    options: &Options,
    folder: &Path,
    state: &Path,
    whole: &Whole,
    metrics: &Metrics,
) -> Result<BTreeMap<String, Grants>> {
    let dot_env = std::fs::read_to_string(folder.join(".env")).unwrap_or_default();
    let variables = Variables::resolve(&app.variables, |name| options.environment.get(name).cloned(), &dot_env)?;
    let default = (DEFAULT_LABEL.to_owned(), state.join(DATABASE_FILE));
    let others = app.databases.iter().map(|(label, path)| (label.clone(), state.join(path)));
    let databases = Databases::new(std::iter::once(default).chain(others), metrics);
    let stores = Database::at(state.join(KEY_VALUE_FILE), metrics.database("key-value"));
    let pool = postgres::Pool::new(app.settings.postgres_connections_max);
    let mut granted = BTreeMap::new();
    for (id, component) in &app.components {
        let hosts = AllowedHosts::resolve(&component.allowed_outbound_hosts, &variables)
            .with_context(|| format!("component '{id}'"))?;
        let values = variables.of_component(&component.variables)?;
        let values = values.into_iter().map(|(name, value)| (name, value.expose().to_owned())).collect();
        let folders = files::mounted(component, folder, &state.join("files").join(id))
            .with_context(|| format!("component '{id}': files"))?;
        let environment = component.environment.clone().into_iter().collect();
        granted.insert(
            id.clone(),
            Grants {
                sqlite: databases.grant(&component.sqlite_databases),
                key_value: key_value::Grant::new(stores.clone(), &component.key_value_stores),
                variables: granted::Grant::new(values),
                outbound: outbound::Grant::new(hosts.clone(), whole.clone()),
                postgres: postgres::Grant::new(id, hosts, pool.clone(), metrics.postgres(id)),
                files: files::Grant::new(id, environment, folders, options.clock.clone()),
            },
        );
    }
    Ok(granted)
}

fn functions(
    app: &App,
    folder: &Path,
    engine: &Engine,
    granted: BTreeMap<String, Grants>,
    metrics: &Metrics,
) -> Result<BTreeMap<String, Arc<Function>>> {
    let linker = linker(engine)?;
    let mut functions = BTreeMap::new();
    for ((id, component), grants) in app.components.iter().zip(granted.into_values()) {
        let pre = load(engine, &linker, folder, component).map_err(|error| one_line(id, &error))?;
        let meter = metrics.meter(id);
        let (sender, open) = watch::channel(());
        let shop = Workshop { engine: engine.clone(), pre, grants, settings: component.settings, meter, open };
        functions.insert(id.clone(), Arc::new(Function::new(shop, sender)));
    }
    Ok(functions)
}

/// What wasmtime has to say about a component has many lines, and some a backtrace.
fn one_line(component: &str, error: &anyhow::Error) -> anyhow::Error {
    let words: Vec<String> = format!("{error:#}").split_whitespace().map(str::to_owned).collect();
    anyhow!("component '{component}': {}", words.join(" "))
}

fn load(engine: &Engine, linker: &Linker<Guest>, folder: &Path, component: &Component) -> Result<ProxyPre<Guest>> {
    let read =
        |path: &Path| std::fs::read(folder.join(path)).with_context(|| format!("cannot read {}", path.display()));
    let mut parts = Vec::new();
    for dependency in &component.dependencies {
        parts.push(Part { dependency, bytes: read(&dependency.path)? });
    }
    let wasm = Wasm::from_binary(engine, &compose(read(&component.source)?, parts)?)?;
    let mut linker = linker.clone();
    denied::link(&mut linker, engine, &wasm)?;
    let pre = linker.instantiate_pre(&wasm)?;
    if let Ok(service) = p3::bindings::ServicePre::new(pre.clone()) {
        return Ok(ProxyPre::P3(service));
    }
    let proxy = p2::bindings::ProxyPre::new(pre)
        .map_err(|_| anyhow!("it exports neither wasi:http/handler@0.3 nor wasi:http/incoming-handler@0.2"))?;
    Ok(ProxyPre::P2(proxy))
}

fn targets(app: &App, functions: &BTreeMap<String, Arc<Function>>) -> Result<Vec<Target>> {
    let target = |target: &manifest::Target| match target {
        manifest::Target::Static(fixed) => Ok(Target::Static(fixed.clone())),
        manifest::Target::Component(id) => {
            let function = functions.get(id).ok_or_else(|| anyhow!("there is no component '{id}'"))?;
            Ok(Target::Function(function.clone()))
        }
    };
    app.triggers.iter().map(|trigger| target(&trigger.target)).collect()
}
