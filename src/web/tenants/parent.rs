//! `/administration/tenants/{slug}/parent`: moves a tenant below another one, after showing what that changes.

use std::collections::HashSet;

use actix_web::HttpResponse;

use super::{Review, TenantParentPage, settings};
use crate::domain::id::TenantId;
use crate::domain::person::Reach;
use crate::domain::tenant::Tenant;
use crate::domain::text::Slug;
use crate::error::Result;
use crate::i18n::{Counting, Locale, msg};
use crate::service::tenants::parent::{self, MoveOutcome};
use crate::store::tenants::tree::RelatedTenant;
use crate::store::{Tx, tenants, tokens};
use crate::web::cx::TenantCx;
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;
use crate::web::view::Choice;

/// Maximum number of tenants to choose from.
const CHOICES: i64 = 2_000;

/// `GET`: 200 with the tenants to choose from.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let parent = tenants::tree::parent(&mut tx, cx.tenant.id).await?.map(|parent| parent.slug);
    let choices =
        choices(&mut tx, cx.page.locale, Some(cx.tenant.id), parent.as_deref().unwrap_or_default()).await?;
    respond::page(&parent_page(cx.page, &cx.tenant, Errors::default(), choices))
}

/// `POST`: 200 with what the move would change; submitted again from there, 303 to Settings; 422 if it is impossible.
pub async fn submit(cx: TenantCx, form: Form) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    if let Some(parent) = read(&form, cx.page.locale, &mut errors) {
        match parent::set(&cx.act(), parent, form.first("sure") == "yes").await? {
            MoveOutcome::Done(tenant) => {
                cx.flash(cx.page.t(msg::TENANT_SAVED_FLASH));
                return Ok(settings::to_settings(&tenant.slug));
            }
            MoveOutcome::Unconfirmed { tenant, before, after } => {
                let mut tx = cx.read().await?;
                let review = review(&mut tx, &cx.page, &tenant, before.as_ref(), after.as_deref()).await?;
                let page = parent_page(cx.page, &tenant, errors, Vec::new());
                return respond::page(&TenantParentPage { review: Some(review), ..page });
            }
            MoveOutcome::UnknownParent => errors.add("parent", cx.page.t(msg::FIELD_UNKNOWN_CHOICE)),
            MoveOutcome::Circle => errors.add("parent", cx.page.t(msg::TENANT_PARENT_CIRCLE)),
            MoveOutcome::TooDeep => errors.add("parent", cx.page.t(msg::TENANT_PARENT_TOO_DEEP)),
        }
    }
    let mut tx = cx.read().await?;
    let choices = choices(&mut tx, cx.page.locale, Some(cx.tenant.id), form.first("parent")).await?;
    respond::unprocessable(&parent_page(cx.page, &cx.tenant, errors, choices))
}

/// The slug in the field `parent`, which need not exist; `None` for a top-level tenant, and for a form without the
/// field. Adds errors to `errors`.
pub(super) fn read<'a>(form: &'a Form, locale: Locale, errors: &mut Errors) -> Option<Option<&'a str>> {
    match form.one("parent") {
        Ok("") => Some(None),
        Err(_) if !form.has("parent") => Some(None),
        Ok(slug) if Slug::parse(slug).is_ok_and(|parsed| parsed.as_str() == slug) => Some(Some(slug)),
        Ok(_) => {
            errors.add("parent", locale.t(msg::FIELD_UNKNOWN_CHOICE));
            None
        }
        Err(error) => {
            errors.add("parent", locale.t(error.message()));
            None
        }
    }
}

/// The possible parents of a tenant: none, then all except the tenant itself and its subtenants.
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
        Choice { value: String::new(), text: locale.t(msg::TENANT_PARENT_NONE), chosen: chosen.is_empty() };
    let others =
        listed.map(|tenant| Choice { chosen: tenant.slug == chosen, value: tenant.slug, text: tenant.name });
    Ok([none].into_iter().chain(others).collect())
}

/// What the move changes, in words.
async fn review(
    tx: &mut Tx,
    page: &Page,
    tenant: &Tenant,
    before: Option<&RelatedTenant>,
    after: Option<&Tenant>,
) -> Result<Review> {
    let mut effects = Vec::new();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let along = tenants::tree::below(tx, tenant.id).await?.len();
    if along > 0 {
        effects.push(page.t(msg::tenant_move_along(count(along))));
    }
    let old = tenant.lineage.get(1..).unwrap_or_default();
    let new = after.map(|parent| parent.lineage.as_slice()).unwrap_or_default();
    let only = |own: &[TenantId], other: &[TenantId]| -> Vec<TenantId> {
        own.iter().copied().filter(|tenant| !other.contains(tenant)).collect()
    };
    let changed: [(_, Counting); 2] =
        [(only(new, old), msg::tenant_move_reached_by), (only(old, new), msg::tenant_move_lost_by)];
    for (tenants, sentence) in changed {
        let tokens = tokens::count_reaching_below(tx, &tenants).await?;
        if tokens > 0 {
            effects.push(page.t(sentence(tokens)));
        }
    }
    if let Some(parent) = after {
        effects.push(page.t(msg::tenant_move_people(&parent.name)));
        if parent.is_disabled() && !tenant.is_disabled() {
            effects.push(page.t(msg::tenant_move_disabled(&parent.name)));
        }
    }
    if let Some(parent) = before {
        effects.push(page.t(msg::tenant_move_people_lost(&parent.name)));
    }
    Ok(Review {
        parent: after.map(|parent| parent.slug.clone()).unwrap_or_default(),
        headline: match after {
            Some(parent) => page.t(msg::tenant_move_below(&tenant.name, &parent.name)),
            None => page.t(msg::tenant_move_to_top(&tenant.name)),
        },
        effects,
    })
}

fn parent_page(page: Page, tenant: &Tenant, errors: Errors, choices: Vec<Choice>) -> TenantParentPage {
    TenantParentPage { page, tenant: tenant.into(), can_edit_tenant: true, errors, choices, review: None }
}
