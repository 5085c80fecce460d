//! Which tenants a reader may learn the names of. All others are counted and never named: on pages, in files, in
//! messages, in the audit log, and in responses of the Tenant API.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::domain::audit::RecordedEvent;
use crate::domain::decision;
use crate::domain::id::TenantId;
use crate::domain::person::{Action, Person, Reach};
use crate::domain::presented::Presented;
use crate::error::Result;
use crate::store::tenants::labels::Named;
use crate::store::tokens::ReachedTenant;
use crate::store::{Tx, tenants};

/// The member of an event or response, and the column of a file, that counts the tenants that are not named.
pub const OTHERS: &str = "other_tenants";
/// The member of an event with the public IDs of the tenants that its member `tenants` names, in the same order.
pub const IDS: &str = "tenant_ids";
/// The member of an event with the public ID of the tenant that its member `parent` names.
pub const PARENT_ID: &str = "parent_id";
/// The entry in a list of tenants that means all.
const ALL: &str = "*";

/// Those of the queried tenants whose names a reader may learn; `None` if they may learn all names.
#[derive(Clone, Debug)]
pub struct Readable(Option<Named>);

/// Names that may be shown, and the number of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisibleNames {
    /// The names, or the slugs, in the given order.
    pub names: Vec<String>,
    /// How many tenants are not named.
    pub others: usize,
}

/// The tenants whose names a person may see.
pub fn reach_of(person: &Person) -> Reach {
    person.reach(Action::ReadTenant)
}

/// The tenants whose names a token may see: those it can access.
pub fn reach_of_token(caller: &Presented) -> Reach {
    match &caller.facts.reach {
        decision::Reach::Everything => Reach::Everywhere,
        decision::Reach::These(_) => Reach::Exactly(caller.tenant_ids.clone()),
    }
}

/// The tenants whose names a token may see, without a query.
pub fn readable_by_token(caller: &Presented) -> Readable {
    match reach_of_token(caller) {
        Reach::Everywhere => Readable(None),
        Reach::Exactly(tenants) | Reach::Below(tenants) => {
            Readable(Some(Named { ids: tenants.into_iter().collect(), ..Named::default() }))
        }
    }
}

