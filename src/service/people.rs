//! Creates users, for the command line, the settings and the first-run setup.

use serde::Serialize;

use super::{Act, AuthorizedTx, Change, bulk, tenants as tenant_changes};
use crate::auth::throttle;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::{TenantId, UserId};
use crate::domain::person::{Assignment, Role};
use crate::domain::tenant::TenantSettings;
use crate::domain::text::{Email, Slug};
use crate::error::{Error, Result};
use crate::store::{
    database::instance,
    people::{sessions, users},
    tenants,
};

/// A user to create.
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    /// The address they sign in with.
    pub email: &'a Email,
    /// The hash of their password.
    pub password_hash: &'a str,
    /// Whether they must change their password at the first sign-in.
    pub must_change_password: bool,
    /// Their role.
    pub role: Role,
    /// The slugs of the tenants the role applies to; empty for everywhere.
    pub tenants: &'a [Slug],
    /// Their language; `None` follows their browser.
    pub language: Option<&'a str>,
}

/// The result of creating a user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Created {
    /// The user was created.
    Done(UserId),
    /// Another user has this address; nothing changed.
    EmailTaken,
    /// No tenant has this slug; nothing changed.
    UnknownTenant(Slug),
    /// An owner's role applies to every tenant; nothing changed.
    OwnerInTenant,
    /// A tenant administrator needs a tenant; nothing changed.
    NoTenant,
}

/// The first owner and the first tenant.
#[derive(Clone, Debug)]
pub struct Setup<'a> {
    /// The owner's ID, which audit events name as the actor.
    pub owner: UserId,
    /// The address they sign in with.
    pub email: &'a Email,
    /// The hash of their password.
    pub password_hash: &'a str,
    /// The settings of the tenant.
    pub tenant: &'a TenantSettings,
}

/// Creates a user. An owner closes the first-run setup.
///
/// # Errors
/// 401 or 403 if the right has ended.
pub async fn create(act: &Act<'_>, new: &NewUser<'_>) -> Result<Created> {
    let mut tx = act.begin().await?;
    if users::find_account(&mut tx, new.email).await?.is_some() {
        return Ok(Created::EmailTaken);
    }
    let mut places = Vec::new();
    for slug in new.tenants {
        match tenants::find_by_slug(&mut tx, slug.as_str()).await? {
            Some(tenant) => places.push(Some(tenant.id)),
            None => return Ok(Created::UnknownTenant(slug.clone())),
        }
    }
    match new.role {
        Role::Owner if !places.is_empty() => return Ok(Created::OwnerInTenant),
        Role::TenantAdmin if places.is_empty() => return Ok(Created::NoTenant),
        _ if places.is_empty() => places.push(None),
        _ => {}
    }
    let now = tx.now();
    if new.role == Role::Owner {
        instance::claim_owner(&mut tx, now).await?;
    }
    let id = insert(&mut tx, new, &places).await?;
    if new.must_change_password {
        users::must_change_password(&mut tx, id, now).await?;
    }
    tx.commit().await?;
    Ok(Created::Done(id))
}

/// Creates the first owner if no user exists; returns whether it did. Replicas that start together create only one.
///
/// # Errors
/// If the database cannot be written to.
pub async fn create_first_owner(act: &Act<'_>, email: &Email, password_hash: &str) -> Result<bool> {
    let mut tx = act.begin().await?;
    let now = tx.now();
    if !instance::claim_owner(&mut tx, now).await? || users::any(&mut tx).await? {
        return Ok(false);
    }
    let role = Role::Owner;
    let new =
        NewUser { email, password_hash, must_change_password: false, role, tenants: &[], language: None };
    insert(&mut tx, &new, &[None]).await?;
    tx.commit().await?;
    Ok(true)
}

