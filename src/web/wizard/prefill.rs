//! The wizard's first values: from another token (`?from=tok_...`, what Duplicate does), or from the address, so that
//! a runbook can link to a prepared form: `?name=&description=&permissions=read,create&expires_in=30d`, and likewise
//! `expires_date`, `expires_time`, `tenant_scope`, `tenants`, `app` and `modules`.
//!
//! Nothing is stored before the form is sent. Values that can't be parsed are omitted, and the page says so; invalid
//! ones (a name that is too long) are reported as usual when the form is sent.

use super::input;
use crate::domain::expiry::Expiry;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::text::Name;
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::service::drafts::Prefilled;
use crate::service::granting;
use crate::service::token_details::{self, TokenDetails};
use crate::service::token_spec::{AccessInput, GeneralInput, is_choice};
use crate::service::visible::Readable;
use crate::store::{Tx, tenants};
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
        self.general = GeneralInput::of_token(token);
        let name = locale.t(msg::wizard_copy_of(&token.labels.name));
        if Name::parse(&name).is_ok() {
            self.general.labels.name = name;
        }
        lifetime(from).clone_into(&mut self.general.expires_in);
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

    /// Takes a parameter of the address. Unknown parameters are ignored, unknown choices left out.
    fn take(&mut self, name: &str, value: &str) {
        if let Some(field) = self.general.field(name) {
            match is_choice(name, value) {
                true => value.clone_into(field),
                false => self.odd = true,
            }
            return;
        }
        let mut access = self.access.clone().unwrap_or_default();
        if let Some(field) = access.field(name) {
            if !is_choice(name, value) {
                self.odd = true;
                return;
            }
            value.clone_into(field);
        } else if let Some(list) = access.list(name) {
            let items = value.split(',').map(str::trim).filter(|item| !item.is_empty());
            let (known, unknown): (Vec<&str>, Vec<&str>) = items.partition(|item| is_choice(name, item));
            self.odd |= !unknown.is_empty();
            if name == "permissions" && known.is_empty() {
                return;
            }
            *list = known.into_iter().map(ToOwned::to_owned).collect();
        } else {
            return;
        }
        self.access = Some(access);
    }

    /// The hidden fields that carry what is not on the page.
    pub fn hidden(&self) -> Vec<(&'static str, String)> {
        let mut hidden = Vec::new();
        if let Some(access) = &self.access {
            hidden.push((PREFILLED, "access".to_owned()));
            hidden.extend(access.pairs());
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

/// What the hidden fields of the first form carry.
pub fn sent(form: &Form, locale: Locale) -> Prefilled {
    Prefilled {
        access: form.has(PREFILLED).then(|| input::access(form, locale).0),
        logo_from: form.first(LOGO_FROM).parse().ok(),
    }
}
