//! Drafts, step by step; `draft_races` tests concurrency.

use super::{TestDatabase, both, world};
use crate::domain::id::{DraftId, TokenId};
use crate::store::tokens::drafts::{self, Draft};
use crate::store::tokens::logos;
use world::{NOW, acme, id, issue, later, new_token, secret, tenant, user};

/// A new draft with this number, by the person 1 in the tenant 1.
pub async fn begin(base: &TestDatabase, number: u128) -> DraftId {
    let mut tx = base.tx().await;
    drafts::insert(&mut tx, id(1), id(1), id(number), NOW).await.unwrap();
    tx.commit().await.unwrap();
    id(number)
}

pub async fn read(base: &TestDatabase, draft: DraftId) -> Draft {
    drafts::find(&mut base.reader().await, id(1), id(1), draft).await.unwrap().unwrap()
}

/// A draft with one secret, number 1.
async fn with_secret(base: &TestDatabase) -> DraftId {
    let draft = begin(base, 1).await;
    let read = read(base, draft).await;
    let mut tx = base.tx().await;
    assert!(drafts::set_secret(&mut tx, &read, 0, &secret(1), Some(later(5)), later(1)).await.unwrap());
    tx.commit().await.unwrap();
    draft
}

/// The same, saved as the token 1.
async fn saved(base: &TestDatabase) -> DraftId {
    let draft = with_secret(base).await;
    let mut tx = base.tx().await;
    assert!(drafts::claim(&mut tx, draft, 1, later(2)).await.unwrap());
    let token = issue(&mut tx, &new_token(1, id(1))).await;
    assert!(drafts::finish(&mut tx, draft, token).await.unwrap());
    tx.commit().await.unwrap();
    draft
}

