//! `/administration/tenants/{slug}/audit` and `/administration/audit`: the audit log, newest first.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::Query;
use chrono_tz::Tz;

use super::filter::AuditQuery;
use super::{AuditPage, AuditScope, EventRow};
use crate::domain::audit::RecordedEvent;
use crate::domain::event::EventKind;
use crate::domain::id::{ApiClientId, TenantId, TokenId};
use crate::domain::person::{Action, Person, Reach};
use crate::error::Result;
use crate::i18n::{Locale, msg};
use crate::service::visible;
use crate::state::State;
use crate::store::tenants::ListedTenant;
use crate::store::{Tx, audit, tenants};
use crate::web::cx::{AdminCx, TenantCx};
use crate::web::page::Page;
use crate::web::view::{Choice, Paging, TenantRef};
use crate::web::{event_view, respond};

/// Events per page.
const PAGE: usize = 50;

/// `GET .../tenants/{slug}/audit`: 200 with a page of the tenant's events.
pub async fn of_tenant(cx: TenantCx, query: Query<AuditQuery>) -> Result<HttpResponse> {
    show(&cx.state, cx.page, &cx.person, AuditScope::of_tenant(cx.tenant), query.into_inner()).await
}

/// `GET /administration/audit`: 200 with a page of the events of every tenant that this person may see. Platform
/// events are for those who may see everything.
pub async fn of_all(cx: AdminCx, query: Query<AuditQuery>) -> Result<HttpResponse> {
    let place = AuditScope::of_all(&cx.person);
    show(&cx.state, cx.page, &cx.person, place, query.into_inner()).await
}

async fn show(
    state: &State,
    page: Page,
    person: &Person,
    place: AuditScope,
    query: AuditQuery,
) -> Result<HttpResponse> {
    let query = query.clean();
    let mut tx = state.db.read().await?;
    let filter = query.filter(place.zone());
    let mut found = audit::page(&mut tx, &place.reach, &filter, query.cursor(), PAGE).await?;
    visible::redact_all(&mut tx, &visible::reach_of(person), &mut found.events).await?;
    let homes = homes(&mut tx, &found.events).await?;
    drop(tx);
    let url = place.url();
    let (first, last) = (found.events.first(), found.events.last());
    let paging = Paging {
        range: page.t(msg::audit_shown(i64::try_from(found.events.len()).unwrap_or(0))),
        previous: first
            .filter(|_| found.has_previous)
            .map(|event| query.address(&url, ("before", &event.id.to_string()))),
        next: last
            .filter(|_| found.has_next)
            .map(|event| query.address(&url, ("after", &event.id.to_string()))),
    };
    let rows =
        found.events.into_iter().map(|event| row(state, page.locale, &place, &url, &homes, event)).collect();
    let export = format!("{url}/export");
    respond::page(&AuditPage {
        can_edit_tenant: place
            .tenant
            .as_ref()
            .is_some_and(|tenant| person.may(Action::ChangeTenant, &tenant.lineage)),
        tenant: place.tenant.as_ref().map(TenantRef::from),
        actions: actions(page.locale, &query.action),
        filtered: query.narrows(),
        zone: place.zone().name().to_owned(),
        rows,
        paging,
        exports: ["csv", "json"].map(|format| query.address(&export, ("format", format))),
        check_from: query.checked,
        actor: query.actor,
        object: query.object,
        from: query.from,
        to: query.to,
        url,
        page,
    })
}

/// The tenants of these events.
pub(super) async fn homes(tx: &mut Tx, events: &[RecordedEvent]) -> Result<HashMap<TenantId, ListedTenant>> {
    let mut ids: Vec<TenantId> = events.iter().filter_map(|event| event.tenant).collect();
    ids.sort_unstable();
    ids.dedup();
    let reach = Reach::Exactly(ids);
    let query = tenants::Query { reach: &reach, search: "", after: None, limit: i64::MAX };
    Ok(tenants::list(tx, &query).await?.into_iter().map(|tenant| (tenant.id, tenant)).collect())
}

/// The ID in the form that people know.
pub(super) fn shown_id(kind: &str, id: uuid::Uuid) -> String {
    match kind {
        "token" => TokenId::from(id).to_string(),
        "api_client" => ApiClientId::from(id).to_string(),
        _ => id.to_string(),
    }
}

fn row(
    state: &State,
    locale: Locale,
    place: &AuditScope,
    url: &str,
    homes: &HashMap<TenantId, ListedTenant>,
    event: RecordedEvent,
) -> EventRow {
    let home = event.tenant.and_then(|tenant| homes.get(&tenant));
    let zone = home.and_then(|home| home.time_zone.parse::<Tz>().ok()).unwrap_or(chrono_tz::UTC);
    let object =
        event.object_id.map_or_else(|| event.object_label.clone(), |id| shown_id(&event.object_kind, id));
    let tenant = home.filter(|_| place.tenant.is_none());
    EventRow {
        kind: event_view::object_kind(locale, &event.object_kind),
        name: event_view::object_name(locale, &event),
        object_url: respond::address(url, &[("object", &object)]),
        actor_url: respond::address(url, &[("actor", &event.actor_label)]),
        tenant: tenant.map(|home| TenantRef { name: home.name.clone(), slug: home.slug.clone() }),
        sequence: event.sequence.map(|sequence| locale.number(sequence)).unwrap_or_default(),
        id: event.id.to_string(),
        request: event.request_id.clone().unwrap_or_default(),
        event_view: event_view::full_view(locale, zone, state.now(), event),
    }
}

fn actions(locale: Locale, chosen: &str) -> Vec<Choice> {
    let mut choices = vec![Choice {
        value: String::new(),
        text: locale.t(msg::AUDIT_EVERYTHING),
        chosen: chosen.is_empty(),
    }];
    choices.extend(EventKind::ALL.iter().map(|kind| Choice {
        value: kind.name().to_owned(),
        text: format!(
            "{} – {}",
            event_view::object_kind(locale, kind.object()),
            event_view::action(locale, kind.name())
        ),
        chosen: kind.name() == chosen,
    }));
    choices
}
