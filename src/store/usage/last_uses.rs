//! The last use of each token, and of each secret of tokens with several.
//!
//! Every token has a row in `token_uses` from its creation. It includes which secret was used last, so that another
//! row is written only when a different secret was used before: the typical token costs one small row.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::id::TokenId;
use crate::domain::permission::Permission;
use crate::domain::time::Timestamp;
use crate::store::statement::{Arg, Statement};
use crate::store::{Result, Tx};

/// Rows per statement. SQLite searches the names of the previous arguments for each argument, so that twice as many
/// cost four times as much.
pub(super) const ROWS: usize = 50;

/// An hour in microseconds.
const HOUR: i64 = 60 * 60 * 1_000_000;

/// The last allowed use of one of a token's secrets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastUse {
    /// Generation of the secret, starting at 1.
    pub generation: i64,
    /// When it was used.
    pub at: Timestamp,
    /// The client's address.
    pub address: Option<IpAddr>,
    /// The permission, if one was requested.
    pub permission: Option<Permission>,
    /// Slug of the module; empty if none was requested.
    pub module: Arc<str>,
}

/// A row before the write.
#[derive(sqlx::FromRow)]
struct StoredUse {
    token_id: Uuid,
    tenant_id: Uuid,
    hour: i64,
    at: Option<i64>,
    address: Option<String>,
    generation: i64,
}

/// What to write into the rows of secrets, by token and generation.
type OtherSecrets = BTreeMap<(TokenId, i64), (i64, String)>;

/// The last uses of a token's secrets: at least one, each secret at most once.
pub(super) type LastUses<'a> = (TokenId, &'a [LastUse]);

