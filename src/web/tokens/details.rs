//! `/administration/tenants/{slug}/api/{token id}`: everything about a token but its secret.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::{Acts, DetailsPage, look};
use crate::acts::giving;
use crate::acts::whole::{self, Whole};
use crate::auth::gate::{Caller, Here};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::person::Action;
use crate::domain::tenant::Tenant;
use crate::domain::token::{TenantScope, Token};
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::{Tx, token_changes, tokens};
use crate::web::page::Page;
use crate::web::respond;
use crate::web::view::{When, initials};

/// The token that the address names, if it is this tenant's.
pub(super) async fn find(tx: &mut Tx, tenant: TenantId, id: &str) -> Result<Token> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    tokens::find(tx, tenant, id).await?.ok_or(Error::NotFound)
}

/// The token of that id with all that belongs to it, held until the transaction ends, if it is this tenant's.
pub(super) async fn hold(tx: &mut Tx, tenant: &Tenant, id: TokenId) -> Result<Whole> {
    if !token_changes::lock(tx, tenant.id, id).await? {
        return Err(Error::NotFound);
    }
    whole::find(tx, tenant.id, id).await?.ok_or(Error::NotFound)
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
    let id = path.1.parse().map_err(|_| Error::NotFound)?;
    let whole = whole::find(&mut tx, tenant.id, id).await?.ok_or(Error::NotFound)?;
    let gives = giving::may_give(&mut tx, &person, &whole.token, &whole.reached).await?;
    drop(tx);
    let Whole { token, reached, app, modules } = whole;
    let modules: Vec<String> = modules.into_iter().map(|module| module.name).collect();
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
        app: app.map(|app| app.name).unwrap_or_default(),
        modules: modules.join(", "),
        permissions: token.permissions.into(),
        status: look::badge(locale, token.life, now, zone),
        created: When::moment(locale, token.created_at, zone),
        created_by: token.created_by,
        expires: token.life.expires_at.map(|at| When::moment(locale, at, zone)),
        last_used: token.last_used_at.map(|at| When::ago(locale, at, now, zone)),
        last_used_from: token.last_used_from.unwrap_or_default(),
        revoked: token.life.revoked_at.map(|at| When::moment(locale, at, zone)),
        acts: Acts::of(status, person.may(Action::ManageTokens, &tenant.lineage), gives),
        name: token.name,
        description: token.description,
        tenant: (&tenant).into(),
        page,
    })
}
