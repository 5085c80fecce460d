//! What was typed in the wizard, and what it comes to. A draft keeps the first; only the second becomes a token.

use serde::{Deserialize, Serialize};

use super::areas;
use crate::domain::app::App;
use crate::domain::expiry::Expiry;
use crate::domain::id::TenantId;
use crate::domain::module::Module;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::text::{Description, Name};
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::i18n::Locale;
use crate::service::choice;
use crate::service::token_details::TokenDetails;
use crate::service::visible::{Readable, Shown};
use crate::store::Tx;
use crate::store::tokens::drafts::Draft;
use crate::web::form::Form;
use crate::web::page::Errors;
use crate::web::problem::{expiry_error, text_error};

/// The choice, among the tenants of a token that is edited, of those that the person may not see; no slug is like it.
pub const KEPT_TENANTS: &str = "*";

/// The choice to leave the end as it is, by its name in forms: for a token that is edited.
pub const KEEP: &str = "keep";

/// The step General, as typed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct GeneralInput {
    pub name: String,
    pub description: String,
    pub expires_in: String,
    pub expires_date: String,
    pub expires_time: String,
}

/// The step Access, as chosen.
#[derive(Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessInput {
    pub tenant_scope: String,
    /// Slugs.
    pub tenants: Vec<String>,
    /// A slug, or nothing for no app.
    pub app: String,
    /// Slugs.
    pub modules: Vec<String>,
    pub permissions: Vec<String>,
}

/// The step General, checked.
pub struct General {
    pub name: Name,
    pub description: Description,
    pub expiry: Expiry,
    pub expires_at: Option<Timestamp>,
}

/// The step Access, checked.
pub struct Access {
    pub scope: TenantScope,
    /// The tenants of the scope "selected", by ID and name.
    pub selected: Vec<(TenantId, String)>,
    pub app: Option<App>,
    pub modules: Vec<Module>,
    pub permissions: Permissions,
}

impl Default for GeneralInput {
    fn default() -> Self {
        Self {
            name: String::new(),
            description: String::new(),
            expires_in: Expiry::PRESELECTED.to_owned(),
            expires_date: String::new(),
            expires_time: String::new(),
        }
    }
}

impl Default for AccessInput {
    fn default() -> Self {
        Self {
            tenant_scope: TenantScope::This.name().to_owned(),
            tenants: Vec::new(),
            app: String::new(),
            modules: Vec::new(),
            permissions: vec![Permission::Read.name().to_owned()],
        }
    }
}

/// The fields of a form that must be there once at most, and of these the ones that must be there.
fn misfits(form: &Form, fields: &[&'static str], needed: &[&'static str], locale: Locale) -> Errors {
    let mut errors = Errors::default();
    for field in fields {
        if let Err(misfit) = form.one(field)
            && (form.has(field) || needed.contains(field))
        {
            errors.add(field, locale.t(misfit.key()));
        }
    }
    errors
}

impl GeneralInput {
    /// What a draft holds. What cannot be read any more is as if nothing had been typed.
    pub fn of(draft: &Draft) -> Self {
        serde_json::from_str(&draft.general).unwrap_or_default()
    }

    /// What a form sent, and which of its fields were missing or doubled.
    pub fn sent(form: &Form, locale: Locale) -> (Self, Errors) {
        let typed = |name| form.first(name).to_owned();
        let input = Self {
            name: typed("name"),
            description: typed("description"),
            expires_in: typed("expires_in"),
            expires_date: typed("expires_date"),
            expires_time: typed("expires_time"),
        };
        let fields = ["name", "description", "expires_in", "expires_date", "expires_time"];
        (input, misfits(form, &fields, &["name", "expires_in"], locale))
    }

    /// What it comes to at `now`; what is wrong is added to `errors`.
    pub fn check(
        &self,
        tenant: &Tenant,
        now: Timestamp,
        locale: Locale,
        errors: &mut Errors,
    ) -> Option<General> {
        if tenant.is_disabled() {
            errors.add("form", locale.t("token-disabled-tenant"));
        }
        let mut wrong = |field: &'static str, message: String| {
            if errors.of(field).is_none() {
                errors.add(field, message);
            }
        };
        let name =
            Name::parse(&self.name).map_err(|error| wrong("name", text_error(locale, "name", error))).ok();
        let description = Description::parse(&self.description)
            .map_err(|error| wrong("description", text_error(locale, "description", error)))
            .ok();
        let expiry = Expiry::parse(&self.expires_in, &self.expires_date, &self.expires_time)
            .and_then(|expiry| Ok((expiry, expiry.resolve(now, tenant.zone)?)))
            .map_err(|error| {
                let (field, message) = expiry_error(locale, error);
                wrong(field, message);
            })
            .ok();
        let (expiry, expires_at) = expiry?;
        let general = General { name: name?, description: description?, expiry, expires_at };
        errors.is_empty().then_some(general)
    }
}

