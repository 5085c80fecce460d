//! Authorization: every route has a [`Rule`], and its handler runs only if the rule lets the caller in. The handler
//! gets what the rule found (person, tenant, token) from here.

use std::future::{Ready, ready};

use actix_session::SessionExt as _;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, ResponseError as _, web};

use super::authority::{
    AuthContext, Authority, Credential, Denied, TenantLookup, person_or_client, reaching, requirement,
};
use super::rule::Rule;
use super::{api_client, bearer, negotiate, peer, scrape, session};
use crate::domain::audit::{Actor, Origin};
use crate::domain::decision::Requirement;
use crate::domain::person::Person;
use crate::domain::presented::Presented;
use crate::domain::secret::SecretHash;
use crate::domain::tenant::Tenant;
use crate::domain::text::Slug;
use crate::error::{Error, Refused, Result};
use crate::state::State;
use crate::store::tenants;
use crate::trace::RequestId;

/// The page where people change their password.
pub const OWN_PASSWORD: &str = "/account/password";

/// The signed-in person, as the rule found them.
#[derive(Clone, Debug)]
pub struct CurrentUser(pub Person);

/// The tenant in the address, as the rule found it.
#[derive(Clone, Debug)]
pub struct CurrentTenant(pub Tenant);

/// The token that was presented and accepted.
#[derive(Clone, Debug)]
pub struct Accepted(pub Presented);

/// Lets the request through to its handler if the rule allows it.
pub async fn authorize<B: MessageBody>(
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
    let place = match rule {
        Rule::TenantApiIn(_) => TenantLookup::Named(slug(request)?),
        // Visitors who are not signed in must not learn which slugs are well-formed.
        Rule::Tenant(_) => slug(request).map_or(TenantLookup::Nowhere, TenantLookup::Named),
        _ => TenantLookup::Nowhere,
    };
    let (credential, found) = match rule {
        Rule::Open => return Ok(()),
        Rule::Scraper => return scrape::allow(state, request),
        Rule::Token | Rule::TenantApi(_) | Rule::TenantApiIn(_) => {
            let (found, hash) = token(state, request, requirement(rule, place.slug()), place).await?;
            (Credential::Token(hash), found)
        }
        Rule::ApiClient => {
            let (hash, id) = api_client::presented(state, request.headers())?;
            let credential = Credential::ApiClient(hash, id);
            let found =
                person_or_client(&mut state.db.read().await?, state, rule, &credential, place).await?;
            (credential, found.map_err(|_| Error::ApiClient)?)
        }
        Rule::SignedIn | Rule::Everywhere(_) | Rule::Somewhere(_) | Rule::Tenant(_) => {
            person(state, request, rule, place).await?
        }
    };
    if let (Rule::Tenant(_), Some(tenant)) = (rule, &found.tenant) {
        under_current_slug(request, place, tenant)?;
    }
    let origin = Origin {
        actor: found.actor().unwrap_or(Actor::System("API client")),
        address: Some(peer::address(request, &state.settings.trusted_proxies).to_string()),
        request_id: RequestId::of(request),
    };
    let target = request.match_info().get("token").and_then(|id| id.parse().ok());
    let authority = Authority::new(rule, credential, &found, target, origin);
    let AuthContext { person, presented, tenant, .. } = found;
    let by_program = presented.is_some();
    let mut extensions = request.extensions_mut();
    extensions.insert(authority);
    // Separately, so that a handler can extract only what it needs.
    person.map(|person| extensions.insert(CurrentUser(person)));
    presented.map(|token| extensions.insert(Accepted(token)));
    tenant.map(|tenant| extensions.insert(CurrentTenant(tenant)));
    if by_program && !negotiate::accepts_json(request.headers()) {
        return Err(Refused::new(StatusCode::NOT_ACCEPTABLE, "The API only returns application/json.").into());
    }
    Ok(())
}

async fn token(
    state: &State,
    request: &HttpRequest,
    requirement: Requirement<'_>,
    place: TenantLookup<'_>,
) -> Result<(AuthContext, SecretHash)> {
    let (accepted, hash) = bearer::accept(state, request, requirement).await?;
    let TenantLookup::Named(slug) = place else { return Ok((AuthContext::of_a_token(accepted), hash)) };
    let mut tx = state.db.read().await?;
    let tenant = tenants::find_by_slug(&mut tx, slug).await?.ok_or(Error::NotFound)?;
    Ok((reaching(&mut tx, accepted, tenant).await?, hash))
}

