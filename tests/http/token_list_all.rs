//! The list of tokens across all tenants.

use latchkey::domain::person::Role;

use crate::support::{Answer, Client, TestApp, both};

const LIST: &str = "/administration/tokens";

fn names(answer: &Answer) -> Vec<String> {
    answer.all("tbody th bdi")
}

async fn listed(browser: &Client, query: &str) -> Vec<String> {
    names(&browser.get(&format!("{LIST}{query}")).await.expect(200))
}

/// Two tenants with two tokens each, the oldest first: Alpha, Beta, Gamma, Delta.
async fn fixture(app: &TestApp) -> Client {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    app.tenant(&owner, "globex").await;
    for (tenant, name) in [("acme", "Alpha"), ("globex", "Beta"), ("acme", "Gamma"), ("globex", "Delta")] {
        owner.issue(tenant, name).await;
        app.wait(chrono::TimeDelta::seconds(1));
    }
    owner
}

both! {
    async fn it_holds_the_tokens_of_all_tenants_and_says_whose_they_are(app) {
        let owner = fixture(app).await;
        let page = owner.get(LIST).await.expect(200);
        assert_eq!(names(&page), ["Delta", "Gamma", "Beta", "Alpha"]);
        assert_eq!(page.all("td[data-label='Belongs to']"), ["Globex", "Acme", "Globex", "Acme"]);
        // Changes are made in the token's tenant.
        let html = page.html();
        let links = crate::support::form::select(html.root_element(), "tbody th a, a.revoke");
        let addresses: Vec<_> = links.map(|link| link.attr("href").unwrap().to_owned()).collect();
        assert_eq!(addresses.len(), 8);
        for (place, address) in addresses.iter().enumerate() {
            let tenant = ["globex", "globex", "acme", "acme"][place % 4];
            assert!(address.starts_with(&format!("/administration/tenants/{tenant}/api/tok_")), "{address}");
            owner.get(address).await.expect(200);
        }
        assert_eq!(page.all(".switch"), ["Disable"; 4]);
    }

    async fn it_filters_and_sorts_as_a_tenants_own_list_and_by_tenant(app) {
        let owner = fixture(app).await;
        assert_eq!(listed(&owner, "?sort=name").await, ["Alpha", "Beta", "Delta", "Gamma"]);
        assert_eq!(listed(&owner, "?q=MM").await, ["Gamma"]);
        assert_eq!(listed(&owner, "?tenant=globex").await, ["Delta", "Beta"]);
        assert_eq!(listed(&owner, "?tenant=globex&q=a&sort=name").await, ["Beta", "Delta"]);
        assert_eq!(listed(&owner, "?status=revoked").await, [""; 0]);
        // Invalid parameters are ignored.
        assert_eq!(listed(&owner, "?tenant=nowhere&sort=x").await.len(), 4);
        assert_eq!(listed(&owner, "?tenant=%00").await.len(), 4);
        let page = owner.get(&format!("{LIST}?tenant=globex&permission=read")).await.expect(200);
        assert_eq!(page.all(".chip"), ["Belongs to: Globex", "Permission: Read"]);
        // A tenant's own list ignores it.
        let own = owner.get("/administration/tenants/acme/api?tenant=globex").await.expect(200);
        assert_eq!(names(&own), ["Gamma", "Alpha"]);
        assert!(!own.text().contains("tenant=globex&"));
    }

    async fn it_is_exported_as_it_is_filtered(app) {
        let owner = fixture(app).await;
        let csv = owner.get(&format!("{LIST}.csv?tenant=globex&sort=name")).await.expect(200).text();
        let lines: Vec<_> = csv.trim_start_matches('\u{feff}').lines().collect();
        assert!(lines[0].starts_with("tenant,id,name,"), "{csv}");
        assert_eq!(lines.len(), 3);
        assert!(lines[1].starts_with("globex,tok_") && lines[1].contains(",Beta,"), "{csv}");
        let json: serde_json::Value = serde_json::from_str(&owner.get(&format!("{LIST}.json")).await.expect(200).text()).unwrap();
        let rows = json.as_array().unwrap();
        assert_eq!(rows.len(), 4);
        assert_eq!((&rows[0]["tenant"], &rows[0]["tenants"], &rows[0]["name"]), (&"globex".into(), &"globex".into(), &"Delta".into()));
    }

    async fn it_is_for_those_who_see_all_tenants_and_so_is_its_link(app) {
        let owner = fixture(app).await;
        let linked = async |browser: &Client| {
            let page = browser.get("/account").await.expect(200).text();
            page.contains(&format!("href=\"{LIST}\""))
        };
        assert!(linked(&owner).await);
        let auditor = app.person(Role::Auditor, &[]).await;
        assert!(linked(&auditor).await);
        let page = auditor.get(LIST).await.expect(200);
        assert_eq!(names(&page).len(), 4);
        assert!(page.all("a.revoke, .switch").is_empty());
        let admin = app.person(Role::TenantAdmin, &["acme", "globex"]).await;
        assert!(!linked(&admin).await);
        for path in [LIST.to_owned(), format!("{LIST}.csv"), format!("{LIST}.json")] {
            admin.get(&path).await.expect(403);
        }
    }
}
