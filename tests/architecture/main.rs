//! Enforces the architecture: import directions, no circles, documented errors, the place of SQL, twin migrations,
//! small files.
//!
//! Every rule is a function from texts to complaints, next to a text that violates it: a rule that cannot fail
//! enforces nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod circles;
mod docs;
mod handlers;
mod imports;

use std::fs;
use std::path::{Path, PathBuf};

/// Longer files usually do two things.
const MAX_LINES: usize = 400;

/// Files that begin a write without a checked right: nobody requested it, or signing in is itself the proof.
const WRITERS: &[(&str, &str)] = &[
    ("src/store/", "what was used and refused, gathered in memory and written in the background"),
    ("src/service/", "this is where the right is proven"),
    ("src/jobs/", "nobody asks for it: it tidies up, and tells people what is noted already"),
    ("src/auth/session.rs", "a session notes its own use; a row that is gone stays gone"),
    ("src/auth/throttle.rs", "an attempt to sign in is counted, whoever makes it"),
    ("src/auth/proof.rs", "an attempt that could not be looked at is counted no more"),
    ("src/app.rs", "the start"),
];

/// Files that may act without an `Authority`: as the system, or for a visitor.
const UNATTENDED: &[(&str, &str)] = &[
    ("src/service/", "work in the background, whose right is asked of the person who began it"),
    ("src/command/", "whoever may use the shell of the machine may do this"),
    ("src/admin.rs", "the same, and the owner named in the settings"),
    ("src/demo.rs", "made-up data in a fresh database"),
    ("src/web/sign_in.rs", "the password proves it, and is looked at again in the same transaction"),
    ("src/web/setup.rs", "the code proves it, and only the first one to come makes an owner"),
];

/// Files that write nothing: they call the service, which opens the transaction and records the change.
const CALLERS: &[&str] = &["src/admin.rs", "src/api/", "src/command/", "src/demo", "src/web/"];

/// A file's path below the root, with slashes, and its text.
type Source = (String, String);

#[test]
fn only_the_store_speaks_sql() {
    assert_none(files("src", &["rs"]).iter().filter_map(|(path, text)| sql_outside_the_store(path, text)));
}

#[test]
fn sql_outside_the_store_is_noticed() {
    assert!(sql_outside_the_store("src/web/x.rs", "let row = sqlx::query(TEXT);").is_some());
    assert!(sql_outside_the_store("src/store/x.rs", "let row = sqlx::query(TEXT);").is_none());
    assert!(sql_outside_the_store("src/web/x.rs", "// sqlx is named in the store only").is_none());
}

#[test]
fn a_write_begins_with_its_right() {
    assert_none(files("src", &["rs"]).iter().flat_map(|(path, text)| writes_without_a_right(path, text)));
}

