//! A disk without space: writes fail and are reported as failed, reads continue, and when there is space again,
//! everything confirmed is there.

mod small;

use std::process::{Command, Stdio};
use std::time::Duration;

use reqwest::Method;

use crate::support::people::Issued;
use crate::support::process::{Process, run};
use crate::support::{Answer, Api, Client, Database, Kind};

const LIST: &str = "/administration/tenants/acme/api";
/// Maximum file size in bytes: less than any change writes to the log. The reserve does not help against that.
const FULL: &str = "49152";

/// The program with a limit on file sizes, of which the system only informs it instead of killing it: so it runs out
/// of space without a disk of its own.
fn program(folder: &std::path::Path, url: &str, limit: &str) -> Command {
    let mut command = Command::new("prlimit");
    command.arg(format!("--fsize={limit}:unlimited"));
    command.args(["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_latchkey")]);
    command.args(["--database-url", url]).current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

/// Limits the size of the process's files to this many bytes.
fn limit(process: &Process, bytes: &str) {
    let arguments = [&format!("--pid={}", process.id()), &format!("--fsize={bytes}:unlimited")];
    assert!(Command::new("prlimit").args(arguments).status().unwrap().success());
}

/// Waits until `/readyz` responds with this status.
async fn is_ready(process: &Process, status: u16) {
    for _ in 0..200 {
        if process.visitor().get("/readyz").await.status == status {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("/readyz is not {status}: {}", process.log());
}

async fn me(process: &Process, secret: &str) -> u16 {
    let visitor = process.visitor();
    visitor.send(visitor.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await.status
}

fn again(owner: &Client, process: &Process) -> Client {
    let back = Client::new(&process.base);
    for cookie in owner.cookies().split("; ") {
        back.set_cookie(cookie);
    }
    back
}

/// The page, or JSON, that says nothing was done.
#[track_caller]
fn is_refused(answer: Answer) {
    let answer = answer.expect(503);
    let says = if answer.url.path().starts_with("/api/") { "\"status\":503" } else { "The disk is full" };
    assert!(answer.text().contains(says), "{}", answer.text());
}

#[test]
fn a_full_disk_stops_changes_and_nothing_else() {
    actix_web::rt::System::new().block_on(async {
        let (database, folder) = (Database::create(Kind::Sqlite).await, tempfile::tempdir().unwrap());
        let command = program(folder.path(), &database.url, "unlimited");
        let process = Process::spawn(folder.path(), "first", command, &[]).ready().await;
        let owner = process.set_up().await;
        let api = owner.api("acme").await;
        let (kept, gone) = (owner.issue("acme", "Kept").await, owner.issue("acme", "Gone").await);
        let ended = async |api: &Api, token: &Issued| {
            api.delete(&format!("/api/v1/tenants/acme/tokens/{}", token.id)).await
        };
        ended(&api, &gone).await.expect(204);
        let shown = owner.reveal("acme", |form| form.fill("Name", "Shown"), |form| form).await;
        let question = owner.get(&format!("{LIST}/{}/revoke", kept.id)).await.expect(200);

        limit(&process, FULL);
        for _ in 0..3 {
            is_refused(owner.submit(shown.form("Save")).await);
            is_refused(owner.submit(question.form("Revoke").fill("Name", "Kept")).await);
            is_refused(ended(&api, &kept).await);
            // Reading and verifying continue.
            owner.get(&format!("{LIST}/{}", kept.id)).await.expect(200);
            assert_eq!((me(&process, &kept.secret).await, me(&process, &gone.secret).await), (200, 401));
            assert_eq!(me(&process, &shown.secret()).await, 401, "it was not saved");
        }
        let text = process.log();
        assert!(text.contains("request refused: disk full"), "{text}");

        is_ready(&process, 503).await;

        // There is space again, however often a write failed before.
        limit(&process, "unlimited");
        is_ready(&process, 200).await;
        assert_eq!(me(&process, &shown.secret()).await, 401);
        for number in 0..10 {
            owner.issue("acme", &format!("Later {number}")).await;
        }
        owner.submit(shown.form("Save")).await.expect(303);
        assert_eq!(me(&process, &shown.secret()).await, 200);

        // Killed, it starts again, with the disk as full as before.
        limit(&process, FULL);
        process.signal("KILL");
        process.ended().await;
        let command = program(folder.path(), &database.url, FULL);
        let process = Process::spawn(folder.path(), "second", command, &[]).ready().await;
        let owner = again(&owner, &process);
        for (token, status) in [(&kept.secret, 200), (&shown.secret(), 200), (&gone.secret, 401)] {
            assert_eq!(me(&process, token).await, status);
        }
        let revoke = format!("{LIST}/{}/revoke", kept.id);
        let csrf = owner.csrf().await;
        is_refused(owner.post(&revoke, &[("csrf", &csrf), ("name", "Kept")]).await);
        limit(&process, "unlimited");
        owner.post(&revoke, &[("csrf", &csrf), ("name", "Kept")]).await.expect(303);
        assert_eq!(me(&process, &kept.secret).await, 401);
        process.stop().await;
        let verified = run(folder.path(), &["audit", "verify", "--database-url", &database.url], &[]);
        assert!(verified.status.success(), "{} {}", verified.out, verified.err);
        assert_eq!(database.complaints().await, [""; 0]);
        database.remove().await;
    });
}
