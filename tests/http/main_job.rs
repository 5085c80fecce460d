//! The main job from end to end: create, use, revoke.

use reqwest::Method;

use crate::support::both;

both! {
    async fn a_saved_token_opens_the_api_until_it_is_revoked(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let token = owner.issue("acme", "Deploy").await;

        let me = owner.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret);
        let answer = owner.send(me).await.expect(200);
        assert_eq!(answer.json()["id"], token.id.as_str());

        let revoke = format!("/administration/tenants/acme/api/{}/revoke", token.id);
        owner.fill_in(&revoke, "Revoke", |form| form.fill("name", "Deploy")).await.expect(303);
        let me = owner.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret);
        owner.send(me).await.expect(401);
    }
}
