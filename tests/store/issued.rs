use std::path::Path;

use super::world::{NOW, acme, id, issue, later, new_token, secret, tenant};
use super::{Kind, TestDatabase, both};
use crate::domain::id::TokenId;
use crate::domain::time::Timestamp;
use crate::domain::token::Status;
use crate::store::tokens::issued::{self, Issued};
use crate::store::tokens::{self, secrets};

/// Creates the token `number` in this tenant with the token `issuer`.
async fn by(base: &TestDatabase, number: u128, home: u128, issuer: u128) {
    let mut tx = base.tx().await;
    let token = new_token(number, id(home));
    let issued_by = Some((id(issuer), 1));
    issue(&mut tx, &crate::domain::token::NewToken { created_by: None, issued_by, ..token }).await;
    tx.commit().await.unwrap();
}

fn numbers(found: &[Issued]) -> Vec<u128> {
    found.iter().map(|issued| issued.id.uuid().as_u128()).collect()
}

/// The migration that derives the creators of earlier tokens from their labels.
fn backfill(kind: Kind) -> String {
    let dialect = if kind == Kind::Sqlite { "sqlite" } else { "postgres" };
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(dialect).join("0025_issued_with.sql");
    let text = std::fs::read_to_string(path).unwrap();
    text[text.find("WITH RECURSIVE").unwrap()..].to_owned()
}

