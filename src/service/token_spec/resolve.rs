//! How a spec becomes a token: first its fields, then the right to grant it.

use super::{CheckedToken, Rejected, Requester, Resolver, SpecError, TokenSpec};
use crate::domain::id::LogoId;
use crate::error::Result;
use crate::service::granting;
use crate::service::token_details::TokenDetails;
use crate::store::Tx;

impl Resolver<'_> {
    /// The checked token with this `logo`, or why there is none: first the fields, then the right to grant it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn resolve(
        &self,
        tx: &mut Tx,
        spec: &TokenSpec,
        logo: Option<LogoId>,
    ) -> Result<std::result::Result<CheckedToken, Rejected>> {
        let mut errors = Vec::new();
        let general = self.general(spec, &mut errors)?;
        let access = self.access(tx, spec, &mut errors).await?;
        let valid = errors.is_empty() && !spec.unreadable;
        let (Some(general), Some(access), true) = (general, access, valid) else {
            return Ok(Err(Rejected::Invalid(errors)));
        };
        let checked = CheckedToken::new(self, general, access, logo);
        Ok(self.may_grant(tx, &checked).await?.map(|()| checked))
    }

    async fn may_grant(
        &self,
        tx: &mut Tx,
        checked: &CheckedToken,
    ) -> Result<std::result::Result<(), Rejected>> {
        let CheckedToken { settings, grant, access, .. } = checked;
        match (self.by, self.before()) {
            (Requester::Operator, _) | (Requester::Person(_), None) => Ok(Ok(())),
            (Requester::Person(person), Some(before)) => {
                let found =
                    granting::may_edit(tx, person, before, settings, (grant, &access.reached)).await?;
                Ok(found.map_or(Ok(()), |what| Err(Rejected::Invalid(vec![SpecError::NotTheirs(what)]))))
            }
            (Requester::Token(own), None) => Ok(own.may_issue(grant).map_err(Rejected::Denied)),
            (Requester::Token(own), Some(before)) => {
                Ok(own.may_edit(before, settings, grant).map_err(Rejected::Denied))
            }
        }
    }

    pub(super) fn before(&self) -> Option<&TokenDetails> {
        self.base.map(|base| base.token)
    }

    /// A token acts in no disabled tenant: its route's rule has refused it already.
    pub(super) fn refuse_disabled(&self, errors: &mut Vec<SpecError>) {
        let asked = !matches!(self.by, Requester::Token(_));
        if asked && self.tenant.is_disabled() && !errors.contains(&SpecError::TenantDisabled) {
            errors.push(SpecError::TenantDisabled);
        }
    }
}
