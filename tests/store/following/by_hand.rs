//! What is changed past Latchkey: nobody waits, so the database itself ends the leases before the change counts.

use sqlx::ConnectOptions as _;

use super::*;

/// A process of a version that knew of no verifiers is such a hand, too.
#[test]
fn a_hand_with_a_database_client_ends_the_leases_before_its_commit() {
    run(Kind::Postgres, async |base| {
        fill(base, 2).await;
        let Db::Postgres { pool, .. } = &**base else { unreachable!() };
        let options = pool.connect_options().as_ref().clone().application_name("psql");
        let mut hand = options.connect().await.unwrap();
        let (dbs, replicas, verifiers) = three(base).await;
        for (number, (taken, given)) in deeds(Kind::Postgres, 1).into_iter().enumerate().take(4) {
            until("all accept", || verifiers.iter().all(|one| said(one, 1) == Said::Accepted)).await;
            // One that is stopped, and one that begins meanwhile.
            let asleep = stopped(base).await;
            assert_eq!(said(&asleep, 1), Said::Accepted);
            let another = Arc::new(Verifier::default());
            let began = Instant::now();
            let changing = sqlx::query(AssertSqlSafe(taken.clone())).execute(&mut hand);
            let (done, started) = tokio::join!(changing, async {
                tokio::time::sleep(Duration::from_millis(100 + 300 * number as u64)).await;
                let Db::Postgres { .. } = &dbs[0] else { unreachable!() };
                Replica::start(&dbs[0], Arc::clone(&another)).unwrap()
            });
            done.unwrap();
            assert!(
                verifiers.iter().chain([&asleep, &another]).all(|one| said(one, 1) != Said::Accepted),
                "{taken}"
            );
            assert!(began.elapsed() >= LEASE, "{taken}: {:?}", began.elapsed());
            until("they have a lease again", || {
                verifiers.iter().chain([&another]).all(|one| said(one, 1) == Said::Refused)
            })
            .await;
            tokio::task::spawn_blocking(move || started.stop()).await.unwrap();
            make(&dbs[0], &given).await;
        }
        end(dbs, replicas).await;
    });
}
