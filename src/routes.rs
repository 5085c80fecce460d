//! Every address with its method, its rule and its handler. Anything else is not found.

use std::future::ready;

use actix_http::{HttpMessage as _, Request};
use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, Route, web};

use crate::api::verify::Question;
use crate::api::{self, v1};
use crate::auth::authz::authorize;
use crate::auth::headers;
use crate::auth::rule::Rule;
use crate::domain::permission::needed::{CREATE, DELETE, READ, SECRET, WRITE};
use crate::domain::person::Action::{
    ChangeSlug, ChangeTenant, CreateTenants, DisableTenant, ManageApiClients, ManageModules, ManageTokens,
    MoveTenant, ReadAudit, ReadTenant, ReadTokens,
};
use crate::state::State;
use crate::trace::note_route;
use crate::verifier::Moment;
use crate::web::{
    account, api_clients, apps, assets, audit, decisions, explorer, failure, home, modules, notifications,
    operations, setup, sign_in, tenants, tokens, wizard,
};

/// A line of the table.
pub struct RouteEntry {
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may call it.
    pub rule: Rule,
    route: fn(usize) -> Route,
}

macro_rules! routes {
    ($($method:ident $path:literal $rule:expr => $handler:path;)+) => {
        /// The table. If two paths match, the first one wins.
        pub const ROUTES: &[RouteEntry] = &[$(RouteEntry {
            method: stringify!($method),
            path: $path,
            rule: $rule,
            route: |place| {
                web::route()
                    .guard(guard::$method())
                    .to($handler)
                    .wrap(from_fn(move |request, next| {
                        note_route(&request, place);
                        authorize($rule, request, next)
                    }))
            },
        }),+];
    };
}

use Rule::{
    ApiClient, Everywhere, Open, Scraper, SignedIn, Somewhere, Tenant, TenantApi, TenantApiIn, Token,
};

