//! Every route with every kind of caller. A route that is only here or only in the routing table fails.

use std::collections::BTreeSet;

use latchkey::domain::person::Role;
use latchkey::routes::ROUTES;
use reqwest::Method;

use crate::support::platform::ApiClient;
use crate::support::{Answer, Client, TestApp, World, both};

/// The callers, in the order of the columns below.
const CALLERS: [&str; 11] = [
    "nobody",
    "somebody whose session is over",
    "the owner",
    "an administrator of this tenant",
    "an administrator of its parent",
    "an auditor of this tenant",
    "an auditor of everything",
    "an administrator of another tenant",
    "a token",
    "a token for the Tenant API of this tenant",
    "an API client",
];

/// The outcomes: `+` is let in, `>` is redirected to sign in, `-` is forbidden (403), `?` finds nothing (404), `!` is
/// refused without an accepted token (401).
#[rustfmt::skip]
const TABLE: &[(&str, &str, &str)] = &[
    //                                                                                  nobody
    //                                                                                  | expired session
    //                                                                                  | | the owner
    //                                                                                  | | | administrators: of it,
    //                                                                                  | | | | of its parent
    //                                                                                  | | | | | auditors: of it,
    //                                                                                  | | | | | | of everything
    //                                                                                  | | | | | | | another tenant's
    //                                                                                  | | | | | | | | a token
    //                                                                                  | | | | | | | | | Tenant API
    //                                                                                  | | | | | | | | | | API client
    ("GET",   "/healthz",                                                              "+ + + + + + + + + + +"),
    ("GET",   "/readyz",                                                               "+ + + + + + + + + + +"),
    ("GET",   "/assets/{file}",                                                        "+ + + + + + + + + + +"),
    // Closed, because there is an owner. Before that: tests/http/setup.rs.
    ("GET",   "/setup",                                                                "? ? ? ? ? ? ? ? ? ? ?"),
    ("POST",  "/setup",                                                                "? ? ? ? ? ? ? ? ? ? ?"),
    ("GET",   "/login",                                                                "+ + + + + + + + + + +"),
    ("POST",  "/login",                                                                "+ + + + + + + + + + +"),
    ("POST",  "/logout",                                                               "> > + + + + + + > > >"),
    ("GET",   "/account",                                                              "> > + + + + + + > > >"),
    ("POST",  "/account",                                                              "> > + + + + + + > > >"),
    ("GET",   "/account/password",                                                     "> > + + + + + + > > >"),
    ("POST",  "/account/password",                                                     "> > + + + + + + > > >"),
    ("GET",   "/",                                                                     "> > + + + + + + > > >"),
    ("GET",   "/administration/tenants",                                               "> > + + + + + + > > >"),
    ("GET",   "/administration/tenants/new",                                           "> > + - - - - - > > >"),
    ("POST",  "/administration/tenants/new",                                           "> > + - - - - - > > >"),
    ("GET",   "/administration/tenants/{slug}",                                        "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/parent",                                 "> > + - - - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/parent",                                 "> > + - - - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/settings/slugs",                        "> > + - - - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/settings/slugs",                        "> > + - - - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/settings",                               "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/settings",                               "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/settings/notifications",                 "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/settings/notifications",                 "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/settings/notifications/secret",          "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/settings/notifications/test",            "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/settings/notifications/failed",          "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/disable",                                "> > + - - - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/enable",                                 "> > + - - - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/apps",                                   "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/apps/new",                               "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/apps/new",                               "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/apps/{app}",                             "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/apps/{app}",                             "> > + + + - - ? > > >"),
    // The token is bound to the app, so that nobody deletes it before the next caller.
    ("POST",  "/administration/tenants/{slug}/apps/{app}/delete",                      "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/modules",                                "> > + + + + + ? > > >"),
    ("POST",  "/administration/tenants/{slug}/modules",                                "> > + + + - - ? > > >"),
    ("GET",   "/administration/modules",                                               "> > + + + + + + > > >"),
    ("GET",   "/administration/modules/new",                                           "> > + - - - - - > > >"),
    ("POST",  "/administration/modules/new",                                           "> > + - - - - - > > >"),
    ("GET",   "/administration/modules/{module}",                                      "> > + - - - - - > > >"),
    ("POST",  "/administration/modules/{module}",                                      "> > + - - - - - > > >"),
    ("POST",  "/administration/modules/{module}/delete",                               "> > + - - - - - > > >"),
    ("GET",   "/administration/tenants/{slug}/api",                                    "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api.csv",                               "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api.json",                              "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/logos/{logo}",                       "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/expiry-preview",                     "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/new",                                "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/new",                                "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/drafts/{draft}/general",             "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/drafts/{draft}/general",             "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/drafts/{draft}/access",              "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/drafts/{draft}/access",              "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/drafts/{draft}/overview",            "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/drafts/{draft}/token",               "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/drafts/{draft}/token",               "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/drafts/{draft}/save",                "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/drafts/{draft}/cancel",              "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/drafts/{draft}/summary",             "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/{token}",                            "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/{token}/access",                     "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/{token}/usage",                      "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/{token}/audit",                      "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/bulk",                               "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/bulk",                               "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/bulk/{job}",                         "> > + + + + + ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/bulk/{job}/stop",                    "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/{token}/disable",                    "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/{token}/enable",                     "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/{token}/edit",                       "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/{token}/edit",                       "> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/{token}/rotate",                     "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/{token}/rotate",                     "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/{token}/rotate/save",                "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/{token}/rotate/cancel",              "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/{token}/secrets/{generation}/end",   "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/{token}/secrets/{generation}/extend","> > + + + - - ? > > >"),
    ("GET",   "/administration/tenants/{slug}/api/{token}/revoke",                     "> > + + + - - ? > > >"),
    ("POST",  "/administration/tenants/{slug}/api/{token}/revoke",                     "> > + + + - - ? > > >"),
    ("GET",   "/api/v1/me",                                                            "! ! ! ! ! ! ! ! + + !"),
    ("GET",   "/administration/tenants/{slug}/audit",                                  "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/audit/export",                           "> > + + + + + ? > > >"),
    ("GET",   "/administration/tenants/{slug}/audit/head",                             "> > + + + + + ? > > >"),
    ("POST",  "/administration/tenants/{slug}/audit/verify",                           "> > + + + + + ? > > >"),
    // Each sees their own: tests/http/audit.rs.
    ("GET",   "/administration/audit",                                                 "> > + + + + + + > > >"),
    ("GET",   "/administration/audit/export",                                          "> > + + + + + + > > >"),
    ("GET",   "/administration/audit/head",                                            "> > + + + + + + > > >"),
    ("POST",  "/administration/audit/verify",                                          "> > + + + + + + > > >"),
    ("GET",   "/administration/tokens",                                                "> > + - - - + - > > >"),
    ("GET",   "/administration/tokens.csv",                                            "> > + - - - + - > > >"),
    ("GET",   "/administration/tokens.json",                                           "> > + - - - + - > > >"),
    ("GET",   "/administration/api-clients",                                           "> > + - - - - - > > >"),
    ("GET",   "/administration/api-clients/new",                                       "> > + - - - - - > > >"),
    ("POST",  "/administration/api-clients/new",                                       "> > + - - - - - > > >"),
    ("GET",   "/administration/api-clients/{client}",                                  "> > + - - - - - > > >"),
    ("GET",   "/administration/api-clients/{client}/revoke",                           "> > + - - - - - > > >"),
    ("GET",   "/administration/decisions",                                             "> > + + + + + + > > >"),
    ("GET",   "/administration/tenants/{slug}/api-explorer",                           "> > + + + + + ? > > >"),
    // From this machine, without a token for it in the settings.
    ("GET",   "/metrics",                                                              "+ + + + + + + + + + +"),
    ("GET",   "/api/openapi.json",                                                     "+ + + + + + + + + + +"),
    ("GET",   "/auth/verify",                                                          "! ! ! ! ! ! ! ! + + !"),
    ("POST",  "/oauth2/introspect",                                                    "! ! ! ! ! ! ! ! ! ! +"),
    ("GET",   "/api/v1/tenants",                                                       "! ! ! ! ! ! ! ! - + !"),
    ("GET",   "/api/v1/tenants/{slug}",                                                "! ! ! ! ! ! ! ! - + !"),
    ("GET",   "/api/v1/tenants/{slug}/modules",                                        "! ! ! ! ! ! ! ! - + !"),
    ("GET",   "/api/v1/tenants/{slug}/apps",                                           "! ! ! ! ! ! ! ! - + !"),
    ("POST",  "/api/v1/tenants/{slug}/apps",                                           "! ! ! ! ! ! ! ! - + !"),
    ("GET",   "/api/v1/tenants/{slug}/apps/{app}",                                     "! ! ! ! ! ! ! ! - + !"),
    ("PATCH", "/api/v1/tenants/{slug}/apps/{app}",                                     "! ! ! ! ! ! ! ! - + !"),
    ("DELETE","/api/v1/tenants/{slug}/apps/{app}",                                     "! ! ! ! ! ! ! ! - + !"),
    ("GET",   "/api/v1/tenants/{slug}/tokens",                                         "! ! ! ! ! ! ! ! - + !"),
    ("POST",  "/api/v1/tenants/{slug}/tokens",                                         "! ! ! ! ! ! ! ! - + !"),
    ("GET",   "/api/v1/tenants/{slug}/tokens/{token}",                                 "! ! ! ! ! ! ! ! - + !"),
    ("PATCH", "/api/v1/tenants/{slug}/tokens/{token}",                                 "! ! ! ! ! ! ! ! - + !"),
    ("POST",  "/api/v1/tenants/{slug}/tokens/{token}/rotate",                          "! ! ! ! ! ! ! ! - + !"),
    ("POST",  "/api/v1/tenants/{slug}/tokens/{token}/disable",                         "! ! ! ! ! ! ! ! - + !"),
    ("POST",  "/api/v1/tenants/{slug}/tokens/{token}/enable",                          "! ! ! ! ! ! ! ! - + !"),
    ("GET",   "/api/v1/tenants/{slug}/audit-events",                                   "! ! ! ! ! ! ! ! - + !"),
    // Last, because these succeed and leave nothing behind.
    ("DELETE","/api/v1/tenants/{slug}/tokens/{token}",                                 "! ! ! ! ! ! ! ! - + !"),
    ("POST",  "/administration/api-clients/{client}/revoke",                           "> > + - - - - - > > >"),
];

