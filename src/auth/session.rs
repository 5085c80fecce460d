//! The console's sessions: actix-session with Latchkey's own table, and what a session stores.
//!
//! A session exists only while a user is signed in; visitors have no row. Its key changes at every sign-in, and a key
//! that this instance did not create is never accepted.

use std::collections::HashMap;

use actix_session::config::{BrowserSession, CookieContentSecurity};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionMiddleware};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Key, SameSite};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::{cookie_name, decode, encode, keyed};
use crate::domain::id::UserId;
use crate::domain::limits::SESSION_BYTES;
use crate::domain::person::Person;
use crate::domain::random::{Entropy, NoEntropy};
use crate::domain::time::{Clock, Timestamp};
use crate::state::State;
use crate::store::people::sessions::{self, KeyHash, Lifetime};
use crate::store::people::users;
use crate::store::{self, Db, Tx};

/// How long an unused session lasts by default.
pub const DEFAULT_IDLE: TimeDelta = TimeDelta::minutes(30);
/// The maximum lifetime of a session.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(8);
/// How often use is recorded at most, so that reading pages doesn't cause a stream of writes.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);

const COOKIE: &str = "latchkey";
const USER: &str = "user";
const PASSWORD_MARK: &str = "password";
const CSRF: &str = "csrf";
const FLASH: &str = "flash";
const UNDO: &str = "undo";
const TENANT: &str = "tenant";
const AT: &str = "at";
/// The session's row. Added when the session is loaded, removed before it is stored.
const ROW: &str = "row";

/// How a session authenticates its user.
#[derive(Clone, Debug)]
pub(super) struct SessionCredential {
    /// The hash of the session's key.
    pub(super) key: KeyHash,
    /// The user.
    pub(super) user: UserId,
    /// Identifies the password that the session was opened with.
    pub(super) mark: String,
}

/// Sessions in the database.
#[derive(Clone)]
pub struct SqlSessions {
    db: Db,
    clock: Clock,
    entropy: Entropy,
    idle: TimeDelta,
}

/// The middleware that loads and stores sessions. The cookie is signed with `key`, so that a forged one is refused
/// without a query; `idle` is how long an unused session lasts.
pub fn middleware(state: &State, key: &[u8; 32], idle: TimeDelta) -> SessionMiddleware<SqlSessions> {
    let key =
        Key::from(&[keyed(key, "session cookie", &[b"1"]), keyed(key, "session cookie", &[b"2"])].concat());
    SessionMiddleware::builder(SqlSessions::new(state, idle), key)
        .cookie_name(cookie_name(state.is_https(), COOKIE))
        .cookie_secure(state.is_https())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        // No Max-Age, so that the cookie is deleted when the browser closes. The effective lifetimes are in the
        // table.
        .session_lifecycle(BrowserSession::default())
        .build()
}

impl SqlSessions {
    /// Sessions in the database of `state`, which end after `idle` without use.
    pub fn new(state: &State, idle: TimeDelta) -> Self {
        Self { db: state.db.clone(), clock: state.clock.clone(), entropy: state.entropy.clone(), idle }
    }

    fn lifetime(&self, now: Timestamp) -> Lifetime {
        Lifetime {
            now,
            idle_end: now.plus(self.idle),
            absolute_micros: ABSOLUTE.num_microseconds().unwrap_or(i64::MAX),
        }
    }

    async fn find(&self, key: KeyHash) -> store::Result<Option<HashMap<String, String>>> {
        let now = self.clock.now();
        let mut tx = self.db.read().await?;
        let Some(session) = sessions::load(&mut tx, key, now).await? else { return Ok(None) };
        drop(tx);
        if now.since(session.last_seen_at()) >= TOUCH_EVERY
            && let Err(error) = self.touch(key, now).await
        {
            // Continue: a full disk must not lock people out of what they can still read.
            tracing::warn!(%error, "cannot record the use of a session");
        }
        // An unreadable session does not count; the browser gets a new one at the next sign-in.
        let Ok(mut state) = serde_json::from_str::<HashMap<String, String>>(&session.state) else {
            return Ok(None);
        };
        state.insert(ROW.to_owned(), json(&encode(key.bytes())));
        Ok(Some(state))
    }

    async fn touch(&self, key: KeyHash, now: Timestamp) -> store::Result<()> {
        let mut tx = self.db.write().await?;
        // Otherwise a session that is used for revoking on a full disk would end as idle.
        tx.may_use_reserve();
        sessions::touch(&mut tx, key, self.lifetime(now)).await?;
        tx.commit().await
    }

