//! `/administration/tenants/{slug}/parent`: puts a tenant below another one, once it was read what that changes.

use std::collections::HashSet;

use actix_web::HttpResponse;
use serde_json::{Value, json};

use super::{Review, TenantParentPage};
use crate::auth::acting::Change;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::TenantId;
use crate::domain::person::Reach;
use crate::domain::tenant::Tenant;
use crate::domain::text::Slug;
use crate::error::Result;
use crate::i18n::Locale;
use crate::service::AuthorizedTx;
use crate::service::visible::PARENT_ID;
use crate::store::tenants::tree::{Moved, Relative};
use crate::store::{Tx, tenants, tokens};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;
use crate::web::view::Choice;

/// So many tenants can be chosen from on the page.
const CHOICES: i64 = 2_000;

/// `GET`: 200 with the tenants to choose from.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let parent = tenants::tree::parent(&mut tx, cx.tenant.id).await?.map(|parent| parent.slug);
    let choices =
        choices(&mut tx, cx.page.locale, Some(cx.tenant.id), parent.as_deref().unwrap_or_default()).await?;
    respond::page(&asked(cx.page, &cx.tenant, Errors::default(), choices))
}

/// `POST`: 200 with what the move would change; sent again from there, 303 to Settings; 422 when it cannot be.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    let mut tx = cx.write().await?;
    let tenant = tx.tenant()?;
    tenants::tree::hold(&mut tx).await?;
    let before = tenants::tree::parent(&mut tx, tenant.id).await?;
    if let Some(chosen) = read(&mut tx, &form, cx.page.locale, &mut errors).await? {
        let after = chosen.as_ref().map(|parent| parent.id);
        let text = cx.page.t("tenant-saved-flash");
        let settings = || {
            cx.flash(text);
            Ok(respond::see_other(&format!("/administration/tenants/{}/settings", tenant.slug)))
        };
        if after == before.as_ref().map(|parent| parent.id) {
            return settings();
        }
        // Tried in any case, to be told now what cannot be.
        match tenants::tree::set_parent(&mut tx, tenant.id, after, cx.now()).await? {
            Moved::Circle => errors.add("parent", cx.page.t("tenant-parent-circle")),
            Moved::TooDeep => errors.add("parent", cx.page.t("tenant-parent-too-deep")),
            Moved::Done if form.first("sure") == "yes" => {
                let after = chosen.as_ref().map(Relative::from);
                record(&mut tx, (tenant.id, &tenant.name), before.as_ref(), after.as_ref())?;
                tx.commit().await?;
                return settings();
            }
            Moved::Done => {
                // Not committed: nothing has moved.
                drop(tx);
                let mut tx = cx.read().await?;
                let review = review(&mut tx, &cx.page, &tenant, before.as_ref(), chosen.as_ref()).await?;
                let mut shown = asked(cx.page, &tenant, errors, Vec::new());
                shown.review = Some(review);
                return respond::page(&shown);
            }
        }
    }
    drop(tx);
    let mut tx = cx.read().await?;
    let choices = choices(&mut tx, cx.page.locale, Some(tenant.id), form.first("parent")).await?;
    respond::unprocessable(&asked(cx.page, &tenant, errors, choices))
}

/// The tenant that the field `parent` names, if any; what is wrong with it is added to `errors`. A form without the
/// field names none.
pub(super) async fn read(
    tx: &mut Tx,
    form: &Form,
    locale: Locale,
    errors: &mut Errors,
) -> Result<Option<Option<Tenant>>> {
    let slug = match form.one("parent") {
        Ok("") => return Ok(Some(None)),
        Err(_) if !form.has("parent") => return Ok(Some(None)),
        Ok(slug) if Slug::parse(slug).is_ok_and(|parsed| parsed.as_str() == slug) => slug,
        Ok(_) => "",
        Err(misfit) => {
            errors.add("parent", locale.t(misfit.key()));
            return Ok(None);
        }
    };
    let found = tenants::find_by_slug(tx, slug).await?;
    if found.is_none() {
        errors.add("parent", locale.t("field-unknown-choice"));
    }
    Ok(found.map(Some))
}

