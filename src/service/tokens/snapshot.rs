//! What the audit log says of a token.

use serde_json::{Map, Value, json};

use crate::domain::app::App;
use crate::domain::id::LogoId;
use crate::domain::labels::Texts;
use crate::domain::module::Module;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::service::Change;
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::CheckedToken;
use crate::service::visible::IDS;
use crate::store::tokens::ReachedTenant;

/// A token at one moment.
struct Snapshot<'a> {
    labels: Texts<String>,
    scope: &'a TenantScope,
    reached: &'a [ReachedTenant],
    app: Option<&'a App>,
    modules: &'a [Module],
    permissions: Permissions,
    expires_at: Option<Timestamp>,
    logo: Option<LogoId>,
}

/// That a token was created.
pub(super) fn created(token: &CheckedToken) -> Change {
    let members = Snapshot::from(token).members();
    Change { before: None, after: Some(Value::Object(members)) }
}

/// What of a token changes; `None` when nothing does.
pub(super) fn changed(before: &TokenDetails, after: &CheckedToken) -> Option<Change> {
    let with_logo = |snapshot: Snapshot<'_>| {
        let mut members = snapshot.members();
        members.insert("logo".to_owned(), json!(snapshot.logo.as_ref().map(ToString::to_string)));
        members
    };
    let (old, new) = (with_logo(before.into()), with_logo(after.into()));
    if old == new {
        return None;
    }
    let differing = |own: &Map<String, Value>, other: &Map<String, Value>| {
        let members = own.iter().filter(|(name, value)| other.get(*name) != Some(*value));
        Some(members.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    Some(Change { before: differing(&old, &new), after: differing(&new, &old) })
}

impl Snapshot<'_> {
    fn members(&self) -> Map<String, Value> {
        let names = |name: fn(&ReachedTenant) -> String| self.reached.iter().map(name).collect::<Vec<_>>();
        let (tenants, ids) = match self.scope {
            TenantScope::This | TenantScope::ThisAndBelow => (json!([]), None),
            TenantScope::Selected(_) => {
                let ids = names(|tenant| tenant.id.public().to_string());
                (json!(names(|tenant| tenant.name.clone())), Some((IDS, json!(ids))))
            }
            TenantScope::All => (json!(["*"]), None),
        };
        let modules: Vec<&str> = self.modules.iter().map(|module| module.slug.as_str()).collect();
        let permissions: Vec<&str> = self.permissions.iter().map(Permission::name).collect();
        let labels = self.labels.iter().map(|(field, text)| (field.name(), json!(text)));
        labels
            .chain([
                ("tenant_scope", json!(self.scope.name())),
                ("tenants", tenants),
                ("app", json!(self.app.map(|app| &app.slug))),
                ("modules", json!(modules)),
                ("permissions", json!(permissions)),
                ("expires_at", json!(self.expires_at.as_ref().map(Timestamp::to_string))),
            ])
            .chain(ids)
            .map(|(member, value)| (member.to_owned(), value))
            .collect()
    }
}

impl<'a> From<&'a TokenDetails> for Snapshot<'a> {
    fn from(details: &'a TokenDetails) -> Self {
        let TokenDetails { token, reached, app, modules, .. } = details;
        Self {
            labels: token.labels.clone(),
            scope: &token.scope,
            reached,
            app: app.as_ref(),
            modules,
            permissions: token.permissions,
            expires_at: token.life.expires_at,
            logo: token.logo,
        }
    }
}

impl<'a> From<&'a CheckedToken> for Snapshot<'a> {
    fn from(token: &'a CheckedToken) -> Self {
        let CheckedToken { settings, access, .. } = token;
        Self {
            labels: settings.labels.texts(),
            scope: &settings.scope,
            reached: &access.reached,
            app: access.app.as_ref(),
            modules: &access.modules,
            permissions: settings.permissions,
            expires_at: settings.expires_at,
            logo: settings.logo,
        }
    }
}
