//! Notices, written so that they can't be lost or sent twice: those about a change in its transaction, those about an
//! upcoming expiration by the first replica that finds it. Each has a delivery per recipient.

pub mod deliveries;
pub mod settings;

use uuid::Uuid;

use crate::domain::event::EventKind;
use crate::domain::id::{TenantId, TokenId, first_id};
use crate::domain::limits::NOTICES;
use crate::domain::notice::{Channel, Kinds, Notice, Window, delivery_id};
use crate::domain::time::Timestamp;
use crate::store::notices::settings::Recipients;
use crate::store::portions::DeletableRows;
use crate::store::statement::{Arg, Statement};
use crate::store::{Error, Result, Tx, on, sql};

sql! {
    // The token is read in the transaction that changed it.
    OF_CHANGE = "INSERT INTO notices (id, tenant_id, kind, token_id, token_name, expires_at, occurred_at)
                 SELECT $1, tenant_id, $2, id, name, expires_at, $3 FROM tokens WHERE id = $4";
    INSERT = "INSERT INTO notices (id, tenant_id, kind, token_id, token_name, expires_at, announces, occurred_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    DELIVER = "INSERT INTO deliveries (id, notice_id, tenant_id, channel, target, state, due_at, created_at)
               VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $6) ON CONFLICT (id) DO NOTHING";
    // Kinds from 8 are about expirations.
    WATCHED = "SELECT s.tenant_id, s.kinds, s.scanned_at, t.disabled_at
               FROM notification_settings s JOIN tenants t ON t.id = s.tenant_id
               WHERE s.kinds >= 8 AND (s.emails <> '' OR s.webhook_url IS NOT NULL) AND s.tenant_id > $1
               ORDER BY s.tenant_id LIMIT $2";
    // Uses the index tokens_by_expiry, which has the same expression.
    ENDING = "SELECT id, name, COALESCE(expires_at, 9223372036854775807) AS ends_at FROM tokens
              WHERE tenant_id = $1 AND expires_at IS NOT NULL AND COALESCE(expires_at, 9223372036854775807) <= $2
                  AND (COALESCE(expires_at, 9223372036854775807) > $3
                      OR (COALESCE(expires_at, 9223372036854775807) = $3 AND id > $4))
                  AND COALESCE(expires_at, 9223372036854775807) >= $3
                  AND revoked_at IS NULL AND disabled_at IS NULL
                  AND created_at < COALESCE(expires_at, 9223372036854775807) - $5
              ORDER BY COALESCE(expires_at, 9223372036854775807), id LIMIT $6";
    SCANNED = "UPDATE notification_settings SET scanned_at = $3 WHERE tenant_id = $1 AND scanned_at = $2";
    CROWDED = "SELECT tenant_id FROM notices GROUP BY tenant_id HAVING COUNT(*) > $1";
}

/// A tenant's notices are trimmed to their limit with one in this many new notices,
const TRIMMED_EACH: u8 = 64;
/// deleting at most this many of them.
const TRIM: i64 = 200;

/// Writes notices for the audit events of this transaction, so that committed changes are always notified and
/// rolled-back ones never. A notice has the ID of its event.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(in crate::store) async fn note_changes(tx: &mut Tx) -> Result<()> {
    let noticed = tx.pending().entries().iter().filter_map(|entry| {
        let (tenant, token) = (entry.chain.0?, entry.object_id?);
        let kind = EventKind::from_name(&entry.action)?.notice()?;
        Some((tenant, token, kind, entry.id, Timestamp::from_micros(entry.at)))
    });
    let noticed: Vec<_> = noticed.collect();
    // A transaction that changes many tokens changes them in a single tenant.
    let mut known: Option<(TenantId, Recipients)> = None;
    for (tenant, token, kind, id, at) in noticed {
        let recipients = match known.take().filter(|(of, _)| *of == tenant) {
            Some((_, recipients)) => recipients,
            None => settings::find(tx, tenant).await?,
        };
        if recipients.kinds.contains(kind) && !recipients.is_nobody() {
            on!(&mut *tx, conn => sqlx::query(OF_CHANGE)
                .bind(id).bind(kind.name()).bind(at.micros()).bind(token)
                .execute(conn).await.map(|_| ()))?;
            deliver(tx, id, tenant, &recipients, at).await?;
        }
        known = Some((tenant, recipients));
    }
    Ok(())
}

