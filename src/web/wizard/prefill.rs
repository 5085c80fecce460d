//! The wizard's first values: from another token (`?from=tok_...`, what Duplicate does), or from the address, so that
//! a runbook can link to a prepared form: `?name=&description=&permissions=read,create&expires_in=30d`, and likewise
//! `expires_date`, `expires_time`, `tenant_scope`, `tenants`, `app` and `modules`.
//!
//! Nothing is stored before the form is sent. Values that can't be parsed are omitted, and the page says so; invalid
//! ones (a name that is too long) are reported as usual when the form is sent.

use super::input::{AccessInput, GeneralInput};
use crate::domain::expiry::Expiry;
use crate::domain::permission::Permission;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::text::Name;
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::service::granting;
use crate::service::token_details::{self, TokenDetails};
use crate::service::visible::Readable;
use crate::store::{
    Tx, tenants,
    tokens::{self, drafts},
};
use crate::web::form::Form;

/// What the wizard begins with.
#[derive(Default)]
pub struct Prefill {
    pub general: GeneralInput,
    /// The choices of the step Access, where there are any: they travel in hidden fields of the step General.
    pub access: Option<AccessInput>,
    /// The token whose picture is taken over.
    pub logo_from: Option<String>,
    /// Whether something in the address was not understood.
    pub odd: bool,
}

/// How many tenants of an address are looked up, so that a long address is not a lot of work.
const FOLLOWED: usize = 100;
/// The hidden field that marks the others as prefilled choices.
const PREFILLED: &str = "prefilled";
/// The hidden field that names the token whose picture is taken over.
const LOGO_FROM: &str = "logo_from";

impl Prefill {
    /// What the address asks for.
    pub async fn asked(
        tx: &mut Tx,
        tenant: &Tenant,
        person: &Person,
        locale: Locale,
        query: &str,
    ) -> Result<Self> {
        let Ok(pairs) = serde_urlencoded::from_str::<Vec<(String, String)>>(query) else {
            return Ok(Self { odd: true, ..Self::default() });
        };
        let mut prefill = Self::default();
        for id in pairs.iter().filter(|(name, _)| name == "from").map(|(_, id)| id) {
            let found = match id.parse() {
                Ok(id) => token_details::find(tx, tenant.id, id).await?,
                Err(_) => None,
            };
            match found {
                Some(token) => prefill.copy(tx, person, &token, locale).await?,
                None => prefill.odd = true,
            }
        }
        for (name, value) in &pairs {
            prefill.take(name, value);
        }
        if let Some(access) = &mut prefill.access {
            current_slugs(tx, person, &mut access.tenants).await?;
        }
        Ok(prefill)
    }

    async fn copy(
        &mut self,
        tx: &mut Tx,
        person: &Person,
        from: &TokenDetails,
        locale: Locale,
    ) -> Result<()> {
        let token = &from.token;
        let name = locale.t(msg::wizard_copy_of(&token.name));
        self.general.name = if Name::parse(&name).is_ok() { name } else { token.name.clone() };
        self.general.description.clone_from(&token.description);
        self.general.expires_in = lifetime(from).to_owned();
        let mut access = AccessInput::of_token(from, &Readable::everything());
        // Only what this person could choose.
        let managed = granting::managed(tx, person, &from.reached).await?;
        access.tenants.retain(|slug| managed.contains(slug));
        let all = token.scope == TenantScope::All && !person.may_everywhere(Action::IssueForAllTenants);
        if all || (access.tenants.is_empty() && access.tenant_scope == "selected") {
            TenantScope::This.name().clone_into(&mut access.tenant_scope);
        }
        self.access = Some(access);
        self.logo_from = token.logo.map(|_| token.id.to_string());
        Ok(())
    }