async fn person(
    state: &State,
    request: &HttpRequest,
    rule: Rule,
    place: TenantLookup<'_>,
) -> Result<(Credential, AuthContext)> {
    let session = request.get_session();
    let credential = session::credential(&session).ok_or_else(|| sign_in(request))?;
    let credential = Credential::Session(credential);
    let found = person_or_client(&mut state.db.read().await?, state, rule, &credential, place).await?;
    has_own_password(&found, request)?;
    let known = |person: Option<Box<Person>>| {
        // So that the error page is in this person's language.
        person.map(|person| request.extensions_mut().insert(CurrentUser(*person)))
    };
    let found = found.map_err(|denied| match denied {
        Denied::NoTenant(person) => {
            known(person);
            Error::NotFound
        }
        Denied::Forbidden(person) => {
            known(person);
            Error::Forbidden
        }
        Denied::SignedOut | Denied::Token(..) | Denied::ApiClient => {
            session::sign_out(&session);
            sign_in(request)
        }
    })?;
    Ok((credential, found))
}

/// Redirects people who signed in with a generated password to the page where they change it, from every page,
/// allowed or not.
fn has_own_password(found: &std::result::Result<AuthContext, Denied>, request: &HttpRequest) -> Result<()> {
    let person = match found {
        Ok(found) => found.person.as_ref(),
        Err(Denied::NoTenant(person) | Denied::Forbidden(person)) => person.as_deref(),
        Err(_) => None,
    };
    let open = match request.path() {
        OWN_PASSWORD | "/logout" => true,
        // Changing the language.
        "/account" => request.method() == Method::POST,
        _ => false,
    };
    if open || !person.is_some_and(|person| person.must_change_password) {
        return Ok(());
    }
    Err(Error::Redirect(OWN_PASSWORD.to_owned()))
}

/// Redirects a page requested under a former slug to the current one. A form sent under a former slug is accepted,
/// because a redirect would lose it.
fn under_current_slug(request: &HttpRequest, place: TenantLookup<'_>, tenant: &Tenant) -> Result<()> {
    const TENANTS: &str = "/administration/tenants/";
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads || place.slug().is_none_or(|slug| slug == tenant.slug) {
        return Ok(());
    }
    let Some(below) = request.path().strip_prefix(TENANTS) else { return Ok(()) };
    let rest = below.find('/').and_then(|end| below.get(end..)).unwrap_or_default();
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    Err(Error::Redirect(format!("{TENANTS}{}{rest}{query}", tenant.slug)))
}

/// Checks the right of a request again after its body has arrived. What it finds is not passed on, because every
/// write starts from [`Authority`] and reads it again.
///
/// # Errors
/// As [`Authority::prove`]. Never fails on a route without a right to check.
pub async fn recheck(request: &HttpRequest) -> Result<()> {
    let authority = request.extensions().get::<Authority>().cloned();
    let Some(authority) = authority else { return Ok(()) };
    let state = request.app_data::<web::Data<State>>().ok_or_else(|| Error::Internal("no state".into()))?;
    authority.prove(&mut state.db.read().await?, state).await?;
    Ok(())
}

/// The tenant's slug in the address. A malformed one is not looked up.
fn slug(request: &HttpRequest) -> Result<&str> {
    let slug = request.match_info().get("slug").ok_or(Error::NotFound)?;
    if Slug::parse(slug).is_ok_and(|parsed| parsed.as_str() == slug) {
        Ok(slug)
    } else {
        Err(Error::NotFound)
    }
}

/// To the sign-in page, and then back to this address. A redirect cannot repeat a form, so the way back leads to the
/// page that most likely contained it.
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
                ready(found.ok_or_else(|| Error::Internal(concat!("the route's rule provides no ", stringify!($kind)).into())))
            }
        }
    )+};
}

found_by_the_rule!(Authority, CurrentUser, CurrentTenant, Accepted);
