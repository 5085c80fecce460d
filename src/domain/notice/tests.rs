//! Which notices are due when, for whom, and how often they are retried.

use super::*;

const DAY: i64 = 86_400_000_000;

fn at(days: i64) -> Timestamp {
    Timestamp::from_micros(days * DAY)
}

/// The kinds that a token with this expiration is notified of.
fn told(windows: &[Window], end: Timestamp) -> Vec<Kind> {
    let holds = |window: &&Window| end > window.after && end <= window.until;
    windows.iter().filter(holds).map(|window| window.kind).collect()
}

#[test]
fn names_lead_back_to_what_they_name() {
    for kind in Kind::CHOICES.into_iter().chain([Kind::Test]) {
        assert_eq!(Kind::from_name(kind.name()), Some(kind));
        assert!(Kinds::all().contains(kind));
        assert_eq!(Kinds::default().contains(kind), kind == Kind::Test);
        assert_eq!(Kinds::of([kind]).contains(Kind::Expired), kind == Kind::Expired);
    }
    assert_eq!(Kinds::from_bits(Kinds::all().bits()), Some(Kinds::all()));
    assert_eq!(Kinds::from_bits(128), None);
    assert_eq!(Kinds::from_bits(-1), None);
    for trouble in [
        DeliveryError::Status(503),
        DeliveryError::MailRefused(550),
        DeliveryError::NoMailServer,
        DeliveryError::Gone,
    ] {
        assert_eq!(DeliveryError::from_code(&trouble.code()), Some(trouble));
    }
    assert_eq!((DeliveryError::from_code("mail x"), DeliveryError::from_code("")), (None, None));
    for state in DeliveryState::ALL {
        assert_eq!(DeliveryState::from_name(state.name()), Some(state));
    }
}

#[test]
fn each_kind_is_due_once_at_its_moment() {
    let mut found = Vec::new();
    let end = at(100);
    for minute in 60 * 24 * 60..110 * 24 * 60 {
        let (last, now) =
            (at(0).plus(TimeDelta::minutes(minute)), at(0).plus(TimeDelta::minutes(minute + 1)));
        found.extend(told(&due(Kinds::all(), last, now), end).into_iter().map(|kind| (kind, now)));
    }
    assert_eq!(
        found,
        [
            (Kind::Expires30, at(70)),
            (Kind::Expires7, at(93)),
            (Kind::Expires1, at(99)),
            (Kind::Expired, at(100))
        ]
    );
}

#[test]
fn after_a_long_time_only_the_nearest_is_due() {
    let all = due(Kinds::all(), at(0), at(50));
    for (end, kind) in [
        (at(50), Kind::Expired),
        (at(1), Kind::Expired),
        (at(50).plus(TimeDelta::microseconds(1)), Kind::Expires1),
        (at(51), Kind::Expires1),
        (at(52), Kind::Expires7),
        (at(57), Kind::Expires7),
        (at(58), Kind::Expires30),
        (at(80), Kind::Expires30),
    ] {
        assert_eq!(told(&all, end), [kind], "{end}");
    }
    assert_eq!(told(&all, at(81)), []);
    assert_eq!(told(&all, at(0)), []);
    // Of the chosen kinds, the one nearest to the expiration.
    let two = due(Kinds::of([Kind::Expires30, Kind::Expired]), at(0), at(50));
    assert_eq!(told(&two, at(51)), [Kind::Expires30]);
    assert_eq!(told(&two, at(49)), [Kind::Expired]);
}

#[test]
fn nothing_is_due_when_nobody_wants_it_or_no_time_has_passed() {
    assert_eq!(due(Kinds::of([Kind::Issued]), at(0), at(50)), []);
    assert_eq!(due(Kinds::all(), at(5), at(5)), []);
    assert_eq!(due(Kinds::all(), at(5), at(4)), []);
}

#[test]
fn delays_grow_and_end_after_about_a_day() {
    let delays: Vec<TimeDelta> = (1..).map_while(delay_after).collect();
    assert!(delays.is_sorted() && delays.len() == 6, "{delays:?}");
    let whole: i64 = delays.iter().map(TimeDelta::num_minutes).sum();
    assert!((18 * 60..=26 * 60).contains(&whole), "{whole}");
    assert_eq!((delay_after(0), delay_after(-1), delay_after(i64::MIN)), (None, None, None));
}

#[test]
fn a_delivery_has_one_id_for_ever() {
    let notice = Uuid::from_u128(7);
    let id = delivery_id(notice, Channel::Email, "a@example.com");
    assert_eq!(id, delivery_id(notice, Channel::Email, "a@example.com"));
    assert_ne!(id, delivery_id(notice, Channel::Email, "b@example.com"));
    assert_ne!(id, delivery_id(Uuid::from_u128(8), Channel::Email, "a@example.com"));
    assert_ne!(delivery_id(notice, Channel::Email, ""), delivery_id(notice, Channel::Webhook, ""));
    assert_eq!(id.to_string(), "98264fe2-761e-8407-9782-62d085e92038");
}
