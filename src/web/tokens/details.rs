//! `/administration/tenants/{slug}/api/{token id}` and its tabs: everything about a token except its secret.

use actix_web::HttpResponse;
use actix_web::web::Query;
use serde::Deserialize;
use uuid::Uuid;

use super::{AccessTab, AuditTab, Frame, GeneralTab, TokenActions, UsageTab, secret_rows, usage};
use crate::domain::id::{TenantId, TokenId};
use crate::domain::module::Module;
use crate::domain::person::{Action, Person, Reach};
use crate::domain::tenant::Tenant;
use crate::domain::token::{TenantScope, Token};
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::service::granting;
use crate::service::issued::{self, IssuedFilter};
use crate::service::token_details::{self, TokenDetails};
use crate::service::visible::{self, Readable};
use crate::state::State;
use crate::store::{
    Tx, audit, tenants,
    tokens::{self, secrets},
    usage::days as usage_days,
};
use crate::web::cx::{Id, TenantCx};
use crate::web::page::Page;
use crate::web::view::{Paging, When, initials};
use crate::web::wizard::sentence;
use crate::web::{event_view, respond};
use crate::web::{token_urls, token_view};

/// How many secrets are shown: the current one and the latest before it.
const SECRETS: i64 = 3;
/// Events per page of the tab Audit.
const EVENTS: usize = 20;

/// The token in the address, if it is this tenant's.
pub(super) async fn find(tx: &mut Tx, tenant: TenantId, id: TokenId) -> Result<Token> {
    tokens::find(tx, tenant, id).await?.ok_or(Error::NotFound)
}

/// The same with everything that belongs to it.
pub(super) async fn find_details(tx: &mut Tx, tenant: &Tenant, id: TokenId) -> Result<TokenDetails> {
    token_details::find(tx, tenant.id, id).await?.ok_or(Error::NotFound)
}

/// The user and the token of the page.
struct TokenPage<'a> {
    state: &'a State,
    page: &'a Page,
    person: &'a Person,
    tenant: &'a Tenant,
}

impl TokenPage<'_> {
    async fn frame(&self, tx: &mut Tx, details: &TokenDetails, tab: &'static str) -> Result<Frame> {
        let TokenDetails { token, reached, .. } = details;
        let now = self.state.now();
        let manages = self.person.may(Action::ManageTokens, &self.tenant.lineage);
        let gives = granting::can_grant(tx, self.person, &token.scope, reached).await?;
        Ok(Frame {
            tenant: self.tenant.into(),
            id: token.id.to_string(),
            name: token.labels.name.clone(),
            initials: initials(&token.labels.name),
            logo: token_view::logo(&self.tenant.slug, token.logo),
            masked: token_view::masked(&self.state.fixed.token_prefix, &token.last_four),
            status: token_view::badge(self.page.locale, token.life, now, self.tenant.zone),
            acts: TokenActions::of(token.life.status(now), manages, gives),
            tab,
        })
    }
}

/// `GET`: 200 with the token, 404 if this tenant has no such token.
pub async fn general(cx: TenantCx, Id(token_id): Id<TokenId>) -> Result<HttpResponse> {
    let now = cx.now();
    let mut tx = cx.read().await?;
    let details = find_details(&mut tx, &cx.tenant, token_id).await?;
    let looking = TokenPage { state: &cx.state, page: &cx.page, person: &cx.person, tenant: &cx.tenant };
    let frame = looking.frame(&mut tx, &details, "general").await?;
    let secrets = secrets::of_token(&mut tx, details.token.id, SECRETS).await?;
    let created_with = issuer(&mut tx, &cx.person, details.token.issued_by).await?;
    let (issued, issued_url) = issued_with(&mut tx, &looking, &details.token).await?;
    drop(tx);
    let TokenDetails { token, modules, .. } = details;
    let (locale, zone) = (cx.page.locale, cx.tenant.zone);
    respond::page(&GeneralTab {
        secrets: secret_rows::rows(
            locale,
            &cx.tenant,
            &cx.state.fixed.token_prefix,
            secrets,
            now,
            frame.acts,
        ),
        frame,
        last_use: last_use(locale, &token, &modules),
        texts: token.labels,
        created: When::moment(locale, token.created_at, zone),
        created_by: token.created_by,
        created_with,
        issued,
        issued_url,
        expires: token.life.expires_at.map(|at| When::moment(locale, at, zone)),
        last_used: token.last_used_at.map(|at| When::ago(locale, at, now, zone)),
        revoked: token.life.revoked_at.map(|at| When::moment(locale, at, zone)),
        page: cx.page,
    })
}

/// The address of the token that created another one, if this person may see it.
async fn issuer(tx: &mut Tx, person: &Person, id: Option<TokenId>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let Some(home) = tokens::home(tx, id).await? else { return Ok(None) };
    let home = tenants::find(tx, home).await?;
    let seen = home.filter(|home| person.may(Action::ReadTokens, &home.lineage));
    Ok(seen.map(|home| token_urls::details(&home.slug, id)))
}

/// How many tokens it created, and where this person can revoke them.
async fn issued_with(
    tx: &mut Tx,
    looking: &TokenPage<'_>,
    token: &Token,
) -> Result<(Option<String>, Option<String>)> {
    let all = issued::find(tx, token.id, IssuedFilter::All, &Reach::Everywhere).await?.within.len();
    if all == 0 {
        return Ok((None, None));
    }
    let count = looking.page.t(msg::token_issued_count(i64::try_from(all).unwrap_or(i64::MAX)));
    if !looking.person.may(Action::ManageTokens, &looking.tenant.lineage) {
        return Ok((Some(count), None));
    }
    let reach = looking.person.reach(Action::ManageTokens);
    let left = !issued::find(tx, token.id, IssuedFilter::NotRevoked, &reach).await?.within.is_empty();
    let url = format!("{}/revoke", token_urls::details(&looking.tenant.slug, token.id));
    Ok((Some(count), left.then_some(url)))
}

