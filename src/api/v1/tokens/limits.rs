//! Never more than it has: how the API says so.

use actix_web::http::StatusCode;

use crate::domain::grant::Excess;
use crate::domain::permission::Permission;
use crate::error::{Error, Refused, Wrong};
use crate::service::granting::Denied;

/// 403 with every field that goes too far.
pub(in crate::api::v1) fn refusal(denied: Denied) -> Error {
    let (excess, lacking, bound_to, is_being_replaced) = match denied {
        Denied::Beyond { excess, lacking, bound_to, is_being_replaced } => {
            (excess, lacking, bound_to, is_being_replaced)
        }
        Denied::Replaced => return Refused::new(StatusCode::FORBIDDEN, REPLACED).into(),
        // Only pages refuse a person.
        Denied::NotTheirs => return Error::Forbidden,
    };
    let wrong = excess.into_iter().map(|excess| match excess {
        Excess::AllTenants => Wrong::new("tenant_scope", "can only be granted by a token with the scope all"),
        Excess::Tenants => Wrong::new("tenants", "contains tenants that the presented token can't access"),
        Excess::App => {
            let app = bound_to.as_deref().unwrap_or_default();
            Wrong::new("app", format!("the presented token is bound to the app {app}"))
        }
        Excess::Modules => Wrong::new("modules", "contains modules that the presented token doesn't have"),
        Excess::Permissions => {
            let names: Vec<&str> = lacking.iter().copied().map(Permission::name).collect();
            Wrong::new(
                "permissions",
                format!("contains permissions that the presented token doesn't have: {}", names.join(", ")),
            )
        }
        Excess::Expiry if is_being_replaced => {
            Wrong::new("expires_at", "is later than the end of the presented secret, which is being replaced")
        }
        Excess::Expiry => Wrong::new("expires_at", "is later than the expiry of the presented token"),
    });
    Refused {
        status: StatusCode::FORBIDDEN,
        detail: "A token can't grant more than it has itself.".to_owned(),
        errors: wrong.collect(),
    }
    .into()
}

const REPLACED: &str = "The presented secret is being replaced, so it can't rotate tokens or change its own. Use the \
    new secret.";
