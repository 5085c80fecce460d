//! Step 3, Overview: the choices in plain words.

use actix_web::HttpResponse;

use super::checked_draft::{CheckedDraft, plan};
use super::{OverviewStep, step};
use crate::domain::id::DraftId;
use crate::error::Result;
use crate::service::token_spec::Resolver;
use crate::store::apps;
use crate::web::cx::{Id, TenantCx};
use crate::web::respond;
use crate::web::token_view;
use crate::web::view::initials;

/// `GET .../overview`: 200 with the choices; 303 to the step that is not in order, if one is not.
pub async fn show(cx: TenantCx, Id(draft_id): Id<DraftId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let draft = step::find_open(&mut tx, &cx.tenant, cx.person.id, draft_id).await?;
    let plan = plan(&mut tx, &Resolver::for_new(&cx.tenant, &cx.person, cx.now()), &draft).await?;
    let has_apps = apps::any(&mut tx, cx.tenant.id).await?;
    drop(tx);
    let CheckedDraft(checked) = &plan;
    let app = checked.access.app.as_ref().map(|app| app.name.clone());
    let texts = checked.general.labels.texts();
    respond::page(&OverviewStep {
        action: step::address(&cx.tenant, draft.id, "token"),
        cancel_url: step::address(&cx.tenant, draft.id, "cancel"),
        general_url: step::address(&cx.tenant, draft.id, "general"),
        access_url: step::address(&cx.tenant, draft.id, "access"),
        generation: draft.generation,
        initials: initials(&texts.name),
        texts,
        logo: token_view::logo(&cx.tenant.slug, draft.logo),
        sentence: plan.sentence(&cx.page, &cx.tenant),
        expires: plan.expires(cx.page.locale, &cx.tenant),
        scope: plan.scope(cx.page.locale, &cx.tenant),
        app: if has_apps { Some(app.unwrap_or_default()) } else { app },
        modules: plan.module_names().join(", "),
        permissions: checked.access.permissions.into(),
        tenant: (&cx.tenant).into(),
        page: cx.page,
    })
}
