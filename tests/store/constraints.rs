//! Every constraint of the migrations, by name, with a statement that violates it. Each statement changes one value
//! of a valid row, so that nothing else can be the cause.

mod names;

use std::collections::BTreeSet;

use sqlx::error::ErrorKind;

use super::bulk_constraints::BULK;
use super::notice_constraints::NOTIFICATIONS;
use super::{Kind, TestDatabase, both, one_row_each};

/// What SQLite's error names; PostgreSQL's contains the constraint's name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The constraint's name.
    Check,
    /// These columns.
    Unique(&'static str),
    /// Nothing.
    Foreign,
}
use Rule::{Check, Foreign, Unique};

pub type Case = (&'static str, Rule, &'static str);

const INSTANCE_AND_PEOPLE: &[Case] = &[
    ("instance_is_one_row", Check, "UPDATE instance SET id = 2"),
    (
        "instance_pk",
        Unique("instance.id"),
        "INSERT INTO instance (id, instance_id, key_check, created_at) VALUES (1, {2}, 'other', 1)",
    ),
    ("tenants_pk", Unique("tenants.id"), "UPDATE tenants SET id = {1} WHERE id = {3}"),
    ("tenants_parent_fk", Foreign, "UPDATE tenants SET parent_id = {30} WHERE id = {3}"),
    ("tenants_slug_unique", Unique("tenants.slug"), "UPDATE tenants SET slug = 'acme' WHERE id = {3}"),
    (
        "tenants_name_unique",
        Unique("tenants.name_key"),
        "UPDATE tenants SET name_key = 'x' WHERE id IN ({1}, {3})",
    ),
    ("tenants_slug_length", Check, "UPDATE tenants SET slug = '' WHERE id = {3}"),
    ("modules_owners_only_is_bool", Check, "UPDATE modules SET owners_only = 2 WHERE id = {3}"),
    (
        "tenants_slug_length",
        Check,
        "UPDATE tenants SET slug = '12345678901234567890123456789012345678901' WHERE id = {3}",
    ),
    ("tenants_name_length", Check, "UPDATE tenants SET name = '' WHERE id = {3}"),
    ("tenants_name_length", Check, "UPDATE tenants SET name = ü101 WHERE id = {3}"),
    ("tenants_language_known", Check, "UPDATE tenants SET language = 'it' WHERE id = {3}"),
    ("tenants_not_own_parent", Check, "UPDATE tenants SET parent_id = id WHERE id = {3}"),
    ("tenants_disabled_itself_is_bool", Check, "UPDATE tenants SET disabled_itself = 2 WHERE id = {3}"),
    (
        "tenant_ancestors_pk",
        Unique("tenant_ancestors.tenant_id, tenant_ancestors.ancestor_id"),
        "UPDATE tenant_ancestors SET tenant_id = {2}, ancestor_id = {1}",
    ),
    (
        "tenant_ancestors_tenant_fk",
        Foreign,
        "UPDATE tenant_ancestors SET tenant_id = {30} WHERE tenant_id = {2}",
    ),
    (
        "tenant_ancestors_ancestor_fk",
        Foreign,
        "UPDATE tenant_ancestors SET ancestor_id = {30} WHERE tenant_id = {2}",
    ),
    ("tenant_ancestors_not_itself", Check, "UPDATE tenant_ancestors SET ancestor_id = tenant_id"),
    ("tenant_ancestors_distance_range", Check, "UPDATE tenant_ancestors SET distance = 8"),
    ("tenant_ancestors_distance_range", Check, "UPDATE tenant_ancestors SET distance = 0"),
    (
        "tenant_slugs_pk",
        Unique("tenant_slugs.slug"),
        "UPDATE tenant_slugs SET slug = 'acme' WHERE slug = 'third'",
    ),
    ("tenant_slugs_tenant_fk", Foreign, "UPDATE tenant_slugs SET tenant_id = {30} WHERE slug = 'third'"),
    ("tenant_slugs_slug_length", Check, "UPDATE tenant_slugs SET slug = '' WHERE slug = 'third'"),
    ("users_pk", Unique("users.id"), "UPDATE users SET id = {1} WHERE id = {3}"),
    ("users_email_unique", Unique("users.email"), "UPDATE users SET email = 'a@example.org' WHERE id = {2}"),
    ("users_email_lower", Check, "UPDATE users SET email = 'A@example.org' WHERE id = {2}"),
    ("users_must_change_password_is_bool", Check, "UPDATE users SET must_change_password = 2 WHERE id = {2}"),
    ("users_language_known", Check, "UPDATE users SET language = 'EN' WHERE id = {2}"),
    ("role_assignments_user_fk", Foreign, "UPDATE role_assignments SET user_id = {30} WHERE user_id = {2}"),
    (
        "role_assignments_tenant_fk",
        Foreign,
        "UPDATE role_assignments SET tenant_id = {30} WHERE role = 'tenant-admin'",
    ),
    ("role_assignments_place", Check, "UPDATE role_assignments SET tenant_id = {1} WHERE role = 'owner'"),
    (
        "role_assignments_place",
        Check,
        "UPDATE role_assignments SET tenant_id = NULL WHERE role = 'tenant-admin'",
    ),
    (
        "role_assignments_once_a_tenant",
        Unique("role_assignments.user_id, role_assignments.role, role_assignments.tenant_id"),
        "UPDATE role_assignments SET tenant_id = {1} WHERE role = 'auditor' AND tenant_id = {2}",
    ),
    (
        "role_assignments_once_everywhere",
        Unique("role_assignments.user_id, role_assignments.role"),
        "UPDATE role_assignments SET user_id = {1} WHERE role = 'owner' AND user_id = {2}",
    ),
    ("sessions_pk", Unique("sessions.key_hash"), "UPDATE sessions SET key_hash = [1] WHERE key_hash = [2]"),
    ("sessions_user_fk", Foreign, "UPDATE sessions SET user_id = {30}"),
    (
        "sign_in_failures_pk",
        Unique("sign_in_failures.subject"),
        "UPDATE sign_in_failures SET subject = [1] WHERE subject = [2]",
    ),
    ("sign_in_failures_positive", Check, "UPDATE sign_in_failures SET failures = 0"),
];

