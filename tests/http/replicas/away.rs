//! PostgreSQL goes away: what is in memory counts for the rest of the lease, then nothing can be told, and all of it soon.

use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use futures_util::future::{join, join_all};
use reqwest::Method;

use super::stage::{BACK_WITHIN, Replica, Stage};
use crate::program_backup::block_on;
use crate::support::Kind;
use crate::support::line::Line;

/// Pages, and what machines ask, answer within so long.
const PAGES_WITHIN: Duration = Duration::from_secs(1);
/// Verifications do.
const VERIFIED_WITHIN: Duration = Duration::from_secs(2);
const CALLERS: usize = 200;

struct Said {
    status: u16,
    took: Duration,
    retry_after: Option<String>,
    text: String,
}

async fn ask(replica: &Replica, path: &str, secret: &str) -> Said {
    let cookies = replica.owner.cookies();
    let mut request = replica.request(Method::GET, path);
    request = match path {
        "/auth/verify" => request.header("x-forwarded-method", "GET").bearer_auth(secret),
        _ => request.header("cookie", cookies).header("accept", "text/html"),
    };
    let began = Instant::now();
    let answer = request.send().await.unwrap();
    let (status, took) = (answer.status().as_u16(), began.elapsed());
    let retry_after = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    Said { status, took, retry_after, text: answer.text().await.unwrap() }
}

/// Pages and figures while the database is away.
async fn pages(replica: &Replica) {
    let paths = ["/login", "/administration/tenants/acme", "/readyz", "/metrics", "/healthz"];
    let said = join_all(paths.map(|path| ask(replica, path, ""))).await;
    for (path, said) in paths.iter().zip(&said) {
        assert!(said.took < PAGES_WITHIN, "{path}: {:?}", said.took);
        let expected: &[u16] = match *path {
            "/metrics" | "/healthz" => &[200],
            "/login" => &[200, 303, 503],
            _ => &[503],
        };
        assert!(expected.contains(&said.status), "{path}: {} {}", said.status, said.text);
        assert_eq!(said.status == 503, said.retry_after.is_some(), "{path}: {:?}", said.retry_after);
    }
    for figure in ["latchkey_verifier_lease_seconds", "latchkey_verifier_secrets", "latchkey_decisions_total"]
    {
        assert!(said[3].text.contains(figure), "{figure}: {}", said[3].text);
    }
    assert!(!said[3].text.contains("queue=\"deliveries\""), "only the database knows");
}

fn goes_away(goes: fn(&Line), comes_back: fn(&Line)) {
    block_on(async {
        let stage = Stage::new(Kind::Postgres, 1).await;
        let replica = &stage.replicas[0];
        let (id, secret) = stage.issue(replica, "Deploy").await;
        for _ in 0..20 {
            replica.accepts("", &secret).await;
        }
        let before = replica.figure("latchkey_verifier_lease_seconds", |_| true).await;
        goes(replica.line());
        let gone = Instant::now();
        // For the rest of the lease, and a little less: nothing renews it.
        let lease = Duration::from_secs_f64((before - 0.1).max(0.0));
        assert!(lease > Duration::from_millis(300), "{lease:?}");
        let from_memory = async {
            let mut accepted = 0;
            loop {
                let said = ask(replica, "/auth/verify", &secret).await;
                if gone.elapsed() >= lease {
                    break accepted;
                }
                assert_eq!(said.status, 200, "{:?}", gone.elapsed());
                accepted += 1;
                sleep(Duration::from_millis(5)).await;
            }
        };
        let (accepted, ()) = join(from_memory, pages(replica)).await;
        assert!(accepted > 20, "{accepted}");

        sleep(Duration::from_millis(1_050).saturating_sub(gone.elapsed())).await;
        let callers = join_all((0..CALLERS).map(|_| ask(replica, "/auth/verify", &secret)));
        let (said, ()) = join(callers, pages(replica)).await;
        let longest = said.iter().map(|said| said.took).max().unwrap();
        for said in said {
            assert_eq!((said.status, said.retry_after.as_deref()), (503, Some("1")), "{}", said.text);
        }
        assert!(longest < VERIFIED_WITHIN, "{longest:?}");

        comes_back(replica.line());
        let back = Instant::now();
        replica.follows_within(BACK_WITHIN).await;
        let paths = ["/auth/verify", "/login", "/administration/tenants/acme", "/readyz"];
        for path in paths {
            while ask(replica, path, &secret).await.status >= 500 {
                assert!(back.elapsed() < BACK_WITHIN, "{path}: {}", replica.process.log());
            }
        }
        let text = ask(replica, "/metrics", "").await.text;
        assert!(text.contains("queue=\"deliveries\""), "{text}");
        stage.call(replica, Method::DELETE, &format!("/{id}"), None).await.expect(204);
        assert_eq!(replica.verify("", &secret).await, 401);
        println!("{accepted} from memory, then 503 within {longest:?}, back after {:?}", back.elapsed());
        stage.end().await;
    });
}

#[test]
fn a_server_that_hangs_up_and_is_back() {
    goes_away(Line::cut, Line::pass);
}

#[test]
fn a_server_that_says_nothing_and_goes_on() {
    goes_away(Line::freeze, Line::pass);
}

/// As when a firewall forgot the connections, or another server has the address.
#[test]
fn a_server_that_says_nothing_and_never_will_on_these_connections() {
    goes_away(Line::freeze, Line::repair);
}
