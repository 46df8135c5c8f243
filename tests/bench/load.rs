//! A closed loop: so many connections, each with one request under way.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

const CONNECTIONS: usize = 16;

/// A server to be loaded.
#[derive(Clone, Copy)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its process.
    pub pid: u32,
}

/// A load on one address of a server.
pub struct Load<'a> {
    server: Server,
    path: &'a str,
    requests: usize,
}

/// What was measured.
#[derive(Default)]
pub struct Run {
    latencies: Vec<Duration>,
    cpu: Duration,
}

impl Run {
    /// Adds another run of the same load.
    pub fn add(&mut self, other: Run) {
        self.latencies.extend(other.latencies);
        self.cpu += other.cpu;
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
        Load { server, path, requests }
    }

    /// Warms up, then measures.
    pub fn run(&self) -> Result<Run> {
        self.round(CONNECTIONS * 20)?;
        let before = processor_time(self.server.pid)?;
        let latencies = self.round(self.requests)?;
        Ok(Run { latencies, cpu: processor_time(self.server.pid)? - before })
    }

    fn round(&self, requests: usize) -> Result<Vec<Duration>> {
        let each = requests / CONNECTIONS;
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(move || self.client(each))).collect();
            let mut all = Vec::with_capacity(requests);
            for client in clients {
                all.extend(client.join().expect("a client does not panic")?);
            }
            Ok(all)
        })
    }

    fn client(&self, requests: usize) -> Result<Vec<Duration>> {
        let stream = TcpStream::connect(self.server.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut reader = BufReader::with_capacity(64 << 10, stream.try_clone()?);
        let mut stream = stream;
        let request = format!("GET {} HTTP/1.1\r\nhost: bench\r\n\r\n", self.path);
        let mut latencies = Vec::with_capacity(requests);
        for _ in 0..requests {
            let started = Instant::now();
            stream.write_all(request.as_bytes())?;
            answer(&mut reader).with_context(|| self.path.to_owned())?;
            latencies.push(started.elapsed());
        }
        Ok(latencies)
    }
}

/// Reads an answer whose length is announced, and insists that it is a good one.
fn answer(reader: &mut BufReader<TcpStream>) -> Result<()> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    if !line.starts_with("HTTP/1.1 200") {
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
    std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
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
