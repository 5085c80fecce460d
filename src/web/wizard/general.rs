//! Step 1, General: logo, name, description, expiry. `/api/new` is the same step before there is a draft.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Query;
use serde::Deserialize;

use super::prefill::{self, Prefill};
use super::{ExpiryMoment, GeneralFields, GeneralStep, input, picture, step};
use crate::domain::expiry::Expiry;
use crate::domain::id::{DraftId, LogoId};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::i18n::{Locale, msg};
use crate::service::drafts::{self, Filled, Prefilled};
use crate::service::token_spec::{GeneralInput, KEEP, Resolver};
use crate::store::tokens;
use crate::web::cx::{Id, TenantCx};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::token_view;
use crate::web::{problem, respond};

/// `GET /api/new`: 200 with the step, empty or filled in as the address asks. No draft is made: looking changes nothing.
/// The id that the draft is going to have travels with the form, so that a form that is sent twice makes one.
pub async fn begin(cx: TenantCx) -> Result<HttpResponse> {
    let draft = DraftId::new(cx.now(), &cx.state.entropy)?;
    let mut tx = cx.read().await?;
    let prefill =
        Prefill::asked(&mut tx, &cx.tenant, &cx.person, cx.page.locale, cx.request.query_string()).await?;
    let logo = match prefill.logo_from.as_ref().and_then(|id| id.parse().ok()) {
        Some(id) => tokens::find(&mut tx, cx.tenant.id, id).await?.and_then(|token| token.logo),
        None => None,
    };
    drop(tx);
    let (hidden, odd) = (prefill.hidden(), prefill.odd);
    let now = cx.now();
    let mut view = view(cx.page, &cx.tenant, draft, prefill.general, logo, Errors::default(), now);
    view.action = format!("/administration/tenants/{}/api/new", cx.tenant.slug);
    view.new_draft = Some(draft.to_string());
    view.cancel_url = format!("/administration/tenants/{}/api", cx.tenant.slug);
    (view.hidden, view.odd) = (hidden, odd);
    respond::page(&view)
}

/// `POST /api/new`: makes the draft, also of a form that is wrong, so that nothing typed is lost; then as [`submit`].
pub async fn create(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let id = match form.one("draft").ok().and_then(|id| id.parse().ok()) {
        Some(id) => id,
        None => DraftId::new(cx.now(), &cx.state.entropy)?,
    };
    let prefilled = prefill::sent(&form, cx.page.locale);
    let tenant = cx.tenant.clone();
    let mut answer = receive(cx, id, &form, Some(prefilled)).await?;
    if answer.status() == StatusCode::UNPROCESSABLE_ENTITY {
        // From now on the step has the draft's address, so that a reload keeps the input.
        let address = HeaderValue::try_from(step::address(&tenant, id, "general"));
        let address = address.map_err(Error::internal)?;
        answer.headers_mut().insert(HeaderName::from_static("hx-replace-url"), address);
    }
    Ok(answer)
}

/// `GET .../general`: 200 with what was typed.
pub async fn show(cx: TenantCx, Id(draft_id): Id<DraftId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let draft = step::find_open(&mut tx, &cx.tenant, cx.person.id, draft_id).await?;
    drop(tx);
    let typed = GeneralInput::of(&draft);
    let (mut errors, now) = (Errors::default(), cx.now());
    let resolver = Resolver::for_new(&cx.tenant, &cx.person, now);
    input::check_general(&typed, &resolver, cx.page.locale, &mut errors)?;
    respond::page(&view(cx.page, &cx.tenant, draft.id, typed, draft.logo, errors, now))
}

/// `POST .../general`: 303 to Access, 422 with what is wrong.
pub async fn submit(cx: TenantCx, Id(draft_id): Id<DraftId>, form: Form) -> Result<HttpResponse> {
    receive(cx, draft_id, &form, None).await
}

