//! Tenants: list, create, Summary, Settings, Modules.

pub mod create;
pub(crate) mod fields;
pub mod list;
pub mod modules;
pub mod parent;
pub mod settings;
pub mod slugs;
pub mod summary;

use askama::Template;

use super::name_form::Dependents;
use super::page::{Errors, Page};
use super::view::{Badge, Choice, Paging, TenantRef, When};
use crate::i18n::msg;

/// `/administration/tenants`.
#[derive(Template)]
#[template(path = "tenants/list.html")]
pub struct TenantListPage {
    /// What every page shares.
    pub page: Page,
    /// Whether this person may create tenants.
    pub can_create: bool,
    /// The search text; empty if there is none.
    pub q: String,
    /// The tenants of this page.
    pub rows: Vec<TenantRow>,
    /// Links to the neighbouring pages.
    pub paging: Paging,
}

/// A tenant in the list.
pub struct TenantRow {
    /// Name and address.
    pub tenant: TenantRef,
    /// Its initials.
    pub initials: String,
    /// The name of its parent; empty if it has none.
    pub parent: String,
    /// Active or Disabled.
    pub status: Badge,
    /// How many active tokens it has, formatted.
    pub active_tokens: String,
    /// `Europe/Berlin`.
    pub time_zone: String,
    /// The language's own name.
    pub language: String,
    /// When it was created.
    pub created: When,
}

/// The values of a tenant's form, on the create page, on Settings and in the first-run setup.
pub struct TenantFields {
    /// The typed name.
    pub name: String,
    /// The typed slug; if empty, it may be derived from the name.
    pub slug: String,
    /// All time zones.
    pub time_zones: Vec<Choice>,
    /// All languages.
    pub languages: Vec<Choice>,
}

/// `/administration/tenants/new`.
#[derive(Template)]
#[template(path = "tenants/new.html")]
pub struct TenantNewPage {
    /// What every page shares.
    pub page: Page,
    /// Errors by field: `name`, `slug`, `time_zone`, `language`, `parent`.
    pub errors: Errors,
    /// The form's values.
    pub fields: TenantFields,
    /// The possible parents, starting with none.
    pub parents: Vec<Choice>,
}

/// `/administration/tenants/{slug}`.
#[derive(Template)]
#[template(path = "tenants/summary.html")]
pub struct TenantSummaryPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// Whether the Settings tab is shown.
    pub can_edit_tenant: bool,
    /// Active or Disabled.
    pub status: Badge,
    /// The number of tokens per status.
    pub counts: TokenCounts,
    /// Whether it has tokens.
    pub has_tokens: bool,
    /// The tokens that need attention, without reasons that apply to none.
    pub matters: Vec<AttentionItem>,
    /// `Europe/Berlin`.
    pub time_zone: String,
    /// The language's own name.
    pub language: String,
    /// When it was created.
    pub created: When,
    /// Its parent.
    pub parent: Option<ParentLink>,
    /// Its direct subtenants.
    pub children: Vec<TenantRef>,
}

/// A tenant's name, with a link for those who may open it.
pub struct ParentLink {
    /// Its display name.
    pub name: String,
    /// The address of its page.
    pub url: Option<String>,
}

/// Tokens that need attention for one reason.
pub struct AttentionItem {
    /// How many, formatted as in lists.
    pub number: String,
    /// The reason.
    pub text: String,
    /// The address of a list of them.
    pub url: String,
}

/// Tokens per status, formatted.
pub struct TokenCounts {
    pub active: String,
    pub disabled: String,
    pub expired: String,
    pub revoked: String,
}

/// `/administration/tenants/{slug}/settings`.
#[derive(Template)]
#[template(path = "tenants/settings.html")]
pub struct TenantSettingsPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant as stored.
    pub tenant: TenantRef,
    /// Always true here; the tabs need it.
    pub can_edit_tenant: bool,
    /// Errors by field: `name`, `slug`, `time_zone`, `language`.
    pub errors: Errors,
    /// The form's values.
    pub fields: TenantFields,
    /// Whether the tenant is disabled itself.
    pub disabled: bool,
    /// Whether it is disabled through a tenant above it.
    pub disabled_above: bool,
    /// The name of its parent; empty if it has none.
    pub parent: String,
    /// Whether this person may change its slug.
    pub can_change_slug: bool,
    /// Its former slugs, for those who may remove them.
    pub former: Vec<FormerSlug>,
    /// Whether this person may move it.
    pub can_move: bool,
    /// How many active tokens stop working if it is disabled.
    pub stopping: i64,
    /// The same in words; empty if there are none.
    pub stopping_text: String,
    /// Whether this person may disable and enable it.
    pub can_disable: bool,
}

