//! Never more than it has: how the API says so.

use actix_web::http::StatusCode;

use crate::domain::grant::Excess;
use crate::domain::permission::Permission;
use crate::error::{Error, Refused, Wrong};
use crate::service::giving::{Denied, Holder, Verdict};

impl Holder {
    /// 403 with every field that goes too far, unless `verdict` allows it.
    pub(in crate::api::v1) fn require(&self, verdict: Verdict) -> Result<(), Error> {
        let Err(denied) = verdict else { return Ok(()) };
        let Denied::Beyond { excess, lacking } = denied else {
            return Err(Refused::new(StatusCode::FORBIDDEN, REPLACED).into());
        };
        let wrong = excess.into_iter().map(|excess| match excess {
            Excess::AllTenants => Wrong::new("tenant_scope", "only a token of the scope all can give it"),
            Excess::Tenants => Wrong::new("tenants", "the presented token does not reach all of them"),
            Excess::App => {
                let own = self.whole.app.as_ref().map_or("", |app| app.slug.as_str());
                Wrong::new("app", format!("the presented token is bound to the app {own}"))
            }
            Excess::Modules => Wrong::new("modules", "the presented token has not all of them"),
            Excess::Permissions => {
                let names: Vec<&str> = lacking.iter().copied().map(Permission::name).collect();
                Wrong::new("permissions", format!("the presented token lacks {}", names.join(", ")))
            }
            Excess::Expiry if self.is_being_replaced() => {
                Wrong::new("expires_at", "the presented secret is being replaced and ends before")
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
}

const REPLACED: &str = "The presented secret is being replaced: it rotates no token and does not change its own. \
                        Present the new secret.";
