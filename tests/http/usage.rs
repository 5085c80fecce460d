//! Token usage: from the request through memory and the database to the pages.

use chrono::TimeDelta;
use latchkey::jobs;
use latchkey::store::Tx;

use crate::support::people::Issued;
use crate::support::{Answer, Client, TestApp, both};

const LIST: &str = "/administration/tenants/acme/api";

/// The owner, the tenants `acme` and `globex` with the modules `billing` and `devices`, and a token of `acme` that
/// may read devices.
async fn fixture(app: &TestApp) -> (Client, Issued) {
    let owner = app.owner().await;
    for tenant in ["acme", "globex"] {
        app.tenant(&owner, tenant).await;
    }
    for module in ["billing", "devices"] {
        app.module(module, &["acme", "globex"]).await;
    }
    let token = owner.issue("acme", "Scanner").await;
    app.give_module(&token, "devices").await;
    (owner, token)
}

/// Writes everything in memory.
async fn write(app: &TestApp) {
    jobs::write_down(&app.state, true).await.unwrap();
}

async fn sum(app: &TestApp, column: &str) -> i64 {
    let text = format!("SELECT CAST(COALESCE(SUM({column}), 0) AS BIGINT) FROM usage_days");
    app.database.number(&text).await
}

/// Every row: tenant, module, permission, allowed, refused.
async fn rows(app: &TestApp) -> Vec<String> {
    let text =
        "SELECT t.slug || ' ' || u.module || ' ' || u.permission || ': ' || u.allowed || ', ' || u.refused
                FROM usage_days u JOIN tenants t ON t.id = u.tenant_id ORDER BY 1";
    app.database.texts(text).await
}

async fn details(owner: &Client, token: &Issued) -> Answer {
    owner.get(&format!("{LIST}/{}/usage", token.id)).await.expect(200)
}

