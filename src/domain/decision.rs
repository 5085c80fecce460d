//! The one decision: may the holder of this secret do this, here, now? Verification, introspection and the Tenant API
//! all ask this file, so they never differ.

use std::sync::Arc;

use super::expiry::is_expired;
use super::id::TenantId;
use super::permission::{Permission, Permissions};
use super::time::Timestamp;
use super::token::{Life, Status};

/// The slug of the built-in module for the Tenant API.
pub const ADMINISTRATION: &str = "administration";

/// What is known of a presented secret that some token has.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Of its token.
    pub life: Life,
    /// When this secret stops working, if it was replaced by another one.
    pub secret_ends_at: Option<Timestamp>,
    /// Whether the tenant that the token belongs to is disabled.
    pub home_disabled: bool,
    /// Which tenants it reaches.
    pub reach: Reach,
    /// What it may do.
    pub permissions: Permissions,
    /// Slugs of the modules it may use: those it has, as far as they are enabled where it is to be used.
    pub modules: Vec<Arc<str>>,
    /// The tenant that was asked for, by its slug, an alias or its id, if one was and it exists.
    pub asked_tenant: Option<AskedTenant>,
}

/// Which tenants a token reaches, by slug. Disabled ones are left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// These.
    These(Vec<Arc<str>>),
    /// Every tenant.
    Everything,
}

/// The tenant that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedTenant {
    /// Its slug as it is now, whichever was asked for.
    pub slug: Arc<str>,
    /// Whether it is disabled.
    pub disabled: bool,
}

/// The requested access. `None` means that any value is fine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Requirement<'a> {
    /// In the tenant of this slug, or of this alias.
    pub tenant: Option<&'a str>,
    /// In the tenant of this id; if a slug is given too, both name the same one.
    pub tenant_id: Option<TenantId>,
    /// With the module of this slug.
    pub module: Option<&'a str>,
    /// With all of these permissions.
    pub permissions: Option<Permissions>,
}

/// Why not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DenyReason {
    /// No token has this secret.
    #[error("unknown")]
    Unknown,
    /// The token is disabled.
    #[error("disabled")]
    Disabled,
    /// The token's end has come.
    #[error("expired")]
    Expired,
    /// The token is revoked.
    #[error("revoked")]
    Revoked,
    /// This secret was replaced, and its overlap is over.
    #[error("secret-replaced")]
    SecretReplaced,
    /// The tenant that the token belongs to, or every tenant that it reaches, is disabled.
    #[error("tenant-disabled")]
    TenantDisabled,
    /// The token does not reach the tenant that was asked for, or there is none such.
    #[error("wrong-tenant")]
    WrongTenant,
    /// The token may not use the module that was asked for, or the tenant has it not enabled.
    #[error("wrong-module")]
    WrongModule,
    /// The token lacks this permission, the first one of those that it lacks.
    #[error("missing-permission")]
    MissingPermission(Permission),
}

/// The names of all reasons for which a request is refused: those of a token, then those of the request itself. The
/// log, the metrics and the look-up of decisions use these words. New ones go to the end: the ids of decisions name
/// theirs by its place.
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
    /// Its name among [`REASONS`].
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

    /// Whether the token itself is not accepted (401), rather than too weak for this (403).
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
        if (requirement.tenant.is_some() || requirement.tenant_id.is_some()) && !self.reaches_asked() {
            return Err(DenyReason::WrongTenant);
        }
        if requirement.module.is_some_and(|module| !self.has_module(module)) {
            return Err(DenyReason::WrongModule);
        }
        let missing = requirement.permissions.and_then(|needed| needed.missing_from(self.permissions));
        missing.and_then(Permissions::first).map_or(Ok(()), |first| Err(DenyReason::MissingPermission(first)))
    }

    /// Whether the tenant that was asked for exists, is not disabled, and the token reaches it.
    pub fn reaches_asked(&self) -> bool {
        let asked = self.asked_tenant.as_ref().filter(|asked| !asked.disabled);
        match &self.reach {
            Reach::Everything => asked.is_some(),
            Reach::These(slugs) => asked.is_some_and(|asked| slugs.contains(&asked.slug)),
        }
    }

    /// Whether the module of that slug is among those it may use.
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

    /// When the secret stops being accepted if nothing else happens: the token's end, or its own if that comes first.
    pub fn ends_at(&self) -> Option<Timestamp> {
        [self.life.expires_at, self.secret_ends_at].into_iter().flatten().min()
    }
}

/// The permission that an HTTP method needs; `None` for a method that no permission covers. Methods are
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
    // A fragment is never sent (RFC 9112 section 3.2.1): some cut it off, others take it for a part of the path.
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
