//! `POST .../settings/notifications/test`: a message that tells nothing, to see whether messages arrive.

use actix_web::HttpResponse;

use super::address;
use crate::auth::acting::Change;
use crate::auth::session::{self, Flash};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::new_id;
use crate::domain::notice::{Kind, Notice};
use crate::error::Result;
use crate::store::notices::{self, deliveries};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::respond;

/// `POST`: 303 back to the page. One test at a time, so that it can't be used to fill a mailbox.
pub async fn send(cx: TenantCx, _form: Form) -> Result<HttpResponse> {
    let now = cx.now();
    let mut tx = cx.write().await?;
    let tenant = tx.tenant()?;
    let recipients = notices::settings::find(&mut tx, tenant.id).await?;
    let (success, key) = if recipients.is_nobody() {
        (false, "notify-nobody-flash")
    } else if deliveries::is_testing(&mut tx, tenant.id).await? {
        (false, "notify-testing-flash")
    } else {
        let notice = Notice {
            id: new_id(now, &cx.state.entropy)?,
            tenant: tenant.id,
            kind: Kind::Test,
            token: None,
            expires_at: None,
            occurred_at: now,
        };
        notices::insert(&mut tx, &notice, &recipients).await?;
        let object = Object { id: tenant.id.uuid(), label: &tenant.name };
        let action = EventKind::NotificationTested;
        tx.record(Some(tenant.id), action, object, Change::default())?;
        tx.commit().await?;
        (true, "notify-test-flash")
    };
    session::set_flash(&cx.session(), &Flash { success, text: cx.page.t(key) });
    Ok(respond::see_other(&address(&tenant.slug)))
}
