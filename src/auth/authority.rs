//! By what right a request acts. The gate proves it before the body arrives, every write again in its own transaction.

use std::sync::Arc;

use super::bearer;
use super::rule::Rule;
use super::session::{self, SessionCredential};
use crate::domain::audit::{Actor, Origin};
use crate::domain::decision::{ADMINISTRATION, DenyReason, Reach, Requirement};
use crate::domain::id::{ApiClientId, TenantId, TokenId};
use crate::domain::person::{Action, Person};
use crate::domain::secret::SecretHash;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::error::{Challenge, Error, Result};
use crate::state::State;
use crate::store::api_clients::{self, Registered};
use crate::store::verification::Presented;
use crate::store::{self, Tx, database::holds, tenants};

/// What a caller proves who they are with.
#[derive(Clone, Debug)]
pub(super) enum Credential {
    /// A session.
    Session(SessionCredential),
    /// A token: the hash of the secret that was presented.
    Token(SecretHash),
    /// An API client: the hash of its secret, and its id where one was given.
    ApiClient(SecretHash, Option<ApiClientId>),
}

/// The tenant that is acted in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    Nowhere,
    /// The one that the address names.
    Named(&'a str),
    /// The one that was found already, whatever it is called by now.
    Known(TenantId),
}

/// What a rule found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub(super) person: Option<Person>,
    pub(super) presented: Option<Presented>,
    pub(super) client: Option<Registered>,
    pub(super) tenant: Option<Tenant>,
    /// When the right ends if nobody does anything: the session, the token, or its secret.
    pub(super) ends_at: Option<Timestamp>,
}

/// Why a rule does not let somebody act.
#[derive(Debug)]
pub(super) enum Denied {
    /// Nobody is signed in any more, or they are disabled.
    SignedOut,
    /// The token is not accepted, or lacks something.
    Token(DenyReason),
    /// No API client has this secret.
    ApiClient,
    /// There is no such tenant, as far as the caller may know.
    NoTenant(Option<Box<Person>>),
    /// The person may not do this.
    Forbidden(Option<Box<Person>>),
}

type Outcome<T> = std::result::Result<T, Denied>;

/// By what right a request acts, as its route's rule found it.
#[derive(Clone, Debug)]
pub struct Authority(Arc<Admitted>);

#[derive(Debug)]
struct Admitted {
    rule: Rule,
    credential: Credential,
    /// The token that acts, and the tenant it belongs to.
    token: Option<(TokenId, TenantId)>,
    /// The tenant that is acted in, and whether it was disabled already.
    tenant: Option<(TenantId, bool)>,
    /// The token that is acted upon.
    target: Option<TokenId>,
    origin: Origin,
}

