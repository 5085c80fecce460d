//! `/administration/tenants/{slug}/api/{token id}/secrets/{generation}`: ends a replaced secret early, or moves its
//! end.

use actix_web::{HttpRequest, HttpResponse};

use super::edit;
use crate::auth::session::{self, Flash};
use crate::domain::id::TokenId;
use crate::domain::rotation::Overlap;
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::secrets::{self as service, SecretChange};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::respond;
use crate::web::token_urls;

/// `POST .../end`: 303 to the details once the secret has ended.
pub async fn end(cx: TenantCx, _form: Form) -> Result<HttpResponse> {
    let (id, generation) = named(&cx.request)?;
    let changed = service::end(&cx.act(), id, generation).await?;
    let text = match changed.change {
        SecretChange::Ends(_) => cx.page.t(msg::SECRET_ENDED_FLASH),
        SecretChange::Over | SecretChange::Longest(_) => cx.page.t(msg::SECRET_OVER_FLASH),
        SecretChange::TokenOver(status) => cx.page.t(edit::over_key(status)(&changed.token.labels.name)),
    };
    let success = matches!(changed.change, SecretChange::Ends(_));
    Ok(done(&cx, &changed.tenant.slug, id, Flash { success, text }))
}

/// `POST .../extend`: 303 to the details once the end is moved; 403 for a token that this person could not create.
pub async fn extend(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let (id, generation) = named(&cx.request)?;
    let Some(overlap) = form.one("overlap").ok().and_then(Overlap::from_name) else {
        let text = cx.page.t(msg::FIELD_UNKNOWN_CHOICE);
        return Ok(done(&cx, &cx.tenant.slug, id, Flash { success: false, text }));
    };
    let changed = service::extend(&cx.act(), id, generation, overlap).await?;
    let moment = |at| cx.page.locale.moment_with_zone(at, changed.tenant.zone);
    let text = match changed.change {
        SecretChange::Ends(until) => cx.page.t(msg::secret_extended_flash(&moment(until))),
        SecretChange::Longest(until) => cx.page.t(msg::secret_longest_flash(&moment(until))),
        SecretChange::Over => cx.page.t(msg::SECRET_OVER_FLASH),
        SecretChange::TokenOver(status) => cx.page.t(edit::over_key(status)(&changed.token.labels.name)),
    };
    let success = matches!(changed.change, SecretChange::Ends(_));
    Ok(done(&cx, &changed.tenant.slug, id, Flash { success, text }))
}

fn done(cx: &TenantCx, slug: &str, id: TokenId, flash: Flash) -> HttpResponse {
    session::set_flash(&cx.session(), &flash);
    respond::see_other(&token_urls::details(slug, id))
}

/// The token and the secret in the address.
fn named(request: &HttpRequest) -> Result<(TokenId, i64)> {
    let part = |name| request.match_info().get(name).ok_or(Error::NotFound);
    let id = part("token")?.parse().map_err(|_| Error::NotFound)?;
    let generation = part("generation")?.parse().map_err(|_| Error::NotFound)?;
    Ok((id, generation))
}
