//! Every column that is NOT NULL refuses null.

use sqlx::error::ErrorKind;

use super::{Kind, TestDatabase, both, one_row_each};

both! {
    async fn a_column_that_must_be_filled_refuses_to_be_emptied(base) {
        one_row_each::fill(base).await;
        let columns = columns(base).await;
        assert!(columns.len() > 70, "{columns:?}");
        for column in columns {
            let (table, name) = column.split_once('.').unwrap();
            let outcome = base.try_execute(&format!("UPDATE {table} SET {name} = NULL")).await;
            let Err(sqlx::Error::Database(error)) = outcome else { panic!("{column}: {outcome:?}") };
            // SQLite's columns of that kind, the number of the row itself, know no missing value at all.
            let numbers = ["instance.id", "change_log.position"].contains(&column.as_str());
            let refused = error.kind() == ErrorKind::NotNullViolation
                || numbers && error.message() == "datatype mismatch";
            assert!(refused, "{column}: {error}");
        }
    }
}

async fn columns(base: &TestDatabase) -> Vec<String> {
    let text = match base.kind {
        Kind::Sqlite => {
            "SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
                 AND t.name NOT LIKE 'search\\_%' ESCAPE '\\' AND c.\"notnull\""
        }
        Kind::Postgres => {
            "SELECT (table_name || '.' || column_name)::text FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' AND is_nullable = 'NO'"
        }
    };
    base.texts(text).await
}
