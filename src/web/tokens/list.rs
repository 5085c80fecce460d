//! `/administration/tenants/{slug}/api`: the token list; and `/administration/tokens`: the same across all tenants.

use std::collections::HashSet;

use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};

use super::bulk::{self, BulkBar};
use super::filters::{self, FilterOptions};
use super::home::{self, Home, Homes};
use super::query::{ListQuery, ListRequest};
use super::{ListPage, MAX_CHOICES, TokenActions, TokenRow};
use crate::domain::app::App;
use crate::domain::id::{TenantId, TokenId};
use crate::domain::module::Module;
use crate::domain::person::{Action, Person, Reach};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, Token};
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::service::granting;
use crate::service::visible::{self, Readable};
use crate::state::State;
use crate::store::tokens::ReachedTenant;
use crate::store::tokens::filter::Filter;
use crate::store::tokens::{
    self,
    list::{COUNT_LIMIT, Listing, TokenQuery},
};
use crate::store::{Tx, apps, bulk::jobs as bulk_jobs, modules, tenants};
use crate::web::cx::{AdminCx, TenantCx};
use crate::web::page::Page;
use crate::web::token_urls::{BackLink, EVERYWHERE};
use crate::web::view::{Paging, When, capped_count, initials};
use crate::web::{htmx, respond};
use crate::web::{token_urls, token_view};

/// Tokens per page.
const PAGE: usize = 50;
/// How many running bulk actions are shown.
const MAX_SHOWN: i64 = 3;

/// The viewer of a list.
pub(super) struct TokenPage<'a> {
    pub state: &'a State,
    pub person: &'a Person,
}

/// A list, and what it was built from.
pub(super) struct ListView {
    pub list: ListPage,
    /// Its address.
    pub address: String,
    pub filter: Filter,
    /// The only tenant in the list; `None` for all tenants.
    pub of: Option<TenantId>,
}

/// `GET .../tenants/{slug}/api`: 200 with a page of tokens; htmx gets only the list.
pub async fn show(cx: TenantCx, wanted: Query<ListQuery>) -> Result<HttpResponse> {
    let looking = TokenPage { state: &cx.state, person: &cx.person };
    let shown = looking.at(cx.page, &cx.tenant, wanted.into_inner(), cx.request.query_string()).await?;
    answer(&cx.request, &shown)
}

/// `GET /administration/tokens`: the same across all tenants. Changes to a token are made in its tenant.
pub async fn everywhere(cx: AdminCx, wanted: Query<ListQuery>) -> Result<HttpResponse> {
    let looking = TokenPage { state: &cx.state, person: &cx.person };
    let shown = looking.at_all(cx.page, wanted.into_inner(), cx.request.query_string()).await?;
    answer(&cx.request, &shown)
}

