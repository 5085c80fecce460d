//! The real program as a process, in its own folder.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use reqwest::Url;

use super::client::Client;

/// How long a process may take to start or to end.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A running `latchkey serve`. Dropping it kills it.
pub struct Process {
    /// Its address.
    pub base: Url,
    child: Child,
    out: PathBuf,
    log: PathBuf,
}

/// A process that has ended.
pub struct Ended {
    /// Its exit status.
    pub status: ExitStatus,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
}

/// The program, to be run in `folder`, without settings from the test's environment.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.current_dir(folder).args(arguments).env_clear().stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Ended {
    let output = program(folder, arguments).envs(variables.iter().copied()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ended { status: output.status, out: text(&output.stdout), err: text(&output.stderr) }
}

impl Process {
    /// Starts it on any free port and waits until it responds.
    pub async fn start(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::begin(folder, "serve", arguments, variables).ready().await
    }

    /// Starts it without waiting; `name` distinguishes its output files from those of others in the folder.
    pub fn begin(folder: &Path, name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::spawn(folder, name, program(folder, arguments), variables)
    }

    /// Starts this command, which executes the program.
    pub fn spawn(folder: &Path, name: &str, mut command: Command, variables: &[(&str, &str)]) -> Self {
        let (out, log) = (folder.join(format!("{name}.out")), folder.join(format!("{name}.log")));
        let child = command
            .args(["--listen", "127.0.0.1:0"])
            .envs(variables.iter().copied())
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        Self { base: Url::parse("http://not.yet.known").unwrap(), child, out, log }
    }

    /// Waits until it prints its address, and responds there.
    pub async fn ready(mut self) -> Self {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("it ended with {status}: {}", self.log());
            }
            assert!(began.elapsed() < TIMEOUT, "it does not start: {}", self.log());
            let told = self
                .out()
                .split_once("listens on ")
                .and_then(|(_, rest)| rest.split_once(' ').map(|(address, _)| Url::parse(address).unwrap()));
            if let Some(base) = told {
                self.base = base;
                if reqwest::get(self.base.join("/healthz").unwrap()).await.is_ok() {
                    return self;
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A new browser.
    pub fn visitor(&self) -> Client {
        Client::new(&self.base)
    }

    /// Its standard output so far.
    pub fn out(&self) -> String {
        std::fs::read_to_string(&self.out).unwrap()
    }

    /// Its log so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap()).into_owned()
    }

    /// The path of the setup link it printed.
    pub fn setup_path(&self) -> String {
        let out = self.out();
        let (_, code) = out.split_once("/setup?code=").unwrap_or_else(|| panic!("no setup link: {out}"));
        format!("/setup?code={}", code.lines().next().unwrap().trim())
    }

    /// Creates the owner and the tenant `acme` at the printed address, as a newcomer would.
    pub async fn set_up(&self) -> Client {
        let browser = self.visitor();
        let fill = |form: super::Form| {
            let form = form.fill("email", super::people::OWNER).fill("password", super::people::PASSWORD);
            form.fill("name", "Acme").fill("slug", "acme").fill("time_zone", "Europe/Berlin")
        };
        let answer = browser.fill_in(&self.setup_path(), "Save", fill).await;
        answer.expect_to(303, "/administration/tenants/acme");
        browser
    }

    /// Its process ID.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal: `TERM`, `KILL`.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(status.unwrap().success());
    }

    /// Waits until it ends.
    pub async fn ended(mut self) -> Ended {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Ended { status, out: self.out(), err: self.log() };
            }
            assert!(began.elapsed() < TIMEOUT, "it does not end: {}", self.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Stops it as an operator would, and checks that it ends well.
    pub async fn stop(self) -> Ended {
        self.signal("TERM");
        let ended = self.ended().await;
        assert!(ended.status.success(), "{}: {}", ended.status, ended.err);
        ended
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Usually it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
