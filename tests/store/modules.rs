//! The catalogue of modules, and which of them each tenant has.

use super::{TestDatabase, both, world};
use crate::domain::api_client::NewApiClient;
use crate::domain::id::{ModuleId, TenantId};
use crate::domain::module::Module;
use crate::domain::text::{Name, Slug};
use crate::store::{
    Tx, api_clients,
    modules::{self, in_use},
    tokens,
};
use world::{NOW, acme, id, issue, later, new_token, secret, tenant};

const BUILT_IN: ModuleId = ModuleId::ADMINISTRATION;

async fn make(tx: &mut Tx, number: u128, name: &str, slug: &str) -> ModuleId {
    let (name, slug) = (Name::parse(name).unwrap(), Slug::parse(slug).unwrap());
    modules::insert(tx, id(number), &name, &slug, NOW).await.unwrap();
    id(number)
}

fn names(found: &[Module]) -> Vec<&str> {
    found.iter().map(|module| module.name.as_str()).collect()
}

async fn count(base: &TestDatabase, table: &str) -> i64 {
    base.number(&format!("SELECT COUNT(*) FROM {table}")).await
}

both! {
    async fn the_catalogue_is_in_the_order_of_names_and_begins_with_the_built_in_module(base) {
        let mut tx = base.tx().await;
        let first = modules::all(&mut tx).await.unwrap();
        assert_eq!((names(&first), first[0].built_in, first[0].id), (vec!["Tenant API"], true, BUILT_IN));
        make(&mut tx, 2, "zebras", "zebras").await;
        make(&mut tx, 1, "Devices", "devices").await;
        let all = modules::all(&mut tx).await.unwrap();
        assert_eq!(names(&all), ["Devices", "Tenant API", "zebras"]);
        assert_eq!(all[0], Module { id: id(1), slug: "devices".into(), name: "Devices".into(), built_in: false, owners_only: false });
    }

    async fn a_module_is_found_by_its_slug_and_by_no_other(base) {
        let mut tx = base.tx().await;
        make(&mut tx, 1, "Devices", "devices").await;
        assert_eq!(modules::find_by_slug(&mut tx, "devices").await.unwrap().unwrap().id, id(1));
        for slug in ["", "Devices", "device", "devices\0", "\0"] {
            assert!(modules::find_by_slug(&mut tx, slug).await.unwrap().is_none(), "{slug:?}");
        }
        let (name, slug) = (Name::parse("Other").unwrap(), Slug::parse("devices").unwrap());
        assert!(modules::insert(&mut tx, id(2), &name, &slug, NOW).await.unwrap_err().is_duplicate());
    }

    async fn the_mark_of_owners_is_set_once_and_never_on_the_built_in_module(base) {
        let mut tx = base.tx().await;
        let (name, slug) = (Name::parse("Devices").unwrap(), Slug::parse("devices").unwrap());
        modules::insert(&mut tx, id(1), &name, &slug, NOW).await.unwrap();
        for (module, mark, changed) in [(id(1), false, false), (id(1), true, true), (id(1), true, false), (BUILT_IN, true, false)] {
            assert_eq!(modules::set_owners_only(&mut tx, module, mark, NOW).await.unwrap(), changed);
        }
        assert!(modules::find_by_slug(&mut tx, "devices").await.unwrap().unwrap().owners_only);
        assert!(!modules::find_by_slug(&mut tx, "administration").await.unwrap().unwrap().owners_only);
    }

    async fn a_module_is_renamed_but_never_the_built_in_one(base) {
        let mut tx = base.tx().await;
        make(&mut tx, 1, "Devices", "devices").await;
        let name = Name::parse("ÄPFEL").unwrap();
        assert!(modules::rename(&mut tx, id(1), &name, later(1)).await.unwrap());
        assert!(!modules::rename(&mut tx, BUILT_IN, &name, later(1)).await.unwrap());
        assert!(!modules::rename(&mut tx, id(9), &name, later(1)).await.unwrap());
        assert_eq!(names(&modules::all(&mut tx).await.unwrap()), ["Tenant API", "ÄPFEL"]);
        tx.commit().await.unwrap();
        assert_eq!(base.texts("SELECT search_name FROM modules WHERE slug = 'devices'").await, ["äpfel"]);
        assert_eq!(base.number("SELECT updated_at FROM modules WHERE slug = 'devices'").await, later(1).micros());
    }

    async fn a_new_tenant_has_the_built_in_module_and_no_other(base) {
        let mut tx = base.tx().await;
        make(&mut tx, 1, "Devices", "devices").await;
        tx.commit().await.unwrap();
        tenant(base, 1, "Acme", "acme").await;
        let enabled = modules::enabled(&mut base.reader().await, &[id(1)]).await.unwrap();
        assert!(enabled.has(id(1), BUILT_IN) && !enabled.has(id(1), id(1)));
    }

    async fn enabling_and_disabling_happen_once_and_in_one_tenant(base) {
        let (acme, _) = acme(base).await;
        let other = tenant(base, 2, "Berta", "berta").await;
        let mut tx = base.tx().await;
        let devices = make(&mut tx, 1, "Devices", "devices").await;
        assert!(modules::enable(&mut tx, acme, devices, NOW).await.unwrap());
        assert!(!modules::enable(&mut tx, acme, devices, later(1)).await.unwrap());
        let enabled = modules::enabled(&mut tx, &[acme, other]).await.unwrap();
        assert_eq!(enabled.lacking(devices, &[acme, other]), [other]);
        assert!(!modules::enabled(&mut tx, &[other]).await.unwrap().anywhere(devices));
        assert!(!modules::enabled(&mut tx, &[]).await.unwrap().anywhere(BUILT_IN));
        assert_eq!(modules::tenant_counts(&mut tx).await.unwrap(), [(BUILT_IN, 2), (devices, 1)].into());
        let with: Vec<TenantId> =
            modules::tenants_with(&mut tx, BUILT_IN).await.unwrap().into_iter().map(|tenant| tenant.id).collect();
        assert_eq!(with, [acme, other]);
        assert!(!modules::disable(&mut tx, other, devices).await.unwrap());
        assert!(modules::disable(&mut tx, acme, devices).await.unwrap());
        assert!(!modules::disable(&mut tx, acme, devices).await.unwrap());
        assert!(modules::tenants_with(&mut tx, devices).await.unwrap().is_empty());
    }

    async fn tokens_keep_their_modules_and_active_ones_are_counted(base) {
        let (acme, _) = acme(base).await;
        let mut tx = base.tx().await;
        let devices = make(&mut tx, 1, "Devices", "devices").await;
        let billing = make(&mut tx, 2, "Billing", "billing").await;
        for (number, modules) in [(1, vec![devices, billing]), (2, vec![devices]), (3, vec![]), (4, vec![devices])] {
            let mut token = new_token(number, acme);
            token.modules = modules;
            token.expires_at = (number == 2).then(|| later(1));
            issue(&mut tx, &token).await;
        }
        tokens::revoke(&mut tx, acme, id(4), NOW).await.unwrap();
        let of: Vec<_> = modules::of_tokens(&mut tx, &[id(1), id(3)]).await.unwrap();
        assert!(of.iter().all(|(token, _)| *token == id(1)));
        assert_eq!(of.iter().map(|(_, module)| module.name.as_str()).collect::<Vec<_>>(), ["Billing", "Devices"]);
        let now = modules::active_tokens(&mut tx, acme, NOW).await.unwrap();
        assert_eq!(now, [(devices, 2), (billing, 1)].into());
        let then = modules::active_tokens(&mut tx, acme, later(1)).await.unwrap();
        assert_eq!(then, [(devices, 1), (billing, 1)].into());
        assert!(modules::active_tokens(&mut tx, id(9), NOW).await.unwrap().is_empty());
    }

    async fn a_module_that_a_token_has_stays_until_the_token_is_revoked(base) {
        let (acme, _) = acme(base).await;
        let mut tx = base.tx().await;
        let devices = make(&mut tx, 1, "Devices", "devices").await;
        modules::enable(&mut tx, acme, devices, NOW).await.unwrap();
        let mut token = new_token(1, acme);
        token.modules = vec![devices];
        issue(&mut tx, &token).await;
        tx.commit().await.unwrap();

        let holders = in_use::of_module(&mut base.reader().await, devices, 5).await.unwrap();
        assert_eq!((holders[0].id, holders[0].name.as_str()), (id(1), "Token 1"));
        assert_eq!((holders[0].tenant_slug.as_str(), holders[0].tenant_name.as_str()), ("acme", "Acme"));
        let error = modules::delete(&mut base.tx().await, devices).await.unwrap_err();
        assert!(error.is_in_use() && !error.is_duplicate() && !error.is_passing(), "{error}");
        assert_eq!((count(base, "modules").await, count(base, "tenant_modules").await), (2, 2));

        let mut tx = base.tx().await;
        tokens::revoke(&mut tx, acme, id(1), NOW).await.unwrap();
        assert!(in_use::of_module(&mut tx, devices, 5).await.unwrap().is_empty());
        assert!(modules::delete(&mut tx, devices).await.unwrap());
        assert!(!modules::delete(&mut tx, devices).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!((count(base, "modules").await, count(base, "tenant_modules").await), (1, 1));
        assert_eq!(count(base, "token_modules").await, 0);
    }

    async fn a_module_that_an_api_client_sees_stays_until_the_client_is_revoked(base) {
        acme(base).await;
        let mut tx = base.tx().await;
        let devices = make(&mut tx, 1, "Devices", "devices").await;
        let client = NewApiClient {
            id: id(7),
            name: Name::parse("Shop").unwrap(),
            modules: vec![devices],
            hash: secret(1).hash,
            last_four: "wxyz".to_owned(),
            created_at: NOW,
        };
        assert!(api_clients::insert(&mut tx, &client, "ann@example.org").await.unwrap());
        tx.commit().await.unwrap();
        let registered = in_use::registered(&mut base.reader().await, devices, 5).await.unwrap();
        assert_eq!(registered, [(id(7), "Shop".to_owned())]);
        assert!(modules::delete(&mut base.tx().await, devices).await.unwrap_err().is_in_use());

        let mut tx = base.tx().await;
        assert!(api_clients::revoke(&mut tx, id(7), NOW).await.unwrap());
        assert!(in_use::registered(&mut tx, devices, 5).await.unwrap().is_empty());
        assert!(modules::delete(&mut tx, devices).await.unwrap());
    }

    async fn the_built_in_module_is_never_deleted(base) {
        acme(base).await;
        assert!(!modules::delete(&mut base.tx().await, BUILT_IN).await.unwrap());
        assert_eq!(count(base, "modules").await, 1);
    }
}
