//! `/administration/tenants/{slug}/modules`: which modules of the catalogue a tenant has enabled.

use actix_web::HttpResponse;

use super::{TenantConfirmPage, TenantModule, TenantModulesPage, list, settings};
use crate::domain::module::Module;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::error::Result;
use crate::i18n::{Counting, Locale, msg};
use crate::service::tenants::modules::{self as service, ModuleChoice, Saved};
use crate::store::modules;
use crate::store::modules::in_use::Dependent;
use crate::store::tenants::stopping::{self, ModuleLoss};
use crate::store::tokens::list::COUNT_LIMIT;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::name_form;
use crate::web::page::{Errors, Page};
use crate::web::respond;
use crate::web::view::capped_count;

/// `GET`: 200 with the whole catalogue, and what the tenant has enabled.
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

/// `POST`: 303 back to the list, 422 if a module no longer exists. Modules that were not changed on this page stay as
/// they are, even if others changed them meanwhile. 200 with what tokens would lose, if that is more than the person
/// was shown.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let choice = ModuleChoice {
        shown: form.all("shown").collect(),
        ticked: form.all("modules").collect(),
        seen: settings::seen(&form),
    };
    match service::save(&cx.act(), &choice).await? {
        Saved::Done(tenant) => {
            cx.flash(cx.page.t(msg::MODULES_SAVED_FLASH));
            Ok(respond::see_other(&format!("/administration/tenants/{}/modules", tenant.slug)))
        }
        Saved::UnknownModule => {
            let mut errors = Errors::default();
            errors.add("modules", cx.page.t(msg::MODULES_GONE));
            let mut tx = cx.read().await?;
            let catalogue = modules::all(&mut tx).await?;
            let counts = modules::active_tokens(&mut tx, cx.tenant.id, cx.now()).await?;
            let owner = cx.person.may_everywhere(Action::ManageModules);
            let rows = catalogue.into_iter().map(|module| {
                let (was, is) = (choice.was_shown(&module), choice.is_ticked(&module));
                let count = counts.get(&module.id);
                row(cx.page.locale, module, count, was, is, owner)
            });
            respond::unprocessable(&view(rows.collect(), cx.page, &cx.person, &cx.tenant, errors))
        }
        Saved::MoreTokens { tenant, losing, affected } => {
            respond::page(&confirm_page(cx, &tenant, &choice, &losing, affected).await?)
        }
    }
}

fn effect(page: &Page, module: &Module, sentence: Counting, count: i64) -> String {
    page.t(msg::modules_losing(module.name.as_str(), &page.t(sentence(count))))
}

/// What the tokens would lose. Tokens of other tenants are counted but not named, because this person may not see
/// them.
async fn confirm_page(
    cx: TenantCx,
    tenant: &Tenant,
    choice: &ModuleChoice<'_>,
    losing: &[(Module, ModuleLoss)],
    affected: i64,
) -> Result<TenantConfirmPage> {
    let (mut tx, now) = (cx.read().await?, cx.now());
    let page = cx.page;
    let mut effects = Vec::new();
    let mut dependents = Vec::new();
    for (module, found) in losing {
        if found.own > 0 {
            effects.push(effect(&page, module, msg::modules_losing_own, found.own));
        }
        if found.foreign > 0 {
            effects.push(effect(&page, module, msg::modules_losing_foreign, found.foreign));
        }
        let named =
            stopping::named_by_module(&mut tx, tenant.id, module.id, now, name_form::dependents_limit())
                .await?;
        for dependent in named {
            if dependents.iter().all(|known: &Dependent| known.id != dependent.id) {
                dependents.push(dependent);
            }
        }
    }
    let mut hidden = vec![("seen", affected.to_string())];
    for (name, slugs) in [("shown", &choice.shown), ("modules", &choice.ticked)] {
        hidden.extend(slugs.iter().map(|slug| (name, (*slug).to_owned())));
    }
    let names: Vec<String> = losing.iter().map(|(module, _)| module.name.as_str().to_owned()).collect();
    let headline =
        if names.len() == 1 { msg::modules_disable_headline } else { msg::modules_disable_headline_many };
    let list = match losing {
        [(module, _)] => format!("/api?status=active&module={}", module.slug),
        _ => "/api?status=active".to_owned(),
    };
    Ok(TenantConfirmPage {
        tenant: tenant.into(),
        can_edit_tenant: cx.person.may(Action::ChangeTenant, &tenant.lineage),
        tab: "modules",
        title: page.t(msg::MODULES_DISABLE_TITLE),
        headline: page.t(headline(&page.locale.and_list(&names), &tenant.name)),
        effects,
        tokens: dependents.into(),
        list,
        action: "/modules",
        hidden,
        button: page.t(msg::MODULES_DISABLE),
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
        ..=COUNT_LIMIT => locale.t(msg::modules_active_tokens(count)),
        _ => locale.t(msg::modules_very_many_active_tokens(&capped_count(locale, count))),
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
