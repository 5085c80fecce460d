//! Step 1, General: logo, name, description, expiry. `/api/new` is the same step before there is a draft.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Query;
use serde::Deserialize;

use super::input::{GeneralInput, KEEP};
use super::plan::resolver;
use super::prefill::{self, Prefill};
use super::{ExpiryMoment, GeneralFields, GeneralStep, picture, step};
use crate::domain::expiry::{Expiry, ExpiryError};
use crate::domain::id::{DraftId, LogoId};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::store::tokens::{self, drafts};
use crate::web::cx::{Id, TenantCx};
use crate::web::form::Form;
use crate::web::look;
use crate::web::page::{Errors, Page};
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
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    drafts::insert(&mut tx, tenant.id, person.id, id, cx.now()).await?;
    if let Some(draft) = drafts::find(&mut tx, tenant.id, person.id, id).await? {
        prefill::store(&mut tx, &tenant, &draft, &form, cx.page.locale, cx.now()).await?;
    }
    tx.commit().await?;
    let mut answer = receive(cx, id, &form).await?;
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
    let input = GeneralInput::of(&draft);
    let mut errors = Errors::default();
    let now = cx.now();
    input.check(&resolver(&cx.tenant, &cx.person, now), cx.page.locale, &mut errors)?;
    respond::page(&view(cx.page, &cx.tenant, draft.id, input, draft.logo, errors, now))
}

/// `POST .../general`: 303 to Access, 422 with what is wrong.
pub async fn submit(cx: TenantCx, Id(draft_id): Id<DraftId>, form: Form) -> Result<HttpResponse> {
    receive(cx, draft_id, &form).await
}

async fn receive(cx: TenantCx, id: DraftId, form: &Form) -> Result<HttpResponse> {
    let now = cx.now();
    let (input, mut errors) = GeneralInput::sent(form, cx.page.locale);
    let logo = picture::chosen(form, cx.page.locale, &mut errors).await?;
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let draft = step::find_open(&mut tx, &tenant, person.id, id).await?;
    let logo = logo.store(&mut tx, &cx.state, tenant.id, draft.logo).await?;
    if !drafts::set_general(&mut tx, draft.id, &serde_json::to_string(&input)?, logo, now).await? {
        return Err(Error::Conflict);
    }
    tx.commit().await?;
    if input.check(&resolver(&tenant, &person, now), cx.page.locale, &mut errors)?.is_some() {
        return Ok(step::go(&tenant, draft.id, "access"));
    }
    respond::unprocessable(&view(cx.page, &tenant, draft.id, input, logo, errors, now))
}

/// What the expiry preview asks about.
#[derive(Deserialize)]
#[serde(default)]
pub struct Asked {
    expires_in: String,
    expires_date: String,
    expires_time: String,
}

impl Default for Asked {
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
pub async fn preview(cx: TenantCx, asked: Query<Asked>) -> Result<HttpResponse> {
    let half = asked.expires_date.is_empty() || asked.expires_time.is_empty();
    if asked.expires_in == Expiry::CUSTOM && half || asked.expires_in == KEEP {
        return respond::page(&ExpiryMoment { text: String::new(), problem: false });
    }
    let expiry = Expiry::parse(&asked.expires_in, &asked.expires_date, &asked.expires_time);
    respond::page(&moment(
        cx.page.locale,
        &cx.tenant,
        expiry.and_then(|it| it.resolve(cx.now(), cx.tenant.zone)),
    ))
}

fn moment(
    locale: Locale,
    tenant: &Tenant,
    resolved: std::result::Result<Option<Timestamp>, ExpiryError>,
) -> ExpiryMoment {
    match resolved {
        Ok(Some(at)) => {
            let moment = locale.moment_with_zone(at, tenant.zone);
            ExpiryMoment { text: locale.t1("wizard-moment", "moment", &moment), problem: false }
        }
        Ok(None) => ExpiryMoment { text: locale.t("wizard-moment-never"), problem: false },
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
    let expiry = Expiry::parse(&input.expires_in, &input.expires_date, &input.expires_time)
        .and_then(|expiry| expiry.resolve(now, tenant.zone));
    // The error is already shown at its field.
    let moment = match (&expiry, fine) {
        _ if input.expires_in == KEEP => ExpiryMoment { text: String::new(), problem: false },
        (Err(_), false) => ExpiryMoment { text: String::new(), problem: false },
        _ => moment(locale, tenant, expiry),
    };
    GeneralFields {
        locked: false,
        moment,
        logo: look::logo(&tenant.slug, logo),
        name: input.name,
        description: input.description,
        expires_in: input.expires_in,
        keep: None,
        expires_date: input.expires_date,
        expires_time: input.expires_time,
        time_zone: tenant.zone.name().to_owned(),
        expiry_preview_url: format!("/administration/tenants/{}/api/expiry-preview", tenant.slug),
    }
}
