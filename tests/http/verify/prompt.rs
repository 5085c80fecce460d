//! Once a withdrawal is answered, no verification that starts later succeeds, with others under way all the time.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::Proxy;
use crate::support::{Client, Database, Kind, TestApp, both, setting};

/// What the verifiers try, and what came of it.
struct Round {
    secret: String,
    /// The answer to the withdrawal was received.
    ended: AtomicBool,
    accepted: AtomicUsize,
    /// Began after the end, and yet accepted.
    late: AtomicUsize,
    refused_after: AtomicUsize,
}

impl Round {
    fn new(secret: &str) -> Arc<Self> {
        Arc::new(Self {
            secret: secret.to_owned(),
            ended: AtomicBool::new(false),
            accepted: AtomicUsize::new(0),
            late: AtomicUsize::new(0),
            refused_after: AtomicUsize::new(0),
        })
    }
}

const VERIFIERS: usize = 16;

/// Sixteen verifiers that never rest.
struct Verifiers {
    now: Arc<Mutex<Arc<Round>>>,
    stop: Arc<AtomicBool>,
    tasks: Vec<actix_web::rt::task::JoinHandle<()>>,
}

impl Verifiers {
    fn start(console: &Client) -> Self {
        let now = Arc::new(Mutex::new(Round::new("lk_none")));
        let stop = Arc::new(AtomicBool::new(false));
        let proxy = Proxy::new(console);
        let verifier = |_| {
            let (now, stop, proxy) = (Arc::clone(&now), Arc::clone(&stop), proxy.clone());
            actix_web::rt::spawn(async move {
                while !stop.load(Ordering::SeqCst) {
                    let round = Arc::clone(&now.lock().unwrap());
                    let after = round.ended.load(Ordering::SeqCst);
                    let status = proxy.status_of(&round.secret).await;
                    let count = match (status, after) {
                        (200, false) => &round.accepted,
                        (200, true) => &round.late,
                        (401, true) => &round.refused_after,
                        (401, false) => continue,
                        other => panic!("{other:?}"),
                    };
                    count.fetch_add(1, Ordering::SeqCst);
                }
            })
        };
        let tasks = (0..VERIFIERS).map(verifier).collect();
        Self { now, stop, tasks }
    }

    /// Lets them try this secret while `withdraw` runs, and sees that none succeeds afterwards.
    async fn watch(&self, secret: &str, withdraw: impl AsyncFnOnce()) {
        let round = Round::new(secret);
        *self.now.lock().unwrap() = Arc::clone(&round);
        wait_for(|| round.accepted.load(Ordering::SeqCst) >= VERIFIERS).await;
        withdraw().await;
        round.ended.store(true, Ordering::SeqCst);
        wait_for(|| round.refused_after.load(Ordering::SeqCst) >= VERIFIERS).await;
        assert_eq!(round.late.load(Ordering::SeqCst), 0, "accepted after the answer");
    }

    async fn stop(self) {
        self.stop.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.unwrap();
        }
    }
}

async fn wait_for(reached: impl Fn() -> bool) {
    for _ in 0..5_000 {
        if reached() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(4)).await;
    }
    panic!("the verifiers got nowhere");
}

async fn rounds(app: &TestApp) {
    let rounds = setting("LATCHKEY_TEST_WITHDRAWALS", 24);
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    let verifiers = Verifiers::start(&owner);
    let settings = "/administration/tenants/acme/settings";
    let lasting = owner.issue("acme", "Lasting").await;
    for round in 0..rounds {
        if round % 2 == 0 {
            let name = format!("Token {round}");
            let token = owner.issue("acme", &name).await;
            let revoke = format!("/administration/tenants/acme/api/{}/revoke", token.id);
            let form = owner.get(&revoke).await.expect(200).form("Revoke").fill("name", &name);
            verifiers.watch(&token.secret, async || drop(owner.submit(form).await.expect(303))).await;
        } else {
            let form = owner.get(settings).await.expect(200).form("Disable");
            verifiers.watch(&lasting.secret, async || drop(owner.submit(form).await.expect(303))).await;
            owner.fill_in(settings, "Enable", |form| form).await.expect(303);
        }
    }
    verifiers.stop().await;
}

/// The same from memory.
#[test]
fn what_is_withdrawn_from_memory_is_refused_by_the_first_request_after_the_answer() {
    for kind in Kind::BOTH {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start_from_memory(Database::create(kind).await).await;
            rounds(&app).await;
            app.stop().await;
        });
    }
}

both! {
    async fn a_revoked_token_and_a_disabled_tenant_are_refused_by_the_first_request_after_the_answer(app) {
        rounds(app).await;
    }

    async fn an_expired_token_is_refused_at_the_very_moment(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let proxy = Proxy::new(&owner);
        let ends = app.database.number("SELECT expires_at FROM tokens").await;
        let left = chrono::TimeDelta::microseconds(ends - app.state.now().micros());
        app.wait(left - chrono::TimeDelta::microseconds(1));
        assert_eq!(proxy.status_of(&token.secret).await, 200);
        app.wait(chrono::TimeDelta::microseconds(1));
        assert_eq!(proxy.status_of(&token.secret).await, 401);
    }
}