/// Writes a notice with a delivery for each of `recipients`; `false` if it exists already, because there is only one
/// per kind and expiration of a token.
///
/// # Errors
/// If the database fails.
pub(crate) async fn insert(tx: &mut Tx, notice: &Notice, recipients: &Recipients) -> Result<bool> {
    let token = notice.token.as_ref();
    let made = on!(&mut *tx, conn => sqlx::query(INSERT)
        .bind(notice.id).bind(notice.tenant.uuid()).bind(notice.kind.name())
        .bind(token.map(|(id, _)| id.uuid())).bind(token.map_or("", |(_, name)| name.as_str()))
        .bind(notice.expires_at.map(Timestamp::micros)).bind(notice.announces().map(Timestamp::micros))
        .bind(notice.occurred_at.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if made == 1 {
        deliver(tx, notice.id, notice.tenant, recipients, notice.occurred_at).await?;
    }
    Ok(made == 1)
}

async fn deliver(tx: &mut Tx, notice: Uuid, tenant: TenantId, to: &Recipients, at: Timestamp) -> Result<()> {
    // The end of an ID is random. One in this many new notices deletes those above the limit, and as many more as
    // will be added until the next time.
    if notice.as_bytes().last().is_some_and(|last| last % TRIMMED_EACH == 0) {
        trim(tx, tenant, NOTICES, TRIM).await?;
    }
    let emails = to.emails.iter().map(|address| (Channel::Email, address.as_str()));
    let webhook = to.webhook.iter().map(|_| (Channel::Webhook, ""));
    for (channel, target) in emails.chain(webhook) {
        on!(&mut *tx, conn => sqlx::query(DELIVER)
            .bind(delivery_id(notice, channel, target).uuid()).bind(notice).bind(tenant.uuid())
            .bind(channel.name()).bind(target).bind(at.micros())
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

/// A tenant with recipients for expirations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotifiedTenant {
    pub tenant: TenantId,
    /// The kinds they are notified of.
    pub kinds: Kinds,
    /// Up to when expirations were checked.
    pub scanned_at: Timestamp,
    /// Whether the tenant is disabled, so that its tokens don't work anyway.
    pub disabled: bool,
}

/// Tenants with recipients for expirations: at most `limit`, after `after`.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn watched(tx: &mut Tx, after: Option<TenantId>, limit: i64) -> Result<Vec<NotifiedTenant>> {
    let after = after.map_or(Uuid::nil(), TenantId::uuid);
    let rows: Vec<(Uuid, i64, i64, Option<i64>)> =
        on!(tx, conn => sqlx::query_as(WATCHED).bind(after).bind(limit).fetch_all(conn).await)?;
    let watched = |(tenant, kinds, scanned_at, disabled_at): (Uuid, i64, i64, Option<i64>)| {
        Ok(NotifiedTenant {
            tenant: tenant.into(),
            kinds: Kinds::from_bits(kinds).ok_or(Error::Corrupt("notification_settings.kinds"))?,
            scanned_at: Timestamp::from_micros(scanned_at),
            disabled: disabled_at.is_some(),
        })
    };
    rows.into_iter().map(watched).collect()
}

/// A token that expires.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExpiringToken {
    pub id: TokenId,
    pub name: String,
    /// When it expires.
    pub at: Timestamp,
}

/// Tokens of a tenant that a notice is due for, neither disabled nor revoked, in the order of expiration: at most
/// `limit`, after the token `after`.
///
/// # Errors
/// If the database fails.
pub(crate) async fn ending(
    tx: &mut Tx,
    tenant: TenantId,
    window: &Window,
    after: Option<&ExpiringToken>,
    limit: i64,
) -> Result<Vec<ExpiringToken>> {
    let (from, last) = after.map_or((window.after, Uuid::max()), |token| (token.at, token.id.uuid()));
    let ahead = window.ahead.num_microseconds().unwrap_or(i64::MAX);
    let rows: Vec<(Uuid, String, i64)> = on!(tx, conn => sqlx::query_as(ENDING)
        .bind(tenant.uuid()).bind(window.until.micros()).bind(from.micros()).bind(last).bind(ahead).bind(limit)
        .fetch_all(conn).await)?;
    let ending = |(id, name, at): (Uuid, String, i64)| ExpiringToken {
        id: id.into(),
        name,
        at: Timestamp::from_micros(at),
    };
    Ok(rows.into_iter().map(ending).collect())
}

/// Stores up to when the expirations of a tenant's tokens were checked; `false` if another replica did so meanwhile.
///
/// # Errors
/// If the database fails.
pub(crate) async fn scanned(tx: &mut Tx, tenant: TenantId, last: Timestamp, now: Timestamp) -> Result<bool> {
    let rows = on!(tx, conn => sqlx::query(SCANNED)
        .bind(tenant.uuid()).bind(last.micros()).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Deletes at most `limit` notices from before `before`, with their deliveries; returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn delete_old(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    ROWS.at_most(limit)
        .delete(tx, |statement| {
            statement.push("id < ").bind(Arg::Id(first_id(before))).push(" ORDER BY id");
        })
        .await
}

/// Deletes at most `limit` notices of a tenant, with their deliveries, except the newest `keep`; returns how many.
///
/// # Errors
/// If the database fails.
pub(crate) async fn trim(tx: &mut Tx, tenant: TenantId, keep: i64, limit: i64) -> Result<u64> {
    ROWS.but(keep)
        .at_most(limit)
        .delete(tx, |statement| {
            statement.push("tenant_id = ").bind(Arg::Id(tenant.uuid())).push(" ORDER BY id DESC");
        })
        .await
}

/// Tenants with more notices than `bound`.
///
/// # Errors
/// If the database fails.
pub(crate) async fn crowded(tx: &mut Tx, bound: i64) -> Result<Vec<TenantId>> {
    let rows: Vec<(Uuid,)> = on!(tx, conn => sqlx::query_as(CROWDED).bind(bound).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(tenant,)| tenant.into()).collect())
}

const ROWS: DeletableRows = DeletableRows::of("notices", "id");

/// Removes pending and failed deliveries to addresses that are no longer recipients, and to a removed webhook.
///
/// # Errors
/// If the database fails.
pub(crate) async fn forget_others(tx: &mut Tx, tenant: TenantId, recipients: &Recipients) -> Result<()> {
    let mut statement = Statement::new("DELETE FROM deliveries WHERE tenant_id = ");
    statement.bind(Arg::Id(tenant.uuid()));
    statement.push(" AND state IN ('waiting', 'failed') AND target NOT IN ('*'");
    // No address is a star, and the webhook's target is empty.
    for email in &recipients.emails {
        statement.push(", ").bind(Arg::Text(email.clone()));
    }
    if recipients.webhook.is_some() {
        statement.push(", ''");
    }
    statement.push(")");
    statement.execute(tx).await
}
