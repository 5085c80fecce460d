//! The macros with which one statement and one function body serve both databases.

/// Runs one expression on the database of the transaction: `on!(tx, conn => query.execute(conn).await)`.
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx, ..) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::Tx::Postgres(tx, ..) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

/// Names the statements of a file and lists them in `ALL`, so that a test can prepare each on both databases. A name
/// ending in `_SQLITE` or `_POSTGRES` is only for that database.
macro_rules! sql {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$doc])* const $name: &str = $text;)+
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}

pub(crate) use {on, sql};
