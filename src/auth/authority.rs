//! The right by which a request acts. `authz` checks it before the body arrives, and every write again in its own
//! transaction.

use std::sync::Arc;

use super::bearer;
use super::rule::Rule;
use super::session::{self, SessionCredential};
use crate::domain::audit::{Actor, Origin};
use crate::domain::decision::{ADMINISTRATION, DenyReason, Reach, Requirement};
use crate::domain::id::{ApiClientId, TenantId, TokenId};
use crate::domain::person::{Action, Person};
use crate::domain::presented::Presented;
use crate::domain::secret::SecretHash;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::error::{Challenge, Error, Result};
use crate::state::State;
use crate::store::api_clients::{self, RegisteredClient};
use crate::store::{self, Tx, database::holds, tenants};

/// What a caller authenticates with.
#[derive(Clone, Debug)]
pub(super) enum Credential {
    /// A session.
    Session(SessionCredential),
    /// A token: the hash of the presented secret.
    Token(SecretHash),
    /// An API client: the hash of its secret, and its ID if one was given.
    ApiClient(SecretHash, Option<ApiClientId>),
}

/// The tenant of the request.
#[derive(Clone, Copy, Debug)]
pub(super) enum TenantLookup<'a> {
    Nowhere,
    /// Named by the slug in the address.
    Named(&'a str),
    /// Already found, so that a renamed slug makes no difference.
    Known(TenantId),
}

/// What a rule found.
#[derive(Clone, Debug, Default)]
pub struct AuthContext {
    pub(super) person: Option<Person>,
    pub(super) presented: Option<Presented>,
    pub(super) client: Option<RegisteredClient>,
    pub(super) tenant: Option<Tenant>,
    /// When the session, the token or its secret expires.
    pub(super) ends_at: Option<Timestamp>,
}

/// Why a rule refuses a caller.
#[derive(Debug)]
pub(super) enum Denied {
    /// The session has ended, or the user is disabled.
    SignedOut,
    /// The token is not accepted, or lacks a permission or module.
    Token(DenyReason),
    /// No API client has this secret.
    ApiClient,
    /// The tenant does not exist, or the caller may not see it.
    NoTenant(Option<Box<Person>>),
    /// The person may not do this.
    Forbidden(Option<Box<Person>>),
}

type Outcome<T> = std::result::Result<T, Denied>;

/// The right by which a request acts, as its route's rule found it.
#[derive(Clone, Debug)]
pub struct Authority(Arc<Admitted>);

#[derive(Debug)]
struct Admitted {
    rule: Rule,
    credential: Credential,
    /// The acting token, and its home tenant.
    token: Option<(TokenId, TenantId)>,
    /// The tenant of the request, and whether it was disabled when the rule was checked.
    tenant: Option<(TenantId, bool)>,
    /// The token that the address names.
    target: Option<TokenId>,
    origin: Origin,
}

impl Authority {
    /// The right of a request that `rule` let in, with what it `found`; `target` is the token that the address names.
    pub(super) fn new(
        rule: Rule,
        credential: Credential,
        found: &AuthContext,
        target: Option<TokenId>,
        origin: Origin,
    ) -> Self {
        Self(Arc::new(Admitted {
            rule,
            credential,
            token: found.presented.as_ref().map(|token| (token.id, token.home)),
            tenant: found.tenant.as_ref().map(|tenant| (tenant.id, tenant.is_disabled())),
            target,
            origin,
        }))
    }

    /// The actor and their network address.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// The error for a credential that has expired.
    pub fn ended(&self) -> Error {
        match self.0.credential {
            Credential::Session(_) => Error::SignedOut,
            Credential::Token(_) => Error::Bearer(Challenge::InvalidToken),
            Credential::ApiClient(..) => Error::ApiClient,
        }
    }

    /// Checks the right again with the data in `tx`.
    ///
    /// # Errors
    /// [`Error::SignedOut`] or [`Error::Bearer`] (401) if the credential has expired or was revoked,
    /// [`Error::Forbidden`] (403) if the right was removed or the tenant disabled meanwhile.
    pub async fn prove(&self, tx: &mut Tx, state: &State) -> Result<AuthContext> {
        let admitted = &*self.0;
        let place = admitted.tenant.map_or(TenantLookup::Nowhere, |(id, _)| TenantLookup::Known(id));
        let found = match &admitted.credential {
            Credential::Token(hash) => token_in(tx, state, hash, admitted.rule, place).await?,
            credential => person_or_client(tx, state, admitted.rule, credential, place).await?,
        };
        let found = found.map_err(|denied| denied.since_it_was_let_in())?;
        // Disabling a disabled tenant changes nothing, and needs no right within the tenant.
        let within = admitted.rule != Rule::Tenant(Action::DisableTenant);
        if within && found.tenant.as_ref().is_some_and(|tenant| self.was_disabled_since(tenant)) {
            return Err(Error::Forbidden);
        }
        Ok(found)
    }

