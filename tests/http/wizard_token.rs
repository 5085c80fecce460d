//! The last step: the secret is shown once, and opens nothing before Save.

use chrono::TimeDelta;
use reqwest::Method;

use crate::support::{Answer, Client, Form, TestApp, both};

/// A reveal, and where its draft is.
struct Revealed {
    page: Answer,
    secret: String,
    draft: String,
}

impl Revealed {
    async fn new(browser: &Client) -> Self {
        let page = browser.reveal("acme", |form| form.fill("Name", "Shown"), |form| form).await;
        let (secret, draft) = (page.secret(), page.url.path().replace("/token", ""));
        Self { page, secret, draft }
    }

    fn at(&self, step: &str) -> String {
        format!("{}/{step}", self.draft)
    }
}

/// Whether the API takes it.
async fn opens(app: &TestApp, secret: &str) -> bool {
    let browser = app.visitor();
    let answer = browser.send(browser.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await;
    assert!(matches!(answer.status, 200 | 401), "{}", answer.status);
    answer.status == 200
}

/// That no token was made, and that nothing was said to be.
async fn nothing_is_issued(app: &TestApp) {
    assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 0);
    assert_eq!(app.database.number("SELECT COUNT(*) FROM token_secrets").await, 0);
    assert_eq!(
        app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.issued'").await,
        0
    );
}