both! {
    async fn what_was_issued_with_a_token_and_with_those_is_found_in_every_tenant(base) {
        let (acme, _) = acme(base).await;
        tenant(base, 2, "Globex", "globex").await;
        let mut tx = base.tx().await;
        for number in [1, 20] {
            issue(&mut tx, &new_token(number, acme)).await;
        }
        tx.commit().await.unwrap();
        // 1 created 2 and 3, 2 created 4, 4 created 5; 20 created 21.
        for (number, home, issuer) in [(2, 1, 1), (3, 2, 1), (4, 2, 2), (5, 1, 4), (21, 1, 20)] {
            by(base, number, home, issuer).await;
        }
        let mut tx = base.tx().await;
        assert_eq!(numbers(&issued::with(&mut tx, id(1), false, 100).await.unwrap()), [2, 3, 4, 5]);
        assert_eq!(numbers(&issued::with(&mut tx, id(4), false, 100).await.unwrap()), [5]);
        assert_eq!(numbers(&issued::with(&mut tx, id(5), false, 100).await.unwrap()), Vec::<u128>::new());
        assert_eq!(issued::with(&mut tx, id(1), false, 3).await.unwrap().len(), 3);

        // Revoked tokens are left out, but not the tokens they created.
        tokens::revoke(&mut tx, id(1), id(2), later(1)).await.unwrap();
        assert_eq!(numbers(&issued::with(&mut tx, id(1), false, 100).await.unwrap()), [3, 4, 5]);
        let all = issued::with(&mut tx, id(1), true, 100).await.unwrap();
        assert_eq!(numbers(&all), [2, 3, 4, 5]);
        assert_eq!(all[0].life.status(NOW), Status::Revoked);
        let fourth = &all[2];
        assert_eq!((fourth.name.as_str(), fourth.last_four.as_str(), fourth.issued_by), ("Token 4", "0004", id(2)));
        assert_eq!((fourth.tenant, fourth.tenant_slug.as_str(), fourth.tenant_name.as_str()), (id(2), "globex", "Globex"));
        assert_eq!(fourth.created_at, NOW);
        let found = tokens::find(&mut tx, id(2), id(4)).await.unwrap().unwrap();
        assert_eq!(found.issued_by, Some(id(2)));
    }

    async fn where_the_tenant_api_cannot_be_used_is_said(base) {
        let (acme, _) = acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, acme)).await;
        tx.commit().await.unwrap();
        by(base, 2, 1, 1).await;
        let administered = async || issued::with(&mut base.reader().await, id(1), false, 9).await.unwrap()[0].administered;
        assert!(administered().await);
        base.execute("DELETE FROM tenant_modules").await;
        assert!(!administered().await);
        base.execute("INSERT INTO tenant_modules (tenant_id, module_id, created_at) SELECT {1}, id, 1 FROM modules WHERE slug = 'administration'").await;
        assert!(administered().await);
        base.execute("UPDATE tenants SET disabled_at = 1").await;
        assert!(!administered().await);
    }

    async fn a_long_chain_is_followed_to_its_end(base) {
        let (acme, _) = acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, acme)).await;
        for number in 2..=300 {
            let issued_by = Some((id::<TokenId>(number - 1), 1));
            issue(&mut tx, &crate::domain::token::NewToken { created_by: None, issued_by, ..new_token(number, acme) }).await;
        }
        assert_eq!(issued::with(&mut tx, id(1), false, 1_000).await.unwrap().len(), 299);
    }

    async fn earlier_tokens_learn_their_issuer_from_their_label(base) {
        let (acme, _) = acme(base).await;
        let mut tx = base.tx().await;
        let issuer: TokenId = id(0x0198_7fff_ffff_7abc_9def_0123_4567_89ab);
        issue(&mut tx, &crate::domain::token::NewToken { id: issuer, ..new_token(1, acme) }).await;
        let odd = id::<TokenId>(u128::MAX).to_string();
        let labels = [
            (10, format!("Robot ({issuer})"), true),
            (11, format!("Robot (tok_00000000000000000000000001) ({issuer})"), true),
            (12, format!("({issuer})"), true),
            (13, format!("Ünïcode 🎉 ({issuer})"), true),
            (14, format!("Robot ({odd})"), false),
            (15, "command line".to_owned(), false),
            (16, format!("Robot ({issuer}) x"), false),
            (17, "Robot (tok_8ZZZZZZZZZZZZZZZZZZZZZZZZZ)".to_owned(), false),
            (18, "Robot (tok_0!JD8MABCDEFGH1234567890AB)".to_owned(), false),
            (19, String::new(), false),
            (20, issuer.to_string(), false),
        ];
        for (number, label, _) in &labels {
            let token = crate::domain::token::NewToken { created_by: None, ..new_token(*number, acme) };
            tokens::insert(&mut tx, &token, label).await.unwrap();
        }
        // A person may have any name.
        tokens::insert(&mut tx, &new_token(30, acme), &format!("Robot ({issuer})")).await.unwrap();
        tx.commit().await.unwrap();
        base.execute(&backfill(base.kind)).await;
        let mut tx = base.reader().await;
        for (number, label, known) in labels {
            let found = tokens::find(&mut tx, acme, id(number)).await.unwrap().unwrap();
            assert_eq!(found.issued_by, known.then_some(issuer), "{label}");
        }
        assert_eq!(tokens::find(&mut tx, acme, id(30)).await.unwrap().unwrap().issued_by, None);
        assert_eq!(numbers(&issued::with(&mut tx, issuer, false, 99).await.unwrap()), [10, 11, 12, 13]);
    }

    async fn a_secrets_end_is_told_by_its_generation(base) {
        let (acme, _) = acme(base).await;
        let mut tx = base.tx().await;
        issue(&mut tx, &new_token(1, acme)).await;
        assert_eq!(secrets::ends_at(&mut tx, id(1), 1).await.unwrap(), Some(None));
        let end: Timestamp = later(60);
        tokens::changes::rotate(&mut tx, acme, id(1), &secret(2), end, NOW).await.unwrap();
        assert_eq!(secrets::ends_at(&mut tx, id(1), 1).await.unwrap(), Some(Some(end)));
        assert_eq!(secrets::ends_at(&mut tx, id(1), 2).await.unwrap(), Some(None));
        assert_eq!(secrets::ends_at(&mut tx, id(1), 3).await.unwrap(), None);
    }
}
