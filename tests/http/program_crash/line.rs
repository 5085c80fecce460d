//! Client requests to a process that may die at any moment.

use std::cell::Cell;

use reqwest::{Client as Http, Method, RequestBuilder, Url};

use crate::support::Client;
use crate::support::process::Process;

/// Requests to one process. Until it is killed, it must respond.
pub struct Line {
    http: Http,
    base: Url,
    cookies: String,
    csrf: String,
    killed: Cell<bool>,
}

/// A person who signed in before the first kill.
pub struct Person {
    browser: Client,
    csrf: String,
}

/// A response. Its status is enough to know that something is done.
pub struct Said {
    /// The status.
    pub status: u16,
    /// The redirect's target.
    pub to: String,
    /// The body, if it arrived completely.
    pub text: Option<String>,
}

impl Person {
    /// A line to this browser's process.
    pub async fn new(browser: Client) -> Self {
        Self { csrf: browser.csrf().await, browser }
    }
}

impl Line {
    /// A line to this process.
    pub fn to(process: &Process, person: &Person) -> Self {
        let http = Http::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let (cookies, csrf) = (person.browser.cookies(), person.csrf.clone());
        Self { http, base: process.base.clone(), cookies, csrf, killed: Cell::new(false) }
    }

    /// From now on, the process may be gone.
    pub fn is_killed(&self) {
        self.killed.set(true);
    }

    /// A request with a token.
    pub fn call(&self, method: Method, path: &str, secret: &str) -> RequestBuilder {
        self.http.request(method, self.base.join(path).unwrap()).bearer_auth(secret)
    }

    /// Loads a page; `None` if the process is gone.
    pub async fn page(&self, path: &str) -> Option<Said> {
        self.ask(self.http.get(self.base.join(path).unwrap()).header("cookie", &self.cookies)).await
    }

    /// Submits a form; `None` if the process is gone.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Option<Said> {
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", self.csrf.as_str())]).collect();
        let request = self.http.post(self.base.join(path).unwrap()).header("cookie", &self.cookies);
        self.ask(request.header("sec-fetch-site", "same-origin").form(&fields)).await
    }

    /// Sends a request; `None` if the process is gone.
    pub async fn ask(&self, request: RequestBuilder) -> Option<Said> {
        let answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) => {
                assert!(self.killed.get(), "{error:?}");
                return None;
            }
        };
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        let status = answer.status().as_u16();
        Some(Said { status, to: to.unwrap_or_default(), text: answer.text().await.ok() })
    }

    /// Whether this secret works, and the token's ID if so.
    pub async fn works(&self, secret: &str) -> (bool, Option<String>) {
        let said = self.ask(self.call(Method::GET, "/api/v1/me", secret)).await.unwrap();
        match said.status {
            200 => (true, Some(said.json()["id"].as_str().unwrap().to_owned())),
            401 => (false, None),
            status => panic!("{status}: {:?}", said.text),
        }
    }
}

impl Said {
    /// The same if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} {:?}", self.to, self.text);
        self
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.text.as_ref().unwrap()).unwrap()
    }

    /// The secret on a page that shows one; `None` if the page did not arrive completely.
    pub fn secret(&self) -> Option<String> {
        self.behind("id=\"secret\" type=\"text\" value=\"")
    }

    /// How many secrets were shown, according to a page's form; `None` if the page did not arrive completely.
    pub fn generation(&self) -> Option<i64> {
        Some(self.behind("name=\"generation\" value=\"")?.parse().unwrap())
    }

    /// The value after these words.
    fn behind(&self, words: &str) -> Option<String> {
        let text = self.text.as_ref()?;
        let value = text.split_once(words).and_then(|(_, rest)| rest.split_once('"'));
        Some(value.unwrap_or_else(|| panic!("no {words} in {text}")).0.to_owned())
    }
}
