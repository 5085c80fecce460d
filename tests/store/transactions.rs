//! Transactions: rolled back when dropped, one snapshot when reading, serialized when writing.

use std::time::Duration;

use super::{Kind, at_once, both, run, world};
use crate::domain::person::Reach;
use crate::store::tenants::{self, Query};
use crate::store::{Db, Tx};
use world::{NOW, id, settings, tenant};

const ALL: Query<'_> = Query { reach: &Reach::Everywhere, search: "", after: None, limit: 1000 };

async fn count(tx: &mut Tx) -> usize {
    tenants::list(tx, &ALL).await.unwrap().len()
}

/// Counts the tenants and creates one more with that number: reads first, and writes what depends on it.
async fn read_then_write(db: Db, number: usize) -> crate::store::Result<usize> {
    let mut tx = db.write().await?;
    let before = count(&mut tx).await;
    let slug = format!("t-{number}");
    tenants::insert(&mut tx, id(1 + number as u128), &settings(&slug, &slug), NOW).await?;
    tx.commit().await?;
    Ok(before)
}

both! {
    async fn what_is_not_committed_never_was(base) {
        let mut tx = base.tx().await;
        tenants::insert(&mut tx, id(1), &settings("Acme", "acme"), NOW).await.unwrap();
        assert_eq!(count(&mut tx).await, 1);
        drop(tx);
        assert_eq!(count(&mut base.reader().await).await, 0);
        // A dropped transaction does not block the next one either.
        tenant(base, 1, "Acme", "acme").await;
        assert_eq!(count(&mut base.reader().await).await, 1);
    }

    async fn what_failed_leaves_nothing_of_the_whole_transaction(base) {
        tenant(base, 1, "Acme", "acme").await;
        let mut tx = base.tx().await;
        tenants::insert(&mut tx, id(2), &settings("Other", "other"), NOW).await.unwrap();
        assert!(tenants::insert(&mut tx, id(3), &settings("Third", "acme"), NOW).await.is_err());
        drop(tx);
        assert_eq!(count(&mut base.reader().await).await, 1);
    }

    async fn what_a_stopped_task_began_is_undone(base) {
        let db = base.another().await;
        let task = tokio::spawn(async move {
            let mut tx = db.write().await.unwrap();
            tenants::insert(&mut tx, id(1), &settings("Acme", "acme"), NOW).await.unwrap();
            tokio::time::sleep(Duration::from_secs(60)).await;
            tx.commit().await.unwrap();
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        tenant(base, 1, "Acme", "acme").await;
    }

    async fn tasks_stopped_at_any_moment_leave_nothing_locked(base) {
        let db = base.another().await;
        let tasks: Vec<_> = (0..200).map(|number| tokio::spawn(read_then_write(db.clone(), number))).collect();
        for (number, task) in tasks.into_iter().enumerate() {
            if number % 10 == 0 {
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
            task.abort();
            // A finished one is fine too.
            let _ = task.await;
        }
        for number in 200..240 {
            read_then_write(db.clone(), number).await.unwrap();
        }
        assert!(count(&mut db.read().await.unwrap()).await >= 40);
    }

    async fn everything_read_is_of_one_moment(base) {
        tenant(base, 1, "Acme", "acme").await;
        let mut reading = base.reader().await;
        assert_eq!(count(&mut reading).await, 1);
        tenant(base, 2, "Other", "other").await;
        assert_eq!(count(&mut reading).await, 1);
        drop(reading);
        assert_eq!(count(&mut base.reader().await).await, 2);
    }

    async fn readers_do_not_wait_for_a_writer_and_do_not_see_its_work(base) {
        let mut writing = base.tx().await;
        tenants::insert(&mut writing, id(1), &settings("Acme", "acme"), NOW).await.unwrap();
        let reading = async { count(&mut base.reader().await).await };
        assert_eq!(tokio::time::timeout(Duration::from_secs(2), reading).await.unwrap(), 0);
        writing.commit().await.unwrap();
    }

    async fn writers_that_read_first_all_succeed(base) {
        let processes = base.processes(4).await;
        let outcomes = at_once(40, |n| read_then_write(processes[n % 4].clone(), n)).await;
        for outcome in outcomes {
            outcome.unwrap();
        }
        assert_eq!(count(&mut base.reader().await).await, 40);
    }

    async fn more_readers_than_connections_wait_for_their_turn(base) {
        tenant(base, 1, "Acme", "acme").await;
        let db = base.another().await;
        let counts = at_once(60, |_| {
            let db = db.clone();
            async move {
                let mut tx = db.read().await.unwrap();
                let count = count(&mut tx).await;
                tokio::time::sleep(Duration::from_millis(5)).await;
                count
            }
        }).await;
        assert_eq!(counts, [1; 60]);
    }

    async fn a_closed_database_says_so_at_once(base) {
        let db = base.another().await;
        db.close().await;
        assert!(db.read().await.is_err());
        assert!(db.write().await.is_err());
    }
}

#[test]
fn who_only_reads_cannot_write_on_postgres() {
    // So that a write in the wrong kind of transaction, which SQLite would allow, fails a test.
    run(Kind::Postgres, async |base| {
        tenant(base, 1, "Acme", "acme").await;
        assert!(tenants::disable(&mut base.reader().await, id(1), NOW).await.is_err());
        assert!(tenants::disable(&mut base.tx().await, id(1), NOW).await.unwrap());
    });
}

#[test]
fn writers_of_one_process_see_each_others_work_on_sqlite() {
    run(Kind::Sqlite, async |base| {
        let db = base.another().await;
        let mut before: Vec<usize> = at_once(40, |n| read_then_write(db.clone(), n))
            .await
            .into_iter()
            .map(|outcome| outcome.unwrap())
            .collect();
        before.sort_unstable();
        assert_eq!(before, (0..40).collect::<Vec<_>>(), "each counted all that were before it");
    });
}

#[test]
fn what_was_acknowledged_survives_a_power_cut_on_sqlite() {
    run(Kind::Sqlite, async |base| {
        let Db::Sqlite { pool, .. } = &base.another().await else { panic!("no file") };
        let setting = async |name: &str| -> i64 {
            let text = sqlx::AssertSqlSafe(format!("PRAGMA {name}"));
            sqlx::query_scalar(text).fetch_one(pool).await.unwrap()
        };
        assert_eq!(setting("synchronous").await, 2, "FULL");
        assert_eq!(setting("foreign_keys").await, 1);
        assert_eq!(base.texts("PRAGMA journal_mode").await, ["wal"]);
    });
}
