//! What a client has to do with a process that may be gone at any moment.

use std::cell::Cell;

use reqwest::{Client as Http, Method, RequestBuilder, Url};

use crate::support::Client;
use crate::support::process::Process;

/// Requests to one process. As long as nobody has killed it, it has to answer.
pub struct Line {
    http: Http,
    base: Url,
    cookies: String,
    csrf: String,
    killed: Cell<bool>,
}

/// Whoever has signed in, before the first kill.
pub struct Person {
    browser: Client,
    csrf: String,
}

/// An answer. Its status is enough to know that something is done.
pub struct Said {
    /// The status.
    pub status: u16,
    /// Where it sends.
    pub to: String,
    /// The body, if all of it came.
    pub text: Option<String>,
}

impl Person {
    /// That one.
    pub async fn new(browser: Client) -> Self {
        Self { csrf: browser.csrf().await, browser }
    }
}

impl Line {
    /// To that process.
    pub fn to(process: &Process, person: &Person) -> Self {
        let http = Http::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let (cookies, csrf) = (person.browser.cookies(), person.csrf.clone());
        Self { http, base: process.base.clone(), cookies, csrf, killed: Cell::new(false) }
    }

    /// From now on it may be gone.
    pub fn is_killed(&self) {
        self.killed.set(true);
    }

    /// A request with a token.
    pub fn call(&self, method: Method, path: &str, secret: &str) -> RequestBuilder {
        self.http.request(method, self.base.join(path).unwrap()).bearer_auth(secret)
    }

    /// Looks at a page; `None` when the process is gone.
    pub async fn page(&self, path: &str) -> Option<Said> {
        self.ask(self.http.get(self.base.join(path).unwrap()).header("cookie", &self.cookies)).await
    }

    /// Sends a form; `None` when the process is gone.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Option<Said> {
        let fields: Vec<_> = fields.iter().copied().chain([("csrf", self.csrf.as_str())]).collect();
        let request = self.http.post(self.base.join(path).unwrap()).header("cookie", &self.cookies);
        self.ask(request.header("sec-fetch-site", "same-origin").form(&fields)).await
    }

    /// Sends a request; `None` when the process is gone.
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

    /// Whether that secret works, and the token's id when it does.
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
    /// The same when it has that status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} {:?}", self.to, self.text);
        self
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.text.as_ref().unwrap()).unwrap()
    }

    /// The secret on a page that shows one; `None` when not all of it came.
    pub fn secret(&self) -> Option<String> {
        self.behind("id=\"secret\" type=\"text\" value=\"")
    }

    /// How many secrets were shown, as a page's form says it; `None` when not all of it came.
    pub fn generation(&self) -> Option<i64> {
        Some(self.behind("name=\"generation\" value=\"")?.parse().unwrap())
    }

    /// The value that begins behind these words.
    fn behind(&self, words: &str) -> Option<String> {
        let text = self.text.as_ref()?;
        let value = text.split_once(words).and_then(|(_, rest)| rest.split_once('"'));
        Some(value.unwrap_or_else(|| panic!("no {words} in {text}")).0.to_owned())
    }
}