/// Moves the last uses of these tokens forward, never back; each token at most once. Their rows are locked until the
/// transaction ends, always in the order of their IDs, to avoid deadlocks.
pub(super) async fn write(tx: &mut Tx, uses: &[LastUses<'_>]) -> Result<()> {
    for uses in uses.chunks(ROWS) {
        let known = hold(tx, uses).await?;
        let (mut same_hour, mut new_hour) = (Vec::new(), Vec::new());
        let mut others = OtherSecrets::new();
        for (token, lasts) in uses {
            let (Some(known), Some(newest)) = (known.get(token), lasts.iter().max_by_key(|last| last.at))
            else {
                continue;
            };
            for last in lasts.iter().filter(|last| last.generation != newest.generation) {
                keep(&mut others, (*token, last.generation), last.at.micros(), address(last));
            }
            if known.at.is_none_or(|at| at < newest.at.micros()) {
                let hours = if known.hour < hour(newest) { &mut new_hour } else { &mut same_hour };
                hours.push((*token, known.tenant_id, newest));
                // The secret that was used before this column existed is not known.
                if let (Some(at), true) =
                    (known.at, known.generation != newest.generation && known.generation > 0)
                {
                    let address = known.address.clone().unwrap_or_default();
                    keep(&mut others, (*token, known.generation), at, address);
                }
            } else if known.generation != newest.generation {
                keep(&mut others, (*token, newest.generation), newest.at.micros(), address(newest));
            }
        }
        move_forward(tx, &same_hour, false).await?;
        move_forward(tx, &new_hour, true).await?;
        write_others(tx, others).await?;
    }
    Ok(())
}

/// The rows of these tokens. Tokens of earlier versions have none until [`super::upgrade`] reaches them; they get one
/// now.
async fn hold(tx: &mut Tx, uses: &[LastUses<'_>]) -> Result<HashMap<TokenId, StoredUse>> {
    let mut known = HashMap::with_capacity(uses.len());
    held(tx, uses.iter().map(|(token, _)| *token), &mut known).await?;
    if known.len() < uses.len() {
        let absent: Vec<TokenId> =
            uses.iter().map(|(token, _)| *token).filter(|token| !known.contains_key(token)).collect();
        let mut insert = Statement::new(
            "INSERT INTO token_uses (token_id, tenant_id, created_at)
             SELECT t.id, t.tenant_id, t.created_at FROM tokens t WHERE t.id IN ",
        );
        insert.bind_ids(absent.iter().map(|token| token.uuid()));
        insert.push(" ORDER BY t.id ON CONFLICT (token_id) DO NOTHING");
        insert.execute(tx).await?;
        held(tx, absent.into_iter(), &mut known).await?;
    }
    Ok(known)
}

async fn held(
    tx: &mut Tx,
    tokens: impl Iterator<Item = TokenId>,
    known: &mut HashMap<TokenId, StoredUse>,
) -> Result<()> {
    let mut statement = Statement::new(
        "SELECT token_id, tenant_id, hour, at, address, generation FROM token_uses WHERE token_id IN ",
    );
    statement.bind_ids(tokens.map(|token| token.uuid())).push(" ORDER BY token_id");
    if matches!(tx, Tx::Postgres(..)) {
        statement.push(" FOR NO KEY UPDATE");
    }
    let rows: Vec<StoredUse> = statement.not_kept().fetch_all(tx).await?;
    known.extend(rows.into_iter().map(|row| (row.token_id.into(), row)));
    Ok(())
}

fn keep(others: &mut OtherSecrets, secret: (TokenId, i64), at: i64, address: String) {
    let place = others.entry(secret).or_insert((i64::MIN, String::new()));
    if place.0 < at {
        *place = (at, address);
    }
}

/// A row that exists, and its new values.
type Row<'a> = (TokenId, Uuid, &'a LastUse);

/// Updates rows that are known to be older. SQLite writes every index of a column that is set, and the hour is in
/// indexes, so it is set only if it changes.
///
/// Written as an insertion that always conflicts, because SQLite would scan the whole table for an update from a list
/// of rows.
async fn move_forward(tx: &mut Tx, rows: &[Row<'_>], with_hour: bool) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = Statement::new(
        "WITH v (id, tenant_id, at, address, permission, module, generation, hour) AS (VALUES ",
    );
    statement.bind_rows(rows.iter().map(|(token, tenant, last)| {
        [
            Arg::Id(token.uuid()),
            Arg::Id(*tenant),
            Arg::Int(last.at.micros()),
            Arg::Text(address(last)),
            Arg::Int(last.permission.map_or(0, Permission::bit)),
            Arg::Text(last.module.to_string()),
            Arg::Int(last.generation),
            Arg::Int(hour(last)),
        ]
    }));
    statement.push(
        ") INSERT INTO token_uses (token_id, tenant_id, created_at, at, address, permission, module, generation, hour)
           SELECT v.id, v.tenant_id, 0, v.at, NULLIF(v.address, ''), NULLIF(v.permission, 0), NULLIF(v.module, ''),
               v.generation, v.hour
           FROM v WHERE 1 = 1
           ON CONFLICT (token_id) DO UPDATE SET at = excluded.at, address = excluded.address,
               permission = excluded.permission, module = excluded.module, generation = excluded.generation",
    );
    statement.push(if with_hour { ", hour = excluded.hour" } else { "" });
    statement.execute(tx).await
}

/// Writes the last uses of secrets other than the most recently used one, which show after a rotation whether
/// anything still uses the old one.
async fn write_others(tx: &mut Tx, others: OtherSecrets) -> Result<()> {
    let others: Vec<_> = others.into_iter().collect();
    for rows in others.chunks(ROWS) {
        let mut statement = Statement::new("WITH v (id, generation, at, address) AS (VALUES ");
        statement.bind_rows(rows.iter().map(|((token, generation), (at, address))| {
            [Arg::Id(token.uuid()), Arg::Int(*generation), Arg::Int(*at), Arg::Text(address.clone())]
        }));
        statement.push(
            ") INSERT INTO secret_uses (token_id, generation, at, address)
               SELECT v.id, v.generation, v.at, NULLIF(v.address, '') FROM v WHERE 1 = 1
               ON CONFLICT (token_id, generation) DO UPDATE SET at = excluded.at, address = excluded.address
               WHERE secret_uses.at < excluded.at",
        );
        statement.execute(tx).await?;
    }
    Ok(())
}

fn address(last: &LastUse) -> String {
    last.address.map(|address| address.to_string()).unwrap_or_default()
}

const fn hour(last: &LastUse) -> i64 {
    last.at.micros() / HOUR
}
