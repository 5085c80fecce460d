//! `/administration/tenants/{slug}/api.csv` and `.json`: the token list as it is filtered, as a file.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde_json::Value;

use super::list::MOST_CHOICES;
use super::query::{Asked, Wanted};
use crate::acts::whole::{self, Whole};
use crate::auth::gate::Here;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::state::State;
use crate::store::token_list::{self, Look, Place};
use crate::store::{apps, modules};
use crate::web::export::{self, Format, Line, Portion};

/// Tokens read at once.
const PAGE: usize = 500;

/// A token of `tenant` as it stands at that moment.
struct Exported(Arc<Tenant>, Whole, Timestamp);

/// `GET .../api.csv`: 200 with the list as CSV.
pub async fn csv(state: Data<State>, here: Here, wanted: Query<Wanted>) -> Result<HttpResponse> {
    answer(state, here, wanted, Format::Csv).await
}

/// `GET .../api.json`: 200 with the list as JSON.
pub async fn json(state: Data<State>, here: Here, wanted: Query<Wanted>) -> Result<HttpResponse> {
    answer(state, here, wanted, Format::Json).await
}

async fn answer(
    state: Data<State>,
    Here(tenant): Here,
    wanted: Query<Wanted>,
    format: Format,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = state.db.read().await?;
    let modules = modules::all(&mut tx).await?;
    let apps = apps::list(&mut tx, tenant.id, None, MOST_CHOICES).await?;
    drop(tx);
    let asked = Arc::new(wanted.into_inner().understand(&modules, &apps));
    let name = format!("tokens-{}", tenant.slug);
    let tenant = Arc::new(tenant);
    Ok(export::download(format, &name, move |after| {
        portion(state.clone(), Arc::clone(&tenant), Arc::clone(&asked), now, after)
    }))
}

async fn portion(
    state: Data<State>,
    tenant: Arc<Tenant>,
    asked: Arc<Asked>,
    now: Timestamp,
    after: Option<Place>,
) -> Result<Portion<Exported, Place>> {
    let mut tx = state.db.read().await?;
    let look = Look { tenant: tenant.id, filter: &asked.filter, order: asked.order, now };
    let (tokens, next) = token_list::following(&mut tx, look, after, PAGE).await?;
    let tokens = whole::all(&mut tx, tokens).await?;
    Ok((tokens.into_iter().map(|token| Exported(Arc::clone(&tenant), token, now)).collect(), next))
}

impl Line for Exported {
    // What is known of a token but its secret, by names that do not change with the language: programs read them.
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "description",
        "status",
        "tenant_scope",
        "tenants",
        "app",
        "modules",
        "permissions",
        "created_at",
        "created_by",
        "expires_at",
        "last_used_at",
        "last_used_from",
    ];

    fn values(self) -> Vec<Value> {
        let Self(tenant, Whole { token, reached, app, modules }, now) = self;
        let words = |words: Vec<String>| words.join(" ");
        let moment = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let tenants = match token.scope {
            TenantScope::This => tenant.slug.clone(),
            TenantScope::Selected(_) => words(reached.into_iter().map(|tenant| tenant.slug).collect()),
            TenantScope::All => "*".to_owned(),
        };
        vec![
            token.id.to_string().into(),
            token.name.into(),
            token.description.into(),
            token.life.status(now).name().into(),
            token.scope.name().into(),
            tenants.into(),
            app.map(|app| app.slug).into(),
            words(modules.into_iter().map(|module| module.slug).collect()).into(),
            words(token.permissions.iter().map(|permission| permission.name().to_owned()).collect()).into(),
            token.created_at.to_string().into(),
            token.created_by.into(),
            moment(token.life.expires_at).into(),
            moment(token.last_used_at).into(),
            token.last_used_from.into(),
        ]
    }
}
