//! The one decision: may the holder of this secret do this, here, now? Verification, introspection and the Tenant API
//! all ask this file, so they never differ.

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
    pub modules: Vec<String>,
    /// The tenant that was asked for, by its slug, an alias or its id, if one was and it exists.
    pub asked_tenant: Option<AskedTenant>,
}

/// Which tenants a token reaches, by slug. Disabled ones are left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// These.
    These(Vec<String>),
    /// Every tenant.
    Everything,
}

/// The tenant that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedTenant {
    /// Its slug as it is now, whichever was asked for.
    pub slug: String,
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

    /// Whether the secret is accepted at `now` for `wish`.
    pub fn decide(&self, wish: Requirement<'_>, now: Timestamp) -> Result<(), DenyReason> {
        self.accepted(now)?;
        if (wish.tenant.is_some() || wish.tenant_id.is_some()) && !self.reaches_asked() {
            return Err(DenyReason::WrongTenant);
        }
        if wish.module.is_some_and(|module| !self.has_module(module)) {
            return Err(DenyReason::WrongModule);
        }
        let missing = wish.permissions.and_then(|needed| needed.missing_from(self.permissions));
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
        self.modules.iter().any(|own| own == slug)
    }
}

impl Facts {
    /// The modules of the token that are also among `registered`: what an API that is registered for those may learn.
    /// Without one in common the token is none of its business.
    pub fn modules_among(&self, registered: &[String]) -> Result<Vec<String>, DenyReason> {
        let common: Vec<String> =
            self.modules.iter().filter(|module| registered.contains(module)).cloned().collect();
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
mod tests {
    use super::*;
    use crate::domain::permission::needed;

    const NOW: Timestamp = Timestamp::from_micros(100);

    const fn at(micros: i64) -> Option<Timestamp> {
        Some(Timestamp::from_micros(micros))
    }

    fn good() -> Facts {
        Facts {
            life: Life::default(),
            secret_ends_at: None,
            home_disabled: false,
            reach: Reach::These(vec!["acme".into()]),
            permissions: Permissions::of([Permission::Read]).unwrap(),
            modules: vec!["devices".into()],
            asked_tenant: Some(AskedTenant { slug: "acme".into(), disabled: false }),
        }
    }

    #[test]
    fn a_secret_is_accepted_only_while_everything_about_it_is_in_order() {
        assert_eq!(good().accepted(NOW), Ok(()));
        assert_eq!(Facts { secret_ends_at: at(101), ..good() }.accepted(NOW), Ok(()));
        assert_eq!(
            Facts { secret_ends_at: at(100), ..good() }.accepted(NOW),
            Err(DenyReason::SecretReplaced)
        );
        assert_eq!(Facts { home_disabled: true, ..good() }.accepted(NOW), Err(DenyReason::TenantDisabled));
        assert_eq!(
            Facts { reach: Reach::These(vec![]), ..good() }.accepted(NOW),
            Err(DenyReason::TenantDisabled)
        );
        let life = Life { revoked_at: at(1), ..Life::default() };
        assert_eq!(Facts { life, ..good() }.accepted(NOW), Err(DenyReason::Revoked));
        let life = Life { expires_at: at(100), ..Life::default() };
        assert_eq!(Facts { life, ..good() }.accepted(NOW), Err(DenyReason::Expired));
        let life = Life { disabled_at: at(1), ..Life::default() };
        assert_eq!(Facts { life, ..good() }.accepted(NOW), Err(DenyReason::Disabled));
    }

    #[test]
    fn tenant_module_and_permission_each_decide() {
        let wish = Requirement {
            tenant: Some("acme"),
            module: Some("devices"),
            permissions: Some(needed::READ),
            ..Requirement::default()
        };
        assert_eq!(good().decide(wish, NOW), Ok(()));
        assert_eq!(good().decide(Requirement::default(), NOW), Ok(()));
        let globex = || Some(AskedTenant { slug: "globex".into(), disabled: false });
        assert_eq!(
            Facts { asked_tenant: globex(), ..good() }.decide(wish, NOW),
            Err(DenyReason::WrongTenant)
        );
        let by_id = Requirement { tenant: None, tenant_id: Some(uuid::Uuid::from_u128(1).into()), ..wish };
        assert_eq!(good().decide(by_id, NOW), Ok(()));
        assert_eq!(
            Facts { asked_tenant: globex(), ..good() }.decide(by_id, NOW),
            Err(DenyReason::WrongTenant)
        );
        assert_eq!(Facts { asked_tenant: None, ..good() }.decide(by_id, NOW), Err(DenyReason::WrongTenant));
        assert_eq!(Facts { asked_tenant: None, ..good() }.decide(wish, NOW), Err(DenyReason::WrongTenant));
        assert_eq!(
            good().decide(Requirement { module: Some("billing"), ..wish }, NOW),
            Err(DenyReason::WrongModule)
        );
        let both = Permissions::of([Permission::Read, Permission::Delete]);
        for permissions in [Some(needed::DELETE), both] {
            let refusal = good().decide(Requirement { permissions, ..wish }, NOW);
            assert_eq!(refusal, Err(DenyReason::MissingPermission(Permission::Delete)));
        }
    }

    #[test]
    fn an_api_learns_of_its_own_modules_only() {
        let facts = Facts { modules: vec!["billing".into(), "devices".into(), "maps".into()], ..good() };
        let registered = |slugs: &[&str]| slugs.iter().map(|slug| (*slug).to_owned()).collect::<Vec<_>>();
        let among = |slugs: &[&str]| facts.modules_among(&registered(slugs));
        assert_eq!(among(&["maps", "weather", "devices"]), Ok(registered(&["devices", "maps"])));
        assert_eq!(among(&["weather"]), Err(DenyReason::WrongModule));
        assert_eq!(among(&[]), Err(DenyReason::WrongModule));
        let none = Facts { modules: Vec::new(), ..good() };
        assert_eq!(none.modules_among(&registered(&["devices"])), Err(DenyReason::WrongModule));
    }

    #[test]
    fn every_refusal_has_its_name_among_the_reasons() {
        let mut refusals = vec![
            DenyReason::Unknown,
            DenyReason::Disabled,
            DenyReason::Expired,
            DenyReason::Revoked,
            DenyReason::SecretReplaced,
            DenyReason::TenantDisabled,
            DenyReason::WrongTenant,
            DenyReason::WrongModule,
        ];
        refusals.extend(Permission::ALL.map(DenyReason::MissingPermission));
        for (refusal, reason) in refusals.iter().zip(REASONS) {
            assert_eq!(refusal.reason(), reason);
            assert!(reason.starts_with(&refusal.to_string()));
        }
    }

    #[test]
    fn the_nearer_end_counts() {
        let life = |expires_at| Life { expires_at, ..Life::default() };
        assert_eq!(good().ends_at(), None);
        assert_eq!(Facts { life: life(at(5)), ..good() }.ends_at(), at(5));
        assert_eq!(Facts { secret_ends_at: at(4), ..good() }.ends_at(), at(4));
        assert_eq!(Facts { life: life(at(5)), secret_ends_at: at(4), ..good() }.ends_at(), at(4));
        assert_eq!(Facts { life: life(at(3)), secret_ends_at: at(4), ..good() }.ends_at(), at(3));
    }

    #[test]
    fn a_token_for_everything_still_asks_whether_the_tenant_is_there_and_enabled() {
        let wish = Requirement { tenant: Some("acme"), ..Requirement::default() };
        let all = Facts { reach: Reach::Everything, ..good() };
        assert_eq!(all.decide(wish, NOW), Ok(()));
        assert_eq!(
            Facts { asked_tenant: None, ..all.clone() }.decide(wish, NOW),
            Err(DenyReason::WrongTenant)
        );
        let disabled = Some(AskedTenant { slug: "acme".into(), disabled: true });
        assert_eq!(Facts { asked_tenant: disabled, ..all }.decide(wish, NOW), Err(DenyReason::WrongTenant));
    }

    #[test]
    fn only_methods_that_a_permission_covers_are_known() {
        assert_eq!(permission_for("HEAD"), Some(Permission::Read));
        assert_eq!(permission_for("PATCH"), Some(Permission::Write));
        for odd in ["get", "", "TRACE", "CONNECT", "GET ", "PROPFIND"] {
            assert_eq!(permission_for(odd), None, "{odd}");
        }
    }

    #[test]
    fn paths_that_can_be_read_in_two_ways_are_ambiguous() {
        for clear in ["/", "/a/b", "/a.b/..c", "/a%20b", "/a?next=//x;..", "/a/"] {
            assert!(!is_ambiguous(clear), "{clear}");
        }
        for odd in [
            "",
            "a",
            "//a",
            "/a//b",
            "/a/../b",
            "/..",
            "/./a",
            "/a;b",
            "/a%2Fb",
            "/a%5cb",
            "/a\\b",
            "/%2e%2e/a",
            "/a%",
            "/a%2",
            "/a%zz",
            "/a%252fb",
            "/a b",
            "/ä",
            "/a%00",
            "http://x/a",
            "/a%0d%0ab",
            "/a#b",
            "/a?b#c",
        ] {
            assert!(is_ambiguous(odd), "{odd}");
        }
    }
}
