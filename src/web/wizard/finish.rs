//! The wizard's ends: Save, Cancel, and the Summary after Save.

use actix_web::HttpResponse;

use super::plan::{Plan, plan, resolver};
use super::{SummaryStep, sentence, step};
use crate::domain::expiry::is_expired;
use crate::domain::id::DraftId;
use crate::domain::id::TokenId;
use crate::error::{Error, Result};
use crate::service;
use crate::service::token_spec::Issuance;
use crate::service::visible::Readable;
use crate::store::{
    modules,
    tokens::{self, drafts},
};
use crate::web::cx::{Id, TenantCx, TenantDataCx};
use crate::web::form::Form;
use crate::web::look;
use crate::web::respond;
use crate::web::view::initials;

/// `POST .../save`: 303 to the summary once the token is committed. Only the secret that was shown last is saved; of
/// many that are sent at once, one saves it.
pub async fn save(cx: TenantCx, Id(draft_id): Id<DraftId>, form: Form) -> Result<HttpResponse> {
    let now = cx.now();
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let draft = step::find_open(&mut tx, &tenant, person.id, draft_id).await?;
    let shown = form.generation();
    if !drafts::claim(&mut tx, draft.id, shown, now).await? {
        // Another of many that were sent at once may have saved it since the draft was read.
        let draft = step::find_open(&mut tx, &tenant, person.id, draft_id).await?;
        return Ok(step::go(&tenant, draft.id, "token"));
    }
    // What was in order when the secret was shown may not be any more: the tenant disabled, the end passed.
    let Plan(checked) = plan(&mut tx, &resolver(&tenant, &person, now), &draft).await?;
    if is_expired(draft.expires_at, now) {
        return Ok(step::go(&tenant, draft.id, "general"));
    }
    let mut token = checked.new_token(
        &tenant,
        Issuance {
            id: TokenId::new(now, &cx.state.entropy)?,
            secret: draft.secret.clone().ok_or(Error::Conflict)?,
            created_by: Some(person.id),
            issued_by: None,
            created_at: now,
        },
    );
    // The end that was shown with the secret.
    token.expires_at = draft.expires_at;
    service::tokens::issue(&mut tx, &token, &checked.audit_names(), &person.email).await?;
    drafts::finish(&mut tx, draft.id, token.id).await?;
    tx.commit().await?;
    Ok(step::go(&tenant, draft.id, "summary"))
}

/// `POST .../cancel`: 303 to the list, the draft and its secret thrown away.
pub async fn cancel(cx: TenantDataCx, Id(draft_id): Id<DraftId>, _form: Form) -> Result<HttpResponse> {
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let draft = step::find_open(&mut tx, &tenant, person.id, draft_id).await?;
    drafts::delete(&mut tx, draft.id).await?;
    tx.commit().await?;
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
    let reached = look::shown(cx.page.locale, readable.names(&reached));
    let names = look::names(cx.page.locale, &token.scope, &cx.tenant.name, reached);
    let moment = token.life.expires_at.map(|at| cx.page.locale.moment(at, cx.tenant.zone));
    let until = moment.as_deref().map(|moment| (moment, cx.tenant.zone.name()));
    respond::page(&SummaryStep {
        id: id.to_string(),
        initials: initials(&token.name),
        logo: look::logo(&cx.tenant.slug, token.logo),
        masked: look::masked(&cx.state.fixed.token_prefix, &token.last_four),
        sentence: sentence(&cx.page, token.permissions.into(), &modules, names.as_deref(), until),
        name: token.name,
        tenant: (&cx.tenant).into(),
        page: cx.page,
    })
}
