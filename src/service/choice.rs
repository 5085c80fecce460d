//! Checks the tenants, modules and app chosen for a token.

use crate::domain::app::App;
use crate::domain::id::TenantId;
use crate::domain::module::Module;
use crate::domain::person::Reach;
use crate::error::Result;
use crate::service::visible::{Readable, VisibleNames};
use crate::store::tenants::ListedTenant;
use crate::store::{Tx, apps, modules, tenants};

/// Why tenants cannot be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TenantsError {
    /// No tenant was named.
    Empty,
    /// A tenant does not exist, or is not visible to the caller.
    Unknown,
    /// This tenant is disabled.
    Disabled(String),
    /// Tenants were named, but the scope is not "selected".
    NotSelected,
}

/// The tenant has no such app.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AppError;

/// Why modules cannot be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ModulesError {
    /// A module does not exist.
    Unknown,
    /// A module is not enabled in these tenants, which the token would access.
    NotEnabled {
        /// The module's name.
        module: String,
        /// The tenants, named as far as the caller may see them.
        tenants: VisibleNames,
    },
}

/// The choice, or why it is invalid.
pub type Chosen<T, E> = std::result::Result<T, E>;

/// The tenants with these slugs, sorted by name: at least one, all within `reach`, none disabled.
///
/// # Errors
/// If the database fails.
pub async fn tenants(
    tx: &mut Tx,
    reach: &Reach,
    slugs: &[String],
) -> Result<Chosen<Vec<ListedTenant>, TenantsError>> {
    if slugs.is_empty() {
        return Ok(Err(TenantsError::Empty));
    }
    let found = tenants::by_slugs(tx, reach, slugs).await?;
    for slug in slugs.iter().filter(|slug| found.iter().all(|tenant| tenant.slug != **slug)) {
        // It may be an alias of a tenant that was found.
        let tenant = tenants::find_by_slug(tx, slug).await?;
        if tenant.is_none_or(|tenant| found.iter().all(|found| found.id != tenant.id)) {
            return Ok(Err(TenantsError::Unknown));
        }
    }
    let disabled = found.iter().find(|tenant| tenant.disabled).map(|tenant| tenant.name.clone());
    Ok(disabled.map_or(Ok(found), |name| Err(TenantsError::Disabled(name))))
}

/// The app with this slug. A token's app must belong to its home tenant, even if it can access others.
///
/// # Errors
/// If the database fails.
pub async fn app(tx: &mut Tx, tenant: TenantId, slug: &str) -> Result<Chosen<App, AppError>> {
    Ok(apps::find_by_slug(tx, tenant, slug).await?.ok_or(AppError))
}

/// The modules with these slugs, sorted by name. Each must be enabled in all of `reached`. For all tenants (`None`),
/// any module is valid, because the tenants that enable it change independently of the token.
///
/// # Errors
/// If the database fails.
pub async fn modules(
    tx: &mut Tx,
    slugs: &[String],
    reached: Option<&[(TenantId, String)]>,
    readable: &Readable,
) -> Result<Chosen<Vec<Module>, ModulesError>> {
    let catalogue = modules::all(tx).await?;
    if slugs.iter().any(|slug| catalogue.iter().all(|module| module.slug != *slug)) {
        return Ok(Err(ModulesError::Unknown));
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
            return Ok(Err(ModulesError::NotEnabled { module: module.name.clone(), tenants }));
        }
    }
    Ok(Ok(chosen))
}
