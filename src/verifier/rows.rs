//! What the database tells of everything that decides.

use uuid::Uuid;

/// Where a token reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Its own tenant.
    This,
    /// That and all below it.
    ThisAndBelow,
    /// These tenants.
    Selected(Vec<Uuid>),
    /// Every tenant.
    All,
}

/// A token.
#[derive(Clone, Debug)]
pub struct Token {
    /// Which token.
    pub id: Uuid,
    /// The tenant it belongs to.
    pub home: Uuid,
    /// What people call it.
    pub name: String,
    /// Where it reaches; `None` for what this version doesn't know: then only the database's statement tells.
    pub scope: Option<Scope>,
    /// What it may do, as the databases hold it.
    pub permissions: i64,
    /// The app it is bound to.
    pub app: Option<Uuid>,
    /// The modules it has.
    pub modules: Vec<Uuid>,
    /// Moments, in microseconds since 1970.
    pub created_at: i64,
    /// Its end.
    pub expires_at: Option<i64>,
    /// Since when it is disabled.
    pub disabled_at: Option<i64>,
    /// Since when it is revoked.
    pub revoked_at: Option<i64>,
}

/// A secret of a token.
#[derive(Clone, Copy, Debug)]
pub struct Secret {
    /// Its hash.
    pub hash: [u8; 32],
    /// Its place among the secrets of its token, starting at 1.
    pub generation: i64,
    /// When it stops working, if it was replaced.
    pub ends_at: Option<i64>,
}

/// A tenant.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Which tenant.
    pub id: Uuid,
    /// Its slug.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// Whether it or one above is disabled.
    pub disabled: bool,
    /// Its slug and its aliases.
    pub slugs: Vec<String>,
    /// The tenants above it.
    pub above: Vec<Uuid>,
    /// The modules that are enabled for it.
    pub modules: Vec<Uuid>,
}

/// What a hash leads to now: a secret and its token, or nothing any more.
#[derive(Clone, Debug)]
pub struct Led {
    /// The hash.
    pub hash: [u8; 32],
    /// The secret, and which of [`Changes::tokens`] has it.
    pub to: Option<(Secret, usize)>,
}

/// Things as they are now, each with all that decides of it. `None` is what is there no more.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Tenants.
    pub tenants: Vec<(Uuid, Option<Tenant>)>,
    /// Modules, by their slugs.
    pub modules: Vec<(Uuid, Option<String>)>,
    /// Apps, by their slugs.
    pub apps: Vec<(Uuid, Option<String>)>,
    /// The tokens that `secrets` lead to.
    pub tokens: Vec<Token>,
    /// Hashes.
    pub secrets: Vec<Led>,
}
