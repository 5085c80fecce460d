//! Changes to a token after its creation.

use super::{at_once, both, world};
use crate::domain::decision::{DenyReason, Requirement};
use crate::domain::labels::Labels;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::text::{Description, Name};
use crate::domain::token::{Status, TenantScope, TokenSettings};
use crate::store::{modules, tokens, verification};
use world::{NOW, acme, id, issue, later, new_token, secret, tenant};

fn changed() -> TokenSettings {
    TokenSettings {
        labels: Labels {
            name: Name::parse("Other").unwrap(),
            description: Description::parse("Why").unwrap(),
        },
        logo: None,
        scope: TenantScope::Selected(vec![id(1), id(2)]),
        permissions: Permissions::of([Permission::Delete]).unwrap(),
        app: None,
        modules: Vec::new(),
        expires_at: Some(later(9)),
    }
}

both! {
    async fn a_changed_token_reads_back_as_it_was_changed(base) {
        acme(base).await;
        tenant(base, 2, "Berta", "berta").await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        let module = modules::find_by_slug(&mut tx, "administration").await.unwrap().unwrap().id;
        let settings = TokenSettings { modules: vec![module], ..changed() };
        assert!(tokens::changes::lock(&mut tx, id(1), id(1)).await.unwrap());
        assert!(tokens::changes::update(&mut tx, id(1), id(1), &settings, NOW).await.unwrap());
        let found = tokens::find(&mut tx, id(1), id(1)).await.unwrap().unwrap();
        assert_eq!((found.labels.name.as_str(), found.labels.description.as_str()), ("Other", "Why"));
        assert_eq!(found.labels, settings.labels.texts());
        assert_eq!((found.scope, found.permissions), (settings.scope.clone(), settings.permissions));
        assert_eq!((found.life.expires_at, found.updated_at), (Some(later(9)), later(1)));
        assert_eq!(modules::of_tokens(&mut tx, &[id(1)]).await.unwrap().len(), 1);
        let narrowed = TokenSettings { scope: TenantScope::This, modules: vec![], ..settings };
        assert!(tokens::changes::update(&mut tx, id(1), id(1), &narrowed, NOW).await.unwrap());
        assert!(tokens::reached_tenants(&mut tx, &[id(1)]).await.unwrap().is_empty());
        assert!(modules::of_tokens(&mut tx, &[id(1)]).await.unwrap().is_empty());
        // Another tenant's, unknown, or revoked: nothing.
        assert!(!tokens::changes::lock(&mut tx, id(2), id(1)).await.unwrap());
        assert!(!tokens::changes::update(&mut tx, id(2), id(1), &narrowed, NOW).await.unwrap());
        assert!(!tokens::changes::lock(&mut tx, id(1), id(9)).await.unwrap());
        tokens::revoke(&mut tx, id(1), id(1), NOW).await.unwrap();
        assert!(!tokens::changes::update(&mut tx, id(1), id(1), &narrowed, NOW).await.unwrap());
    }

    async fn disabling_and_enabling_happen_once_each(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        assert!(!tokens::changes::enable(&mut tx, id(1), id(1), NOW).await.unwrap());
        assert!(tokens::changes::disable(&mut tx, id(1), id(1), NOW).await.unwrap());
        assert!(!tokens::changes::disable(&mut tx, id(1), id(1), NOW).await.unwrap());
        let found = tokens::find(&mut tx, id(1), id(1)).await.unwrap().unwrap();
        assert_eq!((found.life.status(NOW), found.updated_at), (Status::Disabled, later(1)));
        assert!(!tokens::changes::enable(&mut tx, id(2), id(1), NOW).await.unwrap());
        assert!(tokens::changes::enable(&mut tx, id(1), id(1), NOW).await.unwrap());
        tokens::revoke(&mut tx, id(1), id(1), NOW).await.unwrap();
        assert!(!tokens::changes::disable(&mut tx, id(1), id(1), NOW).await.unwrap());
        assert_eq!(tokens::find(&mut tx, id(1), id(1)).await.unwrap().unwrap().updated_at, later(3));
    }

    async fn an_end_is_set_and_nothing_else_changes(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        let before = tokens::find(&mut tx, id(1), id(1)).await.unwrap().unwrap();
        assert!(!tokens::changes::set_end(&mut tx, id(2), id(1), Some(later(9)), later(1)).await.unwrap());
        for (end, at) in [(Some(later(9)), 1), (None, 2), (Some(later(4)), 3)] {
            assert!(tokens::changes::set_end(&mut tx, id(1), id(1), end, later(at)).await.unwrap());
            let now = tokens::find(&mut tx, id(1), id(1)).await.unwrap().unwrap();
            assert_eq!((now.life.expires_at, now.updated_at), (end, later(at)));
            assert_eq!((now.labels.name, now.scope, now.last_four), (before.labels.name.clone(), before.scope.clone(), before.last_four.clone()));
        }
        tokens::revoke(&mut tx, id(1), id(1), NOW).await.unwrap();
        assert!(!tokens::changes::set_end(&mut tx, id(1), id(1), None, NOW).await.unwrap());
    }

    async fn a_rotation_ends_what_was_there_and_never_lengthens_it(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        assert_eq!(tokens::changes::overlap(&mut tx, id(1), NOW).await.unwrap(), None);
        assert!(tokens::changes::rotate(&mut tx, id(1), id(1), &secret(2), later(5), NOW).await.unwrap());
        assert_eq!(tokens::changes::overlap(&mut tx, id(1), NOW).await.unwrap(), Some(later(5)));
        assert_eq!(tokens::changes::overlap(&mut tx, id(1), later(5)).await.unwrap(), None);
        // A later end does not extend the first one.
        assert!(tokens::changes::rotate(&mut tx, id(1), id(1), &secret(3), later(9), NOW).await.unwrap());
        let mut ends = Vec::new();
        for number in 1..=3 {
            let found = verification::facts(&mut tx, &secret(number).hash, Requirement::default()).await.unwrap().unwrap();
            ends.push((found.facts.secret_ends_at, found.facts.accepted(later(5))));
        }
        let replaced = Err(DenyReason::SecretReplaced);
        assert_eq!(ends, [(Some(later(5)), replaced), (Some(later(9)), Ok(())), (None, Ok(()))]);
        let found = tokens::find(&mut tx, id(1), id(1)).await.unwrap().unwrap();
        assert_eq!(found.last_four, "0003");
        assert!(!tokens::changes::rotate(&mut tx, id(2), id(1), &secret(4), NOW, NOW).await.unwrap());
        tokens::revoke(&mut tx, id(1), id(1), NOW).await.unwrap();
        assert!(!tokens::changes::rotate(&mut tx, id(1), id(1), &secret(4), NOW, NOW).await.unwrap());
    }

    async fn rotations_at_once_leave_one_secret_without_an_end(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        tx.commit().await.unwrap();
        let db = base.another().await;
        let done = at_once(8, |which| {
            let db = db.clone();
            async move {
                let mut tx = db.write().await.unwrap();
                tokens::changes::lock(&mut tx, id(1), id(1)).await.unwrap();
                let fresh = secret(100 + which as u128);
                let done = tokens::changes::rotate(&mut tx, id(1), id(1), &fresh, NOW, NOW).await.unwrap();
                tx.commit().await.unwrap();
                done
            }
        }).await;
        db.close().await;
        assert_eq!(done, [true; 8]);
        assert_eq!(base.number("SELECT COUNT(*) FROM token_secrets WHERE ends_at IS NULL").await, 1);
        assert_eq!(base.number("SELECT MAX(generation) FROM token_secrets").await, 9);
    }
}
