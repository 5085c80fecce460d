//! What the database's statement would tell of a secret, put together from memory.

use std::sync::Arc;

use super::record::{Places, Reaches, Record, Rest};
use super::world::{Tenant, World};
use crate::domain::decision::{Facts, Reach, RequestedTenant, Requirement};
use crate::domain::permission::Permissions;
use crate::domain::presented::Presented;
use crate::domain::time::Timestamp;
use crate::domain::token::{Life, TenantScope};

/// Puts it together; `None` where only the database can tell.
pub fn presented(
    world: &World,
    record: &Record,
    rest: Rest<'_>,
    asked_for: Requirement<'_>,
) -> Option<Presented> {
    let home = world.tenant(record.home)?;
    let asked = asked(world, asked_for);
    let mut modules: Vec<Arc<str>> = rest
        .modules
        .clone()
        .filter(|module| match &asked {
            Some(asked) => asked.is_some_and(|(_, tenant)| tenant.has(*module)),
            None => counts_anywhere(world, record.home, home, &rest.reaches, *module),
        })
        .filter_map(|module| world.module(module).cloned())
        .collect();
    modules.sort_unstable();
    let (scope, reached) = match rest.reaches {
        Reaches::All => (TenantScope::All.name(), None),
        Reaches::This => (TenantScope::This.name(), Some(vec![home])),
        Reaches::Selected(tenants) => ("selected", Some(in_order(open(world, tenants).collect()))),
        Reaches::ThisAndBelow => {
            let below = match asked {
                None => world.open_below(record.home).collect(),
                Some(asked) => asked
                    .filter(|(_, tenant)| tenant.is_below(record.home))
                    .map(|(_, tenant)| tenant)
                    .into_iter()
                    .collect(),
            };
            let mut reached = in_order(below);
            reached.insert(0, home);
            (TenantScope::ThisAndBelow.name(), Some(reached))
        }
    };
    let asked = asked.flatten().map(|(_, tenant)| tenant);
    let moment = |at: Option<i64>| at.map(Timestamp::from_micros);
    Some(Presented {
        id: record.id.into(),
        name: rest.name.to_owned(),
        home: home.id.into(),
        home_slug: Arc::clone(&home.slug),
        home_name: Arc::clone(&home.name),
        scope,
        app: rest.app.and_then(|app| world.app(app)).cloned(),
        issued_at: Timestamp::from_micros(rest.created_at),
        generation: rest.generation,
        tenant_ids: reached.iter().flatten().map(|tenant| tenant.id.into()).collect(),
        asked: asked.map(|tenant| tenant.id.into()),
        facts: Facts {
            life: Life {
                expires_at: moment(rest.expires_at),
                disabled_at: moment(rest.disabled_at),
                revoked_at: moment(rest.revoked_at),
            },
            secret_ends_at: moment(rest.ends_at),
            home_disabled: home.disabled,
            reach: match reached {
                None => Reach::Everything,
                Some(reached) => {
                    Reach::These(reached.iter().map(|tenant| Arc::clone(&tenant.slug)).collect())
                }
            },
            permissions: Permissions::from_bits(rest.permissions)?,
            modules,
            asked_tenant: asked
                .map(|tenant| RequestedTenant { slug: Arc::clone(&tenant.slug), disabled: tenant.disabled }),
        },
    })
}

/// The tenant that is asked for: nothing if none is, and no tenant if there is none such.
fn asked<'a>(world: &'a World, asked_for: Requirement<'_>) -> Option<Option<(u32, &'a Tenant)>> {
    let by_slug = |slug: &str| world.by_slug(slug);
    match (asked_for.tenant, asked_for.tenant_id) {
        (None, None) => None,
        (Some(slug), None) => Some(by_slug(slug)),
        (slug, Some(id)) => Some(world.by_id(id.uuid()).filter(|(place, _)| {
            slug.is_none_or(|slug| by_slug(slug).is_some_and(|(other, _)| other == *place))
        })),
    }
}

/// Whether a module of a token counts where no tenant is asked for: where it is enabled in any tenant that is reached.
fn counts_anywhere(world: &World, place: u32, home: &Tenant, reaches: &Reaches<'_>, module: u32) -> bool {
    match reaches {
        Reaches::This => home.has(module),
        Reaches::ThisAndBelow => home.has(module) || world.open_below(place).any(|tenant| tenant.has(module)),
        Reaches::Selected(tenants) => open(world, tenants.clone()).any(|tenant| tenant.has(module)),
        Reaches::All => world.is_open_anywhere(module),
    }
}

fn open<'a>(world: &'a World, places: Places<'a>) -> impl Iterator<Item = &'a Tenant> {
    places.filter_map(|place| world.tenant(place)).filter(|tenant| !tenant.disabled)
}

fn in_order(mut tenants: Vec<&Tenant>) -> Vec<&Tenant> {
    tenants.sort_unstable_by(|one, other| (&one.slug, one.id).cmp(&(&other.slug, other.id)));
    tenants
}