impl TokenPage<'_> {
    /// The list of a tenant for this query.
    pub async fn at(&self, page: Page, tenant: &Tenant, wanted: ListQuery, query: &str) -> Result<ListView> {
        let Self { state, person } = self;
        let now = state.now();
        let mut tx = state.db.read().await?;
        let modules = modules::all(&mut tx).await?;
        let apps = apps::list(&mut tx, tenant.id, None, MAX_CHOICES).await?;
        let asked = wanted.resolve(&modules, &apps);
        let creators = tokens::list::creators(&mut tx, Some(tenant.id), MAX_CHOICES).await?;
        let token_query =
            TokenQuery { tenant: Some(tenant.id), filter: &asked.filter, order: asked.order, now };
        let listing = tokens::list::page(&mut tx, token_query, asked.cursor.clone(), PAGE).await?;
        let can_manage = person.may(Action::ManageTokens, &tenant.lineage);
        let given = given(&mut tx, person, &listing, now).await?;
        let readable = readable(&mut tx, person, &listing).await?;
        let jobs = bulk_jobs::running(&mut tx, tenant.id, MAX_SHOWN).await?;
        drop(tx);

        let path = token_urls::list(&tenant.slug, "");
        let known = FilterOptions { tenants: &[], modules: &modules, apps: &apps, creators: &creators };
        let homes = Homes::from([(tenant.id, Home::from(tenant))]);
        let acts =
            |token: &Token| TokenActions::of(token.life.status(now), can_manage, given.contains(&token.id));
        let list = ListPage {
            can_create: can_manage,
            can_edit_tenant: person.may(Action::ChangeTenant, &tenant.lineage),
            tenant_disabled: tenant.is_disabled(),
            paging: paging(&page, &path, &asked, &listing),
            filters: filters::view(page.locale, &path, &asked, &known, &listing),
            bulk: can_manage.then(|| BulkBar::new(page.locale, &path, &asked, listing.total, query)),
            under_way: bulk::under_way(page.locale, &tenant.slug, &jobs),
            rows: rows((&state.fixed.token_prefix, &readable), page.locale, &listing, &homes, now, acts),
            here: BackLink { everywhere: false, query: query.to_owned() },
            tenant: Some(tenant.into()),
            page,
        };
        Ok(ListView { list, address: asked.address(&path, &[]), filter: asked.filter, of: Some(tenant.id) })
    }

    /// The list across all tenants for this query.
    pub async fn at_all(&self, page: Page, wanted: ListQuery, query: &str) -> Result<ListView> {
        let Self { state, person } = self;
        let now = state.now();
        let mut tx = state.db.read().await?;
        let modules = modules::all(&mut tx).await?;
        let known = tenants::Query { reach: &Reach::Everywhere, search: "", after: None, limit: MAX_CHOICES };
        let mut choices: Vec<Home> =
            tenants::list(&mut tx, &known).await?.into_iter().map(Home::from).collect();
        let (asked, tenant, apps) = of_all(&mut tx, wanted, &modules).await?;
        if let Some(tenant) = &tenant
            && choices.iter().all(|choice| choice.slug != tenant.slug)
        {
            choices.push(tenant.into());
        }
        let of = tenant.as_ref().map(|tenant| tenant.id);
        let creators = tokens::list::creators(&mut tx, of, MAX_CHOICES).await?;
        let token_query = TokenQuery { tenant: of, filter: &asked.filter, order: asked.order, now };
        let listing = tokens::list::page(&mut tx, token_query, asked.cursor.clone(), PAGE).await?;
        let homes = home::of(&mut tx, listing.tokens.iter()).await?;
        let given = given(&mut tx, person, &listing, now).await?;
        let readable = readable(&mut tx, person, &listing).await?;
        drop(tx);

        let known = FilterOptions { tenants: &choices, modules: &modules, apps: &apps, creators: &creators };
        let manages = person.may_everywhere(Action::ManageTokens);
        let acts =
            |token: &Token| TokenActions::of(token.life.status(now), manages, given.contains(&token.id));
        let list = ListPage {
            can_create: false,
            can_edit_tenant: false,
            tenant_disabled: false,
            paging: paging(&page, EVERYWHERE, &asked, &listing),
            filters: filters::view(page.locale, EVERYWHERE, &asked, &known, &listing),
            bulk: None,
            under_way: Vec::new(),
            rows: rows((&state.fixed.token_prefix, &readable), page.locale, &listing, &homes, now, acts),
            here: BackLink { everywhere: true, query: query.to_owned() },
            tenant: None,
            page,
        };
        Ok(ListView { list, address: asked.address(EVERYWHERE, &[]), filter: asked.filter, of })
    }
}

/// The query across all tenants, and the only tenant it names, if any: its apps can then be filtered by as well.
pub(super) async fn of_all(
    tx: &mut Tx,
    wanted: ListQuery,
    modules: &[Module],
) -> Result<(ListRequest, Option<Tenant>, Vec<App>)> {
    let tenant = match wanted.tenant() {
        "" => None,
        slug => tenants::find_by_slug(tx, slug).await?,
    };
    let apps = match &tenant {
        Some(tenant) => apps::list(tx, tenant.id, None, MAX_CHOICES).await?,
        None => Vec::new(),
    };
    let asked = wanted.resolve(modules, &apps);
    Ok(match tenant {
        Some(tenant) => (asked.within(&tenant.slug), Some(tenant), apps),
        None => (asked, None, apps),
    })
}

