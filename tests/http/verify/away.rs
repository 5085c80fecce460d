//! The database goes away: what cannot be looked up is refused, soon, and what can be is not.

use std::time::{Duration, Instant};

use super::Proxy;
use crate::support::database::on_server;
use crate::support::{Kind, TestApp, both};

const PROMISED: Duration = Duration::from_secs(2);
/// As long as a replica verifies from memory without an answer of the server.
const LEASE: Duration = Duration::from_secs(1);

async fn proxy_and_secret(app: &TestApp) -> (Proxy, String) {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    let token = owner.issue("acme", "Deploy").await;
    let proxy = Proxy::new(&owner);
    // Every thread has had its first request.
    for _ in 0..20 {
        assert_eq!(Proxy::new(&owner).status_of(&token.secret).await, 200);
    }
    (proxy, token.secret)
}

/// Asks once, and sees that it is refused for the database's sake, within the time that is promised.
async fn refused(proxy: &Proxy, secret: &str) {
    let bearer = format!("Bearer {secret}");
    let began = Instant::now();
    let answer =
        proxy.ask("", &[("authorization", &bearer), ("x-forwarded-method", "GET")]).await.expect(503);
    assert!(began.elapsed() < PROMISED, "{:?}", began.elapsed());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(answer.json()["instance"].as_str().unwrap().starts_with("urn:latchkey:request:"));
    assert_eq!(
        (answer.header("cache-control"), answer.header("x-content-type-options")),
        ("no-store".into(), "nosniff".into())
    );
    assert!(
        answer.headers.keys().all(|name| !name.as_str().starts_with("x-latchkey-")),
        "{:?}",
        answer.headers
    );
}

fn hang_up(database: &str) -> String {
    format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()"
    )
}

both! {
    async fn a_database_that_is_closed_is_no_permission(app) {
        let (proxy, secret) = proxy_and_secret(app).await;
        app.state.db.close().await;
        refused(&proxy, &secret).await;
    }

    async fn a_database_that_is_put_in_the_place_of_another_or_is_gone_is_no_permission(app) {
        let (proxy, secret) = proxy_and_secret(app).await;
        match app.kind {
            Kind::Sqlite => {
                let file = app.database.directory.path().join("latchkey.db");
                let copy = app.database.directory.path().join("copy.db");
                std::fs::copy(&file, &copy).unwrap();
                std::fs::rename(&copy, &file).unwrap();
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            Kind::Postgres => {
                let name = app.database.texts("SELECT current_database()").await.remove(0);
                on_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
                on_server(&hang_up(&name)).await;
                // What is in memory counts for the rest of the lease.
                tokio::time::sleep(LEASE).await;
            }
        }
        for _ in 0..3 {
            refused(&proxy, &secret).await;
        }
    }

    async fn connections_that_the_server_closed_are_made_anew(app) {
        let (proxy, secret) = proxy_and_secret(app).await;
        if app.kind == Kind::Postgres {
            let name = app.database.texts("SELECT current_database()").await.remove(0);
            on_server(&hang_up(&name)).await;
        }
        for _ in 0..20 {
            assert_eq!(proxy.status_of(&secret).await, 200);
        }
    }
}
