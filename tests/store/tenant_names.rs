//! Two tenants never have the same name; those from before names were unique get a number.

use std::borrow::Cow;

use sqlx::migrate::Migrator;

use super::database::run_unmigrated;
use super::{Kind, TestDatabase, at_once, both, world};
use crate::domain::id::TenantId;
use crate::store::{Db, tenants};
use world::{NOW, id, settings, tenant};

both! {
    async fn a_taken_name_is_told_from_a_taken_slug(base) {
        tenant(base, 1, "Acme", "acme").await;
        tenant(base, 2, "Other", "other").await;
        for same in ["Acme", "ACME", "ａｃｍｅ"] {
            let made = tenants::insert(&mut base.tx().await, id(3), &settings(same, "newer"), NOW).await.unwrap_err();
            assert!(made.is_taken_name() && made.is_duplicate(), "{same}: {made}");
            let changed = tenants::update(&mut base.tx().await, id(2), &settings(same, "other"), NOW).await;
            assert!(changed.unwrap_err().is_taken_name(), "{same}");
            // It may keep its own.
            tenants::update(&mut base.tx().await, id(1), &settings(same, "acme"), NOW).await.unwrap();
            assert!(tenants::names::is_taken(&mut base.reader().await, &settings(same, "x").name).await.unwrap());
        }
        assert!(!tenants::names::is_taken(&mut base.reader().await, &settings("New", "x").name).await.unwrap());
        let made = tenants::insert(&mut base.tx().await, id(3), &settings("New", "acme"), NOW).await.unwrap_err();
        assert!(made.is_duplicate() && !made.is_taken_name(), "{made}");
        // A name that is no longer used is free.
        let mut tx = base.tx().await;
        tenants::update(&mut tx, id(1), &settings("Initech", "acme"), NOW).await.unwrap();
        tenants::insert(&mut tx, id(3), &settings("Acme", "newer"), NOW).await.unwrap();
    }

    async fn of_several_that_take_a_name_at_once_one_has_it(base) {
        let processes = base.processes(4).await;
        let outcomes = at_once(4, |n| {
            let db = processes[n].clone();
            async move {
                let mut tx = db.write().await?;
                let number = n as u128 + 1;
                tenants::insert(&mut tx, id(number), &settings("Acme", &format!("acme-{n}")), NOW).await?;
                tx.commit().await
            }
        });
        let lost = outcomes.await.into_iter().filter_map(|outcome: crate::store::Result<()>| outcome.err());
        let lost: Vec<_> = lost.map(|error| error.is_taken_name()).collect();
        assert_eq!(lost, [true; 3]);
    }
}

/// Migrates a database to the state of a version with migrations up to `newest`.
async fn migrate_to(db: &Db, newest: i64) {
    let up_to = |all: Migrator| Migrator {
        migrations: Cow::Owned(all.iter().filter(|one| one.version <= newest).cloned().collect()),
        ..Migrator::DEFAULT
    };
    match db {
        Db::Sqlite { pool, .. } => up_to(sqlx::migrate!("migrations/sqlite")).run(pool).await.unwrap(),
        Db::Postgres { pool, .. } => up_to(sqlx::migrate!("migrations/postgres")).run(pool).await.unwrap(),
    }
}

/// Tenants of a version that allowed equal names: ID, slug, name, creation time, and more settings.
const BEFORE: &[(u8, &str, &str, i64, &str)] = &[
    (1, "acme", "Acme", 10, "NULL, NULL, 0"),
    (2, "acme-2", "ACME", 30, "NULL, NULL, 0"),
    (3, "acme-3", "Acme", 20, "{1}, 25, 1"),
    (4, "taken", "acme (2)", 40, "{1}, NULL, 0"),
    (5, "globex", "Globex", 5, "NULL, NULL, 0"),
    (6, "long", "", 50, "NULL, NULL, 0"),
    (7, "longer", "", 60, "{6}, 61, 0"),
];

async fn body(base: &TestDatabase) {
    migrate_to(base, 25).await;
    let long = "x".repeat(100);
    for (number, slug, name, at, rest) in BEFORE {
        let name = if name.is_empty() { long.as_str() } else { name };
        let folded = name.to_lowercase();
        base.execute(&format!(
            "INSERT INTO tenants (id, slug, name, search_name, parent_id, disabled_at, disabled_itself, time_zone,
                 language, created_at, updated_at)
             VALUES ({{{number}}}, '{slug}', '{name}', '{folded}', {rest}, 'UTC', 'en', {at}, {at})"
        ))
        .await;
    }
    // Renamed before slugs were stored: the old one is lost, the current one is stored from now on.
    base.execute("UPDATE tenants SET slug = 'globex-new', updated_at = 70 WHERE id = {5}").await;
    base.execute(
        "INSERT INTO tokens (id, tenant_id, name, search_name, description, logo_id, tenant_scope, permissions, app_id,
             created_by, created_by_label, created_at, updated_at)
         VALUES ({1}, {3}, 'One', 'one', '', NULL, 'this', 1, NULL, NULL, 'a@example.org', 1, 1)",
    )
    .await;
    let columns =
        "CAST(created_at AS TEXT) || ' ' || slug || ' ' || COALESCE(CAST(disabled_at AS TEXT), '-') || ' ' ||
         CAST(disabled_itself AS TEXT) || ' ' || CAST(updated_at AS TEXT) || ' ' || time_zone
         || CASE WHEN parent_id IS NULL THEN '' ELSE ' below' END";
    let rest = format!("SELECT {columns} FROM tenants ORDER BY id");
    let before = base.texts(&rest).await;

    let processes = base.processes(3).await;
    for outcome in at_once(3, |n| {
        let db = processes[n].clone();
        async move { db.migrate().await }
    })
    .await
    {
        outcome.unwrap();
    }

    assert_eq!(base.texts(&rest).await, before, "all but the names is as it was");
    let shortened = format!("{} (2)", "x".repeat(96));
    let names = ["Acme", "ACME (4)", "Acme (3)", "acme (2)", "Globex", &long, &shortened];
    assert_eq!(base.texts("SELECT name FROM tenants ORDER BY id").await, names);
    assert_eq!(base.texts("SELECT search_name FROM tenants ORDER BY id").await, names.map(str::to_lowercase));
    assert_eq!(base.number("SELECT COUNT(DISTINCT name_key) FROM tenants").await, 7);
    assert_eq!(base.number("SELECT COUNT(*) FROM tokens WHERE tenant_id = {3}").await, 1);
    let mut tx = base.reader().await;
    for (number, slug, ..) in BEFORE {
        let slug = if *slug == "globex" { "globex-new" } else { slug };
        let found = tenants::find_by_slug(&mut tx, slug).await.unwrap().unwrap();
        assert_eq!(found.id, id::<TenantId>((*number).into()), "{slug}");
    }
    drop(tx);
    base.migrate().await.unwrap();
    assert_eq!(base.texts("SELECT name FROM tenants ORDER BY id").await, names);
    let error = tenants::insert(&mut base.tx().await, id(9), &settings("acme (3)", "newer"), NOW).await;
    assert!(error.unwrap_err().is_taken_name());
}

#[test]
fn tenants_of_before_are_all_kept_with_names_of_their_own_sqlite() {
    run_unmigrated(Kind::Sqlite, body);
}

#[test]
fn tenants_of_before_are_all_kept_with_names_of_their_own_postgres() {
    run_unmigrated(Kind::Postgres, body);
}
