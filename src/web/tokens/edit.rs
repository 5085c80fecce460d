//! `/administration/tenants/{slug}/api/{token id}/edit`: everything of a token but its secret.
//!
//! The form leads to a page that shows what will change; its fields carry the values, and Save checks them all again.
//! Each page carries the version of the token it was rendered for. If the token has changed since then, the user gets
//! their values back with a message and reviews the changes again, compared with the current token.
//!
//! A user may extend a token, since they could create a new one. Expired and revoked tokens can't be changed.

mod changes;
mod input;

use actix_session::SessionExt as _;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use self::input::EditInput;
use super::{EditPage, EditReview, details};
use crate::auth::session::{self, Flash};
use crate::domain::id::{LogoId, TokenId};
use crate::domain::person::Person;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::Status;
use crate::error::{Error, Result};
use crate::i18n::{Naming, msg};
use crate::service::granting;
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::{CheckedToken, TokenSpec};
use crate::service::tokens::update::{self as service, Edit, EditOutcome, Edited};
use crate::service::visible::Readable;
use crate::state::State;
use crate::store::Tx;
use crate::web::cx::{Id, TenantCx};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::problem::spec_errors;
use crate::web::view::Choice;
use crate::web::wizard::{self, picture, sentence};
use crate::web::{respond, token_urls, token_view};

/// Who edits which token, and where.
#[derive(Clone, Copy)]
struct Editing<'a> {
    tenant: &'a Tenant,
    person: &'a Person,
    before: &'a TokenDetails,
    /// Which of the tenants that the token reaches this person may see.
    readable: &'a Readable,
    /// The token's logo from now on.
    logo: Option<LogoId>,
}

/// `GET`: 200 with the token as it is; 303 to its details when it does not change any more.
pub async fn show(cx: TenantCx, Id(id): Id<TokenId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let before = details::find_details(&mut tx, &cx.tenant, id).await?;
    still_changes(&cx.state, &cx.page, &cx.request, &cx.tenant, &before)?;
    let readable = Readable::by(&mut tx, &cx.person, &before.reached).await?;
    let editing = Editing {
        tenant: &cx.tenant,
        person: &cx.person,
        before: &before,
        readable: &readable,
        logo: before.token.logo,
    };
    let (input, now) = (EditInput::of(&before, &readable), cx.now());
    respond::page(&editing.form(&mut tx, cx.page, input, Errors::default(), now).await?)
}

/// `POST`: 200 with what will change, and after Save 303 to the details; 422 with errors; 409 if the token has
/// changed since the page was rendered.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let id: TokenId =
        cx.request.match_info().get("token").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let (locale, go) = (cx.page.locale, form.first("go"));
    let mut errors = Errors::default();
    let logo = picture::chosen(&form, locale, &mut errors).await?;
    let input = EditInput::sent(&form, locale, &mut errors);
    let logo_now = input::logo_sent(&form, locale, &mut errors);
    let spec = TokenSpec { unreadable: !errors.is_empty(), ..input.spec() };
    let version = form.one("version").ok().and_then(version_of);
    let edit = Edit { spec: &spec, logo, logo_now, version, save: go == "save" };
    let Edited { person, tenant, before, readable, logo, outcome } =
        service::edit(&cx.act(), id, edit).await?;

    let editing = Editing { tenant: &tenant, person: &person, before: &before, readable: &readable, logo };
    let done = |message: Naming, token: &CheckedToken| {
        cx.flash(cx.page.t(message(token.settings.labels.name.as_str())));
        Ok(respond::see_other(&token_urls::details(&tenant.slug, id)))
    };
    let (status, errors, overtaken) = match outcome {
        EditOutcome::Over => return Err(over(&cx.page, &cx.request, &tenant, &before, cx.now())),
        _ if go == "back" => (StatusCode::OK, Errors::default(), false),
        EditOutcome::Unchanged(token) if go != "save" => return done(msg::edit_nothing_flash, &token),
        EditOutcome::Unchanged(token) | EditOutcome::Saved(token) => {
            return done(msg::edit_saved_flash, &token);
        }
        EditOutcome::Checked(token) => {
            return respond::page(&editing.review(cx.page, &input, &token));
        }
        EditOutcome::Overtaken => (StatusCode::CONFLICT, errors, true),
        EditOutcome::Invalid { logo_gone, errors: wrong } => {
            if logo_gone {
                errors.add("logo", locale.t(msg::EDIT_LOGO_GONE));
            }
            spec_errors(locale, wrong, &mut errors);
            (StatusCode::UNPROCESSABLE_ENTITY, errors, false)
        }
    };
    let (mut tx, now) = (cx.read().await?, cx.now());
    let page = editing.form(&mut tx, cx.page, input, errors, now).await?;
    respond::html(status, &EditPage { overtaken, ..page })
}

