//! Refusals on their way to the database: numbered, sampled, bounded, and written in batches, so that no request waits
//! for it.
//!
//! A refusal of an unknown token costs its id, a counter and a look at the sampler: no log line, no lock, no row. What
//! is about a token is kept within a bound for each token.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::decision_id::{DecisionIds, DecodedId};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::sampling::Sampler;
use crate::domain::text::Slug;
use crate::domain::time::Timestamp;
use crate::store::portions::PORTION;
use crate::store::verification::decisions::{
    Bounds, METHOD_BYTES, MODULES_BYTES, RefusalSubject, Row, SLUG_BYTES,
};
use crate::store::verification::decisions::{count, delete_oldest, insert, is_only_trimmer, trim_token};
use crate::store::{Db, Result};

/// Between two writes, so many refusals about tokens are kept in memory,
const MAX_ROWS: usize = 2_000;
/// so many about a single one,
const MAX_OF_A_TOKEN: u32 = 50;
/// and so many about none: more only wait when the database is away.
const MAX_OF_NOBODY: usize = 200;
/// So many are written in one transaction: other writers get their turn in between.
const BATCH: usize = 500;
/// How often the log says how many were not kept, at most.
const LOG_EVERY: Duration = Duration::from_secs(60);

/// A refusal.
#[derive(Clone, Copy, Debug)]
pub struct Refused<'a> {
    /// When.
    pub at: Timestamp,
    /// Why: one of [`crate::domain::decision::REASONS`].
    pub reason: &'static str,
    /// The token and the tenant that it belongs to, if the secret led to one.
    pub token: Option<(TokenId, TenantId)>,
    /// The tenant that the proxy asked for, as it was sent.
    pub asked_tenant: Option<&'a str>,
    /// The modules that were asked for, as they were sent: one by a proxy, those of an API client.
    pub asked_modules: &'a [&'a str],
    /// The method of the request, as it was sent.
    pub method: Option<&'a str>,
    /// Where the request came from.
    pub address: IpAddr,
}

/// What became of a refusal.
#[derive(Clone, Debug)]
pub struct Noted {
    /// Its id, for the refused caller.
    pub id: String,
    /// Whether it is kept, and can be looked up with all that is known of it.
    pub kept: bool,
}

/// Refusals since the start of this process, by what became of them.
#[derive(Clone, Copy, Default, Debug)]
pub struct Counts {
    /// Kept, about tokens and about none.
    pub kept: [u64; 2],
    /// Counted and not kept: not in the sample; too many about the same token; no room in memory.
    pub not_kept: [u64; 3],
    /// Rows that were deleted because the table had reached its bound, about tokens and about none.
    pub displaced: [u64; 2],
}

/// Refusals that are not written yet. Clones share it.
#[derive(Clone)]
pub struct Refusals(Arc<Inner>);

struct Inner {
    ids: DecisionIds,
    sampler: Sampler,
    bounds: Bounds,
    waiting: Mutex<Waiting>,
    /// Held while they are written: who asks for a write has what was noted before in the database afterwards, also
    /// when somebody else was writing it.
    writing: tokio::sync::Mutex<Written>,
    kept: [AtomicU64; 2],
    not_kept: [AtomicU64; 3],
    displaced: [AtomicU64; 2],
}

#[derive(Default)]
struct Waiting {
    rows: Vec<Row>,
    of_tokens: HashMap<TokenId, u32>,
    of_nobody: usize,
}

#[derive(Default)]
struct Written {
    /// How many rows were written since they were counted last; nothing was counted at first.
    since: [Option<i64>; 2],
    /// How many were not kept when the log said so last, and when that was.
    logged: (u64, Option<Instant>),
}

impl Refusals {
    /// None yet; their ids come from `ids`, and so many stay as `bounds` says.
    pub fn new(ids: DecisionIds, bounds: Bounds) -> Self {
        Self(Arc::new(Inner {
            ids,
            sampler: Sampler::default(),
            bounds,
            waiting: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
            kept: Default::default(),
            not_kept: Default::default(),
            displaced: Default::default(),
        }))
    }

