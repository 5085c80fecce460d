//! `POST .../settings/notifications/test`: sends a test message.

use actix_web::HttpResponse;

use super::address;
use crate::auth::session::{self, Flash};
use crate::error::Result;
use crate::i18n::msg;
use crate::service::notifications::{self, Tested};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::respond;

/// `POST`: 303 back to the page.
pub async fn send(cx: TenantCx, _form: Form) -> Result<HttpResponse> {
    let (tenant, tested) = notifications::test(&cx.act()).await?;
    let (success, text) = match tested {
        Tested::Done => (true, cx.page.t(msg::NOTIFY_TEST_FLASH)),
        Tested::NoRecipients => (false, cx.page.t(msg::NOTIFY_NOBODY_FLASH)),
        Tested::Running => (false, cx.page.t(msg::NOTIFY_TESTING_FLASH)),
    };
    session::set_flash(&cx.session(), &Flash { success, text });
    Ok(respond::see_other(&address(&tenant.slug)))
}
