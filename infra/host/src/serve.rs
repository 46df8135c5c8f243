//! The HTTP server: connections in, requests to their function, answers out, until told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use wasmtime_wasi_http::WasiBody;

use crate::application::Application;
use crate::incoming::Incoming;
use crate::schedule::Scheduler;

/// Connections that wait to be accepted: a burst of a commune's opening hour fits.
const BACKLOG: u32 = 4_096;
/// Open connections; an idle one costs about 20 KiB.
const CONNECTIONS_MAX: usize = 16_384;
/// How long requests in flight may take after the host was told to stop.
const FAREWELL: Duration = Duration::from_secs(30);

/// Takes the address. Fails with one line when somebody else has it.
pub fn listen(address: SocketAddr) -> Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    let taken = || format!("cannot listen on {address}: is another portal running there? choose with --listen");
    socket.bind(address).with_context(taken)?;
    socket.listen(BACKLOG).with_context(taken)
}

/// Serves `application`, and keeps its schedule, until `stop` resolves, and then what is in flight.
pub async fn serve(listener: TcpListener, application: Arc<Application>, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let farewell = GracefulShutdown::new();
    let scheduler = Scheduler::start(&application);
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        let connection = farewell.watch(connection(stream, peer, application.clone()));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("connection ended: {error}");
            }
            drop(place);
        });
    }
    drop(listener);
    let finished = async { tokio::join!(scheduler.finish(), farewell.shutdown()) };
    if tokio::time::timeout(FAREWELL, finished).await.is_err() {
        tracing::warn!("requests still in flight after {} s are cut off", FAREWELL.as_secs());
    }
}

type Accepted = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<Accepted> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Without this, small pieces of an answer wait 40 ms for one another.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(error) => {
            // Out of file descriptors, most likely: a pause lets connections end.
            tracing::warn!("cannot accept: {error}");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    application: Arc<Application>,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    let settings = application.settings();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(settings.header_seconds_max))
        .max_buf_size(settings.header_bytes_max.max(8_192))
        .half_close(true);
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let application = application.clone();
        async move {
            Ok::<http::Response<WasiBody>, std::convert::Infallible>(
                application.answer(Incoming::of(request), peer).await,
            )
        }
    });
    http.serve_connection(TokioIo::new(stream), service)
}
