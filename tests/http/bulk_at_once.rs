//! Work on many tokens, and people and programs that change the same ones at the same moment: whoever comes first,
//! every answer is kept, and the audit log tells how the token came to be what it is.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;
use latchkey::domain::bulk::BulkAction;
use latchkey::domain::token::NewToken;
use latchkey::service::bulk::{self, Step};
use latchkey::store::bulk::chosen::Chosen;
use latchkey::store::bulk::jobs as bulk_jobs;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::bulk_attacks::{Work, acme, taken_of, worker};
use crate::support::people::{Issued, OWNER};
use crate::support::{Answer, Api, Client, Dice, Form, TestApp, both, setting};

const LIST: &str = "/administration/tenants/acme/api";
const TOKENS: &str = "/api/v1/tenants/acme/tokens";

/// What somebody does to one token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Act {
    Edit,
    EditEnd,
    Patch,
    PatchOfVersion,
    Rotate,
    RotateByApi,
    Disable,
    Enable,
    Revoke,
    /// Nobody does anything: only the work does.
    Nothing,
}

use Act::{Disable, Edit, EditEnd, Enable, Nothing, Patch, PatchOfVersion, Revoke, Rotate, RotateByApi};

const ACTS: [Act; 12] = [
    Edit,
    EditEnd,
    Patch,
    PatchOfVersion,
    Rotate,
    RotateByApi,
    Disable,
    Enable,
    Revoke,
    Nothing,
    Nothing,
    Nothing,
];

/// An act that only has to be sent off.
struct Ready<'a> {
    act: Act,
    token: &'a Issued,
    form: Option<Form>,
    /// The secret that the form saves.
    secret: Option<String>,
    etag: String,
    api: &'a Api,
}

impl<'a> Ready<'a> {
    async fn new(owner: &Client, api: &'a Api, token: &'a Issued, act: Act) -> Self {
        let place = format!("{LIST}/{}", token.id);
        let next = async |path: &str, fill: &dyn Fn(Form) -> Form| {
            let page = owner.get(&format!("{place}/{path}")).await.expect(200);
            owner.submit(fill(page.form("Next"))).await.expect(200)
        };
        let (mut form, mut secret, mut etag) = (None, None, String::new());
        match act {
            Edit => {
                let review = next("edit", &|form| form.fill("Name", "Edited").tick("Delete")).await;
                form = Some(review.form("Save"));
            }
            EditEnd => form = Some(next("edit", &|form| form.tick("expires_in=30d")).await.form("Save")),
            Rotate => {
                let page = next("rotate", &|form| form.tick("None")).await;
                (form, secret) = (Some(page.form("Save")), Some(page.secret()));
            }
            PatchOfVersion => {
                etag = api.get(&format!("{TOKENS}/{}", token.id)).await.expect(200).header("etag");
            }
            _ => {}
        }
        Self { act, token, form, secret, etag, api }
    }

    async fn go(&self, owner: &Client, csrf: &str) -> Option<Answer> {
        let (path, api) = (format!("{TOKENS}/{}", self.token.id), self.api);
        let post = async |act: &str| {
            let fields = [("csrf", csrf), ("name", "Token 0009")];
            owner.post(&format!("{LIST}/{}/{act}", self.token.id), &fields).await
        };
        Some(match self.act {
            Edit | EditEnd | Rotate => owner.submit(self.form.clone()?).await,
            Patch => api.patch(&path, &json!({ "name": "Patched", "description": "by a program" })).await,
            PatchOfVersion => {
                let body = json!({ "description": "of a version" }).to_string();
                api.call_with(Method::PATCH, &path, &[("If-Match", &self.etag)], Some(body)).await
            }
            RotateByApi => api.post(&format!("{path}/rotate"), &json!({ "overlap": "24h" })).await,
            Disable => post("disable").await,
            Enable => post("enable").await,
            Revoke => post("revoke").await,
            Nothing => return None,
        })
    }

