//! Creates, renames and deletes apps, for people and tokens alike.

use serde::Serialize;

use super::granting::{Denied, Holder, Verdict};
use super::{Act, AuthorizedTx};
use crate::domain::app::App;
use crate::domain::audit::{Actor, Object};
use crate::domain::event::EventKind;
use crate::domain::id::AppId;
use crate::domain::tenant::Tenant;
use crate::domain::text::{Name, Slug};
use crate::error::{Error, Result};
use crate::service::Change;
use crate::store::idempotency::{self, Claim, IdempotencyKey};
use crate::store::{Tx, apps};

/// An app to be created.
#[derive(Clone, Copy, Debug)]
pub struct AppInput<'a> {
    /// Its name.
    pub name: &'a Name,
    /// Its slug, which can't be changed later.
    pub slug: &'a Slug,
    /// The `Idempotency-Key` of a token's request.
    pub key: Option<&'a IdempotencyKey>,
}

/// An app and its tenant after a change.
#[derive(Clone, Debug)]
pub struct TenantApp {
    /// The tenant.
    pub tenant: Tenant,
    /// The app.
    pub app: App,
}

/// The result of creating an app. Only the first variant is a change.
#[derive(Debug)]
pub enum Created {
    /// It was created.
    Done(Box<TenantApp>),
    /// The same request created this app before; `None` if it no longer exists.
    Repeated(Option<App>),
    /// The `Idempotency-Key` was used for a different request.
    KeyReused,
    /// Another app of the tenant has this slug.
    SlugTaken,
    /// The presented token lacks the right.
    Denied(Denied),
}

/// Creates an app.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::Limit`] if the tenant has the maximum number of apps; otherwise if the
/// database fails.
pub async fn create(act: &Act<'_>, input: &AppInput<'_>) -> Result<Created> {
    let mut tx = act.begin().await?;
    let (tenant, now) = (tx.tenant()?, tx.now());
    let (id, slug) = (AppId::new(now, &act.state().entropy)?, input.slug.as_str());
    if let Some(key) = input.key {
        let caller = tx.presented()?;
        match idempotency::claim(&mut tx, caller.id, key, id.uuid(), now).await? {
            Claim::New => {}
            Claim::Made(before) => {
                let app = apps::find_by_slug(&mut tx, tenant.id, slug).await?;
                return Ok(Created::Repeated(app.filter(|app| app.id.uuid() == before)));
            }
            Claim::Taken => return Ok(Created::KeyReused),
        }
    }
    if let Some(denial) = denial(&mut tx, |own| own.may_name(None)).await? {
        return Ok(Created::Denied(denial));
    }
    match apps::insert(&mut tx, tenant.id, id, input.name, input.slug, now).await {
        Ok(()) => {}
        Err(error) if error.is_duplicate() => return Ok(Created::SlugTaken),
        Err(error) => return Err(error.into()),
    }
    let object = Object { id: id.uuid(), label: input.name.as_str() };
    let change = Change::only_after(&Snapshot { name: input.name.as_str(), slug: Some(slug) })?;
    tx.record(Some(tenant.id), EventKind::AppCreated, object, change)?;
    let app = find(&mut tx, &tenant, slug).await?;
    tx.commit().await?;
    Ok(Created::Done(Box::new(TenantApp { tenant, app })))
}

/// The result of renaming an app.
#[derive(Debug)]
pub enum Renamed {
    /// It has the new name.
    Done(Box<TenantApp>),
    /// The presented token lacks the right; nothing changed.
    Denied(Denied),
}

