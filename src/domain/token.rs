//! Tokens: what is issued, where it reaches, and whether it may be used.

use super::expiry::is_expired;
use super::id::{AppId, LogoId, ModuleId, TenantId, TokenId, UserId};
use super::labels::{Labels, Texts};
use super::permission::{Permission, Permissions};
use super::secret::SecretHash;
use super::time::Timestamp;

/// Which tenants a token reaches: explicit choices, never inferred from an empty list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TenantScope {
    /// The tenant it belongs to.
    This,
    /// That one and every tenant below it, including future ones.
    ThisAndBelow,
    /// These tenants.
    Selected(Vec<TenantId>),
    /// Every tenant, including future ones.
    All,
}

impl TenantScope {
    /// The names of all, in the order in which people see them.
    pub const NAMES: [&'static str; 4] = ["this", "this_and_subtenants", "selected", "all"];

    /// Its name in forms, in the API and in the audit log.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::This => "this",
            Self::ThisAndBelow => "this_and_subtenants",
            Self::Selected(_) => "selected",
            Self::All => "all",
        }
    }
}

/// Where a token is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// It opens what it may.
    Active,
    /// It opens nothing until it is enabled again.
    Disabled,
    /// Its end has come.
    Expired,
    /// It opens nothing ever again.
    Revoked,
}

impl Status {
    /// Every status, in the order in which people see them.
    pub(crate) const ALL: [Self; 4] = [Self::Active, Self::Disabled, Self::Expired, Self::Revoked];

    /// Its name in addresses and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The status of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// The moments that decide a token's status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Life {
    /// Its end, if it has one.
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

/// A token as it is stored, without its secret.
#[derive(Clone, Debug)]
pub struct Token {
    /// Which token.
    pub id: TokenId,
    /// The tenant it belongs to.
    pub tenant: TenantId,
    /// What people read of it.
    pub labels: Texts<String>,
    /// Its picture, if it has one.
    pub logo: Option<LogoId>,
    /// Which tenants it reaches.
    pub scope: TenantScope,
    /// What it may do there.
    pub permissions: Permissions,
    /// What decides its status.
    pub life: Life,
    /// The last four characters of its secret.
    pub last_four: String,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it was changed last; no two states of a token have the same.
    pub updated_at: Timestamp,
    /// Who issued it, by the name they had then.
    pub created_by: String,
    /// The token that issued it over the Tenant API, where that is known.
    pub issued_by: Option<TokenId>,
    /// When it was last used, to the minute; `None` when never.
    pub last_used_at: Option<Timestamp>,
    /// From which address it was last used.
    pub last_used_from: Option<String>,
    /// With which permission; `None` when the use needed none in particular.
    pub last_used_permission: Option<Permission>,
    /// For which module, by its slug; `None` when the use was for none in particular.
    pub last_used_module: Option<String>,
}

/// A token about to be issued: everything checked, the secret already made and shown.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// Which token.
    pub id: TokenId,
    /// The tenant it belongs to.
    pub tenant: TenantId,
    /// What people read of it.
    pub labels: Labels,
    /// Its picture.
    pub logo: Option<LogoId>,
    /// Which tenants it reaches.
    pub scope: TenantScope,
    /// What it may do there.
    pub permissions: Permissions,
    /// The app of its tenant that it is bound to, if it is.
    pub app: Option<AppId>,
    /// The modules it opens. None is none, never all.
    pub modules: Vec<ModuleId>,
    /// Its end.
    pub expires_at: Option<Timestamp>,
    /// Its secret, as it is kept.
    pub secret: KeptSecret,
    /// Who issues it, if it is a person.
    pub created_by: Option<UserId>,
    /// The token that issues it, if it is one, with the generation of the secret that was presented.
    pub issued_by: Option<(TokenId, i64)>,
    /// When.
    pub created_at: Timestamp,
}

/// What of a token can be changed, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenSettings {
    /// What people read of it.
    pub labels: Labels,
    /// Its picture.
    pub logo: Option<LogoId>,
    /// Which tenants it reaches.
    pub scope: TenantScope,
    /// What it may do there.
    pub permissions: Permissions,
    /// The app of its tenant that it is bound to, if it is.
    pub app: Option<AppId>,
    /// The modules it opens. None is none, never all.
    pub modules: Vec<ModuleId>,
    /// Its end.
    pub expires_at: Option<Timestamp>,
}

/// What is kept of a secret.
#[derive(Clone, Debug)]
pub struct KeptSecret {
    /// The id of the key it is hashed under.
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
