//! A full disk: removing access still works, everything else is refused, and each place says why.

use std::path::PathBuf;
use std::time::Duration;

use latchkey::admin;
use latchkey::config::{DatabaseUrl, Secret};
use latchkey::domain::text::Email;
use reqwest::Method;
use serde_json::json;

use crate::support::people::OWNER;
use crate::support::{Answer, Client, Kind, TestApp};

const LIST: &str = "/administration/tenants/acme/api";
const TOKENS: &str = "/api/v1/tenants/acme/tokens";
const FULL: &str = "The database’s disk is full.";
const NO_RESERVE: &str = "There isn’t enough space for the reserve file next to the database.";

/// An instance on an SQLite database whose reserve cannot be created, because a folder has its name: the disk counts
/// as full while that exists.
async fn without_reserve() -> (TestApp, PathBuf) {
    let mut place = PathBuf::new();
    let app = TestApp::start_with(Kind::Sqlite, |mut config| {
        if let DatabaseUrl::Sqlite { path, .. } = &config.database {
            place = PathBuf::from(format!("{}.reserve", path.display()));
            std::fs::create_dir(&place).unwrap();
        }
        config.runtime.disk_reserve = 1024 * 1024;
        config
    })
    .await;
    (app, place)
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not {what}");
}

async fn metric(client: &Client, name: &str) -> String {
    let text = client.get("/metrics").await.expect(200).text();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned));
    line.unwrap_or_else(|| panic!("no {name} in {text}"))
}

