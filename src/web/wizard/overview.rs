//! Step 3, Overview: the choices in plain words.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::plan::plan;
use super::{OverviewStep, step};
use crate::auth::authz::{CurrentTenant, CurrentUser};
use crate::error::Result;
use crate::state::State;
use crate::store::apps;
use crate::web::look;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::view::initials;

/// `GET .../overview`: 200 with the choices; 303 to the step that is not in order, if one is not.
pub async fn show(
    state: Data<State>,
    page: Page,
    CurrentUser(person): CurrentUser,
    CurrentTenant(tenant): CurrentTenant,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let draft = step::find_open(&mut tx, &tenant, person.id, &path.1).await?;
    let plan = plan(&mut tx, &tenant, &person, &draft, state.now(), page.locale).await?;
    let has_apps = apps::any(&mut tx, tenant.id).await?;
    drop(tx);
    let app = plan.access.app.as_ref().map(|app| app.name.clone());
    let name = plan.general.name.as_str();
    respond::page(&OverviewStep {
        action: step::address(&tenant, draft.id, "token"),
        cancel_url: step::address(&tenant, draft.id, "cancel"),
        general_url: step::address(&tenant, draft.id, "general"),
        access_url: step::address(&tenant, draft.id, "access"),
        generation: draft.generation,
        name: name.to_owned(),
        initials: initials(name),
        logo: look::logo(&tenant.slug, draft.logo),
        description: plan.general.description.as_str().to_owned(),
        sentence: plan.sentence(&page, &tenant),
        expires: plan.expires(page.locale, &tenant),
        scope: plan.scope(page.locale, &tenant),
        app: if has_apps { Some(app.unwrap_or_default()) } else { app },
        modules: plan.module_names().join(", "),
        permissions: plan.access.permissions.into(),
        tenant: (&tenant).into(),
        page,
    })
}
