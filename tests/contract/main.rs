//! Checks the API against its OpenAPI document with schemathesis: no 5xx, and no status, header or body that the
//! document does not describe, for any caller.
//!
//! Schemathesis is a separate program; scripts/test installs a fixed version below `target`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::process::Command;

use chrono::TimeDelta;
use support::{TestApp, both, setting};

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance";

/// What exists for it to find: without these, nearly every response would be 404.
struct There<'a> {
    tenant: &'a str,
    token: &'a str,
}

/// Runs it on the operations that `which` matches, as a caller with this secret, or without one.
async fn run(app: &TestApp, there: &There<'_>, secret: Option<&str>, which: &[&str]) {
    #[expect(clippy::disallowed_methods, reason = "what scripts/test tells the tests")]
    let program = std::env::var("LATCHKEY_TEST_SCHEMATHESIS")
        .expect("LATCHKEY_TEST_SCHEMATHESIS is not set: run scripts/test, which installs schemathesis");
    let folder = tempfile::tempdir().unwrap();
    let known =
        format!("[parameters]\n\"path.slug\" = \"{}\"\n\"path.token\" = \"{}\"\n", there.tenant, there.token);
    fs::write(folder.path().join("schemathesis.toml"), known).unwrap();
    let examples = setting("LATCHKEY_TEST_SCHEMATHESIS_EXAMPLES", 8).to_string();
    let mut command = Command::new(program);
    command.current_dir(folder.path()).args(["--no-color", "run", "--checks", CHECKS, "--seed", "1"]);
    command.args(["--phases", "examples,coverage,fuzzing", "--max-examples", &examples]);
    command.args(["--warnings", "off", "--continue-on-failure", "--generation-database", "none"]).args(which);
    if let Some(secret) = secret {
        command.args(["--header", &format!("Authorization: Bearer {secret}")]);
    }
    command.arg(app.base.join("/api/openapi.json").unwrap().as_str());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
}

both! {
    async fn nothing_is_answered_that_the_document_does_not_promise(app) {
        let (owner, api) = app.owner_and_api("acme").await;
        let week = |form: support::Form| form.tick("7 days");
        let short = owner.api_as("acme", "read write create delete", week, |form| form).await;
        let there = There { tenant: "acme", token: &owner.issue("acme", "Deploy").await.id };
        run(app, &there, Some(&api.secret), &["--exclude-method", "DELETE"]).await;
        assert!(api.is_accepted().await, "it was let in to the end");
        run(app, &there, Some(&api.secret), &["--include-method", "DELETE"]).await;
        run(app, &there, None, &[]).await;
        app.wait(TimeDelta::days(8));
        assert!(!short.is_accepted().await);
        run(app, &there, Some(&short.secret), &[]).await;
    }
}
