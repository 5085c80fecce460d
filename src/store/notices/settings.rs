//! The recipients of notifications in a tenant: email addresses and a webhook.

use uuid::Uuid;

use crate::domain::id::TenantId;
use crate::domain::notice::Kinds;
use crate::domain::time::Timestamp;
use crate::store::{Error, Result, Tx, on, sql};

sql! {
    FIND = "SELECT kinds, emails, webhook_url, secret_id, secret_made_at, old_secret_id, old_secret_until
            FROM notification_settings WHERE tenant_id = $1";
    // A tenant that had no recipients for expirations starts with upcoming ones. Kinds from 8 are about expirations.
    SAVE = "INSERT INTO notification_settings (tenant_id, kinds, emails, webhook_url, secret_id, secret_made_at,
                scanned_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
            ON CONFLICT (tenant_id) DO UPDATE SET kinds = excluded.kinds, emails = excluded.emails,
                webhook_url = excluded.webhook_url,
                secret_id = COALESCE(notification_settings.secret_id, excluded.secret_id),
                secret_made_at = COALESCE(notification_settings.secret_made_at, excluded.secret_made_at), updated_at = excluded.updated_at,
                scanned_at = CASE
                    WHEN notification_settings.kinds < 8 OR (notification_settings.emails = ''
                        AND notification_settings.webhook_url IS NULL) THEN excluded.scanned_at
                    ELSE notification_settings.scanned_at END";
    REPLACE_SECRET = "UPDATE notification_settings SET old_secret_id = secret_id, old_secret_until = $4, secret_id = $3,
                          secret_made_at = $5, updated_at = $5
                      WHERE tenant_id = $1 AND secret_id = $2";
}

/// Recipients, and the kinds of notices they get.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recipients {
    pub kinds: Kinds,
    /// Email addresses.
    pub emails: Vec<String>,
    /// The webhook's address.
    pub webhook: Option<String>,
    /// The secret that signs its requests; kept when the address is removed.
    pub secret: Option<Secret>,
    /// The previous secret, and until when it also signs.
    pub old_secret: Option<(Uuid, Timestamp)>,
}

/// A webhook's signing secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Secret {
    /// The ID it is derived from.
    pub id: Uuid,
    /// Since when it signs.
    pub made_at: Timestamp,
}

impl Recipients {
    /// Whether there are no recipients.
    pub(crate) const fn is_nobody(&self) -> bool {
        self.emails.is_empty() && self.webhook.is_none()
    }

    /// The IDs of the secrets that sign at this time, newest first.
    pub(crate) fn signing(&self, now: Timestamp) -> Vec<Uuid> {
        let old = self.old_secret.filter(|(_, until)| now < *until);
        self.secret.map(|secret| secret.id).into_iter().chain(old.map(|(id, _)| id)).collect()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    kinds: i64,
    emails: String,
    webhook_url: Option<String>,
    secret_id: Option<Uuid>,
    secret_made_at: Option<i64>,
    old_secret_id: Option<Uuid>,
    old_secret_until: Option<i64>,
}

/// The recipients of a tenant; empty if none were set.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub async fn find(tx: &mut Tx, tenant: TenantId) -> Result<Recipients> {
    let row: Option<Row> =
        on!(tx, conn => sqlx::query_as(FIND).bind(tenant.uuid()).fetch_optional(conn).await)?;
    let Some(row) = row else { return Ok(Recipients::default()) };
    let moment = Timestamp::from_micros;
    Ok(Recipients {
        kinds: Kinds::from_bits(row.kinds).ok_or(Error::Corrupt("notification_settings.kinds"))?,
        emails: lines(&row.emails),
        webhook: row.webhook_url,
        secret: row.secret_id.zip(row.secret_made_at).map(|(id, at)| Secret { id, made_at: moment(at) }),
        old_secret: row.old_secret_id.zip(row.old_secret_until.map(moment)),
    })
}

/// The addresses in a column with one per line.
pub(in crate::store) fn lines(emails: &str) -> Vec<String> {
    emails.lines().map(str::to_owned).collect()
}

/// Sets the recipients. Existing secrets are kept, so that if two people set a webhook concurrently, only one of them
/// creates its secret.
///
/// # Errors
/// If the database fails.
pub async fn save(tx: &mut Tx, tenant: TenantId, recipients: &Recipients, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE)
        .bind(tenant.uuid()).bind(recipients.kinds.bits()).bind(recipients.emails.join("\n"))
        .bind(recipients.webhook.as_deref())
        .bind(recipients.secret.map(|secret| secret.id))
        .bind(recipients.secret.map(|secret| secret.made_at.micros()))
        .bind(now.micros())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Replaces the secret `present` with `new`; the old one also signs until `until`. `false` if `present` is not the
/// current one, so that of two concurrent replacements only one succeeds.
///
/// # Errors
/// If the database fails.
pub async fn replace_secret(
    tx: &mut Tx,
    tenant: TenantId,
    present: Uuid,
    new: Uuid,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(REPLACE_SECRET)
        .bind(tenant.uuid()).bind(present).bind(new).bind(until.micros()).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
