//! The name of a tenant that its reader may not see appears nowhere: on no page, in no file, response, mail or
//! webhook.

use latchkey::config::{Mail, Secret};
use latchkey::domain::chain::Chain;
use latchkey::domain::person::Role;
use latchkey::routes::ROUTES;
use latchkey::service::audit_check::{self, TimeLimit};
use latchkey::store::tenants;
use reqwest::Method;
use serde_json::json;

use super::notices::{acme_tells, deliver_all};
use super::subtenants::put_below;
use crate::support::mail_server::MailServer;
use crate::support::people::Issued;
use crate::support::receiver::Receiver;
use crate::support::{Answer, Api, Client, Form, Kind, TestApp};

/// Two tenants that nobody in `acme` may see: one that its token can access, and that tenant's parent. No other text
/// contains these words.
const HIDDEN: [&str; 2] = ["hushington", "veilworth"];

/// `acme` with everything that names the two.
struct Scene {
    owner: Client,
    token: Issued,
    api: Api,
    draft: String,
    refusal: String,
    mail: MailServer,
    calls: Receiver,
}

fn names_hidden(text: &str) -> bool {
    let text = text.to_lowercase();
    HIDDEN.iter().any(|name| text.contains(name))
}

async fn scene(app: &TestApp, mail: MailServer) -> Scene {
    let calls = Receiver::start().await;
    let (owner, _) = acme_tells(app, &["ops@example.org"], Some(calls.url("127.0.0.1"))).await;
    for slug in HIDDEN {
        app.tenant(&owner, slug).await;
    }
    app.module("devices", &["acme", "hushington"]).await;
    app.module("billing", &["acme"]).await;
    let access = |form: Form| {
        form.tick("tenant_scope=selected")
            .tick("tenants=acme")
            .tick("tenants=hushington")
            .tick("modules=devices")
    };
    let token = owner.issue_as("acme", |form| form.fill("Name", "Deploy"), access).await;
    let edit = format!("/administration/tenants/acme/api/{}/edit", token.id);
    // The audit log records that the tenant was removed and added again.
    for fill in [(|form: Form| form.untick("tenants=hushington")) as fn(Form) -> Form, |form: Form| {
        form.tick("tenants=hushington").fill("Description", "Both")
    }] {
        let review = owner.fill_in(&edit, "Next", fill).await.expect(200);
        assert!(names_hidden(&review.text()), "its owner reads the name: {}", review.text());
        owner.submit(review.form("Save")).await.expect(303);
    }
    let revoked = owner.issue_as("acme", |form| form.fill("Name", "Old"), access).await;
    let revoke = format!("/administration/tenants/acme/api/{}/revoke", revoked.id);
    owner.fill_in(&revoke, "Revoke", |form| form.fill("name", "Old")).await.expect(303);
    for parent in ["hushington", "", "veilworth"] {
        put_below(&owner, "acme", parent).await;
    }
    let api = owner.api("acme").await;
    let refused = owner.verify("?tenant=veilworth", "GET", &token.secret).await.expect(403);
    app.state.refusals.flush(&app.state.db).await.unwrap();
    let refusal = refused.header("x-latchkey-decision-id");
    Scene { draft: owner.draft("acme").await, owner, token, api, refusal, mail, calls }
}

impl Scene {
    /// A path of the routing table, as far as it concerns `acme`.
    fn address(&self, path: &str) -> String {
        path.replace("{slug}", "acme")
            .replace("{token}", &self.token.id)
            .replace("{draft}", &self.draft)
            .replace("{module}", "devices")
            .replace("{generation}", "1")
    }

