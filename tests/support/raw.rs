//! Requests byte by byte, as no well-behaved client sends them.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Anything slower has hung.
const TIMEOUT: Duration = Duration::from_secs(15);

/// A response.
#[derive(Clone, Debug)]
pub struct Raw {
    /// The status.
    pub status: u16,
    /// The headers in order, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, decoded from its chunks.
    pub body: Vec<u8>,
}

impl Raw {
    /// The values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }
}

/// Sends these bytes and reads until the other side closes; `None` if it closed without a response.
pub async fn send(address: SocketAddr, bytes: &[u8]) -> Option<Raw> {
    let talk = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // A server that refuses early may close before it has read everything.
        stream.write_all(bytes).await.ok()?;
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer).await;
        (read.is_ok() || !answer.is_empty()).then_some(answer)
    };
    let answer = tokio::time::timeout(TIMEOUT, talk).await;
    let answer = answer.unwrap_or_else(|_| panic!("no end after {TIMEOUT:?}: {}", bytes.escape_ascii()))?;
    parse(&answer)
}

/// A request whose last byte is held back.
pub struct Held {
    stream: TcpStream,
    last: u8,
}

impl Held {
    /// Sends all of it except the last byte.
    pub async fn begin(address: SocketAddr, bytes: &[u8]) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let (last, sent) = bytes.split_last().unwrap();
        stream.write_all(sent).await.unwrap();
        Self { stream, last: *last }
    }

    /// Sends the last byte.
    pub async fn send_last(&mut self) {
        // The other side may have responded and closed already.
        self.stream.write_all(&[self.last]).await.ok();
    }

    /// The response after the last byte was sent.
    pub async fn answer(mut self) -> Option<Raw> {
        let mut answer = Vec::new();
        let read = tokio::time::timeout(TIMEOUT, self.stream.read_to_end(&mut answer)).await;
        assert!(read.is_ok(), "no end after {TIMEOUT:?}");
        parse(&answer)
    }
}

/// Sends a request with these parts, and closes the connection after it.
pub async fn ask(address: SocketAddr, method: &str, target: &str, headers: &[(&str, &str)]) -> Raw {
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let close = if headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("connection")) {
        ""
    } else {
        "Connection: close\r\n"
    };
    let text = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\n{lines}{close}\r\n");
    send(address, text.as_bytes()).await.unwrap_or_else(|| panic!("no answer to {text:?}"))
}

fn parse(answer: &[u8]) -> Option<Raw> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let body = &answer[end + 4..];
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { unchunk(body) } else { body.to_vec() };
    Some(Raw { status, headers, body })
}

fn unchunk(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&body[..end]), 16).unwrap_or(0);
        let Some(chunk) = body.get(end + 2..end + 2 + size).filter(|chunk| !chunk.is_empty()) else { break };
        whole.extend_from_slice(chunk);
        body = body.get(end + 4 + size..).unwrap_or_default();
    }
    whole
}
