//! Single tokens.

use super::{both, world};
use crate::domain::decision::{DenyReason, Requirement};
use crate::domain::id::TenantId;
use crate::domain::labels::Labels;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::text::{Description, Name};
use crate::domain::token::{Status, TenantScope};
use crate::store::verification::facts;
use crate::store::{
    tenants,
    tokens::{self, logos},
};
use world::{NOW, acme, id, issue, later, new_token, secret, tenant};

both! {
    async fn an_issued_token_reads_back_as_it_was_issued(base) {
        acme(base).await;
        let mut token = new_token(7, id(1));
        token.labels = Labels {
            name: Name::parse("Kasse »Süd«").unwrap(),
            description: Description::parse("Zeile 1\nZeile 2").unwrap(),
        };
        token.logo = Some(id(5));
        token.scope = TenantScope::All;
        token.permissions = Permissions::of([Permission::Read, Permission::Delete]).unwrap();
        token.expires_at = Some(later(1));
        let mut tx = base.tx().await;
        logos::insert(&mut tx, id(1), id(5), b"png", NOW).await.unwrap();
        tokens::insert(&mut tx, &token, "ann@example.org").await.unwrap();
        let found = tokens::find(&mut tx, id(1), id(7)).await.unwrap().unwrap();
        assert_eq!((found.id, found.tenant, found.logo), (id(7), id(1), Some(id(5))));
        assert_eq!((found.labels.name.as_str(), found.labels.description.as_str()), ("Kasse »Süd«", "Zeile 1\nZeile 2"));
        assert_eq!(found.labels, token.labels.texts());
        assert_eq!((found.scope, found.permissions), (TenantScope::All, token.permissions));
        assert_eq!((found.life.expires_at, found.life.status(NOW)), (Some(later(1)), Status::Active));
        assert_eq!((found.last_four.as_str(), found.created_by.as_str()), ("0007", "ann@example.org"));
        assert_eq!((found.created_at, found.last_used_at, found.last_used_from), (NOW, None, None));
    }

    async fn each_scope_reads_back_as_itself(base) {
        acme(base).await;
        tenant(base, 2, "Berta", "berta").await;
        let mut tx = base.tx().await;
        let scopes = [TenantScope::This, TenantScope::All, TenantScope::Selected(vec![id(1), id(2)])];
        for (number, scope) in (1..).zip(scopes) {
            let mut token = new_token(number, id(1));
            token.scope = scope.clone();
            issue(&mut tx, &token).await;
            assert_eq!(tokens::find(&mut tx, id(1), id(number)).await.unwrap().unwrap().scope, scope);
        }
    }

    async fn reached_tenants_come_with_their_names_in_their_order(base) {
        acme(base).await;
        tenant(base, 2, "zoo", "zoo").await;
        tenant(base, 3, "Bakery", "bakery").await;
        let mut tx = base.tx().await;
        for (number, reached) in [(1, vec![2, 1, 3]), (2, vec![3]), (3, vec![2])] {
            let mut token = new_token(number, id(1));
            token.scope = TenantScope::Selected(reached.into_iter().map(id::<TenantId>).collect());
            issue(&mut tx, &token).await;
        }
        let found = tokens::reached_tenants(&mut tx, &[id(1), id(2)]).await.unwrap();
        let names: Vec<_> = found.iter().map(|(token, tenant)| (*token, tenant.name.as_str(), tenant.slug.as_str())).collect();
        assert_eq!(names.len(), 4);
        let of_one: Vec<_> = names.iter().filter(|(token, ..)| *token == id(1)).map(|(_, name, _)| *name).collect();
        assert_eq!(of_one, ["Acme", "Bakery", "zoo"]);
        assert!(names.contains(&(id(2), "Bakery", "bakery")));
        assert!(tokens::reached_tenants(&mut tx, &[]).await.unwrap().is_empty());
    }

    async fn a_token_for_a_tenant_that_is_not_there_is_not_issued_at_all(base) {
        acme(base).await;
        let mut token = new_token(1, id(1));
        token.scope = TenantScope::Selected(vec![id(1), id(9)]);
        let mut tx = base.tx().await;
        // SQLite and PostgreSQL both check references with each statement.
        assert!(tokens::insert(&mut tx, &token, "u1@example.org").await.is_err());
        drop(tx);
        assert_eq!(base.number("SELECT COUNT(*) FROM tokens").await, 0);
    }

    async fn a_secret_belongs_to_one_token(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        let mut copy = new_token(2, id(1));
        copy.secret = secret(1);
        assert!(tokens::insert(&mut tx, &copy, "u1@example.org").await.unwrap_err().is_duplicate());
    }

    async fn another_tenants_token_is_neither_found_nor_revoked(base) {
        acme(base).await;
        tenant(base, 2, "Other", "other").await;
        let mut tx = base.tx().await;
        let token = issue(&mut tx, &new_token(1, id(1))).await;
        assert_eq!(tokens::home(&mut tx, token).await.unwrap(), Some(id(1)));
        assert_eq!(tokens::home(&mut tx, id(9)).await.unwrap(), None);
        assert_eq!(tokens::count_reaching_below(&mut tx, &[id(1), id(2)]).await.unwrap(), 0);
        assert!(tokens::find(&mut tx, id(2), token).await.unwrap().is_none());
        assert!(tokens::find(&mut tx, id(1), id(9)).await.unwrap().is_none());
        assert!(!tokens::revoke(&mut tx, id(2), token, NOW).await.unwrap());
        assert!(!tokens::revoke(&mut tx, id(1), id(9), NOW).await.unwrap());
        assert_eq!(tokens::find(&mut tx, id(1), token).await.unwrap().unwrap().life.status(NOW), Status::Active);
    }

    async fn revoking_happens_once_and_is_for_good(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        let token = issue(&mut tx, &new_token(1, id(1))).await;
        assert!(tokens::revoke(&mut tx, id(1), token, later(1)).await.unwrap());
        assert!(!tokens::revoke(&mut tx, id(1), token, later(2)).await.unwrap());
        let found = tokens::find(&mut tx, id(1), token).await.unwrap().unwrap();
        assert_eq!(found.life.revoked_at, Some(later(1)), "the first moment stays");
        let presented = facts(&mut tx, &secret(1).hash, Requirement::default()).await.unwrap().unwrap();
        assert_eq!(presented.facts.accepted(later(1)), Err(DenyReason::Revoked));
    }

    async fn a_presented_secret_leads_to_its_token(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        for number in 1..=3 {
            issue(&mut tx, &new_token(number, id(1))).await;
        }
        let found = facts(&mut tx, &secret(2).hash, Requirement::default()).await.unwrap().unwrap();
        assert_eq!((found.id, found.name.as_str(), found.scope), (id(2), "Token 2", "this"));
        assert_eq!((&*found.home_slug, &*found.home_name), ("acme", "Acme"));
        assert_eq!(found.facts.permissions, Permissions::of([Permission::Read]).unwrap());
        assert_eq!(found.facts.accepted(NOW), Ok(()));
        assert!(facts(&mut tx, &secret(9).hash, Requirement::default()).await.unwrap().is_none());
    }

    async fn everything_that_closes_a_token_is_told_with_it(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        for number in 1..=4 {
            let mut token = new_token(number, id(1));
            token.expires_at = (number == 1).then_some(later(1));
            issue(&mut tx, &token).await;
        }
        tx.commit().await.unwrap();
        base.execute(&format!("UPDATE tokens SET disabled_at = {} WHERE id = {{2}}", NOW.micros())).await;
        base.execute(&format!("UPDATE token_secrets SET ends_at = {} WHERE token_id = {{3}}", later(1).micros())).await;
        let mut tx = base.tx().await;
        let expected = [(1, Err(DenyReason::Expired)), (2, Err(DenyReason::Disabled)), (3, Err(DenyReason::SecretReplaced)), (4, Ok(()))];
        for (number, expected) in expected {
            let found = facts(&mut tx, &secret(number).hash, Requirement::default()).await.unwrap().unwrap();
            assert_eq!(found.facts.accepted(later(1)), expected, "{number}");
        }
        tenants::disable(&mut tx, id(1), NOW).await.unwrap();
        let found = facts(&mut tx, &secret(4).hash, Requirement::default()).await.unwrap().unwrap();
        assert_eq!(found.facts.accepted(NOW), Err(DenyReason::TenantDisabled));
    }

    async fn of_two_secrets_both_lead_to_the_token_and_the_newer_one_is_shown(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        tx.commit().await.unwrap();
        base.execute("INSERT INTO token_secrets (hash, key_id, token_id, generation, last_four, created_at)
                      VALUES ([9], 'k', {1}, 2, 'zzzz', 1)").await;
        let mut tx = base.reader().await;
        assert_eq!(tokens::find(&mut tx, id(1), id(1)).await.unwrap().unwrap().last_four, "zzzz");
        let newer = crate::domain::secret::SecretHash::from_bytes(&[9; 32]).unwrap();
        for hash in [secret(1).hash, newer] {
            assert_eq!(facts(&mut tx, &hash, Requirement::default()).await.unwrap().unwrap().id, id(1));
        }
    }

    async fn a_row_that_cannot_be_is_an_error_with_a_name(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, id(1))).await;
        tx.commit().await.unwrap();
        base.corrupt("tokens", &["tokens_permissions_known"], "UPDATE tokens SET permissions = 0").await;
        let error = facts(&mut base.reader().await, &secret(1).hash, Requirement::default()).await.unwrap_err();
        assert_eq!(error.to_string(), "corrupt row: tokens.permissions");
        let error = tokens::find(&mut base.reader().await, id(1), id(1)).await.unwrap_err();
        assert_eq!(error.to_string(), "corrupt row: tokens.permissions");
        base.corrupt("tokens", &["tokens_scope_known"], "UPDATE tokens SET tenant_scope = ''").await;
        let error = tokens::find(&mut base.reader().await, id(1), id(1)).await.unwrap_err();
        assert_eq!(error.to_string(), "corrupt row: tokens.tenant_scope");
    }
}
