//! Logos.

use super::drafts::begin;
use super::{both, world};
use crate::store::tokens::{drafts, logos};
use world::{NOW, acme, id, issue, later, new_token, tenant};

both! {
    async fn a_logo_reads_back_byte_for_byte_in_its_own_tenant_alone(base) {
        acme(base).await;
        let other = tenant(base, 2, "Other", "other").await;
        let png: Vec<u8> = (0..=255).collect();
        let mut tx = base.tx().await;
        logos::insert(&mut tx, id(1), id(5), &png, NOW).await.unwrap();
        assert_eq!(logos::find(&mut tx, id(1), id(5)).await.unwrap(), Some(png));
        assert_eq!(logos::find(&mut tx, other, id(5)).await.unwrap(), None);
        assert_eq!(logos::find(&mut tx, id(1), id(6)).await.unwrap(), None);
    }

    async fn a_logo_that_nothing_shows_is_thrown_away_once_it_is_old(base) {
        acme(base).await;
        let draft = begin(base, 1).await;
        let mut tx = base.tx().await;
        for (number, at) in [(1, NOW), (2, NOW), (3, NOW), (4, later(1))] {
            logos::insert(&mut tx, id(1), id(number), b"png", at).await.unwrap();
        }
        let mut token = new_token(1, id(1));
        token.logo = Some(id(1));
        issue(&mut tx, &token).await;
        drafts::set_general(&mut tx, draft, "{}", Some(id(2)), NOW).await.unwrap();
        assert_eq!(logos::unused(&mut tx, NOW, None, 9).await.unwrap(), []);
        assert_eq!(logos::unused(&mut tx, later(1), None, 9).await.unwrap(), [id(3)]);
        assert_eq!(logos::unused(&mut tx, later(1), Some(id(3)), 9).await.unwrap(), []);
        // A logo that is used by now stays, even if it was found unused before.
        assert_eq!(logos::delete_unused(&mut tx, &[id(1), id(2), id(3)]).await.unwrap(), 1);
        assert!(logos::find(&mut tx, id(1), id(3)).await.unwrap().is_none());
        for kept in [1, 2, 4] {
            assert!(logos::find(&mut tx, id(1), id(kept)).await.unwrap().is_some(), "{kept}");
        }
    }
}
