//! `/administration/tenants/{slug}/api/{token id}/revoke`: revokes a token after its name was typed, and if chosen, the
//! tokens created with it.

use actix_web::HttpResponse;
use askama::Template;

use super::details;
use crate::auth::session;
use crate::domain::id::TokenId;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::token::{Status, Token};
use crate::error::Result;
use crate::i18n::{Counting, msg};
use crate::service::issued::{self, Confirmed, IssuedFilter, IssuedWith};
use crate::service::tokens::TokenAct;
use crate::state::State;
use crate::store::Tx;
use crate::web::cx::{Id, TenantCx};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;
use crate::web::token_urls::BackLink;
use crate::web::view::{Badge, TenantRef, When};
use crate::web::{token_urls, token_view};

/// How many of the tokens created with it are shown.
const SHOWN: usize = 100;

/// The form, in which the name has to be typed.
#[derive(Template)]
#[template(path = "tokens/revoke.html")]
pub struct RevokePage {
    /// What every page shares.
    pub page: Page,
    /// Whose token it is.
    pub tenant: TenantRef,
    /// Errors (field `name`).
    pub errors: Errors,
    /// Public id, `tok_...`.
    pub id: String,
    /// The token's name, which has to be typed.
    pub name: String,
    /// `lk_…9fQ2`.
    pub masked: String,
    /// When it was last used, if ever.
    pub last_used: Option<When>,
    /// Whether it is revoked already, and only tokens created with it remain.
    pub over: bool,
    /// The tokens created with it.
    pub issued: IssuedView,
    /// The typed name, if it did not match.
    pub typed: String,
    /// Where Cancel leads.
    pub cancel: String,
    /// Hidden fields with the page to return to.
    pub carried: Vec<(String, String)>,
}

/// The tokens created with a token that are not revoked, in tenants whose tokens this person manages.
#[derive(Default)]
pub struct IssuedView {
    /// The oldest of them.
    pub rows: Vec<IssuedRow>,
    /// `and 12 more`; empty when all are shown.
    pub more: String,
    /// A sentence with how many there are elsewhere; empty when there are none.
    pub elsewhere: String,
    /// `Also revoke these 12 tokens`; empty when there are none.
    pub label: String,
    /// Whether the box is ticked.
    pub chosen: bool,
}

/// One of them.
pub struct IssuedRow {
    /// The address of its details.
    pub url: String,
    /// Public id, `tok_...`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name of its tenant.
    pub tenant: String,
    /// `lk_…9fQ2`.
    pub masked: String,
    /// Active, expires in 3 days, ...
    pub status: Badge,
    /// When it expires, if ever.
    pub expires: Option<When>,
}

/// `GET`: 200 with the form; 303 to the details if the token and all tokens created with it are revoked already.
pub async fn show(cx: TenantCx, Id(token_id): Id<TokenId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let token = details::find(&mut tx, cx.tenant.id, token_id).await?;
    let found = along(&mut tx, token.id, &cx.person).await?;
    drop(tx);
    if token.life.status(cx.now()) == Status::Revoked && found.within.is_empty() {
        return Ok(respond::see_other(&token_urls::details(&cx.tenant.slug, token.id)));
    }
    let back = BackLink::of_browser(cx.request.headers(), &cx.tenant.slug);
    respond::page(&question(&cx.state, cx.page, &cx.tenant, &token, found, back.as_ref()))
}

