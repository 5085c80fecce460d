//! Fixed statistics for SQLite's planner.
//!
//! SQLite guesses how many rows an index finds, or uses what `ANALYZE` measured in that database. So the same query
//! could use a different index in each database, and after an upgrade a wrong one, because a new index has no
//! statistics next to others that have. Therefore every database gets the same statistics, those of a large one: a
//! million tokens in a thousand tenants. With few rows, any plan is fast. PostgreSQL maintains its own statistics.

use sqlx::{AssertSqlSafe, Connection as _, SqlitePool};

use crate::store::Result;

/// Table, index, and SQLite's statistics of it: its number of rows, and how many of them on average share the first
/// column, the first two, and so on.
pub(in crate::store) const FIGURES: &[(&str, &str, &str)] = &[
    ("apps", "apps_by_name", "1000 1 1 1"),
    ("apps", "sqlite_autoindex_apps_1", "1000 1"),
    ("apps", "sqlite_autoindex_apps_2", "1000 1 1"),
    ("apps", "sqlite_autoindex_apps_3", "1000 1 1"),
    ("audit_events", "audit_events_by_action", "1000000 33334 1"),
    ("audit_events", "audit_events_by_actor", "1000000 111112 1"),
    ("audit_events", "audit_events_by_label", "1000000 1 1"),
    ("audit_events", "audit_events_by_object", "1000000 1 1"),
    ("audit_events", "audit_events_by_sequence", "1000000 1000 1 1"),
    ("audit_events", "audit_events_by_tenant", "1000000 1000 1"),
    ("audit_events", "sqlite_autoindex_audit_events_1", "1000000 1"),
    ("audit_heads", "audit_heads", "1001 1"),
    ("bulk_jobs", "bulk_jobs_by_age", "1000 1"),
    ("bulk_jobs", "bulk_jobs_of_tenant", "1000 10 1"),
    ("bulk_jobs", "bulk_jobs_running", "10 1 1"),
    ("decisions", "decisions_known_by_age", "150000 1"),
    ("decisions", "decisions_of_token", "150000 500 1"),
    ("decisions", "decisions_unknown_by_age", "50000 1"),
    ("deliveries", "deliveries_by_notice", "1000 2"),
    ("deliveries", "deliveries_by_tenant", "1000 10 1 1"),
    ("deliveries", "deliveries_failed", "1000 10 1 1"),
    ("deliveries", "deliveries_to", "1000 10 5 1"),
    ("deliveries", "deliveries_waiting", "1000 1 1"),
    ("drafts", "drafts_by_age", "100 1"),
    ("drafts", "drafts_by_logo", "10 1"),
    ("drafts", "drafts_by_person", "100 5 1"),
    ("idempotency_keys", "idempotency_keys_by_age", "1000 1"),
    ("logos", "logos_by_tenant", "5000 10 1"),
    ("modules", "sqlite_autoindex_modules_1", "20 1"),
    ("modules", "sqlite_autoindex_modules_2", "20 1"),
    ("notices", "notices_by_tenant", "10000 100 1"),
    ("role_assignments", "role_assignments_once_a_tenant", "1000 2 1 1"),
    ("role_assignments", "role_assignments_once_everywhere", "100 1 1"),
    ("rotations", "rotations_by_age", "100 1"),
    ("rotations", "rotations_by_person", "100 2 1"),
    ("search_rows", "sqlite_autoindex_search_rows_1", "1000000 1"),
    ("secret_uses", "secret_uses", "10000 2 1"),
    ("sessions", "sessions_by_expiry", "200 1"),
    ("sessions", "sessions_by_user", "200 2"),
    ("sessions", "sqlite_autoindex_sessions_1", "200 1"),
    ("sign_in_failures", "sign_in_failures_by_age", "100 1"),
    ("tenant_ancestors", "tenant_ancestors_by_ancestor", "1000 5 1"),
    ("tenant_modules", "tenant_modules", "4000 4 1"),
    ("tenant_modules", "tenant_modules_by_module", "4000 1000"),
    ("tenant_slugs", "tenant_slugs", "1200 1"),
    ("tenant_slugs", "tenant_slugs_by_tenant", "1200 2"),
    ("tenants", "sqlite_autoindex_tenants_1", "1000 1"),
    ("tenants", "sqlite_autoindex_tenants_2", "1000 1"),
    ("tenants", "tenants_by_name", "1000 1 1"),
    ("tenants", "tenants_by_parent", "1000 1000"),
    ("tenants", "tenants_name_unique", "1000 1"),
    ("token_modules", "token_modules", "666663 1 1"),
    ("token_modules", "token_modules_by_module", "666663 166666 1"),
    ("token_modules", "token_modules_of_tenant", "666663 667 167 1"),
    ("token_secrets", "sqlite_autoindex_token_secrets_2", "1000000 1 1"),
    ("token_secrets", "token_secrets", "1000000 1"),
    ("token_tenants", "token_tenants_by_tenant", "5000 5"),
    ("token_uses", "token_uses", "1000000 1"),
    ("token_uses", "token_uses_anywhere", "1000000 3116 1 1"),
    ("token_uses", "token_uses_of_tenant", "1000000 1000 4 1 1"),
    ("tokens", "sqlite_autoindex_tokens_1", "1000000 1"),
    ("tokens", "tokens_active", "969986 970 3 3 3 3"),
    ("tokens", "tokens_anywhere_by_creator", "1000000 142858 1"),
    ("tokens", "tokens_anywhere_by_expiry", "1000000 3 1 1 1"),
    ("tokens", "tokens_anywhere_by_name", "1000000 1 1"),
    ("tokens", "tokens_anywhere_disabled", "10011 1 1 1 1 1"),
    ("tokens", "tokens_anywhere_late", "5050 4 1 1 1"),
    ("tokens", "tokens_anywhere_orphaned", "5000 1"),
    ("tokens", "tokens_anywhere_reaching_far", "5003 5003 1"),
    ("tokens", "tokens_anywhere_revoked", "20003 1 1 1"),
    ("tokens", "tokens_by_creator", "1000000 1000 143 1"),
    ("tokens", "tokens_by_expiry", "1000000 1000 2 1 1 1"),
    ("tokens", "tokens_by_logo", "5000 2"),
    ("tokens", "tokens_by_name", "1000000 1000 1 1"),
    ("tokens", "tokens_by_person", "1000000 142858 143"),
    ("tokens", "tokens_by_tenant", "1000000 1000 1 1 1 1 1 1 1"),
    ("tokens", "tokens_disabled", "10011 11 1 1 1 1 1"),
    // Claims two rows per ID instead of one, so that a query for more columns than this index has uses the primary
    // key.
    ("tokens", "tokens_found", "1000000 2 1 1"),
    ("tokens", "tokens_issued_with", "10000 10 1"),
    ("tokens", "tokens_late", "5050 6 1 1 1 1"),
    ("tokens", "tokens_of_app", "10010 11 11 1 1 1 1"),
    ("tokens", "tokens_orphaned", "5000 5 1"),
    ("tokens", "tokens_reaching_below", "5000 5 1 1"),
    ("tokens", "tokens_reaching_far", "5003 6 6 1"),
    ("tokens", "tokens_revoked", "20003 21 1 1 1"),
    ("usage_days", "usage_days_by_day", "100000 1000"),
    ("users", "sqlite_autoindex_users_1", "200 1"),
    ("users", "sqlite_autoindex_users_2", "200 1"),
];