    /// Whether the tenant was disabled after the rule let the request in.
    pub fn was_disabled_since(&self, now: &Tenant) -> bool {
        now.is_disabled() && self.0.tenant.is_some_and(|(id, before)| id == now.id && !before)
    }

    /// Locks the rows that the right rests on until `tx` ends.
    ///
    /// # Errors
    /// [`Error::Busy`] if others hold them for too long.
    pub async fn hold(&self, tx: &mut Tx) -> Result<()> {
        let admitted = &*self.0;
        let tenant = admitted.tenant.map(|(id, _)| id);
        let tree = matches!(admitted.rule, Rule::Tenant(Action::DisableTenant | Action::MoveTenant));
        if tree {
            // A transaction that locks the tree locks it before anything else, to avoid deadlocks.
            tenants::tree::hold(tx).await?;
        }
        if let Credential::Session(session) = &admitted.credential {
            holds::signed_in(tx, session.user, session.key).await?;
        }
        match (tenant, admitted.token) {
            (Some(tenant), _) if tree => tenants::tree::hold_below(tx, tenant).await?,
            (Some(tenant), _) if admitted.rule == Rule::Tenant(Action::ChangeTenant) => {
                holds::tenant(tx, tenant).await?;
            }
            (Some(tenant), token) => holds::tenants(tx, tenant, token.map(|(_, home)| home)).await?,
            (None, Some((_, home))) => holds::tenants(tx, home, None).await?,
            (None, None) => {}
        }
        if let (Credential::Token(hash), Some((token, _))) = (&admitted.credential, admitted.token) {
            holds::token(tx, token, hash, tenant.zip(admitted.target)).await?;
        }
        Ok(())
    }
}

impl TenantLookup<'_> {
    /// The slug in the address.
    pub(super) const fn slug(&self) -> Option<&str> {
        match self {
            Self::Named(slug) => Some(slug),
            Self::Nowhere | Self::Known(_) => None,
        }
    }
}

impl AuthContext {
    /// For a token that is accepted where no tenant is concerned.
    pub(super) fn of_a_token(presented: Presented) -> Self {
        Self { ends_at: presented.facts.ends_at(), presented: Some(presented), ..Self::default() }
    }

    /// The person, as read last.
    ///
    /// # Errors
    /// [`Error::Internal`] if the rule is not about a person.
    pub fn person(&self) -> Result<Person> {
        self.person.clone().ok_or_else(|| Error::Internal("the route's rule provides no person".into()))
    }

    /// The presented token, as read last.
    ///
    /// # Errors
    /// [`Error::Internal`] if the rule is not about a token.
    pub fn presented(&self) -> Result<Presented> {
        self.presented.clone().ok_or_else(|| Error::Internal("the route's rule provides no token".into()))
    }

    /// The API client, as read last.
    ///
    /// # Errors
    /// [`Error::Internal`] if the rule is not about an API client.
    pub fn client(&self) -> Result<RegisteredClient> {
        self.client.clone().ok_or_else(|| Error::Internal("the route's rule provides no API client".into()))
    }

    /// The tenant in the address, as read last.
    ///
    /// # Errors
    /// [`Error::Internal`] if the rule is not about a tenant.
    pub fn tenant(&self) -> Result<Tenant> {
        self.tenant.clone().ok_or_else(|| Error::Internal("the route's rule provides no tenant".into()))
    }

    /// When the session, the token or its secret expires.
    pub const fn ends_at(&self) -> Option<Timestamp> {
        self.ends_at
    }

    /// The actor in audit events.
    pub(super) fn actor(&self) -> Option<Actor> {
        let person = self.person.as_ref().map(|person| Actor::User(person.id, person.email.clone()));
        person.or_else(|| self.presented.as_ref().map(|token| Actor::Token(token.id, token.name.clone())))
    }
}

impl Denied {
    /// The error for a caller whom the rule let in a moment ago: the right has ended since.
    fn since_it_was_let_in(self) -> Error {
        match self {
            Self::SignedOut => Error::SignedOut,
            Self::ApiClient => Error::ApiClient,
            Self::NoTenant(_) | Self::Forbidden(_) | Self::Token(DenyReason::WrongTenant) => Error::Forbidden,
            Self::Token(refusal) => Error::Bearer(bearer::challenge(refusal)),
        }
    }
}

