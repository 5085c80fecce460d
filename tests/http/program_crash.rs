//! Processes that are killed, or that start at the same time: nothing that was confirmed is lost.

mod line;
mod told;
mod work;

use std::cell::RefCell;

use std::time::Duration;

use reqwest::Method;

use self::line::{Line, Person};
use self::told::Told;
use self::work::{By, Work};
use crate::support::process::{Process, run};
use crate::support::{Database, Dice, Kind, setting};

fn block_on<T>(future: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(future)
}

/// The database, and where the program runs.
struct Stage {
    database: Database,
    folder: tempfile::TempDir,
}

impl Stage {
    fn arguments(&self) -> [&str; 2] {
        ["--database-url", &self.database.url]
    }

    async fn start(&self) -> Process {
        Process::start(self.folder.path(), &self.arguments(), &[]).await
    }

    /// Kills the process, and waits until the database has noticed.
    async fn kill(&self, process: Process) {
        process.signal("KILL");
        process.ended().await;
        self.database.settles().await;
    }

    /// Every change has its event, every event its change; no token has no secret, or two current ones.
    async fn is_sound(&self, kill: usize) {
        let number = async |what: &str| self.database.number(&format!("SELECT COUNT(*) FROM {what}")).await;
        let events = |action: &str| {
            format!(
                "(SELECT object_id, COUNT(*) AS number FROM audit_events WHERE action = 'token.{action}' GROUP BY object_id)"
            )
        };
        for wrong in [
            format!(
                "tokens t LEFT JOIN {} e ON e.object_id = t.id WHERE e.number IS NULL OR e.number <> 1",
                events("issued")
            ),
            format!(
                "tokens t LEFT JOIN {} e ON e.object_id = t.id
                 WHERE COALESCE(e.number, 0) <> CASE WHEN t.revoked_at IS NULL THEN 0 ELSE 1 END",
                events("revoked")
            ),
            format!(
                "tokens t LEFT JOIN {} e ON e.object_id = t.id
                 LEFT JOIN (SELECT token_id, COUNT(*) AS number, COUNT(ends_at) AS ended FROM token_secrets GROUP BY token_id) s
                     ON s.token_id = t.id
                 WHERE s.number IS NULL OR s.number <> 1 + COALESCE(e.number, 0) OR s.number <> 1 + s.ended",
                events("rotated")
            ),
            // What was requested twice with one key was done once.
            "(SELECT name FROM tokens WHERE name LIKE 'Key-%' GROUP BY name HAVING COUNT(*) > 1) AS twice".to_owned(),
        ] {
            assert_eq!(number(&wrong).await, 0, "kill {kill}: {wrong}");
        }
        let tokens = number("tokens").await;
        assert_eq!(number("audit_events WHERE action = 'token.issued'").await, tokens, "kill {kill}");
        if self.database.kind() == Kind::Sqlite {
            assert_eq!(number("search_rows").await, tokens, "kill {kill}");
        }
        let verified = run(self.folder.path(), &[&["audit", "verify"], &self.arguments()[..]].concat(), &[]);
        assert!(verified.status.success(), "kill {kill}: {} {}", verified.out, verified.err);
        assert_eq!(self.database.complaints().await, [""; 0], "kill {kill}");
    }
}

/// Kills the process repeatedly at random moments, while three clients work concurrently.
async fn killed_again_and_again(kind: Kind) {
    let kills = setting("LATCHKEY_TEST_KILLS", 20);
    let seed = Dice::thrown();
    let stage = Stage { database: Database::create(kind).await, folder: tempfile::tempdir().unwrap() };
    let mut process = stage.start().await;
    let owner = process.set_up().await;
    let api = owner.api("acme").await.secret;
    let person = Person::new(owner).await;
    let told = RefCell::new(Told::default());
    let mut kill = 0;
    // On a busy machine little happens between two kills, so there are more of them.
    while kill < kills || told.borrow().answered() < 2 * kills && kill < 4 * kills {
        let line = Line::to(&process, &person);
        let client = |by| Work { line: &line, told: &told, seed: &seed, by };
        let clients = [client(By::Console), client(By::Console), client(By::Api(&api))];
        let end = async {
            tokio::time::sleep(Duration::from_millis(50 + seed.below(650) as u64)).await;
            line.is_killed();
            stage.kill(process).await;
        };
        tokio::join!(clients[0].go_on(), clients[1].go_on(), clients[2].go_on(), end);
        if seed.once_in(8) {
            // A kill during the start does no harm either.
            let begun = Process::begin(stage.folder.path(), "cut", &stage.arguments(), &[]);
            tokio::time::sleep(Duration::from_millis(seed.below(400) as u64)).await;
            stage.kill(begun).await;
        }
        process = stage.start().await;
        let line = Line::to(&process, &person);
        let some = told.borrow().tokens.len() / 20 + 1;
        told::check(&told, &line, || seed.once_in(some)).await;
        // This takes longer the more data there is.
        if kill < 10 || kill % 10 == 0 {
            stage.is_sound(kill).await;
        }
        kill += 1;
        if kill % 100 == 0 {
            println!("{kill} kills");
        }
    }
    told::check(&told, &Line::to(&process, &person), || true).await;
    stage.is_sound(kill).await;
    let told = told.into_inner();
    let [issued, rotated, revoked] = told.answers;
    let [before, after] = told.open;
    println!(
        "{kill} kills: {issued} issued, {rotated} rotated, {revoked} revoked; of what was not answered, {before} times \
         nothing was done, {after} times all"
    );
    assert!(
        issued + rotated + revoked >= 2 * kills && rotated > 0 && revoked > 0,
        "hardly anything was under way"
    );
    process.stop().await;
    stage.database.remove().await;
}

#[test]
fn what_was_acknowledged_outlives_kill_9_on_sqlite() {
    block_on(killed_again_and_again(Kind::Sqlite));
}

#[test]
fn what_was_acknowledged_outlives_kill_9_on_postgres() {
    block_on(killed_again_and_again(Kind::Postgres));
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
            // Sessions and tokens of one replica work at the others, and revocations apply there.
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
