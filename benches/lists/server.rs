//! Latchkey as a process, and a signed-in session.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Client, Url};
use scraper::{Html, Selector};

const EMAIL: &str = "bench@example.org";
const PASSWORD: &str = "copper-maple-violin-nine-77";

/// Creates the user who signs in.
pub fn make_owner(folder: &Path, url: &str) {
    let mut command = program(folder, url);
    command.args(["admin", "create", "--email", EMAIL]).env("LATCHKEY_PASSWORD", PASSWORD);
    assert!(command.status().unwrap().success(), "the owner could not be made");
}

/// Creates a token of this tenant and returns its secret.
pub fn issue(folder: &Path, url: &str, tenant: &str) -> String {
    let mut command = program(folder, url);
    command.args(["token", "create", "--tenant", tenant, "--name", "Beside", "--permissions", "read"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "no token could be issued");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Copies the SQLite database at `url` to the file `copy`.
pub fn copy(folder: &Path, url: &str, copy: &Path) {
    assert!(
        program(folder, url).arg("backup").arg(copy).status().unwrap().success(),
        "no copy could be made"
    );
}

/// Deletes the head file of the database at `url`, which is a new one.
pub fn forget(folder: &Path, url: &str) {
    std::fs::remove_file(head_file(folder, url)).ok();
}

/// One per database: with another's, it would look restored from a backup.
fn head_file(folder: &Path, url: &str) -> PathBuf {
    let name: String =
        url.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    folder.join(format!("{name}.head"))
}

fn program(folder: &Path, url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.current_dir(folder).env_clear().stdin(Stdio::null()).stderr(Stdio::null());
    command
        .env("LATCHKEY_DATABASE_URL", url)
        .env("LATCHKEY_AUDIT_HEAD_FILE", head_file(folder, url))
        .env("LATCHKEY_LISTEN", "127.0.0.1:0")
        .env("LATCHKEY_LOG", "warn");
    command
}

/// A running server with a session. Dropping it stops it.
pub struct Server {
    process: Child,
    base: Url,
    client: Client,
}

impl Server {
    /// Starts it on the database at `url`, with its key file in `folder`.
    pub async fn start(folder: &Path, url: &str) -> Self {
        let mut process = program(folder, url).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut said = lines.map_while(Result::ok);
        let base = said.find_map(|line| {
            let (_, rest) = line.split_once("listens on ")?;
            Url::parse(rest.split(' ').next()?).ok()
        });
        // Keep reading, or the server would eventually block.
        std::thread::spawn(move || said.for_each(drop));
        let client = Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
        let server =
            Self { process, base: base.expect("the server did not start"), client: client.build().unwrap() };
        server.sign_in().await;
        server
    }

    async fn sign_in(&self) {
        let (page, _) = self.get("/login").await;
        let csrf = attribute(&page, "input[name=csrf]", "value").expect("no CSRF field");
        let form = [("csrf", csrf.as_str()), ("email", EMAIL), ("password", PASSWORD)];
        let request = self.client.post(self.url("/login")).form(&form);
        let answer = request.header("Origin", self.base.origin().ascii_serialization()).send().await.unwrap();
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap_or_default());
    }

    fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap()
    }

    /// Requests a page; returns it and the time until it was complete.
    pub async fn get(&self, path: &str) -> (String, Duration) {
        let began = Instant::now();
        let answer = self.client.get(self.url(path)).send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        let took = began.elapsed();
        assert_eq!(status, 200, "{path}: {text}");
        (text, took)
    }

    /// Submits a form and returns where it redirects.
    pub async fn post(&self, path: &str, fields: &[(String, String)]) -> String {
        let request = self.client.post(self.url(path)).form(fields);
        let answer = request.header("Origin", self.base.origin().ascii_serialization()).send().await.unwrap();
        assert_eq!(answer.status(), 303, "{path}");
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    /// The duration of a verification of this token.
    pub async fn verify(&self, secret: &str) -> Duration {
        let began = Instant::now();
        let request = self.client.get(self.url("/auth/verify")).bearer_auth(secret);
        let answer = request.header("X-Forwarded-Method", "GET").header("X-Forwarded-Uri", "/").send().await;
        let took = began.elapsed();
        assert_eq!(answer.unwrap().status(), 200, "the token was refused");
        took
    }

    /// The address after pressing Next this many times.
    pub async fn deep(&self, path: &str, times: usize) -> String {
        let mut path = path.to_owned();
        for _ in 0..times {
            let (page, _) = self.get(&path).await;
            path = attribute(&page, "a[rel=next]", "href").expect("the list ends too early");
        }
        path
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn attribute(page: &str, selector: &str, name: &str) -> Option<String> {
    let html = Html::parse_document(page);
    let found = html.select(&Selector::parse(selector).unwrap()).next()?;
    found.value().attr(name).map(ToOwned::to_owned)
}
