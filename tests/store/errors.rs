//! Which errors are temporary, and which report a duplicate.

use super::{Kind, both, run, world};
use crate::store::{Error, tenants};
use world::{NOW, id, settings, tenant};

both! {
    async fn a_taken_unique_value_is_a_duplicate_and_does_not_pass(base) {
        tenant(base, 1, "Acme", "acme").await;
        let mut tx = base.tx().await;
        let error = tenants::insert(&mut tx, id(2), &settings("Other", "acme"), NOW).await.unwrap_err();
        assert!(error.is_duplicate() && !error.is_passing(), "{error}");
        drop(tx);
        let error = Error::from(base.try_execute("UPDATE tenants SET name = ''").await.unwrap_err());
        assert!(!error.is_duplicate() && !error.is_passing(), "{error}");
    }

    async fn a_database_that_is_busy_for_too_long_passes(base) {
        let other = base.another().await;
        let held = base.tx().await;
        let error = match base.kind {
            Kind::Sqlite => other.write().await.err().unwrap(),
            Kind::Postgres => {
                // The server never reports this by itself; its administrator can make it.
                drop(held);
                let mut open = Vec::new();
                for _ in 0..16 {
                    open.push(other.write().await.unwrap());
                }
                other.write().await.err().unwrap()
            }
        };
        assert!(error.is_passing() && !error.is_duplicate(), "{error:?}");
    }
}

#[test]
fn a_snapshot_that_is_too_old_to_write_passes_on_sqlite() {
    run(Kind::Sqlite, async |base| {
        tenant(base, 1, "Acme", "acme").await;
        let mut late = base.reader().await;
        assert!(tenants::find_by_slug(&mut late, "acme").await.unwrap().is_some());
        tenant(base, 2, "Other", "other").await;
        let error = tenants::disable(&mut late, id(1), NOW).await.unwrap_err();
        assert!(error.is_passing(), "{error:?}");
    });
}

#[test]
fn a_full_disk_passes_on_sqlite() {
    run(Kind::Sqlite, async |base| {
        tenant(base, 1, "Acme", "acme").await;
        let mut tx = base.tx().await;
        let crate::store::Tx::Sqlite(inner, ..) = &mut tx else { panic!("a server") };
        sqlx::query("PRAGMA max_page_count = 1").execute(&mut **inner).await.unwrap();
        let error = loop {
            let more = "INSERT INTO users (id, email, password_hash, created_at, updated_at)
                        VALUES (randomblob(16), lower(hex(randomblob(8))) || '@example.com', hex(randomblob(1000)), 1, 1)";
            if let Err(error) = sqlx::query(more).execute(&mut **inner).await {
                break Error::from(error);
            }
        };
        assert!(error.to_string().contains("full") && error.is_passing(), "{error:?}");
        drop(tx);
        // SQLite has rolled it back by itself, and no connection is spoiled for others.
        for number in 2..20 {
            tenant(base, number, &format!("Acme {number}"), &format!("acme-{number}")).await;
        }
    });
}

#[test]
fn a_connection_that_the_server_cut_passes_on_postgres() {
    run(Kind::Postgres, async |base| {
        let mut tx = base.tx().await;
        let other = base.another().await;
        let crate::store::Db::Postgres { pool, .. } = &other else { panic!("no server") };
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .execute(pool)
        .await
        .unwrap();
        let error = tenants::find_by_slug(&mut tx, "acme").await.unwrap_err();
        assert!(error.is_passing(), "{error:?}");
        drop(tx);
        assert!(tenants::find_by_slug(&mut base.tx().await, "acme").await.unwrap().is_none());
    });
}
