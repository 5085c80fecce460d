//! What a handler of the Tenant API works with: what the route's rule found, and the ways to the database.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use crate::auth::authority::Authority;
use crate::auth::authz::{Accepted, CurrentTenant};
use crate::domain::id::TokenId;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::service::{Act, AuthorizedTx};
use crate::state::State;
use crate::store::Tx;
use crate::store::verification::Presented;

/// The context of a request about one tenant, which the route's rule found.
pub type ApiTenantCx = ApiCx<Tenant>;

/// The context of a request to the Tenant API.
pub struct ApiCx<T = ()> {
    /// What every handler shares.
    pub state: Data<State>,
    /// The presented token, as the rule found it. In a transaction that writes, `tx.presented()` is fresher.
    pub token: Presented,
    /// The tenant of the address, as the rule found it. In a transaction that writes, `tx.tenant()` is fresher.
    pub tenant: T,
    /// The request, for its headers and its query.
    pub request: HttpRequest,
    /// The right by which the request acts.
    pub authority: Authority,
}

impl<T> ApiCx<T> {
    /// Opens a transaction that reads.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn read(&self) -> Result<Tx> {
        Ok(self.state.db.read().await?)
    }

    /// Opens a transaction that writes, with the right proven again in it.
    ///
    /// # Errors
    /// 401 or 403 when the right has ended, as [`Authority::begin`].
    pub async fn write(&self) -> Result<AuthorizedTx> {
        self.authority.begin(&self.state).await
    }

    /// What the service's functions take: this request, by its right.
    pub fn act(&self) -> Act<'_> {
        Act::by(&self.authority, &self.state)
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.state.now()
    }
}

/// The part of a context that differs from route to route.
pub trait Place: Sized {
    /// What the rule found.
    ///
    /// # Errors
    /// [`Error::Internal`] when the route's rule is not about it.
    fn of(request: &HttpRequest) -> Result<Self>;
}

impl Place for () {
    fn of(_: &HttpRequest) -> Result<Self> {
        Ok(())
    }
}

impl Place for Tenant {
    fn of(request: &HttpRequest) -> Result<Self> {
        let found = request.extensions().get::<CurrentTenant>().cloned();
        Ok(found.ok_or_else(|| Error::Internal("the route's rule is about no tenant".into()))?.0)
    }
}

impl<T: Place> FromRequest for ApiCx<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(context(request))
    }
}

fn context<T: Place>(request: &HttpRequest) -> Result<ApiCx<T>> {
    let missing = || Error::Internal("the route's rule asks for no token".into());
    let state = request.app_data::<Data<State>>().cloned().ok_or_else(missing)?;
    let token = request.extensions().get::<Accepted>().cloned().ok_or_else(missing)?.0;
    let authority = request.extensions().get::<Authority>().cloned().ok_or_else(missing)?;
    Ok(ApiCx { state, token, tenant: T::of(request)?, request: request.clone(), authority })
}

/// The token that the address names. What cannot name one is not found.
#[derive(Clone, Copy, Debug)]
pub struct TokenPath(pub TokenId);

impl FromRequest for TokenPath {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("token").and_then(|id| id.parse().ok());
        ready(id.map(Self).ok_or(Error::NotFound))
    }
}

/// The slug of the app that the address names; it need not exist.
#[derive(Clone, Debug)]
pub struct AppPath(pub String);

impl FromRequest for AppPath {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.match_info().get("app").map(|slug| Self(slug.to_owned())).ok_or(Error::NotFound))
    }
}
