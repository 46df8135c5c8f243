//! The peer as a process of its own, on the portal's core, since it has a file of its own.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::routing::post;

use super::{file, peer};
use crate::load::Server;
use crate::native;
use crate::servers::Servers;

/// The peer; it ends with this.
pub struct Peer {
    process: Child,
    address: SocketAddr,
}

/// Serves on one thread until it is killed. `file` is the one with the reference data.
pub fn serve(port: &str, file: &str) -> Result<()> {
    native::keep(Path::new(file));
    file::keep(Path::new(file));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let routes = Router::new().route("/api/feedback/items", post(peer::receive));
        let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
        axum::serve(listener, routes).await?;
        Ok(())
    })
}

impl Peer {
    /// Starts it and waits until it answers.
    pub fn start(servers: &Servers) -> Result<Peer> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).arg(std::env::current_exe()?);
        command.args(["native", "feedback", &address.port().to_string()]).arg(servers.file());
        let process = command.stderr(Stdio::null()).spawn().context("cannot start a server: is taskset there?")?;
        let (peer, started) = (Peer { process, address }, Instant::now());
        while started.elapsed() < Duration::from_secs(60) {
            if TcpStream::connect(address).is_ok() {
                return Ok(peer);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("no server at {address}")
    }

    /// What a load is sent to.
    pub fn server(&self) -> Server {
        Server { addresses: vec![self.address], pids: vec![self.process.id()], postgres: None }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
