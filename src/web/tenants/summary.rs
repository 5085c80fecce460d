//! `/administration/tenants/{slug}`: a tenant at a glance.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::{TenantSummaryPage, TokenCounts, list};
use crate::auth::gate::{Caller, Here};
use crate::domain::person::Action;
use crate::error::Result;
use crate::i18n::Locale;
use crate::state::State;
use crate::store::token_list;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::view::When;

/// `GET`: 200 with the tenant's counts and facts.
pub async fn show(
    state: Data<State>,
    page: Page,
    Caller(person): Caller,
    Here(tenant): Here,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let [active, disabled, expired, revoked] = token_list::count_by_status(&mut tx, tenant.id, state.now())
        .await?
        .map(|count| page.locale.number(count));
    drop(tx);
    respond::page(&TenantSummaryPage {
        tenant: (&tenant).into(),
        can_edit_tenant: person.may(Action::ChangeTenant, &tenant.lineage),
        status: list::badge(page.locale, tenant.is_disabled()),
        counts: TokenCounts { active, disabled, expired, revoked },
        time_zone: tenant.zone.name().to_owned(),
        language: Locale::from_tag(&tenant.language).map_or("", Locale::own_name).to_owned(),
        created: When::date(page.locale, tenant.created_at, tenant.zone),
        page,
    })
}
