//! Creates a database of realistic size: tokens of every kind in tenants of different sizes.
//!
//! A tenth of all tokens belong to the first tenant, `tenant-0`; the others have about as many each. The small
//! database for comparison has few tokens, all in the first of as many tenants, with enough of each kind to fill a
//! page, so that its pages show as much. Everything is derived from a token's number, so that every run creates the
//! same. Audit events are created outside their chains; the first start of Latchkey chains them, as for a database of
//! an earlier version.

use latchkey::store::Db;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::shared::create;

/// The first token was issued at this moment (in milliseconds since 1970), and then one each minute.
const FIRST: i64 = 1_735_000_000_000;
/// Marks a database that was filled completely.
const DONE: &str = "SELECT COUNT(*) FROM users WHERE email = 'filled@example.org'";

/// The size of a database.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub tokens: u64,
    pub tenants: u64,
    /// How the tokens are spread.
    pub spread: Spread,
}

/// How the tokens are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Over all tenants, with most kinds rare.
    Wide,
    /// All in the first tenant, with a page of each kind.
    Dense,
}

/// Fills the database at `url`, unless it is filled already; returns whether it did.
pub async fn fill(url: &str, size: Size) -> bool {
    if url.starts_with("postgres") {
        create(url).await;
    }
    let db = Db::connect(url).await.unwrap();
    db.migrate().await.unwrap();
    let fresh = number(&db, DONE).await == 0;
    if fresh {
        println!("filling {} tokens into {}", size.tokens, url.split('?').next().unwrap_or_default());
        let statements = statements(matches!(db, Db::Postgres { .. }), size);
        // All over one connection, so that none waits for another's log to be checkpointed.
        match &db {
            Db::Sqlite { pool, .. } => {
                let mut connection = pool.acquire().await.unwrap();
                for sql in statements {
                    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await.unwrap();
                }
            }
            Db::Postgres { pool, .. } => {
                let mut connection = pool.acquire().await.unwrap();
                for sql in statements {
                    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await.unwrap();
                }
            }
        }
    }
    db.close().await;
    fresh
}

/// What the two databases write differently.
struct Dialect {
    postgres: bool,
}

impl Dialect {
    /// A UUIDv7 with the time `millis`, ending in `number` after the mark of its `kind`.
    fn id(&self, millis: &str, kind: u8, number: &str) -> String {
        if self.postgres {
            format!(
                "(lpad(to_hex({millis}), 12, '0') || '7000800{kind}' || lpad(to_hex({number}), 12, '0'))::uuid"
            )
        } else {
            format!("unhex(printf('%012x', {millis}) || '7000800{kind}' || printf('%012x', {number}))")
        }
    }

    fn text(&self, number: &str) -> String {
        if self.postgres { format!("({number})::text") } else { format!("CAST({number} AS TEXT)") }
    }

    /// `WITH` that returns the numbers below `count` as `n (i)`.
    fn numbers(&self, count: u64) -> String {
        if self.postgres {
            format!("WITH n (i) AS (SELECT generate_series(0, {count}::bigint - 1))")
        } else {
            format!("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})")
        }
    }

    fn hash(&self) -> &'static str {
        if self.postgres { "sha256(('seed ' || i)::text::bytea)" } else { "randomblob(32)" }
    }

    /// The tenant of a token's number, as its tables have it in the end.
    fn tenant(&self, tenants: u64, spread: Spread) -> String {
        let others = tenants.saturating_sub(1).max(1);
        let which = if tenants > 1 && spread == Spread::Wide {
            format!("CASE WHEN i % 10 = 0 THEN 0 ELSE 1 + (i * 7919) % {others} END")
        } else {
            "i * 0".to_owned()
        };
        self.id("1735000000000", 1, &which)
    }
}

