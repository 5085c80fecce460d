//! The tokens of a tenant: list, details, revoke; and the list of those of all tenants.

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

use super::event_view::Story;
use super::labels;
use super::page::{Errors, Page};
use super::place::Back;
use super::view::{Badge, Paging, Permissions, TenantRef, When};
use super::wizard::{AccessFields, GeneralFields};
use crate::domain::labels::Texts;
use crate::domain::token::Status;
use crate::i18n::msg;
use bulk::Bar;
use filters::Filters;
use usage::UsageView;

/// Maximum number of apps, creators and tenants to choose from.
const MAX_CHOICES: i64 = 200;

/// `/administration/tenants/{slug}/api` and `/administration/tokens`. `as_list()` is what htmx asks for: the table, or why there is none.
#[derive(Template)]
#[template(path = "tokens/list.html", blocks = ["list"])]
pub struct ListPage {
    /// What every page shares.
    pub page: Page,
    /// Whose tokens these are; `None` for those of all tenants.
    pub tenant: Option<TenantRef>,
    /// Whether this person may issue tokens.
    pub can_create: bool,
    /// Whether the tenant's Settings tab is shown.
    pub can_edit_tenant: bool,
    /// Whether the tenant is disabled, and so all its tokens refused.
    pub tenant_disabled: bool,
    /// The filters above the list.
    pub filters: Filters,
    /// The tokens of this page.
    pub rows: Vec<TokenRow>,
    /// What can be done to many of them at once, if this person may.
    pub bulk: Option<Bar>,
    /// What is being done to many of them: a sentence, and where that is shown.
    pub under_way: Vec<(String, String)>,
    /// The neighbouring pages.
    pub paging: Paging,
    /// Where this page is: what the forms of its rows send along, so that one comes back to it.
    pub here: Back,
}

/// A token in the list.
pub struct TokenRow {
    /// The address of its details.
    pub url: String,
    /// The tenant it belongs to.
    pub home: TenantRef,
    /// Public id, `tok_...`.
    pub id: String,
    /// Name as given by people.
    pub name: String,
    /// Initials shown instead of a logo.
    pub initials: String,
    /// Address of the logo, if it has one.
    pub logo: Option<String>,
    /// `lk_…9fQ2`.
    pub masked: String,
    /// `Acme, Globex`, `All tenants`.
    pub scope: String,
    /// What it may do.
    pub permissions: Permissions,
    /// Active, expires in 3 days, ...
    pub status: Badge,
    /// When it was issued.
    pub created: When,
    /// When it ends, if ever.
    pub expires: Option<When>,
    /// When it was used last, if ever.
    pub last_used: Option<When>,
    /// From which address; may be empty.
    pub last_used_from: String,
    /// What this person may do to it.
    pub acts: Acts,
}

impl TokenRow {
    /// Where its form goes that disables or enables it.
    pub fn turn(&self, way: &str) -> String {
        format!("{}/{way}", self.url)
    }
}

/// What every tab of a token's details shows around itself.
pub struct Frame {
    /// Whose token it is.
    pub tenant: TenantRef,
    /// Public id, `tok_...`.
    pub id: String,
    /// Name as given by people.
    pub name: String,
    /// Initials shown instead of a logo.
    pub initials: String,
    /// Address of the logo, if it has one.
    pub logo: Option<String>,
    /// `lk_…9fQ2`.
    pub masked: String,
    /// Active, expires in 3 days, ...
    pub status: Badge,
    /// What this person may do to it.
    pub acts: Acts,
    /// `general`, `access`, `usage` or `audit`.
    pub tab: &'static str,
}

impl Frame {
    /// The address of the token's page `rest`, which is empty or begins with a slash.
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
    /// When it was issued.
    pub created: When,
    /// Who issued it: an e-mail address, or the name and id of a token.
    pub created_by: String,
    /// The address of the token that issued it, where this person may see that.
    pub created_with: Option<String>,
    /// How many tokens were issued with it, and with those: `12 tokens`; nothing when there are none.
    pub issued: Option<String>,
    /// Where those are revoked, if this person may and there is something left to revoke.
    pub issued_url: Option<String>,
    /// When it ends, if ever.
    pub expires: Option<When>,
    /// When it was used last, if ever.
    pub last_used: Option<When>,
    /// What is known of that use: from where, with which permission, for which module. Some of it may be missing.
    pub last_use: Vec<String>,
    /// When it was revoked, if it was.
    pub revoked: Option<When>,
    /// Its newest secrets, the present one first.
    pub secrets: Vec<SecretRow>,
}

