//! A tenant's former slug never becomes another tenant's: what proxies pin keeps naming the same tenant.

use latchkey::domain::person::Role;
use reqwest::Method;

use crate::support::{Answer, Client, Form, both};
use crate::verify::Proxy;

/// Saves a new slug on the tenant's Settings, as the owner.
async fn rename(owner: &Client, from: &str, to: &str) -> Answer {
    let path = format!("/administration/tenants/{from}/settings");
    let asked = owner.fill_in(&path, "Save", |form| form.fill("slug", to)).await;
    if asked.status != 200 {
        return asked;
    }
    assert!(asked.text().contains("active token"), "{}", asked.text());
    owner.submit(asked.form("Change slug")).await
}

/// The tenant's Settings, also under a former slug.
async fn settings(owner: &Client, slug: &str) -> Answer {
    let answer = owner.get(&format!("/administration/tenants/{slug}/settings")).await;
    if answer.status == 303 { owner.get(&answer.header("location")).await } else { answer }
}

/// The status, and the tenant headers.
async fn ask(proxy: &Proxy, query: &str, secret: &str) -> (u16, String, String) {
    let answer = proxy.ask(query, &[("x-api-key", secret), ("x-forwarded-method", "GET")]).await;
    (answer.status, answer.header("x-latchkey-tenant"), answer.header("x-latchkey-tenant-id"))
}

