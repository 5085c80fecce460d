//! From what was typed or sent to a checked token: for the wizard, the edit page, the Tenant API and the command line alike.
//!
//! A [`TokenSpec`] is unchecked input. A [`Resolver`] knows who asks and for which tenant, and gives the checked token or
//! every [`SpecError`]. Each caller words the errors once: pages in `web::problem`, the API in `api::v1::tokens::problem`,
//! the terminal in `command::token`.

mod resolve;

use crate::domain::app::App;
use crate::domain::expiry::{Expiry, ExpiryError};
use crate::domain::grant::{Grant, Tenants};
use crate::domain::id::{LogoId, TokenId, UserId};
use crate::domain::module::Module;
use crate::domain::permission::Permissions;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::text::{Description, Name, TextError};
use crate::domain::time::Timestamp;
use crate::domain::token::{KeptSecret, NewToken, TenantScope};
use crate::service::choice::{AppError, ModulesError, TenantsError};
use crate::service::granting::{Denied, Holder, NotTheirs};
use crate::service::token_details::TokenDetails;
use crate::service::tokens::AuditNames;
use crate::service::visible::Readable;
use crate::store::tokens::ReachedTenant;
use crate::store::tokens::changes::TokenSettings;

/// The choice, among the tenants of a token that is edited, of those that the person may not see. No slug is like it.
pub const KEPT_TENANTS: &str = "*";

/// A field of the input. In a merge patch the three are three different things (RFC 7396).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Given<T> {
    /// Nothing: a new token gets the default, an existing one keeps what it has.
    #[default]
    Absent,
    /// Explicitly none.
    Null,
    /// This.
    Value(T),
}

impl<T> Given<T> {
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
    /// What people call it.
    pub name: Given<String>,
    /// What it is for.
    pub description: Given<String>,
    /// When it expires.
    pub expiry: Given<ExpirySpec>,
    /// The name of its scope: `this`, `this_and_subtenants`, `selected` or `all`.
    pub scope: Given<String>,
    /// The slugs of the tenants of the scope "selected".
    pub tenants: Given<Vec<String>>,
    /// The slug of the app it is bound to.
    pub app: Given<String>,
    /// The slugs of the modules it opens.
    pub modules: Given<Vec<String>>,
    /// The names of its permissions.
    pub permissions: Given<Vec<String>>,
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

/// What is wrong with one field of a [`TokenSpec`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SpecError {
    /// The tenant that the token belongs to is disabled.
    TenantDisabled,
    /// The name.
    Name(TextError),
    /// The description.
    Description(TextError),
    /// The expiry.
    Expiry(ExpiryError),
    /// The expiry is later than it was, and this caller only moves it to an earlier time.
    ExpiryLater,
    /// The scope.
    Scope(ScopeError),
    /// The tenants of the scope "selected".
    Tenants(TenantsError),
    /// The app.
    App(AppError),
    /// The modules.
    Modules(ModulesError),
    /// The permissions.
    Permissions(PermissionsError),
    /// The person may not make this change.
    NotTheirs(NotTheirs),
}

impl SpecError {
    /// Whether it is about the token's tenant, its name, its description or its expiry.
    pub const fn is_general(&self) -> bool {
        matches!(
            self,
            Self::TenantDisabled | Self::Name(_) | Self::Description(_) | Self::Expiry(_) | Self::ExpiryLater
        )
    }
}

/// What is wrong with a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeError {
    /// There is no scope of that name.
    Unknown,
    /// This person creates no tokens for all tenants.
    AllNotAllowed,
}

/// What is wrong with permissions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PermissionsError {
    /// There is none.
    Empty,
    /// There is no permission of one of the names.
    Unknown,
}

/// Why a [`TokenSpec`] does not become a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rejected {
    /// Fields are wrong.
    Invalid(Vec<SpecError>),
    /// The presented token may not grant this.
    Denied(Denied),
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

/// Name, description and expiry, checked.
#[derive(Clone, Debug)]
pub struct General {
    /// What people call it.
    pub name: Name,
    /// What it is for.
    pub description: Description,
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

/// What a new token needs beside its settings.
#[derive(Clone, Debug)]
pub struct Issuance {
    /// Its ID.
    pub id: TokenId,
    /// Its secret, as it is kept.
    pub secret: KeptSecret,
    /// Who creates it, if it is a person.
    pub created_by: Option<UserId>,
    /// The token that creates it, with the generation of the presented secret.
    pub issued_by: Option<(TokenId, i64)>,
    /// When.
    pub created_at: Timestamp,
}

impl CheckedToken {
    /// What the audit log records by name.
    pub fn audit_names(&self) -> AuditNames {
        let Access { reached, app, modules, .. } = &self.access;
        AuditNames {
            tenants: reached.iter().map(|tenant| (tenant.id, tenant.name.clone())).collect(),
            app: app.as_ref().map(|app| app.slug.clone()),
            modules: modules.iter().map(|module| module.slug.clone()).collect(),
        }
    }

    /// The new token of `tenant` with these settings.
    pub fn new_token(&self, tenant: &Tenant, issuance: Issuance) -> NewToken {
        let settings = self.settings.clone();
        NewToken {
            id: issuance.id,
            tenant: tenant.id,
            name: settings.name,
            description: settings.description,
            logo: settings.logo,
            scope: settings.scope,
            permissions: settings.permissions,
            app: settings.app,
            modules: settings.modules,
            expires_at: settings.expires_at,
            secret: issuance.secret,
            created_by: issuance.created_by,
            issued_by: issuance.issued_by,
            created_at: issuance.created_at,
        }
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
            name: general.name.clone(),
            description: general.description.clone(),
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
