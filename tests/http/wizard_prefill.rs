//! The wizard begins filled in: from another token, or from the address.

use crate::support::fixture::picture;
use crate::support::{Form, both};

const NEW: &str = "/administration/tenants/acme/api/new";

both! {
    async fn a_link_prepares_the_form_and_writes_nothing(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.module("devices", &["acme"]).await;
        owner.get(NEW).await.expect(200);
        let before = app.database.rows_but_sessions().await;
        let link = format!("{NEW}?name=CI%20deploy&description=Ask%20Ann&permissions=read,create&expires_in=30d&modules=devices");
        let page = owner.get(&link).await.expect(200);
        assert_eq!(before, app.database.rows_but_sessions().await);
        let form = page.form("Next");
        assert_eq!((form.value("name"), form.value("description"), form.value("expires_in")), (vec!["CI deploy".to_owned()], vec!["Ask Ann".to_owned()], vec!["30d".to_owned()]));
        assert!(!page.text().contains("could not be read"));
        let access = owner.submit(form).await.expect(303);
        let access = owner.follow(access).await.expect(200);
        assert_eq!((access.form("Next").value("permissions"), access.form("Next").value("modules")), (vec!["read".to_owned(), "create".to_owned()], vec!["devices".to_owned()]));
        // Back to the prepared form, and on: what was chosen since stays.
        owner.submit(access.form("Next").tick("Delete")).await.expect(303);
        let again = owner.submit(page.form("Next")).await.expect(303);
        assert!(owner.follow(again).await.form("Next").value("permissions").contains(&"delete".to_owned()));
    }

    async fn what_is_odd_in_a_link_is_left_out_and_what_is_wrong_is_told_when_it_is_sent(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let foreign = owner.issue("globex", "Foreign").await;
        for odd in ["expires_in=2weeks", "permissions=root", "tenant_scope=every", "from=x", "from=tok_00000000000000000000000000", &format!("from={}", foreign.id)] {
            let page = owner.get(&format!("{NEW}?{odd}")).await.expect(200);
            assert!(page.text().contains("could not be read") && page.form("Next").value("expires_in") == ["90d"], "{odd}");
            assert!(!page.text().contains("Foreign"));
        }
        let long = "x".repeat(101);
        let page = owner.get(&format!("{NEW}?name={long}&permissions=read,root,delete&csrf=x&draft=x&status=revoked&go=save")).await.expect(200);
        assert!(page.all(".problems").is_empty());
        assert_eq!(page.form("Next").value("permissions"), ["read", "delete"]);
        let answer = owner.submit(page.form("Next")).await.expect(422);
        assert_eq!(answer.all("#e-name").len(), 1);
        for hostile in ["name=%3Cscript%3Ealert(1)%3C/script%3E", "name=%00&description=%FF", "permissions=%3Cb%3E"] {
            let page = owner.get(&format!("{NEW}?{hostile}")).await.expect(200);
            assert!(!page.text().contains("<script>alert"), "{hostile}");
        }
        // A choice that the person does not have is refused where it always is.
        let admin = app.person(latchkey::domain::person::Role::TenantAdmin, &["acme"]).await;
        let page = admin.get(&format!("{NEW}?name=All&tenant_scope=all")).await.expect(200);
        let access = admin.submit(page.form("Next")).await.expect(303);
        let access = admin.follow(access).await.expect(200);
        assert!(access.text().contains("You can’t create tokens for all tenants."));
    }

    async fn a_duplicate_begins_with_what_the_token_has(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        app.module("devices", &["acme", "globex"]).await;
        let general = |form: Form| form.fill("Name", "Deploy").fill("Description", "Ask Ann").tick("expires_in=30d").attach("logo", "l.png", "image/png", picture(16, 16, image::ImageFormat::Png));
        let access = |form: Form| form.tick("Selected tenants").tick("acme").tick("globex").tick("Devices").tick("Delete");
        let token = owner.issue_as("acme", general, access).await;
        let details = format!("/administration/tenants/acme/api/{}", token.id);
        owner.fill_in(&format!("{details}/revoke"), "Revoke", |form| form.fill("name", "Deploy")).await.expect(303);
        let page = owner.get(&owner.get(&details).await.link("Duplicate")).await.expect(200);
        let form = page.form("Next");
        assert_eq!((form.value("name"), form.value("expires_in")), (vec!["Copy of Deploy".to_owned()], vec!["30d".to_owned()]));
        let access = owner.submit(form).await.expect(303);
        let access = owner.follow(access).await.expect(200);
        let overview = owner.submit(access.form("Next")).await.expect(303);
        let overview = owner.follow(overview).await.expect(200);
        let reveal = owner.submit(overview.form("Next")).await.expect(200);
        owner.submit(reveal.form("Save")).await.expect(303);
        let alike = "SELECT COUNT(DISTINCT description || tenant_scope || permissions) FROM tokens";
        assert_eq!((app.database.number("SELECT COUNT(*) FROM tokens").await, app.database.number(alike).await), (2, 1));
        assert_eq!(app.database.number("SELECT COUNT(DISTINCT logo_id) FROM tokens WHERE logo_id IS NOT NULL").await, 1);
        assert_eq!((app.database.number("SELECT COUNT(*) FROM token_tenants").await, app.database.number("SELECT COUNT(*) FROM token_modules").await), (4, 2));
        // Somebody with less reach begins with less.
        let admin = app.person(latchkey::domain::person::Role::TenantAdmin, &["acme"]).await;
        let page = admin.get(&admin.get(&details).await.link("Duplicate")).await.expect(200);
        assert_eq!(page.form("Next").value("tenants"), ["acme"]);
    }
}
