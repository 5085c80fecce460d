//! The catalogue of modules, made up.

use super::{ModuleEditPage, ModuleListPage, ModuleNewPage, ModuleRow};
use crate::i18n::Locale;
use crate::web::name_form::samples::{dependents, typed};
use crate::web::name_form::{Dependents, NamedFields};
use crate::web::page::{Errors, Page};
use crate::web::samples::{Sample, after, errors, sample, signed_in};
use crate::web::view::initials;

/// Slug, name, whether it is built in.
pub const MODULES: [(&str, &str, bool); 4] = [
    ("billing", "Billing", false),
    ("devices", "Devices", false),
    ("reports", "Reports", false),
    ("administration", "Tenant API", true),
];

pub fn pages(locale: Locale) -> Vec<Sample> {
    let page = || signed_in(locale);
    let good = Errors::default;
    let wrong = |fields| errors(locale, fields);
    let bare = |can_manage| {
        let catalogue = catalogue(page(), can_manage);
        let rows = catalogue.rows.into_iter().filter(|row| row.built_in).collect();
        ModuleListPage { rows, ..catalogue }
    };
    let new = |errors, fields| ModuleNewPage { page: page(), errors, fields, owners_only: false };
    vec![
        sample("modules", catalogue(after(locale, true, "OK"), true)),
        sample("modules-read-only", catalogue(page(), false)),
        sample("modules-bare", bare(true)),
        sample("modules-bare-read-only", bare(false)),
        sample("module-new", new(good(), NamedFields::default())),
        sample("module-new-wrong", new(wrong(&["name", "slug"]), typed())),
        sample("module-edit", edit(page(), good(), Dependents::default())),
        sample("module-edit-wrong", edit(page(), wrong(&["name"]), dependents(false))),
        sample("module-held", edit(page(), wrong(&["delete"]), dependents(true))),
    ]
}

fn catalogue(page: Page, can_manage: bool) -> ModuleListPage {
    let rows = MODULES.map(|(slug, name, built_in)| ModuleRow {
        slug: slug.to_owned(),
        name: name.to_owned(),
        initials: initials(name),
        built_in,
        owners_only: slug == "devices",
        tenants: page.locale.number(1_204),
    });
    ModuleListPage { page, can_manage, rows: rows.into() }
}

fn edit(page: Page, errors: Errors, dependents: Dependents) -> ModuleEditPage {
    ModuleEditPage {
        page,
        name: if errors.of("name").is_some() { String::new() } else { "Devices".to_owned() },
        errors,
        slug: "devices".to_owned(),
        stored: "Devices".to_owned(),
        owners_only: true,
        tenants: 3,
        dependents,
    }
}
