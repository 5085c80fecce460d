//! The names of a database's constraints.

use std::collections::BTreeSet;

use crate::store::tests::{Kind, TestDatabase};

/// The names of all constraints and unique indexes.
pub(super) async fn names(base: &TestDatabase) -> BTreeSet<String> {
    match base.kind {
        Kind::Postgres => base
            .texts(
                "SELECT i.relname::text FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                     JOIN pg_class t ON t.oid = x.indrelid
                 WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_sqlx%'
                     AND t.relname <> 'verifier_replicas'
                 UNION
                 SELECT c.conname::text FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
                 WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_sqlx%'
                     AND t.relname <> 'verifier_replicas'",
            )
            .await
            .into_iter()
            .collect(),
        Kind::Sqlite => {
            let texts = base.texts("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'search\\_%' ESCAPE '\\'").await;
            let after = |word: &'static str, text: &str| -> Vec<String> {
                let names = text.split(word).skip(1).filter_map(|rest| rest.split_whitespace().next());
                names.map(str::to_owned).collect()
            };
            texts
                .iter()
                .flat_map(|text| [after("CONSTRAINT ", text), after("CREATE UNIQUE INDEX ", text)].concat())
                .collect()
        }
    }
}
