//! Changing what a token is called, reaches and may do: by a person on the edit page, and by another token.

use super::snapshot;
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::{LogoId, TokenId};
use crate::domain::person::Person;
use crate::domain::presented::Presented;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::{Status, Token};
use crate::error::{Error, Result};
use crate::service::granting::{Denied, Holder};
use crate::service::logos::{self, LogoChoice};
use crate::service::token_details::{self, TokenDetails};
use crate::service::token_spec::{Base, CheckedToken, Rejected, Requester, Resolver, SpecError, TokenSpec};
use crate::service::visible::{Readable, readable_by_token};
use crate::service::{Act, AuthorizedTx};
use crate::store::tokens;

/// The result of changing a token by another one.
#[derive(Debug)]
pub enum Updated {
    /// The token as it is now, changed by this token of the tenant.
    Done(Box<TokenDetails>, Box<Tenant>, Box<Presented>),
    /// Nothing: the token is revoked or expired.
    Over,
    /// Nothing: the presented token may take nothing from this one.
    Denied(Denied),
    /// Nothing: it was rejected.
    Rejected(Rejected),
}

/// Changes what `spec` names of a token, and leaves the rest alone. What is taken away is taken away; as soon as anything
/// is added, or its app or a text changes, all that the token has must be within what the presented one has. `check` may
/// refuse the token as it is.
///
/// # Errors
/// 401 or 403 when the right has ended; [`Error::NotFound`] when the tenant has no such token; those of `check`.
pub async fn update(
    act: &Act<'_>,
    id: TokenId,
    spec: &TokenSpec,
    check: impl FnOnce(&Token) -> Result<()>,
) -> Result<Updated> {
    let mut tx = act.begin().await?;
    let (tenant, caller) = (tx.tenant()?, tx.presented()?);
    let before = token_details::hold(&mut tx, tenant.id, id).await?;
    check(&before.token)?;
    if is_over(&before, tx.now()) {
        return Ok(Updated::Over);
    }
    let own = Holder::find(&mut tx, &caller).await?;
    if let Err(denied) = own.may_take_from(&before) {
        return Ok(Updated::Denied(denied));
    }
    let readable = readable_by_token(&caller);
    let base = Some(Base { token: &before, readable: &readable });
    let resolver = Resolver { tenant: &tenant, by: Requester::Token(&own), base, now: tx.now() };
    let checked = match resolver.resolve(&mut tx, spec, before.token.logo).await? {
        Ok(checked) => checked,
        Err(rejected) => return Ok(Updated::Rejected(rejected)),
    };
    save(&mut tx, &before, &checked).await?;
    let after = token_details::find(&mut tx, tenant.id, id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(Updated::Done(Box::new(after), Box::new(tenant), Box::new(caller)))
}

/// What a person typed on the edit page of a token.
#[derive(Debug)]
pub struct Edit<'a> {
    /// The fields.
    pub spec: &'a TokenSpec,
    /// What becomes of the logo that the page had: of the token's own for `None`.
    pub logo: LogoChoice,
    /// The logo that the page had instead of the token's own; `Some(None)` for none.
    pub logo_now: Option<Option<LogoId>>,
    /// For which state of the token the page was made, where it said that.
    pub version: Option<Timestamp>,
    /// Whether to save it, rather than to look at what would change.
    pub save: bool,
}

/// What a person's edit of a token came to.
#[derive(Debug)]
pub struct Edited {
    /// Who edits it.
    pub person: Person,
    /// The tenant that it belongs to.
    pub tenant: Tenant,
    /// The token before.
    pub before: TokenDetails,
    /// Which of the tenants that it reaches the person may see.
    pub readable: Readable,
    /// Its logo from now on, kept already: no form carries a picture further.
    pub logo: Option<LogoId>,
    /// What it came to.
    pub outcome: EditOutcome,
}

