//! `/administration/tenants/{slug}/api/{token id}/rotate`: another secret for the same token.
//!
//! As in the wizard, the new secret is shown once and becomes active when it is saved; until then the old one works
//! unchanged. The overlap of the old one starts at Save. Leaving without saving changes nothing. If two people rotate
//! concurrently, the one who saves later gets an error and that secret is discarded: there are never two successors.

use actix_session::SessionExt as _;
use actix_web::HttpResponse;

use super::{RotatePage, RotateSecret, details, edit};
use crate::auth::session::{self, Flash};
use crate::domain::expiry::Expiry;
use crate::domain::id::TokenId;
use crate::domain::person::Person;
use crate::domain::rotation::{Overlap, OverlapError};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::service::granting;
use crate::service::token_details::TokenDetails;
use crate::service::tokens::{self as service, Rotated};
use crate::state::State;
use crate::store::{
    Error as StoreError, Tx,
    tokens::{self, rotations, secrets},
};
use crate::web::cx::{Id, TenantCx, TenantDataCx};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::problem;
use crate::web::respond;
use crate::web::view::When;
use crate::web::{look, place};

/// What was typed.
struct Typed {
    overlap: String,
    date: String,
    time: String,
}

impl Typed {
    fn sent(form: &Form, locale: Locale, errors: &mut Errors) -> Self {
        for field in ["overlap", "overlap_date", "overlap_time"] {
            if let Err(misfit) = form.one(field)
                && (form.has(field) || field == "overlap")
            {
                errors.add(field, locale.t(misfit.message()));
            }
        }
        let typed = |name| form.first(name).to_owned();
        Self { overlap: typed("overlap"), date: typed("overlap_date"), time: typed("overlap_time") }
    }

    /// What it comes to; what is wrong is added to `errors`.
    fn check(
        &self,
        tenant: &Tenant,
        token_ends_at: Option<Timestamp>,
        now: Timestamp,
        locale: Locale,
        errors: &mut Errors,
    ) -> Option<Overlap> {
        if !errors.is_empty() {
            return None;
        }
        if self.overlap != Overlap::CUSTOM {
            let overlap = Overlap::from_name(&self.overlap);
            if overlap.is_none() {
                errors.add("overlap", locale.t(msg::FIELD_UNKNOWN_CHOICE));
            }
            return overlap;
        }
        let moment = Expiry::parse(Expiry::CUSTOM, &self.date, &self.time)
            .and_then(|expiry| expiry.resolve(now, tenant.zone));
        let moment = match moment {
            Ok(moment) => moment?,
            Err(error) => {
                let (field, message) = problem::expiry_error(locale, error);
                let field = if field == "expires_time" { "overlap_time" } else { "overlap_date" };
                errors.add(field, message);
                return None;
            }
        };
        let sentence = match Overlap::until(moment, now, token_ends_at) {
            Ok(overlap) => return Some(overlap),
            Err(OverlapError::Past) => msg::ROTATE_PAST,
            Err(OverlapError::AfterExpiry) => msg::ROTATE_AFTER_EXPIRY,
            Err(OverlapError::TooLong) => msg::ROTATE_TOO_LONG,
        };
        errors.add("overlap_date", locale.t(sentence));
        None
    }
}

/// The user and the token of a rotation.
struct Rotating<'a> {
    state: &'a State,
    tenant: &'a Tenant,
    person: &'a Person,
    whole: &'a TokenDetails,
}

