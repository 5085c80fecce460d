//! The operations that programs may call. [`table`] lists them.

mod table;

use serde_json::Value;

pub use self::table::OPERATIONS;
use super::fields::Field;
use crate::domain::permission::Permissions;
use crate::i18n::{Message, msg};

/// Who may call an operation, and how they authenticate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caller {
    /// Any accepted token.
    Token,
    /// A token with the module `administration` and these permissions, the same as in the operation's route.
    TenantApi(Permissions),
    /// A token presented in any of three ways, as older clients do behind a proxy.
    Proxied,
    /// An API client with its credential.
    ApiClient,
}

/// How an operation uses versions (RFC 9110 section 8.8.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
    /// Not at all.
    None,
    /// It returns the version as `ETag`.
    Shown,
    /// It also honours `If-Match`.
    Compared,
}

/// A second successful outcome: its status, its description, and the schema of its response.
pub type AlternativeResponse = (u16, &'static str, fn() -> Value);

/// An operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    /// The sentence that names it.
    pub title: Message<'static>,
    /// Its group.
    pub group: Group,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with its parameters in braces, as in the routing table.
    pub path: &'static str,
    /// Who may call it.
    pub caller: Caller,
    /// The parameters of its query.
    pub query: &'static [Field],
    /// The members of its body; empty if it takes no body.
    pub body: &'static [Field],
    /// The status on success.
    pub status: u16,
    /// The schema of the response on success; `None` for an empty body.
    pub answer: Option<fn() -> Value>,
    /// Another status and response on success.
    pub also: Option<AlternativeResponse>,
    /// Whether it takes an `Idempotency-Key`.
    pub keyed: bool,
    /// How it uses versions.
    pub version: Version,
    /// Whether it can conflict with the current state (409).
    pub conflicts: bool,
}

/// The groups of operations.
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
    /// Verification and introspection of tokens.
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

    /// The sentence that names it.
    pub const fn title(self) -> Message<'static> {
        match self {
            Self::Me => msg::API_GROUP_ME,
            Self::Tenants => msg::API_GROUP_TENANTS,
            Self::Apps => msg::API_GROUP_APPS,
            Self::Tokens => msg::API_GROUP_TOKENS,
            Self::Audit => msg::API_GROUP_AUDIT,
            Self::Verification => msg::API_GROUP_VERIFICATION,
        }
    }
}

impl Operation {
    /// The operation with this ID.
    pub fn find(id: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| operation.id == id)
    }

    /// The names of the parameters in its path.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|piece| piece.strip_prefix('{')?.strip_suffix('}'))
    }

    /// Whether it belongs to the Tenant API, including `/me`.
    pub const fn is_of_the_tenant_api(&self) -> bool {
        matches!(self.caller, Caller::Token | Caller::TenantApi(_))
    }

    /// The permissions that it requires, if any.
    pub const fn needed(&self) -> Option<Permissions> {
        match self.caller {
            Caller::TenantApi(needed) => Some(needed),
            Caller::Token | Caller::Proxied | Caller::ApiClient => None,
        }
    }

    /// The statuses with which it may refuse.
    pub fn refusals(&self) -> Vec<u16> {
        let mut statuses = match self.caller {
            Caller::Token => vec![401, 406],
            Caller::TenantApi(_) => vec![401, 403, 406],
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
        assert!(
            Operation::find("createToken").is_some_and(|found| found.path == "/api/v1/tenants/{slug}/tokens")
        );
    }

    #[test]
    fn every_operation_says_how_it_refuses() {
        let statuses = |id| Operation::find(id).map(Operation::refusals).unwrap_or_default();
        assert_eq!(statuses("readMe"), [401, 406, 503]);
        assert_eq!(statuses("updateToken"), [400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 503]);
        assert_eq!(statuses("verify"), [401, 403, 503]);
    }
}
