//! The two macros that let one text and one body serve both databases.

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

/// Names a store file's SQL texts and lists them in `ALL`, so that a test can prepare each of them on both databases.
/// A name that ends in `_SQLITE` or `_POSTGRES` is for that database alone.
macro_rules! sql {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$doc])* const $name: &str = $text;)+
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}

pub(crate) use {on, sql};
