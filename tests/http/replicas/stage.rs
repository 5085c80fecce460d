//! Replicas as real processes on one database, each over a line of its own.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::line::Line;
use crate::support::process::{Ended, Process, run};
use crate::support::{Client, Database, Kind};

/// Within so long a replica that was cut off has to work as before.
pub const BACK_WITHIN: Duration = Duration::from_secs(5);

/// A replica.
pub struct Replica {
    /// The program.
    pub process: Process,
    /// From it to the server; SQLite needs none.
    line: Option<Line>,
    /// The owner, signed in.
    pub owner: Client,
    folder: TempDir,
    http: reqwest::Client,
}

/// Replicas of one instance with the tenant `acme`.
pub struct Stage {
    /// Theirs.
    pub database: Database,
    /// All of them.
    pub replicas: Vec<Replica>,
    /// What the owner's forms carry.
    pub csrf: String,
    /// A secret that may do everything in `acme` over the Tenant API.
    pub api: String,
}

/// An answer over the Tenant API.
pub struct Said {
    /// The status.
    pub status: u16,
    /// The body; null when there is none.
    pub body: Value,
}

impl Stage {
    /// So many replicas.
    pub async fn new(kind: Kind, count: usize) -> Self {
        let database = Database::create(kind).await;
        let mut replicas: Vec<Replica> = Vec::new();
        for _ in 0..count {
            let (folder, line) =
                (tempfile::tempdir().unwrap(), (kind == Kind::Postgres).then(|| Line::to(&database.url)));
            if let Some(first) = replicas.first() {
                copy_key(first.folder.path(), folder.path());
            }
            let url = line.as_ref().map_or_else(|| database.url.clone(), |line| line.url(&database.url));
            let process = Process::start(folder.path(), &["--database-url", &url], &[]).await;
            let owner = match replicas.first() {
                None => process.set_up().await,
                Some(first) => first.owner_at(&process),
            };
            let http =
                reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(20)).build().unwrap();
            replicas.push(Replica { process, line, owner, folder, http });
        }
        let owner = &replicas[0].owner;
        let (csrf, api) = (owner.csrf().await, owner.api("acme").await.secret);
        let stage = Self { database, replicas, csrf, api };
        stage.all_follow().await;
        stage
    }

    /// Waits until every replica verifies from memory.
    pub async fn all_follow(&self) {
        for replica in &self.replicas {
            replica.follows_within(BACK_WITHIN).await;
        }
    }

    /// A call over the Tenant API, in `acme`.
    pub async fn call(&self, at: &Replica, method: Method, path: &str, body: Option<&Value>) -> Said {
        let request =
            at.request(method, &format!("/api/v1/tenants/acme/tokens{path}")).bearer_auth(&self.api);
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        Said { status, body: serde_json::from_str(&text).unwrap_or_default() }
    }

    /// Sends a form of the console, with what every form carries; gives the status.
    pub async fn post(&self, at: &Replica, path: &str, fields: &[(&str, &str)]) -> u16 {
        at.owner.post(path, &[&[("csrf", self.csrf.as_str())], fields].concat()).await.status
    }

    /// Issues a token in `acme` that may read; gives its id and its secret.
    pub async fn issue(&self, at: &Replica, name: &str) -> (String, String) {
        let body = serde_json::json!({ "name": name, "permissions": ["read"] });
        let said = self.call(at, Method::POST, "", Some(&body)).await.expect(201);
        let text = |name: &str| said[name].as_str().unwrap().to_owned();
        (text("id"), text("secret"))
    }

    /// Runs the program beside the replicas, on the same database.
    pub async fn command(&self, arguments: &[&str]) -> Ended {
        let (folder, url) = (self.replicas[0].folder.path().to_owned(), self.database.url.clone());
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let ran = tokio::task::spawn_blocking(move || {
            let all: Vec<&str> =
                arguments.iter().map(String::as_str).chain(["--database-url", &url]).collect();
            run(&folder, &all, &[])
        });
        ran.await.unwrap()
    }

    /// Ends all of it, and sees that it ends well.
    pub async fn end(self) {
        for replica in self.replicas {
            let ended = replica.process.stop().await;
            assert!(!ended.err.contains("panicked"), "{}", ended.err);
        }
        self.database.remove().await;
    }
}

impl Said {
    /// The body, when it has that status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }
}

impl Replica {
    /// A request over connections that are kept.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.process.base.join(path).unwrap())
    }

    /// What a proxy is told that asks about a GET by this secret.
    pub async fn verify(&self, query: &str, secret: &str) -> u16 {
        let request = self.request(Method::GET, &format!("/auth/verify{query}")).bearer_auth(secret);
        let answer = request.header("x-forwarded-method", "GET").send().await;
        let status =
            answer.unwrap_or_else(|error| panic!("{error:?}: {}", self.process.log())).status().as_u16();
        assert!(matches!(status, 200 | 401 | 403 | 503), "{status}: {}", self.process.log());
        status
    }

    /// Whether it verifies from memory.
    pub async fn follows(&self) -> bool {
        let answer = self.request(Method::GET, "/readyz").send().await.unwrap();
        answer.text().await.unwrap() == "ready\n"
    }

    /// Waits until it does.
    pub async fn follows_within(&self, time: Duration) {
        let began = Instant::now();
        while !self.follows().await {
            assert!(began.elapsed() < time, "it asks the database: {}", self.process.log());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// What `/metrics` says of this, all series of that name together.
    pub async fn figure(&self, name: &str, only: impl Fn(&str) -> bool) -> f64 {
        let text = self.request(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
        let lines = text.lines().filter(|line| line.starts_with(name) && only(line));
        lines.map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()).sum()
    }

    /// Waits until it accepts that secret.
    pub async fn accepts(&self, query: &str, secret: &str) {
        let began = Instant::now();
        while self.verify(query, secret).await != 200 {
            assert!(began.elapsed() < BACK_WITHIN, "it does not accept: {}", self.process.log());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Its line to the server.
    pub fn line(&self) -> &Line {
        self.line.as_ref().unwrap()
    }

    /// Stops it where it stands.
    pub fn stop(&self) {
        self.process.signal("STOP");
    }

    /// Lets it go on.
    pub fn go_on(&self) {
        self.process.signal("CONT");
    }

    fn owner_at(&self, process: &Process) -> Client {
        let twin = Client::new(&process.base);
        for cookie in self.owner.cookies().split("; ") {
            twin.set_cookie(cookie);
        }
        twin
    }
}

fn copy_key(from: &Path, to: &Path) {
    let place = to.join("data/latchkey.key");
    fs::create_dir(to.join("data")).unwrap();
    fs::copy(from.join("data/latchkey.key"), &place).unwrap();
    fs::set_permissions(place, fs::Permissions::from_mode(0o600)).unwrap();
}
