//! What can be chosen for a token: tenants, modules, an app. The rules stand here; how a mistake is told is the
//! caller's affair.

use crate::domain::app::App;
use crate::domain::id::TenantId;
use crate::domain::module::Module;
use crate::domain::person::Reach;
use crate::error::Result;
use crate::service::visible::{Readable, Shown};
use crate::store::tenants::Listed;
use crate::store::{Tx, apps, modules, tenants};

/// Why something cannot be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Misfit {
    /// No tenant was named.
    NoTenants,
    /// A tenant that does not exist, or is out of reach.
    UnknownTenants,
    /// This tenant is disabled.
    DisabledTenant(String),
    /// The tenant has no such app.
    UnknownApp,
    /// The catalogue has no such module.
    UnknownModules,
    /// A module is not enabled in these tenants, which the token reaches.
    NotEnabled {
        /// The module's name.
        module: String,
        /// The tenants, as far as they may be named.
        tenants: Shown,
    },
}

/// What was chosen, or why it cannot be.
pub type Chosen<T> = std::result::Result<T, Misfit>;

/// The tenants of these slugs, at least one, all of them within `reach` and none disabled, in the order of names.
///
/// # Errors
/// When the database fails.
pub async fn tenants(tx: &mut Tx, reach: &Reach, slugs: &[String]) -> Result<Chosen<Vec<Listed>>> {
    if slugs.is_empty() {
        return Ok(Err(Misfit::NoTenants));
    }
    let found = tenants::by_slugs(tx, reach, slugs).await?;
    for slug in slugs.iter().filter(|slug| found.iter().all(|tenant| tenant.slug != **slug)) {
        // It may be an alias of one that was found.
        let tenant = tenants::find_by_slug(tx, slug).await?;
        if tenant.is_none_or(|tenant| found.iter().all(|found| found.id != tenant.id)) {
            return Ok(Err(Misfit::UnknownTenants));
        }
    }
    let disabled = found.iter().find(|tenant| tenant.disabled).map(|tenant| tenant.name.clone());
    Ok(disabled.map_or(Ok(found), |name| Err(Misfit::DisabledTenant(name))))
}

/// The app of that slug. Only the token's own tenant has apps for it, wherever else it reaches.
///
/// # Errors
/// When the database fails.
pub async fn app(tx: &mut Tx, tenant: TenantId, slug: &str) -> Result<Chosen<App>> {
    Ok(apps::find_by_slug(tx, tenant, slug).await?.ok_or(Misfit::UnknownApp))
}

/// The modules of these slugs, in the order of names. Each has to be enabled in each of the tenants `reached`; in all
/// tenants (`None`) any module of the catalogue will do, because which tenants have it changes without the token.
///
/// # Errors
/// When the database fails.
pub async fn modules(
    tx: &mut Tx,
    slugs: &[String],
    reached: Option<&[(TenantId, String)]>,
    readable: &Readable,
) -> Result<Chosen<Vec<Module>>> {
    let catalogue = modules::all(tx).await?;
    if slugs.iter().any(|slug| catalogue.iter().all(|module| module.slug != *slug)) {
        return Ok(Err(Misfit::UnknownModules));
    }
    let chosen: Vec<Module> = catalogue.into_iter().filter(|module| slugs.contains(&module.slug)).collect();
    let Some(reached) = reached else { return Ok(Ok(chosen)) };
    let ids: Vec<TenantId> = reached.iter().map(|(id, _)| *id).collect();
    let enabled = modules::enabled(tx, &ids).await?;
    for module in &chosen {
        let lacking = enabled.lacking(module.id, &ids);
        if !lacking.is_empty() {
            let lacking = reached.iter().filter(|(id, _)| lacking.contains(id));
            let tenants = readable.named(lacking.map(|(id, name)| (*id, name)));
            return Ok(Err(Misfit::NotEnabled { module: module.name.clone(), tenants }));
        }
    }
    Ok(Ok(chosen))
}
