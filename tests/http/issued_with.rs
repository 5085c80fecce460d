//! Tokens created with a token: they are listed, and revoked along with it on request.

use latchkey::domain::person::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Api, Client, TestApp, both};

const TOKENS: &str = "/api/v1/tenants/acme/tokens";

fn job(name: &str) -> Value {
    json!({ "name": name, "permissions": ["read", "create", "delete"], "modules": ["administration"] })
}

/// The tenants acme and globex; the program "root" of acme, which can access both; "child" of acme and "there" of
/// globex, created with root; "grandchild" of acme, created with child; and the unrelated "other" of acme.
struct Tree {
    owner: Client,
    root: Api,
    child: Api,
    there: Api,
    grandchild: Api,
    other: Api,
}

impl Tree {
    async fn new(app: &TestApp) -> Self {
        let owner = app.owner().await;
        for slug in ["acme", "globex"] {
            app.tenant(&owner, slug).await;
        }
        let root = owner
            .api_as(
                "acme",
                "read write create delete",
                |form| form.fill("Name", "Root"),
                |form| form.tick("tenant_scope=all"),
            )
            .await;
        let child = root.issue("acme", &job("Child")).await;
        let there = root.issue("globex", &job("There")).await;
        let grandchild = child.issue("acme", &job("Grandchild")).await;
        let other = owner.api("acme").await;
        Self { owner, root, child, there, grandchild, other }
    }

    fn path(&self) -> String {
        format!("{TOKENS}/{}", self.root.id)
    }
}

fn ids(list: &Value) -> Vec<&str> {
    let mut ids: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item.as_str().or_else(|| item["id"].as_str()).unwrap())
        .collect();
    ids.sort_unstable();
    ids
}

fn sorted(tokens: &[&Api]) -> Vec<String> {
    let mut ids: Vec<String> = tokens.iter().map(|token| token.id.clone()).collect();
    ids.sort_unstable();
    ids
}

