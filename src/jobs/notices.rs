//! Notifications: finds upcoming expirations, and delivers what is due.
//!
//! Every replica does both. The database keeps them from doing it twice: a notice of an expiration is unique, and a
//! delivery is leased to one replica at a time. If a replica dies after sending and before recording it, its lease
//! expires and the message is sent again, with the same ID.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::mail_message;
use crate::domain::id::{TenantId, new_id};
use crate::domain::notice::{Channel, DeliveryError, DeliveryState, Notice, delay_after, due};
use crate::domain::time::Timestamp;
use crate::domain::webhook::WebhookUrl;
use crate::error::{Error, Result};
use crate::outbound::{Sent, WebhookRequest};
use crate::state::State;
use crate::store::notices::NotifiedTenant;
use crate::store::notices::deliveries::{self, Delivery, DueDelivery, Lease};
use crate::store::{notices, tenants};

/// How often to look for due deliveries.
const DELIVER_EVERY: Duration = Duration::from_secs(2);
/// How often to look for upcoming expirations.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long attempts in progress may take when Latchkey stops; later, another replica or the next start retries them.
const LAST_PATIENCE: Duration = Duration::from_secs(5);
/// How long a delivery is leased to one replica: longer than mail and webhooks may take.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// The maximum duration of an attempt, so that none outlives its lease.
const ATTEMPT: Duration = Duration::from_secs(60);
/// How many deliveries of a tenant are attempted at once, and how many notices one message combines.
const AT_ONCE: i64 = 4;
const LETTER: i64 = 100;
/// How many tenants, and how many tokens, one transaction reads.
const TENANTS: i64 = 100;
const TOKENS: i64 = 200;
/// How often the time of the last check is stored if nothing is due.
const NOTED_EVERY: TimeDelta = TimeDelta::hours(1);

/// Does both until stopped.
pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut deliveries = tokio::time::interval(DELIVER_EVERY);
    let mut looks = tokio::time::interval(LOOK_EVERY);
    deliveries.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut stopping = stopped.clone();
    loop {
        tokio::select! {
            _ = looks.tick(), if !state.db.disk().is_short() => {
                if let Err(error) = look(&state).await {
                    tracing::warn!(%error, "looking for expiring tokens failed, will retry");
                }
            }
            _ = deliveries.tick(), if !state.db.disk().is_short() => {
                let work = deliver_all(&state, &stopped);
                let patience = async {
                    let _ = stopping.changed().await;
                    tokio::time::sleep(LAST_PATIENCE).await;
                };
                tokio::select! {
                    () = work => {}
                    () = patience => break,
                }
            }
            // Nothing is sent if the result can't be recorded.
            () = tokio::time::sleep(DELIVER_EVERY), if state.db.disk().is_short() => {}
            _ = stopped.changed() => break,
        }
        if *stopped.borrow() {
            break;
        }
    }
}

async fn deliver_all(state: &State, stopped: &watch::Receiver<bool>) {
    loop {
        match deliver(state).await {
            Ok(0) => return,
            Ok(_) if *stopped.borrow() => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "looking for due deliveries failed, will retry");
                return;
            }
        }
    }
}

/// Finds upcoming expirations in every tenant that has recipients for them.
pub async fn look(state: &State) -> Result<()> {
    let now = state.now();
    let mut after: Option<TenantId> = None;
    loop {
        let mut tx = state.db.read().await?;
        let watched = notices::watched(&mut tx, after, TENANTS).await?;
        let Some(last) = watched.last() else { return Ok(()) };
        after = Some(last.tenant);
        let (mut ending, mut quiet) = (Vec::new(), Vec::new());
        for tenant in watched {
            let mut any = false;
            for window in windows(&tenant, now) {
                any = any || !notices::ending(&mut tx, tenant.tenant, &window, None, 1).await?.is_empty();
            }
            if any {
                ending.push(tenant);
            } else if now.since(tenant.scanned_at) >= NOTED_EVERY {
                quiet.push(tenant);
            }
        }
        drop(tx);
        if !quiet.is_empty() {
            let mut tx = state.db.write().await?;
            for tenant in quiet {
                notices::scanned(&mut tx, tenant.tenant, tenant.scanned_at, now).await?;
            }
            tx.commit().await?;
        }
        for tenant in ending {
            announce(state, &tenant, now).await?;
        }
    }
}

