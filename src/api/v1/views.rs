//! JSON representations of the Tenant API's resources.

use uuid::Uuid;

use crate::contract::answers;
use crate::contract::shape::{Details, Moment};
use crate::domain::app::App;
use crate::domain::audit::RecordedEvent;
use crate::domain::id::TokenId;
use crate::domain::module::Module;
use crate::domain::permission::Permission;
use crate::domain::presented::Presented;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::service::token_details::TokenDetails;
use crate::service::visible::readable_by_token;
use crate::state::State;
use crate::store::tenants::ListedTenant;
use crate::store::tokens::issued::Issued;

/// A tenant.
pub fn tenant(tenant: Tenant) -> answers::Tenant {
    answers::Tenant {
        id: tenant.id.public().to_string(),
        slug: tenant.slug,
        name: tenant.name,
        time_zone: tenant.zone.name().to_owned(),
        language: tenant.language,
        created_at: Moment(tenant.created_at),
    }
}

/// A tenant in a list.
pub fn listed_tenant(tenant: ListedTenant) -> answers::Tenant {
    answers::Tenant {
        id: tenant.id.public().to_string(),
        slug: tenant.slug,
        name: tenant.name,
        time_zone: tenant.time_zone,
        language: tenant.language,
        created_at: Moment(tenant.created_at),
    }
}

/// A module.
pub fn module(module: Module) -> answers::Module {
    answers::Module { slug: module.slug, name: module.name, built_in: module.built_in }
}

/// An app.
pub fn app(app: App) -> answers::App {
    answers::App {
        slug: app.slug,
        name: app.name,
        created_at: Moment(app.created_at),
        updated_at: Moment(app.updated_at),
    }
}

/// A token that was created with another one.
pub fn issued_token(state: &State, issued: Issued, now: Timestamp) -> answers::IssuedToken {
    answers::IssuedToken {
        id: issued.id.to_string(),
        name: issued.name,
        tenant: issued.tenant_slug,
        status: issued.life.status(now).name().to_owned(),
        expires_at: issued.life.expires_at.map(Moment),
        masked: format!("{}_…{}", state.fixed.token_prefix, issued.last_four),
        created_at: Moment(issued.created_at),
        issued_by: issued.issued_by.to_string(),
    }
}

/// A token that belongs to `home`, as `caller` may see it: tenants that the caller cannot access are counted, not
/// named.
pub fn token(
    state: &State,
    details: TokenDetails,
    home: &Tenant,
    caller: &Presented,
    now: Timestamp,
) -> answers::Token {
    let readable = readable_by_token(caller);
    let TokenDetails { token, reached, app, modules, .. } = details;
    let reached = match token.scope {
        TenantScope::Selected(_) => reached,
        TenantScope::This | TenantScope::ThisAndBelow | TenantScope::All => Vec::new(),
    };
    let shown = readable.slugs(&reached);
    answers::Token {
        id: token.id.to_string(),
        name: token.labels.name,
        description: token.labels.description,
        tenant: home.slug.clone(),
        tenant_scope: token.scope.name().to_owned(),
        other_tenants: i64::try_from(shown.others).unwrap_or(i64::MAX),
        tenants: shown.names,
        app: app.map(|app| app.slug),
        modules: modules.into_iter().map(|module| module.slug).collect(),
        permissions: token
            .permissions
            .iter()
            .map(|permission| Permission::name(permission).to_owned())
            .collect(),
        status: token.life.status(now).name().to_owned(),
        expires_at: token.life.expires_at.map(Moment),
        masked: format!("{}_…{}", state.fixed.token_prefix, token.last_four),
        created_at: Moment(token.created_at),
        created_by: token.created_by,
        issued_by: token.issued_by.map(|id| id.to_string()),
        updated_at: Moment(token.updated_at),
        last_used_at: token.last_used_at.map(Moment),
        last_used_from: token.last_used_from,
        last_used_permission: token.last_used_permission.map(|permission| permission.name().to_owned()),
        last_used_module: token.last_used_module,
    }
}

/// An audit event. It names tokens by their public ID.
pub fn audit_event(event: RecordedEvent) -> answers::AuditEvent {
    let party = |kind: String, id: Option<Uuid>, label: String| answers::Party {
        id: id.map(|id| if kind == "token" { TokenId::from(id).to_string() } else { id.to_string() }),
        kind,
        label,
    };
    answers::AuditEvent {
        id: event.id.to_string(),
        at: Moment(event.at),
        action: event.action,
        actor: party(event.actor_kind, event.actor_id, event.actor_label),
        object: party(event.object_kind, event.object_id, event.object_label),
        before: Details(event.before),
        after: Details(event.after),
        address: event.address,
        request_id: event.request_id,
    }
}
