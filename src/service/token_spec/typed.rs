//! What was typed in the wizard and on the edit page, by the names of the fields. A draft keeps it unchecked.

use serde::{Deserialize, Serialize};

use super::{ExpirySpec, KEEP, KEPT_TENANTS, Patch, TokenSpec};
use crate::domain::expiry::{Expiry, ExpiryError};
use crate::domain::labels::{LabelField, Texts};
use crate::domain::permission::Permission;
use crate::domain::token::{TenantScope, Token};
use crate::service::token_details::TokenDetails;
use crate::service::visible::{Readable, VisibleNames};
use crate::store::tokens::drafts::Draft;

/// Texts and expiry, as typed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct GeneralInput {
    /// What people read of it.
    #[serde(flatten)]
    pub labels: Texts<String>,
    /// A preset, `custom`, `never` or [`KEEP`].
    pub expires_in: String,
    /// `2027-02-20`; only for `custom`.
    pub expires_date: String,
    /// `14:00`; only for `custom`.
    pub expires_time: String,
}

/// Tenants, app, modules and permissions, as chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessInput {
    /// The name of a scope.
    pub tenant_scope: String,
    /// Slugs.
    pub tenants: Vec<String>,
    /// A slug, or nothing for no app.
    pub app: String,
    /// Slugs.
    pub modules: Vec<String>,
    /// Names.
    pub permissions: Vec<String>,
}

impl Default for GeneralInput {
    fn default() -> Self {
        Self {
            labels: Texts::default(),
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

/// Whether the field of that name has this choice. In a field without choices everything is one.
pub fn is_choice(field: &str, value: &str) -> bool {
    match field {
        "expires_in" => Expiry::parse(value, "", "") != Err(ExpiryError::Unknown),
        "tenant_scope" => TenantScope::NAMES.contains(&value),
        "permissions" => Permission::from_name(value).is_some(),
        _ => true,
    }
}

impl GeneralInput {
    /// What a draft holds. What cannot be read any more is as if nothing had been typed.
    pub fn of(draft: &Draft) -> Self {
        serde_json::from_str(&draft.general).unwrap_or_default()
    }

    /// A token as it is.
    pub fn of_token(token: &Token) -> Self {
        Self { labels: token.labels.clone(), expires_in: KEEP.to_owned(), ..Self::default() }
    }

    /// Every field by its name, with its value.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let Self { labels, expires_in, expires_date, expires_time } = self;
        let labels = labels.iter().map(|(field, text)| (field.name(), text));
        labels
            .chain([
                ("expires_in", expires_in),
                ("expires_date", expires_date),
                ("expires_time", expires_time),
            ])
            .map(|(name, value)| (name, value.clone()))
            .collect()
    }

    /// The field of that name.
    pub fn field(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "expires_in" => Some(&mut self.expires_in),
            "expires_date" => Some(&mut self.expires_date),
            "expires_time" => Some(&mut self.expires_time),
            name => {
                LabelField::all().find(|field| field.name() == name).map(|field| self.labels.get_mut(field))
            }
        }
    }

    /// The expiry, as the spec of a token has it.
    pub fn expiry(&self) -> ExpirySpec {
        ExpirySpec::Form {
            choice: self.expires_in.clone(),
            date: self.expires_date.clone(),
            time: self.expires_time.clone(),
        }
    }

    /// Writes it into the spec of a token.
    pub fn write(&self, spec: &mut TokenSpec) {
        spec.labels = self.labels.map(|text| Patch::Value(text.clone()));
        spec.expiry = Patch::Value(self.expiry());
    }
}

impl AccessInput {
    /// What a draft holds. What cannot be read any more is as if nothing had been chosen.
    pub fn of(draft: &Draft) -> Self {
        serde_json::from_str(&draft.access).unwrap_or_default()
    }

    /// A token as it is; the tenants that may not be named are one choice.
    pub fn of_token(token: &TokenDetails, readable: &Readable) -> Self {
        let VisibleNames { names: mut tenants, others } = readable.slugs(&token.reached);
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

    /// Every field by its name, with each of its values.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let Self { tenant_scope, tenants, app, modules, permissions } = self;
        let one = [("tenant_scope", tenant_scope), ("app", app)].into_iter();
        let many = [("tenants", tenants), ("modules", modules), ("permissions", permissions)];
        let many = many.into_iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
        one.chain(many).map(|(name, value)| (name, value.clone())).collect()
    }

    /// The field of that name that has one value.
    pub fn field(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "tenant_scope" => Some(&mut self.tenant_scope),
            "app" => Some(&mut self.app),
            _ => None,
        }
    }

    /// The field of that name that may have several.
    pub fn list(&mut self, name: &str) -> Option<&mut Vec<String>> {
        match name {
            "tenants" => Some(&mut self.tenants),
            "modules" => Some(&mut self.modules),
            "permissions" => Some(&mut self.permissions),
            _ => None,
        }
    }

    /// Whether that permission is chosen.
    pub fn has(&self, permission: Permission) -> bool {
        self.permissions.iter().any(|name| name == permission.name())
    }

    /// Writes it into the spec of a token.
    pub fn write(&self, spec: &mut TokenSpec) {
        spec.scope = Patch::Value(self.tenant_scope.clone());
        spec.tenants = Patch::Value(self.tenants.clone());
        spec.app = if self.app.is_empty() { Patch::Null } else { Patch::Value(self.app.clone()) };
        spec.modules = Patch::Value(self.modules.clone());
        spec.permissions = Patch::Value(self.permissions.clone());
    }
}
