//! Apps of a tenant: list, create, rename, delete.

pub mod create;
pub mod edit;
pub mod list;

use askama::Template;

use super::name_form::{Dependents, NamedFields};
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
    /// The tenant.
    pub tenant: TenantRef,
    /// Whether the tenant's Settings tab is shown, and whether this person may create and change apps.
    pub can_edit_tenant: bool,
    /// The apps of this page.
    pub rows: Vec<AppRow>,
    /// Links to the neighbouring pages.
    pub paging: Paging,
}

/// An app in the list.
pub struct AppRow {
    /// The slug that gateways and the API use.
    pub slug: String,
    /// Its display name.
    pub name: String,
    /// Its initials.
    pub initials: String,
    /// How many active tokens are bound to it, formatted.
    pub active_tokens: String,
    /// When it was created.
    pub created: When,
}

/// `/administration/tenants/{slug}/apps/new`.
#[derive(Template)]
#[template(path = "apps/new.html")]
pub struct AppNewPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// Errors by field: `name`, `slug`.
    pub errors: Errors,
    /// The form's values.
    pub fields: NamedFields,
}

/// `/administration/tenants/{slug}/apps/{app}`: rename and delete.
#[derive(Template)]
#[template(path = "apps/edit.html")]
pub struct AppEditPage {
    /// What every page shares.
    pub page: Page,
    /// The tenant.
    pub tenant: TenantRef,
    /// Errors by field: `name`, `delete`.
    pub errors: Errors,
    /// The slug that gateways and the API use.
    pub slug: String,
    /// The stored name.
    pub stored: String,
    /// The typed name, or the stored one.
    pub name: String,
    /// The tokens that prevent deleting it.
    pub dependents: Dependents,
}

/// The address of a tenant's apps.
fn list_url(tenant: &Tenant) -> String {
    format!("/administration/tenants/{}/apps", tenant.slug)
}

#[cfg(test)]
pub(super) mod samples;
