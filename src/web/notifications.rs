//! `/administration/tenants/{slug}/settings/notifications`: notifications about the tenant's tokens, and their
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

/// How many recent deliveries are listed, and how many failed ones.
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
    /// Always true here; the tabs need it.
    pub can_edit_tenant: bool,
    /// Errors by field: `emails`, `webhook`, `kinds`.
    pub errors: Errors,
    /// The form's values.
    pub fields: NotifyFields,
    /// Whether mail is only written to the log, because there is no mail server.
    pub only_logs: bool,
    /// The webhook's secret, if there is a webhook.
    pub secret: Option<SecretView>,
    /// Whether there is a recipient.
    pub can_test: bool,
    /// How many deliveries have failed, in words; empty if none.
    pub failed_count: String,
    /// The newest failed deliveries.
    pub failed: Vec<DeliveryRow>,
    /// The newest deliveries.
    pub rows: Vec<DeliveryRow>,
}

/// The form's values.
pub struct NotifyFields {
    /// Email addresses, one per line.
    pub emails: String,
    /// The webhook's address.
    pub webhook: String,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
}

/// The secret that signs requests to the webhook.
pub struct SecretView {
    /// Its ID, sent back when it is rotated.
    pub id: String,
    /// Since when it signs.
    pub since: When,
    /// Until when the previous secret also signs.
    pub old_until: Option<When>,
}

/// A delivery.
pub struct DeliveryRow {
    /// Its ID.
    pub id: String,
    /// The event: `Expired`.
    pub what: String,
    /// The token's name and the address of its page; `None` for a test.
    pub token: Option<(String, String)>,
    /// The recipient: an email address, or the webhook.
    pub to: String,
    /// Its state.
    pub state: Badge,
    /// Why the last attempt failed, and when the next one is due; empty if neither applies.
    pub trouble: String,
    /// When it happened.
    pub when: When,
}

/// The response with the webhook's secret.
#[derive(Template)]
#[template(path = "notifications/secret.html")]
pub struct WebhookSecretPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    pub secret: String,
    /// Until when the previous secret also signs.
    pub old_until: Option<When>,
}

/// The address of a tenant's page.
pub(crate) fn address(slug: &str) -> String {
    format!("/administration/tenants/{slug}/settings/notifications")
}

/// `GET`: 200 with the settings, failed deliveries, and the newest deliveries.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let recipients = notices::settings::find(&mut tx, cx.tenant.id).await?;
    drop(tx);
    let fields = NotifyFields::stored(cx.page.locale, &recipients);
    respond::page(&whole(&cx.state, cx.page, &cx.tenant, &recipients, Errors::default(), fields).await?)
}

/// The page with these form values.
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
    /// The stored settings. If none are stored yet, every kind is selected.
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

/// All kinds to choose from.
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
