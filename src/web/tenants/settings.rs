//! `/administration/tenants/{slug}/settings`, and disabling and enabling the tenant.

use actix_web::HttpResponse;

use super::{FormerSlug, TenantConfirmPage, TenantFields, TenantSettingsPage, TenantSlugPage, fields};
use crate::domain::person::{Action, Person};
use crate::domain::tenant::{Tenant, TenantSettings};
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::i18n::msg;
use crate::service::tenants::{
    self, Updated,
    status::{self, Disabled},
};
use crate::state::State;
use crate::store::{
    Tx,
    tenants::{slugs, stopping, tree},
    tokens,
};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::token_view;
use crate::web::view::When;
use crate::web::{name_form, respond};

/// `GET`: 200 with the form.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    let fields = TenantFields::stored(&cx.tenant);
    respond::page(
        &settings_page(&cx.state, cx.page, &cx.person, &cx.tenant, Errors::default(), fields).await?,
    )
}

/// `POST`: 303 back to the form, 422 with the errors. For a new slug, 200 with what it changes; submitted again from
/// there, 303.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let may_change_slug = cx.person.may(Action::ChangeSlug, &cx.tenant.lineage);
    if !may_change_slug && form.has("slug") && form.first("slug") != cx.tenant.slug {
        return Err(Error::Forbidden);
    }
    let fixed = (!may_change_slug).then_some(cx.tenant.slug.as_str());
    if let Some(settings) = fields::read(&form, fixed, cx.page.locale, &mut errors) {
        match tenants::update(&cx.act(), &settings, form.first("sure") == "yes").await? {
            Updated::Done => {
                cx.flash(cx.page.t(msg::TENANT_SAVED_FLASH));
                return Ok(to_settings(settings.slug.as_str()));
            }
            Updated::SlugUnconfirmed(tenant) => {
                return respond::page(&slug_page(&cx.state, cx.page, &tenant, &settings).await?);
            }
            Updated::Refused(problem) => fields::explain(cx.page.locale, problem, &mut errors),
        }
    }
    let fields = TenantFields::typed(&form);
    respond::unprocessable(&settings_page(&cx.state, cx.page, &cx.person, &cx.tenant, errors, fields).await?)
}

/// `POST .../disable`: 303 back to the form. From the commit on, none of the tenant's tokens are accepted. 200 with
/// the consequences, if more tokens would stop working than the form's page showed.
pub async fn disable(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    match status::disable(&cx.act(), form.has("seen").then(|| seen(&form))).await? {
        Disabled::Done(tenant) => {
            cx.flash(cx.page.t(msg::tenant_disabled_flash(&tenant.name)));
            Ok(to_settings(&tenant.slug))
        }
        Disabled::MoreTokens { tenant, stopping } => {
            let (mut tx, now) = (cx.read().await?, cx.now());
            respond::page(&disable_page(&mut tx, cx.page, &tenant, stopping, now).await?)
        }
    }
}

/// `POST .../enable`: 303 back to the form.
pub async fn enable(cx: TenantCx, _form: Form) -> Result<HttpResponse> {
    let tenant = status::enable(&cx.act()).await?;
    cx.flash(cx.page.t(msg::tenant_enabled_flash(&tenant.name)));
    Ok(to_settings(&tenant.slug))
}

/// 303 to the Settings of the tenant with this slug.
pub(super) fn to_settings(slug: &str) -> HttpResponse {
    respond::see_other(&format!("/administration/tenants/{slug}/settings"))
}

async fn settings_page(
    state: &State,
    page: Page,
    person: &Person,
    tenant: &Tenant,
    errors: Errors,
    fields: TenantFields,
) -> Result<TenantSettingsPage> {
    let mut tx = state.db.read().await?;
    let may_see = person.may(Action::ReadTenant, tenant.lineage.get(1..).unwrap_or_default());
    let parent = match tree::parent(&mut tx, tenant.id).await? {
        Some(_) if !may_see => token_view::other_tenants(page.locale, 1),
        parent => parent.map(|parent| parent.name),
    };
    let can_change_slug = person.may(Action::ChangeSlug, &tenant.lineage);
    let former = if can_change_slug { slugs::former(&mut tx, tenant.id).await? } else { Vec::new() };
    let former = former.into_iter().map(|former| FormerSlug {
        since: When::date(page.locale, former.since, tenant.zone),
        slug: former.slug,
    });
    let stopping = stopping::in_tenant(&mut tx, tenant.id, state.now()).await?;
    drop(tx);
    Ok(TenantSettingsPage {
        tenant: tenant.into(),
        can_edit_tenant: true,
        can_change_slug,
        former: former.collect(),
        stopping,
        stopping_text: stopping_text(&page, stopping),
        errors,
        fields,
        disabled: tenant.disabled_itself,
        disabled_above: tenant.is_disabled() && !tenant.disabled_itself,
        parent: parent.unwrap_or_default(),
        can_move: person.may(Action::MoveTenant, &tenant.lineage),
        can_disable: person.may(Action::DisableTenant, &tenant.lineage),
        page,
    })
}

/// How many affected tokens the form's page showed; 0 if none. If there are more by now, the person has to confirm
/// again.
pub(super) fn seen(form: &Form) -> i64 {
    form.first("seen").parse().unwrap_or(0)
}

fn slug_tokens(page: &Page, active: i64) -> String {
    if active == 0 { page.t(msg::TENANT_SLUG_NO_TOKENS) } else { page.t(msg::tenant_slug_tokens(active)) }
}

fn stopping_text(page: &Page, stopping: i64) -> String {
    if stopping == 0 { String::new() } else { page.t(msg::tenant_disable_tokens(stopping)) }
}

async fn disable_page(
    tx: &mut Tx,
    page: Page,
    tenant: &Tenant,
    stopping: i64,
    now: Timestamp,
) -> Result<TenantConfirmPage> {
    let named = stopping::named_in_tenant(tx, tenant.id, now, name_form::dependents_limit()).await?;
    Ok(TenantConfirmPage {
        tenant: tenant.into(),
        can_edit_tenant: true,
        tab: "settings",
        title: page.t(msg::TENANT_DISABLE_TITLE),
        headline: page.t(msg::tenant_disable_headline(&tenant.name)),
        effects: vec![stopping_text(&page, stopping), page.t(msg::TENANT_DISABLE_TEXT)],
        tokens: named.into(),
        list: "/api?status=active".to_owned(),
        action: "/disable",
        hidden: vec![("seen", stopping.to_string())],
        button: page.t(msg::TENANT_DISABLE),
        page,
    })
}

async fn slug_page(
    state: &State,
    page: Page,
    tenant: &Tenant,
    settings: &TenantSettings,
) -> Result<TenantSlugPage> {
    let active = tokens::count_active(&mut state.db.read().await?, &[tenant.id], state.now()).await?;
    Ok(TenantSlugPage {
        headline: page.t(msg::tenant_slug_headline(&tenant.name, settings.slug.as_str())),
        effects: vec![
            slug_tokens(&page, active.get(&tenant.id).copied().unwrap_or(0)),
            page.t(msg::tenant_slug_alias(&tenant.slug)),
        ],
        hidden: vec![
            ("name", settings.name.as_str().to_owned()),
            ("slug", settings.slug.as_str().to_owned()),
            ("time_zone", settings.zone.name().to_owned()),
            ("language", settings.language.to_owned()),
        ],
        tenant: tenant.into(),
        can_edit_tenant: true,
        page,
    })
}