    /// Everything that `reader` can GET.
    async fn pages(&self, reader: &Client) -> Vec<Answer> {
        let more = [
            "/administration/tenants/acme/audit/export?format=json".to_owned(),
            "/administration/tenants/acme/audit/export?format=csv".to_owned(),
            "/administration/audit/export?format=json".to_owned(),
            "/administration/tenants/acme/api?scope=selected".to_owned(),
            "/administration/tenants/acme/api?q=deploy&status=active".to_owned(),
            "/administration/tenants/acme/api/bulk?deed=revoke".to_owned(),
            format!("/administration/tenants/acme/api/new?from={}", self.token.id),
            format!("/administration/decisions?id={}", self.refusal),
        ];
        let table = ROUTES.iter().filter(|line| line.method == "GET" && line.path.starts_with('/'));
        let table = table.filter(|line| !line.path.starts_with("/api/") && !line.path.starts_with("/auth/"));
        let mut answers = Vec::new();
        for address in table.map(|line| self.address(line.path)).chain(more) {
            answers.push(reader.get(&address).await);
        }
        // htmx gets parts of pages.
        let list = "/administration/tenants/acme/api";
        answers.push(reader.get_with(list, &[("hx-request", "true"), ("hx-target", "list")]).await);
        answers
    }
}

