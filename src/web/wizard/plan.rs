//! Both steps together: the token that a draft is about to become.

use askama::filters::Safe;

use super::input::{AccessInput, GeneralInput};
use super::{sentence, step};
use crate::domain::expiry::Expiry;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::service::token_spec::{CheckedToken, Rejected, Requester, Resolver, SpecError, TokenSpec};
use crate::store::Tx;
use crate::store::tokens::drafts::Draft;
use crate::web::look;
use crate::web::page::Page;

/// Everything chosen, and in order.
pub struct Plan(pub CheckedToken);

/// What a draft comes to at `now`, or the address of the first step that is not in order.
pub async fn plan(tx: &mut Tx, resolver: &Resolver<'_>, draft: &Draft) -> Result<Plan> {
    let mut spec = TokenSpec::default();
    GeneralInput::of(draft).write(&mut spec);
    AccessInput::of(draft).write(&mut spec);
    let errors = match resolver.resolve(tx, &spec, draft.logo).await? {
        Ok(checked) => return Ok(Plan(checked)),
        Err(Rejected::Invalid(errors)) => errors,
        Err(Rejected::Denied(_)) => Vec::new(),
    };
    let first = errors.iter().any(SpecError::is_general);
    let step = if first { "general" } else { "access" };
    Err(Error::Redirect(step::address(resolver.tenant, draft.id, step)))
}

/// Who creates a token of `tenant` in the wizard, and when.
pub const fn resolver<'a>(tenant: &'a Tenant, person: &'a Person, now: Timestamp) -> Resolver<'a> {
    Resolver { tenant, by: Requester::Person(person), base: None, now }
}

impl Plan {
    /// What the token may do, where and until when.
    pub fn sentence(&self, page: &Page, tenant: &Tenant) -> Safe<String> {
        let selected = self.0.access.reached.iter().map(|tenant| tenant.name.clone());
        let names = look::names(page.locale, &self.0.access.scope, &tenant.name, selected);
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
                locale.tn("wizard-expires-in-days", i64::try_from(days).unwrap_or(i64::MAX))
            }
            (Some(Expiry::Year), _) => locale.t("wizard-expires-in-a-year"),
            (_, Some(at)) => locale.moment_with_zone(at, tenant.zone),
            (_, None) => locale.t("wizard-no-expiration"),
        }
    }

    /// `Acme only`, `Acme, Globex`, `All tenants, including future ones`.
    pub fn scope(&self, locale: Locale, tenant: &Tenant) -> String {
        match self.0.access.scope {
            TenantScope::This => locale.t1("wizard-scope-only", "tenant", &tenant.name),
            TenantScope::ThisAndBelow => locale.t1("token-scope-below-future", "tenant", &tenant.name),
            TenantScope::Selected(_) => {
                let names: Vec<&str> =
                    self.0.access.reached.iter().map(|tenant| tenant.name.as_str()).collect();
                names.join(", ")
            }
            TenantScope::All => locale.t("token-scope-all-future"),
        }
    }
}