#[test]
fn every_route_stands_in_the_table_and_nothing_else() {
    let there: BTreeSet<_> = ROUTES.iter().map(|line| (line.method, line.path)).collect();
    let listed: BTreeSet<_> = TABLE.iter().map(|(method, path, _)| (*method, *path)).collect();
    let missing: Vec<_> = there.difference(&listed).collect();
    let invented: Vec<_> = listed.difference(&there).collect();
    assert!(missing.is_empty(), "say who may call these: {missing:?}");
    assert!(invented.is_empty(), "these are no routes: {invented:?}");
    assert_eq!(ROUTES.len(), TABLE.len(), "a line stands twice");
    for (method, path, outcomes) in TABLE {
        assert_eq!(outcomes.split_whitespace().count(), CALLERS.len(), "{method} {path}");
    }
}

/// A caller: a browser, and the token it presents, if any.
struct Caller {
    browser: Client,
    email: Option<String>,
    bearer: Option<String>,
    client: Option<ApiClient>,
}

impl Caller {
    async fn person(app: &TestApp, role: Role, tenants: &[&str]) -> Self {
        let email = app.make_person(role, tenants).await;
        Self { browser: app.sign_in(&email).await, email: Some(email), bearer: None, client: None }
    }

    fn visitor(app: &TestApp, bearer: Option<String>) -> Self {
        Self { browser: app.visitor(), email: None, bearer, client: None }
    }

