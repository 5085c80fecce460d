//! Adds the demo's sample data, in one transaction.

use super::apps::Snapshot as AppSnapshot;
use super::tokens::snapshot;
use super::{Act, AuthorizedTx, Change, modules as module_changes, tenants as tenant_changes};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::{AppId, ModuleId, TenantId};
use crate::domain::tenant::TenantSettings;
use crate::domain::text::{Name, Slug};
use crate::domain::token::NewToken;
use crate::error::{Error, Result};
use crate::store::usage::days::{self as usage_days, Uses};
use crate::store::{apps, modules, tokens};

/// The sample data. References are IDs.
#[derive(Default)]
pub struct Samples {
    /// Top-level tenants.
    pub tenants: Vec<(TenantId, TenantSettings)>,
    /// Modules.
    pub modules: Vec<SampleModule>,
    /// Apps.
    pub apps: Vec<SampleApp>,
    /// Tokens.
    pub tokens: Vec<SampleToken>,
}

/// A module, and the tenants that have it enabled.
pub struct SampleModule {
    /// Its ID.
    pub id: ModuleId,
    /// Its name and its slug.
    pub module: module_changes::NewModule,
    /// The tenants that have it enabled.
    pub tenants: Vec<TenantId>,
}

/// An app.
pub struct SampleApp {
    /// Its ID.
    pub id: AppId,
    /// Its tenant.
    pub tenant: TenantId,
    /// Its display name.
    pub name: Name,
    /// The slug that the API uses.
    pub slug: Slug,
}

/// A token, its usage and its status.
pub struct SampleToken {
    /// The token.
    pub token: NewToken,
    /// Its usage, if any.
    pub uses: Option<Uses>,
    /// Whether it is revoked.
    pub revoked: bool,
}

/// Adds the samples to an empty database; `creator` is the name of the tokens' creator.
///
/// # Errors
/// If the database cannot be written to, or already contains something with the same name.
pub async fn add(act: &Act<'_>, samples: &Samples, creator: &str) -> Result<()> {
    let mut tx = act.begin().await?;
    for (id, settings) in &samples.tenants {
        if tenant_changes::insert(&mut tx, *id, settings).await?.is_some() {
            return Err(Error::Conflict);
        }
    }
    for sample in &samples.modules {
        add_module(&mut tx, sample).await?;
    }
    let now = tx.now();
    for SampleApp { id, tenant, name, slug } in &samples.apps {
        apps::insert(&mut tx, *tenant, *id, name, slug, now).await?;
        let object = Object { id: id.uuid(), label: name.as_str() };
        let change = Change::only_after(&AppSnapshot { name: name.as_str(), slug: Some(slug.as_str()) })?;
        tx.record(Some(*tenant), EventKind::AppCreated, object, change)?;
    }
    for sample in &samples.tokens {
        add_token(&mut tx, sample, creator).await?;
    }
    tx.commit().await
}

async fn add_module(tx: &mut AuthorizedTx, sample: &SampleModule) -> Result<()> {
    let SampleModule { id, module, tenants } = sample;
    if module_changes::insert(tx, *id, module).await? != module_changes::Created::Done {
        return Err(Error::Conflict);
    }
    let now = tx.now();
    let object = Object { id: id.uuid(), label: module.name.as_str() };
    for tenant in tenants {
        modules::enable(tx, *tenant, *id, now).await?;
        tx.record(Some(*tenant), EventKind::ModuleEnabled, object, module_changes::switched(true)?)?;
    }
    Ok(())
}

async fn add_token(tx: &mut AuthorizedTx, sample: &SampleToken, creator: &str) -> Result<()> {
    let SampleToken { token, uses, revoked } = sample;
    tokens::insert(tx, token, creator).await?;
    if let Some(uses) = uses {
        usage_days::add(tx, std::slice::from_ref(uses)).await?;
    }
    let object = Object { id: token.id.uuid(), label: token.labels.name.as_str() };
    tx.record(Some(token.tenant), EventKind::TokenIssued, object, Change::default())?;
    if *revoked {
        let now = tx.now();
        tokens::revoke(tx, token.tenant, token.id, now).await?;
        tx.record(Some(token.tenant), EventKind::TokenRevoked, object, snapshot::sample_revoked()?)?;
    }
    Ok(())
}
