//! The apps of a tenant, made up.

use super::{AppEditPage, AppListPage, AppNewPage, AppRow};
use crate::i18n::Locale;
use crate::web::name_form::samples::{dependents, typed};
use crate::web::name_form::{Dependents, NamedFields};
use crate::web::page::{Errors, Page};
use crate::web::samples::{BERLIN, Sample, acme, days, errors, sample, signed_in};
use crate::web::view::{Paging, When, initials};

pub fn pages(locale: Locale) -> Vec<Sample> {
    let page = || signed_in(locale);
    let good = Errors::default;
    let wrong = |fields| errors(locale, fields);
    vec![
        sample("apps", list(page(), true, true)),
        sample("apps-read-only", list(page(), false, true)),
        sample("apps-empty", list(page(), true, false)),
        sample("apps-empty-read-only", list(page(), false, false)),
        sample("app-new", new(page(), good(), NamedFields::default())),
        sample("app-new-wrong", new(page(), wrong(&["name", "slug"]), typed())),
        sample("app-edit", edit(page(), good(), Dependents::default())),
        sample("app-held", edit(page(), wrong(&["delete"]), dependents(true))),
    ]
}

fn list(page: Page, can_edit: bool, filled: bool) -> AppListPage {
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

fn new(page: Page, errors: Errors, fields: NamedFields) -> AppNewPage {
    AppNewPage { page, tenant: acme(), errors, fields }
}

fn edit(page: Page, errors: Errors, dependents: Dependents) -> AppEditPage {
    AppEditPage {
        page,
        tenant: acme(),
        errors,
        slug: "grafana".to_owned(),
        stored: "Grafana".to_owned(),
        name: "Grafana".to_owned(),
        dependents,
    }
}