routes! {
    GET  "/healthz"                                              Open => operations::healthz;
    GET  "/readyz"                                               Open => operations::readyz;
    GET  "/metrics"                                              Scraper => operations::metrics;
    GET  "/assets/{file}"                                        Open => assets::serve;

    GET  "/setup"                                                Open => setup::show;
    POST "/setup"                                                Open => setup::submit;
    GET  "/login"                                                Open => sign_in::show;
    POST "/login"                                                Open => sign_in::submit;
    POST "/logout"                                               SignedIn => sign_in::sign_out;
    GET  "/account"                                              SignedIn => account::show;
    POST "/account"                                              SignedIn => account::set_language;
    GET  "/account/password"                                     SignedIn => account::own_password;
    POST "/account/password"                                     SignedIn => account::set_password;

    GET  "/"                                                     SignedIn => home::show;
    GET  "/administration/tenants"                               SignedIn => tenants::list::show;
    GET  "/administration/tenants/new"                           Everywhere(CreateTenants) => tenants::create::show;
    POST "/administration/tenants/new"                           Everywhere(CreateTenants) => tenants::create::submit;
    GET  "/administration/tenants/{slug}"                        Tenant(ReadTenant) => tenants::summary::show;
    GET  "/administration/tenants/{slug}/settings"               Tenant(ChangeTenant) => tenants::settings::show;
    POST "/administration/tenants/{slug}/settings"               Tenant(ChangeTenant) => tenants::settings::submit;
    GET  "/administration/tenants/{slug}/parent"                 Tenant(MoveTenant) => tenants::parent::show;
    POST "/administration/tenants/{slug}/parent"                 Tenant(MoveTenant) => tenants::parent::submit;
    GET  "/administration/tenants/{slug}/settings/notifications"        Tenant(ChangeTenant) => notifications::show;
    POST "/administration/tenants/{slug}/settings/notifications"        Tenant(ChangeTenant) => notifications::save::submit;
    POST "/administration/tenants/{slug}/settings/notifications/secret" Tenant(ChangeTenant) => notifications::secret::replace;
    POST "/administration/tenants/{slug}/settings/notifications/test"   Tenant(ChangeTenant) => notifications::test::send;
    POST "/administration/tenants/{slug}/settings/notifications/failed" Tenant(ChangeTenant) => notifications::failed::settle;
    GET  "/administration/tenants/{slug}/settings/slugs"         Tenant(ChangeSlug) => tenants::slugs::show;
    POST "/administration/tenants/{slug}/settings/slugs"         Tenant(ChangeSlug) => tenants::slugs::submit;
    POST "/administration/tenants/{slug}/disable"                Tenant(DisableTenant) => tenants::settings::disable;
    POST "/administration/tenants/{slug}/enable"                 Tenant(DisableTenant) => tenants::settings::enable;

    GET  "/administration/tenants/{slug}/apps"                   Tenant(ReadTenant) => apps::list::show;
    GET  "/administration/tenants/{slug}/apps/new"               Tenant(ChangeTenant) => apps::create::show;
    POST "/administration/tenants/{slug}/apps/new"               Tenant(ChangeTenant) => apps::create::submit;
    GET  "/administration/tenants/{slug}/apps/{app}"             Tenant(ChangeTenant) => apps::edit::show;
    POST "/administration/tenants/{slug}/apps/{app}"             Tenant(ChangeTenant) => apps::edit::submit;
    POST "/administration/tenants/{slug}/apps/{app}/delete"      Tenant(ChangeTenant) => apps::edit::delete;
    GET  "/administration/tenants/{slug}/modules"                Tenant(ReadTenant) => tenants::modules::show;
    POST "/administration/tenants/{slug}/modules"                Tenant(ChangeTenant) => tenants::modules::submit;

    GET  "/administration/modules"                               Somewhere(ReadTenant) => modules::list::show;
    GET  "/administration/modules/new"                           Everywhere(ManageModules) => modules::create::show;
    POST "/administration/modules/new"                           Everywhere(ManageModules) => modules::create::submit;
    GET  "/administration/modules/{module}"                      Everywhere(ManageModules) => modules::edit::show;
    POST "/administration/modules/{module}"                      Everywhere(ManageModules) => modules::edit::submit;
    POST "/administration/modules/{module}/delete"               Everywhere(ManageModules) => modules::edit::delete;

    GET  "/administration/tenants/{slug}/api"                    Tenant(ReadTokens) => tokens::list::show;
    GET  "/administration/tenants/{slug}/api.csv"                Tenant(ReadTokens) => tokens::export::csv;
    GET  "/administration/tenants/{slug}/api.json"               Tenant(ReadTokens) => tokens::export::json;
    GET  "/administration/tenants/{slug}/api/logos/{logo}"       Tenant(ReadTokens) => tokens::logo::show;
    GET  "/administration/tenants/{slug}/api/expiry-preview"     Tenant(ManageTokens) => wizard::general::preview;
    GET  "/administration/tenants/{slug}/api/new"                Tenant(ManageTokens) => wizard::general::begin;
    POST "/administration/tenants/{slug}/api/new"                Tenant(ManageTokens) => wizard::general::create;
    GET  "/administration/tenants/{slug}/api/drafts/{draft}/general"  Tenant(ManageTokens) => wizard::general::show;
    POST "/administration/tenants/{slug}/api/drafts/{draft}/general"  Tenant(ManageTokens) => wizard::general::submit;
    GET  "/administration/tenants/{slug}/api/drafts/{draft}/access"   Tenant(ManageTokens) => wizard::access::show;
    POST "/administration/tenants/{slug}/api/drafts/{draft}/access"   Tenant(ManageTokens) => wizard::access::submit;
    GET  "/administration/tenants/{slug}/api/drafts/{draft}/overview" Tenant(ManageTokens) => wizard::overview::show;
    GET  "/administration/tenants/{slug}/api/drafts/{draft}/token"    Tenant(ManageTokens) => wizard::reveal::gone;
    POST "/administration/tenants/{slug}/api/drafts/{draft}/token"    Tenant(ManageTokens) => wizard::reveal::generate;
    POST "/administration/tenants/{slug}/api/drafts/{draft}/save"     Tenant(ManageTokens) => wizard::finish::save;
    POST "/administration/tenants/{slug}/api/drafts/{draft}/cancel"   Tenant(ManageTokens) => wizard::finish::cancel;
    GET  "/administration/tenants/{slug}/api/drafts/{draft}/summary"  Tenant(ManageTokens) => wizard::finish::summary;
    GET  "/administration/tenants/{slug}/api/bulk"               Tenant(ManageTokens) => tokens::bulk::confirm::show;
    POST "/administration/tenants/{slug}/api/bulk"               Tenant(ManageTokens) => tokens::bulk::confirm::submit;
    GET  "/administration/tenants/{slug}/api/bulk/{job}"         Tenant(ReadTokens) => tokens::bulk::progress::show;
    POST "/administration/tenants/{slug}/api/bulk/{job}/stop"    Tenant(ManageTokens) => tokens::bulk::progress::stop;
    GET  "/administration/tenants/{slug}/api-explorer"           Tenant(ReadTokens) => explorer::show;
    GET  "/administration/tenants/{slug}/api/{token}"            Tenant(ReadTokens) => tokens::details::general;
    GET  "/administration/tenants/{slug}/api/{token}/access"     Tenant(ReadTokens) => tokens::details::access;
    GET  "/administration/tenants/{slug}/api/{token}/usage"      Tenant(ReadTokens) => tokens::details::used;
    GET  "/administration/tenants/{slug}/api/{token}/audit"      Tenant(ReadTokens) => tokens::details::audit;
    GET  "/administration/tenants/{slug}/api/{token}/revoke"     Tenant(ManageTokens) => tokens::revoke::show;
    POST "/administration/tenants/{slug}/api/{token}/revoke"     Tenant(ManageTokens) => tokens::revoke::submit;
    GET  "/administration/tenants/{slug}/api/{token}/edit"       Tenant(ManageTokens) => tokens::edit::show;
    POST "/administration/tenants/{slug}/api/{token}/edit"       Tenant(ManageTokens) => tokens::edit::submit;
    GET  "/administration/tenants/{slug}/api/{token}/rotate"     Tenant(ManageTokens) => tokens::rotate::show;
    POST "/administration/tenants/{slug}/api/{token}/rotate"     Tenant(ManageTokens) => tokens::rotate::generate;
    POST "/administration/tenants/{slug}/api/{token}/rotate/save"   Tenant(ManageTokens) => tokens::rotate::save;
    POST "/administration/tenants/{slug}/api/{token}/rotate/cancel" Tenant(ManageTokens) => tokens::rotate::cancel;
    POST "/administration/tenants/{slug}/api/{token}/secrets/{generation}/end"    Tenant(ManageTokens) => tokens::secrets::end;
    POST "/administration/tenants/{slug}/api/{token}/secrets/{generation}/extend" Tenant(ManageTokens) => tokens::secrets::extend;
    POST "/administration/tenants/{slug}/api/{token}/disable"    Tenant(ManageTokens) => tokens::switch::disable;
    POST "/administration/tenants/{slug}/api/{token}/enable"     Tenant(ManageTokens) => tokens::switch::enable;

    GET  "/administration/tenants/{slug}/audit"                  Tenant(ReadAudit) => audit::list::of_tenant;
    GET  "/administration/tenants/{slug}/audit/export"           Tenant(ReadAudit) => audit::export::of_tenant;
    GET  "/administration/tenants/{slug}/audit/head"             Tenant(ReadAudit) => audit::head::of_tenant;
    POST "/administration/tenants/{slug}/audit/verify"           Tenant(ReadAudit) => audit::check::of_tenant;
    GET  "/administration/audit"                                 Somewhere(ReadAudit) => audit::list::of_all;
    GET  "/administration/audit/export"                          Somewhere(ReadAudit) => audit::export::of_all;
    GET  "/administration/audit/head"                            Somewhere(ReadAudit) => audit::head::of_all;
    POST "/administration/audit/verify"                          Somewhere(ReadAudit) => audit::check::of_all;

    GET  "/administration/tokens"                                Everywhere(ReadTokens) => tokens::list::everywhere;
    GET  "/administration/tokens.csv"                            Everywhere(ReadTokens) => tokens::export::csv_everywhere;
    GET  "/administration/tokens.json"                           Everywhere(ReadTokens) => tokens::export::json_everywhere;

    GET  "/administration/api-clients"                           Everywhere(ManageApiClients) => api_clients::list::show;
    GET  "/administration/api-clients/new"                       Everywhere(ManageApiClients) => api_clients::create::show;
    POST "/administration/api-clients/new"                       Everywhere(ManageApiClients) => api_clients::create::submit;
    GET  "/administration/api-clients/{client}"                  Everywhere(ManageApiClients) => api_clients::list::details;
    GET  "/administration/api-clients/{client}/revoke"           Everywhere(ManageApiClients) => api_clients::revoke::show;
    POST "/administration/api-clients/{client}/revoke"           Everywhere(ManageApiClients) => api_clients::revoke::submit;
    GET  "/administration/decisions"                             SignedIn => decisions::show;

    GET  "/auth/verify"                                          Open => api::verify::show;
    POST "/oauth2/introspect"                                    ApiClient => api::introspect::answer;
    GET  "/api/openapi.json"                                     Open => api::document::show;
    GET  "/api/v1/me"                                            Token => api::me::show;
    GET  "/api/v1/tenants"                                       TenantApi(READ) => v1::tenants::list;
    GET  "/api/v1/tenants/{slug}"                                TenantApiIn(READ) => v1::tenants::read;
    GET  "/api/v1/tenants/{slug}/modules"                        TenantApiIn(READ) => v1::modules::list;
    GET  "/api/v1/tenants/{slug}/apps"                           TenantApiIn(READ) => v1::apps::list;
    POST "/api/v1/tenants/{slug}/apps"                           TenantApiIn(CREATE) => v1::apps::create;
    GET  "/api/v1/tenants/{slug}/apps/{app}"                     TenantApiIn(READ) => v1::apps::read;
    PATCH "/api/v1/tenants/{slug}/apps/{app}"                    TenantApiIn(WRITE) => v1::apps::update;
    DELETE "/api/v1/tenants/{slug}/apps/{app}"                   TenantApiIn(DELETE) => v1::apps::delete;
    GET  "/api/v1/tenants/{slug}/tokens"                         TenantApiIn(READ) => v1::tokens::list::list;
    POST "/api/v1/tenants/{slug}/tokens"                         TenantApiIn(CREATE) => v1::tokens::create::create;
    GET  "/api/v1/tenants/{slug}/tokens/{token}"                 TenantApiIn(READ) => v1::tokens::list::read;
    PATCH "/api/v1/tenants/{slug}/tokens/{token}"                TenantApiIn(WRITE) => v1::tokens::update::update;
    DELETE "/api/v1/tenants/{slug}/tokens/{token}"               TenantApiIn(DELETE) => v1::tokens::revoke::revoke;
    POST "/api/v1/tenants/{slug}/tokens/{token}/rotate"          TenantApiIn(SECRET) => v1::tokens::rotate::rotate;
    POST "/api/v1/tenants/{slug}/tokens/{token}/disable"         TenantApiIn(WRITE) => v1::tokens::switch::disable;
    POST "/api/v1/tenants/{slug}/tokens/{token}/enable"          TenantApiIn(WRITE) => v1::tokens::switch::enable;
    GET  "/api/v1/tenants/{slug}/audit-events"                   TenantApiIn(READ) => v1::audit_events::list;
}