both! {
    async fn a_new_draft_is_empty(base) {
        acme(base).await;
        let draft = begin(base, 1).await;
        let draft = read(base, draft).await;
        assert_eq!((draft.id, draft.general.as_str(), draft.access.as_str()), (id(1), "{}", "{}"));
        assert!(draft.logo.is_none() && draft.secret.is_none() && draft.token.is_none());
        assert_eq!((draft.generation, draft.expires_at), (0, None));
    }

    async fn what_was_typed_reads_back_as_it_was(base) {
        let (tenant, _) = acme(base).await;
        let draft = begin(base, 1).await;
        let typed = "{\"name\":\"<b>Ä\\u0000' OR 1=1 --\"}";
        let mut tx = base.tx().await;
        logos::insert(&mut tx, tenant, id(5), b"png", NOW).await.unwrap();
        assert!(drafts::set_general(&mut tx, draft, typed, Some(id(5)), later(1)).await.unwrap());
        assert!(drafts::set_access(&mut tx, draft, "{\"tenant_scope\":\"all\"}", later(1)).await.unwrap());
        tx.commit().await.unwrap();
        let read = read(base, draft).await;
        assert_eq!((read.general.as_str(), read.access.as_str()), (typed, "{\"tenant_scope\":\"all\"}"));
        assert_eq!(read.logo, Some(id(5)));
    }

    async fn beginning_a_draft_again_leaves_it_as_it_is(base) {
        acme(base).await;
        let draft = begin(base, 1).await;
        let mut tx = base.tx().await;
        drafts::set_general(&mut tx, draft, "{\"name\":\"Till\"}", None, NOW).await.unwrap();
        tx.commit().await.unwrap();
        begin(base, 1).await;
        assert_eq!(read(base, draft).await.general, "{\"name\":\"Till\"}");
    }

    async fn somebody_elses_draft_cannot_be_found(base) {
        acme(base).await;
        let (other_tenant, other_person) = (tenant(base, 2, "Other", "other").await, user(base, 2).await);
        let draft = begin(base, 1).await;
        // It can't be taken over by starting one with the same ID.
        let mut tx = base.tx().await;
        drafts::insert(&mut tx, other_tenant, other_person, draft, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = base.reader().await;
        assert!(drafts::find(&mut tx, id(1), id(1), draft).await.unwrap().is_some());
        assert!(drafts::find(&mut tx, other_tenant, id(1), draft).await.unwrap().is_none());
        assert!(drafts::find(&mut tx, id(1), other_person, draft).await.unwrap().is_none());
        assert!(drafts::find(&mut tx, other_tenant, other_person, draft).await.unwrap().is_none());
        assert!(drafts::find(&mut tx, id(1), id(1), id(9)).await.unwrap().is_none());
    }

    async fn a_secret_is_kept_with_its_end_and_its_number(base) {
        acme(base).await;
        let draft = with_secret(base).await;
        let read = read(base, draft).await;
        let kept = read.secret.unwrap();
        assert_eq!((kept.hash, kept.key_id, kept.last_four), (secret(1).hash, secret(1).key_id, secret(1).last_four));
        assert_eq!((read.generation, read.expires_at), (1, Some(later(5))));
    }

    async fn the_next_secret_replaces_the_one_before(base) {
        acme(base).await;
        let draft = with_secret(base).await;
        let before = read(base, draft).await;
        let mut tx = base.tx().await;
        assert!(!drafts::set_secret(&mut tx, &before, 0, &secret(2), None, NOW).await.unwrap());
        assert!(drafts::set_secret(&mut tx, &before, 1, &secret(2), None, NOW).await.unwrap());
        tx.commit().await.unwrap();
        let after = read(base, draft).await;
        assert_eq!((after.generation, after.expires_at), (2, None));
        assert_eq!(after.secret.unwrap().hash, secret(2).hash);
        let mut tx = base.tx().await;
        assert!(!drafts::claim(&mut tx, draft, 1, NOW).await.unwrap());
        assert!(drafts::claim(&mut tx, draft, 2, NOW).await.unwrap());
    }

    async fn a_secret_is_not_kept_for_a_draft_that_was_changed_since_it_was_read(base) {
        acme(base).await;
        let draft = begin(base, 1).await;
        for general in [true, false] {
            let before = read(base, draft).await;
            let mut tx = base.tx().await;
            let text = format!("{{\"changed\":{general}}}");
            if general {
                drafts::set_general(&mut tx, draft, &text, None, NOW).await.unwrap();
            } else {
                drafts::set_access(&mut tx, draft, &text, NOW).await.unwrap();
            }
            assert!(!drafts::set_secret(&mut tx, &before, 0, &secret(1), None, NOW).await.unwrap());
            tx.commit().await.unwrap();
        }
        let now = read(base, draft).await;
        assert!(now.secret.is_none());
        assert!(drafts::set_secret(&mut base.tx().await, &now, 0, &secret(1), None, NOW).await.unwrap());
    }

    async fn a_change_of_either_step_voids_the_secret(base) {
        acme(base).await;
        let draft = with_secret(base).await;
        for general in [true, false] {
            let mut tx = base.tx().await;
            if general {
                assert!(drafts::set_general(&mut tx, draft, "{}", None, later(2)).await.unwrap());
            } else {
                assert!(drafts::set_access(&mut tx, draft, "{}", later(2)).await.unwrap());
            }
            assert!(!drafts::claim(&mut tx, draft, 1, later(3)).await.unwrap());
            let changed = drafts::find(&mut tx, id(1), id(1), draft).await.unwrap().unwrap();
            assert!(changed.secret.is_none() && changed.expires_at.is_none());
            assert_eq!(changed.generation, 1, "what was shown stays counted");
        }
    }

    async fn a_draft_without_a_secret_cannot_be_claimed(base) {
        acme(base).await;
        let draft = begin(base, 1).await;
        let mut tx = base.tx().await;
        for generation in [-1, 0, 1] {
            assert!(!drafts::claim(&mut tx, draft, generation, NOW).await.unwrap());
        }
    }

    async fn a_saved_draft_names_its_token_forgets_the_secret_and_stays_as_it_is(base) {
        acme(base).await;
        let draft = saved(base).await;
        let read = read(base, draft).await;
        assert_eq!(read.token, Some(id::<TokenId>(1)));
        assert!(read.secret.is_none());
        let mut tx = base.tx().await;
        assert!(!drafts::claim(&mut tx, draft, 1, NOW).await.unwrap());
        assert!(!drafts::set_secret(&mut tx, &read, 1, &secret(2), None, NOW).await.unwrap());
        assert!(!drafts::set_general(&mut tx, draft, "{\"x\":1}", None, NOW).await.unwrap());
        assert!(!drafts::set_access(&mut tx, draft, "{\"x\":1}", NOW).await.unwrap());
        assert!(!drafts::delete(&mut tx, draft).await.unwrap());
    }

    async fn a_draft_becomes_one_token_only(base) {
        acme(base).await;
        let draft = saved(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(2, id(1))).await;
        assert!(!drafts::finish(&mut tx, draft, id(2)).await.unwrap());
        assert!(!drafts::finish(&mut tx, id(9), id(2)).await.unwrap());
    }

    async fn a_draft_can_be_thrown_away_with_its_secret(base) {
        acme(base).await;
        let draft = with_secret(base).await;
        let mut tx = base.tx().await;
        assert!(drafts::delete(&mut tx, draft).await.unwrap());
        assert!(!drafts::delete(&mut tx, draft).await.unwrap());
        assert!(drafts::find(&mut tx, id(1), id(1), draft).await.unwrap().is_none());
    }

    async fn what_nobody_touched_is_thrown_away_and_tokens_stay(base) {
        acme(base).await;
        let old = saved(base).await;
        let young = begin(base, 2).await;
        let mut tx = base.tx().await;
        drafts::set_access(&mut tx, young, "{}", later(3)).await.unwrap();
        assert_eq!(drafts::delete_old(&mut tx, later(2)).await.unwrap(), 0, "touched at that moment itself");
        assert_eq!(drafts::delete_old(&mut tx, later(3)).await.unwrap(), 1);
        assert!(drafts::find(&mut tx, id(1), id(1), old).await.unwrap().is_none());
        assert!(drafts::find(&mut tx, id(1), id(1), young).await.unwrap().is_some());
        tx.commit().await.unwrap();
        assert_eq!(base.number("SELECT COUNT(*) FROM token_secrets").await, 1);
    }

    async fn half_a_secret_is_an_error_with_a_name(base) {
        acme(base).await;
        let draft = with_secret(base).await;
        base.corrupt("drafts", &["drafts_secret_whole"], "UPDATE drafts SET key_id = NULL").await;
        let error = drafts::find(&mut base.reader().await, id(1), id(1), draft).await.unwrap_err();
        assert_eq!(error.to_string(), "corrupt row: drafts secret");
    }
}
