//! What a view tells, as the database would.

use crate::store::verification::Presented;
use crate::verifier::Seen;

impl From<Seen> for Presented {
    fn from(seen: Seen) -> Self {
        Self {
            id: seen.id.into(),
            name: seen.name,
            home: seen.home.into(),
            home_slug: seen.home_slug,
            home_name: seen.home_name,
            scope: seen.scope,
            app: seen.app,
            issued_at: seen.issued_at,
            generation: seen.generation,
            tenant_ids: seen.tenant_ids.into_iter().map(Into::into).collect(),
            asked: seen.asked.map(Into::into),
            facts: seen.facts,
        }
    }
}
