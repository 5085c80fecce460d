//! The names of tenants, which are unique. [`name_key`] defines which names are the same.

use std::collections::HashSet;

use uuid::Uuid;

use crate::domain::text::{Name, name_key};
use crate::store::statement::fold;
use crate::store::{Db, Result, Tx, on, sql};

sql! {
    IS_TAKEN = "SELECT COUNT(*) FROM tenants WHERE name_key = $1";
    FORGET = "UPDATE tenants SET name_key = NULL WHERE id = $1";
    // On SQLite, a writer is alone anyway.
    HOLD_SQLITE = "SELECT 1";
    HOLD_POSTGRES = "LOCK TABLE tenants IN SHARE ROW EXCLUSIVE MODE";
    EVERY = "SELECT id, name, name_key FROM tenants ORDER BY created_at, id";
    SET = "UPDATE tenants SET name = $2, search_name = $3, name_key = $4 WHERE id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    name_key: Option<String>,
}

/// Whether a tenant has this name.
///
/// # Errors
/// If the database fails.
pub async fn is_taken(tx: &mut Tx, name: &Name) -> Result<bool> {
    let (rows,): (i64,) = on!(tx, conn => sqlx::query_as(IS_TAKEN).bind(name.key()).fetch_one(conn).await)?;
    Ok(rows > 0)
}

/// Stores the missing keys of tenants' names: of tenants from before names were unique, and of those that an earlier
/// version has created or renamed since. Of tenants with the same name, the one created first keeps it; the others
/// get the next free number after it.
///
/// # Errors
/// If the database fails.
pub(in crate::store) async fn settle(db: &Db) -> Result<()> {
    // A replica of an earlier version may have renamed a tenant without updating its key.
    let is_stale = |row: &Row| row.name_key.as_deref() != Some(name_key(&row.name).as_str());
    let mut tx = db.read().await?;
    let rows: Vec<Row> = on!(&mut tx, conn => sqlx::query_as(EVERY).fetch_all(conn).await)?;
    drop(tx);
    if !rows.iter().any(is_stale) {
        return Ok(());
    }
    let mut tx = db.write().await?;
    let hold = if matches!(tx, Tx::Sqlite(..)) { HOLD_SQLITE } else { HOLD_POSTGRES };
    on!(&mut tx, conn => sqlx::query(hold).execute(conn).await.map(|_| ()))?;
    let mut rows: Vec<Row> = on!(&mut tx, conn => sqlx::query_as(EVERY).fetch_all(conn).await)?;
    for row in rows.iter_mut().filter(|row| is_stale(row)) {
        on!(&mut tx, conn => sqlx::query(FORGET).bind(row.id).execute(conn).await.map(|_| ()))?;
        row.name_key = None;
    }
    let names: Vec<String> = rows.iter().map(|row| name_key(&row.name)).collect();
    // Also the names of tenants processed later: a number that one of them already has is not free.
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    let mut given: HashSet<String> = rows.iter().filter_map(|row| row.name_key.clone()).collect();
    for (row, key) in rows.into_iter().zip(names).filter(|(row, _)| row.name_key.is_none()) {
        let (name, key) =
            if given.contains(&key) { numbered(&row.name, &taken) } else { (row.name.clone(), key) };
        if name != row.name {
            tracing::warn!(tenant = %row.id, was = row.name, is = name, "another tenant has the same name, renamed");
        }
        on!(&mut tx, conn => sqlx::query(SET).bind(row.id).bind(name.as_str()).bind(fold(&name)).bind(key.as_str())
            .execute(conn).await.map(|_| ()))?;
        taken.insert(key.clone());
        given.insert(key);
    }
    tx.commit().await
}

/// The name with the first number, from 2, that is not in `taken`; and its key.
fn numbered(name: &str, taken: &HashSet<String>) -> (String, String) {
    let mut number: u64 = 2;
    loop {
        let suffix = format!(" ({number})");
        let room = Name::MAX.saturating_sub(suffix.chars().count());
        let start: String = name.chars().take(room).collect();
        let name = format!("{}{suffix}", start.trim_end());
        let key = name_key(&name);
        if !taken.contains(&key) {
            return (name, key);
        }
        number = number.saturating_add(1);
    }
}
