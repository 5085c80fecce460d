//! `/administration/tenants/{slug}/api/{token id}/rotate`: rotates a token.
//!
//! As in the wizard, the new secret is shown once and becomes active when it is saved; until then the old one works
//! unchanged. The overlap of the old one starts at Save. Leaving without saving changes nothing. If two people rotate
//! concurrently, the one who saves later gets an error and that secret is discarded: there are never two successors.

use actix_web::HttpResponse;

use super::{RotatePage, RotateSecret, details, edit};
use crate::auth::session::{self, Flash};
use crate::domain::expiry::Expiry;
use crate::domain::id::TokenId;
use crate::domain::person::Person;
use crate::domain::rotation::{Overlap, OverlapError};
use crate::domain::tenant::Tenant;
use crate::domain::token::Status;
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::service::granting;
use crate::service::token_details::TokenDetails;
use crate::service::tokens::TokenAct;
use crate::service::tokens::rotate::{self as service, ChosenOverlap, MomentError, Proposed, Saved};
use crate::state::State;
use crate::store::{
    Tx,
    tokens::{self, rotations},
};
use crate::web::cx::{Id, TenantCx, TenantDataCx};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::problem;
use crate::web::respond;
use crate::web::view::When;
use crate::web::{token_urls, token_view};

/// The fields as typed.
struct Typed {
    overlap: String,
    date: String,
    time: String,
}

impl Typed {
    fn sent(form: &Form, locale: Locale, errors: &mut Errors) -> Self {
        for field in ["overlap", "overlap_date", "overlap_time"] {
            if let Err(error) = form.one(field)
                && (form.has(field) || field == "overlap")
            {
                errors.add(field, locale.t(error.message()));
            }
        }
        let typed = |name| form.first(name).to_owned();
        Self { overlap: typed("overlap"), date: typed("overlap_date"), time: typed("overlap_time") }
    }

    /// The chosen overlap; adds to `errors` if there is none.
    fn read(&self, locale: Locale, errors: &mut Errors) -> Option<ChosenOverlap> {
        if !errors.is_empty() {
            return None;
        }
        if self.overlap != Overlap::CUSTOM {
            let overlap = Overlap::from_name(&self.overlap);
            if overlap.is_none() {
                errors.add("overlap", locale.t(msg::FIELD_UNKNOWN_CHOICE));
            }
            return overlap.map(ChosenOverlap::Fixed);
        }
        match Expiry::parse(Expiry::CUSTOM, &self.date, &self.time) {
            Ok(expiry) => Some(ChosenOverlap::Until(expiry)),
            Err(error) => {
                let (field, message) = moment_error(locale, MomentError::Moment(error));
                errors.add(field, message);
                None
            }
        }
    }
}

/// The field and the message for a custom end that is not possible.
fn moment_error(locale: Locale, error: MomentError) -> (&'static str, String) {
    let sentence = match error {
        MomentError::Moment(error) => {
            let (field, message) = problem::expiry_error(locale, error);
            let field = if field == "expires_time" { "overlap_time" } else { "overlap_date" };
            return (field, message);
        }
        MomentError::Overlap(OverlapError::Past) => msg::ROTATE_PAST,
        MomentError::Overlap(OverlapError::AfterExpiry) => msg::ROTATE_AFTER_EXPIRY,
        MomentError::Overlap(OverlapError::TooLong) => msg::ROTATE_TOO_LONG,
    };
    ("overlap_date", locale.t(sentence))
}

/// The user and the token of a rotation.
struct Rotating<'a> {
    state: &'a State,
    tenant: &'a Tenant,
    person: &'a Person,
    details: &'a TokenDetails,
}

impl Rotating<'_> {
    /// 403 for a token that this person could not create, because its next secret gives the same access.
    async fn may(&self, tx: &mut Tx) -> Result<()> {
        let TokenDetails { token, reached, .. } = self.details;
        if granting::can_grant(tx, self.person, &token.scope, reached).await? {
            return Ok(());
        }
        Err(Error::Forbidden)
    }

    async fn question(&self, tx: &mut Tx, page: Page, typed: Typed, errors: Errors) -> Result<RotatePage> {
        let token = &self.details.token;
        let (now, zone, locale) = (self.state.now(), self.tenant.zone, page.locale);
        let pending = rotations::find(tx, token.id, self.person.id).await?;
        let running = tokens::changes::overlap(tx, token.id, now).await?;
        Ok(RotatePage {
            tenant: self.tenant.into(),
            url: token_urls::details(&self.tenant.slug, token.id),
            name: token.labels.name.clone(),
            masked: token_view::masked(&self.state.fixed.token_prefix, &token.last_four),
            lost: pending.as_ref().is_some_and(|pending| pending.secret.is_some()),
            generation: pending.map_or(0, |pending| pending.generation),
            overlap: typed.overlap,
            overlap_date: typed.date,
            overlap_time: typed.time,
            time_zone: zone.name().to_owned(),
            running: running.map(|until| When::moment(locale, until, zone)),
            expires: token.life.expires_at.map(|at| When::moment(locale, at, zone)),
            errors,
            page,
        })
    }
}

/// `GET`: 200 with the form for the overlap; 303 to the details if the token is revoked or expired.
pub async fn show(cx: TenantCx, Id(token_id): Id<TokenId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let details = details::find_details(&mut tx, &cx.tenant, token_id).await?;
    edit::still_changes(&cx.state, &cx.page, &cx.request, &cx.tenant, &details)?;
    let rotating = Rotating { state: &cx.state, tenant: &cx.tenant, person: &cx.person, details: &details };
    rotating.may(&mut tx).await?;
    let mut errors = Errors::default();
    if cx.tenant.is_disabled() {
        errors.add("form", cx.page.t(msg::TOKEN_DISABLED_TENANT));
    }
    let running = tokens::changes::overlap(&mut tx, details.token.id, cx.now()).await?.is_some();
    let overlap = if running { Overlap::None } else { Overlap::Day }.name().to_owned();
    let typed = Typed { overlap, date: String::new(), time: String::new() };
    respond::page(&rotating.question(&mut tx, cx.page, typed, errors).await?)
}

