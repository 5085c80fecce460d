//! The platform's catalogue of modules: list, create, rename, delete. Which of them a tenant has stands on the tenant's
//! own page, `tenants::modules`.

pub mod create;
pub mod edit;
pub mod list;

use askama::Template;

use super::named::{Holders, NamedFields};
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
    /// Whether nothing but what came with Latchkey is in the catalogue.
    pub fn is_bare(&self) -> bool {
        self.rows.iter().all(|row| row.built_in)
    }
}

/// A module in the catalogue.
pub struct ModuleRow {
    /// What gateways and the API call it.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// Two letters that stand for it.
    pub initials: String,
    /// Whether it came with Latchkey.
    pub built_in: bool,
    /// Whether only owners enable it.
    pub owners_only: bool,
    /// In how many tenants it is enabled, as the language writes numbers.
    pub tenants: String,
}

/// `/administration/modules/new`.
#[derive(Template)]
#[template(path = "modules/new.html")]
pub struct ModuleNewPage {
    /// What every page shares.
    pub page: Page,
    /// What is wrong, by field: `name`, `slug`.
    pub errors: Errors,
    /// What the form holds.
    pub fields: NamedFields,
    /// Whether only owners are to enable it.
    pub owners_only: bool,
}

/// `/administration/modules/{module}`: rename and delete.
#[derive(Template)]
#[template(path = "modules/edit.html")]
pub struct ModuleEditPage {
    /// What every page shares.
    pub page: Page,
    /// What is wrong, by field: `name`, `delete`.
    pub errors: Errors,
    /// What gateways and the API call it.
    pub slug: String,
    /// Its name as it is stored.
    pub stored: String,
    /// What was typed, or the name as it is stored.
    pub name: String,
    /// Whether only owners enable it, as typed or as stored.
    pub owners_only: bool,
    /// In how many tenants it is enabled.
    pub tenants: i64,
    /// The tokens and API clients that keep it from being deleted.
    pub holders: Holders,
}

#[cfg(test)]
pub(super) mod samples;
