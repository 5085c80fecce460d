//! The token list: search, filters, pages, its two empty states, last use, and languages.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::Method;

use crate::support::{Answer, Client, Form, TestApp, both};

const LIST: &str = "/administration/tenants/acme/api";

/// The names in the list, in its order.
fn names(answer: &Answer) -> Vec<String> {
    answer.all("tbody th bdi")
}

async fn listed(browser: &Client, query: &str) -> Vec<String> {
    names(&browser.get(&format!("{LIST}{query}")).await.expect(200))
}

/// Tokens created bypassing the wizard, one after the other: `Token 001` is the oldest.
async fn make(app: &TestApp, browser: &Client, count: usize) {
    let model = browser.issue("acme", "Model").await;
    let mut tx = app.state.db.write().await.unwrap();
    let tenant = latchkey::store::tenants::find_by_slug(&mut tx, "acme").await.unwrap().unwrap();
    let token =
        latchkey::store::tokens::find(&mut tx, tenant.id, model.id.parse().unwrap()).await.unwrap().unwrap();
    let owner = latchkey::domain::text::Email::parse(crate::support::people::OWNER).unwrap();
    let owner = latchkey::store::people::users::find_account(&mut tx, &owner).await.unwrap().unwrap();
    for number in 1..=count {
        let at = app.state.now().plus(TimeDelta::seconds(i64::try_from(number).unwrap()));
        let secret = latchkey::domain::secret::PlainSecret::generate("lk", &app.state.entropy).unwrap();
        let new = latchkey::domain::token::NewToken {
            id: latchkey::domain::id::TokenId::new(at, &app.state.entropy).unwrap(),
            tenant: tenant.id,
            labels: latchkey::domain::labels::Labels::named(
                latchkey::domain::text::Name::parse(&format!("Token {number:03}")).unwrap(),
            ),
            logo: None,
            scope: token.scope.clone(),
            app: None,
            modules: Vec::new(),
            permissions: token.permissions,
            expires_at: None,
            secret: latchkey::domain::token::KeptSecret {
                key_id: app.state.fixed.secret_key.id().to_owned(),
                hash: app.state.fixed.secret_key.hash(&secret),
                last_four: secret.last_four(),
            },
            created_by: Some(owner.id),
            issued_by: None,
            created_at: at,
        };
        latchkey::store::tokens::insert(&mut tx, &new, "owner@example.com").await.unwrap();
    }
    tx.commit().await.unwrap();
}

