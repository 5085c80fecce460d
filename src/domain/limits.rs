//! Limits on what people, programs and anonymous callers can create. docs/limits.md says what happens at each.

/// Sessions per person. A further one ends the oldest.
pub const SESSIONS: i64 = 20;
/// Contents of a session in bytes. A message that does not fit is not shown.
pub const SESSION_BYTES: usize = 16 * 1024;
/// Drafts per person. A further one deletes the least recently used.
pub const DRAFTS: i64 = 50;
/// Input of a wizard step in bytes. More is refused.
pub const DRAFT_BYTES: usize = 64 * 1024;
/// Unsaved rotations per person. A further one deletes the oldest.
pub const ROTATIONS: i64 = 50;
/// Secrets per token, including replaced ones that have ended. A further one deletes the oldest of these.
pub const SECRETS: i64 = 50;
/// Unused logos per tenant: shown by no token or draft. The oldest are deleted.
pub const UNUSED_LOGOS: i64 = 50;
/// Rows of failed sign-ins in total. Those that cause no delay are deleted first.
pub const SIGN_IN_FAILURES: i64 = 100_000;
/// Notices per tenant, each with its deliveries. The oldest are deleted.
pub const NOTICES: i64 = 5_000;
/// Finished bulk actions per tenant. The oldest are deleted.
pub const BULK_JOBS: i64 = 500;
/// Selection of a bulk action in bytes. More is refused.
pub const BULK_BYTES: usize = 32 * 1024;
/// Combinations of tenant, module and permission that a token's use is counted by per day. Further use is counted
/// without tenant and module.
pub const USAGE_PLACES: i64 = 500;
/// Revoked API clients. The oldest are deleted.
pub const REVOKED_API_CLIENTS: i64 = 1_000;

/// A limit at which the next item is refused, with an error that names the limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// Apps per tenant.
    Apps,
    /// Modules in the catalogue.
    Modules,
    /// API clients that are not revoked.
    ApiClients,
    /// Tenants.
    Tenants,
    /// Tokens per tenant, including revoked and expired ones.
    Tokens,
    /// Idempotency keys that a token sent within 24 hours.
    IdempotencyKeys,
    /// Running bulk actions per tenant.
    RunningBulkJobs,
}

impl Limit {
    /// Every limit.
    pub const ALL: [Self; 7] = [
        Self::Apps,
        Self::Modules,
        Self::ApiClients,
        Self::Tenants,
        Self::Tokens,
        Self::IdempotencyKeys,
        Self::RunningBulkJobs,
    ];

    /// The maximum number.
    pub const fn bound(self) -> i64 {
        match self {
            Self::Apps => 5_000,
            Self::Modules | Self::ApiClients => 1_000,
            Self::Tenants => 100_000,
            Self::Tokens => 1_000_000,
            Self::IdempotencyKeys => 10_000,
            Self::RunningBulkJobs => 20,
        }
    }

    /// The error detail for programs, in English.
    pub fn detail(self) -> String {
        let bound = self.bound();
        match self {
            Self::Apps => format!("A tenant can have at most {bound} apps."),
            Self::Modules => format!("There can be at most {bound} modules."),
            Self::ApiClients => format!("There can be at most {bound} API clients."),
            Self::Tenants => format!("There can be at most {bound} tenants."),
            Self::Tokens => format!("A tenant can have at most {bound} tokens."),
            Self::IdempotencyKeys => {
                format!("A token can send at most {bound} Idempotency-Keys in 24 hours.")
            }
            Self::RunningBulkJobs => format!("A tenant can have at most {bound} bulk actions running."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_names_every_bound() {
        let text = include_str!("../../docs/limits.md");
        let with_commas = |bound: i64| {
            let digits = bound.to_string();
            let parts: Vec<&str> =
                digits.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).unwrap()).collect();
            parts.join(",")
        };
        let kib = |bytes: usize| format!("{} KiB", bytes / 1024);
        for (table, figure) in [
            ("sessions", with_commas(SESSIONS)),
            ("drafts", with_commas(DRAFTS)),
            ("drafts", kib(DRAFT_BYTES)),
            ("rotations", with_commas(ROTATIONS)),
            ("token_secrets", with_commas(SECRETS)),
            ("logos", with_commas(UNUSED_LOGOS)),
            ("sign_in_failures", with_commas(SIGN_IN_FAILURES)),
            ("notices", with_commas(NOTICES)),
            ("bulk_jobs", with_commas(BULK_JOBS)),
            ("bulk_jobs", kib(BULK_BYTES)),
            ("bulk_jobs", with_commas(Limit::RunningBulkJobs.bound())),
            ("usage_days", with_commas(USAGE_PLACES)),
            ("api_clients", with_commas(REVOKED_API_CLIENTS)),
            ("apps", with_commas(Limit::Apps.bound())),
            ("modules", with_commas(Limit::Modules.bound())),
            ("api_clients", with_commas(Limit::ApiClients.bound())),
            ("tenants", with_commas(Limit::Tenants.bound())),
            ("tokens", with_commas(Limit::Tokens.bound())),
            ("idempotency_keys", with_commas(Limit::IdempotencyKeys.bound())),
        ] {
            let begin = format!("| `{table}`");
            let row = text.lines().find(|line| line.starts_with(&begin)).unwrap_or_else(|| panic!("{table}"));
            assert!(row.contains(&figure), "{table}: {figure}\n{row}");
        }
        for limit in Limit::ALL {
            assert!(limit.detail().contains(&limit.bound().to_string()), "{limit:?}");
        }
    }
}
