//! Step 4, Token: makes the secret and shows it, once.

use actix_web::HttpResponse;

use super::{TokenGoneStep, TokenStep, step};
use crate::domain::id::DraftId;
use crate::error::Result;
use crate::service::drafts::{self, Revealed};
use crate::service::token_spec::GeneralInput;
use crate::web::cx::{Id, TenantCx};
use crate::web::form::Form;
use crate::web::respond;

/// `POST .../token`: 200 with the plaintext, the one answer that ever carries it. The form says how many secrets there
/// were when it was shown; of many that are sent at once, one makes the next secret, and the others are led to the
/// page that says that it is gone.
pub async fn generate(cx: TenantCx, Id(draft): Id<DraftId>, form: Form) -> Result<HttpResponse> {
    let seen = form.generation();
    let revealed = drafts::reveal(&cx.act(), draft, seen).await?;
    let Revealed { tenant, token, secret } = step::done(&cx.tenant, draft, revealed)?;
    respond::page(&TokenStep {
        page: cx.page,
        name: token.general.labels.name.to_string(),
        secret: secret.expose().to_owned(),
        public_url: cx.state.fixed.public_url.clone(),
        save_url: step::address(&tenant, draft, "save"),
        cancel_url: step::address(&tenant, draft, "cancel"),
        gone_url: step::address(&tenant, draft, "token"),
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
        name: GeneralInput::of(&draft).labels.name,
        action: step::address(&cx.tenant, draft.id, "token"),
        cancel_url: step::address(&cx.tenant, draft.id, "cancel"),
        generation: draft.generation,
        tenant: (&cx.tenant).into(),
    })
}
