//! Lists of tenants: reach, search, order, pages.

use super::{TestDatabase, both, world};
use crate::domain::person::Reach;
use crate::store::tenants::{self, Query};
use crate::store::tokens;
use world::{NOW, id, issue, later, new_token, put_below, tenant, user};

/// The slugs of the tenants that a list shows.
async fn slugs(base: &TestDatabase, query: &Query<'_>) -> Vec<String> {
    let listed = tenants::list(&mut base.reader().await, query).await.unwrap();
    listed.into_iter().map(|tenant| tenant.slug).collect()
}

const fn all<'a>() -> Query<'a> {
    Query { reach: &Reach::Everywhere, search: "", after: None, limit: 100 }
}

/// `top` with `middle` with `bottom` below it, and `aside`.
async fn family(base: &TestDatabase) {
    for (number, slug) in [(1, "top"), (2, "middle"), (3, "bottom"), (4, "aside")] {
        tenant(base, number, slug, slug).await;
    }
    put_below(base, 2, 1).await;
    put_below(base, 3, 2).await;
}

both! {
    async fn tenants_stand_in_the_order_of_their_names_whatever_their_case(base) {
        let names = [("beta", "b-1"), ("Alpha", "a-1"), ("Zeta", "z-1"), ("alpha 2", "a-2"), ("Ähre", "a-3"), ("10", "t-1")];
        for (number, (name, slug)) in (1..).zip(names) {
            tenant(base, number, name, slug).await;
        }
        assert_eq!(slugs(base, &all()).await, ["t-1", "a-1", "a-2", "b-1", "z-1", "a-3"]);
    }

    async fn a_listed_tenant_says_what_the_list_shows(base) {
        tenant(base, 1, "Acme", "acme").await;
        let mut tx = base.tx().await;
        tenants::disable(&mut tx, id(1), later(1)).await.unwrap();
        let listed = tenants::list(&mut tx, &all()).await.unwrap();
        let expected = tenants::ListedTenant {
            id: id(1),
            name: "Acme".to_owned(),
            slug: "acme".to_owned(),
            disabled: true, parent: None, parent_id: None,
            time_zone: "Europe/Berlin".to_owned(),
            language: "de".to_owned(),
            created_at: NOW,
        };
        assert_eq!(listed, [expected]);
    }

    async fn reach_is_what_is_given_and_all_below_it(base) {
        family(base).await;
        let below = async |numbers: &[u128]| {
            let reach = Reach::Below(numbers.iter().map(|number| id(*number)).collect());
            slugs(base, &Query { reach: &reach, ..all() }).await
        };
        assert_eq!(slugs(base, &all()).await, ["aside", "bottom", "middle", "top"]);
        assert_eq!(below(&[1]).await, ["bottom", "middle", "top"]);
        assert_eq!(below(&[2]).await, ["bottom", "middle"]);
        assert_eq!(below(&[3]).await, ["bottom"]);
        assert_eq!(below(&[3, 4, 3]).await, ["aside", "bottom"]);
        assert_eq!(below(&[1, 2]).await, ["bottom", "middle", "top"], "each once");
        assert_eq!(below(&[9]).await, [""; 0]);
        assert_eq!(below(&[]).await, [""; 0], "no role reaches nothing");
    }

    async fn reach_comes_to_an_end_in_a_circle_of_parents(base) {
        family(base).await;
        put_below(base, 1, 3).await;
        let reach = Reach::Below(vec![id(2)]);
        assert_eq!(slugs(base, &Query { reach: &reach, ..all() }).await, ["bottom", "middle", "top"]);
    }

    async fn a_search_finds_names_and_slugs_as_they_are_typed(base) {
        let names =
            [("Müller & Söhne", "mueller"), ("100 % Bio", "bio"), ("snake_case", "snake"), (r"Back\slash", "back")];
        for (number, (name, slug)) in (1..).zip(names) {
            tenant(base, number, name, slug).await;
        }
        let found = async |search: &str| slugs(base, &Query { search, ..all() }).await;
        assert_eq!(found("MÜLLER").await, ["mueller"]);
        assert_eq!(found("mueller").await, ["mueller"], "the slug");
        assert_eq!(found("söh").await, ["mueller"]);
        assert_eq!(found("%").await, ["bio"]);
        assert_eq!(found("_").await, ["snake"]);
        assert_eq!(found(r"\").await, ["back"]);
        assert_eq!(found("BIO").await, ["bio"]);
        assert_eq!(found("nowhere").await, [""; 0]);
        assert_eq!(found("\0").await, [""; 0]);
        assert_eq!(found(&"m".repeat(60_000)).await, [""; 0]);
    }

    async fn a_search_stays_within_reach(base) {
        family(base).await;
        let reach = Reach::Below(vec![id(3)]);
        assert_eq!(slugs(base, &Query { reach: &reach, search: "o", ..all() }).await, ["bottom"]);
    }

    async fn pages_follow_each_other_without_gap_or_repetition(base) {
        for number in 1..=7 {
            tenant(base, number, &format!("Same {number}"), &format!("s-{number}")).await;
        }
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = slugs(base, &Query { after: after.as_deref(), limit: 3, ..all() }).await;
            let Some(last) = page.last() else { break };
            after = Some(last.clone());
            seen.extend(page);
        }
        assert_eq!(seen, (1..=7).map(|number| format!("s-{number}")).collect::<Vec<_>>());
        for nobody in ["nobody", "", "\0"] {
            assert_eq!(slugs(base, &Query { after: Some(nobody), ..all() }).await, [""; 0], "{nobody:?}");
        }
    }

    async fn those_named_are_found_within_reach_alone(base) {
        family(base).await;
        let named = async |reach: &Reach, slugs: &[&str]| {
            let slugs: Vec<String> = slugs.iter().map(|slug| (*slug).to_owned()).collect();
            let found = tenants::by_slugs(&mut base.reader().await, reach, &slugs).await.unwrap();
            found.into_iter().map(|tenant| tenant.slug).collect::<Vec<_>>()
        };
        let everywhere = Reach::Everywhere;
        assert_eq!(named(&everywhere, &["top", "aside", "top", "nobody", "", "\0"]).await, ["aside", "top"]);
        assert_eq!(named(&Reach::Below(vec![id(2)]), &["top", "aside", "bottom"]).await, ["bottom"]);
        assert_eq!(named(&everywhere, &[]).await, [""; 0]);
        assert_eq!(named(&Reach::Below(Vec::new()), &["top"]).await, [""; 0]);
        let many: Vec<String> = (0..20_000).map(|number| format!("t-{number}")).collect();
        assert_eq!(named(&everywhere, &many.iter().map(String::as_str).collect::<Vec<_>>()).await, [""; 0]);
    }

    async fn active_tokens_are_counted_by_tenant(base) {
        family(base).await;
        user(base, 1).await;
        let mut tx = base.tx().await;
        for (number, tenant, expires) in [(1, 1, None), (2, 1, Some(later(1))), (3, 1, Some(NOW)), (4, 2, None), (5, 2, None)] {
            let mut token = new_token(number, id(tenant));
            token.expires_at = expires;
            issue(&mut tx, &token).await;
        }
        tokens::revoke(&mut tx, id(2), id(4), NOW).await.unwrap();
        tx.commit().await.unwrap();
        base.execute("UPDATE tokens SET disabled_at = 1 WHERE id = {5}").await;
        let mut tx = base.reader().await;
        let counts = tokens::count_active(&mut tx, &[id(1), id(2), id(3)], NOW).await.unwrap();
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(id(1), 2)]);
        assert!(tokens::count_active(&mut tx, &[], NOW).await.unwrap().is_empty());
    }
}
