//! A token's plaintext is in one response, and nowhere else: in no file, row, log line or other response.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use futures_util::future::join_all;
use reqwest::Method;

use crate::support::fixture::unknown_id;
use crate::support::process::Process;
use crate::support::{Answer, Client, Database, Kind};

const TOKENS: usize = 200;
/// One token in this many is also rotated.
const ROTATED: usize = 10;
/// How many letters of a secret are searched for: enough to identify it, and part of one must not leak either.
const PART: usize = 16;

/// Searches for many texts at once, in every form they may take.
struct Search {
    /// By their first eight bytes: the encoded text, and the number of its secret.
    needles: HashMap<[u8; 8], Vec<(Vec<u8>, usize)>>,
    /// Which first three bytes occur: this alone rules out nearly every position.
    begins: Vec<bool>,
}

impl Search {
    fn for_all(hidden: &[String]) -> Self {
        let mut search = Self { needles: HashMap::new(), begins: vec![false; 1 << 24] };
        for (number, text) in hidden.iter().enumerate() {
            for needle in forms(text) {
                search.begins[three(&needle)] = true;
                let first = needle[..8].try_into().unwrap();
                search.needles.entry(first).or_default().push((needle, number));
            }
        }
        search
    }

    /// The numbers of those that occur anywhere in `hay`.
    fn found(&self, hay: &[u8]) -> Vec<usize> {
        let mut found: Vec<_> = self.places(hay).into_iter().map(|(_, number)| number).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The positions of matches in `hay`, and their numbers.
    fn places(&self, hay: &[u8]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (place, window) in hay.windows(8).enumerate() {
            if self.begins[three(window)]
                && let Some(needles) = self.needles.get(<&[u8; 8]>::try_from(window).unwrap())
            {
                let here = needles.iter().filter(|(needle, _)| hay[place..].starts_with(needle));
                found.extend(here.map(|(_, number)| (place, *number)));
            }
        }
        found
    }

    /// None of it occurs in any file below the folder.
    fn nowhere_below(&self, folder: &Path) -> u64 {
        let mut read = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read += self.nowhere_below(&path);
            } else {
                let bytes = fs::read(&path).unwrap_or_default();
                let around = |place: &usize| {
                    String::from_utf8_lossy(&bytes[place.saturating_sub(300)..][..330]).into_owned()
                };
                let found: Vec<_> =
                    self.places(&bytes).iter().take(3).map(|(place, _)| around(place)).collect();
                assert!(found.is_empty(), "{}: {found:#?}", path.display());
                read += bytes.len() as u64;
            }
        }
        read
    }
}

fn three(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 16 | usize::from(bytes[1]) << 8 | usize::from(bytes[2])
}

/// Part of the text: plain, base64 at any offset, hexadecimal, percent-encoded, and in UTF-16.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let start = text.len().saturating_sub(PART) / 2;
    let part = &text.as_bytes()[start..(start + PART).min(text.len())];
    let hex = |between: &str| part.iter().map(|byte| format!("{between}{byte:02x}")).collect::<String>();
    let mut forms = vec![part.to_vec(), part.iter().flat_map(|byte| [*byte, 0]).collect()];
    for text in [hex(""), hex("%"), hex("\\x"), hex("\\u00")] {
        forms.push(text.to_uppercase().replace('X', "x").replace('U', "u").into());
        forms.push(text.into());
    }
    for offset in 0..3 {
        let padded = [vec![0; offset], part.to_vec()].concat();
        // The letters at the edges depend on what surrounds them.
        let (from, to) = ((offset * 8).div_ceil(6), padded.len() * 8 / 6);
        for code in [STANDARD, URL_SAFE] {
            forms.push(code.encode(&padded)[from..to].into());
        }
    }
    forms
}

#[test]
fn the_search_finds_what_is_hidden() {
    let secret = "lk_Ab3dEfGh1jKlMn0pQrStUvWxYz0123456789abcdefghijkABCDEF".to_owned();
    let search = Search::for_all(&["another-text-that-is-not-there".to_owned(), secret.clone()]);
    let hex = hex::encode(&secret);
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for hidden in [
        secret.clone(),
        STANDARD.encode(&secret),
        STANDARD.encode(format!("x{secret}")),
        URL_SAFE.encode(format!("xy{secret}")),
        hex.to_uppercase(),
        hex,
        percent,
        secret[8..40].to_owned(),
    ] {
        assert_eq!(search.found(format!("before {hidden} after").as_bytes()), [1], "{hidden}");
    }
    assert_eq!(search.found(secret.to_lowercase().as_bytes()), [0; 0]);
    assert_eq!(search.found(b"short"), [0; 0]);
}