const MODULES_AND_APPS: &[Case] = &[
    ("modules_built_in_known", Check, "UPDATE modules SET built_in = 2 WHERE id = {2}"),
    ("modules_pk", Unique("modules.id"), "UPDATE modules SET id = {1} WHERE id = {3}"),
    ("modules_slug_unique", Unique("modules.slug"), "UPDATE modules SET slug = 'billing' WHERE id = {3}"),
    ("modules_name_length", Check, "UPDATE modules SET name = ''"),
    ("modules_name_length", Check, "UPDATE modules SET name = ü101"),
    (
        "tenant_modules_pk",
        Unique("tenant_modules.tenant_id, tenant_modules.module_id"),
        "UPDATE tenant_modules SET module_id = {1} WHERE module_id = {2}",
    ),
    ("tenant_modules_tenant_fk", Foreign, "UPDATE tenant_modules SET tenant_id = {30}"),
    ("tenant_modules_module_fk", Foreign, "UPDATE tenant_modules SET module_id = {30} WHERE module_id = {2}"),
    ("apps_pk", Unique("apps.id"), "UPDATE apps SET id = {1} WHERE id = {3}"),
    ("apps_tenant_fk", Foreign, "UPDATE apps SET tenant_id = {30} WHERE id = {3}"),
    ("apps_slug_unique", Unique("apps.tenant_id, apps.slug"), "UPDATE apps SET slug = 'shop' WHERE id = {2}"),
    ("apps_name_length", Check, "UPDATE apps SET name = ''"),
    ("apps_name_length", Check, "UPDATE apps SET name = ü101"),
];