impl Authority {
    /// What `rule` let in, with what it `found`; `target` is the token that the address names.
    pub(super) fn new(
        rule: Rule,
        credential: Credential,
        found: &Found,
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

    /// Who acts, and from where.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// What is answered when the credential came to its end by itself.
    pub fn ended(&self) -> Error {
        match self.0.credential {
            Credential::Session(_) => Error::SignedOut,
            Credential::Token(_) => Error::Bearer(Challenge::InvalidToken),
            Credential::ApiClient(..) => Error::ApiClient,
        }
    }

    /// Proves the right again, as it is in `tx`.
    ///
    /// # Errors
    /// [`Error::SignedOut`] or [`Error::Bearer`] (401) when the credential has ended, [`Error::Forbidden`] (403) when the
    /// right has been taken away, or the tenant was disabled meanwhile.
    pub async fn prove(&self, tx: &mut Tx, state: &State) -> Result<Found> {
        let admitted = &*self.0;
        let place = admitted.tenant.map_or(Place::Nowhere, |(id, _)| Place::Known(id));
        let found = match &admitted.credential {
            Credential::Token(hash) => token_in(tx, state, hash, admitted.rule, place).await?,
            credential => person_or_client(tx, state, admitted.rule, credential, place).await?,
        };
        let found = found.map_err(|denied| denied.since_it_was_let_in())?;
        // To disable what is disabled already is no change, and the right to it is no right within the tenant.
        let within = admitted.rule != Rule::Tenant(Action::DisableTenant);
        if within && found.tenant.as_ref().is_some_and(|tenant| self.was_disabled_since(tenant)) {
            return Err(Error::Forbidden);
        }
        Ok(found)
    }

    /// Whether the tenant that is acted in, as it is now, was disabled only after the request had been let in.
    pub fn was_disabled_since(&self, now: &Tenant) -> bool {
        now.is_disabled() && self.0.tenant.is_some_and(|(id, before)| id == now.id && !before)
    }

    /// Holds in `tx` the rows that the right rests on, until it ends.
    ///
    /// # Errors
    /// [`Error::Busy`] when others hold them for too long.
    pub async fn hold(&self, tx: &mut Tx) -> Result<()> {
        let admitted = &*self.0;
        let tenant = admitted.tenant.map(|(id, _)| id);
        let tree = matches!(admitted.rule, Rule::Tenant(Action::DisableTenant | Action::MoveTenant));
        if tree {
            // Whoever is about to take the tree takes it before anything else.
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

impl Place<'_> {
    /// The slug that the address names.
    pub(super) const fn slug(&self) -> Option<&str> {
        match self {
            Self::Named(slug) => Some(slug),
            Self::Nowhere | Self::Known(_) => None,
        }
    }
}

impl Found {
    /// Of a token that is accepted where no tenant is concerned.
    pub(super) fn of_a_token(presented: Presented) -> Self {
        Self { ends_at: presented.facts.ends_at(), presented: Some(presented), ..Self::default() }
    }

    /// The person, fresh.
    ///
    /// # Errors
    /// [`Error::Internal`] when the rule asks for no person.
    pub fn person(&self) -> Result<Person> {
        self.person.clone().ok_or_else(|| Error::Internal("the route's rule gives no person".into()))
    }

    /// The token that was presented, fresh.
    ///
    /// # Errors
    /// [`Error::Internal`] when the rule asks for no token.
    pub fn presented(&self) -> Result<Presented> {
        self.presented.clone().ok_or_else(|| Error::Internal("the route's rule gives no token".into()))
    }

    /// The API client, fresh.
    ///
    /// # Errors
    /// [`Error::Internal`] when the rule asks for no API client.
    pub fn client(&self) -> Result<Registered> {
        self.client.clone().ok_or_else(|| Error::Internal("the route's rule gives no API client".into()))
    }

    /// The tenant that the address named, fresh.
    ///
    /// # Errors
    /// [`Error::Internal`] when the rule asks for no tenant.
    pub fn tenant(&self) -> Result<Tenant> {
        self.tenant.clone().ok_or_else(|| Error::Internal("the route's rule gives no tenant".into()))
    }

    /// When the right ends if nobody does anything.
    pub const fn ends_at(&self) -> Option<Timestamp> {
        self.ends_at
    }

    /// Who acts, as the audit trail names them.
    pub(super) fn actor(&self) -> Option<Actor> {
        let person = self.person.as_ref().map(|person| Actor::User(person.id, person.email.clone()));
        person.or_else(|| self.presented.as_ref().map(|token| Actor::Token(token.id, token.name.clone())))
    }
}

impl Denied {
    /// What it is to somebody who was let in a moment ago: nothing is missing and nothing is our fault, but a right ended.
    fn since_it_was_let_in(self) -> Error {
        match self {
            Self::SignedOut => Error::SignedOut,
            Self::ApiClient => Error::ApiClient,
            Self::NoTenant(_) | Self::Forbidden(_) | Self::Token(DenyReason::WrongTenant) => Error::Forbidden,
            Self::Token(refusal) => Error::Bearer(bearer::challenge(refusal)),
        }
    }
}

/// Asks a rule for people or API clients about one.
pub(super) async fn person_or_client(
    tx: &mut Tx,
    state: &State,
    rule: Rule,
    credential: &Credential,
    place: Place<'_>,
) -> Result<Outcome<Found>> {
    match credential {
        Credential::Session(session) => {
            let Some((person, ends_at)) = session::signed_in(tx, session, state.now()).await? else {
                return Ok(Err(Denied::SignedOut));
            };
            Ok(match allowed(tx, rule, &person, place).await? {
                Ok(tenant) => {
                    Ok(Found { person: Some(person), tenant, ends_at: Some(ends_at), ..Found::default() })
                }
                Err(denied) => Err(denied),
            })
        }
        Credential::ApiClient(hash, id) => {
            let found = api_clients::by_secret(tx, hash).await?;
            let found = found.filter(|found| id.is_none_or(|id| id == found.id));
            Ok(found
                .map(|client| Found { client: Some(client), ..Found::default() })
                .ok_or(Denied::ApiClient))
        }
        Credential::Token(_) => Err(Error::Internal("a token is asked about elsewhere".into())),
    }
}

/// Whether a person may; gives the tenant that the rule is about.
async fn allowed(
    tx: &mut Tx,
    rule: Rule,
    person: &Person,
    place: Place<'_>,
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

async fn tenant(tx: &mut Tx, place: Place<'_>) -> Result<Option<Tenant>> {
    Ok(match place {
        Place::Nowhere => None,
        Place::Named(slug) => tenants::find_by_slug(tx, slug).await?,
        Place::Known(id) => tenants::find(tx, id).await?,
    })
}

/// What a rule for tokens asks of one.
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

/// Asks a rule for tokens about one, with the facts as they are in `tx`.
async fn token_in(
    tx: &mut Tx,
    state: &State,
    hash: &SecretHash,
    rule: Rule,
    place: Place<'_>,
) -> Result<Outcome<Found>> {
    let there = tenant(tx, place).await?;
    if there.is_none() && !matches!(place, Place::Nowhere) {
        return Ok(Err(Denied::NoTenant(None)));
    }
    let requirement = requirement(rule, there.as_ref().map(|tenant| tenant.slug.as_str()));
    let found = state.lookup.facts_in(tx, hash, requirement).await?;
    Ok(match (bearer::evaluated(found, requirement, state.now()), there) {
        (Ok(presented), Some(there)) => Ok(reaching(tx, presented, there).await?),
        (Ok(presented), None) => Ok(Found::of_a_token(presented)),
        (Err((refusal, _)), _) => Err(Denied::Token(refusal)),
    })
}

/// What a rule found for a token that it accepts in the tenant `there`.
pub(super) async fn reaching(tx: &mut Tx, mut presented: Presented, there: Tenant) -> store::Result<Found> {
    if presented.scope == TenantScope::ThisAndBelow.name() {
        // The decision looked at the one tenant of the address only; what is shown depends on all of them.
        let below = tenants::tree::below(tx, presented.home).await?;
        presented.tenant_ids =
            [presented.home].into_iter().chain(below.iter().map(|tenant| tenant.id)).collect();
        let slugs = below.into_iter().map(|tenant| tenant.slug.into());
        presented.facts.reach =
            Reach::These([presented.home_slug.clone()].into_iter().chain(slugs).collect());
    }
    Ok(Found { tenant: Some(there), ..Found::of_a_token(presented) })
}
