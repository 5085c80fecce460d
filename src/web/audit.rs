//! The audit log: of a tenant, and of all that one may see.

pub mod check;
pub mod export;
mod filter;
pub mod head;
pub mod list;

use askama::Template;

use super::event_view::Story;
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
    /// Whose events these are; `None` for all that this person may see.
    pub tenant: Option<TenantRef>,
    /// Whether the tenant's Settings tab is shown.
    pub can_edit_tenant: bool,
    /// The address of this page, without its query.
    pub url: String,
    /// Who is looked for.
    pub actor: String,
    /// What was done, to choose from; the first one is everything.
    pub actions: Vec<Choice>,
    /// What it was done to.
    pub object: String,
    /// The first day, `2026-11-22`; empty for no limit.
    pub from: String,
    /// The last day.
    pub to: String,
    /// On whose clocks the days begin.
    pub zone: String,
    /// Whether anything narrows the list.
    pub filtered: bool,
    /// The events of this page.
    pub rows: Vec<EventRow>,
    /// The neighbouring pages.
    pub paging: Paging,
    /// The addresses of the same list as files: CSV, JSON.
    pub exports: [String; 2],
    /// Where a check that ran out of time goes on; empty for one from the beginning.
    pub check_from: String,
}

/// An event in the list.
pub struct EventRow {
    /// What happened, who did it, when and from where.
    pub event_view: Story,
    /// `Token`.
    pub kind: String,
    /// What it was called then; empty for what has no name.
    pub name: String,
    /// The address of the list of what happened to it.
    pub object_url: String,
    /// The address of the list of what this actor did.
    pub actor_url: String,
    /// The tenant it happened in, on the page of several.
    pub tenant: Option<TenantRef>,
    /// Its place in its chain.
    pub sequence: String,
    /// Which event.
    pub id: String,
    /// The id of the request; empty when there was none.
    pub request: String,
}

/// Where one looks: in a tenant, or in all that one may see.
pub(super) struct Place {
    tenant: Option<Tenant>,
    reach: Reach,
}

impl Place {
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

    /// On whose clocks days begin.
    fn zone(&self) -> chrono_tz::Tz {
        self.tenant.as_ref().map_or(chrono_tz::UTC, |tenant| tenant.zone)
    }

    /// The name of a file about it.
    fn file(&self, what: &str) -> String {
        match &self.tenant {
            Some(tenant) => format!("{what}-{}", tenant.slug),
            None => what.to_owned(),
        }
    }

    /// The chains within reach, in their order.
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
