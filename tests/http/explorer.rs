//! `/administration/tenants/{slug}/api-explorer`.

use latchkey::domain::person::Role;
use latchkey::routes::ROUTES;

use crate::support::both;

const EXPLORER: &str = "/administration/tenants/acme/api-explorer";

both! {
    async fn every_operation_is_there_without_javascript_as_a_curl_line(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        assert_eq!(owner.get("/administration/tenants/acme/api").await.link("API explorer"), EXPLORER);
        let page = owner.get(EXPLORER).await.expect(200);
        let lines = page.all("pre[data-curl]");
        let routes = ROUTES.iter().filter(|line| line.path.starts_with("/api/v1/")).count();
        assert_eq!(lines.len(), routes);
        for line in &lines {
            assert!(line.contains("$LATCHKEY_TOKEN"), "{line}");
            assert!(line.contains(app.state.fixed.public_url.as_str()), "{line}");
        }
        assert!(lines.iter().any(|line| line.contains("/api/v1/tenants/acme/tokens'")), "{lines:?}");
    }

    async fn the_field_for_the_secret_is_sent_nowhere_by_itself(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let page = owner.get(EXPLORER).await.expect(200);
        let html = page.html();
        let field = crate::support::form::select(html.root_element(), "#f-secret").next().unwrap();
        assert_eq!((field.attr("type"), field.attr("autocomplete"), field.attr("name")), (Some("password"), Some("off"), None));
        // No form on the page is submitted anywhere, with or without script.
        assert_eq!(page.all("form[data-call]").len(), page.all("form[data-call][method=dialog]").len());
        assert_eq!(page.all("form #f-secret").len(), 0);
    }

    async fn it_is_for_whoever_may_see_the_tokens(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        app.person(Role::Auditor, &["acme"]).await.get(EXPLORER).await.expect(200);
        let stranger = app.person(Role::TenantAdmin, &["globex"]).await;
        let hidden = stranger.get(EXPLORER).await.expect(404);
        let unknown = stranger.get("/administration/tenants/nowhere/api-explorer").await.expect(404);
        assert_eq!(hidden.text(), unknown.text());
        app.visitor().get(EXPLORER).await.expect(303);
    }
}
