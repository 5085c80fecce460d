//! `GET /api/v1/me`: what the presented token may do. Every active token may ask this about itself.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use crate::auth::gate::Accepted;
use crate::domain::permission::Permission;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::state::State;
use crate::store::{apps, modules, tokens};

#[derive(Serialize)]
struct Me<'a> {
    /// Public id.
    id: String,
    name: &'a str,
    /// The tenant it belongs to.
    tenant: TenantRef<'a>,
    /// `this`, `selected` or `all`.
    tenant_scope: &'a str,
    /// Slugs of the tenants it reaches; `["*"]` stands for all, including future ones.
    tenants: Vec<String>,
    /// The slug of the app it is bound to, or null.
    app: Option<String>,
    /// Slugs of the modules it was issued for; in each tenant it opens those of them that the tenant has enabled.
    modules: Vec<String>,
    permissions: Vec<&'static str>,
    /// RFC 3339, or null when it has no end.
    expires_at: Option<String>,
}

#[derive(Serialize)]
struct TenantRef<'a> {
    slug: &'a str,
    name: &'a str,
}

/// 200 with what the token may do.
pub async fn show(state: Data<State>, Accepted(token): Accepted) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let tenants = match token.scope.as_str() {
        "all" => vec!["*".to_owned()],
        "selected" => {
            let reached = tokens::reached_tenants(&mut tx, &[token.id]).await?;
            reached.into_iter().map(|(_, tenant)| tenant.slug).collect()
        }
        _ => vec![token.tenant_slug.clone()],
    };
    let app = apps::of_tokens(&mut tx, &[token.id]).await?.into_iter().next().map(|(_, app)| app.slug);
    let modules = modules::of_tokens(&mut tx, &[token.id]).await?;
    drop(tx);
    Ok(HttpResponse::Ok().json(Me {
        id: token.id.to_string(),
        name: &token.name,
        tenant: TenantRef { slug: &token.tenant_slug, name: &token.tenant_name },
        tenant_scope: &token.scope,
        tenants,
        app,
        modules: modules.into_iter().map(|(_, module)| module.slug).collect(),
        permissions: token.permissions.iter().map(Permission::name).collect(),
        expires_at: token.facts.life.expires_at.as_ref().map(Timestamp::to_string),
    }))
}