/// What a person's edit of a token came to.
#[derive(Debug)]
pub enum EditOutcome {
    /// Nothing: the token is revoked or expired.
    Over,
    /// Nothing: these fields are wrong.
    Invalid {
        /// Whether the logo that the page had is gone.
        logo_gone: bool,
        /// What else is wrong; nothing where only what could not be read is.
        errors: Vec<SpecError>,
    },
    /// Nothing: it is so already.
    Unchanged(Box<CheckedToken>),
    /// Nothing: the token has changed since the page was made.
    Overtaken,
    /// Nothing yet: it would become this.
    Checked(Box<CheckedToken>),
    /// It is this now.
    Saved(Box<CheckedToken>),
}

/// Checks the edit of a token by a person who manages it, and saves it if that is asked for. Nobody adds anything to a token
/// that they could not create, nor changes what it is recognised by.
///
/// # Errors
/// 401 or 403 when the right has ended; [`Error::NotFound`] when the tenant has no such token.
pub async fn edit(act: &Act<'_>, id: TokenId, edit: Edit<'_>) -> Result<Edited> {
    let mut tx = act.begin().await?;
    let (person, tenant) = (tx.person()?, tx.tenant()?);
    let before = token_details::hold(&mut tx, tenant.id, id).await?;
    let readable = Readable::by(&mut tx, &person, &before.reached).await?;
    let own = before.token.logo;
    if is_over(&before, tx.now()) {
        return Ok(Edited { person, tenant, before, readable, logo: own, outcome: EditOutcome::Over });
    }
    let logo_gone = match edit.logo_now.flatten() {
        Some(logo) => tokens::logos::find(&mut tx, tenant.id, logo).await?.is_none(),
        None => false,
    };
    let shown = edit.logo_now.filter(|_| !logo_gone).unwrap_or(own);
    let logo = logos::choose(&mut tx, tenant.id, edit.logo, shown).await?;
    let base = Some(Base { token: &before, readable: &readable });
    let resolver = Resolver { tenant: &tenant, by: Requester::Person(&person), base, now: tx.now() };
    let outcome = match resolver.resolve(&mut tx, edit.spec, logo).await? {
        Ok(_) if logo_gone => EditOutcome::Invalid { logo_gone, errors: Vec::new() },
        Err(Rejected::Invalid(errors)) => EditOutcome::Invalid { logo_gone, errors },
        Err(Rejected::Denied(_)) => return Err(Error::Forbidden),
        Ok(checked) => outcome(&mut tx, &before, Box::new(checked), (edit.version, edit.save)).await?,
    };
    // A new logo stays for the next form, whatever became of the edit.
    tx.commit().await?;
    Ok(Edited { person, tenant, before, readable, logo, outcome })
}

async fn outcome(
    tx: &mut AuthorizedTx,
    before: &TokenDetails,
    checked: Box<CheckedToken>,
    (version, saves): (Option<Timestamp>, bool),
) -> Result<EditOutcome> {
    if snapshot::changed(before, &checked)?.is_none() {
        return Ok(EditOutcome::Unchanged(checked));
    }
    if version != Some(before.token.updated_at) {
        return Ok(EditOutcome::Overtaken);
    }
    if !saves {
        return Ok(EditOutcome::Checked(checked));
    }
    save(tx, before, &checked).await?;
    Ok(EditOutcome::Saved(checked))
}

/// Changes a token that is held, with its audit event. The same settings change nothing, and no event is written.
async fn save(tx: &mut AuthorizedTx, before: &TokenDetails, checked: &CheckedToken) -> Result<()> {
    let Some(change) = snapshot::changed(before, checked)? else { return Ok(()) };
    let (token, settings, now) = (&before.token, &checked.settings, tx.now());
    if tokens::changes::update(tx, token.tenant, token.id, settings, now).await? {
        let object = Object { id: token.id.uuid(), label: settings.labels.name.as_str() };
        tx.record(Some(token.tenant), EventKind::TokenChanged, object, change)?;
    }
    Ok(())
}

/// Whether it does not change any more.
fn is_over(token: &TokenDetails, now: Timestamp) -> bool {
    matches!(token.token.life.status(now), Status::Revoked | Status::Expired)
}
