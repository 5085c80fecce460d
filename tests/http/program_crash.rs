//! Processes that are killed, or that start at the same moment: nothing that was acknowledged is lost.

use std::time::Duration;

use reqwest::Method;

use crate::support::process::{Process, run};
use crate::support::{Client, Database, Kind};

fn block_on<T>(future: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(future)
}

/// What a client was told before the process was gone.
#[derive(Default)]
struct Told {
    saved: Vec<String>,
    revoked: Vec<String>,
    /// Shown, but Save was not answered: either is right.
    open: Vec<String>,
}

impl Told {
    fn answered(&self) -> usize {
        self.saved.len() + self.revoked.len()
    }
}

/// With so many answers the kills met something.
const ENOUGH: usize = 40;

/// Issues tokens, and revokes every third of them, until the process is gone.
async fn work(browser: Client, csrf: String, told: &std::sync::Mutex<Told>) {
    let list = "/administration/tenants/acme/api";
    let post = async |path: &str, fields: &[(&str, &str)]| {
        let request = browser
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .form(fields)
            .send()
            .await;
        let answer = request.ok()?;
        let (status, to) = (
            answer.status().as_u16(),
            answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned()),
        );
        Some((status, to.unwrap_or_default(), answer.text().await.ok()?))
    };
    for number in 0.. {
        let draft = crate::support::world::unknown_id();
        let at = |step: &str| format!("{list}/drafts/{draft}/{step}");
        let first = [("csrf", csrf.as_str()), ("draft", &draft), ("name", "Crash"), ("expires_in", "90d")];
        if post(&format!("{list}/new"), &first).await.is_none() {
            return;
        }
        let Some((status, _, page)) = post(&at("token"), &[("csrf", &csrf), ("generation", "0")]).await
        else {
            return;
        };
        assert_eq!(status, 200, "{page}");
        let secret = page.split_once("Bearer ").unwrap().1[..52].to_owned();
        let Some((status, to, _)) = post(&at("save"), &[("csrf", &csrf), ("generation", "1")]).await else {
            told.lock().unwrap().open.push(secret);
            return;
        };
        assert!(status == 303 && to.ends_with("/summary"), "{status} {to}");
        told.lock().unwrap().saved.push(secret.clone());
        if number % 3 == 0 {
            let me = browser.bare(Method::GET, "/api/v1/me").bearer_auth(&secret).send().await;
            let Ok(me) = me else { return };
            let Ok(text) = me.text().await else { return };
            let id = text.split('"').nth(3).unwrap().to_owned();
            let taken = |told: &mut Told| told.saved.retain(|saved| *saved != secret);
            taken(&mut told.lock().unwrap());
            match post(&format!("{list}/{id}/revoke"), &[("csrf", &csrf), ("name", "Crash")]).await {
                Some((303, ..)) => told.lock().unwrap().revoked.push(secret),
                Some((status, ..)) => panic!("{status}"),
                None => {
                    told.lock().unwrap().open.push(secret);
                    return;
                }
            }
        }
    }
}

