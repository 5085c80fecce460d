//! Drafts of tokens: what a person types in the wizard, until it becomes a token. A draft is nobody else's business.

use super::logos::{self, LogoChoice};
use super::token_spec::{AccessInput, CheckedToken, GeneralInput, Rejected, Resolver, SpecError, TokenSpec};
use super::tokens::{create, fresh_secret};
use super::{Act, AuthorizedTx};
use crate::domain::expiry::{ExpiryError, is_expired};
use crate::domain::id::{DraftId, LogoId, TokenId};
use crate::domain::person::Person;
use crate::domain::secret::PlainSecret;
use crate::domain::tenant::Tenant;
use crate::error::{Error, Result};
use crate::store::Tx;
use crate::store::tokens::{
    self,
    drafts::{self, Draft},
};

/// What a step of the wizard came to.
#[derive(Debug)]
pub enum Step<T> {
    /// It is done.
    Done(T),
    /// Nothing: the draft is a token by now.
    Saved,
    /// Nothing: another submission was quicker, or the draft has changed since.
    Overtaken,
    /// Nothing: these fields of the draft are wrong.
    Invalid(Vec<SpecError>),
}

/// Who fills in a draft, in which tenant.
#[derive(Debug)]
pub struct Filled {
    /// The tenant that the token is to belong to.
    pub tenant: Tenant,
    /// Who creates it.
    pub person: Person,
    /// Its logo from now on.
    pub logo: Option<LogoId>,
}

/// What the first form carries beside its own fields.
#[derive(Debug, Default)]
pub struct Prefilled {
    /// The choices of the step Access.
    pub access: Option<AccessInput>,
    /// The token whose logo is taken over.
    pub logo_from: Option<TokenId>,
}

/// A secret for a draft. Nothing else ever holds it.
#[derive(Debug)]
pub struct Revealed {
    /// The tenant that the token is to belong to.
    pub tenant: Tenant,
    /// What it will be.
    pub token: CheckedToken,
    /// The secret.
    pub secret: PlainSecret,
}

/// Keeps the step General of a draft, unchecked, so that nothing typed is lost. With `begin` there may be no such draft yet.
///
/// # Errors
/// 401 or 403 when the right has ended; [`Error::NotFound`] when the person has no such draft in this tenant;
/// [`Error::TooLarge`] when it is longer than a step may be.
pub async fn set_general(
    act: &Act<'_>,
    id: DraftId,
    typed: &GeneralInput,
    logo: LogoChoice,
    begin: Option<Prefilled>,
) -> Result<Step<Filled>> {
    let mut tx = act.begin().await?;
    let (person, tenant, now) = (tx.person()?, tx.tenant()?, tx.now());
    if let Some(prefilled) = begin {
        drafts::insert(&mut tx, tenant.id, person.id, id, now).await?;
        prefill(&mut tx, (&tenant, &person), id, prefilled).await?;
    }
    let Some(draft) = open(&mut tx, (&tenant, &person), id).await? else { return Ok(Step::Saved) };
    let logo = logos::choose(&mut tx, tenant.id, logo, draft.logo).await?;
    if !drafts::set_general(&mut tx, id, &serde_json::to_string(typed)?, logo, now).await? {
        return Err(Error::Conflict);
    }
    tx.commit().await?;
    Ok(Step::Done(Filled { tenant, person, logo }))
}

/// Puts what the first form carries into a draft that nothing was typed for yet.
async fn prefill(
    tx: &mut AuthorizedTx,
    (tenant, person): (&Tenant, &Person),
    id: DraftId,
    prefilled: Prefilled,
) -> Result<()> {
    let now = tx.now();
    let draft = drafts::find(tx, tenant.id, person.id, id).await?;
    let fresh = |draft: &Draft| draft.access == "{}" && draft.general == "{}" && draft.token.is_none();
    if !draft.is_some_and(|draft| fresh(&draft)) {
        return Ok(());
    }
    if let Some(access) = prefilled.access {
        drafts::set_access(tx, id, &serde_json::to_string(&access)?, now).await?;
    }
    if let Some(from) = prefilled.logo_from
        && let Some(logo) = tokens::find(tx, tenant.id, from).await?.and_then(|token| token.logo)
    {
        drafts::set_general(tx, id, "{}", Some(logo), now).await?;
    }
    Ok(())
}

/// Keeps the step Access of a draft, unchecked.
///
/// # Errors
/// As [`set_general`].
pub async fn set_access(act: &Act<'_>, id: DraftId, chosen: &AccessInput) -> Result<Step<Filled>> {
    let mut tx = act.begin().await?;
    let (person, tenant, now) = (tx.person()?, tx.tenant()?, tx.now());
    let Some(draft) = open(&mut tx, (&tenant, &person), id).await? else { return Ok(Step::Saved) };
    if !drafts::set_access(&mut tx, id, &serde_json::to_string(chosen)?, now).await? {
        return Err(Error::Conflict);
    }
    tx.commit().await?;
    Ok(Step::Done(Filled { tenant, person, logo: draft.logo }))
}