impl Rotating<'_> {
    /// 403 for a token that this person could not issue: its next secret opens all that it opens.
    async fn may(&self, tx: &mut Tx) -> Result<()> {
        let TokenDetails { token, reached, .. } = self.whole;
        if granting::can_grant(tx, self.person, &token.scope, reached).await? {
            return Ok(());
        }
        Err(Error::Forbidden)
    }

    async fn question(&self, tx: &mut Tx, page: Page, typed: Typed, errors: Errors) -> Result<RotatePage> {
        let token = &self.whole.token;
        let (now, zone, locale) = (self.state.now(), self.tenant.zone, page.locale);
        let pending = rotations::find(tx, token.id, self.person.id).await?;
        let running = tokens::changes::overlap(tx, token.id, now).await?;
        Ok(RotatePage {
            tenant: self.tenant.into(),
            url: place::details(&self.tenant.slug, token.id),
            name: token.labels.name.clone(),
            masked: look::masked(&self.state.fixed.token_prefix, &token.last_four),
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

/// `GET`: 200 with the question how long the old secret still works; 303 to the details when the token does not change
/// any more.
pub async fn show(cx: TenantCx, Id(token_id): Id<TokenId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let whole = details::find_whole(&mut tx, &cx.tenant, token_id).await?;
    edit::still_changes(&cx.state, &cx.page, &cx.request, &cx.tenant, &whole)?;
    let rotating = Rotating { state: &cx.state, tenant: &cx.tenant, person: &cx.person, whole: &whole };
    rotating.may(&mut tx).await?;
    let mut errors = Errors::default();
    if cx.tenant.is_disabled() {
        errors.add("form", cx.page.t(msg::TOKEN_DISABLED_TENANT));
    }
    let running = tokens::changes::overlap(&mut tx, whole.token.id, cx.now()).await?.is_some();
    let overlap = if running { Overlap::None } else { Overlap::Day }.name().to_owned();
    let typed = Typed { overlap, date: String::new(), time: String::new() };
    respond::page(&rotating.question(&mut tx, cx.page, typed, errors).await?)
}

/// `POST`: 200 with the plaintext of a new secret, the one answer that ever carries it; 422 with what is wrong. The form
/// says how many secrets there were when it was shown; of many that are sent at once, one makes the next secret, and the
/// others are led back to the question.
pub async fn generate(cx: TenantCx, Id(token_id): Id<TokenId>, form: Form) -> Result<HttpResponse> {
    let now = cx.now();
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let whole = details::hold(&mut tx, &tenant, token_id).await?;
    edit::still_changes(&cx.state, &cx.page, &cx.request, &tenant, &whole)?;
    let rotating = Rotating { state: &cx.state, tenant: &tenant, person: &person, whole: &whole };
    rotating.may(&mut tx).await?;
    let mut errors = Errors::default();
    if tenant.is_disabled() {
        errors.add("form", cx.page.t(msg::TOKEN_DISABLED_TENANT));
    }
    let id = whole.token.id;
    let typed = Typed::sent(&form, cx.page.locale, &mut errors);
    let overlap = typed.check(&tenant, whole.token.life.expires_at, now, cx.page.locale, &mut errors);
    if overlap.is_some_and(|overlap| overlap != Overlap::None)
        && tokens::changes::overlap(&mut tx, id, now).await?.is_some()
    {
        errors.add("overlap", cx.page.t(msg::ROTATE_OVERLAPPING));
    }
    let (Some(overlap), true) = (overlap, errors.is_empty()) else {
        return respond::unprocessable(&rotating.question(&mut tx, cx.page, typed, errors).await?);
    };
    let (secret, kept) = service::fresh_secret(&cx.state)?;
    let seen = form.generation();
    let url = place::details(&tenant.slug, id);
    let follows = newest(&mut tx, id).await?;
    if !rotations::propose(&mut tx, id, person.id, seen, (follows, overlap), &kept, now).await? {
        return Ok(respond::see_other(&format!("{url}/rotate")));
    }
    tx.commit().await?;
    let old_ends = match overlap {
        Overlap::None => cx.page.t(msg::ROTATE_OLD_ENDS_AT_SAVE),
        Overlap::Until(at) => {
            cx.page.t(msg::rotate_old_ends(&cx.page.locale.moment_with_zone(at, tenant.zone)))
        }
        Overlap::Hour => cx.page.t(msg::ROTATE_OLD_ENDS_IN_HOUR),
        Overlap::Day => cx.page.t(msg::ROTATE_OLD_ENDS_IN_DAY),
        Overlap::Week => cx.page.t(msg::ROTATE_OLD_ENDS_IN_WEEK),
    };
    respond::page(&RotateSecret {
        name: whole.token.labels.name.clone(),
        secret: secret.expose().to_owned(),
        public_url: cx.state.fixed.public_url.clone(),
        old_ends,
        generation: seen + 1,
        tenant: (&tenant).into(),
        url,
        page: cx.page,
    })
}

/// The newest generation of the token's own secrets.
async fn newest(tx: &mut Tx, id: TokenId) -> Result<i64> {
    let newest = secrets::of_token(tx, id, 1).await?.pop();
    Ok(newest.ok_or(StoreError::Corrupt("a token without a secret"))?.generation)
}

/// `POST .../rotate/save`: 303 to the details once it is committed. Only the secret that was shown last is saved, once,
/// and only if nobody rotated the token since it was shown.
pub async fn save(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let now = cx.now();
    let id: TokenId =
        cx.request.match_info().get("token").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let whole = details::hold(&mut tx, &tenant, id).await?;
    edit::still_changes(&cx.state, &cx.page, &cx.request, &tenant, &whole)?;
    let rotating = Rotating { state: &cx.state, tenant: &tenant, person: &person, whole: &whole };
    rotating.may(&mut tx).await?;
    let url = place::details(&tenant.slug, id);
    let again = || Ok(respond::see_other(&format!("{url}/rotate")));
    let shown = form.generation();
    let Some(pending) = rotations::find(&mut tx, id, person.id).await? else { return again() };
    if shown > 0 && pending.saved == shown {
        // Another of many that were sent at once has saved it.
        return Ok(respond::see_other(&url));
    }
    let Some(secret) = pending.secret.filter(|_| pending.generation == shown && !tenant.is_disabled()) else {
        return again();
    };
    let flash = |success, text| session::set_flash(&cx.request.get_session(), &Flash { success, text });
    if newest(&mut tx, id).await? != pending.follows {
        rotations::discard(&mut tx, id, person.id).await?;
        tx.commit().await?;
        flash(false, cx.page.t(msg::rotate_overtaken_flash(&whole.token.labels.name)));
        return Ok(respond::see_other(&url));
    }
    match service::rotate(&mut tx, &whole.token, &secret, pending.overlap).await? {
        Rotated::Until(until) => {
            rotations::take(&mut tx, id, person.id, shown, now).await?;
            tx.commit().await?;
            let text = if until <= now {
                cx.page.t(msg::ROTATED_FLASH_AT_ONCE)
            } else {
                cx.page.t(msg::rotated_flash(&cx.page.locale.moment_with_zone(until, tenant.zone)))
            };
            flash(true, text);
            Ok(respond::see_other(&url))
        }
        Rotated::Over => Ok(respond::see_other(&url)),
        Rotated::Overlapping(_) => {
            flash(false, cx.page.t(msg::ROTATE_OVERLAPPING));
            again()
        }
    }
}

/// `POST .../rotate/cancel`: 303 to the details, the new secret thrown away.
pub async fn cancel(cx: TenantDataCx, Id(token_id): Id<TokenId>, _form: Form) -> Result<HttpResponse> {
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let token = details::find(&mut tx, tenant.id, token_id).await?;
    if rotations::discard(&mut tx, token.id, person.id).await? {
        tx.commit().await?;
    }
    Ok(respond::see_other(&place::details(&tenant.slug, token.id)))
}
