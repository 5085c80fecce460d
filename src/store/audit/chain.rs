//! The chains of audit events: their heads, appending, and reading for verification. For links see
//! [`crate::domain::chain`].

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::chain::{Chain, ChainKey, ChainedEvent, Head, Link, StoredEvent};
use crate::domain::event::EventKind;
use crate::domain::time::Timestamp;
use crate::store::database::disk_space::DiskSpace;
use crate::store::statement::{Arg, Statement};
use crate::store::{Db, Error, Result, Tx, on, sql};

sql! {
    HEAD = "SELECT sequence, link FROM audit_heads WHERE chain = $1";
    LOCK_SQLITE = "SELECT sequence, link FROM audit_heads WHERE chain = $1";
    LOCK_POSTGRES = "SELECT sequence, link FROM audit_heads WHERE chain = $1 FOR UPDATE";
    BEGIN = "INSERT INTO audit_heads (chain, sequence, link) VALUES ($1, 0, $2) ON CONFLICT (chain) DO NOTHING";
    MOVE = "UPDATE audit_heads SET sequence = $2, link = $3 WHERE chain = $1";
    INSERT = "INSERT INTO audit_events (id, at, tenant_id, actor_kind, actor_id, actor_label, action, object_kind,
                  object_id, object_label, before, after, address, request_id, sequence, link)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    CHAINS_OF_HEADS = "SELECT chain FROM audit_heads ORDER BY chain";
    HEADS = "SELECT chain, sequence, link FROM audit_heads";
    SIZE = "SELECT COUNT(*), CAST(COALESCE(SUM(sequence), 0) AS BIGINT) FROM audit_heads";
    NEXT_TENANT = "SELECT tenant_id FROM audit_events WHERE tenant_id > $1 ORDER BY tenant_id LIMIT 1";
    ANY_OF_NONE = "SELECT id FROM audit_events WHERE tenant_id IS NULL LIMIT 1";
    SEAL_ONCE = "UPDATE instance SET audit_sealed_at = $1 WHERE id = 1 AND audit_sealed_at IS NULL";
    SEAL = "UPDATE audit_events SET sequence = $2, link = $3 WHERE id = $1";
}

/// How many old events are sealed per batch.
const PORTION: i64 = 500;

/// The events that a transaction writes when it commits.
///
/// Written at commit, not earlier, because writing an event locks the head of its chain until the transaction ends.
/// Heads are locked last and always in the same order, so that a transaction holding one waits for nothing else.
#[derive(Default)]
pub struct Pending {
    events: Option<(ChainKey, Vec<StoredEvent>)>,
    /// The disk it is written to; `None` in a read transaction.
    disk: Option<Arc<DiskSpace>>,
    /// Whether it may use the reserve when the disk is full.
    may_use_reserve: bool,
    /// How many events are pending.
    number: usize,
    /// The database that it writes to.
    db: Option<Db>,
}

impl Pending {
    /// Nothing pending, in a transaction that writes to this disk.
    pub(in crate::store) fn on_disk(disk: Arc<DiskSpace>) -> Self {
        Self { disk: Some(disk), ..Self::default() }
    }

    /// The same for a transaction of that database.
    pub(in crate::store) fn of(self, db: Db) -> Self {
        Self { db: Some(db), ..self }
    }

    /// The database that it writes to; none in a transaction that only reads.
    pub(in crate::store) fn db(&self) -> Option<Db> {
        self.db.clone()
    }

    pub(in crate::store) const fn use_reserve(&mut self) {
        self.may_use_reserve = true;
    }

    /// Allows the reserve if all pending events may be written to a full disk.
    pub(in crate::store) fn judge(&mut self) {
        let may =
            |event: &StoredEvent| EventKind::from_name(&event.action).is_some_and(EventKind::may_use_reserve);
        let events = self.entries();
        let (number, all_may) = (events.len(), events.iter().all(may));
        self.may_use_reserve |= number > 0 && all_may;
        self.number += number;
    }

    /// Refuses the commit if there is no space for it.
    ///
    /// # Errors
    /// [`Error::DiskFull`] if the disk is full and the transaction may not use the reserve.
    pub(in crate::store) fn check_space(&self) -> Result<()> {
        self.disk.as_ref().map_or(Ok(()), |disk| disk.admit(self.may_use_reserve, self.number))
    }

    /// The disk it is written to.
    pub(in crate::store) fn disk(&self) -> Option<Arc<DiskSpace>> {
        self.disk.clone()
    }

    pub(in crate::store) fn push(&mut self, key: &ChainKey, entry: StoredEvent) {
        self.events.get_or_insert_with(|| (key.clone(), Vec::new())).1.push(entry);
    }

    /// The pending events.
    pub(in crate::store) fn entries(&self) -> &[StoredEvent] {
        self.events.as_ref().map_or(&[], |(_, entries)| entries)
    }
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    sequence: i64,
    link: Vec<u8>,
}

