//! The platform's catalogue of modules: list, create, rename, delete. Which of them a tenant has enabled is on the
//! tenant's own page, `tenants::modules`.

pub mod create;
pub mod edit;
pub mod list;

use askama::Template;

use super::name_form::{Dependents, NamedFields};
use super::page::{Errors, Page};
use crate::i18n::msg;

/// `/administration/modules`.
#[derive(Template)]
#[template(path = "modules/list.html")]
pub struct ModuleListPage {
    /// What every page shares.
    pub page: Page,
    /// Whether this person may change the catalogue.
    pub can_manage: bool,
    /// The whole catalogue.
    pub rows: Vec<ModuleRow>,
}

impl ModuleListPage {
    /// Whether the catalogue contains only built-in modules.
    pub fn is_bare(&self) -> bool {
        self.rows.iter().all(|row| row.built_in)
    }
}

/// A module in the catalogue.
pub struct ModuleRow {
    /// The slug that gateways and the API use.
    pub slug: String,
    /// Its display name.
    pub name: String,
    /// Its initials.
    pub initials: String,
    /// Whether it is built in.
    pub built_in: bool,
    /// Whether only owners can enable it.
    pub owners_only: bool,
    /// In how many tenants it is enabled, formatted.
    pub tenants: String,
}

/// `/administration/modules/new`.
#[derive(Template)]
#[template(path = "modules/new.html")]
pub struct ModuleNewPage {
    /// What every page shares.
    pub page: Page,
    /// Errors by field: `name`, `slug`.
    pub errors: Errors,
    /// The form's values.
    pub fields: NamedFields,
    /// Whether only owners will be able to enable it.
    pub owners_only: bool,
}

/// `/administration/modules/{module}`: rename and delete.
#[derive(Template)]
#[template(path = "modules/edit.html")]
pub struct ModuleEditPage {
    /// What every page shares.
    pub page: Page,
    /// Errors by field: `name`, `delete`.
    pub errors: Errors,
    /// The slug that gateways and the API use.
    pub slug: String,
    /// The stored name.
    pub stored: String,
    /// The typed name, or the stored one.
    pub name: String,
    /// Whether only owners can enable it, as typed or stored.
    pub owners_only: bool,
    /// In how many tenants it is enabled.
    pub tenants: i64,
    /// The tokens and API clients that prevent deleting it.
    pub dependents: Dependents,
}

#[cfg(test)]
pub(super) mod samples;
