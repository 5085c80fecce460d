//! Tests of the helpers, on small pages: what they miss here, they would miss anywhere.

use std::net::TcpListener;

use actix_web::http::header::HeaderMap;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use reqwest::Url;
use thirtyfour::Key;

use crate::browser::{self, Browser, Options, PHONE, Role};

const CLEAN: &str = r##"<!doctype html><html lang="en"><title>Clean</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,"><main><h1>Clean page</h1>
<a href="/other">Other</a>
<form method="post" action="/answer">
<label for="n">Name</label> <input id="n" name="name"> <label>Description <textarea name="d"></textarea></label>
<label><input type="checkbox" name="p" value="read" checked> Read</label>
<label><input type="radio" name="e" value="7d"> 7 days</label> <label><input type="radio" name="e" value="never"> No expiration</label>
<label>Language <select name="l"><option value="en">English<option value="de">Deutsch</select></label>
<button><svg aria-hidden="true" width="1" height="1"></svg> Save</button> <button aria-label="Create a token">Create</button>
</form><p id="said"></p><script src="/script.js"></script></main></html>"##;

const VIOLATING: &str = r#"<!doctype html><html><title>Violating</title><link rel="icon" href="data:,"><h1>Violating page</h1>
<input name="nameless"><img src="data:,"><div style="width: 2000px">wide</div><script>document.title = "ran"</script></html>"#;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

async fn page(request: HttpRequest, body: String) -> HttpResponse {
    let (kind, text) = match request.path() {
        "/style.css" => ("text/css", ":focus-visible { outline: 2px solid } @media (prefers-color-scheme: dark) { body { background: #000; color: #fff } a { color: #9cf } }".to_owned()),
        "/script.js" => ("text/javascript", "document.getElementById('said').textContent = 'script ran'".to_owned()),
        "/violating" => ("text/html; charset=utf-8", VIOLATING.to_owned()),
        "/answer" => ("text/html; charset=utf-8", format!("<title>Answer</title><h1>{body}</h1>")),
        "/headers" => ("text/html; charset=utf-8", format!("<h1>{}</h1>", language(request.headers()))),
        _ => ("text/html; charset=utf-8", CLEAN.to_owned()),
    };
    HttpResponse::Ok()
        .insert_header(("content-type", kind))
        .insert_header(("content-security-policy", POLICY))
        .body(text)
}

fn language(headers: &HeaderMap) -> String {
    headers.get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn with_pages(options: Options, body: impl AsyncFnOnce(&Browser)) {
    actix_web::rt::System::new().block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let base =
            Url::parse(&format!("http://localhost:{}", listener.local_addr().unwrap().port())).unwrap();
        let server = HttpServer::new(|| App::new().default_service(web::to(page)));
        let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        browser::with(&base, options, body).await;
        handle.stop(false).await;
    });
}

#[test]
fn a_clean_page_gives_no_cause_for_complaint() {
    with_pages(Options::default(), async |browser| {
        browser.open("/").await;
        browser.sees("script ran").await;
        browser.assert_no_barriers().await;
        browser.assert_no_complaints().await;
        browser.resize(PHONE).await;
        browser.assert_fits().await;
    });
}

#[test]
fn barriers_policy_violations_and_wide_pages_are_noticed() {
    with_pages(Options::default(), async |browser| {
        browser.open("/violating").await;
        let complaints = browser.complaints().await.join("\n");
        assert!(complaints.contains("inline script") && complaints.contains("inline style"), "{complaints}");
        let rules: Vec<_> = browser.barriers().await.into_iter().map(|found| found.rule).collect();
        for rule in ["html-has-lang", "label", "image-alt"] {
            assert!(rules.iter().any(|found| found == rule), "{rule}: {rules:?}");
        }
        assert!(browser.complaints().await.is_empty(), "axe itself breaks the policy");
    });
}

#[test]
#[should_panic(expected = "too wide")]
fn a_page_that_must_be_scrolled_sideways_is_noticed() {
    with_pages(Options { size: PHONE, ..Options::default() }, async |browser| {
        browser.open("/").await;
        browser.run::<()>("document.querySelector('h1').textContent = 'x'.repeat(500)", vec![]).await;
        browser.assert_fits().await;
    });
}

#[test]
#[should_panic(expected = "is covered by")]
fn a_control_under_another_thing_is_noticed() {
    with_pages(Options::default(), async |browser| {
        browser.open("/").await;
        browser.assert_all_in_reach().await;
        browser.run::<()>(COVER, vec![]).await;
        browser.assert_all_in_reach().await;
    });
}

#[test]
#[should_panic(expected = "no ring around")]
fn a_focus_that_cannot_be_seen_is_noticed() {
    with_pages(Options::default(), async |browser| {
        browser.open("/").await;
        browser.tab_to("Name").await;
        browser.assert_focus_is_seen().await;
        browser.run::<()>("document.activeElement.style.outline = 'none'", vec![]).await;
        browser.assert_focus_is_seen().await;
    });
}

const COVER: &str = "const cover = document.createElement('div');
    cover.style = 'position: fixed; inset: 0';
    document.body.append(cover)";

fn walk(javascript: bool) {
    with_pages(Options { javascript, ..Options::default() }, async |browser| {
        browser.open("/").await;
        browser.heading("Clean page").await;
        assert_eq!(browser.text().await.contains("script ran"), javascript);
        assert_eq!(browser.names(Role::Button).await, ["Save", "Create a token"]);
        assert!(!browser.has(Role::Button, "Create").await);
        assert!(browser.is_chosen(Role::CheckBox, "Read").await);
        browser.fill("Name", "Deploy & go").await;
        browser.fill("Description", "x").await;
        assert_eq!(browser.typed("Name").await, "Deploy & go");
        browser.tick("Read", false).await;
        browser.choose("No expiration").await;
        browser.select("Language", "Deutsch").await;
        browser.go("Save", "/answer").await;
        browser.heading("name=Deploy+%26+go&d=x&e=never&l=de").await;
        browser.back().await;
        browser.go("Other", "/oth*").await;
        browser.tab_to("Name").await;
        browser.press_keys("by keyboard").await;
        browser.press_keys(Key::Enter).await;
        browser.sees("name=by+keyboard").await;
    });
}

#[test]
fn a_person_finds_and_uses_controls_by_their_names() {
    walk(true);
}

#[test]
fn a_person_without_javascript_does_too() {
    walk(false);
}

#[test]
fn a_browser_has_the_language_and_the_theme_it_was_given() {
    with_pages(Options { language: "fr", dark: true, size: PHONE, ..Options::default() }, async |browser| {
        browser.open("/headers").await;
        assert!(browser.headings().await[0].starts_with("fr"), "{:?}", browser.headings().await);
        browser.open("/").await;
        let colour: String =
            browser.run("return getComputedStyle(document.body).backgroundColor", vec![]).await;
        assert_eq!(colour, "rgb(0, 0, 0)");
        let size: (u32, u32) = browser.run("return [innerWidth, innerHeight]", vec![]).await;
        assert_eq!(size, PHONE);
    });
}
