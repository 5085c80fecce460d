//! A line between a process and PostgreSQL that a test can freeze and cut: a proxy on a unix socket of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use reqwest::Url;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::runtime;
use tokio::sync::watch;

/// A line to the test server. Dropping it cuts it for good.
pub struct Line {
    now: watch::Sender<State>,
    folder: TempDir,
}

/// How the line stands.
#[derive(Clone, Copy, Debug)]
struct State {
    is: Is,
    /// Connections that were opened before the line had been repaired so often are dead: nobody says so, nothing passes.
    repairs: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Is {
    Passing,
    Frozen,
    Cut,
}

impl Line {
    /// A line that passes everything on, to the server that `database_url` names.
    pub fn to(database_url: &str) -> Self {
        let url = Url::parse(database_url).unwrap();
        let socket = socket_of(&url);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(socket.file_name().unwrap());
        let (now, state) = watch::channel(State { is: Is::Passing, repairs: 0 });
        let listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
        listener.set_nonblocking(true).unwrap();
        // In a thread of its own: it goes on while a test waits for a program.
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        thread::spawn(move || runtime.block_on(serve(listener, &path, &socket, state)));
        Self { now, folder }
    }

    /// The address of that database by this line.
    pub fn url(&self, database_url: &str) -> String {
        let mut url = Url::parse(database_url).unwrap();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let folder = self.folder.path().to_str().unwrap();
        url.query_pairs_mut().clear().extend_pairs(
            pairs
                .iter()
                .map(|(name, value)| (name.as_str(), if name == "host" { folder } else { value.as_str() })),
        );
        url.to_string()
    }

    /// Lets everything through again, what was held first.
    pub fn pass(&self) {
        self.now.send_modify(|state| state.is = Is::Passing);
    }

    /// Holds every byte, in both directions, and says nothing to new connections.
    pub fn freeze(&self) {
        self.now.send_modify(|state| state.is = Is::Frozen);
    }

    /// Closes every connection, and refuses new ones.
    pub fn cut(&self) {
        self.now.send_modify(|state| state.is = Is::Cut);
    }

    /// Lets new connections through. The old ones stay as they are, and nobody hears of it: the way they took is gone.
    pub fn repair(&self) {
        self.now.send_modify(|state| *state = State { is: Is::Passing, repairs: state.repairs + 1 });
    }
}

/// The socket of the server: its folder is the host.
fn socket_of(url: &Url) -> PathBuf {
    let value =
        |name: &str| url.query_pairs().find(|(other, _)| other == name).map(|(_, value)| value.into_owned());
    let (host, port) =
        (value("host").unwrap_or_default(), value("port").unwrap_or_else(|| "5432".to_owned()));
    assert!(host.starts_with('/'), "the test server listens on a unix socket: {url}");
    Path::new(&host).join(format!(".s.PGSQL.{port}"))
}

async fn serve(
    listener: std::os::unix::net::UnixListener,
    path: &Path,
    server: &Path,
    mut now: watch::Receiver<State>,
) {
    let mut listener = UnixListener::from_std(listener).unwrap();
    loop {
        loop {
            let came = tokio::select! {
                state = now.wait_for(|state| state.is == Is::Cut) => match state {
                    Ok(_) => break,
                    Err(_) => return,
                },
                came = listener.accept() => came,
            };
            if let Ok((client, _)) = came {
                let (server, now) = (server.to_owned(), now.clone());
                tokio::spawn(async move { connect(client, &server, now).await });
            }
        }
        drop(listener);
        if now.wait_for(|state| state.is != Is::Cut).await.is_err() {
            return;
        }
        fs::remove_file(path).unwrap();
        listener = UnixListener::bind(path).unwrap();
    }
}

/// Passes on between both until one of them ends, or the line is cut.
async fn connect(client: UnixStream, server: &Path, mut now: watch::Receiver<State>) {
    let born = now.borrow().repairs;
    let mut cut = now.clone();
    let passing = async {
        passes(&mut now, born).await?;
        let server = UnixStream::connect(server).await.ok()?;
        let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
        tokio::select! {
            end = pass_on(from_client, to_server, now.clone(), born) => end,
            end = pass_on(from_server, to_client, now.clone(), born) => end,
        }
    };
    tokio::select! {
        _ = passing => {}
        _ = cut.wait_for(|state| state.is == Is::Cut) => {}
    }
}

/// Waits until the line passes what a connection of that age says; nothing when the line is gone.
async fn passes(now: &mut watch::Receiver<State>, born: u64) -> Option<()> {
    now.wait_for(|state| state.is == Is::Passing && state.repairs == born).await.ok().map(|_| ())
}

async fn pass_on(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut now: watch::Receiver<State>,
    born: u64,
) -> Option<()> {
    let mut bytes = vec![0; 65_536];
    loop {
        let count = from.read(&mut bytes).await.ok()?;
        // What comes meanwhile is held.
        passes(&mut now, born).await?;
        if count == 0 {
            return None;
        }
        to.write_all(&bytes[..count]).await.ok()?;
    }
}
