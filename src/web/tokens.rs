//! Tokens of a tenant: list, details and changes; and the list across all tenants.

pub mod bulk;
pub mod details;
pub mod edit;
pub mod export;
pub(crate) mod filters;
pub(crate) mod home;
pub mod list;
pub mod logo;
pub(crate) mod query;
pub mod revoke;
pub mod rotate;
pub(crate) mod row;
mod secret_rows;
pub mod secrets;
pub mod switch;
pub(crate) mod usage;

use askama::Template;
use askama::filters::Safe;

use super::event_view::EventView;
use super::labels;
use super::page::{Errors, Page};
use super::token_urls::BackLink;
use super::view::{Badge, Paging, Permissions, TenantRef, When};
use super::wizard::{AccessFields, GeneralFields};
use crate::domain::labels::Texts;
use crate::domain::token::Status;
use crate::i18n::msg;
use bulk::BulkBar;
use filters::Filters;
use usage::UsageView;

/// Maximum number of apps, creators and tenants to choose from.
const MAX_CHOICES: i64 = 200;

/// `/administration/tenants/{slug}/api` and `/administration/tokens`. `as_list()` is the part for htmx: the table, or
/// why there is none.
#[derive(Template)]
#[template(path = "tokens/list.html", blocks = ["list"])]
pub struct ListPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant; `None` for all tenants.
    pub tenant: Option<TenantRef>,
    /// Whether this person may create tokens.
    pub can_create: bool,
    /// Whether the tenant's Settings tab is shown.
    pub can_edit_tenant: bool,
    /// Whether the tenant is disabled, so that all its tokens are refused.
    pub tenant_disabled: bool,
    /// The filters above the list.
    pub filters: Filters,
    /// The tokens of this page.
    pub rows: Vec<TokenRow>,
    /// The bulk actions, if this person may use them.
    pub bulk: Option<BulkBar>,
    /// Running bulk actions: a sentence, and the address of its page.
    pub under_way: Vec<(String, String)>,
    /// Links to the neighbouring pages.
    pub paging: Paging,
    /// The address of this page, which the forms in its rows send along to return to it.
    pub here: BackLink,
}

/// A token in the list.
pub struct TokenRow {
    /// The address of its details.
    pub url: String,
    /// Its home tenant.
    pub home: TenantRef,
    /// Public ID, `tok_...`.
    pub id: String,
    /// Its display name.
    pub name: String,
    /// Initials, shown without a logo.
    pub initials: String,
    /// Address of the logo, if it has one.
    pub logo: Option<String>,
    /// `lk_…9fQ2`.
    pub masked: String,
    /// `Acme, Globex`, `All tenants`.
    pub scope: String,
    pub permissions: Permissions,
    /// Active, expires in 3 days, ...
    pub status: Badge,
    /// When it was created.
    pub created: When,
    /// When it expires, if ever.
    pub expires: Option<When>,
    /// When it was last used, if ever.
    pub last_used: Option<When>,
    /// The address that last used it; may be empty.
    pub last_used_from: String,
    /// What this person may do to it.
    pub acts: TokenActions,
}

impl TokenRow {
    /// The address of the form that disables or enables it.
    pub fn turn(&self, way: &str) -> String {
        format!("{}/{way}", self.url)
    }
}

/// The frame around every tab of a token's details.
pub struct Frame {
    /// Its home tenant.
    pub tenant: TenantRef,
    /// Public ID, `tok_...`.
    pub id: String,
    /// Its display name.
    pub name: String,
    /// Initials, shown without a logo.
    pub initials: String,
    /// Address of the logo, if it has one.
    pub logo: Option<String>,
    /// `lk_…9fQ2`.
    pub masked: String,
    /// Active, expires in 3 days, ...
    pub status: Badge,
    /// What this person may do to it.
    pub acts: TokenActions,
    /// `general`, `access`, `usage` or `audit`.
    pub tab: &'static str,
}