fn statements(postgres: bool, size: Size) -> Vec<String> {
    let sql = Dialect { postgres };
    let Size { tokens, tenants, spread } = size;
    // One of this many is of a kind (of which), and expires within this many days.
    let (one_of, days, rare) = match spread {
        Spread::Wide => ([(200, 9), (100, 5), (100, 6), (50, 7)], 400, 200_000),
        Spread::Dense => ([(16, 9), (16, 5), (16, 12), (16, 8)], 80, 200),
    };
    let [for_all, with_app, disabled, revoked] =
        one_of.map(|(of, which)| format!("((i * 48271) % 65537) % {of} = {which}"));
    let created = format!("({FIRST} + i * 60000)");
    let now = FIRST + i64::try_from(tokens).unwrap() * 60_000;
    let tenant = sql.tenant(tenants, spread);
    let token = sql.id(&created, 2, "i");
    let user = |number: &str| sql.id("1735000000000", 3, number);
    let module = |number: &str| sql.id("1735000000000", 4, number);
    // Spread pseudo-randomly, but the same each time.
    let die = "((i * 48271) % 65537)";
    let word = "CASE (i / 10) % 8 WHEN 0 THEN 'Deploy' WHEN 1 THEN 'Reader' WHEN 2 THEN 'Backup' WHEN 3 THEN 'Scanner'
                WHEN 4 THEN 'Export' WHEN 5 THEN 'Billing sync' WHEN 6 THEN 'Metrics' ELSE 'Gateway' END";
    // Words that few names contain: some in the large tenant, about one in each of the others.
    let elsewhere = if spread == Spread::Wide { "WHEN i % 1000 = 7 THEN ' Quetzal'" } else { "" };
    let rare =
        format!("CASE WHEN i % {rare} = {} THEN ' Zanzibar' {elsewhere} ELSE '' END", rare.min(1_000) / 2);
    let name = format!("{word} || ' ' || {} || {rare}", sql.text("i"));
    let day = "CAST(86400000 AS BIGINT)";
    let expires = format!(
        "CASE {die} % 4 WHEN 2 THEN ({created} + (650 + {die} % {days}) * {day}) * 1000
                        WHEN 3 THEN ({created} + 90 * {day}) * 1000 END"
    );
    let used = format!("CASE WHEN {die} % 5 <> 0 THEN ({now} - ({die} % 200) * {day} - i) * 1000 END");
    let last_day = "CASE WHEN ((i * 48271) % 65537) % 97 = 3 THEN";
    vec![
        format!(
            "{} INSERT INTO tenants (id, slug, name, search_name, time_zone, language, created_at, updated_at)
             SELECT {}, 'tenant-' || {number}, 'Tenant ' || {number}, 'tenant ' || {number}, 'Europe/Berlin', 'en',
                 {FIRST}000, {FIRST}000 FROM n",
            sql.numbers(tenants),
            sql.id("1735000000000", 1, "i"),
            number = sql.text("i"),
        ),
        format!(
            "{} INSERT INTO users (id, email, password_hash, created_at, updated_at)
             SELECT {}, 'person-' || {} || '@example.org', 'none', {FIRST}000, {FIRST}000 FROM n",
            sql.numbers(7),
            user("i"),
            sql.text("i"),
        ),
        format!(
            "{} INSERT INTO modules (id, slug, name, search_name, created_at)
             SELECT {}, 'module-' || {number}, 'Module ' || {number}, 'module ' || {number}, 0 FROM n",
            sql.numbers(4),
            module("i"),
            number = sql.text("i"),
        ),
        "INSERT INTO tenant_modules (tenant_id, module_id, created_at)
         SELECT t.id, m.id, 0 FROM tenants t CROSS JOIN modules m WHERE m.slug LIKE 'module-%'"
            .to_owned(),
        "INSERT INTO apps (id, tenant_id, slug, name, search_name, created_at)
         SELECT t.id, t.id, 'shop', 'Shop', 'shop', 0 FROM tenants t"
            .to_owned(),
        format!(
            "{numbers} INSERT INTO tokens (id, tenant_id, name, search_name, description, tenant_scope, permissions,
                 app_id, expires_at, disabled_at, revoked_at, created_by, created_by_label, created_at, updated_at,
                 late_day)
             SELECT {token}, {tenant}, {name}, lower({name}), '',
                 CASE WHEN {for_all} THEN 'all' ELSE 'this' END, 1 + {die} % 15,
                 CASE WHEN {with_app} THEN {tenant} END, {expires},
                 CASE WHEN {disabled} THEN {created} * 1000 END,
                 CASE WHEN {revoked} THEN {created} * 1000 END,
                 {person}, 'person-' || {number} || '@example.org', {created} * 1000, {created} * 1000,
                 {last_day} COALESCE(({expires}) / 86400000000 + 1, 0) ELSE 0 END FROM n",
            numbers = sql.numbers(tokens),
            person = user(&format!("{die} % 7")),
            number = sql.text(&format!("{die} % 7")),
        ),
        format!(
            "{} UPDATE token_uses SET at = v.at, hour = v.at / 3600000000, generation = 1
             FROM (SELECT {token} AS id, {used} AS at FROM n) AS v WHERE v.id = token_uses.token_id AND v.at IS NOT NULL",
            sql.numbers(tokens),
        ),
        format!(
            "{} INSERT INTO token_modules (token_id, module_id, tenant_id)
             SELECT {token}, {}, {tenant} FROM n WHERE {die} % 3 > 0",
            sql.numbers(tokens),
            module(&format!("{die} % 4")),
        ),
        format!(
            "{} INSERT INTO token_secrets (hash, key_id, token_id, generation, last_four, created_at)
             SELECT {}, 'seed', {token}, 1, 'abcd', {created} * 1000 FROM n",
            sql.numbers(tokens),
            sql.hash(),
        ),
        format!(
            "{} INSERT INTO audit_events (id, at, tenant_id, actor_kind, actor_id, actor_label, action, object_kind,
                 object_id, object_label, after)
             SELECT {}, {created} * 1000, {tenant}, 'user', {}, 'person-' || {} || '@example.org', 'token.issued',
                 'token', {token}, {name}, '{{}}' FROM n",
            sql.numbers(tokens),
            sql.id(&created, 5, "i"),
            user(&format!("{die} % 7")),
            sql.text(&format!("{die} % 7")),
        ),
        // As autovacuum would do eventually.
        if postgres { "VACUUM ANALYZE" } else { "ANALYZE" }.to_owned(),
        format!(
            "INSERT INTO users (id, email, password_hash, disabled_at, created_at, updated_at)
             VALUES ({}, 'filled@example.org', 'none', 1, 0, 0)",
            user("99")
        ),
    ]
}

/// Makes a copy of a database of PostgreSQL, in place of the one that may have that name; nobody uses either.
pub async fn copy(url: &str, name: &str) {
    let mut server = url::Url::parse(url).unwrap();
    let template = server.path().trim_start_matches('/').to_owned();
    server.set_path("postgres");
    let mut connection = PgConnection::connect(server.as_str()).await.unwrap();
    for sql in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name} TEMPLATE {template}"),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

async fn number(db: &Db, sql: &'static str) -> i64 {
    match db {
        Db::Sqlite { pool, .. } => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
    }
}
