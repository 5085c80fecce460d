//! Tokens: issuing, changing, disabling, enabling, rotating, revoking.

use serde_json::{Map, Value, json};

use super::AuthorizedTx;
use super::token_details::TokenDetails;
use super::visible::IDS;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::{TenantId, TokenId};
use crate::domain::permission::{Permission, Permissions};
use crate::domain::rotation::Overlap;
use crate::domain::secret::PlainSecret;
use crate::domain::time::Timestamp;
use crate::domain::token::{KeptSecret, NewToken, Status, TenantScope, Token};
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

/// Lets a token that is locked end then, and nothing else of it change; `false` when it is revoked.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn set_end(tx: &mut AuthorizedTx, token: &Token, end: Option<Timestamp>) -> Result<bool> {
    let now = tx.now();
    let done = tokens::changes::set_end(tx, token.tenant, token.id, end, now).await?;
    if done {
        let object = Object { id: token.id.uuid(), label: &token.name };
        let ends =
            |at: Option<Timestamp>| Some(json!({ "expires_at": at.as_ref().map(Timestamp::to_string) }));
        let change = Change { before: ends(token.life.expires_at), after: ends(end) };
        tx.record(Some(token.tenant), EventKind::TokenChanged, object, change)?;
    }
    Ok(done)
}

/// Revokes a token for good; `false` when it was revoked already.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn revoke(tx: &mut AuthorizedTx, token: &Token) -> Result<bool> {
    revoke_for(tx, token, None).await
}

/// Revokes a token because the token `cause`, with which it was issued, is revoked; `false` when it was revoked already.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn revoke_along(tx: &mut AuthorizedTx, token: &Token, cause: TokenId) -> Result<bool> {
    revoke_for(tx, token, Some(cause)).await
}

async fn revoke_for(tx: &mut AuthorizedTx, token: &Token, cause: Option<TokenId>) -> Result<bool> {
    let now = tx.now();
    let done = tokens::revoke(tx, token.tenant, token.id, now).await?;
    if done {
        let object = Object { id: token.id.uuid(), label: &token.name };
        let mut after = json!({ "status": Status::Revoked.name() });
        if let Some(cause) = cause {
            after["along_with"] = json!(cause.to_string());
        }
        let before = Some(json!({ "status": token.life.status(now).name() }));
        let change = Change { before, after: Some(after) };
        tx.record(Some(token.tenant), EventKind::TokenRevoked, object, change)?;
    }
    Ok(done)
}

/// Disables a token; `false` when it was disabled already, or is revoked.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn disable(tx: &mut AuthorizedTx, token: &Token) -> Result<bool> {
    let now = tx.now();
    let done = tokens::changes::disable(tx, token.tenant, token.id, now).await?;
    if done {
        let change = (Status::Active, Status::Disabled);
        status_changed(tx, token, EventKind::TokenDisabled, change)?;
    }
    Ok(done)
}

/// Enables a token; `false` when it was not disabled, or is revoked.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn enable(tx: &mut AuthorizedTx, token: &Token) -> Result<bool> {
    let now = tx.now();
    let done = tokens::changes::enable(tx, token.tenant, token.id, now).await?;
    if done {
        let change = (Status::Disabled, Status::Active);
        status_changed(tx, token, EventKind::TokenEnabled, change)?;
    }
    Ok(done)
}

/// What a rotation came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rotated {
    /// Done; the secret that was replaced works until then at most.
    Until(Timestamp),
    /// Nothing: the token is revoked or expired.
    Over,
    /// Nothing: an earlier secret still works beside the present one, until then. Two successors at once are never
    /// left; only a rotation without an overlap, which ends both, goes through.
    Overlapping(Timestamp),
}

/// Gives a token that is locked the secret `kept`. Its end, and whether it is disabled, stay as they are.
///
/// # Errors
/// When the database or the random generator fails.
pub async fn rotate(
    tx: &mut AuthorizedTx,
    token: &Token,
    kept: &KeptSecret,
    overlap: Overlap,
) -> Result<Rotated> {
    let now = tx.now();
    if matches!(token.life.status(now), Status::Revoked | Status::Expired) {
        return Ok(Rotated::Over);
    }
    if overlap != Overlap::None
        && let Some(until) = tokens::changes::overlap(tx, token.id, now).await?
    {
        return Ok(Rotated::Overlapping(until));
    }
    let end = overlap.end(now, token.life.expires_at);
    if !tokens::changes::rotate(tx, token.tenant, token.id, kept, end, now).await? {
        return Ok(Rotated::Over);
    }
    let object = Object { id: token.id.uuid(), label: &token.name };
    let change = Change {
        before: Some(json!({ "last_four": token.last_four })),
        after: Some(json!({
            "last_four": kept.last_four,
            "overlap": overlap.name(),
            "previous_secret_ends_at": end.to_string(),
        })),
    };
    tx.record(Some(token.tenant), EventKind::TokenRotated, object, change)?;
    Ok(Rotated::Until(end))
}

fn status_changed(
    tx: &mut AuthorizedTx,
    token: &Token,
    kind: EventKind,
    (before, after): (Status, Status),
) -> Result<()> {
    let object = Object { id: token.id.uuid(), label: &token.name };
    let change = Change {
        before: Some(json!({ "status": before.name() })),
        after: Some(json!({ "status": after.name() })),
    };
    tx.record(Some(token.tenant), kind, object, change)
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