impl Frame {
    /// The address of the token's page `rest`, which is empty or starts with a slash.
    pub fn url(&self, rest: &str) -> String {
        self.tenant.url(&format!("/api/{}{rest}", self.id))
    }
}

/// `/administration/tenants/{slug}/api/{token id}`.
#[derive(Template)]
#[template(path = "tokens/general.html")]
pub struct GeneralTab {
    /// What every page shares.
    pub page: Page,
    /// What every tab shares.
    pub frame: Frame,
    /// What people read of it.
    pub texts: Texts<String>,
    /// When it was created.
    pub created: When,
    /// Who created it: an email address, or the name and ID of a token.
    pub created_by: String,
    /// The address of the token that created it, if this person may see that.
    pub created_with: Option<String>,
    /// How many tokens it created, directly or indirectly: `12 tokens`; `None` if there are none.
    pub issued: Option<String>,
    /// The address where those are revoked, if this person may revoke any.
    pub issued_url: Option<String>,
    /// When it expires, if ever.
    pub expires: Option<When>,
    /// When it was last used, if ever.
    pub last_used: Option<When>,
    /// What is known about the last use: address, permission, module. Some may be missing.
    pub last_use: Vec<String>,
    /// When it was revoked, if it was.
    pub revoked: Option<When>,
    /// Its newest secrets, the current one first.
    pub secrets: Vec<SecretRow>,
}

/// A secret of a token.
pub struct SecretRow {
    /// Its generation, starting at 1.
    pub generation: i64,
    /// The same, formatted.
    pub number: String,
    /// `lk_…9fQ2`.
    pub masked: String,
    /// When it was created.
    pub created: When,
    /// When it stops working, if it was replaced.
    pub ends: Option<When>,
    /// Whether it has stopped working.
    pub over: bool,
    /// When it was last used, if known.
    pub last_used: Option<When>,
    /// The address that last used it.
    pub last_used_from: String,
    /// Whether this person may end it now.
    pub can_end: bool,
    /// Whether this person may move its end.
    pub can_extend: bool,
}

/// `/administration/tenants/{slug}/api/{token id}/access`.
#[derive(Template)]
#[template(path = "tokens/access.html")]
pub struct AccessTab {
    /// What every page shares.
    pub page: Page,
    /// What every tab shares.
    pub frame: Frame,
    /// A sentence with its permissions, tenants and expiration.
    pub sentence: Safe<String>,
    /// `Acme, Globex`, `All tenants, including future ones`.
    pub scope: String,
    /// The app it is bound to; empty for none.
    pub app: String,
    /// `devices, billing`; empty for none.
    pub modules: String,
    pub permissions: Permissions,
}

/// `/administration/tenants/{slug}/api/{token id}/usage`.
#[derive(Template)]
#[template(path = "tokens/usage_tab.html")]
pub struct UsageTab {
    /// What every page shares.
    pub page: Page,
    /// What every tab shares.
    pub frame: Frame,
    /// When it was last used, if ever.
    pub last_used: Option<When>,
    /// What is known about the last use, as on the tab General.
    pub last_use: Vec<String>,
    pub usage: UsageView,
}

/// `/administration/tenants/{slug}/api/{token id}/audit`.
#[derive(Template)]
#[template(path = "tokens/audit.html")]
pub struct AuditTab {
    /// What every page shares.
    pub page: Page,
    /// What every tab shares.
    pub frame: Frame,
    /// Its events, newest first.
    pub event_views: Vec<EventView>,
    /// Links to the neighbouring pages.
    pub paging: Paging,
}

/// What a user may do to a token in its current status: the controls to show.
#[derive(Clone, Copy, Default)]
pub struct TokenActions {
    pub edit: bool,
    pub rotate: bool,
    /// Start a new token with the same choices.
    pub duplicate: bool,
    pub disable: bool,
    pub enable: bool,
    pub revoke: bool,
}

