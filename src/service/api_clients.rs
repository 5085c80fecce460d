//! Creates and revokes API clients.

use serde::Serialize;

use super::Act;
use crate::domain::api_client::{ClientModule, NewApiClient, secret_prefix};
use crate::domain::audit::Object;
use crate::domain::event::EventKind;
use crate::domain::id::ApiClientId;
use crate::domain::secret::PlainSecret;
use crate::domain::text::Name;
use crate::error::{Error, Result};
use crate::service::Change;
use crate::store::api_clients;

/// An API client to be created.
#[derive(Clone, Copy, Debug)]
pub struct ClientInput<'a> {
    /// Its ID: of several requests with the same one, one creates the client.
    pub id: ApiClientId,
    /// Its name.
    pub name: &'a Name,
    /// The slugs of the modules it is registered for.
    pub modules: &'a [&'a str],
}

/// The result of creating an API client.
#[derive(Debug)]
pub enum Created {
    /// It was created. This is the only time that its secret is known.
    Done(PlainSecret),
    /// Another request has created it already.
    Exists,
    /// At least one of the modules does not exist, or no longer.
    UnknownModule,
}

/// Creates an API client with a new secret.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::Limit`] if the maximum number of clients is reached; otherwise if the
/// database fails.
pub async fn create(act: &Act<'_>, input: &ClientInput<'_>) -> Result<Created> {
    let fixed = &act.state().fixed;
    let mut tx = act.begin().await?;
    let person = tx.person()?;
    let catalogue = api_clients::modules(&mut tx).await?;
    let chosen: Vec<ClientModule> =
        catalogue.into_iter().filter(|module| input.modules.contains(&module.slug.as_str())).collect();
    if input.modules.iter().any(|slug| !chosen.iter().any(|module| module.slug == *slug)) {
        return Ok(Created::UnknownModule);
    }
    let secret = PlainSecret::generate(&secret_prefix(&fixed.token_prefix), &act.state().entropy)?;
    let client = NewApiClient {
        id: input.id,
        name: input.name.clone(),
        modules: chosen.iter().map(|module| module.id).collect(),
        hash: fixed.secret_key.hash(&secret),
        last_four: secret.last_four(),
        created_at: tx.now(),
    };
    if !api_clients::insert(&mut tx, &client, &person.email).await? {
        return Ok(Created::Exists);
    }
    let object = Object { id: client.id.uuid(), label: client.name.as_str() };
    let slugs: Vec<&str> = chosen.iter().map(|module| module.slug.as_str()).collect();
    let change = Change::only_after(&Snapshot { name: client.name.as_str(), modules: slugs })?;
    tx.record(None, EventKind::ApiClientCreated, object, change)?;
    tx.commit().await?;
    Ok(Created::Done(secret))
}

/// The result of revoking an API client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Revoked {
    /// It is revoked; its name.
    Done(String),
    /// It was revoked before, and nothing changed; its name.
    Already(String),
    /// The typed name is not the client's; nothing changed.
    OtherName,
}

/// Revokes an API client, confirmed by its name as typed.
///
/// # Errors
/// 401 or 403 if the right has ended; [`Error::NotFound`] if there is no such client; otherwise if the database
/// fails.
pub async fn revoke(act: &Act<'_>, id: ApiClientId, typed_name: &str) -> Result<Revoked> {
    let mut tx = act.begin().await?;
    let client = api_clients::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if typed_name.trim() != client.name {
        return Ok(Revoked::OtherName);
    }
    let now = tx.now();
    if !api_clients::revoke(&mut tx, client.id, now).await? {
        return Ok(Revoked::Already(client.name));
    }
    let object = Object { id: client.id.uuid(), label: &client.name };
    let change =
        Change::between(&StatusSnapshot { status: "active" }, &StatusSnapshot { status: "revoked" })?;
    tx.record(None, EventKind::ApiClientRevoked, object, change)?;
    tx.commit().await?;
    Ok(Revoked::Done(client.name))
}

/// A new API client in audit events.
#[derive(Serialize)]
struct Snapshot<'a> {
    name: &'a str,
    /// Their slugs.
    modules: Vec<&'a str>,
}

/// Whether an API client is revoked, in audit events.
#[derive(Serialize)]
struct StatusSnapshot {
    status: &'static str,
}

#[cfg(test)]
mod tests {
    use serde_json::to_string;

    use super::*;

    #[test]
    fn the_members_of_audit_events_keep_their_names() {
        let client = Snapshot { name: "Billing API", modules: vec!["billing"] };
        assert_eq!(to_string(&client).unwrap(), r#"{"name":"Billing API","modules":["billing"]}"#);
        assert_eq!(to_string(&StatusSnapshot { status: "revoked" }).unwrap(), r#"{"status":"revoked"}"#);
    }
}
