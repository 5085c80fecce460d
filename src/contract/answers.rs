//! The response bodies of the Tenant API.

use serde::Serialize;
use serde_json::{Value, json};

use super::shape::{Details, Moment, Shape, object, shapes};

shapes! {
    /// What the presented token may do.
    Me {
        /// Public ID.
        id: String,
        /// Its name.
        name: String,
        /// The tenant it belongs to.
        tenant: TenantName,
        /// `this`, `this_and_subtenants`, `selected` or `all`.
        tenant_scope: String,
        /// Slugs of the tenants it can access; `*` alone means all, including future ones.
        tenants: Vec<String>,
        /// Slug of the app it is bound to.
        app: Option<String>,
        /// Slugs of its modules.
        modules: Vec<String>,
        /// Its permissions.
        permissions: Vec<String>,
        /// When it expires; null if it never does.
        expires_at: Option<Moment>,
    }
    /// The slug and name of a tenant.
    TenantName {
        /// Its ID; it never changes.
        id: String,
        /// Its slug.
        slug: String,
        /// Its name.
        name: String,
    }
    /// A tenant.
    Tenant {
        /// Its ID; it never changes.
        id: String,
        /// Its slug.
        slug: String,
        /// Its name.
        name: String,
        /// Its time zone, such as `Europe/Berlin`.
        time_zone: String,
        /// Its language, such as `en`.
        language: String,
        /// When it was created.
        created_at: Moment,
    }
    /// A module that a tenant has enabled.
    Module {
        /// Its slug, used by gateways and this API.
        slug: String,
        /// Its name.
        name: String,
        /// Whether it is built into Latchkey.
        built_in: bool,
    }
    /// An integration of a tenant.
    App {
        /// Its slug, used by gateways and this API.
        slug: String,
        /// Its name.
        name: String,
        /// When it was created.
        created_at: Moment,
        /// When it was last changed.
        updated_at: Moment,
    }
    /// A token, without its secret.
    Token {
        /// Public ID.
        id: String,
        /// Its name.
        name: String,
        /// Its description; may be empty.
        description: String,
        /// Slug of the tenant it belongs to.
        tenant: String,
        /// `this`, `this_and_subtenants`, `selected` or `all`.
        tenant_scope: String,
        /// With the scope `selected`: slugs of the tenants that both this token and the presented token can access.
        tenants: Vec<String>,
        /// With the scope `selected`: how many more tenants it can access that the presented token can't.
        other_tenants: i64,
        /// Slug of the app it is bound to; null if none.
        app: Option<String>,
        /// Slugs of its modules. They apply in the tenants that have them enabled.
        modules: Vec<String>,
        /// Its permissions.
        permissions: Vec<String>,
        /// `active`, `disabled`, `expired` or `revoked`.
        status: String,
        /// When it expires; null if it never does.
        expires_at: Option<Moment>,
        /// The masked secret: its prefix and last four characters.
        masked: String,
        /// When it was created.
        created_at: Moment,
        /// Who created it.
        created_by: String,
        /// Public ID of the token that created it; null if a person did, or if it isn't known.
        issued_by: Option<String>,
        /// When it was last changed.
        updated_at: Moment,
        /// When it was last used, to the minute.
        last_used_at: Option<Moment>,
        /// The address that last used it.
        last_used_from: Option<String>,
        /// The permission needed by its last use; null if it needed none.
        last_used_permission: Option<String>,
        /// Slug of the module of its last use; null if none was requested.
        last_used_module: Option<String>,
    }
    /// A token created with another token.
    IssuedToken {
        /// Public ID.
        id: String,
        /// Display name.
        name: String,
        /// Slug of its tenant.
        tenant: String,
        /// `active`, `disabled`, `expired` or `revoked`.
        status: String,
        /// When it expires; null if it never does.
        expires_at: Option<Moment>,
        /// The masked secret: its prefix and last four characters.
        masked: String,
        /// When it was created.
        created_at: Moment,
        /// Public ID of the token that created it.
        issued_by: String,
    }
    /// The tokens that a request revoked.
    Revoked {
        /// Public IDs of the tokens that this request revoked, the named one first.
        revoked: Vec<String>,
        /// How many tokens created with it are not revoked, because the presented token can't access their tenants.
        out_of_reach: i64,
    }
    /// The actor or object of an audit event.
    Party {
        /// `user`, `token`, `system`, `tenant`, `app` and so on.
        kind: String,
        /// Its ID.
        id: Option<String>,
        /// Its name at that time.
        label: String,
    }
    /// An audit event.
    AuditEvent {
        /// The ID of the event.
        id: String,
        /// When it happened.
        at: Moment,
        /// The action: `token.issued`, `token.revoked`, `app.created` and so on.
        action: String,
        /// Who did it.
        actor: Party,
        /// What it was done to.
        object: Party,
        /// The changed values before.
        before: Details,
        /// The changed values after.
        after: Details,
        /// The client's address.
        address: Option<String>,
        /// The ID of the request, as in the log.
        request_id: Option<String>,
    }
}

