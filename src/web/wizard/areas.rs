//! What the token is for, in the step Access: its app, and the modules it opens.

use super::ModuleChoice;
use super::input::AccessInput;
use crate::domain::app::App;
use crate::domain::id::TenantId;
use crate::domain::module::Module;
use crate::domain::tenant::Tenant;
use crate::error::Result;
use crate::i18n::Locale;
use crate::store::{Tx, apps, modules};
use crate::web::page::Errors;
use crate::web::view::Choice;

/// So many apps can be chosen from on the page.
const CHOICES: i64 = 2_000;

/// The app that was chosen, if one was; what is wrong with it is added to `errors`. Only the token's own tenant has
/// apps for it, wherever else it reaches.
pub async fn check_app(
    input: &AccessInput,
    tx: &mut Tx,
    tenant: &Tenant,
    locale: Locale,
    errors: &mut Errors,
) -> Result<Option<App>> {
    if input.app.is_empty() {
        return Ok(None);
    }
    let found = apps::find_by_slug(tx, tenant.id, &input.app).await?;
    if found.is_none() && errors.of("app").is_none() {
        errors.add("app", locale.t("wizard-app-unknown"));
    }
    Ok(found)
}

/// The modules that were chosen, in the order of names; what is wrong with them is added to `errors`. Each has to be
/// enabled in each of the tenants `reached`; in all tenants (`None`) any module of the catalogue will do, because which
/// tenants have it changes without the token.
pub async fn check_modules(
    input: &AccessInput,
    tx: &mut Tx,
    reached: Option<&[(TenantId, String)]>,
    locale: Locale,
    errors: &mut Errors,
) -> Result<Vec<Module>> {
    let catalogue = modules::all(tx).await?;
    if input.modules.iter().any(|slug| catalogue.iter().all(|module| module.slug != *slug)) {
        errors.add("modules", locale.t("wizard-module-unknown"));
        return Ok(Vec::new());
    }
    let chosen: Vec<Module> =
        catalogue.into_iter().filter(|module| input.modules.contains(&module.slug)).collect();
    let Some(reached) = reached else { return Ok(chosen) };
    let ids: Vec<TenantId> = reached.iter().map(|(id, _)| *id).collect();
    let enabled = modules::enabled(tx, &ids).await?;
    for module in &chosen {
        let lacking = enabled.lacking(module.id, &ids);
        if lacking.is_empty() {
            continue;
        }
        let names: Vec<String> =
            reached.iter().filter(|(id, _)| lacking.contains(id)).map(|(_, name)| name.clone()).collect();
        let names = locale.and_list(&names);
        errors.add(
            "modules",
            locale.t2("wizard-module-not-enabled", "module", &module.name, "tenants", &names),
        );
        // One sentence at a time: the next one is said when this one is heeded.
        break;
    }
    Ok(chosen)
}

/// The apps to choose from, behind the choice of none; empty when the tenant has no apps.
pub async fn offered_apps(
    input: &AccessInput,
    tx: &mut Tx,
    tenant: &Tenant,
    locale: Locale,
) -> Result<Vec<Choice>> {
    let offered = apps::list(tx, tenant.id, None, CHOICES).await?;
    if offered.is_empty() {
        return Ok(Vec::new());
    }
    let none = Choice { value: String::new(), text: locale.t("wizard-app-none"), chosen: false };
    let choices = offered.into_iter().map(|app| Choice {
        chosen: app.slug == input.app,
        value: app.slug,
        text: app.name,
    });
    Ok(std::iter::once(none).chain(choices).collect())
}

/// The modules to choose from: those that the token's own tenant has, those that one of the tenants `choosable` has, and
/// for somebody who may issue for all tenants (`may_all`) the whole catalogue. The page shows those that fit the scope
/// chosen on it; what was chosen before is always among them, so that it can be unticked.
pub async fn offered_modules(
    input: &AccessInput,
    tx: &mut Tx,
    tenant: &Tenant,
    choosable: &[TenantId],
    may_all: bool,
) -> Result<Vec<ModuleChoice>> {
    let own = modules::enabled(tx, &[tenant.id]).await?;
    let elsewhere = modules::enabled(tx, choosable).await?;
    let offered = modules::all(tx).await?.into_iter().map(|module| ModuleChoice {
        here: own.has(tenant.id, module.id),
        somewhere: elsewhere.anywhere(module.id),
        chosen: input.modules.contains(&module.slug),
        slug: module.slug,
        name: module.name,
        built_in: module.built_in,
    });
    Ok(offered.filter(|module| module.here || module.somewhere || may_all || module.chosen).collect())
}