/// `POST`: 200 with the plaintext of a new secret, in this one response only; 422 with the errors. The form carries how
/// many secrets there were when it was rendered: of several concurrent requests, one generates the next secret, and the
/// others are redirected to the form.
pub async fn generate(cx: TenantCx, Id(id): Id<TokenId>, form: Form) -> Result<HttpResponse> {
    let locale = cx.page.locale;
    let mut errors = Errors::default();
    if cx.tenant.is_disabled() {
        errors.add("form", locale.t(msg::TOKEN_DISABLED_TENANT));
    }
    let typed = Typed::sent(&form, locale, &mut errors);
    let Some(chosen) = typed.read(locale, &mut errors) else { return again(cx, id, typed, errors).await };
    let seen = form.generation();
    let TokenAct { tenant, details, outcome, .. } = service::propose(&cx.act(), id, seen, chosen).await?;
    let url = token_urls::details(&tenant.slug, id);
    let (secret, overlap) = match outcome {
        Proposed::Secret { secret, overlap } => (secret, overlap),
        Proposed::Stale => return Ok(respond::see_other(&format!("{url}/rotate"))),
        Proposed::Denied(_) => return Err(Error::Forbidden),
        Proposed::Over(status) => return Ok(over(&cx, &details.token.labels.name, status, &url)),
        Proposed::TenantDisabled => {
            errors.add("form", locale.t(msg::TOKEN_DISABLED_TENANT));
            return again(cx, id, typed, errors).await;
        }
        Proposed::Wrong(error) => {
            let (field, message) = moment_error(locale, error);
            errors.add(field, message);
            return again(cx, id, typed, errors).await;
        }
        Proposed::Overlapping => {
            errors.add("overlap", locale.t(msg::ROTATE_OVERLAPPING));
            return again(cx, id, typed, errors).await;
        }
    };
    let old_ends = match overlap {
        Overlap::None => cx.page.t(msg::ROTATE_OLD_ENDS_AT_SAVE),
        Overlap::Until(at) => cx.page.t(msg::rotate_old_ends(&locale.moment_with_zone(at, tenant.zone))),
        Overlap::Hour => cx.page.t(msg::ROTATE_OLD_ENDS_IN_HOUR),
        Overlap::Day => cx.page.t(msg::ROTATE_OLD_ENDS_IN_DAY),
        Overlap::Week => cx.page.t(msg::ROTATE_OLD_ENDS_IN_WEEK),
    };
    respond::page(&RotateSecret {
        name: details.token.labels.name,
        secret: secret.expose().to_owned(),
        public_url: cx.state.fixed.public_url.clone(),
        old_ends,
        generation: seen + 1,
        tenant: (&tenant).into(),
        url,
        page: cx.page,
    })
}

/// 422 with the form, the typed values, and the errors.
async fn again(cx: TenantCx, id: TokenId, typed: Typed, errors: Errors) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let details = details::find_details(&mut tx, &cx.tenant, id).await?;
    edit::still_changes(&cx.state, &cx.page, &cx.request, &cx.tenant, &details)?;
    let rotating = Rotating { state: &cx.state, tenant: &cx.tenant, person: &cx.person, details: &details };
    rotating.may(&mut tx).await?;
    respond::unprocessable(&rotating.question(&mut tx, cx.page, typed, errors).await?)
}

/// 303 to the details of a revoked or expired token, with the reason.
fn over(cx: &TenantCx, name: &str, status: Status, url: &str) -> HttpResponse {
    let text = cx.page.t(edit::over_key(status)(name));
    session::set_flash(&cx.session(), &Flash { success: false, text });
    respond::see_other(url)
}

/// `POST .../rotate/save`: 303 to the details once it is committed. Only the secret that was shown last is saved, once,
/// and only if the token was not rotated since.
pub async fn save(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let id: TokenId =
        cx.request.match_info().get("token").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let TokenAct { tenant, details, outcome, .. } = service::save(&cx.act(), id, form.generation()).await?;
    let url = token_urls::details(&tenant.slug, id);
    let again = format!("{url}/rotate");
    let flash = |success, text| session::set_flash(&cx.session(), &Flash { success, text });
    let to = match outcome {
        Saved::Until(until) => {
            let text = if until <= cx.now() {
                cx.page.t(msg::ROTATED_FLASH_AT_ONCE)
            } else {
                cx.page.t(msg::rotated_flash(&cx.page.locale.moment_with_zone(until, tenant.zone)))
            };
            flash(true, text);
            &url
        }
        Saved::Already => &url,
        Saved::NotShown => &again,
        Saved::Overtaken => {
            flash(false, cx.page.t(msg::rotate_overtaken_flash(&details.token.labels.name)));
            &url
        }
        Saved::Over(status) => return Ok(over(&cx, &details.token.labels.name, status, &url)),
        Saved::Overlapping => {
            flash(false, cx.page.t(msg::ROTATE_OVERLAPPING));
            &again
        }
        Saved::Denied(_) => return Err(Error::Forbidden),
    };
    Ok(respond::see_other(to))
}

/// `POST .../rotate/cancel`: discards the new secret; 303 to the details.
pub async fn cancel(cx: TenantDataCx, Id(id): Id<TokenId>, _form: Form) -> Result<HttpResponse> {
    let tenant = service::discard(&cx.act(), id).await?;
    Ok(respond::see_other(&token_urls::details(&tenant.slug, id)))
}