impl TryFrom<HeadRow> for Head {
    type Error = Error;

    fn try_from(row: HeadRow) -> Result<Self> {
        let link = row.link.try_into().map_err(|_| Error::Corrupt("audit_heads.link"))?;
        Ok(Self { sequence: row.sequence, link })
    }
}

/// The head of a chain, if it has events.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub async fn head(tx: &mut Tx, chain: Chain) -> Result<Option<Head>> {
    let row: Option<HeadRow> =
        on!(tx, conn => sqlx::query_as(HEAD).bind(chain.uuid()).fetch_optional(conn).await)?;
    row.map(Head::try_from).transpose()
}

/// The head of every chain.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn heads(tx: &mut Tx) -> Result<BTreeMap<Chain, Head>> {
    let rows: Vec<(Uuid, i64, Vec<u8>)> = on!(tx, conn => sqlx::query_as(HEADS).fetch_all(conn).await)?;
    rows.into_iter()
        .map(|(chain, sequence, link)| {
            Ok((Chain::from_uuid(chain), Head::try_from(HeadRow { sequence, link })?))
        })
        .collect()
}

/// The number of chains, and of their events in total: if both are unchanged, nothing was added.
///
/// # Errors
/// If the database fails.
pub(crate) async fn size(tx: &mut Tx) -> Result<(i64, i64)> {
    Ok(on!(tx, conn => sqlx::query_as(SIZE).fetch_one(conn).await)?)
}

/// The head of a chain, locked until the transaction ends.
async fn take(tx: &mut Tx, chain: Chain) -> Result<Head> {
    let text = if matches!(tx, Tx::Sqlite(..)) { LOCK_SQLITE } else { LOCK_POSTGRES };
    let mut begun = false;
    loop {
        let row: Option<HeadRow> =
            on!(&mut *tx, conn => sqlx::query_as(text).bind(chain.uuid()).fetch_optional(conn).await)?;
        match row {
            Some(row) => return row.try_into(),
            None if begun => return Err(Error::Corrupt("audit_heads")),
            None => {}
        }
        let beginning = Head::default().link.to_vec();
        on!(&mut *tx, conn => sqlx::query(BEGIN).bind(chain.uuid()).bind(beginning).execute(conn).await.map(|_| ()))?;
        begun = true;
    }
}

