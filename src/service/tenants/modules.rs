//! Enables and disables modules in a tenant.

use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::module::{Module, switched};
use crate::domain::person::Action;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::service::{self, Act};
use crate::store::tenants::stopping::{self, ModuleLoss};
use crate::store::{Tx, modules};

/// The list of modules as a person saves it. Modules that they did not switch stay as they are, even if others
/// changed them meanwhile.
#[derive(Clone, Debug, Default)]
pub struct ModuleChoice<'a> {
    /// The slugs that were enabled when the list was shown.
    pub shown: Vec<&'a str>,
    /// The slugs of the checked modules.
    pub ticked: Vec<&'a str>,
    /// How many tokens lose a module, as shown to the person.
    pub seen: i64,
}

impl ModuleChoice<'_> {
    /// Whether the module was enabled when the list was shown.
    pub fn was_shown(&self, module: &Module) -> bool {
        self.shown.contains(&module.slug.as_str())
    }

    /// Whether the module is checked.
    pub fn is_ticked(&self, module: &Module) -> bool {
        self.ticked.contains(&module.slug.as_str())
    }

    /// The person's change to the module, if any.
    fn switched(&self, module: &Module) -> Option<bool> {
        switched(self.was_shown(module), self.is_ticked(module))
    }
}

/// The result of saving the list.
#[derive(Clone, Debug)]
pub enum Saved {
    /// The changes are saved. The current tenant.
    Done(Tenant),
    /// A checked module is no longer in the catalogue; nothing changed.
    UnknownModule,
    /// More tokens lose a module than the person was shown; nothing changed.
    MoreTokens {
        /// The current tenant.
        tenant: Tenant,
        /// Each module that tokens lose, and how many do.
        losing: Vec<(Module, ModuleLoss)>,
        /// How many tokens lose a module in total.
        affected: i64,
    },
}

/// Enables and disables modules in the request's tenant. Writes no event for a module that is already in that state.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::Forbidden`] for enabling a module that only owners enable.
pub async fn save(act: &Act<'_>, choice: &ModuleChoice<'_>) -> Result<Saved> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    let now = tx.now();
    let catalogue = modules::all(&mut tx).await?;
    if choice.ticked.iter().any(|slug| catalogue.iter().all(|module| module.slug != *slug)) {
        return Ok(Saved::UnknownModule);
    }
    let off = catalogue.iter().filter(|module| choice.switched(module) == Some(false));
    let losing = losing(&mut tx, &tenant, off, now).await?;
    let affected = losing.iter().map(|(_, losing)| losing.own.saturating_add(losing.foreign)).sum();
    if affected > choice.seen {
        return Ok(Saved::MoreTokens { tenant, losing, affected });
    }
    // Others may still disable it, because that only removes access.
    let owner = tx.person()?.may_everywhere(Action::ManageModules);
    let reserved = |module: &Module| module.owners_only && choice.switched(module) == Some(true);
    if !owner && catalogue.iter().any(reserved) {
        return Err(Error::Forbidden);
    }
    for module in &catalogue {
        let Some(on) = choice.switched(module) else { continue };
        let done = if on {
            modules::enable(&mut tx, tenant.id, module.id, now).await?
        } else {
            modules::disable(&mut tx, tenant.id, module.id).await?
        };
        // If someone else was faster, the change is made and recorded already.
        if done {
            let object = Object { id: module.id.uuid(), label: &module.name };
            let kind = if on { EventKind::ModuleEnabled } else { EventKind::ModuleDisabled };
            tx.record(Some(tenant.id), kind, object, service::modules::switched(on)?)?;
        }
    }
    tx.commit().await?;
    Ok(Saved::Done(tenant))
}

/// Those of the modules that active tokens would lose, each with the number of tokens.
async fn losing(
    tx: &mut Tx,
    tenant: &Tenant,
    off: impl Iterator<Item = &Module>,
    now: Timestamp,
) -> Result<Vec<(Module, ModuleLoss)>> {
    let enabled = modules::enabled(tx, &[tenant.id]).await?;
    let mut losing = Vec::new();
    for module in off.filter(|module| enabled.has(tenant.id, module.id)) {
        let found = stopping::by_module(tx, tenant.id, module.id, now).await?;
        if found.own > 0 || found.foreign > 0 {
            losing.push((module.clone(), found));
        }
    }
    Ok(losing)
}
