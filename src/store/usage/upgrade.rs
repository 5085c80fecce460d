//! Moves the last uses that earlier versions wrote into `tokens` and `token_secrets` to `token_uses` and
//! `secret_uses`.
//!
//! In batches, so that a database with a million tokens can be used meanwhile: at the start if there are few tokens,
//! else by a job. Until the last batch, lists sorted or filtered by use lack the tokens that were not moved yet. Then
//! the old columns are dropped, which also marks the move as done.

use uuid::Uuid;

use crate::store::statement::{Arg, Statement};
use crate::store::{Db, Result, Tx};

/// Up to this many tokens are moved while the process starts.
const FEW: i64 = 20_000;

/// How many tokens one transaction moves.
const PORTION: i64 = 1_000;

/// The ID of the advisory lock for this move.
const MOVING: i64 = 0x6c61_7463_6875_7365;

/// Old columns by table. The first one shows whether anything is left to move.
const OLD: [(&str, &str, &str); 7] = [
    ("tokens", "last_used_at", "ALTER TABLE tokens DROP COLUMN last_used_at"),
    ("tokens", "last_used_from", "ALTER TABLE tokens DROP COLUMN last_used_from"),
    ("tokens", "last_used_permission", "ALTER TABLE tokens DROP COLUMN last_used_permission"),
    ("tokens", "last_used_module", "ALTER TABLE tokens DROP COLUMN last_used_module"),
    ("tokens", "last_used_hour", "ALTER TABLE tokens DROP COLUMN last_used_hour"),
    ("token_secrets", "last_used_at", "ALTER TABLE token_secrets DROP COLUMN last_used_at"),
    ("token_secrets", "last_used_from", "ALTER TABLE token_secrets DROP COLUMN last_used_from"),
];

/// A move in progress. If interrupted, it starts again at the first token and doesn't change what was moved.
#[derive(Default, Debug)]
pub struct Move {
    /// The last token that was moved.
    after: Option<Uuid>,
    moved: bool,
}

impl Move {
    /// Moves the next batch, or drops an old column after the last one; `true` if nothing is left to do.
    ///
    /// # Errors
    /// If the database fails. On PostgreSQL also if a column cannot be dropped immediately, because a long
    /// transaction reads the table: others must not queue behind it. The next call retries.
    pub async fn portion(&mut self, db: &Db) -> Result<bool> {
        if next_column(&mut db.read().await?).await?.is_none() {
            return Ok(true);
        }
        let mut tx = db.write().await?;
        take_turn(&mut tx).await?;
        let Some((table, column, drop)) = next_column(&mut tx).await? else { return Ok(true) };
        if self.moved || (table, column) != (OLD[0].0, OLD[0].1) {
            if matches!(tx, Tx::Postgres(..)) {
                Statement::new("SET LOCAL lock_timeout = '200ms'").execute(&mut tx).await?;
            }
            Statement::new(drop).execute(&mut tx).await?;
            tx.commit().await?;
            return Ok(false);
        }
        let until = last_of_portion(&mut tx, self.after).await?;
        move_tokens(&mut tx, self.after, until).await?;
        move_secrets(&mut tx, self.after, until).await?;
        tx.commit().await?;
        self.moved = until.is_none();
        self.after = until.or(self.after);
        Ok(false)
    }
}

/// Moves everything if there are few tokens.
///
/// # Errors
/// If the database fails.
pub(in crate::store) async fn settle(db: &Db) -> Result<()> {
    let mut tokens = Statement::new("SELECT id FROM tokens LIMIT ");
    tokens.bind(Arg::Int(FEW + 1));
    if tokens.count(&mut db.read().await?).await? > FEW {
        return Ok(());
    }
    let mut all = Move::default();
    while !all.portion(db).await? {}
    Ok(())
}

