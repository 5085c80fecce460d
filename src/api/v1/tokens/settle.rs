//! From the members of a body to what a token shall be: a new one, or one that is there and changes.

use crate::api::v1::input::{Given, Input};
use crate::api::v1::tenants::within;
use crate::contract::fields::USUAL_EXPIRY;
use crate::domain::expiry::{self, Expiry};
use crate::domain::grant::{Grant, Tenants, is_later};
use crate::domain::id::TenantId;
use crate::domain::module::Module;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::tenant::Tenant;
use crate::domain::text::{Description, Name};
use crate::domain::time::Timestamp;
use crate::domain::token::TenantScope;
use crate::error::{Error, Result};
use crate::service::choice::{self, Chosen, Misfit};
use crate::service::granting::Holder;
use crate::service::token_details::TokenDetails;
use crate::service::tokens::AuditNames;
use crate::service::visible::Readable;
use crate::store::Tx;
use crate::store::tokens::changes::TokenSettings;

/// What a token shall be.
pub struct Settled {
    pub settings: TokenSettings,
    pub told: AuditNames,
    pub grant: Grant,
}

/// The tenants that the token shall reach: by scope, and by id and name where they are chosen.
struct Where {
    scope: TenantScope,
    chosen: Vec<(TenantId, String)>,
    /// Whether the body says anything of it.
    given: bool,
}

/// Who wants it, and where.
pub struct Settling<'a> {
    /// The tenant that the token belongs to.
    pub tenant: &'a Tenant,
    /// The presented token.
    pub own: &'a Holder,
    /// The token as it is, when it changes.
    pub base: Option<&'a TokenDetails>,
    /// The moment of it.
    pub now: Timestamp,
}