both! {
    async fn pages_hold_fifty_and_lead_on_and_back(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        make(app, &owner, 119).await;
        let expected: Vec<String> = (1..=119).rev().map(|number| format!("Token {number:03}")).chain(["Model".to_owned()]).collect();
        let mut seen = Vec::new();
        let mut page = owner.get(LIST).await.expect(200);
        let mut ranges = Vec::new();
        loop {
            seen.extend(names(&page));
            ranges.push(page.all(".paging [role=status]").concat());
            if !page.offers("Next") {
                break;
            }
            page = owner.get(&page.link("Next")).await.expect(200);
        }
        assert_eq!(seen, expected);
        assert_eq!(ranges, ["1–50 of 120", "51–100 of 120", "101–120 of 120"]);
        page = owner.get(&page.link("Previous")).await.expect(200);
        assert_eq!(names(&page), expected[50..100]);
        page = owner.get(&page.link("Previous")).await.expect(200);
        assert_eq!(names(&page), expected[..50]);
        assert!(!page.offers("Previous"));
        // The filter is kept.
        let found = owner.get(&format!("{LIST}?q=token+0&status=active")).await.expect(200);
        let next = found.link("Next");
        assert!(next.contains("q=token%200") && next.contains("status=active"), "{next}");
        assert_eq!(names(&owner.get(&next).await).len(), 49);
        for odd in ["?after=x", "?before=", "?after=tok_00000000000000000000000000", "?after=x&before=y", "?after=%00", "?page=2"] {
            assert!(!listed(&owner, odd).await.is_empty() || odd.contains("tok_0"), "{odd}");
        }
    }

    async fn tokens_are_found_by_name_and_by_id_and_by_status(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let mut ids = Vec::new();
        for name in ["Über-Export", "100% done", "under_score", "Back\\slash", "Ends soon"] {
            let fill = |form: Form| match name {
                "Ends soon" => form.fill("Name", name).tick("7 days"),
                _ => form.fill("Name", name),
            };
            ids.push(owner.issue_as("acme", fill, |form| form).await.id);
            // The order is that of creation.
            app.wait(TimeDelta::seconds(1));
        }
        let revoke = format!("{LIST}/{}/revoke", ids[0]);
        owner.fill_in(&revoke, "Revoke", |form| form.fill("name", "Über-Export")).await.expect(303);
        for (query, expected) in [
            ("?q=%C3%BCBER", vec!["Über-Export"]), ("?q=%25", vec!["100% done"]), ("?q=_", vec!["under_score"]), ("?q=%5C", vec!["Back\\slash"]),
            ("?q=++done++", vec!["100% done"]), ("?q=nothing", vec![]), ("?q=%27%20OR%201=1--", vec![]), ("?q=%00", vec![]), ("?q=lk_", vec![]),
            ("?status=revoked", vec!["Über-Export"]), ("?status=expired", vec![]), ("?status=disabled", vec![]), ("?status=active&q=e", vec!["Ends soon", "under_score", "100% done"]),
            ("?status=nonsense&q=100", vec!["100% done"]), ("?status=&q=", vec!["Ends soon", "Back\\slash", "under_score", "100% done", "Über-Export"]),
        ] {
            assert_eq!(listed(&owner, query).await, expected, "{query}");
        }
        assert_eq!(listed(&owner, &format!("?q={}", ids[2])).await, ["under_score"]);
        assert_eq!(listed(&owner, &format!("?q={}", ids[2].to_lowercase())).await, ["under_score"]);
        app.wait(TimeDelta::days(8));
        let owner = app.owner().await;
        assert_eq!(listed(&owner, "?status=expired").await, ["Ends soon"]);
        let page = owner.get(&format!("{LIST}?q=done&status=active")).await;
        let form = page.form("Apply");
        assert_eq!((form.value("q"), form.value("status")), (vec!["done".to_owned()], vec!["active".to_owned()]), "the address says what is shown");
        assert_eq!(names(&owner.submit(form.fill("q", "under")).await.expect(200)), ["under_score"]);
    }

    async fn an_empty_list_says_why_it_is_empty(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let empty = owner.get(LIST).await.expect(200);
        assert!(empty.text().contains("No tokens yet") && empty.offers("Create"));
        assert!(!empty.offers("Apply"));
        let filtered = owner.get(&format!("{LIST}?q=x")).await.expect(200);
        assert!(filtered.text().contains("No matching tokens") && filtered.link("Clear filters") == LIST);
        assert!(filtered.offers("Create"));
        let auditor = app.person(latchkey::domain::person::Role::Auditor, &["acme"]).await;
        let empty = auditor.get(LIST).await.expect(200);
        assert!(empty.text().contains("No tokens yet") && !empty.offers("Create"));
        owner.issue("acme", "One").await;
        let list = auditor.get(LIST).await.expect(200);
        assert!(names(&list) == ["One"] && !list.offers("Revoke") && !list.offers("Create"));
        assert!(owner.get(LIST).await.offers("Revoke"));
    }

    async fn htmx_gets_the_list_alone_and_everybody_else_the_page(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        owner.issue("acme", "One").await;
        let ask = async |headers: &[(&str, &str)]| owner.get_with(&format!("{LIST}?q=one"), headers).await.expect(200);
        let fragment = ask(&[("hx-request", "true")]).await;
        assert!(fragment.text().trim_start().starts_with("<div id=\"list\"") && !fragment.text().contains("<html"));
        assert_eq!(names(&fragment), ["One"]);
        for whole in [&[][..], &[("hx-request", "true"), ("hx-boosted", "true")], &[("hx-request", "true"), ("hx-history-restore-request", "true")], &[("hx-request", "false")]] {
            let page = ask(whole).await;
            assert!(page.text().contains("<html") && names(&page) == ["One"], "{whole:?}");
            assert!(page.header("vary").contains("HX-Request"));
        }
        assert!(fragment.header("vary").contains("HX-Request"));
        // Without the CSRF token, which is masked differently in each response.
        let bare = |answer: &Answer| answer.text().replace(&answer.csrf(), "");
        assert!(bare(&ask(&[]).await).contains(bare(&fragment).trim()), "the list is the same in both");
        // Without a session, htmx must not insert the sign-in page into the list.
        let gone = app.visitor().get_with(LIST, &[("hx-request", "true")]).await.expect(200);
        assert!(gone.header("hx-redirect").starts_with("/login?next=") && gone.body.is_empty());
    }

    async fn when_a_token_was_used_is_told_after_it_was_written(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Used").await;
        let details = format!("{LIST}/{}", token.id);
        for page in [LIST, &details] {
            assert!(owner.get(page).await.text().contains("never used"), "{page}");
        }
        let refused = owner.bare(Method::GET, "/api/v1/me").bearer_auth(format!("{}x", token.secret));
        owner.send(refused).await.expect(401);
        app.wait(TimeDelta::minutes(5));
        let request = owner.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret);
        owner.send(request.header("x-forwarded-for", "203.0.113.9")).await.expect(200);
        app.wait(TimeDelta::minutes(3));
        let mut page = owner.get(&details).await;
        for _ in 0..200 {
            if !page.text().contains("never used") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            page = owner.get(&details).await;
        }
        assert!(page.text().contains("3 min ago") && page.text().contains("127.0.0.1"), "{}", page.text());
        assert!(!page.text().contains("203.0.113.9"), "nobody's word for where they are is taken");
        assert!(owner.get(LIST).await.text().contains("3 min ago"));
        let question = owner.get(&format!("{details}/revoke")).await.expect(200);
        assert!(question.text().contains("Last used:"));
    }

    async fn the_page_speaks_the_persons_the_tenants_the_browsers_language_in_this_order(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let language = |answer: &Answer| {
            let page = answer.html();
            page.root_element().attr("lang").unwrap_or_default().to_owned()
        };
        // Outside any tenant, the browser's language applies.
        for (says, expected) in [("de-AT, en;q=0.5", "de"), ("fr", "fr"), ("ja, fr;q=0.3, en;q=0.1", "fr"), ("ja", "en"), ("", "en"), ("*", "en"), ("de;q=0, fr", "fr")] {
            let visitor = Client::with_headers(&app.base, &[("accept-language", says)]);
            assert_eq!(language(&visitor.get("/login").await), expected, "{says}");
            assert_eq!(language(&visitor.get("/nowhere").await), expected, "{says}");
        }
        let german = Client::with_headers(&app.base, &[("accept-language", "de")]);
        let form = |form: Form| form.fill("E-Mail", crate::support::people::OWNER).fill("Passwort", crate::support::people::PASSWORD);
        german.fill_in("/login", "Anmelden", form).await.expect(303);
        // In a tenant its own language applies, until the person chooses one.
        app.database.execute("UPDATE tenants SET language = 'fr'").await;
        let french = german.get(LIST).await.expect(200);
        assert_eq!(language(&french), "fr");
        assert!(french.offers("Créer"));
        app.database.execute("UPDATE users SET language = 'de'").await;
        let own = german.get(LIST).await.expect(200);
        assert_eq!(language(&own), "de");
        assert!(own.offers("Erstellen"));
        assert_eq!(language(&german.get("/administration/tenants/nowhere").await.expect(404)), "de");
        for (tag, create) in [("en", "Create"), ("de", "Erstellen"), ("fr", "Créer")] {
            app.database.execute(&format!("UPDATE users SET language = '{tag}'")).await;
            assert!(owner.get(LIST).await.offers(create), "{tag}");
        }
    }

    async fn filters_and_orders_are_in_the_address_and_every_link_keeps_them(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        make(app, &owner, 60).await;
        app.set("Token 007", "permissions = 9, tenant_scope = 'all'").await;
        app.set("Token 008", "expires_at = 1").await;
        let soon = app.state.now().plus(TimeDelta::days(10)).micros();
        app.set("Token 009", &format!("expires_at = {soon}")).await;
        for (query, expected) in [
            ("?permission=delete", vec!["Token 007"]),
            ("?scope=all", vec!["Token 007"]),
            ("?scope=all&permission=write", vec![]),
            ("?expiring=30", vec!["Token 009"]),
            ("?expiring=7", vec![]),
            ("?status=expired&sort=name", vec!["Token 008"]),
            ("?unused=90", vec![]),
            ("?attention=late", vec![]),
            ("?attention=orphaned", vec![]),
            ("?creator=nobody", vec![]),
            ("?module=nothing&scope=all&app=nothing", vec!["Token 007"]),
        ] {
            assert_eq!(listed(&owner, query).await, expected, "{query}");
        }
        let chosen = owner.get(&format!("{LIST}?scope=all&permission=delete")).await.expect(200);
        assert_eq!(chosen.all(".chip"), ["Tenants: All tenants", "Permission: Delete"]);
        assert_eq!(chosen.all(".chosen p"), ["1 found"]);
        assert_eq!(chosen.link("Tenants: All tenants"), format!("{LIST}?permission=delete"));
        assert_eq!(chosen.link("CSV"), format!("{LIST}.csv?scope=all&permission=delete"));

        let first = owner.get(&format!("{LIST}?unused=never&sort=-name")).await.expect(200);
        assert_eq!(names(&first)[..2], ["Token 060", "Token 059"]);
        let next = owner.get(&first.link("Next")).await.expect(200);
        assert_eq!(names(&next).last().map(String::as_str), Some("Model"));
        assert_eq!(next.all(".paging [role=status]"), ["51–61 of 61"]);
        assert_eq!(names(&owner.get(&next.link("Previous")).await.expect(200)), names(&first));
        assert_eq!(first.link("Token"), format!("{LIST}?unused=never&sort=name"));

        // A form sends all its fields; the address for htmx contains only those that are set.
        let query = "?q=&status=all&scope=&permission=read&expiring=&unused=never&sort=used";
        let fragment = owner.get_with(&format!("{LIST}{query}"), &[("hx-request", "true")]).await.expect(200);
        assert_eq!(fragment.header("hx-push-url"), format!("{LIST}?permission=read&unused=never"));
    }

    async fn the_list_is_exported_as_it_is_filtered_and_without_any_secret(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        make(app, &owner, 1_100).await;
        let odd = owner.issue("acme", "=cmd|' /C calc'!A0, \"x\"").await;
        app.set("Token 003", "revoked_at = 1").await;
        let csv = owner.get(&format!("{LIST}.csv")).await.expect(200);
        assert_eq!(csv.header("content-disposition"), "attachment; filename=\"tokens-acme.csv\"");
        assert!(csv.header("content-type").starts_with("text/csv") && csv.header("cache-control").contains("no-store"));
        assert_eq!(csv.text().lines().count(), 1 + 1_102);
        assert!(csv.text().starts_with("id,name,description,status,"));
        assert!(csv.text().contains("\"'=cmd|' /C calc'!A0, \"\"x\"\"\""), "no formula");
        assert!(!csv.text().contains(&odd.secret));

        let json = owner.get(&format!("{LIST}.json?status=revoked&sort=name")).await.expect(200).json();
        assert_eq!(json.as_array().unwrap().len(), 1);
        assert_eq!((&json[0]["name"], &json[0]["status"], &json[0]["permissions"]), (&"Token 003".into(), &"revoked".into(), &"read".into()));
        let all = owner.get(&format!("{LIST}.json?sort=name")).await.expect(200).json();
        let names: Vec<&str> = all.as_array().unwrap().iter().map(|token| token["name"].as_str().unwrap()).collect();
        assert!(names.len() == 1_102 && names.is_sorted_by_key(|name| name.to_lowercase()));
        let none = owner.get(&format!("{LIST}.json?q=nothing+like+it")).await.expect(200).json();
        assert_eq!(none, serde_json::json!([]));
    }
}
