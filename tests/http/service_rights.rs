//! The service checks what the actor may do to a token. These tests call its functions directly, like a handler that checks
//! nothing itself.

use latchkey::auth::authority::Authority;
use latchkey::auth::rule::Rule;
use latchkey::domain::audit::{Actor, Origin};
use latchkey::domain::bulk::BulkAction;
use latchkey::domain::id::{BulkId, TokenId};
use latchkey::domain::permission::Permissions;
use latchkey::domain::person::{Action, Role};
use latchkey::domain::rotation::Overlap;
use latchkey::error::{Error, Result};
use latchkey::service::bulk::BulkRequest;
use latchkey::service::issued::{Confirmed, RevokedAlong};
use latchkey::service::tokens::revoke::{Revoked, revoke};
use latchkey::service::tokens::rotate::{ChosenOverlap, Proposed, Rotated, Rotation, Saved};
use latchkey::service::tokens::status::{Switch, disable, enable};
use latchkey::service::tokens::{TokenAct, rotate};
use latchkey::service::{Act, bulk, issued, secrets};
use latchkey::store::bulk::chosen::Chosen;
use serde_json::json;

use crate::support::rows::{Rows, difference};
use crate::support::{Api, Client, Form, TestApp, World, both};

const TOKENS: &str = "/api/v1/tenants/acme/tokens";
const ROTATION: Rotation<'_> = Rotation { overlap: Overlap::None, key: None };
const CHOSEN: ChosenOverlap = ChosenOverlap::Fixed(Overlap::None);

/// The rows that acts on tokens change.
async fn kept(app: &TestApp) -> Rows {
    let mut rows = app.database.rows().await;
    rows.retain(|table, _| {
        ["tokens", "token_secrets", "rotations", "audit_events", "bulk_jobs"].contains(&table.as_str())
    });
    assert_eq!(rows.len(), 5, "{:?}", rows.keys());
    rows
}

fn id(text: &str) -> TokenId {
    text.parse().unwrap()
}

/// The result of an act.
fn outcome<T>(act: Result<TokenAct<T>>) -> T {
    act.unwrap().outcome
}

fn request(app: &TestApp, chosen: &[TokenId]) -> BulkRequest {
    BulkRequest {
        id: BulkId::new(app.state.now(), &app.state.entropy).unwrap(),
        action: BulkAction::Revoke,
        chosen: Chosen::Tokens(chosen.to_vec()),
        as_of: app.state.now(),
        expected: 1,
    }
}

/// Calls every function of the service that acts on tokens, and returns the error of each.
async fn refusals(app: &TestApp, act: &Act<'_>, world: &World) -> Vec<Error> {
    let (id, job) = (id(&world.token.id), world.job.parse().unwrap());
    let fine = |_: &_| Ok(());
    [
        ("disable", disable(act, id, fine).await.map(drop)),
        ("enable", enable(act, id, fine).await.map(drop)),
        ("revoke", revoke(act, id, fine).await.map(drop)),
        ("revoke_along", issued::revoke_along(act, id, fine).await.map(drop)),
        ("revoke_confirmed", issued::revoke_confirmed(act, id, "Deploy", true).await.map(drop)),
        ("rotate", rotate::rotate(act, id, ROTATION, fine).await.map(drop)),
        ("propose", rotate::propose(act, id, 0, CHOSEN).await.map(drop)),
        ("save", rotate::save(act, id, 1).await.map(drop)),
        ("discard", rotate::discard(act, id).await.map(drop)),
        ("end", secrets::end(act, id, 1).await.map(drop)),
        ("extend", secrets::extend(act, id, 1, Overlap::Day).await.map(drop)),
        ("ask", bulk::start(act, request(app, &[id])).await.map(drop)),
        ("stop", bulk::stop(act, job).await.map(drop)),
    ]
    .into_iter()
    .map(|(name, outcome)| outcome.expect_err(name))
    .collect()
}

async fn manages(app: &TestApp, browser: &Client) -> Authority {
    app.authority(browser, Rule::Tenant(Action::ManageTokens), "acme").await
}

async fn calls(app: &TestApp, api: &Api) -> Authority {
    app.authority_of_api(api, Rule::TenantApiIn(Permissions::from_bits(15).unwrap()), "acme").await
}

