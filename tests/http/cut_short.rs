//! A file that is being written when its reader's right ends: it stops with the next batch, and doesn't look
//! complete.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::support::{Client, TestApp, both};

/// More than a connection buffers.
const TOKENS: usize = 6_000;

/// Requests a file over a connection that accepts little at a time, and reads its beginning.
async fn begin(app: &TestApp, reader: &Client, path: &str) -> (TcpStream, Vec<u8>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(8 * 1024).unwrap();
    let address = format!("127.0.0.1:{}", app.base.port().unwrap()).parse().unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {}\r\n\r\n",
        reader.cookies()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut bytes = vec![0; 4 * 1024];
    stream.read_exact(&mut bytes).await.unwrap();
    assert!(bytes.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&bytes));
    (stream, bytes)
}

/// Reads to the end; returns whether the file is complete.
async fn is_whole((mut stream, mut bytes): (TcpStream, Vec<u8>)) -> bool {
    let read = stream.read_to_end(&mut bytes);
    let _ = tokio::time::timeout(Duration::from_secs(60), read).await.expect("the file does not end");
    bytes.ends_with(b"\r\n0\r\n\r\n")
}

both! {
    async fn an_export_ends_when_the_session_or_the_role_does(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.many("acme", TOKENS).await;
        for path in ["/administration/tenants/acme/api.json", "/administration/tenants/acme/api.csv", "/administration/tokens.csv"] {
            assert!(is_whole(begin(app, &owner, path).await).await, "{path}");
            for end in ["DELETE FROM sessions WHERE user_id IN (SELECT id FROM users WHERE email LIKE 'auditor%')",
                        "DELETE FROM role_assignments WHERE role = 'auditor'",
                        "UPDATE users SET disabled_at = 1 WHERE email LIKE 'auditor%'"] {
                let tenants: &[&str] = if path.contains("/tenants/") { &["acme"] } else { &[] };
                let auditor = app.person(latchkey::domain::person::Role::Auditor, tenants).await;
                let file = begin(app, &auditor, path).await;
                app.database.execute(end).await;
                assert!(!is_whole(file).await, "{path}: {end}");
            }
        }
    }
}
