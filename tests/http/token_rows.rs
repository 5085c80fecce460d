//! A row's button under htmx: only the row, the message and the counts come back.

use chrono::TimeDelta;
use latchkey::domain::person::Role;
use reqwest::Method;

use crate::subtenants::put_below;
use crate::support::fixture::unknown_id;
use crate::support::{Answer, Client, TestApp, both};

const LIST: &str = "/administration/tenants/acme/api";
const ALL: &str = "/administration/tokens";
const HTMX: &[(&str, &str)] = &[("hx-request", "true"), ("hx-target", "flash")];

/// Presses the first button with this name on the page at `place`, as htmx does.
async fn press(browser: &Client, place: &str, button: &str) -> Answer {
    let form = browser.get(place).await.expect(200).form(button);
    browser.submit_with(form, HTMX).await
}

/// What a response inserts into the element with this ID.
fn counted(answer: &Answer, id: &str) -> Option<String> {
    let text = answer.text();
    let (_, rest) = text.split_once(&format!("<span hx-swap-oob=\"innerHTML:#{id}\">"))?;
    Some(rest.split_once("</span>").unwrap().0.to_owned())
}

async fn works(app: &TestApp, secret: &str) -> bool {
    let visitor = app.visitor();
    visitor.send(visitor.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await.status == 200
}

/// Fails unless the response is only a message about a problem, in the place for messages.
fn is_note(answer: &Answer, says: &str) {
    let text = answer.text();
    assert!(text.contains("<div class=\"note bad\" role=\"alert\">") && text.contains(says), "{text}");
    assert!(!text.contains("<html") && !text.contains("<main") && !text.contains("<tr"), "{text}");
    assert_eq!(
        (answer.header("hx-retarget"), answer.header("hx-reselect")),
        ("#flash".to_owned(), ".note".to_owned())
    );
    assert_eq!(answer.header("hx-reswap"), "innerHTML");
    assert!(answer.header("vary").contains("HX-Request"));
}

both! {
    async fn the_row_comes_back_alone_and_stays_though_the_filter_has_it_no_more(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let place = format!("{LIST}?q=dep&status=active");
        let answer = press(&owner, &place, "Disable").await.expect(200);
        assert!(!works(app, &token.secret).await, "refused as soon as the answer is there");
        let text = answer.text();
        assert!(text.contains(&format!("<template>\n<tr id=\"r-{}\" hx-swap-oob=\"true\">", token.id)), "{text}");
        assert!(text.contains("Deploy is disabled.") && text.contains("Undo") && text.contains(">Disabled<"), "{text}");
        assert!(text.contains("No longer matches the filters") && text.contains("hx-preserve"), "{text}");
        assert!(!text.contains("<html") && !text.contains("id=\"list\""), "{text}");
        assert_eq!(counted(&answer, "found").as_deref(), Some("0 found"));
        assert_eq!(counted(&answer, "range").as_deref(), Some("0 in total"));
        assert_eq!(counted(&answer, "rows-all").as_deref(), Some("All 0 matching"));
        assert!(answer.header("vary").contains("HX-Request") && answer.header("cache-control") == "no-store");
        assert_eq!(answer.header("hx-push-url"), "", "the address stays");
        // The message is shown once: none waits for the next page.
        assert!(owner.get(&place).await.expect(200).all("#flash .note").is_empty());
        // And back, from a list that doesn't show it any more.
        let answer = press(&owner, &format!("{LIST}?q=dep&status=disabled"), "Enable").await.expect(200);
        assert!(works(app, &token.secret).await && answer.text().contains("Deploy is enabled."));
        assert_eq!(counted(&answer, "found").as_deref(), Some("0 found"));
        // Without a filter, the counts stay as they are.
        let answer = press(&owner, LIST, "Disable").await.expect(200);
        assert!(counted(&answer, "found").is_none() && !answer.text().contains("No longer matches"));
    }

    async fn what_was_done_before_is_said_and_shown(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let form = owner.get(LIST).await.expect(200).form("Disable");
        let answers = futures_util::future::join_all((0..20).map(|_| owner.submit_with(form.clone(), HTMX))).await;
        assert!(answers.iter().all(|answer| answer.status == 200 && answer.text().contains(">Disabled<")));
        let done = answers.iter().filter(|answer| answer.text().contains("Deploy is disabled.")).count();
        assert_eq!((done, answers.iter().filter(|answer| answer.text().contains("Undo")).count()), (1, 1));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.disabled'").await, 1);
        // It was revoked after the list was rendered.
        let form = owner.get(LIST).await.expect(200).form("Enable");
        owner.fill_in(&format!("{LIST}/{}/revoke", token.id), "Revoke", |form| form.fill("name", "Deploy")).await.expect(303);
        let answer = owner.submit_with(form, HTMX).await.expect(200);
        assert!(answer.text().contains(">Revoked<") && answer.text().contains("can’t be changed") && !answer.text().contains("Undo"));
    }

    async fn what_goes_wrong_is_news_on_the_page_that_stays(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let token = owner.issue("acme", "Deploy").await;
        let before = app.database.rows_but_sessions().await;
        let form = owner.get(LIST).await.expect(200).form("Disable");
        let answer = owner.submit_with(form.clone().forge("csrf", "x"), HTMX).await.expect(403);
        is_note(&answer, "This form has expired");
        // Another tenant's token, and an unknown one: the same bytes.
        let csrf = owner.csrf().await;
        let mut told = Vec::new();
        for id in [token.id.clone(), unknown_id(), "tok_x".to_owned()] {
            let path = format!("/administration/tenants/globex/api/{id}/disable");
            let headers = [HTMX, &[("sec-fetch-site", "same-origin")]].concat();
            let answer = owner.post_with(&path, &[("csrf", &csrf), ("back", "")], &headers).await.expect(404);
            is_note(&answer, "Not found");
            told.push(answer.text());
        }
        assert!(told.windows(2).all(|two| two[0] == two[1]));
        // A full page load always gets a full page.
        assert!(owner.submit(form.clone().forge("csrf", "x")).await.expect(403).text().contains("<html"));
        assert_eq!(before, app.database.rows_but_sessions().await);
        // The session has ended: to the sign-in page, and then to the list as it was, not to the button's address.
        app.wait(TimeDelta::minutes(31));
        let at = format!("{}administration/tenants/acme/api?status=active", owner.base);
        let headers = [HTMX, &[("hx-current-url", at.as_str())]].concat();
        let answer = owner.submit_with(form.clone(), &headers).await.expect(200);
        assert!(answer.text().is_empty());
        assert_eq!(answer.header("hx-redirect"), "/login?next=%2Fadministration%2Ftenants%2Facme%2Fapi%3Fstatus%3Dactive");
        for odd in ["//evil.example/x", "javascript:alert(1)", "nonsense", "https://evil.example//evil.example"] {
            let headers = [HTMX, &[("hx-current-url", odd)]].concat();
            let way = owner.submit_with(form.clone(), &headers).await.expect(200).header("hx-redirect");
            assert!(way.starts_with("/login?next="), "{way}");
            let page = app.visitor().get(&way).await.expect(200);
            let next = page.text().split_once("name=\"next\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
            assert!(next.starts_with('/') && !next.starts_with("//"), "{odd}: {next}");
        }
    }

    async fn the_list_over_all_tenants_has_the_same_buttons_and_its_owner_stays_there(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        owner.issue("acme", "Alpha").await;
        let token = owner.issue("globex", "Beta").await;
        let place = format!("{ALL}?tenant=globex&status=active");
        let answer = press(&owner, &place, "Disable").await.expect(200);
        assert!(!works(app, &token.secret).await);
        let text = answer.text();
        assert!(text.contains("data-label=\"Belongs to\"") && text.contains(">Globex<") && !text.contains("type=\"checkbox\""), "{text}");
        assert_eq!(counted(&answer, "found").as_deref(), Some("0 found"));
        // Without htmx, it returns to the same list, at the row.
        let answer = owner.submit(owner.get(ALL).await.expect(200).form("Enable")).await;
        answer.expect_to(303, ALL);
        let page = owner.follow(answer).await.expect(200);
        assert_eq!(page.all("#flash > .note span"), ["Beta is enabled. It works again."]);
        assert!(page.all("th[autofocus]").concat().contains("Beta"));
        owner.submit(page.form("Undo")).await.expect_to(303, ALL);
        assert!(!works(app, &token.secret).await);
    }

    async fn nobody_learns_of_other_tenants_or_changes_them_by_a_forged_field(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let token = owner.issue("acme", "Alpha").await;
        let other = owner.issue("globex", "Beta").await;
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        // A tenant's administrator claims to come from the list across all tenants: nothing of it is returned.
        let form = admin.get(&format!("{LIST}?status=active")).await.expect(200).form("Disable").with("list", "all");
        let answer = admin.submit_with(form, HTMX).await;
        assert_eq!((answer.status, answer.text().as_str()), (303, ""));
        assert!(!works(app, &token.secret).await);
        admin.get(&answer.location().unwrap()).await.expect(403);
        for (who, csrf) in [(&admin, admin.csrf().await)] {
            let path = format!("/administration/tenants/globex/api/{}/disable", other.id);
            let headers = [HTMX, &[("sec-fetch-site", "same-origin")]].concat();
            who.post_with(&path, &[("csrf", &csrf), ("back", ""), ("list", "all")], &headers).await.expect(404);
        }
        // An auditor sees no button, and may press none.
        let auditor = app.person(Role::Auditor, &[]).await;
        for list in [LIST, ALL] {
            let page = auditor.get(list).await.expect(200);
            assert!(page.all(".switch").is_empty() && page.all("a.revoke").is_empty() && page.all("[name=token]").is_empty());
        }
        let csrf = auditor.csrf().await;
        let headers = [HTMX, &[("sec-fetch-site", "same-origin")]].concat();
        let path = format!("/administration/tenants/globex/api/{}/disable", other.id);
        let answer = auditor.post_with(&path, &[("csrf", &csrf), ("back", ""), ("list", "all")], &headers).await.expect(403);
        is_note(&answer, "Not allowed");
        assert!(works(app, &other.secret).await);
    }

    async fn revoking_comes_back_to_the_list_it_was_asked_on(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        for name in ["One", "Two"] {
            owner.issue("acme", name).await;
        }
        let revoke = owner.get(&format!("{LIST}?q=One")).await.expect(200).link("Revoke");
        assert!(revoke.ends_with("/revoke"), "{revoke}");
        for (from, name, to) in [(format!("{LIST}?q=One"), "One", format!("{LIST}?q=One")), (format!("{ALL}?sort=name"), "Two", format!("{ALL}?sort=name"))] {
            let page = owner.get(&format!("{ALL}?q={name}")).await.expect(200);
            let came = [("referer", format!("{}{}", owner.base, from.trim_start_matches('/')))];
            let came: Vec<_> = came.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let question = owner.get_with(&page.link("Revoke"), &came).await.expect(200);
            assert!(question.link("Cancel").starts_with(&to), "{}", question.link("Cancel"));
            let again = owner.submit(question.form("Revoke").fill("name", "x")).await.expect(422);
            let answer = owner.submit(again.form("Revoke").fill("name", name)).await;
            answer.expect_to(303, &to);
            let list = owner.follow(answer).await.expect(200);
            assert!(list.all("th[autofocus]").concat().contains(name));
            assert!(owner.get(&to).await.all("[autofocus]").is_empty(), "once");
        }
    }

    async fn tokens_with_subtenants_are_a_filter_of_their_own_everywhere(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "lyon").await;
        put_below(&owner, "lyon", "acme").await;
        owner.issue("acme", "Own").await;
        owner.issue_as("acme", |form| form.fill("Name", "Below"), |form| form.tick("subtenants")).await;
        let names = |page: &Answer| page.all("tbody th bdi");
        for list in [LIST, ALL] {
            let page = owner.get(&format!("{list}?scope=this_and_subtenants")).await.expect(200);
            assert_eq!(names(&page), ["Below"]);
            assert_eq!(page.all(".chip"), ["Tenants: This tenant and its subtenants"]);
            let csv = owner.get(&page.link("CSV")).await.expect(200).text();
            assert!(csv.contains("Below") && !csv.contains("Own"), "{csv}");
            assert_eq!(names(&owner.get(&format!("{list}?scope=this")).await.expect(200)), ["Own"]);
        }
        let robot = owner.api("acme").await;
        for (scope, expected) in [("this_and_subtenants", vec!["Below"]), ("this", vec!["Own", "Robot"]), ("all", vec![])] {
            let answer = robot.get(&format!("/api/v1/tenants/acme/tokens?tenant_scope={scope}")).await.expect(200);
            let page = answer.json();
            let mut names: Vec<_> = page["items"].as_array().unwrap().iter().map(|token| token["name"].as_str().unwrap()).collect();
            names.sort_unstable();
            assert_eq!(names, expected, "{scope}");
        }
        robot.get("/api/v1/tenants/acme/tokens?tenant_scope=below").await.expect(422);
    }
}
