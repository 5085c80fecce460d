//! A browser without a screen: it keeps cookies, sends what browsers send, and shows every redirect.

use std::sync::Arc;

use reqwest::cookie::{CookieStore as _, Jar};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::multipart::{self, Part};
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder, Response, Url};
use scraper::Html;

use super::form::{self, Form, Value};

/// A browser with its cookies. Clones share them.
#[derive(Clone)]
pub struct Client {
    /// The address of the instance.
    pub base: Url,
    jar: Arc<Jar>,
    http: reqwest::Client,
}

/// A complete response.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The requested address.
    pub url: Url,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

impl Client {
    /// A browser without cookies.
    pub fn new(base: &Url) -> Self {
        Self::with_headers(base, &[])
    }

    /// A browser without cookies that sends these headers with every request (`accept-language`, for example).
    pub fn with_headers(base: &Url, always: &[(&str, &str)]) -> Self {
        let jar = Arc::new(Jar::default());
        let http = reqwest::Client::builder()
            .cookie_provider(Arc::clone(&jar))
            .redirect(Policy::none())
            .no_proxy()
            // Compressing pages is slow in a debug build; tests/http/every_answer.rs checks it.
            .no_brotli()
            .no_gzip()
            .default_headers(header_map(always))
            .build()
            .unwrap();
        Self { base: base.clone(), jar, http }
    }

    /// Follows a link or enters an address; returns the response as it is, even a redirect.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    /// [`Client::get`] with more headers.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(self.request(Method::GET, path).headers(header_map(headers))).await
    }

    /// Loads the page and follows all redirects.
    pub async fn visit(&self, path: &str) -> Answer {
        let answer = self.get(path).await;
        self.follow(answer).await
    }

    /// Follows redirects until a response has none.
    pub async fn follow(&self, mut answer: Answer) -> Answer {
        for _ in 0..10 {
            let Some(next) = answer.location() else { return answer };
            answer = self.get(&next).await;
        }
        panic!("redirected in a circle: {}", answer.url)
    }

    /// Submits the form as a browser without scripts would.
    pub async fn submit(&self, form: Form) -> Answer {
        self.submit_with(form, &[]).await
    }

    /// [`Client::submit`] with headers added or replaced (`origin`, for example; removed if empty).
    pub async fn submit_with(&self, form: Form, headers: &[(&str, &str)]) -> Answer {
        let mut all = header_map(&[("sec-fetch-site", "same-origin")]);
        if form.method == Method::POST {
            all.insert("origin", self.base.origin().ascii_serialization().parse().unwrap());
        }
        for (name, value) in headers {
            all.remove(*name);
            if !value.is_empty() {
                all.extend(header_map(&[(name, value)]));
            }
        }
        let request = self.http.request(form.method.clone(), form.action.clone());
        let request = if form.method == Method::GET {
            request.query(&form.pairs())
        } else if form.multipart {
            request.multipart(multipart_body(&form))
        } else {
            request.form(&form.pairs())
        };
        self.send(navigation(request).headers(all)).await
    }

    /// Opens `path`, fills in its form with `fill`, submits it with `button`, and returns the response as it is.
    pub async fn fill_in(&self, path: &str, button: &str, fill: impl FnOnce(Form) -> Form) -> Answer {
        let page = self.get(path).await.expect(200);
        self.submit(fill(page.form(button))).await
    }

    /// A request like a browser's navigation, to be changed and passed to [`Client::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        navigation(self.http.request(method, self.base.join(path).unwrap()))
    }

    /// A request like a program's: without cookies and browser headers.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let http = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        http.request(method, self.base.join(path).unwrap())
    }

    /// Sends it and reads the complete response.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::read(request.send().await.unwrap()).await
    }

    /// The cookies as the browser would send them: `a=1; b=2`.
    pub fn cookies(&self) -> String {
        self.jar.cookies(&self.base).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    /// Sets a cookie, `name=value` with attributes, as if the instance had done so.
    pub fn set_cookie(&self, cookie: &str) {
        self.jar.add_cookie_str(cookie, &self.base);
    }

    /// Another browser with a copy of the cookies.
    pub fn twin(&self) -> Self {
        let twin = Self::new(&self.base);
        for cookie in self.cookies().split("; ").filter(|cookie| !cookie.is_empty()) {
            twin.set_cookie(cookie);
        }
        twin
    }
}