async fn killed_twenty_times(kind: Kind) {
    let database = Database::create(kind).await;
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--database-url", database.url.as_str()];
    let mut process = Process::start(folder.path(), &arguments, &[]).await;
    let owner = process.set_up().await;
    let csrf = owner.csrf().await;
    let told = std::sync::Mutex::new(Told::default());
    // A busy machine comes to little between two kills, and gets some more of them.
    for round in 0..80_u64 {
        if round >= 20 && told.lock().unwrap().answered() > ENOUGH {
            break;
        }
        let browser = Client::new(&process.base);
        for cookie in owner.cookies().split("; ") {
            browser.set_cookie(cookie);
        }
        let kill = async {
            tokio::time::sleep(Duration::from_millis(150 + 37 * (round % 20))).await;
            process.signal("KILL");
        };
        tokio::join!(
            work(browser.clone(), csrf.clone(), &told),
            work(browser.clone(), csrf.clone(), &told),
            kill
        );
        process = Process::start(folder.path(), &arguments, &[]).await;
        let browser = Client::new(&process.base);
        let (saved, revoked, open) = {
            let told = told.lock().unwrap();
            (told.saved.clone(), told.revoked.clone(), told.open.clone())
        };
        for (secrets, expected) in [(&saved, Some(200)), (&revoked, Some(401)), (&open, None)] {
            for secret in secrets {
                let me = browser.send(browser.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await;
                assert!(
                    expected.is_none_or(|expected| me.status == expected),
                    "round {round}: {} for {expected:?}",
                    me.status
                );
            }
        }
        let tokens = database.number("SELECT COUNT(*) FROM tokens").await;
        let told_of = i64::try_from(saved.len() + revoked.len()).unwrap();
        assert!(tokens >= told_of, "round {round}: {tokens} of {told_of}");
        let issued = database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.issued'").await;
        let ended = database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.revoked'").await;
        assert_eq!(issued, tokens, "round {round}");
        assert_eq!(
            ended,
            database.number("SELECT COUNT(*) FROM tokens WHERE revoked_at IS NOT NULL").await,
            "round {round}"
        );
        let verified = run(folder.path(), &[&["audit", "verify"], &arguments[..]].concat(), &[]);
        assert!(verified.status.success(), "round {round}: {} {}", verified.out, verified.err);
        assert_eq!(database.complaints().await, [""; 0], "round {round}");
        if kind == Kind::Sqlite {
            assert_eq!(database.number("SELECT COUNT(*) FROM search_rows").await, tokens);
        }
    }
    let told = told.into_inner().unwrap();
    assert!(told.answered() > ENOUGH, "hardly anything was under way: {}", told.saved.len());
    process.stop().await;
    database.remove().await;
}

#[test]
fn what_was_acknowledged_outlives_kill_9_on_sqlite() {
    block_on(killed_twenty_times(Kind::Sqlite));
}

#[test]
fn what_was_acknowledged_outlives_kill_9_on_postgres() {
    block_on(killed_twenty_times(Kind::Postgres));
}

#[test]
fn processes_that_start_together_on_nothing_agree() {
    for kind in Kind::BOTH {
        block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let database = Database::empty(kind).await;
            let arguments = ["--database-url", database.url.as_str()];
            let bootstrap = [
                ("LATCHKEY_BOOTSTRAP_EMAIL", crate::support::people::OWNER),
                ("LATCHKEY_BOOTSTRAP_PASSWORD", crate::support::people::PASSWORD),
            ];
            let names = ["first", "second", "third"];
            let begun = names.map(|name| Process::begin(folder.path(), name, &arguments, &bootstrap));
            let mut running = Vec::new();
            for process in begun {
                running.push(process.ready().await);
            }
            assert_eq!(database.number("SELECT COUNT(*) FROM instance").await, 1);
            assert_eq!(database.number("SELECT COUNT(*) FROM users").await, 1);
            let browsers: Vec<_> = running.iter().map(Process::visitor).collect();
            let sign_in = |form: crate::support::Form| {
                form.fill("Email", crate::support::people::OWNER)
                    .fill("Password", crate::support::people::PASSWORD)
            };
            browsers[0].fill_in("/login", "Sign in", sign_in).await.expect(303);
            browsers[0]
                .fill_in("/administration/tenants/new", "Save", |form| form.fill("name", "Acme"))
                .await
                .expect(303);
            let token = browsers[0].issue("acme", "Shared").await;
            // A session and a token of the one are good at the others, and what is revoked here is revoked there.
            for other in &browsers[1..] {
                for cookie in browsers[0].cookies().split("; ") {
                    other.set_cookie(cookie);
                }
                other.get("/administration/tenants/acme/api").await.expect(200);
                other
                    .send(other.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret))
                    .await
                    .expect(200);
            }
            let revoke = format!("/administration/tenants/acme/api/{}/revoke", token.id);
            browsers[1].fill_in(&revoke, "Revoke", |form| form.fill("name", "Shared")).await.expect(303);
            for browser in &browsers {
                browser
                    .send(browser.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret))
                    .await
                    .expect(401);
            }
            for process in running {
                process.stop().await;
            }
            database.remove().await;
        });
    }
}
