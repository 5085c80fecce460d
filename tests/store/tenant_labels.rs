//! Which tenants a reader may learn the names of.

use std::collections::BTreeSet;

use super::both;
use super::world::{id, put_below, tenant};
use crate::domain::id::TenantId;
use crate::domain::person::Reach;
use crate::store::tenants;

both! {
    async fn only_what_is_within_reach_is_named_by_its_id_its_name_or_a_slug(base) {
        tenant(base, 1, "Acme", "acme").await;
        tenant(base, 2, "Below", "below").await;
        tenant(base, 3, "Globex", "globex").await;
        put_below(base, 2, 1).await;
        base.execute("UPDATE tenants SET slug = 'acme-two' WHERE id = {1}").await;
        base.execute("UPDATE tenants SET slug = 'globex-two' WHERE id = {3}").await;
        let labels: BTreeSet<String> =
            ["acme", "acme-two", "Below", "Globex", "globex", "globex-two", "nobody", "\0"].map(str::to_owned).into();
        let ids: BTreeSet<TenantId> = [id(1), id(3)].into();
        let found = async |reach: Reach, ids: &BTreeSet<TenantId>, labels: &BTreeSet<String>| {
            let named = tenants::labels::within(&mut base.reader().await, &reach, ids, labels).await.unwrap();
            let mut texts: Vec<String> = named.labels.into_iter().collect();
            texts.sort();
            (named.ids.into_iter().collect::<BTreeSet<TenantId>>(), texts)
        };
        let none = (BTreeSet::new(), Vec::<String>::new());
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            found(Reach::Below(vec![id(1)]), &ids, &labels).await,
            ([id(1), id(2)].into(), texts(&["Acme", "Below", "acme", "acme-two"]))
        );
        assert_eq!(
            found(Reach::Exactly(vec![id(1)]), &ids, &labels).await,
            ([id(1)].into(), texts(&["Acme", "acme", "acme-two"]))
        );
        assert_eq!(found(Reach::Exactly(vec![id(1)]), &ids, &BTreeSet::new()).await, ([id(1)].into(), texts(&["Acme"])));
        assert_eq!(found(Reach::Exactly(vec![id(1)]), &BTreeSet::new(), &BTreeSet::new()).await, none);
        assert_eq!(found(Reach::Below(Vec::new()), &ids, &labels).await, none);
        let everywhere = found(Reach::Everywhere, &ids, &labels).await;
        assert_eq!(everywhere.0, [id(1), id(2), id(3)].into());
    }
}
