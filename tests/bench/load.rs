//! A closed loop: so many connections, each with one request under way.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

const CONNECTIONS: usize = 16;

/// A server to be loaded: one process, or several that share the load.
#[derive(Clone)]
pub struct Server {
    /// Where each listens.
    pub addresses: Vec<SocketAddr>,
    /// Their processes.
    pub pids: Vec<u32>,
    /// The process whose children serve the database, where there is one.
    pub postgres: Option<u32>,
}

/// A load on one address of a server.
pub struct Load<'a> {
    server: Server,
    path: &'a str,
    requests: usize,
    /// The body of a PUT, and the token that it needs; a GET without.
    put: Option<(&'a str, &'a str)>,
}

/// Each PUT is for another list.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// What was measured.
#[derive(Default)]
pub struct Run {
    latencies: Vec<Duration>,
    cpu: Duration,
    store: Duration,
    took: Duration,
}

impl Run {
    /// Adds another run of the same load.
    pub fn add(&mut self, other: Run) {
        self.latencies.extend(other.latencies);
        self.cpu += other.cpu;
        self.store += other.store;
        self.took += other.took;
    }

    /// Processor time that the database took for a request, in microseconds.
    pub fn store_us(&self) -> f64 {
        self.store.as_secs_f64() * 1e6 / self.latencies.len().max(1) as f64
    }

    /// Requests in a second of the clock.
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64().max(1e-9)
    }

    /// Processor time of a request, in microseconds.
    pub fn cpu_us(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.latencies.len().max(1) as f64
    }

    /// The median and the 99th of a hundred.
    pub fn latency(&self) -> String {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let at = |hundredths: usize| sorted.get(sorted.len() * hundredths / 100).copied().unwrap_or_default();
        format!("{:.2}/{:.2} ms", at(50).as_secs_f64() * 1e3, at(99).as_secs_f64() * 1e3)
    }
}

impl<'a> Load<'a> {
    /// So many requests for `path`.
    pub fn new(server: Server, path: &'a str, requests: usize) -> Load<'a> {
        Load { server, path, requests, put: None }
    }

    /// Puts this body, at a path that ends in another number each time, instead of reading.
    pub fn putting(self, token: &'a str, body: &'a str) -> Load<'a> {
        Load { put: Some((token, body)), ..self }
    }

    /// Warms up, then measures.
    pub fn run(&self) -> Result<Run> {
        self.round(CONNECTIONS * 20)?;
        let (before, store) = (self.cpu()?, self.store()?);
        let started = Instant::now();
        let latencies = self.round(self.requests)?;
        let took = started.elapsed();
        Ok(Run { latencies, cpu: self.cpu()? - before, store: self.store()? - store, took })
    }

    fn cpu(&self) -> Result<Duration> {
        self.server.pids.iter().map(|pid| processor_time(*pid)).sum()
    }

    fn store(&self) -> Result<Duration> {
        self.server.postgres.map_or(Ok(Duration::ZERO), |pid| children(pid)?.into_iter().map(processor_time).sum())
    }

    fn round(&self, requests: usize) -> Result<Vec<Duration>> {
        let each = requests / CONNECTIONS;
        std::thread::scope(|scope| {
            let clients: Vec<_> =
                (0..CONNECTIONS).map(|client| scope.spawn(move || self.client(client, each))).collect();
            let mut all = Vec::with_capacity(requests);
            for client in clients {
                all.extend(client.join().expect("a client does not panic")?);
            }
            Ok(all)
        })
    }

    fn client(&self, number: usize, requests: usize) -> Result<Vec<Duration>> {
        let address = self.server.addresses.iter().cycle().nth(number).context("no address")?;
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut reader = BufReader::with_capacity(64 << 10, stream.try_clone()?);
        let mut stream = stream;
        let mut latencies = Vec::with_capacity(requests);
        for _ in 0..requests {
            let request = self.request();
            let started = Instant::now();
            stream.write_all(request.as_bytes())?;
            answer(&mut reader, &mut std::io::sink()).with_context(|| self.path.to_owned())?;
            latencies.push(started.elapsed());
        }
        Ok(latencies)
    }
}

