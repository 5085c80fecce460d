//! The view in memory decides as the database does, whatever there is and whatever changes.

use std::sync::Arc;

use super::{Kind, TestDatabase, both};
use crate::domain::decision::Requirement;
use crate::domain::id::TenantId;
use crate::domain::secret::SecretHash;
use crate::store::Db;
use crate::store::following::follower::Follower;
use crate::store::following::{change_log, deciding};
use crate::store::verification::facts;
use crate::verifier::{Found, Verifier, View};
use uuid::Uuid;

const TENANTS: u64 = 14;
const MODULES: u64 = 6;
const APPS: u64 = 4;
const TOKENS: u64 = 70;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn one_in(&mut self, number: u64) -> bool {
        self.below(number) == 0
    }
}

fn id(kind: Kind, number: u64) -> String {
    let id = Uuid::from_u128(number.into());
    match kind {
        Kind::Sqlite => format!("x'{}'", id.simple()),
        Kind::Postgres => format!("'{id}'::uuid"),
    }
}

fn hash(number: u64) -> [u8; 32] {
    let mut hash = [3; 32];
    hash[8..16].copy_from_slice(&number.wrapping_mul(0x2545_f491_4f6c_dd1d).to_be_bytes());
    hash[24..].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    hash
}

fn bytes(kind: Kind, number: u64) -> String {
    let text = hex::encode(hash(number));
    match kind {
        Kind::Sqlite => format!("x'{text}'"),
        Kind::Postgres => format!("'\\x{text}'::bytea"),
    }
}

fn moment(dice: &mut Dice) -> String {
    if dice.one_in(3) { (1_000 + dice.below(1_000)).to_string() } else { "NULL".to_owned() }
}

fn scope(dice: &mut Dice) -> (&'static str, u64) {
    [("this", 0), ("this", 1), ("selected", 0), ("all", 0)][dice.below(4) as usize]
}

async fn fill(base: &TestDatabase, dice: &mut Dice) {
    let k = base.kind;
    for n in 1..=MODULES {
        base.execute(&format!(
            "INSERT INTO modules (id, slug, name, created_at) VALUES ({}, 'm{n}', 'M', 1)",
            id(k, n)
        ))
        .await;
    }
    for n in 1..=TENANTS {
        base.execute(&format!(
            "INSERT INTO tenants (id, slug, name, search_name, time_zone, language, disabled_at, created_at, updated_at)
             VALUES ({}, 't{n}', 'Tenant {n}', '', 'UTC', 'en', {}, 1, 1)",
            id(k, n), if dice.one_in(4) { "5" } else { "NULL" }
        )).await;
        if n > 1 && !dice.one_in(3) {
            let parent = 1 + dice.below(n - 1);
            base.execute(&format!(
                "INSERT INTO tenant_ancestors (tenant_id, ancestor_id, distance)
                 SELECT {0}, ancestor_id, 2 FROM tenant_ancestors WHERE tenant_id = {1} UNION ALL SELECT {0}, {1}, 1",
                id(k, n), id(k, parent)
            )).await;
        }
        for m in 1..=MODULES {
            if dice.one_in(3) {
                base.execute(&format!(
                    "INSERT INTO tenant_modules (tenant_id, module_id, created_at) VALUES ({}, {}, 1)",
                    id(k, n),
                    id(k, m)
                ))
                .await;
            }
        }
    }
    for n in 1..=APPS {
        base.execute(&format!(
            "INSERT INTO apps (id, tenant_id, slug, name, created_at) VALUES ({}, {}, 'a{n}', 'A', 1)",
            id(k, n),
            id(k, n)
        ))
        .await;
    }
    for n in 1..=TOKENS {
        token(base, dice, n).await;
    }
}

async fn token(base: &TestDatabase, dice: &mut Dice, n: u64) {
    let k = base.kind;
    let home = 1 + dice.below(TENANTS);
    let (scope, below) = scope(dice);
    let app = if home <= APPS && dice.one_in(2) { id(k, home) } else { "NULL".to_owned() };
    base.execute(&format!(
        "INSERT INTO tokens (id, tenant_id, name, search_name, description, tenant_scope, include_subtenants, permissions, app_id,
             expires_at, disabled_at, revoked_at, created_by_label, created_at, updated_at)
         VALUES ({}, {}, 'Tökên {n}', '', '', '{scope}', {below}, {}, {app}, {}, {}, {}, 'x', {n}, 1)",
        id(k, n), id(k, home), 1 + dice.below(15), moment(dice), moment(dice), moment(dice)
    )).await;
    access(base, dice, n).await;
    for generation in 1..=1 + dice.below(3) {
        base.execute(&format!(
            "INSERT INTO token_secrets (hash, key_id, token_id, generation, last_four, created_at, ends_at)
             VALUES ({}, 'k', {}, {generation}, 'abcd', 1, {})",
            bytes(k, n * 10 + generation),
            id(k, n),
            moment(dice)
        ))
        .await;
    }
}

