//! Concurrent work on drafts from several processes: one secret is created, one token is saved.

use super::drafts::{begin, read};
use super::{at_once, both, world};
use crate::domain::id::{DraftId, TenantId, UserId};
use crate::domain::time::Timestamp;
use crate::store::{Db, tokens::drafts};
use world::{NOW, acme, id, issue, later, new_token, secret};

const AT_ONCE: usize = 50;
const PROCESSES: usize = 4;

/// What the reveal does: read, decide, store the secret. Returns the general step that it may show a secret for.
async fn reveal(db: Db, draft: DraftId, number: u128) -> Option<String> {
    let mut tx = db.write().await.unwrap();
    let seen = drafts::find(&mut tx, id::<TenantId>(1), id::<UserId>(1), draft).await.unwrap().unwrap();
    if !drafts::set_secret(&mut tx, &seen, 0, &secret(number), None, NOW).await.unwrap() {
        return None;
    }
    tx.commit().await.unwrap();
    Some(seen.general)
}

async fn change(db: Db, draft: DraftId) {
    let mut tx = db.write().await.unwrap();
    assert!(drafts::set_general(&mut tx, draft, "{\"changed\":1}", None, NOW).await.unwrap());
    tx.commit().await.unwrap();
}

/// What Save does: read, claim, create, finish. Returns whether this one created the token.
async fn save(db: Db, draft: DraftId, number: u128, now: Timestamp) -> bool {
    let mut tx = db.write().await.unwrap();
    let seen = drafts::find(&mut tx, id::<TenantId>(1), id::<UserId>(1), draft).await.unwrap().unwrap();
    if !drafts::claim(&mut tx, draft, 1, now).await.unwrap() {
        return false;
    }
    let mut token = new_token(number, id(1));
    token.secret = seen.secret.unwrap();
    issue(&mut tx, &token).await;
    assert!(drafts::finish(&mut tx, draft, token.id).await.unwrap());
    tx.commit().await.unwrap();
    true
}

both! {
    async fn of_many_that_make_a_secret_at_once_one_does(base) {
        acme(base).await;
        let draft = begin(base, 1).await;
        let processes = base.processes(PROCESSES).await;
        let won = at_once(AT_ONCE, |n| reveal(processes[n % PROCESSES].clone(), draft, 100 + n as u128)).await;
        let winners: Vec<usize> = (0..AT_ONCE).filter(|n| won[*n].is_some()).collect();
        assert_eq!(winners.len(), 1, "{winners:?}");
        let after = read(base, draft).await;
        assert_eq!(after.generation, 1);
        assert_eq!(after.secret.unwrap().hash, secret(100 + winners[0] as u128).hash, "the one that was shown");
    }

    async fn of_many_that_save_at_once_one_issues_the_token(base) {
        acme(base).await;
        let draft = begin(base, 1).await;
        assert!(reveal(base.another().await, draft, 7).await.is_some());
        let processes = base.processes(PROCESSES).await;
        let won = at_once(AT_ONCE, |n| save(processes[n % PROCESSES].clone(), draft, 100 + n as u128, later(1))).await;
        assert_eq!(won.into_iter().filter(|won| *won).count(), 1);
        assert_eq!(base.number("SELECT COUNT(*) FROM tokens").await, 1);
        assert_eq!(base.number("SELECT COUNT(*) FROM token_secrets").await, 1);
        assert!(read(base, draft).await.token.is_some());
    }

    async fn who_claims_and_then_gives_up_leaves_it_to_the_next(base) {
        acme(base).await;
        let draft = begin(base, 1).await;
        let process = base.another().await;
        assert!(reveal(process.clone(), draft, 7).await.is_some());
        let mut tx = base.tx().await;
        assert!(drafts::claim(&mut tx, draft, 1, NOW).await.unwrap());
        let next = tokio::spawn(save(process, draft, 100, NOW));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert!(!next.is_finished(), "it must wait for the one that has the right now");
        drop(tx);
        assert!(next.await.unwrap());
    }

    async fn a_secret_and_a_change_at_once_never_leave_a_secret_for_what_was_not_shown(base) {
        acme(base).await;
        let (one, other) = (base.another().await, base.another().await);
        for round in 0..50_u128 {
            let draft = begin(base, 100 + round).await;
            let shown = at_once(2, |n| {
                let (one, other) = (one.clone(), other.clone());
                async move {
                    if n == 0 {
                        return reveal(one, draft, 1000 + round).await;
                    }
                    change(other, draft).await;
                    None
                }
            }).await.swap_remove(0);
            let after = read(base, draft).await;
            assert!(after.secret.is_none() || shown == Some(after.general), "round {round}");
        }
    }
}
