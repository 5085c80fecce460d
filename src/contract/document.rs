//! The OpenAPI 3.1 document, generated from the operations.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::fields::Field;
use super::operations::{Caller, Group, OPERATIONS, Operation, Version};
use super::{answers, shape};
use crate::domain::permission::Permissions;
use crate::i18n::Locale;

/// The document as it is served.
pub static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_string());

const IDENTITY: [(&str, &str); 7] = [
    ("X-Latchkey-Token-Id", "Public ID of the token."),
    ("X-Latchkey-Token-Name", "Its name, percent-encoded where it isn't plain ASCII."),
    ("X-Latchkey-Tenant", "Comma-separated slugs of the tenants it can access; `*` for all."),
    ("X-Latchkey-Tenant-Id", "IDs of these tenants, in the same order; `*` for all. An ID never changes."),
    ("X-Latchkey-App", "Slug of the app it is bound to; empty if none."),
    ("X-Latchkey-Modules", "Comma-separated slugs of its modules."),
    ("X-Latchkey-Permissions", "Its comma-separated permissions."),
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
            "summary": "Create, manage, revoke and verify tenant API tokens.",
            "description": "Every operation below `/api/v1` requires a token as `Authorization: Bearer`. All except \
                `/api/v1/me` also require the module `administration` and the permissions that each operation lists: \
                read to read, create to create, write to edit, disable or enable, delete to revoke or delete, and \
                both write and create to rotate a secret. A token can access only its own tenants and can't grant \
                more than it has. Unknown members of a body and unknown query parameters are refused.",
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
                    "description": "ID and secret of an API client." },
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
        replay["description"] =
            json!("Repeats the response to an earlier request with this `Idempotency-Key`.");
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

/// A sentence that says what an operation requires of a token.
fn needs(needed: Permissions) -> String {
    let names = needed.names();
    let kind = if names.len() == 1 { "permission" } else { "permissions" };
    format!("Requires the module `administration` and the {kind} `{}`.", names.join("` and `"))
}

/// Permissions are listed with the scheme, like roles (OpenAPI 3.1, security requirement object).
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
        let about = "A unique key of your choice. Sending the same request again with the same key creates nothing new.";
        let schema = json!({ "type": "string", "pattern": "^[!-~]{1,255}$" });
        all.push(header("Idempotency-Key", about, false, schema));
    }
    if operation.version == Version::Compared {
        let about = "Apply the change only if the `ETag` is still this one.";
        all.push(header("If-Match", about, false, json!({ "type": "string" })));
    }
    if operation.caller == Caller::Proxied {
        let method =
            json!({ "type": "string", "enum": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"] });
        let about = "The method of the client's request; `X-Original-Method` also works.";
        all.push(header("X-Forwarded-Method", about, true, method));
        let about = "The path and query of the client's request; `X-Original-URI` also works.";
        all.push(header("X-Forwarded-Uri", about, false, json!({ "type": "string" })));
    }
    all
}

/// The description of a path parameter, and an example.
pub fn path_parameter(name: &str) -> (&'static str, &'static str) {
    match name {
        "app" => ("Slug of the app.", "warehouse"),
        "token" => ("Public ID of the token.", "tok_01JD8M4QK7F2V9X3Z5C6B8N0RT"),
        _ => ("Slug of the tenant.", "acme"),
    }
}

fn body(operation: &Operation) -> Option<Value> {
    if operation.caller == Caller::ApiClient {
        let schema = json!({ "type": "object", "required": ["token"], "properties": {
            "token": { "type": "string", "description": "The token to introspect." },
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
            "description": "A merge patch (RFC 7396): omitted members stay unchanged.",
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
        headers.insert("Location".to_owned(), text("The address of the new resource."));
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
        "description": "Information about the token (RFC 7662 section 2.2); only `active` if it isn't active or has \
            none of the client's modules.",
        "required": ["active"],
        "properties": {
            "active": { "type": "boolean" },
            "scope": { "type": "string", "description": "Space-separated permissions." },
            "client_id": { "type": "string" },
            "token_type": { "type": "string" },
            "exp": { "type": "integer" },
            "iat": { "type": "integer" },
            "sub": { "type": "string", "description": "Public ID of the token." },
            "iss": { "type": "string" },
            "tenant": { "type": "string" },
            "tenant_id": { "type": "string", "description": "ID of that tenant; it never changes." },
            "tenants": { "type": "array", "items": { "type": "string" } },
            "tenant_ids": { "type": "array", "items": { "type": "string" } },
            "modules": { "type": "array", "items": { "type": "string" } },
            "app": { "type": ["string", "null"] },
            "permissions": { "type": "array", "items": { "type": "string" } },
        },
    })
}

fn refusal(operation: &Operation, status: u16) -> Value {
    let about = match status {
        400 => "The request body is not valid JSON, or a header is malformed.",
        401 => "The token is missing or not valid.",
        403 => "The token doesn't have the module, the permission, or the access it tries to grant.",
        404 => "The resource doesn't exist, or the token can't access it.",
        406 => "The `Accept` header doesn't allow JSON.",
        408 => "The request body took too long to arrive.",
        409 => "The request conflicts with the current state.",
        412 => "The resource has changed since that version.",
        413 => "The request body is too large.",
        415 => "The content type of the request body is not supported.",
        422 => "Fields are invalid; `errors` lists them.",
        _ => "Temporarily unavailable. Try again in a moment.",
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
        "An invalid field.",
        vec![
            ("field", text(""), "A member of the body, a query parameter, or a header."),
            ("detail", text(""), "What is wrong with it."),
        ],
    );
    json!({
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "required": ["type", "title", "status"],
        "properties": {
            "type": text("Always `about:blank`: the status says what kind of problem it is."),
            "title": text("The name of the status."),
            "status": { "type": "integer" },
            "detail": text("What is wrong, in English."),
            "instance": text("The ID of the request in the server's log, for server errors."),
            "errors": { "type": "array", "items": wrong },
        },
    })
}
