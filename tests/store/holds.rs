//! The rows that a right rests on are locked until the transaction ends: ending the right has to wait.

use std::time::Duration;

use super::{TestDatabase, both, world};
use crate::domain::time::Timestamp;
use crate::store::people::sessions::{self, KeyHash, Lifetime};
use crate::store::{
    Tx,
    database::holds,
    people::users,
    tenants,
    tokens::{self, secrets},
};
use world::{NOW, acme, id, issue, later, new_token, secret};

/// What ends a right, and what is locked against it.
const ENDS: [(Hold, End); 15] = [
    (Hold::User, End::Reset),
    (Hold::User, End::Role),
    (Hold::Session, End::SignOut),
    (Hold::Session, End::EverySession),
    (Hold::Session, End::Reset),
    (Hold::Session, End::Role),
    (Hold::Tenant, End::Tenant),
    (Hold::Tenant, End::Above),
    (Hold::Tenants, End::Tenant),
    (Hold::Tenants, End::Above),
    (Hold::Below, End::Move),
    (Hold::Token, End::Revoke),
    (Hold::Token, End::Disable),
    (Hold::Token, End::Secret),
    (Hold::Token, End::Rotate),
];

#[derive(Clone, Copy, Debug)]
enum Hold {
    User,
    Session,
    Tenant,
    Tenants,
    Below,
    Token,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Reset,
    Role,
    SignOut,
    EverySession,
    Tenant,
    Above,
    Move,
    Revoke,
    Disable,
    Secret,
    Rotate,
}

fn key() -> KeyHash {
    KeyHash::of("a session")
}

async fn hold(tx: &mut Tx, what: Hold) {
    match what {
        Hold::User => holds::user(tx, id(1)).await,
        Hold::Session => holds::signed_in(tx, id(1), key()).await,
        Hold::Tenant => holds::tenant(tx, id(1)).await,
        Hold::Tenants => holds::tenants(tx, id(1), Some(id(3))).await,
        Hold::Below => tenants::tree::hold_below(tx, id(1)).await,
        Hold::Token => holds::token(tx, id(7), &secret(7).hash, Some((id(1), id(8)))).await,
    }
    .unwrap();
}

async fn end(tx: &mut Tx, what: End) {
    let done = match what {
        End::Reset => users::set_password(tx, id(1), "$argon2id$other", NOW).await,
        End::Role => {
            let gone = "DELETE FROM role_assignments WHERE role = 'auditor'";
            crate::store::on!(tx, conn => sqlx::query(gone).execute(conn).await.map(|_| ())).unwrap();
            Ok(true)
        }
        End::SignOut => sessions::delete(tx, key()).await.map(|()| true),
        End::EverySession => sessions::delete_all_of(tx, id(1)).await.map(|ended| ended == 1),
        End::Tenant => tenants::disable(tx, id(1), NOW).await,
        End::Above => tenants::disable(tx, id(2), NOW).await,
        End::Move => tenants::tree::set_parent(tx, id(1), None, NOW).await.map(|_| true),
        End::Revoke => tokens::revoke(tx, id(1), id(7), NOW).await,
        End::Disable => tokens::changes::disable(tx, id(1), id(7), NOW).await,
        End::Secret => secrets::end(tx, id(7), 1, NOW).await,
        End::Rotate => tokens::changes::rotate(tx, id(1), id(7), &secret(70), later(1), NOW).await,
    };
    assert!(done.unwrap(), "{what:?} did nothing");
}

/// The tenant 1 below the tenant 2, one of its tokens with two secrets, and the person 1 with a role and a session.
async fn set_up(base: &TestDatabase) {
    let (acme, person) = acme(base).await;
    world::tenant(base, 2, "Above", "above").await;
    world::tenant(base, 3, "Home", "home").await;
    let mut tx = base.tx().await;
    tenants::tree::set_parent(&mut tx, acme, Some(id(2)), NOW).await.unwrap();
    issue(&mut tx, &new_token(7, acme)).await;
    issue(&mut tx, &new_token(8, acme)).await;
    let lifetime = Lifetime { now: NOW, idle_end: later(1_000), absolute_micros: 2_000 };
    sessions::save(&mut tx, key(), Some(person), "{}", lifetime).await.unwrap();
    tokens::changes::rotate(&mut tx, acme, id(7), &secret(71), later(500), NOW).await.unwrap();
    tx.commit().await.unwrap();
    base.execute("INSERT INTO role_assignments (user_id, role, tenant_id, created_at) VALUES ({1}, 'auditor', NULL, 1)")
        .await;
}

both! {
    async fn whoever_ends_a_right_waits_for_who_acts_by_it(base) {
        set_up(base).await;
        for (held, ending) in ENDS {
            let mut acting = base.tx().await;
            hold(&mut acting, held).await;
            let mut waiting = Box::pin(async {
                let mut tx = base.tx().await;
                end(&mut tx, ending).await;
                // Dropped: the next one finds everything unchanged.
            });
            let waited = tokio::time::timeout(Duration::from_millis(100), &mut waiting).await;
            assert!(waited.is_err(), "{held:?} does not hold against {ending:?}");
            acting.commit().await.unwrap();
            waiting.await;
        }
    }

    async fn who_acts_in_one_tenant_waits_for_nobody_else(base) {
        set_up(base).await;
        if matches!(base.tx().await, Tx::Sqlite(..)) {
            return; // A writer is alone there.
        }
        let mut one = base.tx().await;
        holds::tenants(&mut one, id(1), None).await.unwrap();
        holds::token(&mut one, id(7), &secret(7).hash, None).await.unwrap();
        let mut other = base.tx().await;
        holds::tenants(&mut other, id(1), None).await.unwrap();
        // A token of another tenant than the named one is not locked.
        holds::token(&mut other, id(8), &secret(8).hash, Some((id(3), id(7)))).await.unwrap();
    }

    async fn a_session_ends_when_it_ends_and_is_one_persons(base) {
        set_up(base).await;
        let end = async |key, user, at: Timestamp| {
            sessions::end(&mut base.reader().await, key, id(user), at).await.unwrap()
        };
        assert_eq!(end(key(), 1, NOW).await, Some(later(1_000)));
        assert_eq!(end(key(), 1, later(999)).await, Some(later(1_000)));
        assert_eq!(end(key(), 1, later(1_000)).await, None);
        assert_eq!(end(key(), 2, NOW).await, None);
        assert_eq!(end(KeyHash::of("another"), 1, NOW).await, None);
    }
}