/// `POST`: 303 back to the list once it is committed; 422 if the name does not match.
pub async fn submit(cx: TenantCx, Id(id): Id<TokenId>, form: Form) -> Result<HttpResponse> {
    let typed = match form.one("name") {
        Ok(typed) => typed,
        Err(error) => {
            let sentence = cx.page.t(error.message());
            return again(cx, id, &form, sentence).await;
        }
    };
    let along = form.one("issued") == Ok("yes");
    let TokenAct { tenant, details, outcome, .. } =
        issued::revoke_confirmed(&cx.act(), id, typed, along).await?;
    let Confirmed::Done { first, others, under_way } = outcome else {
        let sentence = cx.page.t(msg::TOKEN_NAME_MISMATCH);
        return again(cx, id, &form, sentence).await;
    };
    let sentence = if first { msg::token_revoked_flash } else { msg::token_already_revoked_flash };
    let mut text = cx.page.t(sentence(&details.token.labels.name));
    if others > 0 {
        let sentence = if under_way { msg::token_issued_under_way } else { msg::token_issued_revoked };
        text = format!("{text} {}", cx.page.t(sentence(count(others))));
    }
    cx.flash(text);
    session::set_at(&cx.session(), &id.to_string());
    let list = BackLink::of(&form).map(|back| back.address(&tenant.slug));
    Ok(respond::see_other(&list.unwrap_or_else(|| token_urls::list(&tenant.slug, ""))))
}

/// 422 with the form, the typed name, and the error.
async fn again(cx: TenantCx, id: TokenId, form: &Form, wrong: String) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let token = details::find(&mut tx, cx.tenant.id, id).await?;
    let found = along(&mut tx, token.id, &cx.person).await?;
    drop(tx);
    let mut errors = Errors::default();
    errors.add("name", wrong);
    let mut view = question(&cx.state, cx.page, &cx.tenant, &token, found, BackLink::of(form).as_ref());
    view.issued.chosen = form.one("issued") == Ok("yes");
    let typed = form.first("name").to_owned();
    respond::unprocessable(&RevokePage { errors, typed, ..view })
}

/// The tokens created with it that are not revoked, in tenants whose tokens this person manages.
async fn along(tx: &mut Tx, token: TokenId, person: &Person) -> Result<IssuedWith> {
    issued::find(tx, token, IssuedFilter::NotRevoked, &person.reach(Action::ManageTokens)).await
}

fn question(
    state: &State,
    page: Page,
    tenant: &Tenant,
    token: &Token,
    found: IssuedWith,
    back: Option<&BackLink>,
) -> RevokePage {
    let last_used = token.last_used_at.map(|at| When::ago(page.locale, at, state.now(), tenant.zone));
    RevokePage {
        issued: listed(state, &page, tenant, found),
        page,
        tenant: tenant.into(),
        errors: Errors::default(),
        id: token.id.to_string(),
        name: token.labels.name.clone(),
        masked: token_view::masked(&state.fixed.token_prefix, &token.last_four),
        last_used,
        over: token.life.status(state.now()) == Status::Revoked,
        typed: String::new(),
        cancel: back.map_or_else(
            || token_urls::details(&tenant.slug, token.id),
            |back| back.row(&tenant.slug, token.id),
        ),
        carried: back.map(BackLink::fields).unwrap_or_default(),
    }
}

fn listed(state: &State, page: &Page, tenant: &Tenant, found: IssuedWith) -> IssuedView {
    let (locale, now, zone) = (page.locale, state.now(), tenant.zone);
    let all = found.within.len();
    let rows = found.within.into_iter().take(SHOWN).map(|issued| IssuedRow {
        url: token_urls::details(&issued.tenant_slug, issued.id),
        id: issued.id.to_string(),
        name: issued.name,
        tenant: issued.tenant_name,
        masked: token_view::masked(&state.fixed.token_prefix, &issued.last_four),
        status: token_view::badge(locale, issued.life, now, zone),
        expires: issued.life.expires_at.map(|at| When::date(locale, at, zone)),
    });
    let sentence = |message: Counting, number: usize| {
        if number > 0 { locale.t(message(count(number))) } else { String::new() }
    };
    IssuedView {
        rows: rows.collect(),
        more: sentence(msg::bulk_more, all.saturating_sub(SHOWN)),
        elsewhere: sentence(msg::token_issued_elsewhere, found.beyond),
        label: sentence(msg::token_issued_also, all),
        chosen: false,
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
