//! `POST .../settings/notifications`: saves the recipients and kinds.

use actix_web::HttpResponse;

use super::{NotifyFields, address, choices, secret, whole};
use crate::domain::notice::{Kind, Kinds};
use crate::domain::text::Email;
use crate::domain::webhook::{UrlError, WebhookUrl};
use crate::error::Result;
use crate::i18n::msg;
use crate::outbound::is_deliverable;
use crate::service::notifications::{self, RecipientsInput};
use crate::state::State;
use crate::store::notices;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;

/// Maximum number of email addresses.
const MAX_EMAILS: usize = 10;

/// `POST`: 303 back to the page; 200 with the webhook's secret if this is the first webhook; 422 with the errors.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let emails = emails(&form, &cx.page, &mut errors);
    let webhook = webhook(&form, &cx.page, &cx.state, &mut errors);
    let kinds = kinds(&form, &cx.page, &mut errors);
    let nobody = emails.is_empty() && webhook.is_none();
    if errors.is_empty() && !nobody && kinds == Kinds::default() {
        errors.add("kinds", cx.page.t(msg::NOTIFY_KINDS_NONE));
    }
    if !errors.is_empty() {
        let mut tx = cx.read().await?;
        let stored = notices::settings::find(&mut tx, cx.tenant.id).await?;
        drop(tx);
        let fields = typed(&form, &cx.page);
        return respond::unprocessable(
            &whole(&cx.state, cx.page, &cx.tenant, &stored, errors, fields).await?,
        );
    }
    let saved = notifications::save(&cx.act(), RecipientsInput { emails, webhook, kinds }).await?;
    match saved.new_secret {
        Some(id) => secret::reveal(&cx.state, cx.page, &saved.tenant, id, None),
        None => {
            cx.flash(cx.page.t(msg::NOTIFY_SAVED_FLASH));
            Ok(respond::see_other(&address(&saved.tenant.slug)))
        }
    }
}

fn typed(form: &Form, page: &Page) -> NotifyFields {
    NotifyFields {
        emails: form.first("emails").to_owned(),
        webhook: form.first("webhook").to_owned(),
        kinds: choices(page.locale, |kind| form.all("kinds").any(|name| name == kind.name())),
    }
}

/// The addresses, one per line or separated by commas, without duplicates.
fn emails(form: &Form, page: &Page, errors: &mut Errors) -> Vec<String> {
    let typed = match form.one("emails") {
        Ok(typed) => typed,
        Err(error) => {
            errors.add("emails", page.t(error.message()));
            return Vec::new();
        }
    };
    let mut emails: Vec<String> = Vec::new();
    for part in typed.split(['\n', '\r', ',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        match Email::parse(part) {
            Ok(email) if is_deliverable(email.as_str()) => {
                if !emails.iter().any(|known| known == email.as_str()) {
                    emails.push(email.as_str().to_owned());
                }
            }
            _ => {
                // The input may contain deceptive characters, so the error names its line, and the field shows the
                // input.
                let line = emails.len() + 1;
                let number = page.locale.number(i64::try_from(line).unwrap_or(i64::MAX));
                errors.add("emails", page.t(msg::notify_email_wrong(&number)));
                return Vec::new();
            }
        }
    }
    if emails.len() > MAX_EMAILS {
        errors.add("emails", page.t(msg::notify_emails_many(i64::try_from(MAX_EMAILS).unwrap_or(i64::MAX))));
    }
    emails
}

fn webhook(form: &Form, page: &Page, state: &State, errors: &mut Errors) -> Option<String> {
    let typed = match form.one("webhook") {
        Ok(typed) if typed.trim().is_empty() => return None,
        Ok(typed) => typed,
        Err(error) => {
            errors.add("webhook", page.t(error.message()));
            return None;
        }
    };
    match WebhookUrl::parse(typed, &state.outbound.allowed_networks) {
        Ok(url) => Some(url.as_str().to_owned()),
        Err(error) => {
            let message = match error {
                UrlError::TooLong => {
                    page.t(msg::field_too_long(i64::try_from(WebhookUrl::MAX).unwrap_or(i64::MAX)))
                }
                UrlError::Malformed => page.t(msg::NOTIFY_WEBHOOK_MALFORMED),
                UrlError::Credentials => page.t(msg::NOTIFY_WEBHOOK_CREDENTIALS),
                UrlError::Plain => page.t(msg::NOTIFY_WEBHOOK_PLAIN),
                UrlError::Private => page.t(msg::NOTIFY_WEBHOOK_PRIVATE),
            };
            errors.add("webhook", message);
            None
        }
    }
}

fn kinds(form: &Form, page: &Page, errors: &mut Errors) -> Kinds {
    let known = |name: &str| Kind::from_name(name).filter(|kind| *kind != Kind::Test);
    if form.all("kinds").any(|name| known(name).is_none()) {
        errors.add("kinds", page.t(msg::FIELD_UNKNOWN_CHOICE));
    }
    Kinds::of(form.all("kinds").filter_map(known))
}