#[track_caller]
fn assert_unnamed(answers: &[Answer]) {
    let wrong: Vec<String> = answers
        .iter()
        .filter(|answer| names_hidden(&answer.text()) || names_hidden(&format!("{:?}", answer.headers)))
        .map(|answer| {
            let text = answer.text().to_lowercase();
            let at = HIDDEN.iter().filter_map(|name| text.find(name)).min().unwrap_or(0);
            let around: String =
                text.get(at.saturating_sub(120)..).unwrap_or(&text).chars().take(260).collect();
            format!("{} {}: … {around} …", answer.status, answer.url)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn with_scene(body: impl AsyncFn(&TestApp, Scene)) {
    for kind in Kind::BOTH {
        actix_web::rt::System::new().block_on(async {
            let mail = MailServer::start().await;
            let server = Secret::new(format!("smtp://{}", mail.address));
            let app = TestApp::start_with(kind, |mut config| {
                config.mail = Some(Mail { server, from: "latchkey@example.com".parse().unwrap() });
                config.webhook_networks = vec!["127.0.0.0/8".parse().unwrap()];
                config
            })
            .await;
            let scene = scene(&app, mail).await;
            body(&app, scene).await;
            app.stop().await;
        });
    }
}

#[test]
fn no_page_and_no_file_names_a_tenant_that_its_reader_may_not_see() {
    with_scene(async |app, scene| {
        // The same pages contain the names for readers who may see them.
        let read = scene.pages(&scene.owner).await;
        let named = |path: &str| {
            read.iter().any(|answer| answer.url.path().ends_with(path) && names_hidden(&answer.text()))
        };
        for path in [
            "/api",
            "/access",
            "/edit",
            "/audit",
            "/api.csv",
            "/api.json",
            "/audit/export",
            "/settings",
            "/decisions",
        ] {
            assert!(named(path), "the owner reads no name at {path}");
        }
        for role in [Role::TenantAdmin, Role::Auditor] {
            let reader = app.person(role, &["acme"]).await;
            let answers = scene.pages(&reader).await;
            assert!(answers.iter().filter(|answer| answer.status == 200).count() > 25);
            assert_unnamed(&answers);
            let access = format!("/administration/tenants/acme/api/{}/access", scene.token.id);
            let access = reader.get(&access).await.expect(200).text();
            assert!(access.contains("1 other tenant"), "{access}");
            let list = reader.get("/administration/tenants/acme/api").await.expect(200).text();
            assert!(list.contains("Acme, 1 other tenant"), "{list}");
            let json = reader.get("/administration/tenants/acme/api.json").await.expect(200).json();
            let deploy = json.as_array().unwrap().iter().find(|token| token["name"] == "Deploy").unwrap();
            assert_eq!(
                (deploy["tenants"].as_str(), deploy["other_tenants"].as_i64()),
                (Some("acme"), Some(1))
            );
            let audit = "/administration/tenants/acme/audit/export?format=json";
            let audit = reader.get(audit).await.expect(200).json();
            let issued = audit.as_array().unwrap().iter();
            let mut issued =
                issued.filter(|event| event["action"] == "token.issued" && event["object"] == "Deploy");
            let after = &issued.next().unwrap()["after"];
            assert_eq!(
                (&after["tenants"], &after["other_tenants"]),
                (&json!(["Acme"]), &json!(1)),
                "{after}"
            );
            assert!(after.get("tenant_ids").is_none());
        }
    });
}

#[test]
fn what_an_administrator_sends_is_not_answered_with_such_a_name_either() {
    with_scene(async |app, scene| {
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let own = format!("/administration/tenants/acme/api/{}", scene.token.id);
        let mut answers = Vec::new();
        let form = admin.get(&format!("{own}/edit")).await.expect(200);
        let review = |form: Form| async { admin.submit(form).await };
        // Unchanged, the others stay; removed, all of them go; a module that they lack cannot be chosen.
        answers.push(review(form.form("Next").untick("Read").tick("Write")).await);
        answers.push(review(form.form("Next").untick("tenants=*")).await.expect(200));
        answers.push(review(form.form("Next").tick("modules=billing")).await);
        answers.push(review(form.form("Next").forge("version", "1").untick("tenants=*")).await);
        answers.push(review(form.form("Next").tick("tenant_scope=this")).await.expect(200));
        // Trying doesn't reveal whether the token can access a tenant that the person can't see.
        let guess = |slug: &str| form.form("Next").forge("tenants", slug);
        let (real, unknown) = (review(guess("hushington")).await, review(guess("nowhere")).await);
        assert_eq!((real.status, unknown.status), (422, 422));
        let plain =
            |answer: &Answer| answer.text().replace(&answer.csrf(), "").replace("hushington", "nowhere");
        assert_eq!(plain(&real), plain(&unknown));
        for path in ["disable", "enable", "revoke", "rotate"] {
            let csrf = admin.csrf().await;
            answers.push(
                admin.post(&format!("{own}/{path}"), &[("csrf", &csrf), ("back", ""), ("name", "x")]).await,
            );
            let headers = [("sec-fetch-site", "same-origin"), ("hx-request", "true"), ("hx-target", "flash")];
            answers.push(
                admin.post_with(&format!("{own}/{path}"), &[("csrf", &csrf), ("back", "")], &headers).await,
            );
            answers.push(admin.get(&own).await);
        }
        assert_unnamed(&answers);
        // Saved without the others, it can access what is left; the audit log counts those that were removed.
        let form = admin.get(&format!("{own}/edit")).await.expect(200).form("Next").untick("tenants=*");
        let review = admin.submit(form).await.expect(200);
        assert!(review.text().contains("1 other tenant"), "{}", review.text());
        admin.submit(review.form("Save")).await.expect(303);
        let left = "SELECT o.slug FROM token_tenants r JOIN tenants o ON o.id = r.tenant_id JOIN tokens t ON t.id = r.token_id
                    WHERE t.name = 'Deploy'";
        assert_eq!(app.database.texts(left).await, ["acme"]);
        assert_unnamed(&scene.pages(&admin).await);
    });
}

#[test]
fn no_answer_of_the_api_no_letter_and_no_call_names_such_a_tenant() {
    with_scene(async |app, scene| {
        let mut answers = Vec::new();
        for line in ROUTES.iter().filter(|line| line.method == "GET" && line.path.starts_with("/api/v1")) {
            if !line.path.contains("{app}") {
                answers.push(scene.api.get(&scene.address(line.path)).await.expect(200));
            }
        }
        let own = format!("/api/v1/tenants/acme/tokens/{}", scene.token.id);
        // Where a module is not enabled, only the number of hidden tenants is shown.
        let refused = scene.api.patch(&own, &json!({ "modules": ["billing"] })).await.expect(422);
        assert!(refused.text().contains("1 other tenant"), "{}", refused.text());
        answers.push(refused);
        for body in [json!({ "tenants": ["hushington"] }), json!({ "tenants": ["nowhere"] })] {
            let answer = scene.api.patch(&own, &body).await.expect(422);
            assert!(!answer.text().contains("hushington"), "{}", answer.text());
        }
        answers.push(scene.api.patch(&own, &json!({ "permissions": ["read"] })).await.expect(200));
        answers.push(scene.api.call(Method::POST, &format!("{own}/disable")).await);
        answers.push(scene.api.delete(&own).await);
        answers.push(scene.api.get("/api/v1/tenants/acme/audit-events").await.expect(200));
        assert_unnamed(&answers);
        let events = answers.last().unwrap().json();
        let issued = events["items"].as_array().unwrap().iter();
        let mut issued =
            issued.filter(|event| event["action"] == "token.issued" && event["object"]["label"] == "Deploy");
        let after = &issued.next().unwrap()["after"];
        assert_eq!((&after["tenants"], &after["other_tenants"]), (&json!(["Acme"]), &json!(1)), "{after}");
        deliver_all(&app.state).await;
        let (letters, calls) = (scene.mail.came(), scene.calls.came());
        assert!(letters.iter().any(|came| came.text.contains("Deploy")) && calls.len() > 3);
        for text in letters.iter().map(|came| &came.text).chain(calls.iter().map(|came| &came.body)) {
            assert!(!names_hidden(text), "{text}");
        }
    });
}

#[test]
fn old_names_disabled_tenants_and_checked_chains_tell_no_more() {
    with_scene(async |app, scene| {
        // Its former slug stays its own, and the audit log keeps the old name.
        let rename = |form: Form| form.fill("name", "Muffled").fill("slug", "muffled");
        let asked = scene.owner.fill_in("/administration/tenants/hushington/settings", "Save", rename).await;
        scene.owner.submit(asked.expect(200).form("Change slug")).await.expect(303);
        let csrf = scene.owner.csrf().await;
        let seen = [("csrf", csrf.as_str()), ("seen", "1000")];
        scene.owner.post("/administration/tenants/muffled/disable", &seen).await.expect(303);
        for role in [Role::TenantAdmin, Role::Auditor] {
            let reader = app.person(role, &["acme"]).await;
            let answers = scene.pages(&reader).await;
            assert_unnamed(&answers);
            for answer in &answers {
                assert!(!answer.text().to_lowercase().contains("muffled"), "{}", answer.url);
            }
        }
        // Events are redacted when read, and complete when stored.
        let mut tx = app.state.db.read().await.unwrap();
        let acme = tenants::find_by_slug(&mut tx, "acme").await.unwrap().unwrap();
        drop(tx);
        let checked = audit_check::check(&app.state, Chain(Some(acme.id)), 0, TimeLimit::None).await.unwrap();
        assert!(checked.finding.is_none() && checked.events > 3);
    });
}

#[test]
fn events_of_the_time_before_ids_were_kept_are_told_by_the_names_that_may_be_read() {
    with_scene(async |app, scene| {
        // As an earlier version wrote them; this test is not about the chain.
        let cut = match app.kind {
            Kind::Sqlite => {
                "UPDATE audit_events SET before = json_remove(before, '$.tenant_ids', '$.parent_id'),
                                 after = json_remove(after, '$.tenant_ids', '$.parent_id')"
            }
            Kind::Postgres => {
                "UPDATE audit_events SET before = ((before::jsonb) - 'tenant_ids' - 'parent_id')::text,
                                 after = ((after::jsonb) - 'tenant_ids' - 'parent_id')::text"
            }
        };
        assert!(app.database.execute(cut).await > 0);
        let reader = app.person(Role::Auditor, &["acme"]).await;
        assert_unnamed(&scene.pages(&reader).await);
        let audit = format!("/administration/tenants/acme/api/{}/audit", scene.token.id);
        let told = reader.get(&audit).await.expect(200).text();
        assert!(told.contains("Acme, 1 other tenant"), "{told}");
    });
}
