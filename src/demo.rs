//! `serve --demo`: fills a fresh database with believable tenants and tokens, so that a newcomer has something to
//! click. The tokens' secrets are made and forgotten: nobody holds them.

use chrono::TimeDelta;
use chrono_tz::Tz;
use serde_json::json;

use crate::auth::acting::{self, Change};
use crate::domain::audit::{Object, Origin};
use crate::domain::id::{TenantId, TokenId, UserId};
use crate::domain::permission::Permissions;
use crate::domain::secret::PlainSecret;
use crate::domain::tenant::TenantSettings;
use crate::domain::text::{Description, Name, Slug};
use crate::domain::token::{KeptSecret, NewToken, TenantScope};
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::{Tx, tenants, tokens};

const BY: Origin = Origin::system("demo");

/// A tenant to make: name, time zone, language.
const TENANTS: [(&str, Tz, &str); 6] = [
    ("Acme", chrono_tz::Europe::Berlin, "en"),
    ("Contoso Énergie", chrono_tz::Europe::Paris, "fr"),
    ("Globex", chrono_tz::America::New_York, "en"),
    ("Initech", chrono_tz::UTC, "en"),
    ("Müller Logistik", chrono_tz::Europe::Berlin, "de"),
    ("Umbrella Farms", chrono_tz::Asia::Tokyo, "en"),
];

