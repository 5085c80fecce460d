//! Administration from the command line: creating users, resetting passwords, and the owner named in the settings.

use serde_json::json;

use crate::auth::acting::{self, Change};
use crate::auth::password::{self, Lane, Password, Passwords, Weak};
use crate::auth::throttle;
use crate::config::{Bootstrap, NewPerson, Secret};
use crate::domain::audit::{Object, Origin};
use crate::domain::event::EventKind;
use crate::domain::id::{TenantId, UserId};
use crate::domain::person::{Action, Assignment, Reach, Role};
use crate::domain::random::NoEntropy;
use crate::domain::text::Email;
use crate::i18n::Locale;
use crate::service::{AuthorizedTx, bulk};
use crate::state::State;
use crate::store::{
    self, Tx,
    database::instance,
    people::{sessions, users},
    tenants,
};

/// Why a command failed, worded for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// A user with this address already exists.
    #[error("{0} already exists; to reset the password, run: latchkey admin reset-password --email {0}")]
    Taken(Email),
    /// No user has this address.
    #[error("there is no user {0}")]
    Unknown(Email),
    /// No tenant has this slug.
    #[error("there is no tenant {0}")]
    NoTenant(String),
    /// An owner's role applies to every tenant.
    #[error("an owner has access to every tenant: remove --tenant, or choose --role tenant-admin")]
    OwnerInTenant,
    /// A tenant administrator needs at least one tenant.
    #[error("a tenant administrator needs at least one --tenant")]
    NoTenantGiven,
    /// The password is too weak.
    #[error(transparent)]
    Weak(#[from] Weak),
    /// The password of the owner that the settings name is not taken.
    #[error("setting bootstrap-password (LATCHKEY_BOOTSTRAP_PASSWORD): {0}")]
    WeakBootstrap(Weak),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] password::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// No ID could be generated.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The audit event could not be written, so nothing was changed.
    #[error("audit: {0}")]
    Audit(#[from] crate::error::Error),
}

type Result<T> = std::result::Result<T, AdminError>;

/// `admin create`: creates a user with a role, everywhere or in the given tenants. Creating an owner closes the
/// first-run setup.
///
/// # Errors
/// [`AdminError`]; nothing is made then.
pub async fn create(state: &State, person: &NewPerson, password: &Secret) -> Result<UserId> {
    create_as(state, person, password, false).await
}

/// The same with a password that was made for them: they choose one of their own when they sign in first.
///
/// # Errors
/// As [`create`].
pub async fn create_with_generated(state: &State, person: &NewPerson, password: &Secret) -> Result<UserId> {
    create_as(state, person, password, true).await
}

