//! Reading all that decides: everything, or the things that changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::change_log::{Change, Kind};
use crate::store::statement::{Arg, Statement};
use crate::store::{Result, Tx, on, sql};
use crate::verifier::Loader;
use crate::verifier::rows::{Changes, Led, Scope, Secret, Tenant, Token};

macro_rules! tokens {
    ($where:literal) => {
        concat!(
            "SELECT t.id, t.tenant_id, t.name, t.tenant_scope, t.include_subtenants, t.permissions, t.app_id, t.created_at,
                 t.expires_at, t.disabled_at, t.revoked_at FROM tokens t WHERE ",
            $where
        )
    };
}
macro_rules! secrets {
    ($where:literal) => {
        concat!("SELECT s.hash, s.token_id, s.generation, s.ends_at FROM token_secrets s WHERE ", $where)
    };
}

sql! {
    NEXT_TOKENS = tokens!("t.id > $1 ORDER BY t.id LIMIT $2");
    SECRETS_BETWEEN = secrets!("s.token_id > $1 AND s.token_id <= $2");
    MODULES_BETWEEN = "SELECT r.token_id, r.module_id FROM token_modules r WHERE r.token_id > $1 AND r.token_id <= $2";
    TENANTS_BETWEEN = "SELECT c.token_id, c.tenant_id FROM token_tenants c WHERE c.token_id > $1 AND c.token_id <= $2";
}

/// How many tokens are read at once.
const PORTION: i64 = 5_000;
/// How many ids stand in one statement.
const IDS: usize = 500;

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: Uuid,
    tenant_id: Uuid,
    name: String,
    tenant_scope: String,
    include_subtenants: i64,
    permissions: i64,
    app_id: Option<Uuid>,
    created_at: i64,
    expires_at: Option<i64>,
    disabled_at: Option<i64>,
    revoked_at: Option<i64>,
}

type SecretRow = (Vec<u8>, Uuid, i64, Option<i64>);
type Pair = (Uuid, Uuid);

impl TokenRow {
    fn into_token(self, modules: Vec<Uuid>, tenants: Vec<Uuid>) -> Token {
        let scope = match self.tenant_scope.as_str() {
            "all" => Some(Scope::All),
            "selected" => Some(Scope::Selected(tenants)),
            "this" if self.include_subtenants == 1 => Some(Scope::ThisAndBelow),
            "this" => Some(Scope::This),
            _ => None,
        };
        Token {
            id: self.id,
            home: self.tenant_id,
            name: self.name,
            scope,
            permissions: self.permissions,
            app: self.app_id,
            modules,
            created_at: self.created_at,
            expires_at: self.expires_at,
            disabled_at: self.disabled_at,
            revoked_at: self.revoked_at,
        }
    }
}

/// Reads everything, in portions, and calls `answered` after each. The transaction is of one snapshot.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, answered: impl Fn()) -> Result<Loader> {
    let mut loader = Loader::default();
    let (tenants, modules, apps) =
        (tenants(tx, None).await?, slugs(tx, "modules", None).await?, slugs(tx, "apps", None).await?);
    loader.world(&tenants, &modules, &apps);
    let mut after = Uuid::nil();
    loop {
        let tokens: Vec<TokenRow> = on!(&mut *tx, conn => sqlx::query_as(NEXT_TOKENS)
            .bind(after).bind(PORTION).fetch_all(conn).await)?;
        let Some(last) = tokens.last().map(|token| token.id) else { return Ok(loader) };
        let secrets: Vec<SecretRow> = on!(&mut *tx, conn => sqlx::query_as(SECRETS_BETWEEN)
            .bind(after).bind(last).fetch_all(conn).await)?;
        let mut modules = grouped(on!(&mut *tx, conn => sqlx::query_as(MODULES_BETWEEN)
            .bind(after).bind(last).fetch_all(conn).await)?);
        let mut reached = grouped(on!(&mut *tx, conn => sqlx::query_as(TENANTS_BETWEEN)
            .bind(after).bind(last).fetch_all(conn).await)?);
        let tokens: HashMap<Uuid, Token> = tokens
            .into_iter()
            .map(|row| {
                let id = row.id;
                let (modules, reached) = (modules.remove(&id), reached.remove(&id));
                (id, row.into_token(modules.unwrap_or_default(), reached.unwrap_or_default()))
            })
            .collect();
        for row in secrets {
            if let (Some(secret), Some(token)) = (secret(&row), tokens.get(&row.1)) {
                loader.token(token, &secret);
            }
        }
        after = last;
        answered();
    }
}

