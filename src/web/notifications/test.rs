//! `POST .../settings/notifications/test`: a message that tells nothing, to see whether messages arrive.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::web::Data;

use super::address;
use crate::auth::acting::{self, Change};
use crate::auth::authority::Authority;
use crate::auth::session::{self, Flash};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::new_id;
use crate::domain::notice::{Kind, Notice};
use crate::error::Result;
use crate::state::State;
use crate::store::notices::{self, deliveries};
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;

/// `POST`: 303 back to the page. One test at a time, so that it can't be used to fill a mailbox.
pub async fn send(
    state: Data<State>,
    page: Page,
    session: Session,
    authority: Authority,
    _form: Form,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = authority.begin(&state).await?;
    let tenant = tx.tenant()?;
    let recipients = notices::settings::find(&mut tx, tenant.id).await?;
    let (success, key) = if recipients.is_nobody() {
        (false, "notify-nobody-flash")
    } else if deliveries::is_testing(&mut tx, tenant.id).await? {
        (false, "notify-testing-flash")
    } else {
        let notice = Notice {
            id: new_id(now, &state.entropy)?,
            tenant: tenant.id,
            kind: Kind::Test,
            token: None,
            expires_at: None,
            occurred_at: now,
        };
        notices::insert(&mut tx, &notice, &recipients).await?;
        let object = Object { id: tenant.id.uuid(), label: &tenant.name };
        let action = EventKind::NotificationTested;
        acting::record(
            &mut tx,
            &state,
            authority.origin(),
            Some(tenant.id),
            action,
            object,
            Change::default(),
        )
        .await?;
        tx.commit().await?;
        (true, "notify-test-flash")
    };
    session::set_flash(&session, &Flash { success, text: page.t(key) });
    Ok(respond::see_other(&address(&tenant.slug)))
}