async fn access(base: &TestDatabase, dice: &mut Dice, n: u64) {
    let k = base.kind;
    for m in 1..=MODULES {
        if dice.one_in(2) {
            base.execute(&format!(
                "INSERT INTO token_modules (token_id, module_id, tenant_id) SELECT {0}, {1}, tenant_id FROM tokens WHERE id = {0}
                 AND NOT EXISTS (SELECT 1 FROM token_modules WHERE token_id = {0} AND module_id = {1})",
                id(k, n), id(k, m)
            )).await;
        }
    }
    for t in 1..=TENANTS {
        if dice.one_in(4) {
            base.execute(&format!(
                "INSERT INTO token_tenants (token_id, tenant_id) SELECT {0}, id FROM tenants WHERE id = {1}
                 AND EXISTS (SELECT 1 FROM tokens WHERE id = {0} AND tenant_scope = 'selected')
                 AND NOT EXISTS (SELECT 1 FROM token_tenants WHERE token_id = {0} AND tenant_id = {1})",
                id(k, n),
                id(k, t)
            ))
            .await;
        }
    }
}

/// One change of anything that decides.
async fn change(base: &TestDatabase, dice: &mut Dice, round: u64) {
    let k = base.kind;
    let (token_id, tenant) = (id(k, 1 + dice.below(TOKENS)), id(k, 1 + dice.below(TENANTS)));
    let (module, number) = (id(k, 1 + dice.below(MODULES)), 1 + dice.below(TOKENS));
    let text = match dice.below(20) {
        0 => format!("UPDATE tokens SET revoked_at = {} WHERE id = {token_id}", moment(dice)),
        1 => format!("UPDATE tokens SET disabled_at = {}, name = 'N{round}' WHERE id = {token_id}", moment(dice)),
        2 => format!("UPDATE tokens SET permissions = {}, expires_at = {} WHERE id = {token_id}", 1 + dice.below(15), moment(dice)),
        3 => {
            let (scope, below) = scope(dice);
            format!("UPDATE tokens SET tenant_scope = '{scope}', include_subtenants = {below} WHERE id = {token_id}")
        }
        4 => format!("UPDATE token_secrets SET ends_at = {} WHERE token_id = {token_id}", moment(dice)),
        5 => format!("DELETE FROM token_secrets WHERE hash = {}", bytes(k, number * 10 + 1)),
        6 => format!("UPDATE token_secrets SET token_id = {}, generation = {} WHERE hash = {}", id(k, number), 100 + round, bytes(k, number * 10 + 2)),
        7 => format!("DELETE FROM token_modules WHERE token_id = {token_id}"),
        8 => format!("DELETE FROM token_tenants WHERE tenant_id = {tenant}"),
        9 => format!("UPDATE tenants SET disabled_at = {} WHERE id = {tenant}", moment(dice)),
        10 => format!("UPDATE tenants SET slug = 's{round}', name = 'T{round}' WHERE id = {tenant}"),
        11 => format!("UPDATE tenant_slugs SET dropped_at = {} WHERE tenant_id = {tenant} AND slug NOT IN (SELECT slug FROM tenants)", moment(dice)),
        12 => format!("DELETE FROM tenant_modules WHERE tenant_id = {tenant} OR module_id = {module}"),
        13 => format!(
            "INSERT INTO tenant_modules (tenant_id, module_id, created_at) SELECT t.id, {module}, 1 FROM tenants t
             WHERE NOT EXISTS (SELECT 1 FROM tenant_modules e WHERE e.tenant_id = t.id AND e.module_id = {module})"
        ),
        14 => format!("UPDATE modules SET slug = 'm{round}' WHERE id = {module}"),
        15 => format!("UPDATE apps SET slug = 'a{round}' WHERE id = {}", id(k, 1 + dice.below(APPS))),
        16 => format!("DELETE FROM tenant_ancestors WHERE tenant_id = {tenant}"),
        17 => format!("DELETE FROM tokens WHERE id = {token_id}"),
        18 => return token(base, dice, TOKENS + round).await,
        _ => return access(base, dice, number).await,
    };
    // A name or a generation may be taken.
    drop(base.try_execute(&text).await);
}