/// Leads on to the details of a token that does not change any more, and says why there.
pub(super) fn still_changes(
    state: &State,
    page: &Page,
    request: &HttpRequest,
    tenant: &Tenant,
    before: &TokenDetails,
) -> Result<()> {
    match before.token.life.status(state.now()) {
        Status::Active | Status::Disabled => Ok(()),
        Status::Revoked | Status::Expired => Err(over(page, request, tenant, before, state.now())),
    }
}

fn over(page: &Page, request: &HttpRequest, tenant: &Tenant, before: &TokenDetails, now: Timestamp) -> Error {
    let token = &before.token;
    let text = page.t(over_key(token.life.status(now))(&token.labels.name));
    session::set_flash(&request.get_session(), &Flash { success: false, text });
    Error::Redirect(token_urls::details(&tenant.slug, token.id))
}

/// The sentence for a token that does not change any more.
pub(super) const fn over_key(status: Status) -> Naming {
    match status {
        Status::Revoked => msg::token_over_revoked,
        Status::Expired | Status::Active | Status::Disabled => msg::token_over_expired,
    }
}

/// The version of what was changed last at that moment, as forms carry it.
fn version(updated_at: Timestamp) -> String {
    format!("{:x}", updated_at.micros())
}

/// The moment that a version stands for.
fn version_of(version: &str) -> Option<Timestamp> {
    i64::from_str_radix(version, 16).ok().map(Timestamp::from_micros)
}

impl Editing<'_> {
    async fn form(
        &self,
        tx: &mut Tx,
        page: Page,
        mut input: EditInput,
        errors: Errors,
        now: Timestamp,
    ) -> Result<EditPage> {
        let Self { tenant, person, before, readable, mut logo } = *self;
        let locale = page.locale;
        let locked = !granting::can_grant(tx, person, &before.token.scope, &before.reached).await?;
        if locked {
            input.keep_labels(before, readable);
            logo = before.token.logo;
        }
        let kept = before.token.life.expires_at;
        let kept = kept.map_or_else(
            || locale.t(msg::TOKEN_NO_EXPIRATION),
            |at| locale.moment_with_zone(at, tenant.zone),
        );
        let mut general =
            wizard::general::fields(locale, tenant, input.general, logo, errors.is_empty(), now);
        general.locked = locked;
        general.keep = Some(locale.t(msg::edit_keep(&kept)));
        let kept = Some((before, readable));
        let mut access = wizard::access::fields(tx, locale, tenant, person, &input.access, kept).await?;
        if locked {
            access.locked = true;
            match &before.app {
                Some(app) => {
                    access.apps =
                        vec![Choice { value: app.slug.clone(), text: app.name.clone(), chosen: true }];
                }
                None => access.apps.truncate(1),
            }
        }
        Ok(EditPage {
            access,
            general,
            tenant: tenant.into(),
            url: token_urls::details(&tenant.slug, before.token.id),
            name: before.token.labels.name.clone(),
            version: version(before.token.updated_at),
            logo_now: input::logo_now(logo, before),
            overtaken: false,
            errors,
            page,
        })
    }

    fn review(&self, page: Page, input: &EditInput, edited: &CheckedToken) -> EditReview {
        let Self { tenant, before, logo, .. } = *self;
        let (locale, settings) = (page.locale, &edited.settings);
        let reached = token_view::shown(locale, edited.access.readable.names(&edited.access.reached));
        let names = token_view::names(locale, &settings.scope, &tenant.name, reached);
        let modules: Vec<String> = edited.access.modules.iter().map(|module| module.name.clone()).collect();
        let moment = settings.expires_at.map(|at| locale.moment(at, tenant.zone));
        let until = moment.as_deref().map(|moment| (moment, tenant.zone.name()));
        let changes = changes::list(locale, tenant, before, edited);
        EditReview {
            sentence: sentence(&page, settings.permissions.into(), &modules, names.as_deref(), until),
            tenant: tenant.into(),
            url: token_urls::details(&tenant.slug, before.token.id),
            name: before.token.labels.name.clone(),
            version: version(before.token.updated_at),
            changes: changes.into_iter().map(|change| (change.more, change.text)).collect(),
            hidden: input.hidden(logo, before),
            page,
        }
    }
}
