//! Never more than it has.

use actix_web::http::StatusCode;

use crate::domain::grant::{Excess, Grant};
use crate::domain::permission::Permission;
use crate::error::{Error, Refused, Wrong};

/// 403 when `wanted` goes beyond what the presented token has itself.
pub fn check(wanted: &Grant, own: &Grant) -> Result<(), Error> {
    let excess = wanted.beyond(own);
    if excess.is_empty() {
        return Ok(());
    }
    let wrong = excess.into_iter().map(|excess| match excess {
        Excess::AllTenants => Wrong::new("tenant_scope", "only a token of the scope all can give it"),
        Excess::Tenants => Wrong::new("tenants", "the presented token does not reach all of them"),
        Excess::Modules => Wrong::new("modules", "the presented token has not all of them"),
        Excess::Permissions => {
            let lacking: Vec<&str> =
                wanted.permissions_beyond(own).into_iter().map(Permission::name).collect();
            Wrong::new("permissions", format!("the presented token lacks {}", lacking.join(", ")))
        }
        Excess::Expiry => Wrong::new("expires_at", "the presented token ends before"),
    });
    Err(Refused {
        status: StatusCode::FORBIDDEN,
        detail: "A token never gives more than it has itself.".to_owned(),
        errors: wrong.collect(),
    }
    .into())
}