/// What can be chosen for a tenant: none first, and nothing that is the tenant itself or below it.
pub(super) async fn choices(
    tx: &mut Tx,
    locale: Locale,
    tenant: Option<TenantId>,
    chosen: &str,
) -> Result<Vec<Choice>> {
    let mut not: HashSet<TenantId> = tenant.into_iter().collect();
    if let Some(tenant) = tenant {
        not.extend(tenants::tree::below(tx, tenant).await?.into_iter().map(|below| below.id));
    }
    let query = tenants::Query { reach: &Reach::Everywhere, search: "", after: None, limit: CHOICES };
    let listed = tenants::list(tx, &query).await?.into_iter().filter(|listed| !not.contains(&listed.id));
    let none =
        Choice { value: String::new(), text: locale.t("tenant-parent-none"), chosen: chosen.is_empty() };
    let others =
        listed.map(|tenant| Choice { chosen: tenant.slug == chosen, value: tenant.slug, text: tenant.name });
    Ok([none].into_iter().chain(others).collect())
}

/// Tells of a move in the trail of the tenant, and in those of the tenants above it, before and after.
pub(super) fn record(
    tx: &mut AuthorizedTx,
    (id, name): (TenantId, &str),
    before: Option<&Relative>,
    after: Option<&Relative>,
) -> Result<()> {
    let parent = |parent: Option<&Relative>| -> Option<Value> {
        let id = parent.map(|parent| parent.id.public().to_string());
        Some(json!({ "parent": parent.map(|parent| parent.name.as_str()), PARENT_ID: id }))
    };
    for place in [Some(id), before.map(|parent| parent.id), after.map(|parent| parent.id)] {
        let Some(place) = place else { continue };
        let object = Object { id: id.uuid(), label: name };
        let change = Change { before: parent(before), after: parent(after) };
        tx.record(Some(place), EventKind::TenantMoved, object, change)?;
    }
    Ok(())
}

/// What the move changes, in words.
async fn review(
    tx: &mut Tx,
    page: &Page,
    tenant: &Tenant,
    before: Option<&Relative>,
    after: Option<&Tenant>,
) -> Result<Review> {
    let mut told = Vec::new();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let along = tenants::tree::below(tx, tenant.id).await?.len();
    if along > 0 {
        told.push(page.tn("tenant-move-along", count(along)));
    }
    let old = tenant.lineage.get(1..).unwrap_or_default();
    let new = after.map(|parent| parent.lineage.as_slice()).unwrap_or_default();
    let only = |own: &[TenantId], other: &[TenantId]| -> Vec<TenantId> {
        own.iter().copied().filter(|tenant| !other.contains(tenant)).collect()
    };
    for (tenants, key) in
        [(only(new, old), "tenant-move-reached-by"), (only(old, new), "tenant-move-lost-by")]
    {
        let tokens = tokens::count_reaching_below(tx, &tenants).await?;
        if tokens > 0 {
            told.push(page.tn(key, tokens));
        }
    }
    if let Some(parent) = after {
        told.push(page.t1("tenant-move-people", "parent", &parent.name));
        if parent.is_disabled() && !tenant.is_disabled() {
            told.push(page.t1("tenant-move-disabled", "parent", &parent.name));
        }
    }
    if let Some(parent) = before {
        told.push(page.t1("tenant-move-people-lost", "parent", &parent.name));
    }
    Ok(Review {
        parent: after.map(|parent| parent.slug.clone()).unwrap_or_default(),
        headline: match after {
            Some(parent) => page.t2("tenant-move-below", "name", &tenant.name, "parent", &parent.name),
            None => page.t1("tenant-move-to-top", "name", &tenant.name),
        },
        told,
    })
}

fn asked(page: Page, tenant: &Tenant, errors: Errors, choices: Vec<Choice>) -> TenantParentPage {
    TenantParentPage { page, tenant: tenant.into(), can_edit_tenant: true, errors, choices, review: None }
}

impl From<&Tenant> for Relative {
    fn from(tenant: &Tenant) -> Self {
        Self { id: tenant.id, name: tenant.name.clone(), slug: tenant.slug.clone() }
    }
}