both! {
    async fn the_api_lists_them_with_those_that_were_issued_with_these(app) {
        let tree = Tree::new(app).await;
        let plain = tree.other.get(&tree.path()).await.expect(200).json();
        assert!(plain.get("issued").is_none() && plain["issued_by"].is_null());
        let all = tree.root.get(&format!("{}?issued=true", tree.path())).await.expect(200).json();
        assert_eq!(ids(&all["issued"]), sorted(&[&tree.child, &tree.there, &tree.grandchild]));
        assert_eq!((&all["issued_out_of_reach"], &all["issued_more"]), (&json!(0), &json!(false)));
        let grandchild = all["issued"].as_array().unwrap().iter().find(|item| item["id"] == tree.grandchild.id.as_str()).unwrap();
        assert_eq!((&grandchild["name"], &grandchild["tenant"], &grandchild["status"]), (&json!("Grandchild"), &json!("acme"), &json!("active")));
        assert_eq!(grandchild["issued_by"], tree.child.id.as_str());
        assert_eq!(tree.other.get(&format!("{TOKENS}/{}", tree.child.id)).await.expect(200).json()["issued_by"], tree.root.id.as_str());
        // Tokens in other tenants are counted, not named.
        let seen = tree.other.get(&format!("{}?issued=true", tree.path())).await.expect(200);
        assert_eq!(ids(&seen.json()["issued"]), sorted(&[&tree.child, &tree.grandchild]));
        assert_eq!(seen.json()["issued_out_of_reach"], 1);
        assert!(!seen.text().contains("There") && !seen.text().contains("globex"), "{}", seen.text());
        for odd in ["issued=", "issued=yes", "issued=true&issued=true", "isued=true"] {
            tree.root.get(&format!("{}?{odd}", tree.path())).await.expect(422);
            tree.root.delete(&format!("{}?{odd}", tree.path())).await.expect(422);
        }
        assert!(tree.root.is_accepted().await);
    }

    async fn the_api_revokes_them_along_as_far_as_it_reaches_and_says_which(app) {
        let tree = Tree::new(app).await;
        let answer = tree.other.delete(&format!("{}?issued=true", tree.path())).await.expect(200).json();
        assert_eq!(ids(&answer["revoked"]), sorted(&[&tree.root, &tree.child, &tree.grandchild]));
        assert_eq!((&answer["revoked"][0], &answer["out_of_reach"]), (&json!(tree.root.id), &json!(1)));
        for (token, accepted) in [(&tree.root, false), (&tree.child, false), (&tree.grandchild, false), (&tree.there, true), (&tree.other, true)] {
            assert_eq!(token.is_accepted().await, accepted);
        }
        // Each has its event, which names the cause.
        let events = app.database.texts("SELECT after FROM audit_events WHERE action = 'token.revoked'").await;
        assert_eq!(events.len(), 3);
        assert_eq!(events.iter().filter(|event| event.contains(&format!("\"along_with\":\"{}\"", tree.root.id))).count(), 2, "{events:?}");
        // Repeated, it finds nothing more to revoke.
        let again = tree.other.delete(&format!("{}?issued=true", tree.path())).await.expect(200).json();
        assert_eq!((&again["revoked"], &again["out_of_reach"]), (&json!([]), &json!(1)));
        // Not requested, nothing else is revoked.
        let (tree, lone) = (tree.owner.api("acme").await, tree.owner.api("acme").await);
        let child = lone.issue("acme", &job("Child")).await;
        tree.delete(&format!("{TOKENS}/{}", lone.id)).await.expect(204);
        tree.delete(&format!("{TOKENS}/{}?issued=false", lone.id)).await.expect(204);
        assert!(child.is_accepted().await);
    }

    async fn it_takes_itself_along_last(app) {
        let tree = Tree::new(app).await;
        // The grandchild revokes its grandparent with everything created with it, including itself.
        let answer = tree.grandchild.delete(&format!("{}?issued=true", tree.path())).await.expect(200).json();
        let revoked = answer["revoked"].as_array().unwrap();
        assert_eq!((revoked[0].as_str(), revoked[2].as_str()), (Some(tree.root.id.as_str()), Some(tree.grandchild.id.as_str())));
        assert!(!tree.grandchild.is_accepted().await && !tree.child.is_accepted().await && tree.there.is_accepted().await);
        // And a token itself.
        let own = tree.owner.api("acme").await;
        let child = own.issue("acme", &job("Child")).await;
        let answer = own.delete(&format!("{TOKENS}/{}?issued=true", own.id)).await.expect(200).json();
        assert_eq!(ids(&answer["revoked"]), sorted(&[&own, &child]));
        assert!(!own.is_accepted().await && !child.is_accepted().await);
    }

    async fn as_many_as_a_thief_makes_are_revoked_in_one_call(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let root: latchkey::domain::id::TokenId = api.id.parse().unwrap();
        let made = app.many_with("acme", 450, |token| latchkey::domain::token::NewToken { issued_by: Some((root, 1)), created_by: None, ..token }).await;
        let answer = api.delete(&format!("{TOKENS}/{}?issued=true", api.id)).await.expect(200).json();
        assert_eq!(answer["revoked"].as_array().unwrap().len(), 451);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens WHERE revoked_at IS NULL").await, 0);
        assert!(!api.with(&made[449].secret).is_accepted().await && !api.is_accepted().await);
    }

    async fn it_needs_the_permission_and_a_secret_that_stays(app) {
        let tree = Tree::new(app).await;
        let writer = tree.owner.api_as("acme", "read write create", |form| form, |form| form).await;
        writer.delete(&format!("{}?issued=true", tree.path())).await.expect(403);
        let new = tree.other.post(&format!("{TOKENS}/{}/rotate", tree.other.id), &json!({ "overlap": "24h" })).await.expect(200).json();
        tree.other.delete(&format!("{}?issued=true", tree.path())).await.expect(403);
        assert!(tree.root.is_accepted().await && tree.child.is_accepted().await);
        tree.other.with(new["secret"].as_str().unwrap()).delete(&format!("{}?issued=true", tree.path())).await.expect(200);
        tree.other.call(Method::GET, &tree.path()).await.expect(200);
    }

    async fn the_console_lists_them_and_revokes_them_along_if_chosen(app) {
        let tree = Tree::new(app).await;
        let address = format!("/administration/tenants/acme/api/{}", tree.root.id);
        let page = tree.owner.get(&format!("{address}/revoke")).await.expect(200);
        for text in ["Also revoke these 3 tokens", "Child", "Grandchild", "There", "Globex"] {
            assert!(page.text().contains(text), "{text}: {}", page.text());
        }
        for token in [&tree.child, &tree.there, &tree.grandchild] {
            assert!(page.text().contains(&token.id) && page.text().contains(&token.secret[token.secret.len() - 4..]));
        }
        assert_eq!(page.all("input[name=issued][checked]").len(), 0);
        // Someone who manages one of the tenants sees only a number for the other.
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let theirs = admin.get(&format!("{address}/revoke")).await.expect(200);
        assert!(theirs.text().contains("Also revoke these 2 tokens") && theirs.text().contains("1 more token belongs to"));
        assert!(!theirs.text().contains("There") && !theirs.text().contains("Globex") && !theirs.text().contains(&tree.there.id));
        // A wrong name keeps the choice, and changes nothing.
        let wrong = admin.submit(theirs.form("Revoke").tick("issued=yes").fill("name", "Rot")).await.expect(422);
        assert_eq!(wrong.all("input[name=issued][checked]").len(), 1);
        assert!(tree.root.is_accepted().await);
        admin.submit(wrong.form("Revoke").fill("name", "Root")).await.expect(303);
        for (token, accepted) in [(&tree.root, false), (&tree.child, false), (&tree.grandchild, false), (&tree.there, true), (&tree.other, true)] {
            assert_eq!(token.is_accepted().await, accepted);
        }
        let list = admin.get("/administration/tenants/acme/api").await.expect(200);
        assert!(list.text().contains("2 tokens created with it are revoked too"), "{}", list.text());
        let events = app.database.texts("SELECT after FROM audit_events WHERE action = 'token.revoked'").await;
        assert_eq!(events.iter().filter(|event| event.contains(&tree.root.id)).count(), 2, "{events:?}");
        // The rest can be revoked by those who manage it, although the token itself is revoked; then there is nothing
        // to ask.
        admin.get(&format!("{address}/revoke")).await.expect(303);
        let left = tree.owner.get(&format!("{address}/revoke")).await.expect(200);
        assert!(left.text().contains("already revoked") && left.text().contains("Also revoke this token"), "{}", left.text());
        tree.owner.submit(left.form("Revoke").tick("issued=yes").fill("name", "Root")).await.expect(303);
        assert!(!tree.there.is_accepted().await && tree.other.is_accepted().await);
        tree.owner.get(&format!("{address}/revoke")).await.expect(303);
    }

    async fn without_the_choice_they_stay(app) {
        let tree = Tree::new(app).await;
        let page = tree.owner.get(&format!("/administration/tenants/acme/api/{}/revoke", tree.root.id)).await.expect(200);
        tree.owner.submit(page.form("Revoke").fill("name", "Root")).await.expect(303);
        assert!(!tree.root.is_accepted().await && tree.child.is_accepted().await && tree.grandchild.is_accepted().await);
        let details = tree.owner.get(&format!("/administration/tenants/acme/api/{}", tree.root.id)).await.expect(200);
        assert!(details.text().contains("3 tokens") && details.text().contains("Review and revoke"), "{}", details.text());
    }

    async fn a_tokens_page_leads_to_the_one_that_created_it_if_that_may_be_seen(app) {
        let tree = Tree::new(app).await;
        let issuer = format!("/administration/tenants/acme/api/{}", tree.root.id);
        let there = format!("/administration/tenants/globex/api/{}", tree.there.id);
        let link = format!("a[href='{issuer}']");
        let seen = tree.owner.get(&there).await.expect(200);
        assert!(seen.text().contains("Created with token") && seen.all(&link).len() == 1, "{}", seen.text());
        let admin = app.person(Role::TenantAdmin, &["globex"]).await;
        assert_eq!(admin.get(&there).await.expect(200).all(&link).len(), 0);
        let auditor = app.person(Role::Auditor, &["acme"]).await;
        let child = auditor.get(&format!("/administration/tenants/acme/api/{}", tree.child.id)).await.expect(200);
        assert!(child.all(&link).len() == 1 && !child.text().contains("Review and revoke"));
    }

    async fn very_many_are_revoked_by_work_that_goes_on(app) {
        let (owner, api) = app.owner_and_api("acme").await;
        app.tenant(&owner, "globex").await;
        let root: latchkey::domain::id::TokenId = api.id.parse().unwrap();
        let with = |token| latchkey::domain::token::NewToken { issued_by: Some((root, 1)), created_by: None, ..token };
        for (tenant, number) in [("acme", 230), ("globex", 20)] {
            app.many_with(tenant, number, with).await;
        }
        let page = owner.get(&format!("/administration/tenants/acme/api/{}/revoke", api.id)).await.expect(200);
        assert!(page.text().contains("and 150 more") && page.text().contains("Also revoke these 250 tokens"));
        owner.submit(page.form("Revoke").tick("issued=yes").fill("name", "Robot")).await.expect(303);
        let list = owner.get("/administration/tenants/acme/api").await.expect(200);
        assert!(list.text().contains("250 tokens created with it are being revoked"), "{}", list.text());
        let left = "SELECT COUNT(*) FROM tokens WHERE revoked_at IS NULL";
        for _ in 0..200 {
            if app.database.number(left).await == 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(app.database.number(left).await, 0);
        let events = app.database.texts("SELECT after FROM audit_events WHERE action = 'token.revoked'").await;
        assert_eq!(events.iter().filter(|event| event.contains(&api.id)).count(), 250);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM bulk_jobs WHERE state = 'done'").await, 2);
    }
}
