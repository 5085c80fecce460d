//! The wizard's second step, and a tenant that is disabled on the way.

use latchkey::domain::person::Role;

use crate::support::fixture::draft_of;
use crate::support::{Answer, Client, Form, both};

/// What is chosen, and the fields that are wrong then.
type Case = (&'static str, fn(Form) -> Form, &'static [&'static str]);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("no permission", |form| form.untick("Read").untick("Delete"), &["permissions"]),
    ("an unknown permission", |form| form.with("permissions", "admin"), &["permissions"]),
    ("an empty permission", |form| form.with("permissions", ""), &["permissions"]),
    ("a permission in capitals", |form| form.with("permissions", "WRITE"), &["permissions"]),
    ("an unknown scope", |form| form.forge("tenant_scope", "everything"), &["tenant_scope"]),
    ("an empty scope", |form| form.forge("tenant_scope", ""), &["tenant_scope"]),
    ("no scope", |form| form.without("tenant_scope"), &["tenant_scope"]),
    ("two scopes", |form| form.with("tenant_scope", "all"), &["tenant_scope"]),
    ("selected, but none", |form| form.tick("tenant_scope=selected"), &["tenants"]),
    ("an unknown tenant", |form| form.tick("tenant_scope=selected").with("tenants", "nowhere"), &["tenants"]),
    ("a known and an unknown tenant", |form| form.tick("tenant_scope=selected").tick("tenants=acme").with("tenants", "nowhere"), &["tenants"]),
    ("an empty tenant", |form| form.tick("tenant_scope=selected").with("tenants", ""), &["tenants"]),
    ("a tenant with a NUL", |form| form.tick("tenant_scope=selected").with("tenants", "ac\0me"), &["tenants"]),
    ("a star for a tenant", |form| form.tick("tenant_scope=selected").with("tenants", "*"), &["tenants"]),
    ("a disabled tenant", |form| form.tick("tenant_scope=selected").with("tenants", "closed"), &["tenants"]),
    ("nothing right", |form| form.untick("Read").untick("Delete").forge("tenant_scope", "x"), &["tenant_scope", "permissions"]),
];

fn problems(answer: &Answer) -> Vec<String> {
    let page = answer.html();
    let links = crate::support::form::select(page.root_element(), ".problems a[href]");
    links.map(|link| link.attr("href").unwrap().replace("#f-", "")).collect()
}

/// The second step of a fresh draft.
async fn access(browser: &Client) -> Answer {
    let answer =
        browser.fill_in("/administration/tenants/acme/api/new", "Next", |form| form.fill("Name", "T")).await;
    browser.follow(answer.expect(303)).await.expect(200)
}

both! {
    async fn a_wrong_choice_is_told_and_the_others_are_kept(app) {
        let owner = app.owner().await;
        for slug in ["acme", "globex", "closed"] {
            app.tenant(&owner, slug).await;
        }
        let page = access(&owner).await;
        app.database.execute("UPDATE tenants SET disabled_at = 1 WHERE slug = 'closed'").await;
        for (case, spoil, wrong) in CASES {
            let form = spoil(page.form("Next").tick("Delete"));
            let answer = owner.submit(form.clone()).await;
            assert_eq!(answer.status, 422, "{case}: {}", answer.text());
            assert_eq!(problems(&answer), *wrong, "{case}");
            for kept in [answer.form("Next"), owner.get(page.url.path()).await.expect(200).form("Next")] {
                let known = |name: &String| ["read", "write", "create", "delete"].contains(&name.as_str());
                let sent: Vec<_> = form.value("permissions").into_iter().filter(known).collect();
                assert_eq!(kept.value("permissions"), sent, "{case}");
                if form.value("tenant_scope") == ["selected"] {
                    assert_eq!(kept.value("tenant_scope"), ["selected"], "{case}");
                }
                if form.value("tenants").contains(&"acme".to_owned()) {
                    assert!(kept.value("tenants").contains(&"acme".to_owned()), "{case}");
                }
            }
            if *case == "two scopes" {
                // The first of them is in order, and is what the page shows as chosen.
                continue;
            }
            // Nothing of it can be issued.
            let overview = page.url.path().replace("access", "overview");
            owner.get(&overview).await.expect(303);
            let csrf = owner.csrf().await;
            let token = page.url.path().replace("access", "token");
            owner.post(&token, &[("csrf", &csrf), ("generation", "0")]).await.expect(303);
        }
    }

    async fn nobody_issues_beyond_their_own_tenants(app) {
        let owner = app.owner().await;
        for slug in ["acme", "globex"] {
            app.tenant(&owner, slug).await;
        }
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let page = access(&admin).await;
        assert!(!page.text().contains("globex") && !page.text().contains("Globex"));
        assert!(!page.text().contains("All tenants"));
        let told = |answer: &Answer| answer.all(".problems li").concat();
        let all = admin.submit(page.form("Next").forge("tenant_scope", "all")).await.expect(422);
        assert_eq!(problems(&all), ["tenant_scope"]);
        let select = |slug: &str| page.form("Next").forge("tenant_scope", "selected").with("tenants", slug);
        let other = admin.submit(select("globex")).await.expect(422);
        let unknown = admin.submit(select("nowhere")).await.expect(422);
        assert_eq!(told(&other), told(&unknown), "whether it exists is none of their business");
        assert!(!other.text().contains("Globex"));
        let csrf = admin.csrf().await;
        let token = page.url.path().replace("access", "token");
        admin.post(&token, &[("csrf", &csrf), ("generation", "0")]).await.expect(303);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM drafts WHERE hash IS NOT NULL").await, 0);

        // A right that is lost between the steps is lost at Save too.
        let reveal = owner.reveal("acme", |form| form.fill("Name", "All"), |form| form.tick("All tenants")).await;
        app.database.execute("UPDATE role_assignments SET role = 'auditor' WHERE role = 'owner'").await;
        owner.submit(reveal.form("Save")).await.expect(403);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 0);
    }

    async fn the_three_scopes_are_three_things(app) {
        let owner = app.owner().await;
        for slug in ["acme", "globex"] {
            app.tenant(&owner, slug).await;
        }
        let name = |form: Form| form.fill("Name", "T");
        let this = owner.issue_as("acme", name, |form| form).await;
        let selected = owner.issue_as("acme", name, |form| form.tick("Selected tenants").tick("tenants=globex")).await;
        let all = owner.issue_as("acme", name, |form| form.tick("All tenants").tick("tenants=globex")).await;
        app.tenant(&owner, "later").await;
        for (token, scope, tenants) in [(this, "this", ["acme"]), (selected, "selected", ["globex"]), (all, "all", ["*"])] {
            let me = owner.send(owner.bare(reqwest::Method::GET, "/api/v1/me").bearer_auth(&token.secret)).await;
            let me = me.expect(200).json();
            assert_eq!(me["tenant_scope"], scope);
            assert_eq!(me["tenants"], serde_json::json!(tenants));
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM token_tenants").await, 1);
    }

    async fn a_disabled_tenant_issues_nothing_at_any_step(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let fresh = owner.get("/administration/tenants/acme/api/new").await.expect(200).form("Next").fill("Name", "Kept");
        let second = access(&owner).await;
        let draft = second.url.path().replace("/access", "");
        let overview = owner.overview("acme", |form| form.fill("Name", "Kept"), |form| form).await;
        let reveal = owner.reveal("acme", |form| form.fill("Name", "Kept"), |form| form).await;
        app.database.execute("UPDATE tenants SET disabled_at = 1").await;

        let answer = owner.submit(fresh).await.expect(422);
        assert_eq!(answer.form("Next").value("name"), ["Kept"]);
        assert_eq!(problems(&answer), ["form"]);
        let general = owner.get(&format!("{draft}/general")).await.expect(200);
        assert_eq!(general.form("Next").value("name"), ["T"]);
        owner.submit(general.form("Next")).await.expect(422);
        let answer = owner.submit(second.form("Next").tick("Write")).await.expect(422);
        assert_eq!(answer.form("Next").value("permissions"), ["read", "write"]);
        let refused = owner.submit(overview.form("Next")).await.expect(303);
        assert!(refused.location().unwrap().ends_with("/general"));
        let refused = owner.submit(reveal.form("Save")).await.expect(303);
        assert!(refused.location().unwrap().ends_with("/general"));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 0);
        let me = owner.bare(reqwest::Method::GET, "/api/v1/me").bearer_auth(reveal.secret());
        owner.send(me).await.expect(401);
        assert!(!owner.follow(refused).await.text().contains(&reveal.secret()));
    }

    async fn fields_that_no_form_has_change_nothing(app) {
        let owner = app.owner().await;
        for slug in ["acme", "globex"] {
            app.tenant(&owner, slug).await;
        }
        let globex = app.database.rows().await["tenants"].iter().find(|row| row.contains("globex")).cloned().unwrap();
        let extra = |mut form: Form| {
            for (name, value) in [("tenant_id", globex.as_str()), ("tenant", "globex"), ("slug", "globex"), ("created_by", "x"),
                ("status", "revoked"), ("revoked_at", "1"), ("disabled_at", "1"), ("id", "tok_0"), ("token_id", "x"), ("hash", "x"),
                ("expires_at", "2099-01-01"), ("last_used_at", "1"), ("include_subtenants", "1"), ("key_id", "x"), ("__proto__", "x")] {
                form = form.with(name, value);
            }
            form
        };
        let elsewhere = |form: Form| form.with("permissions", "delete").with("tenant_scope", "all").with("tenants", "globex");
        let answer = owner.fill_in("/administration/tenants/acme/api/new", "Next", |form| elsewhere(extra(form.fill("Name", "Plain")))).await;
        let draft = draft_of(&answer);
        let at = |step: &str| format!("/administration/tenants/acme/api/drafts/{draft}/{step}");
        let access = owner.get(&at("access")).await.form("Next");
        assert_eq!((access.value("tenant_scope"), access.value("permissions")), (vec!["this".to_owned()], vec!["read".to_owned()]));
        let answer = owner.submit(extra(access).with("name", "Other").with("expires_in", "never")).await;
        answer.expect_to(303, &at("overview"));
        let overview = owner.get(&at("overview")).await;
        let reveal = owner.submit(elsewhere(extra(overview.form("Next"))).with("name", "Other").with("secret", "lk_chosen")).await.expect(200);
        assert!(!reveal.secret().contains("chosen"));
        owner.submit(elsewhere(extra(reveal.form("Save"))).with("name", "Other")).await.expect_to(303, &at("summary"));
        let me = owner.send(owner.bare(reqwest::Method::GET, "/api/v1/me").bearer_auth(reveal.secret())).await.expect(200).json();
        assert_eq!(
            (&me["name"], &me["tenant"]["slug"], &me["tenants"], &me["permissions"]),
            (&"Plain".into(), &"acme".into(), &serde_json::json!(["acme"]), &serde_json::json!(["read"]))
        );
        assert!(me["expires_at"].as_str().unwrap().starts_with("2027-02-18"), "90 days: {me}");
        let told = app.database.texts("SELECT actor_label FROM audit_events WHERE action = 'token.issued'").await;
        assert_eq!(told, ["owner@example.com"]);
    }
}
