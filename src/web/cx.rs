//! What a handler of a page works with: what the route's rule found, the page, and the ways to the database.

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
use crate::auth::route::Place;
pub use crate::auth::route::{AppSlug, Id, ModuleSlug};
use crate::auth::session;
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::service::{Act, AuthorizedTx};
use crate::state::State;
use crate::store::Tx;

/// The context of a page about one tenant, which the route's rule found.
pub type TenantCx = Cx<Tenant>;

/// The same for an answer that is no page: a download, an image, a redirect. It leaves the message for the next page alone.
pub type TenantDataCx = Cx<Tenant, ()>;

/// The context of a page about the platform, or the person's own account.
pub type AdminCx = Cx<()>;

/// The same for an answer that is no page.
pub type AdminDataCx = Cx<(), ()>;

/// The context of a page for somebody who is signed in.
pub struct Cx<T, P = Page> {
    /// What every handler shares.
    pub state: Data<State>,
    /// What every template shares.
    pub page: P,
    /// Who is signed in, as the rule found them. In a transaction that writes, `tx.person()` is fresher.
    pub person: Person,
    /// The tenant of the address, as the rule found it. In a transaction that writes, `tx.tenant()` is fresher.
    pub tenant: T,
    /// The request, for its headers and its query.
    pub request: HttpRequest,
    /// The right by which the request acts.
    pub authority: Authority,
}

impl<T, P> Cx<T, P> {
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

    /// The browser's session.
    pub fn session(&self) -> Session {
        self.request.get_session()
    }

    /// Tells of a success on the next page.
    pub fn flash(&self, text: String) {
        session::set_flash(&self.session(), &session::Flash { success: true, text });
    }
}

/// The context of a page for visitors who are not signed in.
pub struct VisitorCx {
    /// What every handler shares.
    pub state: Data<State>,
    /// What every template shares.
    pub page: Page,
    /// The request, for its headers and its query.
    pub request: HttpRequest,
    /// The protection of accounts against guessing.
    pub guards: Data<Guards>,
}

impl VisitorCx {
    /// Opens a transaction that reads.
    ///
    /// # Errors
    /// When the database cannot be reached.
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
            let missing = || Error::Internal("the app shares no state or guards".into());
            let state = request.app_data::<Data<State>>().cloned().ok_or_else(missing)?;
            let guards = request.app_data::<Data<Guards>>().cloned().ok_or_else(missing)?;
            Ok(Self { state, page: Page::extract(&request).await?, request, guards })
        })
    }
}

/// What every template shares, where the answer is a page.
pub trait Face: Sized {
    /// Gathers it.
    fn of(request: &HttpRequest) -> impl Future<Output = Result<Self>>;
}

impl Face for Page {
    async fn of(request: &HttpRequest) -> Result<Self> {
        Self::extract(request).await
    }
}

impl Face for () {
    async fn of(_: &HttpRequest) -> Result<Self> {
        Ok(())
    }
}

impl<T: Place, P: Face> FromRequest for Cx<T, P> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let missing = || Error::Internal("the route's rule asks for no person".into());
            let state = request.app_data::<Data<State>>().cloned().ok_or_else(missing)?;
            let person = request.extensions().get::<CurrentUser>().cloned().ok_or_else(missing)?.0;
            let authority = request.extensions().get::<Authority>().cloned().ok_or_else(missing)?;
            let tenant = T::of(&request)?;
            Ok(Self { state, page: P::of(&request).await?, person, tenant, request, authority })
        })
    }
}
