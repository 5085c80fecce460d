//! `/administration/tenants/{slug}/modules`: which modules of the catalogue a tenant has.

use actix_web::HttpResponse;

use super::{TenantAskPage, TenantModule, TenantModulesPage, list, settings};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::module::{Module, switched};
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::store::modules::in_use::Holder;
use crate::store::tenants::stopping::{self, Losing};
use crate::store::tokens::list::COUNT_LIMIT;
use crate::store::{Tx, modules};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::modules::edit;
use crate::web::named;
use crate::web::page::{Errors, Page};
use crate::web::respond;
use crate::web::tokens::filters;

/// `GET`: 200 with the whole catalogue, and what of it the tenant has.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let catalogue = modules::all(&mut tx).await?;
    let counts = modules::active_tokens(&mut tx, cx.tenant.id, cx.now()).await?;
    let enabled = modules::enabled(&mut tx, &[cx.tenant.id]).await?;
    drop(tx);
    let owner = cx.person.may_everywhere(Action::ManageModules);
    let rows = catalogue.into_iter().map(|module| {
        let (has, count) = (enabled.has(cx.tenant.id, module.id), counts.get(&module.id));
        row(cx.page.locale, module, count, has, has, owner)
    });
    respond::page(&view(rows.collect(), cx.page, &cx.person, &cx.tenant, Errors::default()))
}

/// `POST`: 303 back to the list, 422 when a module is not there any more. What was not switched on this page stays as
/// it is, whoever changed it meanwhile.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let now = cx.now();
    let ticked = |module: &Module| form.all("modules").any(|slug| slug == module.slug);
    let shown = |module: &Module| form.all("shown").any(|slug| slug == module.slug);
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let owner = person.may_everywhere(Action::ManageModules);
    let catalogue = modules::all(&mut tx).await?;
    if form.all("modules").any(|slug| catalogue.iter().all(|module| module.slug != slug)) {
        let mut errors = Errors::default();
        errors.add("modules", cx.page.t("modules-gone"));
        let counts = modules::active_tokens(&mut tx, tenant.id, now).await?;
        let rows = catalogue.into_iter().map(|module| {
            let (was, is) = (shown(&module), ticked(&module));
            let count = counts.get(&module.id);
            row(cx.page.locale, module, count, was, is, owner)
        });
        return respond::unprocessable(&view(rows.collect(), cx.page, &person, &tenant, errors));
    }
    let off: Vec<&Module> =
        catalogue.iter().filter(|module| switched(shown(module), ticked(module)) == Some(false)).collect();
    let losing = losing(&mut tx, &tenant, &off, now).await?;
    let affected = losing.iter().map(|(_, losing)| losing.own.saturating_add(losing.foreign)).sum();
    if affected > settings::seen(&form) {
        // Not committed: nothing has changed.
        return respond::page(&ask(&mut tx, cx.page, &person, &tenant, &form, &losing, affected, now).await?);
    }
    // Whoever is no owner may still disable it: that only takes access away.
    let wanted = |module: &Module| switched(shown(module), ticked(module)) == Some(true);
    if !owner && catalogue.iter().any(|module| module.owners_only && wanted(module)) {
        return Err(Error::Forbidden);
    }
    for module in &catalogue {
        let Some(on) = switched(shown(module), ticked(module)) else { continue };
        let done = if on {
            modules::enable(&mut tx, tenant.id, module.id, now).await?
        } else {
            modules::disable(&mut tx, tenant.id, module.id).await?
        };
        // A colleague may have been quicker: then it is done, and told of, already.
        if done {
            let object = Object { id: module.id.uuid(), label: &module.name };
            let action = if on { EventKind::ModuleEnabled } else { EventKind::ModuleDisabled };
            let change = edit::switched(!on, on);
            tx.record(Some(tenant.id), action, object, change)?;
        }
    }
    tx.commit().await?;
    let text = cx.page.t("modules-saved-flash");
    cx.flash(text);
    Ok(respond::see_other(&format!("/administration/tenants/{}/modules", tenant.slug)))
}

