//! `/administration/tenants/{slug}`: a tenant at a glance.

use actix_web::HttpResponse;

use super::{AttentionItem, ParentLink, TenantSummaryPage, TokenCounts, list};
use crate::domain::person::Action;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::error::Result;
use crate::i18n::{Counting, Locale, msg};
use crate::store::{Tx, notices::deliveries, tenants, tokens};
use crate::web::cx::TenantCx;
use crate::web::notifications;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::token_view;
use crate::web::tokens::query::ListQuery;
use crate::web::view::{TenantRef, When, capped_count};

/// How many direct subtenants are shown; the list of tenants has all.
const CHILDREN: i64 = 100;

/// What needs attention: the query of the list that shows it, and its sentence.
const MATTERS: [(&str, Counting); 5] = [
    ("attention=late", msg::tenant_late),
    ("status=active&expiring=30", msg::tenant_expiring),
    ("attention=orphaned", msg::tenant_orphaned),
    ("status=active&unused=90", msg::tenant_unused),
    ("status=active&unused=never30", msg::tenant_never_used),
];

/// `GET`: 200 with the tenant's counts, what needs attention, and its facts.
pub async fn show(cx: TenantCx) -> Result<HttpResponse> {
    let now = cx.now();
    let mut tx = cx.read().await?;
    let counts = tokens::list::count_by_status(&mut tx, cx.tenant.id, now).await?;
    let has_tokens = counts.iter().any(|count| *count > 0);
    let [active, disabled, expired, revoked] = counts.map(|count| capped_count(cx.page.locale, count));
    let can_edit_tenant = cx.person.may(Action::ChangeTenant, &cx.tenant.lineage);
    let mut matters = matters(&mut tx, &cx.page, &cx.tenant, now).await?;
    let failed = deliveries::count_failed(&mut tx, cx.tenant.id).await?;
    let parent = tenants::tree::parent(&mut tx, cx.tenant.id).await?;
    let children = tenants::tree::children(&mut tx, cx.tenant.id, CHILDREN).await?;
    drop(tx);
    // Only for those who can do something about it.
    if can_edit_tenant && failed > 0 {
        matters.push(AttentionItem {
            number: capped_count(cx.page.locale, failed),
            text: cx.page.t(msg::notify_attention(failed)),
            url: notifications::address(&cx.tenant.slug),
        });
    }
    let above = cx.tenant.lineage.get(1..).unwrap_or_default();
    let may_go_up = cx.person.may(Action::ReadTenant, above);
    respond::page(&TenantSummaryPage {
        parent: parent.map(|parent| ParentLink {
            url: may_go_up.then(|| format!("/administration/tenants/{}", parent.slug)),
            name: if may_go_up {
                parent.name
            } else {
                token_view::other_tenants(cx.page.locale, 1).unwrap_or_default()
            },
        }),
        // People who may see a tenant may see its subtenants.
        children: children
            .into_iter()
            .map(|child| TenantRef { name: child.name, slug: child.slug })
            .collect(),
        tenant: (&cx.tenant).into(),
        can_edit_tenant,
        status: list::badge(cx.page.locale, cx.tenant.is_disabled()),
        has_tokens,
        matters,
        counts: TokenCounts { active, disabled, expired, revoked },
        time_zone: cx.tenant.zone.name().to_owned(),
        language: Locale::from_tag(&cx.tenant.language).map_or("", Locale::own_name).to_owned(),
        created: When::date(cx.page.locale, cx.tenant.created_at, cx.tenant.zone),
        page: cx.page,
    })
}

/// The number of tokens for each reason, found with the filter of the list it links to.
async fn matters(tx: &mut Tx, page: &Page, tenant: &Tenant, now: Timestamp) -> Result<Vec<AttentionItem>> {
    let mut matters = Vec::new();
    for (query, sentence) in MATTERS {
        let wanted: ListQuery = serde_urlencoded::from_str(query).unwrap_or_default();
        let asked = wanted.resolve(&[], &[]);
        let count = tokens::list::count(tx, Some(tenant.id), &asked.filter, now).await?;
        if count > 0 {
            matters.push(AttentionItem {
                number: capped_count(page.locale, count),
                text: page.t(sentence(count)),
                url: asked.address(&format!("/administration/tenants/{}/api", tenant.slug), &[]),
            });
        }
    }
    Ok(matters)
}
