//! From what was typed or sent to a checked token: for the wizard, the edit page, the Tenant API and the command line alike.
//!
//! A [`TokenSpec`] is unchecked input; what is typed in forms is a [`GeneralInput`] and an [`AccessInput`] first. A
//! [`Resolver`] knows who asks and for which tenant, and gives the checked token or every [`SpecError`]. Each caller words
//! the errors once: pages in `web::problem`, the API in `api::v1::tokens::spec`, the terminal in `command::token`.

mod access;
mod errors;
mod general;
mod resolve;
mod typed;

pub use self::errors::{PermissionsError, Rejected, ScopeError, SpecError};
pub use self::typed::{AccessInput, GeneralInput, is_choice};
use crate::domain::app::App;
use crate::domain::expiry::Expiry;
use crate::domain::grant::{Grant, Tenants};
use crate::domain::id::LogoId;
use crate::domain::labels::{Labels, Texts};
use crate::domain::module::Module;
use crate::domain::permission::Permissions;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::{TenantScope, TokenSettings};
use crate::service::granting::Holder;
use crate::service::token_details::TokenDetails;
use crate::service::visible::Readable;
use crate::store::tokens::ReachedTenant;

/// The choice to leave the expiry as it is, for a token that is edited.
pub const KEEP: &str = "keep";

/// The choice, among the tenants of a token that is edited, of those that the person may not see. No slug is like it.
pub const KEPT_TENANTS: &str = "*";

/// A field of the input. In a merge patch the three are three different things (RFC 7396).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Patch<T> {
    /// Nothing: a new token gets the default, an existing one keeps what it has.
    #[default]
    Absent,
    /// Explicitly none.
    Null,
    /// This.
    Value(T),
}

impl<T> Patch<T> {
    /// The value, if one was given.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Whether nothing was said.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// A token as it was typed or sent, unchecked.
#[derive(Clone, Debug, Default)]
pub struct TokenSpec {
    /// What people read of it.
    pub labels: Texts<Patch<String>>,
    /// When it expires.
    pub expiry: Patch<ExpirySpec>,
    /// The name of its scope: `this`, `this_and_subtenants`, `selected` or `all`.
    pub scope: Patch<String>,
    /// The slugs of the tenants of the scope "selected".
    pub tenants: Patch<Vec<String>>,
    /// The slug of the app it is bound to.
    pub app: Patch<String>,
    /// The slugs of the modules it opens.
    pub modules: Patch<Vec<String>>,
    /// The names of its permissions.
    pub permissions: Patch<Vec<String>>,
    /// Whether some of the input could not be read: the rest is checked, but does not become a token.
    pub unreadable: bool,
}

/// An expiry, as the caller writes it.
#[derive(Clone, Debug)]
pub enum ExpirySpec {
    /// The three fields of a form, as typed.
    Form {
        /// A preset, `custom` or `never`.
        choice: String,
        /// `2027-02-20`; only for `custom`.
        date: String,
        /// `14:00`; only for `custom`.
        time: String,
    },
    /// A choice of the command line.
    Choice(Expiry),
    /// A moment, as in the API.
    Moment(Timestamp),
}

/// Who asks for a token.
#[derive(Clone, Copy, Debug)]
pub enum Requester<'a> {
    /// A person in the console.
    Person(&'a Person),
    /// A token over the Tenant API.
    Token(&'a Holder),
    /// The operator, on the command line.
    Operator,
}

/// The token that is edited.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// The token as it is.
    pub token: &'a TokenDetails,
    /// Which of the tenants that it reaches the requester may see.
    pub readable: &'a Readable,
}

/// Checks a [`TokenSpec`] against the database and the rights of who asks.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'a> {
    /// The tenant that the token belongs to.
    pub tenant: &'a Tenant,
    /// Who asks.
    pub by: Requester<'a>,
    /// The token that is edited; `None` for a new one.
    pub base: Option<Base<'a>>,
    /// The present moment.
    pub now: Timestamp,
}

/// Texts and expiry, checked.
#[derive(Clone, Debug)]
pub struct General {
    /// What people read of it.
    pub labels: Labels,
    /// The choice that led to the expiry, where one was made.
    pub expiry: Option<Expiry>,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
}

/// Tenants, app, modules and permissions, checked.
#[derive(Clone, Debug)]
pub struct Access {
    /// Which tenants it reaches.
    pub scope: TenantScope,
    /// The tenants of the scope "selected", in the order of names.
    pub reached: Vec<ReachedTenant>,
    /// Which of these, and of those before, may be named.
    pub readable: Readable,
    /// The app it is bound to.
    pub app: Option<App>,
    /// The modules it opens, in the order of names.
    pub modules: Vec<Module>,
    /// What it may do.
    pub permissions: Permissions,
}

/// A token whose every field was checked.
#[derive(Clone, Debug)]
pub struct CheckedToken {
    /// Name, description and expiry.
    pub general: General,
    /// What it reaches and may do.
    pub access: Access,
    /// What it grants.
    pub grant: Grant,
    /// Everything that is stored of it.
    pub settings: TokenSettings,
}

impl<'a> Resolver<'a> {
    /// For a new token of `tenant`, by a person in the console.
    pub const fn for_new(tenant: &'a Tenant, person: &'a Person, now: Timestamp) -> Self {
        Self { tenant, by: Requester::Person(person), base: None, now }
    }
}

impl CheckedToken {
    /// The same with the expiry that was shown with its secret.
    #[must_use]
    pub fn expiring(mut self, at: Option<Timestamp>) -> Self {
        (self.general.expires_at, self.settings.expires_at, self.grant.expires_at) = (at, at, at);
        self
    }

    fn new(resolver: &Resolver<'_>, general: General, access: Access, logo: Option<LogoId>) -> Self {
        let app = access.app.as_ref().map(|app| app.id);
        let modules: Vec<_> = access.modules.iter().map(|module| module.id).collect();
        let grant = Grant {
            tenants: Tenants::of(&access.scope, resolver.tenant.id, []),
            app,
            modules: modules.iter().copied().collect(),
            permissions: access.permissions,
            expires_at: general.expires_at,
        };
        let settings = TokenSettings {
            labels: general.labels.clone(),
            logo,
            scope: access.scope.clone(),
            permissions: access.permissions,
            app,
            modules,
            expires_at: general.expires_at,
        };
        Self { general, access, grant, settings }
    }
}

#[cfg(test)]
mod tests;
