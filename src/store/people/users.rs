//! Users: the address they sign in with, their password hash, language and roles.

use uuid::Uuid;

use crate::domain::id::UserId;
use crate::domain::person::{Assignment, Person, Role};
use crate::domain::text::Email;
use crate::domain::time::Timestamp;
use crate::store::{Error, Result, Tx, on, sql};

sql! {
    CREATE = "INSERT INTO users (id, email, password_hash, language, created_at, updated_at)
              VALUES ($1, $2, $3, $4, $5, $5)";
    ANY = "SELECT count(*) FROM (SELECT 1 FROM users LIMIT 1) AS found";
    FIND_ACCOUNT = "SELECT id, password_hash, disabled_at FROM users WHERE email = $1";
    FIND_SIGNED_IN = "SELECT id, email, password_hash, language, must_change_password FROM users WHERE id = $1 AND disabled_at IS NULL";
    ASSIGNMENTS = "SELECT role, tenant_id FROM role_assignments WHERE user_id = $1
                   ORDER BY created_at, role, tenant_id NULLS FIRST";
    SET_PASSWORD = "UPDATE users SET password_hash = $2, must_change_password = 0, updated_at = $3 WHERE id = $1";
    CHANGE_PASSWORD = "UPDATE users SET password_hash = $3, must_change_password = 0, updated_at = $4
                       WHERE id = $1 AND password_hash = $2";
    MUST_CHANGE = "UPDATE users SET must_change_password = 1, updated_at = $2 WHERE id = $1";
    SET_LANGUAGE = "UPDATE users SET language = $2, updated_at = $3 WHERE id = $1";
    ASSIGN = "INSERT INTO role_assignments (user_id, role, tenant_id, created_at) VALUES ($1, $2, $3, $4)
              ON CONFLICT DO NOTHING";
}

/// What sign-in needs to know about an account.
pub struct Account {
    pub id: UserId,
    /// The password hash, in PHC format.
    pub password_hash: String,
    /// Whether they may not sign in.
    pub is_disabled: bool,
}

/// The user of a presented session, with the password hash the session must have been opened with.
pub struct SignedIn {
    pub person: Person,
    /// Their password hash, in PHC format.
    pub password_hash: String,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: Uuid,
    password_hash: String,
    disabled_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct SignedInRow {
    id: Uuid,
    email: String,
    password_hash: String,
    language: Option<String>,
    must_change_password: i64,
}

#[derive(sqlx::FromRow)]
struct AssignmentRow {
    role: String,
    tenant_id: Option<Uuid>,
}

/// Creates a user without roles.
///
/// # Errors
/// An error that [`Error::is_duplicate`] if another user has this address; otherwise if the database fails.
pub(crate) async fn create(
    tx: &mut Tx,
    id: UserId,
    email: &Email,
    password_hash: &str,
    language: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(CREATE)
        .bind(id.uuid())
        .bind(email.as_str())
        .bind(password_hash)
        .bind(language)
        .bind(now.micros())
        .execute(conn)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Whether any user exists.
///
/// # Errors
/// If the database fails.
pub(crate) async fn any(tx: &mut Tx) -> Result<bool> {
    let (found,): (i64,) = on!(tx, conn => sqlx::query_as(ANY).fetch_one(conn).await)?;
    Ok(found > 0)
}

/// The account with this address, even if it is disabled.
///
/// # Errors
/// If the database fails.
pub async fn find_account(tx: &mut Tx, email: &Email) -> Result<Option<Account>> {
    let row: Option<AccountRow> =
        on!(tx, conn => sqlx::query_as(FIND_ACCOUNT).bind(email.as_str()).fetch_optional(conn).await)?;
    Ok(row.map(|row| Account {
        id: row.id.into(),
        password_hash: row.password_hash,
        is_disabled: row.disabled_at.is_some(),
    }))
}

/// A user with all roles; `None` if they don't exist or are disabled.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn find_signed_in(tx: &mut Tx, id: UserId) -> Result<Option<SignedIn>> {
    let row: Option<SignedInRow> =
        on!(tx, conn => sqlx::query_as(FIND_SIGNED_IN).bind(id.uuid()).fetch_optional(conn).await)?;
    let Some(row) = row else { return Ok(None) };
    let rows: Vec<AssignmentRow> =
        on!(tx, conn => sqlx::query_as(ASSIGNMENTS).bind(id.uuid()).fetch_all(conn).await)?;
    let assignments = rows.into_iter().map(assignment).collect::<Result<_>>()?;
    let person = Person {
        id: row.id.into(),
        email: row.email,
        language: row.language,
        assignments,
        must_change_password: row.must_change_password == 1,
    };
    Ok(Some(SignedIn { person, password_hash: row.password_hash }))
}

/// Records that a user's password was generated, so that they must change it before doing anything else; `false` if
/// they do not exist. [`set_password`] and [`change_password`] reset it.
///
/// # Errors
/// If the database cannot be written to.
pub(crate) async fn must_change_password(tx: &mut Tx, id: UserId, now: Timestamp) -> Result<bool> {
    let changed = on!(tx, conn => sqlx::query(MUST_CHANGE)
        .bind(id.uuid())
        .bind(now.micros())
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// Replaces the password hash of a user; `false` if they don't exist. It doesn't end their sessions: see
/// [`crate::store::people::sessions::delete_all_of`].
///
/// # Errors
/// If the database fails.
pub async fn set_password(tx: &mut Tx, id: UserId, password_hash: &str, now: Timestamp) -> Result<bool> {
    let changed = on!(tx, conn => sqlx::query(SET_PASSWORD)
        .bind(id.uuid())
        .bind(password_hash)
        .bind(now.micros())
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// Like [`set_password`], for a user who proved to know the password with the hash `old`; returns `false` and changes
/// nothing if the hash has changed. A password that was reset in the meantime, because it had leaked, stays reset.
///
/// # Errors
/// If the database fails.
pub async fn change_password(tx: &mut Tx, id: UserId, old: &str, new: &str, now: Timestamp) -> Result<bool> {
    let changed = on!(tx, conn => sqlx::query(CHANGE_PASSWORD)
        .bind(id.uuid())
        .bind(old)
        .bind(new)
        .bind(now.micros())
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// Sets the language of a user by its tag; `None` means automatic.
///
/// # Errors
/// If the database fails.
pub(crate) async fn set_language(
    tx: &mut Tx,
    id: UserId,
    language: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_LANGUAGE)
        .bind(id.uuid())
        .bind(language)
        .bind(now.micros())
        .execute(conn)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Assigns a role to a user; `false` if they already have it there.
///
/// # Errors
/// An error that [`Error::is_in_use`] if the user or the tenant was deleted; otherwise if the database fails.
pub async fn assign(tx: &mut Tx, id: UserId, assignment: Assignment, now: Timestamp) -> Result<bool> {
    let given = on!(tx, conn => sqlx::query(ASSIGN)
        .bind(id.uuid())
        .bind(assignment.role.name())
        .bind(assignment.tenant.map(|tenant| tenant.uuid()))
        .bind(now.micros())
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(given == 1)
}

fn assignment(row: AssignmentRow) -> Result<Assignment> {
    let role = Role::from_name(&row.role).ok_or(Error::Corrupt("role_assignments.role"))?;
    Ok(Assignment { role, tenant: row.tenant_id.map(Into::into) })
}
