//! Every SQL text means something to the database it is for, and nothing of the store is left untested.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr as _};

use super::both;
use crate::store::{
    Tx, api_clients, apps, audit, bulk,
    database::instance,
    idempotency,
    modules::{self, in_use},
    notices::{self, deliveries},
    on,
    people::{sessions, sign_in_failures, users},
    tenants::{self, stopping},
    tokens::{self, drafts, issued, logos, rotations, secrets},
    usage,
    verification::{self, decisions},
};

/// The texts of each store file.
const FILES: &[(&str, &[(&str, &str)])] = &[
    ("api_clients", api_clients::ALL),
    ("apps", apps::ALL),
    ("audit_chain", audit::chain::ALL),
    ("bulk_jobs", bulk::jobs::ALL),
    ("decisions", decisions::ALL),
    ("deliveries", deliveries::ALL),
    ("drafts", drafts::ALL),
    ("idempotency", idempotency::ALL),
    ("in_use", in_use::ALL),
    ("instance", instance::ALL),
    ("issued", issued::ALL),
    ("logos", logos::ALL),
    ("modules", modules::ALL),
    ("notices", notices::ALL),
    ("notification_settings", notices::settings::ALL),
    ("rotations", rotations::ALL),
    ("secrets", secrets::ALL),
    ("sessions", sessions::ALL),
    ("sign_in_failures", sign_in_failures::ALL),
    ("tenant_tree", tenants::tree::ALL),
    ("stopping", stopping::ALL),
    ("tenant_names", tenants::names::ALL),
    ("tenant_slugs", tenants::slugs::ALL),
    ("tenants", tenants::ALL),
    ("token_changes", tokens::changes::ALL),
    ("token_list", tokens::list::ALL),
    ("tokens", tokens::ALL),
    ("usage_days", usage::days::ALL),
    ("users", users::ALL),
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
    let tests: String = sources("src/store/tests").into_iter().map(|(_, code)| code).collect();
    for (file, code) in store_files() {
        for line in code.lines() {
            let Some(name) = line.strip_prefix("pub async fn ").and_then(|rest| rest.split('(').next())
            else {
                continue;
            };
            assert!(tests.contains(&format!("{file}::{name}(")), "no test calls {file}::{name}");
        }
    }
}

/// The files beside this directory: their names without the ending, and what stands in them.
fn store_files() -> Vec<(String, String)> {
    let files = sources("src/store");
    assert!(files.len() > FILES.len());
    files
}

fn sources(directory: &str) -> Vec<(String, String)> {
    fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(directory))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}