impl Load<'_> {
    fn request(&self) -> String {
        let Some((token, body)) = self.put else {
            return format!("GET {} HTTP/1.1\r\nhost: bench\r\n\r\n", self.path);
        };
        let (number, length) = (NUMBER.fetch_add(1, Relaxed), body.len());
        let path = self.path.replace("{}", &number.to_string());
        let body = body.replace("{}", &format!("{number:04}"));
        let head = format!("PUT {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n");
        // Four digits stand where two signs stood.
        format!("{head}content-type: text/csv\r\ncontent-length: {}\r\n\r\n{body}", length + 2)
    }
}

/// The processes that a process started.
fn children(pid: u32) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let entry = entry?;
        let Some(child) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        // The name in parentheses may hold anything; after it come the state and the parent.
        let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse::<u32>().ok());
        found.extend((parent == Some(pid)).then_some(child));
    }
    Ok(found)
}

/// Sends requests that are each sent once, shared by all connections, and measures.
pub fn send_all(server: &Server, requests: Vec<String>) -> Result<Run> {
    send_over(server, &requests, CONNECTIONS, "")
}

/// The same over so many connections; each answer has to have these words in it.
pub fn send_over(server: &Server, requests: &[String], connections: usize, expected: &str) -> Result<Run> {
    let load = Load::new(server.clone(), "", 0);
    let (before, started, next) = (load.cpu()?, Instant::now(), AtomicUsize::new(0));
    let client = |number: usize| -> Result<Vec<Duration>> {
        let stream = TcpStream::connect(server.addresses.iter().cycle().nth(number).context("no address")?)?;
        stream.set_nodelay(true)?;
        let (mut reader, mut stream) = (BufReader::new(stream.try_clone()?), stream);
        let (mut latencies, mut body) = (Vec::new(), Vec::new());
        while let Some(request) = requests.get(next.fetch_add(1, Relaxed)) {
            let sent = Instant::now();
            stream.write_all(request.as_bytes())?;
            body.clear();
            answer(&mut reader, &mut body).with_context(|| request.lines().next().unwrap_or_default().to_owned())?;
            latencies.push(sent.elapsed());
            let said = String::from_utf8_lossy(&body);
            if !said.contains(expected) {
                bail!("{said} instead of {expected}: {request}");
            }
        }
        Ok(latencies)
    };
    let latencies = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..connections)
            .map(|number| {
                scope.spawn({
                    let client = &client;
                    move || client(number)
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().expect("a client does not panic")).collect::<Result<Vec<_>>>()
    })?;
    let took = started.elapsed();
    Ok(Run { latencies: latencies.concat(), cpu: load.cpu()?.saturating_sub(before), store: Duration::ZERO, took })
}

/// Reads an answer whose length is announced, and insists that it is a good one. Its body goes to whoever wants it.
fn answer(reader: &mut BufReader<TcpStream>, body: &mut impl Write) -> Result<()> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    if !line.starts_with("HTTP/1.1 20") {
        bail!("unexpected answer: {line}");
    }
    let mut length = 0_u64;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some((_, value)) = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
            length = value.trim().parse()?;
        }
    }
    std::io::copy(&mut reader.take(length), body)?;
    Ok(())
}

/// User and system time of all threads of a process, as the kernel schedules them: in nanoseconds, not in ticks.
fn processor_time(pid: u32) -> Result<Duration> {
    let mut total = 0_u64;
    for task in std::fs::read_dir(format!("/proc/{pid}/task"))? {
        // A thread that ends meanwhile takes its time with it: workers live as long as the server.
        let Ok(text) = std::fs::read_to_string(task?.path().join("schedstat")) else { continue };
        total += text.split(' ').next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(Duration::from_nanos(total))
}
