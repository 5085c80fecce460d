//! Fields of requests: members of bodies and parameters of queries.

use serde_json::{Value, json};

use crate::domain::expiry::Expiry;
use crate::domain::rotation::Overlap;
use crate::domain::text::{Description, Name, Slug};
use crate::domain::token::TenantScope;
use crate::store::tokens::filter;

/// Names of permissions.
const PERMISSIONS: &[&str] = &["read", "write", "create", "delete"];
/// Maximum number of items on a page.
pub const MAX_ITEMS: i64 = 100;
/// Default number of items on a page.
pub const USUAL_ITEMS: i64 = 50;

/// A field of a request.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether it is required.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// What it means, in English.
    pub about: &'static str,
    /// An example value, as JSON.
    pub example: &'static str,
}

/// The type of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A text with a length in characters.
    Text {
        /// The minimum.
        least: usize,
        /// The maximum.
        most: usize,
    },
    /// A slug.
    Slug,
    /// Slugs.
    Slugs,
    /// One of these values.
    Choice(&'static [&'static str]),
    /// Some of these values.
    Choices(&'static [&'static str]),
    /// A timestamp (RFC 3339).
    Moment,
    /// An integer.
    Number {
        /// The minimum.
        least: i64,
        /// The maximum.
        most: i64,
    },
}

impl Field {
    const fn new(name: &'static str, kind: Kind, about: &'static str, example: &'static str) -> Self {
        Self { name, kind, required: false, nullable: false, about, example }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// Its example as a value.
    pub fn example(&self) -> Value {
        serde_json::from_str(self.example).unwrap_or(Value::Null)
    }

    /// Its JSON schema.
    pub fn schema(&self) -> Value {
        let mut schema = match self.kind {
            Kind::Text { least, most } => json!({ "type": "string", "minLength": least, "maxLength": most }),
            Kind::Slug => slug(),
            Kind::Slugs => json!({ "type": "array", "items": slug(), "maxItems": MAX_LISTED }),
            Kind::Choice(names) => json!({ "type": "string", "enum": names }),
            Kind::Choices(names) => json!({
                "type": "array", "items": { "type": "string", "enum": names }, "minItems": 1,
                "maxItems": MAX_LISTED,
            }),
            Kind::Moment => json!({ "type": "string", "format": "date-time" }),
            Kind::Number { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        };
        if let Some(members) = schema.as_object_mut() {
            if self.nullable
                && let Some(Value::String(kind)) = members.get("type").cloned()
            {
                members.insert("type".to_owned(), json!([kind, "null"]));
            }
            members.insert("description".to_owned(), json!(self.about));
        }
        schema
    }
}

/// Maximum number of items of a list in a body.
pub const MAX_LISTED: usize = 1_000;

fn slug() -> Value {
    json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "minLength": 1, "maxLength": Slug::MAX })
}

const NAME: Kind = Kind::Text { least: 1, most: Name::MAX };
const DESCRIPTION: Kind = Kind::Text { least: 0, most: Description::MAX };
const SEARCH: Kind = Kind::Text { least: 0, most: 200 };

const LIMIT: Field = Field::new(
    "limit",
    Kind::Number { least: 1, most: MAX_ITEMS },
    "Maximum number of items [default: 50].",
    "20",
);
const AFTER: Field = Field::new(
    "after",
    Kind::Text { least: 1, most: 100 },
    "Returns the items after this position: the `next` of the previous page.",
    "\"\"",
);

/// The query of lists without filters.
pub const PAGE: &[Field] = &[LIMIT, AFTER];
/// The query of the lists of tenants and apps.
pub const SEARCHED_PAGE: &[Field] = &[
    LIMIT,
    AFTER,
    Field::new("q", SEARCH, "Returns items whose name or slug contains this text.", "\"ac\""),
];
/// The query of the list of tokens.
pub const TOKEN_PAGE: &[Field] = &[
    LIMIT,
    AFTER,
    Field::new(
        filter::SEARCH.api,
        SEARCH,
        "Returns tokens whose name contains this text or whose ID begins with it.",
        "\"deploy\"",
    ),
    Field::new(
        filter::STATUS.api,
        Kind::Choice(filter::STATUS.values),
        "Returns tokens with this status.",
        "\"active\"",
    ),
    Field::new(
        filter::SCOPE.api,
        Kind::Choice(filter::SCOPE.values),
        "Returns tokens with this scope.",
        "\"this_and_subtenants\"",
    ),
];
const ISSUED: &[&str] = &["true", "false"];
/// The query of reading a token.
pub const TOKEN_READ: &[Field] = &[Field::new(
    "issued",
    Kind::Choice(ISSUED),
    "`true` also lists the tokens created with it, directly or with one of these.",
    "\"true\"",
)];
/// The query of revoking a token.
pub const TOKEN_REVOKE: &[Field] = &[Field::new(
    "issued",
    Kind::Choice(ISSUED),
    "`true` also revokes the tokens created with it, directly or with one of these, in the tenants that the presented \
     token can access, and returns the IDs of all tokens it revoked. Revokes 200 tokens at a time: if no response arrives, \
     send the request again.",
    "\"true\"",
)];
/// The query of the list of audit events.
pub const AUDIT_PAGE: &[Field] = &[
    LIMIT,
    AFTER,
    Field::new(
        "action",
        Kind::Text { least: 1, most: 100 },
        "Returns events with this action.",
        "\"token.issued\"",
    ),
];

