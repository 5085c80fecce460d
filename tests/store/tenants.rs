//! Single tenants; `tenant_list` tests the lists.

use std::error::Error as _;

use super::{both, one_row_each, world};
use crate::domain::id::TenantId;
use crate::domain::tenant::TenantSettings;
use crate::store::tenants::{self, stopping};
use world::{NOW, acme, id, later, put_below, settings, tenant};

both! {
    async fn a_tenant_reads_back_as_it_was_made(base) {
        tenant(base, 1, "Müller & Söhne", "muller-sohne").await;
        let found = tenants::find(&mut base.reader().await, id(1)).await.unwrap().unwrap();
        assert_eq!((found.slug.as_str(), found.lineage), ("muller-sohne", vec![id(1)]));
        assert!(tenants::find(&mut base.reader().await, id(9)).await.unwrap().is_none());
        let found = tenants::find_by_slug(&mut base.reader().await, "muller-sohne").await.unwrap().unwrap();
        assert_eq!((found.id, found.name.as_str(), found.slug.as_str()), (id(1), "Müller & Söhne", "muller-sohne"));
        assert_eq!((found.zone, found.language.as_str()), (chrono_tz::Tz::Europe__Berlin, "de"));
        assert_eq!((found.disabled_at, found.created_at), (None, NOW));
        assert_eq!(found.lineage, [id::<TenantId>(1)]);
    }

    async fn no_other_slug_finds_it(base) {
        acme(base).await;
        for slug in ["", "Acme", "acm", "acme ", "%", "acme\0", "\0"] {
            assert!(tenants::find_by_slug(&mut base.reader().await, slug).await.unwrap().is_none(), "{slug:?}");
        }
    }

    async fn a_change_reads_back_and_is_found_by_its_new_name(base) {
        tenant(base, 1, "Acme", "acme").await;
        let mut tx = base.tx().await;
        let changed =
            TenantSettings { zone: chrono_tz::Tz::America__New_York, language: "fr", ..settings("ÉTÉ", "ete") };
        tenants::update(&mut tx, id(1), &changed, later(1)).await.unwrap();
        assert_eq!(tenants::find_by_slug(&mut tx, "acme").await.unwrap().unwrap().slug, "ete", "an alias");
        let found = tenants::find_by_slug(&mut tx, "ete").await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.language.as_str()), ("ÉTÉ", "fr"));
        assert_eq!((found.zone, found.created_at), (chrono_tz::Tz::America__New_York, NOW));
        tx.commit().await.unwrap();
        assert_eq!(base.texts("SELECT search_name FROM tenants").await, ["été"]);
        assert_eq!(base.number("SELECT updated_at FROM tenants").await, later(1).micros());
    }

    async fn a_taken_slug_is_a_duplicate_for_new_and_for_changed_tenants(base) {
        tenant(base, 1, "Acme", "acme").await;
        tenant(base, 2, "Other", "other").await;
        let made = tenants::insert(&mut base.tx().await, id(3), &settings("New", "acme"), NOW).await;
        assert!(made.unwrap_err().is_duplicate());
        let changed = tenants::update(&mut base.tx().await, id(2), &settings("Other", "acme"), NOW).await;
        assert!(changed.unwrap_err().is_duplicate());
        let kept = tenants::update(&mut base.tx().await, id(2), &settings("Another", "other"), NOW).await;
        kept.unwrap();
    }

    async fn a_slug_once_used_is_never_another_tenants(base) {
        tenant(base, 1, "Acme", "a").await;
        tenant(base, 2, "Other", "other").await;
        for slug in ["b", "c"] {
            let mut tx = base.tx().await;
            tenants::update(&mut tx, id(1), &settings("Acme", slug), NOW).await.unwrap();
            tx.commit().await.unwrap();
        }
        base.execute("UPDATE tenant_slugs SET dropped_at = 1 WHERE slug = 'b'").await;
        for slug in ["a", "b", "c"] {
            let made = tenants::insert(&mut base.tx().await, id(3), &settings("New", slug), NOW).await;
            assert!(made.unwrap_err().is_duplicate(), "{slug}");
            let taken = tenants::update(&mut base.tx().await, id(2), &settings("Other", slug), NOW).await;
            assert!(taken.unwrap_err().is_duplicate(), "{slug}");
            let found = tenants::find_by_slug(&mut base.reader().await, slug).await.unwrap();
            assert_eq!(found.map(|found| found.id), (slug != "b").then(|| id(1)), "{slug}");
        }
        // It may take back its own, removed or not.
        for slug in ["b", "a"] {
            let mut tx = base.tx().await;
            tenants::update(&mut tx, id(1), &settings("Acme", slug), NOW).await.unwrap();
            assert_eq!(tenants::find_by_slug(&mut tx, slug).await.unwrap().unwrap().slug, slug);
            tx.commit().await.unwrap();
        }
        assert_eq!(base.number("SELECT COUNT(*) FROM tenant_slugs WHERE dropped_at IS NULL").await, 4);
    }

    async fn disabling_and_enabling_happen_once(base) {
        tenant(base, 1, "Acme", "acme").await;
        let mut tx = base.tx().await;
        assert!(!tenants::enable(&mut tx, id(1), NOW).await.unwrap());
        assert!(tenants::disable(&mut tx, id(1), later(1)).await.unwrap());
        assert!(!tenants::disable(&mut tx, id(1), later(2)).await.unwrap());
        let found = tenants::find_by_slug(&mut tx, "acme").await.unwrap().unwrap();
        assert_eq!(found.disabled_at, Some(later(1)), "the first moment stays");
        assert!(tenants::enable(&mut tx, id(1), later(3)).await.unwrap());
        assert!(!tenants::enable(&mut tx, id(1), later(3)).await.unwrap());
        assert!(!tenants::find_by_slug(&mut tx, "acme").await.unwrap().unwrap().is_disabled());
        assert!(!tenants::disable(&mut tx, id(9), NOW).await.unwrap());
    }

    async fn a_lineage_goes_from_the_tenant_up_to_the_top(base) {
        for (number, slug) in [(1, "top"), (2, "middle"), (3, "bottom"), (4, "beside")] {
            tenant(base, number, slug, slug).await;
        }
        put_below(base, 2, 1).await;
        put_below(base, 3, 2).await;
        put_below(base, 4, 1).await;
        let mut tx = base.reader().await;
        for (slug, expected) in [("top", vec![1]), ("middle", vec![2, 1]), ("bottom", vec![3, 2, 1]), ("beside", vec![4, 1])] {
            let found = tenants::find_by_slug(&mut tx, slug).await.unwrap().unwrap();
            assert_eq!(found.lineage, expected.into_iter().map(id).collect::<Vec<TenantId>>(), "{slug}");
        }
    }

    async fn a_circle_of_parents_comes_to_an_end(base) {
        tenant(base, 1, "One", "one").await;
        tenant(base, 2, "Two", "two").await;
        put_below(base, 1, 2).await;
        put_below(base, 2, 1).await;
        let found = tenants::find_by_slug(&mut base.reader().await, "one").await.unwrap().unwrap();
        assert!(found.lineage.contains(&id(1)) && found.lineage.contains(&id(2)));
    }

    async fn a_zone_that_is_in_no_atlas_is_an_error_with_a_name(base) {
        tenant(base, 1, "Acme", "acme").await;
        base.execute("UPDATE tenants SET time_zone = 'Moon/Tycho'").await;
        let error = tenants::find_by_slug(&mut base.reader().await, "acme").await.unwrap_err();
        assert_eq!(error.to_string(), "corrupt row: tenants.time_zone");
        assert_eq!(error.source().unwrap().to_string(), "failed to parse timezone");
    }

    async fn a_former_slug_is_listed_until_it_is_dropped_and_only_its_tenant_drops_it(base) {
        tenant(base, 1, "Acme", "a").await;
        tenant(base, 2, "Other", "other").await;
        let mut tx = base.tx().await;
        tenants::update(&mut tx, id(1), &settings("Acme", "b"), later(1)).await.unwrap();
        let former = tenants::slugs::former(&mut tx, id(1)).await.unwrap();
        assert_eq!(former, [tenants::slugs::Former { slug: "a".into(), since: NOW }]);
        for (number, slug, expected) in [(1, "a", true), (1, "b", false), (2, "a", false), (2, "other", false), (1, "\0", false)] {
            assert_eq!(tenants::slugs::is_former(&mut tx, id(number), slug).await.unwrap(), expected, "{slug}");
        }
        for (number, slug) in [(2, "a"), (1, "b"), (1, "other"), (1, "\0"), (1, "")] {
            assert!(!tenants::slugs::drop_former(&mut tx, id(number), slug, NOW).await.unwrap(), "{slug}");
        }
        assert!(tenants::slugs::drop_former(&mut tx, id(1), "a", NOW).await.unwrap());
        assert!(!tenants::slugs::drop_former(&mut tx, id(1), "a", NOW).await.unwrap());
        assert!(tenants::slugs::former(&mut tx, id(1)).await.unwrap().is_empty());
        assert!(tenants::find_by_slug(&mut tx, "a").await.unwrap().is_none());
    }

    async fn what_stops_is_counted_and_named(base) {
        one_row_each::fill(base).await;
        base.execute("UPDATE tokens SET disabled_at = NULL, revoked_at = NULL, expires_at = NULL").await;
        base.execute("UPDATE tenants SET disabled_at = NULL, disabled_itself = 0").await;
        base.execute("DELETE FROM tenant_ancestors WHERE tenant_id = {1}").await;
        base.execute("DELETE FROM token_modules WHERE token_id <> {1}").await;
        let mut tx = base.tx().await;
        assert_eq!(stopping::in_tenant(&mut tx, id(1), NOW).await.unwrap(), 3);
        assert_eq!(stopping::in_tenant(&mut tx, id(2), NOW).await.unwrap(), 0);
        let named = stopping::named_in_tenant(&mut tx, id(1), NOW, 2).await.unwrap();
        assert_eq!(named.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Three", "Two"]);
        let losing = |own, foreign| stopping::ModuleLoss { own, foreign };
        assert_eq!(stopping::by_module(&mut tx, id(1), id(1), NOW).await.unwrap(), losing(1, 0));
        // The token of the parent tenant includes its subtenants.
        assert_eq!(stopping::by_module(&mut tx, id(2), id(1), NOW).await.unwrap(), losing(0, 1));
        assert_eq!(stopping::by_module(&mut tx, id(3), id(1), NOW).await.unwrap(), losing(0, 0));
        let named = stopping::named_by_module(&mut tx, id(1), id(1), NOW, 9).await.unwrap();
        assert_eq!(named.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["One"]);
        tenants::disable(&mut tx, id(1), NOW).await.unwrap();
        assert_eq!(stopping::in_tenant(&mut tx, id(1), NOW).await.unwrap(), 0);
        assert_eq!(stopping::by_module(&mut tx, id(1), id(1), NOW).await.unwrap(), losing(0, 0));
    }
}