async fn set(tx: &mut Tx, chain: Chain, head: Head) -> Result<()> {
    on!(tx, conn => sqlx::query(MOVE).bind(chain.uuid()).bind(head.sequence).bind(head.link.to_vec())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Writes the pending events, each after the last one of its chain.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(in crate::store) async fn append(tx: &mut Tx) -> Result<()> {
    let Some((key, entries)) = tx.pending().events.take() else { return Ok(()) };
    let mut chains: BTreeMap<Chain, Vec<StoredEvent>> = BTreeMap::new();
    for entry in entries {
        chains.entry(entry.chain).or_default().push(entry);
    }
    for (chain, entries) in chains {
        let mut head = take(tx, chain).await?;
        for entry in entries {
            let link = key.link(&entry, &head);
            head = Head { sequence: head.sequence.saturating_add(1), link };
            insert(tx, entry, head).await?;
        }
        set(tx, chain, head).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, entry: StoredEvent, head: Head) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(entry.id).bind(entry.at).bind(entry.chain.0.map(|tenant| tenant.uuid()))
        .bind(entry.actor_kind).bind(entry.actor_id).bind(entry.actor_label).bind(entry.action)
        .bind(entry.object_kind).bind(entry.object_id).bind(entry.object_label)
        .bind(entry.before).bind(entry.after).bind(entry.address).bind(entry.request_id)
        .bind(head.sequence).bind(head.link.to_vec())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// An event as it is read, without its link.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct EventRow {
    pub(in crate::store) id: Uuid,
    pub(in crate::store) at: i64,
    pub(in crate::store) tenant_id: Option<Uuid>,
    pub(in crate::store) actor_kind: String,
    pub(in crate::store) actor_id: Option<Uuid>,
    pub(in crate::store) actor_label: String,
    pub(in crate::store) action: String,
    pub(in crate::store) object_kind: String,
    pub(in crate::store) object_id: Option<Uuid>,
    pub(in crate::store) object_label: String,
    pub(in crate::store) before: Option<String>,
    pub(in crate::store) after: Option<String>,
    pub(in crate::store) address: Option<String>,
    pub(in crate::store) request_id: Option<String>,
    pub(in crate::store) sequence: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    event: EventRow,
    link: Option<Vec<u8>>,
}

impl From<Row> for ChainedEvent {
    fn from(Row { event, link }: Row) -> Self {
        Self {
            entry: StoredEvent {
                id: event.id,
                at: event.at,
                chain: Chain(event.tenant_id.map(Into::into)),
                actor_kind: event.actor_kind,
                actor_id: event.actor_id,
                actor_label: event.actor_label,
                action: event.action,
                object_kind: event.object_kind,
                object_id: event.object_id,
                object_label: event.object_label,
                before: event.before,
                after: event.after,
                address: event.address,
                request_id: event.request_id,
            },
            sequence: event.sequence.unwrap_or_default(),
            link: link.unwrap_or_default(),
        }
    }
}

/// The events of a chain, for further conditions.
fn of_chain(chain: Chain) -> Statement {
    let mut statement = Statement::new(
        "SELECT id, at, tenant_id, actor_kind, actor_id, actor_label, action, object_kind, object_id, object_label,
             before, after, address, request_id, sequence, link
         FROM audit_events WHERE tenant_id ",
    );
    match chain.0 {
        Some(tenant) => statement.push("= ").bind(Arg::Id(tenant.uuid())),
        None => statement.push("IS NULL"),
    };
    statement
}

/// The next events of a chain, at most `limit`, from the sequence `from` on.
///
/// # Errors
/// If the database fails.
pub(crate) async fn portion(tx: &mut Tx, chain: Chain, from: i64, limit: i64) -> Result<Vec<ChainedEvent>> {
    let mut statement = of_chain(chain);
    statement.push(" AND sequence >= ").bind(Arg::Int(from));
    statement.push(" ORDER BY sequence, id LIMIT ").bind(Arg::Int(limit));
    Ok(statement.fetch_all::<Row>(tx).await?.into_iter().map(ChainedEvent::from).collect())
}

/// An event without a position in its chain, which Latchkey never writes.
///
/// # Errors
/// If the database fails.
pub(crate) async fn without_a_place(tx: &mut Tx, chain: Chain) -> Result<Option<ChainedEvent>> {
    let mut statement = of_chain(chain);
    statement.push(" AND sequence IS NULL ORDER BY id LIMIT 1");
    Ok(statement.fetch_all::<Row>(tx).await?.into_iter().next().map(ChainedEvent::from))
}

/// The link of the event at `sequence`, if there is one.
///
/// # Errors
/// If the database fails.
pub(crate) async fn link_at(tx: &mut Tx, chain: Chain, sequence: i64) -> Result<Option<Link>> {
    let found = portion(tx, chain, sequence, 1).await?.into_iter().find(|row| row.sequence == sequence);
    Ok(found.and_then(|row| row.link.try_into().ok()))
}

/// Every chain with a head or an event.
///
/// # Errors
/// If the database fails.
pub async fn chains(tx: &mut Tx) -> Result<Vec<Chain>> {
    let heads: Vec<(Uuid,)> = on!(&mut *tx, conn => sqlx::query_as(CHAINS_OF_HEADS).fetch_all(conn).await)?;
    let mut found: Vec<Uuid> = heads.into_iter().map(|(chain,)| chain).collect();
    let of_none: Option<(Uuid,)> =
        on!(&mut *tx, conn => sqlx::query_as(ANY_OF_NONE).fetch_optional(conn).await)?;
    found.extend(of_none.map(|_| Uuid::nil()));
    let mut last = Uuid::nil();
    // Jumps from tenant to tenant in the index, skipping their events.
    loop {
        let next: Option<(Uuid,)> =
            on!(&mut *tx, conn => sqlx::query_as(NEXT_TENANT).bind(last).fetch_optional(conn).await)?;
        let Some((tenant,)) = next else { break };
        found.push(tenant);
        last = tenant;
    }
    found.sort_unstable();
    found.dedup();
    Ok(found.into_iter().map(Chain::from_uuid).collect())
}

/// Chains the events of a database from a version without chains, in chronological order; `false` if that was done
/// before. Of two processes that start together, one does it and the other waits.
///
/// # Errors
/// [`Error::Corrupt`] for a row that no version of Latchkey writes; otherwise if the database fails.
pub(crate) async fn seal(tx: &mut Tx, key: &ChainKey, now: Timestamp) -> Result<bool> {
    let first = on!(&mut *tx, conn => sqlx::query(SEAL_ONCE).bind(now.micros())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if first == 0 {
        return Ok(false);
    }
    for chain in chains(tx).await? {
        let mut head = take(tx, chain).await?;
        let mut last = Uuid::nil();
        loop {
            let mut statement = of_chain(chain);
            statement.push(" AND sequence IS NULL AND id > ").bind(Arg::Id(last));
            statement.push(" ORDER BY id LIMIT ").bind(Arg::Int(PORTION));
            let rows = statement.fetch_all::<Row>(tx).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let entry = ChainedEvent::from(row).entry;
                let link = key.link(&entry, &head);
                head = Head { sequence: head.sequence.saturating_add(1), link };
                last = entry.id;
                on!(&mut *tx, conn => sqlx::query(SEAL).bind(last).bind(head.sequence).bind(link.to_vec())
                    .execute(conn).await.map(|_| ()))?;
            }
        }
        set(tx, chain, head).await?;
    }
    Ok(true)
}