/// A token to make.
struct Sample {
    tenant: usize,
    name: &'static str,
    description: &'static str,
    permissions: i64,
    /// Tenants by their place in [`TENANTS`]; `None` is all tenants, nothing is its own tenant.
    scope: Option<&'static [usize]>,
    /// Days ago that it was issued.
    age: i64,
    /// Days from now that it ends.
    ends: Option<i64>,
    /// Minutes ago that it was used last, and from where.
    used: Option<(i64, &'static str)>,
    revoked: bool,
}

const fn sample(tenant: usize, name: &'static str, description: &'static str, permissions: i64) -> Sample {
    Sample {
        tenant,
        name,
        description,
        permissions,
        scope: Some(&[]),
        age: 30,
        ends: Some(60),
        used: None,
        revoked: false,
    }
}

#[rustfmt::skip]
const TOKENS: [Sample; 14] = [
    Sample { age: 400, ends: Some(-35), used: Some((60 * 24 * 36, "10.0.0.12")), ..sample(0, "Nightly export 2025", "Superseded by the new exporter", 1) },
    Sample { age: 300, ends: Some(-71), revoked: true, ..sample(0, "Mobile app – beta", "", 1) },
    Sample { age: 200, ends: None, used: Some((60 * 24 * 51, "10.0.4.2")), scope: None, ..sample(0, "CI deploy", "GitLab runner group “platform”", 15) },
    Sample { age: 120, ends: Some(245), used: Some((18, "192.0.2.44")), ..sample(0, "Billing sync", "Pushes invoices every 15 minutes\nOwner: finance-it", 7) },
    Sample { age: 87, ends: Some(3), used: Some((60 * 26, "198.51.100.7")), scope: Some(&[0, 2]), ..sample(0, "Partner integration – vendor", "Contract ends this month", 3) },
    Sample { age: 45, ends: Some(320), used: Some((2, "10.0.3.9")), ..sample(0, "Grafana dashboard", "Read-only, operations room", 1) },
    Sample { age: 12, ends: Some(18), ..sample(0, "Load test", "Only while the migration is tested", 13) },
    Sample { age: 0, ends: Some(90), used: Some((4, "10.0.3.7")), ..sample(0, "Warehouse scanner – production", "Handhelds in hall 3, owner: logistics", 5) },
    Sample { age: 60, ends: Some(30), used: Some((60 * 5, "203.0.113.20")), ..sample(1, "Relevé des compteurs", "Passerelle du site de Lyon", 5) },
    Sample { age: 20, ends: Some(345), ..sample(2, "Reporting", "Quarterly board pack", 1) },
    Sample { age: 90, ends: None, used: Some((60 * 24 * 2, "192.0.2.8")), ..sample(3, "TPS cover sheets", "", 7) },
    Sample { age: 33, ends: Some(57), used: Some((11, "10.8.0.3")), ..sample(4, "Tourenplanung", "Übergibt Touren an die Fahrer-App", 7) },
    Sample { age: 5, ends: Some(25), ..sample(4, "Lagerbestand – Test", "", 1) },
    Sample { age: 150, ends: Some(215), used: Some((60 * 24, "203.0.113.77")), ..sample(5, "Greenhouse sensors", "LoRa gateway, 240 sensors", 4) },
];

/// Makes the tenants and their tokens, as issued by `owner`.
pub async fn fill(state: &State, owner: UserId, owner_email: &str) -> Result<()> {
    let mut tx = state.db.write().await?;
    let mut ids = Vec::new();
    for (name, zone, language) in TENANTS {
        ids.push(make_tenant(&mut tx, state, name, zone, language).await?);
    }
    for sample in &TOKENS {
        issue(&mut tx, state, sample, &ids, owner, owner_email).await?;
    }
    Ok(tx.commit().await?)
}

async fn make_tenant(
    tx: &mut Tx,
    state: &State,
    name: &str,
    zone: Tz,
    language: &'static str,
) -> Result<TenantId> {
    let name = Name::parse(name).map_err(broken)?;
    let slug = Slug::from_name(&name).ok_or_else(|| broken("no slug"))?;
    let id = TenantId::new(state.now(), &state.entropy)?;
    tenants::insert(tx, id, &TenantSettings { name: name.clone(), slug, zone, language }, state.now())
        .await?;
    let object = Object { kind: "tenant", id: id.uuid(), label: name.as_str() };
    acting::record(tx, state, &BY, Some(id), "tenant.created", object, Change::default()).await?;
    Ok(id)
}

async fn issue(
    tx: &mut Tx,
    state: &State,
    sample: &Sample,
    ids: &[TenantId],
    owner: UserId,
    owner_email: &str,
) -> Result<()> {
    let now = state.now();
    let tenant = ids.get(sample.tenant).copied().ok_or_else(|| broken("no tenant"))?;
    let created_at = now.plus(-TimeDelta::days(sample.age));
    let secret = PlainSecret::generate(&state.fixed.token_prefix, &state.entropy)?;
    let key = &state.fixed.secret_key;
    let id = TokenId::new(created_at, &state.entropy)?;
    let token = NewToken {
        id,
        tenant,
        name: Name::parse(sample.name).map_err(broken)?,
        description: Description::parse(sample.description).map_err(broken)?,
        logo: None,
        scope: match sample.scope {
            None => TenantScope::All,
            Some([]) => TenantScope::This,
            Some(places) => {
                TenantScope::Selected(places.iter().filter_map(|place| ids.get(*place)).copied().collect())
            }
        },
        permissions: Permissions::from_bits(sample.permissions).ok_or_else(|| broken("no permission"))?,
        expires_at: sample.ends.map(|days| now.plus(TimeDelta::days(days))),
        secret: KeptSecret {
            key_id: key.id().to_owned(),
            hash: key.hash(&secret),
            last_four: secret.last_four(),
        },
        created_by: Some(owner),
        created_at,
    };
    tokens::insert(tx, &token, owner_email).await?;
    if let Some((minutes, address)) = sample.used {
        tokens::note_use(tx, id, now.plus(-TimeDelta::minutes(minutes)), Some(address)).await?;
    }
    let object = Object { kind: "token", id: id.uuid(), label: sample.name };
    acting::record(tx, state, &BY, Some(tenant), "token.issued", object, Change::default()).await?;
    if sample.revoked {
        tokens::revoke(tx, tenant, id, now).await?;
        let change = Change { before: None, after: Some(json!({ "status": "revoked" })) };
        acting::record(tx, state, &BY, Some(tenant), "token.revoked", object, change).await?;
    }
    Ok(())
}

fn broken(what: impl std::fmt::Display) -> Error {
    Error::Internal(format!("the demo's own data: {what}"))
}
