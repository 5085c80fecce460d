//! What is done to many tokens at once: chosen in the list, asked about, done, and told.

use std::time::Duration;

use chrono::TimeDelta;
use latchkey::domain::person::Role;
use latchkey::domain::token::TenantScope;
use reqwest::Method;

use crate::support::{Answer, Client, TestApp, both};

const LIST: &str = "/administration/tenants/acme/api";
const BULK: &str = "/administration/tenants/acme/api/bulk";

async fn acme(app: &TestApp) -> Client {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    owner
}

async fn works(app: &TestApp, secret: &str) -> bool {
    let visitor = app.visitor();
    visitor.send(visitor.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await.status == 200
}

/// The question for that query.
async fn ask(browser: &Client, query: &str) -> Answer {
    browser.get(&format!("{BULK}?{query}")).await.expect(200)
}

/// The page of the work that a form began.
async fn begun(browser: &Client, answer: Answer) -> Answer {
    browser.follow(answer.expect(303)).await.expect(200)
}

/// The same page when it goes on no more.
async fn over(browser: &Client, mut page: Answer) -> Answer {
    for _ in 0..1_200 {
        if !page.text().contains("hx-trigger=\"every") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        page = browser.get(page.url.path()).await.expect(200);
    }
    panic!("it does not end: {}", page.text());
}

async fn events(app: &TestApp, action: &str) -> i64 {
    app.database.number(&format!("SELECT COUNT(*) FROM audit_events WHERE action = '{action}'")).await
}

both! {
    async fn what_is_ticked_is_disabled_at_once_and_enabled_again(app) {
        let owner = acme(app).await;
        let tokens = app.many("acme", 4).await;
        let list = owner.get(LIST).await.expect(200);
        let form = list.form("Continue").tick("Select Token 0001").tick("Select Token 0003").fill("Action", "Disable");
        let question = owner.submit(form).await.expect(200);
        assert_eq!(question.heading(), "Disable 2 tokens");
        assert_eq!(question.all(".bulk-names bdi"), ["Token 0003", "Token 0001"]);
        assert!(question.all(".bulk-left li").is_empty());
        assert_eq!(events(app, "token.disabled").await, 0, "asking does nothing");
        let answer = owner.submit(question.form("Disable 2 tokens")).await;
        for (token, expected) in tokens.iter().zip([false, true, false, true]) {
            assert_eq!(works(app, &token.secret).await, expected);
        }
        let page = begun(&owner, answer).await;
        assert_eq!(page.all(".bulk-done"), ["2 tokens disabled."]);
        assert_eq!((page.all(".bulk-count"), page.all(".note span")), (vec!["2 of 2".to_owned()], vec!["Done.".to_owned()]));
        assert!(!page.offers("Stop"));
        let labels = app.database.texts("SELECT object_label FROM audit_events WHERE action = 'token.disabled' AND actor_label = 'owner@example.com' AND address = '127.0.0.1' ORDER BY object_label").await;
        assert_eq!(labels, ["Token 0001", "Token 0003"]);

        let audit = owner.get("/administration/tenants/acme/audit?action=bulk.started").await.expect(200);
        assert_eq!(audit.all(".stories h2"), ["Bulk action – Started"]);
        assert!(audit.text().contains("Disable") && audit.all(".stories dd").contains(&"2".to_owned()), "{:?}", audit.all(".stories dd"));

        let question = ask(&owner, "deed=enable&rows=all").await;
        assert_eq!(question.all(".bulk-left li"), ["2 are not disabled."]);
        let page = begun(&owner, owner.submit(question.form("Enable 2 tokens")).await).await;
        assert_eq!(page.all(".bulk-done"), ["2 tokens enabled."]);
        assert_eq!(page.all(".bulk-left li"), ["2 are not disabled."]);
        assert_eq!(page.all(".bulk-count"), ["4 of 4"]);
        for token in &tokens {
            assert!(works(app, &token.secret).await);
        }
    }

    async fn all_that_match_are_revoked_once_their_number_is_typed(app) {
        let owner = acme(app).await;
        let tokens = app.many("acme", 30).await;
        owner.issue("acme", "Keep").await;
        let list = owner.get(&format!("{LIST}?q=token")).await.expect(200);
        let form = list.form("Continue").fill("Tokens", "All 30 matching").fill("Action", "Revoke");
        let question = owner.submit(form).await.expect(200);
        assert_eq!(question.heading(), "Revoke 30 tokens");
        assert_eq!(question.all(".bulk-names bdi").len(), 10);
        assert!(question.text().contains("and 20 more"));
        for typed in ["", "29", "300", "thirty", "30 tokens"] {
            let wrong = owner.submit(question.form("Revoke 30 tokens").fill("Number of tokens", typed)).await.expect(422);
            assert_eq!(wrong.all(".wrong"), ["This isn’t the number. Type 30."], "{typed}");
            assert!(wrong.form("Revoke 30 tokens").value("typed") == [typed]);
        }
        assert_eq!(events(app, "token.revoked").await, 0);
        let page = begun(&owner, owner.submit(question.form("Revoke 30 tokens").fill("Number of tokens", "30")).await).await;
        assert_eq!(page.all(".bulk-done"), ["30 tokens revoked."]);
        for token in &tokens {
            assert!(!works(app, &token.secret).await);
        }
        assert_eq!(events(app, "token.revoked").await, 30);
        assert_eq!(owner.get(&format!("{LIST}?status=active")).await.all("tbody th bdi"), ["Keep"]);
    }

    async fn tokens_that_are_issued_after_the_question_are_none_of_them(app) {
        let owner = acme(app).await;
        app.many("acme", 3).await;
        let question = ask(&owner, "deed=disable&rows=all").await;
        app.wait(TimeDelta::seconds(1));
        let late = app.many("acme", 1).await.remove(0);
        let page = begun(&owner, owner.submit(question.form("Disable 3 tokens")).await).await;
        assert_eq!(page.all(".bulk-done"), ["3 tokens disabled."]);
        assert!(works(app, &late.secret).await);
    }

    async fn a_question_that_is_out_of_date_is_asked_anew(app) {
        let owner = acme(app).await;
        let tokens = app.many("acme", 3).await;
        let question = ask(&owner, "deed=disable&rows=all").await;
        owner.submit(owner.get(&format!("{LIST}/{}", tokens[0].id)).await.form("Disable")).await.expect(303);
        let again = owner.submit(question.form("Disable 3 tokens")).await.expect(409);
        assert!(again.text().contains("Something changed"), "{}", again.text());
        assert_eq!(again.all(".bulk-left li"), ["1 is already disabled."]);
        assert_eq!(events(app, "token.disabled").await, 1);
        let form = again.form("Disable 2 tokens");
        for form in [form.clone().forge("count", "3"), form.clone().forge("as_of", "x"), form.clone().forge("as_of", "1"),
            form.clone().forge("matching", "?module=gone"), form.clone().forge("as_of", "9999999999999999")] {
            owner.submit(form).await.expect(409);
        }
        app.wait(TimeDelta::minutes(61));
        let owner = app.sign_in(crate::support::people::OWNER).await;
        let csrf = owner.csrf().await;
        let again = owner.submit(form.forge("csrf", &csrf)).await.expect(409);
        owner.submit(again.form("Disable 2 tokens")).await.expect(303);
        assert_eq!(events(app, "token.disabled").await, 3);
    }

    async fn an_end_is_chosen_by_the_rules_of_a_single_one(app) {
        let owner = acme(app).await;
        let noon = app.state.now();
        let tokens = app.many_with("acme", 4, |token| {
            let days = match token.labels.name.as_str() { "Token 0001" => Some(1), "Token 0002" => Some(300), _ => None };
            latchkey::domain::token::NewToken { expires_at: days.map(|days| noon.plus(TimeDelta::days(days))), ..token }
        }).await;
        app.wait(TimeDelta::days(2));
        let owner = { drop(owner); app.sign_in(crate::support::people::OWNER).await };
        let gone = &tokens[3].id;
        owner.fill_in(&format!("{LIST}/{gone}/revoke"), "Revoke", |form| form.fill("Name", "Token 0004")).await.expect(303);
        let page = owner.get(&format!("{BULK}?deed=expire&rows=all")).await.expect(200);
        assert_eq!(page.heading(), "Change expiration");
        let custom = |date: &str| page.form("Continue").tick("custom").fill("Date", date).fill("Time", "14:00");
        for (date, wrong) in [("2020-01-01", "a later one"), ("", "date"), ("9999-12-31", "100 years")] {
            let answer = owner.submit(custom(date)).await.expect(422);
            assert!(answer.all(".problems").concat().contains(wrong) && !answer.offers("Change expiration of 2 tokens"), "{date}: {:?}", answer.all(".problems"));
        }
        let question = owner.submit(custom("2027-02-20")).await.expect(200);
        assert_eq!(question.heading(), "Change expiration of 2 tokens");
        assert!(question.all(".note").concat().contains("20 February 2027"), "{:?}", question.all(".note"));
        assert_eq!(question.all(".bulk-left li"), ["1 has expired and can’t be changed.", "1 is revoked and can’t be changed."]);
        let page = begun(&owner, owner.submit(question.form("Change expiration of 2 tokens")).await).await;
        assert_eq!(page.all(".bulk-done"), ["Expiration of 2 tokens changed."]);
        let ends = app.database.texts("SELECT CAST(expires_at AS TEXT) FROM tokens WHERE name IN ('Token 0002', 'Token 0003')").await;
        assert_eq!(ends[0], ends[1]);
        let details = owner.get(&format!("{LIST}/{}", tokens[1].id)).await.expect(200);
        assert!(details.text().contains("20 February 2027"), "{}", details.text());
        assert_eq!(events(app, "token.changed").await, 2);
        let again = owner.submit(custom("2027-02-20")).await.expect(200);
        assert_eq!(again.heading(), "Nothing to change");
        assert!(again.all(".bulk-left li").contains(&"2 already expire at that time.".to_owned()), "{:?}", again.all(".bulk-left li"));
    }

    async fn nobody_gives_what_they_could_not_issue(app) {
        let owner = acme(app).await;
        app.tenant(&owner, "globex").await;
        let globex = app.tenant_id("globex").await;
        app.many("acme", 1).await;
        app.wait(TimeDelta::seconds(1));
        app.many_with("acme", 2, |token| latchkey::domain::token::NewToken { scope: TenantScope::All, ..token }).await;
        app.wait(TimeDelta::seconds(1));
        app.many_with("acme", 3, |token| latchkey::domain::token::NewToken { scope: TenantScope::Selected(vec![globex]), ..token }).await;
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        // Taking away is always allowed.
        let page = begun(&admin, admin.submit(ask(&admin, "deed=disable&rows=all").await.form("Disable 6 tokens")).await).await;
        assert_eq!(page.all(".bulk-done"), ["6 tokens disabled."]);
        let question = ask(&admin, "deed=enable&rows=all").await;
        assert_eq!(question.all(".bulk-left li"), ["5 can access tenants whose tokens you don’t manage."]);
        let page = begun(&admin, admin.submit(question.form("Enable 1 token")).await).await;
        assert_eq!(page.all(".bulk-left li"), ["5 can access tenants whose tokens you don’t manage."]);
        let sooner = ask(&admin, "deed=expire&rows=all&expires_in=7d").await;
        assert_eq!(sooner.heading(), "Change expiration of 6 tokens");
        admin.submit(sooner.form("Change expiration of 6 tokens")).await.expect(303);
        let later = ask(&admin, "deed=expire&rows=all&expires_in=30d").await;
        assert_eq!((later.heading().as_str(), later.all(".bulk-left li").len()), ("Change expiration of 1 token", 1));
        let both = app.person(Role::TenantAdmin, &["acme", "globex"]).await;
        assert_eq!(ask(&both, "deed=enable&rows=all").await.heading(), "Enable 3 tokens");
        assert_eq!(ask(&owner, "deed=enable&rows=all").await.heading(), "Enable 5 tokens");
    }

    async fn much_goes_on_by_itself_and_the_page_says_how_far_it_got(app) {
        let owner = acme(app).await;
        let tokens = app.many("acme", 750).await;
        let question = ask(&owner, "deed=revoke&rows=all").await;
        let page = begun(&owner, owner.submit(question.form("Revoke 750 tokens").fill("Number of tokens", "750")).await).await;
        let list = owner.get(LIST).await.expect(200);
        if owner.get(page.url.path()).await.expect(200).offers("Stop") {
            assert!(list.text().contains("Revoking tokens – "), "the list leads to it while it goes on");
        }
        // What is reported as done is done.
        let done: usize = page.all(".bulk-done")[0].split(' ').next().unwrap().parse().unwrap();
        assert!(done >= 200, "{done}");
        for token in &tokens[..done] {
            assert!(!works(app, &token.secret).await);
        }
        let page = over(&owner, page).await;
        assert_eq!((page.all(".bulk-done"), page.all(".bulk-count")), (vec!["750 tokens revoked.".to_owned()], vec!["750 of 750".to_owned()]));
        assert_eq!(events(app, "token.revoked").await, 750);
        assert!(!owner.get(LIST).await.text().contains("Revoking tokens"));
    }

    async fn it_can_be_stopped_and_what_is_done_stays_done(app) {
        let owner = acme(app).await;
        app.many("acme", 1500).await;
        let question = ask(&owner, "deed=disable&rows=all").await;
        let page = begun(&owner, owner.submit(question.form("Disable 1,500 tokens")).await).await;
        let answer = owner.submit(page.form("Stop")).await;
        let before = events(app, "token.disabled").await;
        let page = begun(&owner, answer).await;
        assert!(page.all(".note").concat().contains("Stopped. Changes made so far are kept."), "{:?}", page.all(".note"));
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        assert_eq!(events(app, "token.disabled").await, before, "it went on");
        assert!((200..1500).contains(&before), "{before}");
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens WHERE disabled_at IS NOT NULL").await, before);
        assert_eq!(app.database.number("SELECT done FROM bulk_jobs").await, before);
        assert_eq!(events(app, "bulk.stopped").await, 1);
        let csrf = owner.csrf().await;
        let stop = format!("{}/stop", page.url.path());
        owner.post(&stop, &[("csrf", &csrf)]).await.expect(303);
        assert!(owner.get(page.url.path()).await.text().contains("had already finished."));
    }

    async fn nothing_chosen_leads_back_to_the_same_place(app) {
        let owner = acme(app).await;
        app.many("acme", 2).await;
        let place = format!("{LIST}?q=tok&status=active");
        let list = owner.get(&place).await.expect(200);
        let answer = owner.submit(list.form("Continue")).await;
        answer.expect_to(303, &place);
        let list = owner.follow(answer).await;
        assert!(list.all("#flash > .note").concat().contains("Select at least one token"), "{:?}", list.all("#flash > .note"));
        // A disabled tenant gives nothing.
        owner.submit(owner.get("/administration/tenants/acme/settings").await.form("Disable")).await.expect(303);
        for (action, status) in [("enable", 303), ("expire", 303), ("disable", 200), ("revoke", 200)] {
            owner.get(&format!("{BULK}?deed={action}&rows=all")).await.expect(status);
        }
        // Who only reads sees no boxes.
        let auditor = app.person(Role::Auditor, &["acme"]).await;
        let list = auditor.get(LIST).await.expect(200);
        assert!(list.all("[name=token]").is_empty() && !list.offers("Continue"));
        assert!(list.html().root_element().html().find("form=\"choosing\"").is_none());
    }
}
