//! One ChromeDriver per test process, and the commands that thirtyfour lacks.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};

use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command as WebDriverCommand, ExtensionCommand};
use thirtyfour::{WebDriver, WebElement};

/// Where ChromeDriver listens, and the pipe whose end tells it that this process is gone.
struct Driver {
    address: String,
    _process: Child,
}

/// Lives until this process ends in any way: then `read` sees the end of its input. Browsers that still run are found
/// by the directory that only they have in their command line.
const KEEPER: &str = r#"
    chromedriver --port=0 &
    driver=$!
    read -r _
    for browser in $(pgrep -f -- "--user-data-dir=$PROFILES/"); do kill "$browser"; done
    kill "$driver"
    rm -rf "$PROFILES"
"#;

static DRIVER: OnceLock<Driver> = OnceLock::new();

/// The directory for the profiles of this process's browsers.
pub fn profiles() -> String {
    format!("{}/latchkey-browsers-{}", std::env::temp_dir().display(), std::process::id())
}

/// Where ChromeDriver listens; starts it on the first call.
pub fn address() -> &'static str {
    &DRIVER.get_or_init(start).address
}

fn start() -> Driver {
    std::fs::create_dir_all(profiles()).unwrap();
    let mut process = Command::new("sh")
        .args(["-c", KEEPER])
        .env("PROFILES", profiles())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // Not in the process group that is killed when a test run is interrupted, because it has to clean up after
        // that.
        .process_group(0)
        .spawn()
        .unwrap();
    let said = BufReader::new(process.stdout.take().unwrap()).lines();
    let port = said
        .map_while(Result::ok)
        .find_map(|line| line.rsplit_once("started successfully on port ").map(|(_, port)| port.to_owned()))
        .expect("chromedriver did not start: scripts/test installs it");
    Driver { address: format!("http://localhost:{}", port.trim_end_matches('.')), _process: process }
}

/// A command below the session's URL.
#[derive(Debug)]
struct Extension {
    method: Method,
    endpoint: String,
    parameters: Option<Value>,
}

impl ExtensionCommand for Extension {
    fn parameters_json(&self) -> Option<Value> {
        self.parameters.clone()
    }

    fn method(&self) -> Method {
        self.method.clone()
    }

    fn endpoint(&self) -> Arc<str> {
        self.endpoint.as_str().into()
    }
}

/// A command of the Chrome DevTools Protocol.
pub async fn devtools(driver: &WebDriver, command: &str, parameters: Value) -> Value {
    let parameters = json!({ "cmd": command, "params": parameters });
    let endpoint = "/goog/cdp/execute".to_owned();
    send(driver, Extension { method: Method::POST, endpoint, parameters: Some(parameters) }).await.unwrap()
}

/// The name for assistive technology, as the browser computes it; `None` if the element is gone.
pub async fn accessible_name(driver: &WebDriver, element: &WebElement) -> Option<String> {
    let endpoint = format!("/element/{}/computedlabel", element.element_id());
    let label = send(driver, Extension { method: Method::GET, endpoint, parameters: None }).await?;
    Some(super::flat(label.as_str()?))
}

async fn send(driver: &WebDriver, command: Extension) -> Option<Value> {
    let answer = driver.cmd(WebDriverCommand::ExtensionCommand(Box::new(command))).await.ok()?;
    answer.value_json().ok()
}
