//! `GET /api/v1/me`: what the presented token may do. Every active token may ask.

use actix_web::HttpResponse;

use crate::auth::authz::Accepted;
use crate::contract::answers::{Me, TenantName};
use crate::contract::shape::Moment;
use crate::domain::decision::Reach;
use crate::domain::permission::Permission;

/// 200 with what the token may do.
pub async fn show(Accepted(token): Accepted) -> HttpResponse {
    let facts = token.facts;
    HttpResponse::Ok().json(Me {
        id: token.id.to_string(),
        name: token.name,
        tenant: TenantName {
            id: token.home.public().to_string(),
            slug: token.home_slug.to_string(),
            name: token.home_name.to_string(),
        },
        tenant_scope: token.scope.to_owned(),
        tenants: match facts.reach {
            Reach::Everything => vec!["*".to_owned()],
            Reach::These(slugs) => slugs.iter().map(ToString::to_string).collect(),
        },
        app: token.app.map(|app| app.to_string()),
        modules: facts.modules.iter().map(ToString::to_string).collect(),
        permissions: facts
            .permissions
            .iter()
            .map(|permission| Permission::name(permission).to_owned())
            .collect(),
        expires_at: facts.life.expires_at.map(Moment),
    })
}
