//! Revokes all tokens of the large tenant in one bulk action, while another token is verified continuously.

use std::path::Path;
use std::time::{Duration, Instant};

use scraper::{Html, Selector};

use crate::pages::at;
use crate::server::{self, Server};

const BULK: &str = "/administration/tenants/tenant-0/api/bulk";
/// How long verification is measured without the bulk action.
const QUIET: Duration = Duration::from_secs(15);

/// The result in Markdown. Uses up the database at `url`.
pub async fn measure(name: &str, folder: &Path, url: &str) -> String {
    let secret = server::issue(folder, url, "tenant-1");
    let server = Server::start(folder, url).await;
    let mut quiet = verified(&server, &secret, |began| began.elapsed() >= QUIET).await;
    let (page, _) = server.get(&format!("{BULK}?deed=revoke&rows=all")).await;
    let (fields, number) = question(&page);
    let began = Instant::now();
    let progress = server.post(BULK, &fields).await;
    let answered = began.elapsed();
    let over = std::cell::Cell::new(false);
    let watch = async {
        let mut seen = Vec::new();
        loop {
            let (page, _) = server.get(&progress).await;
            let count = text(&page, ".bulk-count");
            if seen.last() != Some(&count) {
                println!("{name}: {count}");
                seen.push(count);
            }
            if !page.contains("hx-trigger=\"every") {
                over.set(true);
                return seen.len();
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let (mut beside, moves) = tokio::join!(verified(&server, &secret, |_| over.get()), watch);
    let took = began.elapsed().as_secs_f64();
    let (p50, p99) = (at(&mut quiet, 0.5), at(&mut quiet, 0.99));
    let (p50_beside, p99_beside) = (at(&mut beside, 0.5), at(&mut beside, 0.99));
    format!(
        "\n{name}: {number} tokens revoked at once in {took:.0} s; the form was answered after {:.2} s, and the bar \
         stood at {moves} places. Verification over one connection: quiet {p50:.2} ms at the median and {p99:.2} ms at \
         the 99th of 100, meanwhile {p50_beside:.2} ms and {p99_beside:.2} ms ({:.1} times).\n",
        answered.as_secs_f64(),
        p99_beside / p99,
    )
}

/// The duration of each verification, one after the other until `enough`.
async fn verified(server: &Server, secret: &str, enough: impl Fn(Instant) -> bool) -> Vec<Duration> {
    let (began, mut took) = (Instant::now(), Vec::new());
    while !enough(began) {
        took.push(server.verify(secret).await);
    }
    took
}

/// The fields of the confirmation form, filled in, and the number of tokens.
fn question(page: &str) -> (Vec<(String, String)>, String) {
    let html = Html::parse_document(page);
    let forms = Selector::parse("form[method=post]").unwrap();
    let form = html
        .select(&forms)
        .find(|form| form.value().attr("action").is_some_and(|action| action.ends_with("/bulk")))
        .expect("no question");
    let inputs = Selector::parse("input[name]").unwrap();
    let mut fields: Vec<(String, String)> = form
        .select(&inputs)
        .map(|input| {
            let attribute = |name| input.value().attr(name).unwrap_or_default().to_owned();
            (attribute("name"), attribute("value"))
        })
        .collect();
    let count = fields.iter().find(|(name, _)| name == "count").expect("no count").1.clone();
    // The empty field is for typing the number.
    for (name, value) in &mut fields {
        if name == "typed" {
            value.clone_from(&count);
        }
    }
    (fields, count)
}

fn text(page: &str, selector: &str) -> String {
    let html = Html::parse_document(page);
    let found = html.select(&Selector::parse(selector).unwrap()).next();
    found.map(|element| element.text().collect::<String>().trim().to_owned()).unwrap_or_default()
}
