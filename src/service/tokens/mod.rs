//! Tokens: issuing, changing, disabling, enabling, rotating, revoking.
//!
//! Functions whose names end in `held` are for a transaction that holds the token and does more.

pub(in crate::service) mod expiry;
pub(in crate::service) mod held;
pub mod revoke;
pub mod rotate;
pub mod status;

use serde_json::{Map, Value, json};

pub use self::held::TokenAct;
use super::AuthorizedTx;
use super::token_details::TokenDetails;
use super::visible::IDS;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TenantId;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::secret::PlainSecret;
use crate::domain::time::Timestamp;
use crate::domain::token::{KeptSecret, NewToken, TenantScope};
use crate::error::Result;
use crate::service::Change;
use crate::state::State;
use crate::store::tokens;
use crate::store::tokens::changes::TokenSettings;

/// What of a token the audit trail tells by name.
#[derive(Clone, Debug, Default)]
pub struct AuditNames {
    /// For the scope "selected": the tenants, by ID and name.
    pub tenants: Vec<(TenantId, String)>,
    /// The slug of the app.
    pub app: Option<String>,
    /// The slugs of the modules.
    pub modules: Vec<String>,
}

impl From<&TokenDetails> for AuditNames {
    fn from(whole: &TokenDetails) -> Self {
        Self {
            tenants: whole.reached.iter().map(|tenant| (tenant.id, tenant.name.clone())).collect(),
            app: whole.app.as_ref().map(|app| app.slug.clone()),
            modules: whole.modules.iter().map(|module| module.slug.clone()).collect(),
        }
    }
}

/// A new secret, and what is kept of it.
///
/// # Errors
/// When the random generator fails.
pub fn fresh_secret(state: &State) -> Result<(PlainSecret, KeptSecret)> {
    let secret = PlainSecret::generate(&state.fixed.token_prefix, &state.entropy)?;
    let key = &state.fixed.secret_key;
    let kept =
        KeptSecret { key_id: key.id().to_owned(), hash: key.hash(&secret), last_four: secret.last_four() };
    Ok((secret, kept))
}

/// Issues a token. `issuer` is the name that stays beside it when who issued it is gone.
///
/// # Errors
/// [`Error::Limit`](crate::error::Error::Limit) when the tenant has as many tokens as it may; otherwise when the
/// database fails (also because a tenant, module, app or logo is gone), or the random generator.
pub async fn issue(tx: &mut AuthorizedTx, token: &NewToken, told: &AuditNames, issuer: &str) -> Result<()> {
    tokens::insert(tx, token, issuer).await?;
    let after = described(
        (token.name.as_str(), token.description.as_str()),
        &token.scope,
        told,
        token.permissions,
        token.expires_at,
    );
    let object = Object { id: token.id.uuid(), label: token.name.as_str() };
    let change = Change { before: None, after: Some(Value::Object(after)) };
    tx.record(Some(token.tenant), EventKind::TokenIssued, object, change)
}

/// Changes a token that is locked; `false` when nothing was to change.
///
/// # Errors
/// When the database fails (also because a tenant, module, app or logo is gone), or the random generator.
pub async fn update(
    tx: &mut AuthorizedTx,
    before: &TokenDetails,
    settings: &TokenSettings,
    told: &AuditNames,
) -> Result<bool> {
    let now = tx.now();
    let token = &before.token;
    let mut old = described(
        (&token.name, &token.description),
        &token.scope,
        &AuditNames::from(before),
        token.permissions,
        token.life.expires_at,
    );
    let mut new = described(
        (settings.name.as_str(), settings.description.as_str()),
        &settings.scope,
        told,
        settings.permissions,
        settings.expires_at,
    );
    for (members, logo) in [(&mut old, token.logo), (&mut new, settings.logo)] {
        members.insert("logo".to_owned(), json!(logo.as_ref().map(ToString::to_string)));
    }
    let differing = |own: &Map<String, Value>, other: &Map<String, Value>| -> Map<String, Value> {
        own.iter()
            .filter(|(name, value)| other.get(*name) != Some(*value))
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect()
    };
    let change = Change {
        before: Some(Value::Object(differing(&old, &new))),
        after: Some(Value::Object(differing(&new, &old))),
    };
    if change.before == change.after {
        return Ok(false);
    }
    if !tokens::changes::update(tx, token.tenant, token.id, settings, now).await? {
        return Ok(false);
    }
    let object = Object { id: token.id.uuid(), label: settings.name.as_str() };
    tx.record(Some(token.tenant), EventKind::TokenChanged, object, change)?;
    Ok(true)
}

/// A token as the audit trail shows it.
fn described(
    (name, description): (&str, &str),
    scope: &TenantScope,
    told: &AuditNames,
    permissions: Permissions,
    expires_at: Option<Timestamp>,
) -> Map<String, Value> {
    let tenants = match scope {
        TenantScope::This | TenantScope::ThisAndBelow => json!([]),
        TenantScope::Selected(_) => json!(told.tenants.iter().map(|(_, name)| name).collect::<Vec<_>>()),
        TenantScope::All => json!(["*"]),
    };
    let ids: Vec<String> = told.tenants.iter().map(|(id, _)| id.public().to_string()).collect();
    let ids = Some((IDS, json!(ids))).filter(|_| matches!(scope, TenantScope::Selected(_)));
    [
        ("name", json!(name)),
        ("description", json!(description)),
        ("tenant_scope", json!(scope.name())),
        ("tenants", tenants),
        ("app", json!(told.app)),
        ("modules", json!(told.modules)),
        ("permissions", json!(permissions.iter().map(Permission::name).collect::<Vec<_>>())),
        ("expires_at", json!(expires_at.as_ref().map(Timestamp::to_string))),
    ]
    .into_iter()
    .chain(ids)
    .map(|(member, value)| (member.to_owned(), value))
    .collect()
}