both! {
    async fn who_manages_no_tokens_does_nothing(app) {
        let world = World::new(app).await;
        let auditor = app.person(Role::Auditor, &["acme"]).await;
        let right = app.authority(&auditor, Rule::Tenant(Action::ReadTokens), "acme").await;
        let visitor = Origin { actor: Actor::System("setup"), address: None, request_id: None };
        let before = kept(app).await;
        for error in refusals(app, &Act::by(&right, &app.state), &world).await {
            assert!(matches!(error, Error::Forbidden), "{error}");
        }
        // A visitor who proved a password, but no right, does not count as Latchkey itself.
        for error in refusals(app, &Act::visitor(visitor, &app.state), &world).await {
            assert!(matches!(error, Error::Internal(_)), "{error}");
        }
        assert_eq!(difference(&before, &kept(app).await), Vec::<String>::new());
        // With the right, they succeed: nothing else was wrong.
        let right = manages(app, &world.owner).await;
        let act = Act::by(&right, &app.state);
        assert!(bulk::stop(&act, world.job.parse().unwrap()).await.unwrap().stopped);
        let done = Confirmed::Done { first: true, others: 0, under_way: false };
        assert_eq!(outcome(issued::revoke_confirmed(&act, id(&world.token.id), "Deploy", true).await), done);
    }

    async fn a_person_hands_out_only_what_they_could_issue(app) {
        let owner = app.owner().await;
        for slug in ["acme", "globex"] {
            app.tenant(&owner, slug).await;
        }
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let right = manages(app, &admin).await;
        let act = Act::by(&right, &app.state);
        for scope in ["all", "selected"] {
            let issued = owner.issue("acme", scope).await;
            let token = id(&issued.id);
            // Generated while they could create the token.
            let Proposed::Secret { .. } = outcome(rotate::propose(&act, token, 0, CHOSEN).await) else {
                panic!("no secret")
            };
            match scope {
                "all" => app.set(scope, "tenant_scope = 'all'").await,
                _ => app.let_reach(scope, &["acme", "globex"]).await,
            }
            assert_eq!(outcome(disable(&act, token, |_| Ok(())).await), Switch::Done, "{scope}");
            let before = kept(app).await;
            assert!(matches!(outcome(enable(&act, token, |_| Ok(())).await), Switch::Denied(_)), "{scope}");
            let rotated = outcome(rotate::rotate(&act, token, ROTATION, |_| Ok(())).await);
            assert!(matches!(rotated, Rotated::Denied(_)), "{scope}: {rotated:?}");
            let proposed = outcome(rotate::propose(&act, token, 1, CHOSEN).await);
            assert!(matches!(proposed, Proposed::Denied(_)), "{scope}: {proposed:?}");
            assert!(matches!(outcome(rotate::save(&act, token, 1).await), Saved::Denied(_)), "{scope}");
            let extended = secrets::extend(&act, token, 1, Overlap::Day).await;
            assert!(matches!(extended, Err(Error::Forbidden)), "{scope}: {extended:?}");
            assert_eq!(difference(&before, &kept(app).await), Vec::<String>::new(), "{scope}");
            assert_eq!(outcome(revoke(&act, token, |_| Ok(())).await), Revoked::Done, "{scope}");
        }
    }

    async fn a_token_hands_out_only_what_it_has(app) {
        let (owner, api) = app.owner_and_api("acme").await;
        let right = calls(app, &api).await;
        let act = Act::by(&right, &app.state);
        let never = |form: Form| form.fill("Name", "Strong").tick("expires_in=never");
        let strong = id(&owner.issue_as("acme", never, |form| form).await.id);
        assert_eq!(outcome(disable(&act, strong, |_| Ok(())).await), Switch::Done);
        let before = kept(app).await;
        assert!(matches!(outcome(enable(&act, strong, |_| Ok(())).await), Switch::Denied(_)));
        assert!(matches!(outcome(rotate::rotate(&act, strong, ROTATION, |_| Ok(())).await), Rotated::Denied(_)));
        assert_eq!(difference(&before, &kept(app).await), Vec::<String>::new());

        // A secret that is being replaced cannot revoke or disable what outlives it.
        api.post(&format!("{TOKENS}/{}/rotate", api.id), &json!({ "overlap": "24h" })).await.expect(200);
        let before = kept(app).await;
        for token in [strong, id(&api.id)] {
            assert!(matches!(outcome(disable(&act, token, |_| Ok(())).await), Switch::Denied(_)));
            assert!(matches!(outcome(revoke(&act, token, |_| Ok(())).await), Revoked::Denied(_)));
            let along = issued::revoke_along(&act, token, |_| Ok(())).await.unwrap();
            assert!(matches!(along, RevokedAlong::Denied(_)), "{along:?}");
            let rotated = outcome(rotate::rotate(&act, token, ROTATION, |_| Ok(())).await);
            assert!(matches!(rotated, Rotated::Denied(_)), "{rotated:?}");
        }
        // Only people use the console.
        for error in [
            rotate::propose(&act, id(&api.id), 0, CHOSEN).await.map(drop),
            rotate::save(&act, id(&api.id), 1).await.map(drop),
            rotate::discard(&act, id(&api.id)).await.map(drop),
            issued::revoke_confirmed(&act, strong, "Strong", false).await.map(drop),
            bulk::start(&act, request(app, &[strong])).await.map(drop),
        ] {
            assert!(matches!(error, Err(Error::Forbidden)), "{error:?}");
        }
        assert_eq!(difference(&before, &kept(app).await), Vec::<String>::new());
    }

    async fn an_operator_names_the_token_alone(app) {
        let owner = app.owner().await;
        app.tenant(&owner, "acme").await;
        let act = Act::system("test", &app.state);
        let token = id(&owner.issue("acme", "Deploy").await.id);
        assert_eq!(outcome(disable(&act, token, |_| Ok(())).await), Switch::Done);
        assert_eq!(outcome(enable(&act, token, |_| Ok(())).await), Switch::Done);
        assert_eq!(outcome(enable(&act, token, |_| Ok(())).await), Switch::Unchanged);
        let Rotated::Done { secret, .. } = outcome(rotate::rotate(&act, token, ROTATION, |_| Ok(())).await) else {
            panic!("not rotated")
        };
        let visitor = app.visitor();
        let accepted = async || {
            visitor.send(visitor.bare(reqwest::Method::GET, "/api/v1/me").bearer_auth(secret.expose())).await.status
        };
        assert_eq!(accepted().await, 200);
        assert_eq!(outcome(revoke(&act, token, |_| Ok(())).await), Revoked::Done);
        assert_eq!(outcome(revoke(&act, token, |_| Ok(())).await), Revoked::Unchanged);
        assert_eq!(accepted().await, 401);
        let unknown = TokenId::new(app.state.now(), &app.state.entropy).unwrap();
        assert!(matches!(revoke(&act, unknown, |_| Ok(())).await, Err(Error::NotFound)));
    }
}
