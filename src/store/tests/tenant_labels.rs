//! What tenants are called, as far as a reader reaches them.

use std::collections::BTreeSet;

use super::world::{NOW, id, settings, tenant};
use super::{TestDatabase, both};
use crate::domain::id::TenantId;
use crate::domain::person::Reach;
use crate::store::{tenant_labels, tenant_tree, tenants};

/// The tenants that are found, and their words in order.
async fn found(
    base: &TestDatabase,
    reach: Reach,
    ids: &[u128],
    labels: &[&str],
) -> (BTreeSet<TenantId>, Vec<String>) {
    let ids = ids.iter().map(|n| id(*n)).collect();
    let labels = labels.iter().map(|label| (*label).to_owned()).collect();
    let mut tx = base.tx().await;
    let named = tenant_labels::within(&mut tx, &reach, &ids, &labels).await.unwrap();
    let mut words: Vec<String> = named.labels.into_iter().collect();
    words.sort_unstable();
    (named.ids.into_iter().collect(), words)
}

both! {
    async fn only_what_is_within_reach_is_named(base) {
        for (n, name, slug) in [(1, "Acme", "acme"), (2, "Hush", "hush"), (3, "Lyon", "lyon")] {
            tenant(base, n, name, slug).await;
        }
        let mut tx = base.db.write().await.unwrap();
        tenant_tree::set_parent(&mut tx, id(3), Some(id(1)), NOW).await.unwrap();
        tenants::update(&mut tx, id(1), &settings("Acme", "acme-2"), NOW).await.unwrap();
        tx.commit().await.unwrap();
        let (below, alone) = (|| Reach::Below(vec![id(1)]), || Reach::Exactly(vec![id(1)]));
        let set = |ids: &[u128]| ids.iter().map(|n| id(*n)).collect::<BTreeSet<_>>();
        assert_eq!(found(base, below(), &[1, 2, 3], &[]).await.0, set(&[1, 3]));
        assert_eq!(found(base, alone(), &[1, 2, 3], &[]).await.0, set(&[1]));
        assert_eq!(found(base, Reach::Below(vec![]), &[1, 2, 3], &["Acme"]).await.0, set(&[]));
        assert_eq!(found(base, Reach::Everywhere, &[2], &[]).await.0, set(&[2]));
        // By name, by slug, and by a former slug; a NUL is nobody's.
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(found(base, below(), &[], &["Hush", "Lyon", "\0"]).await, (set(&[3]), words(&["Lyon"])));
        assert_eq!(
            found(base, below(), &[], &["acme", "acme-2", "hush"]).await,
            (set(&[1]), words(&["Acme", "acme", "acme-2"]))
        );
        assert_eq!(found(base, below(), &[], &[]).await, (set(&[]), vec![]));
    }
}
