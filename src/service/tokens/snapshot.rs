//! What the audit log says of a token. The names of members are part of its format.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::id::TokenId;
use crate::domain::labels::Texts;
use crate::domain::permission::Permission;
use crate::domain::rotation::Overlap;
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, TenantScope};
use crate::error::Result;
use crate::service::Change;
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::CheckedToken;
use crate::store::tokens::ReachedTenant;

/// A token at one moment.
#[derive(Serialize)]
struct Snapshot<'a> {
    #[serde(flatten)]
    labels: Texts<String>,
    tenant_scope: &'static str,
    /// The names of the tenants of the scope "selected"; `*` for all.
    tenants: Vec<&'a str>,
    app: Option<&'a str>,
    modules: Vec<&'a str>,
    permissions: Vec<&'static str>,
    expires_at: Option<String>,
    /// For `service::visible`, which hides names from those who may not see the tenants.
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_ids: Option<Vec<String>>,
    /// Of a change only.
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<Option<String>>,
}

/// That a token was created.
pub(super) fn created(token: &CheckedToken) -> Result<Change> {
    Change::only_after(&Snapshot { logo: None, ..token.into() })
}

/// What of a token changes; `None` when nothing does.
pub(super) fn changed(before: &TokenDetails, after: &CheckedToken) -> Result<Option<Change>> {
    let change = Change::between(&Snapshot::from(before), &Snapshot::from(after))?;
    let (Some(Value::Object(old)), Some(Value::Object(new))) = (change.before, change.after) else {
        return Ok(None);
    };
    if old == new {
        return Ok(None);
    }
    let differing = |own: &Map<String, Value>, other: &Map<String, Value>| {
        let members = own.iter().filter(|(name, value)| other.get(*name) != Some(*value));
        Some(members.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    Ok(Some(Change { before: differing(&old, &new), after: differing(&new, &old) }))
}

/// The tenants' names, and their IDs where they were chosen.
fn tenants<'a>(scope: &TenantScope, reached: &'a [ReachedTenant]) -> (Vec<&'a str>, Option<Vec<String>>) {
    match scope {
        TenantScope::This | TenantScope::ThisAndBelow => (Vec::new(), None),
        TenantScope::Selected(_) => {
            let ids = reached.iter().map(|tenant| tenant.id.public().to_string());
            (reached.iter().map(|tenant| tenant.name.as_str()).collect(), Some(ids.collect()))
        }
        TenantScope::All => (vec!["*"], None),
    }
}

impl<'a> From<&'a TokenDetails> for Snapshot<'a> {
    fn from(details: &'a TokenDetails) -> Self {
        let TokenDetails { token, reached, app, modules, .. } = details;
        let (tenants, tenant_ids) = tenants(&token.scope, reached);
        Self {
            labels: token.labels.clone(),
            tenant_scope: token.scope.name(),
            tenants,
            app: app.as_ref().map(|app| app.slug.as_str()),
            modules: modules.iter().map(|module| module.slug.as_str()).collect(),
            permissions: token.permissions.iter().map(Permission::name).collect(),
            expires_at: token.life.expires_at.as_ref().map(Timestamp::to_string),
            tenant_ids,
            logo: Some(token.logo.as_ref().map(ToString::to_string)),
        }
    }
}

impl<'a> From<&'a CheckedToken> for Snapshot<'a> {
    fn from(token: &'a CheckedToken) -> Self {
        let CheckedToken { settings, access, .. } = token;
        let (tenants, tenant_ids) = tenants(&settings.scope, &access.reached);
        Self {
            labels: settings.labels.texts(),
            tenant_scope: settings.scope.name(),
            tenants,
            app: access.app.as_ref().map(|app| app.slug.as_str()),
            modules: access.modules.iter().map(|module| module.slug.as_str()).collect(),
            permissions: settings.permissions.iter().map(Permission::name).collect(),
            expires_at: settings.expires_at.as_ref().map(Timestamp::to_string),
            tenant_ids,
            logo: Some(settings.logo.as_ref().map(ToString::to_string)),
        }
    }
}

#[derive(Serialize)]
struct StatusSnapshot {
    status: &'static str,
    /// The token with which it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    along_with: Option<String>,
}

