//! Step 2, Access: which tenants, for which app, which modules, and what the token may do there.

use actix_web::HttpResponse;

use super::{AccessFields, AccessStep, areas, input, step};
use crate::domain::id::{DraftId, TenantId};
use crate::domain::permission::Permission;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::service::drafts::{self, Filled};
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::{AccessInput, KEPT_TENANTS, Resolver};
use crate::service::visible::Readable;
use crate::store::{Tx, tenants};
use crate::web::cx::{Id, TenantCx};
use crate::web::form::Form;
use crate::web::page::{Errors, Page};
use crate::web::respond;
use crate::web::view::{Choice, Permissions};

/// Maximum number of tenants to choose from.
const CHOICES: i64 = 2_000;

/// `GET .../access`: 200 with what was chosen.
pub async fn show(cx: TenantCx, Id(draft_id): Id<DraftId>) -> Result<HttpResponse> {
    let mut tx = cx.read().await?;
    let draft = step::find_open(&mut tx, &cx.tenant, cx.person.id, draft_id).await?;
    let chosen = AccessInput::of(&draft);
    let resolver = Resolver::for_new(&cx.tenant, &cx.person, cx.now());
    let mut errors = Errors::default();
    input::check_access(&chosen, &mut tx, &resolver, cx.page.locale, &mut errors).await?;
    let locale = cx.page.locale;
    let access = fields(&mut tx, locale, &cx.tenant, &cx.person, &chosen, None).await?;
    respond::page(&view(cx.page, &cx.tenant, draft.id, access, errors))
}

/// `POST .../access`: 303 to Overview, 422 with what is wrong. Back stores what was chosen, unchecked, and goes to
/// General.
pub async fn submit(cx: TenantCx, Id(draft): Id<DraftId>, form: Form) -> Result<HttpResponse> {
    let (chosen, mut errors) = input::access(&form, cx.page.locale);
    let kept = drafts::set_access(&cx.act(), draft, &chosen).await?;
    let Filled { tenant, person, .. } = step::done(&cx.tenant, draft, kept)?;
    if form.first("go") == "back" {
        return Ok(step::go(&tenant, draft, "general"));
    }
    let mut tx = cx.read().await?;
    let resolver = Resolver::for_new(&tenant, &person, cx.now());
    input::check_access(&chosen, &mut tx, &resolver, cx.page.locale, &mut errors).await?;
    if errors.is_empty() {
        return Ok(step::go(&tenant, draft, "overview"));
    }
    let locale = cx.page.locale;
    let access = fields(&mut tx, locale, &tenant, &person, &chosen, None).await?;
    respond::unprocessable(&view(cx.page, &tenant, draft, access, errors))
}

fn view(page: Page, tenant: &Tenant, draft: DraftId, access: AccessFields, errors: Errors) -> AccessStep {
    AccessStep {
        page,
        tenant: tenant.into(),
        errors,
        action: step::address(tenant, draft, "access"),
        cancel_url: step::address(tenant, draft, "cancel"),
        access,
    }
}

/// The step's fields. What the token `kept` already has can be chosen again, even by a user who couldn't grant it.
pub(crate) async fn fields(
    tx: &mut Tx,
    locale: Locale,
    tenant: &Tenant,
    person: &Person,
    input: &AccessInput,
    kept: Option<(&TokenDetails, &Readable)>,
) -> Result<AccessFields> {
    let reach = person.reach(Action::ManageTokens);
    let query = tenants::Query { reach: &reach, search: "", after: None, limit: CHOICES };
    let offered = tenants::list(tx, &query).await?;
    let choosable: Vec<TenantId> = offered.iter().map(|offered| offered.id).collect();
    let (kept, readable) = kept.unzip();
    let may_all = person.may_everywhere(Action::IssueForAllTenants)
        || kept.is_some_and(|kept| kept.token.scope == TenantScope::All);
    let apps = areas::offered_apps(&input.app, tx, tenant, locale).await?;
    let modules = areas::offered_modules(&input.modules, tx, tenant, &choosable, may_all).await?;
    let others = kept.map(|kept| kept.reached.as_slice()).unwrap_or_default();
    let others = others.iter().filter(|other| !choosable.contains(&other.id));
    // Those that the person may not see are kept or taken away together.
    let (others, hidden): (Vec<_>, Vec<_>) =
        others.partition(|other| readable.is_none_or(|readable| readable.knows(other.id)));
    let hidden = (!hidden.is_empty()).then(|| {
        let count = i64::try_from(hidden.len()).unwrap_or(i64::MAX);
        (KEPT_TENANTS.to_owned(), locale.t(msg::token_keep_other_tenants(count)))
    });
    let others = others.into_iter().map(|other| (other.slug.clone(), other.name.clone()));
    let choices = offered
        .into_iter()
        .filter(|offered| !offered.disabled || input.tenants.contains(&offered.slug))
        .map(|offered| (offered.slug, offered.name))
        .chain(others)
        .chain(hidden)
        .map(|(value, text)| Choice { chosen: input.tenants.contains(&value), value, text })
        .collect();
    let below = TenantScope::ThisAndBelow;
    let may_below = input.tenant_scope == below.name()
        || kept.is_some_and(|kept| kept.token.scope == below)
        || !tenants::tree::children(tx, tenant.id, 1).await?.is_empty();
    Ok(AccessFields {
        locked: false,
        may_below,
        scope: input.tenant_scope.clone(),
        tenants: choices,
        may_all,
        apps,
        modules,
        permissions: Permissions {
            read: input.has(Permission::Read),
            write: input.has(Permission::Write),
            create: input.has(Permission::Create),
            delete: input.has(Permission::Delete),
        },
    })
}
