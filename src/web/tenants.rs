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

use super::named::Holders;
use super::page::{Errors, Page};
use super::view::{Badge, Choice, Paging, TenantRef, When};
use crate::i18n::msg;

/// `/administration/tenants`.
#[derive(Template)]
#[template(path = "tenants/list.html")]
pub struct TenantListPage {
    /// What every page shares.
    pub page: Page,
    /// Whether this person may make tenants.
    pub can_create: bool,
    /// What was searched for; empty when nothing was.
    pub q: String,
    /// The tenants of this page.
    pub rows: Vec<TenantRow>,
    /// The neighbouring pages.
    pub paging: Paging,
}

/// A tenant in the list.
pub struct TenantRow {
    /// Name and address.
    pub tenant: TenantRef,
    /// Two letters that stand for it.
    pub initials: String,
    /// What people call the tenant above; empty when there is none.
    pub parent: String,
    /// Active or Disabled.
    pub status: Badge,
    /// How many tokens work, as the language writes numbers.
    pub active_tokens: String,
    /// `Europe/Berlin`.
    pub time_zone: String,
    /// The language's own name.
    pub language: String,
    /// When it was made.
    pub created: When,
}

/// What a tenant's form holds, on the create page, on Settings and in the first-run setup.
pub struct TenantFields {
    /// What was typed.
    pub name: String,
    /// What was typed; may be empty where it is made from the name.
    pub slug: String,
    /// Every zone.
    pub time_zones: Vec<Choice>,
    /// Every language.
    pub languages: Vec<Choice>,
}

/// `/administration/tenants/new`.
#[derive(Template)]
#[template(path = "tenants/new.html")]
pub struct TenantNewPage {
    /// What every page shares.
    pub page: Page,
    /// What is wrong, by field: `name`, `slug`, `time_zone`, `language`, `parent`.
    pub errors: Errors,
    /// What the form holds.
    pub fields: TenantFields,
    /// The tenants that it can stand below, none first.
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
    /// How many tokens there are in each state.
    pub counts: TokenCounts,
    /// Whether there are any at all.
    pub has_tokens: bool,
    /// Tokens that need attention; what there is nothing of is left out.
    pub matters: Vec<Matter>,
    /// `Europe/Berlin`.
    pub time_zone: String,
    /// The language's own name.
    pub language: String,
    /// When it was made.
    pub created: When,
    /// The tenant above.
    pub parent: Option<Linked>,
    /// The tenants right below.
    pub children: Vec<TenantRef>,
}

/// A tenant's name, and where it is, for those who may go there.
pub struct Linked {
    /// What people call it.
    pub name: String,
    /// Its page.
    pub url: Option<String>,
}

/// Tokens that need attention for one reason.
pub struct Matter {
    /// How many, as a list says it.
    pub number: String,
    /// The reason.
    pub text: String,
    /// Where they are listed.
    pub url: String,
}

/// Tokens by state, as the language writes numbers.
pub struct TokenCounts {
    /// Those that work.
    pub active: String,
    /// Switched off.
    pub disabled: String,
    /// Their time is over.
    pub expired: String,
    /// Ended for good.
    pub revoked: String,
}

/// `/administration/tenants/{slug}/settings`.
#[derive(Template)]
#[template(path = "tenants/settings.html")]
pub struct TenantSettingsPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant as it is stored, whatever was typed.
    pub tenant: TenantRef,
    /// Always true here; the tabs ask for it.
    pub can_edit_tenant: bool,
    /// What is wrong, by field: `name`, `slug`, `time_zone`, `language`.
    pub errors: Errors,
    /// What the form holds.
    pub fields: TenantFields,
    /// Whether the tenant is disabled itself.
    pub disabled: bool,
    /// Whether it is out of use because one above is disabled.
    pub disabled_above: bool,
    /// What people call the tenant above; empty when there is none.
    pub parent: String,
    /// Whether this person may change its slug.
    pub can_change_slug: bool,
    /// The slugs it had before, for those who may remove them.
    pub former: Vec<FormerSlug>,
    /// Whether this person may put it below another one.
    pub can_move: bool,
    /// How many active tokens stop working when it is disabled.
    pub stopping: i64,
    /// The same in words; empty when there are none.
    pub stopping_text: String,
    /// Whether this person may disable and enable it.
    pub can_disable: bool,
}

/// A former slug on a tenant's Settings.
pub struct FormerSlug {
    /// The slug.
    pub slug: String,
    /// Since when the tenant has had it.
    pub since: When,
}

/// What a change to a tenant leads to, before it is made.
#[derive(Template)]
#[template(path = "tenants/ask.html")]
pub struct TenantAskPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// Whether the Settings tab is shown.
    pub can_edit_tenant: bool,
    /// The tab that it belongs to: `settings` or `modules`.
    pub tab: &'static str,
    /// The heading.
    pub title: String,
    /// What will be changed.
    pub headline: String,
    /// What follows from it, in sentences.
    pub effects: Vec<String>,
    /// The newest tokens that are affected.
    pub tokens: Holders,
    /// Where they are listed; empty when nowhere.
    pub list: String,
    /// The path of the form below the tenant's.
    pub action: &'static str,
    /// What the form sends again.
    pub hidden: Vec<(&'static str, String)>,
    /// The words on its button.
    pub button: String,
}

/// What a new slug changes, before it is saved.
#[derive(Template)]
#[template(path = "tenants/slug.html")]
pub struct TenantSlugPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant as it is stored.
    pub tenant: TenantRef,
    /// Always true here; the tabs ask for it.
    pub can_edit_tenant: bool,
    /// The tenant and its slug to be.
    pub headline: String,
    /// What follows from it, in sentences.
    pub effects: Vec<String>,
    /// What was typed into the form, to be sent again.
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
    /// Always true here; the tabs ask for it.
    pub can_edit_tenant: bool,
    /// What is wrong, by field: `parent`.
    pub errors: Errors,
    /// The tenants that it can stand below, none first.
    pub choices: Vec<Choice>,
    /// What was chosen, to be confirmed.
    pub review: Option<Review>,
}

/// What a move changes.
pub struct Review {
    /// The slug of the tenant chosen; empty for none.
    pub parent: String,
    /// What moves where.
    pub headline: String,
    /// What follows from it, in sentences.
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
    /// Whether the Settings tab is shown, and whether this person may switch modules.
    pub can_edit_tenant: bool,
    /// Whether this person may change the catalogue.
    pub can_manage: bool,
    /// What is wrong, by field: `modules`.
    pub errors: Errors,
    /// The whole catalogue.
    pub rows: Vec<TenantModule>,
}

impl TenantModulesPage {
    /// Whether nothing but what came with Latchkey is in the catalogue.
    pub fn is_bare(&self) -> bool {
        self.rows.iter().all(|row| row.built_in)
    }
}

/// A module of the catalogue on a tenant's page.
pub struct TenantModule {
    /// What gateways and the API call it.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// Whether it came with Latchkey.
    pub built_in: bool,
    /// How many active tokens of the tenant have it, in words; empty when none.
    pub tokens: String,
    /// Active or Disabled, for those who only read.
    pub status: Badge,
    /// Whether the tenant had it when the page was made.
    pub shown: bool,
    /// Whether it is ticked.
    pub ticked: bool,
    /// Whether only owners enable it.
    pub owners_only: bool,
    /// Whether this person may not enable it.
    pub locked: bool,
}

#[cfg(test)]
pub(super) mod samples;
