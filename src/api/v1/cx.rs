//! The context of the Tenant API's handlers: what the route's rule found, and access to the database.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use crate::auth::authority::Authority;
use crate::auth::authz::Accepted;
use crate::auth::route::RouteContext;
pub use crate::auth::route::{AppSlug, Id};
use crate::domain::presented::Presented;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::service::Act;
use crate::state::State;
use crate::store::Tx;

/// The context of a request about one tenant.
pub type ApiTenantCx = ApiCx<Tenant>;

/// The context of a request to the Tenant API.
pub struct ApiCx<T = ()> {
    /// What every handler shares.
    pub state: Data<State>,
    /// The presented token, as the rule found it. In a transaction of the service, `tx.presented()` is more recent.
    pub token: Presented,
    /// The tenant in the address, as the rule found it. In a transaction of the service, `tx.tenant()` is more recent.
    pub tenant: T,
    /// The request, for its headers and its query.
    pub request: HttpRequest,
    /// The right by which the request acts.
    pub authority: Authority,
}

impl<T> ApiCx<T> {
    /// Opens a read transaction.
    ///
    /// # Errors
    /// If the database cannot be reached.
    pub async fn read(&self) -> Result<Tx> {
        Ok(self.state.db.read().await?)
    }

    /// This request and its right, as service functions take them.
    pub fn act(&self) -> Act<'_> {
        Act::by(&self.authority, &self.state)
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.state.now()
    }
}

impl<T: RouteContext> FromRequest for ApiCx<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(context(request))
    }
}

fn context<T: RouteContext>(request: &HttpRequest) -> Result<ApiCx<T>> {
    let missing = || Error::Internal("the route's rule asks for no token".into());
    let state = request.app_data::<Data<State>>().cloned().ok_or_else(missing)?;
    let token = request.extensions().get::<Accepted>().cloned().ok_or_else(missing)?.0;
    let authority = request.extensions().get::<Authority>().cloned().ok_or_else(missing)?;
    Ok(ApiCx { state, token, tenant: T::of(request)?, request: request.clone(), authority })
}
