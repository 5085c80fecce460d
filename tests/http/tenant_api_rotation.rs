//! Rotation: a new secret for the same token.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;

use crate::support::{Api, both};

const TOKENS: &str = "/api/v1/tenants/acme/tokens";

async fn issue(api: &Api) -> (String, Api) {
    let body = json!({ "name": "Deploy", "permissions": ["read"], "expires_at": "2026-11-30T12:00:00Z" });
    let made = api.post(TOKENS, &body).await.expect(201).json();
    (format!("{TOKENS}/{}", made["id"].as_str().unwrap()), api.with(made["secret"].as_str().unwrap()))
}

both! {
    async fn the_old_secret_works_for_the_chosen_time_and_no_longer(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let (path, old) = issue(&api).await;
        let answer = api.post(&format!("{path}/rotate"), &json!({ "overlap": "24h" })).await.expect(200).json();
        assert_eq!(answer["previous_secret_ends_at"], "2026-11-21T12:00:00Z");
        assert_eq!((&answer["replayed"], &answer["expires_at"]), (&json!(false), &json!("2026-11-30T12:00:00Z")));
        let new = api.with(answer["secret"].as_str().unwrap());
        assert_eq!(new.get("/api/v1/me").await.expect(200).json(), old.get("/api/v1/me").await.expect(200).json());
        assert!(answer["masked"].as_str().unwrap().ends_with(&new.secret[new.secret.len() - 4..]));

        // A second successor is refused; only a rotation without overlap succeeds.
        api.post(&format!("{path}/rotate"), &json!({ "overlap": "1h" })).await.expect(409);
        app.wait(TimeDelta::hours(24) - TimeDelta::microseconds(1));
        assert!(old.is_accepted().await && new.is_accepted().await);
        app.wait(TimeDelta::microseconds(1));
        assert!(!old.is_accepted().await && new.is_accepted().await);
        let next = api.post(&format!("{path}/rotate"), &json!({ "overlap": "7d" })).await.expect(200).json();
        let next = api.with(next["secret"].as_str().unwrap());
        let last = api.post(&format!("{path}/rotate"), &json!({ "overlap": "none" })).await.expect(200).json();
        let last = api.with(last["secret"].as_str().unwrap());
        assert!(!old.is_accepted().await && !new.is_accepted().await && !next.is_accepted().await);
        assert!(last.is_accepted().await);
        // No rotation extends the token's life.
        app.wait(TimeDelta::days(9));
        assert!(!last.is_accepted().await);
        api.post(&format!("{path}/rotate"), &json!({ "overlap": "none" })).await.expect(409);
    }

    async fn a_disabled_token_stays_disabled_and_a_revoked_one_revoked(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let (path, _) = issue(&api).await;
        api.call(Method::POST, &format!("{path}/disable")).await.expect(200);
        let answer = api.post(&format!("{path}/rotate"), &json!({ "overlap": "none" })).await.expect(200).json();
        assert_eq!(answer["status"], "disabled");
        assert!(!api.with(answer["secret"].as_str().unwrap()).is_accepted().await);
        api.delete(&path).await.expect(204);
        api.post(&format!("{path}/rotate"), &json!({ "overlap": "none" })).await.expect(409);
        api.call(Method::POST, &format!("{path}/enable")).await.expect(409);
        for body in [json!({}), json!({ "overlap": "30d" }), json!({ "overlap": 1 }), json!({ "overlap": null })] {
            assert_eq!(api.post(&format!("{path}/rotate"), &body).await.expect(422).wrong(), ["overlap"]);
        }
    }

    async fn twenty_at_once_leave_one_successor(app) {
        let (_owner, api) = app.owner_and_api("acme").await;
        let (path, old) = issue(&api).await;
        let rotate = format!("{path}/rotate");
        let body = json!({ "overlap": "1h" });
        let answers = futures_util::future::join_all((0..20).map(|_| api.post(&rotate, &body))).await;
        let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!((won.len(), answers.iter().filter(|answer| answer.status == 409).count()), (1, 19));
        assert!(old.is_accepted().await);
        assert!(api.with(won[0].json()["secret"].as_str().unwrap()).is_accepted().await);
        assert_eq!(app.database.number("SELECT COUNT(*) FROM token_secrets WHERE ends_at IS NULL").await, 2);

        // Without an overlap each ends the previous one: however many succeed, one secret is left.
        let body = json!({ "overlap": "none" });
        let answers = futures_util::future::join_all((0..10).map(|_| api.post(&rotate, &body))).await;
        let mut accepted = 0;
        for answer in answers {
            let secret = answer.expect(200).json()["secret"].as_str().unwrap().to_owned();
            accepted += i32::from(api.with(&secret).is_accepted().await);
        }
        assert_eq!((accepted, old.is_accepted().await), (1, false));
    }
}
