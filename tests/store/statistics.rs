//! The statistics of SQLite's planner: in every database, for every index, and restored if changed.

use std::collections::BTreeSet;

use super::{Kind, TestDatabase, run};
use crate::store::database::statistics::FIGURES;
use crate::store::statement::Statement;
use crate::store::verification;

const KNOWN: &str = "SELECT tbl || ' ' || idx || ' ' || stat FROM sqlite_stat1";

async fn known(base: &TestDatabase) -> BTreeSet<String> {
    base.texts(KNOWN).await.into_iter().collect()
}

fn wanted() -> BTreeSet<String> {
    FIGURES.iter().map(|(table, index, figures)| format!("{table} {index} {figures}")).collect()
}

#[test]
fn every_index_has_figures_and_every_figure_its_index() {
    run(Kind::Sqlite, async |base| {
        assert_eq!(known(base).await, wanted());
        // SQLite numbers the indexes it creates for keys; those of tables WITHOUT ROWID have the table's name.
        let indexes =
            "SELECT m.tbl_name || ' ' || m.name || ' ' || (SELECT COUNT(*) FROM pragma_index_info(m.name))
             FROM sqlite_schema m WHERE m.type = 'index' AND m.sql IS NOT NULL
                 AND m.tbl_name NOT LIKE 'search\\_names%' ESCAPE '\\'";
        let indexes: BTreeSet<String> = base.texts(indexes).await.into_iter().collect();
        let figures: BTreeSet<String> = FIGURES
            .iter()
            .filter(|(table, index, _)| table != index && !index.starts_with("sqlite_"))
            .map(|(table, index, figures)| format!("{table} {index} {}", figures.split(' ').count() - 1))
            .collect();
        assert_eq!(indexes, figures);
        for (table, index, _) in FIGURES.iter().filter(|(_, index, _)| index.starts_with("sqlite_")) {
            let there = format!("SELECT COUNT(*) FROM pragma_index_list('{table}') WHERE name = '{index}'");
            assert_eq!(base.number(&there).await, 1, "{index}");
        }
    });
}

#[test]
fn what_analyze_found_gives_way_at_the_next_start() {
    run(Kind::Sqlite, async |base| {
        base.execute("ANALYZE").await;
        assert_ne!(known(base).await, wanted());
        base.migrate().await.unwrap();
        assert_eq!(known(base).await, wanted());
        base.execute("DROP TABLE sqlite_stat1").await;
        base.migrate().await.unwrap();
        assert_eq!(known(base).await, wanted());
    });
}

#[test]
fn a_token_is_verified_by_primary_keys_and_what_is_unique() {
    run(Kind::Sqlite, async |base| {
        let mut tx = base.reader().await;
        for text in verification::sqlite_facts() {
            let plan = Statement::new(text.leak()).plan(&mut tx).await.join("\n");
            for step in [
                "SEARCH s USING PRIMARY KEY (hash=?)",
                "SEARCH t USING INDEX sqlite_autoindex_tokens_1 (id=?)",
                "SEARCH h USING INDEX sqlite_autoindex_tenants_1 (id=?)",
                "SEARCH r USING PRIMARY KEY (token_id=?)",
            ] {
                assert!(plan.contains(step), "{step}:\n{plan}");
            }
            assert!(!plan.contains("SCAN") && !plan.contains("AUTOMATIC"), "{plan}");
        }
    });
}
