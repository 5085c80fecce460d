//! A token's secrets as its page lists them.

use super::{SecretRow, TokenActions};
use crate::domain::expiry::is_expired;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::i18n::Locale;
use crate::store::tokens::secrets::Secret;
use crate::web::token_view;
use crate::web::view::When;

/// A token's secrets, newest first, with the controls that `acts` allows.
pub(super) fn rows(
    locale: Locale,
    tenant: &Tenant,
    prefix: &str,
    found: Vec<Secret>,
    now: Timestamp,
    acts: TokenActions,
) -> Vec<SecretRow> {
    let zone = tenant.zone;
    let row = |secret: Secret| {
        let over = is_expired(secret.ends_at, now);
        let alive = acts.edit && secret.ends_at.is_some() && !over;
        SecretRow {
            generation: secret.generation,
            number: locale.number(secret.generation),
            masked: token_view::masked(prefix, &secret.last_four),
            created: When::moment(locale, secret.created_at, zone),
            ends: secret.ends_at.map(|at| When::moment(locale, at, zone)),
            over,
            last_used: secret.last_used_at.map(|at| When::ago(locale, at, now, zone)),
            last_used_from: secret.last_used_from.unwrap_or_default(),
            can_end: alive,
            can_extend: alive && acts.rotate,
        }
    };
    found.into_iter().map(row).collect()
}
