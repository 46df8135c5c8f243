//! The application: routes to functions, and what happens to a request between the two.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use anyhow::{Context, Result};
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Limited};
use hyper::body::Body;
use motcua_edge::language::{Language, wanted};
use serde_json::json;
use wasmtime_wasi_http::{Error, WasiBody};

use crate::answer::{Problem, with};
use crate::engine::Ticker;
use crate::function::{Function, Refusal};
use crate::incoming::Incoming;
use crate::manifest::{Settings, Static};
use crate::metrics::Metrics;
use crate::routes::{Match, Origin, Routes, WellKnown, headers, is_spin_header, well_known};
use crate::schedule::{self, Entry};

/// Everything that answers requests.
pub struct Application {
    /// What the manifest calls it.
    pub name: String,
    /// The manifest's version of it.
    pub version: Option<String>,
    /// Paths to triggers.
    pub routes: Routes,
    /// What stands behind each trigger, by its index.
    pub targets: Vec<Target>,
    /// Components by id, for calls among them.
    pub functions: BTreeMap<String, Arc<Function>>,
    /// The application's own settings; a function's may differ.
    pub settings: Settings,
    /// What is called without being asked for.
    pub schedule: Vec<Arc<Entry>>,
    /// What is measured.
    pub metrics: Metrics,
    /// Keeps guests' time.
    pub ticker: Ticker,
}

/// What answers a route.
pub enum Target {
    /// A component.
    Function(Arc<Function>),
    /// A fixed answer.
    Static(Static),
}

impl Application {
    /// The application's own settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Answers a request from outside.
    pub async fn answer(&self, request: Request<Incoming>, peer: SocketAddr) -> Response<WasiBody> {
        let language = wanted(request.headers());
        if let Some(own) = self.own(&request, language) {
            return own;
        }
        let uri = request.uri().clone();
        let Some(found) = self.routes.find(uri.path()) else { return Problem::NotFound.response(language) };
        match found.trigger().and_then(|trigger| self.targets.get(trigger)) {
            Some(Target::Function(function)) => self.enter(function, request, &found, peer, language).await,
            Some(Target::Static(fixed)) => fixed_answer(fixed),
            None => Problem::NotFound.response(language),
        }
    }

    /// A call from one component to another, inside this process. `None` when there is no such component.
    pub async fn call(&self, component: &str, request: Request<WasiBody>) -> Option<Response<WasiBody>> {
        let function = self.functions.get(component)?;
        let language = wanted(request.headers());
        let path = request.uri().path().to_owned();
        let found = self.routes.chained(&path);
        let (mut head, body) = request.into_parts();
        let peer = SocketAddr::from(([0, 0, 0, 0], 0));
        Some(match introduce(&mut head, &found, peer) {
            Some(()) => pass(function, Request::from_parts(head, body), language).await,
            None => Problem::BadRequest.response(language),
        })
    }

    /// A call that nobody else makes, as the schedule has it: a POST without a body. It ends with the last byte of the
    /// answer, which is thrown away.
    pub async fn post(&self, component: &str, path: &str) -> Result<StatusCode> {
        let unknown = || format!("there is no component '{component}'");
        let patience = self.functions.get(component).with_context(unknown)?.settings().request_seconds_max;
        let request = schedule::request(component, path)?.map(|()| nothing());
        let response = self.call(component, request).await.with_context(unknown)?;
        let (status, mut body) = (response.status(), response.into_body());
        let to_the_end = async {
            while let Some(frame) = body.frame().await {
                frame?;
            }
            Result::<StatusCode>::Ok(status)
        };
        let is_late = || format!("answered with {status}, and not to the end in {patience} s");
        tokio::time::timeout(Duration::from_secs(patience), to_the_end).await.with_context(is_late)?
    }

