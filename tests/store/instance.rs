//! The instance's one row.

use uuid::Uuid;

use super::{at_once, both, world};
use crate::store::{Db, Error, database::instance};
use world::NOW;

const KEY: [u8; 32] = [7; 32];

async fn start(db: Db, key: [u8; 32], fresh: u128) -> Result<Uuid, Error> {
    let mut tx = db.write().await?;
    let instance = instance::check_key(&mut tx, &key, Uuid::from_u128(fresh), NOW).await?;
    tx.commit().await?;
    Ok(instance)
}

async fn claim(db: Db) -> bool {
    let mut tx = db.write().await.unwrap();
    let claimed = instance::claim_owner(&mut tx, NOW).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

both! {
    async fn the_first_key_is_the_key_and_every_other_one_is_refused(base) {
        let db = base.another().await;
        assert_eq!(start(db.clone(), KEY, 1).await.unwrap(), Uuid::from_u128(1));
        assert_eq!(start(db.clone(), KEY, 2).await.unwrap(), Uuid::from_u128(1));
        let mut almost = KEY;
        almost[31] ^= 1;
        for wrong in [almost, [0; 32]] {
            assert!(matches!(start(db.clone(), wrong, 3).await, Err(Error::WrongKey)));
        }
        assert_eq!(start(db, KEY, 4).await.unwrap(), Uuid::from_u128(1));
        assert_eq!(base.number("SELECT COUNT(*) FROM instance").await, 1);
    }

    async fn processes_that_start_together_are_one_instance(base) {
        let processes = base.processes(8).await;
        let started = at_once(8, |n| start(processes[n].clone(), KEY, 1 + n as u128)).await;
        let first = *started[0].as_ref().unwrap();
        assert!(started.iter().all(|instance| *instance.as_ref().unwrap() == first), "{started:?}");
    }

    async fn the_first_owner_is_made_once_however_many_try_at_once(base) {
        let processes = base.processes(4).await;
        start(processes[0].clone(), KEY, 1).await.unwrap();
        assert!(!instance::has_owner(&mut base.reader().await).await.unwrap());
        let claimed = at_once(50, |n| claim(processes[n % 4].clone())).await;
        assert_eq!(claimed.into_iter().filter(|claimed| *claimed).count(), 1);
        assert!(instance::has_owner(&mut base.reader().await).await.unwrap());
    }

    async fn a_setup_that_fails_leaves_the_right_to_the_next(base) {
        let db = base.another().await;
        start(db.clone(), KEY, 1).await.unwrap();
        let mut tx = base.tx().await;
        assert!(instance::claim_owner(&mut tx, NOW).await.unwrap());
        assert!(instance::has_owner(&mut tx).await.unwrap());
        drop(tx);
        assert!(!instance::has_owner(&mut base.reader().await).await.unwrap());
        assert!(claim(db).await);
    }

    async fn a_database_that_no_instance_has_started_on_gives_nobody_the_right(base) {
        assert!(!claim(base.another().await).await);
        assert!(instance::has_owner(&mut base.reader().await).await.is_err());
    }

    async fn what_is_missing_is_noted_once_and_confirmed_for_all(base) {
        let db = base.another().await;
        start(db.clone(), KEY, 1).await.unwrap();
        let standing = async || instance::restore_state(&mut base.reader().await).await.unwrap();
        let fresh = instance::RestoreState { instance_id: Uuid::from_u128(1), restores: 0, behind: None };
        assert_eq!(standing().await, fresh);
        for missing in ["first", "second"] {
            let mut tx = db.write().await.unwrap();
            instance::note_behind(&mut tx, missing).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(standing().await.behind.as_deref(), Some("first"));
        }
        let mut tx = db.write().await.unwrap();
        instance::confirm_restore(&mut tx, 3).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(standing().await, instance::RestoreState { restores: 3, ..fresh });
    }
}
