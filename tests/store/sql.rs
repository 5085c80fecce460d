//! Every SQL statement is valid on its database, and every module of the store is tested.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr as _};

use super::both;
use crate::store::{
    Tx, api_clients, apps, audit, bulk,
    database::instance,
    following, idempotency,
    modules::{self, in_use},
    notices::{self, deliveries},
    on,
    people::{sessions, sign_in_failures, users},
    tenants::{self, stopping},
    tokens::{self, drafts, issued, logos, rotations, secrets},
    usage,
    verification::{self, decisions},
};

/// The statements of each module of the store.
const FILES: &[(&str, &[(&str, &str)])] = &[
    ("api_clients", api_clients::ALL),
    ("apps", apps::ALL),
    ("audit::chain", audit::chain::ALL),
    ("bulk::jobs", bulk::jobs::ALL),
    ("following::change_log", following::change_log::ALL),
    ("following::deciding", following::deciding::ALL),
    ("verification::decisions", decisions::ALL),
    ("notices::deliveries", deliveries::ALL),
    ("tokens::drafts", drafts::ALL),
    ("idempotency", idempotency::ALL),
    ("modules::in_use", in_use::ALL),
    ("database::instance", instance::ALL),
    ("tokens::issued", issued::ALL),
    ("tokens::logos", logos::ALL),
    ("modules", modules::ALL),
    ("notices", notices::ALL),
    ("notices::settings", notices::settings::ALL),
    ("tokens::rotations", rotations::ALL),
    ("tokens::row", tokens::row::ALL),
    ("tokens::secrets", secrets::ALL),
    ("people::sessions", sessions::ALL),
    ("people::sign_in_failures", sign_in_failures::ALL),
    ("tenants::tree", tenants::tree::ALL),
    ("tenants::stopping", stopping::ALL),
    ("tenants::names", tenants::names::ALL),
    ("tenants::slugs", tenants::slugs::ALL),
    ("tenants", tenants::ALL),
    ("tokens::changes", tokens::changes::ALL),
    ("tokens::list", tokens::list::ALL),
    ("tokens", tokens::ALL),
    ("usage::days", usage::days::ALL),
    ("people::users", users::ALL),
    ("verification", verification::ALL),
];

both! {
    async fn every_text_can_be_prepared(base) {
        let mut tx = base.tx().await;
        let other_one = if matches!(tx, Tx::Sqlite(..)) { "_POSTGRES" } else { "_SQLITE" };
        for (file, texts) in FILES {
            for (name, text) in texts.iter().filter(|(name, _)| !name.ends_with(other_one)) {
                if let Err(error) = prepare(&mut tx, text).await {
                    panic!("{file}::{name}: {error}");
                }
            }
        }
    }

    async fn a_text_that_means_nothing_cannot_be_prepared(base) {
        for text in ["SELECT id FROM nowhere", "SELECT nothing FROM tenants", "SELECT $1 FRM tenants"] {
            assert!(prepare(&mut base.tx().await, text).await.is_err(), "{text}");
        }
    }
}

async fn prepare(tx: &mut Tx, text: &str) -> sqlx::Result<()> {
    let text = AssertSqlSafe(text.to_owned()).into_sql_str();
    on!(tx, conn => conn.prepare(text).await.map(|_| ()))
}

#[test]
fn every_file_with_texts_is_in_the_list() {
    let with_texts: BTreeSet<String> =
        store_files().into_iter().filter(|(_, code)| code.contains("sql! {")).map(|(file, _)| file).collect();
    let listed: BTreeSet<String> = FILES.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(with_texts, listed);
}

#[test]
fn a_text_for_one_database_has_its_twin_for_the_other() {
    for (file, texts) in FILES {
        let all: BTreeSet<&str> = texts.iter().map(|(name, _)| *name).collect();
        for name in &all {
            let twin = match (name.strip_suffix("_SQLITE"), name.strip_suffix("_POSTGRES")) {
                (Some(stem), _) => format!("{stem}_POSTGRES"),
                (_, Some(stem)) => format!("{stem}_SQLITE"),
                (None, None) => continue,
            };
            assert!(all.contains(twin.as_str()), "{file}::{name} has no {twin}");
        }
    }
}

#[test]
fn every_function_is_called_by_a_test() {
    let tests: String = sources(&root("tests/store"), "").into_iter().map(|(_, code)| code).collect();
    for (module, code) in store_files() {
        let leaf = module.rsplit("::").next().unwrap_or_default();
        for line in code.lines() {
            let function =
                ["pub async fn ", "pub(crate) async fn "].iter().find_map(|start| line.strip_prefix(start));
            let Some(name) = function.and_then(|rest| rest.split(['(', '<']).next()) else { continue };
            assert!(tests.contains(&format!("{leaf}::{name}(")), "no test calls {module}::{name}");
        }
    }
}

/// The modules of the store, by their path below it, and their text.
fn store_files() -> Vec<(String, String)> {
    let files = sources(&root("src/store"), "");
    assert!(files.len() > FILES.len());
    files
}

fn root(directory: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(directory)
}

fn sources(directory: &Path, module: &str) -> Vec<(String, String)> {
    let below = |name: &str| if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") };
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap();
            if path.is_dir() {
                return sources(&path, &below(name));
            }
            if path.extension().is_none_or(|ending| ending != "rs") {
                return Vec::new();
            }
            let module = if name == "mod" { module.to_owned() } else { below(name) };
            vec![(module, fs::read_to_string(&path).unwrap())]
        })
        .collect()
}
