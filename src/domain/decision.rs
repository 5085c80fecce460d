//! The one decision: may the holder of this secret do this, here, now? Verification, introspection and the Tenant API
//! all use it, so they never differ.

use std::sync::Arc;

use super::expiry::is_expired;
use super::id::TenantId;
use super::permission::{Permission, Permissions};
use super::time::Timestamp;
use super::token::{Life, Status};

/// The slug of the built-in module for the Tenant API.
pub const ADMINISTRATION: &str = "administration";

/// What is known about a presented secret that belongs to a token.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The status and expiration of its token.
    pub life: Life,
    /// When this secret stops working, if it was replaced.
    pub secret_ends_at: Option<Timestamp>,
    /// Whether the token's home tenant is disabled.
    pub home_disabled: bool,
    /// The tenants it can access.
    pub reach: Reach,
    pub permissions: Permissions,
    /// Slugs of the modules it may use: those it has, as far as they are enabled where it is to be used.
    pub modules: Vec<Arc<str>>,
    /// The tenant that was asked for, by its slug, an alias or its id, if one was and it exists.
    pub asked_tenant: Option<RequestedTenant>,
}

/// The tenants a token can access, by slug. Disabled tenants are left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// These.
    These(Vec<Arc<str>>),
    /// Every tenant.
    Everything,
}

/// The requested tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestedTenant {
    /// Its slug as it is now, whichever was asked for.
    pub slug: Arc<str>,
    /// Whether it is disabled.
    pub disabled: bool,
}

/// The requested access. `None` means that any value is fine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Requirement<'a> {
    /// The tenant with this slug or alias.
    pub tenant: Option<&'a str>,
    /// The tenant with this ID; with a slug, both must name the same tenant.
    pub tenant_id: Option<TenantId>,
    /// The module with this slug.
    pub module: Option<&'a str>,
    /// All of these permissions.
    pub permissions: Option<Permissions>,
}

/// Why a request is denied.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DenyReason {
    /// No token has this secret.
    #[error("unknown")]
    Unknown,
    /// The token is disabled.
    #[error("disabled")]
    Disabled,
    /// The token has expired.
    #[error("expired")]
    Expired,
    /// The token is revoked.
    #[error("revoked")]
    Revoked,
    /// This secret was replaced, and its overlap has ended.
    #[error("secret-replaced")]
    SecretReplaced,
    /// The token's home tenant, or every tenant that it can access, is disabled.
    #[error("tenant-disabled")]
    TenantDisabled,
    /// The token cannot access the requested tenant, or the tenant does not exist.
    #[error("wrong-tenant")]
    WrongTenant,
    /// The token does not have the requested module, or the tenant has not enabled it.
    #[error("wrong-module")]
    WrongModule,
    /// The token lacks this permission; the first one if it lacks several.
    #[error("missing-permission")]
    MissingPermission(Permission),
}

/// The names of all reasons for refusing a request: those of a token, then those of the request itself. The log, the
/// metrics and the lookup of decisions use them. Append new ones at the end, because decision IDs refer to them by
/// index.
pub const REASONS: [&str; 19] = [
    "unknown",
    "disabled",
    "expired",
    "revoked",
    "secret-replaced",
    "tenant-disabled",
    "wrong-tenant",
    "wrong-module",
    "missing-permission-read",
    "missing-permission-write",
    "missing-permission-create",
    "missing-permission-delete",
    "no-token",
    "no-method",
    "unknown-method",
    "ambiguous-method",
    "ambiguous-path",
    "unreadable-query",
    "unknown-parameter",
];

impl DenyReason {
    /// Its name in [`REASONS`].
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::SecretReplaced => "secret-replaced",
            Self::TenantDisabled => "tenant-disabled",
            Self::WrongTenant => "wrong-tenant",
            Self::WrongModule => "wrong-module",
            Self::MissingPermission(Permission::Read) => "missing-permission-read",
            Self::MissingPermission(Permission::Write) => "missing-permission-write",
            Self::MissingPermission(Permission::Create) => "missing-permission-create",
            Self::MissingPermission(Permission::Delete) => "missing-permission-delete",
        }
    }

    /// Whether the token itself is not accepted (401), as opposed to lacking a right (403).
    pub const fn is_of_the_token(self) -> bool {
        !matches!(self, Self::WrongTenant | Self::WrongModule | Self::MissingPermission(_))
    }
}