    fn take(&mut self, name: &str, value: &str) {
        let list = || value.split(',').map(str::trim).filter(|item| !item.is_empty()).map(ToOwned::to_owned);
        match name {
            "name" => value.clone_into(&mut self.general.name),
            "description" => value.clone_into(&mut self.general.description),
            "expires_date" => value.clone_into(&mut self.general.expires_date),
            "expires_time" => value.clone_into(&mut self.general.expires_time),
            "expires_in" => {
                let known = Expiry::PRESETS.iter().any(|(preset, _)| *preset == value);
                if known || value == Expiry::CUSTOM || value == Expiry::NEVER {
                    value.clone_into(&mut self.general.expires_in);
                } else {
                    self.odd = true;
                }
            }
            "permissions" => {
                let (known, odd): (Vec<String>, Vec<String>) =
                    list().partition(|name| Permission::from_name(name).is_some());
                self.odd |= !odd.is_empty();
                if !known.is_empty() {
                    self.access().permissions = known;
                }
            }
            "tenant_scope" if matches!(value, "this" | "this_and_subtenants" | "selected" | "all") => {
                value.clone_into(&mut self.access().tenant_scope);
            }
            "tenant_scope" => self.odd = true,
            "tenants" => self.access().tenants = list().collect(),
            "app" => value.clone_into(&mut self.access().app),
            "modules" => self.access().modules = list().collect(),
            // Other query parameters are ignored.
            _ => {}
        }
    }

    fn access(&mut self) -> &mut AccessInput {
        self.access.get_or_insert_default()
    }

    /// The hidden fields that carry what is not on the page.
    pub fn hidden(&self) -> Vec<(&'static str, String)> {
        let mut hidden = Vec::new();
        if let Some(access) = &self.access {
            hidden.push((PREFILLED, "access".to_owned()));
            hidden.push(("tenant_scope", access.tenant_scope.clone()));
            hidden.push(("app", access.app.clone()));
            let many = [
                ("tenants", &access.tenants),
                ("modules", &access.modules),
                ("permissions", &access.permissions),
            ];
            for (name, values) in many {
                hidden.extend(values.iter().map(|value| (name, value.clone())));
            }
        }
        hidden.extend(self.logo_from.iter().map(|id| (LOGO_FROM, id.clone())));
        hidden
    }
}

/// Replaces former slugs of tenants that this person sees by the current ones, so that old links keep working.
async fn current_slugs(tx: &mut Tx, person: &Person, slugs: &mut [String]) -> Result<()> {
    for slug in slugs.iter_mut().take(FOLLOWED) {
        if let Some(tenant) = tenants::find_by_slug(tx, slug).await?
            && person.may(Action::ReadTenant, &tenant.lineage)
        {
            *slug = tenant.slug;
        }
    }
    Ok(())
}

/// The choice of an end that is most like the one the token had.
fn lifetime(from: &TokenDetails) -> &'static str {
    let Some(end) = from.token.life.expires_at else { return Expiry::NEVER };
    let days = end.since(from.token.created_at).num_hours().saturating_add(12) / 24;
    match days {
        7 => "7d",
        30 => "30d",
        60 => "60d",
        365 | 366 => "1y",
        _ => Expiry::PRESELECTED,
    }
}

/// Puts what the hidden fields of the first form carry into a draft that nothing was chosen for yet.
pub async fn store(
    tx: &mut Tx,
    tenant: &Tenant,
    draft: &drafts::Draft,
    form: &Form,
    locale: Locale,
    now: crate::domain::time::Timestamp,
) -> Result<()> {
    if draft.access != "{}" || draft.general != "{}" || draft.token.is_some() {
        return Ok(());
    }
    if form.has(PREFILLED) {
        let (access, _) = AccessInput::sent(form, locale);
        drafts::set_access(tx, draft.id, &serde_json::to_string(&access)?, now).await?;
    }
    if let Ok(id) = form.first(LOGO_FROM).parse()
        && let Some(logo) = tokens::find(tx, tenant.id, id).await?.and_then(|token| token.logo)
    {
        drafts::set_general(tx, draft.id, "{}", Some(logo), now).await?;
    }
    Ok(())
}