    /// Notes a refusal: gives its id, and keeps it if there is room for it.
    pub fn note(&self, refused: &Refused<'_>) -> Noted {
        let inner = &self.0;
        let id = inner.ids.next(refused.at, refused.reason);
        let kept = match refused.token {
            None if !inner.sampler.take(refused.address, refused.at) => Err(0),
            _ => self.waiting().take(refused, &id),
        };
        match kept {
            Ok(about) => add(&inner.kept, about as usize, 1),
            Err(why) => add(&inner.not_kept, why, 1),
        }
        Noted { id, kept: kept.is_ok() }
    }

    /// Whether a refusal that is about no token, and gets no id, is to be in the log. It takes a place in the sample.
    pub fn is_in_sample(&self, address: IpAddr, at: Timestamp) -> bool {
        self.0.sampler.take(address, at)
    }

    /// What `id` itself says, if a process with this key gave it away.
    pub fn said(&self, id: &str) -> Option<DecodedId> {
        self.0.ids.read(id)
    }

    /// How many wait to be written.
    pub fn depth(&self) -> usize {
        self.waiting().rows.len()
    }

    /// What became of refusals since the start of this process.
    pub fn counts(&self) -> Counts {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Counts {
            kept: self.0.kept.each_ref().map(load),
            not_kept: self.0.not_kept.each_ref().map(load),
            displaced: self.0.displaced.each_ref().map(load),
        }
    }

    /// Writes what waits, and deletes the oldest rows above the bounds. When the database fails, what is not written
    /// waits on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn flush(&self, db: &Db) -> Result<()> {
        let mut written = self.0.writing.lock().await;
        let mut rows = std::mem::take(&mut *self.waiting()).rows;
        let batch = usize::try_from(self.0.bounds.slack / 2).map_or(BATCH, |half| half.clamp(1, BATCH));
        let mut outcome = Ok(());
        while !rows.is_empty() && outcome.is_ok() {
            let batch: Vec<Row> = rows.drain(..rows.len().min(batch)).collect();
            outcome = self.write(db, &batch).await;
            if outcome.is_err() {
                rows.splice(..0, batch);
                break;
            }
            written.add(&batch);
            outcome = self.keep_to_bounds(db, &mut written).await;
        }
        if !rows.is_empty() {
            self.waiting().put_back(rows);
        }
        written.log(&self.counts());
        outcome
    }

    /// Counts what is kept, and deletes the oldest rows above the bounds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn trim(&self, db: &Db) -> Result<()> {
        let mut written = self.0.writing.lock().await;
        written.since = [None; 2];
        self.keep_to_bounds(db, &mut written).await
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn write(&self, db: &Db, batch: &[Row]) -> Result<()> {
        let mut tx = db.write().await?;
        for row in batch {
            insert(&mut tx, row).await?;
        }
        let tokens: BTreeSet<TokenId> =
            batch.iter().filter_map(|row| row.token).map(|(token, _)| token).collect();
        let mut gone = 0;
        for token in tokens {
            gone += trim_token(&mut tx, token, self.0.bounds.per_token).await?;
        }
        tx.commit().await?;
        add(&self.0.displaced, 0, gone);
        Ok(())
    }

    async fn keep_to_bounds(&self, db: &Db, written: &mut Written) -> Result<()> {
        let Bounds { known, unknown, slack, .. } = self.0.bounds;
        for (about, bound) in [(RefusalSubject::Token, known), (RefusalSubject::Nobody, unknown)] {
            let since = &mut written.since[about as usize];
            // Half of it is for the rows of the next batch.
            if since.is_some_and(|since| since < slack / 2) {
                continue;
            }
            let above = |rows: i64| rows - (bound - slack);
            let mut more = above(count(&mut db.read().await?, about).await?) > 0;
            while more {
                let mut tx = db.write().await?;
                if !is_only_trimmer(&mut tx).await? {
                    return Ok(());
                }
                // Counted again where nobody else trims: another replica may have deleted them meanwhile.
                let above = above(count(&mut tx, about).await?);
                if above > 0 {
                    let gone = delete_oldest(&mut tx, about, above.min(PORTION)).await?;
                    tx.commit().await?;
                    add(&self.0.displaced, about as usize, gone);
                }
                more = above > PORTION;
            }
            *since = Some(0);
        }
        Ok(())
    }
}

