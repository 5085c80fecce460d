//! Reading on in the log of changes: nothing is lost, whatever commits when, and nobody goes on from a log with a hole.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Kind, TestDatabase, both, run, world};
use crate::store::Db;
use crate::store::following::change_log::{self, Change, LogState};
use world::{acme, issue, new_token};

const WRITERS: usize = 6;
const EACH: usize = 40;

async fn standing(db: &Db) -> LogState {
    change_log::standing(&mut db.read().await.unwrap()).await.unwrap()
}

/// What is new since `at`, which moves on.
async fn next(db: &Db, at: &mut LogState) -> Option<BTreeSet<Change>> {
    let mut tx = db.read().await.unwrap();
    let now = change_log::standing(&mut tx).await.unwrap();
    let changes = change_log::since(&mut tx, at, &now).await.unwrap();
    *at = now;
    changes
}

/// Issues tokens, and then changes each of them once: writers at once, in transactions that are short or long. Gives what
/// `reader`, which is called all the time, has seen of them at the end.
async fn seen(base: &TestDatabase, mut reader: impl AsyncFnMut(&Db, &mut BTreeSet<Vec<u8>>)) -> usize {
    let (home, _) = acme(base).await;
    let mut tx = base.tx().await;
    for number in 0..WRITERS * EACH {
        issue(&mut tx, &new_token(number as u128 + 1, home)).await;
    }
    tx.commit().await.unwrap();
    let mut seen = BTreeSet::new();
    reader(base, &mut seen).await;
    seen.clear();
    let done = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let db: Db = (**base).clone();
            tokio::spawn(async move {
                for number in 0..EACH {
                    let id = uuid::Uuid::from_u128((writer * EACH + number) as u128 + 1);
                    let mut tx = db.write().await.unwrap();
                    crate::store::on!(&mut tx, conn => sqlx::query("UPDATE tokens SET permissions = 3 WHERE id = $1")
                        .bind(id).execute(conn).await.map(drop)).unwrap();
                    let pause = (writer * 7 + number * 13) % 30;
                    if matches!(tx, crate::store::Tx::Postgres(..)) {
                        tokio::time::sleep(Duration::from_millis(pause as u64)).await;
                    }
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    let over = Arc::clone(&done);
    let all = tokio::spawn(async move {
        for writer in writers {
            writer.await.unwrap();
        }
        over.store(true, Ordering::SeqCst);
    });
    while !done.load(Ordering::SeqCst) {
        reader(base, &mut seen).await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    all.await.unwrap();
    reader(base, &mut seen).await;
    seen.len()
}

both! {
    async fn no_change_is_lost_among_long_and_short_transactions(base) {
        let mut at = standing(base).await;
        let seen = seen(base, async |db, seen| {
            let changes = next(db, &mut at).await.unwrap();
            seen.extend(changes.into_iter().filter(|(kind, _)| *kind == change_log::Kind::Token).map(|(_, id)| id));
        });
        assert_eq!(seen.await, WRITERS * EACH);
    }

    async fn a_log_that_was_cut_is_not_read_on(base) {
        let mut at = standing(base).await;
        acme(base).await;
        assert!(!next(base, &mut at).await.unwrap().is_empty());
        assert!(next(base, &mut at).await.unwrap().is_empty());
        let before = at.clone();
        world::tenant(base, 2, "Globex", "globex").await;
        base.execute("INSERT INTO instance (id, instance_id, key_check, created_at) VALUES (1, {1}, 'check', 1)").await;
        let mut at = standing(base).await;
        world::tenant(base, 3, "Initech", "initech").await;
        base.execute("DELETE FROM change_log").await;
        assert_eq!(next(base, &mut at).await, None, "rows are missing that were not read");
        // On PostgreSQL only once everything is over that was under way when it was cut, in any database of the server.
        let began = std::time::Instant::now();
        while next(base, &mut at).await != Some(BTreeSet::new()) {
            assert!(began.elapsed() < Duration::from_secs(30), "everything was read again");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mut at = before;
        assert_eq!(next(base, &mut at).await, None);
        let mut at = standing(base).await;
        base.execute("UPDATE instance SET restores = restores + 1").await;
        assert_eq!(next(base, &mut at).await, None, "it was put back from a backup");
    }

    async fn old_rows_go_and_followers_that_read_them_go_on(base) {
        base.execute("INSERT INTO instance (id, instance_id, key_check, created_at) VALUES (1, {1}, 'check', 1)").await;
        acme(base).await;
        if base.kind == Kind::Postgres {
            // Nothing goes that began after what is still under way, in any database of the server.
            let held = "SELECT COUNT(*) FROM change_log WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())";
            let began = std::time::Instant::now();
            while base.number(held).await > 0 {
                assert!(began.elapsed() < Duration::from_secs(30), "something is under way for long");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        let mut at = standing(base).await;
        let mut tx = base.tx().await;
        assert_eq!(change_log::delete_old(&mut tx, 3_600_000_000, 1_000).await.unwrap(), 0);
        tx.commit().await.unwrap();
        base.execute("UPDATE change_log SET at = at - 3600000001").await;
        world::tenant(base, 2, "Globex", "globex").await;
        let mut tx = base.tx().await;
        assert!(change_log::delete_old(&mut tx, 3_600_000_000, 1_000).await.unwrap() > 0);
        tx.commit().await.unwrap();
        let changes = next(base, &mut at).await.unwrap();
        assert!(changes.contains(&(change_log::Kind::Tenant, uuid::Uuid::from_u128(2).as_bytes().to_vec())));
    }

    async fn without_a_trigger_nobody_can_follow(base) {
        let mut at = standing(base).await;
        assert!(at.is_complete());
        match base.kind {
            Kind::Sqlite => base.execute("DROP TRIGGER change_log_tokens_update").await,
            Kind::Postgres => base.execute("ALTER TABLE tokens DISABLE TRIGGER change_log_tokens_update").await,
        };
        assert_eq!(next(base, &mut at).await, None);
        assert!(!at.is_complete());
    }

    async fn a_transaction_knows_whether_it_changed_anything(base) {
        acme(base).await;
        let before = change_log::own(&mut base.tx().await).await.unwrap();
        let mut tx = base.tx().await;
        crate::store::on!(&mut tx, conn => sqlx::query("UPDATE tenants SET language = 'fr'").execute(conn).await.map(drop)).unwrap();
        assert_eq!(change_log::own(&mut tx).await.unwrap(), before, "a tenant's language decides nothing");
        crate::store::on!(&mut tx, conn => sqlx::query("UPDATE tenants SET disabled_at = 1").execute(conn).await.map(drop)).unwrap();
        assert!(change_log::own(&mut tx).await.unwrap() > before);
    }
}

/// Reading on from the highest number that was seen, as one would with a sequence, loses what commits late.
#[test]
fn by_the_order_of_numbers_changes_are_lost() {
    run(Kind::Postgres, async |base| {
        let mut last = 0;
        let seen = seen(base, async |db, seen| {
            let Db::Postgres { pool, .. } = db else { unreachable!() };
            let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
                "SELECT xid::text::bigint, id FROM change_log WHERE kind = 'token' AND xid::text::bigint > $1",
            )
            .bind(last)
            .fetch_all(pool)
            .await
            .unwrap();
            last = rows.iter().map(|(xid, _)| *xid).chain([last]).max().unwrap();
            seen.extend(rows.into_iter().map(|(_, id)| id));
        });
        let seen = seen.await;
        assert!(seen < WRITERS * EACH, "{seen}");
    });
}
