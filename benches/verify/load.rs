//! The load: kept connections with one request at a time each, and every response is checked.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The result. Latencies are in microseconds.
pub struct Load {
    /// Completed requests.
    pub requests: u64,
    /// Requests per second.
    pub per_second: f64,
    /// The median latency.
    pub p50: f64,
    /// The 99th percentile latency.
    pub p99: f64,
}

/// Sends requests over this many connections for this long. The requests rotate, and each connection starts at a
/// different one.
pub fn run(address: SocketAddr, requests: &Arc<Vec<Vec<u8>>>, connections: usize, seconds: f64) -> Load {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    runtime.block_on(async {
        let began = Instant::now();
        let end = began + Duration::from_secs_f64(seconds);
        let tasks: Vec<_> = (0..connections)
            .map(|number| {
                let first = requests.len() / connections * number;
                tokio::spawn(ask(address, Arc::clone(requests), first, end))
            })
            .collect();
        let mut micros = Vec::new();
        for task in tasks {
            micros.extend(task.await.unwrap());
        }
        let took = began.elapsed().as_secs_f64();
        micros.sort_unstable();
        let at = |share: f64| {
            let place = ((micros.len() as f64 - 1.0) * share) as usize;
            micros.get(place).map_or(0.0, |nanos| f64::from(*nanos) / 1_000.0)
        };
        let requests = micros.len() as u64;
        Load { requests, per_second: requests as f64 / took, p50: at(0.5), p99: at(0.99) }
    })
}

/// The nanoseconds that each request took.
async fn ask(address: SocketAddr, requests: Arc<Vec<Vec<u8>>>, first: usize, end: Instant) -> Vec<u32> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let mut took = Vec::with_capacity(500_000);
    let mut buffer = [0; 2_048];
    let mut next = first;
    loop {
        let began = Instant::now();
        if began >= end {
            return took;
        }
        stream.write_all(&requests[next]).await.unwrap();
        next = (next + 1) % requests.len();
        let mut read = 0;
        // No response has a body, so it ends with its head.
        while !buffer[..read].ends_with(b"\r\n\r\n") {
            let more = stream.read(&mut buffer[read..]).await.unwrap();
            assert!(more > 0, "closed: {}", buffer[..read].escape_ascii());
            read += more;
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200 "), "{}", buffer[..read].escape_ascii());
        took.push(u32::try_from(began.elapsed().as_nanos()).unwrap_or(u32::MAX));
    }
}
