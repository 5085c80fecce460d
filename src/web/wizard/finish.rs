//! The wizard's ends: Save, Cancel, and the Summary after Save.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde_json::{Value, json};

use super::plan::{Plan, plan};
use super::{SummaryStep, sentence, step};
use crate::auth::acting::{self, Acting, Change};
use crate::auth::gate::{Caller, Here};
use crate::domain::audit::Object;
use crate::domain::expiry::is_expired;
use crate::domain::id::TokenId;
use crate::domain::permission::Permission;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::{NewToken, TenantScope};
use crate::error::{Error, Result};
use crate::state::State;
use crate::store::drafts::{self, Draft};
use crate::store::tokens;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::respond;
use crate::web::tokens::look;
use crate::web::view::initials;

/// `POST .../save`: 303 to the summary once the token is committed. Only the secret that was shown last is saved; of
/// many that are sent at once, one saves it.
pub async fn save(
    state: Data<State>,
    page: Page,
    Caller(person): Caller,
    Here(tenant): Here,
    Acting(origin): Acting,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = state.db.write().await?;
    let draft = match step::find_open(&mut tx, &tenant, person.id, &path.1).await? {
        Ok(draft) => draft,
        Err(saved) => return Ok(saved),
    };
    let shown = form.one("generation").ok().and_then(|shown| shown.parse::<i64>().ok()).unwrap_or(-1);
    if !drafts::claim(&mut tx, draft.id, shown, now).await? {
        // Another of many that were sent at once may have saved it since the draft was read.
        let draft = step::find_open(&mut tx, &tenant, person.id, &path.1).await?;
        return Ok(draft.map_or_else(|saved| saved, |draft| step::go(&tenant, draft.id, "token")));
    }
    // What was in order when the secret was shown may not be any more: the tenant disabled, the end passed.
    let plan = match plan(&mut tx, &tenant, &person, &draft, now, page.locale).await? {
        Ok(_) if is_expired(draft.expires_at, now) => {
            return Ok(step::go(&tenant, draft.id, "general"));
        }
        Ok(plan) => plan,
        Err(step) => return Ok(respond::see_other(&step)),
    };
    let token = NewToken {
        id: TokenId::new(now, &state.entropy)?,
        tenant: tenant.id,
        name: plan.general.name.clone(),
        description: plan.general.description.clone(),
        logo: draft.logo,
        scope: plan.access.scope.clone(),
        permissions: plan.access.permissions,
        expires_at: draft.expires_at,
        secret: draft.secret.clone().ok_or(Error::Conflict)?,
        created_by: person.id,
        created_at: now,
    };
    tokens::insert(&mut tx, &token, &person.email).await?;
    drafts::finish(&mut tx, draft.id, token.id).await?;
    let object = Object { kind: "token", id: token.id.uuid(), label: token.name.as_str() };
    let change = Change { before: None, after: Some(described(&plan, &draft, &tenant)) };
    acting::record(&mut tx, &state, &origin, Some(tenant.id), "token.issued", object, change).await?;
    tx.commit().await?;
    Ok(step::go(&tenant, draft.id, "summary"))
}

/// The new token as the audit trail shows it.
fn described(plan: &Plan, draft: &Draft, tenant: &Tenant) -> Value {
    json!({
        "name": plan.general.name.as_str(),
        "description": plan.general.description.as_str(),
        "tenant_scope": plan.access.scope.name(),
        "tenants": match &plan.access.scope {
            TenantScope::This => vec![tenant.name.clone()],
            TenantScope::Selected(_) => plan.access.selected.clone(),
            TenantScope::All => vec!["*".to_owned()],
        },
        "permissions": plan.access.permissions.iter().map(Permission::name).collect::<Vec<_>>(),
        "expires_at": draft.expires_at.as_ref().map(Timestamp::to_string),
    })
}

/// `POST .../cancel`: 303 to the list, the draft and its secret thrown away.
pub async fn cancel(
    state: Data<State>,
    Caller(person): Caller,
    Here(tenant): Here,
    path: Path<(String, String)>,
    _form: Form,
) -> Result<HttpResponse> {
    let mut tx = state.db.write().await?;
    let draft = match step::find_open(&mut tx, &tenant, person.id, &path.1).await? {
        Ok(draft) => draft,
        Err(saved) => return Ok(saved),
    };
    drafts::delete(&mut tx, draft.id).await?;
    tx.commit().await?;
    Ok(respond::see_other(&format!("/administration/tenants/{}/api", tenant.slug)))
}

/// `GET .../summary`: 200 with what was issued; 303 to the overview while nothing is.
pub async fn summary(
    state: Data<State>,
    page: Page,
    Caller(person): Caller,
    Here(tenant): Here,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let mut tx = state.db.read().await?;
    let draft = step::find(&mut tx, &tenant, person.id, &path.1).await?;
    let Some(id) = draft.token else { return Ok(step::go(&tenant, draft.id, "overview")) };
    let token = tokens::find(&mut tx, tenant.id, id).await?.ok_or(Error::NotFound)?;
    let reached = tokens::reached_tenants(&mut tx, &[id]).await?;
    drop(tx);
    let names = match token.scope {
        TenantScope::This => Some(vec![tenant.name.clone()]),
        TenantScope::Selected(_) => Some(reached.into_iter().map(|(_, tenant)| tenant.name).collect()),
        TenantScope::All => None,
    };
    let moment = token.life.expires_at.map(|at| page.locale.moment(at, tenant.zone));
    let until = moment.as_deref().map(|moment| (moment, tenant.zone.name()));
    respond::page(&SummaryStep {
        id: id.to_string(),
        initials: initials(&token.name),
        logo: look::logo(&tenant, token.logo),
        masked: look::masked(&state.fixed.token_prefix, &token.last_four),
        sentence: sentence(&page, token.permissions.into(), names.as_deref(), until),
        name: token.name,
        tenant: (&tenant).into(),
        page,
    })
}