/// Checks a rule for people or API clients.
pub(super) async fn person_or_client(
    tx: &mut Tx,
    state: &State,
    rule: Rule,
    credential: &Credential,
    place: TenantLookup<'_>,
) -> Result<Outcome<AuthContext>> {
    match credential {
        Credential::Session(session) => {
            let Some((person, ends_at)) = session::signed_in(tx, session, state.now()).await? else {
                return Ok(Err(Denied::SignedOut));
            };
            Ok(match allowed(tx, rule, &person, place).await? {
                Ok(tenant) => Ok(AuthContext {
                    person: Some(person),
                    tenant,
                    ends_at: Some(ends_at),
                    ..AuthContext::default()
                }),
                Err(denied) => Err(denied),
            })
        }
        Credential::ApiClient(hash, id) => {
            let found = api_clients::by_secret(tx, hash).await?;
            let found = found.filter(|found| id.is_none_or(|id| id == found.id));
            Ok(found
                .map(|client| AuthContext { client: Some(client), ..AuthContext::default() })
                .ok_or(Denied::ApiClient))
        }
        Credential::Token(_) => Err(Error::Internal("tokens are checked by token_in".into())),
    }
}

/// Whether a person may act; returns the tenant that the rule is about.
async fn allowed(
    tx: &mut Tx,
    rule: Rule,
    person: &Person,
    place: TenantLookup<'_>,
) -> Result<Outcome<Option<Tenant>>> {
    let forbidden = || Some(Box::new(person.clone()));
    match rule {
        Rule::SignedIn => Ok(Ok(None)),
        Rule::Everywhere(action) if person.may_everywhere(action) => Ok(Ok(None)),
        Rule::Somewhere(action) if person.may_somewhere(action) => Ok(Ok(None)),
        Rule::Tenant(action) => {
            let Some(tenant) = tenant(tx, place).await? else {
                return Ok(Err(Denied::NoTenant(forbidden())));
            };
            Ok(if !person.may(Action::ReadTenant, &tenant.lineage) {
                Err(Denied::NoTenant(forbidden()))
            } else if person.may(action, &tenant.lineage) {
                Ok(Some(tenant))
            } else {
                Err(Denied::Forbidden(forbidden()))
            })
        }
        _ => Ok(Err(Denied::Forbidden(forbidden()))),
    }
}

async fn tenant(tx: &mut Tx, place: TenantLookup<'_>) -> Result<Option<Tenant>> {
    Ok(match place {
        TenantLookup::Nowhere => None,
        TenantLookup::Named(slug) => tenants::find_by_slug(tx, slug).await?,
        TenantLookup::Known(id) => tenants::find(tx, id).await?,
    })
}

/// What a rule for tokens requires of a token.
pub(super) fn requirement(rule: Rule, slug: Option<&str>) -> Requirement<'_> {
    match rule {
        Rule::TenantApi(needed) | Rule::TenantApiIn(needed) => Requirement {
            tenant: slug,
            tenant_id: None,
            module: Some(ADMINISTRATION),
            permissions: Some(needed),
        },
        _ => Requirement::default(),
    }
}

/// Checks a rule for tokens with the data in `tx`.
async fn token_in(
    tx: &mut Tx,
    state: &State,
    hash: &SecretHash,
    rule: Rule,
    place: TenantLookup<'_>,
) -> Result<Outcome<AuthContext>> {
    let there = tenant(tx, place).await?;
    if there.is_none() && !matches!(place, TenantLookup::Nowhere) {
        return Ok(Err(Denied::NoTenant(None)));
    }
    let requirement = requirement(rule, there.as_ref().map(|tenant| tenant.slug.as_str()));
    let found = state.lookup.facts_in(tx, hash, requirement).await?;
    Ok(match (bearer::evaluated(found, requirement, state.now()), there) {
        (Ok(presented), Some(there)) => Ok(reaching(tx, presented, there).await?),
        (Ok(presented), None) => Ok(AuthContext::of_a_token(presented)),
        (Err((refusal, _)), _) => Err(Denied::Token(refusal)),
    })
}

/// What a rule found for a token that it accepts in the tenant `there`.
pub(super) async fn reaching(
    tx: &mut Tx,
    mut presented: Presented,
    there: Tenant,
) -> store::Result<AuthContext> {
    if presented.scope == TenantScope::ThisAndBelow.name() {
        // The decision looked only at the tenant in the address, but responses show all tenants of the token.
        let below = tenants::tree::below(tx, presented.home).await?;
        presented.tenant_ids =
            [presented.home].into_iter().chain(below.iter().map(|tenant| tenant.id)).collect();
        let slugs = below.into_iter().map(|tenant| tenant.slug.into());
        presented.facts.reach =
            Reach::These([presented.home_slug.clone()].into_iter().chain(slugs).collect());
    }
    Ok(AuthContext { tenant: Some(there), ..AuthContext::of_a_token(presented) })
}
