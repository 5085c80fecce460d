//! What can be wrong with a spec.

use crate::domain::expiry::ExpiryError;
use crate::domain::labels::LabelField;
use crate::domain::text::TextError;
use crate::service::choice::{AppError, ModulesError, TenantsError};
use crate::service::granting::{Denied, NotTheirs};

/// What is wrong with one field of a [`TokenSpec`](super::TokenSpec).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SpecError {
    /// The tenant that the token belongs to is disabled.
    TenantDisabled,
    /// One of the texts.
    Text(LabelField, TextError),
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
    /// Whether it is about the token's tenant, its texts or its expiry.
    pub const fn is_general(&self) -> bool {
        matches!(self, Self::TenantDisabled | Self::Text(..) | Self::Expiry(_) | Self::ExpiryLater)
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

/// Why a [`TokenSpec`](super::TokenSpec) does not become a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rejected {
    /// These fields are wrong; none where only what could not be read is.
    Invalid(Vec<SpecError>),
    /// The presented token may not grant this.
    Denied(Denied),
}

/// The value; what is wrong is added to `errors`.
pub(super) fn noted<T, E>(
    checked: Result<T, E>,
    error: impl FnOnce(E) -> SpecError,
    errors: &mut Vec<SpecError>,
) -> Option<T> {
    checked.map_err(|wrong| errors.push(error(wrong))).ok()
}