/// The guards of the table's methods.
mod guard {
    use actix_web::guard::{Any, Delete, Get, Guard, Head, Patch, Post};

    /// GET, and HEAD: the same response without its body (RFC 9110 section 9.3.2).
    #[expect(non_snake_case, reason = "named as the table's column")]
    pub(super) fn GET() -> impl Guard {
        Any(Get()).or(Head())
    }

    #[expect(non_snake_case, reason = "named as the table's column")]
    pub(super) fn POST() -> impl Guard {
        Post()
    }

    #[expect(non_snake_case, reason = "named as the table's column")]
    pub(super) fn PATCH() -> impl Guard {
        Patch()
    }

    #[expect(non_snake_case, reason = "named as the table's column")]
    pub(super) fn DELETE() -> impl Guard {
        Delete()
    }
}

/// The address that proxies call on every request.
const VERIFICATION: &str = "/auth/verify";

/// Registers GET verification outside all middleware: it has no session, no form, no page and no body to compress,
/// and a log line per request would cost more than the decision. Refusals are still logged, and every response has
/// the same headers. Its other methods are in the table, like everything else.
pub fn configure_verification(app: &mut web::ServiceConfig) {
    let place = ROUTES.iter().position(|line| line.path == VERIFICATION);
    let answer = move |state: Data<State>, request: HttpRequest| async move {
        let answer = api::verify::show(state.clone(), request).await;
        verified(&state, place, answer)
    };
    app.service(web::resource(VERIFICATION).guard(actix_web::guard::Get()).route(web::route().to(answer)));
}

