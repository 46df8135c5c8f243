//! One component behind a bounded queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit, watch};
use wasmtime_wasi_http::WasiBody;
use wasmtime_wasi_http::handler::{ExpirationError, InstantiationError, ProxyHandler};

use crate::manifest::Settings;
use crate::metrics::Meter;
use crate::worker::Workshop;

/// Why a request got no answer from the guest.
pub enum Refusal {
    /// The queue was full, or the wait too long.
    Busy,
    /// The guest did not answer in time.
    TimedOut,
    /// The guest trapped or broke the protocol.
    Failed,
}

/// A component, ready to be called.
pub struct Function {
    handler: ProxyHandler<Workshop>,
    /// A place for each request that may be worked on. A request may need an instance of its own, so there are never
    /// more instances than places either.
    places: Semaphore,
    waiting: AtomicUsize,
    meter: Arc<Meter>,
    settings: Settings,
    /// Ends what idles, when it goes.
    _open: watch::Sender<()>,
}

impl Function {
    /// A component whose instances come from `shop`, which hears of `open` when it is gone.
    pub fn new(shop: Workshop, open: watch::Sender<()>) -> Function {
        Function {
            _open: open,
            places: Semaphore::new(shop.settings.instances_max),
            waiting: AtomicUsize::new(0),
            meter: shop.meter.clone(),
            settings: shop.settings,
            handler: ProxyHandler::new(shop),
        }
    }

    /// The component's limits.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The component's measurements.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Has an instance answer the request, when there is a place for it.
    pub async fn call(&self, request: http::Request<WasiBody>) -> Result<http::Response<WasiBody>, Refusal> {
        let started = Instant::now();
        let _place = self.place().await.inspect_err(|_| _ = self.meter.shed.inc())?;
        let answer = {
            let _working = Working::begin(&self.meter);
            self.handler.handle((), request).await.map_err(|error| self.refusal(&error))
        };
        if let Ok(response) = &answer {
            self.meter.answered(response.status(), started.elapsed());
        }
        answer
    }

    async fn place(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        if let Ok(place) = self.places.try_acquire() {
            return Ok(place);
        }
        let _waiting = Waiting::join(self).ok_or(Refusal::Busy)?;
        let patience = Duration::from_secs(self.settings.request_seconds_max);
        match tokio::time::timeout(patience, self.places.acquire()).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(Refusal::Busy),
        }
    }

    fn refusal(&self, error: &wasmtime::Error) -> Refusal {
        if error.is::<ExpirationError>() {
            return Refusal::TimedOut;
        }
        if error.is::<InstantiationError<()>>() {
            tracing::warn!(component = &*self.meter.component, "{error}");
            return Refusal::Busy;
        }
        tracing::error!(component = &*self.meter.component, "no answer: {error:#}");
        Refusal::Failed
    }
}

/// A request in an instance, counted until it is answered or the guest that made it has gone.
struct Working<'a>(&'a Meter);

impl<'a> Working<'a> {
    fn begin(meter: &'a Meter) -> Working<'a> {
        meter.in_flight.inc();
        Working(meter)
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.0.in_flight.dec();
    }
}

/// A request in the queue; it leaves when dropped, also when the guest that made it has gone.
struct Waiting<'a>(&'a Function);

impl<'a> Waiting<'a> {
    fn join(function: &'a Function) -> Option<Waiting<'a>> {
        if function.waiting.fetch_add(1, Relaxed) >= function.settings.queue_max {
            function.waiting.fetch_sub(1, Relaxed);
            return None;
        }
        function.meter.queued.inc();
        Some(Waiting(function))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Relaxed);
        self.0.meter.queued.dec();
    }
}