    /// The action and a part of its event, when the answer says that it is done; whether it may not be done although
    /// the answer does not say so: pages lead on to what there is by then.
    fn promises(&self, answer: &Answer) -> (Option<(&'static str, &'static str)>, bool) {
        let event = match self.act {
            Edit => ("token.changed", "\"Edited\""),
            EditEnd => ("token.changed", "\"expires_at\":\"2026-12-20"),
            Patch => ("token.changed", "\"Patched\""),
            PatchOfVersion => ("token.changed", "of a version"),
            Rotate | RotateByApi => ("token.rotated", "last_four"),
            Disable => ("token.disabled", ""),
            Enable => ("token.enabled", ""),
            Revoke => ("token.revoked", ""),
            Nothing => return (None, false),
        };
        match (self.act, answer.status) {
            // Somebody may have done that very thing before.
            (Disable | Enable | Revoke, 303) => (Some(event), true),
            (Edit | EditEnd | Rotate, 303) => (Some(event), false),
            (Patch | PatchOfVersion | RotateByApi, 200) => (Some(event), false),
            (Edit | EditEnd, 409) | (PatchOfVersion, 412) | (Patch | PatchOfVersion | RotateByApi, 409) => {
                (None, false)
            }
            _ => panic!("{:?}: {} {}", self.act, answer.status, answer.text()),
        }
    }
}