async fn compare(
    base: &TestDatabase,
    verifier: &Verifier,
    dice: &mut Dice,
    questions: usize,
    rounds: u64,
) -> usize {
    let mut tx = base.reader().await;
    let mut known = 0;
    for _ in 0..questions {
        let number = (1 + dice.below(TOKENS + rounds)) * 10 + dice.below(4);
        let hash = SecretHash::from_bytes(&hash(number)).unwrap();
        let slug = [
            format!("t{}", 1 + dice.below(TENANTS)),
            format!("s{}", dice.below(rounds + 1)),
            "a\0b".to_owned(),
        ][dice.below(3) as usize]
            .clone();
        let tenant = (!dice.one_in(3)).then_some(slug.as_str());
        let tenant_id =
            dice.one_in(3).then(|| TenantId::from(Uuid::from_u128((1 + dice.below(TENANTS + 1)).into())));
        let asked = Requirement { tenant, tenant_id, ..Requirement::default() };
        let expected = facts(&mut tx, &hash, asked).await.unwrap();
        let found = match verifier.view.find(&hash, asked) {
            Found::Unknown => None,
            Found::Token(token) => Some(token),
            Found::Ask => panic!("{number} is not kept"),
        };
        known += usize::from(found.is_some());
        assert_eq!(format!("{found:#?}"), format!("{expected:#?}"), "{number} {asked:?}");
    }
    known
}

async fn follower(base: &TestDatabase) -> (Db, Follower, Arc<Verifier>) {
    let (db, verifier) = (base.another().await, Arc::new(Verifier::default()));
    (db.clone(), Follower::new(db, Arc::clone(&verifier)), verifier)
}

both! {
    async fn it_tells_what_the_database_tells(base) {
        for seed in 1..=3 {
            let mut dice = Dice(seed * 0x1234_5678_9abc_def1);
            if seed == 1 {
                fill(base, &mut dice).await;
            }
            let (db, mut follower, verifier) = follower(base).await;
            follower.catch_up().await.unwrap();
            assert!(compare(base, &verifier, &mut dice, 300, 1).await > 50);
            for round in 0..40 {
                let round = seed * 100 + round;
                for _ in 0..1 + dice.below(4) {
                    change(base, &mut dice, round).await;
                }
                follower.catch_up().await.unwrap();
                compare(base, &verifier, &mut dice, 25, 1).await;
            }
            assert!(compare(base, &verifier, &mut dice, 300, 400).await > 0);
            db.close().await;
        }
    }

    async fn everything_is_read_at_first_and_then_what_is_named(base) {
        fill(base, &mut Dice(5)).await;
        let secrets = base.number("SELECT COUNT(*) FROM token_secrets").await;
        let mut tx = base.reader().await;
        let view = View::default();
        view.replace(deciding::load(&mut tx, || ()).await.unwrap()).unwrap();
        assert_eq!((view.size().secrets as i64, view.size().tenants as u64), (secrets, TENANTS));
        let uuid = Uuid::from_u128(3);
        let named = [change_log::Kind::Tenant, change_log::Kind::Module, change_log::Kind::App, change_log::Kind::Token]
            .map(|kind| (kind, uuid.as_bytes().to_vec()));
        let nobodys = (change_log::Kind::Secret, vec![9; 32]);
        let read = deciding::read(&mut tx, &named.into_iter().chain([nobodys]).collect()).await.unwrap();
        assert_eq!((read.tenants.len(), read.modules.len(), read.apps.len()), (1, 1, 1));
        assert_eq!(read.tokens.iter().map(|token| token.id).collect::<Vec<_>>(), [uuid]);
        assert!(read.secrets.iter().any(|led| led.hash == hash(31) && led.to.is_some()));
        assert!(read.secrets.iter().any(|led| led.hash == [9; 32] && led.to.is_none()));
    }

    async fn what_the_database_cannot_read_either_it_is_asked_about(base) {
        let mut dice = Dice(77);
        fill(base, &mut dice).await;
        let constraint = ["tokens_permissions_known"];
        base.corrupt("tokens", &constraint, "UPDATE tokens SET permissions = 99").await;
        let (db, mut follower, verifier) = follower(base).await;
        follower.catch_up().await.unwrap();
        let hash = SecretHash::from_bytes(&hash(11)).unwrap();
        assert!(matches!(verifier.view.find(&hash, Requirement::default()), Found::Ask));
        db.close().await;
    }

    async fn without_triggers_nothing_is_followed(base) {
        let (db, mut follower, verifier) = follower(base).await;
        follower.catch_up().await.unwrap();
        verifier.lease.extend(crate::verifier::Moment::now(), std::time::Duration::from_secs(60));
        match base.kind {
            Kind::Sqlite => base.execute("DROP TRIGGER change_log_tokens_update").await,
            Kind::Postgres => base.execute("DROP TRIGGER change_log_tokens_update ON tokens").await,
        };
        assert!(follower.catch_up().await.is_err());
        assert!(!verifier.lease.is_valid(crate::verifier::Moment::now()), "its lease has ended");
        db.close().await;
    }
}
