//! At least one row in every table, for the tests of constraints. Nothing refers to the second row of a table whose
//! key is to be changed.

use super::TestDatabase;

const ROWS: &[&str] = &[
    "INSERT INTO instance (id, instance_id, key_check, owner_made_at, created_at) VALUES (1, {1}, 'check', 1, 1)",
    "INSERT INTO tenants (id, parent_id, slug, name, search_name, time_zone, language, created_at, updated_at)
     VALUES ({1}, NULL, 'acme', 'Acme', 'acme', 'UTC', 'en', 1, 1), ({2}, {1}, 'below', 'Below', 'below', 'UTC', 'de', 1, 1),
            ({3}, NULL, 'third', 'Third', 'third', 'UTC', 'fr', 1, 1)",
    "INSERT INTO tenant_ancestors (tenant_id, ancestor_id, distance) VALUES ({2}, {1}, 1), ({1}, {2}, 1)",
    "INSERT INTO users (id, email, password_hash, language, created_at, updated_at)
     VALUES ({1}, 'a@example.org', 'x', 'en', 1, 1), ({2}, 'b@example.org', 'x', NULL, 1, 1),
            ({3}, 'c@example.org', 'x', NULL, 1, 1)",
    "INSERT INTO role_assignments (user_id, role, tenant_id, created_at)
     VALUES ({1}, 'owner', NULL, 1), ({2}, 'owner', NULL, 1), ({1}, 'auditor', {1}, 1), ({1}, 'auditor', {2}, 1),
            ({2}, 'tenant-admin', {1}, 1)",
    "INSERT INTO sessions (key_hash, user_id, state, created_at, last_seen_at, expires_at)
     VALUES ([1], {1}, '{}', 1, 1, 2), ([2], NULL, '{}', 1, 1, 2)",
    "INSERT INTO sign_in_failures (subject, failures, last_failed_at) VALUES ([1], 1, 1), ([2], 1, 1)",
    "INSERT INTO modules (id, slug, name, created_at)
     VALUES ({1}, 'billing', 'Billing', 1), ({2}, 'stock', 'Stock', 1), ({3}, 'sales', 'Sales', 1)",
    "INSERT INTO tenant_modules (tenant_id, module_id, created_at) VALUES ({1}, {1}, 1), ({1}, {2}, 1)",
    "INSERT INTO apps (id, tenant_id, slug, name, created_at)
     VALUES ({1}, {1}, 'shop', 'Shop', 1), ({2}, {1}, 'till', 'Till', 1), ({3}, {2}, 'shop', 'Shop', 1)",
    "INSERT INTO logos (id, tenant_id, png, created_at) VALUES ({1}, {1}, [1], 1), ({2}, {1}, [2], 1)",
    "INSERT INTO tokens (id, tenant_id, name, search_name, description, logo_id, tenant_scope, include_subtenants,
         permissions, app_id, created_by, created_by_label, created_at, updated_at)
     VALUES ({1}, {1}, 'One', 'one', '', {1}, 'this', 1, 1, {1}, {1}, 'a@example.org', 1, 1),
            ({2}, {1}, 'Two', 'two', '', NULL, 'selected', 0, 15, NULL, NULL, 'a@example.org', 1, 1),
            ({3}, {1}, 'Three', 'three', '', NULL, 'all', 0, 15, NULL, NULL, 'a@example.org', 1, 1)",
    "INSERT INTO token_tenants (token_id, tenant_id) VALUES ({2}, {1}), ({2}, {2})",
    "INSERT INTO token_modules (token_id, module_id, tenant_id) VALUES ({1}, {1}, {1}), ({1}, {2}, {1})",
    "INSERT INTO token_secrets (hash, key_id, token_id, generation, last_four, created_at, ends_at)
     VALUES ([1], 'k', {1}, 1, 'aaaa', 1, 2), ([2], 'k', {1}, 2, 'bbbb', 1, NULL)",
    "INSERT INTO drafts (id, tenant_id, created_by, general, access, logo_id, generation, hash, key_id, last_four,
         expires_at, token_id, created_at, updated_at)
     VALUES ({1}, {1}, {1}, '{}', '{}', {1}, 1, [3], 'k', 'cccc', 9, NULL, 1, 1),
            ({2}, {1}, {1}, '{}', '{}', NULL, 1, NULL, NULL, NULL, NULL, {1}, 1, 1)",
    "INSERT INTO rotations (token_id, created_by, generation, saved, follows, overlap, ends_at, hash, key_id, last_four,
         updated_at)
     VALUES ({1}, {1}, 1, 0, 1, '24h', NULL, [5], 'k', 'dddd', 1), ({2}, {1}, 1, 1, 1, 'custom', 9, NULL, NULL, NULL, 1)",
    "INSERT INTO audit_events (id, at, tenant_id, actor_kind, actor_id, actor_label, action, object_kind, object_id,
         object_label)
     VALUES ({1}, 1, {1}, 'user', {1}, 'a@example.org', 'token.issued', 'token', {1}, 'One'),
            ({2}, 1, NULL, 'system', NULL, 'setup', 'user.created', 'user', {1}, 'a@example.org')",
    "INSERT INTO audit_heads (chain, sequence, link) VALUES ({1}, 1, [1]), ({0}, 1, [2])",
    "INSERT INTO decisions (id, at, reason) VALUES ('one', 1, 'unknown'), ('two', 1, 'unknown')",
    "INSERT INTO api_clients (id, name, search_name, secret_hash, last_four, created_by_label, created_at)
     VALUES ({1}, 'One', 'one', [1], 'aaaa', 'a@example.org', 1), ({2}, 'Two', 'two', [2], 'bbbb', 'a@example.org', 1),
            ({3}, 'Three', 'three', [3], 'cccc', 'a@example.org', 1)",
    "INSERT INTO api_client_modules (api_client_id, module_id) VALUES ({1}, {1}), ({1}, {2})",
    "INSERT INTO idempotency_keys (token_id, key_hash, request_hash, made_id, created_at)
     VALUES ({1}, [1], [1], {1}, 1), ({1}, [2], [2], {2}, 1)",
    "INSERT INTO bulk_jobs (id, tenant_id, created_by, created_by_label, deed, chosen, as_of, expected, state, reason,
         lease_by, lease_until, created_at, finished_at)
     VALUES ({1}, {1}, {1}, 'a@example.org', 'revoke', '{}', 1, 1, 'running', NULL, {9}, 2, 1, NULL),
            ({2}, {1}, NULL, 'a@example.org', 'enable', '{}', 1, 1, 'stopped', 'asked', NULL, NULL, 1, 2)",
    "INSERT INTO secret_uses (token_id, generation, at) VALUES ({1}, 1, 1), ({1}, 2, 1)",
    "INSERT INTO usage_days (token_id, day, tenant_id, module, permission, allowed, refused)
     VALUES ({1}, 1, {1}, '', 0, 1, 0), ({1}, 2, {1}, 'billing', 8, 0, 1)",
    "INSERT INTO notification_settings (tenant_id, kinds, emails, webhook_url, secret_id, secret_made_at, old_secret_id,
         old_secret_until, scanned_at, updated_at)
     VALUES ({1}, 127, 'a@example.org', 'https://example.org/', {1}, 1, {2}, 2, 1, 1),
            ({2}, 0, '', NULL, NULL, NULL, NULL, NULL, 1, 1)",
    "INSERT INTO notices (id, tenant_id, kind, token_id, token_name, expires_at, announces, occurred_at)
     VALUES ({1}, {1}, 'token.issued', {1}, 'One', 9, NULL, 1), ({2}, {1}, 'token.expired', {1}, 'One', 9, 9, 1),
            ({3}, {1}, 'token.expired', {1}, 'One', 10, 10, 1), ({4}, {1}, 'test', NULL, '', NULL, NULL, 1)",
    "INSERT INTO deliveries (id, notice_id, tenant_id, channel, target, state, attempts, due_at, lease, last_error,
         created_at, finished_at)
     VALUES ({1}, {1}, {1}, 'email', 'a@example.org', 'waiting', 0, 1, {1}, NULL, 1, NULL),
            ({2}, {1}, {1}, 'webhook', '', 'failed', 7, 1, NULL, 'no', 1, 2)",
];

/// Fills every table.
pub async fn fill(base: &TestDatabase) {
    for text in ROWS {
        base.execute(text).await;
    }
}

/// The names of all tables of the product.
pub async fn tables(base: &TestDatabase) -> Vec<String> {
    base.texts(match base.kind {
        super::Kind::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'
             AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search\\_%' ESCAPE '\\' ORDER BY name"
        }
        super::Kind::Postgres => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'
             AND table_name NOT LIKE '\\_sqlx%' AND table_name <> 'verifier_replicas' ORDER BY table_name COLLATE \"C\""
        }
    })
    .await
}