/// The body of creating an app.
pub const APP_CREATE: &[Field] = &[
    Field::new("name", NAME, "Its name.", "\"Warehouse\"").required(),
    Field::new(
        "slug",
        Kind::Slug,
        "Its slug, used by gateways. It can't be changed later. Derived from the name if omitted.",
        "\"warehouse\"",
    ),
];
/// The body of updating an app.
pub const APP_UPDATE: &[Field] = &[Field::new("name", NAME, "Its name.", "\"Warehouse\"")];

const TOKEN_NAME: Field = Field::new("name", NAME, "Its name.", "\"Deploy\"");
const TOKEN_DESCRIPTION: Field =
    Field::new("description", DESCRIPTION, "Its description.", "\"Rolls out the shop\"").nullable();
const TOKEN_SCOPE: Field = Field::new(
    "tenant_scope",
    Kind::Choice(&TenantScope::NAMES),
    "Tenants it can access. `this`: the tenant in the path. `this_and_subtenants`: also its subtenants, including \
     future ones; can be granted only by a token that can access all of them. `selected`: those in `tenants`. `all`: \
     all tenants, including future ones; can be granted only by a token with that scope.",
    "\"this\"",
);
const TOKEN_TENANTS: Field =
    Field::new("tenants", Kind::Slugs, "With the scope `selected`: slugs of the tenants.", "[]");
const TOKEN_APP: Field = Field::new("app", Kind::Slug, "Slug of the app to bind it to.", "null").nullable();
const TOKEN_MODULES: Field = Field::new(
    "modules",
    Kind::Slugs,
    "Slugs of the modules it can access. An empty list means none. Every tenant it can access must have them enabled.",
    "[\"administration\"]",
);
const TOKEN_PERMISSIONS: Field =
    Field::new("permissions", Kind::Choices(PERMISSIONS), "Its permissions.", "[\"read\"]");
const TOKEN_EXPIRES: Field =
    Field::new("expires_at", Kind::Moment, "", "\"2035-02-20T13:00:00Z\"").nullable();

/// The body of creating a token.
pub const TOKEN_CREATE: &[Field] = &[
    TOKEN_NAME.required(),
    TOKEN_DESCRIPTION,
    TOKEN_SCOPE,
    TOKEN_TENANTS,
    TOKEN_APP,
    TOKEN_MODULES,
    TOKEN_PERMISSIONS.required(),
    Field {
        about: "When it expires; null for never. If omitted, in 90 days, or when the presented token expires if that \
            is sooner.",
        ..TOKEN_EXPIRES
    },
];
/// The body of updating a token.
pub const TOKEN_UPDATE: &[Field] = &[
    TOKEN_NAME,
    TOKEN_DESCRIPTION,
    TOKEN_SCOPE,
    TOKEN_TENANTS,
    TOKEN_APP,
    TOKEN_MODULES,
    TOKEN_PERMISSIONS,
    Field {
        about: "When it expires. You can move it to an earlier time, but not to a later one.",
        ..TOKEN_EXPIRES
    },
];
/// The body of rotating a token.
pub const TOKEN_ROTATE: &[Field] = &[Field::new(
    "overlap",
    Kind::Choice(&Overlap::NAMES),
    "How long the replaced secret keeps working.",
    "\"24h\"",
)
.required()];

/// The query with which the proxy pins a verification.
pub const VERIFY: &[Field] = &[
    Field::new(
        "tenant",
        Kind::Text { least: 1, most: 100 },
        "Slug of the requested tenant, or an alias of it.",
        "\"acme\"",
    ),
    Field::new(
        "tenant_id",
        Kind::Text { least: 30, most: 30 },
        "ID of the requested tenant. With a slug, both must name the same tenant.",
        "\"ten_01k8000000e00800000000000k\"",
    ),
    Field::new("module", Kind::Text { least: 1, most: 100 }, "Slug of the requested module.", "\"devices\""),
];

/// The default expiration.
pub const USUAL_EXPIRY: &str = Expiry::PRESELECTED;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::labels::LabelField;
    use crate::domain::permission::Permission;
    use crate::domain::token::Status;

    #[test]
    fn the_names_of_choices_are_those_of_the_domain() {
        assert_eq!(PERMISSIONS, Permission::ALL.map(Permission::name));
        assert_eq!(filter::STATUS.values, Status::ALL.map(Status::name));
    }

    #[test]
    fn every_text_of_a_token_is_sent_and_answered() {
        let answered = crate::contract::answers::Token::described();
        for name in LabelField::all().map(LabelField::name) {
            for table in [TOKEN_CREATE, TOKEN_UPDATE] {
                assert!(table.iter().any(|field| field.name == name), "{name}");
            }
            assert!(answered["properties"].get(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_example_is_json() {
        let tables = [
            TOKEN_PAGE,
            TOKEN_READ,
            TOKEN_REVOKE,
            AUDIT_PAGE,
            SEARCHED_PAGE,
            APP_CREATE,
            APP_UPDATE,
            TOKEN_CREATE,
            TOKEN_UPDATE,
            TOKEN_ROTATE,
            VERIFY,
        ];
        for field in tables.into_iter().flatten() {
            assert!(serde_json::from_str::<Value>(field.example).is_ok(), "{}", field.name);
        }
    }
}
