//! The apps of a tenant: list, create, rename, delete.

pub mod create;
pub mod edit;
pub mod list;

use askama::Template;

use super::named::{Holders, NamedFields};
use super::page::{Errors, Page};
use super::view::{Paging, TenantRef, When};
use crate::domain::tenant::Tenant;
use crate::i18n::msg;

/// `/administration/tenants/{slug}/apps`.
#[derive(Template)]
#[template(path = "apps/list.html")]
pub struct AppListPage {
    /// What every page shares.
    pub page: Page,
    /// Whose apps these are.
    pub tenant: TenantRef,
    /// Whether the tenant's Settings tab is shown, and whether this person may make and change apps.
    pub can_edit_tenant: bool,
    /// The apps of this page.
    pub rows: Vec<AppRow>,
    /// The neighbouring pages.
    pub paging: Paging,
}

/// An app in the list.
pub struct AppRow {
    /// What gateways and the API call it.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// Its initials.
    pub initials: String,
    /// How many active tokens are bound to it, as the language writes numbers.
    pub active_tokens: String,
    /// When it was made.
    pub created: When,
}

/// `/administration/tenants/{slug}/apps/new`.
#[derive(Template)]
#[template(path = "apps/new.html")]
pub struct AppNewPage {
    /// What every page shares.
    pub page: Page,
    /// Whose app it will be.
    pub tenant: TenantRef,
    /// What is wrong, by field: `name`, `slug`.
    pub errors: Errors,
    /// What the form holds.
    pub fields: NamedFields,
}

/// `/administration/tenants/{slug}/apps/{app}`: rename and delete.
#[derive(Template)]
#[template(path = "apps/edit.html")]
pub struct AppEditPage {
    /// What every page shares.
    pub page: Page,
    /// Whose app it is.
    pub tenant: TenantRef,
    /// What is wrong, by field: `name`, `delete`.
    pub errors: Errors,
    /// What gateways and the API call it.
    pub slug: String,
    /// Its name as it is stored.
    pub stored: String,
    /// What was typed, or the name as it is stored.
    pub name: String,
    /// The tokens that keep it from being deleted.
    pub holders: Holders,
}

/// Where the apps of a tenant are.
fn list_url(tenant: &Tenant) -> String {
    format!("/administration/tenants/{}/apps", tenant.slug)
}

#[cfg(test)]
pub(super) mod samples;