/// That a token's status changes; `cause` is the token that it is revoked along with.
pub(super) fn status_changed(before: Status, after: Status, cause: Option<TokenId>) -> Result<Change> {
    Change::between(
        &StatusSnapshot { status: before.name(), along_with: None },
        &StatusSnapshot { status: after.name(), along_with: cause.as_ref().map(ToString::to_string) },
    )
}

/// That a token of the sample data is revoked.
pub(in crate::service) fn sample_revoked() -> Result<Change> {
    Change::only_after(&StatusSnapshot { status: Status::Revoked.name(), along_with: None })
}

#[derive(Serialize)]
struct ExpirySnapshot {
    expires_at: Option<String>,
}

/// That a token expires at another moment, or no longer.
pub(super) fn expiry_changed(before: Option<Timestamp>, after: Option<Timestamp>) -> Result<Change> {
    let [before, after] =
        [before, after].map(|at| ExpirySnapshot { expires_at: at.as_ref().map(Timestamp::to_string) });
    Change::between(&before, &after)
}

#[derive(Serialize)]
struct RotationSnapshot<'a> {
    last_four: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    overlap: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_secret_ends_at: Option<String>,
}

/// That a token gets a new secret, and how long the old one still works. Of each secret, its last four characters.
pub(super) fn rotated(before: &str, after: &str, overlap: Overlap, end: Timestamp) -> Result<Change> {
    Change::between(
        &RotationSnapshot { last_four: before, overlap: None, previous_secret_ends_at: None },
        &RotationSnapshot {
            last_four: after,
            overlap: Some(overlap.name()),
            previous_secret_ends_at: Some(end.to_string()),
        },
    )
}

#[derive(Serialize)]
struct SecretSnapshot<'a> {
    previous_secret_ends_at: String,
    /// Its last four characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
}

/// That a replaced secret ends at another moment; `last_four` are its last four characters.
pub(in crate::service) fn secret_end_changed(
    last_four: &str,
    before: Timestamp,
    after: Timestamp,
) -> Result<Change> {
    Change::between(
        &SecretSnapshot { previous_secret_ends_at: before.to_string(), secret: None },
        &SecretSnapshot { previous_secret_ends_at: after.to_string(), secret: Some(last_four) },
    )
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::service::visible::IDS;

    fn stored(change: Change) -> [String; 2] {
        [change.before, change.after].map(|value| value.map_or_else(String::new, |value| value.to_string()))
    }

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let token = Snapshot {
            labels: Texts { name: "Deploy".to_owned(), description: "Why".to_owned() },
            tenant_scope: "selected",
            tenants: vec!["Acme"],
            app: None,
            modules: vec!["devices"],
            permissions: vec!["read"],
            expires_at: None,
            tenant_ids: Some(vec!["x".to_owned()]),
            logo: Some(None),
        };
        assert_eq!(
            serde_json::to_string(&token).unwrap(),
            format!(
                r#"{{"name":"Deploy","description":"Why","tenant_scope":"selected","tenants":["Acme"],"app":null,"modules":["devices"],"permissions":["read"],"expires_at":null,"{IDS}":["x"],"logo":null}}"#
            )
        );
        let at = Timestamp::from_micros(1_795_341_600_000_000);
        let cause = TokenId::from(Uuid::nil());
        assert_eq!(
            stored(status_changed(Status::Active, Status::Revoked, Some(cause)).unwrap()),
            [
                r#"{"status":"active"}"#.to_owned(),
                format!(r#"{{"status":"revoked","along_with":"{cause}"}}"#)
            ]
        );
        assert_eq!(stored(sample_revoked().unwrap()), ["", r#"{"status":"revoked"}"#]);
        assert_eq!(
            stored(expiry_changed(Some(at), None).unwrap()),
            [format!(r#"{{"expires_at":"{at}"}}"#), r#"{"expires_at":null}"#.to_owned()]
        );
        assert_eq!(
            stored(rotated("aaaa", "bbbb", Overlap::None, at).unwrap()),
            [
                r#"{"last_four":"aaaa"}"#.to_owned(),
                format!(r#"{{"last_four":"bbbb","overlap":"none","previous_secret_ends_at":"{at}"}}"#)
            ]
        );
        assert_eq!(
            stored(secret_end_changed("aaaa", at, at).unwrap()),
            [
                format!(r#"{{"previous_secret_ends_at":"{at}"}}"#),
                format!(r#"{{"previous_secret_ends_at":"{at}","secret":"aaaa"}}"#)
            ]
        );
    }
}
