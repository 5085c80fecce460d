//! Step 4, Token: makes the secret and shows it, once.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::input::GeneralInput;
use super::plan::plan;
use super::{TokenGoneStep, TokenStep, step};
use crate::auth::authority::Authority;
use crate::auth::authz::{CurrentTenant, CurrentUser};
use crate::error::Result;
use crate::service;
use crate::state::State;
use crate::store::tokens::drafts;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;

/// `POST .../token`: 200 with the plaintext, the one answer that ever carries it. The form says how many secrets there
/// were when it was shown; of many that are sent at once, one makes the next secret, and the others are led to the
/// page that says that it is gone.
pub async fn generate(
    state: Data<State>,
    page: Page,
    authority: Authority,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = authority.begin(&state).await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let draft = step::find_open(&mut tx, &tenant, person.id, &path.1).await?;
    let plan = plan(&mut tx, &tenant, &person, &draft, now, page.locale).await?;
    let (secret, kept) = service::tokens::fresh_secret(&state)?;
    let seen = form.generation();
    if !drafts::set_secret(&mut tx, &draft, seen, &kept, plan.general.expires_at, now).await? {
        return Ok(step::go(&tenant, draft.id, "token"));
    }
    tx.commit().await?;
    respond::page(&TokenStep {
        page,
        name: plan.general.name.as_str().to_owned(),
        secret: secret.expose().to_owned(),
        public_url: state.fixed.public_url.clone(),
        save_url: step::address(&tenant, draft.id, "save"),
        cancel_url: step::address(&tenant, draft.id, "cancel"),
        gone_url: step::address(&tenant, draft.id, "token"),
        generation: seen + 1,
        tenant: (&tenant).into(),
    })
}

/// `GET .../token`: 200 with the news that the secret is gone, and a way to make another one in its place.
pub async fn gone(
    state: Data<State>,
    page: Page,
    CurrentUser(person): CurrentUser,
    CurrentTenant(tenant): CurrentTenant,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let draft = step::find_open(&mut tx, &tenant, person.id, &path.1).await?;
    drop(tx);
    if draft.generation == 0 {
        return Ok(step::go(&tenant, draft.id, "overview"));
    }
    respond::page(&TokenGoneStep {
        page,
        name: GeneralInput::of(&draft).name,
        action: step::address(&tenant, draft.id, "token"),
        cancel_url: step::address(&tenant, draft.id, "cancel"),
        generation: draft.generation,
        tenant: (&tenant).into(),
    })
}
