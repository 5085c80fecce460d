//! Audit events: who did what to what, when, from where. Written in the transaction of the change, see
//! [`crate::store::audit::chain`].

pub mod chain;

use serde_json::Value;
use uuid::Uuid;

use crate::domain::audit::{Actor, Event, RecordedEvent};
use crate::domain::chain::{Chain, ChainKey, StoredEvent};
use crate::domain::id::{TenantId, first_id};
use crate::domain::person::Reach;
use crate::domain::time::Timestamp;
use crate::store::audit::chain::EventRow;
use crate::store::statement::{Arg, Statement};
use crate::store::{Error, Result, Tx};

/// Adds an event, which is written when the transaction commits.
pub(crate) fn record(tx: &mut Tx, key: &ChainKey, id: Uuid, event: &Event<'_>) {
    let actor = &event.origin.actor;
    let (actor_id, label) = match actor {
        Actor::User(id, email) => (Some(id.uuid()), email.as_str()),
        Actor::Token(id, name) => (Some(id.uuid()), name.as_str()),
        Actor::System(what) => (None, *what),
    };
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    let entry = StoredEvent {
        id,
        at: event.at.micros(),
        chain: Chain(event.tenant),
        actor_kind: actor.kind().to_owned(),
        actor_id,
        actor_label: label.to_owned(),
        action: event.kind.name().to_owned(),
        object_kind: event.kind.object().to_owned(),
        object_id: Some(event.object.id),
        object_label: event.object.label.to_owned(),
        before: json(&event.before),
        after: json(&event.after),
        address: event.origin.address.clone(),
        request_id: event.origin.request_id.clone(),
    };
    tx.pending().push(key, entry);
}

/// A tenant's events, newest first: at most `limit`, older than the event `after`, and only those with `action`
/// (`token.issued`), if given.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn list(
    tx: &mut Tx,
    tenant: TenantId,
    action: Option<&str>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<RecordedEvent>> {
    let filter = Filter { action: action.map(str::to_owned), ..Filter::default() };
    let cursor = after.map_or(Cursor::First, Cursor::After);
    let limit = usize::try_from(limit).unwrap_or(0);
    beside(tx, &Reach::Exactly(vec![tenant]), &filter, cursor, limit).await
}

/// Which events to list; each field narrows the selection.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Only events whose actor has exactly this name.
    pub actor: Option<String>,
    /// Only events with this action.
    pub action: Option<String>,
    /// Only events about this object.
    pub object: Option<IdOrName>,
    /// Only events at this time or later.
    pub from: Option<Timestamp>,
    /// Only events before this time.
    pub until: Option<Timestamp>,
}

/// How an object is identified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum IdOrName {
    /// By its ID.
    Id(Uuid),
    /// By its name at that time.
    Called(String),
}

/// The position of a page of events, newest first.
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
    pub events: Vec<RecordedEvent>,
    /// Whether there are newer ones.
    pub has_previous: bool,
    /// Whether there are older ones.
    pub has_next: bool,
}

/// A page of `size` events about one object of a tenant, such as a token. Empty if the cursor is past either end.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn of_object(
    tx: &mut Tx,
    tenant: TenantId,
    object: Uuid,
    cursor: Cursor,
    size: usize,
) -> Result<Page> {
    let filter = Filter { object: Some(IdOrName::Id(object)), ..Filter::default() };
    page(tx, &Reach::Exactly(vec![tenant]), &filter, cursor, size).await
}