/// A secret of a token.
pub struct SecretRow {
    /// Its generation, starting at 1.
    pub generation: i64,
    /// The same for people.
    pub number: String,
    /// `lk_…9fQ2`.
    pub masked: String,
    /// When it was made.
    pub created: When,
    /// When it ends because another one has replaced it.
    pub ends: Option<When>,
    /// Whether that has come.
    pub over: bool,
    /// When it was used last, as far as that is known.
    pub last_used: Option<When>,
    /// The address it was used from last.
    pub last_used_from: String,
    /// Whether this person may end it now.
    pub can_end: bool,
    /// Whether this person may give it more time.
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
    /// What it may do, where and until when.
    pub sentence: Safe<String>,
    /// `Acme, Globex`, `All tenants, including future ones`.
    pub scope: String,
    /// The app it is bound to; empty when to none.
    pub app: String,
    /// `devices, billing`; empty when it opens none.
    pub modules: String,
    /// What it may do.
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
    /// When it was used last, if ever.
    pub last_used: Option<When>,
    /// What is known of that use, as on the tab General.
    pub last_use: Vec<String>,
    /// How much it was used.
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
    /// What happened to it, the newest first.
    pub event_views: Vec<Story>,
    /// The neighbouring pages.
    pub paging: Paging,
}

/// The actions a user may take on a token in its current status: the controls to show.
#[derive(Clone, Copy, Default)]
pub struct Acts {
    /// Change it.
    pub edit: bool,
    /// Give it another secret.
    pub rotate: bool,
    /// Begin another one like it.
    pub duplicate: bool,
    /// Switch it off.
    pub disable: bool,
    /// Switch it on again.
    pub enable: bool,
    /// End it for good.
    pub revoke: bool,
}

impl Acts {
    /// `manages`: whether they manage the tokens of its tenant; `gives`: whether they could issue one that reaches as
    /// far, see [`granting`](crate::service::granting).
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
    /// Whose token it is.
    pub tenant: TenantRef,
    /// What is wrong, by field, as in the wizard.
    pub errors: Errors,
    /// The address of the token's details.
    pub url: String,
    /// The token's name as it is.
    pub name: String,
    /// Which version of the token this page was made for: sent back in the hidden field `version`.
    pub version: String,
    /// The current image unless a new one is chosen; sent back in the hidden field `logo_now`.
    pub logo_now: String,
    /// Whether the token was changed since the previous page was rendered.
    pub overtaken: bool,
    /// Texts, logo and end.
    pub general: GeneralFields,
    /// What it reaches and may do.
    pub access: AccessFields,
}

/// The same address after the form was sent: what will change.
#[derive(Template)]
#[template(path = "tokens/edit_review.html")]
pub struct EditReview {
    /// What every page shares.
    pub page: Page,
    /// Whose token it is.
    pub tenant: TenantRef,
    /// The address of the token's details.
    pub url: String,
    /// The token's name as it is.
    pub name: String,
    /// Which version of the token this page was made for.
    pub version: String,
    /// What changes, a sentence each, and whether the token gets more by it.
    pub changes: Vec<(bool, String)>,
    /// What the token may do afterwards, where and until when.
    pub sentence: Safe<String>,
    /// The fields that carry the values to Save.
    pub hidden: Vec<(&'static str, String)>,
}

/// `/administration/tenants/{slug}/api/{token id}/rotate`: how long does the old secret still work?
#[derive(Template)]
#[template(path = "tokens/rotate.html")]
pub struct RotatePage {
    /// What every page shares.
    pub page: Page,
    /// Whose token it is.
    pub tenant: TenantRef,
    /// What is wrong, by field: `overlap`, `overlap_date`, `overlap_time`.
    pub errors: Errors,
    /// The address of the token's details.
    pub url: String,
    /// Name as given by people.
    pub name: String,
    /// The present secret, `lk_…9fQ2`.
    pub masked: String,
    /// Whether a secret was shown before and not saved.
    pub lost: bool,
    /// How many secrets were shown so far: sent back, so that of two submissions only one counts.
    pub generation: i64,
    /// `none`, `1h`, `24h`, `7d` or `custom`.
    pub overlap: String,
    /// What was typed, `2027-02-20`.
    pub overlap_date: String,
    /// What was typed, `14:00`.
    pub overlap_time: String,
    /// The tenant's time zone.
    pub time_zone: String,
    /// Until when an earlier secret still works beside the present one: then only `none` can be chosen.
    pub running: Option<When>,
    /// When the token itself ends.
    pub expires: Option<When>,
}

/// The answer to its form: the new secret, once.
#[derive(Template)]
#[template(path = "tokens/rotate_secret.html")]
pub struct RotateSecret {
    /// What every page shares.
    pub page: Page,
    /// Whose token it is.
    pub tenant: TenantRef,
    /// The address of the token's details.
    pub url: String,
    /// Name as given by people.
    pub name: String,
    /// The plaintext.
    pub secret: String,
    /// Origin of the Tenant API.
    pub public_url: String,
    /// What becomes of the old secret, a sentence.
    pub old_ends: String,
    /// How many secrets were shown so far.
    pub generation: i64,
}
