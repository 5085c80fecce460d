//! A token that is locked by the transaction that is about to change it.

use crate::domain::id::TokenId;
use crate::domain::tenant::Tenant;
use crate::domain::token::Token;
use crate::error::{Error, Result};
use crate::service::grantor::Grantor;
use crate::service::token_details::{self, TokenDetails};
use crate::service::{Act, AuthorizedTx};
use crate::store::{tenants, tokens};

/// The result of an act on a token, with its context.
#[derive(Clone, Debug)]
pub struct TokenAct<T> {
    /// Who acted, as read in the transaction.
    pub by: Grantor,
    /// The token's home tenant.
    pub tenant: Tenant,
    /// The token after the act.
    pub details: TokenDetails,
    /// The result.
    pub outcome: T,
}

/// A token, locked until the transaction ends, so that the audit event records its state when it was changed.
pub(in crate::service) struct Held {
    pub(in crate::service) tx: AuthorizedTx,
    pub(in crate::service) by: Grantor,
    pub(in crate::service) tenant: Tenant,
    pub(in crate::service) details: TokenDetails,
}

impl Held {
    /// Begins the transaction of an act on this token.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the request's tenant has no such token, and the errors of [`Act::begin`] and
    /// [`Grantor::of`].
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

    /// The token, as it was when it was locked or [read again](Self::reread).
    pub(in crate::service) const fn token(&self) -> &Token {
        &self.details.token
    }

    /// Reads the token again after a change.
    ///
    /// # Errors
    /// If the database fails.
    pub(in crate::service) async fn reread(&mut self) -> Result<()> {
        let found = token_details::find(&mut self.tx, self.tenant.id, self.details.token.id).await?;
        self.details = found.ok_or(Error::NotFound)?;
        Ok(())
    }

    /// Commits the change.
    ///
    /// # Errors
    /// 401 if the right has expired.
    pub(in crate::service) async fn commit<T>(self, outcome: T) -> Result<TokenAct<T>> {
        let Self { tx, by, tenant, details } = self;
        tx.commit().await?;
        Ok(TokenAct { by, tenant, details, outcome })
    }

    /// Ends the act without a change, because there was nothing to change.
    ///
    /// # Errors
    /// 401 if the right has expired.
    pub(in crate::service) fn unchanged<T>(self, outcome: T) -> Result<TokenAct<T>> {
        self.tx.still_holds()?;
        Ok(self.refused(outcome))
    }

    /// Ends the act without a change, because it is refused.
    pub(in crate::service) fn refused<T>(self, outcome: T) -> TokenAct<T> {
        let Self { by, tenant, details, .. } = self;
        TokenAct { by, tenant, details, outcome }
    }
}

/// The tenant of a token, for an operator, who names only the token.
async fn home(tx: &mut AuthorizedTx, id: TokenId) -> Result<Tenant> {
    let home = tokens::home(tx, id).await?.ok_or(Error::NotFound)?;
    tenants::find(tx, home).await?.ok_or(Error::NotFound)
}
