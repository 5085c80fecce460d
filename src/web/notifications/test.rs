//! `POST .../settings/notifications/test`: a message that tells nothing, to see whether messages arrive.

use actix_web::HttpResponse;

use super::address;
use crate::auth::session::{self, Flash};
use crate::error::Result;
use crate::service::notifications::{self, Tested};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::respond;

/// `POST`: 303 back to the page.
pub async fn send(cx: TenantCx, _form: Form) -> Result<HttpResponse> {
    let (tenant, tested) = notifications::test(&cx.act()).await?;
    let (success, text) = match tested {
        Tested::Done => (true, cx.page.t("notify-test-flash")),
        Tested::NoRecipients => (false, cx.page.t("notify-nobody-flash")),
        Tested::Running => (false, cx.page.t("notify-testing-flash")),
    };
    session::set_flash(&cx.session(), &Flash { success, text });
    Ok(respond::see_other(&address(&tenant.slug)))
}
