//! Administration from the command line: creating users, resetting passwords, and the owner named in the settings.

use crate::auth::password::{self, Lane, Password, Passwords, WeakPassword};
use crate::config::{Bootstrap, NewPerson, Secret};
use crate::domain::id::UserId;
use crate::domain::person::{Action, Reach};
use crate::domain::text::Email;
use crate::i18n::Locale;
use crate::service::Act;
use crate::service::people::{self, Created, NewUser};
use crate::state::State;
use crate::store::{self, database::instance, people::users, tenants};

/// The actor in audit events.
const BY: &str = "command line";

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
    Weak(#[from] WeakPassword),
    /// The bootstrap owner's password is too weak.
    #[error("setting bootstrap-password (LATCHKEY_BOOTSTRAP_PASSWORD): {0}")]
    WeakBootstrap(#[source] WeakPassword),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] password::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The change failed and was rolled back.
    #[error(transparent)]
    Failed(#[from] crate::error::Error),
}

type Result<T> = std::result::Result<T, AdminError>;

/// `admin create`: creates a user with a role, everywhere or in the given tenants. Creating an owner closes the
/// first-run setup.
///
/// # Errors
/// [`AdminError`]; nothing is created then.
pub async fn create(state: &State, person: &NewPerson, password: &Secret) -> Result<UserId> {
    create_as(state, person, password, false).await
}

/// Like [`create`], with a generated password that the user must change at the first sign-in.
///
/// # Errors
/// As [`create`].
pub async fn create_with_generated(state: &State, person: &NewPerson, password: &Secret) -> Result<UserId> {
    create_as(state, person, password, true).await
}

async fn create_as(state: &State, person: &NewPerson, password: &Secret, generated: bool) -> Result<UserId> {
    let reach = reach_of(state, person).await?;
    let hash = hash(state, &person.email, &reach, password).await?;
    let new = NewUser {
        email: &person.email,
        password_hash: &hash,
        must_change_password: generated,
        role: person.role,
        tenants: &person.tenants,
        language: person.language.map(Locale::tag),
    };
    match people::create(&Act::system(BY, state), &new).await? {
        Created::Done(id) => Ok(id),
        Created::EmailTaken => Err(AdminError::Taken(person.email.clone())),
        Created::UnknownTenant(slug) => Err(AdminError::NoTenant(slug.to_string())),
        Created::OwnerInTenant => Err(AdminError::OwnerInTenant),
        Created::NoTenant => Err(AdminError::NoTenantGiven),
    }
}

/// The tenants that the new user will see.
async fn reach_of(state: &State, person: &NewPerson) -> Result<Reach> {
    if person.tenants.is_empty() {
        return Ok(Reach::Everywhere);
    }
    let slugs: Vec<String> = person.tenants.iter().map(ToString::to_string).collect();
    let found = tenants::by_slugs(&mut state.db.read().await?, &Reach::Everywhere, &slugs).await?;
    Ok(Reach::Below(found.into_iter().map(|tenant| tenant.id).collect()))
}

/// `admin reset-password`: sets a new password, ends the user's sessions and the bulk actions they started, and
/// clears the failures that throttle their sign-in.
///
/// # Errors
/// [`AdminError`]; nothing changes then.
pub async fn reset_password(state: &State, email: &Email, password: &Secret) -> Result<()> {
    reset_as(state, email, password, false).await
}

/// Like [`reset_password`], with a generated password that the user must change at the next sign-in.
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
    if people::reset_password(&Act::system(BY, state), email, &hash, generated).await? {
        Ok(())
    } else {
        Err(AdminError::Unknown(email.clone()))
    }
}

/// Creates the owner named in the settings if no user exists yet; returns `false` if one does. Replicas that start
/// together create only one.
pub async fn bootstrap(state: &State, wanted: &Bootstrap) -> Result<bool> {
    // Checked before hashing, so that later starts don't check and hash a password that is no longer used.
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
    Ok(people::create_first_owner(&Act::system("settings", state), &wanted.email, &hash).await?)
}

/// `reach`: the tenants whose names the password must not be made of.
async fn hash(state: &State, email: &Email, reach: &Reach, password: &Secret) -> Result<String> {
    let password = Password::new(password.expose().to_owned());
    let about = password::about(&mut state.db.read().await?, email.as_str(), reach).await?;
    // Its own queue: this process does not serve requests yet.
    Ok(Passwords::default().hash_new(Lane::Stranger, password, about, &state.entropy).await??)
}