/// Makes a secret for a draft that is in order and has had `generation` secrets so far. Until it is saved it authenticates
/// nothing.
///
/// # Errors
/// As [`set_general`]; when the random generator fails.
pub async fn reveal(act: &Act<'_>, id: DraftId, generation: i64) -> Result<Step<Revealed>> {
    let mut tx = act.begin().await?;
    let (person, tenant, now) = (tx.person()?, tx.tenant()?, tx.now());
    let Some(draft) = open(&mut tx, (&tenant, &person), id).await? else { return Ok(Step::Saved) };
    let resolver = Resolver::for_new(&tenant, &person, now);
    let token = match check(&mut tx, &resolver, &draft).await? {
        Ok(token) => token,
        Err(errors) => return Ok(Step::Invalid(errors)),
    };
    let (secret, kept) = fresh_secret(act.state())?;
    let expires_at = token.general.expires_at;
    if !drafts::set_secret(&mut tx, &draft, generation, &kept, expires_at, now).await? {
        return Ok(Step::Overtaken);
    }
    tx.commit().await?;
    Ok(Step::Done(Revealed { tenant, token, secret }))
}

/// Makes a token of a draft, with the secret that was shown last, which has this `generation`. Of many at once one saves it.
///
/// # Errors
/// As [`set_general`]; [`Error::Limit`] when the tenant has as many tokens as it may have.
pub async fn save(act: &Act<'_>, id: DraftId, generation: i64) -> Result<Step<()>> {
    let mut tx = act.begin().await?;
    let (person, tenant, now) = (tx.person()?, tx.tenant()?, tx.now());
    let Some(draft) = open(&mut tx, (&tenant, &person), id).await? else { return Ok(Step::Saved) };
    if !drafts::claim(&mut tx, id, generation, now).await? {
        // Another of many that were sent at once may have saved it since the draft was read.
        let open = open(&mut tx, (&tenant, &person), id).await?;
        return Ok(if open.is_some() { Step::Overtaken } else { Step::Saved });
    }
    // What was in order when the secret was shown may not be any more: the tenant disabled, the end passed.
    let resolver = Resolver::for_new(&tenant, &person, now);
    let token = match check(&mut tx, &resolver, &draft).await? {
        Ok(_) if is_expired(draft.expires_at, now) => {
            return Ok(Step::Invalid(vec![SpecError::Expiry(ExpiryError::Past)]));
        }
        Ok(token) => token.expiring(draft.expires_at),
        Err(errors) => return Ok(Step::Invalid(errors)),
    };
    let secret = draft.secret.ok_or(Error::Conflict)?;
    let token_id = TokenId::new(now, &act.state().entropy)?;
    create::issue(&mut tx, (token_id, &tenant), &token, secret).await?;
    drafts::finish(&mut tx, id, token_id).await?;
    tx.commit().await?;
    Ok(Step::Done(()))
}

/// Throws a draft away, with its secret.
///
/// # Errors
/// As [`set_general`].
pub async fn cancel(act: &Act<'_>, id: DraftId) -> Result<Step<Tenant>> {
    let mut tx = act.begin().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    if open(&mut tx, (&tenant, &person), id).await?.is_none() {
        return Ok(Step::Saved);
    }
    drafts::delete(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Step::Done(tenant))
}

/// The token that a draft comes to, or what is wrong with it.
///
/// # Errors
/// When the database fails.
pub async fn check(
    tx: &mut Tx,
    resolver: &Resolver<'_>,
    draft: &Draft,
) -> Result<std::result::Result<CheckedToken, Vec<SpecError>>> {
    let mut spec = TokenSpec::default();
    GeneralInput::of(draft).write(&mut spec);
    AccessInput::of(draft).write(&mut spec);
    Ok(resolver.resolve(tx, &spec, draft.logo).await?.map_err(|rejected| match rejected {
        Rejected::Invalid(errors) => errors,
        // Only tokens are denied something.
        Rejected::Denied(_) => Vec::new(),
    }))
}

/// The draft, unless it is a token by now.
async fn open(tx: &mut Tx, (tenant, person): (&Tenant, &Person), id: DraftId) -> Result<Option<Draft>> {
    let draft = drafts::find(tx, tenant.id, person.id, id).await?.ok_or(Error::NotFound)?;
    Ok(Some(draft).filter(|draft| draft.token.is_none()))
}