/// Creates the first owner and the first tenant, both or neither.
///
/// # Errors
/// [`Error::NotFound`] if there is an owner already; [`Error::Conflict`] if the tenant's name or slug was taken
/// meanwhile.
pub async fn set_up(act: &Act<'_>, setup: &Setup<'_>) -> Result<()> {
    let Setup { owner, email, password_hash, tenant } = setup;
    let mut tx = act.begin().await?;
    let now = tx.now();
    // The second of two submissions finds setup closed, and creates nothing.
    if !instance::claim_owner(&mut tx, now).await? {
        return Err(Error::NotFound);
    }
    users::create(&mut tx, *owner, email, password_hash, None, now).await?;
    users::assign(&mut tx, *owner, Assignment { role: Role::Owner, tenant: None }, now).await?;
    let object = Object { id: owner.uuid(), label: email.as_str() };
    let change = Change::only_after(&Snapshot {
        email: email.as_str(),
        role: Role::Owner.name(),
        tenants: None,
        language: None,
    })?;
    tx.record(None, EventKind::UserCreated, object, change)?;
    let id = TenantId::new(now, &tx.state().entropy)?;
    if tenant_changes::insert(&mut tx, id, tenant).await?.is_some() {
        return Err(Error::Conflict);
    }
    tx.commit().await
}

/// Sets a new password, ends the user's sessions and bulk actions, and clears the failures that throttle their
/// sign-in; `false` if no user has this address.
///
/// # Errors
/// If the database cannot be written to.
pub async fn reset_password(
    act: &Act<'_>,
    email: &Email,
    password_hash: &str,
    must_change: bool,
) -> Result<bool> {
    let mut tx = act.begin().await?;
    let Some(account) = users::find_account(&mut tx, email).await? else { return Ok(false) };
    let now = tx.now();
    users::set_password(&mut tx, account.id, password_hash, now).await?;
    if must_change {
        users::must_change_password(&mut tx, account.id, now).await?;
    }
    sessions::delete_all_of(&mut tx, account.id).await?;
    throttle::forget_account(&mut tx, act.state(), email.as_str()).await?;
    bulk::stop_all_of(&mut tx, account.id).await?;
    let object = Object { id: account.id.uuid(), label: email.as_str() };
    tx.record(None, EventKind::PasswordReset, object, Change::default())?;
    tx.commit().await?;
    Ok(true)
}

async fn insert(tx: &mut AuthorizedTx, new: &NewUser<'_>, places: &[Option<TenantId>]) -> Result<UserId> {
    let now = tx.now();
    let id = UserId::new(now, &tx.state().entropy)?;
    users::create(tx, id, new.email, new.password_hash, new.language, now).await?;
    for place in places {
        // A tenant named twice is assigned once.
        users::assign(tx, id, Assignment { role: new.role, tenant: *place }, now).await?;
    }
    let tenants: Vec<String> = places.iter().flatten().map(ToString::to_string).collect();
    let object = Object { id: id.uuid(), label: new.email.as_str() };
    let change = Change::only_after(&Snapshot {
        email: new.email.as_str(),
        role: new.role.name(),
        tenants: Some(tenants),
        language: Some(new.language),
    })?;
    tx.record(None, EventKind::UserCreated, object, change)?;
    Ok(id)
}

/// A user in audit events. The first owner has neither tenants nor language yet.
#[derive(Serialize)]
struct Snapshot<'a> {
    email: &'a str,
    role: &'static str,
    /// Their IDs.
    #[serde(skip_serializing_if = "Option::is_none")]
    tenants: Option<Vec<String>>,
    /// `Some(None)` follows the browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Option<&'a str>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let stored = |tenants, language| {
            let user = Snapshot { email: "a@example.org", role: Role::Auditor.name(), tenants, language };
            serde_json::to_string(&user).unwrap()
        };
        assert_eq!(
            stored(Some(vec!["x".to_owned()]), Some(None)),
            r#"{"email":"a@example.org","role":"auditor","tenants":["x"],"language":null}"#
        );
        assert_eq!(stored(None, None), r#"{"email":"a@example.org","role":"auditor"}"#);
    }
}
