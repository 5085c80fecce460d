//! Apps: making, renaming, deleting.

use serde_json::json;

use super::AuthorizedTx;
use crate::auth::acting::Change;
use crate::domain::app::App;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::{AppId, TenantId};
use crate::domain::text::{Name, Slug};
use crate::error::Result;
use crate::store::apps;

/// What making or deleting an app came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Done.
    Done,
    /// Nothing: the tenant has an app of that slug already. The transaction is of no more use.
    SlugTaken,
    /// Nothing: a token that is not revoked is bound to it. The transaction is of no more use.
    InUse,
    /// Nothing: it is gone already.
    Gone,
}

/// Makes an app.
pub async fn create(
    tx: &mut AuthorizedTx,
    tenant: TenantId,
    id: AppId,
    (name, slug): (&Name, &Slug),
) -> Result<Outcome> {
    let now = tx.now();
    match apps::insert(tx, tenant, id, name, slug, now).await {
        Ok(()) => {}
        Err(error) if error.is_duplicate() => return Ok(Outcome::SlugTaken),
        Err(error) => return Err(error.into()),
    }
    let object = Object { id: id.uuid(), label: name.as_str() };
    let after = json!({ "name": name.as_str(), "slug": slug.as_str() });
    let change = Change { before: None, after: Some(after) };
    tx.record(Some(tenant), EventKind::AppCreated, object, change)?;
    Ok(Outcome::Done)
}

/// Gives an app another name. The same name changes nothing, and nothing is told of it.
pub async fn rename(tx: &mut AuthorizedTx, app: &App, name: &Name) -> Result<Outcome> {
    let now = tx.now();
    if name.as_str() == app.name {
        return Ok(Outcome::Done);
    }
    if !apps::rename(tx, app.tenant, app.id, name, now).await? {
        return Ok(Outcome::Gone);
    }
    let object = Object { id: app.id.uuid(), label: name.as_str() };
    let change =
        Change { before: Some(json!({ "name": app.name })), after: Some(json!({ "name": name.as_str() })) };
    tx.record(Some(app.tenant), EventKind::AppRenamed, object, change)?;
    Ok(Outcome::Done)
}

/// Deletes an app that no token which is not revoked is bound to.
pub async fn delete(tx: &mut AuthorizedTx, app: &App) -> Result<Outcome> {
    match apps::delete(tx, app.tenant, app.id).await {
        Ok(true) => {}
        Ok(false) => return Ok(Outcome::Gone),
        Err(error) if error.is_in_use() => return Ok(Outcome::InUse),
        Err(error) => return Err(error.into()),
    }
    let object = Object { id: app.id.uuid(), label: &app.name };
    let change = Change { before: Some(json!({ "name": app.name, "slug": app.slug })), after: None };
    tx.record(Some(app.tenant), EventKind::AppDeleted, object, change)?;
    Ok(Outcome::Done)
}