impl Settling<'_> {
    /// What the token shall be; nothing when something is wrong, which `input` has then.
    pub async fn settle(&self, tx: &mut Tx, input: &mut Input) -> Result<Option<Settled>> {
        let name = self.name(input)?;
        let description = self.description(input)?;
        let place = self.place(tx, input).await?;
        let app = match (input.text("app", |slug| Ok::<_, Error>(slug.to_owned())), self.base) {
            (Given::Absent, Some(base)) => base.app.clone(),
            (Given::Absent, None) => self.own.whole.app.clone().filter(|app| app.tenant == self.tenant.id),
            (Given::Null, _) => None,
            (Given::Value(slug), _) => told("app", choice::app(tx, self.tenant.id, &slug).await?, input),
        };
        let modules = self.modules(tx, input, place.as_ref()).await?;
        let permissions = self.permissions(input);
        let expires_at = self.expires_at(input)?;
        let (Some(name), Some(description), Some(place), Some(permissions), true) =
            (name, description, place, permissions, input.is_fine())
        else {
            return Ok(None);
        };
        Ok(Some(Settled {
            told: AuditNames {
                tenants: place.chosen,
                app: app.as_ref().map(|app| app.slug.clone()),
                modules: modules.iter().map(|module| module.slug.clone()).collect(),
            },
            grant: Grant {
                tenants: Tenants::of(&place.scope, self.tenant.id, []),
                app: app.as_ref().map(|app| app.id),
                modules: modules.iter().map(|module| module.id).collect(),
                permissions,
                expires_at,
            },
            settings: TokenSettings {
                name,
                description,
                logo: self.base.and_then(|base| base.token.logo),
                scope: place.scope,
                permissions,
                app: app.map(|app| app.id),
                modules: modules.into_iter().map(|module| module.id).collect(),
                expires_at,
            },
        }))
    }

    fn name(&self, input: &mut Input) -> Result<Option<Name>> {
        match (input.text("name", Name::parse), self.base) {
            (Given::Absent, Some(base)) => stored(Name::parse(&base.token.name)).map(Some),
            (given, _) => Ok(given.value()),
        }
    }

    fn description(&self, input: &mut Input) -> Result<Option<Description>> {
        match (input.text("description", Description::parse), self.base) {
            (Given::Absent, Some(base)) => stored(Description::parse(&base.token.description)).map(Some),
            (given, _) => Ok(Some(given.value().unwrap_or_default())),
        }
    }

    async fn place(&self, tx: &mut Tx, input: &mut Input) -> Result<Option<Where>> {
        let scope = input.text("tenant_scope", |name| match name {
            "this" | "this_and_subtenants" | "selected" | "all" => Ok(name.to_owned()),
            _ => Err("must be this, this_and_subtenants, selected or all"),
        });
        let slugs = input.texts("tenants").value();
        let given = !scope.is_absent() || slugs.is_some();
        let before = self.base.map_or(TenantScope::This, |base| base.token.scope.clone());
        let scope = scope.value().unwrap_or_else(|| before.name().to_owned());
        if scope != "selected" {
            if slugs.is_some_and(|slugs| !slugs.is_empty()) {
                input.wrong("tenants", "is only allowed with the scope selected");
            }
            let scope = match scope.as_str() {
                "all" => TenantScope::All,
                "this_and_subtenants" => TenantScope::ThisAndBelow,
                _ => TenantScope::This,
            };
            return Ok(Some(Where { scope, chosen: Vec::new(), given }));
        }
        let chosen: Vec<(TenantId, String)> = match (slugs, self.base, &before) {
            (None, Some(base), TenantScope::Selected(_)) => {
                base.reached.iter().map(|tenant| (tenant.id, tenant.name.clone())).collect()
            }
            (slugs, ..) => {
                let reach = within(self.own.grant().tenants);
                let found = choice::tenants(tx, &reach, &slugs.unwrap_or_default()).await?;
                let Some(found) = told("tenants", found, input) else { return Ok(None) };
                found.into_iter().map(|tenant| (tenant.id, tenant.name)).collect()
            }
        };
        let scope = TenantScope::Selected(chosen.iter().map(|(id, _)| *id).collect());
        Ok(Some(Where { scope, chosen, given }))
    }

    /// What is not named anew is not asked again: a tenant may have disabled a module of it since.
    async fn modules(&self, tx: &mut Tx, input: &mut Input, place: Option<&Where>) -> Result<Vec<Module>> {
        let before = self.base.map(|base| base.modules.clone()).unwrap_or_default();
        let given = input.texts("modules").value();
        let Some(place) = place else { return Ok(before) };
        if given.is_none() && !place.given {
            return Ok(before);
        }
        let slugs = given.unwrap_or_else(|| before.into_iter().map(|module| module.slug).collect());
        let home = [(self.tenant.id, self.tenant.name.clone())];
        let reached = match &place.scope {
            // Which modules a subtenant has is its own affair: a module opens what is enabled there.
            TenantScope::This | TenantScope::ThisAndBelow => Some(&home[..]),
            TenantScope::Selected(_) => Some(place.chosen.as_slice()),
            TenantScope::All => None,
        };
        let reach = within(self.own.grant().tenants);
        let readable = Readable::among(tx, &reach, place.chosen.iter().map(|(id, _)| *id), []).await?;
        let found = choice::modules(tx, &slugs, reached, &readable).await?;
        Ok(told("modules", found, input).unwrap_or_default())
    }

    fn permissions(&self, input: &mut Input) -> Option<Permissions> {
        let names = match (input.texts("permissions"), self.base) {
            (Given::Absent, Some(base)) => return Some(base.token.permissions),
            (given, _) => given.value()?,
        };
        let known: Option<Vec<Permission>> = names.iter().map(|name| Permission::from_name(name)).collect();
        let Some(known) = known else {
            input.wrong("permissions", "must contain only read, write, create and delete");
            return None;
        };
        let permissions = Permissions::of(known);
        if permissions.is_none() {
            input.wrong("permissions", "must not be empty");
        }
        permissions
    }

    fn expires_at(&self, input: &mut Input) -> Result<Option<Timestamp>> {
        let given = input.text("expires_at", str::parse::<Timestamp>);
        let wanted = match (&given, self.base) {
            (Given::Absent, Some(base)) => return Ok(base.token.life.expires_at),
            (Given::Absent, None) => return self.usual_end(),
            (Given::Null, _) => None,
            (Given::Value(moment), _) => match expiry::end(*moment, self.now) {
                Ok(moment) => Some(moment),
                Err(error) => {
                    input.wrong("expires_at", error.to_string());
                    None
                }
            },
        };
        if self.base.is_some_and(|base| is_later(wanted, base.token.life.expires_at)) {
            input.wrong("expires_at", "can be moved to an earlier time, but not to a later one");
        }
        Ok(wanted)
    }

    /// As in the console, but never after the end of the presented token, or of its presented secret.
    fn usual_end(&self) -> Result<Option<Timestamp>> {
        let usual =
            Expiry::parse(USUAL_EXPIRY, "", "").and_then(|usual| usual.resolve(self.now, self.tenant.zone));
        let usual = usual.map_err(Error::internal)?;
        let own = self.own.grant().expires_at;
        Ok(if is_later(usual, own) { own } else { usual })
    }
}

/// What is stored was checked when it was stored.
fn stored<T, E: std::fmt::Display>(parsed: std::result::Result<T, E>) -> Result<T> {
    parsed.map_err(|error| Error::internal(format!("a stored text {error}")))
}

/// What was chosen; why it cannot be is noted in `input`. A disabled tenant is as unknown here as everywhere else in
/// the API.
fn told<T>(field: &'static str, chosen: Chosen<T>, input: &mut Input) -> Option<T> {
    let detail = match chosen {
        Ok(chosen) => return Some(chosen),
        Err(Misfit::NoTenants) => "must not be empty with the scope selected".to_owned(),
        Err(Misfit::UnknownTenants | Misfit::DisabledTenant(_)) => "contains an unknown tenant".to_owned(),
        Err(Misfit::UnknownApp) => "is not an app of the tenant".to_owned(),
        Err(Misfit::UnknownModules) => "contains an unknown module".to_owned(),
        Err(Misfit::NotEnabled { module, tenants }) => {
            let others = match tenants.others {
                0 => None,
                1 => Some("1 other tenant".to_owned()),
                others => Some(format!("{others} other tenants")),
            };
            let tenants: Vec<String> = tenants.names.into_iter().chain(others).collect();
            format!("contains {module}, which is not enabled in {}", tenants.join(", "))
        }
    };
    input.wrong(field, detail);
    None
}
