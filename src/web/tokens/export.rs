//! `/administration/tenants/{slug}/api.csv` and `.json`: the filtered token list as a file; and the same across all
//! tenants at `/administration/tokens.csv` and `.json`.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde_json::Value;

use super::MAX_CHOICES;
use super::home;
use super::list;
use super::query::{ListQuery, ListRequest};
use crate::auth::authority::Authority;
use crate::domain::id::TenantId;
use crate::domain::labels::LabelField;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::error::Result;
use crate::service::token_details::{self, TokenDetails};
use crate::service::visible::{self, OTHERS, Readable, VisibleNames};
use crate::state::State;
use crate::store::tokens::{
    self,
    list::{Position, TokenQuery},
};
use crate::store::{apps, modules};
use crate::web::cx::{AdminDataCx, TenantDataCx};
use crate::web::export::{self, ExportRow, Format, Portion};

/// Tokens read at once.
const PAGE: usize = 500;

/// A token of the tenant with this slug, with the slugs of its selected tenants, at that time.
struct Exported(Arc<str>, TokenDetails, VisibleNames, Timestamp);

/// The same in a list across all tenants, with the token's tenant.
struct ExportedAnywhere(Exported);

/// `GET .../api.csv`: 200 with the list as CSV.
pub async fn csv(cx: TenantDataCx, wanted: Query<ListQuery>) -> Result<HttpResponse> {
    answer(cx.state, cx.tenant, cx.authority, wanted, Format::Csv).await
}

/// `GET .../api.json`: 200 with the list as JSON.
pub async fn json(cx: TenantDataCx, wanted: Query<ListQuery>) -> Result<HttpResponse> {
    answer(cx.state, cx.tenant, cx.authority, wanted, Format::Json).await
}

/// `GET /administration/tokens.csv`: 200 with the list across all tenants as CSV.
pub async fn csv_everywhere(cx: AdminDataCx, wanted: Query<ListQuery>) -> Result<HttpResponse> {
    everywhere(cx.state, cx.authority, wanted, Format::Csv).await
}

/// `GET /administration/tokens.json`: 200 with the same as JSON.
pub async fn json_everywhere(cx: AdminDataCx, wanted: Query<ListQuery>) -> Result<HttpResponse> {
    everywhere(cx.state, cx.authority, wanted, Format::Json).await
}

async fn answer(
    state: Data<State>,
    tenant: Tenant,
    authority: Authority,
    wanted: Query<ListQuery>,
    format: Format,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = state.db.read().await?;
    let modules = modules::all(&mut tx).await?;
    let apps = apps::list(&mut tx, tenant.id, None, MAX_CHOICES).await?;
    drop(tx);
    let asked = Arc::new(wanted.into_inner().resolve(&modules, &apps));
    let name = format!("tokens-{}", tenant.slug);
    Ok(export::download(format, &name, move |after| {
        portion(state.clone(), authority.clone(), Some(tenant.id), (Arc::clone(&asked), now), after)
    }))
}

async fn everywhere(
    state: Data<State>,
    authority: Authority,
    wanted: Query<ListQuery>,
    format: Format,
) -> Result<HttpResponse> {
    let now = state.now();
    let mut tx = state.db.read().await?;
    let modules = modules::all(&mut tx).await?;
    let (asked, tenant, _) = list::of_all(&mut tx, wanted.into_inner(), &modules).await?;
    drop(tx);
    let (asked, of) = (Arc::new(asked), tenant.map(|tenant| tenant.id));
    Ok(export::download(format, "tokens", move |after| {
        let found = portion(state.clone(), authority.clone(), of, (Arc::clone(&asked), now), after);
        async move {
            let (tokens, next) = found.await?;
            Ok((tokens.into_iter().map(ExportedAnywhere).collect(), next))
        }
    }))
}

async fn portion(
    state: Data<State>,
    authority: Authority,
    tenant: Option<TenantId>,
    (asked, now): (Arc<ListRequest>, Timestamp),
    after: Option<Position>,
) -> Result<Portion<Exported, Position>> {
    // A download may outlast the right to it.
    let (mut tx, found) = authority.look(&state).await?;
    let reach = visible::reach_of(&found.person()?);
    let token_query = TokenQuery { tenant, filter: &asked.filter, order: asked.order, now };
    let (tokens, next) = tokens::list::following(&mut tx, token_query, after, PAGE).await?;
    let slugs: HashMap<TenantId, Arc<str>> = home::of(&mut tx, tokens.iter())
        .await?
        .into_iter()
        .map(|(id, home)| (id, home.slug.into()))
        .collect();
    let tokens = token_details::all(&mut tx, tokens).await?;
    let reached = tokens.iter().flat_map(|token| &token.reached).map(|tenant| tenant.id);
    let readable = Readable::among(&mut tx, &reach, reached, []).await?;
    let exported = |token: TokenDetails| {
        let reached = readable.slugs(&token.reached);
        Some(Exported(Arc::clone(slugs.get(&token.token.tenant)?), token, reached, now))
    };
    Ok((tokens.into_iter().filter_map(exported).collect(), next))
}

impl ExportRow for ExportedAnywhere {
    fn columns() -> Vec<&'static str> {
        ["tenant"].into_iter().chain(Exported::columns()).collect()
    }

    fn values(self) -> Vec<Value> {
        let mut values = vec![self.0.0.as_ref().into()];
        values.extend(self.0.values());
        values
    }
}

impl ExportRow for Exported {
    // What is known of a token but its secret, by names that do not change with the language: programs read them.
    fn columns() -> Vec<&'static str> {
        let others = [
            "status",
            "tenant_scope",
            "tenants",
            OTHERS,
            "app",
            "modules",
            "permissions",
            "created_at",
            "created_by",
            "expires_at",
            "last_used_at",
            "last_used_from",
        ];
        ["id"].into_iter().chain(LabelField::all().map(LabelField::name)).chain(others).collect()
    }

    fn values(self) -> Vec<Value> {
        let Self(home, TokenDetails { token, below, app, modules, .. }, reached, now) = self;
        let words = |words: Vec<String>| words.join(" ");
        let moment = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let tenants = match token.scope {
            TenantScope::This => home.as_ref().to_owned(),
            TenantScope::ThisAndBelow => {
                let below = below.into_iter().map(|tenant| tenant.slug);
                words([home.as_ref().to_owned()].into_iter().chain(below).collect())
            }
            TenantScope::Selected(_) => words(reached.names),
            TenantScope::All => "*".to_owned(),
        };
        let others = [
            token.life.status(now).name().into(),
            token.scope.name().into(),
            tenants.into(),
            reached.others.into(),
            app.map(|app| app.slug).into(),
            words(modules.into_iter().map(|module| module.slug).collect()).into(),
            words(token.permissions.iter().map(|permission| permission.name().to_owned()).collect()).into(),
            token.created_at.to_string().into(),
            token.created_by.into(),
            moment(token.life.expires_at).into(),
            moment(token.last_used_at).into(),
            token.last_used_from.into(),
        ];
        let labels = token.labels.into_iter().map(Value::from);
        [Value::from(token.id.to_string())].into_iter().chain(labels).chain(others).collect()
    }
}