/// Waits for other processes that are moving, until the transaction ends. SQLite has a single writer anyway.
async fn take_turn(tx: &mut Tx) -> Result<()> {
    if matches!(tx, Tx::Postgres(..)) {
        let mut turn = Statement::new("SELECT pg_advisory_xact_lock(");
        turn.bind(Arg::Int(MOVING)).push(")");
        turn.execute(tx).await?;
    }
    Ok(())
}

/// The first old column that still exists.
async fn next_column(tx: &mut Tx) -> Result<Option<(&'static str, &'static str, &'static str)>> {
    let there = Statement::new(match tx {
        Tx::Sqlite(..) => {
            "SELECT t.name, c.name FROM (SELECT 'tokens' AS name UNION ALL SELECT 'token_secrets') t,
                 pragma_table_info(t.name) c WHERE c.name LIKE 'last\\_used\\_%' ESCAPE '\\'"
        }
        Tx::Postgres(..) => {
            "SELECT table_name::text, column_name::text FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name IN ('tokens', 'token_secrets')
                 AND column_name LIKE 'last\\_used\\_%'"
        }
    });
    let there: Vec<(String, String)> = there.fetch_all(tx).await?;
    Ok(OLD.into_iter().find(|(table, column, _)| there.iter().any(|(t, c)| t == table && c == column)))
}

/// The last token of a batch; `None` for the last batch.
async fn last_of_portion(tx: &mut Tx, after: Option<Uuid>) -> Result<Option<Uuid>> {
    let mut statement = Statement::new("SELECT id FROM tokens WHERE 1 = 1");
    between(&mut statement, "id", after, None);
    statement.push(" ORDER BY id LIMIT 1 OFFSET ").bind(Arg::Int(PORTION - 1));
    let rows: Vec<(Uuid,)> = statement.fetch_all(tx).await?;
    Ok(rows.first().map(|(id,)| *id))
}

fn between(statement: &mut Statement, column: &'static str, after: Option<Uuid>, until: Option<Uuid>) {
    for (sign, bound) in [(" > ", after), (" <= ", until)] {
        if let Some(bound) = bound {
            statement.push(" AND ").push(column).push(sign).bind(Arg::Id(bound));
        }
    }
}

async fn move_tokens(tx: &mut Tx, after: Option<Uuid>, until: Option<Uuid>) -> Result<()> {
    // Uses since then are already there, and later.
    let mut statement = Statement::new(
        "INSERT INTO token_uses (token_id, tenant_id, created_at, hour, at, address, permission, module, generation)
         SELECT t.id, t.tenant_id, t.created_at, t.last_used_hour, t.last_used_at, t.last_used_from,
             t.last_used_permission, t.last_used_module,
             COALESCE((SELECT MAX(s.generation) FROM token_secrets s
                       WHERE s.token_id = t.id AND s.last_used_at = t.last_used_at), 0)
         FROM tokens t WHERE 1 = 1",
    );
    between(&mut statement, "t.id", after, until);
    statement.push(
        " ORDER BY t.id ON CONFLICT (token_id) DO UPDATE
          SET hour = excluded.hour, at = excluded.at, address = excluded.address, permission = excluded.permission,
              module = excluded.module, generation = excluded.generation
          WHERE excluded.at IS NOT NULL AND (token_uses.at IS NULL OR token_uses.at < excluded.at)",
    );
    statement.execute(tx).await
}

async fn move_secrets(tx: &mut Tx, after: Option<Uuid>, until: Option<Uuid>) -> Result<()> {
    let mut statement = Statement::new(
        "INSERT INTO secret_uses (token_id, generation, at, address)
         SELECT s.token_id, s.generation, s.last_used_at, s.last_used_from
         FROM token_secrets s JOIN token_uses u ON u.token_id = s.token_id
         WHERE s.last_used_at IS NOT NULL AND s.generation <> u.generation",
    );
    between(&mut statement, "s.token_id", after, until);
    statement.push(" ORDER BY s.token_id, s.generation ON CONFLICT (token_id, generation) DO NOTHING");
    statement.execute(tx).await
}
