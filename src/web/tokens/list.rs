//! `/administration/tenants/{slug}/api`: the token list.

use std::collections::HashSet;

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::filters::{self, Known};
use super::query::{Asked, Wanted};
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
use crate::store::token_list::{self, COUNT_LIMIT, Listing, Look};
use crate::store::tokens::ReachedTenant;
use crate::store::{Tx, apps, modules};
use crate::web::page::Page;
use crate::web::view::{Paging, When, initials};
use crate::web::{htmx, respond};

/// Tokens on a page.
const PAGE: usize = 50;
/// So many apps, and so many who issued, may be chosen from.
pub(super) const MOST_CHOICES: i64 = 200;

/// `GET`: 200 with a page of tokens; htmx gets the list alone.
pub async fn show(
    state: Data<State>,
    request: HttpRequest,
    page: Page,
    Caller(person): Caller,
    Here(tenant): Here,
    wanted: Query<Wanted>,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = state.db.read().await?;
    let modules = modules::all(&mut tx).await?;
    let apps = apps::list(&mut tx, tenant.id, None, MOST_CHOICES).await?;
    let asked = wanted.into_inner().understand(&modules, &apps);
    let creators = token_list::creators(&mut tx, tenant.id, MOST_CHOICES).await?;
    let look = Look { tenant: tenant.id, filter: &asked.filter, order: asked.order, now };
    let listing = token_list::page(&mut tx, look, asked.cursor.clone(), PAGE).await?;
    let can_manage = person.may(Action::ManageTokens, &tenant.lineage);
    let given = given(&mut tx, &person, &listing, now).await?;
    drop(tx);

    let path = format!("/administration/tenants/{}/api", tenant.slug);
    let known = Known { modules: &modules, apps: &apps, creators: &creators };
    let list = ListPage {
        can_create: can_manage,
        can_edit_tenant: person.may(Action::ChangeTenant, &tenant.lineage),
        tenant_disabled: tenant.is_disabled(),
        paging: paging(&page, &path, &asked, &listing),
        filters: filters::view(page.locale, &path, &asked, &known, listing.total),
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
    if !htmx::wants_fragment(&request) {
        return respond::page(&list);
    }
    let mut answer = respond::page(&list.as_list())?;
    // A form sends all its fields; the address shall carry what counts.
    htmx::push_address(&mut answer, &asked.address(&path, &[]));
    Ok(answer)
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
        acts,
        last_used_from: token.last_used_from.clone().unwrap_or_default(),
    }
}

fn paging(page: &Page, path: &str, asked: &Asked, listing: &Listing) -> Paging {
    Paging {
        range: range(page, listing.tokens.len(), listing.total, listing.skipped),
        previous: listing.previous.as_ref().map(|place| asked.page(path, "before", place)),
        next: listing.next.as_ref().map(|place| asked.page(path, "after", place)),
    }
}

/// `1–50 of 1,000+`. Deep in a large list only the total is said: counting how far one got would take too long.
fn range(page: &Page, shown: usize, total: i64, skipped: i64) -> String {
    let locale = page.locale;
    let of = filters::number(locale, total);
    if skipped > COUNT_LIMIT {
        return page.t1("paging-of-many", "total", &of);
    }
    let shown = i64::try_from(shown).unwrap_or(0);
    let span = format!("{}–{}", locale.number(skipped + 1), locale.number(skipped + shown));
    page.t2("paging-range", "range", &span, "total", &of)
}
