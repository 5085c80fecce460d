//! What the Tenant API answers.

use serde::Serialize;
use serde_json::{Value, json};

use super::shape::{Details, Moment, Shape, object, shapes};

shapes! {
    /// What the presented token may do.
    Me {
        /// Public id.
        id: String,
        /// What people call it.
        name: String,
        /// The tenant it belongs to.
        tenant: TenantName,
        /// `this`, `this_and_subtenants`, `selected` or `all`.
        tenant_scope: String,
        /// Slugs of the tenants it reaches; `*` alone stands for all, including future ones.
        tenants: Vec<String>,
        /// Slug of the app it is bound to.
        app: Option<String>,
        /// Slugs of the modules it may use.
        modules: Vec<String>,
        /// What it may do.
        permissions: Vec<String>,
        /// When it ends; null when it does not.
        expires_at: Option<Moment>,
    }
    /// A tenant by its names.
    TenantName {
        /// What addresses call it.
        slug: String,
        /// What people call it.
        name: String,
    }
    /// A tenant.
    Tenant {
        /// What addresses call it.
        slug: String,
        /// What people call it.
        name: String,
        /// The zone of its clocks.
        time_zone: String,
        /// The tag of its language.
        language: String,
        /// When it was made.
        created_at: Moment,
    }
    /// A module that a tenant has enabled.
    Module {
        /// What gateways and this API call it.
        slug: String,
        /// What people call it.
        name: String,
        /// Whether it came with Latchkey.
        built_in: bool,
    }
    /// An integration of a tenant.
    App {
        /// What gateways and this API call it.
        slug: String,
        /// What people call it.
        name: String,
        /// When it was made.
        created_at: Moment,
        /// When it was changed last.
        updated_at: Moment,
    }
    /// A token, without its secret.
    Token {
        /// Public id.
        id: String,
        /// What people call it.
        name: String,
        /// What it is for; may be empty.
        description: String,
        /// Slug of the tenant it belongs to.
        tenant: String,
        /// `this`, `this_and_subtenants`, `selected` or `all`.
        tenant_scope: String,
        /// For the scope `selected`: slugs of the tenants it reaches, as far as the presented token reaches them too.
        tenants: Vec<String>,
        /// How many further tenants it reaches by choice, which the presented token does not reach.
        other_tenants: i64,
        /// Slug of the app it is bound to.
        app: Option<String>,
        /// Slugs of the modules it may use where its tenants have them enabled.
        modules: Vec<String>,
        /// What it may do.
        permissions: Vec<String>,
        /// `active`, `disabled`, `expired` or `revoked`.
        status: String,
        /// When it ends; null when it does not.
        expires_at: Option<Moment>,
        /// The secret as it may be shown: its beginning and its last four characters.
        masked: String,
        /// When it was issued.
        created_at: Moment,
        /// Who issued it.
        created_by: String,
        /// Public id of the token that issued it; null when a person did, or it is not known.
        issued_by: Option<String>,
        /// When it was changed last.
        updated_at: Moment,
        /// When it was used last, to the minute.
        last_used_at: Option<Moment>,
        /// The address it was used from last.
        last_used_from: Option<String>,
        /// The permission of that use; null when it needed none in particular.
        last_used_permission: Option<String>,
        /// Slug of the module of that use; null when it was for none in particular.
        last_used_module: Option<String>,
    }
    /// A token that was issued with another one.
    IssuedToken {
        /// Public id.
        id: String,
        /// What people call it.
        name: String,
        /// Slug of the tenant it belongs to.
        tenant: String,
        /// `active`, `disabled`, `expired` or `revoked`.
        status: String,
        /// When it ends; null when it does not.
        expires_at: Option<Moment>,
        /// The secret as it may be shown: its beginning and its last four characters.
        masked: String,
        /// When it was issued.
        created_at: Moment,
        /// Public id of the token that issued it.
        issued_by: String,
    }
    /// What a request revoked.
    Revoked {
        /// Public ids of the tokens that were not revoked before, the named one first.
        revoked: Vec<String>,
        /// How many more tokens that were issued with it are not revoked: in tenants that the presented token does not
        /// reach.
        out_of_reach: i64,
    }
    /// Who did something, or what it was done to.
    Party {
        /// `user`, `token`, `system`, `tenant`, `app` and so on.
        kind: String,
        /// Which one.
        id: Option<String>,
        /// What it was called then.
        label: String,
    }
    /// Something that happened.
    AuditEvent {
        /// Which event.
        id: String,
        /// When.
        at: Moment,
        /// What was done: `token.issued`, `token.revoked`, `app.created` and so on.
        action: String,
        /// Who did it.
        actor: Party,
        /// To what.
        object: Party,
        /// What changed, as it was.
        before: Details,
        /// What changed, as it became.
        after: Details,
        /// The client's address.
        address: Option<String>,
        /// The id of the request in the log.
        request_id: Option<String>,
    }
}

/// A token that was issued or rotated.
#[derive(Debug, Serialize)]
pub struct Issued {
    /// The token.
    #[serde(flatten)]
    pub token: Token,
    /// The secret, in the one answer that ever carries it.
    pub secret: Option<String>,
    /// Whether this answers a request that was answered before.
    pub replayed: bool,
    /// Until when the secret that was replaced works at most.
    pub previous_secret_ends_at: Option<Moment>,
}

impl Shape for Issued {
    fn schema() -> Value {
        json!({ "$ref": "#/components/schemas/Issued" })
    }
}

/// A token with those that were issued with it.
#[derive(Debug, Serialize)]
pub struct TokenWithIssued {
    /// The token.
    #[serde(flatten)]
    pub token: Token,
    /// The tokens that were issued with it, and with those, in tenants that the presented token reaches.
    pub issued: Vec<IssuedToken>,
    /// How many there are in other tenants.
    pub issued_out_of_reach: i64,
    /// Whether there are more than are listed and counted.
    pub issued_more: bool,
}

impl Shape for TokenWithIssued {
    fn schema() -> Value {
        json!({ "anyOf": [Token::schema(), { "$ref": "#/components/schemas/TokenWithIssued" }] })
    }
}

impl TokenWithIssued {
    /// What the document says of it.
    pub fn described() -> Value {
        let own = object(
            "With `issued=true` only.",
            vec![
                (
                    "issued",
                    Vec::<IssuedToken>::schema(),
                    "The tokens that were issued with it, and with those, and so on, in tenants that the presented token \
                     reaches; the oldest 1,000.",
                ),
                ("issued_out_of_reach", i64::schema(), "How many there are in other tenants."),
                ("issued_more", bool::schema(), "Whether there are more than are listed and counted."),
            ],
        );
        json!({ "description": "A token with those that were issued with it.", "allOf": [Token::schema(), own] })
    }
}

impl Issued {
    /// What the document says of it.
    pub fn described() -> Value {
        let own = object(
            "What only this answer has.",
            vec![
                (
                    "secret",
                    Option::<String>::schema(),
                    "The secret. This answer is the only one that ever carries it; null when `replayed`.",
                ),
                (
                    "replayed",
                    bool::schema(),
                    "Whether the request was answered before under its `Idempotency-Key`. The secret is not kept, so it \
                     cannot be answered again: rotate the token if the first answer was lost.",
                ),
                (
                    "previous_secret_ends_at",
                    Option::<Moment>::schema(),
                    "After a rotation: until when the secret that was replaced works at most.",
                ),
            ],
        );
        json!({ "description": "A token that was issued or rotated.", "allOf": [Token::schema(), own] })
    }
}
