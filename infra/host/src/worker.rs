//! Instances of one component: how they are made, how long they serve, when they are ended.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::Sleep;
use wasmtime::component::GuestTaskId;
use wasmtime::{Engine, Store, StoreContextMut, UpdateDeadline, bail};
use wasmtime_wasi_http::WasiHttpView;
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, ProxyPre, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};

use crate::capability::Grants;
use crate::guest::Guest;
use crate::manifest::Settings;
use crate::metrics::Meter;
use crate::stretch::Stretch;

/// What instances of one component are made from.
pub struct Workshop {
    /// The engine.
    pub engine: Engine,
    /// The component, compiled and linked.
    pub pre: ProxyPre<Guest>,
    /// What it may reach.
    pub grants: Grants,
    /// Its limits.
    pub settings: Settings,
    /// Its measurements.
    pub meter: Arc<Meter>,
    /// Closed when the application has ended: whoever idles then has nothing to wait for.
    pub open: watch::Receiver<()>,
}

impl HandlerState for Workshop {
    type StoreData = Guest;
    type WorkerExpiration = Expiration;
    type WorkerState = Worker;

    async fn instantiate(&self) -> wasmtime::Result<Instance<Guest, Expiration, Worker>> {
        let guest = Guest::new(&self.grants, self.settings.memory_bytes_max)?;
        let mut store = Store::new(&self.engine, guest);
        store.limiter(|guest| &mut guest.limits);
        limit_time(&mut store, Duration::from_millis(self.settings.cpu_ms_max));
        let stretch = store.data().stretch.clone();
        let proxy = self.pre.instantiate_async(&mut store).await?;
        self.meter.instances.inc();
        Ok(Instance {
            store,
            proxy,
            view: Guest::http,
            expiration: Expiration::new(self, stretch),
            state: Worker::new(self),
        })
    }
}

/// Ends a guest that computes for longer than `limit` without a pause, for it stops all else in its instance.
fn limit_time(store: &mut Store<Guest>, limit: Duration) {
    store.set_epoch_deadline(1);
    store.epoch_deadline_callback(move |guest| {
        let stretch = &guest.data().stretch;
        if stretch.tick() > limit {
            bail!("computed for more than {} ms without a pause", limit.as_millis());
        }
        Ok(UpdateDeadline::YieldCustom(1, Box::pin(stretch.turn_over())))
    });
}

/// How often an instance is used again, and at once.
pub struct Worker {
    requests_max: usize,
    concurrent_max: usize,
    request_time: Duration,
    meter: Arc<Meter>,
}

impl Worker {
    fn new(shop: &Workshop) -> Worker {
        // An instance of WASI 0.2 serves one request: its handler is not made to be called twice.
        let is_reusable = matches!(shop.pre, ProxyPre::P3(_));
        Worker {
            requests_max: if is_reusable { shop.settings.requests_per_instance } else { 1 },
            concurrent_max: if is_reusable { shop.settings.concurrent_per_instance } else { 1 },
            request_time: Duration::from_secs(shop.settings.request_seconds_max),
            meter: shop.meter.clone(),
        }
    }
}

impl WorkerState for Worker {
    type StoreData = Guest;
    type RequestData = ();

    fn should_accept_request(&self, concurrent: usize, total: usize) -> ShouldAccept {
        if total >= self.requests_max {
            ShouldAccept::Never
        } else if concurrent >= self.concurrent_max {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        guest: StoreContextMut<'_, Guest>,
        (): (),
        _: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + Sync + 'static>> {
        // An instance that computes takes no request, so none in flight profits.
        guest.data().stretch.end();
        Box::pin(tokio::time::sleep(self.request_time))
    }

    fn drop(&self, store: Store<Guest>, result: wasmtime::Result<()>) {
        self.meter.instances.dec();
        if let Err(error) = result {
            self.meter.failures.inc();
            tracing::error!(component = &*self.meter.component, "instance ended: {error:#}");
        }
        drop(store);
    }
}

/// When an instance is ended from outside: after idling, with its application, or when a guest that never yields outlives every request.
pub struct Expiration {
    ended: Pin<Box<dyn Future<Output = ()> + Send + Sync>>,
    idle: Duration,
    request: Duration,
    sleep: Pin<Box<Sleep>>,
    stretch: Stretch,
}

impl Expiration {
    fn new(shop: &Workshop, stretch: Stretch) -> Expiration {
        let (settings, mut open) = (&shop.settings, shop.open.clone());
        let ended = Box::pin(async move {
            // Nothing is ever sent: what changes is that the sender goes.
            let _ = open.changed().await;
        });
        Expiration {
            ended,
            idle: Duration::from_secs(settings.idle_seconds),
            request: Duration::from_secs(settings.request_seconds_max).saturating_add(Duration::from_secs(1)),
            sleep: Box::pin(tokio::time::sleep(Duration::ZERO)),
            stretch,
        }
    }
}

impl WorkerExpiration for Expiration {
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>, status: WorkerStatus, start: Instant) -> Poll<()> {
        self.stretch.rest();
        if status == WorkerStatus::Idle && self.ended.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        let span = match status {
            WorkerStatus::Idle => self.idle,
            WorkerStatus::Requests | WorkerStatus::PostReturn => self.request,
        };
        let Some(deadline) = start.checked_add(span) else { return Poll::Pending };
        if self.sleep.deadline() != deadline.into() {
            self.sleep.as_mut().reset(deadline.into());
        }
        self.sleep.as_mut().poll(context)
    }
}
