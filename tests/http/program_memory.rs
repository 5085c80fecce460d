//! 200 connections without a credential, in every way that costs a server memory: it stays below its limit, and
//! verification continues.

use std::time::Duration;

use actix_web::rt::time::timeout;
use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::process::Process;
use crate::support::{Database, Kind, setting};

const CONNECTIONS: usize = 200;
/// The limit in `docs/limits.md`.
const BOUND_MIB: usize = 160;

/// What each connection sends.
struct Attack {
    name: &'static str,
    /// Sent once.
    first: Vec<u8>,
    /// Then sent repeatedly, as long as it is accepted.
    again: Vec<u8>,
    /// Pause between two of these.
    pause: Duration,
    /// Whether it reads the responses.
    reads: bool,
}

impl Attack {
    fn new(name: &'static str, first: impl Into<Vec<u8>>, again: impl Into<Vec<u8>>) -> Self {
        Self { name, first: first.into(), again: again.into(), pause: Duration::ZERO, reads: false }
    }

    fn read(self) -> Self {
        Self { reads: true, ..self }
    }

    fn slow(self) -> Self {
        Self { pause: Duration::from_millis(50), ..self }
    }

    async fn run(&self, address: &str) {
        let Ok(socket) = TcpStream::connect(address).await else { return };
        let (mut from, mut to) = socket.into_split();
        let send = async {
            to.write_all(&self.first).await?;
            while !self.again.is_empty() {
                to.write_all(&self.again).await?;
                tokio::time::sleep(self.pause).await;
            }
            // Held open.
            std::future::pending::<std::io::Result<()>>().await
        };
        let read = async {
            let mut bytes = [0; 16 * 1024];
            while self.reads && from.read(&mut bytes).await? > 0 {}
            std::future::pending::<std::io::Result<()>>().await
        };
        let _ = futures_util::future::select(Box::pin(send), Box::pin(read)).await;
    }
}

fn head(line: &str, headers: &str) -> String {
    format!("{line} HTTP/1.1\r\nHost: latchkey\r\n{headers}\r\n")
}

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n";

/// A form for `/login` that announces `length` bytes.
fn sign_in(length: usize, body: &str, cookie: &str) -> String {
    head("POST /login", &format!("{FORM}{cookie}Content-Length: {length}\r\n")) + body
}

