//! Plausible usage: more on working days than at weekends, slightly different each day, and the same in every demo.

use chrono::{Datelike as _, TimeDelta, Weekday};

use super::data::{Sample, Use};
use crate::domain::id::TokenId;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::time::Timestamp;
use crate::store::usage::days::{Count, Uses};
use crate::store::usage::last_uses::LastUse;

/// A day in minutes.
const DAY: u64 = 24 * 60;

/// The usage of a sample's token until `now`, if it has any.
pub(super) fn of(sample: &Sample, token: TokenId, permissions: Permissions, now: Timestamp) -> Option<Uses> {
    let Use { ago, from, daily, refused, weekends } = sample.used?;
    let at = now.plus(-TimeDelta::minutes(ago));
    let may: Vec<Permission> = permissions.iter().collect();
    let modules: Vec<&str> = if sample.modules.is_empty() { vec![""] } else { sample.modules.to_vec() };
    let first = at.day() - 45_i64.min(sample.age - ago / (24 * 60));
    let mut counts = Vec::new();
    for day in first..=at.day() {
        let chance = chance(token, day);
        let mut uses = daily * (75 + chance % 51) / 100;
        let weekend = matches!(Timestamp::of_day(day).utc().weekday(), Weekday::Sat | Weekday::Sun);
        let quiet = weekend && !weekends;
        if quiet {
            uses /= 12;
        }
        if day == at.day() {
            // The last day ends at the last use.
            let minutes = (at.micros() - Timestamp::of_day(day).micros()) / 60_000_000;
            uses = (uses * u64::try_from(minutes).unwrap_or_default() / DAY).max(1);
        }
        let mut left = uses;
        for (place, module) in modules.iter().enumerate() {
            for (other, permission) in may.iter().enumerate() {
                let last = place + 1 == modules.len() && other + 1 == may.len();
                let allowed = if last { left } else { left * 3 / 5 };
                left -= allowed;
                counts.push(Count {
                    day,
                    tenant: "".into(),
                    module: (*module).into(),
                    permission: Some(*permission),
                    allowed,
                    refused: 0,
                });
            }
        }
        if chance % 4 == 1 && refused > 0 && !quiet {
            counts.push(refusals(day, modules.first().copied().unwrap_or_default(), 1 + chance % refused));
        }
    }
    // Programs keep calling with a token that has expired.
    let expired = sample.ends.filter(|days| *days < 0).map_or(0..0, |days| now.day() + days + 1..now.day());
    counts.extend(expired.map(|day| refusals(day, "", refused)));
    counts.retain(|count| count.allowed > 0 || count.refused > 0);
    Some(Uses {
        token,
        lasts: vec![LastUse {
            generation: 1,
            at,
            address: from.parse().ok(),
            permission: may.first().copied(),
            module: modules.first().copied().unwrap_or_default().into(),
        }],
        counts,
    })
}

/// Attempts to delete with a read-only token.
fn refusals(day: i64, module: &str, refused: u64) -> Count {
    let permission = Some(if module.is_empty() { Permission::Read } else { Permission::Delete });
    Count { day, tenant: "".into(), module: module.into(), permission, allowed: 0, refused }
}

/// A number that differs between days and tokens.
fn chance(token: TokenId, day: i64) -> u64 {
    // Only the timestamp part of the ID, because its random part would make every demo look different.
    let millis = token.uuid().as_u128() >> 80;
    let seed =
        u64::try_from(day).unwrap_or_default() ^ (u64::try_from(millis).unwrap_or_default() / 86_400_000);
    // Knuth's multiplier spreads neighbouring days.
    seed.wrapping_mul(6_364_136_223_846_793_005).rotate_left(23) >> 32
}
