//! Rotations that are shown but not saved, and a token's secrets.

use super::{both, world};
use crate::domain::rotation::Overlap;
use crate::store::tokens::{self, rotations, secrets};
use world::{NOW, acme, id, issue, later, new_token, secret};

both! {
    async fn one_of_many_shows_a_secret_and_one_of_many_saves_it(base) {
        let (_, user) = acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        assert!(rotations::find(&mut tx, id(1), user).await.unwrap().is_none());
        let chosen = (1, Overlap::Until(later(7)));
        assert!(rotations::propose(&mut tx, id(1), user, 0, chosen, &secret(2), NOW).await.unwrap());
        assert!(!rotations::propose(&mut tx, id(1), user, 0, chosen, &secret(3), NOW).await.unwrap());
        let found = rotations::find(&mut tx, id(1), user).await.unwrap().unwrap();
        assert_eq!((found.generation, found.saved, found.follows, found.overlap), (1, 0, 1, Overlap::Until(later(7))));
        assert_eq!(found.secret.unwrap().last_four, "0002");
        assert!(rotations::propose(&mut tx, id(1), user, 1, (1, Overlap::Week), &secret(3), NOW).await.unwrap());
        assert!(!rotations::take(&mut tx, id(1), user, 1, NOW).await.unwrap(), "another one was shown since");
        assert!(rotations::take(&mut tx, id(1), user, 2, NOW).await.unwrap());
        assert!(!rotations::take(&mut tx, id(1), user, 2, NOW).await.unwrap());
        let found = rotations::find(&mut tx, id(1), user).await.unwrap().unwrap();
        assert!(found.saved == 2 && found.secret.is_none() && found.overlap == Overlap::Week);
        assert!(!rotations::discard(&mut tx, id(1), user).await.unwrap());
        assert!(rotations::propose(&mut tx, id(1), user, 2, (1, Overlap::None), &secret(4), NOW).await.unwrap());
        assert!(rotations::discard(&mut tx, id(1), user).await.unwrap());
        assert_eq!(rotations::delete_old(&mut tx, NOW).await.unwrap(), 0);
        assert_eq!(rotations::delete_old(&mut tx, later(1)).await.unwrap(), 1);
    }

    async fn a_replaced_secret_ends_early_or_later_but_never_again(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        // The current one has no end to move.
        assert!(!secrets::end(&mut tx, id(1), 1, NOW).await.unwrap());
        assert!(!secrets::extend(&mut tx, id(1), 1, later(9), NOW).await.unwrap());
        tokens::changes::rotate(&mut tx, id(1), id(1), &secret(2), later(5), NOW).await.unwrap();
        let found = secrets::of_token(&mut tx, id(1), 9).await.unwrap();
        let told: Vec<_> = found.iter().map(|secret| (secret.generation, secret.ends_at)).collect();
        assert_eq!(told, [(2, None), (1, Some(later(5)))]);
        assert_eq!(secrets::of_token(&mut tx, id(1), 1).await.unwrap()[0].last_four, "0002");
        assert!(!secrets::extend(&mut tx, id(1), 1, later(5), NOW).await.unwrap(), "not later");
        assert!(secrets::extend(&mut tx, id(1), 1, later(7), later(4)).await.unwrap());
        assert!(!secrets::extend(&mut tx, id(1), 1, later(9), later(7)).await.unwrap(), "over at the moment itself");
        assert!(secrets::end(&mut tx, id(1), 1, later(6)).await.unwrap());
        assert!(!secrets::end(&mut tx, id(1), 1, later(6)).await.unwrap());
        assert!(!secrets::extend(&mut tx, id(1), 1, later(9), later(6)).await.unwrap());
        assert!(tokens::changes::touch(&mut tx, id(1), id(1), NOW).await.unwrap());
        assert!(!tokens::changes::touch(&mut tx, id(2), id(1), NOW).await.unwrap());
    }
}
