//! API clients: list, create, show the secret once, details, revoke.

pub mod create;
pub mod list;
pub mod revoke;

use askama::Template;

use super::page::{Errors, Page};
use super::token_view;
use super::view::{Badge, BadgeKind, Choice, When};
use crate::domain::api_client::{ApiClient, secret_prefix};
use crate::domain::id::ApiClientId;
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::store::{Tx, api_clients};

/// The address of the list.
pub(crate) const LIST: &str = "/administration/api-clients";

/// `/administration/api-clients`.
#[derive(Template)]
#[template(path = "api_clients/list.html")]
pub struct ApiClientListPage {
    /// What every page shares.
    pub page: Page,
    /// Every client.
    pub rows: Vec<ApiClientView>,
}

/// An API client as a page shows it.
pub struct ApiClientView {
    /// Its ID, `cli_...`.
    pub id: String,
    /// Its display name.
    pub name: String,
    /// `lki_…9fQ2`.
    pub masked: String,
    /// The names of its modules.
    pub modules: String,
    /// Active or Revoked.
    pub status: Badge,
    /// When it was created.
    pub created: When,
    /// Who created it: an email address.
    pub created_by: String,
    /// When it was revoked, if it was.
    pub revoked: Option<When>,
}

/// `/administration/api-clients/new`.
#[derive(Template)]
#[template(path = "api_clients/new.html")]
pub struct ApiClientNewPage {
    /// What every page shares.
    pub page: Page,
    /// Errors by field: `form`, `name`, `modules`.
    pub errors: Errors,
    /// The ID of a client that does not exist yet, sent back in the hidden field `id`: of several submissions with
    /// the same one, only one creates a client.
    pub id: String,
    /// The typed name.
    pub name: String,
    /// The catalogue of modules.
    pub modules: Vec<Choice>,
}

/// The response with the plaintext.
#[derive(Template)]
#[template(path = "api_clients/secret.html")]
pub struct ApiClientSecretPage {
    /// What every page shares.
    pub page: Page,
    /// Its ID, `cli_...`.
    pub id: String,
    /// Its display name.
    pub name: String,
    pub secret: String,
    /// The public address of this instance.
    pub public_url: String,
    /// The page that the browser's history returns to instead of this one.
    pub gone_url: String,
}

/// `/administration/api-clients/{client}`.
#[derive(Template)]
#[template(path = "api_clients/details.html")]
pub struct ApiClientPage {
    /// What every page shares.
    pub page: Page,
    /// The client.
    pub client: ApiClientView,
}

/// `/administration/api-clients/{client}/revoke`, where the name must be typed.
#[derive(Template)]
#[template(path = "api_clients/revoke.html")]
pub struct ApiClientRevokePage {
    /// What every page shares.
    pub page: Page,
    /// The client.
    pub client: ApiClientView,
    /// The error of the field `name`, if any.
    pub errors: Errors,
    /// The typed name, if it did not match.
    pub typed: String,
}

impl ApiClientView {
    /// The client as a page shows it. It belongs to no tenant, so its times are in UTC.
    pub(crate) fn new(locale: Locale, token_prefix: &str, client: ApiClient) -> Self {
        let zone = chrono_tz::UTC;
        let status = match client.revoked_at {
            None => Badge { kind: BadgeKind::Active, text: locale.t(msg::STATUS_ACTIVE) },
            Some(_) => Badge { kind: BadgeKind::Revoked, text: locale.t(msg::STATUS_REVOKED) },
        };
        Self {
            id: client.id.to_string(),
            name: client.name,
            masked: token_view::masked(&secret_prefix(token_prefix), &client.last_four),
            modules: client.modules.into_iter().map(|module| module.name).collect::<Vec<_>>().join(", "),
            status,
            created: When::date(locale, client.created_at, zone),
            created_by: client.created_by,
            revoked: client.revoked_at.map(|at| When::moment(locale, at, zone)),
        }
    }

    /// The address of its page, or of one below it: `rest` is empty or starts with a slash.
    pub fn url(&self, rest: &str) -> String {
        format!("{LIST}/{}{rest}", self.id)
    }
}

/// The client in the address.
async fn find(tx: &mut Tx, id: ApiClientId) -> Result<ApiClient> {
    api_clients::find(tx, id).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
pub(super) mod samples;
