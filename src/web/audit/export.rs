//! `.../audit/export`: the list as a file.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde_json::Value;

use super::AuditScope;
use super::filter::AuditQuery;
use super::list::{homes, shown_id};
use crate::auth::authority::{AuthContext, Authority};
use crate::domain::audit::RecordedEvent;
use crate::domain::id::TenantId;
use crate::error::{Error, Result};
use crate::service::visible;
use crate::state::State;
use crate::store::audit::{self, Cursor};
use crate::store::tenants::ListedTenant;
use crate::web::cx::{AdminDataCx, TenantDataCx};
use crate::web::export::{self, ExportRow, Format};

/// Events read at once.
const PORTION: usize = 500;

/// An event with the slug of its tenant.
struct Exported(RecordedEvent, Option<String>);

impl ExportRow for Exported {
    fn columns() -> Vec<&'static str> {
        vec![
            "at",
            "tenant",
            "action",
            "actor_id",
            "actor_kind",
            "actor",
            "object_id",
            "object_kind",
            "object",
            "before",
            "after",
            "address",
            "request_id",
            "sequence",
            "id",
        ]
    }

    fn values(self) -> Vec<Value> {
        let Self(event, tenant) = self;
        let id = |kind: &str, id: Option<uuid::Uuid>| id.map(|id| shown_id(kind, id)).into();
        vec![
            event.at.to_string().into(),
            tenant.into(),
            event.action.into(),
            id(&event.actor_kind, event.actor_id),
            event.actor_kind.into(),
            event.actor_label.into(),
            id(&event.object_kind, event.object_id),
            event.object_kind.into(),
            event.object_label.into(),
            event.before.unwrap_or_default(),
            event.after.unwrap_or_default(),
            event.address.into(),
            event.request_id.into(),
            event.sequence.into(),
            event.id.to_string().into(),
        ]
    }
}

/// `GET .../tenants/{slug}/audit/export?format=csv|json`: 200 with the tenant's filtered events, as CSV by default;
/// 404 for an unknown format.
pub async fn of_tenant(cx: TenantDataCx, query: Query<AuditQuery>) -> Result<HttpResponse> {
    let place = |found: &AuthContext| found.tenant().map(AuditScope::of_tenant);
    send(cx.state, cx.authority, place, query.into_inner()).await
}

/// `GET /administration/audit/export?format=csv|json`: the same for all that this person may see.
pub async fn of_all(cx: AdminDataCx, query: Query<AuditQuery>) -> Result<HttpResponse> {
    let place = |found: &AuthContext| found.person().map(|person| AuditScope::of_all(&person));
    send(cx.state, cx.authority, place, query.into_inner()).await
}

async fn send(
    state: Data<State>,
    authority: Authority,
    place_of: impl Fn(&AuthContext) -> Result<AuditScope> + Copy + 'static,
    query: AuditQuery,
) -> Result<HttpResponse> {
    let query = query.clean();
    let format = match query.format.as_str() {
        "" => Format::Csv,
        name => Format::from_name(name).ok_or(Error::NotFound)?,
    };
    let (_, found) = authority.look(&state).await?;
    let place = place_of(&found)?;
    let filter = query.filter(place.zone());
    let name = place.file("audit");
    Ok(export::download(format, &name, move |cursor: Option<Cursor>| {
        let (state, authority, filter) = (Data::clone(&state), authority.clone(), filter.clone());
        async move {
            // A transaction per batch, because a long download must not block others, and events added meanwhile are
            // newer. Each checks the right again, because a download may outlast it.
            let (mut tx, found) = authority.look(&state).await?;
            let (reach, may_read) = (place_of(&found)?.reach, visible::reach_of(&found.person()?));
            let mut found =
                audit::page(&mut tx, &reach, &filter, cursor.unwrap_or_default(), PORTION).await?;
            visible::redact_all(&mut tx, &may_read, &mut found.events).await?;
            let homes = homes(&mut tx, &found.events).await?;
            drop(tx);
            let next = found.events.last().filter(|_| found.has_next).map(|event| Cursor::After(event.id));
            Ok((lines(found.events, &homes), next))
        }
    }))
}

fn lines(events: Vec<RecordedEvent>, homes: &HashMap<TenantId, ListedTenant>) -> Vec<Exported> {
    let slug = |event: &RecordedEvent| {
        event.tenant.and_then(|tenant| homes.get(&tenant)).map(|home| home.slug.clone())
    };
    events
        .into_iter()
        .map(|event| {
            let tenant = slug(&event);
            Exported(event, tenant)
        })
        .collect()
}
