//! Work on many tokens under attack: other tenants, forms sent twice, rights withdrawn, workers killed and doubled, and
//! people who change the same tokens at the same time.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;
use latchkey::admin;
use latchkey::config::Secret;
use latchkey::domain::bulk::BulkAction;
use latchkey::domain::id::{BulkId, TenantId, new_id};
use latchkey::domain::person::Role;
use latchkey::domain::text::Email;
use latchkey::service::bulk::{self, PORTION, Step};
use latchkey::state::State;
use latchkey::store::bulk::chosen::Chosen;
use latchkey::store::bulk::jobs::{self as bulk_jobs, NewJob, StopReason};
use latchkey::store::tokens::filter::Filter;
use latchkey::store::{Db, people::users};
use uuid::Uuid;

use crate::support::fixture::unknown_id;
use crate::support::people::OWNER;
use crate::support::{Client, Kind, TestApp, both};

const BULK: &str = "/administration/tenants/acme/api/bulk";
pub(super) type Work = (TenantId, BulkId);

pub(super) async fn acme(app: &TestApp) -> Client {
    let owner = app.owner().await;
    app.tenant(&owner, "acme").await;
    owner
}

pub(super) fn worker(app: &TestApp) -> Uuid {
    new_id(app.state.now(), &app.state.entropy).unwrap()
}

/// Work on all tokens of a tenant that `email` asked for and that `worker` has taken, before anything is done.
async fn taken(app: &TestApp, email: &str, action: BulkAction, worker: Uuid) -> Work {
    taken_of(app, email, action, Chosen::Matching(Filter::default()), worker).await
}

/// The same on these tokens.
pub(super) async fn taken_of(
    app: &TestApp,
    email: &str,
    action: BulkAction,
    chosen: Chosen,
    worker: Uuid,
) -> Work {
    let now = app.state.now();
    let tenant = app.tenant_id("acme").await;
    let mut tx = app.state.db.write().await.unwrap();
    let by = users::find_account(&mut tx, &Email::parse(email).unwrap()).await.unwrap().unwrap().id;
    let id = BulkId::new(now, &app.state.entropy).unwrap();
    let job = NewJob {
        id,
        tenant,
        by,
        by_label: email.to_owned(),
        address: None,
        request_id: None,
        action,
        chosen,
        as_of: now,
        expected: 1,
        created_at: now,
    };
    assert!(bulk_jobs::insert(&mut tx, &job).await.unwrap());
    assert!(
        bulk_jobs::take(&mut tx, (tenant, id), worker, now.plus(TimeDelta::seconds(15)), now).await.unwrap()
    );
    tx.commit().await.unwrap();
    (tenant, id)
}

async fn state_of(app: &TestApp, work: Work) -> bulk_jobs::JobState {
    let mut tx = app.state.db.read().await.unwrap();
    bulk_jobs::find(&mut tx, work.0, work.1).await.unwrap().unwrap().state
}

async fn number(app: &TestApp, what: &str) -> i64 {
    app.database.number(&format!("SELECT COUNT(*) FROM {what}")).await
}

/// What another process that serves the same database would have.
async fn another(app: &TestApp) -> State {
    State { db: Db::connect(&app.database.url).await.unwrap(), ..app.state.clone() }
}

/// How far what the jobs say was done is from what was done, to tokens and in the audit log. In one question: the
/// instance's own worker may go on meanwhile.
async fn apart(app: &TestApp) -> i64 {
    let text = "SELECT CAST(ABS(SUM(CASE deed WHEN 'disable' THEN done ELSE -done END)
                    - (SELECT COUNT(*) FROM tokens WHERE disabled_at IS NOT NULL))
                + ABS(SUM(done) - (SELECT COUNT(*) FROM audit_events WHERE action IN ('token.disabled', 'token.enabled')))
                AS BIGINT) FROM bulk_jobs";
    app.database.number(text).await
}

