//! The triggers of the change log watch every column that the verification's statements read.

use std::collections::BTreeSet;

use super::{Kind, TestDatabase, both, one_row_each, run};
use crate::store::following::deciding;
use crate::store::verification;

/// `table.column` of everything that the statements read, as PostgreSQL understands them.
async fn read(base: &TestDatabase) -> BTreeSet<String> {
    let mut read = BTreeSet::new();
    for (name, text) in verification::ALL.iter().chain(deciding::ALL) {
        let asked = if *name == "FACTS_THERE" { "'acme'::text" } else { "'{1}'::uuid" };
        let uuid = "'00000000-0000-0000-0000-000000000001'::uuid";
        let second = match *name {
            "FACTS_THERE" => asked,
            "NEXT_TOKENS" => "10",
            _ => uuid,
        };
        let first = if name.starts_with("FACTS") { "'\\x00'::bytea" } else { uuid };
        let text = text.replace("$1", first).replace("$2", second).replace("$3", "'acme'::text");
        base.execute(&format!("CREATE VIEW reading AS {text}")).await;
        let used = "SELECT (table_name || '.' || column_name)::text FROM information_schema.view_column_usage
                    WHERE view_name = 'reading'";
        let used = base.texts(used).await;
        assert!(used.len() > 1, "{name}");
        read.extend(used);
        base.execute("DROP VIEW reading").await;
    }
    read
}

/// `table.column` of everything that the triggers watch, and `table insert`, `table delete`.
async fn watched(base: &TestDatabase) -> BTreeSet<String> {
    if base.kind == Kind::Postgres {
        let columns = "SELECT (event_object_table || '.' || event_object_column)::text
             FROM information_schema.triggered_update_columns WHERE trigger_name LIKE 'change\\_log\\_%'";
        let events = "SELECT (event_object_table || ' ' || lower(event_manipulation))::text FROM information_schema.triggers
             WHERE trigger_name LIKE 'change\\_log\\_%' AND event_manipulation <> 'UPDATE' AND event_object_table <> 'change_log'";
        return base.texts(columns).await.into_iter().chain(base.texts(events).await).collect();
    }
    let mut watched = BTreeSet::new();
    let triggers =
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'change\\_log\\_%' ESCAPE '\\'
                    AND tbl_name <> 'change_log'";
    for trigger in base.texts(triggers).await {
        let (head, _) = trigger.split_once("BEGIN").unwrap();
        let (what, table) = head.split_once(" AFTER ").unwrap().1.rsplit_once(" ON ").unwrap();
        let table = table.trim();
        match what.trim().strip_prefix("UPDATE OF") {
            Some(columns) => {
                watched.extend(columns.split(',').map(|column| format!("{table}.{}", column.trim())));
            }
            None => drop(watched.insert(format!("{table} {}", what.trim().to_lowercase()))),
        }
    }
    watched
}

/// What is read and not watched.
fn unwatched(read: &BTreeSet<String>, watched: &BTreeSet<String>) -> Vec<String> {
    let tables: BTreeSet<&str> = read.iter().filter_map(|column| Some(column.split_once('.')?.0)).collect();
    let events = tables.iter().flat_map(|table| ["insert", "delete"].map(|event| format!("{table} {event}")));
    read.iter().cloned().chain(events).filter(|one| !watched.contains(one)).collect()
}

#[test]
fn everything_that_is_read_is_watched_on_both_databases() {
    let (mut all, mut postgres, mut sqlite) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    run(Kind::Postgres, async |base| {
        (all, postgres) = (read(base).await, watched(base).await);
        // One that is left out is noticed.
        base.execute("DROP TRIGGER change_log_tenants_update ON tenants").await;
        let fewer = watched(base).await;
        assert!(unwatched(&all, &fewer).contains(&"tenants.disabled_at".to_owned()));
        base.execute("ALTER TABLE tokens ADD COLUMN quota BIGINT").await;
    });
    run(Kind::Sqlite, async |base| {
        sqlite = watched(base).await;
        base.execute("DROP TRIGGER change_log_token_modules_delete").await;
        assert_eq!(unwatched(&all, &watched(base).await), ["token_modules delete"]);
    });
    assert!(all.len() > 30, "{all:#?}");
    assert!(all.contains("tokens.revoked_at") && all.contains("tenant_slugs.dropped_at"));
    assert_eq!(unwatched(&all, &postgres), Vec::<String>::new());
    assert_eq!(unwatched(&all, &sqlite), Vec::<String>::new());
    let truncations = postgres.iter().filter(|one| one.ends_with(" truncate")).count();
    assert!(truncations == 10 || truncations == 0, "{truncations}");
    postgres.retain(|one| !one.ends_with(" truncate"));
    assert_eq!(sqlite, postgres);
}

both! {
    async fn what_is_watched_is_logged_and_nothing_else_is(base) {
        one_row_each::fill(base).await;
        let watched = watched(base).await;
        let tables: BTreeSet<&str> = watched.iter().filter_map(|one| Some(one.split_once('.')?.0)).collect();
        assert_eq!(tables.len(), 10);
        let mut others = 0;
        for table in tables {
            let columns = match base.kind {
                Kind::Sqlite => format!("SELECT name FROM pragma_table_info('{table}')"),
                Kind::Postgres => format!("SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}'"),
            };
            for column in base.texts(&columns).await {
                let before = base.number("SELECT COUNT(*) FROM change_log").await;
                base.execute(&format!("UPDATE {table} SET {column} = {column}")).await;
                let rows = base.number("SELECT COUNT(*) FROM change_log").await - before;
                let expected = watched.contains(&format!("{table}.{column}"));
                assert_eq!(rows > 0, expected, "{table}.{column}: {rows}");
                others += usize::from(!expected);
            }
        }
        assert!(others > 20, "{others}");
    }

    async fn what_comes_and_goes_is_logged(base) {
        one_row_each::fill(base).await;
        for (table, deleted) in [
            ("token_modules", "DELETE FROM token_modules WHERE token_id = {1} AND module_id = {1}"),
            ("token_secrets", "DELETE FROM token_secrets WHERE hash = [1]"),
            ("token_tenants", "DELETE FROM token_tenants WHERE tenant_id = {2}"),
            ("tenant_ancestors", "DELETE FROM tenant_ancestors WHERE tenant_id = {2}"),
            ("tenant_modules", "DELETE FROM tenant_modules WHERE module_id = {1}"),
            ("tenant_slugs", "DELETE FROM tenant_slugs WHERE slug = 'third'"),
            ("tenants", "DELETE FROM tenants WHERE id = {3}"),
            ("modules", "DELETE FROM modules WHERE id = {3}"),
            ("apps", "DELETE FROM apps WHERE id = {3}"),
            ("tokens", "DELETE FROM tokens WHERE id = {3}"),
        ] {
            let before = base.number("SELECT COUNT(*) FROM change_log").await;
            assert_eq!(base.execute(deleted).await, 1, "{table}");
            assert!(base.number("SELECT COUNT(*) FROM change_log").await > before, "{table}");
        }
        // What goes with something else is logged too.
        let secrets = "SELECT COUNT(*) FROM change_log WHERE kind = 'secret' AND id = [2]";
        let before = base.number(secrets).await;
        for table in ["idempotency_keys", "usage_days", "notices", "rotations", "drafts"] {
            base.execute(&format!("DELETE FROM {table}")).await;
        }
        base.execute("DELETE FROM tokens WHERE id = {1}").await;
        assert_eq!(base.number(secrets).await, before + 1);
    }
}
