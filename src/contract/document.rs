//! The OpenAPI 3.1 document, made from the operations.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::fields::Field;
use super::operations::{Caller, Group, OPERATIONS, Operation, Version};
use super::{answers, shape};
use crate::domain::permission::Permissions;
use crate::i18n::Locale;

/// The document, as it is served.
pub static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_string());

const IDENTITY: [(&str, &str); 6] = [
    ("X-Latchkey-Token-Id", "Public id of the token."),
    ("X-Latchkey-Token-Name", "Its name, percent-encoded where it is not plain ASCII."),
    ("X-Latchkey-Tenant", "Slugs of the tenants it reaches, with commas between them; `*` for all."),
    ("X-Latchkey-App", "Slug of the app it is bound to; empty when it is bound to none."),
    ("X-Latchkey-Modules", "Slugs of its modules, with commas between them."),
    ("X-Latchkey-Permissions", "Its permissions, with commas between them."),
];

fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in OPERATIONS {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.method.to_ascii_lowercase(), described(operation));
        }
    }
    let mut schemas: Map<String, Value> =
        answers::all().into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    schemas.insert("Issued".to_owned(), answers::Issued::described());
    schemas.insert("TokenWithIssued".to_owned(), answers::TokenWithIssued::described());
    schemas.insert("Problem".to_owned(), problem());
    let tags: Vec<Value> = Group::ALL.iter().map(|group| json!({ "name": group.name() })).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Latchkey",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Issue, watch and revoke tenant API tokens, and ask about them.",
            "description": "Every operation below `/api/v1` takes a token as `Authorization: Bearer`. But for `/api/v1/me` \
                it needs the module `administration` and the permissions that each operation names: read to read, create to \
                issue or add, write to edit, disable or enable, delete to revoke or delete, and both write and create to \
                rotate a secret. A token sees only its own tenants and never gives more than it has. \
                Unknown members of a body and unknown parameters of a query are refused.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A token's secret." },
                "tokenAsKey": { "type": "apiKey", "in": "header", "name": "X-API-Key",
                    "description": "A token's secret, for verification only." },
                "tokenAsPassword": { "type": "http", "scheme": "basic",
                    "description": "A token's secret as the password, for verification only." },
                "apiClient": { "type": "http", "scheme": "basic",
                    "description": "Id and secret of an API client." },
                "apiClientSecret": { "type": "http", "scheme": "bearer", "description": "Secret of an API client." },
            },
        },
    })
}

fn described(operation: &Operation) -> Value {
    let mut responses = Map::new();
    responses.insert(operation.status.to_string(), success(operation));
    if operation.keyed && operation.status != 200 {
        let mut replay = success(operation);
        replay["description"] = json!("The same request was answered before under this `Idempotency-Key`.");
        responses.insert("200".to_owned(), replay);
    }
    if let Some((status, about, schema)) = operation.also {
        let content = json!({ "application/json": { "schema": schema() } });
        responses.insert(status.to_string(), json!({ "description": about, "content": content }));
    }
    for status in operation.refusals() {
        responses.insert(status.to_string(), refusal(operation, status));
    }
    let mut described = json!({
        "operationId": operation.id,
        "summary": Locale::En.t(operation.title),
        "tags": [operation.group.name()],
        "security": security(operation),
        "parameters": parameters(operation),
        "responses": responses,
    });
    if let Some(members) = described.as_object_mut() {
        if let Some(body) = body(operation) {
            members.insert("requestBody".to_owned(), body);
        }
        if let Some(needed) = operation.needed() {
            members.insert("description".to_owned(), json!(needs(needed)));
            members.insert("x-latchkey-permissions".to_owned(), json!(needed.names()));
        }
    }
    described
}

/// What a token needs for an operation, as a sentence.
fn needs(needed: Permissions) -> String {
    let names = needed.names();
    let kind = if names.len() == 1 { "permission" } else { "permissions" };
    format!("Needs the module `administration` and the {kind} `{}`.", names.join("` and `"))
}