/// A token that was just created or rotated.
#[derive(Debug, Serialize)]
pub struct Issued {
    /// The token.
    #[serde(flatten)]
    pub token: Token,
    /// The secret. Only this response contains it.
    pub secret: Option<String>,
    /// Whether this repeats the response to an earlier request.
    pub replayed: bool,
    /// When the replaced secret ends at the latest.
    pub previous_secret_ends_at: Option<Moment>,
}

impl Shape for Issued {
    fn schema() -> Value {
        json!({ "$ref": "#/components/schemas/Issued" })
    }
}

/// A token with the tokens created with it.
#[derive(Debug, Serialize)]
pub struct TokenWithIssued {
    /// The token.
    #[serde(flatten)]
    pub token: Token,
    /// The tokens created with it, directly or not, in tenants that the presented token can access.
    pub issued: Vec<IssuedToken>,
    /// How many belong to other tenants.
    pub issued_out_of_reach: i64,
    /// Whether there are more than listed and counted.
    pub issued_more: bool,
}

impl Shape for TokenWithIssued {
    fn schema() -> Value {
        json!({ "anyOf": [Token::schema(), { "$ref": "#/components/schemas/TokenWithIssued" }] })
    }
}

impl TokenWithIssued {
    /// Its schema in the OpenAPI document.
    pub fn described() -> Value {
        let own = object(
            "Additional members with `issued=true`.",
            vec![
                (
                    "issued",
                    Vec::<IssuedToken>::schema(),
                    "The tokens created with it, directly or with one of these, in tenants that the presented token \
                     can access: the oldest 1,000.",
                ),
                (
                    "issued_out_of_reach",
                    i64::schema(),
                    "How many more belong to tenants that it can't access.",
                ),
                ("issued_more", bool::schema(), "Whether there are even more than listed and counted."),
            ],
        );
        json!({ "description": "A token with the tokens created with it.", "allOf": [Token::schema(), own] })
    }
}

impl Issued {
    /// Its schema in the OpenAPI document.
    pub fn described() -> Value {
        let own = object(
            "Additional members of this response.",
            vec![
                (
                    "secret",
                    Option::<String>::schema(),
                    "The secret. No other response contains it; null if `replayed`.",
                ),
                (
                    "replayed",
                    bool::schema(),
                    "Whether this repeats the response to an earlier request with the same `Idempotency-Key`. The \
                     secret is not stored and can't be returned again: if you lost the first response, rotate the \
                     token.",
                ),
                (
                    "previous_secret_ends_at",
                    Option::<Moment>::schema(),
                    "After a rotation: when the replaced secret ends at the latest.",
                ),
            ],
        );
        json!({ "description": "A token that was just created or rotated.", "allOf": [Token::schema(), own] })
    }
}
