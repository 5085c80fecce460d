//! `/`: to where one works.

use actix_web::HttpResponse;

use super::page::Page;
use super::respond;

/// `GET /`: the tenant one works in; with none, or several and none chosen yet, the list of tenants.
pub async fn show(page: Page) -> HttpResponse {
    match page.tenant {
        Some(tenant) => respond::see_other(&format!("/administration/tenants/{}", tenant.slug)),
        None => respond::see_other("/administration/tenants"),
    }
}
