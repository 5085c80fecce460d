//! `/administration/tenants/{slug}/settings`, and disabling and enabling the tenant.

use actix_web::HttpResponse;
use serde_json::{Value, json};

use super::{FormerSlug, TenantAskPage, TenantFields, TenantSettingsPage, TenantSlugPage, fields};
use crate::auth::acting::Change;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::{Tenant, TenantSettings};
use crate::domain::time::Timestamp;
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::{
    Tx,
    tenants::{self, stopping},
    tokens,
};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::tokens::look;
use crate::web::view::When;
use crate::web::{named, respond};

/// `GET`: 200 with the form.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    let fields = TenantFields::stored(&cx.tenant);
    respond::page(
        &settings_page(&cx.state, cx.page, &cx.person, &cx.tenant, Errors::default(), fields).await?,
    )
}

/// `POST`: 303 back to the form, 422 with what is wrong. Of a new slug 200 with what it changes; sent again from there,
/// 303.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let may_change_slug = cx.person.may(Action::ChangeSlug, &cx.tenant.lineage);
    if !may_change_slug && form.has("slug") && form.first("slug") != cx.tenant.slug {
        return Err(Error::Forbidden);
    }
    let fixed = (!may_change_slug).then_some(cx.tenant.slug.as_str());
    if let Some(settings) = fields::read(&form, fixed, cx.page.locale, &mut errors) {
        let mut tx = cx.write().await?;
        // As it is now: another person may have saved since the request came in.
        let was = tx.tenant()?;
        // The right to change a slug is an owner's, and is proved again in this transaction.
        if settings.slug.as_str() != was.slug && !tx.person()?.may(Action::ChangeSlug, &was.lineage) {
            return Err(Error::Forbidden);
        }
        match tenants::update(&mut tx, cx.tenant.id, &settings, cx.now()).await {
            // Not committed: nothing has changed.
            Ok(()) if settings.slug.as_str() != was.slug && form.first("sure") != "yes" => {
                drop(tx);
                return respond::page(&slug_page(&cx.state, cx.page, &was, &settings).await?);
            }
            Ok(()) => {
                let object = Object { id: cx.tenant.id.uuid(), label: settings.name.as_str() };
                let before = json!({ "name": was.name, "slug": was.slug, "time_zone": was.zone.name(),
                    "language": was.language });
                let change = Change { before: Some(before), after: Some(described(&settings)) };
                tx.record(Some(cx.tenant.id), EventKind::TenantChanged, object, change)?;
                tx.commit().await?;
                let text = cx.page.t("tenant-saved-flash");
                cx.flash(text);
                return Ok(respond::see_other(&format!(
                    "/administration/tenants/{}/settings",
                    settings.slug
                )));
            }
            Err(error) if error.is_taken_name() => errors.add("name", cx.page.t("tenant-name-taken")),
            Err(error) if error.is_duplicate() => errors.add("slug", cx.page.t("tenant-slug-taken")),
            Err(error) => return Err(error.into()),
        }
    }
    let fields = TenantFields::typed(&form);
    respond::unprocessable(&settings_page(&cx.state, cx.page, &cx.person, &cx.tenant, errors, fields).await?)
}

/// `POST .../disable`: 303 back to the form. From the commit on, none of the tenant's tokens is accepted.
pub async fn disable(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    flip(cx, Some(&form)).await
}

/// `POST .../enable`: 303 back to the form.
pub async fn enable(cx: TenantCx, _form: Form) -> Result<HttpResponse> {
    flip(cx, None).await
}

async fn flip(cx: TenantCx, form: Option<&Form>) -> Result<HttpResponse> {
    let now = cx.now();
    let disabled = form.is_some();
    let mut tx = cx.write().await?;
    let tenant = tx.tenant()?;
    if !disabled && cx.authority.was_disabled_since(&tenant) {
        // Whoever asked did not know of it yet.
        return Err(Error::Forbidden);
    }
    if let Some(form) = form {
        let stopping = stopping::in_tenant(&mut tx, tenant.id, now).await?;
        // The page that this comes from has named the consequences; only when there are more by now it asks again.
        if form.has("seen") && stopping > seen(form) {
            return respond::page(&disable_page(&mut tx, cx.page, &tenant, stopping, now).await?);
        }
    }
    let (changed, action, sentence) = if disabled {
        (tenants::disable(&mut tx, tenant.id, now).await?, EventKind::TenantDisabled, "tenant-disabled-flash")
    } else {
        (tenants::enable(&mut tx, tenant.id, now).await?, EventKind::TenantEnabled, "tenant-enabled-flash")
    };
    // Asked twice, it is done once, and told of once.
    if changed {
        let object = Object { id: tenant.id.uuid(), label: &tenant.name };
        let change = Change {
            before: Some(json!({ "disabled": !disabled })),
            after: Some(json!({ "disabled": disabled })),
        };
        tx.record(Some(tenant.id), action, object, change)?;
        tx.commit().await?;
    }
    cx.flash(cx.page.t1(sentence, "name", &tenant.name));
    Ok(respond::see_other(&format!("/administration/tenants/{}/settings", tenant.slug)))
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
    let parent = match tenants::tree::parent(&mut tx, tenant.id).await? {
        Some(_) if !may_see => look::other_tenants(page.locale, 1),
        parent => parent.map(|parent| parent.name),
    };
    let can_change_slug = person.may(Action::ChangeSlug, &tenant.lineage);
    let former = if can_change_slug { tenants::slugs::former(&mut tx, tenant.id).await? } else { Vec::new() };
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

/// How many affected tokens the page showed that this form comes from; 0 when it showed none. When there are more by now,
/// the question is asked again.
pub(super) fn seen(form: &Form) -> i64 {
    form.first("seen").parse().unwrap_or(0)
}

fn slug_tokens(page: &Page, active: i64) -> String {
    if active == 0 { page.t("tenant-slug-no-tokens") } else { page.tn("tenant-slug-tokens", active) }
}

fn stopping_text(page: &Page, stopping: i64) -> String {
    if stopping == 0 { String::new() } else { page.tn("tenant-disable-tokens", stopping) }
}

async fn disable_page(
    tx: &mut Tx,
    page: Page,
    tenant: &Tenant,
    stopping: i64,
    now: Timestamp,
) -> Result<TenantAskPage> {
    let named = stopping::named_in_tenant(tx, tenant.id, now, named::holders_asked()).await?;
    Ok(TenantAskPage {
        tenant: tenant.into(),
        can_edit_tenant: true,
        tab: "settings",
        title: page.t("tenant-disable-title"),
        headline: page.t1("tenant-disable-headline", "name", &tenant.name),
        effects: vec![stopping_text(&page, stopping), page.t("tenant-disable-text")],
        tokens: named.into(),
        list: "/api?status=active".to_owned(),
        action: "/disable",
        hidden: vec![("seen", stopping.to_string())],
        button: page.t("tenant-disable"),
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
        headline: page.t2("tenant-slug-headline", "name", &tenant.name, "slug", settings.slug.as_str()),
        effects: vec![
            slug_tokens(&page, active.get(&tenant.id).copied().unwrap_or(0)),
            page.t1("tenant-slug-alias", "slug", &tenant.slug),
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

/// Settings as the audit trail shows them.
pub(crate) fn described(settings: &TenantSettings) -> Value {
    json!({
        "name": settings.name.as_str(),
        "slug": settings.slug.as_str(),
        "time_zone": settings.zone.name(),
        "language": settings.language,
    })
}
