//! Creates, changes and deletes modules of the platform's catalogue.

use serde::Serialize;

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
    let change = Change::only_after(&Snapshot {
        name: new.name.as_str(),
        slug: Some(new.slug.as_str()),
        owners_only: new.owners_only,
    })?;
    tx.record(None, EventKind::ModuleCreated, object, change)?;
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
    let change = Change::between(
        &Snapshot { slug: None, ..Snapshot::of(&module) },
        &Snapshot { name: name.as_str(), slug: None, owners_only: *owners_only },
    )?;
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
        // Each tenant's own log says that it lost the module.
        tx.record(Some(tenant.id), EventKind::ModuleDisabled, object, switched(false)?)?;
    }
    tx.record(None, EventKind::ModuleDeleted, object, Change::only_before(&Snapshot::of(&module))?)?;
    tx.commit().await?;
    Ok(Deleted::Done(module))
}

/// A module in audit events.
#[derive(Serialize)]
struct Snapshot<'a> {
    name: &'a str,
    /// It never changes, so changes leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    slug: Option<&'a str>,
    owners_only: bool,
}

impl<'a> Snapshot<'a> {
    fn of(module: &'a Module) -> Self {
        Self { name: &module.name, slug: Some(&module.slug), owners_only: module.owners_only }
    }
}

/// A tenant's module in audit events.
#[derive(Serialize)]
struct TenantSnapshot {
    enabled: bool,
}

/// Enabling a module in a tenant, or disabling it.
pub(super) fn switched(enabled: bool) -> Result<Change> {
    Change::between(&TenantSnapshot { enabled: !enabled }, &TenantSnapshot { enabled })
}

#[cfg(test)]
mod tests {
    use serde_json::to_string;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let module = Module {
            id: Uuid::nil().into(),
            slug: "devices".to_owned(),
            name: "Devices".to_owned(),
            built_in: false,
            owners_only: true,
        };
        let all = Snapshot::of(&module);
        assert_eq!(to_string(&all).unwrap(), r#"{"name":"Devices","slug":"devices","owners_only":true}"#);
        let changed = Snapshot { slug: None, ..all };
        assert_eq!(to_string(&changed).unwrap(), r#"{"name":"Devices","owners_only":true}"#);
        let switched = switched(true).unwrap();
        assert_eq!(switched.before.unwrap().to_string(), r#"{"enabled":false}"#);
        assert_eq!(switched.after.unwrap().to_string(), r#"{"enabled":true}"#);
    }
}
