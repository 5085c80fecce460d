//! The chains of audit events: concurrent appends, sealing once, and reading for verification.

use uuid::Uuid;

use super::world::{NOW, acme, id, key, tenant};
use super::{TestDatabase, at_once, both, one_row_each};
use crate::domain::audit::{Event, Object, Origin};
use crate::domain::chain::{Chain, ChainVerifier, Head};
use crate::domain::event::EventKind;
use crate::domain::id::TenantId;
use crate::store::{Db, audit};

const NONE: Chain = Chain(None);

/// Writes events in one transaction, each to the chain of its tenant.
async fn write(db: &Db, events: &[(u128, Option<TenantId>)]) {
    let mut tx = db.write().await.unwrap();
    let origin = Origin::system("test");
    for (number, tenant) in events {
        let object = Object { id: id(3), label: "x" };
        let (before, after) = (None, Some(serde_json::json!({ "n": number.to_string() })));
        let event = Event {
            at: NOW,
            tenant: *tenant,
            origin: &origin,
            kind: EventKind::TokenChanged,
            object,
            before,
            after,
        };
        audit::record(&mut tx, &key(), Uuid::from_u128(*number), &event);
    }
    tx.commit().await.unwrap();
}

/// The number of events in the chain; each must be in its position.
async fn length(base: &TestDatabase, chain: Chain) -> i64 {
    let mut tx = base.reader().await;
    let key = key();
    let mut walk = ChainVerifier::behind(&key, Head::default());
    for row in audit::chain::portion(&mut tx, chain, i64::MIN, 10_000).await.unwrap() {
        assert!(walk.step(&row), "{row:?}: {:?}", walk.explain(std::slice::from_ref(&row)));
    }
    assert_eq!(walk.end(audit::chain::head(&mut tx, chain).await.unwrap()), None);
    assert!(audit::chain::without_a_place(&mut tx, chain).await.unwrap().is_none());
    walk.at.sequence
}

