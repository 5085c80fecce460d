//! From the members of a body to the spec of a token, and what is wrong with it in the words of the API.

use crate::api::v1::input::{Input, Patch};
use crate::domain::labels::Texts;
use crate::domain::time::Timestamp;
use crate::error::Error;
use crate::service::choice::{AppError, ModulesError, TenantsError};
use crate::service::token_spec::{ExpirySpec, PermissionsError, Rejected, ScopeError, SpecError, TokenSpec};

/// Reads the members. One that is not of its JSON type is noted in `input`, and is absent.
pub fn read(input: &mut Input) -> TokenSpec {
    let text = |input: &mut Input, name| input.text(name, |text| Ok::<_, Error>(text.to_owned()));
    TokenSpec {
        labels: Texts::from_fn(|field| text(input, field.name())),
        scope: text(input, "tenant_scope"),
        tenants: input.texts("tenants"),
        app: text(input, "app"),
        modules: input.texts("modules"),
        permissions: input.texts("permissions"),
        expiry: match input.text("expires_at", str::parse::<Timestamp>) {
            Patch::Absent => Patch::Absent,
            Patch::Null => Patch::Null,
            Patch::Value(moment) => Patch::Value(ExpirySpec::Moment(moment)),
        },
        unreadable: !input.is_fine(),
    }
}

/// 422 with all that is wrong with the body, or 403 with what the presented token may not grant.
pub fn rejection(rejected: Rejected, mut input: Input) -> Error {
    let mut errors = match rejected {
        Rejected::Denied(denied) => return super::limits::refusal(denied),
        Rejected::Invalid(errors) => errors,
    };
    // In the order of the contract, which ends with the expiry.
    errors.sort_by_key(|error| matches!(error, SpecError::Expiry(_) | SpecError::ExpiryLater));
    for error in errors {
        let (field, detail) = detail(error);
        input.wrong(field, detail);
    }
    input.refusal()
}

/// The member that is wrong, and what is wrong with it. A disabled tenant is unknown, as everywhere in the API.
fn detail(error: SpecError) -> (&'static str, String) {
    let (field, detail) = match error {
        SpecError::Text(field, error) => return (field.name(), error.to_string()),
        SpecError::Expiry(error) => return ("expires_at", error.to_string()),
        SpecError::Modules(ModulesError::NotEnabled { module, tenants }) => {
            let others = match tenants.others {
                0 => None,
                1 => Some("1 other tenant".to_owned()),
                others => Some(format!("{others} other tenants")),
            };
            let tenants: Vec<String> = tenants.names.into_iter().chain(others).collect();
            return ("modules", format!("contains {module}, which is not enabled in {}", tenants.join(", ")));
        }
        SpecError::ExpiryLater => ("expires_at", "can be moved to an earlier time, but not to a later one"),
        SpecError::Scope(ScopeError::Unknown) => {
            ("tenant_scope", "must be this, this_and_subtenants, selected or all")
        }
        SpecError::Scope(ScopeError::AllNotAllowed) => {
            ("tenant_scope", "can only be granted by a token with the scope all")
        }
        SpecError::Tenants(TenantsError::Empty) => ("tenants", "must not be empty with the scope selected"),
        SpecError::Tenants(TenantsError::Unknown | TenantsError::Disabled(_)) => {
            ("tenants", "contains an unknown tenant")
        }
        SpecError::Tenants(TenantsError::NotSelected) => {
            ("tenants", "is only allowed with the scope selected")
        }
        SpecError::App(AppError) => ("app", "is not an app of the tenant"),
        SpecError::Modules(ModulesError::Unknown) => ("modules", "contains an unknown module"),
        SpecError::Permissions(PermissionsError::Unknown) => {
            ("permissions", "must contain only read, write, create and delete")
        }
        SpecError::Permissions(PermissionsError::Empty) => ("permissions", "must not be empty"),
        // The route's rule answers both before.
        SpecError::TenantDisabled | SpecError::NotTheirs(_) => ("tenant", "is disabled"),
    };
    (field, detail.to_owned())
}
