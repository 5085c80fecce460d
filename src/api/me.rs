//! `GET /api/v1/me`: what the presented token may do. Every active token may ask this about itself.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::auth::gate::Accepted;
use crate::domain::decision::Reach;
use crate::domain::permission::Permission;
use crate::domain::time::Timestamp;

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
    tenants: Vec<&'a str>,
    /// Slug of the app it is bound to, or null.
    app: Option<&'a str>,
    /// Slugs of the modules it may use.
    modules: &'a [String],
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
pub async fn show(Accepted(token): Accepted) -> HttpResponse {
    let facts = &token.facts;
    HttpResponse::Ok().json(Me {
        id: token.id.to_string(),
        name: &token.name,
        tenant: TenantRef { slug: &token.home_slug, name: &token.home_name },
        tenant_scope: &token.scope,
        tenants: match &facts.reach {
            Reach::Everything => vec!["*"],
            Reach::These(slugs) => slugs.iter().map(String::as_str).collect(),
        },
        app: token.app.as_deref(),
        modules: &facts.modules,
        permissions: facts.permissions.iter().map(Permission::name).collect(),
        expires_at: facts.life.expires_at.as_ref().map(Timestamp::to_string),
    })
}
