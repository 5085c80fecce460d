//! The real program: first run, key, signals, commands, bootstrap, demo, two at once, and `kill -9`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use reqwest::Method;
use tempfile::TempDir;

use crate::support::people::{OWNER, PASSWORD};
use crate::support::process::{Process, run};
use crate::support::{Client, Database, Form, Kind};

pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(future)
}

pub(super) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub(super) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

async fn sign_in(browser: &Client, email: &str, password: &str) -> u16 {
    browser
        .fill_in("/login", "Sign in", |form| form.fill("Email", email).fill("Password", password))
        .await
        .status
}

async fn me(browser: &Client, secret: &str) -> u16 {
    browser.send(browser.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await.status
}

#[test]
fn a_first_run_prints_the_way_in_and_keeps_its_things_to_itself() {
    block_on(async {
        let folder = folder();
        let process = Process::start(folder.path(), &[], &[]).await;
        let port = process.base.port().unwrap();
        assert!(process.out().contains(&format!("http://127.0.0.1:{port}/setup?code=")), "{}", process.out());
        let data = folder.path().join("data");
        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&data.join("latchkey.key")), 0o600);
        for path in ["/healthz", "/readyz"] {
            process.visitor().get(path).await.expect(200);
        }
        process.visitor().get("/").await.expect(303);
        let owner = process.set_up().await;
        owner.issue("acme", "Deploy").await;
        process.visitor().get(&process.setup_path()).await.expect(404);
        let code = process.setup_path().split_once('=').unwrap().1.to_owned();
        let ended = process.stop().await;
        for secret in [&code, PASSWORD] {
            assert!(!ended.err.contains(secret), "{}", ended.err);
        }
        // The second start finds the owner, the same key, and earlier sessions.
        let again = Process::start(folder.path(), &["serve"], &[]).await;
        assert!(!again.out().contains("setup"), "{}", again.out());
        let back = Client::new(&again.base);
        for cookie in owner.cookies().split("; ") {
            back.set_cookie(cookie);
        }
        back.get("/administration/tenants/acme/api").await.expect(200);
        again.stop().await;
    });
}

#[test]
fn a_wrong_or_open_key_is_refused_with_the_reason() {
    block_on(async {
        let folder = folder();
        let process = Process::start(folder.path(), &[], &[]).await;
        process.stop().await;
        let key = folder.path().join("data/latchkey.key");
        let own = fs::read_to_string(&key).unwrap();
        let other = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
        let ended = run(folder.path(), &["serve", "--listen", "127.0.0.1:0"], &[("LATCHKEY_KEY", other)]);
        assert!(
            !ended.status.success() && ended.err.contains("this key does not belong to this database"),
            "{}",
            ended.err
        );
        assert!(!ended.err.contains(other), "{}", ended.err);
        fs::remove_file(&key).unwrap();
        let ended = run(folder.path(), &["serve", "--listen", "127.0.0.1:0"], &[]);
        assert!(!ended.status.success() && ended.err.contains("LATCHKEY_KEY_FILE"), "{}", ended.err);
        fs::write(&key, &own).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        let ended = run(folder.path(), &["serve", "--listen", "127.0.0.1:0"], &[]);
        assert!(!ended.status.success() && ended.err.contains("chmod 600"), "{}", ended.err);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        Process::start(folder.path(), &[], &[]).await.stop().await;
        // It does not start on a port in use, or with invalid settings.
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        for (arguments, reason) in [
            (["--listen", &address], "cannot listen"),
            (["--listen", "nowhere"], "listen"),
            (["--database-url", "mysql://x"], "database-url"),
            (["--token-prefix", "A b"], "token-prefix"),
            (["--log", "latchkey=loud"], "log"),
        ] {
            let ended = run(folder.path(), &arguments, &[]);
            assert!(!ended.status.success() && ended.err.contains(reason), "{arguments:?}: {}", ended.err);
            assert!(!ended.err.contains("panicked"), "{}", ended.err);
        }
    });
}

