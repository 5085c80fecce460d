//! `/administration/modules`: the catalogue.

use actix_web::HttpResponse;

use super::{ModuleListPage, ModuleRow};
use crate::domain::person::Action;
use crate::error::Result;
use crate::store::modules;
use crate::web::cx::AdminCx;
use crate::web::respond;
use crate::web::view::initials;

/// `GET`: 200 with every module, by name.
pub async fn show(cx: AdminCx) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let catalogue = modules::all(&mut tx).await?;
    let counts = modules::tenant_counts(&mut tx).await?;
    drop(tx);
    let rows = catalogue.into_iter().map(|module| ModuleRow {
        initials: initials(&module.name),
        tenants: cx.page.locale.number(counts.get(&module.id).copied().unwrap_or(0)),
        slug: module.slug,
        name: module.name,
        built_in: module.built_in,
        owners_only: module.owners_only,
    });
    let can_manage = cx.person.may_everywhere(Action::ManageModules);
    respond::page(&ModuleListPage { rows: rows.collect(), can_manage, page: cx.page })
}
