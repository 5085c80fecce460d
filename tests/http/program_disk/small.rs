//! The same on a small file system that is really full. Needs permission to mount one, so `scripts/test-fully` runs
//! it.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::json;

use super::{LIST, is_ready, is_refused, me};
use crate::support::people::{Issued, OWNER, PASSWORD};
use crate::support::process::{Process, run};
use crate::support::{Client, Form};

/// How many tokens are revoked while the disk is full.
const TOKENS: usize = 1_000;

/// How often other programs take released space immediately.
const GREEDY: usize = 30;

/// A file system in memory, until dropped.
struct Small(PathBuf);

impl Small {
    fn mount(folder: &Path, size: &str) -> Self {
        let options = format!("size={size},mode=0700");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder).status();
        let works = mounted.is_ok_and(|status| status.success());
        assert!(
            works,
            "this test mounts a small file system: run it as root, with CAP_SYS_ADMIN in a container"
        );
        Self(folder.to_owned())
    }

    /// Leaves not one byte.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("others.log");
        let mut file = File::options().create(true).append(true).open(&path).unwrap();
        for size in [65_536, 4_096, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
        path
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

async fn sign_in(process: &Process) -> Client {
    let browser = process.visitor();
    let fill = |form: Form| form.fill("Email", OWNER).fill("Password", PASSWORD);
    browser.fill_in("/login", "Sign in", fill).await.expect(303);
    browser
}

#[test]
#[ignore = "mounts a file system: scripts/test-fully"]
fn a_thousand_tokens_are_revoked_on_a_disk_without_a_free_byte() {
    actix_web::rt::System::new().block_on(async {
        let (folder, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let small = Small::mount(place.path(), "128m");
        let file = place.path().join("latchkey.db");
        let url = format!("sqlite://{}", file.display());
        let arguments = ["--database-url", url.as_str()];
        let process = Process::start(folder.path(), &arguments, &[]).await;
        let owner = process.set_up().await;
        let api = owner.api("acme").await;
        let mut tokens = Vec::new();
        for number in 0..TOKENS + 2 {
            let body = json!({ "name": format!("Token {number}"), "permissions": ["read"] });
            let made = api.post("/api/v1/tenants/acme/tokens", &body).await.expect(201).json();
            let text = |name: &str| made[name].as_str().unwrap().to_owned();
            tokens.push(Issued { id: text("id"), secret: text("secret") });
        }
        let shown = owner.reveal("acme", |form| form.fill("Name", "Shown"), |form| form).await;
        let reserve = || fs::metadata(place.path().join("latchkey.db.reserve")).map_or(0, |file| file.len());
        assert_eq!(reserve(), 16 * 1024 * 1024);

        let filler = small.fill();
        is_ready(&process, 503).await;
        is_refused(owner.submit(shown.form("Save")).await);
        let fresh = sign_in(&process).await;
        let begun = Instant::now();
        let (mut lowest, mut greedy) = (reserve(), GREEDY);
        let [first, by_command, revoked @ ..] = &tokens[..] else { panic!("no tokens") };
        for token in revoked {
            assert_eq!(me(&process, &token.secret).await, 200);
            api.delete(&format!("/api/v1/tenants/acme/tokens/{}", token.id)).await.expect(204);
            assert_eq!(me(&process, &token.secret).await, 401);
            // For a while, other programs take what is released.
            if greedy > 0 {
                small.fill();
                greedy -= 1;
            }
            lowest = lowest.min(reserve());
        }
        let left = format!("{} KiB of the reserve left, {:?}", lowest >> 10, begun.elapsed());
        assert!(lowest > 4 * 1024 * 1024, "{left}");
        fresh.get(&format!("{LIST}/{}", first.id)).await.expect(200);

        // Killed, it starts again, and the command line works too.
        process.signal("KILL");
        process.ended().await;
        let process = Process::start(folder.path(), &arguments, &[]).await;
        is_ready(&process, 503).await;
        let ended =
            run(folder.path(), &["token", "revoke", &by_command.id, "--yes", "--database-url", &url], &[]);
        assert!(ended.status.success(), "{}", ended.err);
        assert_eq!((me(&process, &by_command.secret).await, me(&process, &first.secret).await), (401, 200));
        let fresh = sign_in(&process).await;
        let revoke = format!("{LIST}/{}/revoke", first.id);
        fresh.fill_in(&revoke, "Revoke", |form| form.fill("Name", "Token 0")).await.expect(303);
        assert_eq!(me(&process, &first.secret).await, 401);

        fs::remove_file(filler).unwrap();
        is_ready(&process, 200).await;
        assert_eq!(reserve(), 16 * 1024 * 1024);
        let later = fresh.issue("acme", "Later").await;
        assert_eq!(me(&process, &later.secret).await, 200);
        process.stop().await;
        let verified = run(folder.path(), &["audit", "verify", "--database-url", &url], &[]);
        assert!(verified.status.success(), "{} {}", verified.out, verified.err);
        let database = rusqlite::Connection::open(&file).unwrap();
        let sound: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok");
    });
}
