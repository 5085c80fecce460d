//! A view that is being loaded, portion by portion, from one moment of the database.

use uuid::Uuid;

use super::record::{Record, pack};
use super::rows::{Secret, Tenant, Token};
use super::shard::{Making, SHARDS, Shard, shard_of};
use super::world::World;

/// What is loaded so far.
#[derive(Debug)]
pub struct Loader {
    world: World,
    shards: Vec<Making>,
}

impl Default for Loader {
    fn default() -> Self {
        let shards = std::iter::repeat_with(Making::default).take(SHARDS).collect();
        Self { world: World::default(), shards }
    }
}

impl Loader {
    /// Puts in everything that is not a token.
    pub fn world(
        &mut self,
        tenants: &[(Uuid, Option<Tenant>)],
        modules: &[(Uuid, Option<String>)],
        apps: &[(Uuid, Option<String>)],
    ) {
        self.world.change(tenants, modules, apps);
    }

    /// Puts in a token with one of its secrets.
    pub fn token(&mut self, token: &Token, secret: &Secret) {
        if let Some(making) = self.shards.get_mut(shard_of(&secret.hash)) {
            add(making, &mut self.world, token, secret);
        }
    }

    /// All of it; `None` where a part has more than it can hold.
    pub(super) fn finish(self) -> Option<(World, Vec<Shard>)> {
        let shards: Option<Vec<Shard>> = self.shards.into_iter().map(Making::finish).collect();
        Some((self.world, shards?))
    }
}

/// Adds a secret with its token.
pub fn add(making: &mut Making, world: &mut World, token: &Token, secret: &Secret) {
    let home = world.place_of_tenant(token.home);
    let rest = making.packed.len() as u32;
    pack(&mut making.packed, world, token, secret);
    making.records.push(Record { hash: secret.hash, id: token.id, home, rest });
}
