//! The apps of a tenant.

use super::{both, world};
use crate::domain::app::App;
use crate::domain::id::{AppId, TenantId};
use crate::domain::text::{Name, Slug};
use crate::store::{Tx, apps, modules::in_use, tokens};
use world::{NOW, acme, id, issue, later, new_token, tenant};

async fn make(tx: &mut Tx, tenant: TenantId, number: u128, name: &str, slug: &str) -> AppId {
    let (name, slug) = (Name::parse(name).unwrap(), Slug::parse(slug).unwrap());
    apps::insert(tx, tenant, id(number), &name, &slug, NOW).await.unwrap();
    id(number)
}

fn slugs(found: &[App]) -> Vec<&str> {
    found.iter().map(|app| app.slug.as_str()).collect()
}

both! {
    async fn apps_are_listed_in_the_order_of_names_part_by_part(base) {
        let (acme, _) = acme(base).await;
        let other = tenant(base, 2, "Berta", "berta").await;
        let mut tx = base.tx().await;
        assert!(!apps::any(&mut tx, acme).await.unwrap());
        for (number, name, slug) in [(3, "till", "c"), (1, "Shop", "b"), (2, "Zoo", "a"), (4, "shop", "d")] {
            make(&mut tx, acme, number, name, slug).await;
        }
        make(&mut tx, other, 9, "Foreign", "foreign").await;
        assert!(apps::any(&mut tx, acme).await.unwrap());
        let all = apps::list(&mut tx, acme, None, 10).await.unwrap();
        assert_eq!(slugs(&all), ["b", "d", "c", "a"]);
        assert_eq!(all[0], App { id: id(1), tenant: acme, slug: "b".into(), name: "Shop".into(), created_at: NOW, updated_at: NOW });
        let first = apps::list(&mut tx, acme, None, 2).await.unwrap();
        let rest = apps::list(&mut tx, acme, Some("d"), 2).await.unwrap();
        assert_eq!((slugs(&first), slugs(&rest)), (vec!["b", "d"], vec!["c", "a"]));
        for nowhere in ["foreign", "", "\0"] {
            assert!(apps::list(&mut tx, acme, Some(nowhere), 9).await.unwrap().is_empty(), "{nowhere:?}");
        }
    }

    async fn a_slug_is_its_tenants_own(base) {
        let (acme, _) = acme(base).await;
        let other = tenant(base, 2, "Berta", "berta").await;
        let mut tx = base.tx().await;
        make(&mut tx, acme, 1, "Shop", "shop").await;
        make(&mut tx, other, 2, "Shop", "shop").await;
        assert_eq!(apps::find_by_slug(&mut tx, acme, "shop").await.unwrap().unwrap().id, id(1));
        assert_eq!(apps::find_by_slug(&mut tx, other, "shop").await.unwrap().unwrap().id, id(2));
        for slug in ["", "Shop", "shop\0", "\0"] {
            assert!(apps::find_by_slug(&mut tx, acme, slug).await.unwrap().is_none(), "{slug:?}");
        }
        let (name, slug) = (Name::parse("Shop").unwrap(), Slug::parse("shop").unwrap());
        assert!(apps::insert(&mut tx, acme, id(3), &name, &slug, NOW).await.unwrap_err().is_duplicate());
    }

    async fn an_app_is_renamed_by_its_own_tenant(base) {
        let (acme, _) = acme(base).await;
        let mut tx = base.tx().await;
        let shop = make(&mut tx, acme, 1, "Shop", "shop").await;
        let name = Name::parse("ÉTÉ").unwrap();
        assert!(!apps::rename(&mut tx, id(2), shop, &name, later(1)).await.unwrap());
        assert!(apps::rename(&mut tx, acme, shop, &name, later(1)).await.unwrap());
        assert_eq!(apps::find_by_slug(&mut tx, acme, "shop").await.unwrap().unwrap().name, "ÉTÉ");
        tx.commit().await.unwrap();
        assert_eq!(base.texts("SELECT search_name FROM apps").await, ["été"]);
        assert_eq!(base.number("SELECT updated_at FROM apps").await, later(1).micros());
    }

    async fn tokens_are_bound_to_an_app_of_their_own_tenant_only(base) {
        let (acme, _) = acme(base).await;
        let other = tenant(base, 2, "Berta", "berta").await;
        let mut tx = base.tx().await;
        let shop = make(&mut tx, acme, 1, "Shop", "shop").await;
        for number in 1..=3 {
            let mut token = new_token(number, acme);
            token.app = (number < 3).then_some(shop);
            token.expires_at = (number == 2).then(|| later(1));
            issue(&mut tx, &token).await;
        }
        let of = apps::of_tokens(&mut tx, &[id(1), id(3)]).await.unwrap();
        assert_eq!(of.iter().map(|(token, app)| (*token, app.slug.as_str())).collect::<Vec<_>>(), [(id(1), "shop")]);
        assert_eq!(apps::active_tokens(&mut tx, acme, &[shop], NOW).await.unwrap(), [(shop, 2)].into());
        assert_eq!(apps::active_tokens(&mut tx, acme, &[shop], later(1)).await.unwrap(), [(shop, 1)].into());
        assert!(apps::active_tokens(&mut tx, other, &[shop], NOW).await.unwrap().is_empty());
        let mut foreign = new_token(9, other);
        foreign.app = Some(shop);
        assert!(tokens::insert(&mut tx, &foreign, "u1@example.org").await.is_err());
    }

    async fn an_app_that_a_token_is_bound_to_stays_until_the_token_is_revoked(base) {
        let (acme, _) = acme(base).await;
        let mut tx = base.tx().await;
        let shop = make(&mut tx, acme, 1, "Shop", "shop").await;
        let mut token = new_token(1, acme);
        token.app = Some(shop);
        issue(&mut tx, &token).await;
        tx.commit().await.unwrap();

        let holders = in_use::of_app(&mut base.reader().await, acme, shop, 5).await.unwrap();
        assert_eq!((holders.len(), holders[0].id, holders[0].name.as_str()), (1, id(1), "Token 1"));
        assert!(in_use::of_app(&mut base.reader().await, id(2), shop, 5).await.unwrap().is_empty());
        let error = apps::delete(&mut base.tx().await, acme, shop).await.unwrap_err();
        assert!(error.is_in_use(), "{error}");

        let mut tx = base.tx().await;
        tokens::revoke(&mut tx, acme, id(1), NOW).await.unwrap();
        assert!(!apps::delete(&mut tx, id(2), shop).await.unwrap());
        assert!(apps::delete(&mut tx, acme, shop).await.unwrap());
        assert!(!apps::delete(&mut tx, acme, shop).await.unwrap());
        assert!(apps::of_tokens(&mut tx, &[id(1)]).await.unwrap().is_empty());
        assert!(tokens::find(&mut tx, acme, id(1)).await.unwrap().is_some());
    }
}
