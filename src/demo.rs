//! `serve --demo`: fills an empty database with sample tenants and tokens, so that newcomers have something to click.
//! The tokens' secrets are discarded: nobody has them.

mod data;
mod usage;

use chrono::TimeDelta;

use crate::domain::id::{AppId, ModuleId, TenantId, TokenId, UserId};
use crate::domain::labels::Labels;
use crate::domain::permission::Permissions;
use crate::domain::tenant::TenantSettings;
use crate::domain::text::{Description, Name, Slug};
use crate::domain::token::{NewToken, TenantScope};
use crate::error::{Error, Result};
use crate::service::Act;
use crate::service::modules::NewModule;
use crate::service::samples::{self, SampleApp, SampleModule, SampleToken, Samples};
use crate::service::tokens::fresh_secret;
use crate::state::State;
use crate::store::modules;

use data::{APPS, MODULES, Sample, TENANTS, TOKENS};

/// Adds modules, tenants, apps and tokens, created by `owner`.
///
/// # Errors
/// If the database cannot be written to, or is not empty.
pub async fn fill(state: &State, owner: UserId, owner_email: &str) -> Result<()> {
    let mut samples = Samples::default();
    for (name, zone, language) in TENANTS {
        let name = Name::parse(name).map_err(broken)?;
        let slug = Slug::from_name(&name).ok_or_else(|| broken("no slug"))?;
        let id = TenantId::new(state.now(), &state.entropy)?;
        samples.tenants.push((id, TenantSettings { name, slug, zone, language }));
    }
    for (slug, name, places) in MODULES {
        samples.modules.push(SampleModule {
            id: ModuleId::new(state.now(), &state.entropy)?,
            module: NewModule {
                name: Name::parse(name).map_err(broken)?,
                slug: Slug::parse(slug).map_err(broken)?,
                owners_only: false,
            },
            tenants: places_of(&samples, places),
        });
    }
    for (place, slug, name) in APPS {
        samples.apps.push(SampleApp {
            id: AppId::new(state.now(), &state.entropy)?,
            tenant: tenant_of(&samples, place)?,
            name: Name::parse(name).map_err(broken)?,
            slug: Slug::parse(slug).map_err(broken)?,
        });
    }
    for sample in &TOKENS {
        let token = token(state, sample, &samples, owner).await?;
        let uses = usage::of(sample, token.id, token.permissions, state.now());
        samples.tokens.push(SampleToken { token, uses, revoked: sample.revoked });
    }
    samples::add(&Act::system("demo", state), &samples, owner_email).await
}

async fn token(state: &State, sample: &Sample, samples: &Samples, owner: UserId) -> Result<NewToken> {
    let now = state.now();
    let tenant = tenant_of(samples, sample.tenant)?;
    let created_at = now.plus(-TimeDelta::days(sample.age));
    let app = match sample.app {
        "" => None,
        slug => {
            let mut apps = samples.apps.iter();
            let app = apps.find(|app| app.tenant == tenant && app.slug.as_str() == slug);
            Some(app.ok_or_else(|| broken(slug))?.id)
        }
    };
    let mut modules = Vec::new();
    for slug in sample.modules {
        modules.push(module_of(state, samples, slug).await?);
    }
    Ok(NewToken {
        id: TokenId::new(created_at, &state.entropy)?,
        tenant,
        labels: Labels {
            description: Description::parse(sample.description).map_err(broken)?,
            ..Labels::named(Name::parse(sample.name).map_err(broken)?)
        },
        logo: None,
        scope: match sample.scope {
            None => TenantScope::All,
            Some([]) => TenantScope::This,
            Some(places) => TenantScope::Selected(places_of(samples, places)),
        },
        permissions: Permissions::from_bits(sample.permissions).ok_or_else(|| broken("no permission"))?,
        app,
        modules,
        expires_at: sample.ends.map(|days| now.plus(TimeDelta::days(days))),
        secret: fresh_secret(state)?.1,
        created_by: Some(owner),
        issued_by: None,
        created_at,
    })
}

/// A sample module, or one that comes with Latchkey.
async fn module_of(state: &State, samples: &Samples, slug: &str) -> Result<ModuleId> {
    if let Some(sample) = samples.modules.iter().find(|sample| sample.module.slug.as_str() == slug) {
        return Ok(sample.id);
    }
    let found = modules::find_by_slug(&mut state.db.read().await?, slug).await?;
    Ok(found.ok_or_else(|| broken(slug))?.id)
}

fn tenant_of(samples: &Samples, place: usize) -> Result<TenantId> {
    samples.tenants.get(place).map(|(id, _)| *id).ok_or_else(|| broken("no tenant"))
}

fn places_of(samples: &Samples, places: &[usize]) -> Vec<TenantId> {
    places.iter().filter_map(|place| tenant_of(samples, *place).ok()).collect()
}

fn broken(what: impl std::fmt::Display) -> Error {
    Error::internal(format!("the demo's own data: {what}"))
}
