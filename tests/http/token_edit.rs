//! Edit: everything of a token but its secret, with a look at what changes before it is saved.

use chrono::TimeDelta;
use latchkey::domain::person::Role;
use reqwest::Method;

use crate::support::fixture::picture;
use crate::support::{Answer, Client, Form, TestApp, both};

const LIST: &str = "/administration/tenants/acme/api";

async fn me(app: &TestApp, secret: &str) -> serde_json::Value {
    let visitor = app.visitor();
    visitor.send(visitor.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await.expect(200).json()
}

/// Opens the page, fills it in, and gives what Next leads to.
async fn next(browser: &Client, id: &str, fill: impl FnOnce(Form) -> Form) -> Answer {
    let page = browser.get(&format!("{LIST}/{id}/edit")).await.expect(200);
    browser.submit(fill(page.form("Next"))).await
}

/// The same, and Save.
async fn edit(browser: &Client, id: &str, fill: impl FnOnce(Form) -> Form) -> Answer {
    let review = next(browser, id, fill).await.expect(200);
    browser.submit(review.form("Save")).await
}

fn changes(review: &Answer) -> Vec<String> {
    review.all(".changes li")
}

both! {
    async fn what_is_changed_is_told_first_and_the_rest_stays(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        app.module("devices", &["acme", "globex"]).await;
        app.module("billing", &["acme"]).await;
        owner.fill_in("/administration/tenants/acme/apps/new", "Save", |form| form.fill("Name", "Grafana")).await.expect(303);
        let general = |form: Form| form.fill("Name", "Deploy").fill("Description", "Two\r\nlines").attach("logo", "l.png", "image/png", picture(16, 16, image::ImageFormat::Png));
        let access = |form: Form| form.tick("Selected tenants").tick("acme").tick("globex").tick("Devices").fill("App", "Grafana");
        let token = owner.issue_as("acme", general, access).await;
        let before = app.database.rows_but_sessions().await;
        // Nothing touched is nothing changed.
        let details = format!("{LIST}/{}", token.id);
        next(&owner, &token.id, |form| form).await.expect_to(303, &details);
        assert!(owner.get(&details).await.text().contains("was not changed"));
        let review = next(&owner, &token.id, |form| form.fill("Name", "Deploy 2").tick("Delete").tick("expires_in=30d").tick("tenant_scope=this")).await.expect(200);
        assert_eq!(before, app.database.rows_but_sessions().await, "asking changes nothing");
        let told = changes(&review);
        assert_eq!([&told[0], &told[2], &told[3]], ["Renamed to “Deploy 2” (was “Deploy”).", "Can no longer access Globex.", "Permissions added: Delete."]);
        assert!(told[1].starts_with("Expires sooner: 20 December 2026, 13:00 Europe/Berlin"), "{told:?}");
        let back = owner.submit(review.form("Back")).await.expect(200);
        assert_eq!((back.form("Next").value("name"), back.form("Next").value("expires_in")), (vec!["Deploy 2".to_owned()], vec!["30d".to_owned()]));
        let review = owner.submit(back.form("Next")).await.expect(200);
        owner.submit(review.form("Save")).await.expect_to(303, &details);
        assert!(owner.get(&details).await.text().contains("Deploy 2 saved."));
        let now = me(app, &token.secret).await;
        assert_eq!((&now["name"], &now["permissions"], &now["tenants"]), (&"Deploy 2".into(), &serde_json::json!(["read", "delete"]), &serde_json::json!(["acme"])));
        let kept = app.database.number("SELECT COUNT(*) FROM tokens WHERE description = 'Two\nlines' AND logo_id IS NOT NULL AND app_id IS NOT NULL").await;
        assert_eq!(kept, 1);
        assert_eq!(app.database.texts("SELECT m.slug FROM token_modules t JOIN modules m ON m.id = t.module_id").await, ["devices"]);
        let event = app.database.texts("SELECT after FROM audit_events WHERE action = 'token.changed'").await;
        assert!(event.len() == 1 && event[0].contains("\"Deploy 2\"") && !event[0].contains("description"), "{event:?}");

        // The picture goes along to Save, and goes away.
        let old = app.database.texts("SELECT COUNT(*) || '' FROM logos").await;
        let review = next(&owner, &token.id, |form| form.attach("logo", "m.png", "image/png", picture(9, 9, image::ImageFormat::Png))).await.expect(200);
        assert_eq!(changes(&review), ["New image."]);
        let back = owner.submit(review.form("Back")).await.expect(200);
        let review = owner.submit(back.form("Next").fill("Description", "")).await.expect(200);
        assert_eq!(changes(&review), ["Description removed.", "New image."]);
        owner.submit(review.form("Save")).await.expect(303);
        assert_eq!((old, app.database.number("SELECT COUNT(*) FROM logos").await), (vec!["1".to_owned()], 2));
        assert_eq!(changes(&next(&owner, &token.id, |form| form.tick("Remove image").tick("modules=billing").fill("App", "")).await), ["Image removed.", "No longer bound to an app (was Grafana).", "Modules added: Billing."]);
    }

    async fn a_token_that_changed_meanwhile_is_not_overwritten(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let details = format!("{LIST}/{}", token.id);
        let review = next(&owner, &token.id, |form| form.fill("Name", "Mine").tick("Write")).await.expect(200);
        edit(&owner, &token.id, |form| form.fill("Name", "Theirs").tick("Create")).await.expect(303);
        let answer = owner.submit(review.form("Save")).await.expect(409);
        assert!(answer.text().contains("Someone else changed this token in the meantime") && answer.form("Next").value("name") == ["Mine"]);
        assert_eq!(me(app, &token.secret).await["name"], "Theirs");
        let review = owner.submit(answer.form("Next")).await.expect(200);
        assert_eq!(changes(&review), ["Renamed to “Mine” (was “Theirs”).", "Permissions added: Write.", "Permissions removed: Create."]);
        let form = review.form("Save");
        let answers = futures_util::future::join_all((0..20).map(|_| owner.submit(form.clone()))).await;
        assert!(answers.iter().all(|answer| answer.location() == Some(details.clone())), "sent often, it is done once");
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.changed'").await, 2);
        assert_eq!(me(app, &token.secret).await["permissions"], serde_json::json!(["read", "write"]));
        for odd in ["", "x", "0"] {
            let form = owner.get(&format!("{details}/edit")).await.form("Next").fill("Name", "Odd");
            owner.submit(form.forge("version", odd)).await.expect(409);
        }
    }

    async fn an_end_is_put_off_while_it_has_not_come_and_never_afterwards(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue_as("acme", |form| form.fill("Name", "Brief").tick("7 days"), |form| form).await;
        let review = next(&owner, &token.id, |form| form.tick("expires_in=30d")).await.expect(200);
        assert!(changes(&review)[0].starts_with("Expires later: 20 December"));
        owner.submit(review.form("Save")).await.expect(303);
        app.wait(TimeDelta::days(29));
        let owner = app.owner().await;
        assert_eq!(me(app, &token.secret).await["name"], "Brief");
        let open = owner.get(&format!("{LIST}/{}/edit", token.id)).await.expect(200);
        let review = owner.submit(open.form("Next").tick("No expiration")).await.expect(200);
        app.wait(TimeDelta::days(1) + TimeDelta::minutes(1));
        let owner = app.owner().await;
        let csrf = owner.csrf().await;
        let before = app.database.rows_but_sessions().await;
        for form in [review.form("Save"), open.form("Next").tick("No expiration")] {
            owner.submit(form.forge("csrf", &csrf)).await.expect_to(303, &format!("{LIST}/{}", token.id));
            let page = owner.get(&format!("{LIST}/{}", token.id)).await.expect(200);
            assert!(page.text().contains("has expired and can’t be changed. Duplicate it") && !page.offers("Edit"));
        }
        owner.get(&format!("{LIST}/{}/edit", token.id)).await.expect(303);
        assert_eq!(before, app.database.rows_but_sessions().await);
        let bare = owner.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret);
        owner.send(bare).await.expect(401);
    }

    async fn nobody_gives_more_than_they_may(app) {
        let owner = app.owner().await;
        for slug in ["acme", "globex", "hidden"] {
            app.tenant(&owner, slug).await;
        }
        let two = owner.issue_as("acme", |form| form.fill("Name", "Two"), |form| form.tick("Selected tenants").tick("acme").tick("globex")).await;
        let all = owner.issue_as("acme", |form| form.fill("Name", "All"), |form| form.tick("All tenants").tick("Write")).await;
        let own = owner.issue("acme", "Own").await;
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        // Less is fine, and what is not touched stays, out of reach or not.
        edit(&admin, &two.id, |form| form.tick("expires_in=30d")).await.expect(303);
        assert_eq!(me(app, &two.secret).await["tenants"], serde_json::json!(["acme", "globex"]));
        edit(&admin, &all.id, |form| form.untick("Write")).await.expect(303);
        assert_eq!(me(app, &all.secret).await["permissions"], serde_json::json!(["read"]));
        for id in [&two.id, &all.id] {
            for more in ["permissions=delete", "expires_in=never"] {
                let answer = next(&admin, id, |form| form.tick(more)).await.expect(422);
                assert!(answer.text().contains("You can remove access from it, but not add any"), "{more}");
            }
        }
        for (form, field) in [
            (admin.get(&format!("{LIST}/{}/edit", own.id)).await.form("Next").forge("tenant_scope", "all"), "tenant_scope"),
            (admin.get(&format!("{LIST}/{}/edit", own.id)).await.form("Next").forge("tenant_scope", "selected").with("tenants", "hidden"), "tenants"),
            (admin.get(&format!("{LIST}/{}/edit", own.id)).await.form("Next").forge("tenant_scope", "selected").with("tenants", "acme").with("tenants", "globex"), "tenants"),
        ] {
            let answer = admin.submit(form).await.expect(422);
            assert_eq!(answer.all(&format!("#e-{field}")).len(), 1, "{}", answer.text());
        }
        // A tenant given up does not come back by the same hand. It is not named to who cannot see it.
        edit(&admin, &two.id, |form| form.untick("tenants=*")).await.expect(303);
        let form = admin.get(&format!("{LIST}/{}/edit", two.id)).await.form("Next").with("tenants", "globex");
        admin.submit(form).await.expect(422);
        assert_eq!(me(app, &two.secret).await["tenants"], serde_json::json!(["acme"]));
    }

    async fn what_a_token_is_called_and_acts_for_is_not_theirs_to_change_who_could_not_issue_it(app) {
        let owner = app.owner().await;
        for slug in ["acme", "globex"] {
            app.tenant(&owner, slug).await;
        }
        for name in ["Crm", "Payroll"] {
            owner.fill_in("/administration/tenants/acme/apps/new", "Save", |form| form.fill("Name", name)).await.expect(303);
        }
        let general = |form: Form| form.fill("Name", "Mine").fill("Description", "Keep").attach("logo", "l.png", "image/png", picture(8, 8, image::ImageFormat::Png));
        let all = owner.issue_as("acme", general, |form| form.tick("All tenants").tick("Write").fill("App", "Payroll")).await;
        let two = owner.issue_as("acme", general, |form| form.tick("Selected tenants").tick("acme").tick("globex").tick("Write")).await;
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let before = app.database.rows_but_sessions().await;
        for id in [&all.id, &two.id] {
            let page = admin.get(&format!("{LIST}/{id}/edit")).await.expect(200);
            assert_eq!(page.all("#f-name[readonly], #f-description[readonly], #f-app[disabled]").len(), 3, "{}", page.text());
            assert!(page.text().contains("tenants whose tokens you don’t manage") && page.all("#f-logo").is_empty());
            let form = || page.form("Next");
            for attack in [
                form().forge("name", "Theirs"),
                form().forge("description", ""),
                form().forge("app", "crm"),
                // Bound to none it would act for any, and the other way round it would act for that one.
                form().forge("app", if *id == all.id { "" } else { "payroll" }),
                form().without("app").with("app", "crm").untick("Write"),
                form().forge("logo_now", "none"),
                form().with("remove_logo", "yes"),
                // Less of it does not make up for the name.
                form().forge("name", "Theirs").untick("Write"),
            ] {
                for go in ["", "save"] {
                    let answer = admin.submit(attack.clone().with("go", go)).await.expect(422);
                    assert!(answer.text().contains("so you can’t change its name"), "{}", answer.text());
                    assert_eq!(answer.form("Next").value("name"), ["Mine"]);
                }
            }
        }
        assert_eq!(before, app.database.rows_but_sessions().await);
        // Taking away goes on, on the same page; the owner changes what they like.
        for id in [&all.id, &two.id] {
            edit(&admin, id, |form| form.untick("Write")).await.expect(303);
            edit(&owner, id, |form| form.fill("Name", "Ours").fill("App", "Crm")).await.expect(303);
        }
        // Once it reaches no further than their own tenant, it is theirs.
        edit(&admin, &all.id, |form| form.tick("tenant_scope=this")).await.expect(303);
        edit(&admin, &all.id, |form| form.fill("Name", "Acme’s").fill("App", "Payroll")).await.expect(303);
        assert_eq!(me(app, &all.secret).await["app"], "payroll");
    }

    async fn wrong_values_come_back_and_forged_ones_change_nothing(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let token = owner.issue("acme", "Deploy").await;
        let other = owner.issue_as("globex", |form| form.fill("Name", "Other").attach("logo", "l.png", "image/png", picture(8, 8, image::ImageFormat::Png)), |form| form).await;
        let before = app.database.rows_but_sessions().await;
        let answer = next(&owner, &token.id, |form| form.fill("Name", "").untick("Read").tick("expires_in=custom")).await.expect(422);
        for field in ["name", "permissions", "expires_date"] {
            assert_eq!(answer.all(&format!("#e-{field}")).len(), 1, "{field}");
        }
        assert_eq!(answer.form("Next").value("expires_in"), ["custom"]);
        let foreign = owner.get(&format!("/administration/tenants/globex/api/{}", other.id)).await.expect(200).text();
        let page = owner.get(&format!("{LIST}/{}/edit", token.id)).await.expect(200);
        let logo = foreign.split_once("/logos/").unwrap().1[..36].to_owned();
        for form in [
            page.form("Next").with("name", "Twice"), page.form("Next").without("expires_in"), page.form("Next").without("tenant_scope"),
            page.form("Next").forge("permissions", "root"), page.form("Next").forge("tenant_scope", "every"), page.form("Next").with("modules", "nothing"),
            page.form("Next").forge("logo_now", &logo), page.form("Next").forge("logo_now", "../x"),
        ] {
            owner.submit(form.with("go", "save")).await.expect(422);
        }
        let extra = page.form("Next").with("go", "save").with("tenant_id", "globex").with("status", "revoked").with("created_by", "x").with("id", &other.id);
        owner.submit(extra).await.expect(303);
        owner.submit(page.form("Next").fill("Name", "X").forge("csrf", "x")).await.expect(403);
        assert_eq!(before, app.database.rows_but_sessions().await);
        let csrf = owner.csrf().await;
        for id in [other.id.as_str(), "tok_00000000000000000000000000", "x"] {
            owner.get(&format!("{LIST}/{id}/edit")).await.expect(404);
            owner.post(&format!("{LIST}/{id}/edit"), &[("csrf", &csrf), ("name", "X"), ("go", "save")]).await.expect(404);
        }
        owner.fill_in("/administration/tenants/acme/settings", "Disable", |form| form).await.expect(303);
        let answer = next(&owner, &token.id, |form| form.fill("Name", "X")).await.expect(422);
        assert!(answer.text().contains("This tenant is disabled"));
    }

    async fn what_a_tenant_lost_since_is_no_reason_to_refuse_another_change(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        app.module("devices", &["acme", "globex"]).await;
        let token = owner.issue_as("acme", |form| form.fill("Name", "Deploy"), |form| form.tick("Selected tenants").tick("acme").tick("globex").tick("Devices")).await;
        app.database.execute("DELETE FROM tenant_modules").await;
        owner.fill_in("/administration/tenants/globex/settings", "Disable", |form| form).await.expect(303);
        edit(&owner, &token.id, |form| form.fill("Name", "Deploy 2")).await.expect(303);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM token_tenants").await, 2);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM token_modules").await, 1);
        next(&owner, &token.id, |form| form.untick("globex")).await.expect(422);
        edit(&owner, &token.id, |form| form.untick("globex").untick("Devices")).await.expect(303);
    }
}
