//! `/administration/tenants`: the tenants that a person may see.

use actix_web::HttpResponse;
use actix_web::web::Query;
use serde::Deserialize;

use super::{TenantListPage, TenantRow};
use crate::domain::id::TenantId;
use crate::domain::person::Action;
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::service::visible::Readable;
use crate::store::tenants::{self, ListedTenant};
use crate::store::tokens;
use crate::web::cx::AdminCx;
use crate::web::respond;
use crate::web::token_view;
use crate::web::view::{Badge, BadgeKind, Paging, TenantRef, When, capped_count, initials};

/// Tenants per page.
const PAGE: usize = 50;

/// The query parameters. Any others are ignored.
#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    after: Option<String>,
}

/// `GET`: 200 with a page of tenants, by name.
pub async fn show(cx: AdminCx, page: Query<ListQuery>) -> Result<HttpResponse> {
    let now = cx.now();
    let reach = cx.person.reach(Action::ReadTenant);
    let search = page.q.trim();
    let mut tx = cx.read().await?;
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX - 1) + 1;
    let query = tenants::Query { reach: &reach, search, after: page.after.as_deref(), limit };
    let mut found = tenants::list(&mut tx, &query).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let ids: Vec<TenantId> = found.iter().map(|tenant| tenant.id).collect();
    let active = tokens::count_active(&mut tx, &ids, now).await?;
    let readable =
        Readable::among(&mut tx, &reach, found.iter().filter_map(|tenant| tenant.parent_id), []).await?;
    drop(tx);

    let address = |after: Option<&str>| {
        let query: Vec<(&str, &str)> = [("q", search)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .chain(after.map(|slug| ("after", slug)))
            .collect();
        respond::address("/administration/tenants", &query)
    };
    let paging = Paging {
        range: String::new(),
        previous: page.after.is_some().then(|| address(None)),
        next: found.last().filter(|_| more).map(|last| address(Some(&last.slug))),
    };
    let locale = cx.page.locale;
    let rows = found
        .into_iter()
        .map(|tenant| {
            let active = active.get(&tenant.id).copied().unwrap_or(0);
            row(locale, &readable, tenant, active)
        })
        .collect();
    let can_create = cx.person.may_everywhere(Action::CreateTenants);
    respond::page(&TenantListPage { page: cx.page, can_create, q: search.to_owned(), rows, paging })
}

fn row(locale: Locale, readable: &Readable, tenant: ListedTenant, active: i64) -> TenantRow {
    let zone = tenant.time_zone.parse().unwrap_or(chrono_tz::UTC);
    TenantRow {
        initials: initials(&tenant.name),
        parent: match tenant.parent_id {
            Some(parent) if !readable.knows(parent) => token_view::other_tenants(locale, 1),
            _ => tenant.parent,
        }
        .unwrap_or_default(),
        status: badge(locale, tenant.disabled),
        active_tokens: capped_count(locale, active),
        language: Locale::from_tag(&tenant.language).map_or("", Locale::own_name).to_owned(),
        created: When::date(locale, tenant.created_at, zone),
        time_zone: tenant.time_zone,
        tenant: TenantRef { name: tenant.name, slug: tenant.slug },
    }
}

/// The badge of a tenant's status.
pub(super) fn badge(locale: Locale, disabled: bool) -> Badge {
    if disabled {
        Badge { kind: BadgeKind::Disabled, text: locale.t(msg::STATUS_DISABLED) }
    } else {
        Badge { kind: BadgeKind::Active, text: locale.t(msg::STATUS_ACTIVE) }
    }
}