both! {
    async fn a_use_is_seen_in_list_and_details_once_it_is_written(app) {
        let (owner, token) = fixture(app).await;
        let page = details(&owner, &token).await;
        assert!(page.text().contains("This token has never been used.") && page.all(".chart").is_empty());
        let here = "?tenant=acme&module=devices";
        for _ in 0..2 {
            owner.verify(here, "GET", &token.secret).await.expect(200);
        }
        owner.verify(here, "DELETE", &token.secret).await.expect(403);
        write(app).await;

        let page = details(&owner, &token).await;
        assert!(page.all(".rows dd").contains(&"just now · 127.0.0.1 · Read · Devices".to_owned()), "{}", page.text());
        assert_eq!(page.all(".totals dd"), ["2", "1"]);
        assert_eq!(page.all(".areas li"), ["Devices · Read 2", "Devices · Delete 1 refused"]);
        let days = page.all(".numbers tbody tr");
        assert_eq!((days.len(), days[0].replace(' ', ""), days[1].replace(' ', "")), (30, "20Nov202621".into(), "19Nov202600".into()));
        // One bar for allowed calls, one for refused ones, and a text for each day.
        assert_eq!((page.all("svg[role=img] .allowed").len(), page.all("svg[role=img] .refused").len()), (1, 1));
        assert_eq!(page.all("svg[role=img] title").last().map(String::as_str), Some("20 Nov 2026 – 2 allowed, 1 refused"));
        assert!(!page.text().contains("style="), "the content security policy has no room for it");
        let list = owner.get(LIST).await.expect(200);
        assert!(list.text().contains("just now") && list.text().contains("127.0.0.1"));

        app.wait(TimeDelta::days(30));
        let later = details(&app.owner().await, &token).await;
        assert!(later.text().contains("No calls in the last 30 days.") && later.all(".chart").is_empty());
    }

    async fn refusals_count_and_never_used_stays_true(app) {
        let (owner, token) = fixture(app).await;
        owner.verify("?module=devices", "POST", &token.secret).await.expect(403);
        app.set("Scanner", "disabled_at = 1").await;
        owner.verify("?module=devices", "GET", &token.secret).await.expect(401);
        owner.verify("", "GET", &format!("{}x", token.secret)).await.expect(401);
        write(app).await;
        assert_eq!(rows(app).await, ["acme devices 1: 0, 1", "acme devices 4: 0, 1"]);
        let page = details(&owner, &token).await;
        assert!(page.all(".rows dd").contains(&"never used".to_owned()));
        assert!(page.text().contains("This token has never been used: every call with it was refused."));
        assert_eq!(page.all(".totals dd"), ["0", "2"]);
        assert!(owner.get(LIST).await.text().contains("never used"));
    }

    async fn a_token_is_written_at_most_once_a_minute(app) {
        let (owner, token) = fixture(app).await;
        let mut written = Vec::new();
        for seconds in [0, 30, 29, 1] {
            app.wait(TimeDelta::seconds(seconds));
            for _ in 0..3 {
                owner.verify("", "GET", &token.secret).await.expect(200);
            }
            // The job does this every other second; either of the two writes.
            jobs::write_down(&app.state, false).await.unwrap();
            written.push(sum(app, "allowed").await);
        }
        // The first use is written immediately: by the job, perhaps, before the two that follow.
        assert!(written[0] == 3 || written[0] < 3 && written[0] > 0, "{written:?}");
        assert_eq!((written[1], written[2], written[3]), (written[0], written[0], 12));
    }

    async fn each_place_has_its_row_and_nobody_makes_one_up(app) {
        let (owner, token) = fixture(app).await;
        app.let_reach("Scanner", &["acme", "globex"]).await;
        for (query, status) in [
            ("", 200), ("?tenant=acme", 200), ("?tenant=acme&module=devices", 200), ("?tenant=globex&module=devices", 200),
            ("?module=devices", 200), ("?module=billing", 403), ("?tenant=globex&module=billing", 403),
            ("?tenant=nowhere&module=devices", 403), ("?tenant=made-up&module=made-up", 403),
        ] {
            owner.verify(query, "GET", &token.secret).await.expect(status);
        }
        write(app).await;
        assert_eq!(rows(app).await, ["acme  1: 2, 3", "acme devices 1: 2, 0", "globex  1: 0, 1", "globex devices 1: 1, 0"]);
        // A tenant that it can't access counts for its home.
        app.set("Scanner", "tenant_scope = 'this'").await;
        owner.verify("?tenant=globex&module=devices", "GET", &token.secret).await.expect(403);
        write(app).await;
        assert!(rows(app).await.contains(&"acme devices 1: 2, 1".to_owned()));
    }

    async fn the_tenant_api_and_introspection_count_too(app) {
        let (owner, token) = fixture(app).await;
        let api = owner.api("acme").await;
        api.get("/api/v1/me").await.expect(200);
        api.get("/api/v1/tenants/acme/tokens").await.expect(200);
        api.delete("/api/v1/tenants/globex/apps/x").await.expect(404);
        let one = owner.api_client("Shop", &["Devices"]).await;
        let two = owner.api_client("Both", &["Devices", "Billing"]).await;
        let neither = owner.api_client("Bills", &["Billing"]).await;
        for client in [&one, &two, &neither] {
            owner.introspect(client, &token.secret).await.expect(200);
        }
        app.give_module(&token, "billing").await;
        // Later than what the instance may have written meanwhile.
        app.wait(TimeDelta::microseconds(1));
        owner.introspect(&two, &token.secret).await.expect(200);
        write(app).await;
        let expected = ["acme  0: 1, 1", "acme  0: 1, 0", "acme administration 1: 1, 0", "acme administration 8: 0, 1", "acme devices 0: 2, 0"];
        let (mut found, mut expected) = (rows(app).await, expected.map(str::to_owned));
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        let me = api.get(&format!("/api/v1/tenants/acme/tokens/{}", token.id)).await.expect(200).json();
        assert_eq!((&me["last_used_permission"], &me["last_used_module"]), (&serde_json::json!(null), &serde_json::json!(null)));
        let own = api.get(&format!("/api/v1/tenants/acme/tokens/{}", api.id)).await.expect(200).json();
        assert_eq!((&own["last_used_permission"], &own["last_used_module"]), (&serde_json::json!("read"), &serde_json::json!("administration")));
    }

    async fn a_request_is_answered_though_nobody_can_write(app) {
        let (owner, token) = fixture(app).await;
        let mut tx = app.database.db.write().await.unwrap();
        if let Tx::Postgres(tx, _) = &mut tx {
            sqlx::query("LOCK TABLE tokens, usage_days IN EXCLUSIVE MODE").execute(&mut **tx).await.unwrap();
        }
        owner.verify("", "GET", &token.secret).await.expect(200);
        assert_eq!((app.state.usage.depth(), sum(app, "allowed").await), (1, 0));
        drop(tx);
        write(app).await;
        assert_eq!((app.state.usage.depth(), sum(app, "allowed").await), (0, 1));
    }

    async fn a_year_and_a_month_later_it_is_thrown_away(app) {
        let (owner, token) = fixture(app).await;
        owner.verify("", "GET", &token.secret).await.expect(200);
        write(app).await;
        app.wait(TimeDelta::days(400));
        jobs::clean_up(&app.state, app.state.now()).await.unwrap();
        assert_eq!(sum(app, "allowed").await, 1);
        app.wait(TimeDelta::days(1));
        jobs::clean_up(&app.state, app.state.now()).await.unwrap();
        assert_eq!(sum(app, "allowed").await, 0);
        assert!(details(&app.owner().await, &token).await.text().contains("20 November 2026"), "the last use is the token's own");
    }
}
