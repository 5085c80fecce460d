//! A tenant's notifications: its recipients, its webhook secret, tests, and failed deliveries.

use chrono::TimeDelta;
use serde::Serialize;
use uuid::Uuid;

use super::{Act, AuthorizedTx};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::{DeliveryId, new_id};
use crate::domain::notice::{Kind, Kinds, Notice};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::service::Change;
use crate::store::notices::settings::{Recipients, Secret};
use crate::store::notices::{self, deliveries};
use crate::store::tenants;

/// How long the old webhook secret also signs.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// The recipients to save.
#[derive(Clone, Debug)]
pub struct RecipientsInput {
    /// Email addresses.
    pub emails: Vec<String>,
    /// The webhook's address.
    pub webhook: Option<String>,
    /// The events they are notified of.
    pub kinds: Kinds,
}

/// The result of saving the recipients.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The tenant.
    pub tenant: Tenant,
    /// The ID of the webhook's secret if this created it, so that it can be shown.
    pub new_secret: Option<Uuid>,
}

/// Saves the tenant's recipients. The first webhook gets a secret.
///
/// # Errors
/// 401 or 403 if the right has ended; if the random generator or the database fails.
pub async fn save(act: &Act<'_>, input: RecipientsInput) -> Result<Saved> {
    let mut tx = act.begin().await?;
    let (tenant, now) = (tx.tenant()?, tx.now());
    tenants::lock(&mut tx, tenant.id).await?;
    let before = notices::settings::find(&mut tx, tenant.id).await?;
    let first = input.webhook.is_some() && before.secret.is_none();
    let secret = if first {
        Some(Secret { id: new_id(now, &act.state().entropy)?, made_at: now })
    } else {
        before.secret
    };
    let RecipientsInput { emails, webhook, kinds } = input;
    let after = Recipients { kinds, emails, webhook, secret, old_secret: before.old_secret };
    if after == before {
        return Ok(Saved { tenant, new_secret: None });
    }
    notices::settings::save(&mut tx, tenant.id, &after, now).await?;
    notices::forget_others(&mut tx, tenant.id, &after).await?;
    // If two requests set the first webhook concurrently, only one created its secret.
    let stored = notices::settings::find(&mut tx, tenant.id).await?.secret;
    let new_secret = stored.filter(|stored| first && Some(*stored) == secret).map(|secret| secret.id);
    let change = Change::between(&Snapshot::of(&before), &Snapshot::of(&after))?;
    record(&mut tx, &tenant, EventKind::NotificationsChanged, change)?;
    tx.commit().await?;
    Ok(Saved { tenant, new_secret })
}

/// The recipients in audit events.
#[derive(Serialize)]
struct Snapshot<'a> {
    emails: &'a [String],
    /// Only its origin, since the rest of the address may be a secret.
    webhook: Option<String>,
    kinds: Vec<&'static str>,
}

impl<'a> Snapshot<'a> {
    fn of(recipients: &'a Recipients) -> Self {
        let webhook = recipients.webhook.as_deref().and_then(|url| url::Url::parse(url).ok());
        Self {
            emails: &recipients.emails,
            webhook: webhook.map(|url| url.origin().ascii_serialization()),
            kinds: recipients.kinds.names(),
        }
    }
}

/// Failed deliveries in audit events.
#[derive(Serialize)]
struct RetriedSnapshot {
    deliveries: i64,
}

/// The result of rotating the webhook's secret.
#[derive(Clone, Debug)]
pub enum Rotated {
    /// It is rotated.
    Done {
        /// The tenant.
        tenant: Tenant,
        /// The ID of the new secret, so that it can be shown.
        secret: Uuid,
        /// Until when the old secret also signs.
        old_until: Timestamp,
    },
    /// The secret was rotated meanwhile; nothing changed.
    Outdated(Tenant),
}

