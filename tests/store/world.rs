//! People, tenants and tokens for tests. Each has a number, which is also its ID.

use chrono_tz::Tz;
use uuid::Uuid;

use super::TestDatabase;
use crate::domain::chain::ChainKey;
use crate::domain::id::{TenantId, TokenId, UserId};
use crate::domain::labels::Labels;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::secret::SecretHash;
use crate::domain::tenant::TenantSettings;
use crate::domain::text::{Email, Name, Slug};
use crate::domain::time::Timestamp;
use crate::domain::token::{KeptSecret, NewToken, TenantScope};
use crate::store::tokens::filter::{Filter, Order};
use crate::store::tokens::list::TokenQuery;
use crate::store::{Tx, people::users, tenants, tokens};

/// A time in 2027 with microseconds.
pub const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_123_457);
/// A minute, in microseconds.
pub const MINUTE: i64 = 60_000_000;

/// This many microseconds after [`NOW`].
pub fn later(micros: i64) -> Timestamp {
    Timestamp::from_micros(NOW.micros() + micros)
}

/// The ID with this number.
pub fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

/// A tenant's settings as typed.
pub fn settings(name: &str, slug: &str) -> TenantSettings {
    TenantSettings {
        name: Name::parse(name).unwrap(),
        slug: Slug::parse(slug).unwrap(),
        zone: Tz::Europe__Berlin,
        language: "de",
    }
}

/// The key of the audit chains.
pub fn key() -> ChainKey {
    ChainKey::new([5; 32])
}

/// Creates a tenant.
pub async fn tenant(base: &TestDatabase, number: u128, name: &str, slug: &str) -> TenantId {
    let mut tx = base.tx().await;
    tenants::insert(&mut tx, id(number), &settings(name, slug), NOW).await.unwrap();
    tx.commit().await.unwrap();
    id(number)
}

/// Moves a tenant below another, bypassing the product, so that a circle can be created.
pub async fn put_below(base: &TestDatabase, child: u128, parent: u128) {
    base.execute(&format!("UPDATE tenants SET parent_id = {{{parent}}} WHERE id = {{{child}}}")).await;
}

/// Creates a user, `u7@example.org` for 7.
pub async fn user(base: &TestDatabase, number: u128) -> UserId {
    let mut tx = base.tx().await;
    let email = Email::parse(&format!("u{number}@example.org")).unwrap();
    users::create(&mut tx, id(number), &email, "$argon2id$", None, NOW).await.unwrap();
    tx.commit().await.unwrap();
    id(number)
}

/// The tenant 1, `acme`, and the person 1.
pub async fn acme(base: &TestDatabase) -> (TenantId, UserId) {
    (tenant(base, 1, "Acme", "acme").await, user(base, 1).await)
}

/// The secret with this number in stored form.
pub fn secret(number: u128) -> KeptSecret {
    let mut hash = [0; 32];
    hash[16..].copy_from_slice(&number.to_be_bytes());
    KeptSecret {
        key_id: "86517456".to_owned(),
        hash: SecretHash::from_bytes(&hash).unwrap(),
        last_four: format!("{:04}", number % 10_000),
    }
}

/// A token to be created by the person 1: "Token 7" for 7, for its home tenant, with Read, without expiration.
pub fn new_token(number: u128, tenant: TenantId) -> NewToken {
    NewToken {
        id: id(number),
        tenant,
        labels: Labels::named(Name::parse(&format!("Token {number}")).unwrap()),
        logo: None,
        scope: TenantScope::This,
        permissions: Permissions::of([Permission::Read]).unwrap(),
        app: None,
        modules: Vec::new(),
        expires_at: None,
        secret: secret(number),
        created_by: Some(id(1)),
        issued_by: None,
        created_at: NOW,
    }
}

/// Creates it.
pub async fn issue(tx: &mut Tx, token: &NewToken) -> TokenId {
    tokens::insert(tx, token, "u1@example.org").await.unwrap();
    token.id
}

/// The tokens of the tenant 1, newest first.
pub fn query(filter: &Filter, now: Timestamp) -> TokenQuery<'_> {
    TokenQuery { tenant: Some(id(1)), filter, order: Order::default(), now }
}