both! {
    async fn the_reveal_is_one_answer_that_is_not_kept(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let shown = Revealed::new(&owner).await;
        assert_eq!(shown.page.header("cache-control"), "no-store");
        assert_eq!(shown.secret.len(), 52);
        assert!(!shown.page.text().contains("htmx"), "htmx has no business on this page");
        let curl = shown.page.all("#curl").concat();
        let expected = format!("curl {}/api/v1/me \\ -H 'Authorization: Bearer {}'", app.state.fixed.public_url, shown.secret);
        assert_eq!(curl, expected);
        assert!(!owner.cookies().contains(&shown.secret));

        let saved = owner.submit(shown.page.form("Save")).await;
        saved.expect_to(303, &shown.at("summary"));
        assert!(opens(app, &shown.secret).await);
        let summary = owner.get(&shown.at("summary")).await.expect(200);
        assert!(summary.text().contains(&format!("lk_…{}", &shown.secret[48..])));
        assert_eq!(summary.link("Close"), "/administration/tenants/acme/api");
        assert!(owner.get(&summary.link("View details")).await.expect(200).text().contains("Shown"));
    }

    async fn looking_again_never_shows_it(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let shown = Revealed::new(&owner).await;
        let again = owner.get(&shown.at("token")).await.expect(200);
        assert!(again.offers("Create new secret") || again.all("button.primary").len() == 1);
        let mut answers = vec![again];
        for step in ["general", "access", "overview", "summary", "token"] {
            answers.push(owner.visit(&shown.at(step)).await);
        }
        let csrf = owner.csrf().await;
        // The very same submission as the one that showed it, as Back and reload send it.
        let repeated = owner.post(&shown.at("token"), &[("csrf", &csrf), ("generation", "0")]).await;
        repeated.expect_to(303, &shown.at("token"));
        answers.push(repeated);
        owner.submit(owner.get("/account").await.form("Sign out")).await.expect(303);
        answers.push(owner.visit(&shown.at("token")).await);
        answers.push(owner.post(&shown.at("token"), &[("csrf", &csrf), ("generation", "1")]).await);
        let back = app.owner().await;
        for step in ["token", "overview"] {
            answers.push(back.visit(&shown.at(step)).await);
        }
        for answer in &answers {
            assert!(!answer.text().contains(&shown.secret), "{}", answer.url);
            assert!(!format!("{:?}", answer.headers).contains(&shown.secret), "{}", answer.url);
        }
        // Looking did not spoil it: whoever noted it down can still save it.
        let csrf = back.csrf().await;
        back.post(&shown.at("save"), &[("csrf", &csrf), ("generation", "1")]).await.expect_to(303, &shown.at("summary"));
        assert!(opens(app, &shown.secret).await);
        let after = back.visit(&shown.at("token")).await;
        assert!(after.url.path().ends_with("/summary") && !after.text().contains(&shown.secret));
        back.post(&shown.at("token"), &[("csrf", &csrf), ("generation", "1")]).await.expect_to(303, &shown.at("summary"));
    }

    async fn another_one_takes_the_place_of_the_first(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let shown = Revealed::new(&owner).await;
        let gone = owner.get(&shown.at("token")).await.expect(200);
        let form = Form::with_button(&gone.html(), &gone.url, &gone.all("button.primary").concat());
        let second = owner.submit(form).await.expect(200);
        assert_ne!(second.secret(), shown.secret);
        // The first page's Save is for a secret that is no more.
        owner.submit(shown.page.form("Save")).await.expect_to(303, &shown.at("token"));
        nothing_is_issued(app).await;
        owner.submit(second.form("Save")).await.expect_to(303, &shown.at("summary"));
        assert!(opens(app, &second.secret()).await && !opens(app, &shown.secret).await);
        owner.submit(shown.page.form("Save")).await.expect_to(303, &shown.at("summary"));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM tokens").await, 1);
    }

    async fn save_takes_only_the_secret_that_was_shown_last(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let shown = Revealed::new(&owner).await;
        for wrong in ["0", "2", "-1", "", "x", "1.0", "9223372036854775808", "\0"] {
            owner.submit(shown.page.form("Save").forge("generation", wrong)).await.expect_to(303, &shown.at("token"));
        }
        owner.submit(shown.page.form("Save").without("generation")).await.expect_to(303, &shown.at("token"));
        owner.submit(shown.page.form("Save").with("generation", "1")).await.expect_to(303, &shown.at("token"));
        nothing_is_issued(app).await;
        for wrong in ["0", "2", "", "x"] {
            let form = owner.get(&shown.at("overview")).await.expect(200).form("Next").forge("generation", wrong);
            owner.submit(form).await.expect_to(303, &shown.at("token"));
        }
        assert!(!opens(app, &shown.secret).await);
        owner.submit(shown.page.form("Save")).await.expect_to(303, &shown.at("summary"));
    }

    async fn what_is_changed_afterwards_was_not_what_the_secret_was_shown_for(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        for (step, change) in [
            ("general", (|form| form.fill("Name", "Another")) as fn(Form) -> Form),
            ("general", |form| form),
            ("access", |form| form.tick("Delete")),
            ("access", |form| form.untick("Read")),
        ] {
            let shown = Revealed::new(&owner).await;
            let form = change(owner.get(&shown.at(step)).await.expect(200).form("Next"));
            owner.submit(form).await;
            owner.submit(shown.page.form("Save")).await.expect_to(303, &shown.at("token"));
            assert!(!opens(app, &shown.secret).await, "{step}");
        }
        let shown = Revealed::new(&owner).await;
        let back = owner.get(&shown.at("access")).await.expect(200).form("Back").tick("Delete");
        owner.submit(back).await.expect_to(303, &shown.at("general"));
        owner.submit(shown.page.form("Save")).await.expect_to(303, &shown.at("token"));
        nothing_is_issued(app).await;
    }

    async fn what_was_cancelled_or_given_up_never_opens_anything(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let cancelled = Revealed::new(&owner).await;
        assert!(!opens(app, &cancelled.secret).await);
        owner.submit(cancelled.page.form("Cancel")).await.expect_to(303, "/administration/tenants/acme/api");
        owner.submit(cancelled.page.form("Save")).await.expect(404);
        owner.get(&cancelled.at("token")).await.expect(404);
        owner.submit(cancelled.page.form("Cancel")).await.expect(404);

        let given_up = Revealed::new(&owner).await;
        app.wait(TimeDelta::hours(25));
        latchkey::jobs::clean_up(&app.state, app.state.now()).await.unwrap();
        assert_eq!(app.database.number("SELECT COUNT(*) FROM drafts").await, 0);
        let owner = app.owner().await;
        let csrf = owner.csrf().await;
        owner.post(&given_up.at("save"), &[("csrf", &csrf), ("generation", "1")]).await.expect(404);
        assert!(!opens(app, &given_up.secret).await && !opens(app, &cancelled.secret).await);
        nothing_is_issued(app).await;

        let saved = Revealed::new(&owner).await;
        owner.submit(saved.page.form("Save")).await.expect(303);
        owner.submit(saved.page.form("Cancel")).await.expect_to(303, &saved.at("summary"));
        assert!(opens(app, &saved.secret).await, "what is saved is not cancelled any more");
    }

    async fn an_end_that_passes_before_save_is_an_end(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let soon = |form: Form| form.fill("Name", "Soon").tick("Custom").fill("expires_date", "2026-11-20").fill("expires_time", "13:10");
        let page = owner.reveal("acme", soon, |form| form).await;
        app.wait(TimeDelta::minutes(10));
        let refused = owner.submit(page.form("Save")).await.expect(303);
        assert!(refused.location().unwrap().ends_with("/general"), "{refused:?}");
        nothing_is_issued(app).await;
        let general = owner.follow(refused).await.expect(200);
        assert_eq!(general.form("Next").value("name"), ["Soon"]);

        // A preset counts from the moment that the secret was shown, and that is what was promised.
        let page = owner.reveal("acme", |form| form.fill("Name", "Week").tick("7 days"), |form| form).await;
        app.wait(TimeDelta::minutes(20));
        owner.submit(page.form("Save")).await.expect(303);
        let me = owner.send(owner.bare(Method::GET, "/api/v1/me").bearer_auth(page.secret())).await.expect(200);
        assert_eq!(me.json()["expires_at"], "2026-11-27T12:10:00Z");
    }

    async fn a_secret_is_only_its_makers_to_save(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let shown = Revealed::new(&owner).await;
        let other = app.person(latchkey::domain::person::Role::Owner, &[]).await;
        let csrf = other.csrf().await;
        for step in ["save", "cancel", "token"] {
            other.post(&shown.at(step), &[("csrf", &csrf), ("generation", "1")]).await.expect(404);
        }
        owner.submit(shown.page.form("Save")).await.expect(303);
        other.get(&shown.at("summary")).await.expect(404);
    }
}
