//! `/administration/tenants/{slug}/api`: the token list.

use std::collections::HashSet;

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::{Acts, ListPage, TokenRow, look};
use crate::acts::giving;
use crate::auth::gate::{Caller, Here};
use crate::domain::id::TokenId;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, Token};
use crate::error::Result;
use crate::i18n::Locale;
use crate::state::State;
use crate::store::Tx;
use crate::store::token_list::{self, COUNT_LIMIT, Cursor, Filter, Listing};
use crate::store::tokens::ReachedTenant;
use crate::web::page::Page;
use crate::web::view::{Paging, When, initials};
use crate::web::{htmx, respond};

/// Tokens on a page.
const PAGE: usize = 50;

/// What the address may carry. What cannot be understood is as if it were not there.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    status: String,
    after: Option<String>,
    before: Option<String>,
}

/// `GET`: 200 with a page of tokens, the newest first; htmx gets the list alone.
pub async fn show(
    state: Data<State>,
    request: HttpRequest,
    page: Page,
    Caller(person): Caller,
    Here(tenant): Here,
    wanted: Query<Wanted>,
) -> Result<HttpResponse> {
    let now = state.now();
    let filter = Filter { search: wanted.q.trim().to_owned(), status: Status::from_name(&wanted.status) };
    let mut tx = state.db.read().await?;
    let listing = token_list::page(&mut tx, tenant.id, &filter, wanted.cursor(), PAGE, now).await?;
    let total = token_list::count(&mut tx, tenant.id, &filter, None, now).await?;
    let first = listing.tokens.first().map(|token| token.id);
    let skipped = match first {
        Some(first) if listing.has_previous => {
            token_list::count(&mut tx, tenant.id, &filter, Some(first), now).await?
        }
        _ => 0,
    };
    let can_manage = person.may(Action::ManageTokens, &tenant.lineage);
    let given = given(&mut tx, &person, &listing, now).await?;
    drop(tx);

    let list = ListPage {
        can_create: can_manage,
        can_edit_tenant: person.may(Action::ChangeTenant, &tenant.lineage),
        tenant_disabled: tenant.is_disabled(),
        paging: paging(&page, &tenant, &filter, &listing, total, skipped),
        q: filter.search,
        status: filter.status.map_or("all", Status::name).to_owned(),
        rows: listing
            .tokens
            .iter()
            .map(|token| {
                let reached = listing.reached.get(&token.id).map_or(&[][..], Vec::as_slice);
                let acts = Acts::of(token.life.status(now), can_manage, given.contains(&token.id));
                row(&state.fixed.token_prefix, page.locale, &tenant, token, reached, acts, now)
            })
            .collect(),
        query: request.query_string().to_owned(),
        tenant: (&tenant).into(),
        page,
    };
    if htmx::wants_fragment(&request) { respond::page(&list.as_list()) } else { respond::page(&list) }
}

impl Wanted {
    fn cursor(&self) -> Cursor {
        let id = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<TokenId>().ok());
        match (id(&self.after), id(&self.before)) {
            (Some(id), _) => Cursor::After(id),
            (None, Some(id)) => Cursor::Before(id),
            (None, None) => Cursor::First,
        }
    }
}

/// Those of the disabled tokens on this page that this person may enable again.
async fn given(tx: &mut Tx, person: &Person, listing: &Listing, now: Timestamp) -> Result<HashSet<TokenId>> {
    let mut given = HashSet::new();
    for token in listing.tokens.iter().filter(|token| token.life.status(now) == Status::Disabled) {
        let reached = listing.reached.get(&token.id).map_or(&[][..], Vec::as_slice);
        if giving::may_give(tx, person, &token.scope, reached).await? {
            given.insert(token.id);
        }
    }
    Ok(given)
}

fn row(
    prefix: &str,
    locale: Locale,
    tenant: &Tenant,
    token: &Token,
    reached: &[ReachedTenant],
    acts: Acts,
    now: Timestamp,
) -> TokenRow {
    TokenRow {
        id: token.id.to_string(),
        name: token.name.clone(),
        initials: initials(&token.name),
        logo: look::logo(tenant, token.logo),
        masked: look::masked(prefix, &token.last_four),
        scope: look::scope(locale, token, tenant, reached),
        permissions: token.permissions.into(),
        status: look::badge(locale, token.life, now, tenant.zone),
        created: When::date(locale, token.created_at, tenant.zone),
        expires: token.life.expires_at.map(|at| When::date(locale, at, tenant.zone)),
        last_used: token.last_used_at.map(|at| When::ago(locale, at, now, tenant.zone)),
        last_used_from: token.last_used_from.clone().unwrap_or_default(),
        acts,
    }
}

fn paging(
    page: &Page,
    tenant: &Tenant,
    filter: &Filter,
    listing: &Listing,
    total: i64,
    skipped: i64,
) -> Paging {
    let address = |name: &'static str, id: TokenId| {
        let id = id.to_string();
        let mut query = Vec::new();
        if !filter.search.is_empty() {
            query.push(("q", filter.search.as_str()));
        }
        if let Some(status) = filter.status {
            query.push(("status", status.name()));
        }
        query.push((name, id.as_str()));
        respond::address(&format!("/administration/tenants/{}/api", tenant.slug), &query)
    };
    let previous = listing.tokens.first().filter(|_| listing.has_previous);
    let next = listing.tokens.last().filter(|_| listing.has_next);
    Paging {
        range: range(page, listing.tokens.len(), total, skipped),
        previous: previous.map(|token| address("before", token.id)),
        next: next.map(|token| address("after", token.id)),
    }
}

/// `1–50 of 1,000+`. Deep in a large list only the total is said: counting how far one got would take too long.
fn range(page: &Page, shown: usize, total: i64, skipped: i64) -> String {
    let locale = page.locale;
    let capped = total > COUNT_LIMIT;
    let of = if capped { format!("{}+", locale.number(COUNT_LIMIT)) } else { locale.number(total) };
    if skipped > COUNT_LIMIT {
        return page.t1("paging-of-many", "total", &of);
    }
    let shown = i64::try_from(shown).unwrap_or(0);
    let span = format!("{}–{}", locale.number(skipped + 1), locale.number(skipped + shown));
    page.t2("paging-range", "range", &span, "total", &of)
}