#[test]
fn sigterm_finishes_what_is_under_way_and_writes_what_is_in_memory() {
    for kind in Kind::BOTH {
        block_on(async {
            let database = Database::create(kind).await;
            let folder = folder();
            let process = Process::start(folder.path(), &["--database-url", &database.url], &[]).await;
            let owner = process.set_up().await;
            let token = owner.issue("acme", "Deploy").await;
            let (address, cookies) = (process.base.clone(), owner.cookies());
            let csrf = owner.csrf().await;
            // A form that is half sent when the signal arrives.
            let slow = tokio::task::spawn_blocking(move || half_a_form(&address, &cookies, &csrf));
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            assert_eq!(me(&owner, &token.secret).await, 200);
            process.signal("TERM");
            let answer = slow.await.unwrap();
            let ended = process.ended().await;
            assert!(answer.starts_with("HTTP/1.1 303"), "{kind:?}: {answer}\n{}\n{}", ended.out, ended.err);
            assert!(ended.status.success(), "{}", ended.err);
            assert_eq!(database.number("SELECT COUNT(*) FROM token_uses WHERE at IS NOT NULL").await, 1);
            assert_eq!(database.number("SELECT COUNT(*) FROM usage_days WHERE allowed = 1").await, 1);
            assert_eq!(database.number("SELECT COUNT(*) FROM users WHERE language = 'fr'").await, 1);
            database.remove().await;
        });
    }
}

#[test]
fn what_two_processes_were_asked_adds_up() {
    for kind in Kind::BOTH {
        block_on(async {
            let database = Database::create(kind).await;
            let folder = folder();
            let base = ["--database-url", database.url.as_str()];
            let one = Process::start(folder.path(), &base, &[]).await;
            let other = Process::begin(folder.path(), "other", &base, &[]).ready().await;
            let owner = one.set_up().await;
            let token = owner.issue("acme", "Deploy").await;
            let elsewhere = other.visitor();
            for _ in 0..20 {
                assert_eq!(me(&owner, &token.secret).await, 200);
                assert_eq!(me(&elsewhere, &token.secret).await, 200);
                assert_eq!(me(&elsewhere, &token.secret).await, 200);
            }
            tokio::join!(one.stop(), other.stop());
            let sum = "SELECT CAST(SUM(allowed) AS BIGINT) FROM usage_days";
            assert_eq!(database.number(sum).await, 60);
            database.remove().await;
        });
    }
}

