//! Databases restored from a backup: verification is paused until an operator confirms.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use reqwest::Method;

use super::program_backup::{Stage, block_on};
use crate::support::people::Issued;
use crate::support::process::Process;
use crate::support::{Client, Kind};

async fn me(process: &Process, token: &Issued) -> u16 {
    let browser = process.visitor();
    browser.send(browser.bare(Method::GET, "/api/v1/me").bearer_auth(&token.secret)).await.status
}

async fn verify(process: &Process, token: &Issued) -> u16 {
    let browser = process.visitor();
    let request = browser.bare(Method::GET, "/auth/verify").header("x-forwarded-method", "GET");
    browser.send(request.bearer_auth(&token.secret)).await.status
}

/// Waits at most two seconds until verifying a token gives this status.
async fn within_two_seconds(process: &Process, token: &Issued, status: u16) {
    let began = Instant::now();
    loop {
        let answer = verify(process, token).await;
        if answer == status {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(2), "{answer}: {}", process.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn revoke(owner: &Client, token: &Issued, name: &str) {
    let page = format!("/administration/tenants/acme/api/{}/revoke", token.id);
    owner.fill_in(&page, "Revoke", |form| form.fill("name", name)).await.expect(303);
}

/// Verification is paused, and every place says so.
async fn is_closed(process: &Process, tokens: [&Issued; 2]) {
    for token in tokens {
        assert_eq!((me(process, token).await, verify(process, token).await), (503, 503), "{}", process.log());
    }
    let ready = process.visitor().get("/readyz").await;
    assert_eq!((ready.status, ready.text().starts_with("not ready: the ")), (503, true), "{}", ready.text());
    process.visitor().get("/healthz").await.expect(200);
    assert!(process.log().contains("confirm-restore"), "{}", process.log());
}

pub(super) async fn is_open(process: &Process, token: &Issued) {
    within_two_seconds(process, token, 200).await;
    process.visitor().get("/readyz").await.expect(200);
}

/// The same person at another address.
fn again(owner: &Client, process: &Process) -> Client {
    let back = Client::new(&process.base);
    for cookie in owner.cookies().split("; ") {
        back.set_cookie(cookie);
    }
    back
}

const ACME: &str = "/administration/tenants/acme";

#[test]
fn a_database_that_was_put_back_verifies_nothing_until_somebody_confirms_it() {
    for kind in Kind::BOTH {
        block_on(async {
            let stage = Stage::new(kind).await;
            let process = stage.start().await;
            let owner = process.set_up().await;
            let (kept, revoked) = (owner.issue("acme", "Kept").await, owner.issue("acme", "Gone").await);
            stage.back_up("old");
            revoke(&owner, &revoked, "Gone").await;
            assert_eq!((verify(&process, &kept).await, verify(&process, &revoked).await), (200, 401));
            process.stop().await;
            let nothing = stage.latchkey(&["confirm-restore"]);
            assert!(
                nothing.status.success() && nothing.out.contains("Nothing to confirm"),
                "{}",
                nothing.out
            );

            stage.restore("old");
            let process = stage.start().await;
            // A replica on another host, which has never seen the newer database.
            let host = tempfile::tempdir().unwrap();
            fs::create_dir(host.path().join("data")).unwrap();
            let key = fs::read(stage.file("data/latchkey.key")).unwrap();
            fs::write(host.path().join("data/latchkey.key"), key).unwrap();
            let own = fs::Permissions::from_mode(0o600);
            fs::set_permissions(host.path().join("data/latchkey.key"), own).unwrap();
            let other = Process::start(host.path(), &stage.arguments(), &[]).await;
            for replica in [&process, &other] {
                is_closed(replica, [&kept, &revoked]).await;
                let page = again(&owner, replica).get(ACME).await.expect(200);
                assert!(page.text().contains("latchkey confirm-restore"), "{}", page.text());
            }
            // Changes made meanwhile count: the token is revoked again.
            revoke(&again(&owner, &process), &revoked, "Gone").await;
            is_closed(&process, [&kept, &revoked]).await;

            let asked = stage.latchkey(&["confirm-restore"]);
            assert!(
                !asked.status.success() && asked.err.contains("stays paused"),
                "{}{}",
                asked.out,
                asked.err
            );
            is_closed(&process, [&kept, &revoked]).await;
            let told = stage.latchkey(&["confirm-restore", "--yes"]);
            assert!(told.status.success() && told.out.contains("  acme: "), "{}{}", told.out, told.err);
            for replica in [&process, &other] {
                is_open(replica, &kept).await;
                assert_eq!(verify(replica, &revoked).await, 401);
                let page = again(&owner, replica).get(ACME).await.expect(200);
                assert!(!page.text().contains("confirm-restore"));
            }
            let audit = again(&owner, &process).get("/administration/audit").await.expect(200);
            assert!(audit.text().contains("Restore confirmed"), "{}", audit.text());
            other.stop().await;
            process.stop().await;
            assert!(stage.latchkey(&["audit", "verify"]).status.success());
            let process = stage.start().await;
            is_open(&process, &kept).await;
            process.stop().await;

            // A backup from before the confirmation is older too, although nothing else happened since.
            stage.restore("old");
            let process = stage.start().await;
            is_closed(&process, [&kept, &revoked]).await;
            process.stop().await;
            stage.database.remove().await;
        });
    }
}

#[test]
fn a_backup_with_everything_in_it_is_as_good_as_the_original() {
    for kind in Kind::BOTH {
        block_on(async {
            let stage = Stage::new(kind).await;
            let process = stage.start().await;
            let owner = process.set_up().await;
            let token = owner.issue("acme", "Kept").await;
            // After a kill, the head file is behind the database.
            process.signal("KILL");
            process.ended().await;
            stage.back_up("new");
            stage.restore("new");
            let process = stage.start().await;
            is_open(&process, &token).await;
            process.stop().await;
            stage.database.remove().await;
        });
    }
}

#[test]
fn a_restore_under_running_replicas_closes_them_and_the_newest_database_opens_them() {
    block_on(async {
        let stage = Stage::new(Kind::Postgres).await;
        let process = stage.start().await;
        let owner = process.set_up().await;
        let (kept, revoked) = (owner.issue("acme", "Kept").await, owner.issue("acme", "Gone").await);
        stage.back_up("old");
        revoke(&owner, &revoked, "Gone").await;
        // The process has seen it before.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        stage.back_up("new");
        stage.restore("old");
        within_two_seconds(&process, &kept, 503).await;
        is_closed(&process, [&kept, &revoked]).await;
        stage.restore("new");
        is_open(&process, &kept).await;
        assert_eq!(verify(&process, &revoked).await, 401);
        process.stop().await;
        stage.database.remove().await;
    });
}

#[test]
fn a_head_file_that_somebody_touched_closes_verification_and_a_lost_one_is_made_anew() {
    for kind in Kind::BOTH {
        block_on(async {
            let stage = Stage::new(kind).await;
            let process = stage.start().await;
            let owner = process.set_up().await;
            let (one, two) = (owner.issue("acme", "One").await, owner.issue("acme", "Two").await);
            process.stop().await;
            let head = stage.file("data/latchkey.head");
            assert_eq!(fs::metadata(&head).unwrap().permissions().mode() & 0o777, 0o600);
            let text = fs::read_to_string(&head).unwrap();
            for touched in
                ["", "garbage", &text.replace("\"restores\": 0", "\"restores\": 1"), &text[..text.len() / 2]]
            {
                fs::write(&head, touched).unwrap();
                let process = stage.start().await;
                is_closed(&process, [&one, &two]).await;
                let page = again(&owner, &process).get(ACME).await.expect(200);
                assert!(page.text().contains("can’t be used"), "{}", page.text());
                assert_eq!(fs::read_to_string(&head).unwrap(), touched, "it is evidence");
                let told = stage.latchkey(&["confirm-restore", "--yes"]);
                assert!(
                    told.status.success() && told.out.contains("cannot be used"),
                    "{}{}",
                    told.out,
                    told.err
                );
                is_open(&process, &one).await;
                process.stop().await;
                let process = stage.start().await;
                is_open(&process, &one).await;
                process.stop().await;
            }
            fs::remove_file(&head).unwrap();
            let process = stage.start().await;
            is_open(&process, &one).await;
            assert!(process.log().contains("the head file is missing"), "{}", process.log());
            assert!(head.exists());
            process.stop().await;
            stage.database.remove().await;
        });
    }
}
