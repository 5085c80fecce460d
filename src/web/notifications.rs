//! `/administration/tenants/{slug}/settings/notifications`: the notifications about the tenant's tokens and their
//! deliveries.

pub mod failed;
pub(crate) mod rows;
pub mod save;
pub mod secret;
pub mod test;

use actix_web::HttpResponse;
use askama::Template;

use super::page::{Errors, Page};
use super::respond;
use super::view::{Badge, Choice, TenantRef, When, capped_count};
use crate::domain::notice::{Kind, Kinds};
use crate::domain::tenant::Tenant;
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::state::State;
use crate::store::notices::settings::Recipients;
use crate::store::notices::{self, deliveries};
use crate::web::cx::TenantCx;

/// Number of recent deliveries listed, and of failed ones.
const NEWEST: i64 = 30;
const NEWEST_FAILED: i64 = 20;

/// The page.
#[derive(Template)]
#[template(path = "notifications/settings.html")]
pub struct NotificationsPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// Always true here; the tabs ask for it.
    pub can_edit_tenant: bool,
    /// What is wrong, by field: `emails`, `webhook`, `kinds`.
    pub errors: Errors,
    /// What the form holds.
    pub fields: NotifyFields,
    /// Whether there is no mail server, so that mail is only written to the log.
    pub only_logs: bool,
    /// The webhook's secret, if there is a webhook.
    pub secret: Option<SecretView>,
    /// Whether there is anybody to tell.
    pub can_test: bool,
    /// How many deliveries failed for good, in words; empty when none.
    pub failed_count: String,
    /// The newest of these.
    pub failed: Vec<DeliveryRow>,
    /// The newest deliveries.
    pub rows: Vec<DeliveryRow>,
}

/// What the form holds.
pub struct NotifyFields {
    /// An e-mail address a line.
    pub emails: String,
    /// The webhook's address.
    pub webhook: String,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
}

/// The secret that requests to the webhook are signed with.
pub struct SecretView {
    /// Its ID, sent back when it is rotated.
    pub id: String,
    /// Since when it signs.
    pub since: When,
    /// Until when the one before it signs too.
    pub old_until: Option<When>,
}

/// A delivery.
pub struct DeliveryRow {
    /// Its id.
    pub id: String,
    /// The event: `Expired`.
    pub what: String,
    /// The token's name, and its page; nothing for a test.
    pub token: Option<(String, String)>,
    /// To whom: an e-mail address, or the webhook.
    pub to: String,
    /// Its state.
    pub state: Badge,
    /// Why it did not arrive, and when it is tried again; empty when there is nothing to say.
    pub trouble: String,
    /// When it happened.
    pub when: When,
}

/// The answer that carries the webhook's secret.
#[derive(Template)]
#[template(path = "notifications/secret.html")]
pub struct WebhookSecretPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// The plaintext.
    pub secret: String,
    /// Until when the one before it signs too.
    pub old_until: Option<When>,
}

/// Where a tenant's page is.
pub(crate) fn address(slug: &str) -> String {
    format!("/administration/tenants/{slug}/settings/notifications")
}

/// `GET`: 200 with the settings, what failed for good, and the newest deliveries.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let recipients = notices::settings::find(&mut tx, cx.tenant.id).await?;
    drop(tx);
    let fields = NotifyFields::stored(cx.page.locale, &recipients);
    respond::page(&whole(&cx.state, cx.page, &cx.tenant, &recipients, Errors::default(), fields).await?)
}

/// The page with what the form holds.
pub(crate) async fn whole(
    state: &State,
    page: Page,
    tenant: &Tenant,
    recipients: &Recipients,
    errors: Errors,
    fields: NotifyFields,
) -> Result<NotificationsPage> {
    let now = state.now();
    let (locale, zone) = (page.locale, tenant.zone);
    let mut tx = state.db.read().await?;
    let failed = deliveries::newest(&mut tx, tenant.id, true, NEWEST_FAILED).await?;
    let newest = deliveries::newest(&mut tx, tenant.id, false, NEWEST).await?;
    let count = deliveries::count_failed(&mut tx, tenant.id).await?;
    drop(tx);
    let row = |delivery| rows::row(locale, tenant, now, delivery);
    let old = recipients.old_secret.filter(|(_, until)| now < *until);
    let secret = recipients.secret.filter(|_| recipients.webhook.is_some()).map(|secret| SecretView {
        id: secret.id.to_string(),
        since: When::moment(locale, secret.made_at, zone),
        old_until: old.map(|(_, until)| When::moment(locale, until, zone)),
    });
    let failed_count = match count {
        0 => String::new(),
        _ => locale.t(msg::notify_failed_count(&capped_count(locale, count))),
    };
    Ok(NotificationsPage {
        page,
        tenant: tenant.into(),
        can_edit_tenant: true,
        errors,
        fields,
        only_logs: !state.outbound.sends_mail(),
        secret,
        can_test: !recipients.is_nobody(),
        failed_count,
        failed: failed.into_iter().map(row).collect(),
        rows: newest.into_iter().map(row).collect(),
    })
}

impl NotifyFields {
    /// The stored settings. If nothing was set yet, every kind is selected.
    pub(crate) fn stored(locale: Locale, recipients: &Recipients) -> Self {
        let untouched = *recipients == Recipients::default();
        let kinds = if untouched { Kinds::all() } else { recipients.kinds };
        Self {
            emails: recipients.emails.join("\n"),
            webhook: recipients.webhook.clone().unwrap_or_default(),
            kinds: choices(locale, |kind| kinds.contains(kind)),
        }
    }
}

/// Every kind to choose from.
pub(crate) fn choices(locale: Locale, chosen: impl Fn(Kind) -> bool) -> Vec<Choice> {
    let choice = |kind: Kind| Choice {
        value: kind.name().to_owned(),
        text: rows::kind(locale, kind),
        chosen: chosen(kind),
    };
    Kind::CHOICES.into_iter().map(choice).collect()
}

#[cfg(test)]
pub(super) mod samples;
