//! How much there may be of what people, programs and strangers make: docs/limits.md says what happens at each bound.

/// Sessions of a person. The oldest ends when another one begins.
pub const SESSIONS: i64 = 20;
/// What a session remembers, in bytes. A message that does not fit is not shown.
pub const SESSION_BYTES: usize = 16 * 1024;
/// Drafts of a person. The one that was touched longest ago goes when another one begins.
pub const DRAFTS: i64 = 50;
/// What a step of the wizard keeps, in bytes. More is refused.
pub const DRAFT_BYTES: usize = 64 * 1024;
/// Rotations of a person that are shown and not saved. The oldest goes.
pub const ROTATIONS: i64 = 50;
/// Secrets of a token, with those that were replaced and have ended. The oldest of these go.
pub const SECRETS: i64 = 50;
/// Logos of a tenant that neither a token nor a draft shows. The oldest go.
pub const UNUSED_LOGOS: i64 = 50;
/// Rows of failed sign-ins, of everybody together. Those that slow nobody go first.
pub const SIGN_IN_FAILURES: i64 = 100_000;
/// Notices of a tenant, each with its deliveries. The oldest go.
pub const NOTICES: i64 = 5_000;
/// Work on many tokens of a tenant that has ended. The oldest goes.
pub const BULK_JOBS: i64 = 500;
/// Which tokens work on many is about, in bytes. More is refused.
pub const BULK_BYTES: usize = 32 * 1024;
/// Places (tenant, module, permission) that the uses of a token are counted by on one day. Uses in further ones are
/// counted without tenant and module.
pub const USAGE_PLACES: i64 = 500;
/// API clients that are revoked. The oldest go.
pub const REVOKED_API_CLIENTS: i64 = 1_000;

/// What there may be so many of and no more: the next one is refused with the number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// Apps of a tenant.
    Apps,
    /// Modules of the catalogue.
    Modules,
    /// API clients that are not revoked.
    ApiClients,
    /// Tenants.
    Tenants,
    /// Tokens of a tenant, revoked and expired ones too.
    Tokens,
    /// Keys that a token has sent within the last day.
    IdempotencyKeys,
    /// Work on many tokens of a tenant that goes on.
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

    /// How many there may be.
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

    /// What a program is told, in English.
    pub fn detail(self) -> String {
        let bound = self.bound();
        match self {
            Self::Apps => format!("A tenant can have {bound} apps at most."),
            Self::Modules => format!("There can be {bound} modules at most."),
            Self::ApiClients => format!("There can be {bound} API clients at most."),
            Self::Tenants => format!("There can be {bound} tenants at most."),
            Self::Tokens => format!("A tenant can have {bound} tokens at most."),
            Self::IdempotencyKeys => {
                format!("A token can send {bound} Idempotency-Keys at most in 24 hours.")
            }
            Self::RunningBulkJobs => format!("A tenant can have {bound} bulk changes running at most."),
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
