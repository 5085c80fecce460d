//! `GET /auth/verify`: every decision, how soon a withdrawal bites, and what hostile requests come to.

use std::sync::Arc;

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::support::people::Issued;
use crate::support::{Answer, Client, TestApp};

mod away;
mod decisions;
mod malformed;
mod modules;
mod presented;
mod prompt;
mod subtenants;

/// A proxy that keeps its connections to Latchkey.
#[derive(Clone)]
pub struct Proxy {
    console: Client,
    http: reqwest::Client,
}

impl Proxy {
    /// In front of this instance. `console` is any browser: it knows the way.
    pub fn new(console: &Client) -> Self {
        Self { console: console.clone(), http: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    /// Asks with this query and these headers.
    pub async fn ask(&self, query: &str, headers: &[(&str, &str)]) -> Answer {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            map.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let address = self.console.base.join(&format!("/auth/verify{query}")).unwrap();
        self.console.send(self.http.request(Method::GET, address).headers(map)).await
    }

    /// Asks for a GET by this bearer token, nothing pinned.
    pub async fn status_of(&self, secret: &str) -> u16 {
        let bearer = format!("Bearer {secret}");
        self.ask("", &[("authorization", &bearer), ("x-forwarded-method", "GET")]).await.status
    }
}

/// The tenants, modules and tokens that the tables speak of.
pub struct World {
    /// The proxy.
    pub proxy: Proxy,
    /// A token for each state, named as the state is.
    pub tokens: Vec<(State, Arc<Issued>)>,
}

/// What a presented secret leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// A token that may read and write with `devices` and `reports`, in `acme` and in `closed`, which is disabled.
    Active,
    Disabled,
    Expired,
    Revoked,
    /// Its tenant is disabled.
    TenantDisabled,
    /// Nothing: it looks like a secret, but none was ever made.
    Unknown,
}

impl World {
    /// Makes it. `acme`, `globex` and `closed` have `devices` and `billing` enabled; `reports` has only `closed`, so
    /// that it counts nowhere.
    pub async fn new(app: &TestApp) -> Self {
        let owner = app.owner().await;
        for tenant in ["acme", "globex", "closed"] {
            app.tenant(&owner, tenant).await;
        }
        for module in ["devices", "billing"] {
            app.module(module, &["acme", "globex", "closed"]).await;
        }
        app.module("reports", &["closed"]).await;
        let mut tokens = Vec::new();
        for (state, change) in [
            (State::Active, "permissions = 3"),
            (State::Disabled, "disabled_at = 1"),
            (State::Expired, "expires_at = 1"),
            (State::Revoked, "revoked_at = 1"),
            (State::TenantDisabled, "permissions = 15"),
        ] {
            let (name, home) =
                (format!("{state:?}"), if state == State::TenantDisabled { "closed" } else { "acme" });
            let token = owner.issue(home, &name).await;
            app.let_use(&name, &["devices", "reports"]).await;
            if home == "acme" {
                app.let_reach(&name, &["acme", "closed"]).await;
            }
            app.set(&name, change).await;
            tokens.push((state, Arc::new(token)));
        }
        let settings = "/administration/tenants/closed/settings";
        owner.fill_in(settings, "Disable", |form| form).await.expect(303);
        let entropy = latchkey::domain::random::Entropy::seeded(99);
        let nobodys = latchkey::domain::secret::PlainSecret::generate("lk", &entropy).unwrap();
        let unknown = Issued { id: String::new(), secret: nobodys.expose().to_owned() };
        tokens.push((State::Unknown, Arc::new(unknown)));
        Self { proxy: Proxy::new(&owner), tokens }
    }

    /// The token of that state.
    pub fn token(&self, state: State) -> &Issued {
        &self.tokens.iter().find(|(known, _)| *known == state).unwrap().1
    }
}
