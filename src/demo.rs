//! `serve --demo`: fills a fresh database with believable tenants and tokens, so that a newcomer has something to
//! click. The tokens' secrets are made and forgotten: nobody holds them.

mod data;
mod usage;

use chrono::TimeDelta;
use chrono_tz::Tz;
use serde_json::json;

use crate::auth::acting::{self, Change};
use crate::domain::audit::{Object, Origin};
use crate::domain::event::EventKind;
use crate::domain::id::{AppId, ModuleId, TenantId, TokenId, UserId};
use crate::domain::permission::Permissions;
use crate::domain::secret::PlainSecret;
use crate::domain::tenant::TenantSettings;
use crate::domain::text::{Description, Name, Slug};
use crate::domain::token::{KeptSecret, NewToken, TenantScope};
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::{Tx, apps, modules, tenants, tokens, usage::days as usage_days};

use data::{APPS, MODULES, Sample, TENANTS, TOKENS};

const BY: Origin = Origin::system("demo");

/// Makes modules, tenants, apps and tokens, as issued by `owner`.
pub async fn fill(state: &State, owner: UserId, owner_email: &str) -> Result<()> {
    let mut tx = state.db.write().await?;
    let mut ids = Vec::new();
    for (name, zone, language) in TENANTS {
        ids.push(make_tenant(&mut tx, state, name, zone, language).await?);
    }
    for (slug, name, places) in MODULES {
        let tenants: Vec<TenantId> = places.iter().filter_map(|place| ids.get(*place)).copied().collect();
        make_module(&mut tx, state, slug, name, &tenants).await?;
    }
    for (place, slug, name) in APPS {
        let tenant = ids.get(place).copied().ok_or_else(|| broken("no tenant"))?;
        make_app(&mut tx, state, tenant, slug, name).await?;
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
    let object = Object { id: id.uuid(), label: name.as_str() };
    acting::record(tx, state, &BY, Some(id), EventKind::TenantCreated, object, Change::default())?;
    Ok(id)
}

async fn make_module(tx: &mut Tx, state: &State, slug: &str, name: &str, tenants: &[TenantId]) -> Result<()> {
    let now = state.now();
    let id = ModuleId::new(now, &state.entropy)?;
    let (name, slug) = (Name::parse(name).map_err(broken)?, Slug::parse(slug).map_err(broken)?);
    modules::insert(tx, id, &name, &slug, now).await?;
    let object = Object { id: id.uuid(), label: name.as_str() };
    acting::record(tx, state, &BY, None, EventKind::ModuleCreated, object, Change::default())?;
    for tenant in tenants {
        modules::enable(tx, *tenant, id, now).await?;
        acting::record(tx, state, &BY, Some(*tenant), EventKind::ModuleEnabled, object, Change::default())?;
    }
    Ok(())
}

async fn make_app(tx: &mut Tx, state: &State, tenant: TenantId, slug: &str, name: &str) -> Result<()> {
    let now = state.now();
    let id = AppId::new(now, &state.entropy)?;
    let (name, slug) = (Name::parse(name).map_err(broken)?, Slug::parse(slug).map_err(broken)?);
    apps::insert(tx, tenant, id, &name, &slug, now).await?;
    let object = Object { id: id.uuid(), label: name.as_str() };
    acting::record(tx, state, &BY, Some(tenant), EventKind::AppCreated, object, Change::default())
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
    let app = match sample.app {
        "" => None,
        slug => Some(apps::find_by_slug(tx, tenant, slug).await?.ok_or_else(|| broken(slug))?.id),
    };
    let mut opened = Vec::new();
    for slug in sample.modules {
        opened.push(modules::find_by_slug(tx, slug).await?.ok_or_else(|| broken(slug))?.id);
    }
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
        app,
        modules: opened,
        expires_at: sample.ends.map(|days| now.plus(TimeDelta::days(days))),
        secret: KeptSecret {
            key_id: key.id().to_owned(),
            hash: key.hash(&secret),
            last_four: secret.last_four(),
        },
        created_by: Some(owner),
        issued_by: None,
        created_at,
    };
    tokens::insert(tx, &token, owner_email).await?;
    if let Some(uses) = usage::of(sample, id, token.permissions, now) {
        usage_days::add(tx, &[uses]).await?;
    }
    let object = Object { id: id.uuid(), label: sample.name };
    acting::record(tx, state, &BY, Some(tenant), EventKind::TokenIssued, object, Change::default())?;
    if sample.revoked {
        tokens::revoke(tx, tenant, id, now).await?;
        let change = Change { before: None, after: Some(json!({ "status": "revoked" })) };
        acting::record(tx, state, &BY, Some(tenant), EventKind::TokenRevoked, object, change)?;
    }
    Ok(())
}

fn broken(what: impl std::fmt::Display) -> Error {
    Error::internal(format!("the demo's own data: {what}"))
}
