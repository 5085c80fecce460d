//! Modules and API clients, for tests of verification and introspection.

use latchkey::domain::id::TokenId;
use reqwest::{Method, RequestBuilder};

use super::people::Issued;
use super::{Answer, Client, Kind, TestApp};

/// An API client with its plaintext.
#[derive(Clone, Debug)]
pub struct ApiClient {
    /// `cli_...`.
    pub id: String,
    /// Its plaintext.
    pub secret: String,
}

impl TestApp {
    /// Gives a token a module, bypassing the product.
    pub async fn give_module(&self, token: &Issued, slug: &str) {
        let token = self.literal(token.id.parse::<TokenId>().unwrap().uuid().as_u128());
        let sql = format!(
            "INSERT INTO token_modules (token_id, module_id, tenant_id)
             SELECT t.id, m.id, t.tenant_id FROM tokens t, modules m WHERE t.id = {token} AND m.slug = '{slug}'"
        );
        assert_eq!(self.database.execute(&sql).await, 1);
    }

    /// An ID as this database writes it.
    pub fn literal(&self, id: u128) -> String {
        match self.kind {
            Kind::Sqlite => format!("X'{id:032x}'"),
            Kind::Postgres => format!("'{id:032x}'::uuid"),
        }
    }
}

impl Client {
    /// Creates an API client on its page.
    pub async fn api_client(&self, name: &str, modules: &[&str]) -> ApiClient {
        let made = self
            .fill_in("/administration/api-clients/new", "Save", |form| {
                modules.iter().fold(form.fill("Name", name), |form, module| form.tick(module))
            })
            .await
            .expect(200);
        ApiClient { id: made.all("dd code").concat(), secret: made.secret() }
    }

    /// Introspects a token as this API client.
    pub async fn introspect(&self, client: &ApiClient, token: &str) -> Answer {
        self.send(self.introspection(client).form(&[("token", token)])).await
    }

    /// The request, without its body.
    pub fn introspection(&self, client: &ApiClient) -> RequestBuilder {
        self.bare(Method::POST, "/oauth2/introspect").basic_auth(&client.id, Some(&client.secret))
    }

    /// Verifies as a proxy does; returns the response.
    pub async fn verify(&self, query: &str, method: &str, secret: &str) -> Answer {
        let request = self.bare(Method::GET, &format!("/auth/verify{query}"));
        self.send(request.header("x-forwarded-method", method).bearer_auth(secret)).await
    }
}
