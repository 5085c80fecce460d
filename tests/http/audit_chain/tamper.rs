//! Ways to tamper with audit events bypassing Latchkey.

use latchkey::domain::chain::{Chain, Fault};
use uuid::Uuid;

use super::{COLUMNS, LENGTH, literal, of};
use crate::support::{Dice, Kind, TestApp};

/// A kind of tampering.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// A column is changed.
    Changed,
    /// An event is deleted.
    Deleted,
    /// Two events are swapped.
    Reordered,
    /// An event is inserted.
    Inserted,
    /// The newest events are deleted.
    CutOff,
}

impl Way {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Changed, Self::Deleted, Self::Reordered, Self::Inserted, Self::CutOff];
}

/// What was done.
pub struct Done {
    /// In words.
    pub what: String,
    /// The expected fault, if only one is right.
    pub called: Option<Fault>,
    /// Whether the chain is consistent now, so that only an earlier exported head reveals it.
    pub in_order: bool,
}

fn done(what: String, called: impl Into<Option<Fault>>) -> Done {
    Done { what, called: called.into(), in_order: false }
}

/// Tampers with a chain in this way, at a random place.
pub async fn tamper(app: &TestApp, seed: &Dice, chain: Chain, way: Way) -> Done {
    let run = async |text: String| {
        assert!(app.database.execute(&text).await > 0, "{text}");
    };
    let of = of(app, chain);
    let length = usize::try_from(LENGTH).unwrap();
    let place = 1 + seed.below(length - 1);
    let other = 1 + (place + seed.below(length - 2)) % (length - 1);
    let here = format!("{of} AND sequence = {place}");
    let nothing = match app.kind {
        Kind::Sqlite => "x'00'",
        Kind::Postgres => r"'\x00'::bytea",
    };
    match way {
        Way::Changed => {
            let columns = [
                "actor_label = actor_label || ' '",
                "action = 'token.revoked_'",
                "at = at + 1",
                // The first rows may contain events without one.
                "after = COALESCE(after, '') || ' '",
                "before = '{}'",
                "object_label = 'x'",
                "address = '10.0.0.1'",
                "request_id = 'x'",
                &format!("link = {nothing}"),
            ];
            let change = columns[seed.below(columns.len())];
            run(format!("UPDATE audit_events SET {change} WHERE {here}")).await;
            done(format!("{change} at {place}"), Fault::Changed)
        }
        Way::Deleted => match seed.below(4) {
            0 => {
                run(format!("DELETE FROM audit_events WHERE {here}")).await;
                run(format!(
                    "UPDATE audit_events SET sequence = sequence - 1 WHERE {of} AND sequence > {place}"
                ))
                .await;
                done(format!("{place} deleted, the rest moved up"), None)
            }
            1 => {
                run(format!("UPDATE audit_events SET sequence = NULL, link = NULL WHERE {here}")).await;
                done(format!("no place for {place}"), Fault::Missing)
            }
            _ => {
                run(format!("DELETE FROM audit_events WHERE {here}")).await;
                done(format!("{place} deleted"), Fault::Missing)
            }
        },
        Way::Reordered => {
            for (from, to) in [(place, 900), (other, place), (900, other)] {
                run(format!("UPDATE audit_events SET sequence = {to} WHERE {of} AND sequence = {from}"))
                    .await;
            }
            if seed.once_in(2) {
                return done(format!("{place} and {other} changed places"), Fault::Reordered);
            }
            // The links stay where they were.
            let none = literal(app, Uuid::nil());
            run(format!(
                "UPDATE audit_events SET link = (
                     SELECT k.link FROM kept_events k WHERE k.sequence = audit_events.sequence
                         AND COALESCE(k.tenant_id, {none}) = COALESCE(audit_events.tenant_id, {none}))
                 WHERE {of} AND sequence IN ({place}, {other})"
            ))
            .await;
            done(format!("{place} and {other} changed places, their links did not"), None)
        }
        Way::Inserted => {
            let last = seed.once_in(2);
            let at = if last { length + 1 } else { place };
            let id = literal(app, Uuid::from_u128(77));
            run(format!(
                "INSERT INTO audit_events ({COLUMNS})
                 SELECT {id}, at, tenant_id, actor_kind, actor_id, actor_label, 'token.revoked', object_kind, object_id,
                     object_label, before, after, address, request_id, {at}, link
                 FROM audit_events WHERE {here}"
            ))
            .await;
            done(format!("put in at {at}"), (!last).then_some(Fault::Inserted))
        }
        Way::CutOff => {
            run(format!("DELETE FROM audit_events WHERE {of} AND sequence > {place}")).await;
            if seed.once_in(2) {
                return done(format!("cut off behind {place}"), Fault::CutOff);
            }
            let head = literal(app, chain.uuid());
            run(format!(
                "UPDATE audit_heads SET sequence = {place}, link = (SELECT link FROM audit_events WHERE {here})
                 WHERE chain = {head}"
            ))
            .await;
            let what = format!("cut off behind {place}, and its head put back");
            Done { in_order: true, ..done(what, Fault::CutOff) }
        }
    }
}
