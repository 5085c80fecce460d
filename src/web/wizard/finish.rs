//! The wizard's ends: Save, Cancel, and the Summary after Save.

use actix_web::HttpResponse;

use super::{SummaryStep, sentence, step};
use crate::domain::id::DraftId;
use crate::error::{Error, Result};
use crate::service::drafts;
use crate::service::visible::Readable;
use crate::store::{modules, tokens};
use crate::web::cx::{Id, TenantCx, TenantDataCx};
use crate::web::form::Form;
use crate::web::respond;
use crate::web::token_view;
use crate::web::view::initials;

/// `POST .../save`: 303 to the summary once the token is committed. Only the secret that was shown last is saved; of
/// many that are sent at once, one saves it.
pub async fn save(cx: TenantCx, Id(draft): Id<DraftId>, form: Form) -> Result<HttpResponse> {
    let saved = drafts::save(&cx.act(), draft, form.generation()).await?;
    step::done(&cx.tenant, draft, saved)?;
    Ok(step::go(&cx.tenant, draft, "summary"))
}

/// `POST .../cancel`: 303 to the list, the draft and its secret thrown away.
pub async fn cancel(cx: TenantDataCx, Id(draft): Id<DraftId>, _form: Form) -> Result<HttpResponse> {
    let cancelled = drafts::cancel(&cx.act(), draft).await?;
    let tenant = step::done(&cx.tenant, draft, cancelled)?;
    Ok(respond::see_other(&format!("/administration/tenants/{}/api", tenant.slug)))
}

/// `GET .../summary`: 200 with what was issued; 303 to the overview while nothing is.
pub async fn summary(cx: TenantCx, Id(draft_id): Id<DraftId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let draft = step::find(&mut tx, &cx.tenant, cx.person.id, draft_id).await?;
    let Some(id) = draft.token else { return Ok(step::go(&cx.tenant, draft.id, "overview")) };
    let token = tokens::find(&mut tx, cx.tenant.id, id).await?.ok_or(Error::NotFound)?;
    let reached: Vec<_> =
        tokens::reached_tenants(&mut tx, &[id]).await?.into_iter().map(|(_, tenant)| tenant).collect();
    let readable = Readable::by(&mut tx, &cx.person, &reached).await?;
    let modules = modules::of_tokens(&mut tx, &[id]).await?;
    drop(tx);
    let modules: Vec<String> = modules.into_iter().map(|(_, module)| module.name).collect();
    let reached = token_view::shown(cx.page.locale, readable.names(&reached));
    let names = token_view::names(cx.page.locale, &token.scope, &cx.tenant.name, reached);
    let moment = token.life.expires_at.map(|at| cx.page.locale.moment(at, cx.tenant.zone));
    let until = moment.as_deref().map(|moment| (moment, cx.tenant.zone.name()));
    respond::page(&SummaryStep {
        id: id.to_string(),
        initials: initials(&token.labels.name),
        logo: token_view::logo(&cx.tenant.slug, token.logo),
        masked: token_view::masked(&cx.state.fixed.token_prefix, &token.last_four),
        sentence: sentence(&cx.page, token.permissions.into(), &modules, names.as_deref(), until),
        name: token.labels.name,
        tenant: (&cx.tenant).into(),
        page: cx.page,
    })
}
