//! `token create` and `token revoke`, for the operator of the host.

use anyhow::{Context as _, bail};

use crate::config::NewToken;
use crate::config::terminal::{confirmed, give, tell};
use crate::domain::audit::Origin;
use crate::domain::id::TokenId;
use crate::domain::permission::Permissions;
use crate::domain::person::Reach;
use crate::domain::text::Slug;
use crate::domain::token::{self, Status, TenantScope};
use crate::service::AuthorizedTx;
use crate::service::choice::{self, Chosen, Misfit};
use crate::service::issued::{self, PORTION, Which};
use crate::service::tokens::{self as service, AuditNames};
use crate::service::visible::Readable;
use crate::state::State;
use crate::store::{Tx, tenants, tokens};

/// The actor in the audit log and the token's creator.
const OPERATOR: &str = "command line";

/// Creates a token. Writes the secret and nothing else to standard output, so that a script can capture it.
pub async fn create(state: &State, wanted: &NewToken) -> anyhow::Result<()> {
    let now = state.now();
    let mut tx = AuthorizedTx::unattended(state, Origin::system(OPERATOR)).await?;
    let tenant = tenants::find_by_slug(&mut tx, wanted.tenant.as_str()).await?;
    let tenant = tenant.with_context(|| format!("there is no tenant {}", wanted.tenant))?;
    if tenant.is_disabled() {
        bail!("the tenant {} is disabled: enable it before you create tokens", wanted.tenant);
    }
    let mut selected = Vec::new();
    let scope = if wanted.tenants.is_empty() {
        match &wanted.scope {
            TenantScope::This if wanted.subtenants => TenantScope::ThisAndBelow,
            scope => scope.clone(),
        }
    } else {
        let found = choice::tenants(&mut tx, &Reach::Everywhere, &slugs(&wanted.tenants)).await?;
        selected = fitting(found)?.into_iter().map(|tenant| (tenant.id, tenant.name)).collect();
        TenantScope::Selected(selected.iter().map(|(id, _)| *id).collect())
    };
    let home = [(tenant.id, tenant.name.clone())];
    let reached = match &scope {
        TenantScope::This | TenantScope::ThisAndBelow => Some(&home[..]),
        TenantScope::Selected(_) => Some(selected.as_slice()),
        TenantScope::All => None,
    };
    let modules =
        fitting(choice::modules(&mut tx, &slugs(&wanted.modules), reached, &Readable::everything()).await?)?;
    let app = match &wanted.app {
        Some(slug) => Some(fitting(choice::app(&mut tx, tenant.id, slug.as_str()).await?)?),
        None => None,
    };
    let permissions = Permissions::of(wanted.permissions.iter().copied());
    let expires_at = wanted.expires_in.resolve(now, tenant.zone);
    let (secret, kept) = service::fresh_secret(state)?;
    let token = token::NewToken {
        id: TokenId::new(now, &state.entropy)?,
        tenant: tenant.id,
        name: wanted.name.clone(),
        description: wanted.description.clone(),
        logo: None,
        scope,
        permissions: permissions.context("a token needs at least one permission")?,
        app: app.as_ref().map(|app| app.id),
        modules: modules.iter().map(|module| module.id).collect(),
        expires_at: expires_at.map_err(|error| anyhow::anyhow!("the expiration date {error}"))?,
        secret: kept,
        created_by: None,
        issued_by: None,
        created_at: now,
    };
    let told = AuditNames {
        tenants: selected,
        app: app.map(|app| app.slug),
        modules: modules.into_iter().map(|module| module.slug).collect(),
    };
    service::issue(&mut tx, &token, &told, OPERATOR).await?;
    tx.commit().await?;
    let ends = token.expires_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    tell(&format!("Created {} ({}) in {}. Expires: {ends}.", token.name, token.id, tenant.name));
    if give(secret.expose()) {
        tell("The secret is on standard output. It will not be shown again.");
        Ok(())
    } else {
        bail!("the secret could not be written to standard output; run: latchkey token revoke {}", token.id)
    }
}

/// Revokes a token after its name was typed, and with `along` the tokens that were created with it.
pub async fn revoke(state: &State, id: TokenId, along: bool, yes: bool) -> anyhow::Result<()> {
    let mut tx = state.db.read().await?;
    let token = find(&mut tx, id).await?;
    let others = issued::find(&mut tx, id, Which::NotRevoked, &Reach::Everywhere).await?;
    // The transaction doesn't stay open during the prompt.
    drop(tx);
    let others = others.within.len();
    let nothing = !along || others == 0;
    if token.life.status(state.now()) == Status::Revoked && nothing {
        tell(&format!("{} ({id}) was already revoked.", token.name));
        hint(others);
        return Ok(());
    }
    let question = match nothing {
        true => format!("Type the name of the token to revoke it ({}). This can't be undone:", token.name),
        false => format!(
            "Type the name of the token to revoke it and {} created with it ({}). This can't be undone:",
            number(others),
            token.name
        ),
    };
    if !yes && !confirmed(&question, &token.name) {
        bail!("wrong name: nothing was revoked");
    }
    let mut revoked = 0;
    loop {
        let mut tx = AuthorizedTx::unattended(state, Origin::system(OPERATOR)).await?;
        tokens::changes::lock(&mut tx, token.tenant, id).await?;
        let token = find(&mut tx, id).await?;
        service::revoke(&mut tx, &token).await?;
        let mut portion = Vec::new();
        if along {
            portion = issued::find(&mut tx, id, Which::NotRevoked, &Reach::Everywhere).await?.within;
            portion.truncate(PORTION);
            issued::revoke(&mut tx, id, &portion).await?;
        }
        tx.commit().await?;
        revoked += portion.len();
        // The token itself creates no more, but one that it created may have, until it was revoked.
        if portion.is_empty() {
            break;
        }
    }
    tell(&format!("{} ({id}) is revoked.", token.name));
    if along {
        tell(&format!("Revoked along with it: {}.", number(revoked)));
    } else {
        hint(others);
    }
    Ok(())
}

fn number(tokens: usize) -> String {
    if tokens == 1 { "1 token".to_owned() } else { format!("{tokens} tokens") }
}

fn hint(others: usize) {
    if others > 0 {
        let tokens = number(others);
        tell(&format!("Not revoked: {tokens} created with it. Add --issued to revoke them too."));
    }
}

async fn find(tx: &mut Tx, id: TokenId) -> anyhow::Result<token::Token> {
    let unknown = || format!("there is no token {id}");
    let home = tokens::home(tx, id).await?.with_context(unknown)?;
    tokens::find(tx, home, id).await?.with_context(unknown)
}

fn slugs(slugs: &[Slug]) -> Vec<String> {
    slugs.iter().map(ToString::to_string).collect()
}

fn fitting<T>(chosen: Chosen<T>) -> anyhow::Result<T> {
    chosen.map_err(|misfit| match misfit {
        Misfit::NoTenants => anyhow::anyhow!("name at least one tenant with --tenants"),
        Misfit::UnknownTenants => anyhow::anyhow!("--tenants names a tenant that does not exist"),
        Misfit::DisabledTenant(name) => anyhow::anyhow!("the tenant {name} is disabled"),
        Misfit::UnknownApp => anyhow::anyhow!("the tenant has no such app"),
        Misfit::UnknownModules => anyhow::anyhow!("--modules names a module that does not exist"),
        Misfit::NotEnabled { module, tenants } => {
            anyhow::anyhow!("the module {module} is not enabled in {}", tenants.names.join(", "))
        }
    })
}
