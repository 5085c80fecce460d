//! The audit log's pages, exports, and the verification button.

use latchkey::domain::person::Role;
use serde_json::Value;

use crate::support::{Answer, Client, World, both};

const PAGE: &str = "/administration/tenants/acme/audit";
const ALL: &str = "/administration/audit";

/// The headings of the events, newest first.
fn told(answer: &Answer) -> Vec<String> {
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    answer.all(".stories h2").into_iter().map(flat).collect()
}

async fn headings(browser: &Client, address: &str) -> Vec<String> {
    told(&browser.get(address).await.expect(200))
}

both! {
    async fn what_happened_stands_there_newest_first_and_is_found_by_who_what_and_when(app) {
        let fixture = World::new(app).await;
        app.wait(chrono::TimeDelta::seconds(1));
        fixture.owner.fill_in("/administration/tenants/acme/apps/new", "Save", |form| form.fill("Name", "Later")).await.expect(303);
        let page = fixture.owner.get(PAGE).await.expect(200);
        let events = told(&page);
        assert_eq!(events[0], "App Later – Created");
        assert!(events.contains(&"App Warehouse – Created".to_owned()) && events.contains(&"Module Devices – Enabled".to_owned()), "{events:?}");
        assert!(events.contains(&"Token Deploy – Created".to_owned()) && events.contains(&"Tenant Acme – Created".to_owned()), "{events:?}");
        let text = page.text();
        for part in ["owner@example.com", "20 November 2026", "Europe/Berlin", "127.0.0.1", "Permissions"] {
            assert!(text.contains(part), "{part}");
        }
        for (query, expected) in [
            ("object=Warehouse&action=app.created", "App Warehouse – Created"),
            ("object=Warehouse", "App Warehouse – Created"),
            ("object=Deploy&actor=owner%40example.com&from=2026-11-20&to=2026-11-20", "Token Deploy – Created"),
            (&format!("object={}", fixture.token.id), "Token Deploy – Created"),
        ] {
            assert_eq!(headings(&fixture.owner, &format!("{PAGE}?{query}")).await, [expected], "{query}");
        }
        for query in ["object=Nothing", "actor=nobody", "action=x", "from=2026-11-21", "to=2026-11-19", "object=%00", "actor=%3Cb%3E"] {
            let page = fixture.owner.get(&format!("{PAGE}?{query}")).await.expect(200);
            assert!(page.text().contains("No matching events"), "{query}");
        }
        // Invalid parameters are ignored.
        let odd = fixture.owner.get(&format!("{PAGE}?from=tomorrow&after=x&before=%00&checked=%22%3E")).await.expect(200);
        assert_eq!(told(&odd), events);
    }

    async fn pages_lead_to_each_other_and_keep_the_filter(app) {
        let fixture = World::new(app).await;
        for number in 0..60 {
            let slug = format!("app{number}");
            fixture.owner.fill_in("/administration/tenants/acme/apps/new", "Save", |form| form.fill("Name", &slug)).await.expect(303);
        }
        let first = fixture.owner.get(&format!("{PAGE}?action=app.created")).await.expect(200);
        assert_eq!(told(&first).len(), 50);
        let second = fixture.owner.get(&first.link("Next")).await.expect(200);
        assert_eq!(told(&second).len(), 11);
        let back = fixture.owner.get(&second.link("Previous")).await.expect(200);
        assert_eq!(told(&back), told(&first));
        assert!(back.text().contains("50 events"));
    }

    async fn everybody_sees_what_is_theirs(app) {
        let fixture = World::new(app).await;
        app.tenant(&fixture.owner, "globex").await;
        let admin = app.person(Role::TenantAdmin, &["globex"]).await;
        let auditor = app.person(Role::Auditor, &["acme"]).await;
        let everywhere = app.person(Role::Auditor, &[]).await;
        assert_eq!(headings(&admin, ALL).await, ["Tenant Globex – Created"]);
        let acme = headings(&auditor, ALL).await;
        assert!(acme.contains(&"Token Deploy – Created".to_owned()) && !acme.iter().any(|event| event.contains("Globex") || event.starts_with("User")), "{acme:?}");
        let all = headings(&everywhere, ALL).await;
        assert!(all.iter().any(|event| event.starts_with("User")) && all.contains(&"Tenant Globex – Created".to_owned()), "{all:?}");
        for path in ["export", "export?format=json", "head"] {
            let text = admin.get(&format!("{ALL}/{path}")).await.expect(200).text();
            assert!(!text.contains("acme") && !text.contains("Deploy") && !text.contains("owner@example.com\",\"person"), "{text}");
        }
        let heads: Value = serde_json::from_str(&admin.get(&format!("{ALL}/head")).await.expect(200).text()).unwrap();
        assert_eq!(heads["heads"].as_array().unwrap().len(), 1);
        let heads: Value = serde_json::from_str(&everywhere.get(&format!("{ALL}/head")).await.expect(200).text()).unwrap();
        assert_eq!(heads["heads"].as_array().unwrap().len(), 3);
        // The menu links there.
        assert!(admin.get("/account").await.expect(200).text().contains("href=\"/administration/audit\""));
        admin.get("/administration/tenants/acme/audit").await.expect(404);
    }

    async fn files_hold_the_whole_list_and_run_nowhere(app) {
        let fixture = World::new(app).await;
        app.wait(chrono::TimeDelta::seconds(1));
        fixture.owner.fill_in("/administration/tenants/acme/apps/new", "Save", |form| form.fill("Name", "=cmd|' /C calc'!A0").fill("slug", "evil")).await.expect(303);
        for number in 0..600 {
            app.database.execute(&format!("INSERT INTO audit_events (id, at, tenant_id, actor_kind, actor_label, action, object_kind, object_label)
                SELECT {}, 1, id, 'system', '@many', 'x', 'x', 'one, \"two\"' FROM tenants WHERE slug = 'acme'", blob(app.kind, number))).await;
        }
        let csv = fixture.owner.get(&format!("{PAGE}/export?format=csv")).await.expect(200);
        assert_eq!(csv.header("content-disposition"), "attachment; filename=\"audit-acme.csv\"");
        assert_eq!((csv.header("content-type").as_str(), csv.header("cache-control").as_str()), ("text/csv; charset=utf-8", "no-store"));
        let text = csv.text();
        assert!(text.starts_with("at,tenant,action,actor_id,actor_kind,actor,") && text.contains(",\"'=cmd|' /C calc'!A0\",") && text.contains("\"'@many\""), "{text:.900}");
        assert!(text.contains("\"one, \"\"two\"\"\"") && !text.contains(",=") && !text.contains(",@"));
        assert_eq!(text.matches("@many").count(), 600);
        let json = fixture.owner.get(&format!("{PAGE}/export?format=json")).await.expect(200);
        assert_eq!(json.header("content-disposition"), "attachment; filename=\"audit-acme.json\"");
        let rows: Vec<Value> = serde_json::from_str(&json.text()).unwrap();
        assert_eq!(rows.len(), text.lines().count() - 1);
        assert_eq!(rows[0]["object"], "=cmd|' /C calc'!A0");
        assert_eq!((&rows[0]["tenant"], &rows[0]["actor"], &rows[0]["after"]["slug"]), (&"acme".into(), &"owner@example.com".into(), &"evil".into()));
        let one = fixture.owner.get(&format!("{PAGE}/export?format=json&action=token.issued")).await.expect(200);
        let one: Vec<Value> = serde_json::from_str(&one.text()).unwrap();
        assert_eq!((one.len(), &one[0]["object_id"]), (1, &fixture.token.id.clone().into()));
        fixture.owner.get(&format!("{PAGE}/export?format=exe")).await.expect(404);
        assert_eq!(headings(&fixture.owner, &format!("{PAGE}?object=%3Dcmd%7C%27%20%2FC%20calc%27%21A0")).await, ["App =cmd|' /C calc'!A0 – Created"]);
    }

    async fn the_button_says_what_was_checked_and_names_what_is_broken(app) {
        let fixture = World::new(app).await;
        let auditor = app.person(Role::Auditor, &["acme"]).await;
        let press = async |browser: &Client, page: &str, button: &str| {
            let form = browser.get(page).await.expect(200).form(button);
            let answer = browser.submit(form).await.expect(303);
            browser.follow(answer).await.expect(200)
        };
        app.wait(chrono::TimeDelta::seconds(1));
        let answer = press(&auditor, PAGE, "Check now").await;
        assert!(answer.text().contains("events checked. All are intact."), "{}", answer.text());
        assert_eq!(told(&answer)[0], "Audit log – Checked");
        let everything = press(&fixture.owner, ALL, "Check now").await;
        assert!(everything.text().contains("events checked. All"), "{}", everything.text());
        app.database.execute("UPDATE audit_events SET actor_label = 'somebody@example.com' WHERE action = 'app.created'").await;
        let answer = press(&auditor, PAGE, "Check now").await;
        let event = app.database.number("SELECT sequence FROM audit_events WHERE action = 'app.created'").await;
        assert!(answer.text().contains(&format!("Event {event} (20 November 2026")) && answer.text().contains("was changed"), "{}", answer.text());
        let answer = press(&fixture.owner, ALL, "Check now").await;
        assert!(answer.text().contains(&format!("Acme: Event {event} (20 November 2026")), "{}", answer.text());
        // Only the rest, because the fault is before it.
        let address = format!("{PAGE}?checked={}", urlencoded(app, event).await);
        let answer = press(&auditor, &address, "Continue check").await;
        assert!(answer.text().contains("checked. All are intact"), "{}", answer.text());
    }
}

async fn urlencoded(app: &crate::support::TestApp, sequence: i64) -> String {
    let heads = app.database.texts(match app.kind {
        crate::support::Kind::Sqlite => "SELECT lower(hex(id)) FROM tenants WHERE slug = 'acme'",
        crate::support::Kind::Postgres => "SELECT id::text FROM tenants WHERE slug = 'acme'",
    });
    format!("{}%3A{sequence}", heads.await[0])
}

/// An ID of 2001, as this database writes it.
fn blob(kind: crate::support::Kind, number: u32) -> String {
    let id = uuid::Uuid::from_u128((0xe9_0000_0000_u128 << 80) + u128::from(number));
    match kind {
        crate::support::Kind::Sqlite => format!("x'{}'", id.simple()),
        crate::support::Kind::Postgres => format!("'{id}'"),
    }
}
