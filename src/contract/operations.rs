//! Every operation that programs may call.

use serde_json::Value;

use super::answers::{App, AuditEvent, Issued, Me, Module, Tenant, Token};
use super::fields::{self, Field};
use super::shape::{Page, Shape};

/// Who may call an operation, and how they say who they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caller {
    /// A token that is accepted.
    Token,
    /// A token with the module `administration` and the permission of the method.
    TenantApi,
    /// A token in any of three ways, as older clients present it to a proxy.
    Proxied,
    /// An API client with its credential.
    ApiClient,
}

/// What an operation has to do with versions (RFC 9110 section 8.8.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
    /// Nothing.
    None,
    /// It answers with the version, `ETag`.
    Shown,
    /// It also changes only the version that `If-Match` names, if it names one.
    Compared,
}

/// An operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Its id in the document.
    pub id: &'static str,
    /// The key of the sentence that names it.
    pub title: &'static str,
    /// What it is about.
    pub group: Group,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with its parameters in braces, as in the table of routes.
    pub path: &'static str,
    /// Who may call it.
    pub caller: Caller,
    /// The parameters of its query.
    pub query: &'static [Field],
    /// The members of its body; none when it takes no body.
    pub body: &'static [Field],
    /// The status when it did what was asked.
    pub status: u16,
    /// The schema of what it answers then; `None` for an empty body.
    pub answer: Option<fn() -> Value>,
    /// Whether it takes an `Idempotency-Key`.
    pub keyed: bool,
    /// What it has to do with versions.
    pub version: Version,
    /// Whether what is there can stand in its way (409).
    pub conflicts: bool,
}

/// What operations are about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// The presented token.
    Me,
    /// Tenants and their modules.
    Tenants,
    /// Apps.
    Apps,
    /// Tokens.
    Tokens,
    /// Audit events.
    Audit,
    /// Questions about tokens.
    Verification,
}

impl Group {
    /// Every group, in the order of the document.
    pub const ALL: [Self; 6] =
        [Self::Me, Self::Tenants, Self::Apps, Self::Tokens, Self::Audit, Self::Verification];

    /// Its name in the document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Tenants => "tenants",
            Self::Apps => "apps",
            Self::Tokens => "tokens",
            Self::Audit => "audit events",
            Self::Verification => "verification",
        }
    }

    /// The key of the sentence that names it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Me => "api-group-me",
            Self::Tenants => "api-group-tenants",
            Self::Apps => "api-group-apps",
            Self::Tokens => "api-group-tokens",
            Self::Audit => "api-group-audit",
            Self::Verification => "api-group-verification",
        }
    }
}

/// What most operations have in common.
const USUAL: Operation = Operation {
    id: "",
    title: "",
    group: Group::Tokens,
    method: "GET",
    path: "",
    caller: Caller::TenantApi,
    query: &[],
    body: &[],
    status: 200,
    answer: None,
    keyed: false,
    version: Version::None,
    conflicts: false,
};

/// What changing operations on one token have in common.
const SWITCH: Operation = Operation {
    method: "POST",
    answer: Some(Token::schema),
    version: Version::Compared,
    conflicts: true,
    ..USUAL
};

const APP: &str = "/api/v1/tenants/{slug}/apps/{app}";
const TOKENS: &str = "/api/v1/tenants/{slug}/tokens";
const TOKEN: &str = "/api/v1/tenants/{slug}/tokens/{token}";

