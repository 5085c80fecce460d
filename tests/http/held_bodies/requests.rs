//! One valid request for every route that changes something, generated from the routing table.

use latchkey::auth::rule::Rule;
use latchkey::domain::id::ModuleId;
use latchkey::domain::permission::Permissions;
use latchkey::domain::token::{NewToken, TenantScope};
use latchkey::routes::{ROUTES, RouteEntry};
use latchkey::store::{
    modules,
    tokens::{self, secrets},
};

use super::ends::{End, Presented, Who};
use crate::every_change::{RIGHT, filled};
use crate::support::people::OWNER;
use crate::support::{Client, TestApp, World};

/// The body of each Tenant API call; `None` for those without one.
const CALLS: &[(&str, &str, Option<&str>)] = &[
    ("POST", "/api/v1/tenants/{slug}/apps", Some(r#"{"name": "Grafana"}"#)),
    ("PATCH", "/api/v1/tenants/{slug}/apps/{app}", Some(r#"{"name": "Hall 3"}"#)),
    ("DELETE", "/api/v1/tenants/{slug}/apps/{app}", None),
    (
        "POST",
        "/api/v1/tenants/{slug}/tokens",
        Some(
            r#"{"name": "Fresh", "permissions": ["read"], "modules": ["administration"], "expires_at": null}"#,
        ),
    ),
    ("PATCH", "/api/v1/tenants/{slug}/tokens/{token}", Some(r#"{"description": "changed"}"#)),
    ("DELETE", "/api/v1/tenants/{slug}/tokens/{token}", None),
    ("POST", "/api/v1/tenants/{slug}/tokens/{token}/rotate", Some(r#"{"overlap": "none"}"#)),
    ("POST", "/api/v1/tenants/{slug}/tokens/{token}/disable", None),
    ("POST", "/api/v1/tenants/{slug}/tokens/{token}/enable", None),
];

const NOTIFICATIONS: (&str, &[(&str, &str)]) = (
    "/administration/tenants/{slug}/settings/notifications",
    &[("emails", ""), ("webhook", "https://example.org/"), ("kinds", "token.issued")],
);

/// A request without its authentication.
#[derive(Clone)]
pub struct Request {
    /// The route.
    pub line: String,
    method: &'static str,
    address: String,
    kind: &'static str,
    body: String,
    /// Whether its body can be held back.
    pub has_body: bool,
    /// The CSRF token of a form's session.
    csrf: String,
}

impl Request {
    /// The same sent by someone with another session.
    pub fn by(&self, who: &Who) -> Self {
        let csrf = if let Who::Signed { csrf, .. } = who { csrf.clone() } else { self.csrf.clone() };
        Self { csrf, ..self.clone() }
    }

    /// The complete request.
    pub fn bytes(&self, who: &Who) -> Vec<u8> {
        let mut body = self.body.clone();
        if !self.csrf.is_empty() {
            let csrf = serde_urlencoded::to_string([("csrf", &self.csrf)]).unwrap();
            body = if body.is_empty() { csrf } else { format!("{body}&{csrf}") };
        }
        let Self { method, address, kind, .. } = self;
        let proof = who.proof();
        let length = body.len();
        let typed = if body.is_empty() {
            String::new()
        } else {
            format!("Content-Type: {kind}\r\nContent-Length: {length}\r\n")
        };
        format!(
            "{method} {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{proof}\r\nSec-Fetch-Site: same-origin\r\n\
             Connection: close\r\n{typed}\r\n{body}"
        )
        .into_bytes()
    }
}

/// The form with this path, filled in for this browser.
pub async fn form(fixture: &World, browser: &Client, path: &str, fields: &[(&str, &str)]) -> Request {
    let (address, fields) = filled(fixture, browser, path, fields).await;
    Request {
        line: format!("POST {path}"),
        method: "POST",
        address,
        kind: "application/x-www-form-urlencoded",
        body: serde_urlencoded::to_string(&fields).unwrap(),
        has_body: true,
        csrf: browser.csrf().await,
    }
}

/// The requests of one kind of caller, and how to create such a caller.
pub struct Known<'a> {
    app: &'a TestApp,
    fixture: &'a World,
    requests: Vec<Request>,
}

fn changing(rule: impl Fn(Rule) -> bool) -> impl Iterator<Item = &'static RouteEntry> {
    ROUTES.iter().filter(move |line| line.method != "GET" && rule(line.rule))
}

impl<'a> Known<'a> {
    /// Every form that a signed-in person sends.
    pub async fn forms(app: &'a TestApp, fixture: &'a World) -> Self {
        let signed_in = |rule| {
            matches!(rule, Rule::SignedIn | Rule::Everywhere(_) | Rule::Somewhere(_) | Rule::Tenant(_))
        };
        // So that there is a webhook secret to rotate.
        let first = form(fixture, &fixture.owner, NOTIFICATIONS.0, NOTIFICATIONS.1).await;
        let body = serde_urlencoded::from_str::<Vec<(String, String)>>(&first.body).unwrap();
        let csrf = ("csrf", first.csrf.as_str());
        let fields: Vec<_> =
            body.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([csrf]).collect();
        fixture.owner.post(&first.address, &fields).await.expect(200);
        let mut requests = Vec::new();
        for line in changing(signed_in) {
            let known = RIGHT.iter().find(|(path, _)| *path == line.path);
            let (path, fields) = known.unwrap_or_else(|| panic!("say what {} takes", line.path));
            requests.push(form(fixture, &fixture.owner, path, fields).await);
        }
        Self { app, fixture, requests }
    }

    /// Every call of the Tenant API that changes something.
    pub fn calls(app: &'a TestApp, fixture: &'a World) -> Self {
        let by_token = |rule| matches!(rule, Rule::Token | Rule::TenantApi(..) | Rule::TenantApiIn(..));
        let call = |line: &RouteEntry| {
            let known = CALLS.iter().find(|(method, path, _)| (*method, *path) == (line.method, line.path));
            let (method, path, body) =
                known.unwrap_or_else(|| panic!("say what {} {} takes", line.method, line.path));
            Request {
                line: format!("{method} {path}"),
                method,
                address: fixture.address(path),
                kind: "application/json",
                body: body.unwrap_or_default().to_owned(),
                has_body: body.is_some(),
                csrf: String::new(),
            }
        };
        Self { app, fixture, requests: changing(by_token).map(call).collect() }
    }

    /// Every request of an API client.
    pub fn questions(app: &'a TestApp, fixture: &'a World) -> Self {
        let question = |line: &RouteEntry| {
            assert_eq!(line.path, "/oauth2/introspect", "say what {} takes", line.path);
            Request {
                line: format!("{} {}", line.method, line.path),
                method: "POST",
                address: line.path.to_owned(),
                kind: "application/x-www-form-urlencoded",
                body: format!("token={}", fixture.token.secret),
                has_body: true,
                csrf: String::new(),
            }
        };
        let requests = changing(|rule| rule == Rule::ApiClient).map(question).collect();
        Self { app, fixture, requests }
    }

    /// The requests that this end concerns.
    pub fn requests(&self, end: End, who: &Who) -> Vec<Request> {
        let concerned = self.requests.iter().filter(|request| end.concerns(&request.line));
        concerned.map(|request| request.by(who)).collect()
    }

    /// A caller who may do all of it, until this end.
    pub async fn who(&self, end: End) -> Who {
        match end {
            End::ClientRevoked => Who::Client(self.fixture.client.clone()),
            _ if End::OF_SESSIONS.contains(&end) => {
                let browser = self.app.sign_in(OWNER).await;
                let csrf = browser.csrf().await;
                Who::Signed { browser, csrf }
            }
            _ => Who::Token(self.token(end).await),
        }
    }

    /// A token that may do everything in Acme.
    async fn token(&self, end: End) -> Presented {
        let (acme, globex, initech) = (
            self.app.tenant_id("acme").await,
            self.app.tenant_id("globex").await,
            self.app.tenant_id("initech").await,
        );
        let home = match end {
            End::Tenants | End::TenantThere => "globex",
            End::HomeOfAnother => "initech",
            _ => "acme",
        };
        let scope = match end {
            End::Tenants | End::TenantThere => TenantScope::Selected(vec![acme, globex]),
            End::HomeOfAnother => TenantScope::Selected(vec![acme, initech]),
            _ => TenantScope::This,
        };
        let now = self.app.state.now();
        let mut tx = self.app.state.db.read().await.unwrap();
        let modules: Vec<ModuleId> =
            modules::all(&mut tx).await.unwrap().into_iter().map(|module| module.id).collect();
        drop(tx);
        let make = |token: NewToken| NewToken {
            scope: scope.clone(),
            permissions: Permissions::from_bits(15).unwrap(),
            modules: modules.clone(),
            expires_at: (end == End::Expired).then(|| now.plus(chrono::TimeDelta::minutes(10))),
            ..token
        };
        let issued = self.app.many_with(home, 1, make).await.remove(0);
        let token = Presented {
            id: issued.id.parse().unwrap(),
            home: self.app.tenant_id(home).await,
            secret: issued.secret,
        };
        if matches!(end, End::Secret | End::SecretExpired) {
            self.replaced(&token).await;
        }
        token
    }

    /// Gives a token a new secret; the presented one works for ten more minutes.
    async fn replaced(&self, token: &Presented) {
        let now = self.app.state.now();
        let (_, kept) = latchkey::service::tokens::fresh_secret(&self.app.state).unwrap();
        let mut tx = self.app.state.db.write().await.unwrap();
        let until = now.plus(chrono::TimeDelta::minutes(10));
        assert!(tokens::changes::rotate(&mut tx, token.home, token.id, &kept, until, now).await.unwrap());
        assert_eq!(secrets::of_token(&mut tx, token.id, 9).await.unwrap().len(), 2);
        tx.commit().await.unwrap();
    }
}
