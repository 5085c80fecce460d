//! `/administration/tenants/{slug}/api/{token id}/secrets/{generation}`: a secret that was replaced is ended before its
//! time, or given more of it.

use actix_session::SessionExt as _;
use actix_web::{HttpRequest, HttpResponse};

use super::{Acts, SecretRow, details, edit, look, place};
use crate::auth::session::{self, Flash};
use crate::domain::expiry::is_expired;
use crate::domain::id::TokenId;
use crate::domain::rotation::Overlap;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::service::granting;
use crate::service::secrets::{self as service, Settled};
use crate::store::tokens::secrets::Secret;
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::respond;
use crate::web::view::When;

/// `POST .../end`: 303 to the details once the secret is ended.
pub async fn end(cx: TenantCx, _form: Form) -> Result<HttpResponse> {
    let (id, generation) = named(&cx.request)?;
    let mut tx = cx.write().await?;
    let tenant = tx.tenant()?;
    let whole = details::hold(&mut tx, &tenant, id).await?;
    edit::still_changes(&cx.state, &cx.page, &cx.request, &tenant, &whole)?;
    let settled = service::end(&mut tx, &whole.token, generation).await?;
    let key = if let Settled::Ends(_) = settled { "secret-ended-flash" } else { "secret-over-flash" };
    tx.commit().await?;
    Ok(done(&cx.request, &tenant, id, settled != Settled::Over, cx.page.t(key)))
}

/// `POST .../extend`: 303 to the details once the secret has more time; 403 for a token that this person could not
/// issue.
pub async fn extend(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let (id, generation) = named(&cx.request)?;
    let overlap = form.one("overlap").ok().and_then(Overlap::from_name);
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let whole = details::hold(&mut tx, &tenant, id).await?;
    edit::still_changes(&cx.state, &cx.page, &cx.request, &tenant, &whole)?;
    if !granting::can_grant(&mut tx, &person, &whole.token.scope, &whole.reached).await? {
        return Err(Error::Forbidden);
    }
    let Some(overlap) = overlap else {
        return Ok(done(&cx.request, &tenant, id, false, cx.page.t("field-unknown-choice")));
    };
    let settled = service::extend(&mut tx, &whole.token, generation, overlap).await?;
    let moment = |at| cx.page.locale.moment_with_zone(at, tenant.zone);
    let text = match settled {
        Settled::Ends(until) => cx.page.t1("secret-extended-flash", "when", &moment(until)),
        Settled::Longest(until) => cx.page.t1("secret-longest-flash", "when", &moment(until)),
        Settled::Over => cx.page.t("secret-over-flash"),
    };
    tx.commit().await?;
    Ok(done(&cx.request, &tenant, id, matches!(settled, Settled::Ends(_)), text))
}

fn done(request: &HttpRequest, tenant: &Tenant, id: TokenId, success: bool, text: String) -> HttpResponse {
    session::set_flash(&request.get_session(), &Flash { success, text });
    respond::see_other(&place::details(&tenant.slug, id))
}

/// The token and the secret that the address names.
fn named(request: &HttpRequest) -> Result<(TokenId, i64)> {
    let part = |name| request.match_info().get(name).ok_or(Error::NotFound);
    let id = part("token")?.parse().map_err(|_| Error::NotFound)?;
    let generation = part("generation")?.parse().map_err(|_| Error::NotFound)?;
    Ok((id, generation))
}

/// The secrets of a token, newest first, with the controls for `acts`.
pub(super) fn rows(
    locale: Locale,
    tenant: &Tenant,
    prefix: &str,
    found: Vec<Secret>,
    now: Timestamp,
    acts: Acts,
) -> Vec<SecretRow> {
    let zone = tenant.zone;
    let row = |secret: Secret| {
        let over = is_expired(secret.ends_at, now);
        let alive = acts.edit && secret.ends_at.is_some() && !over;
        SecretRow {
            generation: secret.generation,
            number: locale.number(secret.generation),
            masked: look::masked(prefix, &secret.last_four),
            created: When::moment(locale, secret.created_at, zone),
            ends: secret.ends_at.map(|at| When::moment(locale, at, zone)),
            over,
            last_used: secret.last_used_at.map(|at| When::ago(locale, at, now, zone)),
            last_used_from: secret.last_used_from.unwrap_or_default(),
            can_end: alive,
            can_extend: alive && acts.rotate,
        }
    };
    found.into_iter().map(row).collect()
}
