//! `/administration/tenants/{slug}/apps`: the apps of a tenant.

use actix_web::HttpResponse;
use actix_web::web::Query;
use serde::Deserialize;

use super::{AppListPage, AppRow, list_url};
use crate::domain::id::AppId;
use crate::domain::person::Action;
use crate::error::Result;
use crate::store::apps;
use crate::web::cx::TenantCx;
use crate::web::respond;
use crate::web::view::{Paging, When, capped_count, initials};

/// Apps per page.
const PAGE: usize = 50;

/// The query parameters. Any others are ignored.
#[derive(Deserialize)]
pub struct ListQuery {
    after: Option<String>,
}

/// `GET`: 200 with a page of apps, by name.
pub async fn show(cx: TenantCx, query: Query<ListQuery>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX - 1) + 1;
    let mut found = apps::list(&mut tx, cx.tenant.id, query.after.as_deref(), limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let ids: Vec<AppId> = found.iter().map(|app| app.id).collect();
    let active = apps::active_tokens(&mut tx, cx.tenant.id, &ids, cx.now()).await?;
    drop(tx);

    let first = list_url(&cx.tenant);
    let paging = Paging {
        range: String::new(),
        next: found.last().filter(|_| more).map(|last| respond::address(&first, &[("after", &last.slug)])),
        previous: query.after.is_some().then_some(first),
    };
    let rows = found.into_iter().map(|app| AppRow {
        initials: initials(&app.name),
        active_tokens: capped_count(cx.page.locale, active.get(&app.id).copied().unwrap_or(0)),
        created: When::date(cx.page.locale, app.created_at, cx.tenant.zone),
        slug: app.slug,
        name: app.name,
    });
    respond::page(&AppListPage {
        rows: rows.collect(),
        paging,
        can_edit_tenant: cx.person.may(Action::ChangeTenant, &cx.tenant.lineage),
        tenant: (&cx.tenant).into(),
        page: cx.page,
    })
}
