//! What a caller may give. Nobody gives what they could not issue: not by issuing, and not by enabling a token again,
//! rotating it, adding anything to it, or giving it another app, another logo or other texts.
//!
//! A person is limited by the tenants whose tokens they manage ([`can_grant`], [`may_edit`]), a token by everything that it
//! has itself ([`Holder`]). Taking away is allowed to anyone who manages the tenant's tokens, with one exception: a secret
//! that is being replaced touches only what it could give until its own end, and never its own token.

use std::collections::HashSet;

use super::token_details::{self, TokenDetails};
use crate::domain::app::App;
use crate::domain::grant::{Excess, Grant, Tenants};
use crate::domain::permission::Permission;
use crate::domain::person::{Action, Person, Reach};
use crate::domain::presented::Presented;
use crate::domain::time::Timestamp;
use crate::domain::token::{TenantScope, TokenSettings};
use crate::error::{Error, Result};
use crate::store::tokens::ReachedTenant;
use crate::store::{Tx, tenants, tokens::secrets};

/// Whether they, who manage the tokens of the tenant that a token belongs to, could issue one of this scope; `reached` are
/// the tenants of the scope "selected".
///
/// # Errors
/// When the database fails.
pub async fn can_grant(
    tx: &mut Tx,
    person: &Person,
    scope: &TenantScope,
    reached: &[ReachedTenant],
) -> Result<bool> {
    match scope {
        // Whoever manages a tenant manages what is below it.
        TenantScope::This | TenantScope::ThisAndBelow => Ok(true),
        TenantScope::All => Ok(person.may_everywhere(Action::IssueForAllTenants)),
        TenantScope::Selected(_) => {
            let managed = managed(tx, person, reached).await?;
            Ok(reached.iter().all(|tenant| managed.contains(&tenant.slug)))
        }
    }
}

/// The slugs of those of `tenants` whose tokens this person manages.
///
/// # Errors
/// When the database fails.
pub async fn managed(tx: &mut Tx, person: &Person, tenants: &[ReachedTenant]) -> Result<HashSet<String>> {
    let slugs: Vec<String> = tenants.iter().map(|tenant| tenant.slug.clone()).collect();
    let reach = person.reach(Action::ManageTokens);
    if slugs.is_empty() || reach == Reach::Everywhere {
        return Ok(slugs.into_iter().collect());
    }
    let found = tenants::by_slugs(tx, &reach, &slugs).await?;
    Ok(found.into_iter().map(|tenant| tenant.slug).collect())
}

/// What of an edit a person may not do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotTheirs {
    /// To change the app, the logo or the texts of a token that they could not issue.
    Label,
    /// To add anything to a token that they could not issue as it would be then.
    More,
}

/// What of an edit this person may not do, if anything; `after` is all that the token has then, `reached` the tenants of
/// the scope "selected".
///
/// # Errors
/// When the database fails.
pub async fn may_edit(
    tx: &mut Tx,
    person: &Person,
    before: &TokenDetails,
    settings: &TokenSettings,
    (after, reached): (&Grant, &[ReachedTenant]),
) -> Result<Option<NotTheirs>> {
    if is_relabelled(before, settings) && !can_grant(tx, person, &before.token.scope, &before.reached).await?
    {
        return Ok(Some(NotTheirs::Label));
    }
    // As soon as anything is added, all that the token has then is given.
    let more = !after.beyond(&before.grant()).is_empty();
    if more && !can_grant(tx, person, &settings.scope, reached).await? {
        return Ok(Some(NotTheirs::More));
    }
    Ok(None)
}

/// Whether its app, its logo or one of its texts changes: what a token is recognised by, in whose name it acts.
fn is_relabelled(before: &TokenDetails, settings: &TokenSettings) -> bool {
    let token = &before.token;
    settings.labels.texts() != token.labels
        || settings.logo != token.logo
        || settings.app != before.app.as_ref().map(|app| app.id)
}

/// The caller of the Tenant API: its token, and the secret of it that was presented.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The token.
    pub details: TokenDetails,
    /// When the presented secret ends; only a secret that is being replaced has an end.
    pub secret_ends_at: Option<Timestamp>,
}