/// A page of `size` events within reach. Platform events are within reach of those who may see everything. Empty if
/// the cursor is past either end.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn page(
    tx: &mut Tx,
    reach: &Reach,
    filter: &Filter,
    cursor: Cursor,
    size: usize,
) -> Result<Page> {
    let mut events = beside(tx, reach, filter, cursor, size + 1).await?;
    let more = events.len() > size;
    events.truncate(size);
    if matches!(cursor, Cursor::Before(_)) {
        events.reverse();
    }
    let (Some(newest), Some(oldest)) = (events.first(), events.last()) else { return Ok(Page::default()) };
    let (has_previous, has_next) = match cursor {
        Cursor::First => (false, more),
        Cursor::After(_) => {
            (!beside(tx, reach, filter, Cursor::Before(newest.id), 1).await?.is_empty(), more)
        }
        Cursor::Before(_) => {
            (more, !beside(tx, reach, filter, Cursor::After(oldest.id), 1).await?.is_empty())
        }
    };
    Ok(Page { events, has_previous, has_next })
}

/// Up to `limit` events from the cursor on, nearest first.
async fn beside(
    tx: &mut Tx,
    reach: &Reach,
    filter: &Filter,
    cursor: Cursor,
    limit: usize,
) -> Result<Vec<RecordedEvent>> {
    let mut statement = within(reach);
    if let Some(actor) = &filter.actor {
        statement.push(" AND actor_label = ").bind(Arg::Text(actor.clone()));
    }
    if let Some(action) = &filter.action {
        statement.push(" AND action = ").bind(Arg::Text(action.clone()));
    }
    match &filter.object {
        Some(IdOrName::Id(id)) => statement.push(" AND object_id = ").bind(Arg::Id(*id)),
        Some(IdOrName::Called(label)) => {
            statement.push(" AND object_label = ").bind(Arg::Text(label.clone()))
        }
        None => &mut statement,
    };
    // IDs start with the time, so their index is the only one needed.
    if let Some(from) = filter.from {
        statement.push(" AND id >= ").bind(Arg::Id(first_id(from)));
    }
    if let Some(until) = filter.until {
        statement.push(" AND id < ").bind(Arg::Id(first_id(until)));
    }
    match cursor {
        Cursor::First => statement.push(" ORDER BY id DESC LIMIT "),
        Cursor::After(id) => statement.push(" AND id < ").bind(Arg::Id(id)).push(" ORDER BY id DESC LIMIT "),
        Cursor::Before(id) => statement.push(" AND id > ").bind(Arg::Id(id)).push(" ORDER BY id LIMIT "),
    };
    statement.bind(Arg::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
    statement.fetch_all::<EventRow>(tx).await?.into_iter().map(RecordedEvent::try_from).collect()
}

/// The columns of [`EventRow`], and the events within reach.
macro_rules! events {
    ($where:literal) => {
        concat!(
            "SELECT id, at, tenant_id, actor_kind, actor_id, actor_label, action, object_kind, object_id, object_label,
                 before, after, address, request_id, sequence FROM audit_events WHERE ",
            $where
        )
    };
}

fn within(reach: &Reach) -> Statement {
    let mut statement;
    match reach {
        Reach::Everywhere => statement = Statement::new(events!("1 = 1")),
        Reach::Exactly(tenants) => {
            statement = Statement::new(events!("tenant_id "));
            match tenants.as_slice() {
                [tenant] => statement.push("= ").bind(Arg::Id(tenant.uuid())),
                tenants => statement.push("IN ").bind_ids(tenants.iter().map(|id| id.uuid())),
            };
        }
        Reach::Below(roots) => {
            statement = Statement::new(events!(
                "tenant_id IN (WITH RECURSIVE below (id) AS (SELECT id FROM tenants WHERE id IN "
            ));
            statement.bind_ids(roots.iter().map(|id| id.uuid())).push(
                " UNION SELECT t.id FROM tenants t JOIN below b ON t.parent_id = b.id) SELECT id FROM below)",
            );
        }
    }
    statement
}

impl TryFrom<EventRow> for RecordedEvent {
    type Error = Error;

    fn try_from(row: EventRow) -> Result<Self> {
        let json = |text: Option<String>| {
            text.map(|text| serde_json::from_str(&text))
                .transpose()
                .map_err(Error::unreadable("audit_events"))
        };
        Ok(Self {
            id: row.id,
            tenant: row.tenant_id.map(Into::into),
            sequence: row.sequence,
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
