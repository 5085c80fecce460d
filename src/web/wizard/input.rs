//! What was typed in the wizard and on the edit page. A draft keeps it unchecked; `service::token_spec` checks it.

use serde::{Deserialize, Serialize};

use crate::domain::expiry::Expiry;
use crate::domain::permission::Permission;
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::i18n::Locale;
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::{Access, ExpirySpec, General, Given, KEPT_TENANTS, Resolver, TokenSpec};
use crate::service::visible::{Readable, Shown};
use crate::store::Tx;
use crate::store::tokens::drafts::Draft;
use crate::web::form::Form;
use crate::web::page::Errors;
use crate::web::problem::spec_errors;

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

    /// Writes the step into the spec of a token.
    pub fn write(&self, spec: &mut TokenSpec) {
        spec.name = Given::Value(self.name.clone());
        spec.description = Given::Value(self.description.clone());
        spec.expiry = Given::Value(ExpirySpec::Form {
            choice: self.expires_in.clone(),
            date: self.expires_date.clone(),
            time: self.expires_time.clone(),
        });
    }

    /// The step, checked; what is wrong is added to `errors`.
    pub fn check(
        &self,
        resolver: &Resolver<'_>,
        locale: Locale,
        errors: &mut Errors,
    ) -> Result<Option<General>> {
        let (mut spec, mut wrong) = (TokenSpec::default(), Vec::new());
        self.write(&mut spec);
        let general = resolver.general(&spec, &mut wrong)?;
        spec_errors(locale, wrong, errors);
        Ok(general.filter(|_| errors.is_empty()))
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

    /// Writes the step into the spec of a token.
    pub fn write(&self, spec: &mut TokenSpec) {
        spec.scope = Given::Value(self.tenant_scope.clone());
        spec.tenants = Given::Value(self.tenants.clone());
        spec.app = if self.app.is_empty() { Given::Null } else { Given::Value(self.app.clone()) };
        spec.modules = Given::Value(self.modules.clone());
        spec.permissions = Given::Value(self.permissions.clone());
    }

    /// The step, checked; what is wrong is added to `errors`.
    pub async fn check(
        &self,
        tx: &mut Tx,
        resolver: &Resolver<'_>,
        locale: Locale,
        errors: &mut Errors,
    ) -> Result<Option<Access>> {
        let (mut spec, mut wrong) = (TokenSpec::default(), Vec::new());
        self.write(&mut spec);
        if errors.of("tenant_scope").is_some() {
            // Missing or sent twice: nothing follows from it.
            spec.scope = Given::Value(String::new());
        }
        let access = resolver.access(tx, &spec, &mut wrong).await?;
        spec_errors(locale, wrong, errors);
        Ok(access.filter(|_| errors.is_empty()))
    }
}
