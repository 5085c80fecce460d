//! The authority of a request, as `authz` finds it, so that a test can call the service like a handler.

use std::future::ready;
use std::sync::{Arc, Mutex};

use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::{Data, resource};
use actix_web::{App, HttpResponse};
use chrono::TimeDelta;
use latchkey::auth::authority::Authority;
use latchkey::auth::rule::Rule;
use latchkey::auth::{authz, session};
use latchkey::key::MasterKey;

use super::api::Api;
use super::client::Client;
use super::server::TestApp;

impl TestApp {
    /// The authority of `browser` on a route with this rule, in the tenant with this slug.
    pub async fn authority(&self, browser: &Client, rule: Rule, tenant: &str) -> Authority {
        self.authority_of(("cookie", &browser.cookies()), rule, tenant).await
    }

    /// The authority of a program on a route with this rule, in the tenant with this slug.
    pub async fn authority_of_api(&self, api: &Api, rule: Rule, tenant: &str) -> Authority {
        self.authority_of(("authorization", &format!("Bearer {}", api.secret)), rule, tenant).await
    }

    async fn authority_of(&self, header: (&str, &str), rule: Rule, tenant: &str) -> Authority {
        let found = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&found);
        let handler = move |authority: Authority| {
            kept.lock().unwrap().replace(authority);
            ready(HttpResponse::Ok())
        };
        // The key of `Config::for_tests`.
        let key = MasterKey::from_bytes([7; 32]).derive("session cookies");
        let route = resource("/{slug}")
            .wrap(from_fn(move |request, next| authz::authorize(rule, request, next)))
            .to(handler);
        let app = App::new()
            .app_data(Data::new(self.state.clone()))
            .wrap(session::middleware(&self.state, &key, TimeDelta::minutes(30)))
            .service(route);
        let request = TestRequest::post().uri(&format!("/{tenant}")).insert_header(header).to_request();
        let answer = call_service(&init_service(app).await, request).await;
        assert_eq!(answer.status(), 200, "{rule:?} in {tenant}");
        found.lock().unwrap().take().unwrap()
    }
}
