//! Migrations: from nothing, again, concurrently, interrupted.

use std::time::Duration;

use super::database::run_unmigrated;
use super::{Kind, TestDatabase, at_once, one_row_each};

/// The same test on both databases, starting without tables.
macro_rules! both_from_nothing {
    ($(async fn $name:ident($base:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn body($base: &TestDatabase) $body

            #[test]
            fn sqlite() {
                run_unmigrated(Kind::Sqlite, body);
            }

            #[test]
            fn postgres() {
                run_unmigrated(Kind::Postgres, body);
            }
        }
    )+};
}

const TABLES: usize = 32;

both_from_nothing! {
    async fn an_empty_database_gets_all_tables_and_a_second_run_changes_nothing(base) {
        assert_eq!(one_row_each::tables(base).await.len(), 0);
        base.migrate().await.unwrap();
        assert_eq!(one_row_each::tables(base).await.len(), TABLES);
        one_row_each::fill(base).await;
        let before = base.number("SELECT COUNT(*) FROM _sqlx_migrations").await;
        base.migrate().await.unwrap();
        assert_eq!(base.number("SELECT COUNT(*) FROM _sqlx_migrations").await, before);
        for table in one_row_each::tables(base).await {
            assert!(base.number(&format!("SELECT COUNT(*) FROM {table}")).await > 0, "{table}");
        }
    }

    async fn processes_that_start_together_take_turns(base) {
        let processes = base.processes(4).await;
        for outcome in at_once(4, |n| {
            let db = processes[n].clone();
            async move { db.migrate().await }
        }).await {
            outcome.unwrap();
        }
        assert_eq!(one_row_each::tables(base).await.len(), TABLES);
        one_row_each::fill(base).await;
    }

    async fn a_process_that_is_cut_off_leaves_nothing_half_done(base) {
        let mut cut = 0;
        for millis in 0..500 {
            let db = base.another().await;
            let finished = tokio::time::timeout(Duration::from_millis(millis), db.migrate()).await;
            db.close().await;
            match finished {
                Ok(outcome) => {
                    outcome.unwrap();
                    break;
                }
                Err(_) => cut += 1,
            }
        }
        assert!(cut > 0);
        base.migrate().await.unwrap();
        assert_eq!(one_row_each::tables(base).await.len(), TABLES);
        one_row_each::fill(base).await;
    }
}

#[test]
fn processes_that_make_the_same_new_file_take_turns() {
    for _ in 0..20 {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("latchkey.db").display());
        runtime.block_on(async {
            let outcomes = at_once(8, |_| {
                let url = url.clone();
                async move { crate::store::Db::connect(&url).await?.migrate().await }
            });
            for outcome in outcomes.await {
                outcome.unwrap();
            }
        });
    }
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        super::run(kind, async |base| {
            base.execute(
                "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'from the future', TRUE, [1], 0)",
            )
            .await;
            let error = base.migrate().await.unwrap_err().to_string();
            assert!(error.contains("9999"), "{error}");
        });
    }
}