/// Sends a form in two halves, three seconds apart.
fn half_a_form(base: &reqwest::Url, cookies: &str, csrf: &str) -> String {
    use std::io::{Read as _, Write as _};
    let address = format!("{}:{}", base.host_str().unwrap(), base.port().unwrap());
    let body = format!("csrf={csrf}&language=fr");
    let mut stream = std::net::TcpStream::connect(&address).unwrap();
    let head = format!(
        "POST /account HTTP/1.1\r\nHost: {address}\r\nCookie: {cookies}\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n\r\n",
        body.len()
    );
    let (first, second) = body.split_at(10);
    stream.write_all((head + first).as_bytes()).unwrap();
    std::thread::sleep(std::time::Duration::from_secs(3));
    stream.write_all(second.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_commands_make_people_and_help_them_back_in() {
    for kind in Kind::BOTH {
        block_on(async {
            let database = Database::create(kind).await;
            let folder = folder();
            let base = ["--database-url", database.url.as_str()];
            let admin = |arguments: &[&str], password: &str| {
                let arguments: Vec<_> = ["admin"].iter().chain(arguments).chain(&base).copied().collect();
                run(folder.path(), &arguments, &[("LATCHKEY_PASSWORD", password)])
            };
            let made = admin(&["create", "--email", OWNER], PASSWORD);
            assert!(made.status.success() && made.out.contains(OWNER), "{}{}", made.out, made.err);
            let twice = admin(&["create", "--email", OWNER], PASSWORD);
            assert!(!twice.status.success() && twice.err.contains("already exists"), "{}", twice.err);
            let process = Process::start(folder.path(), &base, &[]).await;
            assert!(!process.out().contains("setup"), "{}", process.out());
            let owner = process.visitor();
            assert_eq!(sign_in(&owner, OWNER, PASSWORD).await, 303);
            owner
                .fill_in("/administration/tenants/new", "Save", |form: Form| form.fill("name", "Acme"))
                .await
                .expect(303);
            let unknown = admin(
                &["create", "--email", "a@example.com", "--role", "auditor", "--tenant", "nowhere"],
                PASSWORD,
            );
            assert!(!unknown.status.success() && unknown.err.contains("nowhere"), "{}", unknown.err);
            let nowhere = admin(&["create", "--email", "a@example.com", "--role", "tenant-admin"], PASSWORD);
            assert_eq!(nowhere.status.code(), Some(2), "{}", nowhere.err);
            let auditor = admin(
                &["create", "--email", "a@example.com", "--role", "auditor", "--tenant", "acme"],
                PASSWORD,
            );
            assert!(auditor.status.success(), "{}", auditor.err);
            let reader = process.visitor();
            assert_eq!(sign_in(&reader, "a@example.com", PASSWORD).await, 303);
            reader.get("/administration/tenants/acme/settings").await.expect(403);

            let reset = admin(&["reset-password", "--email", OWNER, "--generate-password"], "");
            assert!(reset.status.success(), "{}", reset.err);
            let (_, fresh) = reset.out.split_once("Password: ").unwrap();
            let fresh = fresh.lines().next().unwrap();
            owner.get("/account").await.expect(303);
            assert_eq!(sign_in(&process.visitor(), OWNER, PASSWORD).await, 422);
            let back = process.visitor();
            assert_eq!(sign_in(&back, OWNER, fresh).await, 303);
            back.get("/").await.expect_to(303, "/account/password");
            for text in [&reset.err, &made.out, &made.err, &process.log()] {
                assert!(!text.contains(PASSWORD) && !text.contains(fresh), "{text}");
            }
            process.stop().await;
            database.remove().await;
        });
    }
}

#[test]
fn the_owner_in_the_settings_is_made_once_and_setup_stays_closed() {
    block_on(async {
        let folder = folder();
        let variables = [("LATCHKEY_BOOTSTRAP_EMAIL", OWNER), ("LATCHKEY_BOOTSTRAP_PASSWORD", PASSWORD)];
        let process = Process::start(folder.path(), &[], &variables).await;
        assert!(!process.out().contains("setup") && !process.out().contains(PASSWORD));
        process.visitor().get("/setup").await.expect(404);
        let owner = process.visitor();
        assert_eq!(sign_in(&owner, OWNER, PASSWORD).await, 303);
        assert!(owner.visit("/").await.expect(200).text().contains("No tenants yet"));
        let ended = process.stop().await;
        assert!(!ended.err.contains(PASSWORD), "{}", ended.err);
        let other =
            [("LATCHKEY_BOOTSTRAP_EMAIL", "other@example.com"), ("LATCHKEY_BOOTSTRAP_PASSWORD", PASSWORD)];
        let process = Process::start(folder.path(), &[], &other).await;
        assert_eq!(sign_in(&process.visitor(), "other@example.com", PASSWORD).await, 422);
        process.stop().await;
        let half = run(folder.path(), &["--listen", "127.0.0.1:0"], &variables[..1]);
        assert!(!half.status.success() && half.err.contains("bootstrap-password"), "{}", half.err);
    });
}

#[test]
fn a_demo_is_something_to_click_and_leaves_a_database_in_use_alone() {
    block_on(async {
        let folder = folder();
        let process = Process::start(folder.path(), &["serve", "--demo"], &[]).await;
        let out = process.out();
        let (_, rest) = out.split_once("sign in as ").unwrap_or_else(|| panic!("{out}"));
        let (email, password) = rest.split_once(" with the password ").unwrap();
        let browser = process.visitor();
        assert_eq!(sign_in(&browser, email, password.lines().next().unwrap()).await, 303);
        assert_eq!(browser.get("/administration/tenants").await.expect(200).all("tbody tr").len(), 6);
        assert_eq!(
            browser.get("/administration/tenants/acme/api").await.expect(200).all("tbody tr").len(),
            8
        );
        process.stop().await;
        let again = Process::start(folder.path(), &["serve", "--demo"], &[]).await;
        assert!(again.out().contains("no sample data was added"), "{}", again.out());
        again.stop().await;
    });
}