/// Creates a token and rotates some; returns the plaintexts, and all responses except those that reveal one.
async fn issue(browser: &Client, csrf: &str, number: usize) -> (Vec<String>, Vec<Answer>) {
    let draft = unknown_id();
    let name = format!("Token {number}");
    let list = "/administration/tenants/acme/api";
    let at = |step: &str| format!("{list}/drafts/{draft}/{step}");
    let first = [("csrf", csrf), ("draft", &draft), ("name", &name), ("expires_in", "90d")];
    let generate = [("csrf", csrf), ("generation", "0")];
    let mut answers = vec![
        browser.post(&format!("{list}/new"), &first).await.expect(303),
        browser.get(&at("overview")).await.expect(200),
    ];
    let secret = revealed(&browser.post(&at("token"), &generate).await.expect(200));

    let me = async |secret: &str| {
        browser.send(browser.request(Method::GET, "/api/v1/me").bearer_auth(secret)).await
    };
    answers.push(browser.post(&at("token"), &generate).await.expect(303));
    answers.push(browser.get(&at("token")).await.expect(200));
    answers.push(me(&secret).await.expect(401));
    answers.push(browser.post(&at("save"), &[("csrf", csrf), ("generation", "1")]).await.expect(303));
    answers.push(browser.get(&at("summary")).await.expect(200));
    answers.push(me(&secret).await.expect(200));
    let mut secrets = vec![secret.clone()];
    if number.is_multiple_of(20) {
        answers.push(me(&format!("{secret}x")).await.expect(401));
        // Someone who puts a secret into an address gets it back, but it must not be stored.
        for odd in ["/login?next=/?{}", "/administration/tenants/acme/api?q={}", "/api/v1/me?token={}"] {
            browser.get(&odd.replace("{}", &secret)).await;
        }
    }
    if number.is_multiple_of(ROTATED) {
        let details = answers
            .iter()
            .find_map(|answer| answer.url.path().ends_with("/summary").then(|| answer.link("View details")));
        let rotate = format!("{}/rotate", details.unwrap());
        let question = browser.get(&rotate).await.expect(200);
        let reveal = browser.submit(question.form("Next").tick("1 hour")).await.expect(200);
        let new = revealed(&reveal);
        answers.push(question);
        answers.push(browser.get(&rotate).await.expect(200));
        answers.push(me(&new).await.expect(401));
        answers.push(browser.submit(reveal.form("Save")).await.expect(303));
        answers.push(me(&new).await.expect(200));
        secrets.push(new);
    }
    (secrets, answers)
}

/// The secret on this page: in its field and in the command, and nowhere else.
fn revealed(page: &Answer) -> String {
    assert_eq!(page.header("cache-control"), "no-store");
    let text = page.text();
    let secret = text.split_once("Bearer ").unwrap().1[..52].to_owned();
    assert_eq!(text.matches(&secret).count(), 2, "the field and the command line");
    assert!(!format!("{:?}", page.headers).contains(&secret));
    secret
}

async fn nothing_keeps_a_plaintext(kind: Kind) {
    let database = Database::create(kind).await;
    let folder = tempfile::tempdir().unwrap();
    let process =
        Process::start(folder.path(), &["--log", "trace", "--database-url", &database.url], &[]).await;
    let browser = process.set_up().await;
    // A wrong password leaves as few traces as a right one.
    let wrong = "maple-Copper-nine-Violin-77";
    let sign_in = |form: crate::support::Form| {
        form.fill("Email", crate::support::people::OWNER).fill("Password", wrong)
    };
    process.visitor().fill_in("/login", "Sign in", sign_in).await.expect(422);

    let csrf = browser.csrf().await;
    let mut issued = Vec::new();
    for chunk in (0..TOKENS).collect::<Vec<_>>().chunks(8) {
        issued.extend(join_all(chunk.iter().map(|number| issue(&browser, &csrf, *number))).await);
    }
    let mut answers: Vec<Answer> = issued.iter().flat_map(|(_, answers)| answers.clone()).collect();
    let mut list = browser.get("/administration/tenants/acme/api").await.expect(200);
    while list.offers("Next") {
        answers.push(list.clone());
        list = browser.get(&list.link("Next")).await.expect(200);
    }
    let secrets: Vec<String> = issued.into_iter().flat_map(|(secrets, _)| secrets).collect();
    let search = Search::for_all(&secrets);
    for answer in &answers {
        assert_eq!(search.found(&answer.body), [0; 0], "{}", answer.url);
        assert_eq!(search.found(format!("{:?}", answer.headers).as_bytes()), [0; 0], "{}", answer.url);
    }
    let rows = database.rows().await;
    assert_eq!(
        (rows["token_secrets"].len(), secrets.len()),
        (TOKENS + TOKENS / ROTATED, TOKENS + TOKENS / ROTATED)
    );
    assert!(!rows["sessions"].is_empty());
    assert_eq!(search.found(format!("{rows:?}").as_bytes()), [0; 0], "in a row");
    // Write-ahead logs exist only while it runs; afterwards, everything is in the tables' files.
    let files = match kind {
        Kind::Sqlite => database.files().await,
        Kind::Postgres => database.files().await.join("pg_wal"),
    };
    assert!(search.nowhere_below(&files) > 100_000);
    let setup_code = process.setup_path().split_once('=').unwrap().1.to_owned();
    let session = browser.cookies();
    let ended = process.stop().await;
    search.nowhere_below(&files);
    search.nowhere_below(folder.path());

    assert!(ended.err.contains("TRACE") && ended.err.contains("answered"), "the log says nothing");
    assert_eq!(search.found(ended.out.as_bytes()), [0; 0]);
    let mut private = vec![setup_code, crate::support::people::PASSWORD.to_owned(), wrong.to_owned()];
    private.extend(session.split("; ").map(|cookie| cookie.split_once('=').unwrap().1.to_owned()));
    let found = Search::for_all(&private).found(ended.err.as_bytes());
    let lines = found.iter().map(|number| {
        let text = &private[*number];
        let line = ended.err.lines().find(|line| line.contains(text.as_str())).unwrap_or("(in another form)");
        format!("{text}: {line}")
    });
    assert!(found.is_empty(), "logged: {:#?}", lines.collect::<Vec<_>>());
    database.remove().await;
}

#[test]
fn two_hundred_plaintexts_stand_nowhere_but_in_their_one_answer_on_sqlite() {
    actix_web::rt::System::new().block_on(nothing_keeps_a_plaintext(Kind::Sqlite));
}

#[test]
fn two_hundred_plaintexts_stand_nowhere_but_in_their_one_answer_on_postgres() {
    actix_web::rt::System::new().block_on(nothing_keeps_a_plaintext(Kind::Postgres));
}