/// Answers verifications from memory, before the framework routes the request. `None` for every other request, and
/// while there is no lease.
pub fn verification(state: &State) -> impl Fn(&Request) -> Option<HttpResponse> + Clone + use<> {
    let place = ROUTES.iter().position(|line| line.path == VERIFICATION);
    let state = state.clone();
    move |request| {
        if request.path() != VERIFICATION || request.method() != Method::GET {
            return None;
        }
        if !state.lookup.verifier().lease.is_valid(Moment::now()) {
            return None;
        }
        let question = Question {
            query: request.uri().query().unwrap_or_default(),
            headers: request.headers(),
            peer: request.peer_addr(),
        };
        let answer = api::verify::from_memory(&state, question)?;
        Some(verified(&state, place, answer))
    }
}

fn verified(state: &State, place: Option<usize>, answer: crate::error::Result<HttpResponse>) -> HttpResponse {
    let mut response = answer.unwrap_or_else(|error| failure::of_a_program(state, &error));
    headers::add(response.headers_mut(), state.is_https());
    state.metrics.answered(place, response.status().as_u16());
    response
}

/// Registers every route. For a method that a path doesn't have, the response is 405 with the allowed methods.
pub fn configure(app: &mut web::ServiceConfig) {
    let mut done: Vec<&str> = Vec::new();
    for line in ROUTES {
        if done.contains(&line.path) {
            continue;
        }
        done.push(line.path);
        let resource = ROUTES
            .iter()
            .enumerate()
            .filter(|(_, other)| other.path == line.path)
            .fold(web::resource(line.path), |resource, (place, other)| resource.route((other.route)(place)));
        app.service(resource.default_service(web::to(move || ready(method_not_allowed(line.path)))));
    }
}

fn method_not_allowed(path: &str) -> HttpResponse {
    let methods = ROUTES.iter().filter(|line| line.path == path).map(|line| match line.method {
        "GET" => "GET, HEAD",
        other => other,
    });
    let allow = methods.collect::<Vec<_>>().join(", ");
    HttpResponse::MethodNotAllowed().insert_header((ALLOW, allow)).finish()
}
