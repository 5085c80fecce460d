//! The table of operations.

use super::super::answers::{App, AuditEvent, Issued, Me, Module, Revoked, Tenant, Token, TokenWithIssued};
use super::super::fields;
use super::super::shape::{Page, Shape};
use super::{Caller, Group, Operation, Version};
use crate::domain::permission::needed::{CREATE, DELETE, READ, SECRET, WRITE};
use crate::i18n::msg;

/// The defaults of an operation.
const DEFAULT: Operation = Operation {
    id: "",
    // Replaced by every operation.
    title: msg::API_OP_ME,
    group: Group::Tokens,
    method: "GET",
    path: "",
    caller: Caller::TenantApi(READ),
    query: &[],
    body: &[],
    status: 200,
    answer: None,
    also: None,
    keyed: false,
    version: Version::None,
    conflicts: false,
};

/// The defaults of operations that change one token.
const SWITCH: Operation = Operation {
    method: "POST",
    caller: Caller::TenantApi(WRITE),
    answer: Some(Token::schema),
    version: Version::Compared,
    conflicts: true,
    ..DEFAULT
};

const APP: &str = "/api/v1/tenants/{slug}/apps/{app}";
const TOKENS: &str = "/api/v1/tenants/{slug}/tokens";
const TOKEN: &str = "/api/v1/tenants/{slug}/tokens/{token}";

/// The operations, in the order of the document.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        id: "readMe",
        title: msg::API_OP_ME,
        group: Group::Me,
        path: "/api/v1/me",
        caller: Caller::Token,
        answer: Some(Me::schema),
        ..DEFAULT
    },
    Operation {
        id: "listTenants",
        title: msg::API_OP_LIST_TENANTS,
        group: Group::Tenants,
        path: "/api/v1/tenants",
        query: fields::SEARCHED_PAGE,
        answer: Some(Page::<Tenant>::schema),
        ..DEFAULT
    },
    Operation {
        id: "readTenant",
        title: msg::API_OP_READ_TENANT,
        group: Group::Tenants,
        path: "/api/v1/tenants/{slug}",
        answer: Some(Tenant::schema),
        ..DEFAULT
    },
    Operation {
        id: "listModules",
        title: msg::API_OP_LIST_MODULES,
        group: Group::Tenants,
        path: "/api/v1/tenants/{slug}/modules",
        query: fields::PAGE,
        answer: Some(Page::<Module>::schema),
        ..DEFAULT
    },
    Operation {
        id: "listApps",
        title: msg::API_OP_LIST_APPS,
        group: Group::Apps,
        path: "/api/v1/tenants/{slug}/apps",
        query: fields::SEARCHED_PAGE,
        answer: Some(Page::<App>::schema),
        ..DEFAULT
    },
    Operation {
        id: "createApp",
        title: msg::API_OP_CREATE_APP,
        group: Group::Apps,
        method: "POST",
        path: "/api/v1/tenants/{slug}/apps",
        caller: Caller::TenantApi(CREATE),
        body: fields::APP_CREATE,
        status: 201,
        answer: Some(App::schema),
        keyed: true,
        version: Version::Shown,
        conflicts: true,
        ..DEFAULT
    },
    Operation {
        id: "readApp",
        title: msg::API_OP_READ_APP,
        group: Group::Apps,
        path: APP,
        answer: Some(App::schema),
        version: Version::Shown,
        ..DEFAULT
    },
    Operation {
        id: "updateApp",
        title: msg::API_OP_UPDATE_APP,
        group: Group::Apps,
        method: "PATCH",
        path: APP,
        caller: Caller::TenantApi(WRITE),
        body: fields::APP_UPDATE,
        answer: Some(App::schema),
        version: Version::Compared,
        ..DEFAULT
    },
    Operation {
        id: "deleteApp",
        title: msg::API_OP_DELETE_APP,
        group: Group::Apps,
        method: "DELETE",
        path: APP,
        caller: Caller::TenantApi(DELETE),
        status: 204,
        version: Version::Compared,
        conflicts: true,
        ..DEFAULT
    },
    Operation {
        id: "listTokens",
        title: msg::API_OP_LIST_TOKENS,
        path: TOKENS,
        query: fields::TOKEN_PAGE,
        answer: Some(Page::<Token>::schema),
        ..DEFAULT
    },
    Operation {
        id: "createToken",
        title: msg::API_OP_CREATE_TOKEN,
        method: "POST",
        path: TOKENS,
        caller: Caller::TenantApi(CREATE),
        body: fields::TOKEN_CREATE,
        status: 201,
        answer: Some(Issued::schema),
        keyed: true,
        version: Version::Shown,
        ..DEFAULT
    },
    Operation {
        id: "readToken",
        title: msg::API_OP_READ_TOKEN,
        path: TOKEN,
        query: fields::TOKEN_READ,
        answer: Some(TokenWithIssued::schema),
        version: Version::Shown,
        ..DEFAULT
    },
    Operation {
        id: "updateToken",
        title: msg::API_OP_UPDATE_TOKEN,
        path: TOKEN,
        method: "PATCH",
        body: fields::TOKEN_UPDATE,
        ..SWITCH
    },
    Operation {
        id: "revokeToken",
        title: msg::API_OP_REVOKE_TOKEN,
        method: "DELETE",
        path: TOKEN,
        caller: Caller::TenantApi(DELETE),
        query: fields::TOKEN_REVOKE,
        status: 204,
        also: Some((200, "With `issued=true`: the tokens that were revoked.", Revoked::schema)),
        version: Version::Compared,
        ..DEFAULT
    },
    Operation {
        id: "rotateToken",
        title: msg::API_OP_ROTATE_TOKEN,
        path: "/api/v1/tenants/{slug}/tokens/{token}/rotate",
        caller: Caller::TenantApi(SECRET),
        body: fields::TOKEN_ROTATE,
        answer: Some(Issued::schema),
        keyed: true,
        ..SWITCH
    },
    Operation {
        id: "disableToken",
        title: msg::API_OP_DISABLE_TOKEN,
        path: "/api/v1/tenants/{slug}/tokens/{token}/disable",
        ..SWITCH
    },
    Operation {
        id: "enableToken",
        title: msg::API_OP_ENABLE_TOKEN,
        path: "/api/v1/tenants/{slug}/tokens/{token}/enable",
        ..SWITCH
    },
    Operation {
        id: "listAuditEvents",
        title: msg::API_OP_LIST_AUDIT_EVENTS,
        group: Group::Audit,
        path: "/api/v1/tenants/{slug}/audit-events",
        query: fields::AUDIT_PAGE,
        answer: Some(Page::<AuditEvent>::schema),
        ..DEFAULT
    },
    Operation {
        id: "verify",
        title: msg::API_OP_VERIFY,
        group: Group::Verification,
        path: "/auth/verify",
        caller: Caller::Proxied,
        query: fields::VERIFY,
        ..DEFAULT
    },
    Operation {
        id: "introspect",
        title: msg::API_OP_INTROSPECT,
        group: Group::Verification,
        method: "POST",
        path: "/oauth2/introspect",
        caller: Caller::ApiClient,
        ..DEFAULT
    },
];
