//! A module counts only while it is enabled where the token is used: in verification, introspection and `/api/v1/me`.

use reqwest::Method;
use serde_json::json;

use super::Proxy;
use crate::support::both;

both! {
    async fn what_a_tenant_disables_opens_nothing_from_then_on(app) {
        let owner = app.owner().await;
        for tenant in ["acme", "globex", "initech"] {
            app.tenant(&owner, tenant).await;
        }
        app.module("devices", &["acme", "globex"]).await;
        app.module("billing", &["globex"]).await;
        let (home, chosen, all) =
            (owner.issue("acme", "Home").await, owner.issue("acme", "Chosen").await, owner.issue("acme", "All").await);
        app.let_reach("Chosen", &["acme", "globex"]).await;
        app.set("All", "tenant_scope = 'all'").await;
        for name in ["Home", "Chosen", "All"] {
            app.let_use(name, &["devices", "billing"]).await;
        }
        let proxy = Proxy::new(&owner);
        let table = async |expected: &[(&str, &str, u16, &str)]| {
            for (name, query, status, modules) in expected {
                let token = [("Home", &home), ("Chosen", &chosen), ("All", &all)];
                let secret = &token.iter().find(|(known, _)| known == name).unwrap().1.secret;
                let headers = [("x-api-key", secret.as_str()), ("x-forwarded-method", "GET")];
                let answer = proxy.ask(query, &headers).await;
                let got = (answer.status, answer.header("x-latchkey-modules"));
                assert_eq!(got, (*status, (*modules).to_owned()), "{name} {query}");
            }
        };
        table(&[
            ("Home", "", 200, "devices"),
            ("Home", "?module=devices", 200, "devices"),
            ("Home", "?module=billing", 403, ""),
            ("Home", "?tenant=acme&module=devices", 200, "devices"),
            ("Chosen", "", 200, "billing,devices"),
            ("Chosen", "?module=billing", 200, "billing,devices"),
            ("Chosen", "?tenant=acme", 200, "devices"),
            ("Chosen", "?tenant=acme&module=billing", 403, ""),
            ("Chosen", "?tenant=globex&module=billing", 200, "billing,devices"),
            ("All", "", 200, "billing,devices"),
            ("All", "?tenant=initech", 200, ""),
            ("All", "?tenant=initech&module=devices", 403, ""),
        ]).await;

        let client = owner.api_client("Shop API", &["devices", "billing"]).await;
        let told = async |secret: &str| owner.introspect(&client, secret).await.json()["modules"].clone();
        assert_eq!(told(&home.secret).await, json!(["devices"]));
        assert_eq!(told(&chosen.secret).await, json!(["billing", "devices"]));

        let page = "/administration/tenants/globex/modules";
        crate::modules::disable(&owner, page, |form| form.untick("Devices").untick("Billing")).await;
        table(&[
            ("Home", "", 200, "devices"),
            ("Chosen", "", 200, "devices"),
            ("Chosen", "?module=billing", 403, ""),
            ("Chosen", "?tenant=globex&module=devices", 403, ""),
            ("Chosen", "?tenant=globex", 200, ""),
            ("All", "?module=billing", 403, ""),
        ]).await;
        assert_eq!(told(&chosen.secret).await, json!(["devices"]));

        // A disabled tenant's modules count no more for who reaches all.
        crate::modules::disable(&owner, "/administration/tenants/acme/modules", |form| form.untick("Devices")).await;
        owner.fill_in("/administration/tenants/initech/modules", "Save", |form| form.tick("Devices")).await.expect(303);
        table(&[("All", "", 200, "devices"), ("Home", "", 200, "")]).await;
        owner.fill_in("/administration/tenants/initech/settings", "Disable", |form| form).await.expect(303);
        table(&[("All", "", 200, ""), ("All", "?module=devices", 403, "")]).await;
        let me = owner.send(owner.bare(Method::GET, "/api/v1/me").bearer_auth(&all.secret)).await.expect(200);
        assert_eq!(me.json()["modules"], json!([]));
    }
}
