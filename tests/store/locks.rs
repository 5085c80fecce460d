//! A locked row makes others wait, and is then read as the transaction left it.

use std::time::Duration;

use super::{both, world};
use crate::domain::text::{Name, Slug};
use crate::store::{Tx, apps, modules, tenants};
use world::{NOW, acme, id};

/// Locks a tenant, a module or an app called `one`.
async fn lock(tx: &mut Tx, which: usize) {
    match which {
        0 => tenants::lock(tx, id(1)).await.unwrap(),
        1 => modules::lock(tx, "one").await.unwrap(),
        _ => apps::lock(tx, id(1), "one").await.unwrap(),
    }
}

both! {
    async fn what_is_held_is_waited_for(base) {
        let (acme, _) = acme(base).await;
        let (name, slug) = (Name::parse("One").unwrap(), Slug::parse("one").unwrap());
        let mut tx = base.tx().await;
        modules::insert(&mut tx, id(5), &name, &slug, NOW).await.unwrap();
        apps::insert(&mut tx, acme, id(6), &name, &slug, NOW).await.unwrap();
        tx.commit().await.unwrap();
        for which in 0..3 {
            let mut first = base.tx().await;
            lock(&mut first, which).await;
            let second = async {
                let mut tx = base.tx().await;
                lock(&mut tx, which).await;
                tx.commit().await.unwrap();
            };
            tokio::pin!(second);
            let waited = tokio::time::timeout(Duration::from_millis(150), &mut second).await;
            assert!(waited.is_err(), "{which} was not held");
            first.commit().await.unwrap();
            second.await;
        }
        // A name that cannot be stored is locked by nobody.
        let mut tx = base.tx().await;
        modules::lock(&mut tx, "\0").await.unwrap();
        apps::lock(&mut tx, acme, "\0").await.unwrap();
    }
}
