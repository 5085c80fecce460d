//! Audit events: who did what to what, when, from where. Written in the transaction of the change itself.

use serde_json::Value;
use uuid::Uuid;

use super::{Result, Tx, on, sql};
use crate::domain::audit::{Actor, Event};

sql! {
    INSERT = "INSERT INTO audit_events (id, at, tenant_id, actor_kind, actor_id, actor_label, action, object_kind,
                  object_id, object_label, before, after, address, request_id)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
}

/// Writes an event down.
pub async fn record(tx: &mut Tx, id: Uuid, event: &Event<'_>) -> Result<()> {
    let (kind, actor, label) = match &event.origin.actor {
        Actor::User(id, email) => ("user", Some(id.uuid()), email.as_str()),
        Actor::System(what) => ("system", None, *what),
    };
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    on!(tx, conn => sqlx::query(INSERT)
        .bind(id).bind(event.at.micros()).bind(event.tenant.map(|tenant| tenant.uuid()))
        .bind(kind).bind(actor).bind(label).bind(event.action)
        .bind(event.object.kind).bind(event.object.id).bind(event.object.label)
        .bind(json(&event.before)).bind(json(&event.after))
        .bind(event.origin.address.as_deref()).bind(event.origin.request_id.as_deref())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}