fn answer(request: &HttpRequest, shown: &ListView) -> Result<HttpResponse> {
    if !htmx::wants_fragment(request) {
        return respond::page(&shown.list);
    }
    let mut answer = respond::page(&shown.list.as_list())?;
    // A form sends all its fields, but the address needs only those that are set.
    htmx::push_address(&mut answer, &shown.address);
    Ok(answer)
}

/// Those of the disabled tokens on this page that this person may enable.
async fn given(tx: &mut Tx, person: &Person, listing: &Listing, now: Timestamp) -> Result<HashSet<TokenId>> {
    let mut given = HashSet::new();
    for token in listing.tokens.iter().filter(|token| token.life.status(now) == Status::Disabled) {
        let reached = listing.reached.get(&token.id).map_or(&[][..], Vec::as_slice);
        if granting::can_grant(tx, person, &token.scope, reached).await? {
            given.insert(token.id);
        }
    }
    Ok(given)
}

/// Which of these tokens' tenants may be named.
async fn readable(tx: &mut Tx, person: &Person, listing: &Listing) -> Result<Readable> {
    let reached = listing.reached.values().flatten().map(|tenant| tenant.id);
    Readable::among(tx, &visible::reach_of(person), reached, []).await
}

fn rows(
    (prefix, readable): (&str, &Readable),
    locale: Locale,
    listing: &Listing,
    homes: &Homes,
    now: Timestamp,
    acts: impl Fn(&Token) -> TokenActions,
) -> Vec<TokenRow> {
    listing
        .tokens
        .iter()
        .filter_map(|token| {
            let reached = listing.reached.get(&token.id).map_or(&[][..], Vec::as_slice);
            Some(row((prefix, readable), locale, homes.get(&token.tenant)?, token, reached, acts(token), now))
        })
        .collect()
}

pub(super) fn row(
    (prefix, readable): (&str, &Readable),
    locale: Locale,
    home: &Home,
    token: &Token,
    reached: &[ReachedTenant],
    acts: TokenActions,
    now: Timestamp,
) -> TokenRow {
    TokenRow {
        url: token_urls::details(&home.slug, token.id),
        home: home.into(),
        id: token.id.to_string(),
        name: token.labels.name.clone(),
        initials: initials(&token.labels.name),
        logo: token_view::logo(&home.slug, token.logo),
        masked: token_view::masked(prefix, &token.last_four),
        scope: token_view::scope(locale, readable, token, &home.name, reached),
        permissions: token.permissions.into(),
        status: token_view::badge(locale, token.life, now, home.zone),
        created: When::date(locale, token.created_at, home.zone),
        expires: token.life.expires_at.map(|at| When::date(locale, at, home.zone)),
        last_used: token.last_used_at.map(|at| When::ago(locale, at, now, home.zone)),
        acts,
        last_used_from: token.last_used_from.clone().unwrap_or_default(),
    }
}

fn paging(page: &Page, path: &str, asked: &ListRequest, listing: &Listing) -> Paging {
    Paging {
        range: range(page, listing.tokens.len(), listing.total, listing.skipped),
        previous: listing.previous.as_ref().map(|place| asked.page(path, "before", place)),
        next: listing.next.as_ref().map(|place| asked.page(path, "after", place)),
    }
}

/// `1–50 of 1,000+`. Deep in a large list only the total, because counting the position would take too long.
fn range(page: &Page, shown: usize, total: i64, skipped: i64) -> String {
    let locale = page.locale;
    let of = capped_count(locale, total);
    if skipped > COUNT_LIMIT {
        return page.t(msg::paging_of_many(&of));
    }
    let shown = i64::try_from(shown).unwrap_or(0);
    if shown == 0 {
        return page.t(msg::paging_of_many(&of));
    }
    let span = format!("{}–{}", locale.number(skipped + 1), locale.number(skipped + shown));
    page.t(msg::paging_range(&span, &of))
}
