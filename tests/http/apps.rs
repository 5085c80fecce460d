//! `/administration/tenants/{slug}/apps`.

use latchkey::domain::person::Role;
use reqwest::Method;

use crate::modules::events;
use crate::support::{Client, both};

/// Creates an app of a tenant.
pub async fn app_of(person: &Client, tenant: &str, name: &str) {
    let path = format!("/administration/tenants/{tenant}/apps");
    person
        .fill_in(&format!("{path}/new"), "Save", |form| form.fill("Name", name))
        .await
        .expect_to(303, &path);
}

both! {
    async fn an_app_is_made_renamed_and_deleted_by_its_tenants_people(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let apps = "/administration/tenants/acme/apps";
        let empty = admin.get(apps).await.expect(200);
        assert_eq!((empty.heading().as_str(), empty.all(".empty li").len()), ("Apps", 3));
        assert_eq!(empty.form("Create").action.path(), format!("{apps}/new"));

        app_of(&admin, "acme", "Warehouse").await;
        assert_eq!(admin.get(apps).await.link("Warehouse"), format!("{apps}/warehouse"));
        let edit = format!("{apps}/warehouse");
        admin.fill_in(&edit, "Save", |form| form.fill("Name", "Hall 3")).await.expect_to(303, apps);
        admin.fill_in(&edit, "Save", |form| form.fill("Name", "")).await.expect(422);
        assert_eq!(admin.get(apps).await.link("Hall 3"), edit);
        admin.fill_in(&edit, "Delete", |form| form).await.expect_to(303, apps);
        admin.get(&edit).await.expect(404);
        for action in ["app.created", "app.renamed", "app.deleted"] {
            assert_eq!(events(app, action).await, 1, "{action}");
        }
    }

    async fn a_slug_is_taken_within_its_tenant_only(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        app_of(&owner, "acme", "Grafana").await;
        app_of(&owner, "globex", "Grafana").await;
        let again = owner
            .fill_in("/administration/tenants/acme/apps/new", "Save", |form| form.fill("Name", "Grafana"))
            .await
            .expect(422);
        assert!(again.all(".wrong").concat().contains("Another app of this tenant"));
        assert_eq!(again.form("Save").value("name"), ["Grafana"]);
    }

    async fn auditors_look_and_strangers_find_nothing(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        app_of(&owner, "acme", "Grafana").await;
        let auditor = app.person(Role::Auditor, &["acme"]).await;
        let list = auditor.get("/administration/tenants/acme/apps").await.expect(200);
        assert!(list.text().contains("Grafana") && !list.offers("Create") && !list.offers("Grafana"));
        for rest in ["new", "grafana", "nothing"] {
            auditor.get(&format!("/administration/tenants/acme/apps/{rest}")).await.expect(403);
        }
        let admin = app.person(Role::TenantAdmin, &["globex"]).await;
        let foreign = admin.get("/administration/tenants/acme/apps/grafana").await.expect(404);
        let unknown = admin.get("/administration/tenants/globex/apps/grafana").await.expect(404);
        assert_eq!(foreign.text(), unknown.text());
    }

    async fn an_app_is_deleted_only_when_no_token_but_revoked_ones_is_bound_to_it(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app_of(&owner, "acme", "Grafana").await;
        let edit = "/administration/tenants/acme/apps/grafana";
        let early = owner.get(edit).await.form("Delete");
        let token = owner
            .issue_as("acme", |form| form.fill("Name", "Deploy"), |form| form.fill("App", "Grafana"))
            .await;
        let me = owner.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret);
        assert_eq!(owner.send(me).await.expect(200).json()["app"], "grafana");

        let page = owner.get(edit).await.expect(200);
        assert!(!page.offers("Delete") && page.offers("Deploy"));
        let refused = owner.submit(early).await.expect(422);
        assert!(refused.all(".problems").concat().contains("tokens are bound to it"));
        assert_eq!(events(app, "app.deleted").await, 0);

        let revoke = format!("/administration/tenants/acme/api/{}/revoke", token.id);
        owner.fill_in(&revoke, "Revoke", |form| form.fill("name", "Deploy")).await.expect(303);
        owner.fill_in(edit, "Delete", |form| form).await.expect(303);
        owner.get(&format!("/administration/tenants/acme/api/{}", token.id)).await.expect(200);
    }

    async fn many_apps_come_page_by_page(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let tenant = "(SELECT id FROM tenants WHERE slug = 'acme')";
        for n in 10..70 {
            let id = match app.kind {
                crate::support::Kind::Sqlite => format!("X'0198000000007000800000000000aa{n}'"),
                crate::support::Kind::Postgres => format!("'01980000-0000-7000-8000-00000000aa{n}'"),
            };
            app.database
                .execute(&format!(
                    "INSERT INTO apps (id, tenant_id, slug, name, search_name, created_at)
                     VALUES ({id}, {tenant}, 'app-{n}', 'App {n}', 'app {n}', 0)"
                ))
                .await;
        }
        let first = owner.get("/administration/tenants/acme/apps").await.expect(200);
        assert_eq!(first.all("tbody tr").len(), 50);
        let next = owner.get(&first.link("Next")).await.expect(200);
        assert_eq!(next.all("tbody tr").len(), 10);
        assert!(next.offers("App 69") && !next.offers("App 59"));
        assert_eq!(next.link("Previous"), "/administration/tenants/acme/apps");
    }
}