/// Those of the modules that the tenant has and that active tokens lose, each with how many.
async fn losing<'a>(
    tx: &mut Tx,
    tenant: &Tenant,
    off: &[&'a Module],
    now: Timestamp,
) -> Result<Vec<(&'a Module, Losing)>> {
    let enabled = modules::enabled(tx, &[tenant.id]).await?;
    let mut losing = Vec::new();
    for module in off.iter().filter(|module| enabled.has(tenant.id, module.id)) {
        let found = stopping::by_module(tx, tenant.id, module.id, now).await?;
        if found.own > 0 || found.foreign > 0 {
            losing.push((*module, found));
        }
    }
    Ok(losing)
}

fn told(page: &Page, module: &Module, key: &str, count: i64) -> String {
    page.t2("modules-losing", "module", module.name.as_str(), "text", &page.tn(key, count))
}

/// What the tokens lose, before they do. Tokens of other tenants are counted and not named: this person may not see them.
#[expect(clippy::too_many_arguments, reason = "what the handler has at hand, used once")]
async fn ask(
    tx: &mut Tx,
    page: Page,
    person: &Person,
    tenant: &Tenant,
    form: &Form,
    losing: &[(&Module, Losing)],
    affected: i64,
    now: Timestamp,
) -> Result<TenantAskPage> {
    let mut effects = Vec::new();
    let mut holders = Vec::new();
    for (module, found) in losing {
        if found.own > 0 {
            effects.push(told(&page, module, "modules-losing-own", found.own));
        }
        if found.foreign > 0 {
            effects.push(told(&page, module, "modules-losing-foreign", found.foreign));
        }
        let named = stopping::named_by_module(tx, tenant.id, module.id, now, named::holders_asked()).await?;
        for holder in named {
            if holders.iter().all(|known: &Holder| known.id != holder.id) {
                holders.push(holder);
            }
        }
    }
    let mut hidden = vec![("seen", affected.to_string())];
    for name in ["shown", "modules"] {
        hidden.extend(form.all(name).map(|slug| (name, slug.to_owned())));
    }
    let names: Vec<String> = losing.iter().map(|(module, _)| module.name.as_str().to_owned()).collect();
    let headline =
        if names.len() == 1 { "modules-disable-headline" } else { "modules-disable-headline-many" };
    let list = match losing {
        [(module, _)] => format!("/api?status=active&module={}", module.slug),
        _ => "/api?status=active".to_owned(),
    };
    Ok(TenantAskPage {
        tenant: tenant.into(),
        can_edit_tenant: person.may(Action::ChangeTenant, &tenant.lineage),
        tab: "modules",
        title: page.t("modules-disable-title"),
        headline: page.t2(headline, "modules", &page.locale.and_list(&names), "tenant", &tenant.name),
        effects,
        tokens: holders.into(),
        list,
        action: "/modules",
        hidden,
        button: page.t("modules-disable"),
        page,
    })
}

fn row(
    locale: Locale,
    module: Module,
    tokens: Option<&i64>,
    shown: bool,
    ticked: bool,
    owner: bool,
) -> TenantModule {
    let counted = |count: i64| match count {
        ..=COUNT_LIMIT => locale.tn("modules-active-tokens", count),
        _ => locale.t1("modules-very-many-active-tokens", "number", &filters::number(locale, count)),
    };
    TenantModule {
        tokens: tokens.map(|count| counted(*count)).unwrap_or_default(),
        status: list::badge(locale, !shown),
        owners_only: module.owners_only,
        locked: module.owners_only && !shown && !owner,
        slug: module.slug,
        name: module.name,
        built_in: module.built_in,
        shown,
        ticked,
    }
}

fn view(
    rows: Vec<TenantModule>,
    page: Page,
    person: &Person,
    tenant: &Tenant,
    errors: Errors,
) -> TenantModulesPage {
    TenantModulesPage {
        page,
        tenant: tenant.into(),
        can_edit_tenant: person.may(Action::ChangeTenant, &tenant.lineage),
        can_manage: person.may_everywhere(Action::ManageModules),
        errors,
        rows,
    }
}