    async fn send(&self, method: &str, address: &str) -> Answer {
        let mut request = self.browser.request(Method::from_bytes(method.as_bytes()).unwrap(), address);
        if method == "POST" {
            let csrf = self.browser.csrf().await;
            let form = [("csrf", csrf.as_str()), ("token", "x")];
            request = request.header("sec-fetch-site", "same-origin").form(&form);
        }
        if address == "/auth/verify" {
            request = request.header("x-forwarded-method", "GET");
        }
        if let Some(token) = &self.bearer {
            request = request.bearer_auth(token);
        }
        if let Some(client) = &self.client {
            request = request.basic_auth(&client.id, Some(&client.secret));
        }
        self.browser.send(request).await
    }
}

/// The table's sign for a response.
fn outcome(answer: &Answer) -> char {
    match answer.status {
        401 => '!',
        403 => '-',
        404 => '?',
        303 if answer.location().is_some_and(|to| to.starts_with("/login?next=")) => '>',
        200 | 204 | 303 | 422 => '+',
        // A form is not JSON, and an app in use can't be deleted: the caller was let in.
        409 | 415 => '+',
        other => panic!("{other} from {}: {}", answer.url, answer.text()),
    }
}

both! {
    async fn every_kind_of_caller_gets_what_the_table_says(app) {
        let gone = app.owner().await;
        app.wait(chrono::TimeDelta::hours(9));
        let fixture = World::new(app).await;
        app.tenant(&fixture.owner, "holding").await;
        app.tenant(&fixture.owner, "globex").await;
        app.database.execute("UPDATE tenants SET parent_id = (SELECT id FROM tenants WHERE slug = 'holding') WHERE slug = 'acme'").await;
        // With the same access as the token of the address, or it may not enable it.
        let robot = fixture.owner.api_as("acme", "read write create delete", |form| form, |form| form.tick("Devices")).await;
        let mut callers = [
            Caller::visitor(app, None),
            Caller { browser: gone, email: None, bearer: None, client: None },
            Caller::person(app, Role::Owner, &[]).await,
            Caller::person(app, Role::TenantAdmin, &["acme"]).await,
            Caller::person(app, Role::TenantAdmin, &["holding"]).await,
            Caller::person(app, Role::Auditor, &["acme"]).await,
            Caller::person(app, Role::Auditor, &[]).await,
            Caller::person(app, Role::TenantAdmin, &["globex"]).await,
            Caller::visitor(app, Some(fixture.token.secret.clone())),
            Caller::visitor(app, Some(robot.secret)),
            Caller { client: Some(fixture.client.clone()), ..Caller::visitor(app, None) },
        ];
        let mut wrong = Vec::new();
        for (method, path, outcomes) in TABLE {
            for ((caller, who), expected) in callers.iter_mut().zip(CALLERS).zip(outcomes.split_whitespace()) {
                // Only its creator sees a draft, so callers who may have one bring their own.
                let own = path.contains("{draft}") && expected == "+";
                let draft = if own { caller.browser.draft("acme").await } else { fixture.draft.clone() };
                let answer = caller.send(method, &fixture.address_with_draft(path, &draft)).await;
                let found = outcome(&answer);
                if expected != found.to_string() {
                    wrong.push(format!("{method} {path} by {who}: {expected} expected, {found} found ({})", answer.status));
                }
                if *path == "/logout" && let Some(email) = &caller.email {
                    caller.browser = app.sign_in(email).await;
                }
                if let Some(thing) = path.strip_suffix("/disable") && expected == "+" {
                    let enabled = caller.send("POST", &fixture.address(&format!("{thing}/enable"))).await;
                    assert!(matches!(enabled.status, 200 | 303), "{thing}: {}", enabled.text());
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn a_method_that_a_path_does_not_have_is_405_and_names_those_it_has(app) {
        let fixture = World::new(app).await;
        let paths: BTreeSet<_> = ROUTES.iter().map(|line| line.path).collect();
        for path in paths {
            let has = |method: &str| ROUTES.iter().any(|line| line.path == path && line.method == method);
            for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"].into_iter().filter(|method| !has(method)) {
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let request = fixture.owner.request(method.clone(), &fixture.address(path)).header("sec-fetch-site", "same-origin");
                let answer = fixture.owner.send(request).await;
                assert_eq!(answer.status, 405, "{method} {path}");
                for other in ["GET", "POST", "PATCH", "DELETE"] {
                    assert_eq!(answer.header("allow").contains(other), has(other), "{path}: {}", answer.header("allow"));
                }
            }
        }
    }
}