/// Rotates the webhook's secret if `present` is still the current one. The old one also signs for a day, so that the
/// receiver can switch without losing a delivery.
///
/// # Errors
/// 401 or 403 if the right has ended; if the random generator or the database fails.
pub async fn rotate_secret(act: &Act<'_>, present: Uuid) -> Result<Rotated> {
    let mut tx = act.begin().await?;
    let (tenant, now) = (tx.tenant()?, tx.now());
    let (old_until, secret) = (now.plus(OVERLAP), new_id(now, &act.state().entropy)?);
    if !notices::settings::replace_secret(&mut tx, tenant.id, present, secret, old_until, now).await? {
        return Ok(Rotated::Outdated(tenant));
    }
    record(&mut tx, &tenant, EventKind::WebhookSecretReplaced, Change::default())?;
    tx.commit().await?;
    Ok(Rotated::Done { tenant, secret, old_until })
}

/// What to do with a failed delivery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Retry {
    /// Send it again.
    Again,
    /// Remove it from the list.
    Dismiss,
}

/// Sends failed deliveries of the tenant again, or removes them from the list: the one with this ID, or all. Returns
/// the tenant and the number of deliveries.
///
/// # Errors
/// 401 or 403 if the right has ended; otherwise if the database fails.
pub async fn retry_failed(act: &Act<'_>, id: Option<DeliveryId>, retry: Retry) -> Result<(Tenant, i64)> {
    let mut tx = act.begin().await?;
    let (tenant, now) = (tx.tenant()?, tx.now());
    let (count, event) = match retry {
        Retry::Again => {
            let count = deliveries::try_again(&mut tx, tenant.id, id, now).await?;
            (count, EventKind::NotificationsRetried)
        }
        Retry::Dismiss => {
            (deliveries::forget(&mut tx, tenant.id, id).await?, EventKind::NotificationsDismissed)
        }
    };
    if count > 0 {
        record(&mut tx, &tenant, event, Change::only_after(&RetriedSnapshot { deliveries: count })?)?;
        tx.commit().await?;
    }
    Ok((tenant, count))
}

/// The result of requesting a test.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tested {
    /// It will be sent.
    Done,
    /// The tenant has no recipients.
    NoRecipients,
    /// Another test is still pending.
    Running,
}

/// Sends a test to the tenant's recipients, one at a time, so that it can't be used to flood a mailbox. Also returns
/// the tenant.
///
/// # Errors
/// 401 or 403 if the right has ended; if the random generator or the database fails.
pub async fn test(act: &Act<'_>) -> Result<(Tenant, Tested)> {
    let mut tx = act.begin().await?;
    let (tenant, now) = (tx.tenant()?, tx.now());
    let recipients = notices::settings::find(&mut tx, tenant.id).await?;
    if recipients.is_nobody() {
        return Ok((tenant, Tested::NoRecipients));
    }
    if deliveries::is_testing(&mut tx, tenant.id).await? {
        return Ok((tenant, Tested::Running));
    }
    let notice = Notice {
        id: new_id(now, &act.state().entropy)?,
        tenant: tenant.id,
        kind: Kind::Test,
        token: None,
        expires_at: None,
        occurred_at: now,
    };
    notices::insert(&mut tx, &notice, &recipients).await?;
    record(&mut tx, &tenant, EventKind::NotificationTested, Change::default())?;
    tx.commit().await?;
    Ok((tenant, Tested::Done))
}

fn record(tx: &mut AuthorizedTx, tenant: &Tenant, event: EventKind, change: Change) -> Result<()> {
    let object = Object { id: tenant.id.uuid(), label: &tenant.name };
    tx.record(Some(tenant.id), event, object, change)
}

#[cfg(test)]
mod tests {
    use serde_json::to_string;

    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let recipients = Recipients {
            kinds: Kinds::all(),
            emails: vec!["ops@example.org".to_owned()],
            webhook: Some("https://hooks.example.org/secret".to_owned()),
            secret: None,
            old_secret: None,
        };
        let stored = Snapshot { kinds: vec!["token.issued"], ..Snapshot::of(&recipients) };
        assert_eq!(
            to_string(&stored).unwrap(),
            r#"{"emails":["ops@example.org"],"webhook":"https://hooks.example.org","kinds":["token.issued"]}"#
        );
        assert_eq!(to_string(&RetriedSnapshot { deliveries: 2 }).unwrap(), r#"{"deliveries":2}"#);
    }
}
