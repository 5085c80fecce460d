//! The row of a token: its columns, as they are read and as they are written.

use uuid::Uuid;

use crate::domain::id::{AppId, LogoId, TenantId, TokenId, UserId};
use crate::domain::labels::Texts;
use crate::domain::permission::{Permission, Permissions};
use crate::domain::time::Timestamp;
use crate::domain::token::{Life, NewToken, TenantScope, Token, TokenSettings};
use crate::store::statement::fold;
use crate::store::{Error, Result, Tx, on, sql};

sql! {
    INSERT = "INSERT INTO tokens (id, tenant_id, name, search_name, description, logo_id, tenant_scope, permissions,
                  app_id, expires_at, created_by, issued_by_person, created_by_label, created_at, updated_at,
                  include_subtenants, issued_by_token_id, issued_by_generation)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, $16, $17)";
    UPDATE = "UPDATE tokens SET name = $3, search_name = $4, description = $5, tenant_scope = $6, permissions = $7,
                  app_id = $8, expires_at = $9, logo_id = $10, include_subtenants = $12,
                  updated_at = CASE WHEN updated_at >= $11 THEN updated_at + 1 ELSE $11 END
              WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
}

/// What is read of a token, with what lists sort by, as `t` and `u`: of `Source::TokensWithUses`.
pub(in crate::store) const COLUMNS: &str =
    "SELECT t.id, t.tenant_id, t.name, t.description, t.logo_id, t.tenant_scope, t.include_subtenants, t.permissions,
         t.expires_at,
         t.disabled_at, t.revoked_at, t.created_at, t.updated_at, t.created_by_label, t.issued_by_token_id,
         u.at AS last_used_at, u.address AS last_used_from, u.permission AS last_used_permission,
         u.module AS last_used_module,
         t.search_name, COALESCE(u.hour, 0) AS last_used_hour,
         (SELECT s.last_four FROM token_secrets s WHERE s.token_id = t.id
          ORDER BY s.generation DESC LIMIT 1) AS last_four";

#[derive(sqlx::FromRow)]
pub(in crate::store) struct Row {
    id: Uuid,
    tenant_id: Uuid,
    name: String,
    description: String,
    logo_id: Option<Uuid>,
    tenant_scope: String,
    include_subtenants: i64,
    permissions: i64,
    expires_at: Option<i64>,
    disabled_at: Option<i64>,
    revoked_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
    created_by_label: String,
    issued_by_token_id: Option<Uuid>,
    last_used_at: Option<i64>,
    last_used_from: Option<String>,
    last_used_permission: Option<i64>,
    last_used_module: Option<String>,
    last_four: String,
}

/// Adds the row of a new token; `issuer` is the name that stays beside it when the person is gone.
pub(super) async fn insert(tx: &mut Tx, token: &NewToken, issuer: &str) -> Result<()> {
    let labels = &token.labels;
    on!(tx, conn => sqlx::query(INSERT)
        .bind(token.id.uuid()).bind(token.tenant.uuid()).bind(labels.name.as_str()).bind(fold(labels.name.as_str()))
        .bind(labels.description.as_str()).bind(token.logo.map(|logo| logo.uuid())).bind(stored_scope(&token.scope))
        .bind(token.permissions.bits()).bind(token.app.map(AppId::uuid)).bind(token.expires_at.map(Timestamp::micros))
        .bind(token.created_by.map(UserId::uuid)).bind(i64::from(token.created_by.is_some())).bind(issuer)
        .bind(token.created_at.micros()).bind(i64::from(token.scope == TenantScope::ThisAndBelow))
        .bind(token.issued_by.map(|(issuer, _)| issuer.uuid())).bind(token.issued_by.map(|(_, generation)| generation))
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Writes the settings of a token; `false` when it is revoked.
pub(super) async fn update(
    tx: &mut Tx,
    (tenant, id): (TenantId, TokenId),
    settings: &TokenSettings,
    now: Timestamp,
) -> Result<bool> {
    let labels = &settings.labels;
    let rows = on!(tx, conn => sqlx::query(UPDATE)
        .bind(tenant.uuid()).bind(id.uuid())
        .bind(labels.name.as_str()).bind(fold(labels.name.as_str())).bind(labels.description.as_str())
        .bind(stored_scope(&settings.scope)).bind(settings.permissions.bits()).bind(settings.app.map(AppId::uuid))
        .bind(settings.expires_at.map(Timestamp::micros)).bind(settings.logo.map(LogoId::uuid)).bind(now.micros())
        .bind(i64::from(settings.scope == TenantScope::ThisAndBelow))
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The column `tenant_scope`. That subtenants are included is a column of its own.
const fn stored_scope(scope: &TenantScope) -> &'static str {
    match scope {
        TenantScope::This | TenantScope::ThisAndBelow => "this",
        TenantScope::Selected(_) => "selected",
        TenantScope::All => "all",
    }
}

pub(in crate::store) fn life(
    expires_at: Option<i64>,
    disabled_at: Option<i64>,
    revoked_at: Option<i64>,
) -> Life {
    Life {
        expires_at: expires_at.map(Timestamp::from_micros),
        disabled_at: disabled_at.map(Timestamp::from_micros),
        revoked_at: revoked_at.map(Timestamp::from_micros),
    }
}

impl Row {
    /// The token of this row; `reached` are the tenants of the scope "selected".
    ///
    /// # Errors
    /// [`Error::Corrupt`] for a row that no version of Latchkey writes.
    pub(in crate::store) fn into_token(self, reached: Vec<TenantId>) -> Result<Token> {
        Ok(Token {
            id: self.id.into(),
            tenant: self.tenant_id.into(),
            labels: Texts { name: self.name, description: self.description },
            logo: self.logo_id.map(Into::into),
            scope: match self.tenant_scope.as_str() {
                "this" if self.include_subtenants == 1 => TenantScope::ThisAndBelow,
                "this" => TenantScope::This,
                "all" => TenantScope::All,
                "selected" => TenantScope::Selected(reached),
                _ => return Err(Error::Corrupt("tokens.tenant_scope")),
            },
            permissions: Permissions::from_bits(self.permissions)
                .ok_or(Error::Corrupt("tokens.permissions"))?,
            life: life(self.expires_at, self.disabled_at, self.revoked_at),
            last_four: self.last_four,
            created_at: Timestamp::from_micros(self.created_at),
            updated_at: Timestamp::from_micros(self.updated_at),
            created_by: self.created_by_label,
            issued_by: self.issued_by_token_id.map(Into::into),
            last_used_at: self.last_used_at.map(Timestamp::from_micros),
            last_used_from: self.last_used_from,
            last_used_permission: self.last_used_permission.and_then(Permission::from_bit),
            last_used_module: self.last_used_module,
        })
    }

    pub(in crate::store) fn id(&self) -> TokenId {
        self.id.into()
    }

    pub(in crate::store) const fn expires_at(&self) -> Option<i64> {
        self.expires_at
    }
}
