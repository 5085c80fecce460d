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

use self::changes::Change;
use self::input::{EditInput, Editing};
use super::{EditPage, EditReview, details};
use crate::auth::session::{self, Flash};
use crate::domain::id::TokenId;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::Status;
use crate::error::{Error, Result};
use crate::service;
use crate::service::granting;
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::CheckedToken;
use crate::service::visible::Readable;
use crate::state::State;
use crate::store::Tx;
use crate::web::cx::{Id, TenantCx};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;
use crate::web::view::Choice;
use crate::web::wizard::{self, picture, sentence};
use crate::web::{look, place};

/// `GET`: 200 with the token as it is; 303 to its details when it does not change any more.
pub async fn show(cx: TenantCx, Id(token_id): Id<TokenId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let before = details::find_whole(&mut tx, &cx.tenant, token_id).await?;
    still_changes(&cx.state, &cx.page, &cx.request, &cx.tenant, &before)?;
    let (locale, now) = (cx.page.locale, cx.now());
    let readable = Readable::by(&mut tx, &cx.person, &before.reached).await?;
    let input = EditInput::of(&before, &readable);
    let editing = Editing {
        state: &cx.state,
        tenant: &cx.tenant,
        person: &cx.person,
        before: &before,
        readable,
        locale,
        now,
    };
    respond::page(&form_page(&mut tx, cx.page, &editing, input, Errors::default(), false).await?)
}

/// `POST`: 200 with what will change, and after Save 303 to the details; 422 with errors; 409 if the token has
/// changed since the page was rendered.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let id: TokenId =
        cx.request.match_info().get("token").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let mut errors = Errors::default();
    let picture = picture::chosen(&form, cx.page.locale, &mut errors).await?;
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let before = details::hold(&mut tx, &tenant, id).await?;
    still_changes(&cx.state, &cx.page, &cx.request, &tenant, &before)?;
    let (locale, now) = (cx.page.locale, cx.now());
    let readable = Readable::by(&mut tx, &person, &before.reached).await?;
    let editing = Editing {
        state: &cx.state,
        tenant: &tenant,
        person: &person,
        before: &before,
        readable,
        locale,
        now,
    };
    let input = editing.sent(&mut tx, &form, picture, &mut errors).await?;
    let go = form.first("go");
    if go == "back" {
        return respond::page(&form_page(&mut tx, cx.page, &editing, input, Errors::default(), false).await?);
    }
    let Some(edited) = editing.check(&mut tx, &input, &mut errors).await? else {
        let view = form_page(&mut tx, cx.page, &editing, input, errors, false).await?;
        tx.commit().await?;
        return respond::unprocessable(&view);
    };
    let changes = changes::list(&editing, &edited);
    let done = |key| {
        session::set_flash(
            &cx.request.get_session(),
            &Flash { success: true, text: cx.page.t1(key, "name", edited.settings.name.as_str()) },
        );
        Ok(respond::see_other(&place::details(&tenant.slug, id)))
    };
    if changes.is_empty() {
        return done(if go == "save" { "edit-saved-flash" } else { "edit-nothing-flash" });
    }
    if form.one("version") != Ok(version(before.token.updated_at).as_str()) {
        let view = form_page(&mut tx, cx.page, &editing, input, errors, true).await?;
        tx.commit().await?;
        return respond::html(StatusCode::CONFLICT, &view);
    }
    if go != "save" {
        tx.commit().await?;
        return respond::page(&review(cx.page, &editing, &input, &edited, changes));
    }
    service::tokens::update(&mut tx, &before, &edited.settings, &edited.audit_names()).await?;
    tx.commit().await?;
    done("edit-saved-flash")
}

/// Leads on to the details of a token that does not change any more, and says why there.
pub(super) fn still_changes(
    state: &State,
    page: &Page,
    request: &HttpRequest,
    tenant: &Tenant,
    before: &TokenDetails,
) -> Result<()> {
    let status = before.token.life.status(state.now());
    if matches!(status, Status::Active | Status::Disabled) {
        return Ok(());
    }
    let text = page.t1(over_key(status), "name", &before.token.name);
    session::set_flash(&request.get_session(), &Flash { success: false, text });
    Err(Error::Redirect(place::details(&tenant.slug, before.token.id)))
}

/// The sentence for a token that does not change any more.
pub(super) const fn over_key(status: Status) -> &'static str {
    match status {
        Status::Revoked => "token-over-revoked",
        Status::Expired | Status::Active | Status::Disabled => "token-over-expired",
    }
}

/// The version of what was changed last at that moment, as forms carry it.
fn version(updated_at: Timestamp) -> String {
    format!("{:x}", updated_at.micros())
}

async fn form_page(
    tx: &mut Tx,
    page: Page,
    editing: &Editing<'_>,
    mut input: EditInput,
    errors: Errors,
    overtaken: bool,
) -> Result<EditPage> {
    let Editing { tenant, person, before, locale, now, .. } = editing;
    let locked = !granting::can_grant(tx, person, &before.token.scope, &before.reached).await?;
    if locked {
        input.keep_labels(before, &editing.readable);
    }
    let hidden = input.hidden(before);
    let logo_now = hidden.into_iter().find(|(name, _)| *name == "logo_now").map(|(_, value)| value);
    let kept = before.token.life.expires_at;
    let kept =
        kept.map_or_else(|| locale.t("token-no-expiration"), |at| locale.moment_with_zone(at, tenant.zone));
    let mut general =
        wizard::general::fields(*locale, tenant, input.general, input.logo, errors.is_empty(), *now);
    general.locked = locked;
    general.keep = Some(locale.t1("edit-keep", "end", &kept));
    let kept_access = Some((*before, &editing.readable));
    let mut access = wizard::access::fields(tx, *locale, tenant, person, &input.access, kept_access).await?;
    if locked {
        access.locked = true;
        match &before.app {
            Some(app) => {
                access.apps = vec![Choice { value: app.slug.clone(), text: app.name.clone(), chosen: true }];
            }
            None => access.apps.truncate(1),
        }
    }
    Ok(EditPage {
        access,
        general,
        tenant: (*tenant).into(),
        url: place::details(&tenant.slug, before.token.id),
        name: before.token.name.clone(),
        version: version(before.token.updated_at),
        logo_now: logo_now.unwrap_or_default(),
        overtaken,
        errors,
        page,
    })
}

fn review(
    page: Page,
    editing: &Editing<'_>,
    input: &EditInput,
    edited: &CheckedToken,
    changes: Vec<Change>,
) -> EditReview {
    let Editing { tenant, before, locale, .. } = editing;
    let settings = &edited.settings;
    let reached = look::shown(*locale, edited.access.readable.names(&edited.access.reached));
    let names = look::names(*locale, &settings.scope, &tenant.name, reached);
    let modules: Vec<String> = edited.access.modules.iter().map(|module| module.name.clone()).collect();
    let moment = settings.expires_at.map(|at| locale.moment(at, tenant.zone));
    let until = moment.as_deref().map(|moment| (moment, tenant.zone.name()));
    EditReview {
        sentence: sentence(&page, settings.permissions.into(), &modules, names.as_deref(), until),
        tenant: (*tenant).into(),
        url: place::details(&tenant.slug, before.token.id),
        name: before.token.name.clone(),
        version: version(before.token.updated_at),
        changes: changes.into_iter().map(|change| (change.more, change.text)).collect(),
        hidden: input.hidden(before),
        page,
    }
}
