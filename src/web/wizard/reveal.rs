//! Step 4, Token: makes the secret and shows it, once.

use actix_web::HttpResponse;

use super::input::GeneralInput;
use super::plan::{Plan, plan, resolver};
use super::{TokenGoneStep, TokenStep, step};
use crate::domain::id::DraftId;
use crate::error::Result;
use crate::service;
use crate::store::tokens::drafts;
use crate::web::cx::{Id, TenantCx};
use crate::web::form::Form;
use crate::web::respond;

/// `POST .../token`: 200 with the plaintext, the one answer that ever carries it. The form says how many secrets there
/// were when it was shown; of many that are sent at once, one makes the next secret, and the others are led to the
/// page that says that it is gone.
pub async fn generate(cx: TenantCx, Id(draft_id): Id<DraftId>, form: Form) -> Result<HttpResponse> {
    let now = cx.now();
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let draft = step::find_open(&mut tx, &tenant, person.id, draft_id).await?;
    let Plan(checked) = plan(&mut tx, &resolver(&tenant, &person, now), &draft).await?;
    let (secret, kept) = service::tokens::fresh_secret(&cx.state)?;
    let seen = form.generation();
    if !drafts::set_secret(&mut tx, &draft, seen, &kept, checked.general.expires_at, now).await? {
        return Ok(step::go(&tenant, draft.id, "token"));
    }
    tx.commit().await?;
    respond::page(&TokenStep {
        page: cx.page,
        name: checked.general.name.as_str().to_owned(),
        secret: secret.expose().to_owned(),
        public_url: cx.state.fixed.public_url.clone(),
        save_url: step::address(&tenant, draft.id, "save"),
        cancel_url: step::address(&tenant, draft.id, "cancel"),
        gone_url: step::address(&tenant, draft.id, "token"),
        generation: seen + 1,
        tenant: (&tenant).into(),
    })
}

/// `GET .../token`: 200 with the news that the secret is gone, and a way to make another one in its place.
pub async fn gone(cx: TenantCx, Id(draft_id): Id<DraftId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let draft = step::find_open(&mut tx, &cx.tenant, cx.person.id, draft_id).await?;
    drop(tx);
    if draft.generation == 0 {
        return Ok(step::go(&cx.tenant, draft.id, "overview"));
    }
    respond::page(&TokenGoneStep {
        page: cx.page,
        name: GeneralInput::of(&draft).name,
        action: step::address(&cx.tenant, draft.id, "token"),
        cancel_url: step::address(&cx.tenant, draft.id, "cancel"),
        generation: draft.generation,
        tenant: (&cx.tenant).into(),
    })
}