impl AccessInput {
    /// What a token has.
    pub fn of_token(token: &TokenDetails, readable: &Readable) -> Self {
        let Shown { names: mut tenants, others } = readable.slugs(&token.reached);
        if others > 0 {
            tenants.push(KEPT_TENANTS.to_owned());
        }
        Self {
            tenant_scope: token.token.scope.name().to_owned(),
            tenants,
            app: token.app.as_ref().map(|app| app.slug.clone()).unwrap_or_default(),
            modules: token.modules.iter().map(|module| module.slug.clone()).collect(),
            permissions: token.token.permissions.iter().map(|it| it.name().to_owned()).collect(),
        }
    }

    /// What a draft holds. What cannot be read any more is as if nothing had been chosen.
    pub fn of(draft: &Draft) -> Self {
        serde_json::from_str(&draft.access).unwrap_or_default()
    }

    /// What a form sent, and which of its fields were missing or doubled.
    pub fn sent(form: &Form, locale: Locale) -> (Self, Errors) {
        let scope = match form.first("tenant_scope") {
            // A box of its own below the choice, which says nothing beside another choice.
            "this" if form.has("subtenants") => TenantScope::ThisAndBelow.name(),
            scope => scope,
        };
        let input = Self {
            tenant_scope: scope.to_owned(),
            tenants: form.all("tenants").map(ToOwned::to_owned).collect(),
            app: form.first("app").to_owned(),
            modules: form.all("modules").map(ToOwned::to_owned).collect(),
            permissions: form.all("permissions").map(ToOwned::to_owned).collect(),
        };
        (input, misfits(form, &["tenant_scope", "app"], &["tenant_scope"], locale))
    }

    /// Whether that permission is chosen.
    pub fn has(&self, permission: Permission) -> bool {
        self.permissions.iter().any(|name| name == permission.name())
    }

    /// What it comes to for this person; what is wrong is added to `errors`.
    pub async fn check(
        &self,
        tx: &mut Tx,
        tenant: &Tenant,
        person: &Person,
        locale: Locale,
        errors: &mut Errors,
    ) -> Result<Option<Access>> {
        if tenant.is_disabled() {
            errors.add("form", locale.t("token-disabled-tenant"));
        }
        let mut selected: Vec<(TenantId, String)> = Vec::new();
        let scope = match self.tenant_scope.as_str() {
            _ if errors.of("tenant_scope").is_some() => None,
            "this" => Some(TenantScope::This),
            "this_and_subtenants" => Some(TenantScope::ThisAndBelow),
            "all" if person.may_everywhere(Action::IssueForAllTenants) => Some(TenantScope::All),
            "all" => {
                errors.add("tenant_scope", locale.t("token-all-not-allowed"));
                None
            }
            "selected" => {
                let reach = person.reach(Action::ManageTokens);
                let found = choice::tenants(tx, &reach, &self.tenants).await?;
                let found = areas::told("tenants", found, locale, errors).unwrap_or_default();
                selected = found.iter().map(|tenant| (tenant.id, tenant.name.clone())).collect();
                Some(TenantScope::Selected(found.into_iter().map(|tenant| tenant.id).collect()))
            }
            _ => {
                errors.add("tenant_scope", locale.t("field-unknown-choice"));
                None
            }
        };
        let app = areas::check_app(&self.app, tx, tenant, locale, errors).await?;
        let reached = match &scope {
            // Which modules a subtenant has is its own affair: a module opens what is enabled there.
            Some(TenantScope::This | TenantScope::ThisAndBelow) => {
                Some(vec![(tenant.id, tenant.name.clone())])
            }
            Some(TenantScope::All) => None,
            Some(TenantScope::Selected(_)) | None => Some(selected.clone()),
        };
        let modules = areas::check_modules(&self.modules, tx, reached.as_deref(), locale, errors).await?;
        let permissions = self.check_permissions(locale, errors);
        Ok(match (scope, permissions, errors.is_empty()) {
            (Some(scope), Some(permissions), true) => {
                Some(Access { scope, selected, app, modules, permissions })
            }
            _ => None,
        })
    }

    /// The permissions chosen; what is wrong with them is added to `errors`.
    pub fn check_permissions(&self, locale: Locale, errors: &mut Errors) -> Option<Permissions> {
        let known: Option<Vec<Permission>> =
            self.permissions.iter().map(|name| Permission::from_name(name)).collect();
        let Some(known) = known else {
            errors.add("permissions", locale.t("field-unknown-choice"));
            return None;
        };
        let permissions = Permissions::of(known);
        if permissions.is_none() {
            errors.add("permissions", locale.t("token-permissions-none"));
        }
        permissions
    }
}
