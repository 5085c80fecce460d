//! `/login` and `/logout`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use latchkey::store::people::sessions::KeyHash;
use reqwest::Method;

use crate::people::{
    OTHER_PASSWORD, OWNER, PASSWORD, is_in, owner, owner_named, session_cookie, sign_in, signed_in,
};
use crate::support::{Answer, TestApp, both};

fn delays(app: &TestApp) -> Vec<u128> {
    app.delays.lock().unwrap().drain(..).map(|delay| delay.as_millis()).collect()
}

/// What could distinguish two reasons in a response, without the masked token and the typed values.
fn told(answer: &Answer, email: &str) -> (u16, Vec<(String, String)>, String) {
    let told = answer.headers.iter().filter(|(name, _)| *name != "date");
    let mut headers: Vec<_> =
        told.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    // Header order differs between workers.
    headers.sort();
    let token = answer.form("Sign in").value("csrf").remove(0);
    (answer.status, headers, answer.text().replace(&token, "").replace(email, ""))
}

both! {
    async fn while_there_is_no_owner_signing_in_leads_to_setup(app) {
        app.visitor().get("/login").await.expect_to(303, "/setup");
        app.visitor().get("/").await.expect_to(303, "/login?next=%2F");
    }

    async fn the_right_password_leads_where_one_wanted_to_go(app) {
        owner(app).await;
        let browser = app.visitor();
        let page = browser.visit("/account?x=1").await.expect(200);
        let form = page.form("Sign in").fill("Email", " Owner@EXAMPLE.com ").fill("Password", PASSWORD);
        let answer = browser.submit(form).await;
        answer.expect_to(303, "/account?x=1");
        browser.follow(answer).await.expect(200);
        browser.get("/login?next=/account").await.expect_to(303, "/account");
        let signed_in = "SELECT COUNT(*) FROM audit_events WHERE action = 'user.signed_in'";
        assert_eq!(app.database.number(signed_in).await, 1);
    }

    async fn the_session_key_changes_at_sign_in_and_a_planted_one_is_never_adopted(app) {
        owner(app).await;
        owner_named(app, "attacker@example.com").await;

        let browser = app.visitor();
        browser.set_cookie("latchkey=planted; Path=/");
        assert!(!is_in(&browser).await);
        sign_in(&browser, OWNER, PASSWORD).await.expect(303);
        let first = session_cookie(&browser);
        assert!(first.len() > 80 && first != "planted", "{first}");

        // A genuine key, but someone else's.
        let attacker = app.visitor();
        sign_in(&attacker, "attacker@example.com", PASSWORD).await.expect(303);
        let planted = session_cookie(&attacker);
        let victim = app.visitor();
        let form = victim.get("/login").await.form("Sign in").fill("Email", OWNER).fill("Password", PASSWORD);
        victim.set_cookie(&format!("latchkey={planted}; Path=/"));
        victim.submit(form).await.expect(303);
        assert_ne!(session_cookie(&victim), planted);
        assert!(is_in(&victim).await);
        assert!(!is_in(&attacker).await, "the planted session must not have become the victim's");
    }

    async fn only_a_hash_of_the_session_key_is_kept(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        let cookie = session_cookie(&browser);
        let key = &cookie[cookie.len() - 43..];
        let mut tx = app.state.db.read().await.unwrap();
        let found = latchkey::store::people::sessions::load(&mut tx, KeyHash::of(key), app.state.clock.now()).await.unwrap();
        drop(tx);
        assert!(found.is_some_and(|session| !session.state.contains(key) && !session.state.contains("row")));
        assert_eq!(app.database.number("SELECT COUNT(*) FROM sessions").await, 1);
    }

    async fn a_neighbours_cookies_keep_nobody_out(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        let own = browser.cookies().into_bytes();
        for neighbours in [&b"latin1=\xe9"[..], b"bare", b"odd=%ff", b"json=\"{1}\"", b"=", b"latchkey-other=\xff", b"a=1;;"] {
            let cookies = [neighbours, &own, neighbours].join(&b"; "[..]);
            let request = browser.bare(Method::GET, "/account").header("cookie", cookies);
            assert_eq!(browser.send(request).await.status, 200, "{neighbours:?}");
        }
    }

    async fn visitors_cause_no_rows(app) {
        owner(app).await;
        let browser = app.visitor();
        for path in ["/login", "/", "/account", "/no-such-page", "/setup", "/assets/none"] {
            browser.get(path).await;
        }
        sign_in(&browser, OWNER, OTHER_PASSWORD).await.expect(422);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM sessions").await, 0);
        assert_eq!(session_cookie(&browser), "");
    }

    async fn signing_out_ends_the_session_everywhere(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        let stolen = browser.twin();
        let page = browser.get("/account").await.expect(200);
        browser.submit(page.form("Sign out")).await.expect_to(303, "/login");
        assert!(!is_in(&browser).await);
        assert!(!is_in(&stolen).await, "the key of a session that was signed out of opens nothing");
        assert_eq!(app.database.number("SELECT COUNT(*) FROM sessions").await, 0);
        let signed_out = "SELECT COUNT(*) FROM audit_events WHERE action = 'user.signed_out'";
        assert_eq!(app.database.number(signed_out).await, 1);
    }

    async fn a_session_ends_when_it_is_not_used_and_after_eight_hours_at_the_latest(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        app.wait(TimeDelta::minutes(29));
        assert!(is_in(&browser).await);
        app.wait(TimeDelta::minutes(29));
        assert!(is_in(&browser).await, "use prolongs it");
        app.wait(TimeDelta::minutes(30));
        assert!(!is_in(&browser).await, "at its end itself it is over");

        let browser = signed_in(app).await;
        for _ in 0..23 {
            app.wait(TimeDelta::minutes(20));
            assert!(is_in(&browser).await);
        }
        app.wait(TimeDelta::minutes(20));
        assert!(!is_in(&browser).await, "eight hours after sign-in it is over, however much it was used");
    }

    async fn whoever_is_disabled_is_out_at_once(app) {
        owner(app).await;
        let browser = signed_in(app).await;
        app.database.execute("UPDATE users SET disabled_at = 1").await;
        assert!(!is_in(&browser).await);
        app.database.execute("UPDATE users SET disabled_at = NULL").await;
        assert!(!is_in(&browser).await, "a session that was refused once is over");
    }

    async fn unknown_wrong_and_disabled_cannot_be_told_apart(app) {
        owner(app).await;
        owner_named(app, "gone1@example.com").await;
        app.database.execute("UPDATE users SET disabled_at = 1 WHERE email = 'gone1@example.com'").await;
        let mut answers = Vec::new();
        // All of the same length, because the page's length depends on what was typed, which is no secret.
        for (email, password) in [
            (OWNER, OTHER_PASSWORD),
            ("nobod@example.com", PASSWORD),
            ("gone1@example.com", PASSWORD),
            ("gone1@example.com", OTHER_PASSWORD),
            ("no-address-at-all", PASSWORD),
        ] {
            // Each from a new browser, with all counters expired.
            app.wait(TimeDelta::minutes(16));
            let answer = sign_in(&app.visitor(), email, password).await.expect(422);
            assert_eq!(answer.form("Sign in").value("email"), [email]);
            assert_eq!(answer.form("Sign in").value("password"), [""]);
            answers.push(told(&answer, email));
        }
        for answer in &answers {
            assert_eq!(answer, &answers[0]);
        }
        assert_eq!(delays(app), [0; 5]);
    }

    async fn a_form_with_fields_missing_or_doubled_is_just_wrong(app) {
        owner(app).await;
        let browser = app.visitor();
        let form = || async {
            browser.get("/login").await.form("Sign in").fill("Email", OWNER).fill("Password", PASSWORD)
        };
        for odd in [
            form().await.without("email"),
            form().await.without("password"),
            form().await.with("email", "other@example.com"),
            form().await.with("password", "x"),
            form().await.fill("Password", ""),
            form().await.fill("Email", " "),
            form().await.fill("Email", &"x".repeat(5000)),
            form().await.fill("Password", &"x".repeat(5000)),
            form().await.fill("Email", "owner@example.com\0"),
            form().await.fill("Email", "\u{202e}owner@example.com"),
        ] {
            browser.submit(odd).await.expect(422);
        }
        browser.submit(form().await.without("next")).await.expect_to(303, "/");
    }

    async fn the_way_back_stays_on_this_origin(app) {
        owner(app).await;
        for hostile in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\r\nlocation: https://evil.example",
            "/login",
            "/logout",
            "/\u{fc}",
        ] {
            let browser = app.visitor();
            let query: String = reqwest::Url::parse_with_params("http://x", [("next", hostile)]).unwrap().query().unwrap().into();
            let page = browser.get(&format!("/login?{query}")).await.expect(200);
            assert_eq!(page.form("Sign in").value("next"), ["/"], "{hostile:?}");
            let form = page.form("Sign in").fill("Email", OWNER).fill("Password", PASSWORD);
            browser.submit(form.forge("next", hostile)).await.expect_to(303, "/");
        }
    }

    async fn failures_slow_the_next_attempt_and_never_lock(app) {
        owner(app).await;
        for _ in 0..9 {
            sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(422);
        }
        assert_eq!(delays(app), [0, 0, 0, 250, 500, 1000, 2000, 4000, 4000]);
        for _ in 0..30 {
            sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(422);
        }
        delays(app);
        sign_in(&app.visitor(), OWNER, PASSWORD).await.expect(303);
        assert_eq!(delays(app), [4000], "whoever knows the password gets in, and waits no longer than that");

        app.wait(TimeDelta::minutes(15));
        sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(422);
        assert_eq!(delays(app), [0], "after a quarter of an hour all is forgotten");
    }

    async fn one_failure_is_forgotten_each_minute(app) {
        owner(app).await;
        for _ in 0..5 {
            sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(422);
        }
        delays(app);
        app.wait(TimeDelta::minutes(2));
        sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(422);
        assert_eq!(delays(app), [250], "five less two are three");
    }

    async fn a_hundred_at_once_are_braked_like_a_hundred_in_a_row(app) {
        owner(app).await;
        let browsers: Vec<_> = (0..12).map(|_| app.visitor()).collect();
        let answers =
            join_all(browsers.iter().map(|browser| sign_in(browser, OWNER, OTHER_PASSWORD))).await;
        assert!(answers.iter().all(|answer| answer.status == 422));
        let mut delays = delays(app);
        delays.sort_unstable();
        assert_eq!(delays[..8], [0, 0, 0, 250, 500, 1000, 2000, 4000]);
    }

    async fn from_one_address_only_so_many_are_under_way_at_once(app) {
        owner(app).await;
        let known = signed_in(app).await;
        let browsers: Vec<_> = (0..60).map(|_| app.visitor()).collect();
        let mut forms = Vec::new();
        for browser in &browsers {
            let page = browser.get("/login").await;
            forms.push(page.form("Sign in").fill("Email", OWNER).fill("Password", OTHER_PASSWORD));
        }
        let page = known.get("/account").await;
        known.submit(page.form("Sign out")).await.expect(303);
        let page = known.get("/login").await;
        let by_owner = page.form("Sign in").fill("Email", OWNER).fill("Password", PASSWORD);
        let flood = join_all(browsers.iter().zip(forms).map(|(browser, form)| browser.submit(form)));
        let (answers, by_owner) = futures_util::future::join(flood, known.submit(by_owner)).await;
        assert!(answers.iter().all(|answer| matches!(answer.status, 422 | 429)));
        let turned_away: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
        assert!(turned_away.len() >= 20, "{}", turned_away.len());
        assert!(turned_away.iter().all(|answer| answer.header("retry-after") == "5"));
        by_owner.expect_to(303, "/");
    }

    async fn a_guesser_does_not_slow_the_owners_own_browser(app) {
        owner(app).await;
        owner_named(app, "attacker@example.com").await;
        let own = signed_in(app).await;
        let page = own.get("/account").await;
        own.submit(page.form("Sign out")).await.expect(303);
        let guesser = app.visitor();
        // A known device of another account is a stranger here.
        sign_in(&guesser, "attacker@example.com", PASSWORD).await.expect(303);
        delays(app);
        for _ in 0..9 {
            let fresh = app.visitor();
            let device = guesser.cookies().split("; ").find(|cookie| cookie.starts_with("latchkey-device=")).unwrap().to_owned();
            fresh.set_cookie(&device);
            sign_in(&fresh, OWNER, OTHER_PASSWORD).await.expect(422);
        }
        assert_eq!(delays(app), [0, 0, 0, 250, 500, 1000, 2000, 4000, 4000]);
        sign_in(&own, OWNER, PASSWORD).await.expect(303);
        assert_eq!(delays(app), [0], "the browser that signed in before has a count of its own");
        // The owner's success cleared the account's failures; those of the address remain.
        sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(422);
        assert_eq!(delays(app), [4000], "another account's device was counted as the stranger it is");
    }

    async fn an_account_of_ones_own_does_not_wipe_the_slate(app) {
        owner(app).await;
        owner_named(app, "attacker@example.com").await;
        for _ in 0..4 {
            sign_in(&app.visitor(), "someone@example.com", OTHER_PASSWORD).await.expect(422);
        }
        sign_in(&app.visitor(), "attacker@example.com", PASSWORD).await.expect(303);
        delays(app);
        sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(422);
        assert_eq!(delays(app), [500], "the address is still known to have guessed four times");
    }

    async fn the_table_of_failures_names_nobody(app) {
        owner(app).await;
        sign_in(&app.visitor(), OWNER, OTHER_PASSWORD).await.expect(422);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM sign_in_failures WHERE length(subject) = 32").await, 2);
    }
}
