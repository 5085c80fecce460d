//! `latchkey token create` and `latchkey token revoke`.

use std::io::Write as _;
use std::process::Stdio;

use reqwest::Method;

use super::program_backup::block_on;
use crate::support::process::{Process, program, run};
use crate::support::{Client, Database, Kind};

async fn me(browser: &Client, secret: &str) -> (u16, String) {
    let answer = browser.send(browser.bare(Method::GET, "/api/v1/me").bearer_auth(secret)).await;
    (answer.status, answer.text())
}

#[test]
fn the_operator_issues_and_revokes_tokens_by_the_rules_of_the_console() {
    for kind in Kind::BOTH {
        block_on(async {
            let database = Database::create(kind).await;
            let folder = tempfile::tempdir().unwrap();
            let base = ["--database-url", database.url.as_str()];
            let process = Process::start(folder.path(), &base, &[]).await;
            let owner = process.set_up().await;
            let globex = |form: crate::support::Form| form.fill("name", "Globex").fill("slug", "globex");
            owner.fill_in("/administration/tenants/new", "Save", globex).await.expect(303);
            let token = |more: &[&str]| {
                let ended = run(folder.path(), &[&["token"], more, &base[..]].concat(), &[]);
                assert!(!ended.err.contains("panicked"), "{}", ended.err);
                ended
            };
            let create = |more: &[&str]| {
                let ended = token(&[&["create", "--tenant", "acme", "--name", "Nightly run"], more].concat());
                assert!(ended.status.success(), "{}", ended.err);
                assert_eq!(
                    (ended.out.len(), ended.out.lines().count()),
                    (53, 1),
                    "the secret and nothing else: {}",
                    ended.out
                );
                let secret = ended.out.trim().to_owned();
                assert!(secret.starts_with("lk_") && !ended.err.contains(&secret), "{}", ended.err);
                let (_, id) = ended.err.split_once("Created Nightly run (").unwrap();
                (secret, id.split_once(')').unwrap().0.to_owned(), ended.err)
            };
            let (secret, id, told) = create(&[
                "--permissions",
                "read,create",
                "--modules",
                "administration",
                "--expires-in",
                "30d",
            ]);
            assert!(told.contains("Nightly run") && told.contains("Acme"), "{told}");
            let visitor = process.visitor();
            let (status, seen) = me(&visitor, &secret).await;
            assert!(status == 200 && seen.contains(&id) && seen.contains(r#"["read","create"]"#), "{seen}");
            let (_, forever, told) =
                create(&["--permissions", "delete", "--expires-in", "never", "--scope", "all"]);
            assert!(told.contains("Expires: never"), "{told}");
            let (wide, _, _) =
                create(&["--permissions", "read", "--tenants", "acme,globex", "--description", "Both"]);
            let (_, seen) = me(&visitor, &wide).await;
            assert!(seen.contains("acme") && seen.contains("globex"), "{seen}");
            let (deep, _, _) = create(&["--permissions", "read", "--subtenants"]);
            assert!(me(&visitor, &deep).await.1.contains("this_and_subtenants"));
            let details = owner.get(&format!("/administration/tenants/acme/api/{forever}")).await.expect(200);
            assert!(details.text().contains("command line"), "{}", details.text());
            let audit =
                "SELECT COUNT(*) FROM audit_events WHERE action = 'token.issued' AND actor_kind = 'system'
                         AND actor_label = 'command line'";
            assert_eq!(database.number(audit).await, 4);

            for (more, code, reason) in [
                (&["--permissions", "admin"] as &[&str], 2, "read, write, create, delete"),
                (&[], 2, "--permissions"),
                (&["--permissions", "read", "--expires-in", "0d"], 2, "30d"),
                (&["--permissions", "read", "--expires-in", "custom"], 2, "30d"),
                (&["--permissions", "read", "--expires-in", "40000d"], 1, "too far"),
                (&["--permissions", "read", "--scope", "some"], 2, "this or all"),
                (&["--permissions", "read", "--scope", "all", "--tenants", "acme"], 2, "cannot be used"),
                (&["--permissions", "read", "--scope", "all", "--subtenants"], 2, "cannot be used"),
                (&["--permissions", "read", "--tenants", "acme,initech"], 1, "does not exist"),
                (&["--permissions", "read", "--modules", "no-such"], 1, "does not exist"),
                (&["--permissions", "read", "--app", "none"], 1, "no such app"),
                (&["--permissions", "read", "--name", "Twice"], 2, "--name"),
            ] {
                let ended = token(&[&["create", "--tenant", "acme", "--name", "No"], more].concat());
                assert_eq!(
                    (ended.status.code(), ended.out.as_str()),
                    (Some(code), ""),
                    "{more:?}: {}",
                    ended.err
                );
                assert!(ended.err.contains(reason), "{more:?}: {}", ended.err);
            }
            let flags = ["--name", "No", "--permissions", "read"];
            let ended = token(&[&["create", "--tenant", "initech"], &flags[..]].concat());
            assert!(ended.err.contains("there is no tenant initech"), "{}", ended.err);
            database.execute("UPDATE tenants SET disabled_at = 1 WHERE slug = 'globex'").await;
            let ended = token(&[&["create", "--tenant", "globex"], &flags[..]].concat());
            assert!(!ended.status.success() && ended.err.contains("is disabled"), "{}", ended.err);
            assert_eq!(database.number("SELECT COUNT(*) FROM tokens").await, 4);

            // Revoked by its name, or without confirmation.
            let typed = |text: &str| {
                let arguments = [&["token", "revoke", id.as_str()], &base[..]].concat();
                let mut child = program(folder.path(), &arguments)
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap();
                child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
                child.wait_with_output().unwrap()
            };
            for text in ["", "\n", "nightly run\n", "yes\n"] {
                let output = typed(text);
                let err = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(!output.status.success() && err.contains("nothing was revoked"), "{text:?}: {err}");
            }
            assert_eq!(me(&visitor, &secret).await.0, 200);
            assert!(typed("Nightly run\n").status.success());
            assert_eq!(me(&visitor, &secret).await.0, 401);
            for more in [&["revoke", &forever, "--yes"] as &[&str], &["revoke", &forever]] {
                let ended = token(more);
                assert!(ended.status.success() && ended.out.is_empty(), "{}", ended.err);
            }
            let revoked = "SELECT COUNT(*) FROM audit_events WHERE action = 'token.revoked' AND actor_label = 'command line'";
            assert_eq!(database.number(revoked).await, 2);
            let unknown = token(&["revoke", "tok_01k8000000e00800000000000k", "--yes"]);
            assert!(
                !unknown.status.success() && unknown.err.contains("there is no token"),
                "{}",
                unknown.err
            );
            assert_eq!(token(&["revoke", "lk_no", "--yes"]).status.code(), Some(2));
            let ended = process.stop().await;
            assert!(!ended.err.contains(&secret), "{}", ended.err);
            database.remove().await;
        });
    }
}

#[test]
fn the_operator_revokes_what_was_issued_with_a_token_along() {
    for kind in Kind::BOTH {
        block_on(async {
            let database = Database::create(kind).await;
            let folder = tempfile::tempdir().unwrap();
            let base = ["--database-url", database.url.as_str()];
            let process = Process::start(folder.path(), &base, &[]).await;
            let owner = process.set_up().await;
            let root = owner.api("acme").await;
            let body = serde_json::json!({ "name": "Child", "permissions": ["read", "create"], "modules": ["administration"] });
            let child = root.issue("acme", &body).await;
            let grandchild = child.issue("acme", &body).await;
            let revoke = |more: &[&str]| {
                let ended = run(
                    folder.path(),
                    &[&["token", "revoke", root.id.as_str(), "--yes"], more, &base[..]].concat(),
                    &[],
                );
                assert!(ended.status.success(), "{}", ended.err);
                ended.err
            };
            // The remaining tokens are reported, even if the token itself is revoked.
            for _ in 0..2 {
                assert!(revoke(&[]).contains("Not revoked: 2 tokens created with it"));
            }
            assert!(!root.is_accepted().await && child.is_accepted().await && grandchild.is_accepted().await);
            assert!(revoke(&["--issued"]).contains("Revoked along with it: 2 tokens"));
            assert!(!child.is_accepted().await && !grandchild.is_accepted().await);
            assert!(revoke(&["--issued"]).contains("was already revoked"));
            process.stop().await;
            database.remove().await;
        });
    }
}