const TOKENS: &[Case] = &[
    ("logos_pk", Unique("logos.id"), "UPDATE logos SET id = {1} WHERE id = {2}"),
    ("logos_tenant_fk", Foreign, "UPDATE logos SET tenant_id = {30}"),
    ("tokens_issued_by_person_known", Check, "UPDATE tokens SET issued_by_person = 2"),
    ("tokens_generation_of_issuer", Check, "UPDATE tokens SET issued_by_generation = 1"),
    ("tokens_pk", Unique("tokens.id"), "UPDATE tokens SET id = {1} WHERE id = {3}"),
    ("tokens_tenant_fk", Foreign, "UPDATE tokens SET tenant_id = {30} WHERE id = {3}"),
    ("tokens_name_length", Check, "UPDATE tokens SET name = ''"),
    ("tokens_name_length", Check, "UPDATE tokens SET name = ü101"),
    ("tokens_description_length", Check, "UPDATE tokens SET description = ü501"),
    ("tokens_logo_fk", Foreign, "UPDATE tokens SET logo_id = {30}"),
    ("tokens_scope_known", Check, "UPDATE tokens SET tenant_scope = 'none' WHERE id = {3}"),
    ("tokens_subtenants_of_this", Check, "UPDATE tokens SET include_subtenants = 1 WHERE id = {2}"),
    ("tokens_subtenants_of_this", Check, "UPDATE tokens SET include_subtenants = 1 WHERE id = {3}"),
    ("tokens_subtenants_of_this", Check, "UPDATE tokens SET include_subtenants = 2 WHERE id = {1}"),
    ("tokens_permissions_known", Check, "UPDATE tokens SET permissions = 0"),
    ("tokens_permissions_known", Check, "UPDATE tokens SET permissions = 16"),
    ("tokens_creator_fk", Foreign, "UPDATE tokens SET created_by = {30}"),
    // The app 3 exists, but belongs to another tenant.
    ("tokens_app_fk", Foreign, "UPDATE tokens SET app_id = {3} WHERE id = {1}"),
    ("tokens_app_fk", Foreign, "UPDATE tokens SET app_id = {30} WHERE id = {1}"),
    (
        "token_tenants_pk",
        Unique("token_tenants.token_id, token_tenants.tenant_id"),
        "UPDATE token_tenants SET tenant_id = {1} WHERE tenant_id = {2}",
    ),
    ("token_tenants_token_fk", Foreign, "UPDATE token_tenants SET token_id = {30}"),
    ("token_tenants_tenant_fk", Foreign, "UPDATE token_tenants SET tenant_id = {30} WHERE tenant_id = {2}"),
    (
        "token_modules_pk",
        Unique("token_modules.token_id, token_modules.module_id"),
        "UPDATE token_modules SET module_id = {1} WHERE module_id = {2}",
    ),
    ("token_modules_token_fk", Foreign, "UPDATE token_modules SET token_id = {30}"),
    ("token_modules_tenant_fk", Foreign, "UPDATE token_modules SET tenant_id = {30} WHERE module_id = {2}"),
    ("token_modules_module_fk", Foreign, "UPDATE token_modules SET module_id = {30} WHERE module_id = {2}"),
    (
        "token_secrets_pk",
        Unique("token_secrets.hash"),
        "UPDATE token_secrets SET hash = [1] WHERE hash = [2]",
    ),
    ("token_secrets_hash_length", Check, "UPDATE token_secrets SET hash = substr([4], 2) WHERE hash = [2]"),
    ("token_secrets_token_fk", Foreign, "UPDATE token_secrets SET token_id = {30} WHERE generation = 2"),
    ("token_secrets_last_four_length", Check, "UPDATE token_secrets SET last_four = 'abc'"),
    ("token_secrets_last_four_length", Check, "UPDATE token_secrets SET last_four = 'abcde'"),
    (
        "token_secrets_generation_unique",
        Unique("token_secrets.token_id, token_secrets.generation"),
        "UPDATE token_secrets SET generation = 1 WHERE generation = 2",
    ),
];

