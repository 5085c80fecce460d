//! Creates tenants and changes their settings; the other changes are in a file each.

pub mod modules;
pub mod parent;
pub mod slugs;
pub mod status;

use serde::Serialize;

use super::{Act, AuthorizedTx, Change};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TenantId;
use crate::domain::person::Action;
use crate::domain::tenant::{Tenant, TenantSettings};
use crate::error::{Error, Result};
use crate::store;
use crate::store::tenants;
use crate::store::tenants::tree::{self, Moved, RelatedTenant};

/// A tenant to create.
#[derive(Clone, Debug)]
pub struct NewTenant<'a> {
    /// Its settings.
    pub settings: &'a TenantSettings,
    /// The slug of its parent, if any; it need not exist.
    pub parent: Option<&'a str>,
}

/// Why a tenant cannot be saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Problem {
    /// Another tenant has this name.
    NameTaken,
    /// Another tenant has or had this slug.
    SlugTaken,
    /// No tenant has the parent's slug.
    UnknownParent,
    /// There would be too many levels.
    TooDeep,
}

/// The result of creating a tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Created {
    /// It was created.
    Done,
    /// Nothing was created, for all of these reasons.
    Refused(Vec<Problem>),
}

/// The result of saving a tenant's settings.
#[derive(Clone, Debug)]
pub enum Updated {
    /// They are saved.
    Done,
    /// The slug would change, which has to be confirmed first; nothing changed. The current tenant.
    SlugUnconfirmed(Tenant),
    /// Nothing changed, for this reason.
    Refused(Problem),
}

/// Creates a tenant.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::Limit`] if the maximum number of tenants is reached.
pub async fn create(act: &Act<'_>, new: &NewTenant<'_>) -> Result<Created> {
    let mut tx = act.begin().await?;
    tree::hold(&mut tx).await?;
    let mut problems = Vec::new();
    let mut parent = None;
    if let Some(slug) = new.parent {
        parent = tenants::find_by_slug(&mut tx, slug).await?;
        problems.extend(parent.is_none().then_some(Problem::UnknownParent));
    }
    let id = TenantId::new(tx.now(), &tx.state().entropy)?;
    problems.extend(insert(&mut tx, id, new.settings).await?);
    if !problems.is_empty() {
        return Ok(Created::Refused(problems));
    }
    if let Some(parent) = parent {
        let now = tx.now();
        match tree::set_parent(&mut tx, id, Some(parent.id), now).await? {
            Moved::Done => {}
            Moved::Circle | Moved::TooDeep => return Ok(Created::Refused(vec![Problem::TooDeep])),
        }
        let name = new.settings.name.as_str();
        parent::record(&mut tx, (id, name), None, Some(&RelatedTenant::from(&parent)))?;
    }
    tx.commit().await?;
    Ok(Created::Done)
}

/// Creates a top-level tenant within a larger transaction, which must be dropped after a [`Problem`].
///
/// # Errors
/// [`Error::Limit`] if the maximum number of tenants is reached.
pub(super) async fn insert(
    tx: &mut AuthorizedTx,
    id: TenantId,
    settings: &TenantSettings,
) -> Result<Option<Problem>> {
    let now = tx.now();
    if let Err(error) = tenants::insert(tx, id, settings, now).await {
        return taken(error).map(Some);
    }
    let object = Object { id: id.uuid(), label: settings.name.as_str() };
    let change = Change::only_after(&Snapshot::new(settings))?;
    tx.record(Some(id), EventKind::TenantCreated, object, change)?;
    Ok(None)
}

/// Saves the settings of the request's tenant. A different slug is saved only if `slug_confirmed`.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::Forbidden`] for a different slug without the right to change it.
pub async fn update(act: &Act<'_>, settings: &TenantSettings, slug_confirmed: bool) -> Result<Updated> {
    let mut tx = act.begin().await?;
    // Read again, because another person may have saved since the request arrived.
    let tenant = tx.tenant()?;
    let new_slug = settings.slug.as_str() != tenant.slug;
    if new_slug && !tx.person()?.may(Action::ChangeSlug, &tenant.lineage) {
        return Err(Error::Forbidden);
    }
    let now = tx.now();
    // Tried in any case, so that a name or slug that is taken is reported before the slug is confirmed.
    if let Err(error) = tenants::update(&mut tx, tenant.id, settings, now).await {
        return taken(error).map(Updated::Refused);
    }
    if new_slug && !slug_confirmed {
        return Ok(Updated::SlugUnconfirmed(tenant));
    }
    let object = Object { id: tenant.id.uuid(), label: settings.name.as_str() };
    let change = Change::between(&Snapshot::of(&tenant), &Snapshot::new(settings))?;
    tx.record(Some(tenant.id), EventKind::TenantChanged, object, change)?;
    tx.commit().await?;
    Ok(Updated::Done)
}

fn taken(error: store::Error) -> Result<Problem> {
    if error.is_taken_name() {
        Ok(Problem::NameTaken)
    } else if error.is_duplicate() {
        Ok(Problem::SlugTaken)
    } else {
        Err(error.into())
    }
}

/// A tenant's settings in audit events.
#[derive(Serialize)]
struct Snapshot<'a> {
    name: &'a str,
    slug: &'a str,
    time_zone: &'a str,
    language: &'a str,
}

impl<'a> Snapshot<'a> {
    fn of(tenant: &'a Tenant) -> Self {
        Self {
            name: &tenant.name,
            slug: &tenant.slug,
            time_zone: tenant.zone.name(),
            language: &tenant.language,
        }
    }

    fn new(settings: &'a TenantSettings) -> Self {
        Self {
            name: settings.name.as_str(),
            slug: settings.slug.as_str(),
            time_zone: settings.zone.name(),
            language: settings.language,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::{Name, Slug};

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let settings = TenantSettings {
            name: Name::parse("Acme").unwrap(),
            slug: Slug::parse("acme").unwrap(),
            zone: chrono_tz::Europe::Berlin,
            language: "de",
        };
        let stored = serde_json::to_string(&Snapshot::new(&settings)).unwrap();
        assert_eq!(stored, r#"{"name":"Acme","slug":"acme","time_zone":"Europe/Berlin","language":"de"}"#);
    }
}
