//! Audit events: who did what to what, when, from where. Written in the transaction of the change itself.

use serde_json::Value;
use uuid::Uuid;

use super::statement::{Arg, Statement};
use super::{Error, Result, Tx, on, sql};
use crate::domain::audit::{Actor, Event, Recorded};
use crate::domain::id::TenantId;
use crate::domain::time::Timestamp;

sql! {
    INSERT = "INSERT INTO audit_events (id, at, tenant_id, actor_kind, actor_id, actor_label, action, object_kind,
                  object_id, object_label, before, after, address, request_id)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    at: i64,
    actor_kind: String,
    actor_id: Option<Uuid>,
    actor_label: String,
    action: String,
    object_kind: String,
    object_id: Option<Uuid>,
    object_label: String,
    before: Option<String>,
    after: Option<String>,
    address: Option<String>,
    request_id: Option<String>,
}

/// Writes an event down.
pub async fn record(tx: &mut Tx, id: Uuid, event: &Event<'_>) -> Result<()> {
    let actor = &event.origin.actor;
    let (actor_id, label) = match actor {
        Actor::User(id, email) => (Some(id.uuid()), email.as_str()),
        Actor::Token(id, name) => (Some(id.uuid()), name.as_str()),
        Actor::System(what) => (None, *what),
    };
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    on!(tx, conn => sqlx::query(INSERT)
        .bind(id).bind(event.at.micros()).bind(event.tenant.map(|tenant| tenant.uuid()))
        .bind(actor.kind()).bind(actor_id).bind(label).bind(event.action)
        .bind(event.object.kind).bind(event.object.id).bind(event.object.label)
        .bind(json(&event.before)).bind(json(&event.after))
        .bind(event.origin.address.as_deref()).bind(event.origin.request_id.as_deref())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// A tenant's events, the newest first: at most `limit`, those before the event `after`, and only those of one action
/// (`token.issued`) when one is given.
pub async fn list(
    tx: &mut Tx,
    tenant: TenantId,
    action: Option<&str>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Recorded>> {
    let mut statement = Statement::new(
        "SELECT id, at, actor_kind, actor_id, actor_label, action, object_kind, object_id, object_label, before,
             after, address, request_id
         FROM audit_events WHERE tenant_id = ",
    );
    statement.bind(Arg::Id(tenant.uuid()));
    if let Some(action) = action {
        statement.push(" AND action = ").bind(Arg::Text(action.to_owned()));
    }
    if let Some(after) = after {
        statement.push(" AND id < ").bind(Arg::Id(after));
    }
    statement.push(" ORDER BY id DESC LIMIT ").bind(Arg::Int(limit));
    statement.fetch_all::<Row>(tx).await?.into_iter().map(Recorded::try_from).collect()
}

/// Where a page of events stands. The newest come first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Cursor {
    /// At the beginning.
    #[default]
    First,
    /// After (older than) this event.
    After(Uuid),
    /// Before (newer than) this event.
    Before(Uuid),
}

/// A page of events.
#[derive(Debug, Default)]
pub struct Page {
    /// The events, newest first.
    pub events: Vec<Recorded>,
    /// Whether there are newer ones.
    pub has_previous: bool,
    /// Whether there are older ones.
    pub has_next: bool,
}

/// A page of `size` events of one thing of a tenant (a token, say). Where the cursor leads past an end, it is empty.
pub async fn of_object(
    tx: &mut Tx,
    tenant: TenantId,
    object: Uuid,
    cursor: Cursor,
    size: usize,
) -> Result<Page> {
    let mut events = beside(tx, tenant, object, cursor, size + 1).await?;
    let more = events.len() > size;
    events.truncate(size);
    if matches!(cursor, Cursor::Before(_)) {
        events.reverse();
    }
    let (Some(newest), Some(oldest)) = (events.first(), events.last()) else { return Ok(Page::default()) };
    let (has_previous, has_next) = match cursor {
        Cursor::First => (false, more),
        Cursor::After(_) => {
            (!beside(tx, tenant, object, Cursor::Before(newest.id), 1).await?.is_empty(), more)
        }
        Cursor::Before(_) => {
            (more, !beside(tx, tenant, object, Cursor::After(oldest.id), 1).await?.is_empty())
        }
    };
    Ok(Page { events, has_previous, has_next })
}

/// Up to `limit` events from the cursor on, the nearest to it first.
async fn beside(
    tx: &mut Tx,
    tenant: TenantId,
    object: Uuid,
    cursor: Cursor,
    limit: usize,
) -> Result<Vec<Recorded>> {
    let mut statement = Statement::new(
        "SELECT id, at, actor_kind, actor_id, actor_label, action, object_kind, object_id, object_label, before,
             after, address, request_id
         FROM audit_events WHERE object_id = ",
    );
    statement.bind(Arg::Id(object)).push(" AND tenant_id = ").bind(Arg::Id(tenant.uuid()));
    match cursor {
        Cursor::First => statement.push(" ORDER BY id DESC LIMIT "),
        Cursor::After(id) => statement.push(" AND id < ").bind(Arg::Id(id)).push(" ORDER BY id DESC LIMIT "),
        Cursor::Before(id) => statement.push(" AND id > ").bind(Arg::Id(id)).push(" ORDER BY id LIMIT "),
    };
    statement.bind(Arg::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
    statement.fetch_all::<Row>(tx).await?.into_iter().map(Recorded::try_from).collect()
}

impl TryFrom<Row> for Recorded {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let json = |text: Option<String>| {
            text.map(|text| serde_json::from_str(&text))
                .transpose()
                .map_err(|_| Error::Corrupt("audit_events"))
        };
        Ok(Self {
            id: row.id,
            at: Timestamp::from_micros(row.at),
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            actor_label: row.actor_label,
            action: row.action,
            object_kind: row.object_kind,
            object_id: row.object_id,
            object_label: row.object_label,
            before: json(row.before)?,
            after: json(row.after)?,
            address: row.address,
            request_id: row.request_id,
        })
    }
}
