//! A token with everything that belongs to it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::app::App;
use crate::domain::grant::Grant;
use crate::domain::id::{TenantId, TokenId};
use crate::domain::module::Module;
use crate::domain::token::{TenantScope, Token};
use crate::error::{Error, Result};
use crate::store::tenants::tree::RelatedTenant;
use crate::store::tokens::ReachedTenant;
use crate::store::{Tx, apps, modules, tenants, tokens};

/// A token with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct TokenDetails {
    /// The token.
    pub token: Token,
    /// With the scope "selected": the tenants it can access, sorted by name.
    pub reached: Vec<ReachedTenant>,
    /// With the scope that includes subtenants: the subtenants of its home, sorted by name.
    pub below: Vec<RelatedTenant>,
    /// The app it is bound to.
    pub app: Option<App>,
    /// Its modules, sorted by name.
    pub modules: Vec<Module>,
}

impl TokenDetails {
    /// All its access.
    pub fn grant(&self) -> Grant {
        let below = self.below.iter().map(|tenant| tenant.id);
        let app = self.app.as_ref().map(|app| app.id);
        Grant::of(&self.token, app, self.modules.iter().map(|module| module.id), below)
    }
}

/// The token with this ID and everything that belongs to it, if it is this tenant's.
///
/// # Errors
/// [`store::Error::Corrupt`](crate::store::Error::Corrupt) for a row that no version of Latchkey writes; otherwise if
/// the database fails.
pub async fn find(tx: &mut Tx, tenant: TenantId, id: TokenId) -> Result<Option<TokenDetails>> {
    let Some(token) = tokens::find(tx, tenant, id).await? else { return Ok(None) };
    Ok(all(tx, vec![token]).await?.pop())
}

/// The same, locked until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`] if this tenant has no such token.
pub async fn hold(tx: &mut Tx, tenant: TenantId, id: TokenId) -> Result<TokenDetails> {
    if !tokens::changes::lock(tx, tenant, id).await? {
        return Err(Error::NotFound);
    }
    find(tx, tenant, id).await?.ok_or(Error::NotFound)
}

/// These tokens with everything that belongs to them, in the same order.
///
/// # Errors
/// If the database fails.
pub async fn all(tx: &mut Tx, found: Vec<Token>) -> Result<Vec<TokenDetails>> {
    let ids: Vec<TokenId> = found.iter().map(|token| token.id).collect();
    let reached = tokens::reached_tenants(tx, &ids).await?;
    let bound = apps::of_tokens(tx, &ids).await?;
    let opened = modules::of_tokens(tx, &ids).await?;
    let mut below: HashMap<TenantId, Vec<RelatedTenant>> = HashMap::new();
    for token in found.iter().filter(|token| token.scope == TenantScope::ThisAndBelow) {
        if let Entry::Vacant(place) = below.entry(token.tenant) {
            place.insert(tenants::tree::below(tx, token.tenant).await?);
        }
    }
    let details = |token: Token| TokenDetails {
        below: match token.scope {
            TenantScope::ThisAndBelow => below.get(&token.tenant).cloned().unwrap_or_default(),
            _ => Vec::new(),
        },
        reached: of(&reached, token.id).cloned().collect(),
        app: of(&bound, token.id).next().cloned(),
        modules: of(&opened, token.id).cloned().collect(),
        token,
    };
    Ok(found.into_iter().map(details).collect())
}

fn of<T>(pairs: &[(TokenId, T)], id: TokenId) -> impl Iterator<Item = &T> {
    pairs.iter().filter(move |(token, _)| *token == id).map(|(_, thing)| thing)
}
