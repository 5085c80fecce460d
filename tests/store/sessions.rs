//! Sessions.

use super::{TestDatabase, both, world};
use crate::domain::time::Timestamp;
use crate::store::people::sessions::{self, KeyHash, Lifetime};
use world::{MINUTE, NOW, later, user};

/// Ten minutes idle, an hour at most.
fn lifetime(now: Timestamp) -> Lifetime {
    let idle_end = Timestamp::from_micros(now.micros() + 10 * MINUTE);
    Lifetime { now, idle_end, absolute_micros: 60 * MINUTE }
}

/// Starts a session at [`NOW`] without a user.
async fn begin(base: &TestDatabase, key: &str) -> KeyHash {
    let key = KeyHash::of(key);
    let mut tx = base.tx().await;
    sessions::save(&mut tx, key, None, "{\"csrf\":\"x\"}", lifetime(NOW)).await.unwrap();
    tx.commit().await.unwrap();
    key
}

/// Whether the session exists this many microseconds after [`NOW`].
async fn lives(base: &TestDatabase, key: KeyHash, micros: i64) -> bool {
    sessions::load(&mut base.reader().await, key, later(micros)).await.unwrap().is_some()
}

both! {
    async fn a_session_is_found_by_its_key_until_its_end(base) {
        let key = begin(base, "key").await;
        let session = sessions::load(&mut base.reader().await, key, NOW).await.unwrap().unwrap();
        assert_eq!((session.state.as_str(), session.last_seen_at()), ("{\"csrf\":\"x\"}", NOW));
        assert!(lives(base, key, 10 * MINUTE - 1).await);
        assert!(!lives(base, key, 10 * MINUTE).await, "at the end itself it is over");
        assert!(!lives(base, KeyHash::of("kez"), 0).await);
    }

    async fn the_key_itself_is_nowhere(base) {
        let key = begin(base, "the key in the plain").await;
        assert_eq!(KeyHash::from_bytes(key.bytes()), Some(key));
        assert_ne!(key.bytes().as_slice(), b"the key in the plain".as_slice());
        assert!(KeyHash::from_bytes(&[0; 31]).is_none());
    }

    async fn use_moves_the_end_but_never_past_the_absolute_one(base) {
        let key = begin(base, "key").await;
        for minutes in [9, 18, 27, 36, 45, 54] {
            let mut tx = base.tx().await;
            assert!(sessions::touch(&mut tx, key, lifetime(later(minutes * MINUTE))).await.unwrap());
            tx.commit().await.unwrap();
        }
        let session = sessions::load(&mut base.reader().await, key, later(59 * MINUTE)).await.unwrap().unwrap();
        assert_eq!(session.last_seen_at(), later(54 * MINUTE));
        assert!(lives(base, key, 60 * MINUTE - 1).await);
        assert!(!lives(base, key, 60 * MINUTE).await);
    }

    async fn a_change_is_kept_and_moves_the_end_alike(base) {
        let key = begin(base, "key").await;
        let mut tx = base.tx().await;
        assert!(sessions::update(&mut tx, key, "{\"a\":1}", lifetime(later(9 * MINUTE))).await.unwrap());
        tx.commit().await.unwrap();
        let session = sessions::load(&mut base.reader().await, key, later(18 * MINUTE)).await.unwrap().unwrap();
        assert_eq!((session.state.as_str(), session.last_seen_at()), ("{\"a\":1}", later(9 * MINUTE)));
        let mut tx = base.tx().await;
        for minutes in [18, 27, 36, 45, 54] {
            assert!(sessions::update(&mut tx, key, "{}", lifetime(later(minutes * MINUTE))).await.unwrap());
        }
        assert!(sessions::load(&mut tx, key, later(60 * MINUTE)).await.unwrap().is_none());
    }

    async fn a_session_that_ended_does_not_come_back(base) {
        let key = begin(base, "key").await;
        let ended = lifetime(later(10 * MINUTE));
        let mut tx = base.tx().await;
        assert!(!sessions::touch(&mut tx, key, ended).await.unwrap());
        assert!(!sessions::update(&mut tx, key, "{}", ended).await.unwrap());
        sessions::delete(&mut tx, key).await.unwrap();
        assert!(!sessions::touch(&mut tx, key, lifetime(NOW)).await.unwrap());
        assert!(!sessions::update(&mut tx, key, "{}", lifetime(NOW)).await.unwrap());
        assert!(sessions::load(&mut tx, key, NOW).await.unwrap().is_none());
        sessions::delete(&mut tx, key).await.unwrap();
    }

    async fn an_idle_time_longer_than_the_absolute_one_is_cut(base) {
        let key = KeyHash::of("key");
        let mut tx = base.tx().await;
        let long = Lifetime { now: NOW, idle_end: later(120 * MINUTE), absolute_micros: 60 * MINUTE };
        sessions::save(&mut tx, key, None, "{}", long).await.unwrap();
        tx.commit().await.unwrap();
        assert!(lives(base, key, 60 * MINUTE - 1).await);
        assert!(!lives(base, key, 60 * MINUTE).await);
    }

    async fn all_sessions_of_a_person_end_and_nobody_elses(base) {
        let (one, other) = (user(base, 1).await, user(base, 2).await);
        let mut tx = base.tx().await;
        for (key, of) in [("a", Some(one)), ("b", Some(one)), ("c", Some(other)), ("d", None)] {
            sessions::save(&mut tx, KeyHash::of(key), of, "{}", lifetime(NOW)).await.unwrap();
        }
        assert_eq!(sessions::delete_all_of(&mut tx, one).await.unwrap(), 2);
        assert_eq!(sessions::delete_all_of(&mut tx, one).await.unwrap(), 0);
        tx.commit().await.unwrap();
        for (key, stays) in [("a", false), ("b", false), ("c", true), ("d", true)] {
            assert_eq!(lives(base, KeyHash::of(key), 0).await, stays, "{key}");
        }
    }

    async fn what_ended_is_thrown_away(base) {
        begin(base, "key").await;
        let mut tx = base.tx().await;
        assert_eq!(sessions::delete_expired(&mut tx, later(10 * MINUTE - 1)).await.unwrap(), 0);
        assert_eq!(sessions::delete_expired(&mut tx, later(10 * MINUTE)).await.unwrap(), 1);
    }
}
