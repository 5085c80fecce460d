//! The audit log of a tenant, or of all that a person may see.

pub mod check;
pub mod export;
mod filter;
pub mod head;
pub mod list;

use askama::Template;

use super::event_view::EventView;
use super::page::Page;
use super::view::{Choice, Paging, TenantRef};
use crate::domain::chain::Chain;
use crate::domain::person::{Action, Person, Reach};
use crate::domain::tenant::Tenant;
use crate::error::Result;
use crate::i18n::msg;
use crate::store::{Tx, audit, tenants};

/// `/administration/tenants/{slug}/audit` and `/administration/audit`.
#[derive(Template)]
#[template(path = "audit/list.html")]
pub struct AuditPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant; `None` for all that this person may see.
    pub tenant: Option<TenantRef>,
    /// Whether the tenant's Settings tab is shown.
    pub can_edit_tenant: bool,
    /// The address of this page, without its query.
    pub url: String,
    /// The actor filter.
    pub actor: String,
    /// The actions to choose from; the first one means all.
    pub actions: Vec<Choice>,
    /// The object filter.
    pub object: String,
    /// The first day, `2026-11-22`; empty for no limit.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The time zone that determines when days start.
    pub zone: String,
    /// Whether a filter is set.
    pub filtered: bool,
    /// The events of this page.
    pub rows: Vec<EventRow>,
    /// Links to the neighbouring pages.
    pub paging: Paging,
    /// The addresses of the same list as CSV and JSON.
    pub exports: [String; 2],
    /// Where a check that ran out of time continues; empty to start at the beginning.
    pub check_from: String,
}

/// An event in the list.
pub struct EventRow {
    /// What happened, who did it, when and from where.
    pub event_view: EventView,
    /// `Token`.
    pub kind: String,
    /// The object's name at that time; empty if it has none.
    pub name: String,
    /// The address of this object's events.
    pub object_url: String,
    /// The address of this actor's events.
    pub actor_url: String,
    /// The tenant, if the page is about several.
    pub tenant: Option<TenantRef>,
    /// Its position in its chain.
    pub sequence: String,
    /// Its ID.
    pub id: String,
    /// The request's ID; empty if there was none.
    pub request: String,
}

/// Which part of the audit log to show: a tenant's, or all that a person may see.
pub(super) struct AuditScope {
    tenant: Option<Tenant>,
    reach: Reach,
}

impl AuditScope {
    fn of_tenant(tenant: Tenant) -> Self {
        Self { reach: Reach::Exactly(vec![tenant.id]), tenant: Some(tenant) }
    }

    fn of_all(person: &Person) -> Self {
        Self { tenant: None, reach: person.reach(Action::ReadAudit) }
    }

    fn url(&self) -> String {
        match &self.tenant {
            Some(tenant) => format!("/administration/tenants/{}/audit", tenant.slug),
            None => "/administration/audit".to_owned(),
        }
    }

    /// The time zone that determines when days start.
    fn zone(&self) -> chrono_tz::Tz {
        self.tenant.as_ref().map_or(chrono_tz::UTC, |tenant| tenant.zone)
    }

    /// The name of a file with this content.
    fn file(&self, what: &str) -> String {
        match &self.tenant {
            Some(tenant) => format!("{what}-{}", tenant.slug),
            None => what.to_owned(),
        }
    }

    /// The chains in this part, in a fixed order.
    async fn chains(&self, tx: &mut Tx) -> Result<Vec<Chain>> {
        match &self.reach {
            Reach::Everywhere => Ok(audit::chain::chains(tx).await?),
            Reach::Exactly(tenants) => Ok(tenants.iter().map(|tenant| Chain(Some(*tenant))).collect()),
            reach @ Reach::Below(_) => {
                let query = tenants::Query { reach, search: "", after: None, limit: i64::MAX };
                let found = tenants::list(tx, &query).await?;
                let mut chains: Vec<_> = found.into_iter().map(|tenant| Chain(Some(tenant.id))).collect();
                chains.sort_unstable();
                Ok(chains)
            }
        }
    }
}

#[cfg(test)]
pub(super) mod samples;
