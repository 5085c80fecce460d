//! The context of the pages' handlers: what the route's rule found, the page, and access to the database.

use std::future::Future;
use std::pin::Pin;

use actix_session::{Session, SessionExt as _};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use super::page::Page;
use crate::auth::Guards;
use crate::auth::authority::Authority;
use crate::auth::authz::CurrentUser;
use crate::auth::route::RouteContext;
pub use crate::auth::route::{AppSlug, Id, ModuleSlug};
use crate::auth::session;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::service::Act;
use crate::state::State;
use crate::store::Tx;

/// The context of a page about one tenant.
pub type TenantCx = Cx<Tenant>;

/// The same for a response that is not a page, such as a download, an image or a redirect. It doesn't consume the
/// message for the next page.
pub type TenantDataCx = Cx<Tenant, ()>;

/// The context of a page about the platform, or the person's own account.
pub type AdminCx = Cx<()>;

/// The same for a response that is not a page.
pub type AdminDataCx = Cx<(), ()>;

/// The context of a page for signed-in people.
pub struct Cx<T, P = Page> {
    /// What every handler shares.
    pub state: Data<State>,
    /// What every template needs.
    pub page: P,
    /// The signed-in person, as the rule found them. In a transaction of the service, `tx.person()` is more recent.
    pub person: Person,
    /// The tenant in the address, as the rule found it. In a transaction of the service, `tx.tenant()` is more recent.
    pub tenant: T,
    /// The request, for its headers and its query.
    pub request: HttpRequest,
    /// The right by which the request acts.
    pub authority: Authority,
}

impl<T, P> Cx<T, P> {
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

    /// The browser's session.
    pub fn session(&self) -> Session {
        self.request.get_session()
    }

    /// Shows a success message on the next page.
    pub fn flash(&self, text: String) {
        session::set_flash(&self.session(), &session::Flash { success: true, text });
    }
}

/// The context of a page for visitors who are not signed in.
pub struct VisitorCx {
    /// What every handler shares.
    pub state: Data<State>,
    /// What every template needs.
    pub page: Page,
    /// The request, for its headers and its query.
    pub request: HttpRequest,
    /// Protects accounts against guessing.
    pub guards: Data<Guards>,
}

impl VisitorCx {
    /// Opens a read transaction.
    ///
    /// # Errors
    /// If the database cannot be reached.
    pub async fn read(&self) -> Result<Tx> {
        Ok(self.state.db.read().await?)
    }

    /// The browser's session.
    pub fn session(&self) -> Session {
        self.request.get_session()
    }
}

impl FromRequest for VisitorCx {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let missing = || Error::Internal("no state or guards".into());
            let state = request.app_data::<Data<State>>().cloned().ok_or_else(missing)?;
            let guards = request.app_data::<Data<Guards>>().cloned().ok_or_else(missing)?;
            Ok(Self { state, page: Page::extract(&request).await?, request, guards })
        })
    }
}

/// What every template needs, if the response is a page.
pub trait MaybePage: Sized {
    /// Collects it.
    fn of(request: &HttpRequest) -> impl Future<Output = Result<Self>>;
}

impl MaybePage for Page {
    async fn of(request: &HttpRequest) -> Result<Self> {
        Self::extract(request).await
    }
}

impl MaybePage for () {
    async fn of(_: &HttpRequest) -> Result<Self> {
        Ok(())
    }
}

impl<T: RouteContext, P: MaybePage> FromRequest for Cx<T, P> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let missing = || Error::Internal("the route's rule provides no person".into());
            let state = request.app_data::<Data<State>>().cloned().ok_or_else(missing)?;
            let person = request.extensions().get::<CurrentUser>().cloned().ok_or_else(missing)?.0;
            let authority = request.extensions().get::<Authority>().cloned().ok_or_else(missing)?;
            let tenant = T::of(&request)?;
            Ok(Self { state, page: P::of(&request).await?, person, tenant, request, authority })
        })
    }
}