    /// Health, metrics and what Spin reserves.
    fn own(&self, request: &Request<Incoming>, language: Language) -> Option<Response<WasiBody>> {
        let path = request.uri().path();
        let reserved = well_known(path);
        if reserved.is_none() && path != "/healthz" && path != "/metrics" {
            return None;
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Some(Problem::MethodNotAllowed.response(language));
        }
        Some(match (reserved, path) {
            (Some(WellKnown::Info), _) => {
                let info = json!({ "name": self.name, "version": self.version });
                with(StatusCode::OK, "application/json", info.to_string())
            }
            (Some(WellKnown::Unknown), _) => Problem::NotFound.response(language),
            (None, "/metrics") => match self.metrics.text() {
                Ok(text) => with(StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8", text),
                Err(_) => Problem::Failed.response(language),
            },
            _ => with(StatusCode::OK, "text/plain", "OK"),
        })
    }

    async fn enter(
        &self,
        function: &Function,
        request: Request<Incoming>,
        found: &Match<'_>,
        peer: SocketAddr,
        language: Language,
    ) -> Response<WasiBody> {
        let body_bytes_max = function.settings().body_bytes_max;
        if declared(&request).is_some_and(|bytes| bytes > body_bytes_max as u64) {
            return Problem::TooLarge.response(language);
        }
        let (mut head, body) = request.into_parts();
        if introduce(&mut head, found, peer).is_none() {
            return Problem::BadRequest.response(language);
        }
        let (body, is_too_large) = limited(body, body_bytes_max);
        let response = pass(function, Request::from_parts(head, body), language).await;
        if is_too_large.load(Relaxed) { Problem::TooLarge.response(language) } else { response }
    }
}

fn declared(request: &Request<Incoming>) -> Option<u64> {
    request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn nothing() -> WasiBody {
    http_body_util::Empty::<Bytes>::new().map_err(|never| match never {}).boxed_unsync()
}

/// The body, cut off with an error when it grows beyond `bytes_max`, and whether that has happened.
fn limited(body: Incoming, bytes_max: usize) -> (WasiBody, Arc<AtomicBool>) {
    let is_too_large = Arc::new(AtomicBool::new(false));
    if body.is_end_stream() {
        return (nothing(), is_too_large);
    }
    let flag = is_too_large.clone();
    let body = Limited::new(body, bytes_max).map_err(move |error| match error.downcast::<hyper::Error>() {
        Ok(error) => Error::Hyper(*error),
        Err(_) => {
            flag.store(true, Relaxed);
            Error::HttpRequestBodySize(Some(bytes_max as u64))
        }
    });
    (body.boxed_unsync(), is_too_large)
}

/// Turns a request's head into what a guest gets: an absolute address, the `spin-*` headers of the host and none of the
/// client's. `None` when the head makes no sense.
fn introduce(head: &mut http::request::Parts, found: &Match<'_>, peer: SocketAddr) -> Option<()> {
    let target = head.uri.path_and_query()?.as_str().to_owned();
    let host = match head.headers.get(HOST) {
        Some(host) => host.to_str().ok()?.to_owned(),
        None => head.uri.host().unwrap_or("localhost").to_owned(),
    };
    let foreign: Vec<HeaderName> = head.headers.keys().filter(|name| is_spin_header(name.as_str())).cloned().collect();
    for name in foreign {
        head.headers.remove(name);
    }
    head.headers.remove(CONNECTION);
    let origin = Origin { scheme: "http", host: &host, path_and_query: &target, client: peer };
    for (name, value) in headers(found, &origin) {
        head.headers.insert(HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(&value).ok()?);
    }
    head.uri = Uri::builder().scheme("http").authority(host).path_and_query(target).build().ok()?;
    Some(())
}

async fn pass(function: &Function, request: Request<WasiBody>, language: Language) -> Response<WasiBody> {
    match function.call(request).await {
        Ok(response) => response,
        Err(refusal) => {
            let problem = match refusal {
                Refusal::Busy => Problem::Busy,
                Refusal::TimedOut => Problem::TimedOut,
                Refusal::Failed => Problem::Failed,
            };
            let response = problem.response(language);
            function.meter().answered(response.status(), Duration::ZERO);
            response
        }
    }
}

fn fixed_answer(fixed: &Static) -> Response<WasiBody> {
    let mut response = with(fixed.status, "text/plain; charset=utf-8", fixed.body.clone());
    response.headers_mut().remove(CONTENT_TYPE);
    response.headers_mut().extend(fixed.headers.clone());
    response
}