/// Does that to all tokens, cut off at every point there is, and says how often it was cut off.
async fn cut_off(app: &TestApp, action: BulkAction) -> usize {
    let mut me = worker(app);
    let work = taken(app, OWNER, action, me).await;
    let mut cut = 0;
    for round in 0_u64.. {
        assert!(round < 400, "it gets nowhere");
        // A machine that is busy with much else needs longer for a portion: from turn to turn there is more time.
        let limit = Duration::from_micros((200 << (round / 97)) * (round % 97) * (round % 7 + 1));
        match tokio::time::timeout(limit, bulk::step(&app.state, work, me)).await {
            Ok(Ok(Step::Over)) => break,
            Ok(step) => assert_eq!(step.unwrap(), Step::More),
            Err(_) => {
                cut += 1;
                assert_eq!(apart(app).await, 0, "round {round}");
                // Until its time is over nobody takes it, then the next one does.
                me = worker(app);
                assert!(!bulk::take(&app.state, work, me).await.unwrap());
                app.wait(TimeDelta::seconds(15));
                // The instance's own worker may be quicker; then it is done there.
                if !bulk::take(&app.state, work, me).await.unwrap() {
                    break;
                }
            }
        }
    }
    for _ in 0..200 {
        if state_of(app, work).await == bulk_jobs::JobState::Done {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    cut
}

both! {
    async fn another_tenants_tokens_and_work_are_not_there(app) {
        let owner = acme(app).await;
        app.tenant(&owner, "globex").await;
        let (ours, theirs) = (app.many("acme", 2).await, app.many("globex", 2).await);
        let ids: String = ours.iter().chain(&theirs).map(|token| format!("&token={}", token.id)).collect();
        let question = owner.get(&format!("{BULK}?deed=disable&rows=page{ids}")).await.expect(200);
        assert_eq!(question.heading(), "Disable 2 tokens");
        assert!(!question.text().contains(&format!("/api/{}", theirs[0].id)));
        let form = question.form("Disable 2 tokens").with("token", &theirs[1].id).with("tenant", "globex").with("tenant_id", "x");
        let answer = owner.submit(form.clone()).await.expect(303);
        let job = answer.location().unwrap().rsplit('/').next().unwrap().to_owned();
        let untouched = "tokens WHERE disabled_at IS NULL AND tenant_id = (SELECT id FROM tenants WHERE slug = 'globex')";
        assert_eq!(number(app, untouched).await, 2);

        // Neither seen, nor stopped, nor asked for anew in another tenant.
        let elsewhere = |path: &str| format!("/administration/tenants/globex/api/bulk/{path}");
        let unknown = unknown_id();
        let (known, none) = (owner.get(&elsewhere(&job)).await.expect(404), owner.get(&elsewhere(&unknown)).await.expect(404));
        assert_eq!(known.text(), none.text());
        let csrf = owner.csrf().await;
        owner.post(&elsewhere(&format!("{job}/stop")), &[("csrf", &csrf)]).await.expect(404);
        let question = owner.get(&elsewhere("?deed=disable&rows=all").replace("/?", "?")).await.expect(200);
        owner.submit(question.form("Disable 2 tokens").forge("job", &job)).await.expect(404);
        owner.submit(question.form("Disable 2 tokens").forge("job", "x")).await.expect(404);
        assert_eq!(number(app, "bulk_jobs").await, 1);
        // Nor somebody else's in the same one.
        let admin = app.person(Role::TenantAdmin, &["acme"]).await;
        let question = admin.get(&format!("{BULK}?deed=enable&rows=all")).await.expect(200);
        admin.submit(question.form("Enable 2 tokens").forge("job", &job)).await.expect(404);
        assert_eq!(number(app, "bulk_jobs").await, 1);
    }

    async fn a_question_answered_twenty_times_at_once_is_one_work(app) {
        let owner = acme(app).await;
        app.many("acme", 20).await;
        let form = owner.get(&format!("{BULK}?deed=revoke&rows=all")).await.expect(200).form("Revoke 20 tokens").fill("Number of tokens", "20");
        let answers = join_all((0..20).map(|_| owner.submit(form.clone()))).await;
        let mut places: Vec<_> = answers.into_iter().map(|answer| answer.expect(303).location().unwrap()).collect();
        places.dedup();
        assert_eq!(places.len(), 1);
        owner.submit(form).await.expect_to(303, &places[0]);
        assert_eq!(number(app, "bulk_jobs").await, 1);
        assert_eq!(number(app, "audit_events WHERE action = 'token.revoked'").await, 20);
    }

    async fn a_new_password_from_the_command_line_stops_what_was_begun_with_the_old_one(app) {
        let _owner = acme(app).await;
        app.many("acme", PORTION + 1).await;
        let email = app.make_person(Role::TenantAdmin, &["acme"]).await;
        let other = app.make_person(Role::TenantAdmin, &["acme"]).await;
        let (me, second) = (worker(app), worker(app));
        let work = taken(app, &email, BulkAction::Disable, me).await;
        let others = taken(app, &other, BulkAction::Enable, second).await;
        assert_eq!(bulk::step(&app.state, work, me).await.unwrap(), Step::More);
        let password = Secret::new("another-long-passphrase-of-nobody".to_owned());
        admin::reset_password(&app.state, &Email::parse(&email).unwrap(), &password).await.unwrap();
        assert_eq!(bulk::step(&app.state, work, me).await.unwrap(), Step::Lost);
        assert_eq!(state_of(app, work).await, bulk_jobs::JobState::Stopped(StopReason::Requested));
        assert_eq!(state_of(app, others).await, bulk_jobs::JobState::Running);
        assert_eq!(number(app, "tokens WHERE disabled_at IS NOT NULL").await, PORTION as i64);
        let by = app.database.texts("SELECT actor_kind || ' ' || actor_label FROM audit_events WHERE action = 'bulk.stopped'").await;
        assert_eq!(by, ["system command line"]);
    }

    async fn who_may_no_more_does_no_more(app) {
        let _owner = acme(app).await;
        let tokens = 2 * PORTION + 100;
        app.many("acme", tokens).await;
        for (withdraw, give_back) in [
            ("DELETE FROM role_assignments WHERE role = 'tenant-admin'", ""),
            ("UPDATE users SET disabled_at = 1 WHERE email LIKE 'tenant-admin%'", "UPDATE users SET disabled_at = NULL"),
        ] {
            let email = app.make_person(Role::TenantAdmin, &["acme"]).await;
            let me = worker(app);
            let work = taken(app, &email, BulkAction::Disable, me).await;
            assert_eq!(bulk::step(&app.state, work, me).await.unwrap(), Step::More);
            app.database.execute(withdraw).await;
            assert_eq!(bulk::step(&app.state, work, me).await.unwrap(), Step::Over);
            assert_eq!(state_of(app, work).await, bulk_jobs::JobState::Stopped(StopReason::Rights));
            assert_eq!(number(app, "tokens WHERE disabled_at IS NOT NULL").await, PORTION as i64);
            if !give_back.is_empty() {
                app.database.execute(give_back).await;
            }
        }
        let by = app.database.texts("SELECT actor_kind || ' ' || actor_label FROM audit_events WHERE action = 'bulk.stopped'").await;
        assert_eq!(by, ["system background work"; 2]);
        // An auditor never could.
        let email = app.make_person(Role::Auditor, &["acme"]).await;
        let me = worker(app);
        let work = taken(app, &email, BulkAction::Revoke, me).await;
        assert_eq!(bulk::step(&app.state, work, me).await.unwrap(), Step::Over);
        assert_eq!(number(app, "tokens WHERE revoked_at IS NOT NULL").await, 0);
    }

    async fn a_tenant_that_is_disabled_meanwhile_gives_nothing_but_is_still_cut_off(app) {
        let owner = acme(app).await;
        app.many("acme", PORTION + 10).await;
        let me = worker(app);
        let work = taken(app, OWNER, BulkAction::Disable, me).await;
        owner.submit(owner.get("/administration/tenants/acme/settings").await.form("Disable")).await.expect(303);
        while bulk::step(&app.state, work, me).await.unwrap() == Step::More {}
        assert_eq!(state_of(app, work).await, bulk_jobs::JobState::Done);
        for action in [BulkAction::Enable, BulkAction::Expire(None)] {
            let work = taken(app, OWNER, action, me).await;
            assert_eq!(bulk::step(&app.state, work, me).await.unwrap(), Step::Over);
            assert_eq!(state_of(app, work).await, bulk_jobs::JobState::Stopped(StopReason::Tenant));
        }
        assert_eq!(number(app, "tokens WHERE disabled_at IS NULL").await, 0);
    }

    async fn an_end_that_has_come_is_not_set_any_more(app) {
        let _owner = acme(app).await;
        app.many("acme", PORTION + 10).await;
        let me = worker(app);
        let end = app.state.now().plus(TimeDelta::seconds(10));
        let work = taken(app, OWNER, BulkAction::Expire(Some(end)), me).await;
        assert_eq!(bulk::step(&app.state, work, me).await.unwrap(), Step::More);
        app.wait(TimeDelta::seconds(10));
        assert_eq!(bulk::step(&app.state, work, me).await.unwrap(), Step::Over);
        assert_eq!(state_of(app, work).await, bulk_jobs::JobState::Stopped(StopReason::Past));
        assert_eq!(number(app, "tokens WHERE expires_at IS NOT NULL").await, PORTION as i64);
    }

    async fn several_processes_at_once_do_each_token_once(app) {
        let _owner = acme(app).await;
        let tokens = 4 * PORTION + 37;
        app.many("acme", tokens).await;
        let mut processes = Vec::new();
        for _ in 0..3 {
            processes.push(another(app).await);
        }
        let mine = worker(app);
        let work = taken(app, OWNER, BulkAction::Revoke, mine).await;
        // It is thought dead, and is not: it goes on while others take over, one after the other.
        let done = join_all(processes.iter().enumerate().map(|(place, state)| async move {
            let me = if place == 0 { mine } else { worker(app) };
            for _ in 0..100 {
                if place > 0 {
                    app.wait(TimeDelta::seconds(16));
                    bulk::take(state, work, me).await.unwrap();
                }
                match bulk::step(state, work, me).await {
                    Ok(Step::Over) => return,
                    Ok(Step::More | Step::Lost) => {}
                    Err(error) => panic!("{error}"),
                }
                if state_of(app, work).await == bulk_jobs::JobState::Done {
                    return;
                }
            }
        }));
        done.await;
        assert_eq!(state_of(app, work).await, bulk_jobs::JobState::Done);
        let tokens = tokens as i64;
        assert_eq!(number(app, "tokens WHERE revoked_at IS NOT NULL").await, tokens);
        assert_eq!(number(app, "audit_events WHERE action = 'token.revoked'").await, tokens);
        assert_eq!(app.database.number("SELECT done + left_revoked FROM bulk_jobs").await, tokens);
        assert_eq!(app.database.number("SELECT left_revoked FROM bulk_jobs").await, 0, "something was done twice");
        for state in processes {
            state.db.close().await;
        }
    }

    async fn work_that_is_cut_off_anywhere_goes_on_where_it_was(app) {
        let _owner = acme(app).await;
        let tokens = 3 * PORTION + 5;
        app.many("acme", tokens).await;
        let mut cut = 0;
        // Back and forth until it was cut off often enough: the instance's own worker may do some of the work.
        for action in [BulkAction::Disable, BulkAction::Enable].into_iter().cycle().take(40) {
            cut += cut_off(app, action).await;
            if cut > 5 && action == BulkAction::Disable {
                break;
            }
        }
        assert!(cut > 5, "it was hardly ever cut off: {cut}");
        assert_eq!(number(app, "tokens WHERE disabled_at IS NOT NULL").await, tokens as i64);
        assert_eq!(apart(app).await, 0);
    }

    async fn people_who_change_the_same_tokens_meanwhile_leave_nothing_impossible(app) {
        let owner = acme(app).await;
        for round in 0..6 {
            let tokens = app.many("acme", 40).await;
            let me = worker(app);
            let action = [BulkAction::Revoke, BulkAction::Disable, BulkAction::Expire(None)][round % 3];
            let work = taken(app, OWNER, action, me).await;
            let csrf = owner.csrf().await;
            let by_hand = async |id: &str, act: &str| {
                let path = format!("/administration/tenants/acme/api/{id}/{act}");
                owner.post(&path, &[("csrf", &csrf)]).await.expect(303);
            };
            let people = join_all(tokens.iter().rev().zip(["disable", "enable", "disable"].iter().cycle()).map(|(token, act)| by_hand(&token.id, act)));
            let (step, _) = tokio::join!(bulk::step(&app.state, work, me), people);
            assert!(matches!(step.unwrap(), Step::Over | Step::More));
            while state_of(app, work).await == bulk_jobs::JobState::Running {
                bulk::step(&app.state, work, me).await.unwrap();
            }
            app.wait(TimeDelta::seconds(1));
        }
        // Every change of a status followed from the one before it.
        let id = if app.kind == Kind::Sqlite { "hex(object_id)" } else { "CAST(object_id AS TEXT)" };
        let told = app.database.texts(&format!("SELECT {id} || ' ' || action FROM audit_events WHERE action IN ('token.disabled', 'token.enabled', 'token.revoked') AND tenant_id IS NOT NULL ORDER BY object_id, sequence")).await;
        let mut last: Option<(String, String)> = None;
        for line in told {
            let (id, action) = line.rsplit_once(' ').unwrap();
            let before = last.filter(|(same, _)| same == id).map(|(_, action)| action);
            let possible = match action {
                "token.disabled" => before.as_deref().is_none_or(|before| before == "token.enabled"),
                "token.enabled" => before.as_deref() == Some("token.disabled"),
                _ => before.as_deref() != Some("token.revoked"),
            };
            assert!(possible, "{action} after {before:?}");
            last = Some((id.to_owned(), action.to_owned()));
        }
        let revoked = number(app, "audit_events WHERE action = 'token.revoked'").await;
        assert_eq!(number(app, "tokens WHERE revoked_at IS NOT NULL").await, revoked);
        assert!(revoked >= 80);
        let checked = owner.post("/administration/tenants/acme/audit/verify", &[("csrf", &owner.csrf().await)]).await.expect(303);
        assert!(owner.follow(checked).await.text().contains("class=\"note good\""));
    }
}
