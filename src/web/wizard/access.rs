//! Step 2, Access: which tenants, for which app, which modules, and what the token may do there.

use actix_web::HttpResponse;

use super::input::AccessInput;
use super::plan::resolver;
use super::{AccessFields, AccessStep, areas, step};
use crate::domain::id::{DraftId, TenantId};
use crate::domain::permission::Permission;
use crate::domain::person::{Action, Person};
use crate::domain::tenant::Tenant;
use crate::domain::token::TenantScope;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::service::token_details::TokenDetails;
use crate::service::token_spec::KEPT_TENANTS;
use crate::service::visible::Readable;
use crate::store::{Tx, tenants, tokens::drafts};
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
    let input = AccessInput::of(&draft);
    let mut errors = Errors::default();
    input.check(&mut tx, &resolver(&cx.tenant, &cx.person, cx.now()), cx.page.locale, &mut errors).await?;
    respond::page(&view(&mut tx, cx.page, &cx.tenant, &cx.person, draft.id, &input, errors).await?)
}

/// `POST .../access`: 303 to Overview, 422 with what is wrong. Back stores what was chosen, unchecked, and goes to
/// General.
pub async fn submit(cx: TenantCx, Id(draft_id): Id<DraftId>, form: Form) -> Result<HttpResponse> {
    let (input, mut errors) = AccessInput::sent(&form, cx.page.locale);
    let mut tx = cx.write().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let draft = step::find_open(&mut tx, &tenant, person.id, draft_id).await?;
    if !drafts::set_access(&mut tx, draft.id, &serde_json::to_string(&input)?, cx.now()).await? {
        return Err(Error::Conflict);
    }
    let back = form.first("go") == "back";
    let resolver = resolver(&tenant, &person, cx.now());
    let checked = input.check(&mut tx, &resolver, cx.page.locale, &mut errors).await?;
    tx.commit().await?;
    if back {
        return Ok(step::go(&tenant, draft.id, "general"));
    }
    if checked.is_some() {
        return Ok(step::go(&tenant, draft.id, "overview"));
    }
    let mut tx = cx.read().await?;
    respond::unprocessable(&view(&mut tx, cx.page, &tenant, &person, draft.id, &input, errors).await?)
}

async fn view(
    tx: &mut Tx,
    page: Page,
    tenant: &Tenant,
    person: &Person,
    draft: DraftId,
    input: &AccessInput,
    errors: Errors,
) -> Result<AccessStep> {
    Ok(AccessStep {
        access: fields(tx, page.locale, tenant, person, input, None).await?,
        page,
        tenant: tenant.into(),
        errors,
        action: step::address(tenant, draft, "access"),
        cancel_url: step::address(tenant, draft, "cancel"),
    })
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
        (KEPT_TENANTS.to_owned(), locale.tn("token-keep-other-tenants", count))
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