const KNOWN: &str = "SELECT COALESCE(tbl, '') || '|' || COALESCE(idx, '') || '|' || COALESCE(stat, '')
     FROM sqlite_stat1 ORDER BY 1";

/// Stores these statistics in the database, unless it has them.
pub(in crate::store) async fn settle(pool: &SqlitePool) -> Result<()> {
    let mut wanted: Vec<String> =
        FIGURES.iter().map(|(table, index, figures)| format!("{table}|{index}|{figures}")).collect();
    wanted.sort_unstable();
    let mut connection = pool.acquire().await?;
    // Without the table there is nothing to read yet. Other failures recur below.
    let known: Vec<String> = sqlx::query_scalar(KNOWN).fetch_all(&mut *connection).await.unwrap_or_default();
    if known == wanted {
        return Ok(());
    }
    // Creates the tables if they are missing, and makes SQLite read them.
    let read = "ANALYZE sqlite_schema";
    sqlx::query(read).execute(&mut *connection).await?;
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    // Entries in the second table would take precedence.
    let mut script = "DELETE FROM sqlite_stat1; DROP TABLE IF EXISTS sqlite_stat4;".to_owned();
    for (table, index, figures) in FIGURES {
        script.push_str(&format!("INSERT INTO sqlite_stat1 VALUES ('{table}', '{index}', '{figures}');"));
    }
    sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut *tx).await?;
    tx.commit().await?;
    sqlx::query(read).execute(&mut *connection).await?;
    Ok(())
}