impl Readable {
    /// Those of `ids`, and of the tenants called one of `names`, that are within `reach`. One query for a whole page;
    /// none for a reader who may see all names.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn among(
        tx: &mut Tx,
        reach: &Reach,
        ids: impl IntoIterator<Item = TenantId>,
        names: impl IntoIterator<Item = String>,
    ) -> Result<Self> {
        if *reach == Reach::Everywhere {
            return Ok(Self(None));
        }
        let ids: BTreeSet<TenantId> = ids.into_iter().collect();
        let names: BTreeSet<String> = names.into_iter().collect();
        if ids.is_empty() && names.is_empty() {
            return Ok(Self(Some(Named::default())));
        }
        Ok(Self(Some(tenants::labels::within(tx, reach, &ids, &names).await?)))
    }

    /// Those of `reached` whose names this person may see.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn by(tx: &mut Tx, person: &Person, reached: &[ReachedTenant]) -> Result<Self> {
        Self::among(tx, &reach_of(person), reached.iter().map(|tenant| tenant.id), []).await
    }

    /// The names that these events need.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn in_events(tx: &mut Tx, reach: &Reach, events: &[RecordedEvent]) -> Result<Self> {
        let mut ids = Vec::new();
        let mut names = Vec::new();
        for event in events {
            ids.extend(about(event));
            for members in [&event.before, &event.after].into_iter().flatten().filter_map(Value::as_object) {
                ids.extend(texts(members, IDS).into_iter().flatten().filter_map(parse));
                ids.extend(members.get(PARENT_ID).and_then(Value::as_str).and_then(parse));
                if !members.contains_key(IDS) {
                    names.extend(texts(members, "tenants").into_iter().flatten().map(ToOwned::to_owned));
                }
                if !members.contains_key(PARENT_ID) {
                    names.extend(members.get("parent").and_then(Value::as_str).map(ToOwned::to_owned));
                }
            }
        }
        Self::among(tx, reach, ids, names).await
    }

    /// All names: for the operator of the host, and for tenants that their reader has just chosen by name.
    pub const fn everything() -> Self {
        Self(None)
    }

    /// Adds these tenants, whose names are known to be visible.
    #[must_use]
    pub fn and(mut self, tenants: impl IntoIterator<Item = TenantId>) -> Self {
        if let Self(Some(named)) = &mut self {
            named.ids.extend(tenants);
        }
        self
    }

    /// Whether the name of this tenant may be shown.
    pub fn knows(&self, tenant: TenantId) -> bool {
        self.0.as_ref().is_none_or(|known| known.ids.contains(&tenant))
    }

    /// Whether this is the name, or a current or former slug, of a tenant whose name may be shown.
    pub fn knows_name(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|known| known.labels.contains(name))
    }

    /// The names of these tenants.
    pub fn names(&self, tenants: &[ReachedTenant]) -> VisibleNames {
        self.named(tenants.iter().map(|tenant| (tenant.id, &tenant.name)))
    }

    /// The slugs of these tenants.
    pub fn slugs(&self, tenants: &[ReachedTenant]) -> VisibleNames {
        self.named(tenants.iter().map(|tenant| (tenant.id, &tenant.slug)))
    }

    /// The given text for each of these tenants.
    pub fn named<'a>(&self, tenants: impl Iterator<Item = (TenantId, &'a String)>) -> VisibleNames {
        let mut shown = VisibleNames::default();
        for (tenant, name) in tenants {
            if self.knows(tenant) {
                shown.names.push(name.clone());
            } else {
                shown.others += 1;
            }
        }
        shown
    }

    /// Redacts an event for this reader. The stored event never changes, because it is part of its chain.
    pub fn redact(&self, event: &mut RecordedEvent) {
        if self.0.is_none() {
            return;
        }
        for members in [&mut event.before, &mut event.after].into_iter().flatten() {
            if let Some(members) = members.as_object_mut() {
                self.redact_members(members);
            }
        }
        // A move is also recorded in the audit logs of the tenants above, whose readers may not see the moved tenant.
        if about(event).is_some_and(|tenant| !self.knows(tenant)) {
            event.object_label.clear();
        }
    }

    fn redact_members(&self, members: &mut Map<String, Value>) {
        let mut others = 0;
        if let Some(names) = owned(members, "tenants") {
            let ids = owned(members, IDS).filter(|ids| ids.len() == names.len());
            let all = names.len();
            let left: Vec<String> = names
                .into_iter()
                .enumerate()
                .filter(|(place, name)| match ids.as_ref().and_then(|ids| ids.get(*place)) {
                    Some(id) => parse(id).is_some_and(|id| self.knows(id)),
                    None => name == ALL || self.knows_name(name),
                })
                .map(|(_, name)| name)
                .collect();
            others += all - left.len();
            members.insert("tenants".to_owned(), json!(left));
        }
        if let Some(name) = members.get("parent").and_then(Value::as_str) {
            let id = members.get(PARENT_ID).and_then(Value::as_str);
            let known =
                id.map_or_else(|| self.knows_name(name), |id| parse(id).is_some_and(|id| self.knows(id)));
            if !known {
                others += 1;
                members.insert("parent".to_owned(), Value::Null);
            }
        }
        members.remove(IDS);
        members.remove(PARENT_ID);
        if others > 0 {
            members.insert(OTHERS.to_owned(), json!(others));
        }
    }
}

/// Redacts these events for a reader with this reach, with one query.
///
/// # Errors
/// If the database fails.
pub async fn redact_all(tx: &mut Tx, reach: &Reach, events: &mut [RecordedEvent]) -> Result<()> {
    let readable = Readable::in_events(tx, reach, events).await?;
    for event in events {
        readable.redact(event);
    }
    Ok(())
}

/// The tenant that an event is about, unless the event is in that tenant's own log.
fn about(event: &RecordedEvent) -> Option<TenantId> {
    let id = event.object_id.filter(|_| event.object_kind == "tenant").map(TenantId::from)?;
    (event.tenant != Some(id)).then_some(id)
}

fn parse(id: &str) -> Option<TenantId> {
    TenantId::from_public(id)
}

fn texts<'a>(members: &'a Map<String, Value>, name: &str) -> Option<Vec<&'a str>> {
    members.get(name)?.as_array().map(|items| items.iter().filter_map(Value::as_str).collect())
}

