//! Both steps together: the token that a draft is about to become.

use askama::filters::Safe;

use super::input::{Access, AccessInput, General, GeneralInput};
use super::{sentence, step};
use crate::domain::expiry::Expiry;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::store::Tx;
use crate::store::tokens::drafts::Draft;
use crate::web::look;
use crate::web::page::{Errors, Page};

/// Everything chosen, and in order.
pub struct Plan {
    pub general: General,
    pub access: Access,
}

/// What a draft comes to at `now`, or the address of the first step that is not in order.
pub async fn plan(
    tx: &mut Tx,
    tenant: &Tenant,
    person: &Person,
    draft: &Draft,
    now: Timestamp,
    locale: Locale,
) -> Result<Plan> {
    let checked = GeneralInput::of(draft).check(tenant, now, locale, &mut Errors::default());
    let Some(general) = checked else {
        return Err(Error::Redirect(step::address(tenant, draft.id, "general")));
    };
    let input = AccessInput::of(draft);
    let checked = input.check(tx, tenant, person, locale, &mut Errors::default()).await?;
    let Some(access) = checked else {
        return Err(Error::Redirect(step::address(tenant, draft.id, "access")));
    };
    Ok(Plan { general, access })
}

impl Plan {
    /// What the token may do, where and until when.
    pub fn sentence(&self, page: &Page, tenant: &Tenant) -> Safe<String> {
        let selected = self.access.selected.iter().map(|(_, name)| name.clone());
        let names = look::names(page.locale, &self.access.scope, &tenant.name, selected);
        let moment = self.general.expires_at.map(|at| page.locale.moment(at, tenant.zone));
        let until = moment.as_deref().map(|moment| (moment, tenant.zone.name()));
        sentence(page, self.access.permissions.into(), &self.module_names(), names.as_deref(), until)
    }

    /// The names of the modules it opens.
    pub fn module_names(&self) -> Vec<String> {
        self.access.modules.iter().map(|module| module.name.clone()).collect()
    }

    /// `in 90 days`, a moment, `No expiration`.
    pub fn expires(&self, locale: Locale, tenant: &Tenant) -> String {
        match (self.general.expiry, self.general.expires_at) {
            (Expiry::Days(days), _) => {
                locale.tn("wizard-expires-in-days", i64::try_from(days).unwrap_or(i64::MAX))
            }
            (Expiry::Year, _) => locale.t("wizard-expires-in-a-year"),
            (Expiry::At(_), Some(at)) => locale.moment_with_zone(at, tenant.zone),
            (Expiry::Never | Expiry::At(_), _) => locale.t("wizard-no-expiration"),
        }
    }

    /// `Acme only`, `Acme, Globex`, `All tenants, including future ones`.
    pub fn scope(&self, locale: Locale, tenant: &Tenant) -> String {
        match self.access.scope {
            TenantScope::This => locale.t1("wizard-scope-only", "tenant", &tenant.name),
            TenantScope::ThisAndBelow => locale.t1("token-scope-below-future", "tenant", &tenant.name),
            TenantScope::Selected(_) => {
                let names: Vec<&str> = self.access.selected.iter().map(|(_, name)| name.as_str()).collect();
                names.join(", ")
            }
            TenantScope::All => locale.t("token-scope-all-future"),
        }
    }
}
