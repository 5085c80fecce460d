//! The home tenants of the tokens in a list.

use std::collections::HashMap;

use chrono_tz::Tz;

use crate::domain::id::TenantId;
use crate::domain::person::Reach;
use crate::domain::tenant::Tenant;
use crate::domain::token::Token;
use crate::error::Result;
use crate::store::tenants::ListedTenant;
use crate::store::{Tx, tenants};
use crate::web::view::TenantRef;

/// A tenant as the list shows it, with its time zone.
pub struct Home {
    /// Its display name.
    pub name: String,
    /// The slug in addresses.
    pub slug: String,
    /// Its time zone.
    pub zone: Tz,
}

/// The tenants of a list.
pub type Homes = HashMap<TenantId, Home>;

impl From<&Tenant> for Home {
    fn from(tenant: &Tenant) -> Self {
        Self { name: tenant.name.clone(), slug: tenant.slug.clone(), zone: tenant.zone }
    }
}

impl From<ListedTenant> for Home {
    fn from(tenant: ListedTenant) -> Self {
        let zone = tenant.time_zone.parse().unwrap_or(chrono_tz::UTC);
        Self { name: tenant.name, slug: tenant.slug, zone }
    }
}

impl From<&Home> for TenantRef {
    fn from(home: &Home) -> Self {
        Self { name: home.name.clone(), slug: home.slug.clone() }
    }
}

/// The home tenants of these tokens.
pub async fn of<'a>(tx: &mut Tx, tokens: impl Iterator<Item = &'a Token>) -> Result<Homes> {
    let mut ids: Vec<TenantId> = tokens.map(|token| token.tenant).collect();
    ids.sort_unstable();
    ids.dedup();
    let reach = Reach::Exactly(ids);
    let query = tenants::Query { reach: &reach, search: "", after: None, limit: i64::MAX };
    Ok(tenants::list(tx, &query).await?.into_iter().map(|tenant| (tenant.id, tenant.into())).collect())
}