/// What is due in a tenant; nothing in a disabled one, whose tokens are refused anyway.
fn windows(tenant: &NotifiedTenant, now: Timestamp) -> Vec<crate::domain::notice::Window> {
    if tenant.disabled { Vec::new() } else { due(tenant.kinds, tenant.scanned_at, now) }
}

async fn announce(state: &State, watched: &NotifiedTenant, now: Timestamp) -> Result<()> {
    let tenant = watched.tenant;
    for window in windows(watched, now) {
        let mut after = None;
        loop {
            let mut tx = state.db.write().await?;
            let recipients = notices::settings::find(&mut tx, tenant).await?;
            let tokens = notices::ending(&mut tx, tenant, &window, after.as_ref(), TOKENS).await?;
            for token in &tokens {
                let notice = Notice {
                    id: new_id(now, &state.entropy)?,
                    tenant,
                    kind: window.kind,
                    token: Some((token.id, token.name.clone())),
                    expires_at: Some(token.at),
                    occurred_at: now,
                };
                // If another replica was first, the notice exists already.
                notices::insert(&mut tx, &notice, &recipients).await?;
            }
            tx.commit().await?;
            after = tokens.into_iter().next_back();
            if after.is_none() {
                break;
            }
        }
    }
    // Last, so that a check that is interrupted before it starts again and finds what was written.
    let mut tx = state.db.write().await?;
    notices::scanned(&mut tx, tenant, watched.scanned_at, now).await?;
    Ok(tx.commit().await?)
}

/// Attempts due deliveries of several tenants concurrently; returns how many were attempted and settled. Those whose
/// result could not be recorded don't count: they are still due, and better retried later.
pub async fn deliver(state: &State) -> Result<usize> {
    let mut under_way = JoinSet::new();
    let mut tenants: Vec<TenantId> = Vec::new();
    let mut chosen: Vec<DueDelivery> = Vec::new();
    let mut tx = state.db.read().await?;
    while tenants.len() <= 3 {
        let found = deliveries::due(&mut tx, &tenants, state.now(), AT_ONCE).await?;
        if found.is_empty() {
            break;
        }
        for due in found {
            if !tenants.contains(&due.tenant) {
                tenants.push(due.tenant);
            }
            // Mail to the same recipient is combined into one message.
            let same = |other: &DueDelivery| {
                due.channel == Channel::Email && other.tenant == due.tenant && other.target == due.target
            };
            if !chosen.iter().any(same) {
                chosen.push(due);
            }
        }
    }
    drop(tx);
    for due in chosen {
        let state = state.clone();
        under_way.spawn(async move {
            let outcome = attempt(&state, due).await;
            if let Err(error) = &outcome {
                tracing::warn!(%error, "storing the outcome of a delivery failed, will retry");
            }
            outcome.is_ok()
        });
    }
    let mut settled = 0;
    while let Some(ended) = under_way.join_next().await {
        match ended {
            Ok(well) => settled += usize::from(well),
            Err(error) => tracing::error!(%error, "a delivery task failed"),
        }
    }
    Ok(settled)
}