    async fn begin(&self, key: KeyHash, state: HashMap<String, String>) -> store::Result<()> {
        let user = state.get(USER).and_then(|user| serde_json::from_str::<String>(user).ok()?.parse().ok());
        let mut tx = self.db.write().await?;
        // Even on a full disk, people sign in to remove access.
        tx.may_use_reserve();
        sessions::save(&mut tx, key, user, &stored(state), self.lifetime(self.clock.now())).await?;
        tx.commit().await
    }

    async fn change(&self, key: KeyHash, state: HashMap<String, String>) -> store::Result<()> {
        let write = async {
            let mut tx = self.db.write().await?;
            sessions::update(&mut tx, key, &stored(state), self.lifetime(self.clock.now())).await?;
            tx.commit().await
        };
        match write.await {
            // Only a message or the last tenant is lost. The change itself is done.
            Err(error) if error.is_disk_full() => {
                tracing::warn!(%error, "cannot change a session");
                Ok(())
            }
            outcome => outcome,
        }
    }

    async fn end(&self, key: KeyHash) -> store::Result<()> {
        let mut tx = self.db.write().await?;
        tx.may_use_reserve();
        sessions::delete(&mut tx, key).await?;
        tx.commit().await
    }
}

/// The table has its own lifetimes, so actix-session's `ttl` is ignored.
impl SessionStore for SqlSessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        self.find(KeyHash::of(key.as_ref())).await.map_err(|error| LoadError::Other(error.into()))
    }

    async fn save(&self, state: HashMap<String, String>, _ttl: &Duration) -> Result<SessionKey, SaveError> {
        let key = encode(&self.entropy.bytes::<32>().map_err(|error| SaveError::Other(error.into()))?);
        self.begin(KeyHash::of(&key), state).await.map_err(|error| SaveError::Other(error.into()))?;
        key.try_into().map_err(|error: <SessionKey as TryFrom<String>>::Error| SaveError::Other(error.into()))
    }

    async fn update(
        &self,
        key: SessionKey,
        state: HashMap<String, String>,
        _ttl: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        let hash = KeyHash::of(key.as_ref());
        self.change(hash, state).await.map_err(|error| UpdateError::Other(error.into()))?;
        Ok(key)
    }

    async fn update_ttl(&self, _key: &SessionKey, _ttl: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        Ok(self.end(KeyHash::of(key.as_ref())).await?)
    }
}

fn stored(mut state: HashMap<String, String>) -> String {
    state.remove(ROW);
    // What a form carries on, such as the way back to a list, has the length that its sender chooses.
    for dispensable in [UNDO, FLASH, AT, TENANT] {
        let text = serde_json::to_string(&state).unwrap_or_else(|_| "{}".to_owned());
        if text.len() <= SESSION_BYTES {
            return text;
        }
        state.remove(dispensable);
    }
    serde_json::to_string(&state).unwrap_or_else(|_| "{}".to_owned())
}

/// actix-session stores each value as JSON.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn put(session: &Session, name: &str, value: impl Serialize) {
    if let Err(error) = session.insert(name, value) {
        tracing::error!(%error, name, "cannot store a value in the session");
    }
}

fn get<T: for<'de> Deserialize<'de>>(session: &Session, name: &str) -> Option<T> {
    session.get(name).ok().flatten()
}

/// Opens a session for `user`, who proved to know the password with this hash. Nothing from an earlier session is
/// kept: key, CSRF secret and contents are new, and the eight hours start again.
pub fn sign_in(
    session: &Session,
    user: UserId,
    password_hash: &str,
    entropy: &Entropy,
) -> Result<(), NoEntropy> {
    let csrf = encode(&entropy.bytes::<32>()?);
    session.renew();
    session.clear();
    put(session, USER, user.to_string());
    put(session, PASSWORD_MARK, password_mark(user, password_hash));
    put(session, CSRF, csrf);
    Ok(())
}

/// Ends the session, in the browser and in the database.
pub fn sign_out(session: &Session) {
    session.purge();
}

/// The session's user. `authz` checks whether they may still sign in.
pub fn user_id(session: &Session) -> Option<UserId> {
    get::<String>(session, USER)?.parse().ok()
}

