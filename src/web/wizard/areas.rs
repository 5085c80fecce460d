//! What the token is for, in the step Access: its app, and the modules it opens.

use super::ModuleChoice;
use crate::domain::app::App;
use crate::domain::id::TenantId;
use crate::domain::module::Module;
use crate::domain::tenant::Tenant;
use crate::error::Result;
use crate::i18n::Locale;
use crate::service::choice::{self, Chosen, Misfit};
use crate::service::visible::Readable;
use crate::store::{Tx, apps, modules};
use crate::web::look;
use crate::web::page::Errors;
use crate::web::view::Choice;

/// Maximum number of apps to choose from.
const CHOICES: i64 = 2_000;

/// The app that was chosen, if one was; what is wrong with it is added to `errors`. Only the token's own tenant has
/// apps for it, wherever else it reaches.
pub async fn check_app(
    slug: &str,
    tx: &mut Tx,
    tenant: &Tenant,
    locale: Locale,
    errors: &mut Errors,
) -> Result<Option<App>> {
    if slug.is_empty() {
        return Ok(None);
    }
    let found = choice::app(tx, tenant.id, slug).await?;
    // A field that is there twice was complained of already.
    if errors.of("app").is_some() {
        return Ok(found.ok());
    }
    Ok(told("app", found, locale, errors))
}

/// The modules that were chosen, in the order of names; what is wrong with them is added to `errors`. `reached` are the
/// tenants that the token reaches, or nothing for all of them.
pub async fn check_modules(
    slugs: &[String],
    tx: &mut Tx,
    reached: Option<&[(TenantId, String)]>,
    locale: Locale,
    errors: &mut Errors,
) -> Result<Vec<Module>> {
    let chosen = choice::modules(tx, slugs, reached, &Readable::everything()).await?;
    Ok(told("modules", chosen, locale, errors).unwrap_or_default())
}

/// What was chosen; why it cannot be is added to `errors`, in the person's language.
pub fn told<T>(field: &'static str, chosen: Chosen<T>, locale: Locale, errors: &mut Errors) -> Option<T> {
    let sentence = match chosen {
        Ok(chosen) => return Some(chosen),
        Err(Misfit::NoTenants) => locale.t("token-tenants-none"),
        Err(Misfit::UnknownTenants) => locale.t("token-tenants-unknown"),
        Err(Misfit::DisabledTenant(name)) => locale.t1("token-tenants-disabled", "name", &name),
        Err(Misfit::UnknownApp) => locale.t("wizard-app-unknown"),
        Err(Misfit::UnknownModules) => locale.t("wizard-module-unknown"),
        Err(Misfit::NotEnabled { module, tenants }) => {
            let names = locale.and_list(&look::shown(locale, tenants));
            locale.t2("wizard-module-not-enabled", "module", &module, "tenants", &names)
        }
    };
    errors.add(field, sentence);
    None
}

/// The apps to choose from, behind the choice of none; empty when the tenant has no apps.
pub async fn offered_apps(chosen: &str, tx: &mut Tx, tenant: &Tenant, locale: Locale) -> Result<Vec<Choice>> {
    let offered = apps::list(tx, tenant.id, None, CHOICES).await?;
    if offered.is_empty() {
        return Ok(Vec::new());
    }
    let none = Choice { value: String::new(), text: locale.t("wizard-app-none"), chosen: false };
    let choices =
        offered.into_iter().map(|app| Choice { chosen: app.slug == chosen, value: app.slug, text: app.name });
    Ok(std::iter::once(none).chain(choices).collect())
}

/// The modules to choose from: those of the token's tenant, those of the tenants `choosable`, and the whole catalogue
/// for users who may create tokens for all tenants (`may_all`). The page shows the ones that fit the selected scope;
/// modules chosen before are always shown, so that they can be deselected.
pub async fn offered_modules(
    chosen: &[String],
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
        chosen: chosen.contains(&module.slug),
        slug: module.slug,
        name: module.name,
        built_in: module.built_in,
    });
    Ok(offered.filter(|module| module.here || module.somewhere || may_all || module.chosen).collect())
}