both! {
    async fn a_freed_slug_lets_no_other_tenant_in(app) {
        let owner = app.owner().await;
        for tenant in ["initech", "globex"] {
            app.tenant(&owner, tenant).await;
        }
        let (own, foreign) = (owner.issue("initech", "Own").await, owner.issue("globex", "Foreign").await);
        let proxy = Proxy::new(&owner);
        let (_, _, id) = ask(&proxy, "?tenant=initech", &own.secret).await;
        assert!(id.starts_with("ten_") && id.len() == 30, "{id}");
        rename(&owner, "initech", "initrode").await.expect_to(303, "/administration/tenants/initrode/settings");

        // Neither another tenant's administrator nor an owner can give it to another tenant.
        let admin = app.person(Role::TenantAdmin, &["globex"]).await;
        let page = admin.get("/administration/tenants/globex/settings").await.expect(200);
        let form = page.form("Save");
        assert!(form.value("slug").is_empty(), "an administrator's form has no slug");
        for slug in ["initech", "initrode", "brand-new"] {
            admin.submit(form.clone().with("slug", slug)).await.expect(403);
        }
        admin.submit(form.fill("name", "Globex Two")).await.expect(303);
        for slug in ["initech", "initrode"] {
            rename(&owner, "globex", slug).await.expect(422);
            let make = |form: Form| form.fill("name", "Another").fill("slug", slug);
            owner.fill_in("/administration/tenants/new", "Save", make).await.expect(422);
        }

        let all = ("initrode".to_owned(), id.clone());
        for pin in ["?tenant=initech".to_owned(), "?tenant=initrode".into(), format!("?tenant_id={id}"),
            format!("?tenant_id={id}&tenant=initech"), format!("?tenant=initrode&tenant_id={id}")] {
            assert_eq!(ask(&proxy, &pin, &own.secret).await, (200, all.0.clone(), all.1.clone()), "{pin}");
            assert_eq!(ask(&proxy, &pin, &foreign.secret).await.0, 403, "{pin}");
        }
        let (_, _, other) = ask(&proxy, "", &foreign.secret).await;
        for pin in [format!("?tenant_id={id}&tenant=globex"), format!("?tenant_id={other}"),
            format!("?tenant_id={other}&tenant=initech"), "?tenant=INITECH".into(), "?tenant_id=".into(),
            "?tenant_id=initech".into(), format!("?tenant_id={id}&tenant_id={id}"),
            "?tenant_id=ten_01K8000000E00800000000000K".into()] {
            assert_eq!(ask(&proxy, &pin, &own.secret).await.0, 403, "{pin}");
        }
        // Every address of the console still leads to the same tenant.
        for (from, to) in [("/api?status=active", "/api?status=active"), ("", ""), ("/api/new?name=x", "/api/new?name=x")] {
            let answer = owner.get(&format!("/administration/tenants/initech{from}")).await;
            answer.expect_to(303, &format!("/administration/tenants/initrode{to}"));
        }
        app.person(Role::TenantAdmin, &["globex"]).await.get("/administration/tenants/initech/api").await.expect(404);

        // Removed, it names no tenant, and stays reserved.
        app.database.execute("UPDATE tenant_slugs SET dropped_at = 1 WHERE slug = 'initech'").await;
        assert_eq!(ask(&proxy, "?tenant=initech", &own.secret).await.0, 403);
        assert_eq!(ask(&proxy, &format!("?tenant=initech&tenant_id={id}"), &own.secret).await.0, 403);
        rename(&owner, "globex", "initech").await.expect(422);
        rename(&owner, "initrode", "initech").await.expect(303);
        assert_eq!(ask(&proxy, "?tenant=initrode", &own.secret).await, (200, "initech".into(), id));
    }

    async fn two_tenants_do_not_swap_slugs_and_chains_keep_every_name(app) {
        let owner = app.owner().await;
        for tenant in ["acme", "globex"] {
            app.tenant(&owner, tenant).await;
        }
        let token = owner.issue("acme", "Deploy").await;
        for (from, to) in [("acme", "b"), ("b", "c")] {
            rename(&owner, from, to).await.expect(303);
        }
        rename(&owner, "globex", "acme").await.expect(422);
        let proxy = Proxy::new(&owner);
        for slug in ["acme", "b", "c"] {
            assert_eq!(ask(&proxy, &format!("?tenant={slug}"), &token.secret).await.0, 200, "{slug}");
        }
        rename(&owner, "c", "acme").await.expect(303);
        let me = owner.send(owner.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret)).await;
        assert_eq!(me.expect(200).json()["tenant"]["slug"], "acme");
    }

    async fn of_two_tenants_that_take_a_slug_at_once_one_has_it(app) {
        let owner = app.owner().await;
        for tenant in ["acme", "globex"] {
            app.tenant(&owner, tenant).await;
        }
        for round in 0..5 {
            let slug = format!("wanted-{round}");
            let (one, other) = (settings(&owner, "acme").await, settings(&owner, "globex").await);
            let send = |page: Answer| owner.submit(page.form("Save").fill("slug", &slug).with("sure", "yes"));
            let (one, other) = tokio::join!(send(one), send(other));
            let mut both = [one.status, other.status];
            both.sort_unstable();
            assert_eq!(both, [303, 422]);
        }
    }

    async fn no_two_tenants_have_the_same_name(app) {
        let owner = app.owner().await;
        for tenant in ["acme", "globex"] {
            app.tenant(&owner, tenant).await;
        }
        owner.fill_in("/administration/tenants/acme/settings", "Save", |form| form.fill("name", "Straße 1")).await.expect(303);
        for same in ["Straße 1", " STRASSE  1 ", "ｓｔｒａſſｅ　１"] {
            let make = |form: Form| form.fill("name", same).fill("slug", "another");
            let made = owner.fill_in("/administration/tenants/new", "Save", make).await.expect(422);
            assert!(made.all(".wrong").concat().contains("This name is taken."), "{same}");
            assert_eq!(made.form("Save").value("slug"), ["another"]);
            // An administrator who can't see the other tenant learns only that the name is taken.
            let admin = app.person(Role::TenantAdmin, &["globex"]).await;
            let rename = |form: Form| form.fill("name", same);
            let renamed = admin.fill_in("/administration/tenants/globex/settings", "Save", rename).await.expect(422);
            assert!(renamed.all(".wrong").concat().contains("This name is taken."), "{same}");
            assert!(!renamed.text().contains("acme"));
        }
        // Its own name in another spelling is not another tenant's.
        owner.fill_in("/administration/tenants/acme/settings", "Save", |form| form.fill("name", "STRASSE 1")).await.expect(303);
        assert_eq!(crate::modules::events(app, "tenant.created").await, 2);
    }

    async fn of_two_tenants_that_take_a_name_at_once_one_has_it(app) {
        let owner = app.owner().await;
        for tenant in ["acme", "globex"] {
            app.tenant(&owner, tenant).await;
        }
        for round in 0..5 {
            let name = format!("Wanted {round}");
            let new = owner.get("/administration/tenants/new").await;
            let old = owner.get("/administration/tenants/acme/settings").await;
            let (new, old) = tokio::join!(
                owner.submit(new.form("Save").fill("name", &name).fill("slug", &format!("wanted-{round}"))),
                owner.submit(old.form("Save").fill("name", &name.to_uppercase()))
            );
            let mut both = [new.status, old.status];
            both.sort_unstable();
            assert_eq!(both, [303, 422]);
        }
    }

    async fn a_former_slug_is_removed_by_owners_after_a_question(app) {
        let owner = app.owner().await;
        for tenant in ["initech", "globex"] {
            app.tenant(&owner, tenant).await;
        }
        let token = owner.issue("initech", "Deploy").await;
        rename(&owner, "initech", "initrode").await.expect(303);
        let settings = "/administration/tenants/initrode/settings";
        let page = owner.get(settings).await.expect(200);
        let ask = page.link("Remove initech");
        assert_eq!(ask, format!("{settings}/slugs?slug=initech"));
        let admin = app.person(Role::TenantAdmin, &["initrode"]).await;
        assert!(!admin.get(settings).await.expect(200).text().contains("Former slugs"));
        admin.get(&ask).await.expect(403);

        let question = owner.get(&ask).await.expect(200);
        assert!(question.text().contains("403"), "{}", question.text());
        let mut form = admin.get(settings).await.form("Save");
        form.action.set_path(&format!("{settings}/slugs"));
        admin.submit(form.with("slug", "initech")).await.expect(403);
        let proxy = Proxy::new(&owner);
        assert_eq!(ask_status(&proxy, &token.secret).await, 200, "nothing was changed by asking");

        owner.submit(question.form("Remove")).await.expect_to(303, settings);
        assert_eq!(ask_status(&proxy, &token.secret).await, 403);
        assert_eq!(crate::modules::events(app, "tenant.slug_removed").await, 1);
        // Nothing to remove the second time, nor for the current slug or another tenant's former ones.
        owner.submit(question.form("Remove")).await.expect(404);
        for slug in ["initech", "initrode", "globex", "nothing", "%00"] {
            owner.get(&format!("{settings}/slugs?slug={slug}")).await.expect(404);
        }
        owner.get("/administration/tenants/initech/api").await.expect(404);
        rename(&owner, "globex", "initech").await.expect(422);
        // Its own tenant can take it back.
        rename(&owner, "initrode", "initech").await.expect(303);
        assert_eq!(ask_status(&proxy, &token.secret).await, 200);
    }

    async fn links_to_the_wizard_follow_former_slugs_of_tenants_that_one_sees(app) {
        let owner = app.owner().await;
        for tenant in ["acme", "globex", "hidden"] {
            app.tenant(&owner, tenant).await;
        }
        for (from, to) in [("globex", "globex-two"), ("hidden", "hidden-two")] {
            rename(&owner, from, to).await.expect(303);
        }
        let admin = app.person(Role::TenantAdmin, &["acme", "globex-two"]).await;
        let link = "/administration/tenants/acme/api/new?tenant_scope=selected&tenants=acme,globex,hidden";
        let page = admin.get(link).await.expect(200);
        assert_eq!(page.form("Next").value("tenants"), ["acme", "globex-two", "hidden"]);
    }
}

async fn ask_status(proxy: &Proxy, secret: &str) -> u16 {
    ask(proxy, "?tenant=initech", secret).await.0
}
