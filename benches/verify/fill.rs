//! Databases with many tokens, of which some thousands are presented in turn.

use std::fs;
use std::sync::Arc;

use latchkey::domain::id::TokenId;
use latchkey::domain::random::Entropy;
use latchkey::domain::secret::{PlainSecret, SecretKey};
use latchkey::key::MasterKey;
use latchkey::store::Db;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

use crate::shared::create;

/// So many different tokens are presented, if there are so many; evenly spread over all.
const PRESENTED: u64 = 15_000;
/// Marks a database that was filled completely.
const DONE: &str = "SELECT COUNT(*) FROM tenants WHERE slug = 'filled'";

/// Fills the database at `url`, unless it is filled already.
pub fn fill(url: &str, count: u64) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        if url.starts_with("postgres") {
            create(url).await;
        }
        let db = Db::connect(url).await.unwrap();
        db.migrate().await.unwrap();
        if number(&db, DONE).await == 0 {
            println!("filling {count} tokens into {}", url.split('?').next().unwrap_or_default());
            make(&db, count).await;
        }
        db.close().await;
    });
}

async fn make(db: &Db, count: u64) {
    let postgres = matches!(db, Db::Postgres { .. });
    let id = |number: &str| {
        if postgres {
            format!(
                "(lpad(to_hex({number}), 16, '0') || '80000000000000' || lpad(to_hex(({number}) * 40503 / 16 % 256), 2, '0'))::uuid"
            )
        } else {
            format!("unhex(printf('%016x80000000000000%02x', {number}, ({number}) * 40503 / 16 % 256))")
        }
    };
    let numbers = if postgres {
        format!("n(i) AS (SELECT generate_series(0, {count}::bigint - 1))")
    } else {
        format!("RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})")
    };
    let random_hash = if postgres { "sha256(('x' || t.name)::bytea)" } else { "randomblob(32)" };
    let (acme, text) = (id("1"), if postgres { "i::text" } else { "CAST(i AS TEXT)" });
    let step = (count / PRESENTED).max(1);
    let unpresented = if step > 1 {
        format!("WHERE CAST(substr(t.name, 7) AS BIGINT) % {step} <> 0")
    } else {
        "WHERE 1 = 0".to_owned()
    };
    for statement in [
        format!(
            "INSERT INTO tenants (id, slug, name, search_name, time_zone, language, created_at, updated_at)
             VALUES ({acme}, 'acme', 'Acme', 'acme', 'UTC', 'en', 0, 0)"
        ),
        format!(
            "INSERT INTO modules (id, slug, name, created_at) VALUES ({}, 'devices', 'Devices', 0)",
            id("2")
        ),
        format!(
            "INSERT INTO modules (id, slug, name, created_at) VALUES ({}, 'billing', 'Billing', 0)",
            id("3")
        ),
        format!(
            "INSERT INTO tenant_modules (tenant_id, module_id, created_at)
             SELECT {acme}, id, 0 FROM modules WHERE slug IN ('devices', 'billing')"
        ),
        format!(
            "WITH {numbers} INSERT INTO tokens (id, tenant_id, name, search_name, description, tenant_scope,
                 permissions, created_by_label, created_at, updated_at)
             SELECT {}, {acme}, 'Token ' || {text}, 'token ' || {text}, '', 'this', 3, 'bench', 0, 0 FROM n",
            id("i + 16")
        ),
        "INSERT INTO token_modules (token_id, module_id, tenant_id)
         SELECT t.id, m.id, t.tenant_id FROM tokens t, modules m WHERE m.slug IN ('devices', 'billing')"
            .to_owned(),
        format!(
            "INSERT INTO token_secrets (hash, key_id, token_id, generation, last_four, created_at)
             SELECT {random_hash}, 'bench', t.id, 1, 'abcd', 0 FROM tokens t {unpresented}"
        ),
    ] {
        execute(db, &statement).await;
    }
    present(db, count).await;
    execute(db, "ANALYZE").await;
    execute(
        db,
        &format!(
            "INSERT INTO tenants (id, slug, name, search_name, time_zone, language, created_at, updated_at)
             VALUES ({}, 'filled', 'Filled', 'filled', 'UTC', 'en', 0, 0)",
            id("4")
        ),
    )
    .await;
}

/// Gives the presented tokens secrets that are known.
async fn present(db: &Db, count: u64) {
    let master = MasterKey::from_bytes([7; 32]);
    let key = SecretKey::new(master.id(), master.derive("token secrets"));
    let sql = "INSERT INTO token_secrets (hash, key_id, token_id, generation, last_four, created_at)
               VALUES ($1, $2, $3, 1, 'abcd', 0)";
    let rows = secrets(count).into_iter().zip(presented(count));
    let rows = rows.map(|(secret, id)| (key.hash(&secret).bytes().to_vec(), id.uuid()));
    match db {
        Db::Sqlite { pool, .. } => {
            let mut tx = pool.begin().await.unwrap();
            for (hash, id) in rows {
                sqlx::query(sql).bind(hash).bind(key.id()).bind(id).execute(&mut *tx).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        Db::Postgres { pool, .. } => {
            let mut tx = pool.begin().await.unwrap();
            for (hash, id) in rows {
                sqlx::query(sql).bind(hash).bind(key.id()).bind(id).execute(&mut *tx).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
    }
}

/// The IDs of the presented tokens. They end pseudo-randomly like those of real tokens, because usage in memory is
/// divided by that.
pub fn presented(count: u64) -> Vec<TokenId> {
    let step = (count / PRESENTED).max(1);
    let numbers = (16..count + 16).step_by(usize::try_from(step).unwrap());
    numbers
        .map(|number| Uuid::from_u64_pair(number, (1 << 63) | (number * 40_503 / 16 % 256)).into())
        .collect()
}

fn secrets(count: u64) -> Vec<PlainSecret> {
    let entropy = Entropy::seeded(count);
    let step = (count / PRESENTED).max(1);
    (0..count)
        .step_by(usize::try_from(step).unwrap())
        .map(|_| PlainSecret::generate("lk", &entropy).unwrap())
        .collect()
}

/// The requests that present these tokens. Without any, a request that a bare server answers as well.
pub fn requests(count: u64) -> Arc<Vec<Vec<u8>>> {
    let request = |secret: &str| {
        format!(
            "GET /auth/verify?tenant=acme&module=devices HTTP/1.1\r\nHost: 127.0.0.1\r\n\
             Authorization: Bearer {secret}\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Uri: /devices/7?page=2\r\n\
             X-Forwarded-For: 198.51.100.7\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n"
        )
        .into_bytes()
    };
    Arc::new(secrets(count.max(1)).iter().map(|secret| request(secret.expose())).collect())
}

/// The processes besides the server's own that work for the database at `url`: PostgreSQL's.
pub fn helpers(url: &str) -> Vec<u32> {
    if !url.starts_with("postgres") {
        return Vec::new();
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let sql =
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let pids: Vec<i32> = sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        pids.into_iter().filter_map(|pid| u32::try_from(pid).ok()).filter(|pid| exists(*pid)).collect()
    })
}

fn exists(pid: u32) -> bool {
    fs::exists(format!("/proc/{pid}/stat")).unwrap_or(false)
}

async fn execute(db: &Db, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    match db {
        Db::Sqlite { pool, .. } => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        Db::Postgres { pool, .. } => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

async fn number(db: &Db, sql: &'static str) -> i64 {
    match db {
        Db::Sqlite { pool, .. } => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
    }
}
