//! Tokens: their settings, their scope and their status.

use super::expiry::is_expired;
use super::id::{AppId, LogoId, ModuleId, TenantId, TokenId, UserId};
use super::labels::{Labels, Texts};
use super::permission::{Permission, Permissions};
use super::secret::SecretHash;
use super::time::Timestamp;

/// The tenants a token can access: explicit choices, never inferred from an empty list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TenantScope {
    /// Its home tenant.
    This,
    /// Its home tenant and all subtenants, including future ones.
    ThisAndBelow,
    /// These tenants.
    Selected(Vec<TenantId>),
    /// Every tenant, including future ones.
    All,
}

impl TenantScope {
    /// The names of all, in the order in which people see them.
    pub const NAMES: [&'static str; 4] = ["this", "this_and_subtenants", "selected", "all"];

    /// Its name in forms, the API and the audit log.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::This => "this",
            Self::ThisAndBelow => "this_and_subtenants",
            Self::Selected(_) => "selected",
            Self::All => "all",
        }
    }
}

/// The status of a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// It is accepted.
    Active,
    /// It is not accepted until it is enabled.
    Disabled,
    /// It has expired.
    Expired,
    /// It is never accepted again.
    Revoked,
}

impl Status {
    /// Every status, in display order.
    pub(crate) const ALL: [Self; 4] = [Self::Active, Self::Disabled, Self::Expired, Self::Revoked];

    /// Its name in links and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The status with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// The timestamps that determine a token's status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Life {
    /// When it expires; `None` means never.
    pub expires_at: Option<Timestamp>,
    /// Since when it is disabled.
    pub disabled_at: Option<Timestamp>,
    /// Since when it is revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Life {
    /// The status at `now`. What is final comes first: a revoked token stays revoked when it also expires.
    pub(crate) fn status(self, now: Timestamp) -> Status {
        if self.revoked_at.is_some() {
            Status::Revoked
        } else if is_expired(self.expires_at, now) {
            Status::Expired
        } else if self.disabled_at.is_some() {
            Status::Disabled
        } else {
            Status::Active
        }
    }
}

/// A token as stored, without its secret.
#[derive(Clone, Debug)]
pub struct Token {
    pub id: TokenId,
    /// Its home tenant.
    pub tenant: TenantId,
    /// What people read of it.
    pub labels: Texts<String>,
    /// Its picture, if it has one.
    pub logo: Option<LogoId>,
    /// The tenants it can access.
    pub scope: TenantScope,
    pub permissions: Permissions,
    /// The timestamps that determine its status.
    pub life: Life,
    /// The last four characters of its secret.
    pub last_four: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed; unique among the versions of a token.
    pub updated_at: Timestamp,
    /// Its creator, by their name at that time.
    pub created_by: String,
    /// The token that created it over the Tenant API, if known.
    pub issued_by: Option<TokenId>,
    /// When it was last used, to the minute; `None` if never.
    pub last_used_at: Option<Timestamp>,
    /// The address that last used it.
    pub last_used_from: Option<String>,
    /// The permission of its last use; `None` if the use required none.
    pub last_used_permission: Option<Permission>,
    /// The slug of the module of its last use; `None` if none was requested.
    pub last_used_module: Option<String>,
}

/// A token to be created: all values are checked, and the secret was already shown.
#[derive(Clone, Debug)]
pub struct NewToken {
    pub id: TokenId,
    /// Its home tenant.
    pub tenant: TenantId,
    /// What people read of it.
    pub labels: Labels,
    /// Its picture.
    pub logo: Option<LogoId>,
    /// The tenants it can access.
    pub scope: TenantScope,
    pub permissions: Permissions,
    /// The app of its home tenant that it is bound to, if any.
    pub app: Option<AppId>,
    /// The modules it can access. Empty means none, never all.
    pub modules: Vec<ModuleId>,
    /// When it expires; `None` means never.
    pub expires_at: Option<Timestamp>,
    /// Its secret in stored form.
    pub secret: KeptSecret,
    /// The person who creates it, if one does.
    pub created_by: Option<UserId>,
    /// The token that creates it, if one does, with the generation of the presented secret.
    pub issued_by: Option<(TokenId, i64)>,
    /// When it is created.
    pub created_at: Timestamp,
}

/// The settings of a token that can be changed, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenSettings {
    /// Its texts for people.
    pub labels: Labels,
    pub logo: Option<LogoId>,
    /// The tenants it can access.
    pub scope: TenantScope,
    pub permissions: Permissions,
    /// The app of its home tenant that it is bound to, if any.
    pub app: Option<AppId>,
    /// The modules it can access. Empty means none, never all.
    pub modules: Vec<ModuleId>,
    /// When it expires; `None` means never.
    pub expires_at: Option<Timestamp>,
}

/// The stored form of a secret.
#[derive(Clone, Debug)]
pub struct KeptSecret {
    /// The ID of the key it is hashed with.
    pub key_id: String,
    /// Its hash.
    pub hash: SecretHash,
    /// Its last four characters.
    pub last_four: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(micros: i64) -> Option<Timestamp> {
        Some(Timestamp::from_micros(micros))
    }

    #[test]
    fn the_final_status_wins() {
        let now = Timestamp::from_micros(100);
        let status =
            |expires_at, disabled_at, revoked_at| Life { expires_at, disabled_at, revoked_at }.status(now);
        assert_eq!(status(None, None, None), Status::Active);
        assert_eq!(status(at(101), None, None), Status::Active);
        assert_eq!(status(at(100), None, None), Status::Expired);
        assert_eq!(status(at(101), at(1), None), Status::Disabled);
        assert_eq!(status(at(100), at(1), None), Status::Expired);
        assert_eq!(status(at(100), at(1), at(2)), Status::Revoked);
    }
}