fn owned(members: &Map<String, Value>, name: &str) -> Option<Vec<String>> {
    texts(members, name).map(|texts| texts.into_iter().map(ToOwned::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn public(n: u128) -> String {
        id(n).public().to_string()
    }

    fn id(n: u128) -> TenantId {
        Uuid::from_u128(n).into()
    }

    fn acme_alone() -> Readable {
        Readable(Some(Named { ids: [id(1)].into(), labels: ["Acme".to_owned()].into() }))
    }

    fn tenant(n: u128, name: &str) -> ReachedTenant {
        ReachedTenant { id: id(n), name: name.to_owned(), slug: name.to_lowercase() }
    }

    fn redacted(readable: &Readable, value: &Value) -> Value {
        let mut members = value.as_object().cloned().unwrap();
        readable.redact_members(&mut members);
        Value::Object(members)
    }

    fn event(value: &Value, object: u128) -> RecordedEvent {
        RecordedEvent {
            id: Uuid::from_u128(9),
            tenant: Some(id(1)),
            sequence: Some(1),
            at: crate::domain::time::Timestamp::from_micros(0),
            actor_kind: "user".to_owned(),
            actor_id: None,
            actor_label: "a@b".to_owned(),
            action: "tenant.moved".to_owned(),
            object_kind: "tenant".to_owned(),
            object_id: Some(Uuid::from_u128(object)),
            object_label: "Veil".to_owned(),
            before: None,
            after: Some(value.clone()),
            address: None,
            request_id: None,
        }
    }

    #[test]
    fn what_may_not_be_named_is_counted() {
        let reached = [tenant(1, "Acme"), tenant(2, "Hush"), tenant(3, "Veil")];
        let shown = acme_alone().names(&reached);
        assert_eq!((shown.names, shown.others), (vec!["Acme".to_owned()], 2));
        let shown = acme_alone().slugs(&reached);
        assert_eq!((shown.names, shown.others), (vec!["acme".to_owned()], 2));
        let shown = Readable::everything().names(&reached);
        assert_eq!((shown.names.len(), shown.others), (3, 0));
        assert_eq!(acme_alone().names(&[]), VisibleNames::default());
    }

    #[test]
    fn an_event_is_read_by_ids_where_it_has_them_and_by_names_where_not() {
        let ids = |ids: &[u128]| json!(ids.iter().map(|n| public(*n)).collect::<Vec<_>>());
        for (stored, read) in [
            (
                json!({ "name": "x", "tenants": ["Acme", "Hush"], "tenant_ids": ids(&[1, 2]) }),
                json!({ "name": "x", "tenants": ["Acme"], "other_tenants": 1 }),
            ),
            // It had another name then, and another tenant has that name now.
            (json!({ "tenants": ["Old"], "tenant_ids": ids(&[1]) }), json!({ "tenants": ["Old"] })),
            (
                json!({ "tenants": ["Acme"], "tenant_ids": ids(&[2]) }),
                json!({ "tenants": [], "other_tenants": 1 }),
            ),
            (json!({ "tenants": ["Acme", "Hush"] }), json!({ "tenants": ["Acme"], "other_tenants": 1 })),
            // IDs that don't match the names are not trusted.
            (
                json!({ "tenants": ["Hush", "Acme"], "tenant_ids": ids(&[1]) }),
                json!({ "tenants": ["Acme"], "other_tenants": 1 }),
            ),
            (json!({ "tenants": ["*"] }), json!({ "tenants": ["*"] })),
            (json!({ "tenants": [] }), json!({ "tenants": [] })),
            (json!({ "tenant_ids": ids(&[2]) }), json!({})),
            (json!({ "parent": "Acme" }), json!({ "parent": "Acme" })),
            (json!({ "parent": "Veil" }), json!({ "parent": null, "other_tenants": 1 })),
            (
                json!({ "parent": "Acme", "parent_id": public(3) }),
                json!({ "parent": null, "other_tenants": 1 }),
            ),
            (json!({ "parent": "Old", "parent_id": public(1) }), json!({ "parent": "Old" })),
            (json!({ "parent": null, "parent_id": null }), json!({ "parent": null })),
        ] {
            assert_eq!(redacted(&acme_alone(), &stored), read, "{stored}");
        }
    }

    #[test]
    fn who_reads_everything_reads_events_as_they_are_stored() {
        let stored = json!({ "tenants": ["Hush"], "tenant_ids": [public(2)] });
        let mut all = event(&stored, 3);
        Readable::everything().redact(&mut all);
        assert_eq!((all.after, all.object_label.as_str()), (Some(stored.clone()), "Veil"));
        let mut some = event(&stored, 3);
        acme_alone().redact(&mut some);
        assert_eq!(
            (some.after, some.object_label.as_str()),
            (Some(json!({ "tenants": [], "other_tenants": 1 })), "")
        );
        // A tenant's own log shows the name that it had then.
        let mut own = event(&json!("x"), 1);
        acme_alone().redact(&mut own);
        assert_eq!(own.object_label, "Veil");
    }
}