/// Reads the things that changed, as they are in the transaction's snapshot.
///
/// # Errors
/// The database's own.
pub async fn read(tx: &mut Tx, changes: &BTreeSet<Change>) -> Result<Changes> {
    let ids = |kind: Kind| -> Vec<Uuid> {
        let of_kind = changes.iter().filter(|(other, _)| *other == kind);
        of_kind.filter_map(|(_, id)| Uuid::from_slice(id).ok()).collect()
    };
    let mut read = Changes {
        tenants: tenants(tx, Some(&ids(Kind::Tenant))).await?,
        modules: slugs(tx, "modules", Some(&ids(Kind::Module))).await?,
        apps: slugs(tx, "apps", Some(&ids(Kind::App))).await?,
        ..Changes::default()
    };
    // Of every hash that changed, or whose token did.
    let mut led: BTreeMap<[u8; 32], Option<(Secret, Uuid)>> = changes
        .iter()
        .filter(|(kind, _)| *kind == Kind::Secret)
        .filter_map(|(_, hash)| Some((hash.as_slice().try_into().ok()?, None)))
        .collect();
    let mut tokens: BTreeSet<Uuid> = ids(Kind::Token).into_iter().collect();
    let hashes: Vec<Vec<u8>> = led.keys().map(|hash| hash.to_vec()).collect();
    for chunk in hashes.chunks(IDS) {
        let mut statement = Statement::new(secrets!("s.hash IN (NULL"));
        for hash in chunk {
            statement.push(", ").bind(Arg::Bytes(hash.clone()));
        }
        statement.push(")");
        tokens.extend(statement.fetch_all::<SecretRow>(tx).await?.into_iter().map(|(_, token, ..)| token));
    }
    let tokens: Vec<Uuid> = tokens.into_iter().collect();
    let mut places = HashMap::new();
    for chunk in tokens.chunks(IDS) {
        for row in of::<SecretRow>(tx, secrets!("s.token_id IN "), chunk).await? {
            if let Some(secret) = secret(&row) {
                led.insert(secret.hash, Some((secret, row.1)));
            }
        }
        let mut modules =
            grouped(of(tx, "SELECT token_id, module_id FROM token_modules WHERE token_id IN ", chunk).await?);
        let mut reached =
            grouped(of(tx, "SELECT token_id, tenant_id FROM token_tenants WHERE token_id IN ", chunk).await?);
        for row in of::<TokenRow>(tx, tokens!("t.id IN "), chunk).await? {
            let id = row.id;
            let (modules, reached) = (modules.remove(&id), reached.remove(&id));
            places.insert(id, read.tokens.len());
            read.tokens.push(row.into_token(modules.unwrap_or_default(), reached.unwrap_or_default()));
        }
    }
    read.secrets = led
        .into_iter()
        .map(|(hash, to)| {
            let to = to.and_then(|(secret, token)| Some((secret, *places.get(&token)?)));
            Led { hash, to }
        })
        .collect();
    Ok(read)
}

fn secret((hash, _, generation, ends_at): &SecretRow) -> Option<Secret> {
    Some(Secret { hash: hash.as_slice().try_into().ok()?, generation: *generation, ends_at: *ends_at })
}

fn grouped(pairs: Vec<Pair>) -> HashMap<Uuid, Vec<Uuid>> {
    let mut groups: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (one, other) in pairs {
        groups.entry(one).or_default().push(other);
    }
    groups
}

/// What a statement that ends in `IN` gives for these ids.
async fn of<R>(tx: &mut Tx, text: &'static str, ids: &[Uuid]) -> Result<Vec<R>>
where
    R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin,
{
    let mut statement = Statement::new(text);
    statement.bind_ids(ids.iter().copied());
    statement.fetch_all(tx).await
}

/// The same for these ids, or for all where there is no list of them.
async fn of_or_all<R>(
    tx: &mut Tx,
    all: &'static str,
    column: &'static str,
    ids: Option<&[Uuid]>,
) -> Result<Vec<R>>
where
    R: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin,
{
    let Some(ids) = ids else { return Statement::new(all).fetch_all(tx).await };
    let mut rows = Vec::new();
    for chunk in ids.chunks(IDS) {
        let mut statement = Statement::new(all);
        statement.push(" AND ").push(column).push(" IN ").bind_ids(chunk.iter().copied());
        rows.extend(statement.fetch_all::<R>(tx).await?);
    }
    Ok(rows)
}

async fn tenants(tx: &mut Tx, ids: Option<&[Uuid]>) -> Result<Vec<(Uuid, Option<Tenant>)>> {
    let rows: Vec<(Uuid, String, String, Option<i64>)> =
        of_or_all(tx, "SELECT id, slug, name, disabled_at FROM tenants WHERE 1 = 1", "id", ids).await?;
    let own: Vec<(Uuid, String)> =
        of_or_all(tx, "SELECT tenant_id, slug FROM tenant_slugs WHERE dropped_at IS NULL", "tenant_id", ids)
            .await?;
    let mut slugs: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (tenant, slug) in own {
        slugs.entry(tenant).or_default().push(slug);
    }
    let mut above = grouped(
        of_or_all(tx, "SELECT tenant_id, ancestor_id FROM tenant_ancestors WHERE 1 = 1", "tenant_id", ids)
            .await?,
    );
    let mut modules = grouped(
        of_or_all(tx, "SELECT tenant_id, module_id FROM tenant_modules WHERE 1 = 1", "tenant_id", ids)
            .await?,
    );
    let mut tenants: BTreeMap<Uuid, Option<Tenant>> =
        ids.unwrap_or_default().iter().map(|id| (*id, None)).collect();
    for (id, slug, name, disabled_at) in rows {
        let (slugs, above, modules) = (slugs.remove(&id), above.remove(&id), modules.remove(&id));
        let tenant = Tenant {
            id,
            slug,
            name,
            disabled: disabled_at.is_some(),
            slugs: slugs.unwrap_or_default(),
            above: above.unwrap_or_default(),
            modules: modules.unwrap_or_default(),
        };
        tenants.insert(id, Some(tenant));
    }
    Ok(tenants.into_iter().collect())
}

/// Slugs of modules or of apps.
async fn slugs(tx: &mut Tx, table: &str, ids: Option<&[Uuid]>) -> Result<Vec<(Uuid, Option<String>)>> {
    let all = match table {
        "modules" => "SELECT id, slug FROM modules WHERE 1 = 1",
        _ => "SELECT id, slug FROM apps WHERE 1 = 1",
    };
    let rows: Vec<(Uuid, String)> = of_or_all(tx, all, "id", ids).await?;
    let mut slugs: BTreeMap<Uuid, Option<String>> =
        ids.unwrap_or_default().iter().map(|id| (*id, None)).collect();
    slugs.extend(rows.into_iter().map(|(id, slug)| (id, Some(slug))));
    Ok(slugs.into_iter().collect())
}
