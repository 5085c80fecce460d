//! What a person may give. Whoever manages a tenant's tokens takes away from any of them: disables, narrows, revokes. But
//! nobody gives what they could not issue: a token that is enabled again, or gets another secret, or has anything added,
//! must reach no tenant but those whose tokens this person manages. The Tenant API asks the same of the presented token.

use std::collections::HashSet;

use crate::domain::person::{Action, Person, Reach};
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::store::tokens::ReachedTenant;
use crate::store::{Tx, tenants};

/// Whether they, who manage the tokens of the tenant that a token belongs to, could issue one of this scope; `reached` are
/// the tenants of the scope "selected".
pub async fn may_give(
    tx: &mut Tx,
    person: &Person,
    scope: &TenantScope,
    reached: &[ReachedTenant],
) -> Result<bool> {
    match scope {
        // Whoever manages a tenant manages what is below it.
        TenantScope::This | TenantScope::ThisAndBelow => Ok(true),
        TenantScope::All => Ok(person.may_everywhere(Action::IssueForAllTenants)),
        TenantScope::Selected(_) => {
            let managed = managed(tx, person, reached).await?;
            Ok(reached.iter().all(|tenant| managed.contains(&tenant.slug)))
        }
    }
}

/// The slugs of those of `tenants` whose tokens this person manages.
pub async fn managed(tx: &mut Tx, person: &Person, tenants: &[ReachedTenant]) -> Result<HashSet<String>> {
    let slugs: Vec<String> = tenants.iter().map(|tenant| tenant.slug.clone()).collect();
    let reach = person.reach(Action::ManageTokens);
    if slugs.is_empty() || reach == Reach::Everywhere {
        return Ok(slugs.into_iter().collect());
    }
    let found = tenants::by_slugs(tx, &reach, &slugs).await?;
    Ok(found.into_iter().map(|tenant| tenant.slug).collect())
}