async fn receive(cx: TenantCx, id: DraftId, form: &Form, begin: Option<Prefilled>) -> Result<HttpResponse> {
    let (typed, mut errors) = input::general(form, cx.page.locale);
    let logo = picture::chosen(form, cx.page.locale, &mut errors).await?;
    let kept = drafts::set_general(&cx.act(), id, &typed, logo, begin).await?;
    let Filled { tenant, person, logo } = step::done(&cx.tenant, id, kept)?;
    let now = cx.now();
    let resolver = Resolver::for_new(&tenant, &person, now);
    input::check_general(&typed, &resolver, cx.page.locale, &mut errors)?;
    if errors.is_empty() {
        return Ok(step::go(&tenant, id, "access"));
    }
    respond::unprocessable(&view(cx.page, &tenant, id, typed, logo, errors, now))
}

/// What the expiry preview asks about.
#[derive(Deserialize)]
#[serde(default)]
pub struct ExpiryQuery {
    expires_in: String,
    expires_date: String,
    expires_time: String,
}

impl Default for ExpiryQuery {
    fn default() -> Self {
        Self {
            expires_in: Expiry::PRESELECTED.to_owned(),
            expires_date: String::new(),
            expires_time: String::new(),
        }
    }
}

/// `GET .../expiry-preview`: 200 with the moment that the three fields come to; with nothing while a date of one's own
/// is not typed to its end: it is too early to complain.
pub async fn preview(cx: TenantCx, asked: Query<ExpiryQuery>) -> Result<HttpResponse> {
    let ExpiryQuery { expires_in, expires_date, expires_time } = asked.into_inner();
    let half = expires_date.is_empty() || expires_time.is_empty();
    if expires_in == Expiry::CUSTOM && half || expires_in == KEEP {
        return respond::page(&ExpiryMoment { text: String::new(), problem: false });
    }
    let typed = GeneralInput { expires_in, expires_date, expires_time, ..GeneralInput::default() };
    respond::page(&moment(cx.page.locale, &cx.tenant, &typed, cx.now()))
}

fn moment(locale: Locale, tenant: &Tenant, typed: &GeneralInput, now: Timestamp) -> ExpiryMoment {
    match typed.expiry().resolve(now, tenant.zone) {
        Ok((_, Some(at))) => {
            let moment = locale.moment_with_zone(at, tenant.zone);
            ExpiryMoment { text: locale.t(msg::wizard_moment(&moment)), problem: false }
        }
        Ok((_, None)) => ExpiryMoment { text: locale.t(msg::WIZARD_MOMENT_NEVER), problem: false },
        Err(error) => ExpiryMoment { text: problem::expiry_error(locale, error).1, problem: true },
    }
}

fn view(
    page: Page,
    tenant: &Tenant,
    draft: DraftId,
    input: GeneralInput,
    logo: Option<LogoId>,
    errors: Errors,
    now: Timestamp,
) -> GeneralStep {
    GeneralStep {
        general: fields(page.locale, tenant, input, logo, errors.is_empty(), now),
        errors,
        action: step::address(tenant, draft, "general"),
        cancel_url: step::address(tenant, draft, "cancel"),
        new_draft: None,
        hidden: Vec::new(),
        odd: false,
        tenant: tenant.into(),
        page,
    }
}

/// The step's fields as they were typed; `fine` is whether nothing is wrong with them.
pub(crate) fn fields(
    locale: Locale,
    tenant: &Tenant,
    input: GeneralInput,
    logo: Option<LogoId>,
    fine: bool,
    now: Timestamp,
) -> GeneralFields {
    let mut moment = moment(locale, tenant, &input, now);
    // An error is shown at its field already.
    if input.expires_in == KEEP || moment.problem && !fine {
        moment = ExpiryMoment { text: String::new(), problem: false };
    }
    GeneralFields {
        locked: false,
        moment,
        logo: token_view::logo(&tenant.slug, logo),
        input,
        keep: None,
        time_zone: tenant.zone.name().to_owned(),
        expiry_preview_url: format!("/administration/tenants/{}/api/expiry-preview", tenant.slug),
    }
}