/// Renames the app with this slug. With its current name, or none, nothing changes and nothing is recorded. `check`
/// may refuse, given the current app.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::NotFound`] if the tenant has no such app; the errors of `check`;
/// otherwise if the database fails.
pub async fn rename(
    act: &Act<'_>,
    slug: &str,
    name: Option<&Name>,
    check: impl FnOnce(&App) -> Result<()>,
) -> Result<Renamed> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    let app = hold(&mut tx, &tenant, slug).await?;
    check(&app)?;
    if let Some(denial) = denial(&mut tx, |own| own.may_name(Some(&app))).await? {
        return Ok(Renamed::Denied(denial));
    }
    if let Some(name) = name.filter(|name| name.as_str() != app.name) {
        let now = tx.now();
        if !apps::rename(&mut tx, tenant.id, app.id, name, now).await? {
            return Err(Error::NotFound);
        }
        let object = Object { id: app.id.uuid(), label: name.as_str() };
        let named = |name| Snapshot { name, slug: None };
        let change = Change::between(&named(&app.name), &named(name.as_str()))?;
        tx.record(Some(tenant.id), EventKind::AppRenamed, object, change)?;
    }
    let app = find(&mut tx, &tenant, slug).await?;
    tx.commit().await?;
    Ok(Renamed::Done(Box::new(TenantApp { tenant, app })))
}

/// The result of deleting an app. Only the first variant is a change.
#[derive(Debug)]
pub enum Deleted {
    /// It was deleted; the app as it was.
    Done(Box<TenantApp>),
    /// A token that is not revoked is bound to it.
    InUse,
    /// The presented token lacks the right.
    Denied(Denied),
}

/// Deletes the app with this slug, unless a token that is not revoked is bound to it. `check` may refuse, given the
/// app.
///
/// # Errors
/// As [`rename`].
pub async fn delete(act: &Act<'_>, slug: &str, check: impl FnOnce(&App) -> Result<()>) -> Result<Deleted> {
    let mut tx = act.begin().await?;
    let tenant = tx.tenant()?;
    let app = hold(&mut tx, &tenant, slug).await?;
    check(&app)?;
    if let Some(denial) = denial(&mut tx, Holder::may_delete_apps).await? {
        return Ok(Deleted::Denied(denial));
    }
    match apps::delete(&mut tx, tenant.id, app.id).await {
        Ok(true) => {}
        Ok(false) => return Err(Error::NotFound),
        Err(error) if error.is_in_use() => return Ok(Deleted::InUse),
        Err(error) => return Err(error.into()),
    }
    let object = Object { id: app.id.uuid(), label: &app.name };
    let change = Change::only_before(&Snapshot { name: &app.name, slug: Some(&app.slug) })?;
    tx.record(Some(tenant.id), EventKind::AppDeleted, object, change)?;
    tx.commit().await?;
    Ok(Deleted::Done(Box::new(TenantApp { tenant, app })))
}

/// An app in audit events.
#[derive(Serialize)]
pub(super) struct Snapshot<'a> {
    pub(super) name: &'a str,
    /// It never changes, so changes leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) slug: Option<&'a str>,
}

/// The tenant's app of that slug, held until the transaction ends.
async fn hold(tx: &mut Tx, tenant: &Tenant, slug: &str) -> Result<App> {
    apps::lock(tx, tenant.id, slug).await?;
    find(tx, tenant, slug).await
}

async fn find(tx: &mut Tx, tenant: &Tenant, slug: &str) -> Result<App> {
    apps::find_by_slug(tx, tenant.id, slug).await?.ok_or(Error::NotFound)
}

/// Checks the right of a presented token. For a person, the route's rule has decided.
async fn denial(tx: &mut AuthorizedTx, may: impl FnOnce(&Holder) -> Verdict) -> Result<Option<Denied>> {
    match tx.origin().actor {
        Actor::Token(..) => {
            let caller = tx.presented()?;
            let own = Holder::find(tx, &caller).await?;
            Ok(may(&own).err())
        }
        Actor::User(..) | Actor::System(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::to_string;

    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let all = Snapshot { name: "Grafana", slug: Some("grafana") };
        assert_eq!(to_string(&all).unwrap(), r#"{"name":"Grafana","slug":"grafana"}"#);
        assert_eq!(to_string(&Snapshot { slug: None, ..all }).unwrap(), r#"{"name":"Grafana"}"#);
    }
}