const DRAFTS_AND_AUDIT: &[Case] = &[
    ("drafts_pk", Unique("drafts.id"), "UPDATE drafts SET id = {1} WHERE id = {2}"),
    ("drafts_tenant_fk", Foreign, "UPDATE drafts SET tenant_id = {30}"),
    ("drafts_creator_fk", Foreign, "UPDATE drafts SET created_by = {30}"),
    ("drafts_logo_fk", Foreign, "UPDATE drafts SET logo_id = {30}"),
    ("drafts_hash_length", Check, "UPDATE drafts SET hash = substr([4], 2) WHERE id = {1}"),
    ("drafts_token_fk", Foreign, "UPDATE drafts SET token_id = {30} WHERE id = {2}"),
    ("drafts_secret_whole", Check, "UPDATE drafts SET hash = NULL WHERE id = {1}"),
    ("drafts_secret_whole", Check, "UPDATE drafts SET key_id = NULL WHERE id = {1}"),
    ("drafts_secret_whole", Check, "UPDATE drafts SET last_four = NULL WHERE id = {1}"),
    ("audit_heads_pk", Unique("audit_heads.chain"), "UPDATE audit_heads SET chain = {0} WHERE chain = {1}"),
    ("audit_heads_link_length", Check, "UPDATE audit_heads SET link = substr([4], 2)"),
    (
        "rotations_pk",
        Unique("rotations.token_id, rotations.created_by"),
        "UPDATE rotations SET token_id = {1} WHERE token_id = {2}",
    ),
    ("rotations_token_fk", Foreign, "UPDATE rotations SET token_id = {30} WHERE token_id = {2}"),
    ("rotations_creator_fk", Foreign, "UPDATE rotations SET created_by = {30}"),
    ("rotations_overlap_known", Check, "UPDATE rotations SET overlap = '30d' WHERE token_id = {1}"),
    ("rotations_hash_length", Check, "UPDATE rotations SET hash = substr([4], 2) WHERE token_id = {1}"),
    ("rotations_custom_has_an_end", Check, "UPDATE rotations SET ends_at = 9 WHERE token_id = {1}"),
    ("rotations_custom_has_an_end", Check, "UPDATE rotations SET ends_at = NULL WHERE token_id = {2}"),
    ("rotations_secret_whole", Check, "UPDATE rotations SET hash = NULL WHERE token_id = {1}"),
    ("rotations_secret_whole", Check, "UPDATE rotations SET key_id = NULL WHERE token_id = {1}"),
    ("rotations_secret_whole", Check, "UPDATE rotations SET last_four = NULL WHERE token_id = {1}"),
    ("drafts_saved_keeps_no_secret", Check, "UPDATE drafts SET token_id = {1} WHERE id = {1}"),
    ("audit_events_pk", Unique("audit_events.id"), "UPDATE audit_events SET id = {1} WHERE id = {2}"),
    ("audit_events_tenant_fk", Foreign, "UPDATE audit_events SET tenant_id = {30}"),
    ("audit_events_actor_known", Check, "UPDATE audit_events SET actor_kind = 'ghost'"),
];

