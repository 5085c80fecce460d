//! Rotate: another secret for the same token, shown once, counting from Save.

use chrono::TimeDelta;
use latchkey::domain::person::Role;
use latchkey::jobs;
use reqwest::Method;

use crate::support::{Answer, Client, Form, TestApp, both, setting};

const LIST: &str = "/administration/tenants/acme/api";

async fn works(app: &TestApp, secret: &str) -> bool {
    let visitor = app.visitor();
    visitor.send(visitor.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await.status == 200
}

/// Opens the question, fills it in, and gives what Next leads to.
async fn next(browser: &Client, id: &str, fill: impl FnOnce(Form) -> Form) -> Answer {
    let page = browser.get(&format!("{LIST}/{id}/rotate")).await.expect(200);
    browser.submit(fill(page.form("Next"))).await
}

/// How many secrets there are that no other one has replaced.
async fn present(app: &TestApp) -> i64 {
    app.database.number("SELECT COUNT(*) FROM token_secrets WHERE ends_at IS NULL").await
}

/// How many tokens were rotated or revoked otherwise than their events tell.
async fn differing(app: &TestApp) -> i64 {
    let events = |action: &str| {
        format!(
            "(SELECT COUNT(*) FROM audit_events e WHERE e.object_id = t.id AND e.action = 'token.{action}')"
        )
    };
    app.database
        .number(&format!(
            "SELECT COUNT(*) FROM tokens t
             WHERE {} <> (SELECT COUNT(*) - 1 FROM token_secrets s WHERE s.token_id = t.id)
                 OR {} <> CASE WHEN t.revoked_at IS NULL THEN 0 ELSE 1 END",
            events("rotated"),
            events("revoked")
        ))
        .await
}

both! {
    async fn the_new_secret_works_from_save_on_and_the_old_one_for_the_chosen_time(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let details = format!("{LIST}/{}", token.id);
        let page = next(&owner, &token.id, |form| form.tick("1 hour")).await.expect(200);
        assert_eq!(page.header("cache-control"), "no-store");
        let new = page.secret();
        assert!(works(app, &token.secret).await && !works(app, &new).await, "nothing counts before Save");
        app.wait(TimeDelta::minutes(25));
        assert!(works(app, &token.secret).await, "the hour begins at Save");
        // Looked at again, the secret is gone, and another one can be made.
        let again = owner.get(&format!("{details}/rotate")).await.expect(200);
        assert!(again.text().contains("was not saved and can’t be shown again") && !again.text().contains(&new));
        owner.submit(page.form("Save")).await.expect_to(303, &details);
        assert!(works(app, &token.secret).await && works(app, &new).await);
        let shown = owner.get(&details).await.expect(200);
        assert!(shown.text().contains("The new secret is active. The old one works until"));
        assert_eq!(shown.all(".secrets h3").len(), 2);
        assert!(shown.text().contains("No. 2") && shown.offers("End now") && shown.offers("Extend"));
        owner.submit(page.form("Save")).await.expect_to(303, &details);
        app.wait(TimeDelta::hours(1) - TimeDelta::microseconds(1));
        assert!(works(app, &token.secret).await);
        app.wait(TimeDelta::microseconds(1));
        assert!(!works(app, &token.secret).await && works(app, &new).await);
        assert_eq!((present(app).await, app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.rotated'").await), (1, 1));

        let owner = app.owner().await;
        let page = next(&owner, &token.id, |form| form.tick("None")).await.expect(200);
        owner.submit(page.form("Save")).await.expect(303);
        assert!(!works(app, &new).await && works(app, &page.secret()).await);
        for secret in [&new, &page.secret(), &token.secret] {
            let rows = format!("{:?}", app.database.rows().await);
            assert!(!rows.contains(secret.as_str()), "a plaintext is kept");
        }
    }

    async fn one_sees_whether_anything_still_uses_the_old_secret(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let page = next(&owner, &token.id, |form| form.tick("24 hours")).await.expect(200);
        owner.submit(page.form("Save")).await.expect(303);
        let uses = async || {
            jobs::write_down(&app.state, true).await.unwrap();
            let shown = owner.get(&format!("{LIST}/{}", token.id)).await.expect(200);
            shown.all(".secrets div:last-child > dd")
        };
        assert_eq!(uses().await, ["never used", "never used"]);
        assert!(works(app, &token.secret).await);
        let shown = uses().await;
        assert!(shown[0] == "never used" && shown[1].contains("127.0.0.1"), "{shown:?}");
        app.wait(TimeDelta::minutes(20));
        assert!(works(app, &page.secret()).await);
        let shown = uses().await;
        assert!(shown[0].contains("127.0.0.1") && shown[1].contains("20 min ago"), "{shown:?}");
    }

    async fn leaving_and_cancelling_change_nothing(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let details = format!("{LIST}/{}", token.id);
        let page = next(&owner, &token.id, |form| form.tick("None")).await.expect(200);
        owner.submit(page.form("Cancel")).await.expect_to(303, &details);
        owner.submit(page.form("Save")).await.expect_to(303, &format!("{details}/rotate"));
        assert!(works(app, &token.secret).await && !works(app, &page.secret()).await);
        let page = next(&owner, &token.id, |form| form.tick("None")).await.expect(200);
        let other = next(&owner, &token.id, |form| form.tick("24 hours")).await.expect(200);
        owner.submit(page.form("Save")).await.expect_to(303, &format!("{details}/rotate"));
        assert!(!works(app, &page.secret()).await, "only what was shown last is saved");
        owner.submit(other.form("Save")).await.expect_to(303, &details);
        assert!(works(app, &other.secret()).await && works(app, &token.secret).await);
        // What is saved is never shown, nor saved, again.
        let back = owner.submit(other.form("Cancel")).await;
        back.expect_to(303, &details);
        assert!(works(app, &other.secret()).await);
    }

    async fn sent_fifty_times_one_secret_is_shown_and_one_saved(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;
        let form = owner.get(&format!("{LIST}/{}/rotate", token.id)).await.expect(200).form("Next");
        let answers = futures_util::future::join_all((0..50).map(|_| owner.submit(form.clone()))).await;
        let shown: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(shown.len(), 1, "so many pages show a secret");
        assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 303)));
        let save = shown[0].form("Save");
        let answers = futures_util::future::join_all((0..50).map(|_| owner.submit(save.clone()))).await;
        assert!(answers.iter().all(|answer| answer.location() == Some(format!("{LIST}/{}", token.id))));
        assert_eq!((present(app).await, app.database.number("SELECT COUNT(*) FROM token_secrets").await), (1, 2));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM audit_events WHERE action = 'token.rotated'").await, 1);
        assert!(works(app, &shown[0].secret()).await);
    }

    async fn two_who_rotate_at_once_leave_one_successor(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let token = owner.issue("acme", "Deploy").await;
        let mut old = token.secret.clone();
        for round in 0..setting("LATCHKEY_TEST_ROTATIONS", 20) {
            let overlap = if round % 2 == 0 { "None" } else { "24 hours" };
            let one = next(&owner, &token.id, |form| form.tick(overlap)).await.expect(200);
            let other = next(&admin, &token.id, |form| form.tick(overlap)).await.expect(200);
            let (a, b) = tokio::join!(owner.submit(one.form("Save")), admin.submit(other.form("Save")));
            assert_eq!((a.status, b.status), (303, 303));
            let alive = (works(app, &one.secret()).await, works(app, &other.secret()).await);
            assert!(matches!(alive, (true, false) | (false, true)), "{round}: {alive:?}");
            assert_eq!(works(app, &old).await, round % 2 == 1, "{round}");
            assert_eq!(present(app).await, 1, "{round}");
            let (loser, winner) = if alive.0 { (&admin, one.secret()) } else { (&owner, other.secret()) };
            let news = loser.get(&format!("{LIST}/{}", token.id)).await.expect(200);
            assert!(news.text().contains("Someone else rotated"), "{round}");
            old = winner;
            // An overlap that still runs lets no other one begin: it is ended first.
            let page = owner.get(&format!("{LIST}/{}", token.id)).await.expect(200);
            if page.offers("End now") {
                owner.submit(page.form("End now")).await.expect(303);
            }
        }
        assert_eq!(differing(app).await, 0);
    }

    async fn rotate_and_revoke_at_once_never_leave_a_working_token(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        for round in 0..setting("LATCHKEY_TEST_ROTATIONS", 20) {
            let token = owner.issue("acme", "Deploy").await;
            let page = next(&owner, &token.id, |form| form.tick("24 hours")).await.expect(200);
            let question = owner.get(&format!("{LIST}/{}/revoke", token.id)).await.expect(200);
            let (saved, revoked) = tokio::join!(
                owner.submit(page.form("Save")),
                owner.submit(question.form("Revoke").fill("name", "Deploy")),
            );
            assert_eq!((saved.status, revoked.status), (303, 303), "{round}");
            assert!(!works(app, &token.secret).await && !works(app, &page.secret()).await, "{round}");
        }
        let alive = app.database.number("SELECT COUNT(*) FROM tokens WHERE revoked_at IS NULL").await;
        assert_eq!((alive, differing(app).await), (0, 0));
    }

    async fn the_old_secret_is_ended_early_or_given_more_time_but_never_too_much(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue_as("acme", |form| form.fill("Name", "Deploy").tick("expires_in=60d"), |form| form).await;
        let details = format!("{LIST}/{}", token.id);
        let page = next(&owner, &token.id, |form| form.tick("1 hour")).await.expect(200);
        owner.submit(page.form("Save")).await.expect(303);
        // A second rotation is offered without an overlap only.
        let question = owner.get(&format!("{details}/rotate")).await.expect(200);
        assert!(question.text().contains("An earlier secret works until"));
        let forged = question.form("Next").forge("overlap", "24h");
        assert!(owner.submit(forged).await.expect(422).text().contains("Choose “None”, which ends both"));
        let extend = |page: &Answer, by: &str| page.form("Extend").fill("overlap", by);
        owner.submit(extend(&owner.get(&details).await, "7d")).await.expect_to(303, &details);
        app.wait(TimeDelta::days(6));
        assert!(works(app, &token.secret).await);
        let mut owner = app.owner().await;
        for _ in 0..4 {
            owner.submit(extend(&owner.get(&details).await, "7d")).await.expect(303);
            app.wait(TimeDelta::days(6));
            owner = app.owner().await;
        }
        let end = app.database.number("SELECT (SELECT ends_at FROM token_secrets WHERE generation = 1) - created_at FROM token_secrets WHERE generation = 2").await;
        assert_eq!(end, 30 * 86_400_000_000, "never longer than the longest");
        app.wait(TimeDelta::days(1));
        let owner2 = app.owner().await;
        assert!(!works(app, &token.secret).await && !owner2.get(&details).await.offers("Extend"));
        let csrf = owner2.csrf().await;
        for act in ["end", "extend"] {
            let fields = [("csrf", csrf.as_str()), ("overlap", "7d")];
            owner2.post(&format!("{details}/secrets/1/{act}"), &fields).await.expect_to(303, &details);
            assert!(owner2.get(&details).await.text().contains("had already ended"), "{act}");
            // The present one has no end to move.
            owner2.post(&format!("{details}/secrets/2/{act}"), &fields).await.expect(303);
            owner2.post(&format!("{details}/secrets/99/{act}"), &fields).await.expect(303);
            owner2.post(&format!("{details}/secrets/x/{act}"), &fields).await.expect(404);
        }
        assert!(!works(app, &token.secret).await && works(app, &page.secret()).await);

        let page = next(&owner2, &token.id, |form| form.tick("7 days")).await.expect(200);
        owner2.submit(page.form("Save")).await.expect(303);
        owner2.submit(owner2.get(&details).await.form("End now")).await.expect_to(303, &details);
        assert_eq!(present(app).await, 1);
        assert!(owner2.get(&details).await.text().contains("The old secret no longer works."));
        let events = app.database.texts("SELECT DISTINCT action FROM audit_events WHERE action LIKE 'token.secret%' ORDER BY action").await;
        assert_eq!(events, ["token.secret_ended", "token.secret_extended"]);
    }

    async fn no_overlap_goes_past_the_tokens_end(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue_as("acme", |form| form.fill("Name", "Brief").tick("7 days"), |form| form).await;
        let custom = |date: &'static str, time: &'static str| move |form: Form| form.tick("overlap=custom").fill("overlap_date", date).fill("overlap_time", time);
        for (date, time, says) in [
            ("2026-11-27", "13:01", "The token expires before that."), ("2026-11-20", "12:59", ""), ("2026-02-30", "10:00", ""), ("", "", ""), ("2026-11-22", "", ""),
        ] {
            let answer = next(&owner, &token.id, custom(date, time)).await.expect(422);
            assert!(answer.text().contains(says) && answer.form("Next").value("overlap_date") == [date], "{date}");
        }
        for forged in ["30d", "", "NONE"] {
            next(&owner, &token.id, |form| form.forge("overlap", forged)).await.expect(422);
        }
        app.wait(TimeDelta::days(6));
        let owner = app.owner().await;
        let page = next(&owner, &token.id, |form| form.tick("7 days")).await.expect(200);
        owner.submit(page.form("Save")).await.expect(303);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM token_secrets s JOIN tokens t ON t.id = s.token_id WHERE s.ends_at = t.expires_at").await, 1);
        let shown = next(&owner, &token.id, |form| form).await.expect(200);
        app.wait(TimeDelta::days(1));
        let owner = app.owner().await;
        assert!(!works(app, &token.secret).await && !works(app, &page.secret()).await);
        let form = shown.form("Save").forge("csrf", &owner.csrf().await);
        owner.submit(form).await.expect(303);
        assert!(!works(app, &shown.secret()).await, "nothing is rotated past the end");
        assert!(!owner.get(&format!("{LIST}/{}", token.id)).await.offers("Rotate"));
        owner.get(&format!("{LIST}/{}/rotate", token.id)).await.expect(303);
    }

    async fn nobody_rotates_what_they_could_not_issue(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        app.tenant(&owner, "globex").await;
        let all = owner.issue_as("acme", |form| form.fill("Name", "All"), |form| form.tick("All tenants")).await;
        let page = next(&owner, &all.id, |form| form.tick("24 hours")).await.expect(200);
        owner.submit(page.form("Save")).await.expect(303);
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let details = format!("{LIST}/{}", all.id);
        let csrf = admin.csrf().await;
        let fields = [("csrf", csrf.as_str()), ("overlap", "7d"), ("generation", "0")];
        admin.get(&format!("{details}/rotate")).await.expect(403);
        for act in ["rotate", "rotate/save", "secrets/1/extend"] {
            admin.post(&format!("{details}/{act}"), &fields).await.expect(403);
        }
        let page = admin.get(&details).await.expect(200);
        assert!(!page.offers("Rotate") && !page.offers("Extend"));
        // Taking away is theirs.
        admin.submit(page.form("End now")).await.expect(303);
        assert!(!works(app, &all.secret).await);
        let stranger = app.person(Role::TenantAdmin, &["globex"]).await;
        let csrf = stranger.csrf().await;
        for act in ["rotate", "rotate/save", "rotate/cancel", "secrets/1/end", "secrets/1/extend"] {
            for place in [&details, &details.replace("acme", "globex")] {
                stranger.post(&format!("{place}/{act}"), &[("csrf", &csrf), ("overlap", "none"), ("generation", "0")]).await.expect(404);
            }
        }
        // In a disabled tenant nothing is given, also not what was shown before.
        let token = owner.issue("acme", "Own").await;
        let shown = next(&owner, &token.id, |form| form).await.expect(200);
        owner.fill_in("/administration/tenants/acme/settings", "Disable", |form| form).await.expect(303);
        owner.submit(shown.form("Save")).await.expect_to(303, &format!("{LIST}/{}/rotate", token.id));
        next(&owner, &token.id, |form| form).await.expect(422);
        owner.fill_in("/administration/tenants/acme/settings", "Enable", |form| form).await.expect(303);
        assert!(works(app, &token.secret).await && !works(app, &shown.secret()).await);
    }
}