async fn works(app: &TestApp, secret: &str) -> bool {
    let visitor = app.visitor();
    visitor.send(visitor.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await.status == 200
}

#[track_caller]
fn is_refused(answer: Answer) {
    let answer = answer.expect(503);
    let says = if answer.url.path().starts_with("/api/") {
        "The disk of the database is full. Verifying, revoking"
    } else {
        "<h1>The disk is full</h1>"
    };
    assert!(answer.text().contains(says), "{}: {}", answer.url, answer.text());
}

#[test]
fn a_full_disk_takes_rights_away_and_gives_none() {
    actix_web::rt::System::new().block_on(async {
        let (app, place) = without_reserve().await;
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let api = owner.api("acme").await;
        let (kept, gone, off) = (
            owner.issue("acme", "Kept").await,
            owner.issue("acme", "Gone").await,
            owner.issue("acme", "Off").await,
        );
        let bulk: Vec<_> = app.many("globex", 30).await;
        let shown = owner.reveal("acme", |form| form.fill("Name", "Shown"), |form| form).await;
        let rotate = format!("{LIST}/{}/rotate", kept.id);
        let rotated = owner.fill_in(&rotate, "Next", |form| form.tick("24 hours")).await.expect(200);
        owner.submit(rotated.form("Save")).await.expect(303);
        app.module("devices", &[]).await;
        let form = owner.get("/administration/api-clients/new").await.form("Save");
        owner.submit(form.fill("Name", "Shop").tick("Devices")).await.expect(200);
        let client = owner.get("/administration/api-clients").await.expect(200).link("Shop");
        let other = app.sign_in(OWNER).await;

        // The reserve is missing, and owners see that.
        until("without a reserve", async || owner.get("/account").await.text().contains(NO_RESERVE)).await;
        owner.get("/readyz").await.expect(200);
        assert_eq!(metric(&owner, "latchkey_disk_full").await, "0");

        app.state.db.disk().failed();
        let ready = owner.get("/readyz").await.expect(503).text();
        assert!(ready.starts_with("not ready: disk full"), "{ready}");
        owner.get("/healthz").await.expect(200);
        assert_eq!(metric(&owner, "latchkey_disk_full").await, "1");
        let failures = app.database.number("SELECT COUNT(*) FROM sign_in_failures").await;
        let uses = "SELECT CAST(COALESCE(SUM(allowed), 0) AS INTEGER) FROM usage_days";
        let used = app.database.number(uses).await;

        // Nothing is created, changed or enabled.
        let csrf = owner.csrf().await;
        let post = async |path: &str, fields: &[(&str, &str)]| {
            owner.post(path, &[&[("csrf", csrf.as_str())], fields].concat()).await
        };
        is_refused(owner.submit(shown.form("Save")).await);
        is_refused(
            post(
                "/administration/tenants/new",
                &[("name", "A"), ("slug", "aaa"), ("time_zone", "UTC"), ("language", "en")],
            )
            .await,
        );
        is_refused(post("/account", &[("language", "de")]).await);
        is_refused(api.post(TOKENS, &json!({ "name": "New", "permissions": ["read"] })).await);
        is_refused(api.patch(&format!("{TOKENS}/{}", kept.id), &json!({ "name": "Other" })).await);

        // Signing in works, delays grow in memory, and nothing is counted in the database.
        for _ in 0..6 {
            let browser = app.visitor();
            let wrong =
                |form: crate::support::Form| form.fill("Email", OWNER).fill("Password", "wrong-password-9");
            browser.fill_in("/login", "Sign in", wrong).await.expect(422);
        }
        let delays: Vec<u128> = app.delays.lock().unwrap().iter().map(Duration::as_millis).collect();
        assert!(
            delays.ends_with(&[0, 0, 0, 250, 500, 1000]) || delays.ends_with(&[0, 0, 250, 500, 1000, 2000]),
            "{delays:?}"
        );
        let fresh = app.sign_in(OWNER).await;
        assert_eq!(app.database.number("SELECT COUNT(*) FROM sign_in_failures").await, failures);

        // Access is removed by page and by API, and verification knows immediately.
        fresh
            .fill_in(&format!("{LIST}/{}/revoke", gone.id), "Revoke", |form| form.fill("Name", "Gone"))
            .await
            .expect(303);
        let page = fresh.get(LIST).await.expect(200);
        assert!(page.text().contains(FULL), "{}", page.text());
        assert!(!works(&app, &gone.secret).await && works(&app, &off.secret).await);
        api.post(&format!("{TOKENS}/{}/disable", off.id), &json!({})).await.expect(200);
        is_refused(api.post(&format!("{TOKENS}/{}/enable", off.id), &json!({})).await);
        assert!(!works(&app, &off.secret).await);
        post(&format!("{LIST}/{}/secrets/1/end", kept.id), &[]).await.expect(303);
        assert!(!works(&app, &kept.secret).await && works(&app, &rotated.secret()).await);
        api.delete(&format!("{TOKENS}/{}", kept.id)).await.expect(204);
        assert!(!works(&app, &rotated.secret()).await);
        fresh
            .fill_in(&format!("{client}/revoke"), "Revoke", |form| form.fill("Name", "Shop"))
            .await
            .expect(303);
        let list = fresh.get("/administration/tenants/globex/api").await.expect(200);
        let chosen = list.form("Continue").tick("Select Token 0001").tick("Select Token 0002");
        let question = fresh.submit(chosen.fill("Action", "Disable")).await.expect(200);
        fresh.submit(question.form("Disable 2 tokens")).await.expect(303);
        let disabled = "SELECT COUNT(*) FROM tokens WHERE name LIKE 'Token 000%' AND disabled_at IS NOT NULL";
        until("disabled in bulk", async || app.database.number(disabled).await == 2).await;
        post("/administration/tenants/globex/disable", &[]).await.expect(303);
        assert!(!works(&app, &bulk[4].secret).await);
        post("/logout", &[]).await.expect(303);
        owner.get("/account").await.expect(303);
        let email = Email::parse(OWNER).unwrap();
        admin::reset_password(&app.state, &email, &Secret::new("fig-Turbine-three-Harbour-9".into()))
            .await
            .unwrap();
        for browser in [&fresh, &other] {
            browser.get("/account").await.expect(303);
        }
        assert_eq!(app.database.number(uses).await, used, "use is written later");

        // Once there is space, everything works without intervention.
        std::fs::remove_dir(&place).unwrap();
        until("ready", async || app.visitor().get("/readyz").await.status == 200).await;
        assert_eq!(std::fs::metadata(&place).unwrap().len(), 1024 * 1024);
        assert_eq!(metric(&owner, "latchkey_disk_reserve_bytes").await, "1048576");
        let back = app.visitor();
        back.fill_in("/login", "Sign in", |form| {
            form.fill("Email", OWNER).fill("Password", "fig-Turbine-three-Harbour-9")
        })
        .await
        .expect(303);
        let page = back.get(LIST).await.expect(200).text();
        assert!(!page.contains(FULL) && !page.contains(NO_RESERVE));
        let token = back.issue("acme", "Later").await;
        assert!(works(&app, &token.secret).await);
        assert_eq!(app.database.complaints().await, [""; 0]);
        app.stop().await;
    });
}

#[test]
fn a_server_that_lacks_space_is_told_apart() {
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(Kind::Postgres).await;
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let gone = owner.issue("acme", "Gone").await;
        let shown = owner.reveal("acme", |form| form.fill("Name", "Shown"), |form| form).await;
        // The error of a server with a full disk.
        app.database
            .execute(
                "CREATE FUNCTION lacks_space() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$",
            )
            .await;
        app.database
            .execute("CREATE TRIGGER lacks_space BEFORE INSERT ON tokens FOR EACH ROW EXECUTE FUNCTION lacks_space()")
            .await;
        owner.get("/readyz").await.expect(200);
        is_refused(owner.submit(shown.form("Save")).await);
        let ready = owner.get("/readyz").await.expect(503).text();
        assert!(ready.starts_with("not ready: disk full"), "{ready}");
        assert_eq!(metric(&owner, "latchkey_disk_full").await, "1");
        assert!(owner.get(LIST).await.expect(200).text().contains(FULL));
        assert!(works(&app, &gone.secret).await);
        owner.fill_in(&format!("{LIST}/{}/revoke", gone.id), "Revoke", |form| form.fill("Name", "Gone")).await.expect(303);
        assert!(!works(&app, &gone.secret).await);
        // Writes are still tried.
        app.database.execute("DROP TRIGGER lacks_space ON tokens").await;
        owner.submit(shown.form("Save")).await.expect(303);
        assert!(works(&app, &shown.secret()).await);
        app.stop().await;
    });
}