const RUNTIME: &[Case] = &[
    ("decisions_id_length", Check, "UPDATE decisions SET id = ü101 WHERE id = 'one'"),
    ("decisions_reason_length", Check, "UPDATE decisions SET reason = ü101"),
    ("decisions_asked_tenant_length", Check, "UPDATE decisions SET asked_tenant = ü101"),
    ("decisions_asked_module_length", Check, "UPDATE decisions SET asked_module = ü501"),
    ("decisions_method_length", Check, "UPDATE decisions SET method = ü101"),
    ("decisions_address_length", Check, "UPDATE decisions SET address = ü101"),
    ("decisions_pk", Unique("decisions.id"), "UPDATE decisions SET id = 'one' WHERE id = 'two'"),
    ("api_clients_pk", Unique("api_clients.id"), "UPDATE api_clients SET id = {2} WHERE id = {3}"),
    ("api_clients_name_length", Check, "UPDATE api_clients SET name = ''"),
    ("api_clients_name_length", Check, "UPDATE api_clients SET name = ü101"),
    (
        "api_clients_secret_unique",
        Unique("api_clients.secret_hash"),
        "UPDATE api_clients SET secret_hash = [1] WHERE id = {2}",
    ),
    (
        "api_clients_secret_length",
        Check,
        "UPDATE api_clients SET secret_hash = substr([4], 2) WHERE id = {2}",
    ),
    (
        "api_client_modules_pk",
        Unique("api_client_modules.api_client_id, api_client_modules.module_id"),
        "UPDATE api_client_modules SET module_id = {1} WHERE module_id = {2}",
    ),
    ("api_client_modules_client_fk", Foreign, "UPDATE api_client_modules SET api_client_id = {30}"),
    (
        "api_client_modules_module_fk",
        Foreign,
        "UPDATE api_client_modules SET module_id = {30} WHERE module_id = {2}",
    ),
    (
        "idempotency_keys_pk",
        Unique("idempotency_keys.token_id, idempotency_keys.key_hash"),
        "UPDATE idempotency_keys SET key_hash = [1] WHERE key_hash = [2]",
    ),
    ("idempotency_keys_token_fk", Foreign, "UPDATE idempotency_keys SET token_id = {30}"),
    (
        "idempotency_keys_key_length",
        Check,
        "UPDATE idempotency_keys SET key_hash = substr([4], 2) WHERE key_hash = [2]",
    ),
    ("idempotency_keys_request_length", Check, "UPDATE idempotency_keys SET request_hash = substr([4], 2)"),
];

const USAGE: &[Case] = &[
    (
        "token_uses_pk",
        Unique("token_uses.token_id"),
        "UPDATE token_uses SET token_id = {1} WHERE token_id = {2}",
    ),
    ("token_uses_token_fk", Foreign, "UPDATE token_uses SET token_id = {30} WHERE token_id = {2}"),
    (
        "secret_uses_pk",
        Unique("secret_uses.token_id, secret_uses.generation"),
        "UPDATE secret_uses SET generation = 1 WHERE generation = 2",
    ),
    ("secret_uses_token_fk", Foreign, "UPDATE secret_uses SET token_id = {30}"),
    ("token_uses_permission_known", Check, "UPDATE token_uses SET permission = 3"),
    ("token_uses_permission_known", Check, "UPDATE token_uses SET permission = 0"),
    (
        "usage_days_pk",
        Unique(
            "usage_days.token_id, usage_days.day, usage_days.tenant_id, usage_days.module, usage_days.permission",
        ),
        "UPDATE usage_days SET day = 1, module = '', permission = 0 WHERE day = 2",
    ),
    ("usage_days_token_fk", Foreign, "UPDATE usage_days SET token_id = {30}"),
    ("usage_days_tenant_fk", Foreign, "UPDATE usage_days SET tenant_id = {30}"),
    ("usage_days_permission_known", Check, "UPDATE usage_days SET permission = 3"),
    ("usage_days_permission_known", Check, "UPDATE usage_days SET permission = 16"),
    ("usage_days_allowed_not_negative", Check, "UPDATE usage_days SET allowed = -1"),
    ("usage_days_refused_not_negative", Check, "UPDATE usage_days SET refused = -1"),
];

/// Constraints that others always cover, and why they exist nevertheless.
const COVERED: &[(&str, &str)] = &[
    ("change_log_pk", "no two rows get the same number, and a transaction notes a thing once"),
    ("apps_of_tenant", "the primary key is narrower; this is what tokens_app_fk refers to"),
    (
        "role_assignments_role_known",
        "role_assignments_place lists the roles too; this one says what is wrong",
    ),
];

