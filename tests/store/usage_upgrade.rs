//! The usage that earlier versions wrote is moved to its own tables.

use super::token_list::fill;
use super::{Kind, TestDatabase, both, world};
use crate::domain::permission::Permission;
use crate::domain::time::Timestamp;
use crate::store::tokens::{self, secrets};
use crate::store::usage::upgrade::Move;
use crate::store::usage::{Usage, Use};
use world::{MINUTE, NOW, acme, id, issue, later, new_token, secret};

/// Adds the columns that the tables had before.
async fn downgrade(base: &TestDatabase) {
    let number = if base.kind == Kind::Sqlite { "INTEGER" } else { "BIGINT" };
    for column in [
        format!("tokens ADD COLUMN last_used_at {number}"),
        "tokens ADD COLUMN last_used_from TEXT".to_owned(),
        format!("tokens ADD COLUMN last_used_permission {number}"),
        "tokens ADD COLUMN last_used_module TEXT".to_owned(),
        format!("tokens ADD COLUMN last_used_hour {number} NOT NULL DEFAULT 0"),
        format!("token_secrets ADD COLUMN last_used_at {number}"),
        "token_secrets ADD COLUMN last_used_from TEXT".to_owned(),
    ] {
        base.execute(&format!("ALTER TABLE {column}")).await;
    }
}

async fn move_all(base: &TestDatabase) -> usize {
    let (mut all, mut portions) = (Move::default(), 0);
    while !all.portion(base).await.unwrap() {
        portions += 1;
    }
    portions
}

/// Three tokens of an earlier version; the first one has two secrets, both used.
async fn world(base: &TestDatabase) {
    acme(base).await;
    let mut tx = base.tx().await;
    for number in 1..=3 {
        issue(&mut tx, &new_token(number, id(1))).await;
    }
    tokens::changes::rotate(&mut tx, id(1), id(1), &secret(102), later(MINUTE), NOW).await.unwrap();
    tx.commit().await.unwrap();
    downgrade(base).await;
    let at = NOW.micros();
    base.execute(&format!(
        "UPDATE tokens SET last_used_at = {at}, last_used_from = '192.0.2.1', last_used_permission = 2,
             last_used_module = 'billing', last_used_hour = {} WHERE id <> {{2}}",
        at / 3_600_000_000
    ))
    .await;
    base.execute(&format!(
        "UPDATE token_secrets SET last_used_at = {at} - 3 + generation, last_used_from = '192.0.2.' || generation
         WHERE token_id = {{1}}"
    ))
    .await;
    base.execute(&format!("UPDATE tokens SET last_used_at = {} WHERE id = {{1}}", at - 1)).await;
}

type Seen = (Option<Timestamp>, Option<String>);

async fn of_token(base: &TestDatabase, number: u128) -> Seen {
    let token = tokens::find(&mut base.reader().await, id(1), id(number)).await.unwrap().unwrap();
    (token.last_used_at, token.last_used_from)
}

async fn of_secrets(base: &TestDatabase, number: u128) -> Vec<Seen> {
    let secrets = secrets::of_token(&mut base.reader().await, id(number), 9).await.unwrap();
    secrets.into_iter().map(|secret| (secret.last_used_at, secret.last_used_from)).collect()
}

fn at(micros: i64, from: u8) -> Seen {
    (Some(Timestamp::from_micros(NOW.micros() + micros)), Some(format!("192.0.2.{from}")))
}

both! {
    async fn what_older_versions_wrote_comes_over_and_the_columns_go(base) {
        world(base).await;
        base.execute("DELETE FROM token_uses").await;
        assert!(move_all(base).await > 1);
        assert_eq!(of_token(base, 1).await, at(-1, 1));
        assert_eq!(of_secrets(base, 1).await, [at(-1, 1), at(-2, 1)]);
        assert_eq!(of_token(base, 2).await, (None, None));
        assert_eq!(of_token(base, 3).await, at(0, 1));
        let third = tokens::find(&mut base.reader().await, id(1), id(3)).await.unwrap().unwrap();
        assert_eq!((third.last_used_permission, third.last_used_module.as_deref()), (Some(Permission::Write), Some("billing")));
        let hour = NOW.micros() / 3_600_000_000;
        assert_eq!(base.number(&format!("SELECT COUNT(*) FROM token_uses WHERE hour = {hour} AND tenant_id = {{1}}")).await, 2);
        assert_eq!(base.number("SELECT COUNT(*) FROM token_uses WHERE hour = 0 AND at IS NULL").await, 1);
        assert!(base.try_execute("UPDATE tokens SET last_used_hour = 1").await.is_err());
        assert!(base.try_execute("UPDATE token_secrets SET last_used_at = 1").await.is_err());
        assert_eq!(move_all(base).await, 0);
    }

    async fn a_use_that_comes_first_is_not_moved_back(base) {
        world(base).await;
        base.execute("DELETE FROM token_uses").await;
        let usage = Usage::default();
        usage.note(Use {
            token: id(1), generation: 1, tenant: None, module: None, permission: None,
            address: Some([192, 0, 2, 9].into()), allowed: true, at: later(MINUTE),
        });
        usage.flush(base, later(MINUTE), true).await.unwrap();
        assert_eq!(of_token(base, 1).await, at(MINUTE, 9));
        move_all(base).await;
        assert_eq!(of_token(base, 1).await, at(MINUTE, 9));
        assert_eq!(of_secrets(base, 1).await, [at(-1, 2), at(MINUTE, 9)]);
    }

    async fn many_come_over_portion_by_portion_and_once(base) {
        acme(base).await;
        fill(base, 2_500).await;
        downgrade(base).await;
        base.execute("UPDATE tokens SET last_used_at = 1").await;
        base.execute("DELETE FROM token_uses").await;
        let mut cut = Move::default();
        for _ in 0..2 {
            assert!(!cut.portion(base).await.unwrap());
        }
        assert_eq!(base.number("SELECT COUNT(*) FROM token_uses").await, 2_000);
        // Three batches, seven columns.
        assert_eq!(move_all(base).await, 10);
        assert_eq!(base.number("SELECT COUNT(*) FROM token_uses WHERE at = 1").await, 2_500);
    }

    async fn a_start_moves_what_is_little(base) {
        world(base).await;
        base.migrate().await.unwrap();
        assert_eq!(of_token(base, 3).await, at(0, 1));
        assert_eq!(move_all(base).await, 0);
    }

    async fn every_token_has_a_row_that_follows_it(base) {
        acme(base).await;
        world::tenant(base, 2, "Globex", "globex").await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        tx.commit().await.unwrap();
        base.execute("UPDATE tokens SET tenant_id = {2}, created_at = 7").await;
        assert_eq!(base.number("SELECT COUNT(*) FROM token_uses WHERE tenant_id = {2} AND created_at = 7").await, 1);
    }
}
