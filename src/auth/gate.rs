//! The one place that asks whether a caller may: every route has a [`Rule`], and its handler runs only when the rule
//! let the caller in. What the rule found out on the way (who, which tenant, which token) the handler takes from here.

use std::future::{Ready, ready};

use actix_session::SessionExt as _;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, ResponseError as _, web};

use super::{api_client, bearer, negotiate, scrape, session};
use crate::domain::decision::{ADMINISTRATION, Reach, Wish};
use crate::domain::permission::Permissions;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::text::Slug;
use crate::domain::token::TenantScope;
use crate::error::{Error, Refused, Result};
use crate::state::State;
use crate::store::api_clients::Registered;
use crate::store::verification::Presented;
use crate::store::{tenant_tree, tenants};

/// Who may call a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// Anybody.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever may do this where no single tenant is concerned.
    Everywhere(Action),
    /// Whoever may do this in at least one tenant: for what all tenants share.
    Somewhere(Action),
    /// Whoever may do this in the tenant that the address names as `{slug}`. A tenant that the caller may not even
    /// see is not found, like one that does not exist.
    Tenant(Action),
    /// A token that is accepted, whatever it may do.
    Token,
    /// A token that may use the module `administration` with all of these permissions.
    TenantApi(Permissions),
    /// The same in the tenant that the address names as `{slug}`. A tenant that the token does not reach is not found,
    /// like one that does not exist.
    TenantApiIn(Permissions),
    /// An API client: an API with a credential for introspection.
    ApiClient,
    /// Whoever may read the figures: see [`scrape`].
    Scraper,
}

/// The person who is signed in, as the rule found them.
#[derive(Clone, Debug)]
pub struct Caller(pub Person);

/// The tenant of the address, as the rule found it.
#[derive(Clone, Debug)]
pub struct Here(pub Tenant);

/// The token that was presented and accepted.
#[derive(Clone, Debug)]
pub struct Accepted(pub Presented);

/// The API client that asks.
#[derive(Clone, Debug)]
pub struct Asking(pub Registered);

/// Lets the request through to its handler if the rule allows it.
pub async fn admit<B: MessageBody>(
    rule: Rule,
    request: ServiceRequest,
    next: Next<B>,
) -> std::result::Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    match check(rule, request.request()).await {
        Ok(()) => Ok(next.call(request).await?.map_into_left_body()),
        Err(refusal) => Ok(request.into_response(refusal.error_response()).map_into_right_body()),
    }
}

async fn check(rule: Rule, request: &HttpRequest) -> Result<()> {
    let state = request.app_data::<web::Data<State>>().ok_or_else(|| Error::Internal("no state".into()))?;
    match rule {
        Rule::Open => {}
        Rule::Token | Rule::TenantApi(_) | Rule::TenantApiIn(_) => {
            let slug = match rule {
                Rule::TenantApiIn(_) => Some(slug(request)?),
                _ => None,
            };
            let wish = match rule {
                Rule::TenantApi(needed) | Rule::TenantApiIn(needed) => {
                    Wish { tenant: slug, module: Some(ADMINISTRATION), permissions: Some(needed) }
                }
                _ => Wish::default(),
            };
            let mut accepted = bearer::accept(state, request, wish).await?;
            if let Some(slug) = slug {
                let mut tx = state.db.read().await?;
                if accepted.scope == TenantScope::ThisAndBelow.name() {
                    // The decision looked at the one tenant of the address only; what is shown depends on all of them.
                    let below = tenant_tree::below(&mut tx, accepted.home).await?;
                    let slugs = below.into_iter().map(|tenant| tenant.slug);
                    accepted.facts.reach =
                        Reach::These([accepted.home_slug.clone()].into_iter().chain(slugs).collect());
                }
                let tenant = tenants::find_by_slug(&mut tx, slug).await?.ok_or(Error::NotFound)?;
                request.extensions_mut().insert(Here(tenant));
            }
            request.extensions_mut().insert(Accepted(accepted));
            if !negotiate::accepts_json(request.headers()) {
                return Err(
                    Refused::new(StatusCode::NOT_ACCEPTABLE, "The API answers application/json.").into()
                );
            }
        }
        Rule::Scraper => scrape::allow(state, request)?,
        Rule::ApiClient => {
            let client = api_client::accept(state, request.headers()).await?;
            request.extensions_mut().insert(Asking(client));
        }
        Rule::SignedIn | Rule::Everywhere(_) | Rule::Somewhere(_) | Rule::Tenant(_) => {
            let session = request.get_session();
            session::user_id(&session).ok_or_else(|| sign_in(request))?;
            let mut tx = state.db.read().await?;
            let person = session::person(&mut tx, &session).await?.ok_or_else(|| sign_in(request))?;
            // First of all, so that a refusal speaks this person's language.
            request.extensions_mut().insert(Caller(person.clone()));
            match rule {
                Rule::Everywhere(action) if !person.may_everywhere(action) => return Err(Error::Forbidden),
                Rule::Somewhere(action) if !person.may_somewhere(action) => return Err(Error::Forbidden),
                Rule::Tenant(action) => {
                    let tenant =
                        tenants::find_by_slug(&mut tx, slug(request)?).await?.ok_or(Error::NotFound)?;
                    if !person.may(Action::ReadTenant, &tenant.lineage) {
                        return Err(Error::NotFound);
                    }
                    if !person.may(action, &tenant.lineage) {
                        return Err(Error::Forbidden);
                    }
                    request.extensions_mut().insert(Here(tenant));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// The tenant's slug in the address. What cannot be one names no tenant, and is not looked up.
fn slug(request: &HttpRequest) -> Result<&str> {
    let slug = request.match_info().get("slug").ok_or(Error::NotFound)?;
    if Slug::parse(slug).is_ok_and(|parsed| parsed.as_str() == slug) {
        Ok(slug)
    } else {
        Err(Error::NotFound)
    }
}

/// To the sign-in page, and back to this page afterwards. A form that was sent cannot be sent again by a redirect, so
/// the way back leads to the page it most likely stood on.
fn sign_in(request: &HttpRequest) -> Error {
    Error::SignIn {
        return_to: request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
    }
}

macro_rules! found_by_the_rule {
    ($($kind:ident),+) => {$(
        impl FromRequest for $kind {
            type Error = Error;
            type Future = Ready<Result<Self>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let found = request.extensions().get::<Self>().cloned();
                ready(found.ok_or_else(|| Error::Internal(concat!("the route's rule gives no ", stringify!($kind)).into())))
            }
        }
    )+};
}

found_by_the_rule!(Caller, Here, Accepted, Asking);