both! {
    async fn events_stand_in_the_chain_of_their_tenant(base) {
        let (acme, _) = acme(base).await;
        let globex = tenant(base, 2, "Globex", "globex").await;
        assert_eq!(audit::chain::chains(&mut base.reader().await).await.unwrap(), []);
        assert_eq!(audit::chain::size(&mut base.reader().await).await.unwrap(), (0, 0));
        write(base, &[(10, Some(acme)), (11, None), (12, Some(acme)), (13, Some(globex))]).await;
        write(base, &[(14, Some(acme))]).await;
        let of = |tenant| Chain(Some(tenant));
        let mut tx = base.reader().await;
        assert_eq!(audit::chain::chains(&mut tx).await.unwrap(), [NONE, of(acme), of(globex)]);
        assert_eq!(audit::chain::head(&mut tx, of(id(9))).await.unwrap(), None);
        assert_eq!(audit::chain::size(&mut tx).await.unwrap(), (3, 5));
        let heads = audit::chain::heads(&mut tx).await.unwrap();
        assert_eq!(heads.keys().copied().collect::<Vec<_>>(), [NONE, of(acme), of(globex)]);
        assert_eq!(heads.values().map(|head| head.sequence).collect::<Vec<_>>(), [1, 3, 1]);
        assert_eq!(Some(heads[&NONE]), audit::chain::head(&mut tx, NONE).await.unwrap());
        let rows = audit::chain::portion(&mut tx, of(acme), 2, 9).await.unwrap();
        assert_eq!(rows.iter().map(|row| (row.sequence, row.entry.id.as_u128())).collect::<Vec<_>>(), [(2, 12), (3, 14)]);
        assert_eq!(audit::chain::link_at(&mut tx, of(acme), 3).await.unwrap().unwrap().to_vec(), rows[1].link);
        assert_eq!(audit::chain::link_at(&mut tx, of(acme), 4).await.unwrap(), None);
        drop(tx);
        assert_eq!((length(base, of(acme)).await, length(base, NONE).await, length(base, of(globex)).await), (3, 1, 1));
    }

    async fn sixteen_writers_at_once_never_fork_a_chain(base) {
        let (acme, _) = acme(base).await;
        let globex = tenant(base, 2, "Globex", "globex").await;
        let processes = base.processes(4).await;
        at_once(16, |writer| {
            let db = processes[writer % 4].clone();
            async move {
                for round in 0..10_u128 {
                    let number = 100 + u128::try_from(writer).unwrap() * 100 + round * 4;
                    // In any order: a transaction that holds one chain while waiting for another could deadlock.
                    let mut events = vec![(number, Some(acme)), (number + 1, Some(globex)), (number + 2, None)];
                    events.rotate_left(writer % 3);
                    write(&db, &events).await;
                }
            }
        }).await;
        for chain in [NONE, Chain(Some(acme)), Chain(Some(globex))] {
            assert_eq!(length(base, chain).await, 160);
        }
    }

    async fn what_is_not_committed_leaves_no_trace(base) {
        let (acme, _) = acme(base).await;
        write(base, &[(10, Some(acme))]).await;
        let mut tx = base.tx().await;
        let origin = Origin::system("test");
        let object = Object { id: id(3), label: "x" };
        let event = Event { at: NOW, tenant: Some(acme), origin: &origin, kind: EventKind::TokenChanged, object, before: None, after: None };
        audit::record(&mut tx, &key(), Uuid::from_u128(11), &event);
        drop(tx);
        // An ID that exists already: the whole transaction fails, including the head.
        let mut tx = base.tx().await;
        audit::record(&mut tx, &key(), Uuid::from_u128(12), &event);
        audit::record(&mut tx, &key(), Uuid::from_u128(10), &event);
        assert!(tx.commit().await.unwrap_err().is_duplicate());
        assert_eq!(length(base, Chain(Some(acme))).await, 1);
    }

    async fn events_of_an_older_version_are_sealed_once(base) {
        one_row_each::fill(base).await;
        base.execute("DELETE FROM audit_heads").await;
        base.execute(
            "INSERT INTO audit_events (id, at, tenant_id, actor_kind, actor_label, action, object_kind, object_label)
             VALUES ({4}, 1, {1}, 'system', 'x', 'x', 'x', 'x'), ({3}, 1, {1}, 'system', 'x', 'x', 'x', 'x')",
        ).await;
        let processes = base.processes(4).await;
        let sealed = at_once(4, |which| {
            let db = processes[which].clone();
            async move {
                let mut tx = db.write().await.unwrap();
                let sealed = audit::chain::seal(&mut tx, &key(), NOW).await.unwrap();
                tx.commit().await.unwrap();
                sealed
            }
        }).await;
        assert_eq!(sealed.into_iter().filter(|sealed| *sealed).count(), 1);
        assert_eq!((length(base, Chain(Some(id(1)))).await, length(base, NONE).await), (3, 1));
        let mut tx = base.reader().await;
        let rows = audit::chain::portion(&mut tx, Chain(Some(id(1))), 1, 9).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.entry.id.as_u128()).collect::<Vec<_>>(), [1, 3, 4]);
        drop(tx);
        // Events written without a position from now on don't get one.
        base.execute("UPDATE audit_events SET sequence = NULL, link = NULL WHERE id = {4}").await;
        let mut tx = base.tx().await;
        assert!(!audit::chain::seal(&mut tx, &key(), NOW).await.unwrap());
        tx.commit().await.unwrap();
        let stray = audit::chain::without_a_place(&mut base.reader().await, Chain(Some(id(1)))).await.unwrap();
        assert_eq!(stray.unwrap().entry.id.as_u128(), 4);
    }

    async fn sealing_that_is_cut_off_begins_again(base) {
        one_row_each::fill(base).await;
        base.execute("DELETE FROM audit_heads").await;
        let mut tx = base.tx().await;
        assert!(audit::chain::seal(&mut tx, &key(), NOW).await.unwrap());
        drop(tx);
        assert_eq!(base.number("SELECT COUNT(*) FROM audit_events WHERE sequence IS NOT NULL").await, 0);
        let mut tx = base.tx().await;
        assert!(audit::chain::seal(&mut tx, &key(), NOW).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(length(base, Chain(Some(id(1)))).await, 1);
    }

    async fn a_head_that_no_version_writes_is_noticed(base) {
        one_row_each::fill(base).await;
        base.corrupt("audit_heads", &["audit_heads_link_length"], "UPDATE audit_heads SET link = substr([4], 2)").await;
        let error = audit::chain::head(&mut base.reader().await, Chain(Some(id(1)))).await.unwrap_err();
        assert_eq!(error.to_string(), "corrupt row: audit_heads.link");
    }
}