#[test]
fn a_write_without_a_right_is_noticed() {
    for (path, text) in [
        ("src/web/apps/create.rs", "let mut tx = state.db.write().await?;"),
        ("src/web/apps/create.rs", "let db = &state.db;\nlet mut tx = db\n    .write()\n    .await?;"),
        ("src/api/v1/apps.rs", "let mut tx = Db::write(&state.db).await?;"),
        ("src/web/apps/create.rs", "let mut tx = AuthorizedTx::unattended(&state).await?;"),
        ("src/auth/authz.rs", "let mut tx = state.db.write().await?;"),
        ("src/command/token.rs", "let mut tx = state.db.write().await?;"),
        ("src/web/apps/create.rs", "let act = Act::system(\"sign-in\", &state);"),
        ("src/api/v1/apps.rs", "let act = Act::visitor(origin, &state);"),
    ] {
        assert_eq!(writes_without_a_right(path, text).len(), 1, "{path}: {text}");
    }
    for (path, text) in [
        ("src/web/apps/create.rs", "let mut tx = authority.begin(&state).await?;"),
        ("src/web/apps/create.rs", "let mut tx = state.db.read().await?; // not db.write()"),
        ("src/service/authorized.rs", "let mut tx = state.db.write().await?;"),
        ("src/jobs/mod.rs", "let mut tx = state.db.write().await?;"),
        ("src/web/sign_in.rs", "let act = Act::visitor(origin, &state);"),
    ] {
        assert_eq!(writes_without_a_right(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}

#[test]
fn callers_of_the_service_write_nothing() {
    assert_none(files("src", &["rs"]).iter().filter_map(|(path, text)| writes_past_the_service(path, text)));
}

#[test]
fn a_write_past_the_service_is_noticed() {
    for text in [
        "let mut tx = cx.write().await?;",
        "let mut tx = cx\n    .authority\n    .begin(&state).await?;",
        "let mut tx = cx.act().begin().await?;",
        "tx.record(None, kind, object, change)?;",
    ] {
        assert!(writes_past_the_service("src/web/tenants/create.rs", text).is_some(), "{text}");
        assert!(writes_past_the_service("src/service/tenants/mod.rs", text).is_none(), "{text}");
    }
    let read = "let mut tx = cx.read().await?; tenants::create(&cx.act(), &new).await?;";
    assert!(writes_past_the_service("src/web/tenants/create.rs", read).is_none());
}

#[test]
fn every_migration_has_its_twin() {
    let names = |dialect: &str| -> Vec<String> {
        let directory = format!("migrations/{dialect}/");
        files(&directory, &["sql"]).iter().map(|(path, _)| path.replace(&directory, "")).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty());
    assert_none(without_twin(&sqlite, &postgres));
}

#[test]
fn a_migration_without_its_twin_is_noticed() {
    let names = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    assert_eq!(without_twin(&names(&["0001_a.sql"]), &names(&["0001_a.sql"])).len(), 0);
    assert_eq!(without_twin(&names(&["0001_a.sql", "0002_b.sql"]), &names(&["0001_a.sql"])).len(), 1);
    assert_eq!(without_twin(&names(&["0001_a.sql"]), &names(&["0001_b.sql"])).len(), 2);
}

#[test]
fn no_file_outgrows_a_reader() {
    let sources = ["src", "tests", "templates", "migrations", "scripts"]
        .iter()
        .flat_map(|root| files(root, &["rs", "html", "sql", "test"]))
        .collect::<Vec<_>>();
    assert!(!sources.is_empty());
    assert_none(sources.iter().filter_map(|(path, text)| too_long(path, text)));
}

#[test]
fn a_file_that_outgrew_its_readers_is_noticed() {
    assert!(too_long("src/a.rs", &"x\n".repeat(MAX_LINES)).is_none());
    assert!(too_long("src/a.rs", &"x\n".repeat(MAX_LINES + 1)).is_some());
    assert!(too_long("tests/vendor/a.rs", &"x\n".repeat(MAX_LINES + 1)).is_none());
}

/// `src/web/page.rs` is `[web, page]`; the crate's root is empty.
fn module_path(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    if inner == "lib" { Vec::new() } else { inner.split('/').map(str::to_owned).collect() }
}

/// The text without comments and without the unit tests at its end, which may use anything.
fn code(text: &str) -> String {
    let tests = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    text[..tests]
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn sql_outside_the_store(path: &str, text: &str) -> Option<String> {
    let inside = path.starts_with("src/store/") || path == "src/store.rs";
    (!inside && code(text).contains("sqlx"))
        .then(|| format!("{path}: names sqlx, which is the store's alone"))
}

/// The places where a file begins a write, unless it may.
fn writes_without_a_right(path: &str, text: &str) -> Vec<String> {
    let code: String = code(text).split_whitespace().collect();
    let may = |list: &[(&str, &str)]| list.iter().any(|(allowed, _)| path.starts_with(allowed));
    // A handler's context begins with the request's authority.
    let write = code.replace("cx.write()", "").contains(".write()") || code.contains("Db::write(");
    let lone = ["::unattended(", "Act::system(", "Act::visitor("].iter().any(|call| code.contains(call));
    let begin = |begins: bool, allowed: bool, what: &str| {
        (begins && !allowed)
            .then(|| format!("{path}: begins a write by {what}; take an `Authority` and `begin`"))
    };
    [begin(write, may(WRITERS), "itself"), begin(lone, may(UNATTENDED), "nobody's right")]
        .into_iter()
        .flatten()
        .collect()
}

fn writes_past_the_service(path: &str, text: &str) -> Option<String> {
    let code: String = code(text).split_whitespace().collect();
    let caller = CALLERS.iter().any(|caller| path.starts_with(caller));
    let call = [".write()", ".begin(", ".record("].into_iter().find(|call| code.contains(call))?;
    caller.then(|| format!("{path}: calls `{call}`; leave that to a function of the service"))
}

fn without_twin(sqlite: &[String], postgres: &[String]) -> Vec<String> {
    let lonely = |own: &[String], other: &[String], dialect: &str| -> Vec<String> {
        own.iter()
            .filter(|name| !other.contains(name))
            .map(|name| format!("{name}: only in {dialect}"))
            .collect()
    };
    [lonely(sqlite, postgres, "sqlite"), lonely(postgres, sqlite, "postgres")].concat()
}

fn too_long(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > MAX_LINES && !path.contains("/vendor/")).then(|| format!("{path}: {lines} lines"))
}

/// The files below `root` with one of these extensions (or names, for files without one), by name.
fn files(root: &str, endings: &[&str]) -> Vec<Source> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open = vec![base.join(root)];
    while let Some(directory) = open.pop() {
        let Ok(entries) = fs::read_dir(&directory) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if ending(&path).is_some_and(|ending| endings.contains(&ending.as_str())) {
                let name = path.strip_prefix(base).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn ending(path: &PathBuf) -> Option<String> {
    Path::new(path).extension().or(path.file_name()).map(|name| name.to_string_lossy().into_owned())
}

#[track_caller]
fn assert_none(complaints: impl IntoIterator<Item = String>) {
    let complaints: Vec<_> = complaints.into_iter().collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
