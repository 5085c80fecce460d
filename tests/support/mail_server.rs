//! A mail server that accepts every message, or none.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A received message.
#[derive(Clone, Debug, Default)]
pub struct Came {
    /// The recipients in the envelope.
    pub to: Vec<String>,
    /// Header and body as sent.
    pub text: String,
}

/// A listener on this machine.
#[derive(Clone)]
pub struct MailServer {
    /// Where it listens.
    pub address: SocketAddr,
    came: Arc<Mutex<Vec<Came>>>,
    refuses: Arc<AtomicBool>,
}

impl MailServer {
    /// Starts one that accepts everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Self { address, came: Arc::default(), refuses: Arc::default() };
        let own = server.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let own = own.clone();
                tokio::spawn(async move { own.talk(connection).await });
            }
        });
        server
    }

    /// Sets whether it refuses all messages from now on.
    pub fn refuses(&self, refuses: bool) {
        self.refuses.store(refuses, Ordering::SeqCst);
    }

    /// The messages received so far.
    pub fn came(&self) -> Vec<Came> {
        self.came.lock().unwrap().clone()
    }

    async fn talk(&self, connection: TcpStream) -> Option<()> {
        let (read, mut write) = connection.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 here\r\n").await.ok()?;
        let mut letter = Came::default();
        while let Some(line) = lines.next_line().await.ok()? {
            let answer = match line.split([' ', ':']).next().unwrap_or_default() {
                "EHLO" => "250-here\r\n250 8BITMIME\r\n",
                "RCPT" if self.refuses.load(Ordering::SeqCst) => "550 nobody of that name\r\n",
                "RCPT" => {
                    letter.to.push(line.trim_start_matches("RCPT TO:").trim_matches(['<', '>']).to_owned());
                    "250 ok\r\n"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    loop {
                        let line = lines.next_line().await.ok()??;
                        if line == "." {
                            break;
                        }
                        letter.text.push_str(&line);
                        letter.text.push('\n');
                    }
                    self.came.lock().unwrap().push(std::mem::take(&mut letter));
                    "250 taken\r\n"
                }
                "QUIT" => "221 bye\r\n",
                _ => "250 ok\r\n",
            };
            write.write_all(answer.as_bytes()).await.ok()?;
        }
        Some(())
    }
}
