//! Daily counts: adding, reading, deleting.

use super::{TestDatabase, both, world};
use crate::domain::permission::Permission;
use crate::store::usage::{
    self,
    days::{Area, Count, Day, Uses},
    last_uses::LastUse,
};
use world::{NOW, acme, id, issue, later, new_token, tenant};

const TODAY: i64 = 20_777;

fn count(day: i64, module: &str, permission: Option<Permission>, allowed: u64, refused: u64) -> Count {
    Count { day, tenant: "".into(), module: module.into(), permission, allowed, refused }
}

async fn add(base: &TestDatabase, number: u128, last: Option<LastUse>, counts: Vec<Count>) {
    let lasts = last.into_iter().collect();
    let mut tx = base.tx().await;
    usage::days::add(&mut tx, &[Uses { token: id(number), lasts, counts }]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn two_tokens(base: &TestDatabase) {
    acme(base).await;
    tenant(base, 2, "Globex", "globex").await;
    let mut tx = base.tx().await;
    issue(&mut tx, &new_token(1, id(1))).await;
    issue(&mut tx, &new_token(2, id(2))).await;
    tx.commit().await.unwrap();
}

both! {
    async fn a_last_use_only_moves_forward(base) {
        two_tokens(base).await;
        for (at, from, expected) in [
            (later(5), 1, (later(5), 1)),
            (later(4), 2, (later(5), 1)),
            (later(5), 3, (later(5), 1)),
            (later(6), 4, (later(6), 4)),
        ] {
            let address = Some([192, 0, 2, from].into());
            add(base, 1, Some(LastUse { generation: 1, at, address, permission: None, module: "".into() }), vec![]).await;
            let found = crate::store::tokens::find(&mut base.reader().await, id(1), id(1)).await.unwrap().unwrap();
            assert_eq!((found.last_used_at, found.last_used_from), (Some(expected.0), Some(format!("192.0.2.{}", expected.1))));
        }
    }

    async fn days_add_up_within_the_days_that_are_asked_for(base) {
        two_tokens(base).await;
        let read = Some(Permission::Read);
        add(base, 1, None, vec![count(TODAY, "a", read, 5, 1), count(TODAY, "b", None, 2, 0), count(TODAY - 2, "a", read, 1, 0)]).await;
        add(base, 1, None, vec![count(TODAY, "a", read, 10, 2), count(TODAY - 30, "a", read, 7, 0), count(TODAY + 1, "a", read, 9, 0)]).await;
        add(base, 2, None, vec![count(TODAY, "a", read, 100, 0)]).await;
        let mut tx = base.reader().await;
        let days = usage::days::days(&mut tx, id(1), id(1), TODAY - 29, TODAY).await.unwrap();
        assert_eq!(days, [Day { day: TODAY - 2, allowed: 1, refused: 0 }, Day { day: TODAY, allowed: 17, refused: 3 }]);
        let area = |module: &str, permission, allowed, refused| Area { module: module.to_owned(), permission, allowed, refused };
        let areas = usage::days::areas(&mut tx, id(1), id(1), TODAY - 29, TODAY, 5).await.unwrap();
        assert_eq!(areas, [area("a", 1, 16, 3), area("b", 0, 2, 0)]);
        assert_eq!(usage::days::areas(&mut tx, id(1), id(1), TODAY, TODAY, 1).await.unwrap(), [area("a", 1, 15, 3)]);
        // Another tenant's token has none, for any reader.
        assert_eq!(usage::days::days(&mut tx, id(2), id(1), 0, i64::MAX).await.unwrap(), []);
        assert_eq!(usage::days::areas(&mut tx, id(2), id(1), 0, i64::MAX, 9).await.unwrap(), []);
    }

    async fn many_rows_at_once_are_no_matter(base) {
        two_tokens(base).await;
        let counts: Vec<_> = (0..2_500).map(|day| count(day, "a", None, 1, 0)).collect();
        add(base, 1, None, counts).await;
        assert_eq!(base.number("SELECT COUNT(*) FROM usage_days").await, 2_500);
    }

    async fn old_counts_are_thrown_away_bit_by_bit(base) {
        two_tokens(base).await;
        add(base, 1, None, (0..10).map(|day| count(day, "a", None, 1, 0)).collect()).await;
        add(base, 2, None, (0..10).map(|day| count(day, "a", None, 1, 0)).collect()).await;
        let mut tx = base.tx().await;
        let mut thrown = Vec::new();
        for _ in 0..4 {
            thrown.push(usage::days::delete_old(&mut tx, 7, 6).await.unwrap());
        }
        tx.commit().await.unwrap();
        assert_eq!(thrown, [6, 6, 2, 0]);
        assert_eq!(base.number("SELECT MIN(day) FROM usage_days").await, 7);
        assert_eq!(base.number("SELECT COUNT(*) FROM usage_days").await, 6);
    }

    async fn nothing_to_add_is_no_mistake(base) {
        let mut tx = base.tx().await;
        usage::days::add(&mut tx, &[]).await.unwrap();
        let nobody = Uses { token: id(9), lasts: vec![LastUse { generation: 1, at: NOW, address: None, permission: None, module: "".into() }], counts: vec![count(1, "", None, 1, 1)] };
        usage::days::add(&mut tx, &[nobody]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(base.number("SELECT COUNT(*) FROM usage_days").await, 0);
    }
}
