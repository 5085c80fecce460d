//! Who acts on a token, and whether they may hand out what it gives. Functions that give access take a [`Granted`], and
//! only the checks in this file make one, so no caller can forget them.

use std::collections::HashMap;

use super::AuthorizedTx;
use super::granting::{self, Denied, Holder, Verdict};
use super::token_details::TokenDetails;
use crate::domain::id::TenantId;
use crate::domain::person::{Action, Person};
use crate::domain::presented::Presented;
use crate::domain::tenant::Tenant;
use crate::domain::token::{TenantScope, Token};
use crate::error::{Error, Result};
use crate::store::Tx;

/// Who acts, as read in the transaction.
#[derive(Clone, Debug)]
pub enum Grantor {
    /// A person who manages the tenant's tokens.
    Person(Person),
    /// A token that calls the Tenant API: as presented, and with everything it has.
    Token(Box<Presented>, Box<Holder>),
    /// Latchkey itself, or an operator on the command line.
    System,
}

/// Proof that the actor could create this token as it is, and so may hand out everything it gives.
#[derive(Clone, Copy, Debug)]
pub struct Granted<'a>(&'a TokenDetails);

/// The proof, or the reason for the refusal.
pub type GrantVerdict<'a> = std::result::Result<Granted<'a>, Denied>;

impl Granted<'_> {
    /// The token.
    pub const fn token(&self) -> &Token {
        &self.0.token
    }
}

impl Grantor {
    /// Who acts in `tx` on a token of the tenant `home`.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a person who does not manage its tokens; [`Error::Internal`] if no right was checked in
    /// `tx`.
    pub async fn of(tx: &mut AuthorizedTx, home: &Tenant) -> Result<Self> {
        if tx.is_system() {
            return Ok(Self::System);
        }
        if let Ok(presented) = tx.presented() {
            let holder = Holder::find(tx, &presented).await?;
            return Ok(Self::Token(Box::new(presented), Box::new(holder)));
        }
        let person = tx.person()?;
        if person.may(Action::ManageTokens, &home.lineage) {
            Ok(Self::Person(person))
        } else {
            Err(Error::Forbidden)
        }
    }

    /// The person who acts.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if the actor is not a person.
    pub const fn person(&self) -> Result<&Person> {
        if let Self::Person(person) = self { Ok(person) } else { Err(Error::Forbidden) }
    }

    /// The token that acts.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if the actor is not a token.
    pub fn presented(&self) -> Result<&Presented> {
        if let Self::Token(presented, _) = self { Ok(presented) } else { Err(Error::Forbidden) }
    }

    /// Checks whether the actor may disable or revoke a token.
    pub fn may_take_from(&self, target: &TokenDetails) -> Verdict {
        self.as_holder().map_or(Ok(()), |holder| holder.may_take_from(target))
    }

    /// Checks whether the actor may revoke a token together with the tokens created with it.
    pub fn may_take_along(&self) -> Verdict {
        if self.as_holder().is_some_and(Holder::is_being_replaced) { Err(Denied::Replaced) } else { Ok(()) }
    }

    /// Checks whether the actor may enable a token.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn may_enable<'a>(&self, tx: &mut Tx, target: &'a TokenDetails) -> Result<GrantVerdict<'a>> {
        self.grant(tx, target, Holder::may_enable).await
    }

    /// Checks whether the actor may rotate a token or extend a replaced secret of it.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn may_rotate<'a>(&self, tx: &mut Tx, target: &'a TokenDetails) -> Result<GrantVerdict<'a>> {
        self.grant(tx, target, Holder::may_rotate).await
    }

    async fn grant<'a>(
        &self,
        tx: &mut Tx,
        target: &'a TokenDetails,
        may: impl FnOnce(&Holder, &TokenDetails) -> Verdict,
    ) -> Result<GrantVerdict<'a>> {
        Ok(match self {
            Self::Person(person) => Grants::of(person).granted(tx, target).await?.ok_or(Denied::NotTheirs),
            Self::Token(_, holder) => may(holder, target).map(|()| Granted(target)),
            Self::System => Ok(Granted(target)),
        })
    }

    fn as_holder(&self) -> Option<&Holder> {
        if let Self::Token(_, holder) = self { Some(holder) } else { None }
    }
}

/// The same check for many tokens in turn: tokens that reach the same tenants are checked once.
pub struct Grants<'a> {
    person: &'a Person,
    known: HashMap<Vec<TenantId>, bool>,
}

impl<'a> Grants<'a> {
    /// For this person, who manages the tenant's tokens.
    pub fn of(person: &'a Person) -> Self {
        Self { person, known: HashMap::new() }
    }

    /// The proof that the person could create this token; `None` if they could not.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn granted<'t>(
        &mut self,
        tx: &mut Tx,
        target: &'t TokenDetails,
    ) -> Result<Option<Granted<'t>>> {
        let scope = &target.token.scope;
        let known = match scope {
            TenantScope::Selected(tenants) => self.known.get(tenants).copied(),
            _ => None,
        };
        let may = match known {
            Some(known) => known,
            None => granting::can_grant(tx, self.person, scope, &target.reached).await?,
        };
        if let TenantScope::Selected(tenants) = scope {
            self.known.insert(tenants.clone(), may);
        }
        Ok(may.then_some(Granted(target)))
    }
}