/// A former slug on a tenant's Settings.
pub struct FormerSlug {
    /// The slug.
    pub slug: String,
    /// When it became the tenant's slug.
    pub since: When,
}

/// The consequences of a change to a tenant, before it is made.
#[derive(Template)]
#[template(path = "tenants/confirm.html")]
pub struct TenantConfirmPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// Whether the Settings tab is shown.
    pub can_edit_tenant: bool,
    /// The tab it belongs to: `settings` or `modules`.
    pub tab: &'static str,
    /// The heading.
    pub title: String,
    /// What will change.
    pub headline: String,
    /// The consequences, in sentences.
    pub effects: Vec<String>,
    /// The newest tokens that are affected.
    pub tokens: Dependents,
    /// The address of a list of them; empty if there is none.
    pub list: String,
    /// The path of the form, below the tenant's.
    pub action: &'static str,
    /// The fields that the form sends again.
    pub hidden: Vec<(&'static str, String)>,
    /// The label of its button.
    pub button: String,
}

/// The consequences of a new slug, before it is saved.
#[derive(Template)]
#[template(path = "tenants/slug.html")]
pub struct TenantSlugPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant as stored.
    pub tenant: TenantRef,
    /// Always true here; the tabs need it.
    pub can_edit_tenant: bool,
    /// The tenant and its new slug.
    pub headline: String,
    /// The consequences, in sentences.
    pub effects: Vec<String>,
    /// The submitted values, to be sent again.
    pub hidden: Vec<(&'static str, String)>,
}

/// `/administration/tenants/{slug}/parent`.
#[derive(Template)]
#[template(path = "tenants/parent.html")]
pub struct TenantParentPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// Always true here; the tabs need it.
    pub can_edit_tenant: bool,
    /// Errors by field: `parent`.
    pub errors: Errors,
    /// The possible parents, starting with none.
    pub choices: Vec<Choice>,
    /// The move to confirm.
    pub review: Option<Review>,
}

/// The consequences of a move.
pub struct Review {
    /// The slug of the new parent; empty for none.
    pub parent: String,
    /// What moves where.
    pub headline: String,
    /// The consequences, in sentences.
    pub effects: Vec<String>,
}

/// `/administration/tenants/{slug}/modules`.
#[derive(Template)]
#[template(path = "tenants/modules.html")]
pub struct TenantModulesPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// Whether the tenant's Settings tab is shown, and whether this person may enable and disable modules.
    pub can_edit_tenant: bool,
    /// Whether this person may change the catalogue.
    pub can_manage: bool,
    /// Errors by field: `modules`.
    pub errors: Errors,
    /// The whole catalogue.
    pub rows: Vec<TenantModule>,
}

impl TenantModulesPage {
    /// Whether the catalogue contains only built-in modules.
    pub fn is_bare(&self) -> bool {
        self.rows.iter().all(|row| row.built_in)
    }
}

/// A module of the catalogue on a tenant's page.
pub struct TenantModule {
    /// The slug that gateways and the API use.
    pub slug: String,
    /// Its display name.
    pub name: String,
    /// Whether it is built in.
    pub built_in: bool,
    /// How many active tokens of the tenant have it, in words; empty if none.
    pub tokens: String,
    /// Active or Disabled, for those who may only read.
    pub status: Badge,
    /// Whether it was enabled when the page was rendered.
    pub shown: bool,
    /// Whether it is checked.
    pub ticked: bool,
    /// Whether only owners can enable it.
    pub owners_only: bool,
    /// Whether this person may not enable it.
    pub locked: bool,
}

#[cfg(test)]
pub(super) mod samples;