both! {
    async fn what_a_constraint_forbids_is_refused_in_its_name(base) {
        one_row_each::fill(base).await;
        for (name, rule, text) in cases() {
            refused(base, &[name], rule, text).await;
        }
        // Either of the two may be checked first.
        let both = ["role_assignments_role_known", "role_assignments_place"];
        refused(base, &both, Check, "UPDATE role_assignments SET role = 'king' WHERE role = 'auditor'").await;
    }

    async fn every_constraint_has_such_a_case(base) {
        let tested: BTreeSet<String> = cases().map(|(name, ..)| name.to_owned())
            .chain(COVERED.iter().map(|(name, _)| (*name).to_owned())).collect();
        assert_eq!(names::names(base).await, tested);
    }

    async fn whatever_belongs_to_a_person_goes_with_them_and_their_tokens_stay(base) {
        one_row_each::fill(base).await;
        base.execute("DELETE FROM users WHERE id = {1}").await;
        for table in ["role_assignments WHERE user_id", "sessions WHERE user_id", "drafts WHERE created_by"] {
            assert_eq!(base.number(&format!("SELECT COUNT(*) FROM {table} = {{1}}")).await, 0, "{table}");
        }
        assert_eq!(base.number("SELECT COUNT(*) FROM tokens WHERE id = {1} AND created_by IS NULL").await, 1);
        assert_eq!(base.number("SELECT COUNT(*) FROM audit_events WHERE actor_id = {1}").await, 1);
    }

    async fn whatever_belongs_to_a_token_goes_with_it(base) {
        one_row_each::fill(base).await;
        base.execute("DELETE FROM drafts").await;
        base.execute("DELETE FROM tokens").await;
        for table in ["token_tenants", "token_modules", "token_secrets", "idempotency_keys", "usage_days", "token_uses", "secret_uses", "notices WHERE kind <> 'test'"] {
            assert_eq!(base.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
    }

    async fn a_tenant_that_anything_belongs_to_cannot_be_deleted(base) {
        one_row_each::fill(base).await;
        assert!(base.try_execute("DELETE FROM tenants WHERE id = {1}").await.is_err());
        // A tenant's slugs keep it from being deleted, so that nobody else gets them.
        assert!(base.try_execute("DELETE FROM tenants WHERE id = {3}").await.is_err());
        base.execute("DELETE FROM tenant_slugs WHERE tenant_id = {3}").await;
        assert_eq!(base.execute("DELETE FROM tenants WHERE id = {3}").await, 1);
    }

    async fn the_longest_texts_are_accepted(base) {
        one_row_each::fill(base).await;
        for (column, length) in [("tenants SET name", 100), ("tokens SET name", 100), ("tokens SET description", 500)] {
            base.execute(&long(&format!("UPDATE {column} = ü{length}"))).await;
        }
        base.execute("UPDATE tenants SET slug = '1234567890123456789012345678901234567890' WHERE id = {3}").await;
    }
}

fn cases() -> impl Iterator<Item = Case> {
    [INSTANCE_AND_PEOPLE, MODULES_AND_APPS, TOKENS, DRAFTS_AND_AUDIT, RUNTIME, USAGE, NOTIFICATIONS, BULK]
        .into_iter()
        .flatten()
        .copied()
}

async fn refused(base: &TestDatabase, names: &[&str], rule: Rule, text: &str) {
    let outcome = base.try_execute(&long(text)).await;
    let Err(sqlx::Error::Database(error)) = outcome else { panic!("{names:?}: {text}: {outcome:?}") };
    let kind = match rule {
        Check => ErrorKind::CheckViolation,
        Unique(_) => ErrorKind::UniqueViolation,
        Foreign => ErrorKind::ForeignKeyViolation,
    };
    assert!(error.kind() == kind, "{names:?}: {text}: {error}");
    match (base.kind, rule) {
        (Kind::Postgres, _) => {
            assert!(error.constraint().is_some_and(|found| names.contains(&found)), "{text}: {error}");
        }
        (Kind::Sqlite, Check) => {
            let found = error.message().rsplit(": ").next().unwrap();
            assert!(names.contains(&found), "{text}: {error}");
        }
        (Kind::Sqlite, Unique(columns)) => {
            assert!(error.message().ends_with(&format!("failed: {columns}")), "{text}: {error}");
        }
        (Kind::Sqlite, Foreign) => {}
    }
}

/// `ü101` in a text means 101 of these letters, which take two bytes each.
fn long(text: &str) -> String {
    [100, 101, 500, 501].iter().fold(text.to_owned(), |text, length: &usize| {
        let letters = format!("'{}'", "\u{fc}".repeat(*length));
        text.replace(&format!("ü{length}"), &letters)
    })
}
