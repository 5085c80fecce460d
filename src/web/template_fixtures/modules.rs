//! The pages of modules and apps.

use askama::DynTemplate;

use super::{BERLIN, TOKEN, acme, after, badge, days, errors, signed_in};
use crate::i18n::{Locale, msg};
use crate::web::apps::{AppEditPage, AppListPage, AppNewPage, AppRow};
use crate::web::modules::{ModuleEditPage, ModuleListPage, ModuleNewPage, ModuleRow};
use crate::web::named::{HolderLink, Holders, NamedFields};
use crate::web::page::{Errors, Page};
use crate::web::tenants::{TenantModule, TenantModulesPage};
use crate::web::view::{BadgeKind, Paging, When, initials};

/// Slug, name, whether it is built in.
const MODULES: [(&str, &str, bool); 4] = [
    ("billing", "Billing", false),
    ("devices", "Devices", false),
    ("reports", "Reports", false),
    ("administration", "Tenant API", true),
];

/// Every page of modules and apps, by a name of its own.
pub fn pages(locale: Locale) -> Vec<(&'static str, Box<dyn DynTemplate>)> {
    let signed = || signed_in(locale);
    let good = Errors::default;
    let wrong = |fields| errors(locale, fields);
    let bare = |page, can_manage| {
        let catalogue = catalogue(page, can_manage);
        let rows = catalogue.rows.into_iter().filter(|row| row.built_in).collect();
        ModuleListPage { rows, ..catalogue }
    };
    vec![
        ("modules", Box::new(catalogue(after(locale, true, "OK"), true))),
        ("modules-read-only", Box::new(catalogue(signed(), false))),
        ("modules-bare", Box::new(bare(signed(), true))),
        ("modules-bare-read-only", Box::new(bare(signed(), false))),
        (
            "module-new",
            Box::new(ModuleNewPage {
                page: signed(),
                errors: good(),
                fields: NamedFields::default(),
                owners_only: false,
            }),
        ),
        (
            "module-new-wrong",
            Box::new(ModuleNewPage {
                page: signed(),
                errors: wrong(&["name", "slug"]),
                fields: typed(),
                owners_only: false,
            }),
        ),
        ("module-edit", Box::new(module(signed(), good(), Holders::default()))),
        ("module-edit-wrong", Box::new(module(signed(), wrong(&["name"]), holders(false)))),
        ("module-held", Box::new(module(signed(), wrong(&["delete"]), holders(true)))),
        ("tenant-modules", Box::new(of_tenant(signed(), good(), true, true))),
        ("tenant-modules-wrong", Box::new(of_tenant(signed(), wrong(&["modules"]), true, false))),
        ("tenant-modules-read-only", Box::new(of_tenant(signed(), good(), false, false))),
        ("apps", Box::new(apps(signed(), true, true))),
        ("apps-read-only", Box::new(apps(signed(), false, true))),
        ("apps-empty", Box::new(apps(signed(), true, false))),
        ("apps-empty-read-only", Box::new(apps(signed(), false, false))),
        ("app-new", Box::new(app_new(signed(), good(), NamedFields::default()))),
        ("app-new-wrong", Box::new(app_new(signed(), wrong(&["name", "slug"]), typed()))),
        ("app-edit", Box::new(app(signed(), good(), Holders::default()))),
        ("app-held", Box::new(app(signed(), wrong(&["delete"]), holders(true)))),
    ]
}

fn typed() -> NamedFields {
    NamedFields { name: String::new(), slug: "A!".to_owned() }
}

fn holders(more: bool) -> Holders {
    let url = acme().url(&format!("/api/{TOKEN}"));
    let token = HolderLink { name: "Warehouse scanner".to_owned(), of: "Acme".to_owned(), url };
    Holders { links: vec![token], more }
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

fn module(page: Page, errors: Errors, holders: Holders) -> ModuleEditPage {
    ModuleEditPage {
        page,
        name: if errors.of("name").is_some() { String::new() } else { "Devices".to_owned() },
        errors,
        slug: "devices".to_owned(),
        stored: "Devices".to_owned(),
        owners_only: true,
        tenants: 3,
        holders,
    }
}

fn of_tenant(page: Page, errors: Errors, can_edit: bool, can_manage: bool) -> TenantModulesPage {
    let rows = MODULES.map(|(slug, name, built_in)| TenantModule {
        slug: slug.to_owned(),
        name: name.to_owned(),
        built_in,
        tokens: if slug == "devices" { page.t(msg::modules_active_tokens(3)) } else { String::new() },
        status: badge(page.locale, if built_in { BadgeKind::Disabled } else { BadgeKind::Active }),
        shown: !built_in,
        ticked: slug != "reports",
        owners_only: slug == "reports",
        locked: slug == "reports" && !can_manage,
    });
    TenantModulesPage {
        page,
        tenant: acme(),
        can_edit_tenant: can_edit,
        can_manage,
        errors,
        rows: rows.into(),
    }
}

fn apps(page: Page, can_edit: bool, filled: bool) -> AppListPage {
    let locale = page.locale;
    let row = |name: &str, slug: &str| AppRow {
        slug: slug.to_owned(),
        name: name.to_owned(),
        initials: initials(name),
        active_tokens: locale.number(2),
        created: When::date(locale, days(-40), BERLIN),
    };
    let rows = vec![row("Grafana", "grafana"), row("Warehouse app", "warehouse-app")];
    AppListPage {
        page,
        tenant: acme(),
        can_edit_tenant: can_edit,
        rows: if filled { rows } else { Vec::new() },
        paging: Paging { next: Some(acme().url("/apps?after=warehouse-app")), ..Paging::default() },
    }
}

fn app_new(page: Page, errors: Errors, fields: NamedFields) -> AppNewPage {
    AppNewPage { page, tenant: acme(), errors, fields }
}

fn app(page: Page, errors: Errors, holders: Holders) -> AppEditPage {
    AppEditPage {
        page,
        tenant: acme(),
        errors,
        slug: "grafana".to_owned(),
        stored: "Grafana".to_owned(),
        name: "Grafana".to_owned(),
        holders,
    }
}
