//! Subtenants: where they are moved, who sees them, and what disabling means for them.

use latchkey::domain::person::Role;

use crate::support::{Client, TestApp, both};

/// Moves a tenant below another one (or to the top, for ""), through both pages.
pub(super) async fn put_below(owner: &Client, tenant: &str, parent: &str) {
    let page = format!("/administration/tenants/{tenant}/parent");
    let review = owner.fill_in(&page, "Next", |form| form.fill("parent", parent)).await.expect(200);
    owner
        .submit(review.form("Move"))
        .await
        .expect_to(303, &format!("/administration/tenants/{tenant}/settings"));
}

async fn family(app: &TestApp, slugs: &[&str]) -> Client {
    let owner = app.owner().await;
    for slug in slugs {
        app.tenant(&owner, slug).await;
    }
    owner
}

async fn verify(client: &Client, query: &str, secret: &str) -> (u16, String) {
    let answer = client.verify(query, "GET", secret).await;
    (answer.status, answer.header("www-authenticate"))
}

both! {
    async fn a_tenant_is_put_below_another_one_after_it_was_said_what_that_changes(app) {
        let owner = family(app, &["holding", "acme", "umbrella"]).await;
        let fill = |form: crate::support::Form| form.fill("name", "Acme Lyon").fill("slug", "lyon").fill("parent", "acme");
        owner.fill_in("/administration/tenants/new", "Save", fill).await.expect_to(303, "/administration/tenants/lyon");
        let page = "/administration/tenants/acme/parent";
        let review = owner.fill_in(page, "Next", |form| form.fill("parent", "holding")).await.expect(200);
        assert!(review.text().contains("Its subtenant moves with it."), "{}", review.text());
        assert!(review.text().contains("get the same role here"), "{}", review.text());
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tenants WHERE parent_id IS NOT NULL").await, 1, "asked, not done");
        owner.submit(review.form("Move")).await.expect(303);
        // Repeated, it changes and records nothing.
        owner.fill_in(page, "Next", |form| form.fill("parent", "holding")).await.expect(303);
        let settings = owner.get("/administration/tenants/acme/settings").await.expect(200);
        assert!(settings.text().contains("This tenant is a subtenant of <strong>Holding"), "{}", settings.text());
        let lyon = owner.get("/administration/tenants/lyon").await.expect(200);
        assert_eq!(lyon.all("dd a bdi"), ["Acme"]);
        let acme = owner.get("/administration/tenants/acme").await.expect(200);
        assert_eq!(acme.all("dd a bdi"), ["Holding", "Acme Lyon"]);
        let list = owner.get("/administration/tenants").await.expect(200);
        assert_eq!(list.all("tbody .below bdi").len(), 2);
        put_below(&owner, "acme", "umbrella").await;
        put_below(&owner, "acme", "").await;

        for (tenant, moves) in [("acme", 4), ("holding", 2), ("umbrella", 2), ("lyon", 1)] {
            let audit = owner.get(&format!("/administration/tenants/{tenant}/audit")).await.expect(200);
            assert!(audit.text().contains("Moved"), "{}", audit.text());
            let told = app.database.number(&format!(
                "SELECT COUNT(*) FROM audit_events e JOIN tenants t ON t.id = e.tenant_id
                 WHERE e.action = 'tenant.moved' AND t.slug = '{tenant}'"
            )).await;
            assert_eq!(told, moves, "{tenant}");
        }
    }

    async fn circles_unknown_parents_and_too_many_levels_are_refused(app) {
        let slugs = ["t-1", "t-2", "t-3", "t-4", "t-5", "t-6", "t-7", "t-8", "t-9"];
        let owner = family(app, &slugs).await;
        for pair in slugs[..8].windows(2) {
            put_below(&owner, pair[1], pair[0]).await;
        }
        let before = app.database.rows_but_sessions().await;
        for (tenant, parent, reason) in [
            ("t-1", "t-8", "can’t be below itself"),
            ("t-1", "t-1", "can’t be below itself"),
            ("t-9", "t-8", "eight levels"),
            ("t-9", "no-such", "Choose one of the values offered"),
            ("t-9", "T-1", "Choose one of the values offered"),
            ("t-9", "\0", "Choose one of the values offered"),
        ] {
            let page = format!("/administration/tenants/{tenant}/parent");
            let answer = owner.fill_in(&page, "Next", |form| form.forge("parent", parent).with("sure", "yes")).await;
            assert!(answer.status == 422 && answer.text().contains(reason), "{parent}: {} {}", answer.status, answer.text());
        }
        let new = |form: crate::support::Form| form.fill("name", "Deep").forge("parent", "t-8");
        let answer = owner.fill_in("/administration/tenants/new", "Save", new).await.expect(422);
        assert!(answer.text().contains("eight levels"));
        assert_eq!(answer.form("Save").value("name").concat(), "Deep");
        let unknown = |form: crate::support::Form| form.fill("name", "Deep").forge("parent", "no-such");
        owner.fill_in("/administration/tenants/new", "Save", unknown).await.expect(422);
        assert_eq!(before, app.database.rows_but_sessions().await);
        // Only possible parents are offered.
        let offered = owner.get("/administration/tenants/t-7/parent").await.expect(200);
        assert_eq!(offered.all("#f-parent option"), ["None", "T-1", "T-2", "T-3", "T-4", "T-5", "T-6", "T-9"]);
    }

    async fn people_of_the_parent_administer_what_is_below_and_no_longer_after_it_left(app) {
        let owner = family(app, &["holding", "acme"]).await;
        let admin = app.person(Role::TenantAdmin, &["holding"]).await;
        admin.get("/administration/tenants/acme/api").await.expect(404);
        put_below(&owner, "acme", "holding").await;
        admin.get("/administration/tenants/acme/api").await.expect(200);
        admin.get("/administration/tenants/acme/parent").await.expect(403);
        assert!(admin.get("/administration/tenants/acme/settings").await.expect(200).all("#above").is_empty());
        let below = app.person(Role::TenantAdmin, &["acme"]).await;
        let summary = below.get("/administration/tenants/acme").await.expect(200);
        assert!(!summary.text().contains("Holding") && summary.all("dd").concat().contains("1 other tenant"), "not named");
        below.get("/administration/tenants/holding").await.expect(404);
        put_below(&owner, "acme", "").await;
        admin.get("/administration/tenants/acme/api").await.expect(404);
    }

    async fn a_disabled_parent_disables_what_is_below_at_once(app) {
        let owner = family(app, &["holding", "acme", "lyon", "other"]).await;
        put_below(&owner, "acme", "holding").await;
        put_below(&owner, "lyon", "acme").await;
        let lyon = owner.issue("lyon", "Lyon").await;
        let all = owner.issue_as("other", |form| form.fill("Name", "All"), |form| form.tick("tenant_scope=all")).await;
        let some = owner
            .issue_as("other", |form| form.fill("Name", "Some"),
                |form| form.tick("tenant_scope=selected").tick("tenants=lyon").tick("tenants=other"))
            .await;
        let accepted = async |status: u16, challenge: &str| {
            let (own, why) = verify(&owner, "", &lyon.secret).await;
            assert_eq!((own, why.contains("invalid_token")), (status, status == 401));
            for token in [&all, &some] {
                assert_eq!(verify(&owner, "?tenant=other", &token.secret).await.0, 200);
                let (asked, why) = verify(&owner, "?tenant=lyon", &token.secret).await;
                assert_eq!((asked, why.contains("wrong-tenant")), (if status == 200 { 200 } else { 403 }, status != 200), "{challenge}");
            }
        };
        accepted(200, "before").await;
        owner.fill_in("/administration/tenants/holding/settings", "Disable", |form| form).await.expect(303);
        accepted(401, "holding is disabled").await;
        let settings = owner.get("/administration/tenants/lyon/settings").await.expect(200);
        assert!(settings.text().contains("A tenant above this one is disabled"), "{}", settings.text());
        let answer = owner.fill_in("/administration/tenants/lyon/api/new", "Next", |form| form.fill("Name", "No")).await;
        assert_eq!(answer.status, 422, "as for a disabled tenant");
        // Disabled itself as well, it stays disabled when its parent is enabled.
        owner.fill_in("/administration/tenants/lyon/settings", "Disable", |form| form).await.expect(303);
        owner.fill_in("/administration/tenants/holding/settings", "Enable", |form| form).await.expect(303);
        accepted(401, "disabled itself").await;
        owner.fill_in("/administration/tenants/lyon/settings", "Enable", |form| form).await.expect(303);
        accepted(200, "enabled").await;
        // Moved away from the disabled tenant, it works again.
        owner.fill_in("/administration/tenants/acme/settings", "Disable", |form| form).await.expect(303);
        accepted(401, "acme is disabled").await;
        put_below(&owner, "lyon", "").await;
        accepted(200, "moved away").await;
        let page = "/administration/tenants/lyon/parent";
        let review = owner.fill_in(page, "Next", |form| form.fill("parent", "acme")).await.expect(200);
        assert!(review.text().contains("refused immediately"), "{}", review.text());
        owner.submit(review.form("Move")).await.expect(303);
        accepted(401, "moved below").await;
    }
}