impl Facts {
    /// Whether the secret is accepted at `now`, regardless of the requested access.
    pub fn accepted(&self, now: Timestamp) -> Result<(), DenyReason> {
        match self.life.status(now) {
            Status::Revoked => Err(DenyReason::Revoked),
            Status::Expired => Err(DenyReason::Expired),
            Status::Disabled => Err(DenyReason::Disabled),
            Status::Active if is_expired(self.secret_ends_at, now) => Err(DenyReason::SecretReplaced),
            Status::Active if self.home_disabled => Err(DenyReason::TenantDisabled),
            Status::Active => match &self.reach {
                Reach::These(slugs) if slugs.is_empty() => Err(DenyReason::TenantDisabled),
                Reach::These(_) | Reach::Everything => Ok(()),
            },
        }
    }

    /// Whether the secret is accepted at `now` for `requirement`.
    pub fn decide(&self, requirement: Requirement<'_>, now: Timestamp) -> Result<(), DenyReason> {
        self.accepted(now)?;
        if (requirement.tenant.is_some() || requirement.tenant_id.is_some()) && !self.reaches_requested() {
            return Err(DenyReason::WrongTenant);
        }
        if requirement.module.is_some_and(|module| !self.has_module(module)) {
            return Err(DenyReason::WrongModule);
        }
        let missing = requirement.permissions.and_then(|needed| needed.missing_from(self.permissions));
        missing.and_then(Permissions::first).map_or(Ok(()), |first| Err(DenyReason::MissingPermission(first)))
    }

    /// Whether the requested tenant exists, is not disabled, and can be accessed by the token.
    pub fn reaches_requested(&self) -> bool {
        let asked = self.asked_tenant.as_ref().filter(|asked| !asked.disabled);
        match &self.reach {
            Reach::Everything => asked.is_some(),
            Reach::These(slugs) => asked.is_some_and(|asked| slugs.contains(&asked.slug)),
        }
    }

    /// Whether the module with this slug is among those it may use.
    pub fn has_module(&self, slug: &str) -> bool {
        self.modules.iter().any(|own| &**own == slug)
    }
}

impl Facts {
    /// The modules of the token that are also among `registered`: what an API that is registered for those may learn.
    /// Without one in common the token is none of its business.
    pub fn modules_among(&self, registered: &[String]) -> Result<Vec<Arc<str>>, DenyReason> {
        let registers = |module: &str| registered.iter().any(|own| own == module);
        let common: Vec<Arc<str>> = self.modules.iter().filter(|module| registers(module)).cloned().collect();
        if common.is_empty() { Err(DenyReason::WrongModule) } else { Ok(common) }
    }

    /// When the secret expires: at the end of its overlap or of its token, whichever comes first.
    pub fn ends_at(&self) -> Option<Timestamp> {
        [self.life.expires_at, self.secret_ends_at].into_iter().flatten().min()
    }
}

/// The permission that an HTTP method requires; `None` for a method that no permission covers. Methods are
/// case-sensitive (RFC 9110 section 9.1).
pub fn permission_for(method: &str) -> Option<Permission> {
    match method {
        "GET" | "HEAD" | "OPTIONS" => Some(Permission::Read),
        "PUT" | "PATCH" => Some(Permission::Write),
        "POST" => Some(Permission::Create),
        "DELETE" => Some(Permission::Delete),
        _ => None,
    }
}

/// Whether two parsers could read the path of `target` (a path, or a path and a query) differently. Such a path is
/// refused instead of normalised, because the API might normalise it in another way.
pub fn is_ambiguous(target: &str) -> bool {
    // Clients never send fragments (RFC 9112 section 3.2.1); some parsers cut one off, others treat it as part of the
    // path.
    if target.contains('#') {
        return true;
    }
    let path = target.split('?').next().unwrap_or_default();
    if !path.starts_with('/') || path.contains("//") || !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        return true;
    }
    path.contains(['\\', ';'])
        || path.split('/').any(|segment| matches!(segment, "." | ".."))
        || path.split('%').skip(1).any(is_odd_escape)
}

/// Whether the escape, with `rest` after its `%`, is broken, or encodes a character that splits or ends a path for
/// some parsers only.
fn is_odd_escape(rest: &str) -> bool {
    let digits = rest.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
    byte.is_none_or(|byte| matches!(byte, b'/' | b'\\' | b';' | b'.' | b'%' | b'\0' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests;
