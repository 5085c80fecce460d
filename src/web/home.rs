//! `/`: redirects to the tenant worked in last.

use actix_web::HttpResponse;

use super::page::Page;
use super::respond;

/// `GET /`: redirects to the current tenant, or to the list of tenants if there is none, or several of which none was
/// chosen yet.
pub async fn show(page: Page) -> HttpResponse {
    match page.tenant {
        Some(tenant) => respond::see_other(&format!("/administration/tenants/{}", tenant.slug)),
        None => respond::see_other("/administration/tenants"),
    }
}
