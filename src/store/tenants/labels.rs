//! The names of tenants, as far as a reader may see them.

use std::collections::{BTreeSet, HashSet};

use uuid::Uuid;

use crate::domain::id::TenantId;
use crate::domain::person::Reach;
use crate::store::statement::{Arg, Statement};
use crate::store::{Result, Tx};

/// Tenants, and the names and slugs that identify them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The tenants.
    pub ids: HashSet<TenantId>,
    /// Their names, and those of their current or former slugs that were searched for.
    pub labels: HashSet<String>,
}

/// Those of `ids`, and those with one of `labels` as their name or as a current or former slug, that are within
/// `reach`. Always one query.
///
/// # Errors
/// If the database fails.
pub async fn within(
    tx: &mut Tx,
    reach: &Reach,
    ids: &BTreeSet<TenantId>,
    labels: &BTreeSet<String>,
) -> Result<Named> {
    let mut statement = Statement::new("WITH RECURSIVE readable (id) AS (SELECT id FROM tenants WHERE ");
    match reach {
        Reach::Everywhere => statement.push("1 = 1"),
        Reach::Exactly(tenants) | Reach::Below(tenants) => {
            statement.push("id IN ").bind_ids(tenants.iter().map(|id| id.uuid()))
        }
    };
    if matches!(reach, Reach::Below(_)) {
        statement.push(" UNION SELECT t.id FROM tenants t JOIN readable r ON t.parent_id = r.id");
    }
    // PostgreSQL fails on a NUL in text.
    let labels: Vec<&String> = labels.iter().filter(|label| !label.contains('\0')).collect();
    statement.push(
        ") SELECT t.id, t.name, k.slug FROM tenants t
           LEFT JOIN tenant_slugs k ON k.tenant_id = t.id AND k.slug IN ",
    );
    bind_texts(&mut statement, &labels);
    statement.push(" WHERE t.id IN (SELECT id FROM readable) AND (t.id IN ");
    statement.bind_ids(ids.iter().map(|id| id.uuid()));
    statement.push(" OR k.slug IS NOT NULL OR t.name IN ");
    bind_texts(&mut statement, &labels);
    statement.push(")");
    let rows: Vec<(Uuid, String, Option<String>)> = statement.fetch_all(tx).await?;
    let mut named = Named::default();
    for (id, name, slug) in rows {
        named.ids.insert(id.into());
        named.labels.insert(name);
        named.labels.extend(slug);
    }
    Ok(named)
}

fn bind_texts(statement: &mut Statement, texts: &[&String]) {
    statement.push("(NULL");
    for text in texts {
        statement.push(", ").bind(Arg::Text((*text).clone()));
    }
    statement.push(")");
}