/// The events of a token, the oldest first: `[action, by whom, before, after]`, all but what the test put in by itself.
async fn events(app: &TestApp, token: &Issued) -> Vec<[Value; 4]> {
    let id = app.literal(token.id.parse::<latchkey::domain::id::TokenId>().unwrap().uuid().as_u128());
    let lines = app
        .database
        .texts(&format!(
            "SELECT '[\"' || action || '\",' || CASE WHEN request_id IS NULL THEN '\"work\"' ELSE '\"hand\"' END || ','
                 || COALESCE(before, 'null') || ',' || COALESCE(after, 'null') || ']'
             FROM audit_events WHERE object_kind = 'token' AND object_id = {id} ORDER BY sequence"
        ))
        .await;
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What the events say that the token is; each of them follows from the ones before it.
fn told(token: &Issued, events: &[[Value; 4]]) -> Map<String, Value> {
    let last_four = &token.secret[token.secret.len() - 4..];
    let mut known = json!({
        "description": "", "permissions": ["read"], "status": "active", "expires_at": "2026-12-31T12:00:00Z", "last_four": last_four
    });
    for [action, _, before, after] in events {
        for (member, value) in before.as_object().into_iter().flatten() {
            let so_far = &known[member];
            assert!(
                so_far.is_null() || so_far == value,
                "{action}: {member} was {so_far}, not {value}: {events:?}"
            );
        }
        for (member, value) in after.as_object().into_iter().flatten() {
            known[member] = value.clone();
        }
    }
    let Value::Object(known) = known else { unreachable!() };
    known
}

/// Does the work to its end.
async fn finish(app: &TestApp, work: Work, me: uuid::Uuid) -> bulk_jobs::Job {
    while bulk::step(&app.state, work, me).await.unwrap() == Step::More {}
    let mut tx = app.state.db.read().await.unwrap();
    let job = bulk_jobs::find(&mut tx, work.0, work.1).await.unwrap().unwrap();
    assert_eq!(job.state, bulk_jobs::JobState::Done);
    job
}

async fn choose(app: &TestApp, tokens: &[Issued], action: BulkAction) -> (Work, uuid::Uuid) {
    let (me, ids) = (worker(app), tokens.iter().map(|token| token.id.parse().unwrap()).collect());
    (taken_of(app, OWNER, action, Chosen::Tokens(ids), me).await, me)
}

both! {
    async fn work_on_many_and_changes_of_one_at_once_leave_nothing_impossible(app) {
        let owner = acme(app).await;
        let (api, csrf, seed) = (owner.api("acme").await, owner.csrf().await, Dice::thrown());
        let end = app.state.now().plus(TimeDelta::days(40));
        let mut firsts = [0; 2];
        for round in 0..setting("LATCHKEY_TEST_BULK_ROUNDS", 4) {
            let action = [BulkAction::Disable, BulkAction::Enable, BulkAction::Revoke, BulkAction::Expire(Some(end))][round % 4];
            let tokens = app.many_with("acme", ACTS.len(), |token| NewToken { expires_at: Some(end.plus(TimeDelta::days(1))), ..token }).await;
            if action == BulkAction::Enable {
                let (work, me) = choose(app, &tokens, BulkAction::Disable).await;
                finish(app, work, me).await;
            }
            let mut ready = Vec::new();
            for (token, act) in tokens.iter().zip(ACTS) {
                ready.push(Ready::new(&owner, &api, token, act).await);
            }
            let (work, me) = choose(app, &tokens, action).await;
            let pause = async || tokio::time::sleep(Duration::from_micros(seed.below(25_000) as u64)).await;
            let by_hand = join_all(ready.iter().map(|ready| async {
                pause().await;
                ready.go(&owner, &csrf).await
            }));
            let many = async {
                pause().await;
                finish(app, work, me).await
            };
            let (answers, job) = tokio::join!(by_hand, many);
            let mut done = 0;
            for (ready, answer) in ready.iter().zip(answers) {
                let what = format!("round {round}: {action:?} and {:?}", ready.act);
                let (first, by_work) = holds(app, &api, ready, answer.as_ref(), action, &what).await;
                if let Some(first) = first {
                    firsts[usize::from(first)] += 1;
                }
                done += by_work;
            }
            assert_eq!((job.so_far.done, job.so_far.all()), (done, tokens.len() as i64), "round {round}: {action:?}");
            app.wait(TimeDelta::milliseconds(1));
        }
        println!("the work came first {} times, the other {} times", firsts[1], firsts[0]);
        let checked = owner.post("/administration/tenants/acme/audit/verify", &[("csrf", &owner.csrf().await)]).await.expect(303);
        assert!(owner.follow(checked).await.text().contains("class=\"note good\""));
    }
}

/// Looks whether what became of a token is possible. Says whether the work came first, where both did something, and how
/// many events it wrote.
async fn holds(
    app: &TestApp,
    api: &Api,
    ready: &Ready<'_>,
    answer: Option<&Answer>,
    action: BulkAction,
    what: &str,
) -> (Option<bool>, i64) {
    // The work that disabled them first is not what this is about.
    let events = events(app, ready.token).await;
    let prepared = usize::from(action == BulkAction::Enable);
    let known = told(ready.token, &events);
    let shown = api.get(&format!("{TOKENS}/{}", ready.token.id)).await.expect(200).json();
    for (member, value) in &known {
        if let Some(is) = shown.get(member) {
            assert_eq!(is, value, "{what}: {member}: {events:?}");
        }
    }
    let status = shown["status"].as_str().unwrap();
    let of_work: Vec<_> = events[prepared..].iter().filter(|event| event[1] == "work").collect();
    let of_hand: Vec<_> = events[prepared..].iter().filter(|event| event[1] == "hand").collect();
    assert!(of_work.len() <= 1 && of_hand.len() <= 1, "{what}: {events:?}");

    // What was answered is so, all of it, and nothing else is.
    if let Some(answer) = answer {
        let (promised, maybe) = ready.promises(answer);
        let told = of_hand.first().map(|event| (event[0].as_str().unwrap(), event[3].to_string()));
        match (promised, told) {
            (Some((action, part)), Some((told, after))) => {
                assert!(told == action && after.contains(part), "{what}: {told} {after}");
            }
            // A page leads on to the token that was revoked meanwhile.
            (Some(_), None) => assert!(maybe || status == "revoked", "{what}: {}: {events:?}", answer.status),
            (None, Some(_)) => panic!("{what}: {}: {events:?}", answer.status),
            (None, None) => assert!(!of_work.is_empty(), "{what}: {} for nothing", answer.status),
        }
        if ready.act == Edit {
            let edited = of_hand.len() == 1;
            assert_eq!(
                (shown["name"] == "Edited", shown["permissions"] == json!(["read", "delete"])),
                (edited, edited),
                "{what}"
            );
        }
    }
    // The work is done, unless somebody undid it.
    let revoked = action == BulkAction::Revoke || ready.act == Revoke;
    assert_eq!(status == "revoked", revoked, "{what}: {events:?}");
    match action {
        BulkAction::Disable if !revoked && ready.act != Enable => {
            assert_eq!(status, "disabled", "{what}: {events:?}")
        }
        BulkAction::Enable if !revoked && ready.act != Disable => {
            assert_eq!(status, "active", "{what}: {events:?}")
        }
        BulkAction::Expire(_) if !revoked => {
            assert!(shown["expires_at"].as_str().unwrap().starts_with("2026-12-30"), "{what}: {shown}");
        }
        _ => {}
    }

    // Which secrets open something follows from that.
    let newest = match ready.act {
        Rotate => ready.secret.clone(),
        _ => answer
            .filter(|_| ready.act == RotateByApi)
            .and_then(|answer| answer.json()["secret"].as_str().map(str::to_owned)),
    };
    let rotated = of_hand.iter().any(|event| event[0] == "token.rotated");
    let old_works = !rotated || ready.act == RotateByApi;
    let active = status == "active";
    assert_eq!(
        api.with(&ready.token.secret).is_accepted().await,
        active && old_works,
        "{what}: the old secret"
    );
    if let Some(newest) = newest {
        assert_eq!(api.with(&newest).is_accepted().await, active && rotated, "{what}: the new secret");
    }
    let first = |by: &str| events[prepared..].iter().position(|event| event[1] == by);
    (first("work").zip(first("hand")).map(|(work, hand)| work < hand), of_work.len() as i64)
}
