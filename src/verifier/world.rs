//! Tenants, modules and apps: few enough to be kept whole. Records refer to them by their places, which stay as long as
//! a view is not loaded again, so that what is disabled or renamed here counts for every token at once.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::rows;

/// Everything but tokens. It is immutable: a change makes another one from a clone.
#[derive(Clone, Debug, Default)]
pub struct World {
    tenants: Arc<Tenants>,
    modules: Arc<Named>,
    apps: Arc<Named>,
}

#[derive(Clone, Debug, Default)]
struct Tenants {
    places: HashMap<Uuid, u32>,
    /// By slug and by alias.
    slugs: HashMap<Arc<str>, u32>,
    /// By place; nothing where a tenant is referred to that is not there.
    all: Vec<Option<Arc<Tenant>>>,
    /// Of each place, the places below it.
    below: Vec<Vec<u32>>,
    /// By the places of modules: whether any tenant that is not disabled has it.
    open: Vec<bool>,
}

/// A tenant.
#[derive(Debug)]
pub struct Tenant {
    pub id: Uuid,
    pub slug: Arc<str>,
    pub name: Arc<str>,
    pub disabled: bool,
    slugs: Vec<Arc<str>>,
    above: Vec<u32>,
    modules: Vec<u32>,
}

impl Tenant {
    /// Whether the module at that place is enabled for it.
    pub fn has(&self, module: u32) -> bool {
        self.modules.contains(&module)
    }

    /// Whether the tenant at that place is above it.
    pub fn is_below(&self, place: u32) -> bool {
        self.above.contains(&place)
    }
}

/// Things of which only the slug counts.
#[derive(Clone, Debug, Default)]
struct Named {
    places: HashMap<Uuid, u32>,
    slugs: Vec<Option<Arc<str>>>,
}

impl Named {
    fn place(self: &mut Arc<Self>, id: Uuid) -> u32 {
        if let Some(place) = self.places.get(&id) {
            return *place;
        }
        let own = Arc::make_mut(self);
        let place = own.slugs.len() as u32;
        own.slugs.push(None);
        own.places.insert(id, place);
        place
    }

    fn set(self: &mut Arc<Self>, id: Uuid, slug: Option<&str>) {
        let place = self.place(id);
        if let Some(own) = Arc::make_mut(self).slugs.get_mut(place as usize) {
            *own = slug.map(Arc::from);
        }
    }

    fn slug(&self, place: u32) -> Option<&Arc<str>> {
        self.slugs.get(place as usize)?.as_ref()
    }
}

impl World {
    /// The place of a tenant, which gets one if it has none.
    pub fn place_of_tenant(&mut self, id: Uuid) -> u32 {
        if let Some(place) = self.tenants.places.get(&id) {
            return *place;
        }
        let tenants = Arc::make_mut(&mut self.tenants);
        let place = tenants.all.len() as u32;
        tenants.all.push(None);
        tenants.below.push(Vec::new());
        tenants.places.insert(id, place);
        place
    }

    /// The place of a module.
    pub fn place_of_module(&mut self, id: Uuid) -> u32 {
        self.modules.place(id)
    }

    /// The place of an app.
    pub fn place_of_app(&mut self, id: Uuid) -> u32 {
        self.apps.place(id)
    }

    /// Puts things in as they are now.
    pub fn change(
        &mut self,
        tenants: &[(Uuid, Option<rows::Tenant>)],
        modules: &[(Uuid, Option<String>)],
        apps: &[(Uuid, Option<String>)],
    ) {
        for (id, slug) in modules {
            self.modules.set(*id, slug.as_deref());
        }
        for (id, slug) in apps {
            self.apps.set(*id, slug.as_deref());
        }
        if tenants.is_empty() {
            return;
        }
        let mut changed = Vec::with_capacity(tenants.len());
        for (id, row) in tenants {
            let place = self.place_of_tenant(*id);
            let tenant = row.as_ref().map(|row| {
                Arc::new(Tenant {
                    id: row.id,
                    slug: row.slug.as_str().into(),
                    name: row.name.as_str().into(),
                    disabled: row.disabled,
                    slugs: row.slugs.iter().map(|slug| slug.as_str().into()).collect(),
                    above: row.above.iter().map(|id| self.place_of_tenant(*id)).collect(),
                    modules: row.modules.iter().map(|id| self.modules.place(*id)).collect(),
                })
            });
            changed.push((place, tenant));
        }
        let own = Arc::make_mut(&mut self.tenants);
        // A slug may go from one of them to another one.
        for (place, _) in &changed {
            let Some(before) = own.all.get(*place as usize).and_then(Option::as_ref) else { continue };
            for slug in &before.slugs {
                if own.slugs.get(slug) == Some(place) {
                    own.slugs.remove(slug);
                }
            }
        }
        for (place, tenant) in changed {
            for slug in tenant.iter().flat_map(|tenant| &tenant.slugs) {
                own.slugs.insert(Arc::clone(slug), place);
            }
            if let Some(slot) = own.all.get_mut(place as usize) {
                *slot = tenant;
            }
        }
        own.derive();
    }

    /// The tenant at that place.
    pub fn tenant(&self, place: u32) -> Option<&Tenant> {
        self.tenants.all.get(place as usize)?.as_deref()
    }

    /// The tenant of that slug or alias, with its place.
    pub fn by_slug(&self, slug: &str) -> Option<(u32, &Tenant)> {
        let place = *self.tenants.slugs.get(slug)?;
        Some((place, self.tenant(place)?))
    }

    /// The tenant of that id, with its place.
    pub fn by_id(&self, id: Uuid) -> Option<(u32, &Tenant)> {
        let place = *self.tenants.places.get(&id)?;
        Some((place, self.tenant(place)?))
    }

    /// The tenants below the one at that place, at any level, that are not disabled.
    pub fn open_below(&self, place: u32) -> impl Iterator<Item = &Tenant> {
        let below = self.tenants.below.get(place as usize).map(Vec::as_slice).unwrap_or_default();
        below.iter().filter_map(|place| self.tenant(*place)).filter(|tenant| !tenant.disabled)
    }

    /// Whether any tenant that is not disabled has the module at that place.
    pub fn is_open_anywhere(&self, module: u32) -> bool {
        self.tenants.open.get(module as usize).copied().unwrap_or(false)
    }

    /// The slug of the module at that place.
    pub fn module(&self, place: u32) -> Option<&Arc<str>> {
        self.modules.slug(place)
    }

    /// The slug of the app at that place.
    pub fn app(&self, place: u32) -> Option<&Arc<str>> {
        self.apps.slug(place)
    }

    /// How many tenants it has.
    pub fn tenants(&self) -> usize {
        self.tenants.all.iter().flatten().count()
    }
}

impl Tenants {
    fn derive(&mut self) {
        self.below = vec![Vec::new(); self.all.len()];
        self.open = Vec::new();
        for (place, tenant) in self.all.iter().enumerate() {
            let Some(tenant) = tenant else { continue };
            for above in &tenant.above {
                if let Some(below) = self.below.get_mut(*above as usize) {
                    below.push(place as u32);
                }
            }
            for module in tenant.modules.iter().filter(|_| !tenant.disabled) {
                let module = *module as usize;
                if self.open.len() <= module {
                    self.open.resize(module + 1, false);
                }
                if let Some(open) = self.open.get_mut(module) {
                    *open = true;
                }
            }
        }
    }
}
