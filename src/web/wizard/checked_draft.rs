//! Both steps together: the token that a draft is about to become.

use askama::filters::Safe;

use super::{sentence, step};
use crate::domain::expiry::Expiry;
use crate::domain::tenant::Tenant;
use crate::domain::token::TenantScope;
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::service::drafts;
use crate::service::token_spec::{CheckedToken, Resolver};
use crate::store::Tx;
use crate::store::tokens::drafts::Draft;
use crate::web::page::Page;
use crate::web::token_view;

/// Everything chosen, and in order.
pub struct CheckedDraft(pub CheckedToken);

/// What a draft comes to, or the address of the first step that is not in order.
pub async fn plan(tx: &mut Tx, resolver: &Resolver<'_>, draft: &Draft) -> Result<CheckedDraft> {
    drafts::check(tx, resolver, draft).await?.map(CheckedDraft).map_err(|errors| {
        Error::Redirect(step::address(resolver.tenant, draft.id, step::first_wrong(&errors)))
    })
}

impl CheckedDraft {
    /// What the token may do, where and until when.
    pub fn sentence(&self, page: &Page, tenant: &Tenant) -> Safe<String> {
        let selected = self.0.access.reached.iter().map(|tenant| tenant.name.clone());
        let names = token_view::names(page.locale, &self.0.access.scope, &tenant.name, selected);
        let moment = self.0.general.expires_at.map(|at| page.locale.moment(at, tenant.zone));
        let until = moment.as_deref().map(|moment| (moment, tenant.zone.name()));
        sentence(page, self.0.access.permissions.into(), &self.module_names(), names.as_deref(), until)
    }

    /// The names of the modules it opens.
    pub fn module_names(&self) -> Vec<String> {
        self.0.access.modules.iter().map(|module| module.name.clone()).collect()
    }

    /// `in 90 days`, a moment, `No expiration`.
    pub fn expires(&self, locale: Locale, tenant: &Tenant) -> String {
        match (self.0.general.expiry, self.0.general.expires_at) {
            (Some(Expiry::Days(days)), _) => {
                locale.t(msg::wizard_expires_in_days(i64::try_from(days).unwrap_or(i64::MAX)))
            }
            (Some(Expiry::Year), _) => locale.t(msg::WIZARD_EXPIRES_IN_A_YEAR),
            (_, Some(at)) => locale.moment_with_zone(at, tenant.zone),
            (_, None) => locale.t(msg::WIZARD_NO_EXPIRATION),
        }
    }

    /// `Acme only`, `Acme, Globex`, `All tenants, including future ones`.
    pub fn scope(&self, locale: Locale, tenant: &Tenant) -> String {
        match self.0.access.scope {
            TenantScope::This => locale.t(msg::wizard_scope_only(&tenant.name)),
            TenantScope::ThisAndBelow => locale.t(msg::token_scope_below_future(&tenant.name)),
            TenantScope::Selected(_) => {
                let names: Vec<&str> =
                    self.0.access.reached.iter().map(|tenant| tenant.name.as_str()).collect();
                names.join(", ")
            }
            TenantScope::All => locale.t(msg::TOKEN_SCOPE_ALL_FUTURE),
        }
    }
}
