//! `/administration/tenants/{slug}/api/{token id}`: everything about a token but its secret.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::{DetailsPage, look, usage};
use crate::auth::gate::{Caller, Here};
use crate::domain::id::TenantId;
use crate::domain::module::Module;
use crate::domain::person::Action;
use crate::domain::token::{Status, TenantScope, Token};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::state::State;
use crate::store::{Tx, apps, modules, tokens, usage_days};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::view::{When, initials};

/// The token that the address names, if it is this tenant's.
pub(super) async fn find(tx: &mut Tx, tenant: TenantId, id: &str) -> Result<Token> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    tokens::find(tx, tenant, id).await?.ok_or(Error::NotFound)
}

/// `GET`: 200 with the token, 404 when this tenant has none of that id.
pub async fn show(
    state: Data<State>,
    page: Page,
    Caller(person): Caller,
    Here(tenant): Here,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = state.db.read().await?;
    let token = find(&mut tx, tenant.id, &path.1).await?;
    let reached: Vec<_> =
        tokens::reached_tenants(&mut tx, &[token.id]).await?.into_iter().map(|(_, tenant)| tenant).collect();
    let app = apps::of_tokens(&mut tx, &[token.id]).await?.into_iter().next().map(|(_, app)| app.name);
    let modules: Vec<_> =
        modules::of_tokens(&mut tx, &[token.id]).await?.into_iter().map(|(_, module)| module).collect();
    let (first, last) = usage::span(now);
    let days = usage_days::days(&mut tx, tenant.id, token.id, first, last).await?;
    let areas = usage_days::areas(&mut tx, tenant.id, token.id, first, last, usage::MOST_AREAS).await?;
    drop(tx);
    let (locale, zone) = (page.locale, tenant.zone);
    let scope = match token.scope {
        TenantScope::All => locale.t("token-scope-all-future"),
        _ => look::scope(locale, &token, &tenant, &reached),
    };
    let status = token.life.status(now);
    respond::page(&DetailsPage {
        id: token.id.to_string(),
        initials: initials(&token.name),
        logo: look::logo(&tenant, token.logo),
        masked: look::masked(&state.fixed.token_prefix, &token.last_four),
        scope,
        app: app.unwrap_or_default(),
        usage: usage::view(locale, &token, &modules, &days, &areas, now),
        last_use: last_use(locale, &token, &modules),
        modules: modules.into_iter().map(|module| module.name).collect::<Vec<_>>().join(", "),
        permissions: token.permissions.into(),
        status: look::badge(locale, token.life, now, zone),
        created: When::moment(locale, token.created_at, zone),
        created_by: token.created_by,
        expires: token.life.expires_at.map(|at| When::moment(locale, at, zone)),
        last_used: token.last_used_at.map(|at| When::ago(locale, at, now, zone)),
        revoked: token.life.revoked_at.map(|at| When::moment(locale, at, zone)),
        can_revoke: status != Status::Revoked && person.may(Action::ManageTokens, &tenant.lineage),
        name: token.name,
        description: token.description,
        tenant: (&tenant).into(),
        page,
    })
}

/// From where it was used last, with which permission, for which module: whatever of it is known.
fn last_use(locale: Locale, token: &Token, modules: &[Module]) -> Vec<String> {
    let permission = token.last_used_permission.map(|permission| usage::permission(locale, permission));
    let module = token.last_used_module.as_deref().map(|slug| usage::module(modules, slug));
    [token.last_used_from.clone(), permission, module].into_iter().flatten().collect()
}
