//! Cleaning a large table: others can write in between.

use std::time::{Duration, Instant};

use super::{Kind, both};
use crate::domain::time::Timestamp;
use crate::store::people::sign_in_failures::{self, Subject};
use crate::store::portions::PORTION;

const ROWS: i64 = 20 * PORTION;

both! {
    async fn a_writer_gets_its_turn_while_thousands_of_rows_are_deleted(base) {
        let hash = match base.kind {
            Kind::Sqlite => "unhex(printf('%064x', n))",
            Kind::Postgres => "decode(lpad(to_hex(n), 64, '0'), 'hex')",
        };
        base.execute(&format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS})
             INSERT INTO sign_in_failures (subject, failures, last_failed_at) SELECT {hash}, 1, n FROM numbers"
        )).await;
        let db = (**base).clone();
        let cleaning = tokio::spawn(async move {
            let mut portions = 0;
            loop {
                let mut tx = db.write().await.unwrap();
                let gone = sign_in_failures::delete_old(&mut tx, Timestamp::from_micros(i64::MAX)).await.unwrap();
                tx.commit().await.unwrap();
                assert!(gone <= u64::try_from(PORTION).unwrap(), "{gone}");
                if gone == 0 {
                    return portions;
                }
                portions += 1;
            }
        });
        let (mut written, mut longest) = (0, Duration::ZERO);
        while !cleaning.is_finished() {
            let began = Instant::now();
            let mut tx = base.tx().await;
            // Failures counted now are as old as the others, and are deleted too.
            sign_in_failures::add(&mut tx, Subject::new([written; 32]), Timestamp::from_micros(1)).await.unwrap();
            tx.commit().await.unwrap();
            longest = longest.max(began.elapsed());
            written += 1;
            if written > 15 {
                break;
            }
        }
        assert!(cleaning.await.unwrap() >= 20);
        assert!(written > 5, "{written} writes in between, {longest:?} at most");
    }
}
