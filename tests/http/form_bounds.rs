//! Limits of forms: files only where a logo is accepted, the CSRF token before any file, and narrow limits for
//! visitors.

use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::support::{Answer, Client, World, both};

async fn multipart(client: &Client, address: &str, form: Form) -> Answer {
    let request = client.request(Method::POST, address).header("sec-fetch-site", "same-origin");
    client.send(request.multipart(form)).await
}

async fn urlencoded(client: &Client, address: &str, body: String) -> Answer {
    let request = client.request(Method::POST, address).header("sec-fetch-site", "same-origin");
    client.send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
}

fn file() -> Part {
    Part::bytes(vec![b'x'; 200_000]).file_name("logo.png")
}

both! {
    async fn files_are_taken_only_where_a_logo_is(app) {
        let fixture = World::new(app).await;
        let visitor = app.visitor();
        let csrf = visitor.csrf().await;
        let form = || Form::new().text("csrf", csrf.clone()).part("logo", file());
        multipart(&visitor, "/login", form()).await.expect(400);
        let csrf = fixture.owner.csrf().await;
        let form = || Form::new().text("csrf", csrf.clone()).text("name", "Acme").part("logo", file());
        let before = app.database.rows_but_sessions().await;
        for address in [
            "/account",
            "/account/password",
            "/administration/tenants/new",
            "/administration/modules/new",
            "/administration/tenants/acme/settings",
            "/administration/tenants/acme/apps/new",
            "/administration/tenants/acme/api/bulk",
        ] {
            multipart(&fixture.owner, address, form()).await.expect(400);
        }
        assert_eq!(before, app.database.rows_but_sessions().await);
    }

    async fn no_file_is_taken_before_the_token(app) {
        let fixture = World::new(app).await;
        let csrf = fixture.owner.csrf().await;
        let address = fixture.address("/administration/tenants/{slug}/api/drafts/{draft}/general");
        let fields = |form: Form| form.text("name", "Renamed").text("expires_in", "7d");
        let before = app.database.rows_but_sessions().await;
        for form in [
            fields(Form::new().part("logo", file()).text("csrf", csrf.clone())),
            fields(Form::new().part("csrf", file())),
            fields(Form::new().text("csrf", "wrong").part("logo", file())),
            fields(Form::new().text("csrf", csrf.clone()).text("csrf", csrf.clone())),
        ] {
            multipart(&fixture.owner, &address, form).await.expect(403);
        }
        assert_eq!(before, app.database.rows_but_sessions().await);
        let two = Form::new().text("csrf", csrf.clone()).part("logo", file()).part("logo", file());
        multipart(&fixture.owner, &address, fields(two)).await.expect(422);
        multipart(&fixture.owner, &address, fields(Form::new().text("csrf", csrf))).await.expect(303);
    }

    async fn visitors_send_little(app) {
        let fixture = World::new(app).await;
        let visitor = app.visitor();
        let csrf = visitor.csrf().await;
        let sign_in = format!("csrf={csrf}&email=nobody%40example.org&password=x&next=");
        urlencoded(&visitor, "/login", format!("{sign_in}{}", "x".repeat(20_000))).await.expect(413);
        urlencoded(&visitor, "/login", format!("{sign_in}{}", "&a".repeat(32))).await.expect(413);
        urlencoded(&visitor, "/login", sign_in).await.expect(422);
        let csrf = fixture.owner.csrf().await;
        let address = "/administration/tenants/acme/settings";
        urlencoded(&fixture.owner, address, format!("csrf={csrf}{}", "&a".repeat(5_000))).await.expect(413);
        urlencoded(&fixture.owner, address, format!("csrf={csrf}{}", "&a".repeat(4_000))).await.expect(422);
    }
}