async fn create_as(state: &State, person: &NewPerson, password: &Secret, generated: bool) -> Result<UserId> {
    let reach = reach_of(state, person).await?;
    let hash = hash(state, &person.email, &reach, password).await?;
    let mut tx = state.db.write().await?;
    if users::find_account(&mut tx, &person.email).await?.is_some() {
        return Err(AdminError::Taken(person.email.clone()));
    }
    let mut places = Vec::new();
    for slug in &person.tenants {
        let tenant = tenants::find_by_slug(&mut tx, slug.as_str()).await?;
        places.push(Some(tenant.ok_or_else(|| AdminError::NoTenant(slug.to_string()))?.id));
    }
    match person.role {
        Role::Owner if !places.is_empty() => return Err(AdminError::OwnerInTenant),
        Role::TenantAdmin if places.is_empty() => return Err(AdminError::NoTenantGiven),
        _ if places.is_empty() => places.push(None),
        _ => {}
    }
    if person.role == Role::Owner {
        instance::claim_owner(&mut tx, state.now()).await?;
    }
    let language = person.language.map(Locale::tag);
    let origin = Origin::system("command line");
    let id = make(state, &mut tx, &person.email, &hash, language, person.role, &places, &origin).await?;
    if generated {
        users::must_change_password(&mut tx, id, state.now()).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// The tenants that a person to be made will see.
async fn reach_of(state: &State, person: &NewPerson) -> Result<Reach> {
    if person.tenants.is_empty() {
        return Ok(Reach::Everywhere);
    }
    let slugs: Vec<String> = person.tenants.iter().map(ToString::to_string).collect();
    let found = tenants::by_slugs(&mut state.db.read().await?, &Reach::Everywhere, &slugs).await?;
    Ok(Reach::Below(found.into_iter().map(|tenant| tenant.id).collect()))
}

/// `admin reset-password`: sets a new password, ends all sessions of the user and the bulk actions they started, and clears the failures that throttle
/// their sign-in.
///
/// # Errors
/// [`AdminError`]; nothing is changed then.
pub async fn reset_password(state: &State, email: &Email, password: &Secret) -> Result<()> {
    reset_as(state, email, password, false).await
}

/// The same with a password that was made for them: they choose one of their own when they sign in next.
///
/// # Errors
/// As [`reset_password`].
pub async fn reset_to_generated(state: &State, email: &Email, password: &Secret) -> Result<()> {
    reset_as(state, email, password, true).await
}

async fn reset_as(state: &State, email: &Email, password: &Secret, generated: bool) -> Result<()> {
    let mut tx = state.db.read().await?;
    let account = users::find_account(&mut tx, email).await?;
    let id = account.ok_or_else(|| AdminError::Unknown(email.clone()))?.id;
    let person = users::find_signed_in(&mut tx, id).await?.map(|found| found.person);
    drop(tx);
    let reach = person.map_or(Reach::Below(Vec::new()), |person| person.reach(Action::ReadTenant));
    let hash = hash(state, email, &reach, password).await?;
    let mut tx = AuthorizedTx::unattended(state, Origin::system("command line")).await?;
    let account =
        users::find_account(&mut tx, email).await?.ok_or_else(|| AdminError::Unknown(email.clone()))?;
    users::set_password(&mut tx, account.id, &hash, state.now()).await?;
    if generated {
        users::must_change_password(&mut tx, account.id, state.now()).await?;
    }
    sessions::delete_all_of(&mut tx, account.id).await?;
    throttle::forget_account(&mut tx, state, email.as_str()).await?;
    let object = Object { id: account.id.uuid(), label: email.as_str() };
    bulk::stop_all_of(&mut tx, account.id).await?;
    tx.record(None, EventKind::PasswordReset, object, Change::default())?;
    tx.commit().await?;
    Ok(())
}

/// Creates the owner named in the settings if there is no user yet; returns `false` if there was nothing to do.
/// Replicas that start together create one owner.
pub async fn bootstrap(state: &State, wanted: &Bootstrap) -> Result<bool> {
    // Checked first, so that a later start doesn't check and hash an unused password.
    let mut tx = state.db.read().await?;
    if instance::has_owner(&mut tx).await? || users::any(&mut tx).await? {
        return Ok(false);
    }
    drop(tx);
    let hash =
        hash(state, &wanted.email, &Reach::Everywhere, &wanted.password).await.map_err(
            |error| match error {
                AdminError::Weak(weak) => AdminError::WeakBootstrap(weak),
                other => other,
            },
        )?;
    let mut tx = state.db.write().await?;
    if !instance::claim_owner(&mut tx, state.now()).await? || users::any(&mut tx).await? {
        return Ok(false);
    }
    let origin = Origin::system("settings");
    make(state, &mut tx, &wanted.email, &hash, None, Role::Owner, &[None], &origin).await?;
    tx.commit().await?;
    Ok(true)
}

/// `reach` are the tenants whose names the password must not be made of.
async fn hash(state: &State, email: &Email, reach: &Reach, password: &Secret) -> Result<String> {
    let password = Password::new(password.expose().to_owned());
    let about = password::about(&mut state.db.read().await?, email.as_str(), reach).await?;
    // Its own queue: this process does not serve requests yet.
    Ok(Passwords::default().hash_new(Lane::Stranger, password, about, &state.entropy).await??)
}

#[expect(
    clippy::too_many_arguments,
    reason = "these are all the parts of a user, and both callers have them"
)]
async fn make(
    state: &State,
    tx: &mut Tx,
    email: &Email,
    password_hash: &str,
    language: Option<&str>,
    role: Role,
    places: &[Option<TenantId>],
    origin: &Origin,
) -> Result<UserId> {
    let now = state.now();
    let id = UserId::new(now, &state.entropy)?;
    users::create(tx, id, email, password_hash, language, now).await?;
    for place in places {
        // A tenant named twice is assigned once.
        users::assign(tx, id, Assignment { role, tenant: *place }, now).await?;
    }
    let tenants: Vec<String> = places.iter().flatten().map(ToString::to_string).collect();
    let object = Object { id: id.uuid(), label: email.as_str() };
    let after =
        json!({ "email": email.as_str(), "role": role.name(), "tenants": tenants, "language": language });
    let change = Change { before: None, after: Some(after) };
    acting::record(tx, state, origin, None, EventKind::UserCreated, object, change)?;
    Ok(id)
}
