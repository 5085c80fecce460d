//! Write transactions with a checked right: the right is checked again before anything is written, and the rows it
//! rests on are locked until commit.

use std::ops::{Deref, DerefMut};

use serde::Serialize;
use serde_json::Value;

use crate::auth::authority::{AuthContext, Authority};
use crate::domain::audit::{Event, Object, Origin};
use crate::domain::event::EventKind;
use crate::domain::id::{TenantId, new_id};
use crate::domain::person::Person;
use crate::domain::presented::Presented;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::{Tx, audit};

/// The changed values.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The values before; `None` if the object is new.
    pub before: Option<Value>,
    /// The values after; `None` if the object was deleted.
    pub after: Option<Value>,
}

/// What is stored is what `Serialize` makes of a snapshot: its members are part of the audit log's format.
impl Change {
    /// From one snapshot to the next.
    ///
    /// # Errors
    /// [`Error::Internal`] when JSON cannot say it.
    pub fn between(before: &impl Serialize, after: &impl Serialize) -> Result<Self> {
        Ok(Self { before: Some(json(before)?), after: Some(json(after)?) })
    }

    /// Of what is gone now.
    ///
    /// # Errors
    /// As [`Change::between`].
    pub fn only_before(before: &impl Serialize) -> Result<Self> {
        Ok(Self { before: Some(json(before)?), after: None })
    }

    /// Of what is new, or only happened.
    ///
    /// # Errors
    /// As [`Change::between`].
    pub fn only_after(after: &impl Serialize) -> Result<Self> {
        Ok(Self { before: None, after: Some(json(after)?) })
    }
}

fn json(snapshot: &impl Serialize) -> Result<Value> {
    serde_json::to_value(snapshot).map_err(Error::internal)
}

/// Somebody who asks for a change: by a right that a request proved, or Latchkey itself. The service's functions take it
/// first, begin their transaction from it, and commit it themselves.
#[derive(Clone)]
pub struct Act<'a> {
    state: &'a State,
    by: By<'a>,
}

#[derive(Clone, Debug)]
enum By<'a> {
    /// A right, checked again when the transaction begins.
    Right(&'a Authority),
    /// The command line, a job, or the start. Everyone who controls the host may do this.
    System(&'static str),
    /// A visitor without a session, whose password or setup code was just checked.
    Visitor(Origin),
}

impl<'a> Act<'a> {
    /// A request that acts by `authority`.
    pub const fn by(authority: &'a Authority, state: &'a State) -> Self {
        Self { state, by: By::Right(authority) }
    }

    /// Latchkey itself; audit events name `actor`.
    pub const fn system(actor: &'static str, state: &'a State) -> Self {
        Self { state, by: By::System(actor) }
    }

    /// A visitor whose password or setup code was just checked; audit events name `origin`. The function that takes
    /// this checks in its transaction that the proof still holds.
    pub const fn visitor(origin: Origin, state: &'a State) -> Self {
        Self { state, by: By::Visitor(origin) }
    }

    /// The state of the process.
    pub const fn state(&self) -> &'a State {
        self.state
    }

    /// Begins the transaction.
    ///
    /// # Errors
    /// 401 or 403 if the right has ended; nothing changes then.
    pub async fn begin(&self) -> Result<AuthorizedTx> {
        match &self.by {
            By::Right(authority) => authority.begin(self.state).await,
            By::System(actor) => AuthorizedTx::unattended(self.state, Origin::system(actor)).await,
            By::Visitor(origin) => AuthorizedTx::open(self.state, origin.clone(), Ground::Visitor).await,
        }
    }
}

/// A write transaction in which the right was checked. Dropping it without [`AuthorizedTx::commit`] rolls it back.
pub struct AuthorizedTx {
    tx: Tx,
    ground: Ground,
    state: State,
    origin: Origin,
}

/// What a write transaction relies on.
enum Ground {
    /// A right that was checked in the transaction.
    Right(Box<Right>),
    /// Latchkey itself acts, or an operator on the command line.
    System,
    /// A password or a setup code that was checked before.
    Visitor,
}

struct Right {
    authority: Authority,
    found: AuthContext,
}

