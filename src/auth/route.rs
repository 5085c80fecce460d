//! What a route passes to its handlers, typed: the tenant that its rule found, and the IDs in its address.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use super::authz::CurrentTenant;
use crate::domain::id::{ApiClientId, BulkId, DraftId, LogoId, TokenId};
use crate::domain::tenant::Tenant;
use crate::error::{Error, Result};

/// The part of a context that differs between routes.
pub trait RouteContext: Sized {
    /// Takes what the rule found.
    ///
    /// # Errors
    /// [`Error::Internal`] if the route's rule is about something else.
    fn of(request: &HttpRequest) -> Result<Self>;
}

impl RouteContext for () {
    fn of(_: &HttpRequest) -> Result<Self> {
        Ok(())
    }
}

impl RouteContext for Tenant {
    fn of(request: &HttpRequest) -> Result<Self> {
        let found = request.extensions().get::<CurrentTenant>().cloned();
        Ok(found.ok_or_else(|| Error::Internal("the route's rule provides no tenant".into()))?.0)
    }
}

/// The part of the address that identifies something. A malformed one is not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id<T>(pub T);

/// What an address can identify.
pub trait Named: FromStr {
    /// The parameter's name in the routing table.
    const PARAMETER: &'static str;
}

macro_rules! named {
    ($($kind:ty: $parameter:literal),+ $(,)?) => {$(
        impl Named for $kind {
            const PARAMETER: &'static str = $parameter;
        }
    )+};
}

named! {
    TokenId: "token",
    DraftId: "draft",
    BulkId: "job",
    LogoId: "logo",
    ApiClientId: "client",
    AppSlug: "app",
    ModuleSlug: "module",
}

impl<T: Named> FromRequest for Id<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let named = request.match_info().get(T::PARAMETER).and_then(|text| text.parse().ok());
        ready(named.map(Self).ok_or(Error::NotFound))
    }
}

/// The slug of an app in the address; the app need not exist.
pub struct AppSlug(pub String);

/// The slug of a module in the address; the module need not exist.
pub struct ModuleSlug(pub String);

impl FromStr for AppSlug {
    type Err = Infallible;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for ModuleSlug {
    type Err = Infallible;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}
