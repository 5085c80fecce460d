//! `/administration/tenants/{slug}`: a tenant at a glance.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::{Linked, Matter, TenantSummaryPage, TokenCounts, list};
use crate::auth::authz::{CurrentTenant, CurrentUser};
use crate::domain::person::Action;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::i18n::Locale;
use crate::state::State;
use crate::store::{Tx, notices::deliveries, tenants, tokens};
use crate::web::look;
use crate::web::notifications;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::tokens::query::Wanted;
use crate::web::view::{TenantRef, When, capped_count};

/// So many of the tenants right below are shown; the list of tenants has them all.
const CHILDREN: i64 = 100;

/// What needs attention: the query of the list that shows it, and its sentence.
const MATTERS: [(&str, &str); 5] = [
    ("attention=late", "tenant-late"),
    ("status=active&expiring=30", "tenant-expiring"),
    ("attention=orphaned", "tenant-orphaned"),
    ("status=active&unused=90", "tenant-unused"),
    ("status=active&unused=never30", "tenant-never-used"),
];

/// `GET`: 200 with the tenant's counts, what needs attention, and its facts.
pub async fn show(
    state: Data<State>,
    page: Page,
    CurrentUser(person): CurrentUser,
    CurrentTenant(tenant): CurrentTenant,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = state.db.read().await?;
    let counts = tokens::list::count_by_status(&mut tx, tenant.id, now).await?;
    let has_tokens = counts.iter().any(|count| *count > 0);
    let [active, disabled, expired, revoked] = counts.map(|count| capped_count(page.locale, count));
    let can_edit_tenant = person.may(Action::ChangeTenant, &tenant.lineage);
    let mut matters = matters(&mut tx, &page, &tenant, now).await?;
    let failed = deliveries::count_failed(&mut tx, tenant.id).await?;
    let parent = tenants::tree::parent(&mut tx, tenant.id).await?;
    let children = tenants::tree::children(&mut tx, tenant.id, CHILDREN).await?;
    drop(tx);
    // For those alone who can do something about it.
    if can_edit_tenant && failed > 0 {
        matters.push(Matter {
            number: capped_count(page.locale, failed),
            text: page.tn("notify-attention", failed),
            url: notifications::address(&tenant.slug),
        });
    }
    let above = tenant.lineage.get(1..).unwrap_or_default();
    let may_go_up = person.may(Action::ReadTenant, above);
    respond::page(&TenantSummaryPage {
        parent: parent.map(|parent| Linked {
            url: may_go_up.then(|| format!("/administration/tenants/{}", parent.slug)),
            name: if may_go_up {
                parent.name
            } else {
                look::other_tenants(page.locale, 1).unwrap_or_default()
            },
        }),
        // Whoever may see a tenant may see what is below it.
        children: children
            .into_iter()
            .map(|child| TenantRef { name: child.name, slug: child.slug })
            .collect(),
        tenant: (&tenant).into(),
        can_edit_tenant,
        status: list::badge(page.locale, tenant.is_disabled()),
        has_tokens,
        matters,
        counts: TokenCounts { active, disabled, expired, revoked },
        time_zone: tenant.zone.name().to_owned(),
        language: Locale::from_tag(&tenant.language).map_or("", Locale::own_name).to_owned(),
        created: When::date(page.locale, tenant.created_at, tenant.zone),
        page,
    })
}

/// What there is of each matter, by the very filter of the list it leads to.
async fn matters(tx: &mut Tx, page: &Page, tenant: &Tenant, now: Timestamp) -> Result<Vec<Matter>> {
    let mut matters = Vec::new();
    for (query, sentence) in MATTERS {
        let wanted: Wanted = serde_urlencoded::from_str(query).unwrap_or_default();
        let asked = wanted.understand(&[], &[]);
        let count = tokens::list::count(tx, Some(tenant.id), &asked.filter, now).await?;
        if count > 0 {
            matters.push(Matter {
                number: capped_count(page.locale, count),
                text: page.tn(sentence, count),
                url: asked.address(&format!("/administration/tenants/{}/api", tenant.slug), &[]),
            });
        }
    }
    Ok(matters)
}
