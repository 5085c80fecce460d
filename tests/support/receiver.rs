//! A receiver of webhooks: it records requests, and responds as configured.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use reqwest::header::{HeaderName, HeaderValue};
use standardwebhooks::Webhook;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// No response, with the connection left open.
pub const SILENCE: u16 = 0;
/// 200, with a body that never ends.
pub const ENDLESS: u16 = 1;

/// A received request.
#[derive(Clone, Debug)]
pub struct Came {
    /// Method and address.
    pub line: String,
    /// Its headers, with names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: String,
}

impl Came {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The ID of the delivery.
    pub fn delivery(&self) -> &str {
        &self.headers["webhook-id"]
    }

    /// The signature that another implementation of Standard Webhooks computes.
    pub fn signature(&self, secret: &str) -> String {
        let timestamp = self.headers["webhook-timestamp"].parse().unwrap();
        Webhook::new(secret).unwrap().sign(self.delivery(), timestamp, self.body.as_bytes()).unwrap()
    }

    /// Whether that implementation accepts it, by this machine's clock.
    pub fn verifies(&self, secret: &str) -> bool {
        let header = |(name, value): (&String, &String)| {
            (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap())
        };
        let headers = self.headers.iter().map(header).collect();
        Webhook::new(secret).unwrap().verify(self.body.as_bytes(), &headers).is_ok()
    }
}

/// A listener on this machine.
#[derive(Clone)]
pub struct Receiver {
    /// Where it listens.
    pub address: SocketAddr,
    came: Arc<Mutex<Vec<Came>>>,
    answer: Arc<AtomicU16>,
    connections: Arc<AtomicUsize>,
}

impl Receiver {
    /// Starts one that responds with 204.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            came: Arc::default(),
            answer: Arc::new(AtomicU16::new(204)),
            connections: Arc::default(),
        };
        let own = receiver.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                own.connections.fetch_add(1, Ordering::SeqCst);
                let own = own.clone();
                tokio::spawn(async move { own.receive(connection).await });
            }
        });
        receiver
    }

    /// Responds with this status from now on.
    pub fn answers(&self, status: u16) {
        self.answer.store(status, Ordering::SeqCst);
    }

    /// The requests received so far.
    pub fn came(&self) -> Vec<Came> {
        self.came.lock().unwrap().clone()
    }

    /// Waits for this many requests.
    pub async fn waits_for(&self, number: usize) {
        for _ in 0..500 {
            if self.came().len() >= number {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("only {} of {number} came", self.came().len());
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Its address as a webhook, with this host name.
    pub fn url(&self, host: &str) -> String {
        format!("http://{host}:{}/hooks/latchkey?key=of-the-receiver", self.address.port())
    }

    async fn receive(&self, mut connection: TcpStream) {
        let mut text = Vec::new();
        let mut part = [0; 4096];
        let came = loop {
            let Ok(read @ 1..) = connection.read(&mut part).await else { return };
            text.extend_from_slice(&part[..read]);
            // TLS is not supported here.
            if text.starts_with(&[0x16]) {
                return;
            }
            if let Some(came) = whole(&text) {
                break came;
            }
        };
        self.came.lock().unwrap().push(came);
        let head = match self.answer.load(Ordering::SeqCst) {
            SILENCE => std::future::pending().await,
            ENDLESS => "HTTP/1.1 200 OK\r\n\r\n".to_owned(),
            status @ 300..400 => {
                let to = self.url("127.0.0.1");
                format!("HTTP/1.1 {status} Redirect\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
            }
            status => format!("HTTP/1.1 {status} So\r\ncontent-length: 0\r\n\r\n"),
        };
        let endless = head.contains("200 OK\r\n\r\n");
        connection.write_all(head.as_bytes()).await.ok();
        while endless && connection.write_all(&[b'x'; 65_536]).await.is_ok() {}
    }
}

/// The request, once it is complete.
fn whole(text: &[u8]) -> Option<Came> {
    let text = std::str::from_utf8(text).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let length: usize = headers.get("content-length")?.parse().ok()?;
    (body.len() == length).then(|| Came { line, headers, body: body.to_owned() })
}
