//! `/administration/modules` and `/administration/tenants/{slug}/modules`.

use latchkey::domain::person::Role;
use reqwest::Method;

use crate::support::{Answer, Client, TestApp, both};

/// Adds a module to the catalogue, and enables it in these tenants.
pub async fn module(owner: &Client, name: &str, tenants: &[&str]) {
    owner
        .fill_in("/administration/modules/new", "Save", |form| form.fill("Name", name))
        .await
        .expect_to(303, "/administration/modules");
    for tenant in tenants {
        switch(owner, tenant, name, true).await.expect(303);
    }
}

/// Enables or disables a module for a tenant.
pub async fn switch(person: &Client, tenant: &str, name: &str, on: bool) -> Answer {
    let path = format!("/administration/tenants/{tenant}/modules");
    let answer =
        person.fill_in(&path, "Save", |form| if on { form.tick(name) } else { form.untick(name) }).await;
    // If tokens lose it, the question is answered.
    if answer.status == 200 { person.submit(answer.form("Disable")).await } else { answer }
}

/// Saves the tenant's Modules page, and confirms what tokens lose.
pub async fn disable(
    person: &Client,
    path: &str,
    fill: impl FnOnce(crate::support::Form) -> crate::support::Form,
) {
    let question = person.fill_in(path, "Save", fill).await.expect(200);
    person.submit(question.form("Disable")).await.expect(303);
}

/// The number of audit events with this action.
pub async fn events(app: &TestApp, action: &str) -> i64 {
    app.database.number(&format!("SELECT COUNT(*) FROM audit_events WHERE action = '{action}'")).await
}