/// `GET .../access`: 200 with what the token may do, and where.
pub async fn access(cx: TenantCx, Id(token_id): Id<TokenId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let details = find_details(&mut tx, &cx.tenant, token_id).await?;
    let looking = TokenPage { state: &cx.state, page: &cx.page, person: &cx.person, tenant: &cx.tenant };
    let frame = looking.frame(&mut tx, &details, "access").await?;
    let readable = Readable::by(&mut tx, &cx.person, &details.reached).await?;
    drop(tx);
    let TokenDetails { token, reached, app, modules, .. } = details;
    let locale = cx.page.locale;
    let scope = match token.scope {
        TenantScope::All => locale.t(msg::TOKEN_SCOPE_ALL_FUTURE),
        _ => token_view::scope(locale, &readable, &token, &cx.tenant.name, &reached),
    };
    let reached = token_view::shown(locale, readable.names(&reached));
    let names = token_view::names(locale, &token.scope, &cx.tenant.name, reached);
    let modules: Vec<String> = modules.into_iter().map(|module| module.name).collect();
    let moment = token.life.expires_at.map(|at| locale.moment(at, cx.tenant.zone));
    let until = moment.as_deref().map(|moment| (moment, cx.tenant.zone.name()));
    respond::page(&AccessTab {
        frame,
        sentence: sentence(&cx.page, token.permissions.into(), &modules, names.as_deref(), until),
        scope,
        app: app.map(|app| app.name).unwrap_or_default(),
        modules: modules.join(", "),
        permissions: token.permissions.into(),
        page: cx.page,
    })
}

/// `GET .../usage`: 200 with the token's usage.
pub async fn used(cx: TenantCx, Id(token_id): Id<TokenId>) -> Result<HttpResponse> {
    let now = cx.now();
    let mut tx = cx.read().await?;
    let details = find_details(&mut tx, &cx.tenant, token_id).await?;
    let looking = TokenPage { state: &cx.state, page: &cx.page, person: &cx.person, tenant: &cx.tenant };
    let frame = looking.frame(&mut tx, &details, "usage").await?;
    let TokenDetails { token, modules, .. } = details;
    let (first, last) = usage::span(now);
    let days = usage_days::days(&mut tx, cx.tenant.id, token.id, first, last).await?;
    let areas = usage_days::areas(&mut tx, cx.tenant.id, token.id, first, last, usage::MAX_AREAS).await?;
    drop(tx);
    respond::page(&UsageTab {
        frame,
        last_used: token.last_used_at.map(|at| When::ago(cx.page.locale, at, now, cx.tenant.zone)),
        last_use: last_use(cx.page.locale, &token, &modules),
        usage: usage::view(cx.page.locale, &token, &modules, &days, &areas, now),
        page: cx.page,
    })
}

/// The query parameters of the events. Invalid ones are ignored.
#[derive(Deserialize)]
pub struct EventsQuery {
    after: Option<String>,
    before: Option<String>,
}

impl EventsQuery {
    fn cursor(&self) -> audit::Cursor {
        let id = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Uuid>().ok());
        match (id(&self.after), id(&self.before)) {
            (Some(id), _) => audit::Cursor::After(id),
            (None, Some(id)) => audit::Cursor::Before(id),
            (None, None) => audit::Cursor::First,
        }
    }
}

/// `GET .../audit`: 200 with a page of the token's events, newest first.
pub async fn audit(
    cx: TenantCx,
    Id(token_id): Id<TokenId>,
    wanted: Query<EventsQuery>,
) -> Result<HttpResponse> {
    let now = cx.now();
    let mut tx = cx.read().await?;
    let details = find_details(&mut tx, &cx.tenant, token_id).await?;
    let id = details.token.id;
    let mut found = audit::of_object(&mut tx, cx.tenant.id, id.uuid(), wanted.cursor(), EVENTS).await?;
    let reach = visible::reach_of(&cx.person);
    visible::redact_all(&mut tx, &reach, &mut found.events).await?;
    let looking = TokenPage { state: &cx.state, page: &cx.page, person: &cx.person, tenant: &cx.tenant };
    let frame = looking.frame(&mut tx, &details, "audit").await?;
    drop(tx);
    let here = format!("{}/audit", token_urls::details(&cx.tenant.slug, id));
    let address = |name: &str, event: Option<Uuid>| {
        event.map(|event| respond::address(&here, &[(name, &event.to_string())]))
    };
    let (first, last) = (found.events.first(), found.events.last());
    let paging = Paging {
        range: cx.page.t(msg::audit_shown(i64::try_from(found.events.len()).unwrap_or(0))),
        previous: address("before", first.filter(|_| found.has_previous).map(|event| event.id)),
        next: address("after", last.filter(|_| found.has_next).map(|event| event.id)),
    };
    let event_views =
        found.events.into_iter().map(|event| event_view::view(cx.page.locale, cx.tenant.zone, now, event));
    respond::page(&AuditTab { frame, event_views: event_views.collect(), paging, page: cx.page })
}

/// Address, permission and module of the last use, if known.
fn last_use(locale: Locale, token: &Token, modules: &[Module]) -> Vec<String> {
    let permission = token.last_used_permission.map(|permission| usage::permission(locale, permission));
    let module = token.last_used_module.as_deref().map(|slug| usage::module(modules, slug));
    [token.last_used_from.clone(), permission, module].into_iter().flatten().collect()
}
