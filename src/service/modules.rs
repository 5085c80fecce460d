//! Creates, changes and deletes modules of the platform's catalogue.

use serde_json::json;

use super::{Act, AuthorizedTx, Change};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::ModuleId;
use crate::domain::module::Module;
use crate::domain::text::{Name, Slug};
use crate::error::{Error, Result};
use crate::store::{Tx, modules};

/// A module to create.
#[derive(Clone, Debug)]
pub struct NewModule {
    /// Its display name.
    pub name: Name,
    /// The slug that proxies and the API use.
    pub slug: Slug,
    /// Whether only owners can enable it.
    pub owners_only: bool,
}

/// The settings of a module that can be changed.
#[derive(Clone, Debug)]
pub struct ModuleSettings {
    /// Its display name.
    pub name: Name,
    /// Whether only owners can enable it.
    pub owners_only: bool,
}

/// The result of creating a module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Created {
    /// It is in the catalogue. No tenant has it enabled yet.
    Done,
    /// Another module has this slug; nothing changed.
    SlugTaken,
}

/// The result of deleting a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deleted {
    /// It was deleted, from the tenants too; the module as it was.
    Done(Module),
    /// A token or an API client that is not revoked has it; nothing changed.
    InUse,
}

/// The module with this slug, unless it is built in.
///
/// # Errors
/// [`Error::NotFound`] if there is none, or it is built in.
pub async fn find_changeable(tx: &mut Tx, slug: &str) -> Result<Module> {
    let found = modules::find_by_slug(tx, slug).await?;
    found.filter(|module| !module.built_in).ok_or(Error::NotFound)
}

/// Adds a module to the catalogue.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::Limit`] if the catalogue is full.
pub async fn create(act: &Act<'_>, new: &NewModule) -> Result<Created> {
    let mut tx = act.begin().await?;
    let id = ModuleId::new(tx.now(), &tx.state().entropy)?;
    let created = insert(&mut tx, id, new).await?;
    if created == Created::Done {
        tx.commit().await?;
    }
    Ok(created)
}

/// The same within a larger transaction, which must be dropped after [`Created::SlugTaken`].
///
/// # Errors
/// As [`create`].
pub(super) async fn insert(tx: &mut AuthorizedTx, id: ModuleId, new: &NewModule) -> Result<Created> {
    let now = tx.now();
    match modules::insert(tx, id, &new.name, &new.slug, now).await {
        Ok(()) => {}
        Err(error) if error.is_duplicate() => return Ok(Created::SlugTaken),
        Err(error) => return Err(error.into()),
    }
    if new.owners_only {
        modules::set_owners_only(tx, id, true, now).await?;
    }
    let object = Object { id: id.uuid(), label: new.name.as_str() };
    let after =
        json!({ "name": new.name.as_str(), "slug": new.slug.as_str(), "owners_only": new.owners_only });
    tx.record(None, EventKind::ModuleCreated, object, Change { before: None, after: Some(after) })?;
    Ok(Created::Done)
}

/// Changes a module. Does nothing, and writes no event, if it has these settings.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::NotFound`] if there is no such module, or it is built in.
pub async fn update(act: &Act<'_>, slug: &str, settings: &ModuleSettings) -> Result<()> {
    let ModuleSettings { name, owners_only } = settings;
    let mut tx = act.begin().await?;
    modules::lock(&mut tx, slug).await?;
    let module = find_changeable(&mut tx, slug).await?;
    let renamed = name.as_str() != module.name;
    if !renamed && *owners_only == module.owners_only {
        return Ok(());
    }
    let now = tx.now();
    if !modules::rename(&mut tx, module.id, name, now).await? {
        return Err(Error::NotFound);
    }
    modules::set_owners_only(&mut tx, module.id, *owners_only, now).await?;
    let object = Object { id: module.id.uuid(), label: name.as_str() };
    let change = Change {
        before: Some(json!({ "name": module.name, "owners_only": module.owners_only })),
        after: Some(json!({ "name": name.as_str(), "owners_only": owners_only })),
    };
    let kind = if renamed { EventKind::ModuleRenamed } else { EventKind::ModuleChanged };
    tx.record(None, kind, object, change)?;
    tx.commit().await
}

/// Deletes a module, and disables it in every tenant.
///
/// # Errors
/// As [`update`].
pub async fn delete(act: &Act<'_>, slug: &str) -> Result<Deleted> {
    let mut tx = act.begin().await?;
    modules::lock(&mut tx, slug).await?;
    let module = find_changeable(&mut tx, slug).await?;
    let tenants = modules::tenants_with(&mut tx, module.id).await?;
    match modules::delete(&mut tx, module.id).await {
        Ok(true) => {}
        Ok(false) => return Err(Error::NotFound),
        Err(error) if error.is_in_use() => return Ok(Deleted::InUse),
        Err(error) => return Err(error.into()),
    }
    let object = Object { id: module.id.uuid(), label: &module.name };
    for tenant in &tenants {
        // The audit log of each tenant records that it lost the module.
        tx.record(Some(tenant.id), EventKind::ModuleDisabled, object, switched(false))?;
    }
    let before = json!({ "name": module.name, "slug": module.slug, "owners_only": module.owners_only });
    tx.record(None, EventKind::ModuleDeleted, object, Change { before: Some(before), after: None })?;
    tx.commit().await?;
    Ok(Deleted::Done(module))
}

/// The change of enabling or disabling a module in a tenant, for the audit log.
pub(super) fn switched(enabled: bool) -> Change {
    Change { before: Some(json!({ "enabled": !enabled })), after: Some(json!({ "enabled": enabled })) }
}