/// Permissions stand beside the scheme as roles do (OpenAPI 3.1, security requirement object).
fn security(operation: &Operation) -> Value {
    match operation.caller {
        Caller::Token => json!([{ "token": [] }]),
        Caller::TenantApi(needed) => json!([{ "token": needed.names() }]),
        Caller::Proxied => json!([{ "token": [] }, { "tokenAsKey": [] }, { "tokenAsPassword": [] }]),
        Caller::ApiClient => json!([{ "apiClient": [] }, { "apiClientSecret": [] }]),
    }
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let path = operation.path_parameters().map(|name| {
        let (about, example) = path_parameter(name);
        json!({ "name": name, "in": "path", "required": true, "description": about, "example": example,
            "schema": { "type": "string" } })
    });
    let query = operation.query.iter().map(|field| {
        let mut schema = field.schema();
        if let Some(members) = schema.as_object_mut() {
            members.remove("description");
        }
        json!({ "name": field.name, "in": "query", "required": field.required, "description": field.about,
            "schema": schema })
    });
    let header = |name: &str, about: &str, required: bool, schema: Value| json!({ "name": name, "in": "header", "required": required, "description": about, "schema": schema });
    let mut all: Vec<Value> = path.chain(query).collect();
    if operation.keyed {
        let about =
            "A key of your own for this one request. Sent again with the same body, nothing more is made.";
        let schema = json!({ "type": "string", "pattern": "^[!-~]{1,255}$" });
        all.push(header("Idempotency-Key", about, false, schema));
    }
    if operation.version == Version::Compared {
        let about = "Change it only if its `ETag` is still this one.";
        all.push(header("If-Match", about, false, json!({ "type": "string" })));
    }
    if operation.caller == Caller::Proxied {
        let method =
            json!({ "type": "string", "enum": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"] });
        let about = "The method of the request that the proxy holds; `X-Original-Method` will do as well.";
        all.push(header("X-Forwarded-Method", about, true, method));
        let about = "Its path and query; `X-Original-URI` will do as well.";
        all.push(header("X-Forwarded-Uri", about, false, json!({ "type": "string" })));
    }
    all
}

/// What a parameter of a path means, and one that would do.
pub fn path_parameter(name: &str) -> (&'static str, &'static str) {
    match name {
        "app" => ("Slug of the app.", "warehouse"),
        "token" => ("Public id of the token.", "tok_01JD8M4QK7F2V9X3Z5C6B8N0RT"),
        _ => ("Slug of the tenant.", "acme"),
    }
}

fn body(operation: &Operation) -> Option<Value> {
    if operation.caller == Caller::ApiClient {
        let schema = json!({ "type": "object", "required": ["token"], "properties": {
            "token": { "type": "string", "description": "The token that is asked about." },
            "token_type_hint": { "type": "string" },
        } });
        return Some(json!({ "required": true,
            "content": { "application/x-www-form-urlencoded": { "schema": schema } } }));
    }
    if operation.body.is_empty() {
        return None;
    }
    let member = |field: &Field| (field.name.to_owned(), field.schema());
    let required: Vec<&str> =
        operation.body.iter().filter(|field| field.required).map(|field| field.name).collect();
    let schema = json!({
        "type": "object",
        "properties": operation.body.iter().map(member).collect::<Map<_, _>>(),
        "required": required,
        "additionalProperties": false,
    });
    let example: Map<String, Value> = operation
        .body
        .iter()
        .filter(|field| operation.method != "PATCH" || field.name == "name")
        .map(|field| (field.name.to_owned(), field.example()))
        .collect();
    let content = json!({ "schema": schema, "example": example });
    Some(match operation.method {
        "PATCH" => json!({ "required": true,
            "description": "A merge patch (RFC 7396): what is left out stays as it is.",
            "content": { "application/merge-patch+json": content.clone(), "application/json": content } }),
        _ => json!({ "required": true, "content": { "application/json": content } }),
    })
}

fn success(operation: &Operation) -> Value {
    let mut headers = Map::new();
    let text = |about: &str| json!({ "description": about, "schema": { "type": "string" } });
    if operation.version != Version::None && operation.answer.is_some() {
        headers.insert("ETag".to_owned(), text("The version, for `If-Match`."));
    }
    if operation.status == 201 {
        headers.insert("Location".to_owned(), text("Where to read it."));
    }
    if operation.caller == Caller::Proxied {
        headers.extend(IDENTITY.map(|(name, about)| (name.to_owned(), text(about))));
    }
    let mut response = json!({ "description": "Done.", "headers": headers });
    let schema = match operation.caller {
        Caller::ApiClient => Some(introspection()),
        _ => operation.answer.map(|schema| schema()),
    };
    if let (Some(schema), Some(members)) = (schema, response.as_object_mut()) {
        members.insert("content".to_owned(), json!({ "application/json": { "schema": schema } }));
    }
    response
}

fn introspection() -> Value {
    json!({
        "type": "object",
        "description": "What the token is (RFC 7662 section 2.2); `active` alone when it is not active, or no business of \
            this client.",
        "required": ["active"],
        "properties": {
            "active": { "type": "boolean" },
            "scope": { "type": "string", "description": "Permissions, with spaces between them." },
            "client_id": { "type": "string" },
            "token_type": { "type": "string" },
            "exp": { "type": "integer" },
            "iat": { "type": "integer" },
            "sub": { "type": "string", "description": "Public id of the token." },
            "iss": { "type": "string" },
            "tenant": { "type": "string" },
            "tenants": { "type": "array", "items": { "type": "string" } },
            "modules": { "type": "array", "items": { "type": "string" } },
            "app": { "type": ["string", "null"] },
            "permissions": { "type": "array", "items": { "type": "string" } },
        },
    })
}

fn refusal(operation: &Operation, status: u16) -> Value {
    let about = match status {
        400 => "The body is no JSON that is taken, or a header cannot be read.",
        401 => "No token, or none that is accepted.",
        403 => "The token lacks the module, the permission, or something that it was to give.",
        404 => "There is nothing there, or it is not for this token to know.",
        406 => "JSON is not accepted by `Accept`.",
        408 => "The body took too long to arrive.",
        409 => "It does not fit what is there by now.",
        412 => "It was changed since.",
        413 => "The body is too large.",
        415 => "The body is not of a type that is taken.",
        422 => "Fields are wrong; `errors` names them.",
        _ => "The database is busy; try again in a moment.",
    };
    let own = |kind: &str, schema: Value| json!({ "description": about, "content": { kind: { "schema": schema } } });
    match (operation.caller, status) {
        (Caller::Proxied, 401 | 403) => own("text/plain", json!({ "type": "string" })),
        (Caller::ApiClient, 400..=499) => {
            let error = json!({ "type": "object", "required": ["error"], "properties": { "error": { "type": "string" } } });
            own("application/json", error)
        }
        _ => own("application/problem+json", json!({ "$ref": "#/components/schemas/Problem" })),
    }
}

/// RFC 9457.
fn problem() -> Value {
    let text = |about: &str| json!({ "type": "string", "description": about });
    let wrong = shape::object(
        "What is wrong with a field.",
        vec![
            ("field", text(""), "A member of the body, a parameter of the query, or a header."),
            ("detail", text(""), "What is wrong with it."),
        ],
    );
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status"],
        "properties": {
            "type": text("Always `about:blank`: the status says what kind of problem it is."),
            "title": text("The status in words."),
            "status": { "type": "integer" },
            "detail": text("What is wrong, in English."),
            "instance": text("The id of the request in the log, when the fault is ours."),
            "errors": { "type": "array", "items": wrong },
        },
    })
}
