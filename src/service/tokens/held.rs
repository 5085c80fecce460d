//! A token that is held by the transaction that is about to change it.

use crate::domain::id::TokenId;
use crate::domain::tenant::Tenant;
use crate::domain::token::Token;
use crate::error::{Error, Result};
use crate::service::grantor::Grantor;
use crate::service::token_details::{self, TokenDetails};
use crate::service::{Act, AuthorizedTx};
use crate::store::{tenants, tokens};

/// An act on a token, and what it came to.
#[derive(Clone, Debug)]
pub struct TokenAct<T> {
    /// Who acted, as they were in the transaction.
    pub by: Grantor,
    /// The tenant that the token belongs to.
    pub tenant: Tenant,
    /// The token, as the act left it.
    pub details: TokenDetails,
    /// What it came to.
    pub outcome: T,
}

/// A token, held until the transaction ends, so that the audit log says what it was when it was changed: others may be
/// changing it at this moment.
pub(in crate::service) struct Held {
    pub(in crate::service) tx: AuthorizedTx,
    pub(in crate::service) by: Grantor,
    pub(in crate::service) tenant: Tenant,
    pub(in crate::service) details: TokenDetails,
}

impl Held {
    /// Opens the transaction of an act on this token.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the tenant that is acted in has no such token, those of [`Grantor::of`], and those of
    /// [`Act::begin`].
    pub(in crate::service) async fn open(act: &Act<'_>, id: TokenId) -> Result<Self> {
        let mut tx = act.begin().await?;
        let tenant = match tx.is_system() {
            true => home(&mut tx, id).await?,
            false => tx.tenant()?,
        };
        let details = token_details::hold(&mut tx, tenant.id, id).await?;
        let by = Grantor::of(&mut tx, &tenant).await?;
        Ok(Self { tx, by, tenant, details })
    }

    /// The token, as it was when it was held or [read again](Self::reread).
    pub(in crate::service) const fn token(&self) -> &Token {
        &self.details.token
    }

    /// Reads the token again after a change.
    ///
    /// # Errors
    /// When the database fails.
    pub(in crate::service) async fn reread(&mut self) -> Result<()> {
        let found = token_details::find(&mut self.tx, self.tenant.id, self.details.token.id).await?;
        self.details = found.ok_or(Error::NotFound)?;
        Ok(())
    }

    /// Makes the change last.
    ///
    /// # Errors
    /// 401 when the right has ended by itself.
    pub(in crate::service) async fn commit<T>(self, outcome: T) -> Result<TokenAct<T>> {
        let Self { tx, by, tenant, details } = self;
        tx.commit().await?;
        Ok(TokenAct { by, tenant, details, outcome })
    }

    /// Leaves the token as it was, because it is already as it was to be.
    ///
    /// # Errors
    /// 401 when the right has ended by itself.
    pub(in crate::service) fn unchanged<T>(self, outcome: T) -> Result<TokenAct<T>> {
        self.tx.still_holds()?;
        Ok(self.refused(outcome))
    }

    /// Leaves the token as it was, because it may not be changed so.
    pub(in crate::service) fn refused<T>(self, outcome: T) -> TokenAct<T> {
        let Self { by, tenant, details, .. } = self;
        TokenAct { by, tenant, details, outcome }
    }
}

/// The tenant of a token, for an operator, who names the token alone.
async fn home(tx: &mut AuthorizedTx, id: TokenId) -> Result<Tenant> {
    let home = tokens::home(tx, id).await?.ok_or(Error::NotFound)?;
    tenants::find(tx, home).await?.ok_or(Error::NotFound)
}