impl Authority {
    /// Begins a write transaction and checks the right in it. All waiting, for SQLite's queue of writers or
    /// PostgreSQL's row locks, comes before the check.
    ///
    /// # Errors
    /// 401 or 403, as [`Authority::prove`], if the right has ended meanwhile; nothing changes then.
    pub async fn begin(&self, state: &State) -> Result<AuthorizedTx> {
        let mut tx = state.db.write().await?;
        self.hold(&mut tx).await?;
        let found = self.prove(&mut tx, state).await?;
        let ground = Ground::Right(Box::new(Right { authority: self.clone(), found }));
        Ok(AuthorizedTx { tx, ground, state: state.clone(), origin: self.origin().clone() })
    }

    /// Begins a read transaction and checks the right in it: for the next batch of a long response.
    ///
    /// # Errors
    /// As [`Authority::begin`].
    pub async fn look(&self, state: &State) -> Result<(Tx, AuthContext)> {
        let mut tx = state.db.read().await?;
        let found = self.prove(&mut tx, state).await?;
        Ok((tx, found))
    }
}

impl AuthorizedTx {
    /// Begins a transaction for Latchkey itself: its jobs, its start, and the command line, which everyone with a
    /// shell on the host may use.
    ///
    /// # Errors
    /// If the database cannot be written to.
    pub async fn unattended(state: &State, origin: Origin) -> Result<Self> {
        Self::open(state, origin, Ground::System).await
    }

    async fn open(state: &State, origin: Origin, ground: Ground) -> Result<Self> {
        Ok(Self { tx: state.db.write().await?, ground, state: state.clone(), origin })
    }

    /// Changes the actor to `origin`: a person whose password was just proven, or one on whose behalf a job works.
    pub fn acts_as(&mut self, origin: Origin) {
        self.origin = origin;
    }

    /// The actor and their address in the audit events of this transaction.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The state of the process.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.state.now()
    }

    /// Adds the audit event of a change in `tenant` (or of the platform), written when the transaction commits.
    ///
    /// # Errors
    /// If no random ID can be generated.
    pub fn record(
        &mut self,
        tenant: Option<TenantId>,
        kind: EventKind,
        object: Object<'_>,
        change: Change,
    ) -> Result<()> {
        let at = self.state.now();
        let Change { before, after } = change;
        let event = Event { at, tenant, origin: &self.origin, kind, object, before, after };
        audit::record(&mut self.tx, &self.state.fixed.audit_key, new_id(at, &self.state.entropy)?, &event);
        Ok(())
    }

    /// The acting person, as read in this transaction.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::error::Error::Internal) if no person acts.
    pub fn person(&self) -> Result<Person> {
        self.found().person()
    }

    /// The acting token, as read in this transaction.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::error::Error::Internal) if no token acts.
    pub fn presented(&self) -> Result<Presented> {
        self.found().presented()
    }

    /// The tenant of the request, as read in this transaction.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::error::Error::Internal) if the right concerns no single tenant.
    pub fn tenant(&self) -> Result<Tenant> {
        self.found().tenant()
    }

    /// Whether Latchkey itself acts, or an operator on the command line: no right limits what they do.
    pub const fn is_system(&self) -> bool {
        matches!(self.ground, Ground::System)
    }

    /// Whether the tenant was disabled after the rule let the request in.
    pub fn tenant_was_disabled_since(&self) -> bool {
        self.right().is_some_and(|right| {
            let tenant = right.found.tenant();
            tenant.is_ok_and(|tenant| right.authority.was_disabled_since(&tenant))
        })
    }

    const fn right(&self) -> Option<&Right> {
        if let Ground::Right(right) = &self.ground { Some(right) } else { None }
    }

    fn found(&self) -> AuthContext {
        self.right().map(|right| right.found.clone()).unwrap_or_default()
    }

    /// Checks that the right has not expired: sessions, tokens and secrets end at a fixed time, which may have passed
    /// while this transaction waited for others.
    ///
    /// # Errors
    /// 401 if it has.
    pub fn still_holds(&self) -> Result<()> {
        match self.right() {
            Some(right) if right.found.ends_at().is_some_and(|end| self.state.now() >= end) => {
                Err(right.authority.ended())
            }
            _ => Ok(()),
        }
    }

    /// Commits, if the right [still holds](Self::still_holds).
    ///
    /// # Errors
    /// 401 if it has expired; nothing changes then.
    pub async fn commit(mut self) -> Result<()> {
        self.tx.append_events().await?;
        self.still_holds()?;
        Ok(self.tx.commit().await?)
    }
}

impl Deref for AuthorizedTx {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for AuthorizedTx {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}
