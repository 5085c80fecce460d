//! What the token is for, in the step Access: its app, and the modules it opens.

use super::ModuleChoice;
use crate::domain::id::TenantId;
use crate::domain::tenant::Tenant;
use crate::error::Result;
use crate::i18n::Locale;
use crate::store::{Tx, apps, modules};
use crate::web::view::Choice;

/// Maximum number of apps to choose from.
const CHOICES: i64 = 2_000;

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
