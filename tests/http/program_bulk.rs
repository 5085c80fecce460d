//! A process that is killed again and again while it revokes many tokens, and the state of verification meanwhile.

use std::time::Duration;

use crate::support::process::{Process, run};
use crate::support::{Client, Database, Kind};

const TOKENS: i64 = 3_000;
/// How often the process is killed, unless it finishes before.
const KILLS: u64 = 20;

fn block_on<T>(future: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(future)
}

/// Copies the existing token, with secrets that nobody has.
async fn fill(database: &Database, kind: Kind) {
    let (id, hash) = match kind {
        Kind::Sqlite => ("CAST(printf('%016d', n) AS BLOB)", "CAST(printf('%032d', n) AS BLOB)"),
        Kind::Postgres => ("lpad(n::text, 32, '0')::uuid", "decode(lpad(n::text, 64, '0'), 'hex')"),
    };
    let numbers = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {TOKENS})"
    );
    database
        .execute(&format!(
            "INSERT INTO tokens (id, tenant_id, name, search_name, description, tenant_scope, permissions,
                 created_by_label, created_at, updated_at)
             {numbers} SELECT {id}, (SELECT id FROM tenants WHERE slug = 'acme'), 'Many', 'many', '', 'this', 1, '', 1, 1 FROM numbers"
        ))
        .await;
    database
        .execute(&format!(
            "INSERT INTO token_secrets (hash, key_id, token_id, generation, last_four, created_at)
             {numbers} SELECT {hash}, 'k', {id}, 1, 'xxxx', 1 FROM numbers"
        ))
        .await;
}

async fn killed_while_it_revokes(kind: Kind) {
    let database = Database::create(kind).await;
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--database-url", database.url.as_str()];
    let mut process = Process::start(folder.path(), &arguments, &[]).await;
    let owner = process.set_up().await;
    fill(&database, kind).await;
    let question =
        owner.get("/administration/tenants/acme/api/bulk?deed=revoke&rows=all&q=many").await.expect(200);
    let form = question.form("Revoke 3,000 tokens").fill("Number of tokens", "3,000");
    let page = owner.submit(form).await.expect(303).location().unwrap();
    let mut kills = 0;
    for round in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(40 + 41 * (round % 9))).await;
        process.signal("KILL");
        process.ended().await;
        let done = database.number("SELECT done FROM bulk_jobs").await;
        for what in [
            "SELECT COUNT(*) FROM tokens WHERE revoked_at IS NOT NULL",
            "SELECT COUNT(*) FROM audit_events WHERE action = 'token.revoked'",
            "SELECT COUNT(DISTINCT object_id) FROM audit_events WHERE action = 'token.revoked'",
        ] {
            assert_eq!(database.number(what).await, done, "round {round}: {what}");
        }
        // Nobody knows that the process is dead, so others would wait for its lease.
        database.execute("UPDATE bulk_jobs SET lease_until = 1 WHERE lease_until IS NOT NULL").await;
        process = Process::start(folder.path(), &arguments, &[]).await;
        if done == TOKENS {
            break;
        }
        kills += 1;
    }
    assert!(kills > 2, "it was over too soon: {kills}");
    // However little the killed processes did on a busy machine, this one does the rest.
    for _ in 0..600 {
        if database.number("SELECT done FROM bulk_jobs").await == TOKENS {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(database.number("SELECT done FROM bulk_jobs").await, TOKENS);
    let browser = Client::new(&process.base);
    for cookie in owner.cookies().split("; ") {
        browser.set_cookie(cookie);
    }
    let over = browser.get(&page).await.expect(200);
    assert_eq!(over.all(".bulk-done"), ["3,000 tokens revoked."]);
    let verified = run(folder.path(), &[&["audit", "verify"], &arguments[..]].concat(), &[]);
    assert!(verified.status.success(), "{} {}", verified.out, verified.err);
    assert_eq!(database.complaints().await, [""; 0]);
    process.stop().await;
    database.remove().await;
}

#[test]
fn a_process_killed_while_it_revokes_many_goes_on_where_it_was_sqlite() {
    block_on(killed_while_it_revokes(Kind::Sqlite));
}

#[test]
fn a_process_killed_while_it_revokes_many_goes_on_where_it_was_postgres() {
    block_on(killed_while_it_revokes(Kind::Postgres));
}
