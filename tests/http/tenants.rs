//! Tenants: what their forms refuse and keep, and that other fields have no effect.

use crate::support::{Answer, Form, both};

/// What is typed, and the fields that are then wrong.
type Case = (&'static str, fn(Form) -> Form, &'static [&'static str]);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("no name", |form| form.fill("name", ""), &["name"]),
    ("101 characters", |form| form.fill("name", &"n".repeat(101)), &["name"]),
    ("markup", |form| form.fill("name", "<b onclick=x>Acme</b>"), &["name"]),
    ("a bidi mark", |form| form.fill("name", "Ac\u{202e}me"), &["name"]),
    ("a zero-width joiner", |form| form.fill("name", "Ac\u{200d}me"), &["name"]),
    ("a terminal colour", |form| form.fill("name", "\u{1b}[2J"), &["name"]),
    ("a NUL", |form| form.fill("name", "Ac\0me"), &["name"]),
    ("two lines", |form| form.fill("name", "Ac\r\nme"), &["name"]),
    ("a slug in capitals", |form| form.fill("slug", "Acme"), &["slug"]),
    ("a slug that is an address already", |form| form.fill("slug", "new"), &["slug"]),
    ("a slug that leads elsewhere", |form| form.fill("slug", "../globex"), &["slug"]),
    ("a slug with a NUL", |form| form.fill("slug", "ac\0me"), &["slug"]),
    ("41 characters of slug", |form| form.fill("slug", &"s".repeat(41)), &["slug"]),
    ("a slug that is taken", |form| form.fill("slug", "taken"), &["slug"]),
    ("no such time zone", |form| form.forge("time_zone", "Mars/Olympus"), &["time_zone"]),
    ("a path for a time zone", |form| form.forge("time_zone", "../../etc/passwd"), &["time_zone"]),
    ("no such language", |form| form.forge("language", "tlh"), &["language"]),
    ("no name field", |form| form.without("name"), &["name"]),
    ("no slug field", |form| form.without("slug"), &["slug"]),
    ("no time zone field", |form| form.without("time_zone"), &["time_zone"]),
    ("no language field", |form| form.without("language"), &["language"]),
    ("two names", |form| form.with("name", "Other"), &["name"]),
    ("two slugs", |form| form.with("slug", "other"), &["slug"]),
    ("two time zones", |form| form.with("time_zone", "UTC"), &["time_zone"]),
    ("two languages", |form| form.with("language", "en"), &["language"]),
    ("nothing right", |form| form.fill("name", "").fill("slug", "A B").forge("language", ""), &["name", "slug", "language"]),
];

fn problems(answer: &Answer) -> Vec<String> {
    let page = answer.html();
    let links = crate::support::form::select(page.root_element(), ".problems a[href]");
    links.map(|link| link.attr("href").unwrap().replace("#f-", "")).collect()
}

both! {
    async fn a_wrong_form_changes_nothing_and_keeps_what_was_typed(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "taken").await;
        app.tenant(&owner, "acme").await;
        let before = app.database.rows_but_sessions().await;
        for path in ["/administration/tenants/new", "/administration/tenants/acme/settings"] {
            let page = owner.get(path).await.expect(200);
            let right = page.form("Save").fill("name", "Kept & \"quoted\"").fill("slug", "kept");
            let right = right.fill("time_zone", "Asia/Tokyo").fill("language", "fr");
            for (case, spoil, wrong) in CASES {
                let form = spoil(right.clone());
                let answer = owner.submit(form.clone()).await;
                assert_eq!(answer.status, 422, "{path}: {case}: {}", answer.text());
                assert_eq!(problems(&answer), *wrong, "{path}: {case}");
                let kept = answer.form("Save");
                for field in ["name", "slug", "time_zone", "language"].iter().filter(|field| !wrong.contains(field)) {
                    assert_eq!(kept.value(field), form.value(field), "{path}: {case}: {field}");
                }
                for text in ["name", "slug"] {
                    let typed = form.value(text).first().map(|typed| typed.replace('\0', "\u{fffd}").replace("\r\n", "\n"));
                    assert_eq!(kept.value(text).concat(), typed.unwrap_or_default(), "{path}: {case}: {text}");
                }
            }
        }
        assert_eq!(before, app.database.rows_but_sessions().await);
    }

    async fn fields_that_the_form_has_not_change_nothing(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "globex").await;
        let extra = |form: Form| form.with("id", "x").with("parent_id", "x").with("disabled_at", "1").with("disabled_itself", "1").with("status", "disabled").with("created_at", "1");
        let fill = |form: Form| extra(form.fill("name", "Acme").fill("slug", "acme"));
        owner.fill_in("/administration/tenants/new", "Save", fill).await.expect_to(303, "/administration/tenants/acme");
        let extra = |form: Form| extra(form).with("parent", "globex");
        owner.fill_in("/administration/tenants/acme/settings", "Save", extra).await.expect(303);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tenants WHERE parent_id IS NULL AND disabled_at IS NULL AND created_at > 1").await, 2);
    }

    async fn a_tenant_that_moves_takes_everything_along(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let draft = owner.draft("acme").await;
        let asked = owner.fill_in("/administration/tenants/acme/settings", "Save", |form| form.fill("slug", "acme-two"));
        let asked = asked.await.expect(200);
        owner.get("/administration/tenants/acme-two").await.expect(404);
        owner.submit(asked.form("Change slug"))
            .await.expect_to(303, "/administration/tenants/acme-two/settings");
        owner.get("/administration/tenants/acme").await.expect_to(303, "/administration/tenants/acme-two");
        owner.get(&format!("/administration/tenants/acme-two/api/{}", token.id)).await.expect(200);
        owner.get(&format!("/administration/tenants/acme-two/api/drafts/{draft}/overview")).await.expect(200);
        let me = owner.send(owner.bare(reqwest::Method::GET, "/api/v1/me").bearer_auth(&token.secret)).await;
        assert_eq!(me.expect(200).json()["tenant"]["slug"], "acme-two");
    }

    async fn without_its_database_it_says_that_it_is_not_ready(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        app.visitor().get("/readyz").await.expect(200);
        app.state.db.close().await;
        app.visitor().get("/readyz").await.expect(503);
        app.visitor().get("/healthz").await.expect(200);
        for path in ["/administration/tenants/acme/api", "/login"] {
            assert!(matches!(owner.get(path).await.status, 500 | 503), "{path}");
        }
        // A token that cannot be looked up is not accepted.
        let me = owner.send(owner.bare(reqwest::Method::GET, "/api/v1/me").bearer_auth(&token.secret)).await;
        assert!(matches!(me.status, 500 | 503), "{}", me.status);
        assert_eq!(me.header("content-type"), "application/problem+json");
    }

    async fn the_summary_leads_to_what_needs_attention(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let summary = async || owner.get("/administration/tenants/acme").await.expect(200);
        assert!(summary().await.all("#attention").is_empty(), "without tokens there is nothing to look after");
        for name in ["Ends", "Late", "Idle", "New"] {
            owner.issue("acme", name).await;
        }
        let day = |days| app.state.now().plus(chrono::TimeDelta::days(days));
        for name in ["Ends", "Late", "Idle", "New"] {
            app.set(name, "expires_at = NULL").await;
        }
        assert!(summary().await.text().contains("Nothing needs attention."));
        app.set("Ends", &format!("expires_at = {}", day(20).micros())).await;
        app.set("Late", &format!("expires_at = {}, late_day = {}", day(-5).micros(), day(-1).day())).await;
        let hour = day(-91).micros() / 3_600_000_000;
        app.set("Idle", "created_at = 1").await;
        app.database.execute(&format!("UPDATE token_uses SET hour = {hour} WHERE created_at = 1")).await;
        let page = summary().await;
        assert_eq!(page.all(".attention strong"), ["1", "1", "1"]);
        for (words, name) in [("token has expired but is still called", "Late"), ("token expires within 30 days", "Ends"), ("token has not been used for 90 days", "Idle")] {
            let list = owner.get(&page.link(&format!("1 {words}"))).await.expect(200);
            assert_eq!(list.all("tbody th bdi"), [name]);
        }
        app.set("New", "created_at = 1").await;
        assert_eq!(summary().await.all(".attention strong"), ["1", "1", "2", "1"]);
    }
}