impl Written {
    fn add(&mut self, rows: &[Row]) {
        for row in rows {
            if let Some(since) = &mut self.since[row.about() as usize] {
                *since += 1;
            }
        }
    }

    /// Says in the log, once a minute at most, how many were counted and not kept.
    fn log(&mut self, counts: &Counts) {
        let all = counts.not_kept.iter().sum::<u64>();
        let (then, at) = self.logged;
        if all > then && at.is_none_or(|at| at.elapsed() >= LOG_EVERY) {
            let [sampled, token, memory] = counts.not_kept;
            tracing::info!(count = all - then, sampled, token, memory, "refusals were counted and not kept");
            self.logged = (all, Some(Instant::now()));
        }
    }
}

impl Waiting {
    /// Keeps it; else gives why not, by its place in [`Counts::not_kept`].
    fn take(&mut self, refused: &Refused<'_>, id: &str) -> std::result::Result<RefusalSubject, usize> {
        let about = match refused.token {
            Some((token, _)) => {
                if self.rows.len() - self.of_nobody >= MAX_ROWS {
                    return Err(2);
                }
                let of_token = self.of_tokens.entry(token).or_default();
                if *of_token >= MAX_OF_A_TOKEN {
                    return Err(1);
                }
                *of_token += 1;
                RefusalSubject::Token
            }
            None if self.of_nobody >= MAX_OF_NOBODY => return Err(2),
            None => {
                self.of_nobody += 1;
                RefusalSubject::Nobody
            }
        };
        self.rows.push(Row::of(refused, id));
        Ok(about)
    }

    /// Takes back what could not be written, the oldest first, as far as there is room.
    fn put_back(&mut self, rows: Vec<Row>) {
        let newer = std::mem::take(self);
        for row in rows.into_iter().chain(newer.rows) {
            let room = match row.token {
                Some((token, _)) => {
                    let of_token = self.of_tokens.entry(token).or_default();
                    *of_token += 1;
                    self.rows.len() - self.of_nobody < MAX_ROWS
                }
                None => self.of_nobody < MAX_OF_NOBODY,
            };
            if room {
                self.of_nobody += usize::from(row.token.is_none());
                self.rows.push(row);
            }
        }
    }
}

impl Row {
    /// What is kept of a refusal: what cannot be a slug leaves an empty text, and no text is longer than its column.
    fn of(refused: &Refused<'_>, id: &str) -> Self {
        let plain = |byte: u8| byte.is_ascii_alphabetic() || byte == b'-';
        let method =
            refused.method.filter(|method| method.len() <= METHOD_BYTES && method.bytes().all(plain));
        Self {
            id: id.to_owned(),
            at: refused.at,
            reason: refused.reason,
            token: refused.token,
            asked_tenant: refused.asked_tenant.map(slug).map(ToOwned::to_owned),
            asked_module: slugs(refused.asked_modules),
            method: method.map(ToOwned::to_owned),
            address: refused.address.to_canonical().to_string(),
        }
    }

    const fn about(&self) -> RefusalSubject {
        if self.token.is_some() { RefusalSubject::Token } else { RefusalSubject::Nobody }
    }
}

/// The slug or the public ID of a tenant, or nothing of what cannot be one.
fn slug(sent: &str) -> &str {
    let is_slug = sent.len() <= SLUG_BYTES && Slug::parse(sent).is_ok_and(|slug| slug.as_str() == sent)
        || TenantId::from_public(sent).is_some();
    if is_slug { sent } else { "" }
}

/// The slugs with commas between them, as many as there is room for; "..." stands for the others.
fn slugs(sent: &[&str]) -> Option<String> {
    const OTHERS: &str = ", ...";
    let mut text = (*sent.first()?).to_owned();
    if sent.len() == 1 {
        return Some(slug(&text).to_owned());
    }
    for slug in &sent[1..] {
        if text.len() + ", ".len() + slug.len() + OTHERS.len() > MODULES_BYTES {
            text.push_str(OTHERS);
            break;
        }
        text.push_str(", ");
        text.push_str(slug);
    }
    Some(text)
}

fn add<const N: usize>(counts: &[AtomicU64; N], place: usize, more: u64) {
    if let Some(count) = counts.get(place) {
        count.fetch_add(more, Ordering::Relaxed);
    }
}