/// Why somebody may not do something to a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Denied {
    /// It would give more than it has.
    Beyond {
        /// In what.
        excess: Vec<Excess>,
        /// The permissions that it lacks, where it is about those.
        lacking: Vec<Permission>,
        /// The slug of the app that it is bound to.
        bound_to: Option<String>,
        /// Whether its presented secret is being replaced, and so ends before it does.
        is_being_replaced: bool,
    },
    /// Its presented secret is being replaced.
    Replaced,
    /// The person could not create this token.
    NotTheirs,
}

/// Whether a token may do something.
pub type Verdict = std::result::Result<(), Denied>;

impl Holder {
    /// The caller as it is in this transaction.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the token or the secret is gone.
    pub async fn find(tx: &mut Tx, caller: &Presented) -> Result<Self> {
        let details = token_details::find(tx, caller.home, caller.id).await?.ok_or(Error::NotFound)?;
        let end = secrets::ends_at(tx, caller.id, caller.generation).await?;
        Ok(Self { details, secret_ends_at: end.ok_or(Error::NotFound)? })
    }

    /// Whether another secret replaces the presented one.
    pub const fn is_being_replaced(&self) -> bool {
        self.secret_ends_at.is_some()
    }

    /// Everything that it has, and so may give: until the token ends, or the presented secret if that is sooner.
    pub fn grant(&self) -> Grant {
        self.details.grant().until(self.secret_ends_at)
    }

    /// The tenants that it reaches.
    pub fn reach(&self) -> Reach {
        match self.grant().tenants {
            Tenants::All => Reach::Everywhere,
            Tenants::These(tenants) => Reach::Exactly(tenants.into_iter().collect()),
            Tenants::Below { root, now } => Reach::Exactly([root].into_iter().chain(now).collect()),
        }
    }

    /// Whether it may issue a token that has this.
    pub fn may_issue(&self, wanted: &Grant) -> Verdict {
        let own = self.grant();
        let excess = wanted.beyond(&own);
        if excess.is_empty() {
            return Ok(());
        }
        Err(self.beyond(excess, wanted.permissions_beyond(&own)))
    }

    /// Whether it may disable or revoke a token, or take anything away from it.
    pub fn may_take_from(&self, target: &TokenDetails) -> Verdict {
        if !self.is_being_replaced() {
            return Ok(());
        }
        if target.token.id == self.details.token.id {
            return Err(Denied::Replaced);
        }
        self.may_issue(&target.grant())
    }

    /// Whether it may enable a token.
    pub fn may_enable(&self, target: &TokenDetails) -> Verdict {
        self.may_take_from(target)?;
        self.may_issue(&target.grant())
    }

    /// Whether it may rotate a token: the next secret opens all that the token opens.
    pub fn may_rotate(&self, target: &TokenDetails) -> Verdict {
        if self.is_being_replaced() {
            return Err(Denied::Replaced);
        }
        self.may_issue(&target.grant())
    }

    /// Whether it may change a token so that it has `after` then.
    pub fn may_edit(&self, before: &TokenDetails, settings: &TokenSettings, after: &Grant) -> Verdict {
        self.may_take_from(before)?;
        let (had, relabelled) = (before.grant(), is_relabelled(before, settings));
        if relabelled {
            self.may_issue(&had)?;
        }
        // As soon as anything is added, all that the token has then is given.
        if relabelled || !after.beyond(&had).is_empty() {
            self.may_issue(after)?;
        }
        Ok(())
    }

    /// Whether it may add an app (`None`), or rename one. A token that is bound to an app manages no other one.
    pub fn may_name(&self, app: Option<&App>) -> Verdict {
        match &self.details.app {
            Some(own) if app.is_none_or(|app| app.id != own.id) => {
                Err(self.beyond(vec![Excess::App], Vec::new()))
            }
            _ => Ok(()),
        }
    }

    fn beyond(&self, excess: Vec<Excess>, lacking: Vec<Permission>) -> Denied {
        let bound_to = self.details.app.as_ref().map(|app| app.slug.clone());
        Denied::Beyond { excess, lacking, bound_to, is_being_replaced: self.is_being_replaced() }
    }

    /// Whether it may delete an app. A token that is bound to an app deletes none, its own included.
    pub fn may_delete_apps(&self) -> Verdict {
        if self.details.app.is_some() { Err(self.beyond(vec![Excess::App], Vec::new())) } else { Ok(()) }
    }
}