fn attacks(csrf: &str, cookie: &str) -> Vec<Attack> {
    let many = |text: String, bytes: usize| text.repeat(bytes / text.len() + 1);
    let wrong = format!("csrf={csrf}&email=nobody%40example.org&password=wrong-password&next=");
    let signing_in = sign_in(wrong.len(), &wrong, cookie);
    let long = format!("X-Long: {}\r\n", "x".repeat(60_000));
    let verify = "Authorization: Bearer lk_wrong\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Uri: /\r\n";
    let multipart = "Content-Type: multipart/form-data; boundary=b\r\nSec-Fetch-Site: same-origin\r\n";
    let part = format!(
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n{}\r\n",
        "x".repeat(1 << 20)
    );
    let chunked = "Transfer-Encoding: chunked\r\n";
    let json = "Content-Type: application/json\r\nAuthorization: Bearer lk_wrong\r\n";
    let asset = head("GET /static/styles.css", "");
    vec![
        Attack::new(
            "a head without an end",
            format!("GET / HTTP/1.1\r\nX-Long: {}", "x".repeat(60_000)),
            "x",
        )
        .slow(),
        Attack::new("a head without an end, at once", "GET / HTTP/1.1\r\nX-Long: ", "x".repeat(64 << 10)),
        Attack::new("many headers", "GET / HTTP/1.1\r\n", many("X-Many: 1\r\n".into(), 64 << 10)),
        Attack::new(
            "a second head without an end",
            head("GET /healthz", "") + "GET / HTTP/1.1\r\nX-Long: ",
            "x".repeat(60_000),
        )
        .slow(),
        Attack::new("a form that does not end", sign_in(16_000, &many("a=b&".into(), 15_000), cookie), ""),
        Attack::new("a form of a hundred megabytes", sign_in(100 << 20, "", cookie), "x".repeat(64 << 10)),
        Attack::new(
            "a chunked form",
            head("POST /login", &format!("{FORM}{chunked}")),
            "4000\r\n".to_owned() + &"x".repeat(0x4000) + "\r\n",
        ),
        Attack::new("many fields", sign_in(16_000, "", cookie), many("a&".into(), 16_000)),
        Attack::new(
            "multipart",
            head("POST /login", &format!("{multipart}{chunked}")),
            format!("{:x}\r\n{part}\r\n", part.len()),
        ),
        Attack::new(
            "multipart where a logo is",
            head("POST /administration/tenants/acme/api/new", &format!("{multipart}{chunked}")),
            format!("{:x}\r\n{part}\r\n", part.len()),
        ),
        Attack::new("a flood of sign-ins", "", signing_in.clone()).read(),
        Attack::new("requests behind a sign-in", signing_in, many(head("GET /login", ""), 64 << 10)),
        Attack::new("long heads behind each other", "", head("GET /login", &long)),
        Attack::new(
            "heads of 12 KB behind each other",
            "",
            head("GET /login", &format!("X-Long: {}\r\n", "x".repeat(12_000))),
        ),
        Attack::new("pages unread", "", many(head("GET /login", ""), 64 << 10)),
        Attack::new(
            "compressed pages unread",
            "",
            many(head("GET /login", "Accept-Encoding: br\r\n"), 64 << 10),
        ),
        Attack::new("compressed pages", "", many(head("GET /login", "Accept-Encoding: br\r\n"), 64 << 10))
            .read(),
        Attack::new("zipped pages", "", many(head("GET /login", "Accept-Encoding: gzip\r\n"), 64 << 10))
            .read(),
        Attack::new("assets unread", "", many(asset, 64 << 10)),
        Attack::new("verifications unread", "", many(head("GET /auth/verify", verify), 64 << 10)),
        Attack::new(
            "an API body that does not end",
            head("POST /api/v1/tenants/acme/tokens", &format!("{json}Content-Length: 60000\r\n")),
            "x".repeat(59_000),
        )
        .slow(),
        Attack::new(
            "an introspection that does not end",
            head("POST /oauth2/introspect", &format!("{FORM}Content-Length: 60000\r\n")),
            "x".repeat(1_000),
        )
        .slow(),
        Attack::new(
            "Expect and a body",
            head("POST /login", &format!("{FORM}Expect: 100-continue\r\nContent-Length: 16000\r\n")),
            many("a=b&".into(), 1_000),
        ),
        Attack::new("nonsense", "", "\u{16}\u{3}\u{1}".repeat(20_000)),
    ]
}

/// The process's peak memory since the last call, in MiB.
fn peak(process: &Process) -> usize {
    let folder = format!("/proc/{}", process.id());
    let status = std::fs::read_to_string(format!("{folder}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    // Resets the peak, if the system allows that; otherwise it is the overall peak.
    let _ = std::fs::write(format!("{folder}/clear_refs"), "5");
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() / 1024
}

#[test]
fn without_a_credential_nobody_makes_it_large() {
    actix_web::rt::System::new().block_on(async {
        let (database, folder) = (Database::create(Kind::Sqlite).await, tempfile::tempdir().unwrap());
        let process = Process::start(folder.path(), &["--database-url", &database.url], &[]).await;
        let owner = process.set_up().await;
        let token = owner.issue("acme", "Kept").await;
        let visitor = process.visitor();
        let csrf = visitor.csrf().await;
        let cookie = format!("Cookie: {}\r\n", visitor.cookies());
        let address = format!("127.0.0.1:{}", process.base.port().unwrap());
        println!("{:>4} MiB before", peak(&process));
        let seconds = setting("LATCHKEY_TEST_FLOOD_SECONDS", 1) as u64;
        let mut largest = 0;
        for attack in attacks(&csrf, &cookie) {
            let all = futures_util::future::join_all((0..CONNECTIONS).map(|_| attack.run(&address)));
            let asked = async {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                let request = visitor.bare(Method::GET, "/auth/verify").header("x-forwarded-method", "GET");
                visitor.send(request.header("x-forwarded-uri", "/").bearer_auth(&token.secret)).await.status
            };
            let answer = timeout(
                Duration::from_secs(seconds + 20),
                futures_util::future::select(Box::pin(all), Box::pin(asked)),
            );
            let status = match answer.await.expect("no verification") {
                futures_util::future::Either::Right((status, _)) => status,
                // The server has closed all these connections.
                futures_util::future::Either::Left((_, asked)) => asked.await,
            };
            let mib = peak(&process);
            println!("{mib:>4} MiB {}", attack.name);
            assert_eq!(status, 200, "{}", attack.name);
            largest = largest.max(mib);
        }
        assert!(largest < BOUND_MIB, "{largest} MiB");
        process.stop().await;
        database.remove().await;
    });
}
