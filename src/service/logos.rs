//! The logos of tokens and of drafts.

use super::AuthorizedTx;
use crate::domain::id::{LogoId, TenantId};
use crate::error::Result;
use crate::store::tokens::logos;

/// What becomes of a logo.
#[derive(Debug)]
pub enum LogoChoice {
    /// It stays as it is.
    Keep,
    /// It goes.
    Remove,
    /// It becomes this PNG.
    Replace(Vec<u8>),
}

/// The logo from now on, `old` having been it so far.
pub(super) async fn choose(
    tx: &mut AuthorizedTx,
    tenant: TenantId,
    choice: LogoChoice,
    old: Option<LogoId>,
) -> Result<Option<LogoId>> {
    match choice {
        LogoChoice::Keep => Ok(old),
        LogoChoice::Remove => Ok(None),
        LogoChoice::Replace(png) => {
            let now = tx.now();
            let id = LogoId::new(now, &tx.state().entropy)?;
            logos::insert(tx, tenant, id, &png, now).await?;
            Ok(Some(id))
        }
    }
}
