//! A token's details: four tabs, each with its own address.

use chrono::TimeDelta;
use latchkey::domain::person::Role;

use crate::support::{Answer, both};

const LIST: &str = "/administration/tenants/acme/api";

/// The events on the Audit tab, one per line: the action and the changes.
fn stories(page: &Answer) -> Vec<String> {
    let changes = page.html();
    let told = |item: scraper::ElementRef<'_>| {
        let texts = |selector: &str| -> Vec<String> {
            let found = crate::support::form::select(item, selector);
            found.map(|part| crate::support::form::squeeze(&part.text().collect::<String>())).collect()
        };
        let changes =
            texts("dt").into_iter().zip(texts("dd")).map(|(label, change)| format!("{label} {change}"));
        texts("h2").into_iter().chain(changes).collect::<Vec<_>>().join("; ")
    };
    crate::support::form::select(changes.root_element(), ".stories > li").map(told).collect()
}

both! {
    async fn each_tab_stands_at_its_own_address_and_links_to_the_others(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue_as("acme", |form| form.fill("Name", "Deploy").fill("Description", "Ask Ann"), |form| form.tick("Create")).await;
        let details = format!("{LIST}/{}", token.id);
        let mut seen = Vec::new();
        for (name, path) in [("General", ""), ("Access", "/access"), ("Usage", "/usage"), ("Audit", "/audit")] {
            let page = owner.get(&details).await.expect(200);
            assert_eq!(page.link(name), format!("{details}{path}"));
            let page = owner.get(&page.link(name)).await.expect(200);
            assert_eq!((page.heading(), page.all(".tabs [aria-current]").concat()), ("Deploy".to_owned(), name.to_owned()));
            assert!(page.offers("Revoke") && page.offers("Disable"));
            seen.push(page);
        }
        assert!(seen[0].text().contains("Ask Ann") && seen[0].text().contains("owner@example.com"));
        assert!(seen[1].text().contains("Read, Create") && seen[1].all(".card > p").concat().starts_with("Can read and create in Acme until"));
        assert!(seen[2].text().contains("never used"));
        assert_eq!(stories(&seen[3]).len(), 1);
        assert!(stories(&seen[3])[0].starts_with("Created; Name Deploy; Description Ask Ann; Tenants This tenant; App none"), "{:?}", stories(&seen[3]));
        // An auditor reads everything and changes nothing; another tenant's person finds nothing.
        let auditor = app.person(Role::Auditor, &["acme"]).await;
        app.tenant(&owner, "globex").await;
        let stranger = app.person(Role::TenantAdmin, &["globex"]).await;
        for path in ["", "/access", "/usage", "/audit"] {
            let page = auditor.get(&format!("{details}{path}")).await.expect(200);
            assert!(!page.offers("Revoke") && !page.offers("Disable"));
            stranger.get(&format!("{details}{path}")).await.expect(404);
            let elsewhere = format!("/administration/tenants/globex/api/{}{path}", token.id);
            let unknown = format!("/administration/tenants/globex/api/tok_00000000000000000000000000{path}");
            let (one, other) = (stranger.get(&elsewhere).await.expect(404), stranger.get(&unknown).await.expect(404));
            assert_eq!(one.body, other.body);
        }
    }

    async fn what_happened_is_told_newest_first_with_before_and_after(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        owner.issue("acme", "Other").await;
        let details = format!("{LIST}/{}", token.id);
        for button in ["Disable", "Enable"].iter().cycle().take(44) {
            app.wait(TimeDelta::seconds(1));
            owner.submit(owner.get(&details).await.form(button)).await.expect(303);
        }
        owner.get(&details).await.expect(200);
        let mut page = owner.get(&format!("{details}/audit")).await.expect(200);
        let first = stories(&page);
        assert_eq!(first.len(), 20);
        assert_eq!(first[0], "Enabled; Status Before: Disabled → After: Active");
        assert_eq!(first[1], "Disabled; Status Before: Active → After: Disabled");
        let mut all = first.clone();
        while page.offers("Next") {
            page = owner.get(&page.link("Next")).await.expect(200);
            all.extend(stories(&page));
        }
        assert_eq!(all.len(), 45, "no other token's");
        assert!(all[44].starts_with("Created; Name Deploy"));
        page = owner.get(&page.link("Previous")).await.expect(200);
        assert_eq!(stories(&page), all[20..40]);
        page = owner.get(&page.link("Previous")).await.expect(200);
        assert!(stories(&page) == first && !page.offers("Previous"));
        for odd in ["?after=x", "?before=", "?after=%00", "?page=2"] {
            assert_eq!(stories(&owner.get(&format!("{details}/audit{odd}")).await.expect(200)), first, "{odd}");
        }
        let past = owner.get(&format!("{details}/audit?after=00000000-0000-0000-0000-000000000000")).await.expect(200);
        assert!(past.text().contains("No events."));
    }
}