/// The session's row, so that a handler can end it within its own transaction.
pub fn row(session: &Session) -> Option<KeyHash> {
    KeyHash::from_bytes(&decode::<32>(&get::<String>(session, ROW)?)?)
}

/// How the session authenticates its user; `None` if nobody is signed in.
pub(super) fn credential(session: &Session) -> Option<SessionCredential> {
    let mark = get(session, PASSWORD_MARK).unwrap_or_default();
    Some(SessionCredential { key: row(session)?, user: user_id(session)?, mark })
}

/// The session's user, and when the session ends. `None` if it has ended, the user is disabled, or it was opened with
/// a password that is no longer theirs.
///
/// The last also covers a sign-in that was in progress while the password changed, and was stored after all sessions
/// had been ended.
pub(super) async fn signed_in(
    tx: &mut Tx,
    session: &SessionCredential,
    now: Timestamp,
) -> store::Result<Option<(Person, Timestamp)>> {
    let SessionCredential { key, user, mark } = session;
    let Some(ends_at) = sessions::end(tx, *key, *user, now).await? else { return Ok(None) };
    let found = users::find_signed_in(tx, *user).await?;
    let right = |hash: &str| bool::from(password_mark(*user, hash).as_bytes().ct_eq(mark.as_bytes()));
    Ok(found.filter(|found| right(&found.password_hash)).map(|found| (found.person, ends_at)))
}

/// The signed-in person, for a page that everyone may see. A session that has ended is deleted in the browser too.
pub async fn person(tx: &mut Tx, session: &Session, now: Timestamp) -> store::Result<Option<Person>> {
    let Some(credential) = credential(session) else { return Ok(None) };
    let person = signed_in(tx, &credential, now).await?.map(|(person, _)| person);
    if person.is_none() {
        sign_out(session);
    }
    Ok(person)
}

/// The secret that the session's CSRF tokens are derived from.
pub fn csrf_secret(session: &Session) -> Option<[u8; 32]> {
    decode(&get::<String>(session, CSRF)?)
}

/// A message for the next page, shown once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Flash {
    /// Whether it reports a success rather than a problem.
    pub success: bool,
    /// The sentence, in the person's language. Never a secret: it is stored.
    pub text: String,
}

/// How to undo what a message reports: a form with one button.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Undo {
    /// The path that the form is sent to.
    pub action: String,
    /// Its fields by name, including the address to return to.
    pub fields: Vec<(String, String)>,
}

/// Leaves a message for the next page.
pub fn set_flash(session: &Session, flash: &Flash) {
    put(session, FLASH, flash);
    if session.contains_key(UNDO) {
        session.remove(UNDO);
    }
}

/// The same with a way to undo it.
pub fn set_flash_with_undo(session: &Session, flash: &Flash, undo: &Undo) {
    put(session, FLASH, flash);
    put(session, UNDO, undo);
}

/// Takes the message that the previous request left, if any, and how to undo it.
pub fn take_flash(session: &Session) -> Option<(Flash, Option<Undo>)> {
    // Checked first, so that a session without a message stays unchanged and causes no write.
    let undo = session.contains_key(UNDO).then(|| session.remove_as(UNDO)?.ok()).flatten();
    let flash = session.contains_key(FLASH).then(|| session.remove_as(FLASH)?.ok()).flatten()?;
    Some((flash, undo))
}

/// Stores where the next page starts: the public ID of an item in its list.
pub fn set_at(session: &Session, id: &str) {
    put(session, AT, id);
}

/// Takes where this page starts, if stored.
pub fn take_at(session: &Session) -> Option<String> {
    session.contains_key(AT).then(|| session.remove_as(AT)?.ok()).flatten()
}

/// The slug of the last tenant worked in.
pub fn tenant(session: &Session) -> Option<String> {
    get(session, TENANT)
}

/// Stores the last tenant worked in. Writes nothing if it is stored already, or nobody is signed in.
pub fn set_tenant(session: &Session, slug: &str) {
    if user_id(session).is_some() && tenant(session).as_deref() != Some(slug) {
        put(session, TENANT, slug);
    }
}

/// Identifies a password hash without revealing it.
pub(super) fn password_mark(user: UserId, password_hash: &str) -> String {
    // The salted hash is the secret part; the key only separates this use from others.
    encode(&keyed(&[0; 32], "session password mark", &[user.uuid().as_bytes(), password_hash.as_bytes()]))
}