impl TokenActions {
    /// `manages`: whether they manage the tokens of its tenant; `gives`: whether they could create one with the same
    /// access, see [`granting`](crate::service::granting).
    pub fn of(status: Status, manages: bool, gives: bool) -> Self {
        Self {
            edit: manages && matches!(status, Status::Active | Status::Disabled),
            rotate: manages && gives && matches!(status, Status::Active | Status::Disabled),
            duplicate: manages,
            disable: manages && status == Status::Active,
            enable: manages && gives && status == Status::Disabled,
            revoke: manages && status != Status::Revoked,
        }
    }
}

/// `/administration/tenants/{slug}/api/{token id}/edit`.
#[derive(Template)]
#[template(path = "tokens/edit.html")]
pub struct EditPage {
    /// What every page shares.
    pub page: Page,
    /// Its home tenant.
    pub tenant: TenantRef,
    /// Errors by field, as in the wizard.
    pub errors: Errors,
    /// The address of the token's details.
    pub url: String,
    /// The token's current name.
    pub name: String,
    /// The version of the token that this page was rendered for, sent back in the hidden field `version`.
    pub version: String,
    /// The current logo unless a new one is chosen; sent back in the hidden field `logo_now`.
    pub logo_now: String,
    /// Whether the token was changed since the previous page was rendered.
    pub overtaken: bool,
    /// Texts, logo and expiration.
    pub general: GeneralFields,
    /// Tenants, app, modules and permissions.
    pub access: AccessFields,
}

/// The same address after the form was submitted: what will change.
#[derive(Template)]
#[template(path = "tokens/edit_review.html")]
pub struct EditReview {
    /// What every page shares.
    pub page: Page,
    /// Its home tenant.
    pub tenant: TenantRef,
    /// The address of the token's details.
    pub url: String,
    /// The token's current name.
    pub name: String,
    /// The version of the token that this page was rendered for.
    pub version: String,
    /// The changes, a sentence each, and whether it grants more access.
    pub changes: Vec<(bool, String)>,
    /// A sentence with the new permissions, tenants and expiration.
    pub sentence: Safe<String>,
    /// The fields that carry the values to Save.
    pub hidden: Vec<(&'static str, String)>,
}

/// `/administration/tenants/{slug}/api/{token id}/rotate`: chooses how long the old secret keeps working.
#[derive(Template)]
#[template(path = "tokens/rotate.html")]
pub struct RotatePage {
    /// What every page shares.
    pub page: Page,
    /// Its home tenant.
    pub tenant: TenantRef,
    /// Errors by field: `overlap`, `overlap_date`, `overlap_time`.
    pub errors: Errors,
    /// The address of the token's details.
    pub url: String,
    /// Its display name.
    pub name: String,
    /// The current secret, `lk_…9fQ2`.
    pub masked: String,
    /// Whether a secret was shown before and not saved.
    pub lost: bool,
    /// How many secrets were shown so far, sent back so that of two submissions only one counts.
    pub generation: i64,
    /// `none`, `1h`, `24h`, `7d` or `custom`.
    pub overlap: String,
    /// The typed date, `2027-02-20`.
    pub overlap_date: String,
    /// The typed time, `14:00`.
    pub overlap_time: String,
    /// The tenant's time zone.
    pub time_zone: String,
    /// Until when an earlier secret works next to the current one; if so, only `none` can be chosen.
    pub running: Option<When>,
    /// When the token expires.
    pub expires: Option<When>,
}

/// The response to its form: the new secret, once.
#[derive(Template)]
#[template(path = "tokens/rotate_secret.html")]
pub struct RotateSecret {
    /// What every page shares.
    pub page: Page,
    /// Its home tenant.
    pub tenant: TenantRef,
    /// The address of the token's details.
    pub url: String,
    /// Its display name.
    pub name: String,
    pub secret: String,
    /// The public address of the Tenant API.
    pub public_url: String,
    /// A sentence about the old secret.
    pub old_ends: String,
    /// How many secrets were shown so far.
    pub generation: i64,
}