both! {
    async fn the_catalogue_begins_with_the_built_in_module_and_teaches_how_to_go_on(app) {
        let owner = app.owner().await;
        let page = owner.get("/administration/modules").await.expect(200);
        assert_eq!(page.heading(), "Modules");
        assert_eq!(page.all("tbody strong"), ["Tenant API"]);
        assert_eq!(page.all(".empty li").len(), 3);
        assert_eq!(page.link("Modules (catalogue)"), "/administration/modules");
        let new = page.form("Create");
        assert_eq!((new.method, new.action.path()), (Method::GET, "/administration/modules/new"));
    }

    async fn a_module_is_made_renamed_and_deleted_and_each_is_told_of(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        module(&owner, "Devices & More", &["acme"]).await;
        let list = owner.get("/administration/modules").await;
        assert_eq!(list.link("Devices & More"), "/administration/modules/devices-more");
        assert!(list.all(".empty").is_empty());

        let edit = "/administration/modules/devices-more";
        owner.fill_in(edit, "Save", |form| form.fill("Name", "Devices")).await.expect(303);
        owner.fill_in(edit, "Save", |form| form).await.expect(303);
        assert_eq!(owner.get(edit).await.heading(), "Devices");
        owner.fill_in(edit, "Delete", |form| form).await.expect_to(303, "/administration/modules");
        owner.get(edit).await.expect(404);

        for action in ["created", "renamed", "enabled", "disabled", "deleted"] {
            assert_eq!(events(app, &format!("module.{action}")).await, 1, "{action}");
        }
        // The tenant's own audit log records what concerned it.
        assert_eq!(
            app.database
                .number("SELECT COUNT(*) FROM audit_events WHERE object_kind = 'module' AND tenant_id IS NOT NULL")
                .await,
            2
        );
    }

    async fn a_wrong_module_comes_back_with_what_was_typed(app) {
        let owner = app.owner().await;
        module(&owner, "Devices", &[]).await;
        let new = "/administration/modules/new";
        for (name, slug, wrong) in [
            ("", "", "Fill in this field."),
            ("Devices", "", "Another module has this slug."),
            ("Others", "administration", "Another module has this slug."),
            ("Others", "Not A Slug", "Use up to 40 lowercase letters"),
            ("Others", "new", "Use up to 40 lowercase letters"),
            ("日本", "", "No slug can be derived"),
            ("<b>bold</b>", "bold", "This contains markup."),
            ("a\u{202e}b", "ab", "This contains invisible characters"),
        ] {
            let answer = owner
                .fill_in(new, "Save", |form| form.fill("Name", name).fill("Slug", slug))
                .await
                .expect(422);
            assert!(answer.all(".wrong").concat().contains(wrong), "{name} {slug}: {:?}", answer.all(".wrong"));
            let form = answer.form("Save");
            assert_eq!((form.value("name"), form.value("slug")), (vec![name.to_owned()], vec![slug.to_owned()]));
        }
        let edit = "/administration/modules/devices";
        owner.fill_in(edit, "Save", |form| form.fill("Name", &"x".repeat(101))).await.expect(422);
        assert_eq!(events(app, "module.created").await, 1);
        assert_eq!(events(app, "module.renamed").await, 0);
    }

    async fn the_built_in_module_is_neither_renamed_nor_deleted(app) {
        let owner = app.owner().await;
        module(&owner, "Devices", &[]).await;
        let built_in = "/administration/modules/administration";
        owner.get(built_in).await.expect(404);
        for (button, rest) in [("Save", ""), ("Delete", "/delete")] {
            let mut form = owner.get("/administration/modules/devices").await.form(button);
            form.action.set_path(&format!("{built_in}{rest}"));
            owner.submit(form).await.expect(404);
        }
        assert_eq!(app.database.number("SELECT COUNT(*) FROM modules").await, 2);
    }

    async fn a_module_is_deleted_only_when_no_token_but_revoked_ones_has_it(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        module(&owner, "Devices", &["acme"]).await;
        let edit = "/administration/modules/devices";
        let empty = owner.get(edit).await.form("Delete");
        let token =
            owner.issue_as("acme", |form| form.fill("Name", "Deploy"), |form| form.tick("Devices")).await;

        let page = owner.get(edit).await.expect(200);
        assert!(!page.offers("Delete"));
        assert_eq!(page.link("Deploy"), format!("/administration/tenants/acme/api/{}", token.id));
        // A page opened before the token was created still has the button.
        let refused = owner.submit(empty).await.expect(422);
        assert!(refused.all(".problems").concat().contains("tokens or API clients use it"));
        assert_eq!(events(app, "module.deleted").await + events(app, "module.disabled").await, 0);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM token_modules").await, 1);

        let revoke = format!("/administration/tenants/acme/api/{}/revoke", token.id);
        owner.fill_in(&revoke, "Revoke", |form| form.fill("name", "Deploy")).await.expect(303);
        owner.fill_in(edit, "Delete", |form| form).await.expect(303);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM token_modules").await, 0);
    }

    async fn owners_change_the_catalogue_and_whoever_reads_a_tenant_sees_it(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        module(&owner, "Devices", &[]).await;
        for role in [Role::TenantAdmin, Role::Auditor] {
            let person = app.person(role, &["acme"]).await;
            let list = person.get("/administration/modules").await.expect(200);
            assert!(list.text().contains("Devices") && !list.offers("Create") && !list.offers("Devices"));
            person.get("/administration/modules/new").await.expect(403);
            person.get("/administration/modules/devices").await.expect(403);
        }
    }

    async fn a_tenants_people_switch_its_modules_and_auditors_only_look(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        module(&owner, "Devices", &[]).await;
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        switch(&admin, "acme", "Devices", true).await.expect(303);
        let path = "/administration/tenants/acme/modules";
        let form = admin.get(path).await.form("Save");
        assert_eq!(form.value("modules"), ["devices", "administration"]);
        // Nothing was switched, so nothing is recorded.
        admin.submit(form).await.expect(303);
        assert_eq!(events(app, "module.enabled").await, 1);

        let auditor = app.person(Role::Auditor, &["acme"]).await;
        let page = auditor.get(path).await.expect(200);
        assert!(!page.offers("Save"));
        assert_eq!(page.all("tbody .badge"), ["Active", "Active"]);
        let mut forged = admin.get(path).await.form("Save");
        forged = forged.forge("csrf", &page.form("Sign out").value("csrf").concat());
        auditor.submit(forged).await.expect(403);
        admin.get("/administration/tenants/globex/modules").await.expect(404);
    }

    async fn what_a_colleague_switched_meanwhile_stays(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        module(&owner, "Devices", &["acme"]).await;
        module(&owner, "Billing", &[]).await;
        let path = "/administration/tenants/acme/modules";
        let mine = owner.get(path).await.form("Save").untick("Tenant API");
        switch(&owner, "acme", "Billing", true).await.expect(303);
        switch(&owner, "acme", "Devices", false).await.expect(303);
        owner.submit(mine).await.expect(303);
        assert_eq!(owner.get(path).await.form("Save").value("modules"), ["billing"]);

        let stale = owner.get(path).await.form("Save").with("modules", "gone");
        let answer = owner.submit(stale).await.expect(422);
        assert!(answer.all(".wrong").concat().contains("no longer exists"));
    }

    async fn before_a_module_is_disabled_its_tokens_are_named(app) {
        let owner = app.owner().await;
        for tenant in ["acme", "globex"] {
            app.tenant(&owner, tenant).await;
        }
        module(&owner, "Devices", &["acme", "globex"]).await;
        let path = "/administration/tenants/acme/modules";
        let untick = |form: crate::support::Form| form.untick("Devices");
        owner.issue_as("acme", |form| form.fill("Name", "Deploy"), |form| form.tick("Devices")).await;
        let question = owner.fill_in(path, "Save", untick).await.expect(200);
        assert!(question.text().contains("1 active token of this tenant"), "{}", question.text());
        assert_eq!(question.all(".holders a"), ["Deploy"]);
        assert_eq!(events(app, "module.disabled").await, 0, "nothing is changed by asking");
        // By the time of the confirmation there is one more: the question is asked again.
        owner.issue_as("acme", |form| form.fill("Name", "Second"), |form| form.tick("Devices")).await;
        let again = owner.submit(question.form("Disable")).await.expect(200);
        assert!(again.text().contains("2 active tokens of this tenant"), "{}", again.text());
        assert_eq!(events(app, "module.disabled").await, 0);
        owner.submit(again.form("Disable")).await.expect_to(303, path);
        assert_eq!(events(app, "module.disabled").await, 1);
        // Nothing stops working in the other tenant, so there is no question.
        owner.fill_in("/administration/tenants/globex/modules", "Save", untick).await.expect(303);
    }

    async fn a_tenant_is_disabled_only_after_its_tokens_were_counted(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let settings = "/administration/tenants/acme/settings";
        let early = owner.get(settings).await.form("Disable");
        owner.issue("acme", "Deploy").await;
        let question = owner.submit(early).await.expect(200);
        assert!(question.text().contains("1 active token stops working"), "{}", question.text());
        assert_eq!(question.all(".holders a"), ["Deploy"]);
        assert_eq!(events(app, "tenant.disabled").await, 0);
        owner.submit(question.form("Disable")).await.expect_to(303, settings);
        assert_eq!(events(app, "tenant.disabled").await, 1);
    }

    async fn a_module_of_owners_is_enabled_by_owners_alone(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        module(&owner, "Devices", &[]).await;
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let path = "/administration/tenants/acme/modules";
        let before = admin.get(path).await.form("Save").tick("Devices");
        let edit = "/administration/modules/devices";
        owner.fill_in(edit, "Save", |form| form.tick("Only owners can enable it")).await.expect(303);
        assert_eq!((events(app, "module.changed").await, events(app, "module.renamed").await), (1, 0));
        assert!(owner.get("/administration/modules").await.text().contains("only owners can enable it"));
        let page = admin.get(path).await.expect(200);
        assert!(page.text().contains("only owners can enable it"));
        assert_eq!(page.all("input[value=devices][disabled]").len(), 1);
        admin.submit(before).await.expect(403);
        assert_eq!(events(app, "module.enabled").await, 0);
        switch(&owner, "acme", "Devices", true).await.expect(303);
        assert_eq!(events(app, "module.enabled").await, 1);
        // Removing access is always allowed.
        switch(&admin, "acme", "Devices", false).await.expect(303);
        switch(&owner, "acme", "Devices", true).await.expect(303);
        owner.fill_in(edit, "Save", |form| form.untick("Only owners can enable it")).await.expect(303);
        switch(&admin, "acme", "Devices", false).await.expect(303);
        switch(&admin, "acme", "Devices", true).await.expect(303);
    }
}