/// One attempt: leases a delivery, sends it, and records the result.
async fn attempt(state: &State, due: DueDelivery) -> Result<()> {
    let now = state.now();
    let lease = Lease { id: new_id(now, &state.entropy)?, until: now.plus(LEASE) };
    let mut tx = state.db.write().await?;
    let ids = match due.channel {
        Channel::Email => {
            deliveries::claim_mail(&mut tx, due.tenant, &due.target, lease, now, LETTER).await?
        }
        Channel::Webhook if deliveries::claim(&mut tx, due.id, lease, now).await? => vec![due.id],
        Channel::Webhook => Vec::new(),
    };
    tx.commit().await?;
    if ids.is_empty() {
        return Ok(());
    }
    let mut tx = state.db.read().await?;
    let mine = deliveries::by_ids(&mut tx, &ids).await?;
    drop(tx);
    let sending = async {
        match due.channel {
            Channel::Email => mail(state, due.tenant, &mine).await,
            Channel::Webhook => webhook(state, due.tenant, &mine).await,
        }
    };
    let outcome = tokio::time::timeout(ATTEMPT, sending).await.unwrap_or(Ok(Err(DeliveryError::Timeout)))?;
    let mut tx = state.db.write().await?;
    let mut counted = Vec::new();
    for delivery in &mine {
        let (settled, label) = match outcome {
            Ok(Sent::Delivered) => (AttemptResult::Ended(DeliveryState::Delivered), "delivered"),
            Ok(Sent::Logged) => (AttemptResult::Ended(DeliveryState::Logged), "logged"),
            // There is no target left to retry.
            Err(DeliveryError::Gone) => (AttemptResult::Ended(DeliveryState::Failed), "failed"),
            Err(_) => match delay_after(delivery.attempts) {
                Some(delay) => (AttemptResult::Later(state.now().plus(delay)), "retried"),
                None => (AttemptResult::Ended(DeliveryState::Failed), "failed"),
            },
        };
        let code = outcome.err().map(DeliveryError::code);
        let written = match settled {
            AttemptResult::Ended(stand) => {
                deliveries::finish(&mut tx, delivery.id, lease, stand, code.as_deref(), state.now()).await?
            }
            AttemptResult::Later(at) => {
                deliveries::postpone(&mut tx, delivery.id, lease, at, code.as_deref().unwrap_or_default())
                    .await?
            }
        };
        if written {
            counted.push((delivery.id, label));
        }
    }
    tx.commit().await?;
    for (delivery, label) in counted {
        state.metrics.count_delivery(due.channel, label);
        if label == "failed" {
            let error = outcome.err().map(DeliveryError::code);
            tracing::warn!(%delivery, channel = due.channel.name(), error, "giving up on a delivery");
        }
    }
    Ok(())
}

/// The state of a delivery after an attempt.
enum AttemptResult {
    Ended(DeliveryState),
    Later(Timestamp),
}

/// The result of an attempt; the outer error is the database's.
type Outcome = Result<std::result::Result<Sent, DeliveryError>>;

async fn mail(state: &State, tenant: TenantId, mine: &[Delivery]) -> Outcome {
    let mut tx = state.db.read().await?;
    let tenant = tenants::find(&mut tx, tenant).await?.ok_or(Error::NotFound)?;
    drop(tx);
    let Some(message) = mail_message::write(&state.fixed.public_url, &tenant, mine) else {
        return Ok(Err(DeliveryError::Undeliverable));
    };
    Ok(state.outbound.mail(&message).await)
}

async fn webhook(state: &State, tenant: TenantId, mine: &[Delivery]) -> Outcome {
    let mut tx = state.db.read().await?;
    let slug = tenants::find(&mut tx, tenant).await?.ok_or(Error::NotFound)?.slug;
    let recipients = notices::settings::find(&mut tx, tenant).await?;
    drop(tx);
    let (Some(delivery), Some(url)) = (mine.first(), &recipients.webhook) else {
        return Ok(Err(DeliveryError::Gone));
    };
    // The allowed networks may have changed since the address was saved.
    let Ok(url) = WebhookUrl::parse(url, &state.outbound.allowed_networks) else {
        return Ok(Err(DeliveryError::Private));
    };
    let body = serde_json::to_vec(&body(delivery, &slug))?;
    let now = state.now();
    let timestamp = now.micros().div_euclid(1_000_000);
    let sign = |id| state.fixed.webhook_key.secret(tenant, id).sign(delivery.id, timestamp, &body);
    let signatures = recipients.signing(now).into_iter().map(sign).collect();
    let call = WebhookRequest { url: &url, delivery: delivery.id, timestamp, signatures, body };
    Ok(state.outbound.call(call).await.map(|()| Sent::Delivered))
}

/// The payload of a webhook. Never contains a secret.
fn body(delivery: &Delivery, tenant: &str) -> serde_json::Value {
    let notice = &delivery.notice;
    let moment = |at: &Timestamp| at.to_string();
    let token = notice.token.as_ref().map(|(id, name)| {
        json!({
            "id": id.to_string(),
            "name": name,
            "expires_at": notice.expires_at.as_ref().map(moment),
        })
    });
    json!({
        "type": notice.kind.name(),
        "timestamp": moment(&notice.occurred_at),
        "data": { "tenant": tenant, "token": token },
    })
}
