use std::time::Duration;

use super::rows::{Changes, Led, Scope, Secret, Tenant, Token};
use super::snapshot::Snapshot;
use super::*;
use crate::domain::decision::Requirement;
use crate::domain::presented::Presented;
use uuid::Uuid;

fn token(number: u128, home: u128) -> Token {
    Token {
        id: Uuid::from_u128(number),
        home: Uuid::from_u128(home),
        name: format!("Token {number}"),
        scope: Some(Scope::This),
        permissions: 1,
        app: None,
        modules: Vec::new(),
        created_at: 1,
        expires_at: None,
        disabled_at: None,
        revoked_at: None,
    }
}

fn hash(number: u64) -> [u8; 32] {
    let mut hash = [7; 32];
    hash[24..].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    hash
}

fn tenant(number: u128, slug: &str, disabled: bool) -> (Uuid, Option<Tenant>) {
    let id = Uuid::from_u128(number);
    let (above, modules) = (Vec::new(), Vec::new());
    let slugs = vec![slug.to_owned()];
    let tenant = Tenant { id, slug: slug.to_owned(), name: slug.to_owned(), disabled, slugs, above, modules };
    (id, Some(tenant))
}

fn known(view: &View, number: u64) -> Option<Presented> {
    match view.find(&SecretHash::from_bytes(&hash(number)).unwrap(), Requirement::default()) {
        Found::Token(seen) => Some(seen),
        Found::Unknown => None,
        Found::Ask => panic!("{number} is not kept"),
    }
}

#[test]
fn a_lease_counts_from_before_the_question_and_not_at_its_end() {
    let (lease, asked) = (Lease::default(), Moment::now());
    assert!(!lease.is_valid(asked));
    lease.extend(asked, Duration::from_secs(1));
    assert!(lease.is_valid(asked) && lease.is_valid(asked.plus(Duration::from_nanos(999_999_999))));
    assert!(!lease.is_valid(asked.plus(Duration::from_secs(1))));
    assert_eq!(lease.left(asked), Duration::from_secs(1));
    lease.end();
    assert!(!lease.is_valid(asked));
}

#[test]
fn without_a_lease_the_database_is_asked() {
    let verifier = Verifier::default();
    let hash = SecretHash::from_bytes(&hash(1)).unwrap();
    assert!(matches!(verifier.find(&hash, Requirement::default()), Found::Ask));
    verifier.lease.extend(Moment::now(), Duration::from_secs(60));
    assert!(matches!(verifier.find(&hash, Requirement::default()), Found::Unknown));
}

#[test]
fn secrets_come_change_and_go() {
    let view = View::default();
    let mut loader = Loader::default();
    loader.world(&[tenant(1, "acme", false)], &[], &[]);
    for number in 0..20_000 {
        let secret = Secret { hash: hash(number), generation: 1, ends_at: None };
        loader.token(&token(number.into(), 1), &secret);
    }
    view.replace(loader).unwrap();
    assert_eq!((view.size().secrets, view.size().tenants), (20_000, 1));
    for number in 0..20_000 {
        assert_eq!(known(&view, number).unwrap().name, format!("Token {number}"));
    }
    assert!((20_000..40_000).all(|number| known(&view, number).is_none()));
    let mut changes = Changes { tenants: vec![tenant(1, "acme", true)], ..Changes::default() };
    for number in 0..10_000_u64 {
        let mut token = token(number.into(), 1);
        (token.revoked_at, token.name) = (Some(5), "gone, and with a longer name than before".to_owned());
        changes.tokens.push(token);
        let secret = Secret { hash: hash(number), generation: 1, ends_at: Some(9) };
        let to = (number % 2 == 0).then_some((secret, changes.tokens.len() - 1));
        changes.secrets.push(Led { hash: hash(number), to });
    }
    view.apply(&changes).unwrap();
    for number in 0..20_000 {
        let seen = known(&view, number);
        assert_eq!(seen.is_none(), number < 10_000 && number % 2 == 1, "{number}");
        let Some(seen) = seen else { continue };
        assert!(seen.facts.home_disabled);
        assert_eq!(seen.facts.life.revoked_at.is_some(), number < 10_000);
        assert_eq!(seen.facts.secret_ends_at.is_some(), number < 10_000);
    }
}

#[test]
fn what_cannot_be_kept_exactly_is_asked_of_the_database() {
    let view = View::default();
    let mut loader = Loader::default();
    loader.world(&[tenant(1, "acme", false)], &[], &[]);
    let odd = [
        Token { permissions: 99, ..token(1, 1) },
        Token { permissions: -1, ..token(2, 1) },
        Token { scope: None, ..token(3, 1) },
        token(4, 2),
    ];
    for (number, token) in odd.iter().enumerate() {
        loader.token(token, &Secret { hash: hash(number as u64), generation: 1, ends_at: None });
    }
    loader.token(&token(5, 1), &Secret { hash: hash(5), generation: -1, ends_at: None });
    view.replace(loader).unwrap();
    for number in [0, 1, 2, 3, 5] {
        let hash = SecretHash::from_bytes(&hash(number)).unwrap();
        assert!(matches!(view.find(&hash, Requirement::default()), Found::Ask), "{number}");
    }
}

#[test]
fn a_snapshot_contains_what_was_over() {
    let snapshot: Snapshot = "10:20:12,15".parse().unwrap();
    let contained: Vec<u64> = (8..23).filter(|xid| snapshot.contains(*xid)).collect();
    assert_eq!(contained, [8, 9, 10, 11, 13, 14, 16, 17, 18, 19]);
    assert!("5:5:".parse::<Snapshot>().unwrap().contains(4));
    for text in ["", "1", "1:2", "1:2:3:4", "a:2:", "1:2:x"] {
        assert!(text.parse::<Snapshot>().is_err(), "{text}");
    }
}

/// A tenant is disabled and enabled again, and at the same moment the token's name changes: nobody may meet the one
/// without the other.
#[test]
fn readers_meet_whole_moments_only() {
    let view = Arc::new(View::default());
    let at = |round: u64| {
        let mut token = token(1, 1);
        token.name = if round.is_multiple_of(2) { "even" } else { "odd" }.to_owned();
        let secret = Secret { hash: hash(1), generation: 1, ends_at: None };
        Changes {
            tenants: vec![tenant(1, "acme", round % 2 == 1)],
            tokens: vec![token],
            secrets: vec![Led { hash: hash(1), to: Some((secret, 0)) }],
            ..Changes::default()
        }
    };
    view.apply(&at(0)).unwrap();
    let reader = {
        let view = Arc::clone(&view);
        std::thread::spawn(move || {
            let (mut even, mut odd) = (0, 0);
            while even + odd < 20_000 {
                match view.find(&SecretHash::from_bytes(&hash(1)).unwrap(), Requirement::default()) {
                    Found::Token(seen) if seen.name == "even" && !seen.facts.home_disabled => even += 1,
                    Found::Token(seen) if seen.name == "odd" && seen.facts.home_disabled => odd += 1,
                    Found::Ask => {}
                    other => panic!("{other:?}"),
                }
            }
            even.min(odd)
        })
    };
    let mut round = 1;
    while !reader.is_finished() {
        view.apply(&at(round)).unwrap();
        round += 1;
    }
    assert!(reader.join().unwrap() > 0);
}
