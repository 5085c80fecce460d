//! The wizard's first step: what it refuses, and that nothing typed is lost by it.

use crate::support::fixture::draft_of;
use crate::support::{Answer, Form, both};

const NEW: &str = "/administration/tenants/acme/api/new";

/// What is typed, and the fields that are wrong then.
type Case = (&'static str, fn(Form) -> Form, &'static [&'static str]);

/// A form that is in order; each case spoils one thing of it.
fn right(form: Form) -> Form {
    form.fill("Name", "Exporter").fill("Description", "Two\nlines & <3").tick("30 days")
}

fn custom(form: Form, date: &str, time: &str) -> Form {
    form.tick("Custom").fill("expires_date", date).fill("expires_time", time)
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("no name", |form| form.fill("Name", ""), &["name"]),
    ("spaces for a name", |form| form.fill("Name", " \t "), &["name"]),
    ("101 characters", |form| form.fill("Name", &"ü".repeat(101)), &["name"]),
    ("markup", |form| form.fill("Name", "<script>alert(1)</script>"), &["name"]),
    ("markup that ends an attribute", |form| form.fill("Name", "\"><img src=x onerror=alert(1)>"), &["name"]),
    ("a bidi mark", |form| form.fill("Name", "abc\u{202e}gnp.exe"), &["name"]),
    ("a bidi isolate", |form| form.fill("Name", "a\u{2066}b"), &["name"]),
    ("a zero-width space", |form| form.fill("Name", "a\u{200b}b"), &["name"]),
    ("a byte order mark", |form| form.fill("Name", "a\u{feff}b"), &["name"]),
    ("a terminal colour", |form| form.fill("Name", "\u{1b}[31mred"), &["name"]),
    ("two lines", |form| form.fill("Name", "a\r\nSet-Cookie: b=c"), &["name"]),
    ("a NUL", |form| form.fill("Name", "a\0b"), &["name"]),
    ("a tag character", |form| form.fill("Name", "a\u{e0041}b"), &["name"]),
    ("501 characters", |form| form.fill("Description", &"x".repeat(501)), &["description"]),
    ("a hostile description", |form| form.fill("Description", "x\u{202e}y"), &["description"]),
    ("markup in the description", |form| form.fill("Description", "</textarea><script>"), &["description"]),
    ("a NUL in the description", |form| form.fill("Description", "a\0b"), &["description"]),
    ("yesterday", |form| custom(form, "2026-11-19", "12:00"), &["expires_date"]),
    ("this very minute", |form| custom(form, "2026-11-20", "13:00"), &["expires_date"]),
    ("31 February", |form| custom(form, "2027-02-31", "12:00"), &["expires_date"]),
    ("29 February of a common year", |form| custom(form, "2027-02-29", "12:00"), &["expires_date"]),
    ("a moment that the clocks skip", |form| custom(form, "2027-03-28", "02:30"), &["expires_time"]),
    ("a far day", |form| custom(form, "9999-12-31", "23:59"), &["expires_date"]),
    ("a farther year than there is", |form| custom(form, "+262142-12-31", "23:59"), &["expires_date"]),
    ("a time that is none", |form| custom(form, "2027-02-20", "25:61"), &["expires_time"]),
    ("no day", |form| custom(form, "", "12:00"), &["expires_date"]),
    ("no time", |form| custom(form, "2027-02-20", ""), &["expires_time"]),
    ("a day with a NUL", |form| custom(form, "2027-02-2\0", "12:00"), &["expires_date"]),
    ("a choice that is none", |form| form.forge("expires_in", "2w"), &["expires_in"]),
    ("no name field", |form| form.without("name"), &["name"]),
    ("no choice of an end", |form| form.without("expires_in"), &["expires_in"]),
    ("two names", |form| form.with("name", "Other"), &["name"]),
    ("the same name twice", |form| form.with("name", "Exporter"), &["name"]),
    ("two descriptions", |form| form.with("description", "Other"), &["description"]),
    ("two choices of an end", |form| form.with("expires_in", "never"), &["expires_in"]),
    ("two days", |form| custom(form, "2027-02-20", "12:00").with("expires_date", "2099-01-01"), &["expires_date"]),
    ("two times", |form| custom(form, "2027-02-20", "12:00").with("expires_time", "13:00"), &["expires_time"]),
    ("everything wrong", |form| custom(form, "x", "y").fill("Name", "").fill("Description", "\u{1b}"),
        &["name", "description", "expires_date"]),
];

/// The fields that the summary of problems leads to, each once.
fn problems(answer: &Answer) -> Vec<String> {
    let page = answer.html();
    let links = crate::support::form::select(page.root_element(), ".problems a[href]");
    let mut fields: Vec<_> = links.map(|link| link.attr("href").unwrap().replace("#f-", "")).collect();
    fields.dedup();
    fields
}

/// What a browser makes of it on the way through a page.
fn shown(typed: &str) -> String {
    typed.replace("\r\n", "\n").replace('\0', "\u{fffd}")
}

/// That the page holds what was sent: the first value where there were several.
#[track_caller]
fn keeps(answer: &Answer, sent: &Form, case: &str) {
    let page = answer.form("Next");
    for name in ["name", "description", "expires_in", "expires_date", "expires_time"] {
        let first = sent.value(name).first().map(|typed| shown(typed));
        let kept = page.value(name).first().cloned();
        // A choice that is none of those offered cannot be shown as chosen.
        let offered = name != "expires_in" || first.as_deref() != Some("2w");
        if offered {
            assert_eq!(kept.unwrap_or_default(), first.unwrap_or_default(), "{name} after {case}");
        }
    }
}

both! {
    async fn a_mistake_is_told_at_its_field_and_everything_else_is_kept(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let draft = owner.draft("acme").await;
        let general = format!("/administration/tenants/acme/api/drafts/{draft}/general");
        for (number, (case, spoil, wrong)) in CASES.iter().enumerate() {
            // The same step under both its addresses, in turns.
            let path = if number % 2 == 0 { NEW } else { &general };
            let form = spoil(right(owner.get(path).await.expect(200).form("Next")));
            let answer = owner.submit(form.clone()).await;
            assert_eq!(answer.status, 422, "{case}: {}", answer.text());
            assert_eq!(problems(&answer), *wrong, "{case}");
            for field in *wrong {
                assert_eq!(answer.all(&format!("#e-{field}")).len(), 1, "{case}: nothing is told at {field}");

            }
            keeps(&answer, &form, case);
            // A reload finds it too: the form on the page now belongs to a draft.
            let own = answer.form("Next").action;
            keeps(&owner.get(own.path()).await.expect(200), &form, case);
            assert!(!answer.text().contains("<script>alert"), "{case}");
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 0);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action LIKE 'token%'").await, 0);
    }

    async fn names_that_only_look_odd_are_taken_and_shown_as_they_are(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        for name in ["A -> B", "x < 5 & y > 3", "R&D \"quoted\" 'single'", "=cmd|' /C calc'!A0", "日本語 😀", "{{ 7*7 }} ${x} %0a", &"ü".repeat(100)] {
            let token = owner.issue("acme", name).await;
            let details = owner.get(&format!("/administration/tenants/acme/api/{}", token.id)).await.expect(200);
            assert!(details.text().contains("<bdi>") && details.all("bdi").iter().any(|text| text == name), "{name}");
            let list = owner.get("/administration/tenants/acme/api").await.expect(200);
            assert!(list.all("tbody bdi").iter().any(|text| text == name), "{name}");
            let me = owner.send(owner.bare(reqwest::Method::GET, "/api/v1/me").bearer_auth(&token.secret)).await;
            assert_eq!(me.json()["name"], name);
        }
    }

    async fn what_was_typed_outlives_back_reload_and_a_mistake_elsewhere(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let fill = |form: Form| custom(form.fill("Name", "Kept").fill("Description", "a\nb"), "2027-02-20", "14:00");
        let answer = owner.fill_in(NEW, "Next", fill).await.expect(303);
        let draft = draft_of(&answer);
        let at = |step: &str| format!("/administration/tenants/acme/api/drafts/{draft}/{step}");
        answer.expect_to(303, &at("access"));

        // A mistake in the second step, then Back with another one that is half done.
        let access = owner.get(&at("access")).await.expect(200);
        let chosen = access.form("Next").tick("tenant_scope=selected").tick("tenants=globex").untick("Read");
        let wrong = owner.submit(chosen.clone()).await.expect(422);
        assert_eq!(wrong.form("Next").value("tenants"), ["globex"]);
        assert_eq!(owner.get(&at("access")).await.form("Next").value("tenants"), ["globex"], "reloaded");
        let back = wrong.form("Back").tick("permissions=delete").untick("tenants=globex");
        owner.submit(back).await.expect_to(303, &at("general"));
        let general = owner.get(&at("general")).await.expect(200).form("Next");
        let typed = |form: &Form, name: &str| form.value(name).concat();
        assert_eq!(
            ["name", "description", "expires_in", "expires_date", "expires_time"].map(|name| typed(&general, name)),
            ["Kept", "a\nb", "custom", "2027-02-20", "14:00"]
        );
        owner.submit(general.clone().fill("Name", "")).await.expect(422);
        owner.submit(general).await.expect_to(303, &at("access"));
        let access = owner.get(&at("access")).await.expect(200).form("Next");
        assert_eq!((typed(&access, "tenant_scope"), typed(&access, "tenants"), typed(&access, "permissions")),
            ("selected".to_owned(), String::new(), "delete".to_owned()));

        // Overview leads to the step that is not in order, and then shows all of it.
        owner.get(&at("overview")).await.expect_to(303, &at("access"));
        owner.submit(access.tick("tenants=globex")).await.expect_to(303, &at("overview"));
        let overview = owner.get(&at("overview")).await.expect(200);
        for part in ["Kept", "Globex", "delete", "2027"] {
            assert!(overview.all("main").concat().contains(part), "{part}: {}", overview.text());
        }
        let back = overview.form("Back");
        assert_eq!(back.action.path(), at("access"));
        assert_eq!(owner.submit(back).await.expect(200).form("Next").value("permissions"), ["delete"]);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM drafts").await, 1);
    }

    async fn the_moment_is_spelled_out_in_the_tenants_time_zone(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let preview = async |query: &str| {
            let answer = owner.get(&format!("/administration/tenants/acme/api/expiry-preview?{query}")).await;
            answer.expect(200).text()
        };
        let custom = preview("expires_in=custom&expires_date=2027-02-20&expires_time=14:00").await;
        assert!(custom.contains("20 February 2027") && custom.contains("Europe/Berlin"), "{custom}");
        assert!(preview("expires_in=never").await.contains("until it is revoked"));
        for odd in ["", "expires_in=", "expires_in=custom", "expires_in=custom&expires_date=2027-02-31&expires_time=1:00", "expires_in=%00&expires_date=%ff",
            "expires_in=custom&expires_date=%3Cscript%3E&expires_time=%3Cscript%3E"] {
            assert!(!preview(odd).await.contains("<script"), "{odd}");
        }
        let twice = owner.get("/administration/tenants/acme/api/expiry-preview?expires_in=7d&expires_in=30d").await;
        assert!(twice.status < 500, "{}", twice.status);
    }

    async fn a_drafts_id_that_is_taken_or_none_leads_nowhere_else(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let admin = app.person(latchkey::domain::person::Role::TenantAdmin, &["acme"]).await;
        let taken = [owner.draft("acme").await, admin.draft("acme").await];
        for (browser, of_others) in [(&owner, &taken[1]), (&admin, &taken[0])] {
            let form = browser.get(NEW).await.form("Next").fill("Name", "Mine now");
            browser.submit(form.forge("draft", of_others)).await.expect(404);
        }
        let elsewhere = owner.get("/administration/tenants/globex/api/new").await.form("Next").fill("Name", "Mine now");
        owner.submit(elsewhere.forge("draft", &taken[0])).await.expect(404);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM drafts WHERE general LIKE '%Mine now%'").await, 0);
        for odd in ["", "x", "../../etc", "\0"] {
            let form = owner.get(NEW).await.form("Next").fill("Name", "Own");
            owner.submit(form.forge("draft", odd)).await.expect(303);
        }
    }
}
