//! `token create` and `token revoke`, for the operator of the host.

use anyhow::{Context as _, bail};

use crate::config::NewToken;
use crate::config::terminal::{confirmed, give, tell};
use crate::domain::id::TokenId;
use crate::domain::labels::Labels;
use crate::domain::person::Reach;
use crate::domain::text::Slug;
use crate::domain::token::{self, Status, TenantScope};
use crate::error::Error;
use crate::service::Act;
use crate::service::choice::{AppError, ModulesError, TenantsError};
use crate::service::issued::{self, IssuedFilter, RevokedAlong};
use crate::service::token_spec::{
    ExpirySpec, Patch, PermissionsError, Rejected, ScopeError, SpecError, TokenSpec,
};
use crate::service::tokens::revoke::{self, Revoked};
use crate::service::tokens::{self as service, create::CreatedToken};
use crate::state::State;
use crate::store::{Tx, tokens};

/// The actor in the audit log and the token's creator.
const OPERATOR: &str = "command line";

/// Creates a token. Writes the secret and nothing else to standard output, so that a script can capture it.
pub async fn create(state: &State, wanted: &NewToken) -> anyhow::Result<()> {
    let act = Act::system(OPERATOR, state);
    let created = match service::create::create_in(&act, &wanted.tenant, &spec(wanted)).await {
        Ok(Ok(created)) => created,
        Ok(Err(Rejected::Invalid(errors))) => {
            let first = errors.into_iter().next().map(|error| problem(error, &wanted.tenant));
            bail!("{}", first.unwrap_or_default());
        }
        Ok(Err(Rejected::Denied(_))) => bail!("the token can't be created"),
        Err(Error::NotFound) => bail!("there is no tenant {}", wanted.tenant),
        Err(error) => return Err(error.into()),
    };
    let CreatedToken { tenant, token, secret } = created;
    let token = token.token;
    let ends = token.life.expires_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    tell(&format!("Created {} ({}) in {}. Expires: {ends}.", token.labels.name, token.id, tenant.name));
    if give(secret.expose()) {
        tell("The secret is on standard output. It will not be shown again.");
        Ok(())
    } else {
        bail!("the secret could not be written to standard output; run: latchkey token revoke {}", token.id)
    }
}

/// Revokes a token after the operator typed its name, and with `along` also the tokens that were created with it.
pub async fn revoke(state: &State, id: TokenId, along: bool, yes: bool) -> anyhow::Result<()> {
    let mut tx = state.db.read().await?;
    let token = find(&mut tx, id).await?;
    let others = issued::find(&mut tx, id, IssuedFilter::NotRevoked, &Reach::Everywhere).await?;
    // The transaction must not stay open during the prompt.
    drop(tx);
    let others = others.within.len();
    let nothing = !along || others == 0;
    if token.life.status(state.now()) == Status::Revoked && nothing {
        tell(&format!("{} ({id}) was already revoked.", token.labels.name));
        hint(others);
        return Ok(());
    }
    let question = match nothing {
        true => {
            format!("Type the name of the token to revoke it ({}). This can't be undone:", token.labels.name)
        }
        false => format!(
            "Type the name of the token to revoke it and {} created with it ({}). This can't be undone:",
            number(others),
            token.labels.name
        ),
    };
    if !yes && !confirmed(&question, &token.labels.name) {
        bail!("wrong name: nothing was revoked");
    }
    let act = Act::system(OPERATOR, state);
    let revoked = if along {
        match issued::revoke_along(&act, id, |_| Ok(())).await? {
            RevokedAlong::Done { revoked, .. } => revoked.iter().filter(|revoked| **revoked != id).count(),
            RevokedAlong::Denied(_) => bail!("{} ({id}) can't be revoked", token.labels.name),
        }
    } else {
        match revoke::revoke(&act, id, |_| Ok(())).await?.outcome {
            Revoked::Done | Revoked::Unchanged => 0,
            Revoked::Denied(_) => bail!("{} ({id}) can't be revoked", token.labels.name),
        }
    };
    tell(&format!("{} ({id}) is revoked.", token.labels.name));
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

/// The flags as a token spec.
fn spec(wanted: &NewToken) -> TokenSpec {
    let scope = match (&wanted.scope, wanted.tenants.is_empty()) {
        (_, false) => "selected",
        (TenantScope::This, true) if wanted.subtenants => TenantScope::ThisAndBelow.name(),
        (scope, true) => scope.name(),
    };
    TokenSpec {
        labels: Labels::from(wanted.labels.clone()).texts().map(|text| Patch::Value(text.clone())),
        expiry: Patch::Value(ExpirySpec::Choice(wanted.expires_in)),
        scope: Patch::Value(scope.to_owned()),
        tenants: Patch::Value(slugs(&wanted.tenants)),
        app: wanted.app.as_ref().map_or(Patch::Null, |slug| Patch::Value(slug.to_string())),
        modules: Patch::Value(slugs(&wanted.modules)),
        permissions: Patch::Value(wanted.permissions.iter().map(|it| it.name().to_owned()).collect()),
        unreadable: false,
    }
}

/// The error for the terminal; `tenant` is the token's tenant.
fn problem(error: SpecError, tenant: &Slug) -> String {
    match error {
        SpecError::TenantDisabled => {
            format!("the tenant {tenant} is disabled: enable it before you create tokens")
        }
        SpecError::Text(field, error) => format!("the {} {error}", field.name()),
        SpecError::Expiry(error) => format!("the expiration date {error}"),
        SpecError::Scope(ScopeError::Unknown | ScopeError::AllNotAllowed) => {
            "--scope must be this or all".to_owned()
        }
        SpecError::Tenants(TenantsError::Empty | TenantsError::NotSelected) => {
            "name at least one tenant with --tenants".to_owned()
        }
        SpecError::Tenants(TenantsError::Unknown) => {
            "--tenants names a tenant that does not exist".to_owned()
        }
        SpecError::Tenants(TenantsError::Disabled(name)) => format!("the tenant {name} is disabled"),
        SpecError::App(AppError) => "the tenant has no such app".to_owned(),
        SpecError::Modules(ModulesError::Unknown) => {
            "--modules names a module that does not exist".to_owned()
        }
        SpecError::Modules(ModulesError::NotEnabled { module, tenants }) => {
            format!("the module {module} is not enabled in {}", tenants.names.join(", "))
        }
        SpecError::Permissions(PermissionsError::Empty | PermissionsError::Unknown) => {
            "a token needs at least one permission".to_owned()
        }
        // The command line never edits tokens.
        SpecError::ExpiryLater | SpecError::NotTheirs(_) => "the token can't be changed".to_owned(),
    }
}
