//! Audit events.

use serde_json::json;
use uuid::Uuid;

use super::{both, world};
use crate::domain::audit::{Actor, Event, Object, Origin};
use crate::domain::event::EventKind;
use crate::domain::id::first_id;
use crate::domain::person::Reach;
use crate::store::Tx;
use crate::store::audit::{self, Cursor, Filter, IdOrName};
use world::{NOW, acme, key};

both! {
    async fn an_event_tells_who_did_what_to_what_and_from_where(base) {
        let (tenant, user) = acme(base).await;
        let origin = Origin {
            actor: Actor::User(user, "u1@example.org".to_owned()),
            address: Some("2001:db8::7".to_owned()),
            request_id: Some("r-1".to_owned()),
        };
        let event = Event {
            at: NOW,
            tenant: Some(tenant),
            origin: &origin,
            kind: EventKind::TokenRevoked,
            object: Object { id: Uuid::from_u128(3), label: "Kasse »Süd«" },
            before: Some(json!({ "status": "active" })),
            after: Some(json!({ "status": "revoked" })),
        };
        let mut tx = base.tx().await;
        audit::record(&mut tx, &key(), Uuid::from_u128(4), &event);
        tx.commit().await.unwrap();

        let written = base.number(&format!(
            "SELECT COUNT(*) FROM audit_events WHERE id = {{4}} AND at = {} AND tenant_id = {{1}}
             AND actor_kind = 'user' AND actor_id = {{1}} AND actor_label = 'u1@example.org'
             AND action = 'token.revoked' AND object_kind = 'token' AND object_id = {{3}} AND object_label = 'Kasse »Süd«'
             AND address = '2001:db8::7' AND request_id = 'r-1'",
            NOW.micros(),
        )).await;
        assert_eq!(written, 1);
        assert_eq!(base.texts("SELECT before FROM audit_events").await, [r#"{"status":"active"}"#]);
        assert_eq!(base.texts("SELECT after FROM audit_events").await, [r#"{"status":"revoked"}"#]);
    }

    async fn an_act_of_the_system_needs_no_person_tenant_or_address(base) {
        let origin = Origin::system("clean-up");
        let object = Object { id: Uuid::from_u128(3), label: "u3@example.org" };
        let event =
            Event { at: NOW, tenant: None, origin: &origin, kind: EventKind::UserCreated, object, before: None, after: None };
        let mut tx = base.tx().await;
        audit::record(&mut tx, &key(), Uuid::from_u128(4), &event);
        tx.commit().await.unwrap();
        let written = base.number(
            "SELECT COUNT(*) FROM audit_events WHERE actor_kind = 'system' AND actor_id IS NULL
             AND actor_label = 'clean-up' AND tenant_id IS NULL AND before IS NULL AND after IS NULL
             AND address IS NULL AND request_id IS NULL",
        ).await;
        assert_eq!(written, 1);
    }

    async fn an_event_is_not_written_when_its_change_is_not(base) {
        let origin = Origin::system("setup");
        let object = Object { id: Uuid::from_u128(3), label: "u3@example.org" };
        let event =
            Event { at: NOW, tenant: None, origin: &origin, kind: EventKind::UserCreated, object, before: None, after: None };
        let mut tx = base.tx().await;
        audit::record(&mut tx, &key(), Uuid::from_u128(4), &event);
        drop(tx);
        assert_eq!(base.number("SELECT COUNT(*) FROM audit_events").await, 0);
    }

    async fn the_events_of_one_thing_are_read_page_by_page(base) {
        let (tenant, _) = acme(base).await;
        let origin = Origin::system("test");
        let mut tx = base.tx().await;
        for number in 10..15_u128 {
            for (thing, place) in [(3, number), (4, 100 + number)] {
                let object = Object { id: Uuid::from_u128(thing), label: "x" };
                let event = Event {
                    at: NOW, tenant: Some(tenant), origin: &origin, kind: EventKind::TokenChanged, object, before: None, after: None,
                };
                audit::record(&mut tx, &key(), Uuid::from_u128(place), &event);
            }
        }
        tx.commit().await.unwrap();
        let mut tx = base.reader().await;
        let look = async |tx: &mut Tx, cursor| {
            let page = audit::of_object(tx, tenant, Uuid::from_u128(3), cursor, 2).await.unwrap();
            let ids: Vec<u128> = page.events.iter().map(|event| event.id.as_u128()).collect();
            (ids, page.has_previous, page.has_next)
        };
        let at = Uuid::from_u128;
        assert_eq!(look(&mut tx, Cursor::First).await, (vec![14, 13], false, true));
        assert_eq!(look(&mut tx, Cursor::After(at(13))).await, (vec![12, 11], true, true));
        assert_eq!(look(&mut tx, Cursor::After(at(11))).await, (vec![10], true, false));
        assert_eq!(look(&mut tx, Cursor::Before(at(12))).await, (vec![14, 13], false, true));
        assert_eq!(look(&mut tx, Cursor::Before(at(10))).await, (vec![12, 11], true, true));
        assert_eq!(look(&mut tx, Cursor::After(at(10))).await, (vec![], false, false));
        let other = audit::of_object(&mut tx, Uuid::from_u128(9).into(), at(3), Cursor::First, 2).await.unwrap();
        assert!(other.events.is_empty(), "another tenant's");
    }
    async fn events_are_narrowed_by_who_what_when_and_where(base) {
        let (acme, user) = acme(base).await;
        let below = world::tenant(base, 2, "Below", "below").await;
        world::put_below(base, 2, 1).await;
        let other = world::tenant(base, 3, "Other", "other").await;
        let by = |actor: Actor| Origin { actor, address: None, request_id: None };
        let (person, system) = (by(Actor::User(user, "u1@example.org".to_owned())), Origin::system("test"));
        let mut tx = base.tx().await;
        let events = [
            (1, Some(acme), &person, EventKind::TokenIssued, "One"),
            (2, Some(below), &person, EventKind::TokenRevoked, "Two"),
            (3, Some(other), &system, EventKind::TokenIssued, "One"),
            (4, None, &system, EventKind::UserCreated, "One"),
        ];
        let id_of = |number: i64| Uuid::from_u128(first_id(world::later(number * 1_000)).as_u128() + 7);
        for (number, tenant, origin, action, label) in events {
            let object = Object { id: Uuid::from_u128(50 + number as u128), label };
            let event = Event { at: NOW, tenant, origin, kind: action, object, before: None, after: None };
            audit::record(&mut tx, &key(), id_of(number), &event);
        }
        tx.commit().await.unwrap();
        let look = async |reach: &Reach, filter: Filter| -> Vec<i64> {
            let page = audit::page(&mut base.reader().await, reach, &filter, Cursor::First, 9).await.unwrap();
            page.events.iter().map(|event| (1..=4).find(|number| id_of(*number) == event.id).unwrap()).collect()
        };
        let all = Filter::default;
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(look(&Reach::Everywhere, all()).await, [4, 3, 2, 1]);
        assert_eq!(look(&Reach::Below(vec![acme]), all()).await, [2, 1]);
        assert!(look(&Reach::Below(vec![]), all()).await.is_empty());
        assert_eq!(look(&Reach::Exactly(vec![acme]), all()).await, [1]);
        assert_eq!(look(&Reach::Exactly(vec![acme, other]), all()).await, [3, 1]);
        assert_eq!(look(&Reach::Everywhere, Filter { actor: text("test"), ..all() }).await, [4, 3]);
        assert_eq!(look(&Reach::Everywhere, Filter { action: text("token.issued"), ..all() }).await, [3, 1]);
        let called = |label: &str| Some(IdOrName::Called(label.to_owned()));
        assert_eq!(look(&Reach::Below(vec![acme]), Filter { object: called("One"), ..all() }).await, [1]);
        assert_eq!(look(&Reach::Everywhere, Filter { object: called("on\0e"), ..all() }).await, Vec::<i64>::new());
        let thing = Some(IdOrName::Id(Uuid::from_u128(53)));
        assert_eq!(look(&Reach::Everywhere, Filter { object: thing, ..all() }).await, [3]);
        let time = Filter { from: Some(world::later(2_000)), until: Some(world::later(4_000)), ..all() };
        assert_eq!(look(&Reach::Everywhere, time).await, [3, 2]);
        let page = audit::page(&mut base.reader().await, &Reach::Everywhere, &all(), Cursor::First, 1).await.unwrap();
        let newest = &page.events[0];
        assert_eq!((newest.tenant, newest.sequence), (None, Some(1)));
    }
}