fn navigation(request: RequestBuilder) -> RequestBuilder {
    request.headers(header_map(&[
        ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        ("upgrade-insecure-requests", "1"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
        ("sec-fetch-user", "?1"),
    ]))
}

fn header_map(headers: &[(&str, &str)]) -> HeaderMap {
    let read = |(name, value): &(&str, &str)| {
        (name.parse::<HeaderName>().unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap())
    };
    headers.iter().map(read).collect()
}

fn multipart_body(form: &Form) -> multipart::Form {
    let mut body = multipart::Form::new();
    for control in &form.controls {
        body = match &control.value {
            Value::File { name, media_type, content } => {
                let media_type = if media_type.is_empty() { "application/octet-stream" } else { media_type };
                let part = Part::bytes(content.clone()).file_name(name.clone()).mime_str(media_type).unwrap();
                body.part(control.name.clone(), part)
            }
            _ => {
                let alone = Form { controls: vec![control.clone()], ..form.clone() };
                alone.pairs().into_iter().fold(body, |body, (name, value)| body.text(name, value))
            }
        };
    }
    body
}

impl Answer {
    async fn read(response: Response) -> Self {
        let (url, status, headers) =
            (response.url().clone(), response.status().as_u16(), response.headers().clone());
        Self { url, status, headers, body: response.bytes().await.unwrap().to_vec() }
    }

    /// The response if it has this status; otherwise the test fails and shows the page.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{:?}\n{}", self.url, self.headers, self.text());
        self
    }

    /// Checks that it redirects there with this status.
    #[track_caller]
    pub fn expect_to(&self, status: u16, path: &str) {
        assert_eq!(
            (self.status, self.location().as_deref()),
            (status, Some(path)),
            "{}\n{}",
            self.url,
            self.text()
        );
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A header, empty if missing; several with one name are joined by commas.
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter();
        values
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The path and query it redirects to; the whole address if it leads to another origin.
    pub fn location(&self) -> Option<String> {
        let target = self.url.join(self.headers.get("location")?.to_str().unwrap()).unwrap();
        if target.origin() != self.url.origin() {
            return Some(target.to_string());
        }
        Some(match target.query() {
            Some(query) => format!("{}?{query}", target.path()),
            None => target.path().to_owned(),
        })
    }

    /// The page.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.text())
    }

    /// The form with the single button of this name, with that button pressed.
    #[track_caller]
    pub fn form(&self, button: &str) -> Form {
        Form::with_button(&self.html(), &self.url, button)
    }

    /// Whether there is a button or link with this name.
    pub fn offers(&self, name: &str) -> bool {
        let page = self.html();
        let controls = form::select(page.root_element(), "a[href], button, input[type=submit], summary");
        controls.into_iter().any(|element| form::name_of(&page, element) == name)
    }

    /// The target of the single link with this name.
    #[track_caller]
    pub fn link(&self, name: &str) -> String {
        let page = self.html();
        let links: Vec<_> = form::select(page.root_element(), "a[href]")
            .filter(|element| form::name_of(&page, *element) == name)
            .filter_map(|element| element.attr("href").map(str::to_owned))
            .collect();
        let [link] = links.as_slice() else { panic!("{} links are named {name:?}", links.len()) };
        link.clone()
    }

    /// The texts of the elements that a CSS selector matches.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let page = self.html();
        form::select(page.root_element(), selector)
            .map(|element| form::squeeze(&element.text().collect::<String>()))
            .collect()
    }

    /// The page's heading.
    pub fn heading(&self) -> String {
        self.all("h1").join(" / ")
    }
}
