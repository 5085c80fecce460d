//! A program that calls the Tenant API with a token.

use reqwest::Method;
use serde_json::Value;

use super::client::{Answer, Client};
use super::form::Form;
use super::people::Issued;
use super::server::TestApp;

/// A program with a token.
#[derive(Clone)]
pub struct Api {
    client: Client,
    /// The presented secret.
    pub secret: String,
    /// The public ID of its token.
    pub id: String,
}

impl Client {
    /// A program with a token that is created in the tenant for the Tenant API, with these permissions; `general` and
    /// `access` fill in more of the wizard's first two steps.
    pub async fn api_as(
        &self,
        tenant: &str,
        permissions: &str,
        general: impl FnOnce(Form) -> Form,
        access: impl FnOnce(Form) -> Form,
    ) -> Api {
        let general = |form: Form| general(form.fill("Name", "Robot"));
        let access = |form: Form| {
            let form = form.tick("modules=administration").untick("permissions=read");
            let form =
                permissions.split(' ').fold(form, |form, name| form.tick(&format!("permissions={name}")));
            access(form)
        };
        Api::new(self, &self.issue_as(tenant, general, access).await)
    }

    /// A program that may do everything in the tenant, and nothing elsewhere.
    pub async fn api(&self, tenant: &str) -> Api {
        self.api_as(tenant, "read write create delete", |form| form, |form| form).await
    }
}

impl Api {
    /// A program with this token.
    pub fn new(client: &Client, token: &Issued) -> Self {
        Self { client: client.clone(), secret: token.secret.clone(), id: token.id.clone() }
    }

    /// The same program with another secret.
    pub fn with(&self, secret: &str) -> Self {
        Self { secret: secret.to_owned(), ..self.clone() }
    }

    /// A program with a token that this one creates in its tenant.
    pub async fn issue(&self, tenant: &str, body: &Value) -> Self {
        let made = self.post(&format!("/api/v1/tenants/{tenant}/tokens"), body).await.expect(201).json();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Self { client: self.client.clone(), secret: text("secret"), id: text("id") }
    }

    /// A request without a body.
    pub async fn call(&self, method: Method, path: &str) -> Answer {
        self.call_with(method, path, &[], None).await
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).await
    }

    /// POST with JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call_with(Method::POST, path, &[], Some(body.to_string())).await
    }

    /// PATCH with JSON.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.call_with(Method::PATCH, path, &[], Some(body.to_string())).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path).await
    }

    /// A request with these headers and this body, which is JSON unless a header says otherwise.
    pub async fn call_with(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        let mut request = self.client.bare(method, path).bearer_auth(&self.secret);
        let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if body.is_some() && !typed {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        self.client.send(request).await
    }

    /// Whether its token is accepted at all.
    pub async fn is_accepted(&self) -> bool {
        self.get("/api/v1/me").await.status == 200
    }
}

impl TestApp {
    /// The owner, a tenant with this slug, and a program that may do everything in it.
    pub async fn owner_and_api(&self, tenant: &str) -> (Client, Api) {
        let owner = self.owner().await;
        self.tenant(&owner, tenant).await;
        let api = owner.api(tenant).await;
        (owner, api)
    }
}

impl Answer {
    /// The field errors of problem details, in order: `name: is missing`.
    pub fn wrong(&self) -> Vec<String> {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|wrong| wrong["field"].as_str().unwrap().to_owned()).collect()
    }
}
