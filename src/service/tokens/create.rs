//! Creating a token, by another token and by the operator. A person creates one in the wizard: see `service::drafts`.

use super::{fresh_secret, snapshot};
use crate::domain::audit::{Actor, Object};
use crate::domain::event::EventKind;
use crate::domain::id::{TokenId, UserId};
use crate::domain::presented::Presented;
use crate::domain::secret::PlainSecret;
use crate::domain::tenant::Tenant;
use crate::domain::text::Slug;
use crate::domain::token::{KeptSecret, NewToken, TokenSettings};
use crate::error::{Error, Result};
use crate::service::granting::Holder;
use crate::service::token_details::{self, TokenDetails};
use crate::service::token_spec::{CheckedToken, Rejected, Requester, Resolver, TokenSpec};
use crate::service::{Act, AuthorizedTx};
use crate::store::idempotency::{self, Claim, IdempotencyKey};
use crate::store::{Tx, tenants, tokens};

/// A token that was created, with its secret: nothing else ever holds it.
#[derive(Debug)]
pub struct CreatedToken {
    /// The tenant that it belongs to.
    pub tenant: Tenant,
    /// The token.
    pub token: TokenDetails,
    /// Its secret.
    pub secret: PlainSecret,
}

/// The result of creating a token by another one. Only the first has changed anything.
#[derive(Debug)]
pub enum Created {
    /// It was created, by this token.
    Done(Box<CreatedToken>, Presented),
    /// The same request created this token of the tenant before.
    Repeated(Box<TokenDetails>, Box<Tenant>, Presented),
    /// The `Idempotency-Key` came with another request before.
    KeyReused,
    /// It was rejected.
    Rejected(Rejected),
}

/// Creates a token of the tenant that the presented token acts in; it never grants more than it has itself.
///
/// # Errors
/// 401 or 403 when the right has ended; [`Error::NotFound`] when what the same request created is gone; [`Error::Limit`]
/// when the tenant has as many tokens as it may have; when the database cannot be written to.
pub async fn create(act: &Act<'_>, spec: &TokenSpec, key: Option<&IdempotencyKey>) -> Result<Created> {
    let mut tx = act.begin().await?;
    let (tenant, caller, now) = (tx.tenant()?, tx.presented()?, tx.now());
    let id = TokenId::new(now, &act.state().entropy)?;
    if let Some(key) = key {
        match idempotency::claim(&mut tx, caller.id, key, id.uuid(), now).await? {
            Claim::New => {}
            Claim::Made(before) => {
                let token = find(&mut tx, &tenant, before.into()).await?;
                return Ok(Created::Repeated(Box::new(token), Box::new(tenant), caller));
            }
            Claim::Taken => return Ok(Created::KeyReused),
        }
    }
    let own = Holder::find(&mut tx, &caller).await?;
    let by = Requester::Token(&own);
    match add(tx, (id, tenant), by, spec).await? {
        Ok(created) => Ok(Created::Done(Box::new(created), caller)),
        Err(rejected) => Ok(Created::Rejected(rejected)),
    }
}

/// Creates a token of the tenant of that slug, for the operator of the host.
///
/// # Errors
/// [`Error::NotFound`] when there is no such tenant, else as [`create`].
pub async fn create_in(
    act: &Act<'_>,
    tenant: &Slug,
    spec: &TokenSpec,
) -> Result<std::result::Result<CreatedToken, Rejected>> {
    let mut tx = act.begin().await?;
    let id = TokenId::new(tx.now(), &act.state().entropy)?;
    let tenant = tenants::find_by_slug(&mut tx, tenant.as_str()).await?.ok_or(Error::NotFound)?;
    add(tx, (id, tenant), Requester::Operator, spec).await
}

async fn add(
    mut tx: AuthorizedTx,
    (id, tenant): (TokenId, Tenant),
    by: Requester<'_>,
    spec: &TokenSpec,
) -> Result<std::result::Result<CreatedToken, Rejected>> {
    let resolver = Resolver { tenant: &tenant, by, base: None, now: tx.now() };
    let checked = match resolver.resolve(&mut tx, spec, None).await? {
        Ok(checked) => checked,
        Err(rejected) => return Ok(Err(rejected)),
    };
    let (secret, kept) = fresh_secret(tx.state())?;
    issue(&mut tx, (id, &tenant), &checked, kept).await?;
    let token = find(&mut tx, &tenant, id).await?;
    tx.commit().await?;
    Ok(Ok(CreatedToken { tenant, token, secret }))
}

async fn find(tx: &mut Tx, tenant: &Tenant, id: TokenId) -> Result<TokenDetails> {
    token_details::find(tx, tenant.id, id).await?.ok_or(Error::NotFound)
}

/// Adds a checked token, as created by whoever acts, with its audit event.
pub(in crate::service) async fn issue(
    tx: &mut AuthorizedTx,
    (id, tenant): (TokenId, &Tenant),
    checked: &CheckedToken,
    secret: KeptSecret,
) -> Result<()> {
    let (created_by, issued_by, issuer) = creator(tx)?;
    let TokenSettings { labels, logo, scope, permissions, app, modules, expires_at } =
        checked.settings.clone();
    let token = NewToken {
        id,
        tenant: tenant.id,
        labels,
        logo,
        scope,
        permissions,
        app,
        modules,
        expires_at,
        secret,
        created_by,
        issued_by,
        created_at: tx.now(),
    };
    tokens::insert(tx, &token, &issuer).await?;
    let object = Object { id: id.uuid(), label: token.labels.name.as_str() };
    tx.record(Some(tenant.id), EventKind::TokenIssued, object, snapshot::created(checked)?)
}

type Creator = (Option<UserId>, Option<(TokenId, i64)>, String);

/// Who creates a token: the person, or the token with the generation of its presented secret, and the name that stays.
fn creator(tx: &AuthorizedTx) -> Result<Creator> {
    match &tx.origin().actor {
        Actor::User(..) => {
            let person = tx.person()?;
            Ok((Some(person.id), None, person.email))
        }
        Actor::Token(..) => {
            let token = tx.presented()?;
            Ok((None, Some((token.id, token.generation)), format!("{} ({})", token.name, token.id)))
        }
        Actor::System(name) => Ok((None, None, (*name).to_owned())),
    }
}