/// The operations, in the order of the document.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        id: "readMe",
        title: "api-op-me",
        group: Group::Me,
        path: "/api/v1/me",
        caller: Caller::Token,
        answer: Some(Me::schema),
        ..USUAL
    },
    Operation {
        id: "listTenants",
        title: "api-op-list-tenants",
        group: Group::Tenants,
        path: "/api/v1/tenants",
        query: fields::SEARCHED_PAGE,
        answer: Some(Page::<Tenant>::schema),
        ..USUAL
    },
    Operation {
        id: "readTenant",
        title: "api-op-read-tenant",
        group: Group::Tenants,
        path: "/api/v1/tenants/{slug}",
        answer: Some(Tenant::schema),
        ..USUAL
    },
    Operation {
        id: "listModules",
        title: "api-op-list-modules",
        group: Group::Tenants,
        path: "/api/v1/tenants/{slug}/modules",
        query: fields::PAGE,
        answer: Some(Page::<Module>::schema),
        ..USUAL
    },
    Operation {
        id: "listApps",
        title: "api-op-list-apps",
        group: Group::Apps,
        path: "/api/v1/tenants/{slug}/apps",
        query: fields::SEARCHED_PAGE,
        answer: Some(Page::<App>::schema),
        ..USUAL
    },
    Operation {
        id: "createApp",
        title: "api-op-create-app",
        group: Group::Apps,
        method: "POST",
        path: "/api/v1/tenants/{slug}/apps",
        body: fields::APP_CREATE,
        status: 201,
        answer: Some(App::schema),
        keyed: true,
        version: Version::Shown,
        conflicts: true,
        ..USUAL
    },
    Operation {
        id: "readApp",
        title: "api-op-read-app",
        group: Group::Apps,
        path: APP,
        answer: Some(App::schema),
        version: Version::Shown,
        ..USUAL
    },
    Operation {
        id: "updateApp",
        title: "api-op-update-app",
        group: Group::Apps,
        method: "PATCH",
        path: APP,
        body: fields::APP_UPDATE,
        answer: Some(App::schema),
        version: Version::Compared,
        ..USUAL
    },
    Operation {
        id: "deleteApp",
        title: "api-op-delete-app",
        group: Group::Apps,
        method: "DELETE",
        path: APP,
        status: 204,
        version: Version::Compared,
        conflicts: true,
        ..USUAL
    },
    Operation {
        id: "listTokens",
        title: "api-op-list-tokens",
        path: TOKENS,
        query: fields::TOKEN_PAGE,
        answer: Some(Page::<Token>::schema),
        ..USUAL
    },
    Operation {
        id: "createToken",
        title: "api-op-create-token",
        method: "POST",
        path: TOKENS,
        body: fields::TOKEN_CREATE,
        status: 201,
        answer: Some(Issued::schema),
        keyed: true,
        version: Version::Shown,
        ..USUAL
    },
    Operation {
        id: "readToken",
        title: "api-op-read-token",
        path: TOKEN,
        answer: Some(Token::schema),
        version: Version::Shown,
        ..USUAL
    },
    Operation {
        id: "updateToken",
        title: "api-op-update-token",
        path: TOKEN,
        method: "PATCH",
        body: fields::TOKEN_UPDATE,
        ..SWITCH
    },
    Operation {
        id: "revokeToken",
        title: "api-op-revoke-token",
        method: "DELETE",
        path: TOKEN,
        status: 204,
        version: Version::Compared,
        ..USUAL
    },
    Operation {
        id: "rotateToken",
        title: "api-op-rotate-token",
        path: "/api/v1/tenants/{slug}/tokens/{token}/rotate",
        body: fields::TOKEN_ROTATE,
        answer: Some(Issued::schema),
        keyed: true,
        ..SWITCH
    },
    Operation {
        id: "disableToken",
        title: "api-op-disable-token",
        path: "/api/v1/tenants/{slug}/tokens/{token}/disable",
        ..SWITCH
    },
    Operation {
        id: "enableToken",
        title: "api-op-enable-token",
        path: "/api/v1/tenants/{slug}/tokens/{token}/enable",
        ..SWITCH
    },
    Operation {
        id: "listAuditEvents",
        title: "api-op-list-audit-events",
        group: Group::Audit,
        path: "/api/v1/tenants/{slug}/audit-events",
        query: fields::AUDIT_PAGE,
        answer: Some(Page::<AuditEvent>::schema),
        ..USUAL
    },
    Operation {
        id: "verify",
        title: "api-op-verify",
        group: Group::Verification,
        path: "/auth/verify",
        caller: Caller::Proxied,
        query: fields::VERIFY,
        ..USUAL
    },
    Operation {
        id: "introspect",
        title: "api-op-introspect",
        group: Group::Verification,
        method: "POST",
        path: "/oauth2/introspect",
        caller: Caller::ApiClient,
        ..USUAL
    },
];

impl Operation {
    /// The operation of that id.
    pub fn find(id: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| operation.id == id)
    }

    /// The names of the parameters in its path.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|piece| piece.strip_prefix('{')?.strip_suffix('}'))
    }

    /// Whether it is of the Tenant API, `/me` included.
    pub const fn is_of_the_tenant_api(&self) -> bool {
        matches!(self.caller, Caller::Token | Caller::TenantApi)
    }

    /// The statuses it may refuse with.
    pub fn refusals(&self) -> Vec<u16> {
        let mut statuses = match self.caller {
            Caller::Token => vec![401, 406],
            Caller::TenantApi => vec![401, 403, 406],
            Caller::Proxied => vec![401, 403],
            Caller::ApiClient => vec![400, 401, 408, 413, 415],
        };
        if self.path_parameters().next().is_some() {
            statuses.push(404);
        }
        if !self.query.is_empty() && self.is_of_the_tenant_api() {
            statuses.push(422);
        }
        if !self.body.is_empty() {
            statuses.extend([400, 413, 415, 422]);
        }
        if self.keyed {
            statuses.extend([400, 422]);
        }
        if self.conflicts {
            statuses.push(409);
        }
        if self.version == Version::Compared {
            statuses.push(412);
        }
        statuses.push(503);
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_and_places_stand_once() {
        let ids: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.id).collect();
        let places: BTreeSet<_> =
            OPERATIONS.iter().map(|operation| (operation.method, operation.path)).collect();
        assert_eq!((ids.len(), places.len()), (OPERATIONS.len(), OPERATIONS.len()));
        assert!(Operation::find("createToken").is_some_and(|found| found.path == TOKENS));
    }

    #[test]
    fn every_operation_says_how_it_refuses() {
        let statuses = |id| Operation::find(id).map(Operation::refusals).unwrap_or_default();
        assert_eq!(statuses("readMe"), [401, 406, 503]);
        assert_eq!(statuses("updateToken"), [400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 503]);
        assert_eq!(statuses("verify"), [401, 403, 503]);
    }
}
